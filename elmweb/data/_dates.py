"""Dates in a text column: their format, and reading them."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from elmweb.data._frames import is_text, plain_column

__all__ = ["date_format", "format_of", "parse_dates", "plain", "some_texts"]

DATE_FRACTION = 0.9
_MOST_MICROSECONDS = (2**63 - 1) // 1000  # in as many nanoseconds as 64 bits hold
_N_SAMPLED = 1000  # values of a column from which its format and role are guessed

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


def plain(series: pd.Series) -> pd.Series:
    """Return a column, text as ``object``; to save a look at every cell, missing ones may be NaN."""
    return series if is_text(series) else plain_column(series)


def some_texts(values: np.ndarray) -> list[str]:
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
    series = plain(series)
    return format_of(some_texts(series.to_numpy())) if is_text(series) else None


def format_of(some: list[str]) -> str | None:
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
    series = plain(series)
    format = format or date_format(series)  # noqa: A001  the name in pandas
    if format is None or not is_text(series):
        return np.full(len(series), np.datetime64("NaT"), dtype="datetime64[s]")
    codes, uniques = pd.factorize(series.to_numpy())
    dates = _parse(pd.Series(uniques, dtype=object), format)
    return np.append(dates, np.datetime64("NaT"))[codes]
