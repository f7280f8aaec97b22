"""Forgetting rows: whose they are, the button, and the receipt."""

from __future__ import annotations

from elmweb.words.de import _deutsch

COLUMN = "Spalte"
VALUE = "Zeilen mit dem Wert"
CANNOT_BE_UNDONE = (
    "Das lässt sich nicht rückgängig machen. Auch spätere Trainings lassen diese Zeilen weg. Um sie zurückzubekommen, "
    "die Datei neu öffnen und trainieren."
)


def value_with_rows(value: str, n_rows: int) -> str:
    """A value of a column among those to choose from, and how many rows have it."""
    return f"{value} ({_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')})"


def forget(n_rows: int) -> str:
    """The button that takes the rows of a value out of the model."""
    return f"{_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} vergessen"


def most_frequent(n_shown: int, n_values: int) -> str:
    """That only some of a column's values can be chosen."""
    return f"Zur Wahl stehen die {_deutsch.whole(n_shown)} häufigsten von {_deutsch.whole(n_values)} Werten."


# The receipt

WHAT_REMAINS = "Was von ihnen bleibt:"
SAVE_RECEIPT = "Beleg speichern, JSON"
MODELS = {
    "model that is kept": "Das Modell, das behalten wird",
    "model that was judged": "Das Modell, das bewertet wurde",
}
"""The models that have forgotten, by what they are called in the receipt."""


def forgotten(n_rows: int, column: str, value: str) -> str:
    """The head of the receipt: how many rows were forgotten, and which."""
    return f"{_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} vergessen: {column} {value}."


def compared(
    model: str, n_before: int, n_after: int, difference: str, *, is_bit_equal: bool, is_by_subtraction: bool
) -> str:
    """How a model that has forgotten compares with one that was trained without the rows, which may have replaced it.

    The difference is a share of the spread of the outputs, and is said only of models that are not equal.
    """
    if is_bit_equal:
        same = "Bit für Bit gleich einem Modell, das ohne sie neu trainiert wurde"
    else:
        same = (
            f"Die Ausgaben weichen um höchstens {difference} ihrer Streuung von denen eines Modells ab, das ohne sie "
            "neu trainiert wurde"
        )
    instead = "" if is_by_subtraction else "; das neu trainierte ist an seine Stelle getreten"
    rows = f"{_deutsch.number_of(n_before, 'Zeile', 'Zeilen')} vorher, {_deutsch.whole(n_after)} nachher"
    return f"{model} ({rows}): {same}{instead}."


def fingerprints(before: str, after: str) -> str:
    """The first digits of the hash of a model before and after it has forgotten."""
    return f"{before} vorher<br>{after} nachher"
