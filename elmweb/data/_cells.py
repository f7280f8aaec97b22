"""From cells to columns: missing marks, numbers written as text, names of columns."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from elmweb.exceptions import DataError

MISSING = ("", " ", "NA", "N/A", "n/a", "null", "NULL", "None", "nan", "NaN", "?", "-", "#N/A")

MAX_COLUMNS = 10_000

# A whole column is read as numbers when at least this share of its values fits one way of writing them.
NUMBER_SHARE = 0.95

_UNITS = r"[$€£¥₹%‰]|EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|Fr\.|kr\.?"
_GAPS = " '\u2019\u00a0\u202f\u2009"  # also the typographic apostrophe, and three kinds of hard space
_MINUS = "-\u2212"  # the hyphen and the real minus sign
_EXPONENT = r"(?:[eE][-+]?\d+)?"


def _number_pattern(decimal: str) -> re.Pattern:
    """Return what a number may look like: sign, unit, groups of three, decimals, unit."""
    group = "[" + _GAPS + ("," if decimal == "." else ".") + "]"
    point = re.escape(decimal)
    digits = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{point}\d*)?|{point}\d+"
    sign = f"[+{_MINUS[1]}{_MINUS[0]}]"
    return re.compile(
        rf"\s*(?P<sign1>{sign})?\s*(?P<before>{_UNITS})?\s*(?P<sign2>{sign})?"
        rf"(?P<digits>(?:{digits}){_EXPONENT})\s*(?P<after>{_UNITS})?\s*"
    )


_PATTERNS = {decimal: _number_pattern(decimal) for decimal in ".,"}
_STRIP = {
    ".": str.maketrans("", "", _GAPS + ","),
    ",": str.maketrans(",", ".", _GAPS + "."),
}


def text_to_number(text: str, decimal: str = ".") -> tuple[float, str] | None:
    """Return the number a text says and its unit, or None when it says none.

    Parameters
    ----------
    text : str
        Such as ``"1 234,5"``, ``"12 %"`` or ``"$3.20"``.
    decimal : str
        ``"."`` or ``","``.

    Returns
    -------
    tuple of float and str, or None
        The number and its unit ("" for none). The unit does not change the number: "12 %" is 12.
    """
    match = _PATTERNS[decimal].fullmatch(text)
    if match is None or (match["sign1"] and match["sign2"]) or (match["before"] and match["after"]):
        return None
    number = float(match["digits"].translate(_STRIP[decimal]))
    if math.isinf(number):
        return None  # a code such as "4e492493924924"
    negative = (match["sign1"] or match["sign2"] or "+") in _MINUS
    return (-number if negative else number), (match["before"] or match["after"] or "")


@dataclass(frozen=True)
class NumberReading:
    """How a text column reads as numbers.

    Parameters
    ----------
    numbers : numpy.ndarray of shape (n,)
        float64; NaN where the text is missing or says no number.
    unit : str
        The sign beside the numbers, such as "%"; "" for none.
    decimal : str
        "." or ",".
    n_values, n_numbers : int
        How many rows are not missing, and how many of those are numbers.
    odd : str
        The first value that is no number; "" for none.
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
    def share(self) -> float:
        """Share of the values that are numbers."""
        return self.n_numbers / max(self.n_values, 1)


def read_numbers(values: np.ndarray, decimal: str = ".") -> NumberReading:
    """Read a text column as numbers, in the one way of writing that most of it follows.

    Parameters
    ----------
    values : numpy.ndarray of shape (n,)
        ``object`` of ``str``, missing is None.
    decimal : str
        What the rest of the file uses; decides where "1,234" could be either.

    Returns
    -------
    NumberReading
        The numbers and how many values are none.
    """
    codes, uniques = pd.factorize(values)
    sizes = np.bincount(codes[codes >= 0], minlength=len(uniques))
    best: tuple[int, str, str, list] | None = None
    for mark in dict.fromkeys((decimal, ".", ",")):
        pairs = [text_to_number(text, mark) for text in uniques]
        per_unit: dict[str, int] = {}
        for pair, size in zip(pairs, sizes, strict=True):
            if pair is not None:
                per_unit[pair[1]] = per_unit.get(pair[1], 0) + int(size)
        unit = max(per_unit, key=per_unit.__getitem__, default="")
        if best is None or per_unit.get(unit, 0) > best[0]:
            best = (per_unit.get(unit, 0), mark, unit, pairs)
    n_numbers, mark, unit, pairs = best
    table = np.array([pair[0] if pair is not None and pair[1] == unit else np.nan for pair in pairs] + [np.nan])
    numbers = table[codes]  # a missing text has the code -1: the last entry
    odd_rows = np.flatnonzero(np.isnan(numbers) & (codes >= 0))
    odd = (str(values[odd_rows[0]]), int(odd_rows[0]) + 1) if len(odd_rows) else ("", 0)
    return NumberReading(numbers, unit, mark, int(sizes.sum()), n_numbers, *odd)


def numbers_likely(values: np.ndarray, share: float = 0.5) -> bool:
    """Tell from at most 200 values whether a text column is worth reading as numbers."""
    step = max(1, len(values) // 2000)
    some = [value for value in values[::step] if value is not None][:200]
    if not some:
        return False
    hits = sum(text_to_number(text, ".") is not None or text_to_number(text, ",") is not None for text in some)
    return hits >= share * len(some)


def sentence_for(name: str, reading: NumberReading) -> str:
    """Say in plain words how a text column became numbers."""
    how = f', without the sign "{reading.unit}"' if reading.unit else ""
    n_odd = reading.n_values - reading.n_numbers
    text = f'"{name}" is written as text and read as numbers{how}.'
    if n_odd:
        text += f' {n_odd:,} of its values {"is" if n_odd == 1 else "are"} missing now, such as "{cut(reading.odd)}".'
    return text


def cell_text(value: Any) -> str | None:
    """Return one cell of a workbook or of JSON as text, None for missing."""
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    return None if text in MISSING else text


def column_of(values: Sequence[Any]) -> np.ndarray:
    """Return Python objects as one column: numbers when all are numbers, else text.

    Parameters
    ----------
    values : sequence
        Cells as JSON or a workbook gives them.

    Returns
    -------
    numpy.ndarray
        ``int64``, ``float64`` (missing is NaN) or ``object`` of ``str`` (missing is None).
    """
    kinds = set(map(type, values))
    if kinds <= {int} and kinds and max(map(abs, values)) < 2**63:
        return np.array(values, dtype=np.int64)
    # A whole number that no float can hold stays text.
    plain = [value if _is_number(value) else cell_text(value) for value in values]
    if all(value is None or not isinstance(value, str) for value in plain):
        return np.array([np.nan if value is None else value for value in plain], dtype=np.float64)
    return np.array([cell_text(value) for value in plain], dtype=object)


def _is_number(value: Any) -> bool:
    return type(value) is float or (type(value) is int and abs(value) < 2**1023)


def unique_names(raw: Sequence[Any]) -> tuple[list[str], list[str]]:
    """Return names that are not empty and differ, and a sentence for each change.

    Parameters
    ----------
    raw : sequence
        The first row of the file.

    Returns
    -------
    names : list of str
        One for each column.
    notes : list of str
        What was renamed.
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


def labels_of(series: pd.Series) -> np.ndarray:
    """Return any column as text, None for missing: whole numbers without decimals.

    Parameters
    ----------
    series : pandas.Series of length n
        Numbers or text.

    Returns
    -------
    numpy.ndarray of shape (n,)
        ``object`` of ``str`` or None.
    """
    if series.dtype == object:
        return series.to_numpy()
    codes, uniques = pd.factorize(series.to_numpy())
    return np.array([*map(cell_text, uniques.tolist()), None], dtype=object)[codes]


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
