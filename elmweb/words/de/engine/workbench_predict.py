"""Predictions for a row and for the rows of another file."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

NO_RISK = "Die Zeilen lassen sich nicht nach Risiko sortieren."
TWO_ANSWERS = "eine Spalte mit zwei Antworten"
RENAME = "Die Spalten der Datei umbenennen."
CHOOSE_ANOTHER = "Eine andere Datei wählen."
SORTING = "Die Zeilen werden sortiert"
OFF_ON_AVERAGE = "mittlerer Fehler"
"""The unit of a score."""


def outside(column: str, value: str, low: str, high: str) -> str:
    """A number or date unlike those that were learned from."""
    return f"{column}: {value} liegt außerhalb dessen, was im Training vorkam, {low} bis {high}."


def no_column_known(table: str) -> str:
    """That a file has other columns."""
    return f"Das Modell kennt keine Spalte von {table}."


def columns_named(names: Sequence[str]) -> str:
    """Its columns, or those that the model knows."""
    return f"Spalten namens {_deutsch.listed(names)}"


def predicting(n_rows: int) -> str:
    """While rows are predicted."""
    return f"Vorhersage von {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')}"


def writing(n_rows: int) -> str:
    """While they are written."""
    rows = _deutsch.number_of(n_rows, "Zeile", "Zeilen")
    return f"{rows} {'wird' if n_rows == 1 else 'werden'} geschrieben"


def taken_for(column: str, known: str) -> str:
    """A column whose name differs by capitals."""
    return f"{column} gilt als {known}."


def off_by(error: str, n_rows: int) -> str:
    """How far off predicted numbers are, where the file has the answers."""
    return (
        f"Im Mittel um {error} daneben, bei {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} mit Antwort. Zeilen, aus "
        "denen es gelernt hat, sind keine Prüfung."
    )


def right_of_100(right: str, n_rows: int, *, labels: bool) -> str:
    """How many predicted rows, or labels, are right."""
    return (
        f"Richtig bei {right} von 100 {'Labels' if labels else 'Zeilen'}, gezählt an "
        f"{_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} mit Antwort. Zeilen, aus denen es gelernt hat, sind keine "
        "Prüfung."
    )
