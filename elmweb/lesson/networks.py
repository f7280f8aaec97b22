"""The network of a lesson: made from the settings, and its memory at one moment."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from elmweb.backprop import (
    SGD,
    Adam,
    AdamW,
    Dense,
    Logistic,
    Network,
    ReLU,
    SoftmaxCrossEntropy,
    SquaredError,
    Tanh,
)
from elmweb.backprop.layers import Layer
from elmweb.backprop.optimizers import Optimizer
from elmweb.lesson.settings import LessonSettings

__all__ = ["START_FACTORS", "Snapshot", "batch_rows", "dense_layers", "load", "make_network"]

_ACTIVATIONS: dict[str, Callable[[], Layer]] = {"tanh": Tanh, "relu": ReLU, "logistic": Logistic}
START_FACTORS = {"large": 10.0, "small": 0.01}
"""What the weights of Glorot are multiplied by."""

_MOMENTUM = 0.9


def make_network(settings: LessonSettings, n_in: int, n_out: int, *, by_class: bool) -> Network:
    """Return the untrained network in float64, so that its gradients can be checked by finite differences.

    Parameters
    ----------
    settings : LessonSettings
        Depth, width, activation, start, rate, optimizer and seed.
    n_in, n_out : int
        Inputs and outputs.
    by_class : bool
        Whether the outputs are classes.

    Returns
    -------
    Network
        Dense layers with the activation between them.
    """
    rng = np.random.default_rng(settings.seed)
    start = "glorot" if settings.start in START_FACTORS else settings.start
    widths = [n_in, *[settings.width] * settings.depth, n_out]
    layers: list[Layer] = []
    for at, (before, after) in enumerate(pairwise(widths)):
        dense = Dense(before, after, start=start, rng=rng, dtype=np.float64)
        dense.weights.value *= START_FACTORS.get(settings.start, 1.0)
        layers.append(dense)
        if at < settings.depth:
            layers.append(_ACTIVATIONS[settings.activation]())
    return Network(layers, SoftmaxCrossEntropy() if by_class else SquaredError(), _optimizer(settings))


def _optimizer(settings: LessonSettings) -> Optimizer:
    if settings.optimizer == "adam":
        return Adam(settings.rate)
    if settings.optimizer == "adamw":
        return AdamW(settings.rate)
    return SGD(settings.rate, momentum=_MOMENTUM if settings.optimizer == "momentum" else 0.0)


def dense_layers(network: Network) -> list[Dense]:
    """Return the layers that learn, from the first to the last."""
    return [layer for layer in network.layers if isinstance(layer, Dense)]


def batch_rows(step: int, n_rows: int, batch: int, seed: int) -> np.ndarray:
    """Return the rows of a step; the order is drawn anew for each epoch, from its number alone.

    Parameters
    ----------
    step : int
        Number of the step, from 0.
    n_rows : int
        Rows to learn from.
    batch : int
        Rows in a step; the last step of an epoch may have fewer.
    seed : int
        Same seed, same order.

    Returns
    -------
    ndarray of int
        Positions.
    """
    in_epoch = -(-n_rows // batch)
    epoch, at = divmod(step, in_epoch)
    return _order(n_rows, seed, epoch)[at * batch : (at + 1) * batch]


@lru_cache(maxsize=8)
def _order(n_rows: int, seed: int, epoch: int) -> np.ndarray:
    return np.random.default_rng([seed, epoch]).permutation(n_rows)


@dataclass(frozen=True)
class Snapshot:
    """All that a network knows between two steps.

    Parameters
    ----------
    step : int
        Updates that were done.
    values : list of ndarray
        Copies of its parameters.
    optimizer : Optimizer
        A copy.
    seconds : float
        What the training had taken.
    """

    step: int
    values: list[np.ndarray]
    optimizer: Optimizer
    seconds: float

    @classmethod
    def of(cls, network: Network, step: int, seconds: float) -> Snapshot:
        """Take one."""
        values = [parameter.value.copy() for parameter in network.parameters]
        return cls(step, values, deepcopy(network.optimizer), seconds)

    def restore(self, network: Network) -> None:
        """Put a network back."""
        load(network, self.values)
        network.optimizer = deepcopy(self.optimizer)


def load(network: Network, values: list[np.ndarray]) -> None:
    """Give a network these parameters."""
    for parameter, value in zip(network.parameters, values, strict=True):
        parameter.value[...] = value
