"""A regular series, one value a step, and how its gaps are filled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from elmweb.forecasting.steps import Step

__all__ = ["LEAST_VALUES", "Series", "SeriesSet", "fill_gaps", "newest"]

LEAST_VALUES = 10
"""A series with fewer is not forecast."""


@dataclass(frozen=True)
class Series:
    """One regular series.

    Parameters
    ----------
    key : str
        Its name; empty when there is only one.
    first : int
        Number of its first step.
    y : ndarray of shape (n,)
        One value a step, gaps filled.
    observed : ndarray of shape (n,), bool
        Which values stand in the table.
    """

    key: str
    first: int
    y: np.ndarray
    observed: np.ndarray

    def __len__(self) -> int:
        """Return the number of steps."""
        return len(self.y)


@dataclass(frozen=True)
class SeriesSet:
    """The series of a table, which go by the same step.

    Parameters
    ----------
    time, value, key : str
        Names of the columns; the key's is empty for one series.
    step : Step
        From one value to the next.
    series : tuple of Series
        At least one.
    zone : str
        The offset from UTC in which times are shown; empty where the table names none.
    notes : tuple of str
        What was found and done, a sentence each.
    """

    time: str
    value: str
    key: str
    step: Step
    series: tuple[Series, ...]
    zone: str = ""
    notes: tuple[str, ...] = ()


def fill_gaps(values: np.ndarray, period: int) -> np.ndarray:
    """Fill missing values: short gaps on a straight line, those of a season and longer with the season before.

    Parameters
    ----------
    values : ndarray of shape (n,)
        NaN where missing; the first and the last are there.
    period : int
        Steps of a season; 0 for none.

    Returns
    -------
    ndarray of shape (n,)
        Without NaN.
    """
    filled, missing = values.copy(), np.isnan(values)
    known = np.flatnonzero(~missing)
    filled[missing] = np.interp(np.flatnonzero(missing), known, values[known])
    if period:
        for before, after in pairwise(known):
            if after - before > period:
                for at in range(max(before + 1, period), after):
                    filled[at] = filled[at - period]
    return filled


def newest(series: Series, n_values: int) -> Series:
    """Return the last values of a series."""
    left = max(0, len(series) - n_values)
    return replace(series, first=series.first + left, y=series.y[left:], observed=series.observed[left:])
