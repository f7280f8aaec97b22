"""Compositions of layers: one after the other, and side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from elmweb.compute import Layer

__all__ = ["SideBySide", "Stack"]


@dataclass(frozen=True)
class Stack:
    """Layers one after the other: each takes the outputs of the one before.

    Parameters
    ----------
    layers : tuple of Layer
        The first one takes the inputs.
    """

    layers: tuple[Layer, ...]

    @property
    def n_hidden(self) -> int:
        """Number of units of the last layer."""
        return self.layers[-1].n_hidden

    def leading(self, n_hidden: int) -> Stack:
        """Return the stack with the first `n_hidden` units of the last layer."""
        return Stack((*self.layers[:-1], self.layers[-1].leading(n_hidden)))

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return the last layer's outputs (n, L), float64, Fortran order, for a row block (n, d)."""
        for layer in self.layers:
            X = layer(X)
        return X


@dataclass(frozen=True)
class SideBySide:
    """Layers on the same inputs, with their units side by side.

    Parameters
    ----------
    layers : tuple of Layer
        At least one.
    """

    layers: tuple[Layer, ...]

    @property
    def n_hidden(self) -> int:
        """Number of units of all layers."""
        return sum(layer.n_hidden for layer in self.layers)

    def leading(self, n_hidden: int) -> SideBySide:
        """Return the first `n_hidden` units."""
        kept, left = [], n_hidden
        for layer in self.layers:
            if left > 0:
                kept.append(layer.leading(min(left, layer.n_hidden)))
                left -= layer.n_hidden
        return SideBySide(tuple(kept))

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return the outputs of all units (n, L), float64, Fortran order, for a row block (n, d)."""
        H, first = np.empty((len(X), self.n_hidden), order="F"), 0
        for layer in self.layers:
            H[:, first : first + layer.n_hidden] = layer(X)
            first += layer.n_hidden
        return H
