"""The leave-one-out curve over ``alpha``, and how its best point is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

__all__ = ["Kind", "LeaveOneOut", "LooSums"]

Kind = Literal["regression", "binary", "multiclass", "multilabel"]

# Leave-one-out predictions at every alpha are kept up to this many numbers (80 MB); beyond that, rows are sampled.
_MOST_KEPT = 10_000_000


@dataclass(frozen=True)
class LeaveOneOut:
    """Exact leave-one-out errors of one hidden layer over a path of ``alpha``.

    Parameters
    ----------
    n_hidden : int
        Number of hidden units.
    alphas : ndarray of shape (n_alphas,)
        Penalties, as added to the diagonal of ``H'H``.
    errors : ndarray of shape (n_alphas,)
        The error that is minimised: mean squared error (regression), fraction of misclassified rows (binary,
        multiclass) or fraction of wrong labels (multilabel).
    squared_errors : ndarray of shape (n_alphas,)
        Mean squared error over rows and target columns; classes are coded as -1 and 1.
    degrees_of_freedom : ndarray of shape (n_alphas,)
        Effective number of parameters, intercept included.
    gcv_errors : ndarray of shape (n_alphas,)
        Generalised cross-validation: mean squared residual of the fit, divided by ``(1 - df / n)^2``; NaN where whole
        groups of rows are left out.
    best : int
        Index of the smallest error; ties are broken by the squared error, then by the largest ``alpha``. Of the members
        of a blend it is that of the smallest squared error.
    leverage : ndarray of shape (m,) or None
        Leverage, at the chosen penalty, of each row whose leave-one-out outputs are kept; None in a model from a file.
    """

    n_hidden: int
    alphas: np.ndarray
    errors: np.ndarray
    squared_errors: np.ndarray
    degrees_of_freedom: np.ndarray
    gcv_errors: np.ndarray
    best: int
    leverage: np.ndarray | None = None

    @property
    def alpha(self) -> float:
        """The chosen penalty."""
        return float(self.alphas[self.best])

    @property
    def error(self) -> float:
        """The error at the chosen penalty."""
        return float(self.errors[self.best])


class LooSums:
    """Adds up leave-one-out errors, one row block at a time.

    Parameters
    ----------
    kind : {"regression", "binary", "multiclass", "multilabel"}
        The task; classes are encoded as -1 and 1.
    alphas : ndarray of shape (n_alphas,)
        Penalties.
    n_rows, n_targets : int
        Shape of the targets, which determines how many predictions can be kept.
    by_group : bool, default=False
        Whether whole groups are left out. Generalised cross-validation, which knows no groups, is NaN then.
    by_squares : bool, default=False
        Whether the squared error decides, whatever the number of misclassified rows.
    """

    def __init__(
        self,
        kind: Kind,
        alphas: np.ndarray,
        n_rows: int,
        n_targets: int,
        *,
        by_group: bool = False,
        by_squares: bool = False,
    ) -> None:
        self._by_group, self._by_squares = by_group, by_squares
        self._kind = kind
        self._alphas = alphas
        self._n, self._n_left_out, self._k = 0.0, 0, n_targets
        self._wrong, self._squares, self._freedom, self._residuals = np.zeros((4, len(alphas)))
        self._kept, self._leverages = [], []
        self.rows = np.arange(0, n_rows, -(-n_rows * n_targets * len(alphas) // _MOST_KEPT))

    def add(
        self,
        rows: slice,
        T: np.ndarray,
        predictions: np.ndarray,
        leverage: np.ndarray,
        weights: np.ndarray | None = None,
    ) -> None:
        """Add a block of targets (n, k), predictions (n_alphas, k, n), leverages (n_alphas, n) and weights (n,)."""
        first, last = np.searchsorted(self.rows, [rows.start, rows.stop])
        own = self.rows[first:last] - rows.start
        self._kept.append(predictions[:, :, own])
        self._leverages.append(leverage[:, own])
        wrong = None
        if self._kind == "multiclass":
            of_true = np.take_along_axis(predictions, T.argmax(axis=1)[None, None, :], axis=1)[:, 0]
            wrong = predictions.max(axis=1) > of_true
        elif self._kind != "regression":
            wrong = np.count_nonzero((predictions > 0) != (T.T > 0), axis=1)
        predictions -= T.T
        squares = np.einsum("akn,akn->an", predictions, predictions)
        self._n_left_out += len(T)
        if weights is None:
            self._n += len(T)
        else:
            self._n += weights.sum()
            squares *= weights
            leverage = leverage * weights
        if wrong is not None:
            self._wrong += (wrong if weights is None else wrong * weights).sum(axis=1)
        self._freedom += leverage.sum(axis=1)
        self._squares += squares.sum(axis=1)
        squares *= np.square(1.0 - leverage)  # a residual of the fit is the leave-one-out residual times 1 - w h
        self._residuals += squares.sum(axis=1)

    def merge(self, other: LooSums) -> None:
        """Add the sums over other rows, but not the predictions that are kept."""
        self._n += other._n
        self._n_left_out += other._n_left_out
        for mine, theirs in zip(self._curves(), other._curves(), strict=True):
            np.add(mine, theirs, out=mine)

    def take_kept(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the kept predictions (n_alphas, k, m) and leverages (n_alphas, m), and release them."""
        nothing = np.empty((len(self._alphas), self._k, 0))
        kept = np.concatenate([nothing, *self._kept], axis=2), np.concatenate([nothing[:, 0], *self._leverages], axis=1)
        self._kept, self._leverages = [], []
        return kept

    def _curves(self) -> tuple[np.ndarray, ...]:
        return self._wrong, self._squares, self._freedom, self._residuals

    def result(self, n_hidden: int) -> LeaveOneOut:
        """Return the curve of the layer of `n_hidden` units."""
        squares = self._squares / (self._n * self._k)
        wrong = self._wrong / (self._n * (self._k if self._kind == "multilabel" else 1))
        errors = squares if self._kind == "regression" else wrong
        # A difference of less than half a row is a tie: it comes from one light row among heavy ones, or from rounding.
        least = errors.min() + (0.0 if self._kind == "regression" else 0.5 / self._n_left_out)
        is_worse = errors > (np.inf if self._by_squares else least)
        best = int(np.lexsort((-self._alphas, squares, is_worse))[0])
        free = np.maximum(1.0 - self._freedom / self._n, np.finfo(np.float64).eps)
        gcv = self._residuals / (self._n * self._k) / free**2
        if self._by_group:
            gcv = np.full(len(gcv), np.nan)
        leverage = np.concatenate([np.empty(0), *(block[best] for block in self._leverages)])
        return LeaveOneOut(n_hidden, self._alphas, errors, squares, self._freedom, gcv, best, leverage)

    def predictions(self, index: int) -> np.ndarray:
        """Return the leave-one-out predictions (len(rows), k) of the ``alpha`` at `index`, for the kept ``rows``."""
        return np.concatenate([block[index].T for block in self._kept])
