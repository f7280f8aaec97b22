"""The same training by SciPy's BLAS and LAPACK, as fast as it goes in Pyodide; runs there."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from scipy.linalg import blas, lapack

_BLOCK = 1000

Buffer = bytes | memoryview | np.ndarray


def tanh_by_exp(H: np.ndarray) -> None:
    """Turn twice the input into ``1 - 2 / (1 + e^2z)`` in place."""
    np.exp(H, out=H)
    H += 1
    np.divide(-2, H, out=H)
    H += 1


def tanh(H: np.ndarray) -> None:
    """Turn twice the input into tanh in place."""
    H *= 0.5
    np.tanh(H, out=H)


WAYS: dict[str, Callable[[np.ndarray], None]] = {"exp": tanh_by_exp, "tanh": tanh}


def train(
    images: Buffer,
    labels: Buffer,
    weights: Buffer,
    bias: Buffer,
    *,
    precision: str,
    way: str,
    alpha: float,
    rows: int,
) -> float:
    """Train on the first images and return the seconds that it took.

    Parameters
    ----------
    images, labels : buffer
        Bytes; 784 an image, and one.
    weights, bias : buffer
        float32 of shapes (784, L) and (L,); for pixels from 0 to 1.
    precision : {"s", "d"}
        Single or double, as BLAS names it.
    way : {"exp", "tanh"}
        How tanh is computed.
    alpha : float
        Penalty.
    rows : int
        How many images.

    Returns
    -------
    float
        From the images to the coefficients; the layer and the targets are there before.
    """
    kind = {"s": np.float32, "d": np.float64}[precision]
    gemm, syrk = (getattr(blas, precision + name) for name in ("gemm", "syrk"))
    potrf, potrs = (getattr(lapack, precision + name) for name in ("potrf", "potrs"))
    X = np.frombuffer(images, np.uint8).reshape(-1, 784)[:rows]
    T = np.eye(10, dtype=kind)[np.frombuffer(labels, np.uint8)[:rows]]
    b = 2 * np.frombuffer(bias, np.float32).astype(kind)[:, None]
    W = np.frombuffer(weights, np.float32).reshape(784, len(b))
    W = np.asfortranarray((2 / 255 * W).T, dtype=kind)
    start = time.perf_counter()
    G, C = np.zeros((len(b), len(b)), kind, order="F"), np.zeros((len(b), 10), kind, order="F")
    with np.errstate(over="ignore"):  # e^2z may be infinite, and tanh is 1 then
        for at in range(0, len(X), _BLOCK):
            H = gemm(1.0, W, X[at : at + _BLOCK].astype(kind).T)  # (L, n)
            H += b
            WAYS[way](H)
            G = syrk(1.0, H, beta=1.0, c=G, overwrite_c=1)
            C = gemm(1.0, H, T[at : at + _BLOCK].T, trans_b=1, beta=1.0, c=C, overwrite_c=1)
    np.einsum("ii->i", G)[:] += alpha
    factor, info = potrf(G, overwrite_a=1)
    if info:
        raise ArithmeticError(f"The matrix is singular at pivot {info}.")
    potrs(factor, C)
    return time.perf_counter() - start
