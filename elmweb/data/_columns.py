"""Converting a column to its role, and validating the choices of targets, task and roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

import numpy as np
import pandas as pd

from elmweb.data._cells import cut
from elmweb.data._checks import numbers_in
from elmweb.data._frames import is_text
from elmweb.data._read_by import kinds_by, numbers_by, texts_by
from elmweb.data._readings import read_numbers
from elmweb.data.table import Role, Table, Task
from elmweb.examples.cell import VECTOR_ROLES, Example
from elmweb.exceptions import ColumnError, DataError, SettingsError, TargetError
from elmweb.reading.column import ColumnReading

__all__ = ["check_choices", "feature_column"]


def check_choices(table: Table, targets: Sequence[str], task: Task, roles: Mapping[str, Role]) -> None:
    """Raise an error for choices that do not fit the table.

    Parameters
    ----------
    table : Table
        The table.
    targets : sequence of str
        The columns to predict.
    task : Task
        What kind of target they are.
    roles : mapping of str to Role
        The role of each column.

    Raises
    ------
    DataError
        If the table has one row or one column.
    ColumnError
        If a column does not exist.
    TargetError
        If the number of targets does not fit the task.
    SettingsError
        If a role or the task is unknown.
    """
    if task not in get_args(Task):
        raise SettingsError(
            "The kind of answer is unknown.", rule="one of " + ", ".join(get_args(Task)), value=str(task)
        )
    for name in [*targets, *roles]:
        if name not in table.frame.columns:
            raise ColumnError(
                f'"{table.name}" has no column "{cut(name)}".', rule="a column of the table", value=f'"{cut(name)}"'
            )
    for name, role in roles.items():
        if role not in get_args(Role):
            raise SettingsError(
                f'The role of "{cut(name)}" is unknown.', rule="one of " + ", ".join(get_args(Role)), value=str(role)
            )
    if table.n_columns < 2:
        raise DataError(
            f'"{table.name}" has one column. There is nothing to predict from.',
            rule="at least 2 columns",
            value=f'only "{cut(table.columns[0])}"' if table.columns else "no column",
            hints=("Bring a table with more columns, separated by commas, semicolons or tabs.",),
        )
    if table.n_rows < 2:
        raise DataError(f'"{table.name}" has too few rows.', rule="at least 2 rows", value=f"{table.n_rows}")
    n_targets, wanted = len(set(targets)), "2 or more" if task == "multilabel" else "1"
    if (n_targets < 2) if task == "multilabel" else (n_targets != 1):
        raise TargetError(
            "The number of columns to predict does not fit the kind of answer.",
            rule=f"{wanted} for {task}",
            value=str(n_targets),
        )


def feature_column(table: Table, name: str, role: Role, reading: ColumnReading) -> np.ndarray:
    """Convert a column to its role.

    Parameters
    ----------
    table : Table
        The table.
    name : str
        The column.
    role : Role
        Not "ignore".
    reading : ColumnReading
        How its cells are read.

    Returns
    -------
    numpy.ndarray of shape (n,)
        ``float64`` for a number, else ``object`` of ``str`` or None; examples carry their vectors.

    Raises
    ------
    ColumnError
        If most values do not fit the role.
    """
    values = table.frame[name].to_numpy()
    if role in VECTOR_ROLES:
        return _examples(values, name, role)
    if role == "number":
        if is_text(values) and numbers_in(values, table.decimal) is None:
            first = read_numbers(values, table.decimal)
            raise _misfit(name, "number", "digits, one decimal point", next(iter(first.odd), ""), first.odd_row)
        return numbers_by(values, reading)
    if role == "category":
        return kinds_by(values, reading)
    texts = texts_by(values, reading)
    if role == "date" and reading.format is None:
        row = int(pd.notna(texts).argmax()) if len(texts) else 0
        raise _misfit(name, "date", "most values are dates, written in one way", f"{texts[row]}", row + 1)
    return texts


def _examples(values: np.ndarray, name: str, role: str) -> np.ndarray:
    """Return the cells of a column of examples, None for all others."""
    cells = np.array([cell if isinstance(cell, Example) else None for cell in values] + [None], dtype=object)[:-1]
    if not any(cell is not None for cell in cells):
        first = next((str(cell) for cell in values if cell is not None), "")
        rule = "texts that a network has embedded" if role == "meaning" else f"cells that are {role}s"
        raise _misfit(name, role, rule, first, 1)
    return cells


def _misfit(name: str, role: str, rule: str, value: str, row: int) -> ColumnError:
    return ColumnError(
        f'The column "{cut(name)}" cannot be a {role} column.',
        rule=rule,
        value=f'"{cut(value)}" in row {row:,}',
        hints=("Choose another role for it, or leave it out.",),
    )
