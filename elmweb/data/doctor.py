"""Checking a table before training.

Each finding has a switch; when it is on, :func:`elmweb.data.dataset.make_dataset` takes the action that
the finding proposes.
"""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from elmweb.data._cells import cut
from elmweb.data._checks import (
    Finding,
    constant_finding,
    date_finding,
    finding,
    identifier_finding,
    many_kinds_finding,
    marks_finding,
    missing_finding,
    number_as_text_finding,
    outlier_finding,
    spelling_finding,
)
from elmweb.data._copies import is_copy, iter_groups
from elmweb.data._dependence_checks import dependence_findings
from elmweb.data._frames import is_text, labels_of
from elmweb.data._gather import DROPPED, gather
from elmweb.data._leak import find_amount_leak, find_class_leak, sample_rows
from elmweb.data._repairs import joined_labels
from elmweb.data.table import Role, Table, Task
from elmweb.examples.cell import VECTOR_ROLES
from elmweb.formatting import listed
from elmweb.progress import finish, map_steps
from elmweb.words.engine import data_findings as words

__all__ = ["DROPPED", "MAX_TRAIN_ROWS", "Finding", "check_all", "examine", "gather", "is_on", "iter_check_all"]

Steps = Generator[float, None, list[Finding]]

MAX_TRAIN_ROWS = 200_000
RARE_ROWS = 5
_MOST_NAMED = 5


def examine(table: Table, targets: Sequence[str], task: Task, roles: Mapping[str, Role]) -> list[Finding]:
    """Check a table and report findings, the most important first.

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

    Returns
    -------
    list of Finding
        More than eight of a kind are summarised as one finding whose id ends in ``":*"``.
    """
    return gather(check_all(table, targets, task, roles))


def is_on(one: Finding, switches: Mapping[str, bool]) -> bool:
    """Return whether the action of a finding is taken.

    Parameters
    ----------
    one : Finding
        From :func:`check_all` or :func:`examine`.
    switches : mapping of str to bool
        Switches that were changed, by the id of the finding; ``kind:*`` for summarised findings.

    Returns
    -------
    bool
        The finding's own switch, else that of its kind, else the default.
    """
    if not one.can_change:
        return one.on
    return bool(switches.get(one.id, switches.get(f"{one.kind}:*", one.on)))


def check_all(table: Table, targets: Sequence[str], task: Task, roles: Mapping[str, Role]) -> list[Finding]:
    """Check a table and report one finding per column and kind.

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

    Returns
    -------
    list of Finding
        Not summarised.
    """
    return finish(iter_check_all(table, targets, task, roles))


def iter_check_all(table: Table, targets: Sequence[str], task: Task, roles: Mapping[str, Role]) -> Steps:
    """Run :func:`check_all` step by step.

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
    float
        Fraction that is done.

    Returns
    -------
    list of Finding
        Not summarised.
    """
    features = [name for name in table.columns if name not in targets]
    useless: list[Finding] = []
    for at, name in enumerate(features):
        yield 0.2 * at / len(features)
        useless += _useless(table, name, roles.get(name, "ignore"))
    gone = {one.column for one in useless}
    used = [name for name in features if name not in gone and roles.get(name, "ignore") != "ignore"]
    leaks: list[Finding] = []
    for at, leak in enumerate(_leaks(table.frame, used, targets, task)):
        yield 0.2 + 0.2 * at / (len(used) * len(targets))
        leaks += leak
    gone = {one.column for one in leaks}
    used = [name for name in used if name not in gone]
    dependent: list[Finding] = []
    for at, one in enumerate(dependence_findings(table, targets, task, roles)):
        yield 0.4 + 0.1 * at / (table.n_columns + 1)
        dependent += [] if one is None else [one]
    known = [
        Finding(f"files:{at}", "files", None, title, detail, can_change=False)
        for at, (title, detail) in enumerate(table.warnings)
    ]
    found = [*known, *dependent, *leaks, *useless, *_target_findings(table.frame, targets, task)]
    for at, name in enumerate(used):
        yield 0.5 + 0.1 * at / len(used)
        found += [one for one in _column_findings(table, name, roles[name]) if one is not None]
        if name in table.infinite:
            title, detail = words.infinite(name, table.infinite[name])
            found.append(finding("infinite", name, title, detail, can_change=False))
    return found + (yield from _iter_row_findings(table, [*used, *targets]))


def _useless(table: Table, name: str, role: Role) -> Iterator[Finding]:
    """Yield a finding about a column that is dropped whatever the target."""
    series = table.frame[name]
    one = None if role in VECTOR_ROLES else constant_finding(name, series)
    if one is None and role in ("number", "category"):
        one = identifier_finding(name, series, table.facts(name) if is_text(series) else None)
    if one is None and role != "ignore":
        one = missing_finding(name, series, role, _n_missing(table, name))
        one = one if one is not None and one.kind == "mostly_missing" else None
    if one is None and role == "category" and is_text(series):
        one = many_kinds_finding(name, len(series), table.facts(name))
        one = one if one is not None and one.kind in DROPPED else None
    if one is not None:
        yield one


def _n_missing(table: Table, name: str) -> int:
    """Return the number of missing values; for numbers, without counting distinct values."""
    values = table.frame[name].to_numpy()
    return table.facts(name).n_missing if is_text(values) else int(np.count_nonzero(np.isnan(values)))


def _leaks(frame: pd.DataFrame, used: Sequence[str], targets: Sequence[str], task: Task) -> Iterator[list[Finding]]:
    """Yield for each column a list with a finding if it leaks the target, else an empty list."""
    seen: set[str] = set()
    for target in targets:
        rows = np.flatnonzero(frame[target].notna().to_numpy())
        rows = rows[sample_rows(len(rows))]
        values = frame[target].iloc[rows]
        if task == "regression" and is_text(values):
            return  # the target is not a number, which make_dataset reports
        codes = values.to_numpy(np.float64) if task == "regression" else pd.factorize(values.to_numpy())[0]
        find = find_amount_leak if task == "regression" else find_class_leak
        for name in used:
            leak = None if name in seen else find(frame[name].to_numpy()[rows], codes)
            if leak is None:
                yield []
                continue
            seen.add(name)
            title, detail = words.leak_of_kinds(name, target, leak.n_right, leak.n_rows)
            if task == "regression":
                title, detail = words.leak_of_numbers(name, target, leak.n_rows)
            yield [finding("leak", name, title, detail)]


def _target_findings(frame: pd.DataFrame, targets: Sequence[str], task: Task) -> Iterator[Finding]:
    """Yield findings about the targets."""
    for target in targets:
        n_missing = int(frame[target].isna().sum())
        if n_missing:
            title = words.missing(target, n_missing)
            first = [words.row_number(row + 1) for row in np.flatnonzero(frame[target].isna())[:_MOST_NAMED]]
            more = [words.more_rows(n_missing - len(first))] if n_missing > len(first) else []
            detail = words.no_answer(listed(first + more, most=_MOST_NAMED + 1), n_missing)
            yield finding("missing_target", target, title, detail, can_change=False)
        if task == "regression" and not is_text(frame[target]):
            marks = marks_finding(target, frame[target].to_numpy(), answer=True)
            if marks is not None:
                yield marks
        if task in ("binary", "multiclass"):
            spelling = spelling_finding(target, frame[target])
            if spelling is not None:
                yield spelling
            joined = spelling is not None and spelling.on
            rare = _rare_finding(joined_labels(frame[target]) if joined else frame[target], target)
            if rare is not None:
                yield rare


def rare_classes(labels: np.ndarray) -> dict[str, int]:
    """Return the classes with fewer than five rows, and their numbers of rows.

    Parameters
    ----------
    labels : numpy.ndarray of shape (n,)
        Classes as text, None for missing.

    Returns
    -------
    dict of str to int
        The rarest first.
    """
    counts = pd.Series(labels, dtype=object).value_counts(sort=False).sort_values(kind="stable")
    return {str(label): int(n_rows) for label, n_rows in counts.items() if n_rows < RARE_ROWS}


def _rare_finding(series: pd.Series, target: str) -> Finding | None:
    """Find classes that are too rare to learn."""
    labels = labels_of(series)
    rare = rare_classes(labels)
    if not rare:
        return None
    n_rows = sum(rare.values())
    n_left = series.nunique() - len(rare)
    if n_left == 0:
        return None  # no row would be left; that there is nothing to learn is said by whoever makes a dataset of it
    # Where hardly anything would be left, the rare classes are what the table is about.
    on = n_left >= 2 and n_rows <= 0.2 * len(series)
    if len(rare) == 1:
        (label,) = rare
        title, detail = words.one_rare_answer(cut(label, 40), n_rows, on=on)
    else:
        title, detail = words.rare_answers(len(rare), RARE_ROWS, n_rows, on=on)
    return finding("rare_class", target, title, detail, on=on)


def _column_findings(table: Table, name: str, role: Role) -> Iterator[Finding | None]:
    """Yield findings about a feature."""
    series = table.frame[name]
    yield missing_finding(name, series, role, _n_missing(table, name))
    if role == "number" and not is_text(series):
        yield marks_finding(name, series.to_numpy())
    if role == "category":
        yield spelling_finding(name, series)
    if role == "date":
        yield date_finding(name, series, table.reading(name, role))
    elif role == "number" and not is_text(series):
        yield outlier_finding(name, series)
    elif role in ("number", "category"):
        as_text = number_as_text_finding(name, series, role, table.decimal)
        yield as_text
        if role == "category" and (as_text is None or not as_text.on):
            yield many_kinds_finding(name, len(series), table.facts(name))


def _iter_row_findings(table: Table, columns: Sequence[str]) -> Steps:
    """Return findings about rows, comparing them column by column."""
    n_rows, n_copies, found = table.n_rows, 0, []
    if len(columns) > 1:
        at = itertools.count()
        group = yield from map_steps(iter_groups(table, columns), lambda _: 0.6 + 0.4 * next(at) / len(columns))
        n_copies = int(is_copy(group).sum())
    if n_copies:
        # With few distinct values, equal rows are different things that look the same.
        on = n_copies <= 0.1 * n_rows
        title, detail = words.copies(n_copies, on=on)
        found.append(Finding("duplicates", "duplicates", None, title, detail, on))
    if n_rows - n_copies > MAX_TRAIN_ROWS:
        title, detail = words.too_many_rows(n_rows, MAX_TRAIN_ROWS)
        found.append(Finding("cut_rows", "cut_rows", None, title, detail))
    return found
