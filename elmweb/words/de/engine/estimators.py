"""What is said while an estimator is fitted."""

from __future__ import annotations

RELEVANCE = "Gesucht wird, welche Spalten zählen."
PICKING = "Einheiten werden ausgewählt, die die Antworten erklären."
FITTED = "Angepasst"
ADDING_UP = "Die verdeckte Schicht wird aufsummiert"
LEAVING_OUT = "Jede Zeile wird einmal ausgelassen"
NO_LAYER_IN_FLOATS = "Der Kernel für Gleitkommazahlen kennt keine Schicht dieser Art."


def part(number: int, n_parts: int, step: str) -> str:
    """Which of several models is fitted, and what is done for it."""
    return f"Teil {number} von {n_parts}: {step}"


def factorising(width: int) -> str:
    """While a layer of a width is solved for."""
    return f"Für {_units(width)} wird die Lösung berechnet"


def leaving_out(width: int) -> str:
    """While each row is left out, at a width."""
    return f"Jede Zeile wird einmal ausgelassen, {_units(width)}"


def finished(width: int) -> str:
    """When a width is done."""
    return f"{_units(width)}: fertig"


def no_layer(width: int) -> str:
    """That a layer is none of the kernel's; it is then computed elsewhere."""
    return f"Der Kernel kennt keine Schicht dieser Art mit {width} Einheiten."


def _units(width: int) -> str:
    return f"{width} verdeckte Einheit" if width == 1 else f"{width} verdeckte Einheiten"
