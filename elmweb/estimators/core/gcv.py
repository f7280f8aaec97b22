"""Output weights, a penalty and an error estimate from sums alone, without the rows."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from scipy.linalg.blas import dgemm

from elmweb.compute import Gram, Layer, solve_exactly
from elmweb.estimators.core.ridge import EPS, EigenRidge, inverse, primal_ridge
from elmweb.estimators.core.solve import EXACT_ALPHAS, is_exact

__all__ = ["SumsSolution", "solve_at", "solve_by_gcv"]


@dataclass(frozen=True)
class SumsSolution:
    """The solution of sums.

    Parameters
    ----------
    coef : ndarray of shape (L, k)
        Output weights at the chosen penalty.
    intercept : ndarray of shape (k,)
        Intercepts.
    alphas : ndarray of shape (n_alphas,)
        Penalties tried.
    errors : ndarray of shape (n_alphas,)
        Generalised cross-validation error of each, averaged over targets.
    best : int
        Index of the chosen penalty.
    """

    coef: np.ndarray
    intercept: np.ndarray
    alphas: np.ndarray
    errors: np.ndarray
    best: int


def solve_by_gcv(gram: Gram, layer: Layer, alpha: float | None) -> SumsSolution:
    """Solve at a penalty, or at the best one by generalised cross-validation.

    Parameters
    ----------
    gram : Gram
        Sums over all rows; not changed.
    layer : Layer
        Layer of the sums. For an exact layer the solution has the same bits on every machine.
    alpha : float or None
        Penalty, at least 0; None tries a path of them.

    Returns
    -------
    SumsSolution
        Zero when there are no rows.

    Notes
    -----
    ``GCV(alpha) = RSS / n / (1 - df / n)^2`` with ``df = 1 + sum v / (v + alpha)`` over the eigenvalues ``v`` of ``G``
    and ``RSS = T'T - sum (2 s - v s^2) e^2``, where ``s = 1 / (v + alpha)`` and ``e`` is ``C`` in the
    basis of the eigenvectors.

    References
    ----------
    Golub, Heath, Wahba (1979). Generalized cross-validation as a method for choosing a good ridge parameter.
    Technometrics 21(2). doi:10.1080/00401706.1979.10489751
    """
    if gram.n == 0:
        k = len(gram.t_mean)
        return SumsSolution(np.zeros((len(gram.G), k)), np.zeros(k), np.zeros(1), np.zeros(1), 0)
    ridge = EigenRidge(gram.leading(len(gram.G)))
    alphas = (EXACT_ALPHAS if is_exact(layer) else ridge.alphas) if alpha is None else np.array([float(alpha)])
    errors = _errors(gram, ridge, alphas)
    best = int(errors.argmin())
    coef, intercept = solve_at(gram, layer, float(alphas[best]))
    return SumsSolution(coef, intercept, alphas, errors, best)


def solve_at(gram: Gram, layer: Layer, alpha: float) -> tuple[np.ndarray, np.ndarray]:
    """Solve at one penalty.

    Parameters
    ----------
    gram : Gram
        Sums over all rows; not changed.
    layer : Layer
        Layer of the sums. For an exact layer the solution has the same bits on every machine.
    alpha : float
        Penalty, at least 0.

    Returns
    -------
    coef : ndarray of shape (L, k)
        Output weights.
    intercept : ndarray of shape (k,)
        Intercepts.
    """
    if is_exact(layer):
        with suppress(ArithmeticError):  # singular: left to the eigenvectors
            return solve_exactly(gram, alpha, layer.unit)
    return primal_ridge(gram, layer.n_hidden, np.array([alpha])).solution(0)


def _errors(gram: Gram, ridge: EigenRidge, alphas: np.ndarray) -> np.ndarray:
    """Return the generalised cross-validation error at each penalty."""
    n, k = gram.n, len(gram.t_mean)
    values, squares = np.maximum(ridge.values, 0.0), np.einsum("kl,kl->l", ridge.effects, ridge.effects)
    shrink = inverse(values, alphas, len(values) * EPS * values[-1])
    freedom = 1.0 + dgemm(1.0, shrink, values[:, None])[:, 0]
    explained = dgemm(1.0, 2.0 * shrink - values * shrink**2, squares[:, None])[:, 0]
    residual = np.maximum(gram.t_square_sums.sum() - explained, 0.0)
    # With at most as many rows as units the fit may be perfect, and the error 0/0.
    return residual / (n * k) / np.maximum(1.0 - freedom / n, 1e-3) ** 2
