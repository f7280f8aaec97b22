"""The protocols of layers and of backends, which add up row blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

__all__ = ["Accumulator", "ExactLayer", "Gram", "Layer"]


class Layer(Protocol):
    """A fixed map from inputs to hidden units: the random part of an ELM, none of which is trained."""

    @property
    def n_hidden(self) -> int:
        """Number of units, ``L``."""
        ...

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return the units' outputs (n, L), float64, Fortran order, for a row block (n, d)."""
        ...

    def leading(self, n_hidden: int) -> Self:
        """Return the layer of the first `n_hidden` units."""
        ...


class ExactLayer(Layer, Protocol):
    """A layer whose outputs are multiples of a power of two, and small enough that every sum of them is exact."""

    @property
    def unit(self) -> float:
        """The power of two of which all outputs are multiples."""
        ...


@dataclass(frozen=True)
class Gram:
    """Centred sums over all rows: everything a ridge regression with intercept needs.

    Parameters
    ----------
    n : float
        Number of rows, or the sum of their weights.
    G : ndarray of shape (L, L), Fortran order
        ``(H - h_mean)' (H - h_mean)``. Only the lower triangle is set, as LAPACK reads no more.
    C : ndarray of shape (L, k), Fortran order
        ``(H - h_mean)' (T - t_mean)``.
    h_mean : ndarray of shape (L,)
        Mean of every hidden unit.
    t_mean : ndarray of shape (k,)
        Mean of every target.
    t_square_sums : ndarray of shape (k,)
        Sum of squares of every centred target.
    """

    n: float
    G: np.ndarray
    C: np.ndarray
    h_mean: np.ndarray
    t_mean: np.ndarray
    t_square_sums: np.ndarray

    def leading(self, n_hidden: int) -> Gram:
        """Return the sums of the first `n_hidden` hidden units alone, as a copy.

        Parameters
        ----------
        n_hidden : int
            Number of units to keep, at most ``L``.

        Returns
        -------
        Gram
            The sums of the narrower layer.
        """
        return self.of_units(slice(n_hidden))

    def of_units(self, units: slice | np.ndarray) -> Gram:
        """Return the sums of some hidden units alone, as a copy.

        Parameters
        ----------
        units : slice or ndarray of int
            Indices of the units, ascending, as only the lower triangle is known.

        Returns
        -------
        Gram
            The sums of a layer of these units.
        """
        G = np.array(self.G[:, units][units], order="F")
        C = np.array(self.C[units], order="F")
        return Gram(self.n, G, C, self.h_mean[units], self.t_mean, self.t_square_sums)


class Accumulator(Protocol):
    """Adds up row blocks of a hidden layer and of the targets.

    The order of blocks and merges affects the result only by rounding. A row of weight 2 counts as the row twice.
    """

    def add(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Add one row block: inputs `X` (n, d), targets `T` (n, k), optionally `weights` (n,)."""
        ...

    def subtract(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Subtract rows that were added before, in any block."""
        ...

    def merge(self, other: Self) -> None:
        """Add the rows of another accumulator of the same kind and layer."""
        ...

    def result(self) -> Gram:
        """Return the sums so far; arrays may be shared with the accumulator."""
        ...
