"""What there is to see of a network at one place of its training, as plain data and sentences."""

from __future__ import annotations

from math import floor, isfinite, log10
from typing import Any

import numpy as np

from elmweb.formatting import duration, in_100, probability, quantity
from elmweb.lesson.connection import connection, drawn_units, fitting_link
from elmweb.lesson.health import LayerHealth, examine
from elmweb.lesson.lesson import BACKWARD, FORWARD, LOSS, REPEAT, STOPS, UPDATE, Lesson, Moment
from elmweb.lesson.networks import dense_layers
from elmweb.lesson.question import Question
from elmweb.lesson.scene import score_text, surface_text
from elmweb.lesson.settings import address_of
from elmweb.words.engine import lesson_view as words

__all__ = ["lesson_view"]

_MOST_MOMENTS = 240  # on the chart
_MOST_NAMED = 6
_AT_THE_END = 0.5  # of the outputs of a layer: from here on it is called saturated
_VANISHED = 1e-2  # of the last layer's gradient


def lesson_view(lesson: Lesson, link: tuple[int, int, int], question: Question | None = None) -> dict[str, Any]:
    """Return everything that changes while a network learns.

    Parameters
    ----------
    lesson : Lesson
        Where it is.
    link : tuple of int
        The connection that is looked at; the nearest is taken where there is none such.
    question : Question, optional
        What was guessed.

    Returns
    -------
    dict
        As in :class:`elmweb.workbench.protocol.LessonView`.
    """
    moment = lesson.measure_now()
    link = fitting_link(lesson, link)
    rows = lesson.rows
    surface = "" if rows.grid is None else surface_text(lesson.predictions(rows.grid.Z))
    answered = question is not None and (lesson.step >= question.until or lesson.diverged)
    health = examine(lesson)
    return {
        "address": address_of(lesson.settings, lesson.position(link)),
        "step": lesson.step,
        "stop": STOPS[lesson.stop],
        "sentence": _sentence(lesson, moment),
        "row": _row(lesson),
        "batch": [int(at) for at in lesson.batch],
        "at": lesson.at,
        **_drawing(lesson),
        "connection": connection(lesson, link),
        "surface": surface,
        "history": _history(lesson),
        "clock": duration(lesson.seconds) if lesson.seconds else "0 s",
        "seconds": lesson.seconds,
        "score": _score(lesson, moment),
        "race": _race(lesson, moment),
        "health": _bars(health),
        "findings": _findings(lesson, health, moment),
        "diverged": _why_diverged(lesson) if lesson.diverged else "",
        "can_go_back": lesson.can_go_back,
        "answer": question.answer(moment.train_loss, diverged=lesson.diverged) if question and answered else "",
    }


def _sentence(lesson: Lesson, moment: Moment) -> str:
    """Return what happened at the stop that was made last."""
    if lesson.stop == FORWARD:
        return _forward(lesson)
    if lesson.stop == LOSS:
        return words.losses(quantity(lesson.followed().loss_value), quantity(lesson.batch_loss))
    if lesson.stop == BACKWARD:
        last, first = (quantity(_mean_gradient(lesson, at)) for at in (-1, 0))
        return words.backward(last, first)
    if lesson.stop == UPDATE:
        moved = max(
            float(np.abs(p.value - old).max()) for p, old in zip(lesson.network.parameters, lesson.before, strict=True)
        )
        return words.updated(lesson.network.n_parameters, quantity(moved))
    epoch, at = divmod(lesson.step, lesson.steps_in_epoch)
    return words.steps_done(lesson.step, epoch + 1, at + 1, lesson.steps_in_epoch, quantity(moment.train_loss))


def _forward(lesson: Lesson) -> str:
    """Return what the network says of the row that is followed."""
    n, depth = len(lesson.batch), lesson.settings.depth
    output = lesson.followed().loss_function.predictions(lesson.probe.outputs)[0]
    rows = lesson.rows
    if not rows.classes:
        return words.forward_to_number(n, depth, quantity(float(output[0])), quantity(float(rows.y[lesson.row, 0])))
    best = int(output.argmax()) if np.isfinite(output).all() else 0
    truth, said, percent = rows.label(rows.y[lesson.row]), rows.classes[best], probability(float(output[best]))
    if truth == said:
        return words.forward_right(n, depth, said, percent)
    return words.forward_wrong(n, depth, said, percent, truth)


def _mean_gradient(lesson: Lesson, layer: int) -> float:
    gradient = dense_layers(lesson.network)[layer].weights.gradient
    return 0.0 if gradient is None else float(np.abs(gradient).mean())


def _row(lesson: Lesson) -> dict[str, Any]:
    """Return the row that is followed, in words."""
    rows, n = lesson.rows, len(lesson.batch)
    inputs = [f"{name} {quantity(value)}" for name, value in zip(rows.inputs, rows.X[lesson.row], strict=True)]
    y = rows.y[lesson.row]
    truth = rows.label(y) if rows.classes else quantity(float(y[0]))
    text = words.row(inputs[:_MOST_NAMED], len(inputs) - _MOST_NAMED, rows.target, truth)
    return {"text": text, "number": lesson.at + 1, "of": n}


def _drawing(lesson: Lesson) -> dict[str, Any]:
    """Return the numbers of the drawing: of units for the row that is followed, of connections for the batch."""
    drawn, dense = drawn_units(lesson), dense_layers(lesson.network)
    weights, gradients = [], []
    for at, layer in enumerate(dense):
        part = np.s_[: drawn[at], : drawn[at + 1]]
        weights.append(_plain(layer.weights.value[part]))
        known = lesson.stop in (BACKWARD, UPDATE) and layer.weights.gradient is not None
        gradients.append(_plain(layer.weights.gradient[part]) if known and layer.weights.gradient is not None else None)
    return {"weights": weights, "gradients": gradients, "units": _units(lesson, drawn)}


def _units(lesson: Lesson, drawn: list[int]) -> list[list[str]]:
    """Return what each unit gives for the row that is followed; nothing before it has gone forward."""
    inputs = lesson.rows.X[lesson.row, : drawn[0]]
    if lesson.stop == REPEAT:
        return [[quantity(value, 2) for value in inputs], *([""] * n for n in drawn[1:])]
    probe = lesson.followed()
    dense = dense_layers(probe)
    hidden = [probe.layers[probe.layers.index(layer) + 1].output[0] for layer in dense[:-1]]
    outputs = probe.loss_function.predictions(probe.outputs)[0]
    every = [inputs, *hidden, outputs]
    return [[quantity(float(value), 2) for value in values[:n]] for values, n in zip(every, drawn, strict=True)]


def _plain(numbers: np.ndarray) -> list[list[float]]:
    """Return numbers that JSON can hold, with four digits that count."""
    return [[_finite(value) or 0.0 for value in row] for row in numbers.tolist()]


def _history(lesson: Lesson) -> dict[str, list[float | None]]:
    """Return the losses on the way here, thinned out."""
    moments = lesson.history
    if len(moments) > _MOST_MOMENTS:
        kept = np.unique(np.linspace(0, len(moments) - 1, _MOST_MOMENTS).astype(int))
        moments = [moments[at] for at in kept]
    return {
        "step": [moment.step for moment in moments],
        "train": [_finite(moment.train_loss) for moment in moments],
        "test": [_finite(moment.test_loss) for moment in moments],
    }


def _finite(value: float) -> float | None:
    if value == 0 or not isfinite(value):
        return 0.0 if value == 0 else None
    return round(value, 3 - floor(log10(abs(value))))


def _score(lesson: Lesson, moment: Moment) -> str:
    """Return how good the network is, as :func:`elmweb.lesson.scene.lesson_scene` says it of the ELM."""
    held = bool(len(lesson.rows.X_test))
    right, loss = (moment.test_right, moment.test_loss) if held else (moment.train_right, moment.train_loss)
    score = score_text(right if lesson.rows.classes else None, loss, held=held)
    took = words.steps_took(moment.step, duration(moment.seconds)) if moment.step else words.NO_STEP
    return f"{score} {took}"


def _race(lesson: Lesson, moment: Moment) -> str:
    """Return how the network stands beside the ELM, by their losses and their clocks."""
    rival = lesson.rival
    held = bool(len(lesson.rows.X_test))
    level = rival.test_loss if held else rival.train_loss

    def loss(one: Moment) -> float:
        return one.test_loss if held else one.train_loss

    if moment.step == 0:
        return words.NOT_BEGUN
    crossed = next((one for one in lesson.history if one.step and loss(one) <= level), None)
    if crossed is None:
        return words.not_below(quantity(level), *_beside(moment.seconds, rival.seconds))
    return words.came_below(quantity(level), crossed.step, *_beside(crossed.seconds, rival.seconds))


def _beside(network: float, elm: float) -> tuple[str, str, str]:
    """Return the network's time, how many times the ELM's that is, "" for less, and the ELM's."""
    return duration(network), quantity(network / elm, 2) if network >= elm else "", duration(elm)


def _bars(health: list[LayerHealth]) -> list[dict[str, Any]]:
    """Return the gradient of each layer, beside the largest."""
    most = max((layer.gradient for layer in health if isfinite(layer.gradient)), default=0.0)
    return [
        {
            "name": words.layer(at + 1) if layer.hidden else words.OUTPUTS,
            "share": layer.gradient / most if most and isfinite(layer.gradient) else 0.0,
            "text": quantity(layer.gradient, 2),
        }
        for at, layer in enumerate(health)
    ]


def _findings(lesson: Lesson, health: list[LayerHealth], moment: Moment) -> list[str]:
    """Return what is wrong inside the network, one sentence each."""
    found = []
    for at, layer in enumerate(health):
        if layer.dead:
            found.append(words.dead(layer.dead, layer.n_units, at + 1))
        if layer.full > _AT_THE_END:
            found.append(words.saturated(in_100(layer.full), at + 1))
        if layer.same and not layer.dead:
            found.append(words.all_same(layer.n_units, at + 1))
    first, last = health[0].gradient, health[-1].gradient
    if last > 0 and first < _VANISHED * last:
        found.append(words.NO_GRADIENT if first == 0 else words.vanishing(quantity(first / last, 2)))
    best = min(lesson.history, key=lambda one: one.test_loss if isfinite(one.test_loss) else np.inf)
    if isfinite(best.test_loss) and moment.test_loss > max(1.5 * best.test_loss, 1.5 * moment.train_loss):
        now, learned = quantity(moment.test_loss), quantity(moment.train_loss)
        found.append(words.overfitting(quantity(best.test_loss), best.step, now, learned))
    return found


def _why_diverged(lesson: Lesson) -> str:
    return words.diverged(lesson.step + 1, quantity(lesson.settings.rate))
