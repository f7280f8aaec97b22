"""Distance units: radial basis functions, each with a centre of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.blas import dgemm

__all__ = ["DistanceLayer", "distance_layer"]


@dataclass(frozen=True)
class DistanceLayer:
    """One layer of units ``exp(-gamma ||x - centre||^2)``, Gaussian radial basis functions.

    Parameters
    ----------
    centres : ndarray of shape (d, L), Fortran order
        One column for each unit.
    gammas : ndarray of shape (L,)
        Rate at which each unit falls off.
    """

    centres: np.ndarray
    gammas: np.ndarray

    @property
    def n_hidden(self) -> int:
        """Number of units, ``L``."""
        return len(self.gammas)

    def leading(self, n_hidden: int) -> DistanceLayer:
        """Return the layer of the first `n_hidden` units, sharing memory with this one."""
        return DistanceLayer(self.centres[:, :n_hidden], self.gammas[:n_hidden])

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return the units' outputs (n, L), float64, Fortran order, for a row block (n, d)."""
        X = np.ascontiguousarray(X, dtype=np.float64)
        H = np.empty((len(X), self.n_hidden), order="F")
        H[:] = np.einsum("ij,ij->j", self.centres, self.centres)
        H += np.einsum("ij,ij->i", X, X)[:, None]
        H = dgemm(-2.0, X.T, self.centres, beta=1.0, c=H, trans_a=1, overwrite_c=1)
        np.maximum(H, 0.0, out=H)  # rounding may leave a square below 0
        H *= -self.gammas
        return np.exp(H, out=H)


def distance_layer(X: np.ndarray, n_hidden: int, *, scale: float, seed: int) -> DistanceLayer:
    """Draw a layer of distance units.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Training rows, from which centres are drawn; none is drawn twice before each has been drawn once.
    n_hidden : int
        Number of units, ``L``.
    scale : float
        Larger values make units narrower: ``gamma`` varies by a small factor about ``scale ** 2 / d``.
    seed : int
        The same seed and rows give the same layer.

    Returns
    -------
    DistanceLayer
        The first units of a wide layer are the narrow layer with the same seed.
    """
    of_rows, of_gammas = (np.random.Generator(np.random.PCG64(s)) for s in np.random.SeedSequence(seed).spawn(2))
    rows = np.concatenate([of_rows.permutation(len(X)) for _ in range(-(-n_hidden // len(X)))])[:n_hidden]
    centres = np.asfortranarray(np.asarray(X[rows], dtype=np.float64).T)
    return DistanceLayer(centres, scale**2 / X.shape[1] * np.exp(0.7 * of_gammas.standard_normal(n_hidden)))
