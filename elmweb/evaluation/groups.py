"""Scores by group: each class, each kind or third of the columns that matter most, or the values of any column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from elmweb.evaluation.scores import score
from elmweb.formatting import quantity
from elmweb.preprocessing.features import Feature
from elmweb.words.engine import evaluation_scores as words

__all__ = ["column_scores", "group_scores", "largest_gap"]

_MOST_COLUMNS, _MOST_KINDS = 5, 8
_FEWEST_ROWS = 5  # of fewer nothing can be said
_ERROR = 0.05
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
    found = _scored(task, values, _parts(task, frame, truth, features), groups)
    return [one for one in found if one["score"] is not None and one["n"] < len(values)]


def column_scores(
    task: str, column: str, cells: pd.Series, values: np.ndarray, groups: np.ndarray | None = None
) -> tuple[list[dict[str, Any]], list[np.ndarray]]:
    """Score the rows that have each value of a column; numbers are cut in three, unless there are few of them.

    Parameters
    ----------
    task : str
        Kind of task.
    column : str
        Its name.
    cells : Series (n,)
        What it holds in the test rows, of any kind.
    values : ndarray (n,)
        One value for each row; see :func:`elmweb.evaluation.scores.row_values`.
    groups : ndarray (n,), optional
        Group of each row, for intervals.

    Returns
    -------
    scores : list of dict
        As :func:`group_scores` returns them, also of groups that are too small to be scored: their ``score`` is None.
    inside : list of ndarray of bool (n,)
        Which rows are in each.
    """
    parts = list(_values_of(column, cells))
    return _scored(task, values, parts, groups), [inside for _, _, inside in parts]


def largest_gap(task: str, scored: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return between which two groups the scores differ most, and whether that is more than chance.

    Parameters
    ----------
    task : str
        Kind of task.
    scored : sequence of dict
        From :func:`column_scores`.

    Returns
    -------
    dict or None
        ``best`` and ``worst`` (positions), ``by`` (the difference, 0 or more) and ``clear``: the interval of the
        difference, by Newcombe's method from the intervals of both, is above 0 at 95 % for all pairs together
        (Bonferroni). None where fewer than two groups have a score.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison of
    eleven methods. Statistics in Medicine 17, 873-890 (method 10).
    """
    there = [place for place, one in enumerate(scored) if one["score"] is not None]
    if len(there) < 2:
        return None
    order = sorted(there, key=lambda place: scored[place]["score"], reverse=task != "regression")
    best, worst = order[0], order[-1]
    upper, lower = (worst, best) if task == "regression" else (best, worst)
    high, low = scored[upper], scored[lower]
    by = high["score"] - low["score"]
    n_pairs = len(there) * (len(there) - 1) // 2
    wider = float(ndtri(1 - _ERROR / (2 * n_pairs)) / ndtri(1 - _ERROR / 2))
    margin = wider * float(np.hypot(high["score"] - high["low"], low["high"] - low["score"]))
    return {"best": best, "worst": worst, "by": by, "clear": bool(by > margin)}


def _scored(
    task: str, values: np.ndarray, parts: Iterable[tuple[str, str, np.ndarray]], groups: np.ndarray | None
) -> list[dict[str, Any]]:
    """Return the score of each part, None of those with too few rows."""
    whole = score(task, values).value
    found = []
    for column, name, inside in parts:
        n = int(inside.sum())
        one: dict[str, Any] = {"column": column, "group": name, "n": n}
        if n >= _FEWEST_ROWS:
            part = score(task, values[inside], None if groups is None else groups[inside])
            worse = part.low > whole if task == "regression" else part.high < whole
            found.append({**one, "score": part.value, "low": part.low, "high": part.high, "stands_out": bool(worse)})
        else:
            found.append({**one, "score": None, "low": None, "high": None, "stands_out": False})
    return found


def _values_of(column: str, cells: pd.Series) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield the rows with each value of a column, those with a rare one together, and those without any."""
    is_missing = cells.isna().to_numpy()
    kinds = cells[~is_missing].value_counts()
    if len(kinds) > _MOST_KINDS and pd.api.types.is_numeric_dtype(cells):
        yield from _thirds(column, cells.to_numpy(dtype=np.float64, na_value=np.nan))
    else:
        rest = ~is_missing
        for kind in kinds.index[:_MOST_KINDS]:
            inside = (cells == kind).to_numpy(dtype=bool, na_value=False)
            rest = rest & ~inside
            yield column, _as_text(kind), inside
        if rest.any():
            yield column, words.other_values(len(kinds) - _MOST_KINDS), rest
    if is_missing.any():
        yield column, words.MISSING, is_missing


def _as_text(kind: Any) -> str:
    """Return a value of a column as people write it."""
    return quantity(float(kind)) if isinstance(kind, (float, np.floating)) else str(kind)


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
    for which, inside in zip(_PARTS, (below, ~below & ~above & np.isfinite(numbers), above), strict=True):
        if inside.any():
            low, high = quantity(float(numbers[inside].min())), quantity(float(numbers[inside].max()))
            yield column, words.third(which, low, high), inside
