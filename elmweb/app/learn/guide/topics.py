"""The topics of the guide: what each says, and what in this site shows it.

Numbers in these texts stand in ``docs/benchmarks.md`` (which a test holds) or are those of a source; numbers of the
deep models are not written here but taken from their cards when a topic is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent

__all__ = ["TOPICS", "Topic"]


@dataclass(frozen=True)
class Topic:
    """One screen of the guide.

    Parameters
    ----------
    id : str
        Its part of the address, ``#/learn/guide/id``.
    title : str
        Heading.
    says : str
        Paragraphs, with an empty line between two.
    steps : str
        A list in order, an item ``name | what it means``; lines that go on are set in.
    used : str
        Where it is used.
    costs : str
        What it costs.
    live : tuple of (str, str)
        Addresses in this site, and what is to be seen there; those of chapters that are not there are left out.
    models : tuple of str
        Deep models of this site, whose measured numbers are shown.
    sources : tuple of str
        Keys of :data:`elmweb.app.learn.guide.sources.SOURCES`.
    """

    id: str
    title: str
    says: str
    steps: str = ""
    used: str = ""
    costs: str = ""
    live: tuple[tuple[str, str], ...] = ()
    models: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def paragraphs(self) -> list[str]:
        """Return what it says, a paragraph each."""
        return [" ".join(part.split()) for part in self.says.strip().split("\n\n")]

    def named(self) -> list[tuple[str, str]]:
        """Return the items of its list: a name and what it means."""
        items = re.split(r"\n(?=\S)", dedent(self.steps).strip()) if self.steps else []
        return [(name.strip(), " ".join(text.split())) for name, _, text in (item.partition(" | ") for item in items)]


TOPICS = (
    Topic(
        id="training",
        title="How a network is trained",
        says="""
            A network is a long sum with bends in it. Numbers go in, are multiplied by weights, added up and
            bent, layer after layer, and an answer comes out. To train it means to find weights for which the
            answers are right. Nobody knows how to write those weights down, so one starts with random ones and
            corrects them, a little at a time:
            """,
        steps="""
            Forward | Some rows go through the network, and it answers.
            Loss | One number says how wrong the answers are.
            Backward | The chain rule, from the last layer to the first: how much would the loss change with
              each weight?
            Update | Every weight takes a small step in the direction in which the loss falls.
            Repeat | With the next rows, thousands of times, until the loss on rows kept back falls no further.
            """,
        used="""
            Every deep network is trained like this, from a digit reader to a language model. What differs is
            how the layers are wired, which is what the next four topics are about.
            """,
        costs="""
            Each round costs about three times as much as an answer, and there are many rounds. One also has to
            choose how long a step is: too long and the loss flies off, too short and it takes for ever.
            """,
        live=(
            ("#/learn", "Take these five steps by hand on a small network, with every number in sight."),
            ("#/race", "Watch a network and an ELM learn from the same rows against one clock."),
        ),
        sources=("rosenblatt", "robbins", "rumelhart", "adam"),
    ),
    Topic(
        id="cnn",
        title="CNN: a network that looks",
        says="""
            A cat is a cat wherever it sits in the photo. A convolutional network has that built in. Its units
            look through a small window, say three by three pixels, and the same weights slide over the whole
            picture. One such filter learns to see an edge, another a colour; the next layer looks at what the
            first one saw and finds corners and textures; later ones find eyes and wheels.

            Because the weights are shared, there are few of them, and what was learned in one corner of the
            picture is known in all the others.
            """,
        used="""
            Photos, X-rays, satellite images, inspection in a factory; sound, when it is drawn as a picture.
            """,
        costs="""
            Few weights, many multiplications: each weight is used at every place. This is what graphics cards
            are good at. On a processor the small ones here still train in minutes.
            """,
        live=(
            ("#/models/cnn-mnist", "Draw a digit, and see what each layer sees of it."),
            ("#/models/detector-nanodet", "Find the things on a photo of your own."),
            ("#/race", "Train a CNN here, on the digits, beside six other ways to learn."),
        ),
        models=("cnn-mnist", "cnn-cifar10"),
        sources=("fukushima", "lecun", "krizhevsky"),
    ),
    Topic(
        id="rnn",
        title="RNN and LSTM: a network that remembers",
        says="""
            A sentence, a heart beat and the demand for electricity come one value after the other, and the
            order matters. A recurrent network reads them in turn and carries a note of what it has read: its
            state. At each step the state is made from the new value and the old state, with the same weights
            every time.

            In training, the blame for a mistake has to travel back through all those steps. It is multiplied at
            each, and after some dozens hardly anything is left: the gradient vanishes, and the network forgets
            what was long ago. The LSTM mends that with a lane on which the state passes almost untouched, and
            gates that learn when to write on it, when to wipe it and when to read it.
            """,
        used="""
            Forecasts, signals from machines and bodies, handwriting. For language it has given way to the
            Transformer, which need not read word by word.
            """,
        costs="""
            Steps must wait for each other, so more processors help little. Small ones are cheap.
            """,
        live=(
            ("#/models/lstm-ecg", "Let an LSTM judge heart beats, and see which part it looked at."),
            ("#/models/lstm-demand", "Forecast the demand for electricity, with a band for how sure it is."),
            ("#/learn/architectures", "Ask a plain RNN and an LSTM to remember, and see the gradient vanish."),
        ),
        models=("lstm-ecg", "lstm-demand"),
        sources=("elman", "bengio", "lstm"),
    ),
    Topic(
        id="transformer",
        title="Transformer: every word looks at every other",
        says="""
            To know what "it" means, a reader looks back at the words before. A Transformer does just that. Each
            word asks a question, each word offers an answer, and how well they match decides how much of it is
            taken over. This is attention. It is done for all words at once, several times side by side, layer
            upon layer.

            Nothing has to be carried along step by step, so a word can reach another one far away at once, and
            all the work can be done at the same time. Cut a picture into tiles and call them words, and the
            same network sees.
            """,
        used="""
            Translation, search, chat, program code; pictures and proteins too. The large language models are
            Transformers that were trained to guess the next piece of a text.
            """,
        costs="""
            Twice as many words are four times as many looks. Large ones are trained on thousands of graphics
            cards; the ones here are small, and say so.
            """,
        live=(
            ("#/models/transformer-translate", "Translate a sentence, and see which word looked at which."),
            ("#/models/transformer-sentiment", "Let one judge a film review, word by word."),
            ("#/models/embed-text", "Turn sentences into numbers that are near when the meaning is."),
            ("#/models/vit-fashion", "The same network for pictures."),
        ),
        models=("transformer-translate", "transformer-sentiment", "vit-fashion"),
        sources=("bahdanau", "vaswani", "vit"),
    ),
    Topic(
        id="gan",
        title="GAN: a forger and an expert",
        says="""
            Two networks play against each other. One makes pictures out of random numbers; the other is shown
            real ones and made-up ones, and has to tell which is which. The expert learns from its mistakes, and
            the forger learns from the expert: it is told in which direction to change a picture for it to pass.
            In the end the pictures look real, and none of them ever was.

            The game is hard to keep in balance. When the expert is too good, the forger learns nothing; when
            the forger finds one picture that always passes, it makes no other.
            """,
        used="""
            Making and repairing pictures, and data for training where real data may not be shared. For pictures
            from a sentence, diffusion models have taken its place.
            """,
        costs="""
            Two networks instead of one, and many attempts, because the loss does not say when it is good.
            """,
        live=(
            ("#/models/gan-fashion", "Have clothes drawn that never were, and blend one into another."),
            ("#/learn/architectures", "Follow both losses and the pictures, from the first epoch to the last."),
        ),
        models=("gan-fashion",),
        sources=("gan",),
    ),
    Topic(
        id="cost",
        title="What it costs",
        says="""
            Training takes one multiplication and one addition for each weight, each example and each pass over
            them, three times over, because of the way back. So a network ten times as large, with ten times as
            many examples, costs a hundred times as much. That is why some trainings take seconds and others
            months.

            GPT-3 took 3.14e23 operations (Brown and others 2020), 14.8 days on 10,000 graphics cards and
            1,287 MWh (Patterson and others 2021). ResNet-50 on the 1.28 million photos of ImageNet took one hour
            on 256 graphics cards (Goyal and others 2017). The models of this site were trained on one core of a
            processor, and the list below says how long that took.

            An answer is cheap: one pass forward. It is asked more often, though, so for a model that many
            people use the answers cost more than the training.
            """,
        live=(
            ("#/race", "Set the size, the cards and their number, and read hours and kilowatt-hours; below the race."),
            ("#/models", "Every model says on what and for how long it was trained."),
        ),
        models=(
            "cnn-mnist",
            "cnn-cifar10",
            "gan-fashion",
            "lstm-demand",
            "lstm-ecg",
            "transformer-sentiment",
            "transformer-translate",
            "vit-fashion",
        ),
        sources=("brown", "patterson", "goyal", "kaplan"),
    ),
    Topic(
        id="elm",
        title="ELM: draw the layer, solve the rest",
        says="""
            An Extreme Learning Machine is a network with one hidden layer whose weights are drawn at random and
            never changed. Only the last layer is learned, and that is a problem with one best solution: least
            squares with a penalty, which is ridge regression. There is no loop, no step length and nothing to
            wait for.

            Why should random units do? Each is a random bend in the data. With enough of them some are useful,
            and the solution finds out which. What a random layer cannot do is learn to see: it has no filters,
            no memory and no attention.
            """,
        steps="""
            Draw | Random weights for as many units as you like.
            Bend | Send every row through them once.
            Solve | One system of equations gives the output weights.
            """,
        used="""
            Tables of numbers and categories; signals and small pictures; a last layer on top of a deep network
            that somebody else has trained.
            """,
        costs="""
            One pass over the rows and one system of equations. In this page, 60,000 images and 1,000 units took
            1.69 s on two cores; a network trained by backpropagation in TensorFlow.js needed 34 times as long
            as the ELM to be as good on the digits.
            """,
        live=(
            ("#/data", "Train one on your own table."),
            ("#/learn", "See it solved in one go, beside a network that learns step by step."),
            ("#/race", "See who is as good, and how much later. Sometimes it is the ELM that never gets there."),
            ("#/learn/papers", "Reproduce what was published."),
        ),
        sources=("huang2004", "huang2006", "hoerl", "mcdonnell"),
    ),
    Topic(
        id="names",
        title="Its other names",
        says="""
            The idea is older than its name, and was found more than once. Who looks for it should know what to
            look for:
            """,
        steps="""
            Perceptron | Rosenblatt's machine of 1958 had fixed random wires in front, and learned the last
              layer only.
            RBF network | Broomhead and Lowe (1988) solved the last layer on top of fixed centres, by least
              squares.
            Network with random weights | Schmidt, Kraaijveld and Duin (1992): random hidden weights, and the
              last layer in closed form.
            RVFL, random vector functional link | Pao, Park and Sobajic (1994): the same, and the inputs go
              straight to the output as well.
            Echo state network | Jaeger (2001): the same for series, with a random recurrent layer.
            ELM | Huang, Zhu and Siew (2004, 2006), under which name it became known.
            Random features, random kitchen sinks | Rahimi and Recht (2007, 2008): the same seen as a short cut
              to a kernel machine.
            """,
        live=(
            ("#/train", 'Under "Kind of model": RVFL, kernel, deep and broad relatives, on your own table.'),
            ("#/learn/lottery", "What the random draw does to a score."),
        ),
        sources=(
            "rosenblatt",
            "broomhead",
            "schmidt",
            "pao",
            "jaeger",
            "huang2004",
            "huang2006",
            "rahimi",
            "kitchen",
            "scardapane",
        ),
    ),
    Topic(
        id="critics",
        title="Its critics, and what is true of it",
        says="""
            Much has been said against ELM, and most of it can be tried here.
            """,
        steps="""
            It is not new, and needed no new name. | Wang and Wan (2008) said so in print, and Huang replied.
              The topic before this one lists the forerunners; ridge regression is from 1970. elmweb keeps the
              name because people look for it.
            A thousand times faster than what? | Than slow opponents, often. Here TensorFlow.js needed 34 times
              as long to be as good on the digits. The race says how many times it is on your table, also when
              it is three.
            It is not the best. | On ten tables with all defaults its mean rank is 2.36, ahead of a random
              forest at 2.99, and it loses on six: on image segments the forest has 0.975 and the ELM 0.954.
            It needs many units, and cannot see. | A random layer is a poor eye. Plain random weights read 94.71
              of 100 handwritten digits with 1,600 units; made from the images, in receptive fields, 97.74. A
              small CNN does better, see its card.
            The result depends on the draw. | It does, the more so the narrower the layer: the lottery shows how
              much, and when it is no matter.
            Random weights of any size will do, it is said. | They will not: their scale has to fit the data (Li
              and Wang 2017). The slider is on the Train page.
            Without a penalty it is unstable. | True of the first recipes. With a penalty, chosen by
              leave-one-out as it is here, it is not.
            """,
        live=(
            ("#/race", "Fast compared with what, and does it get there?"),
            ("#/learn/lottery", "How much is luck?"),
            ("#/learn/papers", "Is what was published true?"),
        ),
        sources=("wang", "reply", "li", "hoerl", "mcdonnell", "delgado"),
    ),
    Topic(
        id="choose",
        title="Which one to take",
        says="""
            No method wins everywhere. What follows is where most people should start; then measure, on rows
            that were kept back.
            """,
        steps="""
            A table, up to some hundred thousand rows | An ELM, a forest and boosting. Take whichever the race
              prefers.
            A table where a weighted sum nearly does | A linear model, or an ELM with direct links (RVFL).
            Photos | A CNN that somebody has trained on millions of them, and an ELM on its output for your own
              classes.
            Texts | A Transformer somebody has trained, and the same on top of it.
            A series | The values a week before, as a baseline; then an ELM on the past values; then an LSTM.
            Only a hundred rows | The simplest model that does it. The rows decide, not the method.
            """,
        live=(
            ("#/race", "Seven methods on one table, one clock."),
            ("#/models/embed-image", "Photos as numbers, for an ELM of your own."),
            ("#/learn/jobs", "Five jobs, with an ELM and a deep model side by side."),
        ),
        sources=("delgado",),
    ),
)
"""In the order in which they are read."""
