"""Sums over row blocks without rounding: the same bits in any order, and rows can be subtracted exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.linalg.blas import dgemm, dsyrk

from elmweb.compute.blas import restored
from elmweb.compute.protocol import ExactLayer, Gram

__all__ = ["ExactAccumulator", "TargetCode"]

_DIGIT = 7  # bits
_BITS = 28  # of a target of regression: four digits
_MOST_EXACT_ROWS = 1 << 24  # n * product - sum * sum fits 64 bits up to here
_COLUMNS = 64  # centred at a time
_STATE = ("n", "S", "D", "E", "h_sums", "d_sums")


@dataclass(frozen=True)
class TargetCode:
    """How targets are represented by digits of 7 bits.

    Parameters
    ----------
    zero : ndarray of shape (k,)
        The target whose digits are all 0.
    quantum : ndarray of shape (k,)
        Value of the lowest digit; a power of two.
    n_digits : int
        Number of digits of each target.

    Notes
    -----
    ``T = zero + quantum * sum(digit_q * 128^q)``. Two values that differ by a power of two, like those of a class, take
    one digit and are exact; other numbers take four, and are rounded to 2^-27 of their range or finer.

    Examples
    --------
    >>> import numpy as np
    >>> TargetCode.classes(2).encode(np.array([[-1.0, 1.0]]))
    array([[0, 1]], dtype=uint8)
    """

    zero: np.ndarray
    quantum: np.ndarray
    n_digits: int

    @classmethod
    def classes(cls, n_targets: int) -> TargetCode:
        """Return the code of `n_targets` columns of -1 and 1."""
        return cls(np.full(n_targets, -1.0), np.full(n_targets, 2.0), 1)

    @classmethod
    def numbers(cls, low: np.ndarray, high: np.ndarray) -> TargetCode:
        """Return the code of real columns with values from `low` to `high`, both of shape (k,)."""
        span = np.asarray(high, dtype=np.float64) - low
        quantum = np.ldexp(1.0, np.frexp(np.where(span > 0, span, 1.0))[1] - _BITS + 1)
        return cls(np.floor(low / quantum) * quantum, quantum, _BITS // _DIGIT)

    def encode(self, T: np.ndarray) -> np.ndarray:
        """Return the digits of `T` (n, k), lowest first, as uint8 of shape (n, k * n_digits).

        Raises
        ------
        ValueError
            A target is outside the range.
        """
        levels = np.rint((T - self.zero) / self.quantum).astype(np.int64)
        most = (1 << _DIGIT * self.n_digits) - 1
        if levels.size and not 0 <= levels.min() <= levels.max() <= most:
            raise ValueError(
                f"A target is outside the range of its code, 0..{most}; got {levels.min()}..{levels.max()}."
            )
        digits = levels[:, :, None] >> _DIGIT * np.arange(self.n_digits) & 127
        return digits.reshape(len(T), -1).astype(np.uint8)


class ExactAccumulator:
    """Sums ``H'H`` and ``H'T`` of an integer layer, exactly.

    Parameters
    ----------
    layer : ExactLayer
        Its outputs are multiples of a power of two.
    code : TargetCode
        How targets become small integers.

    Notes
    -----
    Hidden values are ``unit`` times at most 127, so float64 holds sums of their products over ``2^39`` rows exactly,
    and BLAS is exact in any order. About the means, ``n S_ij - s_i s_j`` is computed in 64-bit integers, then rounded
    once and divided by n; beyond 2^24 rows, where this would overflow, ``S_ij - s_i s_j / n`` is computed in float64.
    The digits of a target are recombined from the highest to the lowest. The kernel does the same, so the bits agree.
    """

    def __init__(self, layer: ExactLayer, code: TargetCode) -> None:
        n_hidden, n_columns = layer.n_hidden, len(code.zero) * code.n_digits
        self.layer, self.code = layer, code
        self._n = 0
        self._S = np.zeros((n_hidden, n_hidden), order="F")
        self._D = np.zeros((n_hidden, n_columns), order="F")
        self._E = np.zeros((n_columns, n_columns), order="F")
        self._h_sums = np.zeros(n_hidden)
        self._d_sums = np.zeros(n_columns)

    @property
    def n_rows(self) -> int:
        """Number of rows so far, including their weights."""
        return self._n

    def add(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Add one row block.

        Parameters
        ----------
        X : ndarray of shape (n, d), uint8
            Inputs.
        T : ndarray of shape (n, k)
            Targets of the same rows.
        weights : ndarray of shape (n,), optional
            Weight of each row, a whole number.

        Raises
        ------
        ValueError
            A weight is not a whole number.
        """
        self._count(self.layer(X), T, weights, 1.0)

    def add_hidden(self, H: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Add one row block whose hidden layer has been computed already.

        Parameters
        ----------
        H : ndarray of shape (n, L), float64
            Hidden layer of the block: exact multiples of the layer's unit.
        T : ndarray of shape (n, k)
            Targets of the same rows.
        weights : ndarray of shape (n,), optional
            Weight of each row, a whole number.

        Raises
        ------
        ValueError
            A weight is not a whole number.
        """
        self._count(H, T, weights, 1.0)

    def subtract(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Subtract rows that were added before, without a remainder.

        Parameters
        ----------
        X : ndarray of shape (n, d), uint8
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
        self._count(self.layer(X), T, weights, -1.0)

    def merge(self, other: Self) -> None:
        """Add the rows of another accumulator of the same layer and code, which is not changed."""
        self._n += other._n
        for mine, theirs in zip(self._arrays(), other._arrays(), strict=True):
            np.add(mine, theirs, out=mine)

    def state(self) -> dict[str, np.ndarray]:
        """Return copies of the sums, from which :meth:`restore` makes them again.

        Returns
        -------
        dict of str to ndarray
            ``n``, and five arrays of sums without rounding.
        """
        return {name: np.array(getattr(self, f"_{name}"), order="F") for name in _STATE}

    def restore(self, state: Mapping[str, np.ndarray]) -> None:
        """Replace the sums by others of the same layer and code.

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
        self._n = int(self._n)

    def widen(self, order: np.ndarray, value: float) -> None:
        """Add target columns that have the same value in all rows so far, and reorder the columns.

        Parameters
        ----------
        order : ndarray of int (k,)
            Index of each column among those so far; -1 for a new column.
        value : float
            Value of new columns in all rows so far: that whose digits are all 0, which is -1 for a class.

        Raises
        ------
        ValueError
            The columns are not those of classes, or the value is another one.
        """
        if self.code.n_digits != 1 or (self.code.zero != value).any():
            raise ValueError(f"Only columns of classes can be added, -1 in all rows so far; got {value:g}.")
        kept = order >= 0
        D, E, sums = np.zeros((len(self._D), len(order)), order="F"), np.zeros((len(order),) * 2), np.zeros(len(order))
        D[:, kept], sums[kept] = self._D[:, order[kept]], self._d_sums[order[kept]]
        E[np.ix_(kept, kept)] = self._E[np.ix_(order[kept], order[kept])]
        self.code, self._D, self._E = TargetCode.classes(len(order)), D, np.asfortranarray(E)
        self._d_sums = sums

    def result(self) -> Gram:
        """Return the sums about the means.

        Returns
        -------
        Gram
            New arrays; zero while there are no rows.
        """
        n, unit, digits, k = self._n, self.layer.unit, self.code.n_digits, len(self.code.zero)
        if n == 0:
            shape = len(self._S), k
            G, C = np.zeros(self._S.shape, order="F"), np.zeros(shape, order="F")
            return Gram(0, G, C, np.zeros(shape[0]), np.zeros(k), np.zeros(k))
        h_sums, d_sums = _integers(self._h_sums, unit), self._d_sums.astype(np.int64)
        G = np.zeros_like(self._S)
        for first in range(0, len(G), _COLUMNS):
            own = slice(first, first + _COLUMNS)
            products = _integers(self._S[first:, own], unit * unit)
            G[first:, own] = _about_means(n, products, h_sums[first:, None], h_sums[own]) * (unit * unit)
        D = _about_means(n, _integers(self._D, unit), h_sums[:, None], d_sums)
        C = _recombine(D.reshape(-1, k, digits)) * unit * self.code.quantum
        E = _about_means(n, self._E.astype(np.int64), d_sums[:, None], d_sums).reshape(k, digits, k, digits)
        squares = _recombine(_recombine(E[np.arange(k), :, np.arange(k)])) * self.code.quantum * self.code.quantum
        t_mean = self.code.zero + _recombine(self._d_sums.reshape(k, digits)) / n * self.code.quantum
        return Gram(n, G, np.asfortranarray(C), h_sums.astype(np.float64) / n * unit, t_mean, squares)

    def _arrays(self) -> Iterator[np.ndarray]:
        return iter((self._S, self._D, self._E, self._h_sums, self._d_sums))

    def _count(self, H: np.ndarray, T: np.ndarray, weights: np.ndarray | None, sign: float) -> None:
        if weights is not None:
            times = np.asarray(weights).astype(np.int64)
            if (times != weights).any() or (times < 0).any():
                raise ValueError("Integer arithmetic takes whole numbers as weights; use float arithmetic for others.")
            H, T = np.repeat(H, times, axis=0), np.repeat(T, times, axis=0)
        if sign < 0 and len(H) > self._n:
            raise ValueError(f"{len(H)} rows cannot be taken from {self._n}.")
        if len(H) == 0:
            return
        H, D = np.asfortranarray(H), np.asfortranarray(self.code.encode(T), dtype=np.float64)
        self._n += int(sign) * len(H)
        self._S = dsyrk(sign, H, beta=1.0, c=self._S, trans=1, lower=1, overwrite_c=1)
        self._D = dgemm(sign, H, D, beta=1.0, c=self._D, trans_a=1, overwrite_c=1)
        self._E = dgemm(sign, D, D, beta=1.0, c=self._E, trans_a=1, overwrite_c=1)
        self._h_sums += sign * H.sum(axis=0)
        self._d_sums += sign * D.sum(axis=0)


def _integers(sums: np.ndarray, unit: float) -> np.ndarray:
    return (sums / unit).astype(np.int64)


def _about_means(n: int, products: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return ``(n products - a b) / n`` as float64 from int64 sums; see the notes of the class."""
    if n <= _MOST_EXACT_ROWS:
        return (n * products - a * b).astype(np.float64) / n
    return products.astype(np.float64) - a.astype(np.float64) * b.astype(np.float64) / n


def _recombine(digits: np.ndarray) -> np.ndarray:
    """Return numbers from their digits along the last axis, lowest first, with one rounding in each step."""
    total = np.zeros(digits.shape[:-1])
    for q in range(digits.shape[-1] - 1, -1, -1):
        total = total * 128.0 + digits[..., q]
    return total
