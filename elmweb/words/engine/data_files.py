"""Why a file cannot be read as a table, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

# What it is instead

_LOOKS_LIKE = {
    "arrow": "an Arrow file",
    "binary": "binary data",
    "bmp": "a BMP picture",
    "bzip2": "a bzip2 archive",
    "film": "a film",
    "gif": "a GIF picture",
    "gzip": "a gzip archive",
    "hdf5": "an HDF5 file",
    "html": "a web page (HTML) without a table",
    "jpeg": "a JPEG picture",
    "media": "a sound, film or picture",
    "mp4": "a film, sound or picture",
    "numpy": "a NumPy array",
    "office": "an old Office file, such as .xls",
    "opendocument": "an OpenDocument file",
    "parquet": "a Parquet file, which needs pyarrow",
    "pdf": "a PDF document",
    "pickle": "a pickled Python object",
    "png": "a PNG picture",
    "program": "a program",
    "rar": "a RAR archive",
    "sevenzip": "a 7-Zip archive",
    "sound": "a sound",
    "sqlite": "an SQLite database",
    "windows": "a Windows program",
    "xlsb": "a binary workbook (.xlsb)",
    "xml": "an XML file",
    "xz": "an xz archive",
    "zip": "a zip archive",
}
"""What a file looks like, by a word of the program."""
TABLES_READ = "one of CSV or TSV, JSON, JSON lines, Excel .xlsx, Parquet, tables of web pages"
SAVE_AS_CSV = "Save it as CSV and bring that file."
SAVE_AS_XLSX_OR_CSV = "Save it as .xlsx or CSV and bring that file."
SAVE_TABLE_AS_CSV = "Save the table as CSV and bring that file."
SAVE_SHEET_AS_CSV = "Save the sheet with the table as CSV and bring that file."
SAVE_AGAIN = "Save it again, as CSV if need be."
SAVE_AGAIN_IN_PROGRAM = "Open it in a spreadsheet program and save it again."
UNPACK_IT = "Unpack it and bring the table in it."
COPY_THE_TABLE = "Copy the table from the page and paste it here."
INSTALL_PYARROW = "Install pyarrow, or save the table as CSV."
TO_THE_MODELS = (
    "On the page Models there are models that look at pictures and hear sounds: drop it there. To train on photos or "
    "clips, bring a folder or a zip of them."
)
BRING_A_PART = "Bring a part of the rows, or leave out columns."


def looks_like(kind: str) -> str:
    """What a file looks like; the kind is a word of the program."""
    return _LOOKS_LIKE[kind]


def not_a_table(name: str, thing: str) -> str:
    """That a file is something else."""
    return f'"{name}" cannot be read as a table. It looks like {thing}.'


def one_of(names: Sequence[str]) -> str:
    """A rule: what there is to choose from."""
    return f"one of {', '.join(names)}"


# No rows

NAMES_AND_ROWS = "a row of names and at least one row of values"
NO_ROWS = "no rows"
ONLY_BLANK_LINES = "only blank lines"
ONLY_NAMES = "only a row of names"
EVERY_LINE_LEFT_OUT = "every line is left out"


def without_rows(name: str) -> str:
    """That a file has no rows."""
    return f'"{name}" has no rows of values.'


def empty(name: str) -> str:
    """That a file has no byte."""
    return f'"{name}" is empty.'


def without_text(name: str) -> str:
    """That a file has bytes that say nothing."""
    return f'"{name}" holds no text.'


# Too large

LEAVE_OUT_COLUMNS = "Leave out columns, or turn the table so that things are rows."
LEAVE_OUT_FAR_CELLS = "Leave out what stands far from the table, or columns that hardly a row has."


def too_large(name: str) -> str:
    """That a file is larger than can be read."""
    return f'"{name}" is too large.'


def at_most(size: str) -> str:
    """A rule: the largest size, such as "2 GB"."""
    return f"at most {size}"


def too_many_columns(name: str) -> str:
    """That a table is too wide."""
    return f'"{name}" has too many columns.'


def most_columns(number: int) -> str:
    """A rule: how wide it may be."""
    return f"at most {number:,} columns"


def n_columns(number: int) -> str:
    """How wide it is."""
    return f"{number:,} columns"


def too_many_sparse_cells(name: str) -> str:
    """That a table has more cells than can be held, or hardly one with a value."""
    return f'"{name}" has too many cells, or too many empty ones.'


def most_sparse_cells(number: int) -> str:
    """A rule: how many there may be."""
    return f"at most {number:,} cells, the empty ones counted"


def n_sparse_cells(n_cells: int, n_values: int) -> str:
    """How many there are."""
    return f"{n_cells:,} cells or more, {n_values:,} of them with a value"


def too_many_cells(name: str) -> str:
    """That a Parquet file has more cells than can be held."""
    return f'"{name}" has too many cells.'


def most_cells(number: int) -> str:
    """A rule: how many there may be."""
    return f"at most {number:,} cells of a Parquet file"


def n_cells(n_rows: int, n_columns: int) -> str:
    """How many there are."""
    return f"{n_rows:,} rows of {n_columns:,} columns"


def too_large_unpacked(name: str) -> str:
    """That a workbook is small and becomes far too large."""
    return f'"{name}" is too large when unpacked.'


def most_unpacked(size: str, ratio: int) -> str:
    """A rule: how large it may become."""
    return f"at most {size}, and at most {ratio} times the file"


def too_much_text(name: str) -> str:
    """That the texts of a workbook do not fit into memory."""
    return f'"{name}" has too much text.'


def most_in_memory(size: str) -> str:
    """A rule: how large they may be."""
    return f"at most {size} in memory"


def texts_and_more(number: int) -> str:
    """How many there are at least."""
    return f"{number:,} texts, and more"


# Damaged

READABLE_FILE = "a file that can be read"
WHOLE_PARQUET = "a whole Parquet file"
WHOLE_WORKBOOK = "a whole .xlsx file"
NO_SHEET_WITH_CELLS = "no sheet with cells"
A_DOCUMENT_TYPE = "a document type"
TOO_MANY_ELEMENTS = "more elements than a row or a text has"
UNPROTECTED_WORKBOOK = "a workbook without a password"
ENCRYPTED = "encrypted"
SAVE_UNPROTECTED = "Open it in a spreadsheet program, save it without a password, and bring that file."


def not_opened(name: str) -> str:
    """That a file is not there, or may not be opened."""
    return f'"{name}" cannot be opened.'


def damaged_parquet(name: str) -> str:
    """That a Parquet file is not whole."""
    return f'"{name}" looks like a Parquet file but cannot be read. It may be damaged.'


def damaged_workbook(name: str) -> str:
    """That a workbook is not whole."""
    return f'"{name}" looks like a workbook but cannot be opened. It may be damaged.'


def row_number(number: int) -> str:
    """What is wrong with a workbook: a row with a number that there cannot be."""
    return f"a row with the number {number:,}"


def part_too_large(part: str, size: str, most: str) -> str:
    """What is wrong with a workbook: a part of it is far too large."""
    return f"{part} takes {size}, and {most} are allowed"


def without_end(size: str) -> str:
    """What is wrong with a workbook: one piece goes on and on."""
    return f"{size} without a row or a text of its own"


def has_password(name: str) -> str:
    """That a workbook is encrypted."""
    return f'"{name}" is protected by a password.'


# Text

CHOOSE_ENCODING = "Choose another encoding, or save the file as UTF-8."


def not_in_encoding(name: str, encoding: str) -> str:
    """That the letters are written in another way."""
    return f'"{name}" cannot be read as {encoding}.'


def letters_in(encoding: str) -> str:
    """A rule: what an encoding asks for."""
    return f"every byte is a letter in {encoding}"


# JSON

TEXT_IN_UTF8 = "text in UTF-8"
FIX_THE_LINE = "Fix the line, or save the table as CSV."
SAVE_RECORDS_ALONE = "Save the list of records alone, or save the table as CSV."
A_LIST_OF_RECORDS = 'a list of records such as [{"a": 1}, {"a": 2}], or columns such as {"a": [1, 2]}'


def not_json(name: str) -> str:
    """That a file is no JSON at all."""
    return f'"{name}" is not valid JSON.'


def not_json_in(name: str, line: int, column: int) -> str:
    """Where a file is no JSON."""
    return f'"{name}" is not valid JSON in line {line:,}, column {column:,}.'


def json_but(why: str) -> str:
    """A rule: JSON, and what is wrong with this, in the words of Python."""
    return f"JSON, but {why}"


def too_deep(name: str) -> str:
    """That lists and records are nested without end."""
    return f'"{name}" is nested too deeply for a table.'


def most_levels(number: int) -> str:
    """A rule: how deep they may be."""
    return f"lists and records in each other, {number} levels at the most"


def n_levels(number: int) -> str:
    """How deep they are."""
    return f"{number:,} levels"


def json_without_table(name: str) -> str:
    """That a file is JSON, but no table."""
    return f'"{name}" is JSON, but no table.'


def unequal_columns(name: str) -> str:
    """That columns have different numbers of rows."""
    return f'The columns of "{name}" are not equally long.'


def as_many_values(number: int, column: str) -> str:
    """A rule: as many values as in the first column."""
    return f'{number:,} values in every column, as in "{column}"'


def n_values(number: int, column: str) -> str:
    """How many values another column has."""
    return f'{number:,} values in "{column}"'


# A part of a file that is not there


def no_sheet(name: str, sheet: str) -> str:
    """That a workbook has no such sheet."""
    return f'"{name}" has no sheet {sheet}.'


def no_table(name: str, table: str) -> str:
    """That a web page has no such table."""
    return f'"{name}" has no table {table}.'


def no_records(name: str, place: str) -> str:
    """That a JSON file has no list of records there."""
    return f'"{name}" has no records in {place}.'


# How it was to be read

SEPARATOR_UNUSABLE = "The separator cannot be used."
ONE_CHARACTER = "one character"
DECIMAL_UNUSABLE = "The decimal mark cannot be used."
DOT_OR_COMMA = '"." or ","'
ENCODING_UNKNOWN = "The encoding is unknown."
NAME_OF_ENCODING = 'a name such as "utf-8" or "latin-1"'
LINE_NOT_FOUND = "A line cannot be found."
COUNTED_FROM_1 = "whole numbers, counted from 1"
CANNOT_UNDO = "This cannot be undone."
CANNOT_READ_SO = "The column cannot be read that way."


def readings(names: Sequence[str]) -> str:
    """A rule: how a column can be read."""
    return f'one of {", ".join(names)}, with "." or "," as the decimal mark'


# Samples

RELOAD = "Load the page again."
ARRAYS_OF_MNIST = "arrays images (n, 784) and labels (n,) of bytes"


def no_sample(name: str) -> str:
    """That there is no such sample table."""
    return f'There is no sample table called "{name}".'


def not_mnist(name: str) -> str:
    """That a file of handwritten digits is another one."""
    return f'"{name}" is not a part of MNIST.'
