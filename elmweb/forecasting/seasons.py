"""The seasons of each step, and the cycles of the calendar that a model is told."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CYCLES", "CYCLE_NAMES", "LAST_YEAR", "SEASONS", "Season"]


@dataclass(frozen=True)
class Season:
    """A pattern that comes again after a fixed number of steps.

    Parameters
    ----------
    period : int
        Steps until it comes again.
    name : str
        What a forecast that repeats it says, such as "Same weekday a week before".
    short : str
        The values it repeats, such as "last week's values".
    """

    period: int
    name: str
    short: str


LAST_WEEK, LAST_YEAR = "last week's values", "last year's values"
SEASONS = {
    "hour": (
        Season(24, "Same hour a day before", "the day before's values"),
        Season(168, "Same hour a week before", LAST_WEEK),
    ),
    "day": (Season(7, "Same weekday a week before", LAST_WEEK), Season(364, "Same weekday a year before", LAST_YEAR)),
    "business day": (
        Season(5, "Same weekday a week before", LAST_WEEK),
        Season(260, "Same weekday a year before", LAST_YEAR),
    ),
    "week": (Season(52, "Same week a year before", LAST_YEAR),),
    "month": (Season(12, "Same month a year before", LAST_YEAR),),
    "quarter": (Season(4, "Same quarter a year before", LAST_YEAR),),
}
# Period in steps, and how many sines and cosines describe it.
CYCLES: dict[str, tuple[tuple[float, int], ...]] = {
    "hour": ((24, 2), (168, 1)),
    "day": ((7, 3), (365.25, 2)),
    "business day": ((5, 2), (260.9, 2)),
    "week": ((52.18, 3),),
    "month": ((12, 3),),
    "quarter": ((4, 2),),
}
CYCLE_NAMES = {
    24: "the hour of the day", 168: "the hour of the week", 7: "the weekday", 5: "the weekday", 12: "the month",
    4: "the quarter",
}  # fmt: skip
