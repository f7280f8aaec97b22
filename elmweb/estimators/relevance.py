"""How much each input counts in the distance of a kernel, learned from how the answer changes along it.

A kernel machine on a few rows has a gradient at each of them. An input along which it hardly changes is made short,
and one along which it changes much is made long: the average of the squared gradient, on its diagonal, is what
recursive feature machines learn. One round of it, on at most a thousand rows, takes a Cholesky factorisation and a few
products.

References
----------
Radhakrishnan, Beaglehole, Pandit, Belkin (2024). Mechanism for feature learning in neural networks and
backpropagation-free machine learning models. Science 383(6690). doi:10.1126/science.adi5639
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.linalg.blas import dgemm
from scipy.linalg.lapack import dpotrf, dpotrs

from elmweb.compute import KernelMap, kernel_in_thread
from elmweb.estimators.kernel import KernelLayer
from elmweb.exceptions import KernelLost

__all__ = ["learned_relevance"]

_MOST_ROWS = 1_000  # of the machine whose gradient is taken
_FEWEST_GRADIENTS, _MOST_GRADIENTS = 50, 400  # rows at which it is taken
_MOST_WORK = 4e9  # floating-point operations: of very many inputs it is taken at fewer rows
_MOST_OUTPUTS = 16  # more classes are mixed at random
_LEAST = 1e-3  # of the mean: no input is forgotten
_SAME = 1e-12


def learned_relevance(
    layer: KernelLayer, X: np.ndarray, T: np.ndarray, alpha: float, weights: np.ndarray | None = None
) -> np.ndarray:
    """Return the relevance of each input of a Laplacian kernel.

    Parameters
    ----------
    layer : KernelLayer
        The kernel in which every input counts the same.
    X : ndarray of shape (n, d)
        Rows to learn from, in random order; the first 1,000 are enough.
    T : ndarray of shape (n, k)
        Their targets.
    alpha : float
        Penalty, above 0.
    weights : ndarray of shape (n,), optional
        Weight of each row.

    Returns
    -------
    ndarray of shape (d,)
        By how much each input is stretched, above 0. Rows are as far from each other as before, on the whole.
    """
    rows = slice(None, _MOST_ROWS) if weights is None else np.flatnonzero(weights > 0)[:_MOST_ROWS]
    X, T = np.asfortranarray(X[rows]), T[rows]
    if np.ptp(T, axis=0).max() <= _SAME * np.abs(T).max():  # what is left of it is rounding
        return np.ones(X.shape[1])
    if T.shape[1] > _MOST_OUTPUTS:
        T = T @ np.random.default_rng(0).standard_normal((T.shape[1], _MOST_OUTPUTS))
    importance = np.ones(len(X)) if weights is None else weights[rows]
    K = _compared(replace(layer, landmarks=np.asfortranarray(X.T), whitening=None), X)
    coef = _ridge(K, T, alpha / importance)
    if coef is None:
        return np.ones(X.shape[1])
    at_most = int(_MOST_WORK / (2.0 * X.size * coef.shape[1]))
    seen = slice(0, max(_FEWEST_GRADIENTS, min(_MOST_GRADIENTS, at_most)))
    left, share = np.asfortranarray(K[seen]), importance[seen] / importance[seen].sum()
    squares = np.zeros(X.shape[1])
    for one in coef.T:
        # The sum over j of c_j K_ij (x_i - x_j): for inputs of two values, the gradient up to a factor.
        slopes = dgemm(1.0, left, one[:, None])[:, 0][:, None] * X[seen]
        slopes -= dgemm(1.0, left, one[:, None] * X)
        squares += share @ slopes**2
    found = np.sqrt(squares) / _differences(X)
    mean = found.mean()
    if not (np.isfinite(mean) and mean > 0):
        return np.ones(X.shape[1])
    found = np.maximum(found / mean, _LEAST)
    spread = X.std(axis=0)
    return found * (spread.sum() / (found @ spread))


def _ridge(K: np.ndarray, T: np.ndarray, penalties: np.ndarray) -> np.ndarray | None:
    """Return the coefficients (n, k) of kernel ridge regression with an intercept; None for a singular matrix."""
    K = np.array(K, order="F")
    np.einsum("ii->i", K)[:] += penalties
    factor, failed = dpotrf(K, lower=1, clean=0, overwrite_a=1)
    if failed:
        return None
    solved, _ = dpotrs(factor, np.column_stack([T, np.ones(len(T))]), lower=1)
    ones, solved = solved[:, -1:], solved[:, :-1]
    return solved - ones * (solved.sum(axis=0) / ones.sum())


def _differences(X: np.ndarray) -> np.ndarray:
    """Return the mean difference (d,) between two rows that differ in a column; 1 for a constant column."""
    n = len(X)
    X = np.sort(X, axis=0)
    sums = 2.0 * (2.0 * np.arange(n) - n + 1.0) @ X  # over ordered pairs
    equal = np.array([np.square(np.unique(column, return_counts=True)[1]).sum() for column in X.T])
    return np.where(sums > 0, sums / np.maximum(n * n - equal, 1), 1.0)


def _compared(layer: KernelLayer, X: np.ndarray) -> np.ndarray:
    """Return the kernel between rows and landmarks, from the kernel of this thread where there is one."""
    kernel, maps = kernel_in_thread("float"), []
    if kernel is None:
        return layer.compared(X)

    def make_map(*args: Any) -> Callable[[np.ndarray], np.ndarray]:
        maps.append(KernelMap(kernel, *args))
        return maps[-1]

    try:
        return layer.comparing(make_map)(X).astype(np.float64)
    except KernelLost:
        return layer.compared(X)
    finally:
        for made in maps:
            with suppress(KernelLost):
                made.free()
