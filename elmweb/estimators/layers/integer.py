"""An integer layer on inputs that are bytes or are quantised to bytes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from elmweb.compute import ByteScale, IntegerLayer, draw_integer_layer
from elmweb.compute.integer import ACTIVATIONS as INTEGER_ACTIVATIONS

__all__ = ["INTEGER_ACTIVATIONS", "ByteLayer", "byte_layer"]

_SAMPLE = 10_000  # rows from which means and variances are computed


@dataclass(frozen=True)
class ByteLayer:
    """Random units in integers on inputs of 8 bits.

    Parameters
    ----------
    scale : ByteScale
        Quantises inputs that are not bytes.
    layer : IntegerLayer
        The units.
    """

    scale: ByteScale
    layer: IntegerLayer

    @property
    def n_hidden(self) -> int:
        """Number of units, ``L``."""
        return self.layer.n_hidden

    @property
    def unit(self) -> float:
        """The power of two of which all outputs are multiples."""
        return self.layer.unit

    def leading(self, n_hidden: int) -> ByteLayer:
        """Return the layer of the first `n_hidden` units, sharing memory with this one."""
        return ByteLayer(self.scale, self.layer.leading(n_hidden))

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return the units' outputs (n, L), exact in float64, Fortran order, for a row block (n, d)."""
        return self.layer(self.scale(X))


def byte_layer(
    X: np.ndarray,
    n_hidden: int,
    *,
    activation: str,
    scale: float,
    seed: int,
    image_shape: tuple[int, ...] | None = None,
) -> ByteLayer:
    """Draw an integer layer.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Training rows. uint8 is used without conversion; other columns are quantised in 255 steps from their lowest to
        their highest value, without the most extreme thousandth.
    n_hidden : int
        Number of units, ``L``.
    activation : str
        A key of ``INTEGER_ACTIVATIONS``.
    scale : float
        Standard deviation of the input of a unit.
    seed : int
        The same seed and rows give the same layer on every machine.
    image_shape : tuple of int, optional
        Shape of images, of which each unit takes a patch of 8 x 8 pixels.

    Returns
    -------
    ByteLayer
        The first units of a wide layer are the narrow layer with the same seed.
    """
    is_bytes = X.dtype == np.uint8
    limits = ByteScale(np.zeros(X.shape[1]), np.full(X.shape[1], 255.0)) if is_bytes else ByteScale.learn(X)
    sample = limits(X[:: max(1, len(X) // _SAMPLE)])
    layer = draw_integer_layer(
        X.shape[1],
        n_hidden,
        sample=sample,
        activation=activation,
        scale=scale,
        random_state=seed,
        image_shape=image_shape,
    )
    return ByteLayer(limits, layer)
