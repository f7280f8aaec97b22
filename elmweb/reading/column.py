"""How the cells of one column are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from elmweb.reading.dates import date_words
from elmweb.reading.numbers import text_to_number
from elmweb.words.engine import reading as words

__all__ = ["HOLDS", "MISSING", "TRUTH", "ColumnReading"]

HOLDS = ("number", "truth", "date", "text")
"""What a column can hold."""

TRUTH = ("false", "true")
"""Truth values as a table has them; a file may have them in any capitals."""

MISSING = ("", " ", "NA", "N/A", "n/a", "null", "NULL", "None", "nan", "NaN", "?", "-", "#N/A")
"""Cells that are missing in every column, unless its reading says otherwise."""

_MOST_MARKS = 8


@dataclass(frozen=True)
class ColumnReading:
    """How the cells of one column are read; found once, and obeyed wherever the column is read again.

    Parameters
    ----------
    holds : {"number", "truth", "date", "text"}
        What the cells are. A column of kinds may hold numbers: then "1.0" and "1" are the same kind.
    decimal : {".", ","}
        The decimal mark of its numbers.
    thousands : str
        What was seen between digits; "" for nothing.
    unit : str
        The unit beside its numbers, such as "%"; a number without one is read too.
    signs : tuple of str
        How else numbers were written: "()" and "-" for negatives in brackets and with the sign behind, "+" behind
        the digits, and letters such as "k". All of them are read in any column of numbers.
    missing : tuple of str
        Cells that count as missing. A mark that is a number, such as "-999", stands for every cell of that number.
    format : str or None
        The format of its dates, as in ``strptime``, or "ISO8601".
    lowest, highest : float or None
        Numbers beyond them count as missing.
    spellings : tuple of str
        Kinds as they are written most often; with other capitals they are the same kind.

    Examples
    --------
    >>> print(ColumnReading("number", ",", ".", "EUR", missing=(*MISSING, "n/d")).words())
    decimal comma, thousands dot, EUR, missing: n/d
    """

    holds: str = "text"
    decimal: str = "."
    thousands: str = ""
    unit: str = ""
    signs: tuple[str, ...] = ()
    missing: tuple[str, ...] = MISSING
    format: str | None = None
    lowest: float | None = None
    highest: float | None = None
    spellings: tuple[str, ...] = ()

    @property
    def own_missing(self) -> tuple[str, ...]:
        """The marks for missing that only this column has."""
        return tuple(mark for mark in self.missing if mark not in MISSING)

    @property
    def missing_numbers(self) -> tuple[float, ...]:
        """Marks for missing that are numbers."""
        found = (text_to_number(mark, self.decimal) for mark in self.missing)
        return tuple(one.number for one in found if one is not None)

    @property
    def own_kinds(self) -> tuple[str, ...]:
        """The usual marks for missing that are values of this column."""
        return tuple(mark for mark in MISSING if mark not in self.missing and mark.strip())

    def plain(self) -> dict[str, Any]:
        """Return as plain data what a person may change, and the words for all of it."""
        return {
            "holds": self.holds,
            "decimal": self.decimal,
            "unit": self.unit,
            "missing": list(self.own_missing),
            "kinds": list(self.own_kinds),
            "format": self.format,
            "words": self.words(),
        }

    def written(self) -> list[str]:
        """Say in a few words how the numbers or dates are written; nothing where that is plain."""
        said = []
        if self.holds == "number":
            if self.decimal == "," or self.thousands:
                said.append(words.decimal(self.decimal))
            if self.thousands:
                said.append(words.thousands(self.thousands))
            if self.unit:
                said.append(self.unit)
            said += [words.sign(sign) for sign in self.signs]
        if self.format:
            said.append(date_words(self.format))
        return said

    def words(self) -> str:
        """Say in plain words how the column is read; "" where there is nothing to say."""
        said = self.written()
        if self.own_missing:
            more = " ..." if len(self.own_missing) > _MOST_MARKS else ""
            said.append(words.missing(", ".join(self.own_missing[:_MOST_MARKS]) + more))
        if self.own_kinds:
            said.append(words.kinds(", ".join(self.own_kinds)))
        return ", ".join(said)
