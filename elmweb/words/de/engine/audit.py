"""Rows against a model: doubtful answers, which row to label next, and sums that stand for rows."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

# Which row to label next

NO_NEXT_ROW = "Welche Zeile als nächste zu beschriften ist, kann diese Art von Modell bei Zahlen nicht sagen."
ONE_PENALTY = "eine Schicht mit einem Strafterm, etwa ELM oder RVFL"
TRAIN_AN_ELM = "Eine Extreme Learning Machine trainieren."

# Doubtful answers

LEAVES_NO_ROWS_OUT = "Diese Art von Modell lässt keine einzelnen Zeilen aus, darum kann keine Zeile es überraschen."
LEAVE_ONE_OUT = "exaktes Leave-one-out für jede Zeile, wie bei ELM, RVFL oder Kernel-ELM"
TRAIN_ANOTHER = "Eine andere Art von Modell trainieren."

# Sums

SUMS_OF_FEW_ROWS = "Die Summen so weniger Zeilen würden Zeilen verraten."
SUMS_OF_FEW_ROWS_OF_AN_ANSWER = "Die Summen so weniger Zeilen einer Antwort würden diese Zeilen verraten."
BRING_MORE = "Mehr Zeilen mitbringen."
TAKE_THEM_OUT = "Diese Zeilen herausnehmen oder die Antwort mit einer anderen zusammenlegen."
INTEGERS_CANNOT_BE_SHARED = (
    "Summen von Zahlen in ganzzahliger Rechnung lassen sich nicht teilen: Wie sie codiert sind, hängt von den Werten "
    "aller Beteiligten ab."
)
FLOATS_OR_CLASSES = "Rechnen mit Gleitkomma, oder Klassen"
INTEGERS = "ganze Zahlen"
CHOOSE_FLOATS = "Auf der Seite Trainieren „Gleitkomma“ wählen und neu trainieren."


def at_least_rows(number: int, n_units: int) -> str:
    """Of how many rows sums may be given away."""
    rows = _deutsch.number_of(number, "Zeile", "Zeilen")
    units = _deutsch.number_of(n_units, "Einheit", "Einheiten")
    return f"mindestens {rows}, damit sie mehr Zahlen enthalten als die Summen von {units}"


def rows_of_numbers(n_rows: int, n_numbers: int) -> str:
    """How many rows there are, and how many numbers in each."""
    return f"{_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} mit je {_deutsch.number_of(n_numbers, 'Zahl', 'Zahlen')}"


def at_most_units(number: int) -> str:
    """How wide a model may be for the rows that there are."""
    return (
        f"Auf der Seite Trainieren mit höchstens {_deutsch.number_of(number, 'Einheit', 'Einheiten')} trainieren "
        "(Breite)."
    )


def at_least_of_each_answer(number: int) -> str:
    """Of how many rows of each answer sums may be given away."""
    return f"mindestens {_deutsch.number_of(number, 'Zeile', 'Zeilen')} mit jeder Antwort"


def rare_answers(answers: Sequence[tuple[str, int]]) -> str:
    """Answers with too few rows, and their numbers."""
    return _deutsch.listed([f"{name} ({_deutsch.whole(number)})" for name, number in answers])
