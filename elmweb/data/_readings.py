"""Finding how the cells of a column are read.

The reading of a column is found once, on the table that is trained on. Every later reader of the column obeys it: new
files, the form and slices of large files by ``_read_by``, the HTML predictor by ``_rules``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from elmweb.data._cells import cut, same_but_for_case
from elmweb.data._dates import format_of, some_texts
from elmweb.data._frames import is_text
from elmweb.data._read_by import without_blanks
from elmweb.data._repairs import plain_spelling
from elmweb.formatting import listed
from elmweb.reading.column import MISSING, TRUTH, ColumnReading
from elmweb.reading.numbers import BLANKS, NumberText, is_number, number_text, text_to_number
from elmweb.words.engine import data_findings, data_notes as words

__all__ = [
    "NumberReading",
    "cell_counts",
    "decimal_for",
    "find_reading",
    "known_columns",
    "may_be_codes",
    "numbers_likely",
    "own_kinds",
    "read_numbers",
    "sentence_for",
    "spellings_in",
    "with_bounds",
    "with_missing",
]

# A text column is a column of numbers when this fraction of its values are numbers, whatever the others are; or
# when this smaller one is and the others are a few marks without digits, such as "n/d", beside many numbers.
NUMBER_SHARE = 0.95
NUMBER_SHARE_WITH_MARKS = 0.7
MOST_MARKS = 5
NUMBERS_PER_MARK = 8

MAX_SHOWN_MARKS = 50
MAX_SPELLINGS = 50
MAX_DIFFERENT = 10_000  # texts of a column of kinds
_LONG_DIGITS = 16  # an integer of so many digits has more than a float holds
_DIGITS = re.compile(r"[0-9]+")
_ZERO_FIRST = re.compile(r"0[0-9]+")
_E_BETWEEN = re.compile(r"[0-9]+E[0-9]+")
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?")  # of a spreadsheet, such as "#DIV/0!"


@dataclass(frozen=True)
class NumberReading:
    """A text column read as numbers.

    Parameters
    ----------
    numbers : numpy.ndarray of shape (n,)
        As float64; NaN where the text is missing or not a number.
    reading : ColumnReading
        How it was read; what is no number is among its marks for missing.
    n_values, n_numbers : int
        Number of rows that are not missing, and number of those that are numbers.
    odd : dict of str to int
        The values that are not numbers, the most common first, and their numbers of rows.
    odd_row : int
        The row of the first of them, counted from 1; 0 for none.
    n_different : int
        Number of different numbers.
    is_codes : bool
        Whether the values are codes such as 00217, whose digits have to stay as they are.
    """

    numbers: np.ndarray
    reading: ColumnReading
    n_values: int
    n_numbers: int
    odd: dict[str, int]
    odd_row: int
    n_different: int
    is_codes: bool

    @property
    def fraction(self) -> float:
        """Fraction of the values that are numbers."""
        return self.n_numbers / max(self.n_values, 1)

    @property
    def are_numbers(self) -> bool:
        """Whether it is a column of numbers."""
        if self.fraction >= NUMBER_SHARE:
            return True
        marks = len(self.odd)
        return (
            self.fraction >= NUMBER_SHARE_WITH_MARKS
            and marks <= MOST_MARKS
            and self.n_different >= NUMBERS_PER_MARK * marks
            and not any(map(str.isdigit, "".join(mark for mark in self.odd if not _ERROR.fullmatch(mark))))
        )


def read_numbers(values: np.ndarray, decimal: str = ".") -> NumberReading:
    """Read a text column as numbers, with the decimal mark and the unit that most values follow.

    Parameters
    ----------
    values : numpy.ndarray of shape (n,)
        ``object`` of ``str``, missing is None.
    decimal : str
        The decimal mark of the file; resolves ambiguous values such as "1,234".

    Returns
    -------
    NumberReading
        The numbers, and what is no number.
    """
    codes, uniques = pd.factorize(values)
    texts = [str(text).strip(BLANKS) for text in uniques]
    usual = np.array([text in MISSING for text in texts], dtype=bool)
    sizes = np.bincount(codes[codes >= 0], minlength=len(uniques))
    sizes[usual] = 0
    trials = []
    for mark in dict.fromkeys((decimal, ".", ",")):
        parsed = [None if gone else text_to_number(text, mark) for text, gone in zip(texts, usual, strict=True)]
        per_unit: dict[str, int] = {}
        for one, size in zip(parsed, sizes, strict=True):
            if one is not None:
                per_unit[one.unit] = per_unit.get(one.unit, 0) + int(size)
        unit = max((unit for unit in per_unit if unit), key=per_unit.__getitem__, default="")
        fits = [one is not None and one.unit in ("", unit) for one in parsed]
        trials.append((int(sizes[fits].sum()) if fits else 0, mark, unit, parsed, fits))
        if trials[-1][0] == sizes.sum():
            break
    n_numbers, mark, unit, parsed, fits = max(trials, key=_n_numbers)  # of equals the first: the rest of the file's
    numbers = [one.number if one is not None and fit else math.nan for one, fit in zip(parsed, fits, strict=True)]
    table = np.array([*numbers, np.nan])  # a missing text has the code -1: the last entry
    odd, order = {}, np.argsort(-sizes, kind="stable")
    for at in order:
        if not fits[at] and sizes[at]:
            odd[texts[at]] = odd.get(texts[at], 0) + int(sizes[at])
    unfit = np.append(~np.array(fits, dtype=bool) & ~usual, False)
    odd_rows = np.flatnonzero(unfit[codes])
    found = [one for one, fit in zip(parsed, fits, strict=True) if one is not None and fit]
    return NumberReading(
        table[codes],
        _reading_of(found, mark, unit, [*odd][:MAX_SHOWN_MARKS]),
        int(sizes.sum()),
        n_numbers,
        odd,
        int(odd_rows[0]) + 1 if len(odd_rows) else 0,
        len(set(numbers)) - (len(fits) > sum(fits)),
        may_be_codes([text for text, fit in zip(texts, fits, strict=True) if fit], sizes[fits] if fits else sizes),
    )


def _n_numbers(trial: tuple) -> int:
    return trial[0]


def _reading_of(found: Sequence[NumberText], decimal: str, unit: str, odd: Sequence[str]) -> ColumnReading:
    """Return the reading of a column in which these numbers were found."""
    signs = {one.sign for one in found} | {one.times for one in found}
    thousands = next((one.thousands for one in found if one.thousands), "")
    return ColumnReading("number", decimal, thousands, unit, tuple(sorted(signs - {""})), (*MISSING, *odd))


def may_be_codes(texts: Sequence[str], sizes: np.ndarray) -> bool:
    """Return whether texts that could be numbers are codes: 00217, 1E1, or more digits than a number holds.

    Parameters
    ----------
    texts : sequence of str
        Different texts, all of which can be read as numbers.
    sizes : numpy.ndarray
        How often each of them occurs.

    Returns
    -------
    bool
        Leading zeros make codes where all have equally many digits, or in at least one of 20 rows; the others do in
        more than half of the rows.
    """
    total = sizes.sum()
    zero, long, between = (
        sizes[[fits(text) for text in texts]].sum() if texts else 0
        for fits in (
            lambda text: _ZERO_FIRST.fullmatch(text) is not None,
            lambda text: len(text) >= _LONG_DIGITS and _DIGITS.fullmatch(text) is not None,
            lambda text: _E_BETWEEN.fullmatch(text) is not None,
        )
    )
    if zero and all(map(_DIGITS.fullmatch, texts)) and (len(set(map(len, texts))) == 1 or zero >= 0.05 * total):
        return True
    return bool(long > 0.5 * total or between > 0.5 * total)


def cell_counts(values: np.ndarray) -> dict[Any, int]:
    """Return how often each cell of a column occurs, missing ones left out, in the order of the column."""
    codes, uniques = pd.factorize(values)
    return dict(zip(uniques.tolist(), np.bincount(codes[codes >= 0], minlength=len(uniques)).tolist(), strict=True))


def find_reading(
    values: np.ndarray, role: str = "", decimal: str = ".", counts: Callable[[], Mapping[Any, int]] | None = None
) -> ColumnReading:
    """Find how a column is read.

    Parameters
    ----------
    values : numpy.ndarray of shape (n,)
        Its cells as a table has them.
    role : str
        What it is used as; without one, what it holds decides.
    decimal : str
        The decimal mark of the file.
    counts : callable, optional
        Returns what :func:`cell_counts` does, where that is known already.

    Returns
    -------
    ColumnReading
        For a date with the format of most of its cells; None when they have none in common.
    """
    if not is_text(values):
        return ColumnReading("number", decimal)
    if role == "number" or (role in ("", "category") and numbers_likely(values)):
        found = read_numbers(values, decimal)
        if role == "number" or (found.are_numbers and not found.is_codes):
            # As kinds, what is no number is a kind too.
            return found.reading if role != "category" else replace(found.reading, missing=MISSING)
    if role in ("", "date"):
        written = format_of(some_texts(values))
        if role == "date" or written is not None:
            present = counts() if counts is not None else cell_counts(values)
            return replace(_kinds_reading(present, decimal), holds="date", format=written)
    return _kinds_reading(counts() if counts is not None else cell_counts(values), decimal)


def sentence_for(name: str, found: NumberReading) -> str:
    """Return sentences that report how a text column was read as numbers, and what is missing in it."""
    others = [data_findings.seen_in(cut(mark, 40), n_rows) for mark, n_rows in found.odd.items()]
    odd = listed(others, most=8) if found.n_values > found.n_numbers else ""
    return words.read_as_numbers(name, ", ".join(found.reading.written()), odd)


def numbers_likely(values: np.ndarray, fraction: float = 0.5) -> bool:
    """Return whether a sample of at most 200 values suggests that a text column holds numbers."""
    step = max(1, len(values) // 2000)
    some = [value for value in values[::step] if value is not None][:200]
    return bool(some) and sum(map(is_number, some)) >= fraction * len(some)


def _kinds_reading(counts: Mapping[Any, int], decimal: str) -> ColumnReading:
    """Return how a text column is read that is no column of numbers; a mark that is among its cells is a kind of it."""
    present = {kind: size for kind, size in counts.items() if isinstance(kind, str)}
    if present and all(without_blanks(kind).lower() in TRUTH for kind in present):
        return ColumnReading("truth", decimal)
    missing = tuple(mark for mark in MISSING if not mark.strip() or mark not in present)
    there = [kind for kind in present if without_blanks(kind) not in missing]
    return ColumnReading("text", decimal, missing=missing, spellings=spellings_in(there))


def spellings_in(kinds: Sequence[str], joined: Iterable[str] = ()) -> tuple[str, ...]:
    """Return how kinds are written, so that other capitals and blanks are the same kind in a new file too.

    Parameters
    ----------
    kinds : sequence of str
        Different kinds of a column, as they are written.
    joined : iterable of str
        Those that take the place of other ways of writing them.

    Returns
    -------
    tuple of str
        Those that are joined, and where there are few kinds those that are written in one way only.
    """
    if len(kinds) > MAX_DIFFERENT:
        return tuple(dict.fromkeys(joined))
    plain = {kind: plain_spelling(kind) for kind in kinds}
    n_ways = Counter(plain.values())
    few = len(n_ways) <= MAX_SPELLINGS
    kept = [kind for kind in kinds if n_ways[plain[kind]] == 1 and (few or plain[kind] in TRUTH)]
    return tuple(dict.fromkeys([*joined, *kept]))


_LIKE = {"NA": re.compile("[A-Z]{2}"), "None": re.compile("[A-Z][a-z]+")}


def own_kinds(cells: Collection[str]) -> set[str]:
    """Return the marks for missing that are kinds of a column, since all of its other kinds are written like them.

    Parameters
    ----------
    cells : collection of str
        Different cells of the column.

    Returns
    -------
    set of str
        "NA" beside codes of two capitals, such as AF and EU; "None" beside words with one capital, such as Indoor.
    """
    others = [cell for cell in cells if cell not in MISSING]
    if len(others) < 2:
        return set()
    return {mark for mark, like in _LIKE.items() if mark in cells and all(map(like.fullmatch, others))}


def known_columns(names: Sequence[str], readings: Mapping[str, ColumnReading]) -> dict[str, ColumnReading]:
    """Return the readings of the columns of a file by the names they have there; capitals may differ."""
    meant = same_but_for_case(names, list(readings)) if readings else {}
    return {name: readings[meant.get(name, name)] for name in names if meant.get(name, name) in readings}


def decimal_for(readings: Iterable[ColumnReading]) -> str | None:
    """Return the decimal mark of a file of which columns are known: that of most of its numbers, None without any."""
    counts = Counter(one.decimal for one in readings if one.holds == "number")
    return counts.most_common(1)[0][0] if counts else None


def with_missing(reading: ColumnReading, marks: Iterable[float]) -> ColumnReading:
    """Return the reading of a column of numbers in which some numbers count as missing."""
    texts = [number_text(mark, reading.decimal) for mark in marks]
    return replace(reading, missing=tuple(dict.fromkeys([*reading.missing, *texts])))


def with_bounds(reading: ColumnReading, bounds: tuple[float, float]) -> ColumnReading:
    """Return the reading of a column of numbers in which those beyond the bounds count as missing."""
    return replace(reading, lowest=bounds[0], highest=bounds[1])
