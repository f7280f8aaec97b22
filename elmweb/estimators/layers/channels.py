"""Inputs as they are, and beside them as normal scores: where each value stands among those of the training rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

__all__ = ["ChannelLayer", "channel_layer"]

_KNOTS = 48
_FEWEST = 5  # distinct values, below which ranks say what the values say
_SAME = 1e-4  # of the distance between the quartiles of the distinct values


@dataclass(frozen=True)
class ChannelLayer:
    """The inputs, followed by the normal scores of some of them.

    A score is a polygon through knots, and constant beyond the first and the last of them: an input far outside what
    was seen in training counts as the largest that was.

    Parameters
    ----------
    n_features : int
        Number of inputs, ``d``.
    columns : ndarray of int, shape (c,)
        Inputs that have scores.
    knots, scores : tuple of ndarray
        For each of them, values in ascending order, and their scores.
    """

    n_features: int
    columns: np.ndarray
    knots: tuple[np.ndarray, ...]
    scores: tuple[np.ndarray, ...]

    @property
    def n_hidden(self) -> int:
        """Number of inputs and scores."""
        return self.n_features + len(self.columns)

    def leading(self, n_hidden: int) -> ChannelLayer:
        """Return the layer of the first `n_hidden` columns; the inputs come first."""
        n_scores = max(0, n_hidden - self.n_features)
        n_features = min(n_hidden, self.n_features)
        return ChannelLayer(n_features, self.columns[:n_scores], self.knots[:n_scores], self.scores[:n_scores])

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return inputs and scores (n, d + c), float64, Fortran order, for a row block (n, d)."""
        C = np.empty((len(X), self.n_hidden), order="F")
        C[:, : self.n_features] = X[:, : self.n_features]
        for at, (column, knots, scores) in enumerate(
            zip(self.columns, self.knots, self.scores, strict=True), start=self.n_features
        ):
            C[:, at] = np.interp(X[:, column], knots, scores)
        return C


def channel_layer(X: np.ndarray, weights: np.ndarray | None = None) -> ChannelLayer:
    """Return the channels of some rows.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Training rows.
    weights : ndarray of shape (n,), optional
        Weight of each row: a row of weight 2 counts as the row twice.

    Returns
    -------
    ChannelLayer
        With scores of the inputs that have at least 5 distinct values.
    """
    weights = np.ones(len(X)) if weights is None else weights
    total = weights.sum()
    columns, knots, scores = [], [], []
    for column, values in enumerate(np.asarray(X, dtype=np.float64).T):
        at = _alike(values)
        counts = np.bincount(at, weights)
        if len(counts) < _FEWEST:
            continue
        distinct = np.bincount(at, weights * values) / counts
        ranks = (np.cumsum(counts) - counts / 2) / total  # the middle of the rows that have a value
        wanted = np.searchsorted(ranks, np.linspace(0.0, 1.0, _KNOTS))
        kept = np.unique(np.minimum(np.concatenate([[0], wanted]), len(distinct) - 1))
        columns.append(column)
        knots.append(distinct[kept])
        scores.append(ndtri(ranks[kept]))
    return ChannelLayer(X.shape[1], np.array(columns, dtype=np.intp), tuple(knots), tuple(scores))


def _alike(values: np.ndarray) -> np.ndarray:
    """Return the position of each value among the distinct ones, where those count as one that are nearly the same.

    The sine of one day of the year differs in its last digit from year to year and between machines, and a file in
    single precision does not tell such values apart; each would have a rank of its own.
    """
    low, high = np.quantile(np.unique(values), [0.25, 0.75])
    step = _SAME * (high - low)
    return np.unique(np.round(values / step) if step > 0 else values, return_inverse=True)[1]
