"""The question to an open table: what to predict."""

from __future__ import annotations

from elmweb.words.de import _deutsch

WHAT = "Was soll vorhergesagt werden?"
WHICH = "Welche Spalten sollen vorhergesagt werden?"
KIND = "Art der Antwort"
COUNTING = "Die Antworten werden gezählt."
FORECAST = 'Diese Tabelle enthält Datumsangaben: <a href="#/train/forecast">vorhersagen, was als Nächstes kommt</a>.'
PRESS_EACH = "Jede gewünschte Spalte drücken; noch einmal drücken nimmt sie wieder heraus."
ONE = "Eine Spalte vorhersagen"
SEVERAL = "Mehrere Spalten zugleich vorhersagen"


def spread(column: str) -> str:
    """The chart of a numeric column, for those who do not see it."""
    return f"Diagramm. Wie die Werte von {column} verteilt sind."


def not_drawn(number: int) -> str:
    """Below the bars of the most frequent answers: how many answers have none."""
    if number == 1:
        return "1 weitere Antwort ist nicht gezeichnet."
    return f"{_deutsch.whole(number)} weitere Antworten sind nicht gezeichnet."
