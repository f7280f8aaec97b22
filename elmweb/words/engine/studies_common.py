"""What the chapters of the Learn page say when something is asked for that they do not have."""

from __future__ import annotations

NO_SUCH_JOB = "There is no such job."
NO_SUCH_RECIPE = "There is no such recipe."
NO_SUCH_STUDY = "There is no such study."


def seed_cannot_be(value: str) -> str:
    """That a seed is not allowed; the value is as a program writes it."""
    return f"The seed cannot be {value}."
