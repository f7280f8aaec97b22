"""Projects, as far as Python writes of them: that one is opened, and why one cannot be."""

from __future__ import annotations


def opening(name: str) -> str:
    """What is being done."""
    return f"{name} wird geöffnet"


# A project that cannot be opened: what happened, what is needed, what was found instead, and what to do


def damaged(name: str) -> str:
    """That a project is not what was kept."""
    return f"Das Projekt „{name}“ lässt sich nicht öffnen. Es wurde verändert oder beschädigt."


AS_KEPT = "ein Projekt, wie diese Seite es speichert"
SAVE_IT_AGAIN = "Falls es aus einer Datei stammt: dort, wo sie herkommt, noch einmal speichern."
NO_STATE = "ein Projekt ohne gültigen Zustand"
TABLE_OPTIONS = "ungültige Angaben zum Lesen der Tabelle"
TRAINED_ON = "kein gültiger Eintrag, woraus das Modell gelernt hat"


def other_parts(name: str) -> str:
    """That a part of what was kept has too many parts of its own, or too few."""
    return f"fehlende oder unerwartete Teile in „{name}“"


def cannot_be(name: str, value: str) -> str:
    """That a part has a value which it cannot have."""
    return f"{value} für „{name}“"


def newer(name: str) -> str:
    """That a project was kept by a newer version of the page."""
    return f"Das Projekt „{name}“ ist neuer als diese Seite."


RELOAD = "Die Seite neu laden, um die neueste Version zu bekommen."


def format_or_older(number: int) -> str:
    """Which formats of projects can be opened."""
    return f"Format {number} oder älter"


def format_found(number: int) -> str:
    """Which format it is."""
    return f"Format {number}"
