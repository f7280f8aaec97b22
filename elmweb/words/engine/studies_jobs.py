"""What the chapter of jobs says while it works, and the names of its models."""

from __future__ import annotations

from collections.abc import Sequence

ASKING_BOTH = "Asking both"
ASKING_LSTM = "Asking the LSTM"
ASKING_TRANSFORMER = "Asking the Transformer"
LIKES = "likes it"
"""What it answers of a review that likes the film, by the name in its card."""
LOADING_BEATS = "Loading the beats"
LOADING_CELLS = "Loading the cells"
LOADING_COUNTS = "Loading the counts"
LOADING_LSTM = "Loading the LSTM"
LOADING_MOLECULES = "Loading the molecules"
LOADING_SNIPPETS = "Loading the snippets"
LOADING_TABLE = "Loading the table"
JUDGING_CNN = "Judging the CNN"
JUDGING_ELM = "Judging the ELM"
JUDGING_LOGISTIC = "Judging logistic regression"
JUDGING_NETWORK = "Judging the network"
READING_IMAGES = "Reading the images"
READING_TEXT = "Reading your text"
TRAINING_CNN = "Training the CNN"
TRAINING_ELM = "Training the ELM"
TRAINING_LINEAR = "Training the linear model"
TRAINING_LOGISTIC = "Training logistic regression"
TRAINING_NETWORK = "Training the network"

TEN_TIMES = {
    "elm": "Training the ELM on nine tenths, ten times",
    "linear": "Training logistic regression on nine tenths, ten times",
    "mlp": "Training the network on nine tenths, ten times",
}


def sentences_read(number: int, n_all: int) -> str:
    """How many sentences have been read by the model that makes numbers of them."""
    return f"Turning sentences into numbers, {number:,} of {n_all:,}"


# The models, in the tables of their scores; a name ends at its first comma, where only it is shown

LAST_WEEK = "The same hour last week"
LOGISTIC_REGRESSION = "Logistic regression"
LSTM = "LSTM, from Models"
RIDGE_REGRESSION = "Ridge regression"
TRANSFORMER = "Transformer, from Models"


def elm(n_units: int) -> str:
    """The ELM."""
    return f"ELM, {n_units:,} units"


def elm_of_parts(n_units: int) -> str:
    """The ELM whose units each look at a part of an image."""
    return f"ELM, {n_units:,} units that look at parts"


def network(widths: Sequence[int]) -> str:
    """The network of one or two hidden layers."""
    return f"MLP, {' and '.join(map(str, widths))} units"


def cnn(filters: Sequence[int]) -> str:
    """The CNN of two layers of filters."""
    return f"CNN, {' and '.join(map(str, filters))} filters"


# What cannot be done

NO_ELM = "There is no ELM yet."
PRESS_TRAIN = "Press Train first."
NO_FILE = "No file was brought."
A_MEDMNIST_FILE = "a MedMNIST file, .npz"
THE_FILE = "the file"
"""For a file without a name."""
