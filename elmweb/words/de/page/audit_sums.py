"""Sums in place of rows: save one's own, add up those of others, and what they give away."""

from __future__ import annotations

from elmweb.words.de import _deutsch

HOW = (
    "Eine Person beginnt und speichert die Summen ihrer Zeilen. Die anderen öffnen diese Datei neben ihrer eigenen "
    "Tabelle und speichern die dazu passenden Summen ihrer Zeilen. Danach kann jede Person die Dateien zusammenzählen."
)
SAVE = "Summen meiner Zeilen speichern"
SAVE_TO_MATCH = "Passende Summen meiner Zeilen speichern"
START_OVER = "Neu beginnen"
ADD_FILE = "Datei mit Summen hinzufügen"
GIVES_AWAY = (
    "Was die Summen verraten: wie viele Zeilen es sind, die Mittelwerte der Spalten und wie sie zusammenhängen, "
    "insgesamt und für jede Antwort; dazu Namen, Arten und Wertebereiche der Spalten der Person, die begonnen hat. Wer "
    "eine Zeile kennt, kann womöglich herausfinden, ob sie dabei war. Wer zwei Dateien hat, die sich um eine Zeile "
    "unterscheiden, hat diese Zeile: Deshalb die Summen nicht noch einmal speichern, nachdem einige Zeilen "
    "dazugekommen oder weggefallen sind. Summen werden verweigert, wenn es weniger Zeilen gibt als Zahlen in den "
    "Summen, weniger als 100 Zeilen oder weniger als 10 Zeilen zu einer Antwort."
)


def together(n_rows: int, targets: str, n_hidden: int) -> str:
    """How many rows the files hold together, and what for."""
    units = _deutsch.number_of(n_hidden, "verdeckten Einheit", "verdeckten Einheiten")
    return f"Zusammen {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')}, um {targets} mit {units} vorherzusagen."


def rows(n_rows: int) -> str:
    """How many rows a file of sums is made of."""
    return _deutsch.number_of(n_rows, "Zeile", "Zeilen")


def make_model(n_rows: int) -> str:
    """The button that makes the model of all files."""
    return f"Modell aus {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} bauen"
