"""Questions about a model by their names, answered in steps and timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from typing import Any

from elmweb.exceptions import ExplainError
from elmweb.words.engine import workbench_explaining as words

__all__ = ["Steps", "iter_answer"]

Steps = Generator[float, None, dict[str, Any]]
"""Yields the fraction that is done, and returns the answer as plain data."""


def iter_answer(questions: Mapping[str, Callable[[Any, dict], Steps]], about: Any, name: str, asked: dict) -> Steps:
    """Return the steps to an answer.

    Parameters
    ----------
    questions : mapping of str to callable
        ``question(about, asked)`` returns the steps.
    about : object
        What holds the model and its rows.
    name : str
        One of the questions.
    asked : dict
        What it is about.

    Returns
    -------
    generator
        The same steps; the answer also has ``seconds``.

    Raises
    ------
    ExplainError
        There is no such question.
    """
    if name not in questions:
        raise ExplainError(words.NO_SUCH_QUESTION, rule=words.one_of(list(questions)), value=name)
    return _timed(questions[name](about, asked))


def _timed(steps: Steps) -> Steps:
    started = time.perf_counter()
    answer = yield from steps
    return {**answer, "seconds": time.perf_counter() - started}
