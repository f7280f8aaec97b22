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
from elmweb.words.engine import data_choices as words

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
        raise SettingsError(words.KIND_OF_ANSWER_UNKNOWN, rule=words.one_of(get_args(Task)), value=str(task))
    for name in [*targets, *roles]:
        if name not in table.frame.columns:
            raise ColumnError(
                words.no_such_column(table.name, cut(name)), rule=words.COLUMN_OF_THE_TABLE, value=f'"{cut(name)}"'
            )
    for name, role in roles.items():
        if role not in get_args(Role):
            raise SettingsError(words.role_unknown(cut(name)), rule=words.one_of(get_args(Role)), value=str(role))
    if table.n_columns < 2:
        raise DataError(
            words.one_column(table.name),
            rule=words.AT_LEAST_TWO_COLUMNS,
            value=words.only(cut(table.columns[0])) if table.columns else words.NO_COLUMN,
            hints=(words.BRING_MORE_COLUMNS,),
        )
    if table.n_rows < 2:
        raise DataError(words.too_few_rows(table.name), rule=words.AT_LEAST_TWO_ROWS, value=f"{table.n_rows}")
    n_targets = len(set(targets))
    if (n_targets < 2) if task == "multilabel" else (n_targets != 1):
        raise TargetError(words.WRONG_NUMBER_OF_TARGETS, rule=words.n_targets(task), value=str(n_targets))


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
            raise _misfit(name, "number", next(iter(first.odd), ""), first.odd_row)
        return numbers_by(values, reading)
    if role == "category":
        return kinds_by(values, reading)
    texts = texts_by(values, reading)
    if role == "date" and reading.format is None:
        row = int(pd.notna(texts).argmax()) if len(texts) else 0
        raise _misfit(name, "date", f"{texts[row]}", row + 1)
    return texts


def _examples(values: np.ndarray, name: str, role: str) -> np.ndarray:
    """Return the cells of a column of examples, None for all others."""
    cells = np.array([cell if isinstance(cell, Example) else None for cell in values] + [None], dtype=object)[:-1]
    if not any(cell is not None for cell in cells):
        first = next((str(cell) for cell in values if cell is not None), "")
        raise _misfit(name, role, first, 1)
    return cells


def _misfit(name: str, role: str, value: str, row: int) -> ColumnError:
    return ColumnError(
        words.cannot_be(cut(name), role),
        rule=words.ROLE_NEEDS[role],
        value=words.in_row(cut(value), row),
        hints=(words.CHOOSE_ANOTHER_ROLE,),
    )
