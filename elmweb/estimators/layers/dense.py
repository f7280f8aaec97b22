"""The dense hidden layer: random weights that are not trained."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral

import numpy as np
from scipy.linalg.blas import dgemm
from sklearn.utils import check_random_state

from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.weights import BLIND_WEIGHTS

__all__ = ["HiddenLayer", "default_width", "random_layer", "seed_of"]


@dataclass(frozen=True)
class HiddenLayer:
    """One layer of units ``activation(X W + b)``.

    Parameters
    ----------
    weights : ndarray of shape (d, L), Fortran order
        Input weights ``W``, one column for each unit.
    bias : ndarray of shape (L,)
        Biases ``b``.
    activation : str or tuple of str
        Key of ``ACTIVATIONS``, or several keys, which are assigned to the units in rotation (a mixed layer).
    """

    weights: np.ndarray
    bias: np.ndarray
    activation: str | tuple[str, ...]

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
            In this order the first columns are contiguous, and BLAS reads them without a copy.
        """
        if self.n_hidden == 0:  # in a leading part that ends before this layer; BLAS takes no empty matrix
            return np.empty((len(X), 0), order="F")
        X = np.ascontiguousarray(X, dtype=np.float64)
        activation = self.activation
        gain = ACTIVATIONS[activation].gain if isinstance(activation, str) else 1.0
        H = np.empty((len(X), self.n_hidden), order="F")
        H[:] = gain * self.bias
        H = dgemm(gain, X.T, self.weights, beta=1.0, c=H, trans_a=1, overwrite_c=1)
        if isinstance(activation, str):
            ACTIVATIONS[activation].apply(H)
            return H
        for first, name in enumerate(activation):
            units = H[:, first :: len(activation)]
            units *= ACTIVATIONS[name].gain
            ACTIVATIONS[name].apply(units)
        return H


def random_layer(
    n_features: int,
    n_hidden: int,
    *,
    activation: str | tuple[str, ...] = "tanh",
    hidden_weights: str = "normal",
    scale: float = 1.0,
    random_state: int | np.random.RandomState | None = None,
) -> HiddenLayer:
    """Draw a hidden layer.

    Parameters
    ----------
    n_features : int
        Number of inputs, ``d``.
    n_hidden : int
        Number of units, ``L``.
    activation : str or tuple of str, default="tanh"
        Key or keys of ``ACTIVATIONS``.
    hidden_weights : str, default="normal"
        A key of ``BLIND_WEIGHTS``.
    scale : float, default=1.0
        Scale of weights and biases.
    random_state : int, RandomState or None, default=None
        An int gives the same layer every time.

    Returns
    -------
    HiddenLayer
        Units are drawn one after the other from one stream, so the first units of a wide layer are the narrow layer
        with the same seed.
    """
    weights, bias = BLIND_WEIGHTS[hidden_weights](n_features, n_hidden, scale, seed_of(random_state))
    return HiddenLayer(weights.T, bias, activation)


def seed_of(random_state: int | np.random.RandomState | None) -> int:
    """Return a seed: the number itself, or one drawn from the state.

    Parameters
    ----------
    random_state : int, RandomState or None
        As in scikit-learn.

    Returns
    -------
    int
        At least 0.
    """
    if isinstance(random_state, Integral):
        return int(random_state)
    return int(check_random_state(random_state).randint(np.iinfo(np.int32).max))


def default_width(n_rows: int) -> int:
    """Return the number of hidden units used when none is given.

    Parameters
    ----------
    n_rows : int
        Number of training rows.

    Returns
    -------
    int
        The smallest power of two at or above half the rows, at least 16 and at most 512. The ridge penalty keeps a
        layer that is too wide from overfitting.

    Examples
    --------
    >>> [default_width(n) for n in (10, 150, 1797, 1_000_000)]
    [16, 128, 512, 512]
    """
    return min(512, max(16, 1 << (max(1, n_rows // 2) - 1).bit_length()))
