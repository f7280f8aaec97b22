"""How the cells of a column are read, in a few words."""

from __future__ import annotations

_DECIMALS = {".": "Dezimalpunkt", ",": "Dezimalkomma"}
_MARKS = {".": "Punkt", ",": "Komma", "'": "Apostroph", "\u2019": "Apostroph", " ": "Leerzeichen"}
_SIGNS = {
    "()": "negative Zahlen in Klammern",
    "-": "Minus hinter der Zahl",
    "+": "Plus hinter der Zahl wird weggelassen",
    "k": "k für Tausend",
    "K": "K für Tausend",
    "M": "M für Millionen",
    "B": "B für Milliarden",
}
ISO_DATE = "Jahr-Monat-Tag"
DATE_PARTS = {
    "%Y": "Jahr",
    "%y": "Jahr",
    "%m": "Monat",
    "%b": "Monat",
    "%B": "Monat",
    "%d": "Tag",
}
"""What stands for them in a format of dates, as in "day/month/year"."""


def decimal(mark: str) -> str:
    """The decimal mark."""
    return _DECIMALS[mark]


def thousands(mark: str) -> str:
    """What stands between the digits; some kind of space if no other mark."""
    return f"Tausender mit {_MARKS.get(mark, _MARKS[' '])}"


def sign(mark: str) -> str:
    """How else a number is written, such as "()" for negatives or "k" for thousands."""
    return _SIGNS.get(mark, mark)


def with_time(day: str) -> str:
    """The format of a date with a time behind it."""
    return f"{day} und Uhrzeit"


def missing(marks: str) -> str:
    """Which cells count as missing in this column only."""
    return f"fehlend: {marks}"


def kinds(marks: str) -> str:
    """Which cells are values here, though they count as missing elsewhere."""
    return f"nicht fehlend: {marks}"
