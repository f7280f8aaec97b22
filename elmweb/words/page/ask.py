"""The question to an open table: what to predict."""

from __future__ import annotations

WHAT = "What should it predict?"
WHICH = "Which columns should it predict?"
KIND = "Kind of answer"
COUNTING = "Counting the answers."
FORECAST = 'This table has dates: <a href="#/train/forecast">forecast what comes next</a>.'
PRESS_EACH = "Press each column you want; press it again to leave it out."
ONE = "Predict one column"
SEVERAL = "Predict several columns at once"


def spread(column: str) -> str:
    """The chart of a numeric column, for those who do not see it."""
    return f"Chart. How {column} is spread."


def not_drawn(number: int) -> str:
    """Below the bars of the most frequent answers: how many answers have none."""
    return "1 more answer is not drawn." if number == 1 else f"{number:,} more answers are not drawn."
