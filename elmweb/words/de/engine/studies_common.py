"""What the chapters of the Learn page say when something is asked for that they do not have."""

from __future__ import annotations

NO_SUCH_JOB = "Diese Aufgabe gibt es nicht."
NO_SUCH_RECIPE = "Dieses Rezept gibt es nicht."
NO_SUCH_STUDY = "Dieses Kapitel gibt es nicht."


def seed_cannot_be(value: str) -> str:
    """That a seed is not allowed; the value is as a program writes it."""
    return f"Der Startwert kann nicht {value} sein."
