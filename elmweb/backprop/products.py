"""Matrix products in the precision of their factors: through BLAS, or the page's kernel where it is faster.

NumPy in the page has no BLAS. SciPy's has no SIMD there, so a product in 32-bit floats that is worth the copies goes to
the WebAssembly kernel, as an ELM's do: in Chromium, 128 rows times 784 x 256 weights took 4 ms in place of 36. Those of
a small convolution are not: copying its patches takes as long as is saved.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg.blas import dgemm, sgemm

from elmweb.compute import KernelMap, kernel_in_thread
from elmweb.exceptions import KernelLost

__all__ = ["product"]

# Measured in Chromium: with fewer multiplications, or fewer for each number that is copied, BLAS is as fast. A block of
# very long rows would fill the kernel's memory.
_LEAST_WORK, _LEAST_PER_NUMBER, _LONGEST_ROW = 4e6, 40.0, 8_192


def product(A: np.ndarray, B: np.ndarray, *, trans_a: bool = False, trans_b: bool = False) -> np.ndarray:
    """Return ``A B``, either factor transposed on request.

    Parameters
    ----------
    A, B : ndarray of shape (n, m) and (m, k), or transposed
        Both float32 or both float64; C order is read without a copy by BLAS.
    trans_a, trans_b : bool, default=False
        Whether to take the transpose of the factor.

    Returns
    -------
    ndarray of shape (n, k)
        In C order and of the same type.
    """
    left, right = (A.T if trans_a else A), (B.T if trans_b else B)
    suits = A.dtype == np.float32 and _suits_kernel(len(left), left.shape[1], right.shape[1])
    kernel = kernel_in_thread("float") if suits else None
    if kernel is not None:
        try:
            units = KernelMap(kernel, right, np.zeros(right.shape[1]))
            try:
                return units(np.ascontiguousarray(left))
            finally:
                units.free()
        except KernelLost:
            pass  # it takes finite numbers only: what a diverging network gives is for BLAS
    gemm = sgemm if A.dtype == np.float32 else dgemm
    # BLAS reads columns. What it sees of a matrix in C order is the transpose, and (A B)' is B' A'.
    return gemm(1.0, B.T, A.T, trans_a=trans_b, trans_b=trans_a).T


def _suits_kernel(n: int, m: int, k: int) -> bool:
    """Return whether a product is large enough for the kernel, beside the numbers that are copied for it."""
    work = float(n) * m * k
    return work >= max(_LEAST_WORK, _LEAST_PER_NUMBER * (n * m + m * k + n * k)) and m <= _LONGEST_ROW
