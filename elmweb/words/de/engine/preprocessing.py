"""What is said while columns become numbers, and when a table does not fit a model."""

from __future__ import annotations

from elmweb.words.de import _deutsch

# Progress

LOOKING_AT_COLUMNS = "Die Spalten werden geprüft"
PREPARING_COLUMNS = "Die Spalten werden vorbereitet"
PREPARING = {
    "number": "Spalten mit Zahlen werden vorbereitet",
    "category": "Spalten mit Kategorien werden vorbereitet",
    "date": "Spalten mit Datumsangaben werden vorbereitet",
    "text": "Spalten mit Text werden vorbereitet",
    "photo": "Spalten mit Fotos werden vorbereitet",
    "sound": "Spalten mit Tonaufnahmen werden vorbereitet",
    "meaning": "Spalten, die nach Bedeutung gelesen werden, werden vorbereitet",
}
"""The same by the kind of the columns that are prepared now."""


def preparing_rows(percent: str) -> str:
    """How many of the rows are prepared."""
    return f"Die Zeilen werden vorbereitet, {percent} %"


# A table that is to be predicted; names arrive in quotes

FROM_A_FRAME = "Zeilen werden aus einem Data Frame vorhergesagt."
A_FRAME = "ein pandas.DataFrame"
NO_KNOWN_COLUMN = "Keine Spalte der Tabelle ist dem Modell bekannt."
NO_COLUMN = "keine Spalte"
ONE_COLUMN_EACH = "eine Spalte für jeden Namen"
LEAVE_OUT_DOUBLE = "Alle bis auf eine weglassen oder sie umbenennen."


def columns_named(names: str) -> str:
    """The columns that the model knows, or those of the table."""
    return f"Spalten mit den Namen {names}"


def column_twice(name: str) -> str:
    """That two columns have one name."""
    return f"Die Spalte {name} steht mehrmals in der Tabelle."


def n_of_name(number: int) -> str:
    """How many there are."""
    return f"{_deutsch.whole(number)} mit diesem Namen"


def absent(names: str, n_columns: int) -> str:
    """Columns that the model knows and the table has not."""
    if n_columns == 1:
        return f"Diese Spalte steht nicht in der Tabelle und gilt als leer: {names}."
    return f"Diese Spalten stehen nicht in der Tabelle und gelten als leer: {names}."


def new_kinds(column: str, values: str, n_rows: int) -> str:
    """Kinds that the model never saw."""
    return (
        f"Neu in {column}: {values}. Dem Modell unbekannt in {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')}; dort "
        "benutzt es nur die anderen Spalten."
    )


_NOT_A = {
    "number": "Keine Zahl in {}: {}.",
    "date": "Kein Datum in {}: {}.",
    "sound": "Keine Tonaufnahme in {}: {}.",
    "photo": "Kein Foto in {}: {}.",
    "text": "Kein Text in {}: {}.",
    "meaning": "Kein Text in {}: {}.",
}


def misfits(role: str, column: str, values: str, n_cells: int) -> str:
    """Cells that are not what the column should hold."""
    counts = "1 Zelle gilt als leer." if n_cells == 1 else f"{_deutsch.whole(n_cells)} Zellen gelten als leer."
    return f"{_NOT_A[role].format(column, values)} {counts}"


# An embedded photo, clip or text


def n_numbers(number: int) -> str:
    """How long its vector is."""
    return _deutsch.number_of(number, "Zahl", "Zahlen")


def vector_of(number: int) -> str:
    """A rule: how long it should be."""
    return f"ein Vektor aus {_deutsch.number_of(number, 'Zahl', 'Zahlen')}"


def another_network(name: str) -> str:
    """That it was made by another network than the one that was learned with."""
    return f"Den Vektor (Embedding) von „{name}“ hat ein anderes Netz gemacht."
