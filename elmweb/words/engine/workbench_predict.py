"""Predictions for a row and for the rows of another file."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

NO_RISK = "The rows cannot be sorted by risk."
TWO_ANSWERS = "a column with two answers"
RENAME = "Rename the columns of the file."
CHOOSE_ANOTHER = "Choose another file."
SORTING = "Sorting the rows"
OFF_ON_AVERAGE = "off on average"
"""The unit of a score."""


def outside(column: str, value: str, low: str, high: str) -> str:
    """A number or date unlike those that were learned from."""
    return f"{column}: {value} is outside what was seen, {low} to {high}."


def no_column_known(table: str) -> str:
    """That a file has other columns."""
    return f"No column of {table} is known to the model."


def columns_named(names: Sequence[str]) -> str:
    """Its columns, or those that the model knows."""
    return f"columns named {listed(names)}"


def predicting(n_rows: int) -> str:
    """While rows are predicted."""
    return f"Predicting {count(n_rows, 'row')}"


def writing(n_rows: int) -> str:
    """While they are written."""
    return f"Writing {count(n_rows, 'row')}"


def taken_for(column: str, known: str) -> str:
    """A column whose name differs by capitals."""
    return f"{column} is taken for {known}."


def off_by(error: str, n_rows: int) -> str:
    """How far off predicted numbers are, where the file has the answers."""
    return f"Off by {error} on average on {count(n_rows, 'row')} with an answer. Rows it learned from are no test."


def right_of_100(right: str, n_rows: int, *, labels: bool) -> str:
    """How many predicted rows, or labels, are right."""
    return (
        f"Right on {right} of 100 {'labels' if labels else 'rows'}, counted on {count(n_rows, 'row')} with an answer. "
        "Rows it learned from are no test."
    )
