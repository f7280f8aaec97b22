"""Ridge regression on a hidden layer, with exact leave-one-out from one factorisation.

With rows centred (``H`` minus its mean, ``T`` minus its mean, so that the
intercept is not penalised), the coefficients are ``(H'H + alpha I)^-1 H'T`` and
the prediction for row i by the model that never saw it is::

    t_i - (t_i - f_i) / (1 - h_i),    h_i = 1/n + H_i (H'H + alpha I)^-1 H_i'

With weights ``n`` is their sum, the sums are weighted, and the denominator is ``1 - w_i h_i``: a row is left out with
all of its weight.

With fewer units than rows there are two solvers: :class:`EigenRidge` (a whole path of ``alpha`` from one
``H'H = V S V'``) and :class:`CholeskyRidge` (one ``alpha``, several times cheaper). With more units than rows, and for
kernels, the dual problem is solved: see ``dual.py``. All give the same numbers up to rounding. Predictions have shape
(n_alphas, k, n), rows last, as BLAS computes them.

References
----------
Allen (1974). The relationship between variable selection and data augmentation
and a method for prediction. Technometrics 16(1). doi:10.1080/00401706.1974.10489157
"""

from __future__ import annotations

from copy import copy

import numpy as np
from scipy.linalg import eigh
from scipy.linalg.blas import dgemm, dtrsm
from scipy.linalg.lapack import dpotrf, dtrtri

from elmweb.compute import Gram
from elmweb.estimators.core.groups import solve_groups

__all__ = [
    "EPS",
    "RELATIVE_ALPHAS",
    "CholeskyRidge",
    "EigenRidge",
    "intercept_of",
    "inverse",
    "mean_square",
    "primal_ridge",
]

RELATIVE_ALPHAS = np.logspace(-6, 4, 21)
"""Penalties tried by default, as multiples of the mean diagonal of the centred ``H'H``."""

EPS = np.finfo(np.float64).eps
# A row with leverage 1 determines its own fit, and its leave-one-out residual is 0/0. This keeps it finite.
_LEAST_SLACK = 1e-10


class _PrimalRidge:
    """What both primal solvers share: rows are projected, and leverages are sums of squares of the projections.

    Subclasses set ``alphas`` (n_alphas,), ``_shrink`` (n_alphas, L), ``_effects`` (k, L) and
    ``_project``, such that ``P = _project(H)`` gives ``f = P (shrink * effects)'`` and ``h = P^2 shrink'``.
    """

    alphas: np.ndarray
    mean_diagonal: float
    _shrink: np.ndarray
    _effects: np.ndarray

    def __init__(self, gram: Gram) -> None:
        self._n, self._h_mean, self._t_mean = gram.n, gram.h_mean, gram.t_mean
        self.mean_diagonal = mean_square(np.einsum("ii->i", gram.G))

    def _project(self, H: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def _directions(self) -> np.ndarray:
        """Return the matrix (L, L) by which ``_project`` multiplies."""
        raise NotImplementedError

    def _coef(self, index: int) -> np.ndarray:
        raise NotImplementedError

    def loo(
        self,
        rows: slice,  # noqa: ARG002  the dual solvers need it
        H: np.ndarray,
        T: np.ndarray,
        weights: np.ndarray | None = None,
        groups: np.ndarray | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return leave-one-out predictions and leverages of a row block.

        Parameters
        ----------
        rows : slice
            Which training rows these are.
        H : ndarray of shape (n, L), Fortran order
            Their hidden layer, not centred; not changed.
        T : ndarray of shape (n, k)
            Their targets.
        weights : ndarray of shape (n,), optional
            Weight of each row in the sums; 1 when not given.
        groups : ndarray of shape (n,), optional
            Group of each row; all rows of a group are in the block, side by side, and are left out together.

        Returns
        -------
        predictions : ndarray of shape (n_alphas, k, n)
            By the model of each ``alpha`` that was trained without that row, or without its group.
        leverage : ndarray of shape (n_alphas, n)
            ``h`` including the intercept's 1/n; times the weights it sums to the degrees of freedom.
        """
        P = self._project(np.subtract(H, self._h_mean, order="F"))  # (n, L)
        effects = self._shrink[:, None, :] * self._effects  # (n_alphas, k, L)
        fitted = dgemm(1.0, P, effects.reshape(-1, P.shape[1]).T).T.reshape(len(self.alphas), -1, len(P))
        fitted += self._t_mean[:, None]
        if groups is not None:
            predictions = self._without_groups(fitted, P, T, weights, groups)
            return predictions, dgemm(1.0, np.square(P), self._shrink.T).T + 1.0 / self._n
        np.square(P, out=P)
        leverage = dgemm(1.0, P, self._shrink.T).T  # (n_alphas, n)
        return self.left_out(fitted, leverage, T, weights)

    def _without_groups(
        self, fitted: np.ndarray, P: np.ndarray, T: np.ndarray, weights: np.ndarray | None, groups: np.ndarray
    ) -> np.ndarray:
        """Return predictions (n_alphas, k, n) by models that never saw the row's group; `fitted` is overwritten."""
        root = np.ones(len(P)) if weights is None else np.sqrt(weights)
        V = np.column_stack([P, np.full(len(P), 1.0 / np.sqrt(self._n))]) * root[:, None]  # the intercept is last
        shrink = np.column_stack([self._shrink, np.ones(len(self.alphas))])
        residuals = np.subtract(T.T, fitted, out=fitted)
        residuals *= root
        solve_groups(V, shrink, residuals, groups, fit=True)
        residuals /= root
        return np.subtract(T.T, residuals, out=residuals)

    def left_out(
        self, fitted: np.ndarray, leverage: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return what :meth:`loo` returns, computed from the fit.

        Parameters
        ----------
        fitted : ndarray of shape (n_alphas, k, n)
            Predictions by the models fitted on all rows; overwritten.
        leverage : ndarray of shape (n_alphas, n)
            ``h`` without the intercept's 1/n; overwritten.
        T : ndarray of shape (n, k)
            Targets.
        weights : ndarray of shape (n,), optional
            Weight of each row in the sums; 1 when not given.

        Returns
        -------
        predictions : ndarray of shape (n_alphas, k, n)
            By the model of each ``alpha`` that was trained without that row.
        leverage : ndarray of shape (n_alphas, n)
            ``h`` including the intercept's 1/n.
        """
        leverage += 1.0 / self._n
        slack = np.maximum(1.0 - (leverage if weights is None else leverage * weights), _LEAST_SLACK)
        residuals = np.subtract(T.T, fitted, out=fitted)
        residuals /= slack[:, None, :]
        return np.subtract(T.T, residuals, out=residuals), leverage

    def linear(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return the linear maps of which :meth:`loo` consists, for a backend with faster products.

        Returns
        -------
        coefs : ndarray of shape (L, n_alphas * k)
            ``H coefs + intercepts`` is the fit, with the columns of each ``alpha`` side by side.
        intercepts : ndarray of shape (n_alphas * k,)
            Intercepts.
        directions : ndarray of shape (L, L)
            ``P = H directions + origin``.
        origin : ndarray of shape (L,)
            Makes ``P`` zero for the mean row.
        shrink : ndarray of shape (n_alphas, L)
            ``P^2 shrink'`` is the leverage without the intercept's 1/n.
        """
        directions = self._directions()
        effects = (self._shrink[:, None, :] * self._effects).reshape(-1, len(directions))
        coefs = dgemm(1.0, directions, effects.T)
        t_means = np.tile(self._t_mean, len(self.alphas))
        origin = -dgemm(1.0, self._h_mean[None, :], directions)[0]
        return coefs, intercept_of(self._h_mean, t_means, coefs), directions, origin, self._shrink

    def solution(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the model of one ``alpha``.

        Parameters
        ----------
        index : int
            Index in ``alphas``.

        Returns
        -------
        coef : ndarray of shape (L, k)
            Output weights.
        intercept : ndarray of shape (k,)
            Intercepts.
        """
        coef = self._coef(index)
        return coef, intercept_of(self._h_mean, self._t_mean, coef)


class EigenRidge(_PrimalRidge):
    """A path of ``alpha`` from one eigendecomposition of ``H'H``.

    Parameters
    ----------
    gram : Gram
        Centred sums; its ``G`` is overwritten.
    alphas : ndarray of shape (n_alphas,), optional
        Penalties; by default ``RELATIVE_ALPHAS`` times the mean diagonal of ``G``.

    Attributes
    ----------
    values : ndarray of shape (L,)
        Eigenvalues of ``G``, ascending.
    effects : ndarray of shape (k, L)
        ``C'`` in the basis of the eigenvectors.

    Notes
    -----
    Directions in which the hidden layer does not vary are left out, so that ``alpha=0`` gives the minimum-norm
    solution. LAPACK's ``dsyevd`` is the fastest driver natively; in Pyodide
    ``dsyevr`` takes a tenth less, but its vectors are less exactly orthogonal.
    """

    def __init__(self, gram: Gram, alphas: np.ndarray | None = None) -> None:
        super().__init__(gram)
        self.alphas = RELATIVE_ALPHAS * self.mean_diagonal if alphas is None else alphas
        self.values, self._vectors = eigh(gram.G, driver="evd", overwrite_a=True, check_finite=False)
        self._shrink = inverse(self.values, self.alphas, len(self.values) * EPS * self.values[-1])
        self.effects = self._effects = dgemm(1.0, gram.C, self._vectors, trans_a=1)

    def with_alphas(self, alphas: np.ndarray) -> EigenRidge:
        """Return the same factorisation with other penalties, at no cost.

        Parameters
        ----------
        alphas : ndarray of shape (n_alphas,)
            Penalties.

        Returns
        -------
        EigenRidge
            Shares all large arrays with this one.
        """
        made = copy(self)
        made.alphas = alphas
        made._shrink = inverse(self.values, alphas, len(self.values) * EPS * self.values[-1])  # noqa: SLF001  its own kind
        return made

    def _project(self, H: np.ndarray) -> np.ndarray:
        return dgemm(1.0, H, self._vectors)

    def _directions(self) -> np.ndarray:
        return self._vectors

    def _coef(self, index: int) -> np.ndarray:
        return dgemm(1.0, self._vectors, (self._shrink[index] * self._effects).T)


class CholeskyRidge(_PrimalRidge):
    """One ``alpha`` from a Cholesky factorisation of ``H'H + alpha I``.

    Parameters
    ----------
    gram : Gram
        Centred sums; its ``G`` is overwritten.
    alpha : float
        Penalty, at least 0.

    Raises
    ------
    ArithmeticError
        The matrix is singular to working precision.
    """

    def __init__(self, gram: Gram, alpha: float) -> None:
        super().__init__(gram)
        self.alphas = np.array([alpha])
        diagonal = np.einsum("ii->i", gram.G)
        diagonal += alpha
        least = len(diagonal) * EPS * diagonal.max()
        self._factor, failed = dpotrf(gram.G, lower=1, clean=0, overwrite_a=1)
        if failed or np.einsum("ii->i", self._factor).min() ** 2 <= least:
            raise ArithmeticError(f"H'H + alpha I is singular to working precision; got alpha={alpha:g}.")
        self._effects = dtrsm(1.0, self._factor, gram.C, lower=1).T
        self._shrink = np.ones((1, len(diagonal)))

    def _project(self, H: np.ndarray) -> np.ndarray:
        return dtrsm(1.0, self._factor, H, side=1, lower=1, trans_a=1, overwrite_b=1)

    def _directions(self) -> np.ndarray:
        inverse, _ = dtrtri(self._factor, lower=1)
        return np.tril(inverse).T

    def _coef(self, index: int) -> np.ndarray:  # noqa: ARG002  there is one alpha
        return dtrsm(1.0, self._factor, self._effects.T, lower=1, trans_a=1)


def primal_ridge(gram: Gram, n_hidden: int, alphas: np.ndarray | None) -> EigenRidge | CholeskyRidge:
    """Return the cheapest primal ridge for the first `n_hidden` units.

    Parameters
    ----------
    gram : Gram
        Centred sums, of at least `n_hidden` units; not changed.
    n_hidden : int
        Number of units, ``L``.
    alphas : ndarray of shape (n_alphas,) or None
        Penalties; None for the default path.

    Returns
    -------
    EigenRidge or CholeskyRidge
        Cholesky for one ``alpha``, unless the matrix is singular (dead units, ``alpha=0``).
    """
    if alphas is not None and len(alphas) == 1:
        try:
            return CholeskyRidge(gram.leading(n_hidden), float(alphas[0]))
        except ArithmeticError:
            pass  # the minimum-norm solution below
    return EigenRidge(gram.leading(n_hidden), alphas)


def inverse(values: np.ndarray, alphas: np.ndarray, least: float) -> np.ndarray:
    """Return 1 / (values + alpha) as (n_alphas, L), or 0 where the denominator is rounding error, `least`."""
    total = np.maximum(values, 0.0) + alphas[:, None]
    return np.divide(1.0, total, out=np.zeros_like(total), where=total > max(least, np.finfo(np.float64).tiny))


def intercept_of(h_mean: np.ndarray, t_mean: np.ndarray, coef: np.ndarray) -> np.ndarray:
    """Return the intercepts (k,) for which the output of the mean row is the mean target."""
    return t_mean - dgemm(1.0, h_mean[None, :], coef)[0]


def mean_square(diagonal: np.ndarray) -> float:
    """Return the mean of a diagonal, or 1 for a constant hidden layer; raise ValueError for infinity."""
    mean = float(diagonal.mean())
    if not np.isfinite(mean):
        raise ValueError("The hidden layer is too large for float64. Scale the inputs to unit variance first.")
    return mean or 1.0
