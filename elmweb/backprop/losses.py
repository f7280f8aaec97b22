"""Losses: how far the outputs of a network are from what they should be, as one number, and its gradient."""

from __future__ import annotations

from typing import Protocol

import numpy as np

__all__ = ["Loss", "SoftmaxCrossEntropy", "SquaredError"]


class Loss(Protocol):
    """What a network needs of a loss."""

    def forward(self, Z: np.ndarray, y: np.ndarray) -> float:
        """Return the mean loss over the rows."""
        ...

    def backward(self) -> np.ndarray:
        """Return the gradient of that mean with respect to the outputs."""
        ...

    def predictions(self, Z: np.ndarray) -> np.ndarray:
        """Return outputs as what a person asked for: probabilities or numbers."""
        ...


class SoftmaxCrossEntropy:
    """Minus the logarithm of the probability of the right class, where softmax turns outputs into probabilities."""

    def forward(self, Z: np.ndarray, y: np.ndarray) -> float:
        """Return the mean loss of outputs (n, k) for classes (n,) from 0 to k - 1."""
        self.probabilities, self._classes = self.predictions(Z), y
        # Not the logarithm of the probability, which may have become zero.
        shifted = Z - Z.max(axis=1, keepdims=True)
        logarithms = shifted[np.arange(len(y)), y] - np.log(np.exp(shifted).sum(axis=1))
        return float(-logarithms.mean(dtype=np.float64))

    def backward(self) -> np.ndarray:
        """Return the gradient, (n, k): probabilities less one for the right class, divided by the number of rows."""
        gradient = self.probabilities.copy()
        gradient[np.arange(len(gradient)), self._classes] -= 1
        gradient /= len(gradient)
        return gradient

    def predictions(self, Z: np.ndarray) -> np.ndarray:
        """Return the probability of each class, (n, k)."""
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return P


class SquaredError:
    """Half the mean squared difference over rows and outputs, as scikit-learn's ``MLPRegressor`` has it."""

    def forward(self, Z: np.ndarray, y: np.ndarray) -> float:
        """Return the loss of outputs (n, k) for numbers (n, k)."""
        self._errors = Z - y
        return float(0.5 * np.square(self._errors).mean(dtype=np.float64))

    def backward(self) -> np.ndarray:
        """Return the gradient, (n, k)."""
        return self._errors / self._errors.size

    def predictions(self, Z: np.ndarray) -> np.ndarray:
        """Return the outputs as they are."""
        return Z
