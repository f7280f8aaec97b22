"""A column at a glance: how its values are spread, how many are missing, and how many kinds there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from elmweb.data._dates import parse_dates
from elmweb.data._frames import is_text
from elmweb.formatting import quantity
from elmweb.words.engine import data_notes as words

__all__ = ["ColumnProfile", "profile_column"]

MOST_ROWS = 20_000  # looked at, evenly spaced
MOST_DATES = 2_000
N_BINS = 12
MOST_KINDS = 8  # that get a bar


@dataclass(frozen=True)
class ColumnProfile:
    """How the values of a column are spread.

    Parameters
    ----------
    bars : tuple of float
        Heights between 0 and 1: a histogram of numbers or dates, or the most frequent kinds, most frequent first.
    span : str
        The lowest and the highest number or date, "0.1 to 2.5"; "" for kinds.
    n_kinds : int
        Different values; of the rows that were looked at.
    missing : float
        Share of rows without a value, between 0 and 1.
    is_exact : bool
        Whether all rows were looked at.
    """

    bars: tuple[float, ...]
    span: str
    n_kinds: int
    missing: float
    is_exact: bool


def profile_column(series: pd.Series, role: str, date_format: str | None = None) -> ColumnProfile:
    """Summarize a column; of a long one, 20,000 rows are looked at (2,000 dates).

    Parameters
    ----------
    series : pandas.Series of length n
        As in :class:`~elmweb.data.table.Table`.
    role : str
        What the column is, as in :func:`~elmweb.data.guess_roles`.
    date_format : str, optional
        The format of its dates.

    Returns
    -------
    ColumnProfile
        Without bars where nothing can be drawn, such as for an empty column.

    Examples
    --------
    >>> import pandas as pd
    >>> from elmweb.data.profile import profile_column
    >>> sizes = profile_column(pd.Series([1.0, 2.0, 4.0, None]), "number")
    >>> sizes.span, sizes.n_kinds, sizes.missing
    ('1 to 4', 3, 0.25)
    """
    step = max(1, -(-len(series) // (MOST_DATES if role == "date" else MOST_ROWS)))
    some = series.iloc[::step]
    present = some.dropna()
    missing = (len(some) - len(present)) / max(1, len(some))
    counts = present.value_counts().to_numpy()  # most frequent first
    bars, span = _drawn(present, counts, role, date_format)
    return ColumnProfile(bars, span, len(counts), missing, step == 1)


def _drawn(present: pd.Series, counts: np.ndarray, role: str, date_format: str | None) -> tuple[tuple[float, ...], str]:
    """Return the heights of the bars, and from where to where they go."""
    if role == "date":
        dates = parse_dates(present, date_format)
        dates = dates[~np.isnat(dates)]
        days = dates.astype("datetime64[D]")
        return _histogram(dates.astype(np.float64)), words.span(str(days.min()), str(days.max())) if len(days) else ""
    if role == "category" or is_text(present) or present.dtype == bool:
        # Where every row is a kind of its own, bars of one height would say nothing.
        return tuple((counts[:MOST_KINDS] / counts[0]).tolist()) if len(counts) and counts[0] > 1 else (), ""
    values = present.to_numpy(dtype=np.float64)
    values = values[np.isfinite(values)]
    if not len(values):
        return (), ""
    low, high = values.min(), values.max()
    return _histogram(values), quantity(low) if low == high else words.span(quantity(low), quantity(high))


def _histogram(values: np.ndarray) -> tuple[float, ...]:
    """Return the heights of a histogram, the highest 1; whole numbers that are near each other have a bar each."""
    half = values / 2  # so that the widest span is a number too
    span = half.max() - half.min() if len(half) else 0.0
    if span == 0:
        return ()
    shares = (half - half.min()) / span  # numpy.histogram refuses numbers that hardly differ
    n_bins = round(2 * span) + 1 if span < N_BINS / 2 and not (values % 1).any() else N_BINS
    counts = np.bincount(np.minimum((n_bins * shares).astype(np.intp), n_bins - 1), minlength=n_bins)
    return tuple((counts / counts.max()).tolist())
