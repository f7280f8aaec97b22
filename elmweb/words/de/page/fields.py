"""The fields of the form that predicts."""

from __future__ import annotations


def set_missing(column: str) -> str:
    """The button that empties a field, for those who do not see the name of the column beside it."""
    return f"{column}: fehlt"


def seen(low: str, high: str) -> str:
    """Below the field of a number or a date: the least and the greatest in the training rows."""
    return f"Im Training: {low} bis {high}"
