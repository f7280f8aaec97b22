"""The same training in native NumPy and SciPy, in float32 on one thread; prints the time in seconds."""

from __future__ import annotations

import sys
import time

import numpy as np
from scipy.linalg.blas import sgemm, ssyrk
from scipy.linalg.lapack import spotrf, spotrs

_BLOCK = 1000


def main(images: str, labels: str, weights: str, bias: str, alpha: float) -> None:
    """Train on files: raw uint8 images of 784 pixels, their labels, and float32 weights (784, L) and bias (L,)."""
    X = np.fromfile(images, np.uint8).reshape(-1, 784)
    T = np.eye(10, dtype=np.float32)[np.fromfile(labels, np.uint8)]
    b = np.fromfile(bias, np.float32)[:, None]
    n_hidden = len(b)
    W = np.asfortranarray(np.fromfile(weights, np.float32).reshape(784, n_hidden).T / 255, dtype=np.float32)
    start = time.perf_counter()
    G, C = np.zeros((n_hidden, n_hidden), np.float32, order="F"), np.zeros((n_hidden, 10), np.float32, order="F")
    for at in range(0, len(X), _BLOCK):
        H = sgemm(1.0, W, X[at : at + _BLOCK].astype(np.float32).T)  # (L, n)
        H += b
        np.tanh(H, out=H)
        G = ssyrk(1.0, H, beta=1.0, c=G, overwrite_c=1)
        C = sgemm(1.0, H, T[at : at + _BLOCK].T, trans_b=1, beta=1.0, c=C, overwrite_c=1)
    np.einsum("ii->i", G)[:] += alpha
    spotrs(spotrf(G, overwrite_a=1)[0], C)
    print(time.perf_counter() - start)


if __name__ == "__main__":
    images, labels, weights, bias, alpha = sys.argv[1:]
    main(images, labels, weights, bias, float(alpha))
