"""What is said while columns become numbers, and when a table does not fit a model."""

from __future__ import annotations

from elmweb.formatting import count

# Progress

LOOKING_AT_COLUMNS = "Looking at the columns"
PREPARING_COLUMNS = "Preparing the columns"
PREPARING = {
    "number": "Preparing columns of numbers",
    "category": "Preparing columns of categories",
    "date": "Preparing columns of dates",
    "text": "Preparing columns of text",
    "photo": "Preparing columns of photos",
    "sound": "Preparing columns of sounds",
    "meaning": "Preparing columns that are read by their meaning",
}
"""The same by the kind of the columns that are prepared now."""


def preparing_rows(percent: str) -> str:
    """How many of the rows are prepared."""
    return f"Preparing the rows, {percent} %"


# A table that is to be predicted; names arrive in quotes

FROM_A_FRAME = "Rows are predicted from a data frame."
A_FRAME = "a pandas.DataFrame"
NO_KNOWN_COLUMN = "No column of the table is known to the model."
NO_COLUMN = "no column"
ONE_COLUMN_EACH = "one column for each name"
LEAVE_OUT_DOUBLE = "Leave out all but one, or rename them."


def columns_named(names: str) -> str:
    """The columns that the model knows, or those of the table."""
    return f"columns named {names}"


def column_twice(name: str) -> str:
    """That two columns have one name."""
    return f"The column {name} is in the table more than once."


def n_of_name(number: int) -> str:
    """How many there are."""
    return f"{number} of that name"


def absent(names: str, n_columns: int) -> str:
    """Columns that the model knows and the table has not."""
    if n_columns == 1:
        return f"This column is not in the table and counts as empty: {names}."
    return f"These columns are not in the table and count as empty: {names}."


def new_kinds(column: str, values: str, n_rows: int) -> str:
    """Kinds that the model never saw."""
    return (
        f"New in {column}: {values}. Unknown to the model in {count(n_rows, 'row')}; there it uses the other columns "
        "only."
    )


_NOT_A = {
    "number": "Not a number in {}: {}.",
    "date": "Not a date in {}: {}.",
    "sound": "Not a clip in {}: {}.",
    "photo": "Not a photo in {}: {}.",
    "text": "Not a text in {}: {}.",
    "meaning": "Not a text in {}: {}.",
}


def misfits(role: str, column: str, values: str, n_cells: int) -> str:
    """Cells that are not what the column should hold."""
    counts = "1 cell counts as empty." if n_cells == 1 else f"{count(n_cells, 'cell')} count as empty."
    return f"{_NOT_A[role].format(column, values)} {counts}"


# An embedded photo, clip or text


def n_numbers(number: int) -> str:
    """How long its vector is."""
    return f"{number:,} numbers"


def vector_of(number: int) -> str:
    """A rule: how long it should be."""
    return f"a vector of {number:,} numbers"


def another_network(name: str) -> str:
    """That it was made by another network than the one that was learned with."""
    return f'"{name}" was embedded by another network.'
