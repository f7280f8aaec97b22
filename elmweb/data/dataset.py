"""Making a dataset, split into training and test rows, from a table and a few choices."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import pandas as pd

from elmweb.data._cells import cut
from elmweb.data._checks import Finding, bounds_of
from elmweb.data._columns import check_choices, feature_column
from elmweb.data._copies import is_copy, iter_groups
from elmweb.data._divide import divide
from elmweb.data._file_rows import FileRows
from elmweb.data._frames import frame_of
from elmweb.data._read_by import numbers_by
from elmweb.data._readings import spellings_in, with_bounds, with_missing
from elmweb.data._repairs import marks_of, spellings_of
from elmweb.data._split import Split
from elmweb.data._targets import check_classes, read_target, target_role
from elmweb.data.doctor import DROPPED, MAX_TRAIN_ROWS, is_on, iter_check_all, rare_classes
from elmweb.data.table import Role, Table, Task
from elmweb.exceptions import DataError, SettingsError
from elmweb.progress import finish
from elmweb.reading.column import ColumnReading
from elmweb.words.engine import data_choices, data_dataset as words

__all__ = ["MIN_TRAIN_ROWS", "Dataset", "iter_make_dataset", "make_dataset"]

MIN_TRAIN_ROWS = 5
MAX_UNANSWERED = 5_000


@dataclass(frozen=True)
class Dataset:
    """Training and test rows.

    Parameters
    ----------
    name : str
        The table's name.
    X : pandas.DataFrame of shape (n, d)
        The features: numbers as ``float64`` (missing NaN), all others as ``object`` of ``str`` (missing None).
        Dates are still text.
    y : numpy.ndarray
        Targets: classes as ``object`` of ``str`` (n,), numbers as ``float64`` (n,), or 0 and 1 as ``int64`` (n, k).
    task : Task
        What kind of target it is.
    targets : tuple of str
        The columns to predict.
    classes : tuple of str
        The classes in the order of ``numpy.unique``, as in estimators; () when there are none.
    roles : dict of str to Role
        The role of each feature.
    rows : numpy.ndarray of shape (n,)
        Number of each row in the table, counted from 1.
    train, test : numpy.ndarray
        Positions in ``X`` and ``y``, ascending; copies of a row are never on both sides.
    notes : tuple of str
        What was done, one sentence each.
    file : FileRows or None
        The whole file, when the table holds only a sample of its rows.
    split : Split
        How the rows were divided.
    together : numpy.ndarray of shape (n,) or None
        Group of each row, whose rows are left out together when settings are compared; None when no row helps to
        predict another one.
    readings : dict of str to ColumnReading
        How the cells of each feature and of each target are read.
    spellings : mapping of str to mapping of str to str
        By the column, what is written in other ways, and the one way in which ``X`` and ``y`` have it.
    original : Dataset or None
        The same before answers were corrected on the page; None where none was.
    unanswered : pandas.DataFrame or None
        The features of rows without an answer, at most 5,000; None where there are none, and for several labels.
    unanswered_rows : numpy.ndarray of int or None
        Number of each of these rows in the table.
    """

    name: str
    X: pd.DataFrame
    y: np.ndarray
    task: Task
    targets: tuple[str, ...]
    classes: tuple[str, ...]
    roles: dict[str, Role]
    rows: np.ndarray
    train: np.ndarray
    test: np.ndarray
    notes: tuple[str, ...] = ()
    file: FileRows | None = None
    split: Split = field(default_factory=Split)
    together: np.ndarray | None = None
    readings: dict[str, ColumnReading] = field(default_factory=dict)
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    original: Dataset | None = None
    unanswered: pd.DataFrame | None = None
    unanswered_rows: np.ndarray | None = None

    def groups_of(self, rows: np.ndarray) -> np.ndarray | None:
        """Return the groups of some rows that are to be left out together.

        Parameters
        ----------
        rows : numpy.ndarray of int
            Positions of training rows.

        Returns
        -------
        numpy.ndarray or None
            As ``together``; None also where all of the rows are of one group, or each is one.
        """
        if self.together is None:
            return None
        groups = self.together[rows]
        return groups if 1 < len(np.unique(groups)) < len(groups) else None

    def groups_held_back(self, rows: np.ndarray) -> np.ndarray | None:
        """Return the groups of some rows, for ranges of scores; None where single rows were held back.

        Parameters
        ----------
        rows : numpy.ndarray of int
            Positions of test rows.

        Returns
        -------
        numpy.ndarray or None
            As ``together``.
        """
        return None if self.together is None or self.split.kind != "groups" else self.together[rows]

    @property
    def left_out(self) -> str:
        """What is left out at a time when settings are compared, as :attr:`Split.left_out` says it."""
        copies = self.split.kind == "random" and self.together is not None
        return "row with its copies" if copies else self.split.left_out

    @property
    def n_outputs(self) -> int:
        """Number of fitted outputs: 1 for a number and for two classes, otherwise one per class or label."""
        if self.y.ndim == 2:
            return self.y.shape[1]
        return len(self.classes) if len(self.classes) > 2 else 1


def make_dataset(
    table: Table,
    targets: Sequence[str],
    task: Task,
    roles: Mapping[str, Role],
    switches: Mapping[str, bool],
    *,
    test_fraction: float = 0.2,
    seed: int = 0,
    findings: Sequence[Finding] | None = None,
) -> Dataset:
    """Apply the findings and split the rows.

    Parameters
    ----------
    table : Table
        The table.
    targets : sequence of str
        The columns to predict; several for "multilabel".
    task : Task
        What kind of target they are.
    roles : mapping of str to Role
        The role of each column; other columns are dropped.
    switches : mapping of str to bool
        Switches that were changed, by the ids of their findings.
    test_fraction : float
        Fraction of the rows in the test set, between 0 and 1.
    seed : int
        Same seed, same split.
    findings : sequence of Finding, optional
        From :func:`~elmweb.data.doctor.check_all` with the same arguments, to save checking twice.

    Returns
    -------
    Dataset
        Training and test rows.

    Raises
    ------
    TargetError
        If the target cannot be learned.
    ColumnError
        If a column does not fit its role or does not exist.
    DataError
        If too few rows or columns are left.

    Examples
    --------
    >>> import pandas as pd
    >>> from elmweb.data import Table, make_dataset
    >>> frame = pd.DataFrame({"size": [float(i % 7) for i in range(40)], "kind": ["a", "b"] * 20})
    >>> table = Table("small", frame, 0, 0.0)
    >>> roles = {"size": "number", "kind": "category"}
    >>> data = make_dataset(table, ["kind"], "binary", roles, {"duplicates": False})
    >>> data.classes, len(data.X)
    (('a', 'b'), 40)
    """
    steps = iter_make_dataset(
        table, targets, task, roles, switches, test_fraction=test_fraction, seed=seed, findings=findings
    )
    return finish(steps)


def iter_make_dataset(
    table: Table,
    targets: Sequence[str],
    task: Task,
    roles: Mapping[str, Role],
    switches: Mapping[str, bool],
    *,
    test_fraction: float = 0.2,
    seed: int = 0,
    findings: Sequence[Finding] | None = None,
) -> Generator[object, None, Dataset]:
    """Run :func:`make_dataset` in small steps; closing the generator cancels it.

    Parameters
    ----------
    table, targets, task, roles, switches, test_fraction, seed, findings
        As in :func:`make_dataset`.

    Yields
    ------
    object
        Of no meaning.

    Returns
    -------
    Dataset
        Training and test rows.
    """
    if not 0 < test_fraction < 1:
        raise SettingsError(data_choices.SHARE_UNUSABLE, rule=data_choices.BETWEEN_0_AND_1, value=str(test_fraction))
    check_choices(table, targets, task, roles)
    y, has_target = read_target(table, targets, task)
    yield
    if findings is None:
        findings = yield from iter_check_all(table, targets, task, roles)
    on: dict[bool, list[Finding]] = {True: [], False: []}
    for one in findings:
        on[is_on(one, switches)].append(one)
    kept = _kept_roles(table, targets, roles, on[True])
    spellings = _spellings(table, on[True])
    readings = {name: _reading(table, name, target_role(task), on[True], spellings) for name in targets}
    y, has_target = read_target(table, targets, task, [readings[name] for name in targets])
    readings |= {name: _reading(table, name, role, on[True], spellings) for name, role in kept.items()}
    notes: list[str] = []
    rows = _kept_rows(table, kept, (y, has_target), on, notes, readings)
    yield
    group = yield from iter_groups(table, [*kept, *targets])
    rows, group = _without_copies(rows, group[rows], on[True], notes)
    rows, group = _cut_rows(rows, group, on[True], seed, notes)
    by_class = task in ("binary", "multiclass")
    if by_class:
        check_classes(y[rows], targets[0], task)
    _check_size(table.name, len(rows))
    options = {"by_class": by_class, "test_fraction": test_fraction, "seed": seed}
    divided = divide(table, roles, on[True], rows, group, y[rows], **options)
    _note(notes, ~divided.kept, words.with_unknown_answer)
    rows = rows[divided.kept]
    y = y[rows]
    classes = check_classes(y, targets[0], task) if by_class else ()
    columns = {}
    for name in kept:
        columns[name] = feature_column(table, name, kept[name], readings[name])[rows]
        yield
    X = frame_of(columns)
    _clear_odd_numbers(X, readings, on[True])
    unanswered, unanswered_rows = None, None
    if task != "multilabel" and not has_target.all():
        unanswered, unanswered_rows = _unanswered(table, kept, ~has_target, on[False], readings)
    if len(divided.test) == 0:
        raise DataError(
            data_choices.no_test_rows(table.name),
            rule=data_choices.TWO_ROWS_THAT_DIFFER,
            value=data_choices.ALL_COPIES,
        )
    _check_size(table.name, len(divided.train))
    return Dataset(
        name=table.name,
        X=X,
        y=y,
        task=task,
        targets=tuple(targets),
        classes=classes,
        roles=kept,
        rows=rows + 1,
        train=divided.train,
        test=divided.test,
        notes=tuple(notes),
        file=table.file,
        split=divided.split,
        together=divided.together,
        readings=readings,
        spellings=spellings,
        unanswered=unanswered,
        unanswered_rows=unanswered_rows,
    )


def _unanswered(
    table: Table,
    kept: Mapping[str, Role],
    blank: np.ndarray,
    off: Sequence[Finding],
    readings: Mapping[str, ColumnReading],
) -> tuple[pd.DataFrame | None, np.ndarray | None]:
    """Return the features and the numbers of rows without an answer, as far as a model could learn from them."""
    at = np.flatnonzero(blank)
    columns = {name: feature_column(table, name, kept[name], readings[name])[at] for name in kept}
    whole = np.ones(len(at), dtype=bool)
    for one in off:
        if one.kind == "missing" and one.column in columns:
            whole &= ~pd.isna(columns[one.column])
    first = np.flatnonzero(whole)[:MAX_UNANSWERED]
    if not len(first):
        return None, None
    return frame_of({name: cells[first] for name, cells in columns.items()}), at[first] + 1


def _kept_roles(
    table: Table, targets: Sequence[str], roles: Mapping[str, Role], on: Sequence[Finding]
) -> dict[str, Role]:
    """Return the roles of the features, without dropped columns."""
    dropped = {one.column for one in on if one.column is not None and one.kind in (*DROPPED, "group")}
    numbers = {one.column for one in on if one.kind == "number_as_text"}
    kept: dict[str, Role] = {}
    for name in table.columns:
        role = roles.get(name, "ignore")
        if name not in targets and name not in dropped and role != "ignore":
            kept[name] = "number" if name in numbers else role
    if not kept:
        left_out = [f'"{cut(name)}"' for name in sorted(dropped)[:3]]
        raise DataError(
            data_choices.no_columns_left(table.name),
            rule=data_choices.ONE_COLUMN_BESIDE,
            value=data_choices.left_out(left_out) if left_out else data_choices.ALL_LEFT_OUT,
            hints=(data_choices.SWITCH_OFF,),
        )
    return kept


def _kept_rows(  # noqa: PLR0917  what there is, then what is done about it
    table: Table,
    kept: Mapping[str, Role],
    target: tuple[np.ndarray, np.ndarray],
    on: Mapping[bool, Sequence[Finding]],
    notes: list[str],
    readings: Mapping[str, ColumnReading],
) -> np.ndarray:
    """Return the rows with a target, without those that the findings drop."""
    y, keep = target[0], target[1].copy()
    _note(notes, ~keep, words.without_answer)
    for one in on[False]:
        if one.kind == "missing" and one.column is not None and one.column in kept:
            cells = feature_column(table, one.column, kept[one.column], readings[one.column])
            missing = keep & pd.isna(cells)
            keep &= ~missing
            _note(notes, missing, partial(words.without_value, column=cut(str(one.column))))
    if any(one.kind == "rare_class" for one in on[True]):
        rare = keep & pd.Series(y, dtype=object).isin(list(rare_classes(y))).to_numpy()
        keep &= ~rare
        _note(notes, rare, words.with_rare_answer)
    return np.flatnonzero(keep)


def _spellings(table: Table, on: Sequence[Finding]) -> dict[str, dict[str, str]]:
    """Return the spellings that are joined, by the column."""
    return {
        one.column: spellings_of(table.frame[one.column].to_numpy())
        for one in on
        if one.kind == "spelling" and one.column
    }


def _reading(
    table: Table, name: str, role: Role, on: Sequence[Finding], spellings: Mapping[str, Mapping[str, str]]
) -> ColumnReading:
    """Return how a column is read: as in the table, with what the findings do about it."""
    reading = table.reading(name, role)
    if any(one.kind == "marks" and one.column == name for one in on) and role == "number":
        reading = with_missing(reading, marks_of(table.frame[name].to_numpy()))
    if role == "category" and name in spellings:
        kinds = [kind for kind in pd.unique(table.frame[name].to_numpy()) if isinstance(kind, str)]
        reading = replace(reading, spellings=spellings_in(kinds, spellings[name].values()))
    return reading


def _note(notes: list[str], left_out: np.ndarray, say: Callable[[int], str]) -> None:
    """Add a note about dropped rows."""
    n_rows = int(np.count_nonzero(left_out))
    if n_rows:
        notes.append(say(n_rows))


def _without_copies(
    rows: np.ndarray, group: np.ndarray, on: Sequence[Finding], notes: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows and their groups, without duplicates where the findings drop them."""
    if any(one.kind == "duplicates" for one in on):
        copy = is_copy(group)
        _note(notes, copy, words.copies)
        return rows[~copy], group[~copy]
    return rows, group


def _cut_rows(
    rows: np.ndarray, group: np.ndarray, on: Sequence[Finding], seed: int, notes: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Return at most ``MAX_TRAIN_ROWS`` rows, drawn at random, in the order of the table."""
    if len(rows) <= MAX_TRAIN_ROWS or not any(one.kind == "cut_rows" for one in on):
        return rows, group
    picked = np.sort(np.random.default_rng(seed).choice(len(rows), MAX_TRAIN_ROWS, replace=False))
    notes.append(words.picked(MAX_TRAIN_ROWS, len(rows)))
    return rows[picked], group[picked]


def _check_size(name: str, n_rows: int) -> None:
    """Raise an error for too few rows."""
    if n_rows < MIN_TRAIN_ROWS:
        raise DataError(
            data_choices.too_few_to_learn(name),
            rule=data_choices.rows_to_learn(MIN_TRAIN_ROWS),
            value=data_choices.n_rows(n_rows),
            hints=(data_choices.BRING_MORE_ROWS,),
        )


def _clear_odd_numbers(X: pd.DataFrame, readings: dict[str, ColumnReading], on: Sequence[Finding]) -> None:
    """Set outliers to missing where the findings say so, here and in what is read later."""
    for one in on:
        if one.kind == "outlier" and one.column is not None and one.column in X.columns:
            values = X[one.column].to_numpy()
            if (bounds := bounds_of(values)) is not None:
                readings[one.column] = with_bounds(readings[one.column], bounds)
                X[one.column] = numbers_by(values, readings[one.column])
