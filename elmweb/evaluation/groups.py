"""Scores by group: each class, and each kind or third of the columns that matter most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from elmweb.evaluation.scores import score
from elmweb.formatting import quantity
from elmweb.preprocessing.features import Feature

__all__ = ["group_scores"]

_MOST_COLUMNS, _MOST_KINDS = 5, 8
_FEWEST_ROWS = 5  # of fewer nothing can be said
_PARTS = ("low", "middle", "high")


def group_scores(  # noqa: PLR0917  the rows and what is known of them
    task: str,
    frame: pd.DataFrame,
    truth: np.ndarray,
    values: np.ndarray,
    features: Sequence[Feature],
    groups: np.ndarray | None = None,
) -> list[dict[str, Any]]:
    """Score parts of the test rows, each with its 95 % interval.

    Parameters
    ----------
    task : str
        Kind of task.
    frame : DataFrame
        The test rows.
    truth : ndarray (n,) or (n, k)
        Their answers.
    values : ndarray (n,)
        One value for each row; see :func:`elmweb.evaluation.scores.row_values`.
    features : sequence of Feature
        The columns, the most important first; the first five that are numbers or categories are taken.
    groups : ndarray (n,), optional
        Group of each row, for intervals.

    Returns
    -------
    list of dict
        ``column`` (empty for the answer itself), ``group``, ``n``, ``score``, ``low``, ``high``, and ``stands_out``:
        the interval leaves out the score of all rows, and it is worse.
    """
    whole = score(task, values).value
    found = []
    for column, name, inside in _parts(task, frame, truth, features):
        n = int(inside.sum())
        if _FEWEST_ROWS <= n < len(values):
            part = score(task, values[inside], None if groups is None else groups[inside])
            worse = part.low > whole if task == "regression" else part.high < whole
            found.append(
                {
                    "column": column,
                    "group": name,
                    "n": n,
                    "score": part.value,
                    "low": part.low,
                    "high": part.high,
                    "stands_out": bool(worse),
                }
            )
    return found


def _parts(
    task: str, frame: pd.DataFrame, truth: np.ndarray, features: Sequence[Feature]
) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield the parts: column, name, and which rows are in it."""
    if task in ("binary", "multiclass"):
        classes = pd.Series(truth, dtype=object).value_counts()
        for label in sorted(map(str, classes.index[:_MOST_KINDS])):
            yield "", label, truth == label
    elif task == "regression":
        yield from _thirds("", truth)
    shown = [feature for feature in features if feature.role in ("number", "category") and feature.name in frame]
    for feature in shown[:_MOST_COLUMNS]:
        cells = frame[feature.name].to_numpy()
        if feature.role == "number":
            yield from _thirds(feature.name, cells.astype(np.float64))
            continue
        kinds = pd.Series(cells, dtype=object).value_counts()
        for kind in sorted(map(str, kinds.index[:_MOST_KINDS])):
            yield feature.name, kind, cells == kind


def _thirds(column: str, numbers: np.ndarray) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield three parts of a column of numbers with about as many rows each, fewer where numbers are equal."""
    there = numbers[np.isfinite(numbers)]
    if not len(there):
        return
    first, second = np.quantile(there, [1 / 3, 2 / 3])
    below, above = numbers <= first, numbers > second
    for name, inside in zip(_PARTS, (below, ~below & ~above & np.isfinite(numbers), above), strict=True):
        if inside.any():
            low, high = quantity(float(numbers[inside].min())), quantity(float(numbers[inside].max()))
            yield column, f"{name}, {low if low == high else f'{low} to {high}'}", inside
