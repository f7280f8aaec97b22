"""Reading the target columns of a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from elmweb.data._cells import NUMBER_SHARE, cut, read_numbers
from elmweb.data._frames import is_text, labels_of
from elmweb.data.table import Table, Task
from elmweb.exceptions import TargetError
from elmweb.formatting import count, quantity

MAX_CLASSES = 1000
_YES = frozenset({"1", "true", "yes", "y", "t", "x", "on", "ja", "oui", "si", "sí"})
_NO = frozenset({"0", "false", "no", "n", "f", "off", "nein", "non", ""})


def read_target(table: Table, targets: Sequence[str], task: Task) -> tuple[np.ndarray, np.ndarray]:
    """Read the targets, and report which rows have one.

    Parameters
    ----------
    table : Table
        The table.
    targets : sequence of str
        A single column, or several for "multilabel".
    task : Task
        What kind of target they are.

    Returns
    -------
    y : numpy.ndarray of shape (n,) or (n, k)
        Classes (``object``), numbers (``float64``), or 0 and 1 (``int64``).
    has_target : numpy.ndarray of shape (n,)
        bool.

    Raises
    ------
    TargetError
        If a column cannot be predicted.
    """
    for target in targets:
        if table.frame[target].notna().sum() == 0:
            raise TargetError(
                f'"{cut(target)}" is empty and cannot be predicted.', rule="at least 2 values", value="all are missing"
            )
    if task == "multilabel":
        columns = [_yes_or_no(table.frame[target], target) for target in targets]
        y = np.column_stack(columns)
        return y, np.all(y >= 0, axis=1)
    series = table.frame[targets[0]]
    y = _amounts(series, targets[0]) if task == "regression" else _labels(series, targets[0])
    return y, pd.notna(y)


def _amounts(series: pd.Series, target: str) -> np.ndarray:
    """Return the numbers, or raise an error that names the first value that is not one."""
    if is_text(series):
        reading = read_numbers(series.to_numpy())
        if reading.fraction < NUMBER_SHARE:
            raise TargetError(
                f'"{cut(target)}" cannot be predicted as a number.',
                rule="digits, one decimal point",
                value=f'"{cut(reading.odd)}" in row {reading.odd_row:,}',
                hints=("Predict it as kinds, or choose another column.",),
            )
        y = reading.numbers
    else:
        y = series.to_numpy(dtype=np.float64)
    if np.nanmin(y) == np.nanmax(y):
        raise TargetError(
            f'"{cut(target)}" is the same in every row.',
            rule="at least 2 different values",
            value=quantity(np.nanmin(y), 6),
        )
    return y


def _labels(series: pd.Series, target: str) -> np.ndarray:
    """Return the classes of the rows, or raise an error when there are too many."""
    labels = labels_of(series)
    present = labels[pd.notna(labels)]
    n_kinds = len(pd.unique(present))
    if n_kinds == len(present) and n_kinds > 1:
        raise TargetError(
            f'"{cut(target)}" is different in every row and cannot be predicted as kinds.',
            rule="at least 2 rows with the same answer",
            value=f"{count(n_kinds, 'answer')} in {count(n_kinds, 'row')}",
            hints=_hints_for(series),
        )
    if n_kinds > MAX_CLASSES:
        raise TargetError(
            f'"{cut(target)}" has too many different answers.',
            rule=f"at most {MAX_CLASSES:,}",
            value=f"{n_kinds:,}",
            hints=_hints_for(series),
        )
    return labels


def _hints_for(series: pd.Series) -> tuple[str, ...]:
    if is_text(series):
        return ("Choose another column to predict.",)
    return ("Predict it as a number, or choose another column.",)


def _yes_or_no(series: pd.Series, target: str) -> np.ndarray:
    """Return 1 for yes, 0 for no, and -1 for missing."""
    codes, uniques = pd.factorize(labels_of(series))
    values = []
    for label in uniques:
        word = label.strip().lower()
        if word not in _YES and word not in _NO:
            row = int((codes == len(values)).argmax()) + 1
            raise TargetError(
                f'"{cut(target)}" cannot be one of several labels.',
                rule="yes or no, true or false, 1 or 0",
                value=f'"{cut(label)}" in row {row:,}',
                hints=("Choose only columns that say yes or no.",),
            )
        values.append(int(word in _YES))
    if len(set(values)) < 2:
        raise TargetError(
            f'"{cut(target)}" is the same in every row.',
            rule="yes in some rows and no in others",
            value=cut(uniques[0]),
        )
    return np.array([*values, -1], dtype=np.int64)[codes]


def check_classes(labels: np.ndarray, target: str, task: Task) -> tuple[str, ...]:
    """Return the classes, or raise an error when there are too few or too many.

    Parameters
    ----------
    labels : numpy.ndarray of shape (n,)
        Text without None.
    target : str
        The column, for error messages.
    task : {"binary", "multiclass"}
        What kind of target it is.

    Returns
    -------
    tuple of str
        In the order of ``numpy.unique``.

    Raises
    ------
    TargetError
        If there are fewer than two, or more than two for "binary".
    """
    classes = tuple(str(label) for label in np.unique(labels.astype(object)))
    if len(classes) < 2:
        raise TargetError(
            f'"{cut(target)}" has the same answer in every row that is used.',
            rule="at least 2 different answers",
            value=f'only "{cut(classes[0])}"' if classes else "no answer",
            hints=("Choose another column to predict.",),
        )
    if task == "binary" and len(classes) > 2:
        raise TargetError(
            f'"{cut(target)}" has more than two answers.',
            rule="exactly 2 answers",
            value=f"{len(classes):,} answers",
            hints=("Sort rows into several kinds instead.",),
        )
    return classes
