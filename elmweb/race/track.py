"""What every contestant is given: the same rows to learn from, the same rows kept back, as the same numbers."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from math import isqrt

import numpy as np
import pandas as pd

from elmweb.data.dataset import Dataset
from elmweb.data.sampling import some_rows
from elmweb.evaluation.scores import row_values
from elmweb.exceptions import DataError
from elmweb.preprocessing.prepare import iter_prepare, iter_transform_table
from elmweb.preprocessing.preprocessor import column_slices
from elmweb.progress import map_steps
from elmweb.words.engine import race_outcome as words

__all__ = ["MOST_CLASSES", "Track", "check_raceable", "iter_make_track"]

MOST_CLASSES = 100
"""Boosting grows 100 trees for each class: with more of them a race would be a wait."""

_FEWEST_ROWS = 20
_MOST_ROWS, _MOST_TEST_ROWS, _MOST_CELLS = 10_000, 5_000, 4_000_000
_SMALLEST_SIDE, _LARGEST_SIDE, _BRIGHTEST = 6, 64, 255
_LIKE_A_NEIGHBOUR, _MORE_THAN_OTHERS = 0.2, 1.3


@dataclass(frozen=True)
class Track:
    """The rows of a race.

    Parameters
    ----------
    name : str
        Of the table.
    task : str
        "binary", "multiclass" or "regression".
    target : str
        The column to predict.
    X : ndarray of float64 (n, d)
        Preprocessed rows to learn from, each column to unit variance.
    y : ndarray (n,)
        Classes as positions 0, 1, ..., or numbers to unit variance.
    X_test : ndarray of float64 (n_test, d)
        Rows kept back, preprocessed like the others.
    y_test : ndarray (n_test,)
        Their answers.
    n_classes : int
        1 for numbers.
    pixels : ndarray of int (side * side,) or None
        For images, the column of each pixel in ``X``, -1 for pixels that never change; None when rows are no images.
    groups : ndarray (n_test,) or None
        Rows kept back that go together, for intervals.
    n_left : int
        Rows to learn from that the race leaves out.
    labels : tuple of str
        The classes, in the order of their positions.
    brightness : ndarray (n_test, side, side) or None
        For images, the rows kept back as they came, from 0 to 1; None when rows are no images.
    """

    name: str
    task: str
    target: str
    X: np.ndarray
    y: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
    n_classes: int
    pixels: np.ndarray | None = None
    groups: np.ndarray | None = None
    n_left: int = 0
    labels: tuple[str, ...] = ()
    brightness: np.ndarray | None = None

    @property
    def shows_digits(self) -> bool:
        """Whether the rows are images, and the answers digits."""
        return self.pixels is not None and set(self.labels) <= set("0123456789")

    @property
    def is_regression(self) -> bool:
        """Whether numbers are predicted, and scored by R2."""
        return self.task == "regression"

    @property
    def side(self) -> int:
        """Height and width of the images; 0 when rows are no images."""
        return 0 if self.pixels is None else isqrt(len(self.pixels))

    def images(self, X: np.ndarray) -> np.ndarray:
        """Return rows of ``X`` (n, d) with each number at its pixel, (n, side * side): nothing is added to them."""
        if self.pixels is None:
            raise ValueError("The rows of this table are no images.")
        return np.pad(X, ((0, 0), (0, 1)))[:, self.pixels]  # the last column, at -1, is 0

    def values(self, predicted: np.ndarray) -> np.ndarray:
        """Return one value for each row kept back: 1 for right and 0 for wrong, or the squared error."""
        if self.is_regression:
            return np.square(self.y_test - predicted)
        return row_values(self.task, self.y_test, predicted)

    def score(self, predicted: np.ndarray) -> float:
        """Return how good predictions are: accuracy in percent, or R2."""
        mean = float(self.values(predicted).mean())
        return 1 - mean / max(float(self.y_test.var()), 1e-12) if self.is_regression else 100 * mean

    @property
    def floor(self) -> float:
        """The score of always giving the most common class, or the mean."""
        if self.is_regression:
            return self.score(np.full(len(self.y_test), self.y.mean()))
        return self.score(np.full(len(self.y_test), np.bincount(self.y).argmax()))


def check_raceable(dataset: Dataset) -> None:
    """Raise an error when a race on a dataset makes no sense.

    Parameters
    ----------
    dataset : Dataset
        The data.

    Raises
    ------
    DataError
        Several columns are predicted, there are too many classes, or too few rows.
    """
    if dataset.task == "multilabel":
        raise DataError(
            words.ONE_TARGET,
            rule=words.ONE_COLUMN,
            value=words.columns(len(dataset.targets)),
            hints=(words.CHOOSE_ONE_COLUMN,),
        )
    if len(dataset.classes) > MOST_CLASSES:
        raise DataError(
            words.too_many_answers(dataset.targets[0]),
            rule=words.most_answers(MOST_CLASSES),
            value=words.answers(len(dataset.classes)),
            hints=(words.ANOTHER_COLUMN, words.TRAIN_TAKES_MORE),
        )
    if len(dataset.train) < _FEWEST_ROWS:
        raise DataError(
            words.too_few_rows(dataset.name),
            rule=words.fewest_rows(_FEWEST_ROWS),
            value=words.rows(len(dataset.train)),
            hints=(words.MORE_ROWS,),
        )


def iter_make_track(dataset: Dataset, columns: Sequence[str]) -> Generator[str, None, Track]:
    """Prepare the rows of a race in small steps.

    Parameters
    ----------
    dataset : Dataset
        The data.
    columns : sequence of str
        Those that are learned from and those that never change, in the order of the table: a pixel that never changes
        is left out, and still has its place in an image.

    Yields
    ------
    str
        What is being done.

    Returns
    -------
    Track
        The rows.

    Raises
    ------
    DataError
        A race on this makes no sense.
    """
    check_raceable(dataset)
    data = yield from iter_prepare(dataset)
    test = dataset.test[some_rows(dataset.test, _MOST_TEST_ROWS, classes=False)]
    steps = iter_transform_table(dataset.X.iloc[test], data.features, data.preprocessor)
    _, X_test = yield from map_steps(steps, lambda _: words.PREPARING)
    n_most = min(_MOST_ROWS, max(500, _MOST_CELLS // data.Z.shape[1]))
    rows = some_rows(data.y, n_most, classes=dataset.task != "regression")
    X, y, y_test = data.Z[rows], data.y[rows], dataset.y[test]
    yield words.PREPARING
    if dataset.task == "regression":
        centre, spread = y.mean(), y.std() or 1.0  # a network would take epochs to find the scale
        y, y_test = (y - centre) / spread, (y_test - centre) / spread
    else:
        codes = {label: code for code, label in enumerate(dataset.classes)}
        y, y_test = (np.array([codes[str(label)] for label in labels]) for labels in (y, y_test))
    pixels = _pixels(dataset, columns, column_slices(data.preprocessor), X)
    together = None if dataset.together is None or dataset.split.kind != "groups" else dataset.together[test]
    return Track(
        name=dataset.name,
        task=dataset.task,
        target=dataset.targets[0],
        X=np.ascontiguousarray(X),
        y=y,
        X_test=np.ascontiguousarray(X_test),
        y_test=y_test,
        n_classes=max(1, len(dataset.classes)),
        pixels=pixels,
        groups=together,
        n_left=len(data.Z) - len(rows),
        labels=tuple(dataset.classes),
        brightness=None if pixels is None else _brightness(dataset, columns, test),
    )


def _pixels(dataset: Dataset, columns: Sequence[str], places: dict[str, list[int]], X: np.ndarray) -> np.ndarray | None:
    """Return where each pixel of an image stands in ``X``, or None when the columns are no image.

    An image is a square number of columns of whole numbers from 0 to at most 255, each like the one below it: more so
    than like another column.
    """
    side = isqrt(len(columns))
    is_square = side * side == len(columns) and _SMALLEST_SIDE <= side <= _LARGEST_SIDE
    if dataset.task == "regression" or not is_square or set(dataset.roles.values()) != {"number"}:
        return None
    values = dataset.X.to_numpy(dtype=np.float64, na_value=np.nan)
    if np.isnan(values).any() or values.min() < 0 or values.max() > _BRIGHTEST or np.any(values % 1):
        return None
    pixels = np.array([places[name][0] if name in places else -1 for name in columns])
    if np.count_nonzero(pixels >= 0) < len(pixels) / 2:
        return None
    below, other = _alike(X, pixels[:-side], pixels[side:]), _alike(X, pixels, np.roll(pixels, len(pixels) // 2 + 1))
    return pixels if below > max(_LIKE_A_NEIGHBOUR, _MORE_THAN_OTHERS * other) else None


def _brightness(dataset: Dataset, columns: Sequence[str], rows: np.ndarray) -> np.ndarray:
    """Return rows as images (n, side, side) from 0 to 1; a pixel that never changes is 0."""
    side = isqrt(len(columns))
    values = dataset.X.reindex(columns=list(columns), fill_value=0.0).to_numpy(dtype=np.float32)
    return values[rows].reshape(-1, side, side) / max(float(values.max()), 1.0)


def _alike(X: np.ndarray, left: np.ndarray, right: np.ndarray) -> float:
    """Return the mean absolute correlation of pairs of columns."""
    seen = (left >= 0) & (right >= 0)
    frame = pd.DataFrame(X)
    return float(frame[left[seen]].set_axis(range(seen.sum()), axis=1).corrwith(
        frame[right[seen]].set_axis(range(seen.sum()), axis=1)
    ).abs().mean())  # fmt: skip
