"""The questions about the rows behind a model: what is said while they are worked on and when they are answered."""

from __future__ import annotations

from elmweb.words.de import _deutsch

# On the progress bar

DOING = {
    "mistakes": "Zweifelhafte Antworten werden gesucht",
    "queue": "Zeilen ohne Antwort werden gesucht",
    "curve": "Diese Reihenfolge wird mit einer zufälligen verglichen",
    "check": "Wie gut die Liste hier ist, wird gemessen",
    "coverage": "Die Abdeckung wird an den zurückgehaltenen Zeilen gemessen",
    "row": "Wie sicher die Antwort für diese Zeile sein kann, wird berechnet",
    "values": "Die Werte werden aufgelistet",
}
"""What is being worked out, by the question."""
FORGETTING = "Die Zeilen werden herausgenommen"
ADDING_UP = "Die Zeilen werden zusammengezählt"
READING_SUMS = "Die Summen werden gelesen"
CLOSING_SUMS = "Die Dateien mit Summen werden geschlossen"
POOLING = "Das Modell aus allen Zeilen wird gebaut"

# For a screen reader, when it is done

CURVE_SHOWN = "Eine Tabelle vergleicht diese Reihenfolge mit einer zufälligen."
COVERAGE_SHOWN = "Ein Schieberegler legt fest, wie oft die richtige Antwort unter den genannten sein muss."


def row_on_top(score_name: str, score: str, number: int | None) -> str:
    """After each answer about a row: the score, and which row is asked about next, if there is one."""
    following = "Keine Zeile ist übrig." if number is None else f"Zeile {number} ist die nächste."
    return f"{score_name}: {score} auf zurückgehaltenen Zeilen. {following}"


def found_of_wrong(n_found: int, n_wrong: int) -> str:
    """How many answers that were made wrong on purpose the list of doubtful answers found."""
    return f"Im ersten Zehntel der Liste: {n_found} von {n_wrong}."


def forgotten(n_rows: int) -> str:
    """How many rows a model has forgotten."""
    return f"{_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} vergessen."


def sums_read(n_files: int, n_rows: int) -> str:
    """How many files of sums were read so far, and of how many rows."""
    return f"{_deutsch.number_of(n_files, 'Datei', 'Dateien')}, {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')}."


# On the row that is asked about, in both lists

UNDO = "Rückgängig"
UNDO_KEYS = "Strg Z"


def row(number: int) -> str:
    """The row on top; what is asked about it follows as a sentence."""
    return f"Zeile {_deutsch.whole(number)}"


# Names


def receipt_file(table: str) -> str:
    """The name of the file with the receipt of what was forgotten; the table's name comes without its ending."""
    return f"{table} vergessen.json"


def pooled(n_files: int) -> str:
    """What a model was made of that came from sums of rows; stands in "From the saved model ..."."""
    return f"aus den Summen von {_deutsch.number_of(n_files, 'Datei', 'Dateien')}"
