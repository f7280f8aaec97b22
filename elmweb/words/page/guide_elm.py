"""The topics of the guide about ELM."""

from __future__ import annotations

from typing import Any

TOPICS: dict[str, dict[str, Any]] = {
    "elm": {
        "title": "ELM: draw the layer, solve the rest",
        "says": (
            (
                "An Extreme Learning Machine is a network with one hidden layer whose weights are drawn at random and "
                "never changed. Only the last layer is learned, and that is a problem with one best solution: least "
                "squares with a penalty, which is ridge regression. There is no loop, no learning rate and nothing to "
                "wait for."
            ),
            (
                "Why should random units be enough? Each is a random bend in the data. With enough of them some are "
                "useful, and the solution finds out which. What a random layer cannot do is learn to see: it has no "
                "filters, no memory and no attention."
            ),
        ),
        "steps": (
            ("Draw", "Random weights for as many units as you like."),
            ("Bend", "Send every row through them once."),
            ("Solve", "One system of equations gives the output weights."),
        ),
        "used": (
            "Tables of numbers and categories; signals and small pictures; a last layer on top of a deep network that "
            "somebody else has trained."
        ),
        "costs": (
            "One pass over the rows and one system of equations. On this page, 60,000 images and 1,000 units took 1.69 "
            "s on two cores; a network trained by backpropagation in TensorFlow.js needed 34 times as long as the ELM "
            "to be as good on the digits."
        ),
        "see": {
            "#/data": "Train one on your own table.",
            "#/learn": "See it solved in one go, beside a network that learns step by step.",
            "#/race": (
                "See which methods get as good, and how much later. Sometimes it is the ELM that never gets there."
            ),
            "#/learn/papers": "Reproduce what was published.",
        },
    },
    "names": {
        "title": "Its other names",
        "says": (
            (
                "The idea is older than its name, and was found more than once. If you look for it, these are the "
                "names to look for:"
            ),
        ),
        "steps": (
            (
                "Perceptron",
                "Rosenblatt's machine of 1958 had fixed random wiring in front, and learned only the last layer.",
            ),
            (
                "RBF network",
                "Broomhead and Lowe (1988) solved the last layer on top of fixed centres, by least squares.",
            ),
            (
                "Network with random weights",
                "Schmidt, Kraaijveld and Duin (1992): random hidden weights, and the last layer in closed form.",
            ),
            (
                "RVFL, random vector functional link",
                "Pao, Park and Sobajic (1994): the same, with the inputs going straight to the output as well.",
            ),
            ("Echo state network", "Jaeger (2001): the same for time series, with a random recurrent layer."),
            ("ELM", "Huang, Zhu and Siew (2004, 2006): the name under which it became known."),
            (
                "Random features, random kitchen sinks",
                "Rahimi and Recht (2007, 2008): the same, seen as a shortcut to a kernel machine.",
            ),
        ),
        "see": {
            "#/train": 'Under "Kind of model": RVFL, kernel, deep and broad relatives, on your own table.',
            "#/learn/lottery": "What the random draw does to a score.",
        },
    },
    "critics": {
        "title": "Its critics, and where they are right",
        "says": ("Much has been said against ELM, and most of it can be tried here.",),
        "steps": (
            (
                "It is not new, and needed no new name.",
                (
                    "Wang and Wan (2008) said so in print, and Huang replied. The topic before this one lists the "
                    "forerunners; ridge regression is from 1970. elmweb keeps the name because people look for it."
                ),
            ),
            (
                "A thousand times faster than what?",
                (
                    "Than slow opponents, often. Here TensorFlow.js needed 34 times as long to be as good on the "
                    "digits. The race shows how many times it is on your table, even when it is three."
                ),
            ),
            (
                "It is not the best.",
                (
                    "On ten tables with all defaults its mean rank is 2.36, ahead of a random forest at 2.99, and it "
                    "loses on six: on image segments the forest has 0.975 and the ELM 0.954."
                ),
            ),
            (
                "It needs many units, and cannot see.",
                (
                    "A random layer is a poor eye. With plain random weights, 1,600 units read 94.71 % of handwritten "
                    "digits; with weights made from the images, in receptive fields, 97.74 %. A small CNN does better: "
                    "see its card."
                ),
            ),
            (
                "The result depends on the draw.",
                (
                    "It does, and the narrower the layer, the more: the lottery shows how much, and when it does not "
                    "matter."
                ),
            ),
            (
                "Random weights of any size will do, it is said.",
                "They will not: their scale has to fit the data (Li and Wang 2017). The slider is on the Train page.",
            ),
            (
                "Without a penalty it is unstable.",
                (
                    "True of the first recipes, which had none. Here the penalty is chosen by leave-one-out, and the "
                    "lottery measures how much another draw still changes."
                ),
            ),
        ),
        "see": {
            "#/race": "Fast compared with what, and does it get there?",
            "#/learn/lottery": "How much is luck?",
            "#/learn/papers": "Is what was published true?",
        },
    },
    "choose": {
        "title": "Which one to choose",
        "says": (
            (
                "No method wins everywhere. This is where most people should start; then measure, on rows that were "
                "kept back."
            ),
        ),
        "steps": (
            (
                "A table of up to a few hundred thousand rows",
                "An ELM, a random forest and gradient boosting. Take whichever wins the race.",
            ),
            ("A table where a weighted sum is nearly enough", "A linear model, or an ELM with direct links (RVFL)."),
            (
                "Photos",
                "A CNN that somebody has trained on millions of them, and an ELM on its output for your own classes.",
            ),
            ("Texts", "A Transformer that somebody has trained, and an ELM on its output."),
            (
                "A time series",
                "The values of a week before, as a baseline; then an ELM on the past values; then an LSTM.",
            ),
            ("Only a hundred rows", "The simplest model that does the job. The rows decide, not the method."),
        ),
        "see": {
            "#/race": "Six methods on one table, seven on images, one clock.",
            "#/models/embed-image": "Photos as numbers, for an ELM of your own.",
            "#/learn/jobs": "Five jobs, with an ELM and a deep model side by side.",
        },
    },
}
"""For each its title, paragraphs, names and what they mean, where it is used, what it costs, and what shows it."""
