"""The topics of the guide about networks, and how they are trained."""

from __future__ import annotations

from typing import Any

TOPICS: dict[str, dict[str, Any]] = {
    "training": {
        "title": "How a network is trained",
        "says": (
            (
                "A network is a long sum with bends in it. Numbers go in, are multiplied by weights, added up and bent "
                "by an activation function, layer after layer, and an answer comes out. Training it means finding "
                "weights for which the answers are right. Nobody knows how to write those weights down, so you start "
                "with random ones and correct them, a little at a time:"
            ),
        ),
        "steps": (
            ("Forward", "Some rows go through the network, and it answers."),
            ("Loss", "One number says how wrong the answers are."),
            (
                "Backward",
                "The chain rule, from the last layer to the first: how much would the loss change with each weight?",
            ),
            ("Update", "Every weight takes a small step in the direction in which the loss falls."),
            ("Repeat", "With the next rows, thousands of times, until the loss on rows kept back stops falling."),
        ),
        "used": (
            "Every deep network is trained like this, from a digit reader to a language model. What differs is how the "
            "layers are wired, which is what the next four topics are about."
        ),
        "costs": (
            "Each round costs about three times as much as an answer, because the way back takes twice the way forward "
            "(Kaplan and others 2020), and there are many rounds. You also have to choose the length of a step, the "
            "learning rate: too long and the loss flies off, too short and it takes for ever."
        ),
        "see": {
            "#/learn": "Take these five steps by hand on a small network, with every number in sight.",
            "#/race": "Watch a network and an ELM learn from the same rows against one clock.",
        },
    },
    "cnn": {
        "title": "CNN: a network that looks",
        "says": (
            (
                "A cat is a cat wherever it sits in the photo. A convolutional network has that built in. Its units "
                "look through a small window, say three by three pixels, and the same weights slide over the whole "
                "picture. One such filter learns to see an edge, another a colour; the next layer looks at what the "
                "first one saw and finds corners and textures; later ones find eyes and wheels."
            ),
            (
                "Because the weights are shared, there are few of them, and what was learned in one corner of the "
                "picture is known in all the others."
            ),
        ),
        "used": (
            "Photos, X-rays, satellite images, inspection in factories; and sound, when it is drawn as a picture (a "
            "spectrogram)."
        ),
        "costs": (
            "Few weights, many multiplications: each weight is used at every place. This is what graphics cards are "
            "good at. The small networks below were trained on one processor core, in less than an hour each."
        ),
        "see": {
            "#/models/cnn-mnist": "Draw a digit, and see what each layer sees of it.",
            "#/models/detector-nanodet": "Find the objects in a photo of your own.",
            "#/race": "Train a CNN here, on digits, beside six other ways to learn.",
        },
    },
    "rnn": {
        "title": "RNN and LSTM: a network that remembers",
        "says": (
            (
                "A sentence, a heartbeat and the demand for electricity come one value after the other, and the order "
                "matters. A recurrent network reads them in turn and carries a note of what it has read: its state. At "
                "each step the new state is computed from the new value and the old state, with the same weights every "
                "time."
            ),
            (
                "In training, the blame for a mistake has to travel back through all those steps. It is multiplied at "
                "each, and after enough of them hardly anything is left (Bengio and others 1994): the gradient "
                "vanishes, and the network forgets what was long ago. The LSTM mends that with a lane on which the "
                "state passes almost untouched, and gates that learn when to write to it, when to erase it and when to "
                "read it."
            ),
        ),
        "used": (
            "Forecasts, signals from machines and bodies, handwriting. Translation has moved on to the Transformer, "
            "which need not read word by word (Vaswani and others 2017)."
        ),
        "costs": "Each step has to wait for the one before, so more processors help little. Small networks are cheap.",
        "see": {
            "#/models/lstm-ecg": "Let an LSTM judge heartbeats, and see which part it looked at.",
            "#/models/lstm-demand": "Forecast the demand for electricity, with a band that shows how sure it is.",
            "#/learn/architectures/lstm": "Ask a plain RNN and an LSTM to remember, and see the gradient vanish.",
        },
    },
    "transformer": {
        "title": "Transformer: every word looks at every other",
        "says": (
            (
                'To know what "it" means, a reader looks back at the words before. A Transformer does just that. Each '
                "word asks a question, each word offers an answer, and how well they match decides how much of it is "
                "taken over. This is attention. It is done for all words at once, several times side by side, layer "
                "upon layer."
            ),
            (
                "Nothing has to be carried along step by step, so a word can reach one far away directly, and all the "
                "work can be done at the same time. Cut a picture into tiles and call them words, and the same network "
                "sees."
            ),
        ),
        "used": (
            "Translation, search, chat, program code; pictures and proteins too. The large language models are "
            "Transformers that were trained to guess the next piece of a text."
        ),
        "costs": (
            "Twice as many words mean four times as many looks. GPT-3 was trained on 10,000 graphics cards (Patterson "
            "and others 2021); the ones here are small, and say so."
        ),
        "see": {
            "#/models/transformer-translate": "Translate a sentence, and see which word looked at which.",
            "#/models/transformer-sentiment": "Let one judge a film review, word by word.",
            "#/models/embed-text": "Turn sentences into numbers; similar sentences get similar numbers.",
            "#/models/vit-fashion": "The same network for pictures.",
        },
    },
    "gan": {
        "title": "GAN: a forger and an expert",
        "says": (
            (
                "Two networks play against each other. The forger (the generator) makes pictures out of random "
                "numbers; the expert (the discriminator) is shown real and made-up pictures, and has to tell which is "
                "which. The expert learns from its mistakes, and the forger learns from the expert: it is told in "
                "which direction to change a picture for it to pass. When it goes well, the pictures look real in the "
                "end, though none of them is."
            ),
            (
                "The game is hard to keep in balance. When the expert is too good, the forger learns nothing; when the "
                "forger finds one picture that always passes, it makes no other (mode collapse)."
            ),
        ),
        "used": (
            "Making and repairing pictures, and making training data where real data may not be shared. On the photos "
            "of ImageNet, diffusion models have drawn better ones since 2021 (Dhariwal and Nichol)."
        ),
        "costs": (
            "Two networks instead of one, and many attempts, because the loss does not say when the pictures are good."
        ),
        "see": {
            "#/models/gan-fashion": "Have clothes drawn that never existed, and blend one into another.",
            "#/learn/architectures/gan": "Follow both losses and the pictures, from the first epoch to the last.",
        },
    },
    "cost": {
        "title": "What it costs",
        "says": (
            (
                "Training takes one multiplication and one addition for each weight, each example and each pass over "
                "them, three times over, because of the way back. So a network ten times as large, with ten times as "
                "many examples, costs a hundred times as much. That is why training can take seconds or months."
            ),
            (
                "GPT-3 took 3.14e23 operations (Brown and others 2020), 14.8 days on 10,000 graphics cards and 1,287 "
                "MWh (Patterson and others 2021). ResNet-50 on the 1.28 million photos of ImageNet took one hour on "
                "256 graphics cards (Goyal and others 2017). The models of this site were trained on one processor "
                "core, and the list below says how long that took."
            ),
            (
                "An answer is cheap: one pass forward. But after three answers for each example and each pass of the "
                "training, the answers have cost as much as the training."
            ),
        ),
        "see": {
            "#/race": (
                "Below the race: set the size of a model, the kind of graphics card and how many, and read off hours "
                "and kilowatt-hours."
            ),
            "#/models": "Every model says on what and for how long it was trained.",
        },
    },
}
"""For each its title, paragraphs, names and what they mean, where it is used, what it costs, and what shows it."""
