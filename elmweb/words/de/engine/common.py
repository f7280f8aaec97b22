"""What the engine says in more than one room: the rules that a setting or a text broke, and what was found instead."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

AT_LEAST_ONE_WORD = "mindestens ein Wort"
NOTHING = "nichts"
NOTHING_WRITTEN = "Noch ist nichts geschrieben."
TEXT_TOO_LONG = "Der Text ist zu lang."
TASKS = {
    "binary": "zwei mögliche Antworten",
    "multiclass": "mehrere mögliche Antworten",
    "regression": "eine Zahl",
    "multilabel": "mehrmals ja oder nein",
}
"""What is predicted, by the kind of task."""


def one_of(values: Sequence[str]) -> str:
    """What something may be: one of a few values, which are names for programs."""
    return f"eines von {', '.join(values)}"


def setting_cannot_be(name: str, value: str) -> str:
    """That a setting is not allowed; both are as a program writes them."""
    return f"Die Einstellung „{name}“ kann nicht {value} sein."


def whole_number(low: int, high: int) -> str:
    """What a setting may be: a whole number of a range."""
    return f"eine ganze Zahl von {_deutsch.whole(low)} bis {_deutsch.whole(high)}"


def at_most_letters(number: int) -> str:
    """How long a text may be."""
    return f"höchstens {letters(number)}"


def letters(number: int) -> str:
    """How long a text is; it is too long, so there are many."""
    return _deutsch.number_of(number, "Zeichen", "Zeichen")


def at_most(number: int) -> str:
    """How many there may be of something."""
    return f"höchstens {_deutsch.whole(number)}"
