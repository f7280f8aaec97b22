"""What is announced, what stands above a progress bar, and what is refused."""

from __future__ import annotations

from elmweb.words.de import _deutsch

# Above a progress bar, without a full stop

LOOKING = "Die Spalten werden geprüft"
TRAINING = "Training"
LEARNING = "Aus allen Zeilen lernen"
SCORING_THE_BEST = "Das beste bisherige Modell wird bewertet"
GOING_BACK = "Das vorige Ergebnis wird zurückgeholt"
SETTING_THE_THRESHOLD = "Die Schwelle wird gesetzt"


def reading(name: str) -> str:
    """While a file is read."""
    return f"{name} wird gelesen"


def predicting(name: str) -> str:
    """While the rows of a file are predicted."""
    return f"{name} wird vorhergesagt"


# Announced to screen readers


def is_open(name: str, n_rows: int, n_columns: int) -> str:
    """After a table was opened."""
    rows, columns = _deutsch.number_of(n_rows, "Zeile", "Zeilen"), _deutsch.number_of(n_columns, "Spalte", "Spalten")
    return f"{name} ist geöffnet: {rows}, {columns}."


def roles_offered(column: str) -> str:
    """After the name of a column was pressed."""
    return f"Über der Tabelle lässt sich wählen, was {column} ist."


def predicted(n_rows: int) -> str:
    """After the rows of a file were predicted."""
    return f"{_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} vorhergesagt."


def threshold_set(percent: int) -> str:
    """After the threshold of two answers was changed."""
    return f"Die Schwelle ist {percent} %."


# On the page


THE_TABLE = "die Tabelle"
"""In place of the name of a file that has none."""
SAVED_MODEL = "ohne Namen"
"""The same for a model; stands after "Aus dem gespeicherten Modell"."""

# What is refused, and what to do instead

NO_EARLIER_RESULT = "Es gibt kein früheres Ergebnis."
NOTHING_STOPPED = "Es wurde kein Training angehalten."
ON_A_SERVER = "Auf einem Server lassen sich Projekte nicht speichern."
SAVE_INSTEAD = "Stattdessen das Modell und die Tabelle speichern."
TRAIN_AGAIN = "Neu trainieren."

ONE_FILE = "eine Datei"
ONE_FILE_AT_A_TIME = "jeweils nur eine Datei"
OPEN_THE_FOLDER = "Den Ordner öffnen und eine Datei daraus hierher ziehen."
DROP_ONE = (
    "Nur die Datei hierher ziehen, mit der es losgehen soll. Tabellen mit denselben Spalten lassen sich vorher zu "
    "einer Datei vereinen."
)


def is_a_folder(name: str) -> str:
    """After a folder was dropped where a file is read."""
    return f"„{name}“ ist ein Ordner."


def many_files(number: int) -> str:
    """After several files were dropped or chosen where one is read."""
    return f"{_deutsch.whole(number)} Dateien kamen auf einmal."


def files_named(names: str, *, more: bool) -> str:
    """Their names with commas between them; there may be more than are named."""
    return f"{names} und weitere" if more else names
