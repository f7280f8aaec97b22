"""Matrix products in the precision of their factors, through BLAS: NumPy in the page has none."""

from __future__ import annotations

import numpy as np
from scipy.linalg.blas import dgemm, sgemm

__all__ = ["product"]


def product(A: np.ndarray, B: np.ndarray, *, trans_a: bool = False, trans_b: bool = False) -> np.ndarray:
    """Return ``A B``, either factor transposed on request.

    Parameters
    ----------
    A, B : ndarray of shape (n, m) and (m, k), or transposed
        Both float32 or both float64; C order is read without a copy.
    trans_a, trans_b : bool, default=False
        Whether to take the transpose of the factor.

    Returns
    -------
    ndarray of shape (n, k)
        In C order and of the same type.
    """
    gemm = sgemm if A.dtype == np.float32 else dgemm
    # BLAS reads columns. What it sees of a matrix in C order is the transpose, and (A B)' is B' A'.
    return gemm(1.0, B.T, A.T, trans_a=trans_b, trans_b=trans_a).T
