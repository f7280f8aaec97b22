"""Questions about a model by their names, answered in steps and timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from typing import Any

from elmweb.exceptions import ExplainError

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
        raise ExplainError("There is no such question.", rule=f"one of {', '.join(questions)}", value=name)
    return _timed(questions[name](about, asked))


def _timed(steps: Steps) -> Steps:
    started = time.perf_counter()
    answer = yield from steps
    return {**answer, "seconds": time.perf_counter() - started}
