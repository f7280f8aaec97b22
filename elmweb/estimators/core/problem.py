"""What an estimator wants solved, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from elmweb.compute import Layer
from elmweb.estimators.core.loo import Kind, LeaveOneOut

__all__ = ["Problem", "Solution"]


@dataclass(frozen=True)
class Problem:
    """What an estimator wants solved.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Inputs.
    T : ndarray of shape (n, k)
        Targets: float64, or -1 and 1 as int8 for classes.
    kind : {"regression", "binary", "multiclass", "multilabel"}
        Which leave-one-out error counts.
    layer : Layer
        The widest layer.
    alphas : ndarray of shape (n_alphas,) or None
        Penalties; None for the default path.
    flat : bool
        Whether ``y`` was one column, so that coefficients and outputs are one-dimensional.
    weights : ndarray of shape (n,) or None
        How often each row counts, above 0; None when each counts once.
    removed : ndarray of shape (n,) or None
        How much of that weight goes when a row is left out; None for 1.
    rows : ndarray of shape (n,) or None
        Which of the rows that were given these are; None for all of them.
    """

    X: np.ndarray
    T: np.ndarray
    kind: Kind
    layer: Layer
    alphas: np.ndarray | None
    flat: bool
    weights: np.ndarray | None = None
    removed: np.ndarray | None = None
    rows: np.ndarray | None = None

    def every(self, step: int) -> Problem:
        """Return the problem with every `step`-th row only."""
        weights, removed = self.weighing(slice(None, None, step))
        return replace(self, X=self.X[::step], T=self.T[::step], weights=weights, removed=removed)

    def weighing(self, rows: slice) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Return ``weights`` and ``removed`` of some rows."""
        return tuple(None if values is None else values[rows] for values in (self.weights, self.removed))


@dataclass(frozen=True)
class Solution:
    """What was learned at one width.

    Parameters
    ----------
    layer : Layer
        The layer of this width.
    coef : ndarray of shape (L, k)
        Output weights at the chosen ``alpha``.
    intercept : ndarray of shape (k,)
        What is added for every row.
    loo : LeaveOneOut
        The curve over ``alpha``.
    loo_outputs : ndarray of shape (m, k)
        Leave-one-out outputs at the chosen ``alpha``.
    loo_rows : ndarray of shape (m,)
        The rows they belong to: all, or an even sample of large data.
    """

    layer: Layer
    coef: np.ndarray
    intercept: np.ndarray
    loo: LeaveOneOut
    loo_outputs: np.ndarray
    loo_rows: np.ndarray
