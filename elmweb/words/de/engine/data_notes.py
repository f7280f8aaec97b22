"""What was done while a file was read, a sentence each, and how its columns are described."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

# Names

BY_POSITION = "Die erste Zeile enthält Werte; deshalb heißen die Spalten nach ihrer Stelle."
ONE_NAME_FEWER = "Es gibt einen Namen weniger als Spalten; deshalb hat die erste Spalte keinen."
NAMES_IN_TWO_ROWS = "Die Namen stehen in zwei Zeilen übereinander und sind zusammengefügt."


def without_names(number: int) -> str:
    """Columns without a name."""
    if number == 1:
        return "1 Spalte hat keinen Namen und heißt nach ihrer Stelle."
    return f"{_deutsch.whole(number)} Spalten haben keinen Namen und heißen nach ihrer Stelle."


def name_twice(name: str, column: int, new: str) -> str:
    """A name that several columns have, and the new one of this column."""
    return f"Der Name „{name}“ kommt mehrmals vor. Spalte {column} heißt jetzt „{new}“."


def more_renamed(number: int) -> str:
    """The same for columns that are not named."""
    if number == 1:
        return "1 weitere Spalte wurde so umbenannt."
    return f"{_deutsch.whole(number)} weitere Spalten wurden so umbenannt."


# How it is written

DECIMAL_COMMA = "Das Dezimalzeichen ist ein Komma."
LATIN_1 = "Die Buchstaben werden als Latin-1 (westeuropäisch) gelesen."
_SEPARATED_BY = {
    ",": "Die Spalten sind durch Kommas getrennt.",
    ";": "Die Spalten sind durch Semikolons getrennt.",
    "\t": "Die Spalten sind durch Tabulatoren getrennt.",
    "|": "Die Spalten sind durch senkrechte Striche getrennt.",
    " ": "Die Spalten sind durch Leerzeichen getrennt.",
}
BROKEN_LETTERS = "Kaputte Zeichen und NUL-Zeichen der Datei sind jetzt \ufffd."


def separated_by(mark: str) -> str:
    """Which mark separates the columns."""
    return _SEPARATED_BY.get(mark, f"Die Spalten sind durch {mark!r} getrennt.")


def read_as_numbers(name: str, how: str, others: str) -> str:
    """A column of text that holds numbers; how they are written, and what is no number, may be empty."""
    text = f"„{name}“ ist als Text geschrieben und wird als Zahlen gelesen{f': {how}' if how else ''}."
    return f"{text} Was keine Zahl ist, gilt als leer: {others}." if others else text


def restored(name: str, n_cells: int) -> str:
    """An apostrophe that keeps a spreadsheet from calculating."""
    cells = _deutsch.number_of(n_cells, "Zelle", "Zellen")
    return f"„{name}“ hat {cells} mit einem Apostroph, den diese Seite gesetzt hatte. Er wird entfernt."


def safe_cells(number: int) -> str:
    """The same when a file is written."""
    before, them = ("ihr", "sie") if number == 1 else ("ihnen", "sie")
    return (
        f"Ein Tabellenprogramm würde {_deutsch.number_of(number, 'Zelle', 'Zellen')} für eine Formel halten. In der "
        f"Datei steht vor {before} ein Apostroph; diese Seite liest {them} ohne."
    )


def infinite(name: str, n_rows: int) -> str:
    """Numbers that are infinite."""
    return f"„{name}“ ist in {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} unendlich und gilt dort als leer."


def too_far(name: str, n_rows: int) -> str:
    """Numbers that are so large that nothing can be calculated with them."""
    rows = _deutsch.number_of(n_rows, "Zeile", "Zeilen")
    return f"„{name}“ ist in {rows} unendlich oder größer als 1e150 und gilt dort als leer."


def without_result(n_formulas: int, columns: Sequence[str], first: str) -> str:
    """Formulas of a workbook that was never calculated; the columns, and the first formula and its cell."""
    where = f"{'Spalte' if len(columns) == 1 else 'den Spalten'} {', '.join(columns)}"
    formulas = _deutsch.number_of(n_formulas, "Formel", "Formeln")
    has, cells = ("hat", "Diese Zelle gilt") if n_formulas == 1 else ("haben", "Diese Zellen gelten")
    return (
        f"{formulas} in {where} {has} kein gespeichertes Ergebnis ({first}). {cells} als leer. Die Mappe in "
        "einem Tabellenprogramm öffnen und speichern, um das zu ändern."
    )


# Which part of it is read


def sheet_read(sheet: str, n_others: int) -> str:
    """The sheet of a workbook that is read, and how many are not."""
    text = f"Gelesen wird das Blatt „{sheet}“."
    if n_others == 1:
        return f"{text} 1 anderes Blatt wird weggelassen."
    return f"{text} {_deutsch.whole(n_others)} andere Blätter werden weggelassen." if n_others else text


def table_read(table: str, n_others: int) -> str:
    """The table of a web page that is read, and how many are not."""
    text = f"Von der Webseite wird „{table}“ gelesen."
    if n_others == 1:
        return f"{text} 1 andere Tabelle wird weggelassen."
    return f"{text} {_deutsch.whole(n_others)} andere Tabellen werden weggelassen."


def records_read(place: str, others: str) -> str:
    """The records of a JSON file that are read, and what stands beside them."""
    return f"Gelesen werden die Datensätze in „{place}“. Weggelassen wird daneben: {others}."


def sampled(n_rows: int, n_kept: int) -> str:
    """That a file is larger than memory."""
    return (
        f"Die Datei hat {_deutsch.whole(n_rows)} Zeilen. {_deutsch.whole(n_kept)} davon, zufällig gewählt, werden "
        "angesehen und zur Suche nach Einstellungen benutzt. Das Training geht durch alle."
    )


# In the profile of a column


def span(low: str, high: str) -> str:
    """The lowest and the highest number or date."""
    return f"{low} bis {high}"
