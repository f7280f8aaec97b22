"""What training says: its progress, its estimates and why it cannot be done."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count

# Progress

TRAIN_AGAIN = "Train again."
STOPPED_BEFORE_SCORE = "Training was stopped before the first setting was scored."
STOPPED_BEFORE_WHOLE = "Training was stopped before the model was whole."
COMPARING_READINGS = "Comparing words and meaning"


def fitting_best(n_rows: int, percent: str) -> str:
    """The last step: the setting that was chosen learns from more rows."""
    return f"Fitting the best setting on {n_rows:,} rows, {percent} %"


def random_layer(number: int, n_layers: int, what: str) -> str:
    """Which of several random layers is tried, and what is being done with it."""
    return f"Random layer {number} of {n_layers}: {what}"


def best_number(width: int, alpha: str) -> str:
    """What follows the best score so far, which is an R2: its unit, and which setting it is of."""
    return f"R2, best so far: width {width}, alpha {alpha}"


def best_kind(width: int, alpha: str) -> str:
    """The same where the score is the share of right answers in percent."""
    return f"% right, best so far: width {width}, alpha {alpha}"


def learning_from_all(n_rows: int) -> str:
    """After the test: the model to keep learns once more."""
    return f"Learning from all {count(n_rows, 'row')}"


def peer_learning(name: str, n_rows: int) -> str:
    """A model of scikit-learn is trained."""
    return f"{name}: learning from {count(n_rows, 'row')}"


def peer_off(name: str, part: int, n_parts: int) -> str:
    """Its errors are measured on parts of the rows that were left out, for the range beside a prediction."""
    return f"{name}: how far off it is, part {part} of {n_parts}"


# Estimates


def peer_cost(about: str, memory: str) -> str:
    """How long a model of scikit-learn takes and how much memory."""
    return f"{about}, {memory} of memory. scikit-learn trains it, with its defaults."


# The score while settings are moved

_NEVER_SAW = {
    "row": "it",
    "row with its copies": "it or its copies",
    "tenth of the rows in time": "its tenth of the rows in time",
}
"""What a model never saw, by what is left out at a time; the rest are names of columns, in quotes."""


def r2_on(score: str, n_rows: int, left_out: str) -> str:
    """The score of a model of numbers, on rows that were left out."""
    never_saw = _NEVER_SAW.get(left_out, f"its {left_out}")
    return f"R2 {score} on {n_rows:,} training rows, each predicted by a model that never saw {never_saw}."


def right_on(percent: str, n_rows: int, left_out: str) -> str:
    """The score of a model of kinds, on rows that were left out."""
    never_saw = _NEVER_SAW.get(left_out, f"its {left_out}")
    return f"{percent} % right on {n_rows:,} training rows, each predicted by a model that never saw {never_saw}."


# A column of texts, which is read by its words or by its meaning

_BY_R2 = {
    "meaning": (
        "{} is read by its meaning: of {:,} rows, each predicted without itself, R2 is {}, against {} by its words."
    ),
    "words": (
        "{} is read by its words: of {:,} rows, each predicted without itself, R2 is {}, against {} by its meaning."
    ),
}
_BY_SHARE = {
    "meaning": (
        "{} is read by its meaning: of {:,} rows, each predicted without itself, {} % are right, "
        "against {} % by its words."
    ),
    "words": (
        "{} is read by its words: of {:,} rows, each predicted without itself, {} % are right, "
        "against {} % by its meaning."
    ),
}


def read_by(reading: str, column: str, n_rows: int, ours: str, theirs: str) -> str:
    """How a column is read, "words" or "meaning", and the share of right answers by either, in percent."""
    return _BY_SHARE[reading].format(column, n_rows, ours, theirs)


def read_by_r2(reading: str, column: str, n_rows: int, ours: str, theirs: str) -> str:
    """The same where numbers are predicted."""
    return _BY_R2[reading].format(column, n_rows, ours, theirs)


# Settings

NUMBER_OR_NOTHING = "a number of 0 or more, or nothing"
ABOVE_ZERO = "a number above 0, at most 100"
TABLE_TOO_LARGE = "This table does not fit into memory once its columns are numbers."
LEAVE_OUT_COLUMNS = "Leave some columns out."
USE_FEWER_ROWS = "Use fewer rows."


def one_of(names: Sequence[str]) -> str:
    """A rule: what there is to choose from."""
    return f"one of {', '.join(names)}"


def whole_number(lowest: int, highest: int) -> str:
    """A rule: a whole number between two."""
    return f"a whole number from {lowest:,} to {highest:,}"


def whole_or_nothing(lowest: int, highest: int) -> str:
    """A rule: the same, or it is chosen."""
    return f"a whole number from {lowest:,} to {highest:,}, or nothing"


def no_setting(name: str) -> str:
    """That there is no such setting."""
    return f'There is no setting "{name}".'


def setting_cannot_be(name: str, value: str) -> str:
    """That a setting has a value that is not allowed."""
    return f'The setting "{name}" cannot be {value}.'


def not_in_integers(activation: str) -> str:
    """That an activation function cannot be computed in whole numbers."""
    return f'The activation "{activation}" is not available in integer arithmetic.'


def layer_too_large(width: int) -> str:
    """That a layer needs more memory than there is."""
    return f"A layer of {width:,} units does not fit into memory."


def most_units(number: int, n_rows: int, n_inputs: int) -> str:
    """A rule: how many units fit."""
    return f"at most {number:,} units for {n_rows:,} rows and {n_inputs:,} inputs"


def units_take(width: int, size: str) -> str:
    """How much memory they need."""
    return f"{width:,} units, {size}"


def set_width(number: int) -> str:
    """What to do about it."""
    return f"Set the width to {number:,} or less."


def at_most(size: str) -> str:
    """A rule: how much memory there is."""
    return f"at most {size}"


def table_takes(size: str, n_rows: int, n_inputs: int) -> str:
    """How much memory a table needs."""
    return f"{size} for {n_rows:,} rows and {n_inputs:,} inputs"
