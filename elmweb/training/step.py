"""What a training says of itself, several times a second."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass

__all__ = ["Progress"]


@dataclass(frozen=True)
class Progress:
    """Progress of a training.

    Parameters
    ----------
    step, n_steps : int
        Numbers of settings that are scored and planned.
    best : float or None
        Best score so far: accuracy in percent, or R2 for numbers; None before the first.
    best_text : str
        The best score and its setting as text.
    text : str
        What is being done.
    history : list of float
        Scores of all settings so far.
    seconds : float
        Time since the start.
    wait : awaitable or None
        To be awaited before the next step; exceptions it raises are to be thrown into the generator.
    """

    step: int
    n_steps: int
    best: float | None
    best_text: str
    text: str
    history: list[float]
    seconds: float
    wait: Awaitable[None] | None = None
