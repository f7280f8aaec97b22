"""Cells and columns: missing values, numbers written as text, column names."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from elmweb.exceptions import DataError

TRUTH = ("false", "true")  # as a table has truth values; a file may have them in any capitals
MISSING = ("", " ", "NA", "N/A", "n/a", "null", "NULL", "None", "nan", "NaN", "?", "-", "#N/A")

MAX_COLUMNS = 10_000

# A text column is read as numbers when at least this fraction of its values are written in one number format.
NUMBER_SHARE = 0.95

_UNITS = r"[$€£¥₹%‰]|EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|Fr\.|kr\.?"
_GAPS = " '\u2019\u00a0\u202f\u2009"  # also the typographic apostrophe, and three kinds of hard space
MINUS = "-\u2212"  # the hyphen and the real minus sign
MARKS = {".": _GAPS + ",", ",": _GAPS + "."}  # what may stand between digits, by the decimal mark
_LONGEST_NUMBER = 500  # one with more digits before the decimal mark is too large for a float
_EXPONENT = r"(?:[eE][-+]?\d+)?"


def _number_pattern(decimal: str) -> re.Pattern:
    """Return the pattern of a number: sign, unit, digits in groups of three, decimals, unit."""
    group = f"[{MARKS[decimal]}]"
    point = re.escape(decimal)
    digits = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{point}\d*)?|{point}\d+"
    sign = f"[+{MINUS[1]}{MINUS[0]}]"
    return re.compile(
        rf"\s*(?P<sign1>{sign})?\s*(?P<before>{_UNITS})?\s*(?P<sign2>{sign})?"
        rf"(?P<digits>(?:{digits}){_EXPONENT})\s*(?P<after>{_UNITS})?\s*"
    )


PATTERNS = {decimal: _number_pattern(decimal) for decimal in ".,"}
_STRIP = {
    ".": str.maketrans("", "", MARKS["."]),
    ",": str.maketrans(",", ".", MARKS[","]),
}


def text_to_number(text: str, decimal: str = ".") -> tuple[float, str] | None:
    """Parse a text as a number with an optional unit; None when it is not a number.

    Parameters
    ----------
    text : str
        Such as ``"1 234,5"``, ``"12 %"`` or ``"$3.20"``.
    decimal : str
        ``"."`` or ``","``.

    Returns
    -------
    tuple of float and str, or None
        The number and its unit ("" for none). The unit does not scale the number: "12 %" is 12.
    """
    text = text.strip()  # the pattern tries every way to share blanks out, so there must not be many
    match = PATTERNS[decimal].fullmatch(text) if len(text) <= _LONGEST_NUMBER else None
    if match is None or (match["sign1"] and match["sign2"]) or (match["before"] and match["after"]):
        return None
    number = float(match["digits"].translate(_STRIP[decimal]))
    if math.isinf(number):
        return None  # a code such as "4e492493924924"
    negative = (match["sign1"] or match["sign2"] or "+") in MINUS
    return (-number if negative else number), (match["before"] or match["after"] or "")


@dataclass(frozen=True)
class NumberReading:
    """The result of reading a text column as numbers.

    Parameters
    ----------
    numbers : numpy.ndarray of shape (n,)
        float64; NaN where the text is missing or not a number.
    unit : str
        The unit written beside the numbers, such as "%"; "" for none.
    decimal : str
        "." or ",".
    n_values, n_numbers : int
        Number of rows that are not missing, and number of those that are numbers.
    odd : str
        The first value that is not a number; "" for none.
    odd_row : int
        Its row, counted from 1; 0 for none.
    """

    numbers: np.ndarray
    unit: str
    decimal: str
    n_values: int
    n_numbers: int
    odd: str = ""
    odd_row: int = 0

    @property
    def fraction(self) -> float:
        """Fraction of the values that are numbers."""
        return self.n_numbers / max(self.n_values, 1)


def read_numbers(values: np.ndarray, decimal: str = ".") -> NumberReading:
    """Read a text column as numbers, in the number format that most values follow.

    Parameters
    ----------
    values : numpy.ndarray of shape (n,)
        ``object`` of ``str``, missing is None.
    decimal : str
        The decimal mark of the file; resolves ambiguous values such as "1,234".

    Returns
    -------
    NumberReading
        The numbers, and how many values are not numbers.
    """
    codes, uniques = pd.factorize(values)
    sizes = np.bincount(codes[codes >= 0], minlength=len(uniques))
    readings = []
    for mark in dict.fromkeys((decimal, ".", ",")):
        pairs = [text_to_number(text, mark) for text in uniques]
        per_unit: dict[str, int] = {}
        for pair, size in zip(pairs, sizes, strict=True):
            if pair is not None:
                per_unit[pair[1]] = per_unit.get(pair[1], 0) + int(size)
        unit = max(per_unit, key=per_unit.__getitem__, default="")
        readings.append((per_unit.get(unit, 0), mark, unit, pairs))
    n_numbers, mark, unit, pairs = max(readings, key=itemgetter(0))  # of equals the first: the rest of the file's mark
    table = np.array([pair[0] if pair is not None and pair[1] == unit else np.nan for pair in pairs] + [np.nan])
    numbers = table[codes]  # a missing text has the code -1: the last entry
    odd_rows = np.flatnonzero(np.isnan(numbers) & (codes >= 0))
    odd = (str(values[odd_rows[0]]), int(odd_rows[0]) + 1) if len(odd_rows) else ("", 0)
    return NumberReading(numbers, unit, mark, int(sizes.sum()), n_numbers, *odd)


def numbers_likely(values: np.ndarray, fraction: float = 0.5) -> bool:
    """Return whether a sample of at most 200 values suggests that a text column holds numbers."""
    step = max(1, len(values) // 2000)
    some = [value for value in values[::step] if value is not None][:200]
    if not some:
        return False
    hits = sum(text_to_number(text, ".") is not None or text_to_number(text, ",") is not None for text in some)
    return hits >= fraction * len(some)


def sentence_for(name: str, reading: NumberReading) -> str:
    """Return a sentence that reports how a text column was read as numbers."""
    how = f', without the sign "{reading.unit}"' if reading.unit else ""
    n_odd = reading.n_values - reading.n_numbers
    text = f'"{name}" is written as text and read as numbers{how}.'
    if n_odd:
        text += f' {n_odd:,} of its values {"is" if n_odd == 1 else "are"} missing now, such as "{cut(reading.odd)}".'
    return text


def cell_text(value: Any) -> str | None:
    """Return a cell of a workbook or of JSON as text, None for missing."""
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool):
        return TRUTH[value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    return None if text in MISSING else text


def column_of(values: Sequence[Any]) -> np.ndarray:
    """Return Python objects as a column: numeric when all are numbers, else text.

    Parameters
    ----------
    values : sequence
        Cells from JSON or a workbook.

    Returns
    -------
    numpy.ndarray
        ``int64``, ``float64`` (missing is NaN) or ``object`` of ``str`` (missing is None).
    """
    kinds = set(map(type, values))
    if kinds <= {int} and kinds and max(map(abs, values)) < 2**63:
        return np.array(values, dtype=np.int64)
    # An integer too large for a float stays text.
    plain = [value if _is_number(value) else cell_text(value) for value in values]
    if all(value is None or not isinstance(value, str) for value in plain):
        return np.array([np.nan if value is None else value for value in plain], dtype=np.float64)
    return np.array([cell_text(value) for value in plain], dtype=object)


def _is_number(value: Any) -> bool:
    return type(value) is float or (type(value) is int and abs(value) < 2**1023)


def unique_names(raw: Sequence[Any]) -> tuple[list[str], list[str]]:
    """Return unique, non-empty column names, and a sentence for each change.

    Parameters
    ----------
    raw : sequence
        The first row of the file.

    Returns
    -------
    names : list of str
        One name per column.
    notes : list of str
        One sentence per renamed column.
    """
    stripped = [" ".join(str("" if name is None else name).split()) for name in raw]
    names, notes, count = [], [], {}
    taken = set(stripped)
    for number, name in enumerate(stripped, start=1):
        new = name or f"column {number}"
        count[new] = count.get(new, 0) + 1
        if count[new] > 1 or (not name and new in taken):
            copy = max(count[new], 2)
            while f"{new} ({copy})" in taken:
                copy += 1
            notes.append(f'The name "{cut(new)}" is used more than once. Column {number} is now "{cut(new)} ({copy})".')
            new = f"{new} ({copy})"
        taken.add(new)
        names.append(new)
    n_empty = stripped.count("")
    if n_empty:
        notes.insert(0, f"{n_empty} column{'s have' if n_empty > 1 else ' has'} no name and got one by position.")
    return names, notes if len(notes) <= 5 else [*notes[:4], f"{len(notes) - 4} more columns were renamed this way."]


def check_width(n_columns: int, name: str) -> None:
    """Refuse a table with too many columns.

    Parameters
    ----------
    n_columns : int
        Number of columns.
    name : str
        The file's name.

    Raises
    ------
    DataError
        If there are more than ``MAX_COLUMNS``.
    """
    if n_columns > MAX_COLUMNS:
        raise DataError(
            f'"{name}" has too many columns.',
            rule=f"at most {MAX_COLUMNS:,} columns",
            value=f"{n_columns:,} columns",
            hints=("Leave out columns, or turn the table so that things are rows.",),
        )


def cut(text: str, length: int = 80) -> str:
    """Return a text of at most ``length`` characters on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 3] + "..."
