"""What training says: its progress, its estimates and why it cannot be done."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch


def _rows(number: int) -> str:
    return _deutsch.number_of(number, "Zeile", "Zeilen")


# Progress

TRAIN_AGAIN = "Neu trainieren."
STOPPED_BEFORE_SCORE = "Das Training wurde angehalten, bevor die erste Einstellung bewertet war."
STOPPED_BEFORE_WHOLE = "Das Training wurde angehalten, bevor das Modell fertig war."
COMPARING_READINGS = "Wörter und Bedeutung werden verglichen"


def fitting_best(n_rows: int, percent: str) -> str:
    """The last step: the setting that was chosen learns from more rows."""
    return f"Die beste Einstellung lernt aus {_rows(n_rows)}, {percent} %"


def random_layer(number: int, n_layers: int, what: str) -> str:
    """Which of several random layers is tried, and what is being done with it."""
    return f"Zufällige Schicht {number} von {n_layers}: {what}"


def best_number(width: int, alpha: str) -> str:
    """What follows the best score so far, which is an R2: its unit, and which setting it is of."""
    return f"R², bisher am besten: Breite {_deutsch.whole(width)}, Alpha {alpha}"


def best_kind(width: int, alpha: str) -> str:
    """The same where the score is the share of right answers in percent."""
    return f"% richtig, bisher am besten: Breite {_deutsch.whole(width)}, Alpha {alpha}"


def learning_from_all(n_rows: int) -> str:
    """After the test: the model to keep learns once more."""
    if n_rows == 1:
        return "Es wird aus der einen Zeile gelernt"
    return f"Es wird aus allen {_rows(n_rows)} gelernt"


def peer_learning(name: str, n_rows: int) -> str:
    """A model of scikit-learn is trained."""
    return f"{name} lernt aus {_rows(n_rows)}"


def peer_off(name: str, part: int, n_parts: int) -> str:
    """Its errors are measured on parts of the rows that were left out, for the range beside a prediction."""
    return f"{name}: Fehler werden gemessen, Teil {part} von {n_parts}"


# Estimates


def peer_cost(about: str, memory: str) -> str:
    """How long a model of scikit-learn takes and how much memory."""
    return f"{about}, {memory} Arbeitsspeicher. scikit-learn trainiert es, mit seinen Voreinstellungen."


# The score while settings are moved

_NEVER_SAW = {
    "row": "sie",
    "row with its copies": "sie und ihre Kopien",
    "tenth of the rows in time": "ihr zeitliches Zehntel der Zeilen",
}
"""What a model never saw, by what is left out at a time; the rest are names of columns, in quotes."""


def _predicted(n_rows: int, left_out: str) -> str:
    never_saw = _NEVER_SAW.get(left_out, f"die Zeilen mit demselben Wert von {left_out}")
    by = f"vorhergesagt von einem Modell, das {never_saw} nie gesehen hat"
    if n_rows == 1:
        return f"bei 1 Trainingszeile, {by}"
    return f"bei {_deutsch.whole(n_rows)} Trainingszeilen, jede {by}"


def r2_on(score: str, n_rows: int, left_out: str) -> str:
    """The score of a model of numbers, on rows that were left out."""
    return f"R² {score} {_predicted(n_rows, left_out)}."


def right_on(percent: str, n_rows: int, left_out: str) -> str:
    """The score of a model of kinds, on rows that were left out."""
    return f"{percent} % richtig {_predicted(n_rows, left_out)}."


# A column of texts, which is read by its words or by its meaning

_BY = {"meaning": ("nach seiner Bedeutung", "nach Wörtern"), "words": ("nach seinen Wörtern", "nach Bedeutung")}
"""How a column is read, and how it could have been."""


def read_by(reading: str, column: str, n_rows: int, ours: str, theirs: str) -> str:
    """How a column is read, "words" or "meaning", and the share of right answers by either, in percent."""
    this, other = _BY[reading]
    return (
        f"{column}: Der Text wird {this} gelesen. Von {_rows(n_rows)}, jede ohne sich selbst vorhergesagt, sind so "
        f"{ours} % richtig, {other} {theirs} %."
    )


def read_by_r2(reading: str, column: str, n_rows: int, ours: str, theirs: str) -> str:
    """The same where numbers are predicted."""
    this, other = _BY[reading]
    return (
        f"{column}: Der Text wird {this} gelesen. Bei {_rows(n_rows)}, jede ohne sich selbst vorhergesagt, ist R² so "
        f"{ours}, {other} {theirs}."
    )


# Settings

NUMBER_OR_NOTHING = "eine Zahl ab 0, oder nichts"
ABOVE_ZERO = "eine Zahl über 0, höchstens 100"
TABLE_TOO_LARGE = "Diese Tabelle passt nicht in den Arbeitsspeicher, wenn ihre Spalten Zahlen geworden sind."
LEAVE_OUT_COLUMNS = "Einige Spalten weglassen."
USE_FEWER_ROWS = "Weniger Zeilen benutzen."


def one_of(names: Sequence[str]) -> str:
    """A rule: what there is to choose from."""
    return f"eines von {', '.join(names)}"


def whole_number(lowest: int, highest: int) -> str:
    """A rule: a whole number between two."""
    return f"eine ganze Zahl von {_deutsch.whole(lowest)} bis {_deutsch.whole(highest)}"


def whole_or_nothing(lowest: int, highest: int) -> str:
    """A rule: the same, or it is chosen."""
    return f"{whole_number(lowest, highest)}, oder nichts"


def no_setting(name: str) -> str:
    """That there is no such setting."""
    return f"Es gibt keine Einstellung „{name}“."


def setting_cannot_be(name: str, value: str) -> str:
    """That a setting has a value that is not allowed."""
    return f"Die Einstellung „{name}“ kann nicht {value} sein."


def not_in_integers(activation: str) -> str:
    """That an activation function cannot be computed in whole numbers."""
    return f"Die Aktivierungsfunktion „{activation}“ gibt es nicht beim Rechnen mit ganzen Zahlen."


def layer_too_large(width: int) -> str:
    """That a layer needs more memory than there is."""
    units = _deutsch.number_of(width, "Einheit", "Einheiten")
    return f"Eine Schicht mit {units} passt nicht in den Arbeitsspeicher."


def most_units(number: int, n_rows: int, n_inputs: int) -> str:
    """A rule: how many units fit."""
    units = _deutsch.number_of(number, "Einheit", "Einheiten")
    return f"höchstens {units} bei {_rows(n_rows)} und {_inputs(n_inputs)}"


def units_take(width: int, size: str) -> str:
    """How much memory they need."""
    return f"{_deutsch.number_of(width, 'Einheit', 'Einheiten')}, {size}"


def set_width(number: int) -> str:
    """What to do about it."""
    return f"Die Breite auf höchstens {_deutsch.whole(number)} setzen."


def at_most(size: str) -> str:
    """A rule: how much memory there is."""
    return f"höchstens {size}"


def table_takes(size: str, n_rows: int, n_inputs: int) -> str:
    """How much memory a table needs."""
    return f"{size} für {_rows(n_rows)} und {_inputs(n_inputs)}"


def _inputs(number: int) -> str:
    return _deutsch.number_of(number, "Eingabe", "Eingaben")
