"""Convolutions and pooling of images of shape (n, height, width, channels).

A convolution is one product of matrices: each place of the output is a row that holds the part of the image under the
filter, and each filter is a column.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from elmweb.backprop import in_place
from elmweb.backprop.layers import Parameter, initial_weights
from elmweb.backprop.products import product

__all__ = ["AveragePooling2D", "Convolution2D", "MaxPooling2D"]


class Convolution2D:
    """Square filters that look at every place of an image.

    Parameters
    ----------
    n_in, n_out : int
        Channels of the input, and filters.
    size : int
        Height and width of a filter.
    stride : int, default=1
        Step from place to place.
    padding : int, default=0
        Zeros put around the image.
    start : {"glorot", "he", "zeros"}, default="he"
        How the weights are drawn; the biases start at zero.
    rng : numpy.random.Generator, optional
        Source of randomness.
    dtype : type, default=numpy.float32
        Type of the parameters.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        size: int,
        *,
        stride: int = 1,
        padding: int = 0,
        start: str = "he",
        rng: np.random.Generator | None = None,
        dtype: type = np.float32,
    ) -> None:
        rng = np.random.default_rng() if rng is None else rng
        self.size, self.stride, self.padding = size, stride, padding
        shape, area = (size, size, n_in, n_out), size * size
        weights = initial_weights(shape, area * n_in, area * n_out, start=start, rng=rng, dtype=dtype)
        self.weights = Parameter("weights", weights)
        self.bias = Parameter("bias", np.zeros(n_out, dtype), decays=False)
        self.parameters = (self.weights, self.bias)

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:  # noqa: ARG002  the same in both
        """Return what every filter sees at every place, (n, height, width, n_out)."""
        if in_place.takes(X, self.weights.value):
            self._images = in_place.pad(X, self.padding)
            self.output = in_place.convolve(self._images, self.weights.value, self.bias.value, self.stride)
            return self.output
        self._images = np.pad(X, ((0, 0), (self.padding,) * 2, (self.padding,) * 2, (0, 0)))
        views = sliding_window_view(self._images, (self.size, self.size), axis=(1, 2))
        views = views[:, :: self.stride, :: self.stride]
        n, height, width = views.shape[:3]
        self._patches = views.transpose(0, 1, 2, 4, 5, 3).reshape(n * height * width, -1)  # copied once
        Z = product(self._patches, self._filters())
        Z += self.bias.value
        self.output = Z.reshape(n, height, width, -1)
        return self.output

    def backward(self, gradient: np.ndarray, *, to_inputs: bool = True) -> np.ndarray | None:
        """Return the gradient of the images: that of each place, handed back to what its filter looked at."""
        rows = gradient.reshape(-1, gradient.shape[-1])
        if in_place.takes(gradient, self._images):
            self.weights.gradient = in_place.convolve_weights(self._images, gradient, self.size, self.stride)
            self.bias.gradient = in_place.column_sums(rows)
        else:
            self.weights.gradient = product(self._patches, rows, trans_a=True).reshape(self.weights.value.shape)
            self.bias.gradient = rows.sum(axis=0)
        if not to_inputs:
            return None
        if in_place.takes(gradient, self._images) and self.stride == 1 and self.padding < self.size:
            # What is handed back is a convolution, too: of the gradient, with the filters turned round.
            turned = self.weights.value[::-1, ::-1].swapaxes(2, 3)
            wide = in_place.pad(gradient, self.size - 1 - self.padding)
            return in_place.convolve(wide, turned, np.zeros(turned.shape[-1]))
        patches = product(rows, self._filters(), trans_b=True).reshape(*gradient.shape[:3], self.size, self.size, -1)
        images = np.zeros(self._images.shape, gradient.dtype)
        height, width = gradient.shape[1:3]
        for y in range(self.size):
            for x in range(self.size):
                down = slice(y, y + self.stride * height, self.stride)
                across = slice(x, x + self.stride * width, self.stride)
                images[:, down, across] += patches[:, :, :, y, x]
        inner = slice(self.padding, -self.padding or None)
        return np.ascontiguousarray(images[:, inner, inner])

    def _filters(self) -> np.ndarray:
        """Return the filters as columns."""
        return self.weights.value.reshape(-1, self.weights.value.shape[-1])


class _Pooling2D:
    """Squares of an image that become one number; what is left at the right and below is not looked at.

    Parameters
    ----------
    size : int
        Height and width of a square.
    """

    parameters = ()

    def __init__(self, size: int) -> None:
        self.size = size

    def _parts(self, X: np.ndarray) -> list[np.ndarray]:
        """Return for each place within a square a view of the numbers there, (n, height, width, channels)."""
        height, width = X.shape[1] // self.size, X.shape[2] // self.size
        whole = X[:, : height * self.size, : width * self.size]
        return [whole[:, y :: self.size, x :: self.size] for y in range(self.size) for x in range(self.size)]


class MaxPooling2D(_Pooling2D):
    """The largest number of each square; the gradient goes to the first place that has it."""

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:  # noqa: ARG002  the same in both
        """Return the largest number of each square."""
        self._input = X
        if in_place.takes(X):
            self.output = in_place.max_pool(X, self.size)
            return self.output
        first, *others = self._parts(X)
        self.output = first.copy()
        for part in others:
            np.maximum(self.output, part, out=self.output)
        return self.output

    def backward(self, gradient: np.ndarray, *, to_inputs: bool = True) -> np.ndarray:  # noqa: ARG002
        """Return the gradient of the images."""
        if in_place.takes(self._input, self.output, gradient):
            return in_place.max_unpool(self._input, self.output, gradient, self.size)
        images = np.zeros(self._input.shape, gradient.dtype)
        free = np.ones(gradient.shape, bool)
        for values, target in zip(self._parts(self._input), self._parts(images), strict=True):
            hit = free & (values == self.output)
            np.multiply(gradient, hit, out=target)
            free &= ~hit
        return images


class AveragePooling2D(_Pooling2D):
    """The mean of each square."""

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:  # noqa: ARG002  the same in both
        """Return the mean of each square."""
        self._shape = X.shape
        parts = self._parts(X)
        self.output = sum(parts[1:], parts[0]) / np.asarray(len(parts), X.dtype)
        return self.output

    def backward(self, gradient: np.ndarray, *, to_inputs: bool = True) -> np.ndarray:  # noqa: ARG002
        """Return the gradient of the images: equal parts of it for every place of a square."""
        images = np.zeros(self._shape, gradient.dtype)
        for target in self._parts(images):
            target[:] = gradient / np.asarray(self.size**2, gradient.dtype)
        return images
