"""What the page knows of itself: why nothing can be trained, and what it waits for."""

from __future__ import annotations

NO_TABLE = "No table yet. Open one on the Data page first."
SCORING = "scoring"
"""Beside "Train" in the navigation, in place of a percentage."""


def waiting(doing: str) -> str:
    """Above a progress bar, before the training engine has loaded."""
    return f"{doing}: waiting for the training engine"


def waiting_for(doing: str, what: str) -> str:
    """Above a progress bar: what is to be done, and what it waits for."""
    return f"{doing}: {what}"


# What a column is

ROLES = {
    "number": "number",
    "category": "category",
    "date": "date",
    "text": "text",
    "meaning": "text by meaning",
    "photo": "photo",
    "sound": "clip",
    "ignore": "left out",
}

TEXTS = {"": "text, best reading", "text": "text by its words", "meaning": "text by its meaning"}
"""The ways to read a column of texts; the first leaves the choice to elmweb."""
