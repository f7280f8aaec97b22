"""The open table: its first rows, and what to check in it."""

from __future__ import annotations

from elmweb.formatting import count

TO_CHECK = "Things to check"
"""The heading while the columns are looked at."""
ANOTHER = "Use another table"


def size(n_rows: int, n_columns: int, n_bytes: str, seconds: str) -> str:
    """Below the name of the table."""
    return f"{count(n_rows, 'row')}, {count(n_columns, 'column')}, {n_bytes}. Read in {seconds}."


def is_a(column: str) -> str:
    """The label of the list of what a column can be, such as "number" or "left out"."""
    return f"{column} is a"


def first_rows(rows: int, n_rows: int, columns: int, n_columns: int, *, scrolls: bool) -> str:
    """Below the first rows: what part of the table they are, and whether it must be scrolled."""
    cut = f" and {columns:,} of {n_columns:,} columns" if columns < n_columns else ""
    every = "The only row" if n_rows == 1 else f"All {n_rows:,} rows"
    shown = f"First {rows:,} of {n_rows:,} rows" if rows < n_rows else every
    scroll = " Scroll the table to see the rest of it." if scrolls else ""
    return f"{shown}{cut}.{scroll} Press a column name to change what it is."


# Above and in the cells of the table

ANSWER = "answer"
"""Below the name of a column that is predicted."""


def caption(table: str) -> str:
    """What the table is, for screen readers."""
    return f"First rows of {table}"


def kinds(number: int, *, exact: bool) -> str:
    """How many different values a column holds, perhaps estimated."""
    return count(number, "kind") if exact else f"about {count(number, 'kind')}"


def missing(percent: str, *, exact: bool) -> str:
    """What share of a column is missing, perhaps estimated."""
    return f"{percent} % missing" if exact else f"about {percent} % missing"
