"""The time column of a table, read as seconds since 1970."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from elmweb.data import parse_dates
from elmweb.data._frames import is_text
from elmweb.exceptions import ColumnError
from elmweb.formatting import quantity, quoted
from elmweb.words.engine import forecasting_series as words

__all__ = ["Times", "could_be_times", "read_times"]

_ZONE = re.compile(r"(?P<sign>[+-])(?P<h>\d{2}):?(?P<m>\d{2})\s*$|(?P<z>[Zz])\s*$")
_CLOCK = re.compile(r"\d:\d\d")
_TIME_NAME = re.compile(
    r"year|date|time|month|day|period|jahr|datum|zeit|monat|année|annee|mois|año|fecha|mes|anno|data", re.IGNORECASE
)
_YEARS = (1000.0, 2999.99)
_SECONDS, _MILLISECONDS = (3e8, 5e9), (3e11, 5e12)
_PARTS = ((1, "years"), (4, "quarters"), (12, "months"))


@dataclass(frozen=True)
class Times:
    """The times of a table's rows.

    Parameters
    ----------
    seconds : ndarray of shape (n,), int64
        Seconds since 1970 as the clock of each row shows them.
    utc : ndarray of shape (n,), int64
        The same in UTC; equal to ``seconds`` where no row names a time zone.
    known : ndarray of shape (n,), bool
        Which rows have a time.
    zone : str
        The offset of the last row, such as "+01:00"; empty where no row names one.
    notes : tuple of str
        How the column was read, a sentence each.
    """

    seconds: np.ndarray
    utc: np.ndarray
    known: np.ndarray
    zone: str = ""
    notes: tuple[str, ...] = ()


def could_be_times(name: str, series: pd.Series) -> bool:
    """Return whether numbers in a column are likely to be times: by its name, and as years or seconds since 1970."""
    if is_text(series) or not _TIME_NAME.search(name):
        return False
    numbers = series.to_numpy(dtype=np.float64)
    known = numbers[np.isfinite(numbers)]
    return len(known) > 1 and known.min() < known.max() and _of_numbers(known) is not None


def read_times(name: str, series: pd.Series, format: str | None = None) -> Times:  # noqa: A002  the name in pandas
    """Read the time column of a table.

    Parameters
    ----------
    name : str
        Its name.
    series : pandas.Series of length n
        Dates as text, or numbers: years, parts of years such as 1949.25, or seconds since 1970.
    format : str, optional
        The format of the dates; found when it is not given.

    Returns
    -------
    Times
        Of every row.

    Raises
    ------
    ColumnError
        The column holds no times.
    """
    if not is_text(series):
        return _numbers(name, series.to_numpy(dtype=np.float64))
    dates = parse_dates(series, format)
    known = ~np.isnat(dates)
    if not known.any():
        raise ColumnError(
            words.no_time_column(quoted(name)),
            rule=words.TEXTS_AS_TIMES,
            value=quoted(str(next(iter(series.dropna()), ""))),
        )
    utc = np.where(known, dates, np.datetime64(0, "s")).astype(np.int64)
    offsets, n_zones = _offsets(series, known)
    notes = []
    if n_bad := int(np.count_nonzero(~known)):
        notes.append(words.without_time(n_bad))
    if not n_zones:
        return Times(utc, utc, known, "", tuple(notes))
    if n_zones < np.count_nonzero(known):
        notes.append(words.READ_AS_UTC)
    last = int(offsets[int(np.flatnonzero(known)[utc[known].argmax()])])
    return Times(utc + offsets, utc + last, known, _zone_text(last), tuple(notes))


def _offsets(series: pd.Series, known: np.ndarray) -> tuple[np.ndarray, int]:
    """Return the offset from UTC of each row in seconds, and how many rows name one."""
    offsets, n_zones = np.zeros(len(series), dtype=np.int64), 0
    for row in np.flatnonzero(known):
        text = str(series.iloc[row])
        found = _ZONE.search(text) if _CLOCK.search(text) else None
        if found is None:
            continue
        n_zones += 1
        if not found["z"]:
            size = 3600 * int(found["h"]) + 60 * int(found["m"])
            offsets[row] = size if found["sign"] == "+" else -size
    return offsets, n_zones


def _numbers(name: str, numbers: np.ndarray) -> Times:
    known = np.isfinite(numbers)
    read = _of_numbers(numbers[known]) if known.any() else None
    if read is None:
        ends = (quantity(numbers[known].min()), quantity(numbers[known].max())) if known.any() else None
        raise ColumnError(
            words.no_time_column(quoted(name)),
            rule=words.NUMBERS_AS_TIMES,
            value=words.between(*ends) if ends else words.NO_NUMBER,
        )
    seconds = np.zeros(len(numbers), dtype=np.int64)
    seconds[known], how = read
    return Times(seconds, seconds, known, "", (words.read_as(quoted(name), how),))


def _of_numbers(numbers: np.ndarray) -> tuple[np.ndarray, str] | None:
    """Return times that are numbers as seconds since 1970, and what they were read as; None for no times."""
    low, high = numbers.min(), numbers.max()
    if _YEARS[0] <= low and high <= _YEARS[1]:
        for parts, name in _PARTS:
            steps = np.round(numbers * parts)
            if np.abs(numbers * parts - steps).max() < 0.02 * parts:
                months = (steps * (12 // parts)).astype(np.int64) - 1970 * 12
                return months.astype("datetime64[M]").astype("datetime64[s]").astype(np.int64), name
    if _SECONDS[0] <= low and high <= _SECONDS[1]:
        return np.round(numbers).astype(np.int64), "seconds"
    if _MILLISECONDS[0] <= low and high <= _MILLISECONDS[1]:
        return np.round(numbers / 1000).astype(np.int64), "milliseconds"
    return None


def _zone_text(offset: int) -> str:
    hours, minutes = divmod(abs(offset) // 60, 60)
    return f"{'-' if offset < 0 else '+'}{str(hours).zfill(2)}:{str(minutes).zfill(2)}"
