"""What training does, as a drawing and in three sentences."""

from __future__ import annotations

from elmweb.words.de import _deutsch

TITLE = "Was beim Training geschieht"

# In the drawing

RANDOM = "zufällig, fest"
"""Below the first layer of weights."""
SOLVED = "berechnet"
"""Below the second."""


def more(number: int) -> str:
    """In place of the names of further columns."""
    return f"{_deutsch.whole(number)} weitere"


# Below it


RANDOM_ONCE = (
    "Verdeckte Einheiten mischen ihre Spalten mit zufälligen Gewichten. Diese werden einmal gezogen und nie geändert."
)


def goes_in(columns: str) -> str:
    """The first of three steps; the columns come as a list with commas."""
    return f"Eine Zeile geht hinein: {columns}."


def solved_at_once(target: str) -> str:
    """The third step, which gives what is predicted; that comes set apart by bold letters."""
    return (
        f"Eine Schicht von den Einheiten zu {target} wird in einem Zug berechnet, mit der Methode der kleinsten "
        "Quadrate über alle Zeilen. Es gibt keine Trainingsrunden, deshalb dauert es nur einen Augenblick."
    )
