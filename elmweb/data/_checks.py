"""Checks of a single column; each returns a finding or None."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from elmweb.data._cells import cut
from elmweb.data._frames import is_text
from elmweb.data._read_by import dates_by
from elmweb.data._readings import NumberReading, numbers_likely, read_numbers
from elmweb.data._repairs import join_safely, marks_of, spellings_of, without_marks
from elmweb.data.roles import is_constant
from elmweb.data.table import Facts, Role
from elmweb.examples.cell import VECTOR_ROLES
from elmweb.formatting import listed, quantity
from elmweb.reading.column import ColumnReading
from elmweb.reading.dates import date_words
from elmweb.words.engine import data_findings as words

MOSTLY_MISSING = 0.9
MAX_KINDS = 50
_IDENTIFIER_ROWS = 10
_ID_NAME = re.compile(r"(^|[^a-z])(id|ids|nr|no|number|index|key|uuid|guid|row|unnamed)([^a-z]|$)")


@dataclass(frozen=True)
class Finding:
    """Something about a table that matters for training.

    Parameters
    ----------
    id : str
        Stable id of its switch, such as "leak:grade_code".
    kind : str
        Such as "leak", "missing" or "duplicates".
    column : str or None
        The column it concerns; None for rows or several columns.
    title : str
        What was found.
    detail : str
        The evidence, and what is done when the switch is on.
    on : bool
        Default of the switch.
    can_change : bool
        Whether the switch can be changed; if not, the action is always taken.
    """

    id: str
    kind: str
    column: str | None
    title: str
    detail: str
    on: bool = True
    can_change: bool = True


def finding(kind: str, name: str, title: str, detail: str, *, on: bool = True, can_change: bool = True) -> Finding:
    """Return a finding about a column."""
    return Finding(f"{kind}:{name}", kind, name, title, detail, on, can_change)


def constant_finding(name: str, series: pd.Series) -> Finding | None:
    """Find a column that is empty or constant."""
    if not is_constant(series):
        return None
    first = series.first_valid_index()
    if first is None:
        title, detail = words.empty(name)
    else:
        title, detail = words.constant(name, cut(f"{series[first]}", 40), has_gaps=bool(series.hasnans))
    return finding("constant", name, title, detail, can_change=False)


def identifier_finding(name: str, series: pd.Series, facts: Facts | None) -> Finding | None:
    """Find a column that identifies rows and so cannot help with new ones; `facts` are those of a text column."""
    if len(series) < _IDENTIFIER_ROWS:
        return None
    if facts is not None:
        n_present = len(series) - facts.n_missing
        if facts.n_kinds < 0.98 * n_present or n_present < max(_IDENTIFIER_ROWS, 0.5 * len(series)):
            return None
        nearly = facts.n_kinds != len(series)
    else:
        if not _counts_rows(name, series.to_numpy()):
            return None
        nearly = False
    title, detail = words.identifier(name, nearly=nearly)
    return finding("identifier", name, title, detail)


def _counts_rows(name: str, values: np.ndarray) -> bool:
    """Return whether integers are consecutive, or are unique and named like an id."""
    if values.dtype != np.int64 and not (values % 1 == 0).all():
        return False
    span = float(values.max()) - float(values.min()) + 1
    named = _ID_NAME.search(name.lower()) is not None or re.search(r"[a-z](Id|ID|Nr|Key)$", name) is not None
    running = span <= 1.02 * len(values) and "year" not in name.lower()
    if span < len(values) or not (named or running):
        return False
    return len(np.unique(values)) == len(values)


def missing_finding(name: str, series: pd.Series, role: Role, n_missing: int) -> Finding | None:
    """Find missing values and report how they are imputed."""
    n_rows = len(series)
    if n_missing == 0:
        return None
    if n_missing > MOSTLY_MISSING * n_rows:
        title, detail = words.mostly_missing(name, n_missing, n_rows)
        return finding("mostly_missing", name, title, detail)
    if role == "number" and not is_text(series):
        detail = words.filled_with(quantity(series.median(), 6))
    elif role in VECTOR_ROLES:
        detail = words.FILLED_WITH_AVERAGE
    else:
        detail = words.FILLED[role if role in words.FILLED else "category"]
    return finding("missing", name, words.missing(name, n_missing), detail)


def date_finding(name: str, series: pd.Series, reading: ColumnReading) -> Finding | None:
    """Report the date format, and values that do not match it."""
    if reading.format is None:
        return None
    bad = np.flatnonzero(np.isnat(dates_by(series.to_numpy(), reading)) & series.notna().to_numpy())
    written = date_words(reading.format)
    if len(bad):
        example = cut(str(series.iloc[bad[0]]), 40)
        title, detail = words.odd_dates(name, len(bad), example, int(bad[0]) + 1, written)
    else:
        title, detail = words.dates(name, written)
    return finding("date", name, title, detail, can_change=False)


def numbers_in(values: np.ndarray, decimal: str = ".") -> NumberReading | None:
    """Read a text column as numbers; None when less than half of its values are numbers."""
    if not is_text(values) or not numbers_likely(values, 0.4):
        return None
    found = read_numbers(values, decimal)
    return found if found.fraction >= 0.5 else None


def number_as_text_finding(name: str, series: pd.Series, role: Role, decimal: str) -> Finding | None:
    """Find a text column whose values are mostly numbers."""
    found = numbers_in(series.to_numpy(), decimal)
    if found is None or (found.is_codes and role != "number"):
        return None
    others = marks_listed(found.odd) if found.n_values > found.n_numbers else ""
    on, can_change = role == "number" or found.fraction >= 0.8, role != "number"
    title, detail = words.numbers_as_text(name, found.n_numbers, found.n_values, others, on=on, can_change=can_change)
    return finding("number_as_text", name, title, detail, on=on, can_change=can_change)


def marks_listed(odd: Mapping[str, int]) -> str:
    """Return cells that are no numbers and their numbers of rows, the most common first."""
    return listed([words.seen_in(cut(mark, 40), n_rows) for mark, n_rows in odd.items()], most=8)


def many_kinds_finding(name: str, n_rows: int, facts: Facts) -> Finding | None:
    """Find a categorical column with so many categories that most are rare."""
    n_kinds, n_values = facts.n_kinds, n_rows - facts.n_missing
    if n_kinds <= MAX_KINDS:
        return None
    if n_kinds > 0.5 * n_values:
        title, detail = words.singular(name, n_kinds)
        return finding("many_categories", name, title, detail)
    title, detail = words.many_kinds(name, n_kinds, MAX_KINDS)
    return finding("many_kinds", name, title, detail, can_change=False)


def marks_finding(name: str, values: np.ndarray, *, answer: bool = False) -> Finding | None:
    """Find numbers that stand for "not known"; `answer` for the column to predict."""
    marks = marks_of(values)
    if not marks:
        return None
    seen = [(quantity(mark, 10), int((values == mark).sum())) for mark in marks]
    rest = without_marks(values, marks)
    low, high = quantity(np.nanmin(rest), 6), quantity(np.nanmax(rest), 6)
    title, detail = words.marks(name, seen, low, high, answer=answer)
    return finding("marks", name, title, detail)


def spelling_finding(name: str, series: pd.Series) -> Finding | None:
    """Find kinds that differ only by capitals or spaces."""
    spellings = spellings_of(series.to_numpy()) if is_text(series) else {}
    if not spellings:
        return None
    present = set(series.dropna())
    n_ways = Counter(spellings.values())
    ways = [words.in_ways(cut(label, 40), n + (label in present)) for label, n in n_ways.items()]
    title, detail = words.spellings(name, listed(ways, most=3))
    return finding("spelling", name, title, detail, on=join_safely(spellings))


def odd_numbers(values: np.ndarray) -> np.ndarray:
    """Return which values are extreme outliers, (n,) of bool; see :func:`bounds_of`."""
    bounds = bounds_of(values)
    return np.zeros(len(values), dtype=bool) if bounds is None else (values < bounds[0]) | (values > bounds[1])


def bounds_of(values: np.ndarray) -> tuple[float, float] | None:
    """Return the bounds beyond which numbers are extreme outliers; None when there are none.

    They are few, lie more than ten interquartile ranges outside the quartiles, and are separated
    from the other values by a gap wider than the range of those.

    Parameters
    ----------
    values : numpy.ndarray of shape (n,)
        Numbers, NaN for missing.

    Returns
    -------
    tuple of float or None
        The lowest and the highest number that is none.
    """
    present = values[~np.isnan(values)] if values.dtype == np.float64 else values
    if len(present) < 20:
        return None
    low, high = np.percentile(present, [25, 75])
    width = high - low
    if width <= 0:
        return None
    bounds = float(low - 10 * width), float(high + 10 * width)
    far = (values < bounds[0]) | (values > bounds[1])
    # Many distant values, or distant values without a gap, are a long tail and not typing errors.
    if not 0 < np.count_nonzero(far) <= max(3, 0.0005 * len(values)):
        return None
    odd, rest = values[far], values[~far]
    first, last = np.nanmin(rest), np.nanmax(rest)
    gap = np.maximum(first - odd, odd - last).min()
    return bounds if gap > last - first else None


def outlier_finding(name: str, series: pd.Series) -> Finding | None:
    """Find a few extreme outliers."""
    values = series.to_numpy()
    far = odd_numbers(values)
    odd = values[far]
    if not len(odd):
        return None
    rest = values[~far]
    low, high = quantity(np.nanmin(rest), 6), quantity(np.nanmax(rest), 6)
    title, detail = words.outliers(name, len(odd), [quantity(value, 6) for value in odd[:3]], low, high)
    return finding("outlier", name, title, detail, on=False)
