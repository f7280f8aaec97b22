"""Guessing the role of each column and the kind of task."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Generator
from typing import Any

import numpy as np
import pandas as pd

from elmweb.data._frames import is_text, plain_column
from elmweb.data.table import Role, Task
from elmweb.progress import finish

__all__ = ["date_format", "guess_roles", "guess_task", "iter_guess_roles", "parse_dates"]

# An integer target with at most this many distinct values, each of them frequent, is a class and not a number.
MAX_NUMBER_KINDS = 20
_MOST_CODES, _UNEVEN = 5, 5  # up to so many integers are codes; and so are those that are about equally frequent
DATE_FRACTION = 0.9
_MOST_MICROSECONDS = (2**63 - 1) // 1000  # in as many nanoseconds as 64 bits hold
_N_SAMPLED = 1000  # values of a column from which its role is guessed

_FEW_TEXTS = 20  # no more different ones are kinds, however long, if they repeat
_TITLE_WORDS = 1.5  # on average
# Names of people share first names, and say nothing of a new row.
_WHO = re.compile(r"(^|[^a-z])((sur|last|first|full|user|customer|client|patient|employee)?[ _.-]?name|address)s?$")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_ISO = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}.*)?\s*")
_MAYBE_DATE = re.compile(r"(?=.*\d)[\w .,:/+-]{6,40}")
_DAYS = (
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%m/%d/%Y",  # before the day first: with slashes it is more common
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%m/%d/%y",
    "%d/%m/%y",
    "%d.%m.%y",
    "%d-%m-%y",
    "%m-%d-%y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %B %Y",
    "%d. %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b %d %Y",
    "%b %Y",
    "%B %Y",
    "%Y-%m",
    "%Y/%m",
    "%m/%Y",
)
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")


def guess_roles(frame: pd.DataFrame) -> dict[str, Role]:
    """Guess the role of each column.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        As in :class:`~elmweb.data.table.Table`.

    Returns
    -------
    dict of str to Role
        "ignore" for an empty or constant column; "date" where at least 90 % of the values are dates of
        one format; "text" for sentences and for short texts that share words, such as titles; otherwise "number" or
        "category".

    Examples
    --------
    >>> import pandas as pd
    >>> from elmweb.data import guess_roles
    >>> guess_roles(pd.DataFrame({"size": [1.5, 2.5], "kind": ["red", "blue"]}))
    {'size': 'number', 'kind': 'category'}
    """
    return finish(iter_guess_roles(frame))


def iter_guess_roles(frame: pd.DataFrame) -> Generator[float, None, dict[str, Role]]:
    """Run :func:`guess_roles` column by column.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        As in :class:`~elmweb.data.table.Table`.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    dict of str to Role
        The role of each column.
    """
    roles = {}
    for at, name in enumerate(frame.columns):
        roles[name] = _role_of(_plain(frame[name]), str(name))
        yield (at + 1) / frame.shape[1]
    return roles


def _plain(series: pd.Series) -> pd.Series:
    """Return a column, text as ``object``; to save a look at every cell, missing ones may be NaN."""
    return series if is_text(series) else plain_column(series)


def _role_of(series: pd.Series, name: str) -> Role:
    """Guess the role of a column."""
    if is_constant(series):
        return "ignore"
    if not is_text(series):
        return "number"
    some = _some(series.to_numpy())
    if _format_of(some) is not None:
        return "date"
    who = _WHO.search(name.lower()) is not None and len(set(some)) > 0.98 * len(some)
    return "text" if not who and _are_texts(some) else "category"


def _are_texts(some: list[str]) -> bool:
    """Return whether texts are sentences, or titles and the like that share words, rather than names of kinds."""
    different = set(some)
    words = [set(_LETTERS.findall(text.lower())) for text in different]
    n_words = np.mean([len(text.split()) for text in some])
    if len(different) <= min(max(_FEW_TEXTS, 0.1 * len(some)), 0.5 * len(some)):
        return False
    if n_words > 4:
        return True
    if n_words < _TITLE_WORDS or len(different) < 0.3 * len(some):
        return False
    counts = Counter(itertools.chain.from_iterable(words))
    return sum(any(counts[word] > 1 for word in own) for own in words) > 0.5 * len(words)


def is_constant(series: pd.Series) -> bool:
    """Return whether a column is empty or has a single distinct value.

    Parameters
    ----------
    series : pandas.Series
        Numbers or text.

    Returns
    -------
    bool
        Whether it carries no information.
    """
    values = series.to_numpy()
    if not is_text(values):
        if not len(values):
            return True
        low, high = np.fmin.reduce(values), np.fmax.reduce(values)  # without NaN where there is a number
        return bool(np.isnan(low) or low == high)
    first = next((value for value in values if not _is_missing(value)), None)
    return all(value is first or _is_missing(value) or value == first for value in values)


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or value != value  # only NaN differs from itself  # noqa: PLR0124


def _some(values: np.ndarray) -> list[str]:
    """Return about a thousand texts, evenly spread over a column."""
    present = values[pd.notna(values)]
    return list(present[:: max(1, len(present) // _N_SAMPLED)][:_N_SAMPLED])


def date_format(series: pd.Series) -> str | None:
    """Return the format in which at least 90 % of the values are dates.

    Parameters
    ----------
    series : pandas.Series
        Text, missing is None.

    Returns
    -------
    str or None
        Format of ``strptime``, or "ISO8601"; None when there is none.
    """
    series = _plain(series)
    return _format_of(_some(series.to_numpy())) if is_text(series) else None


def _format_of(some: list[str]) -> str | None:
    """Return the date format of a sample of texts."""
    if not some or sum(_MAYBE_DATE.fullmatch(text.strip()) is not None for text in some) < DATE_FRACTION * len(some):
        return None
    if sum(_ISO.fullmatch(text) is not None for text in some) >= DATE_FRACTION * len(some):
        return "ISO8601" if _n_dates(some, "ISO8601") >= DATE_FRACTION * len(some) else None
    counts = {}
    first = some[:20]  # these rule out most formats
    for day in _DAYS:
        for time in _TIMES:
            if _n_dates(first, day + time) >= 0.5 * len(first):
                counts[day + time] = _n_dates(some, day + time)
    best = max(counts, key=counts.__getitem__, default=None)
    return best if best is not None and counts[best] >= DATE_FRACTION * len(some) else None


def _n_dates(texts: list[str], format: str) -> int:  # noqa: A002  the name in pandas
    return int(np.count_nonzero(~np.isnat(_parse(pd.Series(texts, dtype=object), format))))


def _parse(series: pd.Series, format: str) -> np.ndarray:  # noqa: A002  the name in pandas
    read = pd.to_datetime(series.str.strip(), format=format, errors="coerce", utc=True)
    dates = read.dt.tz_localize(None).to_numpy()
    if dates.dtype != "datetime64[ns]":
        # From version 3 on, pandas reads dates that nanoseconds cannot count. Everything else here counts in them.
        dates = dates.astype("datetime64[us]")
        dates[np.abs(dates.astype(np.int64)) > _MOST_MICROSECONDS] = np.datetime64("NaT")
    return dates.astype("datetime64[s]")


def parse_dates(series: pd.Series, format: str | None = None) -> np.ndarray:  # noqa: A002  the name in pandas
    """Read a text column as dates.

    Parameters
    ----------
    series : pandas.Series of length n
        Text, missing is None. Numbers are not dates: all of them become NaT.
    format : str, optional
        From :func:`date_format`; guessed by default. Use the format of the training rows for new rows.

    Returns
    -------
    numpy.ndarray of shape (n,)
        ``datetime64[s]``, NaT where a value is missing or not a date. Times with a zone are converted to UTC.

    Examples
    --------
    >>> import pandas as pd
    >>> from elmweb.data import parse_dates
    >>> parse_dates(pd.Series(["24.12.2025", None])).astype(str).tolist()
    ['2025-12-24T00:00:00', 'NaT']
    """
    series = _plain(series)
    format = format or date_format(series)  # noqa: A001  the name in pandas
    if format is None or not is_text(series):
        return np.full(len(series), np.datetime64("NaT"), dtype="datetime64[s]")
    codes, uniques = pd.factorize(series.to_numpy())
    dates = _parse(pd.Series(uniques, dtype=object), format)
    return np.append(dates, np.datetime64("NaT"))[codes]


def guess_task(series: pd.Series, role: Role) -> Task:
    """Guess the kind of task from the target column.

    Parameters
    ----------
    series : pandas.Series
        The column to predict.
    role : Role
        Its role; with "category" numbers are classes too.

    Returns
    -------
    Task
        "binary" for two distinct values, "regression" for numbers, otherwise "multiclass". Integers are classes
        when there are at most 20 distinct ones, with ten rows each on average, unless they look like counts or grades:
        more than five, some at least five times as frequent as others, and frequencies that rise to one peak and fall,
        or more than ten in whatever order. Codes of classes are about equally frequent, or in no order.
    """
    series = _plain(series)
    present = series.dropna()
    n_kinds = present.nunique()
    if n_kinds <= 2:
        return "binary"
    if is_text(series) or role == "category":
        return "multiclass"
    whole = bool((present % 1 == 0).all())
    few = n_kinds <= MAX_NUMBER_KINDS and len(present) >= 10 * n_kinds
    return "multiclass" if whole and few and not _are_amounts(present.to_numpy()) else "regression"


def _are_amounts(values: np.ndarray) -> bool:
    """Return whether whole numbers look like counts or grades rather than like codes of classes."""
    kinds, counts = np.unique(values, return_counts=True)
    if len(kinds) <= _MOST_CODES or counts.max() < _UNEVEN * counts.min():
        return False
    # Zero is often a state of its own, as in "no calls".
    counts = counts[1:] if kinds[0] == 0 else counts
    return len(kinds) > 2 * _MOST_CODES or _has_one_peak(counts)


def _has_one_peak(counts: np.ndarray) -> bool:
    """Return whether frequencies rise and then fall, but for what chance does to them."""
    top = int(counts.argmax())
    for side in (counts[: top + 1][::-1], counts[top:]):
        bumps = side - np.minimum.accumulate(side)
        if (bumps > np.maximum(0.05 * counts[top], 3 * np.sqrt(side))).any():
            return False
    return True
