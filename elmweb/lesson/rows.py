"""The rows of a lesson: made ones, drawn ones, or those of a table, as a network takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from elmweb.data._frames import labels_of
from elmweb.data.sampling import some_rows
from elmweb.exceptions import ColumnError, DataError, TargetError
from elmweb.lesson.samples import made_rows
from elmweb.lesson.settings import LessonSettings
from elmweb.preprocessing.matching import as_inputs
from elmweb.preprocessing.preprocessor import column_slices
from elmweb.training.explore import Explorer
from elmweb.words.engine import common, lesson_settings as words

__all__ = ["MOST_CLASSES", "Grid", "LessonRows", "rows_of_points", "rows_of_table", "rows_that_are_made"]

MOST_CLASSES = 10
_MOST_INPUTS = 200  # more would make a step slow, and nobody could look at them
_MOST_TEST_ROWS = 200
_LEAST_TO_SPLIT = 12  # drawn points; fewer are all learned from
_SIDE = 40
_REACH = 2.4  # of the surface of made and drawn rows, to each side


@dataclass(frozen=True)
class Grid:
    """The plane that both surfaces show.

    Parameters
    ----------
    x, y : str
        What its axes are.
    x_range, y_range : tuple of float
        In the units of the data.
    Z : ndarray of shape (side * side, d)
        Inputs of every point, row by row from the lowest.
    places : ndarray of shape (n, 2)
        Where the rows are that are learned from; NaN where a value is missing.
    test_places : ndarray of shape (n_test, 2)
        Where those are that are held back.
    """

    x: str
    y: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    Z: np.ndarray
    places: np.ndarray
    test_places: np.ndarray

    @property
    def side(self) -> int:
        """Points along each axis."""
        return round(len(self.Z) ** 0.5)


@dataclass(frozen=True)
class LessonRows:
    """What is learned from, and what is held back.

    Parameters
    ----------
    name : str
        What it is called.
    X : ndarray of shape (n, d)
        Inputs, float64, of about unit variance.
    y : ndarray of shape (n,) or (n, 1)
        Positions of classes, or numbers of zero mean and unit variance.
    X_test : ndarray of shape (n_test, d)
        Inputs of the rows that are held back; there may be none.
    y_test : ndarray of shape (n_test,) or (n_test, 1)
        Their targets.
    classes : tuple of str
        What the classes are called; () where numbers are predicted.
    inputs : tuple of str
        What the inputs are called.
    grid : Grid or None
        None where there are no two number columns to show.
    columns : tuple of str
        The number columns that may be chosen, the most telling first.
    target : str
        What is predicted.
    notes : tuple of str
        What a person should know of it, one sentence each.
    """

    name: str
    X: np.ndarray
    y: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
    classes: tuple[str, ...]
    inputs: tuple[str, ...]
    grid: Grid | None
    columns: tuple[str, ...] = ()
    target: str = ""
    notes: tuple[str, ...] = ()

    @property
    def n_outputs(self) -> int:
        """Outputs of the network."""
        return len(self.classes) or 1

    def label(self, value: float) -> str:
        """Return what a class is called."""
        return self.classes[int(value)]


def _plane(X: np.ndarray, X_test: np.ndarray) -> Grid:
    """Return the plane of two inputs that are coordinates."""
    along = np.linspace(-_REACH, _REACH, _SIDE)
    Z = np.column_stack([np.tile(along, _SIDE), np.repeat(along, _SIDE)])
    return Grid("x", "y", (-_REACH, _REACH), (-_REACH, _REACH), Z, X, X_test)


def rows_that_are_made(settings: LessonSettings) -> LessonRows:
    """Return made rows.

    Parameters
    ----------
    settings : LessonSettings
        Its ``data``, ``rows`` and ``noise``.

    Returns
    -------
    LessonRows
        Two classes on a plane.
    """
    X, y, X_test, y_test = made_rows(settings.data, settings.rows, settings.noise)
    name, classes = words.MADE[settings.data], words.MADE_CLASSES[settings.data]
    return LessonRows(
        name, X, y, X_test, y_test, classes, ("x", "y"), _plane(X, X_test), ("x", "y"), target=words.CLASS
    )


def rows_of_points(points: Sequence[Sequence[float]]) -> LessonRows:
    """Return points that somebody drew; every fourth is held back where there are enough.

    Parameters
    ----------
    points : sequence of (float, float, int)
        Coordinates from -1 to 1, and the class from 0 to 2.

    Returns
    -------
    LessonRows
        Two or three classes on a plane.

    Raises
    ------
    DataError
        There are too few points, or only one class.
    """
    drawn = np.array(points, dtype=float).reshape(-1, 3)
    found = np.unique(drawn[:, 2])
    if len(drawn) < 4 or len(found) < 2:
        raise DataError(
            words.TOO_FEW_POINTS,
            rule=words.FEWEST_POINTS,
            value=words.points_found(len(drawn), len(found)),
            hints=(words.ADD_POINTS,),
        )
    X, y = drawn[:, :2] * 2, np.searchsorted(found, drawn[:, 2])
    held = np.zeros(len(X), dtype=bool)
    if len(X) >= _LEAST_TO_SPLIT:
        held[3::4] = True
        held &= np.isin(y, y[~held])
    if len(np.unique(y[~held])) < len(found):  # a class of which every point would be held back
        held[:] = False
    names = tuple("ABC"[int(value)] for value in found)
    notes = () if held.any() else (words.none_held_back(_LEAST_TO_SPLIT),)
    X_test, y_test = X[held], y[held]
    X, y = X[~held], y[~held]
    return LessonRows(
        words.DRAWN_POINTS, X, y, X_test, y_test, names, ("x", "y"), _plane(X, X_test), ("x", "y"), words.CLASS, notes
    )


def rows_of_table(explorer: Explorer, settings: LessonSettings) -> LessonRows:
    """Return rows of a table, preprocessed as for any training.

    Parameters
    ----------
    explorer : Explorer
        Some preprocessed training rows.
    settings : LessonSettings
        Which columns, and how many rows.

    Returns
    -------
    LessonRows
        Classes or numbers.

    Raises
    ------
    DataError
        It cannot be shown here: too many classes, several columns to predict, or too few number columns.
    """
    dataset, data = explorer.dataset, explorer.data
    _check(explorer, settings)
    slices = column_slices(data.preprocessor)
    across = _across(explorer.columns, settings)
    used = np.arange(data.Z.shape[1])
    if settings.columns == "two":
        used = np.concatenate([slices[name] for name in across]).astype(int)
    by_class = dataset.task != "regression"
    rows = some_rows(data.y, settings.rows, classes=by_class, seed=0)
    test = dataset.test[:_MOST_TEST_ROWS]
    if by_class:
        test = test[np.isin(dataset.y[test], data.y[rows])]
    X, X_test = data.Z[rows][:, used], _inputs(explorer, test)[:, used]
    y, y_test, classes = _targets(data.y[rows], dataset.y[test], dataset.task)
    names = {at: name for name, places in slices.items() for at in places}
    inputs = tuple(str(names.get(at, words.input_number(at + 1))) for at in used)
    grid = _grid(explorer, across, used, dataset.train[rows], test) if len(across) == 2 else None
    notes = [] if grid else [words.NO_SURFACE]
    if len(rows) < len(dataset.train):
        notes.append(words.some_rows(len(rows)))
    return LessonRows(
        dataset.name, np.ascontiguousarray(X), y, np.ascontiguousarray(X_test), y_test, classes, inputs, grid,
        tuple(explorer.columns), dataset.targets[0], tuple(notes),
    )  # fmt: skip


def _check(explorer: Explorer, settings: LessonSettings) -> None:
    """Refuse a table that cannot be shown here."""
    dataset, n_inputs = explorer.dataset, explorer.data.Z.shape[1]
    if dataset.task == "multilabel":
        raise TargetError(
            words.ONE_ANSWER,
            rule=words.ONE_COLUMN,
            value=", ".join(dataset.targets),
            hints=(words.CHOOSE_ONE_COLUMN,),
        )
    if len(dataset.classes) > MOST_CLASSES:
        raise TargetError(
            words.too_many_classes(dataset.targets[0]),
            rule=common.at_most(MOST_CLASSES),
            value=words.classes(len(dataset.classes)),
            hints=(words.CHOOSE_ANOTHER_COLUMN,),
        )
    if settings.columns == "two" and len(explorer.columns) < 2:
        raise ColumnError(
            words.no_two_columns(dataset.name),
            rule=words.TWO_COLUMNS,
            value=words.number_columns(len(explorer.columns)),
            hints=(words.CHOOSE_ALL_COLUMNS, words.CHOOSE_SAMPLE),
        )
    if settings.columns == "all" and n_inputs > _MOST_INPUTS:
        raise ColumnError(
            words.too_many_inputs(dataset.name),
            rule=common.at_most(_MOST_INPUTS),
            value=words.inputs(n_inputs),
            hints=(words.CHOOSE_TWO_COLUMNS,),
        )


def _across(columns: list[str], settings: LessonSettings) -> list[str]:
    """Return the two columns that were chosen, or the most telling ones where those are not there."""
    chosen = [columns[at] for at in (settings.x, settings.y) if at < len(columns)]
    return list(dict.fromkeys([*chosen, *columns]))[:2]


def _inputs(explorer: Explorer, rows: np.ndarray) -> np.ndarray:
    """Return some rows of the dataset, preprocessed."""
    inputs, _ = as_inputs(explorer.dataset.X.iloc[rows], explorer.data.features)
    return np.asarray(Pipeline([("prepare", explorer.data.preprocessor)]).transform(inputs), dtype=float)


def _targets(y: np.ndarray, y_test: np.ndarray, task: str) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Return targets as a network takes them, and what the classes are called."""
    if task == "regression":
        mean, spread = y.mean(), y.std() or 1.0
        return ((y - mean) / spread)[:, None], ((y_test - mean) / spread)[:, None], ()
    classes = np.unique(y)
    if len(classes) < 2:
        raise TargetError(words.ALL_ALIKE, rule=words.TWO_CLASSES, value=str(classes[0]))
    names = labels_of(pd.Series(classes, dtype=classes.dtype))
    return np.searchsorted(classes, y), np.searchsorted(classes, y_test), tuple(str(name) for name in names)


def _grid(explorer: Explorer, across: list[str], used: np.ndarray, rows: np.ndarray, test: np.ndarray) -> Grid:
    """Return the plane of two columns of a table."""
    xs, ys, Z = explorer.grid(*across)

    def places(some: np.ndarray) -> np.ndarray:
        cells = explorer.dataset.X[across].iloc[some]
        return np.column_stack([pd.to_numeric(cells[name], errors="coerce").to_numpy(float) for name in across])

    ends = (float(xs[0]), float(xs[-1])), (float(ys[0]), float(ys[-1]))
    return Grid(across[0], across[1], *ends, np.ascontiguousarray(Z[:, used]), places(rows), places(test))
