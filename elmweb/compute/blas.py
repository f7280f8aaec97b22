"""The BLAS backend, for CPython and for Pyodide without a kernel.

NumPy in Pyodide has no BLAS, so its ``@`` is thirty times slower than SciPy's ``dgemm``. Every product therefore goes
through :mod:`scipy.linalg.blas`, on arrays in Fortran order, which f2py passes on without a copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import numpy as np
from scipy.linalg.blas import dgemm, dger, dsyr, dsyrk

from elmweb.compute.protocol import Gram, Layer

__all__ = ["BlasAccumulator", "column_means", "restored"]

_ROUNDING = 1e-9  # relative; sums of weights in different orders differ by less


class BlasAccumulator:
    """Sums ``H'H`` and ``H'T`` about their means, one row block at a time.

    Parameters
    ----------
    layer : Layer
        Computes the hidden units ``H`` of a row block.
    n_targets : int
        Number of target columns, ``k``.

    Notes
    -----
    Each block is centred by its own mean and merged with the sums so far by the update of Chan, Golub and LeVeque,
    ``G = Ga + Gb + na nb / (na + nb) d d'``, where ``d`` is the difference of the means. Subtracting
    ``n h_mean h_mean'`` at the end would be simpler, but lose all precision when means are large. Rows are subtracted
    by the same formula, solved for ``Ga``.

    References
    ----------
    Chan, Golub, LeVeque (1983). Algorithms for computing the sample variance.
    The American Statistician 37(3). doi:10.1080/00031305.1983.10483115
    """

    def __init__(self, layer: Layer, n_targets: int) -> None:
        n_hidden = layer.n_hidden
        self.layer = layer
        self._n = 0
        self._G = np.zeros((n_hidden, n_hidden), order="F")
        self._C = np.zeros((n_hidden, n_targets), order="F")
        self._h_mean = np.zeros(n_hidden)
        self._t_mean = np.zeros(n_targets)
        self._t_square_sums = np.zeros(n_targets)

    @property
    def n_rows(self) -> float:
        """Number of rows so far, or the sum of their weights."""
        return self._n

    def add(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Add one row block.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            Inputs.
        T : ndarray of shape (n, k)
            Targets of the same rows.
        weights : ndarray of shape (n,), optional
            Weight of each row.
        """
        self.add_hidden(self.layer(X), T, weights)

    def add_hidden(self, H: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Add one row block whose hidden layer has been computed already.

        Parameters
        ----------
        H : ndarray of shape (n, L), float64
            Hidden layer of the block; Fortran order is read without a copy. Not changed.
        T : ndarray of shape (n, k)
            Targets of the same rows.
        weights : ndarray of shape (n,), optional
            Weight of each row.
        """
        self._count(H, T, weights, sign=1.0)

    def subtract(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Subtract rows that were added before.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            Inputs.
        T : ndarray of shape (n, k)
            Targets of the same rows.
        weights : ndarray of shape (n,), optional
            Weight with which each row was added.

        Raises
        ------
        ValueError
            More rows than were added.
        """
        self._count(self.layer(X), T, weights, sign=-1.0)

    def merge(self, other: Self) -> None:
        """Add the rows of another accumulator.

        Parameters
        ----------
        other : BlasAccumulator
            Sums over other rows of the same layer; not changed.
        """
        if other._n == 0:
            return
        self._G += other._G
        self._C += other._C
        self._t_square_sums += other._t_square_sums
        self._join(other._n, other._h_mean, other._t_mean)

    def state(self) -> dict[str, np.ndarray]:
        """Return copies of the sums, from which :meth:`restore` makes them again.

        Returns
        -------
        dict of str to ndarray
            ``n``, ``G``, ``C``, ``h_mean``, ``t_mean`` and ``t_square_sums``.
        """
        names = ("n", "G", "C", "h_mean", "t_mean", "t_square_sums")
        return {name: np.array(getattr(self, f"_{name}"), order="F") for name in names}

    def restore(self, state: Mapping[str, np.ndarray]) -> None:
        """Replace the sums by others of the same layer.

        Parameters
        ----------
        state : mapping of str to ndarray
            From :meth:`state`.

        Raises
        ------
        ValueError
            A part is missing, has another shape, or is not finite.
        """
        for name, own in self.state().items():
            setattr(self, f"_{name}", restored(state, name, own))
        self._n = float(self._n)

    def fade(self, factor: float) -> None:
        """Reduce the weight of every row so far.

        Parameters
        ----------
        factor : float
            Factor of all weights, above 0.
        """
        self._n *= factor
        self._G *= factor
        self._C *= factor
        self._t_square_sums *= factor

    def widen(self, order: np.ndarray, value: float) -> None:
        """Add target columns that have the same value in all rows so far, and reorder the columns.

        Parameters
        ----------
        order : ndarray of int (k,)
            Index of each column among those so far; -1 for a new column.
        value : float
            Value of new columns in all rows so far.
        """
        kept = order >= 0
        C = np.zeros((len(self._G), len(order)), order="F")
        t_mean, squares = np.full(len(order), value), np.zeros(len(order))
        C[:, kept] = self._C[:, order[kept]]
        t_mean[kept], squares[kept] = self._t_mean[order[kept]], self._t_square_sums[order[kept]]
        self._C, self._t_mean, self._t_square_sums = C, t_mean, squares

    def result(self) -> Gram:
        """Return the sums so far, without a copy.

        Returns
        -------
        Gram
            Valid until the next ``add``, ``subtract`` or ``merge``, which overwrite its arrays.
        """
        return Gram(self._n, self._G, self._C, self._h_mean, self._t_mean, self._t_square_sums)

    def _count(self, H: np.ndarray, T: np.ndarray, weights: np.ndarray | None, sign: float) -> None:
        """Add a block (`sign` 1) or subtract it (-1)."""
        n = len(H) if weights is None else weights.sum()
        if n == 0:
            return
        if sign * n + self._n < -_ROUNDING * n:
            raise ValueError(f"Only rows that were added can be taken away: {n} are to go, {self._n} are there.")
        h_mean, t_mean = column_means(H, weights), column_means(T, weights)
        H = np.subtract(H, h_mean, order="F")
        T = np.subtract(T, t_mean, order="F")
        if weights is not None:
            root = np.sqrt(weights)[:, None]
            H *= root
            T *= root
        self._G = dsyrk(sign, H, beta=1.0, c=self._G, trans=1, lower=1, overwrite_c=1)
        self._C = dgemm(sign, H, T, beta=1.0, c=self._C, trans_a=1, overwrite_c=1)
        self._t_square_sums += sign * np.einsum("ij,ij->j", T, T)
        self._join(sign * n, h_mean, t_mean)

    def _join(self, n: float, h_mean: np.ndarray, t_mean: np.ndarray) -> None:
        """Correct the sums for the difference of two means, and update the mean; `n` < 0 subtracts rows."""
        total = self._n + n
        h_step, t_step = h_mean - self._h_mean, t_mean - self._t_mean
        if n < 0 and total <= -_ROUNDING * n:  # all rows have been subtracted: what is left is rounding error
            for sums in (self._G, self._C, self._t_square_sums, self._h_mean, self._t_mean):
                sums[:] = 0.0
            self._n = 0
            return
        if self._n:
            weight = self._n * n / total
            self._G = dsyr(weight, h_step, a=self._G, lower=1, overwrite_a=1)
            self._C = dger(weight, h_step, t_step, a=self._C, overwrite_a=1)
            self._t_square_sums += weight * t_step**2
        self._h_mean = self._h_mean + h_step * (n / total)
        self._t_mean = self._t_mean + t_step * (n / total)
        self._n = total


def column_means(A: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Return the mean of every column.

    Parameters
    ----------
    A : ndarray of shape (n, m)
        At least one row.
    weights : ndarray of shape (n,), optional
        Weight of each row.

    Returns
    -------
    ndarray of shape (m,), float64
        Exact for a constant column, weighted or not.
    """
    if weights is None:
        return A.mean(axis=0)
    first = np.asarray(A[0], dtype=np.float64)
    steps = np.subtract(A, first, order="F")
    return first + dgemm(1.0 / weights.sum(), steps, weights[:, None], trans_a=1)[:, 0]


def restored(state: Mapping[str, np.ndarray], name: str, like: np.ndarray) -> np.ndarray:
    """Return a part of a state, checked.

    Parameters
    ----------
    state : mapping of str to ndarray
        From elsewhere.
    name : str
        The part.
    like : ndarray
        Has the right shape.

    Returns
    -------
    ndarray of float64
        In Fortran order.

    Raises
    ------
    ValueError
        The part is missing, has another shape, or is not finite.
    """
    found = np.array(state[name], dtype=np.float64, order="F") if name in state else np.full(1, np.nan)
    if found.shape != like.shape or not np.isfinite(found).all():
        raise ValueError(f"The sums need finite numbers {name} of shape {like.shape}; got {found.shape}.")
    return found
