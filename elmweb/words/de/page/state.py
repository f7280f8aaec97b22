"""What the page knows of itself: why nothing can be trained, and what it waits for."""

from __future__ import annotations

NO_TABLE = "Noch keine Tabelle. Zuerst auf der Seite Daten eine öffnen."
SCORING = "bewertet"
"""Beside "Train" in the navigation, in place of a percentage."""
FROM_BEFORE = "Von vor der letzten Änderung"
"""Over the value of a page in the navigation, once the table or a setting was changed since."""


def from_another(name: str) -> str:
    """The same when it comes from another table, or from a model that was opened: the name of that file."""
    return f"Aus {name}, nicht aus der geöffneten Tabelle"


def waiting(doing: str) -> str:
    """Above a progress bar, before the training engine has loaded."""
    return f"{doing}: wartet auf den Rechenteil"


def waiting_for(doing: str, what: str) -> str:
    """Above a progress bar: what is to be done, and what it waits for."""
    return f"{doing}: {what}"


# What a column is

ROLES = {
    "number": "Zahl",
    "category": "Kategorie",
    "date": "Datum",
    "text": "Text",
    "meaning": "Text nach Bedeutung",
    "photo": "Foto",
    "sound": "Tonaufnahme",
    "ignore": "ausgelassen",
}

TEXTS = {
    "": "Text, beste Lesart",
    "text": "Text nach seinen Wörtern",
    "meaning": "Text nach seiner Bedeutung",
}
"""The ways to read a column of texts; the first leaves the choice to elmweb."""
