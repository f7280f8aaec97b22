"""Ridge regression in its dual form, for more hidden units than rows and for kernels.

``(H'H + alpha I)^-1 H'T = H' (H H' + alpha I)^-1 T``, where ``H H'`` may be replaced by any kernel between rows.
Leave-one-out is exact, by the formula in ``ridge.py``.
"""

from __future__ import annotations

from copy import copy
from typing import Self

import numpy as np
from scipy.linalg import eigh
from scipy.linalg.blas import dgemm, dsyr, dsyrk

from elmweb.compute import column_means
from elmweb.estimators.core.groups import solve_groups
from elmweb.estimators.core.ridge import EPS, RELATIVE_ALPHAS, intercept_of, inverse, mean_square

__all__ = ["DualPath", "DualRidge", "KernelRidge"]


class DualPath:
    """A path of ``alpha`` from one eigendecomposition of a matrix of inner products between rows.

    Parameters
    ----------
    K : ndarray of shape (n, n), Fortran order
        Inner products of centred rows, each multiplied by the root of its weight; the lower triangle
        is read, and overwritten.
    T : ndarray of shape (n, k)
        Targets, not centred.
    alphas : ndarray of shape (n_alphas,) or None
        Penalties; by default ``RELATIVE_ALPHAS`` times the sum of squares divided by `n_units`.
    weights : ndarray of shape (n,) or None
        Weight of each row, above 0.
    n_units : float
        Number of units of the rows.

    Notes
    -----
    ``1 - h = alpha diag((K + alpha I)^-1)`` without the direction of the intercept, and the residual has the same
    factor ``alpha``, which cancels: no precision is lost as ``alpha`` goes to 0. The direction of the intercept (all
    ones) is an eigenvector; it is given the largest eigenvalue, so that it comes last, and is left out.
    """

    def __init__(
        self, K: np.ndarray, T: np.ndarray, alphas: np.ndarray | None, weights: np.ndarray | None, n_units: float
    ) -> None:
        n = len(K)
        self._root = np.ones(n) if weights is None else np.sqrt(weights)
        self._fractions = self._root**2 / np.sum(self._root**2)  # of the sum of weights
        self._t_mean = column_means(T, weights)
        total = mean_square(np.einsum("ii->i", K)) * n
        self.alphas = RELATIVE_ALPHAS * (total / n_units) if alphas is None else alphas
        K = dsyr(2.0 * total, np.sqrt(self._fractions), a=K, lower=1, overwrite_a=1)
        values, vectors = eigh(K, driver="evd", overwrite_a=True, check_finite=False)
        self._least = n * EPS * values[-1]  # the rounding error of an eigenvalue
        self._values, self._vectors = np.where(values > self._least, values, 0.0)[:-1], vectors[:, :-1]
        T = np.subtract(T, self._t_mean, order="F") * self._root[:, None]
        self._effects = dgemm(1.0, T, self._vectors, trans_a=1)  # (k, n - 1)

    def loo(
        self,
        rows: slice,
        H: np.ndarray,  # noqa: ARG002  the primal solvers need it
        T: np.ndarray,
        weights: np.ndarray | None = None,  # noqa: ARG002  known since the factorisation
        groups: np.ndarray | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return leave-one-out predictions and leverages of a row block, like the primal solvers.

        Parameters
        ----------
        rows : slice
            Which training rows these are.
        H : ndarray of shape (n, L)
            Not used, as all rows are known.
        T : ndarray of shape (n, k)
            Their targets.
        weights : ndarray of shape (n,), optional
            Not used, as those of all rows are known.
        groups : ndarray of shape (n,), optional
            Group of each row; all rows of a group are in the block, side by side, and are left out together.

        Returns
        -------
        predictions : ndarray of shape (n_alphas, k, n)
            By the model of each ``alpha`` that was trained without that row, or without its group.
        leverage : ndarray of shape (n_alphas, n)
            ``h`` including the intercept's 1/n.
        """
        U = self._vectors[rows]
        alphas = np.maximum(self.alphas, self._least)  # alpha=0 means its limit
        inverse = 1.0 / (self._values + alphas[:, None])  # (n_alphas, n - 1)
        effects = inverse[:, None, :] * self._effects
        residuals = dgemm(1.0, U, effects.reshape(-1, U.shape[1]).T).T.reshape(len(self.alphas), -1, len(U))
        slack = dgemm(1.0, np.square(U), inverse.T).T  # (1 - h) / alpha of the weighted row
        root = self._root[rows]
        leverage = (1.0 - alphas[:, None] * slack) / root**2
        if groups is None:
            residuals /= (slack * root)[:, None, :]  # the root makes it the residual of the row without its weight
        else:
            solve_groups(U, inverse, residuals, groups, fit=False)
            residuals /= root
        return np.subtract(T.T, residuals, out=residuals), leverage

    def with_alphas(self, alphas: np.ndarray) -> Self:
        """Return the same factorisation with other penalties, at no cost.

        Parameters
        ----------
        alphas : ndarray of shape (n_alphas,)
            Penalties.

        Returns
        -------
        DualPath
            Of the same class; shares all large arrays with this one.
        """
        made = copy(self)
        made.alphas = alphas
        return made

    def dual(self, index: int) -> np.ndarray:
        """Return the dual coefficients of the centred and weighted rows, at the ``alpha`` at `index`.

        Parameters
        ----------
        index : int
            Index in ``alphas``.

        Returns
        -------
        ndarray of shape (n, k)
            ``(K + alpha I)^-1 T``.
        """
        shrink = inverse(self._values, self.alphas[index : index + 1], self._least)
        return dgemm(1.0, self._vectors, (shrink * self._effects).T)


class DualRidge(DualPath):
    """A path of ``alpha`` for a hidden layer of more units than rows, from ``K = H H'``.

    Parameters
    ----------
    H : ndarray of shape (n, L), Fortran order
        The whole hidden layer, not centred; not changed.
    T : ndarray of shape (n, k)
        Targets.
    alphas : ndarray of shape (n_alphas,), optional
        Penalties; by default ``RELATIVE_ALPHAS`` times the mean diagonal of ``H'H``.
    weights : ndarray of shape (n,), optional
        Weight of each row, above 0.
    """

    def __init__(
        self, H: np.ndarray, T: np.ndarray, alphas: np.ndarray | None = None, weights: np.ndarray | None = None
    ) -> None:
        self._h_mean = column_means(H, weights)
        self._H = np.subtract(H, self._h_mean, order="F")
        if weights is not None:
            self._H *= np.sqrt(weights)[:, None]
        super().__init__(dsyrk(1.0, self._H, lower=1), T, alphas, weights, H.shape[1])

    def solution(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the coefficients (L, k) and intercept (k,) of the ``alpha`` at `index`."""
        coef = dgemm(1.0, self._H, self.dual(index), trans_a=1)
        return coef, intercept_of(self._h_mean, self._t_mean, coef)


class KernelRidge(DualPath):
    """A path of ``alpha`` for a kernel: :class:`DualRidge` for units that are not computed.

    Parameters
    ----------
    K : ndarray of shape (n, n)
        The kernel between all rows, not centred; not changed.
    T : ndarray of shape (n, k)
        Targets.
    alphas : ndarray of shape (n_alphas,), optional
        Penalties; by default ``RELATIVE_ALPHAS`` times the mean diagonal of the centred kernel.
    weights : ndarray of shape (n,), optional
        Weight of each row, above 0.
    """

    def __init__(
        self, K: np.ndarray, T: np.ndarray, alphas: np.ndarray | None = None, weights: np.ndarray | None = None
    ) -> None:
        self._k_mean = column_means(K, weights)
        fractions = np.full(len(K), 1.0 / len(K)) if weights is None else weights / weights.sum()
        centred = K - self._k_mean
        centred -= self._k_mean[:, None] - np.sum(fractions * self._k_mean)
        if weights is not None:
            root = np.sqrt(weights)
            centred *= root * root[:, None]
        super().__init__(np.asfortranarray(centred), T, alphas, weights, len(K) if weights is None else weights.sum())

    def solution(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the weights of the kernel with each row (n, k) and the intercept (k,), at the ``alpha`` at `index`."""
        coef = self._root[:, None] * self.dual(index)
        coef -= self._fractions[:, None] * coef.sum(axis=0)
        return coef, intercept_of(self._k_mean, self._t_mean, coef)
