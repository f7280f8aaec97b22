"""The form that predicts while it is changed."""

from __future__ import annotations

TITLE = "Try it"
NONE = "none"
"""When none of several labels is predicted."""
AFTER_LEARNING = "A prediction stands here once the model has learned from all rows."
OWN_ESTIMATE = "The percentage is the model's own estimate."
OTHERS_HELD = "The other columns are held at a typical value."


def others(number: int) -> str:
    """The card with the fields of less telling columns."""
    return f"Other columns ({number:,})"


def more_held(number: int) -> str:
    """Below those fields: how many columns have none."""
    if number == 1:
        return "1 more column is held at a typical value."
    return f"{number:,} more columns are held at a typical value."


def interval(low: str, high: str) -> str:
    """Beside a predicted number: between which it is nine times in ten."""
    return f"{low} to {high} in 9 of 10 cases"


def said_from(positive: str, percent: str) -> str:
    """That another probability than one half decides, as was chosen."""
    return f"{positive} is said from {percent} % up."
