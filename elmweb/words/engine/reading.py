"""How the cells of a column are read, in a few words."""

from __future__ import annotations

_MARKS = {".": "dot", ",": "comma", "'": "apostrophe", "\u2019": "apostrophe", " ": "space"}
_SIGNS = {
    "()": "negatives in brackets",
    "-": "minus sign at the end",
    "+": "plus sign at the end is ignored",
    "k": "k for thousands",
    "K": "K for thousands",
    "M": "M for millions",
    "B": "B for billions",
}
ISO_DATE = "year-month-day"
DATE_PARTS = {
    "%Y": "year",
    "%y": "year",
    "%m": "month",
    "%b": "month",
    "%B": "month",
    "%d": "day",
}
"""What stands for them in a format of dates, as in "day/month/year"."""


def decimal(mark: str) -> str:
    """The decimal mark."""
    return f"decimal {_MARKS[mark]}"


def thousands(mark: str) -> str:
    """What stands between the digits; some kind of space if no other mark."""
    return f"thousands {_MARKS.get(mark, _MARKS[' '])}"


def sign(mark: str) -> str:
    """How else a number is written, such as "()" for negatives or "k" for thousands."""
    return _SIGNS.get(mark, mark)


def with_time(day: str) -> str:
    """The format of a date with a time behind it."""
    return f"{day} and time"


def missing(marks: str) -> str:
    """Which cells count as missing in this column only."""
    return f"missing: {marks}"


def kinds(marks: str) -> str:
    """Which cells are values here, though they count as missing elsewhere."""
    return f"not missing: {marks}"
