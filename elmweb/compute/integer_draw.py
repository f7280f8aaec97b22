"""Drawing random integer layers, and quantising columns of a table to the 8 bits that they take."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

import numpy as np

from elmweb.compute.integer import ACTIVATIONS, UNITS_PER_PATCH, IntegerLayer

__all__ = ["ByteScale", "draw_integer_layer"]

_WEIGHT = 31  # weights are in -31..31, the kernel's fastest path; their mean square is 992 / 3
_MEAN_SQUARE = (992, 3)
_SHIFT = 14
_NOISE = 12  # the sum of this many uniform 16-bit numbers, centred, is nearly normal with deviation 2^16
_PATCH = 8  # pixels on a side
_MOST_SAMPLE = 1 << 20  # rows, up to which the integers below fit 64 bits


def draw_integer_layer(
    n_features: int,
    n_hidden: int,
    *,
    sample: np.ndarray,
    activation: str = "tanh",
    scale: float = 1.0,
    random_state: int = 0,
    image_shape: tuple[int, ...] | None = None,
) -> IntegerLayer:
    """Draw a hidden layer of small integers.

    Parameters
    ----------
    n_features : int
        Number of inputs, ``d``.
    n_hidden : int
        Number of units, ``L``.
    sample : ndarray of shape (m, d), uint8
        Training rows from which means and variances of the inputs are computed, in exact integers.
    activation : str, default="tanh"
        A key of ``ACTIVATIONS``.
    scale : float, default=1.0
        Standard deviation of the input of a unit, and of its bias. No effect on ReLU and identity, where it would
        only be a factor of the output.
    random_state : int, default=0
        At least 0. The same number gives the same layer on every machine.
    image_shape : tuple (rows, columns) or (rows, columns, channels), optional
        Shape of the images that inputs are: each group of 12 units takes one patch of 8 x 8 pixels, whose left edge
        is a multiple of 4.

    Returns
    -------
    IntegerLayer
        Units are drawn one after the other from one stream, so the first units of a wide layer are the narrow layer
        with the same seed and sample.

    Raises
    ------
    ValueError
        The sample does not fit, or the image is smaller than a patch.

    Notes
    -----
    Only the raw 64-bit words of PCG64 are used, which NumPy guarantees not to change. Weights are uniform in -31..31;
    biases are nearly normal, and centre each unit at the mean of the sample.

    References
    ----------
    McDonnell, Tissera, Vladusich, van Schaik, Tapson (2015). Fast, simple and accurate handwritten digit
    classification by training shallow neural network classifiers with the 'extreme learning machine' algorithm.
    PLoS ONE 10(8). doi:10.1371/journal.pone.0134254

    Examples
    --------
    >>> import numpy as np
    >>> sample = np.arange(40, dtype=np.uint8).reshape(10, 4)
    >>> wide = draw_integer_layer(4, 100, sample=sample)
    >>> narrow = draw_integer_layer(4, 10, sample=sample)
    >>> bool((wide.leading(10).weights == narrow.weights).all())
    True
    """
    if sample.dtype != np.uint8 or sample.ndim != 2 or sample.shape[1] != n_features or not len(sample):
        raise ValueError(f"The sample must be rows of {n_features} uint8 numbers; got {sample.shape} {sample.dtype}.")
    sample = sample[:_MOST_SAMPLE]
    patches = None
    stream = np.random.PCG64(random_state)
    if image_shape is not None:
        if int(np.prod(image_shape)) != n_features:
            raise ValueError(
                f"Images of {image_shape} have {np.prod(image_shape)} numbers; the inputs have {n_features}."
            )
        sample = sample >> 1
        # A separate stream, so that weights and patches of the first units do not depend on the number of units.
        patches = _draw_patches(-(-n_hidden // UNITS_PER_PATCH), image_shape, np.random.PCG64([random_state, 1]))
    n_inputs = n_features if patches is None else patches.shape[1]
    weights, noise = _draw_units(n_hidden, n_inputs, stream)
    mean, spread = _moments(sample, 0 if patches is not None else 128)
    if patches is None:
        deviation = np.full(n_hidden, _deviation(int(spread.sum()), len(sample)), dtype=np.int64)
        centre = weights.astype(np.int64).T @ mean  # integers, for which there is no BLAS
    else:
        deviation = _patch_deviations(spread, patches, len(sample))[np.arange(n_hidden) // UNITS_PER_PATCH]
        own = patches[np.arange(n_hidden) // UNITS_PER_PATCH]  # (L, pixels)
        centre = (weights.astype(np.int64).T * mean[own]).sum(axis=1)
    kind = ACTIVATIONS[activation]
    # t = 2^15 stands for `reach` standard units; fixed point with a power of two keeps the scale an integer.
    slope = round((scale if kind.scales else 1.0) * (1 << 30) / kind.reach)
    multiplier = np.clip((slope >> 15 - _SHIFT) // deviation, 1, 1 << 24)
    bias = (noise * deviation >> 16) - centre
    return IntegerLayer(weights, bias.astype(np.int32), multiplier.astype(np.int32), _SHIFT, activation, patches)


def _draw_units(n_hidden: int, n_inputs: int, stream: np.random.PCG64) -> tuple[np.ndarray, np.ndarray]:
    """Return weights (inputs, L) in -31..31 and noise (L,) of deviation 2^16, drawn unit by unit."""
    n_words = -(-(n_inputs + _NOISE) // 4)
    words = stream.random_raw(n_hidden * n_words).astype("<u8").reshape(n_hidden, n_words)
    parts = words.view("<u2").astype(np.int64)  # (L, 4 n_words), uniform in 0..65535
    weights = (parts[:, _NOISE : _NOISE + n_inputs] * (2 * _WEIGHT + 1) >> 16) - _WEIGHT
    return np.ascontiguousarray(weights.T, dtype=np.int8), parts[:, :_NOISE].sum(axis=1) - _NOISE * 32768


def _moments(sample: np.ndarray, shift: int) -> tuple[np.ndarray, np.ndarray]:
    """Return each column's mean less `shift`, rounded down, and m times its sum of squares about the mean."""
    n = len(sample)
    sums = sample.sum(axis=0, dtype=np.int64)
    # The default integer type has 32 bits in the page.
    squares = np.array([int(column @ column) for column in sample.T.astype(np.int64)], dtype=np.int64)
    return sums // n - shift, n * squares - sums * sums


def _deviation(spread: int, n: int) -> int:
    """Return the standard deviation of a sum of products with random weights, at least 1."""
    return max(1, isqrt(_MEAN_SQUARE[0] * spread // (_MEAN_SQUARE[1] * n * n)))


def _patch_deviations(spread: np.ndarray, patches: np.ndarray, n: int) -> np.ndarray:
    """Return the deviation for each patch, but at least a fifth of the typical one, so that noise is not amplified."""
    typical = _deviation(int(spread.sum()) * patches.shape[1] // len(spread), n)
    deviations = [max(_deviation(int(spread[pixels].sum()), n), typical // 5, 1) for pixels in patches]
    return np.array(deviations, dtype=np.int64)


def _draw_patches(n_patches: int, image_shape: tuple[int, ...], stream: np.random.PCG64) -> np.ndarray:
    """Return the pixels (n_patches, 64 channels) of random patches, row by row."""
    rows, columns, channels = (*image_shape, 1)[:3]
    if min(rows, columns) < _PATCH:
        raise ValueError(f"Patches are {_PATCH} x {_PATCH} pixels; the image is {rows} x {columns}.")
    words = stream.random_raw(n_patches)
    top = (words & 0xFFFFFFFF).astype(np.int64) * (rows - _PATCH + 1) >> 32
    left = ((words >> 32).astype(np.int64) * ((columns - _PATCH) // 4 + 1) >> 32) * 4
    down, across = np.arange(_PATCH)[:, None], np.arange(_PATCH * channels)
    pixels = (top[:, None, None] + down) * columns * channels + left[:, None, None] * channels + across
    return pixels.reshape(n_patches, -1).astype(np.int32)


@dataclass(frozen=True)
class ByteScale:
    """Quantises numbers to 8 bits, column by column.

    Parameters
    ----------
    low, high : ndarray of shape (d,)
        The values that become 0 and 255; values outside are clipped.

    Examples
    --------
    >>> import numpy as np
    >>> scale = ByteScale.learn(np.array([[0.0, 5.0], [1.0, 5.0], [2.0, 5.0]]))
    >>> scale(np.array([[2.0, 5.0]]))
    array([[255,   0]], dtype=uint8)
    """

    low: np.ndarray
    high: np.ndarray

    @classmethod
    def learn(cls, X: np.ndarray, percentile: float = 0.1) -> ByteScale:
        """Return a scale with limits from training rows.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            Finite numbers.
        percentile : float, default=0.1
            Percentage of the smallest, and of the largest, values that may be clipped.

        Returns
        -------
        ByteScale
            The scale.
        """
        low, high = np.percentile(X, [percentile, 100.0 - percentile], axis=0, method="nearest")
        # A column whose percentiles are equal is nearly constant; its extremes still distinguish rows.
        return cls(np.where(low < high, low, X.min(axis=0)), np.where(low < high, high, X.max(axis=0)))

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return `X` (n, d) as uint8, without conversion where it is uint8."""
        if X.dtype == np.uint8:
            return X
        span = np.where(self.high > self.low, self.high - self.low, 1.0)
        levels = (np.clip(X, self.low, self.high) - self.low) / span * 255.0
        return np.rint(levels).astype(np.uint8)
