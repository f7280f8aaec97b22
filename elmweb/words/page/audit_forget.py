"""Forgetting rows: whose they are, the button, and the receipt."""

from __future__ import annotations

from elmweb.formatting import count

COLUMN = "Column"
VALUE = "Rows with the value"
CANNOT_BE_UNDONE = (
    "This cannot be undone. Later trainings leave these rows out too; to get them back, open the file again and train."
)


def value_with_rows(value: str, n_rows: int) -> str:
    """A value of a column among those to choose from, and how many rows have it."""
    return f"{value} ({count(n_rows, 'row')})"


def forget(n_rows: int) -> str:
    """The button that takes the rows of a value out of the model."""
    return f"Forget {count(n_rows, 'row')}"


def most_frequent(n_shown: int, n_values: int) -> str:
    """That only some of a column's values can be chosen."""
    return f"The {n_shown:,} most frequent of {n_values:,} values can be chosen."


# The receipt

WHAT_REMAINS = "What remains of them:"
SAVE_RECEIPT = "Save the receipt, JSON"
MODELS = {
    "model that is kept": "The model that is kept",
    "model that was judged": "The model that was judged",
}
"""The models that have forgotten, by what they are called in the receipt."""


def forgotten(n_rows: int, column: str, value: str) -> str:
    """The head of the receipt: how many rows were forgotten, and which."""
    return f"{count(n_rows, 'row')} forgotten: {column} {value}."


def compared(
    model: str, n_before: int, n_after: int, difference: str, *, is_bit_equal: bool, is_by_subtraction: bool
) -> str:
    """How a model that has forgotten compares with one that was trained without the rows, which may have replaced it.

    The difference is a share of the spread of the outputs, and is said only of models that are not equal.
    """
    if is_bit_equal:
        same = "bit for bit the same as a model trained anew without them"
    else:
        same = f"outputs differ by at most {difference} of their spread from a model trained anew without them"
    instead = "" if is_by_subtraction else "; the one trained anew took its place"
    return f"{model}, {n_before:,} rows before and {n_after:,} after: {same}{instead}."


def fingerprints(before: str, after: str) -> str:
    """The first digits of the hash of a model before and after it has forgotten."""
    return f"{before} before<br>{after} after"
