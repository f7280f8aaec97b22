"""Intervals from the errors that a method made from the origins, and how many values they really held."""

from __future__ import annotations

import numpy as np

__all__ = ["half_widths", "measured_coverage"]


def half_widths(errors: np.ndarray, level: float) -> np.ndarray:
    """Return how far an interval reaches to either side at each step ahead.

    Parameters
    ----------
    errors : ndarray of shape (n_origins, n_steps)
        Forecast minus truth; NaN where nothing was observed.
    level : float
        Fraction of values that should be inside.

    Returns
    -------
    ndarray of shape (n_steps,)
        Never smaller for a later step.

    Notes
    -----
    The shape over the steps is the mean absolute error at each, made non-decreasing by isotonic regression. Errors
    divided by it are pooled over origins and steps, and their quantile at ``level`` (1 + 1/n), as in split conformal
    prediction, is the factor. Errors from one origin are alike, which such a quantile does not know: hence
    :func:`measured_coverage`.

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb.forecasting import half_widths
    >>> half_widths(np.array([[1.0, -2.0], [-1.0, 2.0]]), 0.5)
    array([1., 2.])
    """
    off = np.abs(errors)
    seen = np.isfinite(off)
    counts = seen.sum(axis=0)
    sums = np.where(seen, off, 0.0).sum(axis=0)
    shape = _non_decreasing(np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0), counts)
    shape = np.maximum(shape, 1e-12 * max(1.0, float(off[seen].max(initial=0.0))))
    ratios = np.sort((off / shape)[seen])
    if not len(ratios):
        return np.full(errors.shape[1], np.nan)
    rank = int(np.ceil(level * (len(ratios) + 1))) - 1
    return shape * ratios[min(max(rank, 0), len(ratios) - 1)]


def measured_coverage(errors: np.ndarray, level: float) -> tuple[int, int]:
    """Count the values inside intervals that were made without their own origin.

    Parameters
    ----------
    errors : ndarray of shape (n_origins, n_steps)
        Forecast minus truth; NaN where nothing was observed.
    level : float
        Fraction of values that should be inside.

    Returns
    -------
    n_inside : int
        How many were inside.
    n : int
        Of how many; 0 with fewer than two origins.
    """
    n_inside = n = 0
    for left_out in range(len(errors) if len(errors) > 1 else 0):
        width = half_widths(np.delete(errors, left_out, axis=0), level)
        off = np.abs(errors[left_out])
        seen = np.isfinite(off) & np.isfinite(width)
        n += int(np.count_nonzero(seen))
        n_inside += int(np.count_nonzero(off[seen] <= width[seen]))
    return n_inside, n


def _non_decreasing(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the nearest non-decreasing values by least squares: neighbours out of order are put together."""
    blocks: list[list[float]] = []  # mean, weight, length
    for value, weight in zip(values, np.maximum(weights, 1e-9), strict=True):
        blocks.append([float(value), float(weight), 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, own, length = blocks.pop()
            before = blocks[-1]
            total = before[1] + own
            blocks[-1] = [(before[0] * before[1] + mean * own) / total, total, before[2] + length]
    return np.concatenate([np.full(int(length), mean) for mean, _, length in blocks])
