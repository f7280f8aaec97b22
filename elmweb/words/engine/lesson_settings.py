"""A network that learns stop by stop: what can be chosen for it, what it learns from, and what goes wrong."""

from __future__ import annotations

from elmweb.formatting import count

OPTIONS = {
    "columns": {"two": "two columns", "all": "all columns"},
    "activation": {"tanh": "tanh", "relu": "ReLU", "logistic": "logistic"},
    "start": {
        "glorot": "Glorot",
        "he": "He",
        "large": "ten times Glorot",
        "small": "a hundredth of Glorot",
        "zeros": "all zero",
    },
    "optimizer": {"sgd": "SGD", "momentum": "SGD with momentum 0.9", "adam": "Adam", "adamw": "AdamW"},
}
"""Settings that are one of a few words, and what the page calls each."""

# A setting that is not allowed, which only an address can ask for

REFUSED = {
    "x": "The first column cannot be used.",
    "y": "The second column cannot be used.",
    "rows": "The number of rows cannot be used.",
    "noise": "The noise cannot be used.",
    "depth": "The depth cannot be used.",
    "width": "The width cannot be used.",
    "rate": "The rate cannot be used.",
    "batch": "The batch cannot be used.",
    "seed": "The seed cannot be used.",
    "elm_width": "The ELM's width cannot be used.",
    "elm_penalty": "The ELM's penalty cannot be used.",
    "elm_scale": "The ELM's scale cannot be used.",
    "elm_seed": "The ELM's seed cannot be used.",
    "columns": "The choice of columns cannot be used.",
    "activation": "The activation cannot be used.",
    "start": "The initial weights cannot be used.",
    "optimizer": "The optimizer cannot be used.",
    "step": "The number of steps cannot be used.",
    "stop": "The stop cannot be used.",
    "at": "The row in the batch cannot be used.",
    "link": "The connection cannot be used.",
    "ask": "The questions cannot be used.",
    "data": "The data cannot be used.",
}
NO_SUCH_DATA = "There are no such data."
NO_SUCH_ROWS = "There are no such rows."
NO_SUCH_GUESS = "There is no such guess."
NOT_IN_LEARN = "The address asks for something that Learn does not have."
A_NUMBER = "a number"
A_WHOLE_NUMBER = "a whole number"
THREE_NUMBERS = "three whole numbers, as 1.0.2"
ZERO_OR_ONE = "0 or 1"


def between(low: str, high: str) -> str:
    """What a setting may be."""
    return f"from {low} to {high}"


# Rows that are made, and points that somebody drew

MADE = {
    "moons": "Two moons",
    "circles": "A disc and a ring",
    "xor": "Four squares",
    "spirals": "Two spirals",
}
MADE_CLASSES = {
    "moons": ("upper", "lower"),
    "circles": ("disc", "ring"),
    "xor": ("same sign", "opposite signs"),
    "spirals": ("first", "second"),
}
CLASS = "class"
"""What is predicted there."""
DRAWN_POINTS = "Drawn points"
TOO_FEW_POINTS = "There are too few points to learn from."
FEWEST_POINTS = "at least 4 points, of 2 classes"
ADD_POINTS = "Press on the empty plane to add a point, then choose the other class and add more."


def points_found(n_points: int, n_classes: int) -> str:
    """How many points there are, and of how many classes."""
    return f"points: {n_points}, classes: {n_classes}"


def none_held_back(number: int) -> str:
    """That all points are learned from; so many would be enough to hold some back."""
    return f"No point is held back: that takes {number}."


# Rows of a table

NO_SURFACE = "There are no two number columns, so there is no surface to show."
ONE_ANSWER = "Learn shows one answer at a time."
ONE_COLUMN = "one column to predict"
CHOOSE_ONE_COLUMN = "Choose one column on the Data page."
CHOOSE_ANOTHER_COLUMN = "Choose another column on the Data page, or a sample."
TWO_COLUMNS = "two number columns whose values differ"
CHOOSE_ALL_COLUMNS = "Choose all columns."
CHOOSE_SAMPLE = "Choose a sample."
CHOOSE_TWO_COLUMNS = "Choose two columns."
ALL_ALIKE = "All rows have the same answer."
TWO_CLASSES = "at least 2 classes"


def input_number(number: int) -> str:
    """The name of an input that is made of a column."""
    return f"input {number}"


def some_rows(number: int) -> str:
    """That not all rows are learned from."""
    return f"{number:,} rows are learned from, so that a step is quick."


def too_many_classes(column: str) -> str:
    """That a column has too many classes."""
    return f'"{column}" has too many classes to be shown here.'


def classes(number: int) -> str:
    """How many classes there are; they are too many."""
    return f"{number:,} classes"


def no_two_columns(table: str) -> str:
    """That a table has too few columns of numbers."""
    return f'"{table}" has no two number columns to learn from.'


def number_columns(number: int) -> str:
    """How many columns of numbers there are."""
    return count(number, "number column")


def too_many_inputs(table: str) -> str:
    """That a table has too many inputs."""
    return f'"{table}" has too many inputs to be followed here.'


def inputs(number: int) -> str:
    """How many inputs there are; they are too many."""
    return f"{number:,} inputs"


# What will happen? A question about the loss on the rows that are learned from

GUESSES = {
    "half": "It falls to less than half",
    "lower": "It falls, but not to half",
    "same": "It stays about the same",
    "higher": "It rises",
    "none": "It is no number any more",
}
"""What may be guessed."""
NO_NUMBER = "no number"


def guessed_right(before: str, after: str, n_steps: int) -> str:
    """That a guess came true, and what the loss was before and after; that may be NO_NUMBER."""
    return f"You were right. The loss went from {before} to {after} in {n_steps:,} steps."


def guessed_wrong(guess: str, happened: str, before: str, after: str, n_steps: int) -> str:
    """That another guess came true; both are keys of GUESSES."""
    said = GUESSES[guess][0].lower() + GUESSES[guess][1:]
    return f"You said: {said}. {GUESSES[happened]}. The loss went from {before} to {after} in {n_steps:,} steps."


# What goes wrong with networks: a name for the button, and what happens and why

TRAPS = {
    "rate": (
        "Rate too high",
        "Each step jumps over the valley that it should walk down, so the loss leaps about and does not settle.",
    ),
    "diverging": (
        "Exploding loss",
        "The same with numbers to predict: each step overshoots by more than the last, until the loss is no number.",
    ),
    "dead": (
        "Dead ReLU",
        "One large step pushes units below zero for every row: they give 0, get no gradient, and never come back.",
    ),
    "saturated": (
        "Saturated tanh",
        (
            "With weights ten times too large nearly every unit stands at -1 or 1, where tanh is flat and hands hardly "
            "any gradient back."
        ),
    ),
    "vanishing": (
        "Vanishing gradient",
        (
            "Each logistic layer passes on a quarter of the gradient at most, so the first of six layers learns next "
            "to nothing."
        ),
    ),
    "overfitting": (
        "Overfitting",
        "A wide network and few noisy rows: it learns them by heart, and the loss on held-back rows rises again.",
    ),
    "zeros": (
        "All weights zero",
        "Every unit gives 0 and hands no gradient back, so no weight ever moves; only the last biases do.",
    ),
}
