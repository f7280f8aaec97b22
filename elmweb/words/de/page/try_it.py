"""The form that predicts while it is changed."""

from __future__ import annotations

from elmweb.words.de import _deutsch

TITLE = "Ausprobieren"
NONE = "keine"
"""When none of several labels is predicted."""
AFTER_LEARNING = "Eine Vorhersage steht hier, sobald das Modell aus allen Zeilen gelernt hat."
OWN_ESTIMATE = "Die Prozentzahl ist die eigene Schätzung des Modells."
OTHERS_HELD = "Die übrigen Spalten bleiben auf einem typischen Wert."


def others(number: int) -> str:
    """The card with the fields of less telling columns."""
    return f"Übrige Spalten ({_deutsch.whole(number)})"


def more_held(number: int) -> str:
    """Below those fields: how many columns have none."""
    if number == 1:
        return "1 weitere Spalte bleibt auf einem typischen Wert."
    return f"{_deutsch.whole(number)} weitere Spalten bleiben auf einem typischen Wert."


def interval(low: str, high: str) -> str:
    """Beside a predicted number: between which it is nine times in ten."""
    return f"{low} bis {high} in 9 von 10 Fällen"


def said_from(positive: str, percent: str) -> str:
    """That another probability than one half decides, as was chosen."""
    return f"Ab {percent} % lautet die Antwort „{positive}“."
