"""The gradient check, shown: backpropagation beside finite differences, at the place where the lesson is."""

from __future__ import annotations

from typing import Any

import numpy as np

from elmweb.backprop import Network, Parameter
from elmweb.formatting import quantity
from elmweb.lesson.lesson import Lesson
from elmweb.lesson.networks import dense_layers, load
from elmweb.words.engine import lesson_view as words

__all__ = ["check_gradients"]

_MOST_CHECKED = 200  # parameters: each costs two passes forward
_STEP = 1e-5


def check_gradients(lesson: Lesson, link: tuple[int, int, int]) -> dict[str, Any]:
    """Compare gradients of the batch with finite differences: one parameter moved at a time, the loss measured.

    Parameters
    ----------
    lesson : Lesson
        Only its probe is used.
    link : tuple of int
        The connection that is looked at, which comes first.

    Returns
    -------
    dict
        ``rows``, each with ``name``, ``backprop``, ``numerical`` and ``difference`` as text; ``largest``, relative to
        the largest gradient; and a ``sentence``.
    """
    network = lesson.probe
    load(network, [parameter.value for parameter in lesson.network.parameters])
    X, y = lesson.rows.X[lesson.batch], lesson.rows.y[lesson.batch]
    with np.errstate(all="ignore"):
        network.forward(X)
        network.loss(y)
        network.backward()
    found = [(p, np.array(p.gradient)) for p in network.parameters]
    places = [(at, place) for at, (p, _) in enumerate(found) for place in np.ndindex(p.value.shape)]
    every = np.unique(np.linspace(0, len(places) - 1, min(_MOST_CHECKED, len(places))).astype(int))
    chosen = (2 * link[0], (link[1], link[2]))
    wanted = [chosen, *(_largest(found, layer) for layer in range(len(dense_layers(network))))]
    checked = {
        key: _compare(network, X, y, found, key) for key in dict.fromkeys([*wanted, *(places[e] for e in every)])
    }
    scale = max(max(abs(a), abs(b)) for a, b in checked.values()) or 1.0
    largest = max(abs(a - b) for a, b in checked.values()) / scale
    rows = [_row(key, *checked[key], first=at == 0) for at, key in enumerate(dict.fromkeys(wanted))]
    agrees = largest < 1e-6
    sentence = words.checked(len(checked), len(places), quantity(_STEP), quantity(largest, 2))
    if not agrees:
        sentence = f"{sentence} {words.MORE_THAN_ROUNDING}"
    return {"rows": rows, "largest": largest, "agrees": agrees, "sentence": sentence}


def _largest(found: list[tuple[Parameter, np.ndarray]], layer: int) -> tuple[int, tuple[int, ...]]:
    """Return the place of the largest gradient among the weights of a layer."""
    gradient = np.nan_to_num(np.abs(found[2 * layer][1]))
    return 2 * layer, tuple(int(at) for at in np.unravel_index(gradient.argmax(), gradient.shape))


def _compare(
    network: Network, X: np.ndarray, y: np.ndarray, found: list[tuple[Parameter, np.ndarray]],
    key: tuple[int, tuple[int, ...]],
) -> tuple[float, float]:  # fmt: skip
    """Return the gradient of one number by backpropagation and by central differences."""
    parameter, gradient = found[key[0]]
    before = parameter.value[key[1]]
    losses = []
    for moved in (before + _STEP, before - _STEP):
        parameter.value[key[1]] = moved
        network.forward(X)
        losses.append(network.loss(y))
    parameter.value[key[1]] = before
    return float(gradient[key[1]]), (losses[0] - losses[1]) / (2 * _STEP)


def _row(key: tuple[int, tuple[int, ...]], backprop: float, numerical: float, *, first: bool) -> dict[str, str]:
    start, end = key[1]  # only weights are shown, each of which joins two units
    name = words.weight_looked_at if first else words.largest_weight
    return {
        "name": name(key[0] // 2 + 1, start + 1, end + 1),
        "backprop": quantity(backprop, 6),
        "numerical": quantity(numerical, 6),
        "difference": quantity(abs(backprop - numerical), 2),
    }
