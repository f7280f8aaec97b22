"""Matrix products in the precision of their factors.

NumPy in the page has no BLAS, and SciPy's has no SIMD there: a product in 32-bit floats goes to the WebAssembly of
:mod:`elmweb.backprop.in_place`, in Chromium ten times as fast. In 64 bits, and on CPython, BLAS computes it.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg.blas import dgemm, sgemm

from elmweb.backprop import in_place

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
    if in_place.takes(A, B):
        return in_place.product(A, B, trans_a=trans_a, trans_b=trans_b)
    gemm = sgemm if A.dtype == np.float32 else dgemm
    # BLAS reads columns. What it sees of a matrix in C order is the transpose, and (A B)' is B' A'.
    return gemm(1.0, B.T, A.T, trans_a=trans_b, trans_b=trans_a).T
