"""Findings about rows that depend on each other, and what they say of a test that mixes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from elmweb.data._checks import Finding
from elmweb.data._dependence import (
    in_order,
    is_entity,
    is_place,
    is_sorted_by,
    neighbours_alike,
    rows_alike,
    time_order,
)
from elmweb.data._frames import is_text
from elmweb.data.table import Role, Table, Task
from elmweb.examples.cell import VECTOR_ROLES
from elmweb.words.engine import data_findings as words

__all__ = ["dependence_findings"]

# How constant the answer must be within the values of a column: to be said, and to be acted on.
_SAID, _ACTED = 0.7, 0.97
# The same for columns that are named like people, shops or other things that come back.
_ENTITY_SAID, _ENTITY_ACTED = 0.5, 0.7
# How much the answers of neighbours in time must be alike to be acted on; without a time, to be said and acted on.
_TIME_ACTED, _ORDER_SAID, _ORDER_ACTED = 0.8, 0.9, 0.95
_NUMBER_SAID = 0.4  # in the order of a number that is called a time
_FEWEST_ROWS = 50
_FEWEST_ACTED = 15  # of fewer shops or people the new rows are likely to be of the same, and too few would be tested on
_CLASSES_EACH = 5  # a column with fewer values for each class is another word for the class
_ROUNDING = 0.999


@dataclass(frozen=True)
class _Answers:
    """The rows of a table that have an answer, and the answers as numbers or codes of classes."""

    rows: np.ndarray
    coded: np.ndarray
    classes: bool


def dependence_findings(
    table: Table, targets: Sequence[str], task: Task, roles: Mapping[str, Role]
) -> Iterator[Finding | None]:
    """Look for columns whose rows belong together, and for rows in time order.

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

    Yields
    ------
    Finding or None
        After each column.
    """
    answers = _answers(table.frame, targets, task)
    if answers is None or len(answers.rows) < _FEWEST_ROWS:
        return
    others, grouped = [name for name in table.columns if name not in targets], False
    for name in others:
        found = _group_finding(table, name, roles.get(name, "ignore"), answers)
        grouped |= found is not None and found.on
        yield found
    found = _time_finding(table, others, roles, answers, grouped=grouped)
    if found is None and not grouped:
        found = _order_finding(table, others, answers)
    yield found


def _answers(frame: pd.DataFrame, targets: Sequence[str], task: Task) -> _Answers | None:
    """Return the answers, or None for what cannot be predicted."""
    rows = np.flatnonzero(frame[list(targets)].notna().all(axis=1).to_numpy())
    if task == "regression":
        column = frame[targets[0]]
        return None if is_text(column) else _Answers(rows, column.to_numpy(dtype=np.float64)[rows], classes=False)
    codes = np.zeros(len(rows), dtype=np.intp)
    for target in targets:
        own, kinds = pd.factorize(frame[target].to_numpy()[rows])
        codes = pd.factorize(codes * len(kinds) + own)[0]
    return _Answers(rows, codes, classes=True)


def _group_finding(table: Table, name: str, role: Role, answers: _Answers) -> Finding | None:
    """Find a column that repeats and hardly ever changes its answer."""
    values, entity = table.frame[name].to_numpy(), is_entity(name)
    if is_text(values):
        if role in ("date", "text", *VECTOR_ROLES):
            return None
    elif not entity or not (values.dtype == np.int64 or (np.isnan(values) | (values % 1 == 0)).all()):
        return None
    n_kinds, n_classes = table.facts(name).n_kinds, int(answers.coded.max(initial=0)) + 1 if answers.classes else 0
    if 2 * n_kinds > len(answers.rows) or n_kinds < _CLASSES_EACH * n_classes:
        return None
    constancy = rows_alike(pd.factorize(values)[0][answers.rows], answers.coded, classes=answers.classes)
    said, acted = (_ENTITY_SAID, _ENTITY_ACTED) if entity else (_SAID, _ACTED)
    if constancy < said:
        return None
    title, detail = words.group(name, n_kinds, one_answer=constancy > _ROUNDING)
    on = constancy >= acted and n_kinds >= _FEWEST_ACTED and not is_place(name)
    return Finding(f"group:{name}", "group", name, title, detail, on)


def _time_finding(
    table: Table, others: Sequence[str], roles: Mapping[str, Role], answers: _Answers, *, grouped: bool
) -> Finding | None:
    """Find rows in the order of a date, or whose answers follow each other by date."""
    for name in sorted(others, key=lambda name: roles.get(name) != "date"):
        times = time_order(table.frame[name], roles.get(name, "ignore"), name)
        if times is None:
            continue
        known = ~np.isnan(times[answers.rows])
        own = times[answers.rows][known]
        if len(own) < max(_FEWEST_ROWS, 0.5 * len(answers.rows)):
            continue
        alike = neighbours_alike(answers.coded[known][np.argsort(own, kind="stable")], classes=answers.classes)
        ordered = in_order(own)
        said = -1.0 if roles.get(name) == "date" else _NUMBER_SAID
        if alike < (said if ordered else _TIME_ACTED):
            continue
        title, detail = words.in_time(name, ordered=ordered, strong=alike >= _TIME_ACTED)
        return Finding(f"time:{name}", "time", name, title, detail, alike >= _TIME_ACTED and not grouped)
    return None


def _order_finding(table: Table, others: Sequence[str], answers: _Answers) -> Finding | None:
    """Find answers that are like those of the row before, though no column says why."""
    alike = neighbours_alike(answers.coded, classes=answers.classes)
    if alike < _ORDER_SAID or is_sorted_by(answers.coded, classes=answers.classes):
        return None
    if any(_sorts(table.frame[name].to_numpy()[answers.rows]) for name in others):
        return None
    title, detail = words.LIKE_THE_ROW_BEFORE
    return Finding("time:", "time", None, title, detail, alike >= _ORDER_ACTED)


def _sorts(values: np.ndarray) -> bool:
    """Return whether rows are sorted by a column: each of its values stands in one place, or they only rise or fall."""
    n_kinds = len(pd.unique(values))
    if 2 * n_kinds <= len(values):
        n_runs = 1 + np.count_nonzero(values[1:] != values[:-1])
        return bool(n_kinds > 1 and n_runs <= 1.2 * n_kinds)
    return not is_text(values) and in_order(values[~np.isnan(values.astype(np.float64))])
