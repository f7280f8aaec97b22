"""The same training by SciPy's BLAS and LAPACK, as fast as Pyodide allows; runs in Pyodide."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from scipy.linalg import blas, lapack

_BLOCK = 1000

Buffer = bytes | memoryview | np.ndarray


def tanh_by_exp(H: np.ndarray) -> None:
    """Compute ``1 - 2 / (1 + e^2z)`` in place from ``2z``."""
    np.exp(H, out=H)
    H += 1
    np.divide(-2, H, out=H)
    H += 1


def tanh_by_numpy(H: np.ndarray) -> None:
    """Compute ``tanh(z)`` in place from ``2z``."""
    H *= 0.5
    np.tanh(H, out=H)


TANH: dict[str, Callable[[np.ndarray], None]] = {"exp": tanh_by_exp, "tanh": tanh_by_numpy}


def train(
    images: Buffer,
    labels: Buffer,
    weights: Buffer,
    bias: Buffer,
    *,
    precision: str,
    tanh: str,
    alpha: float,
    rows: int,
) -> float:
    """Train on the first ``rows`` images and return the time in seconds.

    Parameters
    ----------
    images, labels : buffer
        Bytes: 784 per image, and one per label.
    weights, bias : buffer
        float32, of shapes (784, L) and (L,), for pixels scaled to 0 to 1.
    precision : {"s", "d"}
        Single or double precision, as in the names of BLAS.
    tanh : {"exp", "tanh"}
        How tanh is computed.
    alpha : float
        Penalty.
    rows : int
        Number of images.

    Returns
    -------
    float
        From the images to the coefficients; the layer and the targets are prepared before timing starts.
    """
    dtype = {"s": np.float32, "d": np.float64}[precision]
    gemm, syrk = (getattr(blas, precision + name) for name in ("gemm", "syrk"))
    potrf, potrs = (getattr(lapack, precision + name) for name in ("potrf", "potrs"))
    X = np.frombuffer(images, np.uint8).reshape(-1, 784)[:rows]
    T = np.eye(10, dtype=dtype)[np.frombuffer(labels, np.uint8)[:rows]]
    b = 2 * np.frombuffer(bias, np.float32).astype(dtype)[:, None]
    W = np.frombuffer(weights, np.float32).reshape(784, len(b))
    W = np.asfortranarray((2 / 255 * W).T, dtype=dtype)
    start = time.perf_counter()
    G, C = np.zeros((len(b), len(b)), dtype, order="F"), np.zeros((len(b), 10), dtype, order="F")
    with np.errstate(over="ignore"):  # where e^2z overflows, tanh is 1
        for at in range(0, len(X), _BLOCK):
            H = gemm(1.0, W, X[at : at + _BLOCK].astype(dtype).T)  # (L, n)
            H += b
            TANH[tanh](H)
            G = syrk(1.0, H, beta=1.0, c=G, overwrite_c=1)
            C = gemm(1.0, H, T[at : at + _BLOCK].T, trans_b=1, beta=1.0, c=C, overwrite_c=1)
    np.einsum("ii->i", G)[:] += alpha
    factor, info = potrf(G, overwrite_a=1)
    if info:
        raise ArithmeticError(f"The matrix is singular at pivot {info}.")
    potrs(factor, C)
    return time.perf_counter() - start
