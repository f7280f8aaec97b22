"""The cards of the chapter "Reproduce a paper": what was published where, and how it is done again."""

from __future__ import annotations

_MCDONNELL = (
    "M. D. McDonnell, M. D. Tissera, T. Vladusich, A. van Schaik and J. Tapson, 2015: Fast, simple and accurate "
    "handwritten digit classification by training shallow neural network classifiers with the 'extreme learning "
    "machine' algorithm. PLOS ONE 10(8), e0134254"
)
_HUANG = (
    "G.-B. Huang, Q.-Y. Zhu and C.-K. Siew, 2006: Extreme learning machine: theory and applications. Neurocomputing "
    "70, 489 to 501"
)
_UNCHECKED = (
    "These numbers of the paper's tables are quoted from memory and were not checked against the print; its abstract, "
    "which was, says that an ELM learns thousands of times faster than what was usual."
)
_PENALTY = (
    "Ridge penalty 1. The authors use 10⁻⁸, for which 32-bit sums are too coarse; with 1,600 units, all "
    "images and seed 0 that gives 97.74 %, and 1 gives 97.71 %"
)

TITLES = {
    "digits": "Handwritten digits with one random layer",
    "weights": "Plain against receptive-field weights",
    "network": "The same digits by a network that learns its layers",
    "sinc": "A noisy curve, sin(x) / x",
    "pima": "Who has diabetes?",
    "tables": "Five of this project's ten tables",
}
SOURCES = {
    "digits": _MCDONNELL,
    "weights": _MCDONNELL,
    "network": (
        "Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, 1998: Gradient-based learning applied to document "
        "recognition. Proceedings of the IEEE 86(11), 2278 to 2324"
    ),
    "sinc": _HUANG,
    "pima": _HUANG,
    "tables": "elmweb, benchmarks in the documentation: ten tables, all methods with their defaults",
}
"""Authors, year, title and place; the full stop follows."""

PUBLISHED = {
    "digits": (
        "About 97.7 % of the 10,000 test digits right with 1,600 units, in about 15 seconds on a computer with "
        "four cores; 98.8 to 99.0 % with 8,000, in 3 to 4 minutes (the head of the authors' code for one layer, "
        "January 2015). For 4,000 units the code names no number."
    ),
    "weights": (
        "Random patches of the image, and weights made from the images, make an ELM markedly better than plain random "
        "weights; the abstract calls this its main innovation. How much better depends on the width."
    ),
    "network": (
        "LeNet-5 reads 99.05 % of the 10,000 test digits right, trained by backpropagation on all 60,000 images "
        "as they are."
    ),
    "sinc": (
        "Root mean square error 0.0097 (standard deviation 0.0028 over 50 trials) in 0.125 s; backpropagation "
        f"0.0159 in 21 s, support vector regression 0.0130 in 1,273 s. {_UNCHECKED}"
    ),
    "pima": (
        "77.57 % of the rows kept back right (standard deviation 2.85 over 50 trials) in 0.012 s; support vectors "
        f"77.31 % in 0.19 s, backpropagation 74.73 % in 3.0 s. {_UNCHECKED}"
    ),
    "tables": (
        "elmweb's ELM has mean rank 2.36 of six methods on ten tables, ahead of random forest (2.99) and support "
        "vectors (3.29). The page carries five of the ten; on four of these another method is ahead."
    ),
}
RECIPES = {
    "digits": (
        "MNIST, pixels from 0 to 1: the first training images, and all 10,000 test images",
        "Each sigmoid unit sees a random rectangle of the image, at least 10 pixels large and 3 from the border",
        "Its weights are a sum of one digit's images with random signs, scaled to norm 2",
        _PENALTY,
    ),
    "weights": (
        "Two ELMs of 1,600 sigmoid units each, on the same images, with the same seed",
        "Plain: weights and biases uniform between -1 and 1",
        "Receptive fields: as in the card above",
        _PENALTY,
    ),
    "network": (
        "Smaller: convolutions of 3 by 3 with 8 and 16 filters, rectifiers, max pooling, 64 units; 52,138 weights",
        "Adam, batches of 128, five epochs at rates from 0.002 to 0.0002; pixels from 0 to 1, none moved or bent",
        "Every epoch goes forward and backward and updates all weights 469 times when all images are learned from",
    ),
    "sinc": (
        "5,000 points between -10 and 10, with uniform noise of up to 0.2; tested on 5,000 others without noise",
        "20 sigmoid units, weights uniform from -1 to 1, biases from 0 to 1; least squares, no penalty",
        "50 trials, each with new points and new weights",
    ),
    "pima": (
        "768 women of Pima heritage, eight readings each, scaled to 0 to 1; 576 to learn from, 192 kept back",
        "20 sigmoid units as for the curve; the sign of the output is the answer",
        "50 trials, each with another split and new weights",
    ),
    "tables": (
        "ELM with its defaults, columns to unit variance",
        "Five random splits of 70 and 30 %, stratified for classes, with the seeds of the benchmark",
    ),
}
"""How each is done here, one fact each; the full stop follows."""

BUTTONS = {
    "digits": ("Train on the digits", "Train on the digits again"),
    "weights": ("Train both", "Train both again"),
    "network": ("Train the network", "Train the network again"),
    "sinc": ("Run 50 trials", "Run 50 trials again"),
    "pima": ("Run 50 trials", "Run 50 trials again"),
    "tables": ("Fit five tables", "Fit five tables again"),
}
"""What the button of each says before there is a result, and after."""

IMAGES = {
    10_000: "10,000 images, 3.3 MB to fetch",
    20_000: "20,000 images, 4.9 MB",
    60_000: "all 60,000 images, 11.5 MB",
}
UNITS = {1_600: "1,600 units", 4_000: "4,000 units"}

TABLES = {
    "iris": "Iris",
    "wine": "Wine",
    "breast-cancer": "Breast cancer",
    "digits": "Digits",
    "diabetes": "Diabetes, R2",
}
_METHODS = {
    "several": "three of them",
    "svm": "SVM",
    "linear": "logistic regression",
    "ridge": "ridge regression",
}


def best_of_others(score: str, method: str) -> str:
    """In the last column: the best score of the other five methods, and whose it is."""
    return f"{score}, {_METHODS[method]}"
