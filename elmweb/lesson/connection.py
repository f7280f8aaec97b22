"""One connection with its real numbers: ``dL/dw = delta x activation``."""

from __future__ import annotations

from typing import Any

from elmweb.formatting import quantity
from elmweb.lesson.lesson import BACKWARD, REPEAT, UPDATE, Lesson
from elmweb.lesson.networks import dense_layers
from elmweb.words.engine import lesson_view as words

__all__ = ["MOST_DRAWN", "connection", "drawn_units", "fitting_link", "unit_names"]

MOST_DRAWN = 10
"""Units of a layer that are drawn, and whose connections can be looked at."""

_DIGITS = 4
_BY = "\u00d7"


def drawn_units(lesson: Lesson) -> list[int]:
    """Return how many units are drawn of each layer, the inputs first."""
    dense = dense_layers(lesson.network)
    widths = [dense[0].weights.value.shape[0], *(layer.weights.value.shape[1] for layer in dense)]
    return [min(width, MOST_DRAWN) for width in widths]


def unit_names(lesson: Lesson, layer: int) -> list[str]:
    """Return what the units of a layer are called, as far as they are drawn; layer 0 holds the inputs."""
    drawn = drawn_units(lesson)
    if layer == 0:
        return [str(name) for name in lesson.rows.inputs[: drawn[0]]]
    if layer == len(drawn) - 1:
        return list(lesson.rows.classes[: drawn[-1]]) or [lesson.rows.target]
    return [words.unit(at + 1) for at in range(drawn[layer])]


def fitting_link(lesson: Lesson, link: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return a connection that there is, the nearest to one that was asked for."""
    drawn = drawn_units(lesson)
    layer = min(max(link[0], 0), len(drawn) - 2)
    return layer, min(max(link[1], 0), drawn[layer] - 1), min(max(link[2], 0), drawn[layer + 1] - 1)


def connection(lesson: Lesson, link: tuple[int, int, int]) -> dict[str, Any]:
    """Return one connection, for the row that is followed and for its batch.

    Parameters
    ----------
    lesson : Lesson
        Where it is decides how much is known.
    link : tuple of int
        Layer, unit it comes from, unit it goes to; from :func:`fitting_link`.

    Returns
    -------
    dict
        ``layer``, ``start``, ``end``, the names to choose from, and ``lines``: sentences and formulas.
    """
    layer, start, end = link
    n_layers = len(drawn_units(lesson)) - 1
    names = unit_names(lesson, layer), unit_names(lesson, layer + 1)
    return {
        "layer": layer,
        "start": start,
        "end": end,
        "layers": [words.between_layers(at + 1, n_layers) for at in range(n_layers)],
        "starts": names[0],
        "ends": names[1],
        "lines": _lines(lesson, link, names[0][start], names[1][end]),
    }


def _lines(lesson: Lesson, link: tuple[int, int, int], start: str, end: str) -> list[str]:
    """Return what is known of a connection at this stop."""
    layer, i, j = link
    dense = dense_layers(lesson.network)[layer]
    weight = dense.weights.value[i, j]
    if lesson.stop == REPEAT:
        return [f"w = {_n(weight)}", words.gives_times_w(start, end)]
    probe = lesson.followed()
    place = probe.layers.index(dense_layers(probe)[layer])
    activation = float(dense_layers(probe)[layer].input[0, i])
    delta = float(probe.gradients[len(probe.layers) - 1 - place][0, j])
    if lesson.stop < BACKWARD:
        product = words.product(_n(weight), _n(activation), _n(weight * activation))
        return [product, words.comes_from(start, end)]
    gradient = float(dense.weights.gradient[i, j]) if dense.weights.gradient is not None else 0.0
    n = len(lesson.batch)
    lines = [
        words.gradient(_n(delta), _n(activation), _n(delta * activation)),
        words.mean_gradient(n, _n(gradient)) if n > 1 else words.ONE_ROW,
    ]
    if lesson.stop == UPDATE:
        before = float(lesson.before[2 * layer][i, j])
        rate = lesson.settings.rate
        if lesson.settings.optimizer == "sgd":
            lines.append(f"w = {_n(before)} - {_n(rate)} {_BY} {_n(gradient)} = {_n(weight)}")
        else:
            lines.append(words.moved(_n(before), _n(weight - before), _n(weight)))
    return lines


def _n(value: float) -> str:
    return quantity(float(value), _DIGITS)
