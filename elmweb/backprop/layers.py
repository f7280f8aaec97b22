"""The layers of a network: each computes its outputs, and from the gradient of those that of its inputs and parameters.

The derivative of the loss with respect to an array has the shape of that array and is called its gradient. A layer
keeps what it computed last, so that ``backward`` has it and a person can look at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from elmweb.backprop import in_place
from elmweb.backprop.products import product

__all__ = [
    "BatchNormalization",
    "Dense",
    "Dropout",
    "Flatten",
    "Layer",
    "LayerNormalization",
    "Logistic",
    "Parameter",
    "ReLU",
    "Tanh",
    "initial_weights",
]


@dataclass
class Parameter:
    """An array that is learned.

    Parameters
    ----------
    name : str
        Its name within the layer.
    value : ndarray
        What it is now; an optimizer changes it in place.
    gradient : ndarray, optional
        The gradient of the loss in the last backward pass, of the same shape; None before the first.
    decays : bool, default=True
        Whether weight decay pulls it to zero: it does with weights, not with biases.
    """

    name: str
    value: np.ndarray
    gradient: np.ndarray | None = None
    decays: bool = True


class Layer(Protocol):
    """What a network needs of a layer."""

    parameters: tuple[Parameter, ...]
    output: np.ndarray

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:
        """Return the outputs for inputs of shape (n, ...)."""
        ...

    def backward(self, gradient: np.ndarray, *, to_inputs: bool = True) -> np.ndarray | None:
        """Return the gradient of the inputs, given that of the outputs; set those of the parameters.

        With ``to_inputs`` false nobody needs that of the inputs, and None may be returned.
        """
        ...


def initial_weights(
    shape: tuple[int, ...], n_in: int, n_out: int, *, start: str, rng: np.random.Generator, dtype: type
) -> np.ndarray:
    """Draw weights.

    Parameters
    ----------
    shape : tuple of int
        Shape of the array.
    n_in, n_out : int
        Inputs that one output is made of, and outputs that one input goes to.
    start : str
        ``"glorot"``: uniform, variance ``2 / (n_in + n_out)``, for tanh; ``"he"``: normal, variance ``2 / n_in``, for
        ReLU; ``"zeros"``: all equal, from which nothing but equal units can be learned.
    rng : numpy.random.Generator
        Source of randomness.
    dtype : type
        ``numpy.float32`` or ``numpy.float64``.

    Returns
    -------
    ndarray
        The weights.

    References
    ----------
    Glorot, Bengio (2010). Understanding the difficulty of training deep feedforward neural networks. AISTATS.
    He, Zhang, Ren, Sun (2015). Delving deep into rectifiers. ICCV. arXiv:1502.01852.
    """
    if start == "glorot":
        bound = np.sqrt(6 / (n_in + n_out))
        return rng.uniform(-bound, bound, shape).astype(dtype)
    if start == "he":
        return (rng.normal(size=shape) * np.sqrt(2 / n_in)).astype(dtype)
    if start == "zeros":
        return np.zeros(shape, dtype)
    raise ValueError(f"start must be 'glorot', 'he' or 'zeros'; got {start!r}.")


class Dense:
    """A fully connected layer: ``Z = X W + b``.

    Parameters
    ----------
    n_in, n_out : int
        Numbers of inputs and of units.
    start : {"glorot", "he", "zeros"}, default="glorot"
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
        *,
        start: str = "glorot",
        rng: np.random.Generator | None = None,
        dtype: type = np.float32,
    ) -> None:
        rng = np.random.default_rng() if rng is None else rng
        self.weights = Parameter(
            "weights", initial_weights((n_in, n_out), n_in, n_out, start=start, rng=rng, dtype=dtype)
        )
        self.bias = Parameter("bias", np.zeros(n_out, dtype), decays=False)
        self.parameters = (self.weights, self.bias)

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:  # noqa: ARG002  the same in both
        """Return ``X W + b`` of shape (n, n_out)."""
        self.input = X
        self.output = product(X, self.weights.value)
        self.output += self.bias.value
        return self.output

    def backward(self, gradient: np.ndarray, *, to_inputs: bool = True) -> np.ndarray | None:
        """Return the gradient of the inputs: each unit hands its own back along its weights.

        ``dL/dW[i, j]`` is the sum over rows of input `i` times the gradient of unit `j`.
        """
        self.weights.gradient = product(self.input, gradient, trans_a=True)
        self.bias.gradient = gradient.sum(axis=0)
        return product(gradient, self.weights.value, trans_b=True) if to_inputs else None


class _Elementwise:
    """An activation function: every number by itself, and nothing to learn."""

    parameters = ()


class ReLU(_Elementwise):
    """The rectifier, ``max(z, 0)``: the gradient passes where the input is above zero."""

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:  # noqa: ARG002
        """Return ``max(X, 0)``."""
        self.output = in_place.relu(X) if in_place.takes(X) else np.maximum(X, 0)
        return self.output

    def backward(self, gradient: np.ndarray, *, to_inputs: bool = True) -> np.ndarray:  # noqa: ARG002
        """Return the gradient of the inputs."""
        if in_place.takes(gradient, self.output):
            return in_place.relu_back(gradient, self.output)
        return gradient * (self.output > 0)


class Tanh(_Elementwise):
    """The hyperbolic tangent; its derivative is ``1 - tanh(z)^2``, nearly zero far from zero."""

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:  # noqa: ARG002
        """Return ``tanh(X)``."""
        self.output = np.tanh(X)
        return self.output

    def backward(self, gradient: np.ndarray, *, to_inputs: bool = True) -> np.ndarray:  # noqa: ARG002
        """Return the gradient of the inputs."""
        return gradient * (1 - self.output * self.output)


class Logistic(_Elementwise):
    """The logistic function ``1 / (1 + exp(-z))``; its derivative is at most a quarter."""

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:  # noqa: ARG002
        """Return ``1 / (1 + exp(-X))``."""
        self.output = 0.5 * np.tanh(0.5 * X) + np.asarray(0.5, X.dtype)  # never overflows
        return self.output

    def backward(self, gradient: np.ndarray, *, to_inputs: bool = True) -> np.ndarray:  # noqa: ARG002
        """Return the gradient of the inputs."""
        return gradient * (self.output * (1 - self.output))


class Dropout(_Elementwise):
    """Sets inputs to zero at random while training, and scales the others up by as much.

    Parameters
    ----------
    rate : float
        Fraction of inputs that is dropped, from 0 to below 1.
    rng : numpy.random.Generator, optional
        Source of randomness.

    References
    ----------
    Srivastava et al. (2014). Dropout: a simple way to prevent neural networks from overfitting. JMLR 15.
    """

    def __init__(self, rate: float, *, rng: np.random.Generator | None = None) -> None:
        if not 0 <= rate < 1:
            raise ValueError(f"rate must be from 0 to below 1; got {rate!r}.")
        self.rate = rate
        self._rng = np.random.default_rng() if rng is None else rng

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:
        """Return the inputs, some of them dropped while training."""
        self.kept = None
        if training and self.rate:
            self.kept = (self._rng.random(X.shape, dtype=np.float32) >= self.rate) / np.asarray(1 - self.rate, X.dtype)
        self.output = X if self.kept is None else X * self.kept
        return self.output

    def backward(self, gradient: np.ndarray, *, to_inputs: bool = True) -> np.ndarray:  # noqa: ARG002
        """Return the gradient of the inputs: none for those that were dropped."""
        return gradient if self.kept is None else gradient * self.kept


class Flatten(_Elementwise):
    """Turns images into rows."""

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:  # noqa: ARG002
        """Return the inputs as (n, m)."""
        self._shape = X.shape
        self.output = X.reshape(len(X), -1)
        return self.output

    def backward(self, gradient: np.ndarray, *, to_inputs: bool = True) -> np.ndarray:  # noqa: ARG002
        """Return the gradient in the shape of the inputs."""
        return gradient.reshape(self._shape)


class _Normalization:
    """What both normalizations share: after it, a scale and a shift for each feature that are learned."""

    def __init__(self, n_features: int, epsilon: float, dtype: type) -> None:
        self.epsilon = epsilon
        self.scale = Parameter("scale", np.ones(n_features, dtype), decays=False)
        self.shift = Parameter("shift", np.zeros(n_features, dtype), decays=False)
        self.parameters = (self.scale, self.shift)

    def _normalize(self, X: np.ndarray, mean: np.ndarray, variance: np.ndarray) -> np.ndarray:
        self._root = np.sqrt(variance + np.asarray(self.epsilon, X.dtype))
        self.normalized = (X - mean) / self._root
        self.output = self.normalized * self.scale.value + self.shift.value
        return self.output

    def _learn(self, gradient: np.ndarray) -> np.ndarray:
        """Set the gradients of scale and shift; return that of the normalized numbers."""
        rows = tuple(range(gradient.ndim - 1))
        self.scale.gradient = (gradient * self.normalized).sum(axis=rows)
        self.shift.gradient = gradient.sum(axis=rows)
        return gradient * self.scale.value

    def _through(self, gradient: np.ndarray, axes: int | tuple[int, ...]) -> np.ndarray:
        """Return the gradient of numbers that were normalized over some axes: mean and variance depend on them, too."""
        mean = gradient.mean(axis=axes, keepdims=True)
        along = (gradient * self.normalized).mean(axis=axes, keepdims=True)
        return (gradient - mean - self.normalized * along) / self._root


class BatchNormalization(_Normalization):
    """Normalizes each feature over the rows of a batch; when predicting, by averages of the batches seen in training.

    Parameters
    ----------
    n_features : int
        Size of the last axis: features, or the channels of images.
    momentum : float, default=0.1
        Weight of a new batch in these averages.
    epsilon : float, default=1e-5
        Added to the variance.
    dtype : type, default=numpy.float32
        Type of the parameters.

    References
    ----------
    Ioffe, Szegedy (2015). Batch normalization. ICML. arXiv:1502.03167.
    """

    def __init__(
        self, n_features: int, *, momentum: float = 0.1, epsilon: float = 1e-5, dtype: type = np.float32
    ) -> None:
        super().__init__(n_features, epsilon, dtype)
        self.momentum = momentum
        self.mean = np.zeros(n_features, dtype)
        self.variance = np.ones(n_features, dtype)

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:
        """Return the inputs (n, ..., n_features), normalized, scaled and shifted."""
        self._axes = tuple(range(X.ndim - 1)) if training else None
        if not training:
            return self._normalize(X, self.mean, self.variance)
        mean, variance = X.mean(axis=self._axes), X.var(axis=self._axes)
        n = X.size // X.shape[-1]
        self.mean += self.momentum * (mean - self.mean)
        self.variance += self.momentum * (variance * (n / max(n - 1, 1)) - self.variance)  # unbiased, as PyTorch's
        return self._normalize(X, mean, variance)

    def backward(self, gradient: np.ndarray, *, to_inputs: bool = True) -> np.ndarray | None:
        """Return the gradient of the inputs."""
        gradient = self._learn(gradient)
        if not to_inputs:
            return None
        return gradient / self._root if self._axes is None else self._through(gradient, self._axes)


class LayerNormalization(_Normalization):
    """Normalizes each row over its features.

    Parameters
    ----------
    n_features : int
        Size of the last axis.
    epsilon : float, default=1e-5
        Added to the variance.
    dtype : type, default=numpy.float32
        Type of the parameters.

    References
    ----------
    Ba, Kiros, Hinton (2016). Layer normalization. arXiv:1607.06450.
    """

    def __init__(self, n_features: int, *, epsilon: float = 1e-5, dtype: type = np.float32) -> None:
        super().__init__(n_features, epsilon, dtype)

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:  # noqa: ARG002  the same in both
        """Return the inputs (n, ..., n_features), normalized, scaled and shifted."""
        return self._normalize(X, X.mean(axis=-1, keepdims=True), X.var(axis=-1, keepdims=True))

    def backward(self, gradient: np.ndarray, *, to_inputs: bool = True) -> np.ndarray | None:
        """Return the gradient of the inputs."""
        gradient = self._learn(gradient)
        return self._through(gradient, -1) if to_inputs else None
