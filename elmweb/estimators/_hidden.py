"""The hidden layer: random weights, drawn once and never trained."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral

import numpy as np
from scipy.linalg.blas import dgemm
from sklearn.utils import check_random_state

from elmweb.estimators._activations import ACTIVATIONS

__all__ = ["HiddenLayer", "default_width", "random_layer"]


@dataclass(frozen=True)
class HiddenLayer:
    """One layer of units ``activation(X W + b)``.

    Parameters
    ----------
    weights : ndarray of shape (d, L), Fortran order
        Input weights ``W``, one column a unit.
    bias : ndarray of shape (L,)
        Bias ``b`` of every unit.
    activation : str
        A key of ``ACTIVATIONS``.
    """

    weights: np.ndarray
    bias: np.ndarray
    activation: str

    @property
    def n_hidden(self) -> int:
        """Number of units, ``L``."""
        return len(self.bias)

    def leading(self, n_hidden: int) -> HiddenLayer:
        """Return the layer of the first `n_hidden` units, sharing memory with this one."""
        return HiddenLayer(self.weights[:, :n_hidden], self.bias[:n_hidden], self.activation)

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return the units' outputs for a row block.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            Inputs; float64 in C order is read without a copy.

        Returns
        -------
        ndarray of shape (n, L), float64, Fortran order
            In this order the first columns are one piece of memory, which BLAS reads as it is.
        """
        X = np.ascontiguousarray(X, dtype=np.float64)
        activation = ACTIVATIONS[self.activation]
        H = np.empty((len(X), self.n_hidden), order="F")
        H[:] = activation.gain * self.bias
        H = dgemm(activation.gain, X.T, self.weights, beta=1.0, c=H, trans_a=1, overwrite_c=1)
        activation.apply(H)
        return H


def random_layer(
    n_features: int,
    n_hidden: int,
    *,
    activation: str = "tanh",
    scale: float = 1.0,
    random_state: int | np.random.RandomState | None = None,
) -> HiddenLayer:
    """Draw a hidden layer.

    Weights are normal with standard deviation ``scale / sqrt(d)``, so that inputs
    of unit variance give every unit an input of variance ``scale ** 2``; biases are
    normal with standard deviation ``scale``.

    Parameters
    ----------
    n_features : int
        Number of inputs, ``d``.
    n_hidden : int
        Number of units, ``L``.
    activation : str, default="tanh"
        A key of ``ACTIVATIONS``.
    scale : float, default=1.0
        Size of weights and biases.
    random_state : int, RandomState or None, default=None
        An int gives the same layer every time.

    Returns
    -------
    HiddenLayer
        Unit after unit is drawn from one stream, so the first units of a wide
        layer are the narrow layer of the same seed.
    """
    if not isinstance(random_state, Integral):
        random_state = check_random_state(random_state).randint(np.iinfo(np.int32).max)
    draw = np.random.Generator(np.random.PCG64(random_state)).standard_normal((n_hidden, n_features + 1))
    weights = (scale / np.sqrt(n_features)) * draw[:, :-1]
    return HiddenLayer(weights.T, scale * draw[:, -1], activation)


def default_width(n_rows: int) -> int:
    """Return the number of hidden units used when none is given.

    Parameters
    ----------
    n_rows : int
        Number of training rows.

    Returns
    -------
    int
        The first power of two at or above half the rows, at least 16 and at most 512.
        The ridge penalty keeps a layer that is too wide from doing harm.

    Examples
    --------
    >>> [default_width(n) for n in (10, 150, 1797, 1_000_000)]
    [16, 128, 512, 512]
    """
    return min(512, max(16, 1 << (max(1, n_rows // 2) - 1).bit_length()))
