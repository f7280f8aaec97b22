"""What goes wrong with networks, each as settings that make it happen."""

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
    settings : dict
        What is set for it; the rest is as usual.
    steps : int
        After how many steps it shows.
    """

    id: str
    settings: dict[str, Any]
    steps: int


TRAPS = (
    Trap("rate", {"data": "moons", "rate": 10.0}, 200),
    Trap("diverging", {"data": "diabetes", "activation": "relu", "start": "he", "rate": 30.0}, 200),
    Trap("dead", {"data": "circles", "activation": "relu", "start": "he", "rate": 2.0, "width": 8}, 200),
    Trap("saturated", {"data": "moons", "start": "large", "rate": 0.03, "width": 8}, 200),
    Trap("vanishing", {"data": "circles", "activation": "logistic", "depth": 6, "rate": 0.1}, 200),
    Trap(
        "overfitting",
        {"data": "moons", "rows": 24, "noise": 0.5, "width": 32, "optimizer": "adam", "rate": 0.01, "batch": 8},
        600,
    ),
    Trap("zeros", {"data": "circles", "start": "zeros"}, 200),
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
