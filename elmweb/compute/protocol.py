"""What a backend must do: take row blocks, give back centred sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

__all__ = ["Accumulator", "Gram"]


@dataclass(frozen=True)
class Gram:
    """Centred sums over all rows: everything a ridge regression with intercept needs.

    Parameters
    ----------
    n : int
        Number of rows summed.
    G : ndarray of shape (L, L), Fortran order
        ``(H - h_mean)' (H - h_mean)``. Only the lower triangle is filled in; LAPACK reads no more.
    C : ndarray of shape (L, k), Fortran order
        ``(H - h_mean)' (T - t_mean)``.
    h_mean : ndarray of shape (L,)
        Mean of every hidden unit.
    t_mean : ndarray of shape (k,)
        Mean of every target.
    t_square_sums : ndarray of shape (k,)
        Sum of squares of every centred target.
    """

    n: int
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
            How many units to keep, from the first on; at most ``L``.

        Returns
        -------
        Gram
            The sums that the narrower layer would have given.
        """
        G = np.array(self.G[:n_hidden, :n_hidden], order="F")
        C = np.array(self.C[:n_hidden], order="F")
        return Gram(self.n, G, C, self.h_mean[:n_hidden], self.t_mean, self.t_square_sums)


class Accumulator(Protocol):
    """Adds up row blocks of a hidden layer and of the targets.

    The order of blocks and merges changes the result by rounding only.
    """

    def add(self, H: np.ndarray, T: np.ndarray) -> None:
        """Add one row block: `H` of shape (n, L), float64, and `T` of shape (n, k)."""
        ...

    def merge(self, other: Self) -> None:
        """Add the rows of another accumulator of the same kind and shape."""
        ...

    def result(self) -> Gram:
        """Return the sums so far; arrays may be shared with the accumulator."""
        ...
