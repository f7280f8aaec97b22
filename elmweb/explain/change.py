"""What would change a prediction: the smallest change of one or two columns, to values that were seen.

How large a change is, is counted in rows: from one number or date to another it is the share of the training rows that
lie between; another category, or a cell that was empty, counts as half of them.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from elmweb.examples.cell import VECTOR_ROLES
from elmweb.explain.cells import as_date, inputs_of_each, seen_values
from elmweb.explain.subject import Subject

__all__ = ["iter_changes"]

_VALUES = 24  # of each column that are tried
_FINER = 60  # between the cell and the nearest of those that change the answer
_PAIRED = 8  # columns of which each two are tried together
_PAIRED_VALUES = 12
_SHOWN_SINGLE, _SHOWN_PAIRS = 5, 3
_OTHER_KIND = 0.5
_MOST_COLUMNS = 60

Wanted = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class _Choices:
    """Values that one column can be set to."""

    column: str
    cells: np.ndarray
    inputs: np.ndarray
    costs: np.ndarray


def iter_changes(  # noqa: PLR0917  a row in two forms, and what it is compared with
    subject: Subject,
    row: np.ndarray,
    cells: pd.DataFrame,
    seen: pd.DataFrame,
    wanted: Wanted,
    ranked: Sequence[str] = (),
) -> Generator[float, None, list[dict[str, Any]]]:
    """Find the smallest changes of one or two columns after which the model answers as wanted.

    Parameters
    ----------
    subject : Subject
        The model.
    row : ndarray of shape (n_inputs,)
        Inputs of the row.
    cells : DataFrame of one row
        Its cells, as inputs of the preprocessor.
    seen : DataFrame
        Training rows of the same columns, whose values may be taken.
    wanted : callable
        Takes predictions (n, k) as from :meth:`Subject.all_values`, and returns which of them are wanted (n,).
    ranked : sequence of str, optional
        The columns, the most important first; of very many columns the first are tried.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    list of dict
        ``set`` (of column and value), ``cost`` (0 to 2) and ``predicted`` (k,), the smallest changes first: at most
        five of one column each, and at most three of two columns that are smaller than what either does alone.
    """
    names = [name for name in dict.fromkeys([*ranked, *subject.columns]) if name in subject.columns]
    names = [name for name in names if subject.feature(name).role not in ("text", *VECTOR_ROLES)][:_MOST_COLUMNS]
    before = subject.all_values(row[None])[0]
    singles: dict[str, dict[str, Any]] = {}
    moves: dict[str, float] = {}
    offered = _offered(subject, dict.fromkeys(names, _VALUES), cells, seen)
    for at, (name, choices) in enumerate(offered.items()):
        found, predicted = _smallest(subject, row, [choices], wanted)
        moves[name] = float(np.abs(predicted - before).max(initial=0.0))
        if found is not None:
            singles[name] = found
        yield 0.3 * (at + 1) / len(names)
    finer = {name: len(seen) for name in singles if subject.feature(name).role != "category"}
    most = {name: singles[name]["cost"] for name in finer}
    for at, (name, choices) in enumerate(_offered(subject, finer, cells, seen, most).items()):
        better, _ = _smallest(subject, row, [choices], wanted)
        singles[name] = singles[name] if better is None else min(better, singles[name], key=_cost)
        yield 0.3 + 0.3 * (at + 1) / len(finer)
    strongest = [_fewer(offered[name]) for name in sorted(offered, key=lambda name: -moves[name])[:_PAIRED]]
    pairs = []
    for at, two in enumerate(duos := list(combinations(strongest, 2))):
        found, _ = _smallest(subject, row, two, wanted)
        alone = [singles[one.column]["cost"] for one in two if one.column in singles]
        if found is not None and all(found["cost"] < cost for cost in alone):
            pairs.append(found)
        yield 0.6 + 0.4 * (at + 1) / len(duos)
    kept = sorted(singles.values(), key=_cost)[:_SHOWN_SINGLE] + sorted(pairs, key=_cost)[:_SHOWN_PAIRS]
    return sorted(kept, key=_cost)


def _cost(change: dict[str, Any]) -> float:
    return change["cost"]


def _offered(
    subject: Subject,
    how_many: Mapping[str, int],
    cells: pd.DataFrame,
    seen: pd.DataFrame,
    most: Mapping[str, float] | None = None,
) -> dict[str, _Choices]:
    """Return values of some columns without the one that the row has; with `most`, some that cost no more than that."""
    found: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for name, n in how_many.items():
        values = seen_values(subject.feature(name), seen[name], n)
        costs = _costs(subject, name, cells[name].iloc[0], seen, values)
        kept = np.flatnonzero((costs > 0) if most is None else (costs > 0) & (costs <= most[name]))
        if most is not None and len(kept) > _FINER:
            kept = kept[np.unique(np.linspace(0, len(kept) - 1, _FINER).round().astype(int))]
        if len(kept):
            found[name] = (values[kept], costs[kept])
    inputs = inputs_of_each(subject, {name: values for name, (values, _) in found.items()})
    return {name: _Choices(name, values, inputs[name], costs) for name, (values, costs) in found.items()}


def _costs(subject: Subject, column: str, own: Any, seen: pd.DataFrame, values: np.ndarray) -> np.ndarray:
    """Return how large the change to each value of a column is; 0 for the value that the row has."""
    if subject.feature(column).role == "category":
        return np.where(np.array([one == own for one in values], dtype=bool), 0.0, _OTHER_KIND)
    at, where = _on_axis(subject, column, own, seen, values)
    return np.abs(where - at) if np.isfinite(at) else np.full(len(values), _OTHER_KIND)


def _on_axis(
    subject: Subject, column: str, own: Any, seen: pd.DataFrame, values: np.ndarray
) -> tuple[float, np.ndarray]:
    """Return the share of training rows below the row's own cell, and the shares below some values."""
    feature = subject.feature(column)
    if feature.role == "number":
        ordered = seen[column].to_numpy(dtype=np.float64, na_value=np.nan)
        mine, others = np.array([own], dtype=np.float64), values.astype(np.float64)
    else:
        ordered = _days(as_date(feature, seen[column]))
        mine = _days(np.array([pd.Timestamp(own)], dtype="datetime64[ns]") if pd.notna(own) else np.array(["NaT"]))
        others = _days(values.astype("datetime64[D]"))
    ordered = np.sort(ordered[np.isfinite(ordered)])
    shares = _share_below(ordered, others)
    return (float(_share_below(ordered, mine)[0]) if np.isfinite(mine[0]) else np.nan), shares


def _share_below(ordered: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return where values lie among ordered ones, from 0 to 1; equal ones count half."""
    n = max(1, len(ordered))
    return (np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right")) / (2 * n)


def _days(dates: np.ndarray) -> np.ndarray:
    days = dates.astype("datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype(np.int64).astype(np.float64))


def _smallest(
    subject: Subject, row: np.ndarray, columns: Sequence[_Choices], wanted: Wanted
) -> tuple[dict[str, Any] | None, np.ndarray]:
    """Return the cheapest combination of values that is wanted, or None, and what was predicted for each."""
    grid = np.meshgrid(*(np.arange(len(one.cells)) for one in columns), indexing="ij")
    picks = [part.ravel() for part in grid]
    mixed = np.repeat(row[None], len(picks[0]), axis=0)
    costs = np.zeros(len(mixed))
    for one, pick in zip(columns, picks, strict=True):
        mixed[:, subject.columns[one.column]] = one.inputs[pick]
        costs += one.costs[pick]
    predicted = subject.all_values(mixed)
    costs[~wanted(predicted)] = np.inf
    best = int(np.argmin(costs))
    if not np.isfinite(costs[best]):
        return None, predicted
    set_to = [{"column": one.column, "value": one.cells[pick[best]]} for one, pick in zip(columns, picks, strict=True)]
    return {"set": set_to, "cost": float(costs[best]), "predicted": predicted[best].tolist()}, predicted


def _fewer(choices: _Choices) -> _Choices:
    """Return some of the values of a column, to be combined with those of another."""
    if len(choices.cells) <= _PAIRED_VALUES:
        return choices
    at = np.unique(np.linspace(0, len(choices.cells) - 1, _PAIRED_VALUES).round().astype(int))
    return _Choices(choices.column, choices.cells[at], choices.inputs[at], choices.costs[at])
