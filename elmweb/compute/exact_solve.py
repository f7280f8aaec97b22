"""Ridge regression with the same bits on every machine.

IEEE arithmetic defines the result of each operation; BLAS libraries differ in the order of operations and in whether a
product and a sum are rounded together. This module fixes both. web/kernel/solve.c does the same in WebAssembly.
"""

from __future__ import annotations

import math

import numpy as np

from elmweb.compute.protocol import Gram

__all__ = ["deterministic_cholesky", "round_coefficients", "solve_exactly"]

_BLOCK = 64  # pivots in a block, as in solve.c: part of the order of operations
_STRIP = 32  # columns updated together; affects only speed
_EPS = 2.0**-52


def deterministic_cholesky(A: np.ndarray) -> np.ndarray:
    """Factorise ``A = L L'`` in one fixed order of operations.

    Parameters
    ----------
    A : ndarray of shape (n, n), float64, Fortran order
        Symmetric and positive definite; only the lower triangle is read. Overwritten.

    Returns
    -------
    ndarray of shape (n, n)
        `A`, with ``L`` on and below the diagonal and undefined values above it.

    Raises
    ------
    ArithmeticError
        A pivot is not larger than ``n * 2**-52`` times the largest diagonal element.

    Notes
    -----
    Blocks of 64 columns. Within a block, products are subtracted from an element one after the other; from the rest of
    the matrix, their sum over the columns of the block, from left to right, is subtracted once per block. Every
    product, sum, quotient and root is rounded separately.

    Examples
    --------
    >>> import numpy as np
    >>> np.tril(deterministic_cholesky(np.array([[4.0, 2.0], [2.0, 5.0]], order="F")))
    array([[2., 0.],
           [1., 2.]])
    """
    n = len(A)
    least = n * _EPS * max(0.0, float(np.einsum("ii->i", A).max()))
    for start in range(0, n, _BLOCK):
        end = min(start + _BLOCK, n)
        for i in range(start, end):
            if not A[i, i] > least:
                raise ArithmeticError(f"The matrix is singular to working precision at pivot {i} of {n}.")
            A[i, i] = math.sqrt(A[i, i])
            A[i + 1 :, i] /= A[i, i]
            for j in range(i + 1, end):
                A[j:, j] -= A[j, i] * A[j:, i]
        _update(A, start, end)
    return A


def _update(A: np.ndarray, start: int, end: int) -> None:
    """Subtract the contribution of the columns of a block from the rest of the matrix."""
    for left in range(end, len(A), _STRIP):
        right = min(left + _STRIP, len(A))
        total = np.zeros((len(A) - left, right - left), order="F")
        product = np.empty_like(total)
        for i in range(start, end):
            np.multiply(A[left:, i, None], A[left:right, i], out=product)
            total += product
        A[left:, left:right] -= total


def round_coefficients(
    coef: np.ndarray, h_mean: np.ndarray, t_mean: np.ndarray, unit: float
) -> tuple[np.ndarray, np.ndarray]:
    """Round coefficients so that predictions are exact, and return them with the intercepts that belong to them.

    Parameters
    ----------
    coef : ndarray of shape (L, k)
        Output weights.
    h_mean : ndarray of shape (L,)
        Mean of every hidden unit.
    t_mean : ndarray of shape (k,)
        Mean of every target.
    unit : float
        The power of two of which hidden values are multiples; their absolute values are at most 4.

    Returns
    -------
    coef : ndarray of shape (L, k), Fortran order
        Multiples of a power of two, which differs between targets.
    intercept : ndarray of shape (k,)
        ``t_mean - h_mean' coef``, also rounded.

    Notes
    -----
    Every partial sum of ``h' coef + intercept`` is below ``b = |t_mean| + 16 L max|coef|`` and a multiple of
    ``2**-52`` times the power of two at or below ``b``, so float64 holds it exactly: any order of summation,
    fused or not, gives the same bits.
    """
    n_hidden, n_targets = coef.shape
    kept, intercept = np.empty(coef.shape, order="F"), np.empty(n_targets)
    for c in range(n_targets):
        bound = abs(float(t_mean[c])) + 16.0 * n_hidden * float(np.abs(coef[:, c]).max(initial=0.0))
        place = math.ldexp(_EPS, math.frexp(bound)[1] - 1) if bound > 0 else 0.0
        step = place / unit if place > 0 else 1.0
        kept[:, c] = np.rint(coef[:, c] / step) * step if place > 0 else coef[:, c]
        # cumsum adds from left to right, unlike sum.
        total = float(np.cumsum(h_mean * kept[:, c])[-1]) if n_hidden else 0.0
        difference = float(t_mean[c]) - total
        intercept[c] = np.rint(difference / place) * place if place > 0 else difference
    return kept, intercept


def solve_exactly(gram: Gram, alpha: float, unit: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the ridge solution of exact sums, with the same bits on every machine.

    Parameters
    ----------
    gram : Gram
        Centred sums; not changed.
    alpha : float
        Penalty, at least 0.
    unit : float
        The power of two of which hidden values are multiples.

    Returns
    -------
    coef : ndarray of shape (L, k)
        Output weights, rounded by :func:`round_coefficients`.
    intercept : ndarray of shape (k,)
        Intercepts.

    Raises
    ------
    ArithmeticError
        ``G + alpha I`` is singular to working precision.
    """
    A = np.array(gram.G, order="F")
    np.einsum("ii->i", A)[:] += alpha
    L = deterministic_cholesky(A)
    X = np.array(gram.C, order="C")
    for i in range(len(L)):
        X[i] /= L[i, i]
        X[i + 1 :] -= L[i + 1 :, i, None] * X[i]
    for i in range(len(L) - 1, -1, -1):
        X[i] /= L[i, i]
        X[:i] -= L[i, :i, None] * X[i]
    return round_coefficients(X, gram.h_mean, gram.t_mean, unit)
