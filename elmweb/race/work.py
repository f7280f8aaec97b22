"""How many floating-point operations a training and a prediction take, counted from the sizes of the matrices.

A multiplication and an addition are two operations. Activations, sorting and choosing are not counted. Trees compare
numbers and hardly multiply, so there is no such count for them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from elmweb.backprop.convolution import Convolution2D
from elmweb.backprop.layers import Dense

__all__ = ["row_flops", "training_flops"]

_EIGEN = 9  # n ** 3 operations of a symmetric eigendecomposition with its vectors (Golub and Van Loan, 2013, sec. 8.3)
_STEP = 3  # forward, and backward to the weights and to the inputs


def row_flops(estimator: Any, n_inputs: int) -> float | None:
    """Return the operations of predicting one row.

    Parameters
    ----------
    estimator : estimator
        A fitted one of the race.
    n_inputs : int
        Number of inputs.

    Returns
    -------
    float or None
        None for trees.
    """
    if hasattr(estimator, "network_"):
        return _network_flops(estimator.network_)
    if hasattr(estimator, "layer_"):
        width, whitening = estimator.layer_.n_hidden, getattr(estimator.layer_, "whitening", None)
        n_units = width if whitening is None else len(whitening)
        return 2.0 * (n_inputs * n_units + estimator.coef_.size) + (0 if whitening is None else 2.0 * n_units * width)
    return 2.0 * np.size(estimator.coef_) if hasattr(estimator, "coef_") else None


def training_flops(estimator: Any, n_rows: int, n_inputs: int) -> float | None:
    """Return the operations of the training that an estimator has had.

    Parameters
    ----------
    estimator : estimator
        A fitted one of the race.
    n_rows, n_inputs : int
        Numbers of rows and inputs it was given.

    Returns
    -------
    float or None
        None for trees.
    """
    n, d, each = float(n_rows), float(n_inputs), row_flops(estimator, n_inputs)
    if each is None:
        return None
    if hasattr(estimator, "network_"):
        learned = n * (1 - estimator.validation_fraction) if estimator.early_stopping else n
        return _STEP * each * learned * estimator.n_iter_ + each * (n - learned) * estimator.n_iter_
    if hasattr(estimator, "layer_"):
        # The units, their products, one eigendecomposition for all penalties, and leaving every row out for each.
        width = float(estimator.layer_.n_hidden)
        smaller, larger = min(n, width), max(n, width)
        outputs = estimator.coef_.size / width
        return n * each + (1 + 2) * larger * smaller**2 + _EIGEN * smaller**3 + 2.0 * 21 * n * smaller * outputs
    n_outputs = np.size(estimator.coef_) / d
    if getattr(estimator, "n_iter_", None) is None:  # solved by the normal equations
        return n * d**2 + d**3 / 3 + 2 * n * d * n_outputs
    return 2.0 * each * n * float(np.max(estimator.n_iter_))  # one product forward and one back in each iteration


def _network_flops(network: Any) -> float:
    """Return the operations of one row going forward; the layers know the shapes of what they saw last."""
    total = 0.0
    for layer in network.layers:
        if isinstance(layer, Dense):
            total += 2.0 * layer.weights.value.size
        elif isinstance(layer, Convolution2D):
            _, height, width, _ = layer.output.shape
            total += 2.0 * layer.weights.value.size * height * width
    return total
