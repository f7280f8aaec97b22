"""What a person asks of a model, and what comes out: numbers in, numbers out, with NumPy before and after.

A task is a function ``async task(card, ask, inputs) -> Answer``. ``inputs`` are plain data and arrays, ``card`` is the
model's card, and ``ask(feeds, graph="main", outputs=None)`` runs one of its graphs, as often as the task likes;
``ask.file(name)`` reads one of its assets. A task knows neither the browser nor onnxruntime, so it is tested with a
:class:`elmweb.zoo.session.FakeSession`, and it keeps nothing: what is to be compared with comes in again.

A new task is a function in a module of this folder and a line in :data:`PLACES`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from typing import Any, Protocol, TypedDict

import numpy as np

from elmweb.exceptions import InputError
from elmweb.zoo.manifest import ModelCard

__all__ = ["PLACES", "Answer", "Ask", "Task", "find_task", "tensors"]

PLACES: dict[str, str] = {
    "classify-image": "elmweb.zoo.tasks.image:classify",
    "detect-objects": "elmweb.zoo.tasks.objects:detect",
    "classify-text": "elmweb.zoo.tasks.text:classify",
    "classify-series": "elmweb.zoo.tasks.series:classify",
    "forecast": "elmweb.zoo.tasks.series:forecast",
    "translate": "elmweb.zoo.tasks.text:translate",
    "generate-image": "elmweb.zoo.tasks.generate:generate",
    "embed-image": "elmweb.zoo.tasks.image:embed",
    "embed-text": "elmweb.zoo.tasks.text:embed",
    "embed-audio": "elmweb.zoo.tasks.sound:embed",
}
"""Where the function of each task of :data:`elmweb.zoo.manifest.TASKS` is, as ``"module:function"``."""


class Answer(TypedDict, total=False):
    """What a task answers, as plain data; each fills in what it has."""

    headline: str  # the answer in a word or a sentence
    sure: float  # the model's own estimate, 0 to 1
    bars: list[tuple[str, float]]  # label and share, the largest first
    boxes: list[dict[str, Any]]  # label, share, box: left, top, right, bottom from 0 to 1, colour
    words: list[tuple[str, float]]  # words of a text and how much the model looks at each, 0 to 1
    similar: list[tuple[str, float]]  # what was brought before, and its cosine to this
    vector: np.ndarray  # what this is to the model, of length 1
    attention: dict[str, Any]  # rows, columns, values, title, text
    series: dict[str, Any]  # elmweb/app/deep/forecast.py has its keys
    pictures: list[str]  # addresses that hold pictures
    sheet: bytes  # all of them as one PNG file
    layers: list[dict[str, Any]]  # title, text, tiles: addresses that hold small pictures
    notes: list[str]  # one sentence each
    outputs: dict[str, np.ndarray]  # a graph's own, see tensors


class Ask(Protocol):
    """Runs a graph of the model, and reads the files that come with it."""

    async def file(self, name: str) -> bytes:
        """Return the asset of this name; ``"reference"`` are its known inputs and answers."""
        ...

    def __call__(
        self, feeds: Mapping[str, np.ndarray], graph: str = "main", outputs: tuple[str, ...] | None = None
    ) -> Awaitable[dict[str, np.ndarray]]:
        """Return the outputs with these names; None for all that are no views inside."""
        ...


Task = Callable[[ModelCard | None, Ask, Mapping[str, Any]], Awaitable[Answer]]


def find_task(name: str) -> Task:
    """Return the function of a task.

    Parameters
    ----------
    name : str
        One of :data:`elmweb.zoo.manifest.TASKS`, or ``"tensors"``.

    Raises
    ------
    InputError
        There is none of that name.
    """
    if name == "tensors":
        return tensors
    if name not in PLACES:
        known = ", ".join(["tensors", *PLACES])
        raise InputError(f'Nothing here does "{name}".', rule=f"one of {known}", value=name)
    module, function = PLACES[name].split(":")
    return getattr(import_module(module), function)


async def tensors(card: ModelCard | None, ask: Ask, inputs: Mapping[str, Any]) -> Answer:  # noqa: ARG001  a task
    """Run one graph on arrays as they are.

    Parameters
    ----------
    card : ModelCard or None
        Not looked at, so that a model somebody brought can be run.
    ask : callable
        Runs a graph.
    inputs : mapping
        ``feeds`` (dict of arrays), and perhaps ``graph`` and ``outputs`` (names, views inside among them).

    Returns
    -------
    dict
        ``{"outputs": {name: array}}``.
    """
    if not isinstance(inputs.get("feeds"), Mapping):
        raise InputError(
            "There is nothing to run the model on.", rule='"feeds", an array for each input', value="nothing"
        )
    feeds = {name: np.asarray(array) for name, array in inputs["feeds"].items()}
    outputs = inputs.get("outputs")
    found = await ask(feeds, graph=inputs.get("graph", "main"), outputs=None if outputs is None else tuple(outputs))
    return {"outputs": found}
