"""How often sets and intervals hold the true answer, measured on held-out rows, and rows that are like none.

Sets and intervals are made from the leave-one-out errors of the training rows (``estimators/core/conformal.py``), so a
held-out row says whether they keep what they promise. A set always names some class; a row can be unlike all of them.
So a row is also compared with the training rows themselves: it counts as like none when it is farther from the nearest
one than 99 % of the training rows are from theirs. That share, too, is measured on held-out rows.

References
----------
Angelopoulos, Bates (2023). Conformal prediction: a gentle introduction. Foundations and Trends in Machine Learning
16(4). doi:10.1561/2200000101
"""

from __future__ import annotations

from collections.abc import Generator
from math import ceil
from typing import Any

import numpy as np
from scipy.linalg.blas import dgemm

from elmweb.estimators.core.conformal import conformal_quantile
from elmweb.evaluation.scores import wilson_range

__all__ = ["LEVELS", "Distances", "least_levels", "measured_coverage"]

LEVELS = tuple(range(80, 100))
"""Coverages that can be asked for, in percent."""

_NEVER = 100
_NEAR = 0.99  # of the training rows are nearer to another one than a row that counts as like none
_MOST_MEASURED = 1_000  # training rows whose distance to the nearest other one is measured
_BLOCK = 200


def measured_coverage(estimator: Any, Z: np.ndarray, y: np.ndarray) -> list[dict[str, Any]]:
    """Return what sets or intervals at each level hold of rows that the model has not learned from.

    Parameters
    ----------
    estimator : BaseReadout
        Fitted, with leave-one-out errors.
    Z : ndarray of shape (n, d)
        Inputs of held-out rows.
    y : ndarray of shape (n,)
        Their answers.

    Returns
    -------
    list of dict
        For each of :data:`LEVELS` ``{"level", "covered", "low", "high", "size"}``: the share of rows whose answer was
        in it with Wilson's 95 % interval, and the mean number of classes, or the width; for classes also
        ``"single"``, the share of sets of one class. Size is None where there are too few errors for an interval.

    Raises
    ------
    ValueError
        The estimator has no leave-one-out errors.
    """
    n = len(y)
    if hasattr(estimator, "classes_"):
        levels = least_levels(estimator, Z)
        own = levels[np.arange(n), np.searchsorted(estimator.classes_, y)]
        sizes = [(levels <= level).sum(axis=1) for level in LEVELS]
        held = [int((own <= level).sum()) for level in LEVELS]
        more = [{"size": float(size.mean()), "single": float((size == 1).mean())} for size in sizes]
    else:
        off = np.abs(estimator.predict(Z) - y)
        widths = [float(conformal_quantile(estimator, level / 100)[0]) for level in LEVELS]
        held = [int((off <= width).sum()) for width in widths]
        more = [{"size": 2 * width if np.isfinite(width) else None} for width in widths]
    return [
        {"level": level, "covered": k / n, **dict(zip(("low", "high"), wilson_range(k, n), strict=True)), **one}
        for level, k, one in zip(LEVELS, held, more, strict=True)
    ]


def least_levels(estimator: Any, Z: np.ndarray) -> np.ndarray:
    """Return the smallest coverage at which each class is in the set of each row.

    Parameters
    ----------
    estimator : ClassifierReadout
        Fitted, with leave-one-out errors.
    Z : ndarray of shape (n, d)
        Inputs.

    Returns
    -------
    ndarray of int (n, n_classes)
        One of :data:`LEVELS`, or 100 when it is in none of the sets.
    """
    P = estimator.predict_proba(Z)
    levels, highest = np.full(P.shape, _NEVER), P.max(axis=1, keepdims=True)
    for level in reversed(LEVELS):  # as predict_set does it, for one level
        least = 1.0 - conformal_quantile(estimator, level / 100)[0]
        levels[np.minimum(least, highest) <= P] = level
    return levels


class Distances:
    """How far rows are from the nearest training row, and how far is too far.

    Parameters
    ----------
    Z : ndarray of shape (n, d)
        Inputs of the training rows.

    Attributes
    ----------
    limit : float
        Distance that 99 % of the training rows have at most to their nearest other one; the largest of all when there
        are fewer than 99.
    n_measured : int
        Training rows that it was measured on.
    """

    def __init__(self, Z: np.ndarray) -> None:
        self._Z = np.asarray(Z, dtype=np.float64)
        self._squares = np.einsum("ij,ij->i", self._Z, self._Z)
        self.limit = np.inf
        self.n_measured = 0

    @classmethod
    def iter_of(cls, Z: np.ndarray) -> Generator[float, None, Distances]:
        """Measure the distances between training rows, in steps.

        Parameters
        ----------
        Z : ndarray of shape (n, d)
            Their inputs.

        Yields
        ------
        float
            Fraction that is done.

        Returns
        -------
        Distances
            With its limit.
        """
        made = cls(Z)
        some = np.sort(np.random.default_rng(0).permutation(len(Z))[:_MOST_MEASURED])
        found = []
        for start in range(0, len(some), _BLOCK):
            part = some[start : start + _BLOCK]
            squares = made._squared(made._Z[part])
            squares[np.arange(len(part)), part] = np.inf
            found.append(squares.min(axis=1))
            yield start / len(some)
        distances = np.sort(np.sqrt(np.concatenate(found)))
        rank = min(ceil((len(some) + 1) * _NEAR), len(some))
        made.limit, made.n_measured = float(distances[rank - 1]), len(some)
        return made

    def nearest(self, Z: np.ndarray) -> np.ndarray:
        """Return the distance of each row to the nearest training row.

        Parameters
        ----------
        Z : ndarray of shape (m, d)
            Inputs.

        Returns
        -------
        ndarray of float64 (m,)
            Euclidean.
        """
        parts = [self._squared(Z[at : at + _BLOCK]).min(axis=1) for at in range(0, len(Z), _BLOCK)]
        return np.sqrt(np.concatenate([np.empty(0), *parts]))

    def is_like_none(self, Z: np.ndarray) -> np.ndarray:
        """Return which rows are farther from every training row than these are from each other.

        Parameters
        ----------
        Z : ndarray of shape (m, d)
            Inputs.

        Returns
        -------
        ndarray of bool (m,)
            True for new ground.
        """
        slack = 1e-6 * (1.0 + self.limit)  # squares lose some digits
        return self.nearest(Z) > self.limit + slack

    def _squared(self, Z: np.ndarray) -> np.ndarray:
        """Return squared distances (m, n)."""
        Z = np.asarray(Z, dtype=np.float64)
        squares = dgemm(-2.0, Z, self._Z, trans_b=1)
        squares += self._squares
        squares += np.einsum("ij,ij->i", Z, Z)[:, None]
        return np.maximum(squares, 0.0, out=squares)
