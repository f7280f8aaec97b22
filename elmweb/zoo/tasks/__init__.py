"""The tasks of the models: from a person's inputs to an answer, with NumPy before and after the model.

A task is a function ``async task(card, ask, inputs) -> Answer``. ``inputs`` are plain data and arrays, ``card`` is the
model's card, and ``ask(feeds, graph="main", outputs=None)`` runs one of its graphs, any number of times;
``ask.file(name)`` reads one of its assets. A task knows neither the browser nor onnxruntime, and it keeps no state:
what an input is compared with is an input, too.

A new task is a function in a module of this folder and a line in :data:`PLACES`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from typing import Any, Protocol, TypedDict

import numpy as np

from elmweb.exceptions import InputError
from elmweb.words.engine import common, zoo_models as words
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
    "transfer-style": "elmweb.zoo.tasks.style:repaint",
    "embed-image": "elmweb.zoo.tasks.image:embed",
    "embed-text": "elmweb.zoo.tasks.text:embed",
    "embed-audio": "elmweb.zoo.tasks.sound:embed",
    "transcribe": "elmweb.zoo.tasks.sound:transcribe",
    "speak": "elmweb.zoo.tasks.voice:speak",
}
"""The function of each task of :data:`elmweb.zoo.manifest.TASKS`, as ``"module:function"``."""


class Answer(TypedDict, total=False):
    """The answer of a task, as plain data; each task sets the keys it has."""

    headline: str  # the answer in a word or a sentence
    withheld: str  # an answer that is probably wrong, to be shown on request; the headline says so
    sure: float  # confidence, 0 to 1
    bars: list[tuple[str, float]]  # label and probability, the largest first
    boxes: list[dict[str, Any]]  # label, share (confidence), box: left, top, right, bottom from 0 to 1, colour
    words: list[tuple[str, float]]  # words of a text and their weights, 0 to 1
    name: str  # of the input, to compare the next ones with
    spoken: list[tuple[float, str]]  # what was said, and where it begins, in seconds
    audio: str  # a sound as a data URL
    wav: bytes  # the same as a file
    read: str  # how a text was read, in phonemes
    similar: list[tuple[str, float]]  # earlier inputs, and their cosines to this one
    vector: np.ndarray  # the embedding, of length 1
    rows: np.ndarray  # of many texts: their embeddings, or the probabilities of the labels
    attention: dict[str, Any]  # rows, columns, values, title, text
    series: dict[str, Any]  # elmweb/app/deep/forecast.py has its keys
    pictures: list[str]  # images as data URLs
    painted: str  # a repainted photo as a data URL
    sheet: bytes  # the picture, or all of them, as one PNG file
    layers: list[dict[str, Any]]  # title, text, tiles: thumbnails as data URLs
    notes: list[str]  # one sentence each
    is_part: bool  # whether it is the answer so far, while the task goes on
    outputs: dict[str, np.ndarray]  # of a graph, see tensors


class Ask(Protocol):
    """Runs the graphs of a model, and reads its files."""

    def say(self, answer: Answer) -> bool:
        """Give the answer so far; return whether to go on with it."""
        ...

    async def file(self, name: str) -> bytes:
        """Return the asset of this name; ``"reference"`` has its reference inputs and outputs."""
        ...

    def __call__(
        self, feeds: Mapping[str, np.ndarray], graph: str = "main", outputs: tuple[str, ...] | None = None
    ) -> Awaitable[dict[str, np.ndarray]]:
        """Return the outputs with these names; None for all but the intermediate ones."""
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
        raise InputError(words.no_task(name), rule=common.one_of(["tensors", *PLACES]), value=name)
    module, function = PLACES[name].split(":")
    return getattr(import_module(module), function)


async def tensors(card: ModelCard | None, ask: Ask, inputs: Mapping[str, Any]) -> Answer:  # noqa: ARG001  a task
    """Run one graph on given arrays.

    Parameters
    ----------
    card : ModelCard or None
        Not used, so that a person's own model can be run.
    ask : callable
        Runs a graph.
    inputs : mapping
        ``feeds`` (dict of arrays), and perhaps ``graph`` and ``outputs`` (names, intermediate ones included).

    Returns
    -------
    dict
        ``{"outputs": {name: array}}``.
    """
    if not isinstance(inputs.get("feeds"), Mapping):
        raise InputError(words.NOTHING_TO_RUN, rule=words.FEEDS, value=common.NOTHING)
    feeds = {name: np.asarray(array) for name, array in inputs["feeds"].items()}
    outputs = inputs.get("outputs")
    found = await ask(feeds, graph=inputs.get("graph", "main"), outputs=None if outputs is None else tuple(outputs))
    return {"outputs": found}
