"""What the page knows of itself: why nothing can be trained, and what it waits for."""

from __future__ import annotations

NO_TABLE = "No table yet. Open one on the Data page first."
SCORING = "scoring"
"""Beside "Train" in the navigation, in place of a percentage."""
FROM_BEFORE = "From before the last change"
"""Over the value of a page in the navigation, once the table or a setting was changed since."""


def from_another(name: str) -> str:
    """The same when it comes from another table, or from a model that was opened: the name of that file."""
    return f"From {name}, not from the table that is open"


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
