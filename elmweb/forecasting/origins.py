"""Forward chaining: forecast from several moments of the past, and compare with what came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["MARGIN", "MOST_ORIGINS", "Trials", "forward_origins", "naive_scale"]

MOST_ORIGINS = 8
MARGIN = 0.02
"""By how much a model must be better than repeating old values to be chosen."""

_JUDGED = 0.4  # of the series, at most


def forward_origins(n_values: int, n_steps: int, n_needed: int) -> np.ndarray:
    """Return the moments from which a method is tried: it learns from what is before, and is judged by what follows.

    Parameters
    ----------
    n_values : int
        Length of the series.
    n_steps : int
        How far each forecast reaches.
    n_needed : int
        Values that a method needs to learn from.

    Returns
    -------
    ndarray of shape (n_origins,), int
        At most eight, evenly spread, in the last two fifths of the series; the last one reaches its end. Empty when
        the series is too short for one.

    Examples
    --------
    >>> from elmweb.forecasting import forward_origins
    >>> forward_origins(1100, 30, 200).tolist()
    [860, 890, 920, 950, 980, 1010, 1040, 1070]
    >>> forward_origins(50, 12, 25).tolist()
    [32, 35, 38]
    """
    last = n_values - n_steps
    if last < max(n_needed, 2):
        return np.empty(0, dtype=np.int64)
    first = max(n_needed, n_values - max(int(_JUDGED * n_values), n_steps), n_values - MOST_ORIGINS * n_steps)
    apart = max(1, min(n_steps, (last - first) // (MOST_ORIGINS - 1)))
    apart = max(apart, min(3, last - first)) if n_steps > 3 else apart
    n_origins = min(MOST_ORIGINS, (last - first) // apart + 1)
    return last - apart * np.arange(n_origins)[::-1]


def naive_scale(values: np.ndarray, period: int) -> float:
    """Return the mean absolute difference to the season before: the error by which MASE divides.

    Parameters
    ----------
    values : ndarray of shape (n,)
        What a method has learned from; NaN where nothing was observed.
    period : int
        Steps of a season; 1 for none.

    Returns
    -------
    float
        NaN when it is 0 or cannot be told.

    References
    ----------
    Hyndman, Koehler (2006). Another look at measures of forecast accuracy. International Journal of Forecasting 22(4).
    doi:10.1016/j.ijforecast.2006.03.001
    """
    apart = np.abs(values[period:] - values[:-period])
    apart = apart[np.isfinite(apart)]
    return float(apart.mean()) if len(apart) and apart.mean() > 0 else float("nan")


@dataclass(frozen=True)
class Trials:
    """What the methods forecast from each origin of one series, and what came.

    Parameters
    ----------
    origins : ndarray of shape (n_origins,), int
        How many values were known.
    truth : ndarray of shape (n_origins, n_steps)
        What came; NaN where nothing was observed.
    scales : ndarray of shape (n_origins,)
        Of :func:`naive_scale` before each origin.
    forecasts : dict of str to ndarray of shape (n_origins, n_steps)
        By the id of the method; those that repeat old values come first.
    n_repeats : int
        How many of them repeat old values.
    """

    origins: np.ndarray
    truth: np.ndarray
    scales: np.ndarray
    forecasts: dict[str, np.ndarray]
    n_repeats: int = 0

    def errors(self, method: str) -> np.ndarray:
        """Return the mean absolute error from each origin (n_origins,); NaN where nothing was observed."""
        off = np.abs(self.forecasts[method] - self.truth)
        seen = np.isfinite(off)
        return np.where(seen.any(axis=1), np.where(seen, off, 0).sum(axis=1) / np.maximum(seen.sum(axis=1), 1), np.nan)

    def mae(self, method: str) -> float:
        """Return the mean absolute error over all origins and steps."""
        return float(np.nanmean(np.abs(self.forecasts[method] - self.truth)))

    def mase(self, method: str, n_origins: int | None = None) -> float:
        """Return the mean absolute scaled error over the origins, or over the first of them."""
        scaled = (self.errors(method) / self.scales)[:n_origins]
        seen = scaled[np.isfinite(scaled)]
        return float(seen.mean()) if len(seen) else float("nan")

    def best(self, n_origins: int | None = None) -> str:
        """Return the method of the smallest MASE, but a model only where it is 2 % better than repeating old values.

        Of several models that are hardly better one nearly always has luck; of equals, the first one is returned.
        """
        by_mase = {method: self.mase(method, n_origins) for method in self.forecasts}
        if not any(np.isfinite(value) for value in by_mase.values()):
            by_mase = {method: float(np.nanmean(self.errors(method)[:n_origins])) for method in self.forecasts}
        rank = {method: value if np.isfinite(value) else np.inf for method, value in by_mase.items()}
        repeats = list(rank)[: self.n_repeats]
        least, best = min(repeats or rank, key=rank.__getitem__), min(rank, key=rank.__getitem__)
        return best if rank[best] < (1 - MARGIN) * rank[least] else least

    def chosen_before(self) -> float:
        """Return the MASE of choosing anew before each origin, by the origins before it alone; NaN for one origin."""
        found = [self.errors(self.best(at))[at] / self.scales[at] for at in range(1, len(self.origins))]
        seen = [value for value in found if np.isfinite(value)]
        return float(np.mean(seen)) if seen else float("nan")

    def wins(self, method: str, other: str) -> int:
        """Return from how many origins a method was nearer than another."""
        return int(np.count_nonzero(self.errors(method) < self.errors(other)))
