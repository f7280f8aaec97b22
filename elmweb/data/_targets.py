"""Reading the target columns of a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from elmweb.data._cells import cut
from elmweb.data._frames import is_text
from elmweb.data._read_by import kinds_by, numbers_by
from elmweb.data._readings import read_numbers
from elmweb.data.table import Role, Table, Task
from elmweb.exceptions import TargetError
from elmweb.formatting import quantity
from elmweb.reading.column import ColumnReading
from elmweb.words.engine import data_choices as words

MAX_CLASSES = 1000
_YES = frozenset({"1", "true", "yes", "y", "t", "x", "on", "ja", "oui", "si", "sí"})
_NO = frozenset({"0", "false", "no", "n", "f", "off", "nein", "non", ""})


def target_role(task: str) -> Role:
    """Return the role that the columns to predict have."""
    return "number" if task == "regression" else "category"


def read_target(
    table: Table, targets: Sequence[str], task: Task, readings: Sequence[ColumnReading] = ()
) -> tuple[np.ndarray, np.ndarray]:
    """Read the targets, and report which rows have one.

    Parameters
    ----------
    table : Table
        The table.
    targets : sequence of str
        A single column, or several for "multilabel".
    task : Task
        What kind of target they are.
    readings : sequence of ColumnReading
        How the columns were read that were trained on; by default they are the table's.

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
            raise TargetError(words.target_empty(cut(target)), rule=words.AT_LEAST_TWO_VALUES, value=words.ALL_MISSING)
    readings = readings or [table.reading(target, target_role(task)) for target in targets]
    cells = [table.frame[target].to_numpy() for target in targets]
    if task == "multilabel":
        labels = zip(cells, readings, targets, strict=True)
        y = np.column_stack([_yes_or_no(kinds_by(values, reading), target) for values, reading, target in labels])
        return y, np.all(y >= 0, axis=1)
    if task == "regression":
        y = _amounts(cells[0], readings[0], targets[0])
    else:
        y = _labels(kinds_by(cells[0], readings[0]), targets[0], text=is_text(cells[0]))
    return y, pd.notna(y)


def _amounts(values: np.ndarray, reading: ColumnReading, target: str) -> np.ndarray:
    """Return the numbers, or raise an error that names the first value that is not one."""
    y = numbers_by(values, reading)
    if is_text(values) and not (found := read_numbers(values, reading.decimal)).are_numbers:
        raise TargetError(
            words.no_number(cut(target)),
            rule=words.A_NUMBER,
            value=words.in_row(cut(next(iter(found.odd), "")), found.odd_row),
            hints=(words.PREDICT_KINDS,),
        )
    if np.isnan(y).all() or np.nanmin(y) == np.nanmax(y):
        raise TargetError(
            words.target_constant(cut(target)),
            rule=words.TWO_DIFFERENT_VALUES,
            value=words.ALL_MISSING if np.isnan(y).all() else quantity(np.nanmin(y), 6),
        )
    return y


def _labels(labels: np.ndarray, target: str, *, text: bool) -> np.ndarray:
    """Return the classes of the rows, or raise an error when there are too many."""
    present = labels[pd.notna(labels)]
    n_kinds = len(pd.unique(present))
    if n_kinds == len(present) and n_kinds > 1:
        raise TargetError(
            words.target_singular(cut(target)),
            rule=words.ANSWER_TWICE,
            value=words.answers_in_rows(n_kinds, n_kinds),
            hints=_hints_for(text=text),
        )
    if n_kinds > MAX_CLASSES:
        raise TargetError(
            words.too_many_answers(cut(target)),
            rule=words.at_most(MAX_CLASSES),
            value=words.n_answers(n_kinds),
            hints=_hints_for(text=text),
        )
    return labels


def _hints_for(*, text: bool) -> tuple[str, ...]:
    return (words.CHOOSE_ANOTHER_TARGET if text else words.PREDICT_A_NUMBER,)


def _yes_or_no(labels: np.ndarray, target: str) -> np.ndarray:
    """Return 1 for yes, 0 for no, and -1 for missing."""
    codes, uniques = pd.factorize(labels)
    values = []
    for label in uniques:
        word = label.strip().lower()
        if word not in _YES and word not in _NO:
            row = int((codes == len(values)).argmax()) + 1
            raise TargetError(
                words.no_label(cut(target)),
                rule=words.YES_OR_NO,
                value=words.in_row(cut(label), row),
                hints=(words.CHOOSE_YES_OR_NO,),
            )
        values.append(int(word in _YES))
    if len(set(values)) < 2:
        raise TargetError(words.target_constant(cut(target)), rule=words.YES_AND_NO, value=cut(uniques[0]))
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
            words.one_answer_used(cut(target)),
            rule=words.TWO_DIFFERENT_ANSWERS,
            value=words.only(cut(classes[0])) if classes else words.NO_ANSWER,
            hints=(words.CHOOSE_ANOTHER_TARGET,),
        )
    if task == "binary" and len(classes) > 2:
        raise TargetError(
            words.more_than_two(cut(target)),
            rule=words.EXACTLY_TWO,
            value=words.n_answers(len(classes)),
            hints=(words.SEVERAL_KINDS,),
        )
    return classes
