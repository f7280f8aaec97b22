"""Optimizers: how the parameters of a network are changed once their gradients are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from elmweb.backprop import in_place
from elmweb.backprop.layers import Parameter

__all__ = ["SGD", "Adam", "AdamW", "Optimizer"]


class Optimizer(Protocol):
    """What a network needs of an optimizer."""

    learning_rate: float

    def update(self, parameters: Sequence[Parameter]) -> None:
        """Change the parameters, always the same ones, by their gradients."""
        ...


class SGD:
    """Stochastic gradient descent: a step against the gradient, with momentum if wanted.

    Parameters
    ----------
    learning_rate : float, default=0.1
        Length of a step.
    momentum : float, default=0.0
        What is kept of the step before.
    nesterov : bool, default=False
        Whether to look ahead along that step.
    weight_decay : float, default=0.0
        Added to the gradient, times the weights.
    """

    def __init__(
        self,
        learning_rate: float = 0.1,
        *,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float = 0.0,
    ) -> None:
        self.learning_rate, self.momentum, self.nesterov = learning_rate, momentum, nesterov
        self.weight_decay = weight_decay
        self._steps: list[np.ndarray] = []

    def update(self, parameters: Sequence[Parameter]) -> None:
        """Take a step."""
        gradients = [_with_decay(parameter, self.weight_decay) for parameter in parameters]
        if self.momentum and not self._steps:
            self._steps = [np.zeros_like(gradient) for gradient in gradients]
        for at, (parameter, gradient) in enumerate(zip(parameters, gradients, strict=True)):
            step = gradient
            if self.momentum:
                self._steps[at] = step = self.momentum * self._steps[at] + gradient
                if self.nesterov:
                    step = gradient + self.momentum * step
            parameter.value -= self.learning_rate * step


class Adam:
    """Steps of a size of their own for each parameter, from running means of its gradient and of the gradient's square.

    Parameters
    ----------
    learning_rate : float, default=1e-3
        About the most that a parameter moves in a step.
    betas : tuple of float, default=(0.9, 0.999)
        What is kept of the two means in a step.
    epsilon : float, default=1e-8
        Added to the root of the second.
    weight_decay : float, default=0.0
        Added to the gradient, times the weights.

    References
    ----------
    Kingma, Ba (2015). Adam: a method for stochastic optimization. ICLR. arXiv:1412.6980.
    """

    _decays_apart = False

    def __init__(
        self,
        learning_rate: float = 1e-3,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        epsilon: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        self.learning_rate, self.betas, self.epsilon = learning_rate, betas, epsilon
        self.weight_decay = weight_decay
        self.n_steps = 0
        self._means: list[np.ndarray] = []
        self._squares: list[np.ndarray] = []

    def update(self, parameters: Sequence[Parameter]) -> None:
        """Take a step."""
        if not self._means:
            self._means = [np.zeros_like(parameter.value) for parameter in parameters]
            self._squares = [np.zeros_like(parameter.value) for parameter in parameters]
        self.n_steps += 1
        first, second = self.betas
        rate = self.learning_rate / (1 - first**self.n_steps)  # the means start at zero: they are too small at first
        scale = 1 / np.sqrt(1 - second**self.n_steps)
        for parameter, mean, square in zip(parameters, self._means, self._squares, strict=True):
            decay = 0.0 if self._decays_apart else self.weight_decay
            gradient = _gradient(parameter)
            if self._decays_apart and parameter.decays:
                parameter.value *= 1 - self.learning_rate * self.weight_decay
            if in_place.takes(parameter.value, gradient, mean, square):
                in_place.adam(
                    parameter.value, gradient, mean, square, new=(1 - first, 1 - second), rate=rate, scale=float(scale),
                    epsilon=self.epsilon, decay=decay if parameter.decays else 0.0,
                )  # fmt: skip
                continue
            gradient = _with_decay(parameter, decay)
            mean[...] += (1 - first) * (gradient - mean)
            square[...] += (1 - second) * (gradient * gradient - square)
            parameter.value -= rate * mean / (np.sqrt(square) * scale + self.epsilon)


class AdamW(Adam):
    """Adam with weight decay apart from the gradient: all weights shrink by the same factor.

    Parameters
    ----------
    learning_rate : float, default=1e-3
        About the most that a parameter moves in a step.
    betas : tuple of float, default=(0.9, 0.999)
        What is kept of the two means in a step.
    epsilon : float, default=1e-8
        Added to the root of the second.
    weight_decay : float, default=0.01
        What weights lose in a step, times the learning rate.

    References
    ----------
    Loshchilov, Hutter (2019). Decoupled weight decay regularization. ICLR. arXiv:1711.05101.
    """

    _decays_apart = True

    def __init__(
        self,
        learning_rate: float = 1e-3,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        epsilon: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(learning_rate, betas=betas, epsilon=epsilon, weight_decay=weight_decay)


def _gradient(parameter: Parameter) -> np.ndarray:
    """Return the gradient of a parameter."""
    if parameter.gradient is None:
        raise ValueError(f"There is no gradient of the {parameter.name} yet; call backward before update.")
    return parameter.gradient


def _with_decay(parameter: Parameter, weight_decay: float) -> np.ndarray:
    """Return the gradient of a parameter, with that of a penalty on its square."""
    gradient = _gradient(parameter)
    return gradient + weight_decay * parameter.value if weight_decay and parameter.decays else gradient
