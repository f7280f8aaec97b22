"""What all tasks share: they hold sessions, take plain inputs and give plain answers."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

import numpy as np

from elmweb.zoo.manifest import ModelCard
from elmweb.zoo.session import Session

__all__ = ["Answer", "Task", "ranked", "softmax"]


class Answer(TypedDict, total=False):
    """An answer, as plain data; a task fills in what it has."""

    headline: str  # the answer in a word or a sentence
    sure: float  # the model's own estimate, 0 to 1
    bars: list[tuple[str, float]]  # label and share, the largest first
    boxes: list[dict[str, Any]]  # label, share, box: left, top, right, bottom from 0 to 1, colour
    words: list[tuple[str, float]]  # words of a text and how much the model looks at each, 0 to 1
    similar: list[tuple[str, float]]  # what was brought before, and its cosine to this
    attention: dict[str, Any]  # rows, columns, values, title, text
    series: dict[str, Any]  # elmweb/app/deep/forecast.py has its keys
    pictures: list[str]  # addresses that hold pictures
    sheet: bytes  # all of them as one PNG file
    layers: list[dict[str, Any]]  # title, text, tiles: addresses that hold small pictures
    notes: list[str]  # one sentence each
    milliseconds: float  # that the model's runs took


class Task(ABC):
    """A model at work.

    Parameters
    ----------
    card : ModelCard
        Which model.
    sessions : mapping of str to Session
        One for each of its graphs, by the graph's name.
    files : mapping of str to bytes
        Its assets and, as ``"golden"``, its known inputs and answers.
    """

    def __init__(self, card: ModelCard, sessions: Mapping[str, Session], files: Mapping[str, bytes]) -> None:
        self.card, self.sessions, self.files = card, sessions, files
        self._milliseconds = 0.0

    async def ask(self, inputs: Mapping[str, Any], *, look: bool) -> Answer:
        """Return the answer to what a person brought.

        Parameters
        ----------
        inputs : mapping
            What the task takes; each says in its class.
        look : bool
            Whether views inside the model are wanted, too.

        Returns
        -------
        Answer
            With ``milliseconds``.

        Raises
        ------
        InputError
            What was brought cannot be used.
        """
        self._milliseconds = 0.0
        answer = await self._answer(inputs, look=look)
        return {**answer, "milliseconds": self._milliseconds}

    @abstractmethod
    async def _answer(self, inputs: Mapping[str, Any], *, look: bool) -> Answer:
        """Return the answer."""

    async def _run(self, feeds: Mapping[str, np.ndarray], *, graph: str = "main", look: bool = False) -> Any:
        """Run a graph for its results, with `look` for the views inside as well; the time is added up."""
        outputs = self.card.graph(graph).outputs
        names = [output.name for output in outputs if look or not output.look]
        started = time.perf_counter()
        found = await self.sessions[graph].run(feeds, names)
        self._milliseconds += 1000 * (time.perf_counter() - started)
        return found


def softmax(logits: np.ndarray) -> np.ndarray:
    """Return shares that add up to 1 along the last axis.

    Parameters
    ----------
    logits : ndarray
        Any finite numbers.

    Returns
    -------
    ndarray of the same shape, float64
        ``exp(logits) / sum(exp(logits))``, without overflow.

    Examples
    --------
    >>> import numpy as np
    >>> softmax(np.array([1000.0, 1000.0]))
    array([0.5, 0.5])
    """
    powers = np.exp(np.asarray(logits, dtype=float) - np.max(logits, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def ranked(labels: Sequence[str], shares: np.ndarray, most: int = 10) -> list[tuple[str, float]]:
    """Return labels with their shares, the largest first.

    Parameters
    ----------
    labels : sequence of str
        Of the classes.
    shares : ndarray of shape (n_classes,)
        One each.
    most : int, default=10
        How many to return.

    Returns
    -------
    list of (str, float)
        Equal shares stay in the order of the classes.

    Examples
    --------
    >>> import numpy as np
    >>> ranked(["no", "yes"], np.array([0.25, 0.75]))
    [('yes', 0.75), ('no', 0.25)]
    """
    order = np.argsort(-np.asarray(shares), kind="stable")[:most]
    return [(labels[at], float(shares[at])) for at in order]
