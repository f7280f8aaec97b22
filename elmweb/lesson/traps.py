"""What goes wrong with networks, each as settings that make it happen and one sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from elmweb.lesson.settings import LessonSettings

__all__ = ["TRAPS", "Trap", "sprung"]


@dataclass(frozen=True)
class Trap:
    """A way to fail.

    Parameters
    ----------
    id : str
        Its id.
    name : str
        On the button.
    sentence : str
        What happens and why.
    settings : dict
        What is set for it; the rest is as usual.
    steps : int
        After how many steps it shows.
    """

    id: str
    name: str
    sentence: str
    settings: dict[str, Any]
    steps: int


TRAPS = (
    Trap(
        "rate",
        "Rate too high",
        "Each step jumps over the valley that it should walk down, so the loss leaps about and does not settle.",
        {"data": "moons", "rate": 10.0},
        200,
    ),
    Trap(
        "diverging",
        "No number left",
        "The same with numbers to predict: each step overshoots by more than the last, until the loss is no number.",
        {"data": "diabetes", "activation": "relu", "start": "he", "rate": 30.0},
        200,
    ),
    Trap(
        "dead",
        "Dead ReLU",
        "One large step pushes units below zero for every row: they give 0, get no gradient, and never come back.",
        {"data": "circles", "activation": "relu", "start": "he", "rate": 2.0, "width": 8},
        200,
    ),
    Trap(
        "saturated",
        "Saturated tanh",
        "With weights ten times too large nearly every unit stands at -1 or 1, where tanh is flat and hands hardly any "
        "gradient back.",
        {"data": "moons", "start": "large", "rate": 0.03, "width": 8},
        200,
    ),
    Trap(
        "vanishing",
        "Vanishing gradient",
        "Each logistic layer passes on a quarter of the gradient at most, so the first of six layers learns next to "
        "nothing.",
        {"data": "circles", "activation": "logistic", "depth": 6, "rate": 0.1},
        200,
    ),
    Trap(
        "overfitting",
        "Overfitting",
        "A wide network and few noisy rows: it learns them by heart, and the loss on held-back rows rises again.",
        {"data": "moons", "rows": 24, "noise": 0.5, "width": 32, "optimizer": "adam", "rate": 0.01, "batch": 8},
        600,
    ),
    Trap(
        "zeros",
        "All weights zero",
        "Every unit gives 0 and hands no gradient back, so no weight ever moves; only the last biases do.",
        {"data": "circles", "start": "zeros"},
        200,
    ),
)
"""In the order in which the page shows them."""


def sprung(trap: str, before: LessonSettings) -> LessonSettings:
    """Return the settings of a trap; those of the ELM stay.

    Parameters
    ----------
    trap : str
        Its id.
    before : LessonSettings
        What was set.

    Returns
    -------
    LessonSettings
        What is set now.
    """
    found = next(one for one in TRAPS if one.id == trap)
    kept = {name: getattr(before, name) for name in ("elm_width", "elm_penalty", "elm_scale", "elm_seed", "ask")}
    return replace(LessonSettings(**kept), **found.settings)
