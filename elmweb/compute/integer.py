"""A hidden layer in integers, whose values are defined exactly and are the same on every machine.

Random weights may be small integers without loss, and an activation may be *defined* as rounded to 7 bits, both in
training and in prediction. Then every sum of products is exact, in any order, on any machine, and rows are added and
subtracted without error. web/kernel/integer_layer.c computes the same integers in WebAssembly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.linalg.blas import dgemm, sgemm

__all__ = ["ACTIVATIONS", "UNITS_PER_PATCH", "IntegerActivation", "IntegerLayer"]

UNITS_PER_PATCH = 12
"""Number of consecutive units with the same patch, which the kernel computes together."""

_LARGEST_WEIGHT = 63
_MOST_SHIFT = 14  # up to which 2**(15 + shift) plus rounding fits 32 bits
_FULL = 32767
_SIX_TENTHS = 19661  # 0.6 * 32768
_FLOAT32_EXACT = 1 << 24


def _q15(a: np.ndarray, b: np.ndarray | int) -> np.ndarray:
    """Multiply numbers of 15 fractional bits, rounded half up: what i16x8.q15mulr_sat_s does."""
    return (a * b + (1 << 14)) >> 15


def _tanh(t: np.ndarray) -> np.ndarray:
    """Return 63 + 63 y with ``y = 1 - e^3 (e - 0.6 (1 - e))``, ``e = 1 - |t|``: tanh(4 t) within 0.015."""
    size = np.minimum(np.abs(t), _FULL)
    e = _FULL - size
    cube = _q15(_q15(e, e), e)
    y = np.minimum(_FULL - _q15(cube, e - _q15(size, _SIX_TENTHS)), _FULL)
    return _q15(np.where(t < 0, -y, y), 63) + 63


def _relu(t: np.ndarray) -> np.ndarray:
    return _q15(np.maximum(t, 0), 127)


def _identity(t: np.ndarray) -> np.ndarray:
    return _q15(t, 63) + 63


@dataclass(frozen=True)
class IntegerActivation:
    """An activation from 16 bits to 7.

    Parameters
    ----------
    code : int
        Its code in web/kernel/integer_layer.c.
    apply : callable
        Takes int32 ``t`` in -32768..32767 and returns ``h'`` in 0..127.
    offset : int
        The ``h'`` that stands for 0.
    unit : float
        A power of two; the hidden value is ``(h' - offset) * unit``.
    reach : float
        The input that ``t = 32768`` stands for, in standard units.
    scales : bool
        Whether the scale of the weights matters. It does not where it is only a factor of the output.
    """

    code: int
    apply: Callable[[np.ndarray], np.ndarray]
    offset: int
    unit: float
    reach: float
    scales: bool


ACTIVATIONS = {
    "tanh": IntegerActivation(0, _tanh, 63, 2.0**-6, 4.0, scales=True),
    # The logistic function is (1 + tanh(z / 2)) / 2: the same integers with another zero, at half the slope.
    "sigmoid": IntegerActivation(0, _tanh, 0, 2.0**-7, 8.0, scales=True),
    "relu": IntegerActivation(1, _relu, 0, 2.0**-5, 4.0, scales=False),
    "identity": IntegerActivation(2, _identity, 63, 2.0**-4, 4.0, scales=False),
}


@dataclass(frozen=True)
class IntegerLayer:
    """One layer of units on inputs of 8 bits.

    Parameters
    ----------
    weights : ndarray of shape (d, L), int8
        Input weights ``W``, -63..63. With patches ``d`` is the number of pixels of a patch.
    bias : ndarray of shape (L,), int32
        Added to the sum of products.
    multiplier : ndarray of shape (L,), int32
        With `shift`, the slope of every unit; 1 to 2**24.
    shift : int
        1 to 14.
    activation : str
        A key of ``ACTIVATIONS``.
    patches : ndarray of shape (ceil(L / 12), d), int32, optional
        Pixels that each group of 12 units takes, in runs of four neighbours.

    Raises
    ------
    ValueError
        A number is out of range, or a sum of products might overflow 32 bits.

    Notes
    -----
    With inputs ``x = 0..255``, all in integers::

        z  = sum (x - 128) W + bias                      with patches: sum (x >> 1) W + bias
        t  = (z * multiplier + 2^(shift - 1)) >> shift   limited to -32768..32767
        h' = activation(t) = 0..127
        h  = (h' - offset) * unit

    ``unit`` is a power of two, so float64 holds ``h`` and every sum of products of it exactly.

    Examples
    --------
    >>> import numpy as np
    >>> layer = IntegerLayer(np.array([[63]], "i1"), np.zeros(1, "i4"), np.full(1, 4, "i4"), 1, "tanh")
    >>> layer(np.array([[0], [128], [255]], dtype=np.uint8)).ravel()
    array([-0.953125,  0.      ,  0.953125])
    """

    weights: np.ndarray
    bias: np.ndarray
    multiplier: np.ndarray
    shift: int
    activation: str
    patches: np.ndarray | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for integers that are out of range."""
        W = self.weights.astype(np.int64)
        largest_sum = int((128 * np.abs(W).sum(axis=0) + np.abs(self.bias.astype(np.int64))).max(initial=0))
        if np.abs(W).max(initial=0) > _LARGEST_WEIGHT:
            raise ValueError(f"Integer weights must be in -63..63; got {W.min()}..{W.max()}.")
        if largest_sum >= 1 << 31:
            raise ValueError(f"Sums of products must be below 2^31; {len(W)} inputs could give {largest_sum}.")
        if not 1 <= self.shift <= _MOST_SHIFT:
            raise ValueError(f"shift must be 1 to {_MOST_SHIFT}; got {self.shift}.")
        if len(self.multiplier) and not 1 <= self.multiplier.min() <= self.multiplier.max() <= 1 << 24:
            raise ValueError(f"multiplier must be 1 to 2^24; got {self.multiplier.min()}..{self.multiplier.max()}.")

    @property
    def n_hidden(self) -> int:
        """Number of units, ``L``."""
        return len(self.bias)

    @property
    def unit(self) -> float:
        """The power of two of which hidden values are multiples."""
        return ACTIVATIONS[self.activation].unit

    def leading(self, n_hidden: int) -> IntegerLayer:
        """Return the layer of the first `n_hidden` units, sharing memory with this one."""
        patches = None if self.patches is None else self.patches[: -(-n_hidden // UNITS_PER_PATCH)]
        return IntegerLayer(
            self.weights[:, :n_hidden],
            self.bias[:n_hidden],
            self.multiplier[:n_hidden],
            self.shift,
            self.activation,
            patches,
        )

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return the units' outputs for a row block.

        Parameters
        ----------
        X : ndarray of shape (n, d), uint8
            Inputs, or whole images.

        Returns
        -------
        ndarray of shape (n, L), float64, Fortran order
            Exact multiples of :attr:`unit`.

        Raises
        ------
        TypeError
            `X` is not uint8.
        """
        if X.dtype != np.uint8:
            raise TypeError(f"An integer layer takes uint8; got {X.dtype}. ByteScale quantises other numbers.")
        activation = ACTIVATIONS[self.activation]
        H = np.empty((len(X), self.n_hidden), order="F")
        if len(X) == 0:
            return H
        for units, Z in self._sums(X):
            t = (Z * self.multiplier[units].astype(np.int64) + (1 << self.shift - 1)) >> self.shift
            levels = activation.apply(np.clip(t, -32768, 32767).astype(np.int32))
            np.multiply(levels - activation.offset, activation.unit, out=H[:, units])
        return H

    def _sums(self, X: np.ndarray):  # noqa: ANN202  pairs of a slice of units and their int64 z, (n, units)
        if self.patches is None:
            shifted = X.astype(np.int16) - 128
            for first in range(0, self.n_hidden, 256):  # few at a time, so that they stay in the cache
                units = slice(first, first + 256)
                yield units, _exact_product(shifted, self.weights[:, units]) + self.bias[units]
            return
        halved = X >> 1
        for group, pixels in enumerate(self.patches):
            units = slice(group * UNITS_PER_PATCH, (group + 1) * UNITS_PER_PATCH)
            yield units, _exact_product(halved[:, pixels], self.weights[:, units]) + self.bias[units]


def _exact_product(X: np.ndarray, W: np.ndarray) -> np.ndarray:
    """Return ``X W`` of small integers as int64; floats hold every partial sum, so any BLAS is exact."""
    small = 128 * int(np.abs(W.astype(np.int32)).sum(axis=0).max(initial=0)) < _FLOAT32_EXACT
    kind, product = (np.float32, sgemm) if small else (np.float64, dgemm)
    X, W = np.ascontiguousarray(X, dtype=kind), np.asfortranarray(W, dtype=kind)
    return product(1.0, X.T, W, trans_a=1).astype(np.int64)
