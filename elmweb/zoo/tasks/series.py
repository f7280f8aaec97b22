"""Time series tasks: the class of a curve, and a forecast."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import numpy as np

from elmweb.exceptions import InputError
from elmweb.formatting import in_100, long_date, quantity
from elmweb.words.engine import zoo_tasks as words
from elmweb.zoo.manifest import ModelCard
from elmweb.zoo.tasks import Answer, Ask
from elmweb.zoo.tasks.probabilities import judged
from elmweb.zoo.thumbnails import data_url, resize, to_bytes

__all__ = ["classify", "forecast"]

_STATES_SIDE = (64, 320)  # pixels of the image of states: cells, steps


async def classify(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Name the class of a curve.

    Parameters
    ----------
    card : ModelCard
        Its input has the shape (batch, length); its first output is logits over ``labels``.
    ask : Ask
        Runs the model.
    inputs : mapping
        ``text``, as many numbers as the model takes, or ``start``, the position of a reference input; a true ``look``
        also requests the states over time.

    Returns
    -------
    Answer
        As :func:`elmweb.zoo.tasks.probabilities.judged` says, ``series`` and perhaps ``layers``.
    """
    graph = card.graph()
    entry = graph.inputs[0]
    text = str(inputs.get("text") or "").strip()
    values = (
        _numbers(text, int(entry.shape[1])) if text else await _reference_input(card, ask, int(inputs.get("start", 0)))
    )
    wanted = tuple(output.name for output in graph.outputs) if inputs.get("look") else graph.results()
    found = await ask({entry.name: values[None]}, outputs=wanted)
    series = {
        "title": words.THE_CURVE,
        "text": "",
        "past": values,
        "x_label": words.SAMPLE,
        "y_label": words.SCALED,
        "step": 1,
    }
    answer: Answer = {**judged(card, found[graph.results()[0]][0]), "series": series}
    return answer | {"layers": _states(found, "states")} if inputs.get("look") else answer


async def forecast(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Forecast the day after a midnight in the model's own series, and compare it with the observations.

    Parameters
    ----------
    card : ModelCard
        Its inputs are ``history`` (batch, steps, 5) and ``ahead`` (batch, steps, 3), its first output is quantiles
        (batch, steps, 3); ``settings`` has ``minutes`` between two values and the ``first_day`` that can be forecast,
        and the series is its asset ``sample``.
    ask : Ask
        Runs the model.
    inputs : mapping
        ``start``, days after the first day; a true ``look`` also requests the states over time.

    Returns
    -------
    Answer
        ``headline``, the mean absolute error, ``series`` and perhaps ``layers``.
    """
    with np.load(BytesIO(await ask.file("sample"))) as file:
        columns = {name: file[name] for name in file.files}
    graph = card.graph()
    n_history, n_ahead = (int(tensor.shape[1]) for tensor in graph.inputs)
    midnights = np.flatnonzero(columns["half_hour"] == 0)  # a day has 23 or 25 hours where clocks are changed
    midnights = midnights[(midnights >= n_history) & (midnights + n_ahead <= len(columns["demand"]))]
    start = int(inputs.get("start", 0))
    if not 0 <= start < len(midnights):
        raise InputError(words.NO_SUCH_DAY, rule=words.zero_to_days(len(midnights) - 1), value=str(start))
    before = slice(midnights[start] - n_history, midnights[start])
    after = slice(before.stop, before.stop + n_ahead)
    calendar = ("holiday", "half_hour", "weekday")
    history = np.stack([columns["demand"], columns["temperature"] / 10, *(columns[name] for name in calendar)], axis=1)
    ahead = np.stack([columns[name][after] for name in calendar], axis=1)
    feeds = {"history": history[before][None].astype(np.float32), "ahead": ahead[None].astype(np.float32)}
    wanted = tuple(output.name for output in graph.outputs) if inputs.get("look") else graph.results()
    found = await ask(feeds, outputs=wanted)
    low, middle, high = found[graph.results()[0]][0].T.astype(float)
    observed = columns["demand"][after].astype(float)
    error, last_week = (
        float(np.abs(middle - observed).mean()),
        float(np.abs(columns["demand"][before][:n_ahead] - observed).mean()),
    )
    inside = float(np.mean((observed >= low) & (observed <= high)))
    when = date.fromisoformat(card.settings["first_day"]) + timedelta(days=start)
    series = {
        "title": long_date(when),
        "text": words.forecast_legend(in_100(inside)),
        "past": columns["demand"][before][-2 * n_ahead :].astype(float),
        "low": low,
        "middle": middle,
        "high": high,
        "came": observed,
        "x_label": words.HOURS,
        "y_label": words.MEGAWATTS,
        "step": int(card.settings["minutes"]) / 60,
    }
    answer: Answer = {
        "headline": words.megawatts_off(quantity(error)),
        "series": series,
        "notes": [words.week_before_off(quantity(last_week))],
    }
    return answer | {"layers": _states(found, "states", "states_ahead")} if inputs.get("look") else answer


def _numbers(text: str, length: int) -> np.ndarray:
    """Return a pasted series, standardised as in the training."""
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    try:
        values = np.array([float(part) for part in parts], dtype=np.float64)
    except ValueError as error:
        raise InputError(words.NO_SERIES, rule=words.NUMBERS_WITH_SPACES, value=str(error)) from error
    if len(values) != length or not np.isfinite(values).all():
        found = words.numbers(len(values)) if len(values) != length else words.NOT_FINITE
        raise InputError(words.SERIES_DOES_NOT_FIT, rule=words.finite_numbers(length), value=found)
    spread_of = values.std()
    if not spread_of:
        found = words.all_alike(length, quantity(values[0], 6))
        raise InputError(words.LEVEL_SERIES, rule=words.NUMBERS_THAT_DIFFER, value=found)
    return ((values - values.mean()) / spread_of).astype(np.float32)


async def _reference_input(card: ModelCard, ask: Ask, which: int) -> np.ndarray:
    """Return one of the model's reference inputs."""
    name = card.graph().inputs[0].name
    with np.load(BytesIO(await ask.file("reference"))) as reference:
        known = reference[f"main/in/{name}"]
    if not 0 <= which < len(known):
        raise InputError(words.NO_SUCH_SAMPLE, rule=words.zero_to(len(known) - 1), value=str(which))
    return known[which]


def _states(found: Mapping[str, np.ndarray], *names: str) -> list[dict[str, Any]]:
    """Return the cells over time as one image: a row for each cell, a column for each step."""
    parts = [found[name][0] for name in names if name in found]
    if not parts:
        return []
    states = np.concatenate(parts)  # (steps, cells)
    image = to_bytes(np.kron(resize(states.T, states.shape[1], min(len(states), _STATES_SIDE[1])), np.ones((2, 2))))
    text = words.memory(states.shape[1], len(states))
    return [{"title": words.MEMORY, "text": text, "tiles": [data_url(image)], "wide": True}]
