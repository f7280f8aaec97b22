"""What was done while a file was read, a sentence each, and how its columns are described."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count

# Names

BY_POSITION = "The first row holds values, so the columns are named by position."
ONE_NAME_FEWER = "There is one name fewer than there are columns, so the first column has none."
NAMES_IN_TWO_ROWS = "The names stand in two rows, one above the other, and are joined."


def without_names(number: int) -> str:
    """Columns without a name."""
    return f"{number} column{'s have' if number > 1 else ' has'} no name and got one by position."


def name_twice(name: str, column: int, new: str) -> str:
    """A name that several columns have, and the new one of this column."""
    return f'The name "{name}" is used more than once. Column {column} is now "{new}".'


def more_renamed(number: int) -> str:
    """The same for columns that are not named."""
    return f"{number} more columns were renamed this way."


# How it is written

DECIMAL_COMMA = "The decimal mark is a comma."
LATIN_1 = "The letters are read as Latin-1 (Western European)."
_SEPARATED_BY = {
    ",": "Columns are separated by commas.",
    ";": "Columns are separated by semicolons.",
    "\t": "Columns are separated by tabs.",
    "|": "Columns are separated by upright bars.",
    " ": "Columns are separated by spaces.",
}
BROKEN_LETTERS = "Broken letters and NULs in the file are now \ufffd."


def separated_by(mark: str) -> str:
    """Which mark separates the columns."""
    return _SEPARATED_BY.get(mark, f"Columns are separated by {mark!r}.")


def read_as_numbers(name: str, how: str, others: str) -> str:
    """A column of text that holds numbers; how they are written, and what is no number, may be empty."""
    text = f'"{name}" is written as text and read as numbers{f": {how}" if how else ""}.'
    return f"{text} What is no number counts as missing: {others}." if others else text


def restored(name: str, n_cells: int) -> str:
    """An apostrophe that keeps a spreadsheet from calculating."""
    return f'"{name}" has {count(n_cells, "cell")} with an apostrophe that this page had put there. It is taken away.'


def safe_cells(number: int) -> str:
    """The same when a file is written."""
    them = "it" if number == 1 else "them"
    return (
        f"A spreadsheet would take {count(number, 'cell')} for a formula. An apostrophe stands before {them} in the "
        f"file; this page reads {them} without."
    )


def infinite(name: str, n_rows: int) -> str:
    """Numbers that are infinite."""
    return f'"{name}" is infinite in {count(n_rows, "row")}. There it is missing now.'


def too_far(name: str, n_rows: int) -> str:
    """Numbers that are so large that nothing can be calculated with them."""
    return f'"{name}" is infinite or beyond 1e150 in {count(n_rows, "row")}. There it is missing now.'


def without_result(n_formulas: int, columns: Sequence[str], first: str) -> str:
    """Formulas of a workbook that was never calculated; the columns, and the first formula and its cell."""
    where = f"column{'s' if len(columns) > 1 else ''} {', '.join(columns)}"
    has = "has" if n_formulas == 1 else "have"
    return (
        f"{count(n_formulas, 'formula')} in {where} {has} no stored result ({first}). These cells are missing. "
        "Open the workbook in a spreadsheet program and save it to fill them."
    )


# Which part of it is read


def sheet_read(sheet: str, n_others: int) -> str:
    """The sheet of a workbook that is read, and how many are not."""
    text = f'The sheet "{sheet}" is read.'
    if n_others:
        text += f" {n_others} other sheet{'s are' if n_others > 1 else ' is'} left out."
    return text


def table_read(table: str, n_others: int) -> str:
    """The table of a web page that is read, and how many are not."""
    return f'"{table}" of the page is read. {n_others} other{"s are" if n_others > 1 else " is"} left out.'


def records_read(place: str, others: str) -> str:
    """The records of a JSON file that are read, and what stands beside them."""
    return f'The records in "{place}" are read. Left out beside them: {others}.'


def sampled(n_rows: int, n_kept: int) -> str:
    """That a file is larger than memory."""
    return (
        f"The file has {n_rows:,} rows. {n_kept:,} of them, picked at random, are looked at and searched. "
        "Training goes through all of them."
    )


# In the profile of a column


def span(low: str, high: str) -> str:
    """The lowest and the highest number or date."""
    return f"{low} to {high}"
