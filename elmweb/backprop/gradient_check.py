"""The oracle of backpropagation: gradients by finite differences, one parameter moved at a time."""

from __future__ import annotations

import numpy as np

from elmweb.backprop.layers import Parameter
from elmweb.backprop.network import Network

__all__ = ["largest_difference", "numerical_gradient"]


def numerical_gradient(
    network: Network, X: np.ndarray, y: np.ndarray, parameter: Parameter, *, step: float = 1e-5
) -> np.ndarray:
    """Return the gradient of the loss by central differences, in the shape of the parameter.

    Parameters
    ----------
    network : Network
        Its parameters should be float64; nothing random may be in it.
    X, y : ndarray
        A batch.
    parameter : Parameter
        One of the network's.
    step : float, default=1e-5
        How far each number is moved, to both sides.

    Returns
    -------
    ndarray
        ``(L(w + step) - L(w - step)) / (2 step)`` for each number ``w``.
    """
    gradient = np.zeros(parameter.value.shape)
    for at in np.ndindex(parameter.value.shape):
        before = parameter.value[at]
        losses = []
        for moved in (before + step, before - step):
            parameter.value[at] = moved
            network.forward(X)
            losses.append(network.loss(y))
        parameter.value[at] = before
        gradient[at] = (losses[0] - losses[1]) / (2 * step)
    return gradient


def largest_difference(network: Network, X: np.ndarray, y: np.ndarray) -> float:
    """Return by how much backpropagation differs from finite differences, relative to the largest gradient.

    Parameters
    ----------
    network : Network
        Its parameters should be float64; nothing random may be in it.
    X, y : ndarray
        A batch.

    Returns
    -------
    float
        The largest difference over all parameters; below 1e-6 when the gradients are right.
    """
    network.forward(X)
    network.loss(y)
    network.backward()
    found = [(parameter, np.array(parameter.gradient)) for parameter in network.parameters]
    differences, largest = 0.0, 0.0
    for parameter, gradient in found:
        oracle = numerical_gradient(network, X, y, parameter)
        differences = max(differences, float(np.abs(gradient - oracle).max()))
        largest = max(largest, float(np.abs(oracle).max()))
    return differences / largest if largest else differences
