"""What a person asks of a model, and what comes out: numbers in, numbers out, with NumPy before and after.

A task is a function ``async task(card, ask, inputs) -> dict``. ``inputs`` and the answer are plain data and arrays,
``card`` is the model's card, and ``ask(feeds, graph="main", outputs=None)`` runs one of its graphs, as often as the
task likes. A task knows neither the browser nor onnxruntime, so it is tested with a :class:`FakeSession`.

A new task is a function in a module below ``elmweb.zoo`` and a line in :data:`PLACES`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from typing import Any, Protocol

import numpy as np

from elmweb.exceptions import InputError
from elmweb.zoo.manifest import ModelCard

__all__ = ["PLACES", "Ask", "Task", "find_task", "tensors"]

PLACES: dict[str, str] = {}
"""Where the function of each task of :data:`elmweb.zoo.manifest.TASKS` is, as ``"module:function"``."""


class Ask(Protocol):
    """Runs a graph of the model."""

    def __call__(
        self, feeds: Mapping[str, np.ndarray], graph: str = "main", outputs: tuple[str, ...] | None = None
    ) -> Awaitable[dict[str, np.ndarray]]:
        """Return the outputs with these names; None for all that are no views inside."""


Task = Callable[[ModelCard | None, Ask, Mapping[str, Any]], Awaitable[dict[str, Any]]]


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


async def tensors(card: ModelCard | None, ask: Ask, inputs: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG001  a task
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
