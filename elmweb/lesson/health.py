"""How a network fares inside, by layer: how large its gradients are, which units are dead, full or all the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from elmweb.lesson.lesson import Lesson
from elmweb.lesson.networks import dense_layers, load

__all__ = ["LayerHealth", "examine"]

_FULL = {"tanh": (-0.97, 0.97), "logistic": (0.015, 0.985)}
"""Beyond these an activation passes on less than 6 % of what it could."""

_SAME = 1e-12


@dataclass(frozen=True)
class LayerHealth:
    """One layer of weights, measured over all rows to learn from.

    Parameters
    ----------
    gradient : float
        Mean size of the gradient of its weights.
    dead : int
        ReLU units that give 0 for every row.
    full : float
        Fraction of its outputs that are at the end of their range.
    same : bool
        Whether all its units, at least two, compute the same.
    n_units : int
        Units.
    hidden : bool
        False for the outputs.
    """

    gradient: float
    dead: int
    full: float
    same: bool
    n_units: int
    hidden: bool


def examine(lesson: Lesson) -> list[LayerHealth]:
    """Examine the layers of a network as it is.

    Parameters
    ----------
    lesson : Lesson
        Its probe is used.

    Returns
    -------
    list of LayerHealth
        From the first layer to the outputs.
    """
    network, rows, activation = lesson.probe, lesson.rows, lesson.settings.activation
    load(network, [parameter.value for parameter in lesson.network.parameters])
    with np.errstate(all="ignore"):
        network.forward(rows.X)
        network.loss(rows.y)
        network.backward()
    found = []
    dense = dense_layers(network)
    for at, layer in enumerate(dense):
        hidden = at < len(dense) - 1
        gradient = layer.weights.gradient
        size = 0.0 if gradient is None else float(np.abs(gradient).mean())
        outputs = network.layers[network.layers.index(layer) + 1].output if hidden else layer.output
        low, high = _FULL.get(activation, (-np.inf, np.inf))
        found.append(
            LayerHealth(
                gradient=size,
                dead=int((outputs == 0).all(axis=0).sum()) if hidden and activation == "relu" else 0,
                full=float(((outputs < low) | (outputs > high)).mean()) if hidden else 0.0,
                same=hidden and outputs.shape[1] > 1 and bool((np.ptp(outputs, axis=1) < _SAME).all()),
                n_units=outputs.shape[1],
                hidden=hidden,
            )
        )
    return found
