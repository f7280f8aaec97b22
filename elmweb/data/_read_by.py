"""Reading cells by the reading of their column."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from elmweb.data._dates import parse_dates
from elmweb.data._frames import is_text
from elmweb.data._limits import too_far
from elmweb.data._repairs import plain_spelling
from elmweb.reading.column import TRUTH, ColumnReading
from elmweb.reading.dates import date_pattern
from elmweb.reading.numbers import BLANKS, number_text, text_to_number

__all__ = ["dates_by", "kinds_by", "kinds_of", "numbers_by", "texts_by", "without_blanks"]

_BLANK_RUN = re.compile(f"[{BLANKS}]+")


def without_blanks(text: str) -> str:
    """Return a text without blanks at its ends, with one space for each run of blanks, in Unicode's normal form C."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")  # as below, in a tenth of the time
    return unicodedata.normalize("NFC", _BLANK_RUN.sub(" ", text.strip(BLANKS)))


def numbers_by(values: np.ndarray, reading: ColumnReading) -> np.ndarray:
    """Read cells as numbers.

    Parameters
    ----------
    values : numpy.ndarray of shape (n,)
        Numbers, or ``object`` of text, numbers and None.
    reading : ColumnReading
        How the column is read.

    Returns
    -------
    numpy.ndarray of shape (n,)
        As float64; NaN for what is missing, infinite or too large, no number or counts as missing.
    """
    numbers = _mapped(values, lambda text: _number_of(text, reading)) if is_text(values) else values.astype(np.float64)
    far = too_far(numbers)
    gone = np.zeros(len(numbers), dtype=bool) if far is None else far
    if reading.missing_numbers:
        gone |= np.isin(numbers, reading.missing_numbers)
    if reading.lowest is not None:
        gone |= numbers < reading.lowest
    if reading.highest is not None:
        gone |= numbers > reading.highest
    return np.where(gone, np.nan, numbers) if gone.any() else numbers


def _mapped(values: np.ndarray, convert: Callable[[Any], float]) -> np.ndarray:
    """Return the number of each cell, converting each different one once."""
    codes, uniques = pd.factorize(values)
    return np.array([*map(convert, uniques), np.nan], dtype=np.float64)[codes]


def _number_of(cell: Any, reading: ColumnReading) -> float:
    """Return the number in a cell, else NaN."""
    if not isinstance(cell, str):
        return float(cell)  # what a form has read already
    text = cell.strip(BLANKS)
    one = None if text in reading.missing else text_to_number(text, reading.decimal)
    return math.nan if one is None or one.unit not in ("", reading.unit) else one.number


def kinds_by(values: np.ndarray, reading: ColumnReading) -> np.ndarray:
    """Read cells as kinds, each in its one spelling.

    Parameters
    ----------
    values : numpy.ndarray of shape (n,)
        Numbers, or ``object`` of text, numbers and None.
    reading : ColumnReading
        How the column is read.

    Returns
    -------
    numpy.ndarray of shape (n,)
        ``object`` of ``str``, or None where a cell is missing. Numbers are written in one way with the column's decimal
        mark, truth values in lower case, and all others in the spelling that the reading has for them.
    """
    codes, uniques = pd.factorize(values)
    return np.array([*kinds_of(uniques.tolist(), reading), None], dtype=object)[codes]


def kinds_of(cells: Sequence[Any], reading: ColumnReading) -> list[str | None]:
    """Return the kind in each cell, as :func:`kinds_by` does."""
    spellings = {plain_spelling(one): one for one in reading.spellings} | {one: one for one in reading.spellings}
    return [_kind_of(cell, reading, spellings) for cell in cells]


def _kind_of(cell: Any, reading: ColumnReading, spellings: Mapping[str, str]) -> str | None:
    """Return the kind in a cell."""
    if isinstance(cell, bool):
        cell = TRUTH[cell]
    if not isinstance(cell, str):
        return str(cell) if isinstance(cell, int) else _number_kind(float(cell), reading)
    text = without_blanks(cell)
    if text in reading.missing:
        return None
    if reading.holds == "truth" and text.lower() in TRUTH:
        return text.lower()
    if reading.holds == "number" and (one := text_to_number(text, reading.decimal)) is not None:
        return text if one.unit not in ("", reading.unit) else _number_kind(one.number, reading)
    return spellings.get(cell) or spellings.get(plain_spelling(cell), cell)


def _number_kind(number: float, reading: ColumnReading) -> str | None:
    return number_text(number, reading.decimal) if math.isfinite(number) else None


def texts_by(values: np.ndarray, reading: ColumnReading) -> np.ndarray:
    """Read cells as texts, which are left as they are; those that are marks for missing become None."""
    if not is_text(values):
        return kinds_by(values, reading)
    codes, uniques = pd.factorize(values)
    plain = [cell if isinstance(cell, str) else _kind_of(cell, reading, {}) for cell in uniques.tolist()]
    kept = [None if text is None or text.strip(BLANKS) in reading.missing else text for text in plain]
    return np.array([*kept, None], dtype=object)[codes]


def dates_by(values: np.ndarray, reading: ColumnReading) -> np.ndarray:
    """Read cells as dates.

    Parameters
    ----------
    values : numpy.ndarray of shape (n,)
        ``object`` of text and None; numbers are not dates.
    reading : ColumnReading
        How the column is read. Whatever its format, a date may also be written as year-month-day.

    Returns
    -------
    numpy.ndarray of shape (n,)
        As datetime64[s]; NaT for what is missing or no date.
    """
    codes, uniques = pd.factorize(texts_by(values, reading))
    texts = np.array([text.strip(BLANKS) for text in uniques], dtype=object)
    dates = np.full(len(texts) + 1, np.datetime64("NaT"), dtype="datetime64[s]")
    for written in dict.fromkeys((reading.format or "ISO8601", "ISO8601")):
        fits = re.compile(date_pattern(written), re.IGNORECASE).fullmatch
        found = {at: match for at in np.flatnonzero(np.isnat(dates[:-1])).tolist() if (match := fits(texts[at]))}
        # pandas takes the zone of one date for that of the next ones that have none, so those are read apart.
        zoned = [at for at, match in found.items() if match.groupdict().get("z")]
        for rows in (zoned, [*found.keys() - set(zoned)]):
            if rows:
                dates[rows] = parse_dates(pd.Series(texts[rows], dtype=object), written)
    return dates[codes]
