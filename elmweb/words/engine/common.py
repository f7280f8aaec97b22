"""What the engine says in more than one room: the rules that a setting or a text broke, and what was found instead."""

from __future__ import annotations

from collections.abc import Sequence

AT_LEAST_ONE_WORD = "at least one word"
NOTHING = "nothing"
NOTHING_WRITTEN = "Nothing is written yet."
TEXT_TOO_LONG = "The text is too long."
TASKS = {
    "binary": "two possible answers",
    "multiclass": "several possible answers",
    "regression": "a number",
    "multilabel": "several yes or no",
}
"""What is predicted, by the kind of task."""


def one_of(values: Sequence[str]) -> str:
    """What something may be: one of a few values, which are names for programs."""
    return f"one of {', '.join(values)}"


def setting_cannot_be(name: str, value: str) -> str:
    """That a setting is not allowed; both are as a program writes them."""
    return f'The setting "{name}" cannot be {value}.'


def whole_number(low: int, high: int) -> str:
    """What a setting may be: a whole number of a range."""
    return f"a whole number from {low:,} to {high:,}"


def at_most_letters(number: int) -> str:
    """How long a text may be."""
    return f"at most {number:,} characters"


def letters(number: int) -> str:
    """How long a text is; it is too long, so there are many."""
    return f"{number:,} characters"


def at_most(number: int) -> str:
    """How many there may be of something."""
    return f"at most {number:,}"
