"""Why a file cannot be read as a table, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

# What it is instead

_LOOKS_LIKE = {
    "arrow": "eine Arrow-Datei",
    "binary": "Binärdaten",
    "bmp": "ein BMP-Bild",
    "bzip2": "ein bzip2-Archiv",
    "film": "ein Film",
    "gif": "ein GIF-Bild",
    "gzip": "ein gzip-Archiv",
    "hdf5": "eine HDF5-Datei",
    "html": "eine Webseite (HTML) ohne Tabelle",
    "jpeg": "ein JPEG-Bild",
    "media": "ein Ton, ein Film oder ein Bild",
    "mp4": "ein Film, ein Ton oder ein Bild",
    "numpy": "ein NumPy-Array",
    "office": "eine alte Office-Datei, etwa .xls",
    "opendocument": "eine OpenDocument-Datei",
    "parquet": "eine Parquet-Datei, für die pyarrow nötig ist",
    "pdf": "ein PDF-Dokument",
    "pickle": "ein Python-Objekt (Pickle)",
    "png": "ein PNG-Bild",
    "program": "ein Programm",
    "rar": "ein RAR-Archiv",
    "sevenzip": "ein 7-Zip-Archiv",
    "sound": "ein Ton",
    "sqlite": "eine SQLite-Datenbank",
    "windows": "ein Windows-Programm",
    "xlsb": "eine binäre Arbeitsmappe (.xlsb)",
    "xml": "eine XML-Datei",
    "xz": "ein xz-Archiv",
    "zip": "ein Zip-Archiv",
}
"""What a file looks like, by a word of the program."""
TABLES_READ = "CSV oder TSV, JSON, JSON-Zeilen, Excel .xlsx, Parquet oder eine Webseite mit Tabellen"
SAVE_AS_CSV = "Den Inhalt als CSV speichern und diese Datei öffnen."
SAVE_AS_XLSX_OR_CSV = "Die Tabelle als .xlsx oder CSV speichern und diese Datei öffnen."
SAVE_TABLE_AS_CSV = "Die Tabelle als CSV speichern und diese Datei öffnen."
SAVE_SHEET_AS_CSV = "Das Blatt mit der Tabelle als CSV speichern und diese Datei öffnen."
SAVE_AGAIN = "Die Datei neu speichern, notfalls als CSV."
SAVE_AGAIN_IN_PROGRAM = "Die Datei in einem Tabellenprogramm öffnen und neu speichern."
UNPACK_IT = "Das Archiv entpacken und die Tabelle daraus öffnen."
COPY_THE_TABLE = "Die Tabelle auf der Webseite kopieren und hier einfügen."
INSTALL_PYARROW = "pyarrow installieren oder die Tabelle als CSV speichern."
TO_THE_MODELS = (
    "Auf der Seite Modelle gibt es Modelle, die Bilder ansehen und Töne hören: Dorthin die Datei ziehen. Um mit "
    "Fotos oder Tonaufnahmen zu trainieren, einen Ordner oder ein Zip davon mitbringen."
)
BRING_A_PART = "Nur einen Teil der Zeilen mitbringen oder Spalten weglassen."


def looks_like(kind: str) -> str:
    """What a file looks like; the kind is a word of the program."""
    return _LOOKS_LIKE[kind]


def not_a_table(name: str, thing: str) -> str:
    """That a file is something else."""
    return f"„{name}“ lässt sich nicht als Tabelle lesen. Dem Inhalt nach: {thing}."


def one_of(names: Sequence[str]) -> str:
    """A rule: what there is to choose from."""
    return f"eines von {', '.join(names)}"


# No rows

NAMES_AND_ROWS = "eine Zeile mit Namen und mindestens eine Zeile mit Werten"
NO_ROWS = "keine Zeilen"
ONLY_BLANK_LINES = "nur leere Zeilen"
ONLY_NAMES = "nur eine Zeile mit Namen"
EVERY_LINE_LEFT_OUT = "jede Zeile ist weggelassen"


def without_rows(name: str) -> str:
    """That a file has no rows."""
    return f"„{name}“ hat keine Zeilen mit Werten."


def empty(name: str) -> str:
    """That a file has no byte."""
    return f"„{name}“ ist leer."


def without_text(name: str) -> str:
    """That a file has bytes that say nothing."""
    return f"„{name}“ enthält keinen Text."


# Too large

LEAVE_OUT_COLUMNS = "Spalten weglassen oder die Tabelle drehen, sodass jedes Ding eine Zeile ist."
LEAVE_OUT_FAR_CELLS = "Weglassen, was weit weg von der Tabelle steht, oder Spalten, die kaum eine Zeile hat."


def too_large(name: str) -> str:
    """That a file is larger than can be read."""
    return f"„{name}“ ist zu groß."


def at_most(size: str) -> str:
    """A rule: the largest size, such as "2 GB"."""
    return f"höchstens {size}"


def too_many_columns(name: str) -> str:
    """That a table is too wide."""
    return f"„{name}“ hat zu viele Spalten."


def most_columns(number: int) -> str:
    """A rule: how wide it may be."""
    return f"höchstens {_deutsch.number_of(number, 'Spalte', 'Spalten')}"


def n_columns(number: int) -> str:
    """How wide it is."""
    return _deutsch.number_of(number, "Spalte", "Spalten")


def too_many_sparse_cells(name: str) -> str:
    """That a table has more cells than can be held, or hardly one with a value."""
    return f"„{name}“ hat zu viele Zellen oder zu viele leere."


def most_sparse_cells(number: int) -> str:
    """A rule: how many there may be."""
    return f"höchstens {_deutsch.number_of(number, 'Zelle', 'Zellen')}, die leeren mitgezählt"


def n_sparse_cells(n_cells: int, n_values: int) -> str:
    """How many there are."""
    return f"{_deutsch.whole(n_cells)} Zellen oder mehr, {_deutsch.whole(n_values)} davon mit einem Wert"


def too_many_cells(name: str) -> str:
    """That a Parquet file has more cells than can be held."""
    return f"„{name}“ hat zu viele Zellen."


def most_cells(number: int) -> str:
    """A rule: how many there may be."""
    return f"höchstens {_deutsch.number_of(number, 'Zelle', 'Zellen')} in einer Parquet-Datei"


def n_cells(n_rows: int, n_columns: int) -> str:
    """How many there are."""
    rows, columns = _deutsch.number_of(n_rows, "Zeile", "Zeilen"), _deutsch.number_of(n_columns, "Spalte", "Spalten")
    return f"{rows} mit je {columns}"


def too_large_unpacked(name: str) -> str:
    """That a workbook is small and becomes far too large."""
    return f"„{name}“ ist entpackt zu groß."


def most_unpacked(size: str, ratio: int) -> str:
    """A rule: how large it may become."""
    return f"höchstens {size} und höchstens das {_deutsch.whole(ratio)}-Fache der Datei"


def too_much_text(name: str) -> str:
    """That the texts of a workbook do not fit into memory."""
    return f"„{name}“ enthält zu viel Text."


def most_in_memory(size: str) -> str:
    """A rule: how large they may be."""
    return f"höchstens {size} im Arbeitsspeicher"


def texts_and_more(number: int) -> str:
    """How many there are at least."""
    return f"{_deutsch.number_of(number, 'Text', 'Texte')} und mehr"


# Damaged

READABLE_FILE = "eine Datei, die sich lesen lässt"
WHOLE_PARQUET = "eine vollständige Parquet-Datei"
WHOLE_WORKBOOK = "eine vollständige .xlsx-Datei"
NO_SHEET_WITH_CELLS = "kein Blatt mit Zellen"
A_DOCUMENT_TYPE = "eine Dokumenttyp-Angabe (DOCTYPE)"
TOO_MANY_ELEMENTS = "mehr Elemente, als eine Zeile oder ein Text hat"
UNPROTECTED_WORKBOOK = "eine Arbeitsmappe ohne Passwort"
ENCRYPTED = "verschlüsselt"
SAVE_UNPROTECTED = "Die Mappe in einem Tabellenprogramm öffnen, ohne Passwort speichern und diese Datei öffnen."


def not_opened(name: str) -> str:
    """That a file is not there, or may not be opened."""
    return f"„{name}“ lässt sich nicht öffnen."


def damaged_parquet(name: str) -> str:
    """That a Parquet file is not whole."""
    return f"„{name}“ sieht aus wie eine Parquet-Datei, lässt sich aber nicht lesen. Vielleicht ist sie beschädigt."


def damaged_workbook(name: str) -> str:
    """That a workbook is not whole."""
    return f"„{name}“ sieht aus wie eine Arbeitsmappe, lässt sich aber nicht öffnen. Vielleicht ist sie beschädigt."


def row_number(number: int) -> str:
    """What is wrong with a workbook: a row with a number that there cannot be."""
    return f"eine Zeile mit der Nummer {_deutsch.whole(number)}"


def part_too_large(part: str, size: str, most: str) -> str:
    """What is wrong with a workbook: a part of it is far too large."""
    return f"{part} braucht {size}; erlaubt sind {most}"


def without_end(size: str) -> str:
    """What is wrong with a workbook: one piece goes on and on."""
    return f"{size} ohne eigene Zeile oder eigenen Text"


def has_password(name: str) -> str:
    """That a workbook is encrypted."""
    return f"„{name}“ ist mit einem Passwort geschützt."


# Text

CHOOSE_ENCODING = "Eine andere Zeichencodierung wählen oder die Datei als UTF-8 speichern."


def not_in_encoding(name: str, encoding: str) -> str:
    """That the letters are written in another way."""
    return f"„{name}“ lässt sich nicht als {encoding} lesen."


def letters_in(encoding: str) -> str:
    """A rule: what an encoding asks for."""
    return f"jedes Byte ist ein Zeichen in {encoding}"


# JSON

TEXT_IN_UTF8 = "Text in UTF-8"
FIX_THE_LINE = "Die Zeile berichtigen oder die Tabelle als CSV speichern."
SAVE_RECORDS_ALONE = "Die Liste der Datensätze allein speichern oder die Tabelle als CSV."
A_LIST_OF_RECORDS = 'eine Liste von Datensätzen wie [{"a": 1}, {"a": 2}] oder Spalten wie {"a": [1, 2]}'


def not_json(name: str) -> str:
    """That a file is no JSON at all."""
    return f"„{name}“ ist kein gültiges JSON."


def not_json_in(name: str, line: int, column: int) -> str:
    """Where a file is no JSON."""
    return f"„{name}“ ist kein gültiges JSON in Zeile {_deutsch.whole(line)}, Stelle {_deutsch.whole(column)}."


def json_but(why: str) -> str:
    """A rule: JSON, and what is wrong with this, in the words of Python."""
    return f"JSON, aber {why}"


def too_deep(name: str) -> str:
    """That lists and records are nested without end."""
    return f"„{name}“ ist für eine Tabelle zu tief verschachtelt."


def most_levels(number: int) -> str:
    """A rule: how deep they may be."""
    return f"höchstens {_deutsch.number_of(number, 'Ebene', 'Ebenen')} von Listen und Datensätzen ineinander"


def n_levels(number: int) -> str:
    """How deep they are."""
    return _deutsch.number_of(number, "Ebene", "Ebenen")


def json_without_table(name: str) -> str:
    """That a file is JSON, but no table."""
    return f"„{name}“ ist JSON, aber keine Tabelle."


def unequal_columns(name: str) -> str:
    """That columns have different numbers of rows."""
    return f"Die Spalten von „{name}“ sind nicht gleich lang."


def as_many_values(number: int, column: str) -> str:
    """A rule: as many values as in the first column."""
    return f"{_deutsch.number_of(number, 'Wert', 'Werte')} in jeder Spalte, wie in „{column}“"


def n_values(number: int, column: str) -> str:
    """How many values another column has."""
    return f"{_deutsch.number_of(number, 'Wert', 'Werte')} in „{column}“"


# A part of a file that is not there


def no_sheet(name: str, sheet: str) -> str:
    """That a workbook has no such sheet."""
    return f"„{name}“ hat kein Blatt {sheet}."


def no_table(name: str, table: str) -> str:
    """That a web page has no such table."""
    return f"„{name}“ hat keine Tabelle {table}."


def no_records(name: str, place: str) -> str:
    """That a JSON file has no list of records there."""
    return f"„{name}“ hat keine Datensätze in {place}."


# How it was to be read

SEPARATOR_UNUSABLE = "Das Trennzeichen ist nicht brauchbar."
ONE_CHARACTER = "ein einzelnes Zeichen"
DECIMAL_UNUSABLE = "Das Dezimalzeichen ist nicht brauchbar."
DOT_OR_COMMA = "„.“ oder „,“"
ENCODING_UNKNOWN = "Die Zeichencodierung ist unbekannt."
NAME_OF_ENCODING = "ein Name wie „utf-8“ oder „latin-1“"
LINE_NOT_FOUND = "Eine Zeile ist nicht zu finden."
COUNTED_FROM_1 = "ganze Zahlen, ab 1 gezählt"
CANNOT_UNDO = "Das lässt sich nicht rückgängig machen."
CANNOT_READ_SO = "So lässt sich die Spalte nicht lesen."


def readings(names: Sequence[str]) -> str:
    """A rule: how a column can be read."""
    return f"eines von {', '.join(names)}, mit „.“ oder „,“ als Dezimalzeichen"


# Samples

RELOAD = "Die Seite neu laden."
ARRAYS_OF_MNIST = "Arrays aus Bytes: images (n, 784) und labels (n,)"


def no_sample(name: str) -> str:
    """That there is no such sample table."""
    return f"Es gibt keine Beispieltabelle „{name}“."


def not_mnist(name: str) -> str:
    """That a file of handwritten digits is another one."""
    return f"„{name}“ ist kein Teil von MNIST."
