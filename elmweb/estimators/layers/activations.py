"""Activation functions, computed in place on float64 arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

__all__ = ["ACTIVATIONS", "Activation"]


@dataclass(frozen=True)
class Activation:
    """An activation function, with a constant factor of its input kept apart.

    Parameters
    ----------
    gain : float
        Factor of the input, which the matrix product before it applies at no cost.
    apply : callable
        Takes the input times `gain`, an array, and overwrites it with the activation.
    """

    gain: float
    apply: Callable[[np.ndarray], None]

    def __call__(self, Z: np.ndarray) -> np.ndarray:
        """Return the activation of `Z` as a new array of the same shape."""
        A = np.multiply(Z, self.gain, dtype=np.float64)
        self.apply(A)
        return A


def _tanh(Z: np.ndarray) -> None:
    """Turn z = 2x into tanh x = 1 - 2 / (e^z + 1): 2.5 times as fast as np.tanh in Pyodide, absolute error 2e-16."""
    with np.errstate(over="ignore"):
        np.exp(Z, out=Z)
    Z += 1.0
    np.divide(-2.0, Z, out=Z)
    Z += 1.0


def _sigmoid(Z: np.ndarray) -> None:
    """Turn z = -x into the logistic function 1 / (1 + e^z)."""
    with np.errstate(over="ignore"):
        np.exp(Z, out=Z)
    Z += 1.0
    np.reciprocal(Z, out=Z)


def _relu(Z: np.ndarray) -> None:
    np.maximum(Z, 0.0, out=Z)


def _leaky_relu(Z: np.ndarray) -> None:
    np.maximum(Z, 0.01 * Z, out=Z)


def _gelu(Z: np.ndarray) -> None:
    Z *= ndtr(Z)


def _sin(Z: np.ndarray) -> None:
    np.sin(Z, out=Z)


def _gaussian(Z: np.ndarray) -> None:
    """Turn z into exp(-z^2)."""
    np.multiply(Z, Z, out=Z)
    np.negative(Z, out=Z)
    np.exp(Z, out=Z)


def _identity(Z: np.ndarray) -> None:
    """Leave z unchanged: the model becomes ridge regression on random projections."""


ACTIVATIONS = {
    "tanh": Activation(2.0, _tanh),
    "sigmoid": Activation(-1.0, _sigmoid),
    "relu": Activation(1.0, _relu),
    "leaky_relu": Activation(1.0, _leaky_relu),
    "gelu": Activation(1.0, _gelu),
    "sin": Activation(1.0, _sin),
    "gaussian": Activation(1.0, _gaussian),
    "identity": Activation(1.0, _identity),
}
