"""What can be asked about the rows behind a model, corrections as files, and rows that a model forgets."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

# Doubtful answers, and rows without an answer

ONE_COLUMN_ONLY = "Zweifelhafte Antworten werden nur in einer einzigen Spalte gesucht."
ONE_COLUMN = "eine Zielspalte"
CHOOSE_ONE = "Auf der Seite Daten eine davon wählen und neu trainieren."
TAKES_TOO_LONG = "Bei einer Tabelle dieser Größe dauert es zu lange, einzelne Zeilen auszulassen."
LARGE_FILE = "eine Datei, die größer ist als der Arbeitsspeicher"
TRY_A_PART = "Mit einem Teil der Tabelle versuchen."
WITHOUT_ANSWER = "Zeilen, in denen die Antwort fehlt"
ADD_ROWS = "In der Datei Zeilen ergänzen, in denen dieses Feld leer ist, und neu trainieren."


def n_columns(number: int) -> str:
    """How many columns are predicted; two at least."""
    return _deutsch.number_of(number, "Spalte", "Spalten")


def at_most_rows_to_learn_from(number: int) -> str:
    """How many rows can be left out one by one."""
    return f"höchstens {_deutsch.number_of(number, 'Zeile', 'Zeilen')} zum Lernen"


def n_rows(number: int) -> str:
    """How many rows there are."""
    return _deutsch.number_of(number, "Zeile", "Zeilen")


def every_row_has_one(target: str) -> str:
    """That no answer is missing."""
    return f"In keiner Zeile fehlt „{target}“."


def n_answered(number: int) -> str:
    """How many rows have an answer."""
    return f"{_deutsch.number_of(number, 'Zeile', 'Zeilen')} mit Antwort"


# Sets and intervals

NO_LEFT_OUT_ERRORS = (
    "Dieses Modell hat keine Leave-one-out-Fehler, aus denen sich Mengen oder Intervalle bilden ließen."
)
LEAVES_ROWS_OUT = "eine Zielspalte und ein Modell, das einzelne Zeilen auslassen kann"


def task_and_model(task: str, model: str) -> str:
    """What is predicted, and the kind of model."""
    return f"{task}, {model}"


# Corrections

NOTHING_CORRECTED = "Noch ist keine Antwort korrigiert."
CORRECT_ONE = "Unter Ergebnis eine korrigieren."


def corrections_file(stem: str) -> str:
    """The name of the file of corrections, without its ending."""
    return f"{stem} Korrekturen"


def corrected_file(stem: str) -> str:
    """The name of the corrected table, without its ending."""
    return f"{stem} korrigiert"


# Forgetting

WHOLE_TABLES_ONLY = "Zeilen vergessen geht hier nur bei Tabellen, die als Ganzes im Speicher sind."
TAKE_OUT_OF_FILE = "Die Zeilen aus der Datei herausnehmen und neu trainieren."
TAKE_OUT_OF_TABLE = "Die Zeilen aus der Tabelle herausnehmen und neu trainieren."
CANNOT_FORGET = "Diese Art von Modell kann Zeilen nicht exakt vergessen."
RANDOM_UNITS = "eine Schicht zufälliger Einheiten, die gezogen wurde, ohne auf Zeilen zu schauen: die ELM oder RVFL"
TRAIN_AN_ELM = "Eine Extreme Learning Machine trainieren."
MISSING = "fehlt"
A_VALUE = "ein Wert der Spalte"
ANSWER_WOULD_BE_LOST = "Von einer Antwort bliebe keine Zeile zum Lernen übrig."
EACH_ANSWER_STAYS = "jede Antwort in einer Zeile, die bleibt"
CANNOT_BE_TAKEN_OUT = "Die Zeilen lassen sich aus diesem Modell nicht herausnehmen."
LEARNED_ONCE = "die Zeilen, aus denen es gelernt hat, jede einmal"
TRAIN_THEN_FORGET = "Neu trainieren, dann vergessen."


def at_most_rows(number: int) -> str:
    """How many rows there may be."""
    return f"höchstens {_deutsch.number_of(number, 'Zeile', 'Zeilen')}"


def no_row_has_it(column: str) -> str:
    """That no row has the value that is to be forgotten."""
    return f"Keine der übrigen Zeilen hat diesen Wert in „{column}“."


def lost_answers(names: Sequence[str]) -> str:
    """Answers that would have no row any more."""
    return _deutsch.listed(names)


# The receipt

RECEIPT = "Zeilen, die ein Modell vergessen hat"
COMPARED_WITH = "dieselbe Schicht mit demselben Strafterm, neu angepasst an die Zeilen, die bleiben"
REMAINS = (
    "Wie Spalten gelesen und skaliert werden, wurde auch an diesen Zeilen gemessen.",
    "Breite, Strafterm und Startwert wurden gewählt, als diese Zeilen noch da waren.",
    "Die Tabelle selbst: Die geöffnete Datei enthält sie noch.",
)
TO_REMOVE_THAT_TOO = "Neu trainieren: Die Zeilen werden von jetzt an in der Tabelle weggelassen."
