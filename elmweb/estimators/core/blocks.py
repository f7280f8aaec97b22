"""What the workers of a cluster compute on blocks of rows."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from sklearn.utils import assert_all_finite, check_array

from elmweb.compute.dask import Broadcast
from elmweb.estimators.core.loo import Kind, LooSums
from elmweb.estimators.core.problem import DTYPES, Readout
from elmweb.estimators.core.solve import block_size, row_slices

__all__ = [
    "Column",
    "Facts",
    "Leaving",
    "LeftOut",
    "LeftOutAtAlpha",
    "Prepare",
    "facts_of",
    "join_facts",
    "leave_out",
    "merged",
    "sample_of",
]


@dataclass(frozen=True)
class Column:
    """Counts of the classes in one column of targets.

    Parameters
    ----------
    values : ndarray of shape (c,)
        The classes, sorted.
    rows : ndarray of shape (c,)
        Number of rows of each.
    kept : ndarray of shape (c,)
        Number of these rows with a weight above 0.
    counts : ndarray of shape (c,)
        Sum of their weights.
    """

    values: np.ndarray
    rows: np.ndarray
    kept: np.ndarray
    counts: np.ndarray


@dataclass(frozen=True)
class Facts:
    """A summary of the targets and weights of some rows.

    Parameters
    ----------
    n : int
        Number of rows.
    whole : bool
        Whether all weights are whole numbers.
    shape : tuple of int
        Shape of the targets of one row.
    columns : tuple of Column
        Counts of each column of targets; the targets of a regression have one class, 0.
    low, high : ndarray of shape (k,) or None
        The smallest and the largest target among rows with a weight above 0.
    """

    n: int
    whole: bool
    shape: tuple[int, ...]
    columns: tuple[Column, ...]
    low: np.ndarray | None = None
    high: np.ndarray | None = None


def facts_of(has_classes: bool, y: Any, weights: Any) -> Facts:
    """Return the summary of a row block; raise ValueError for invalid targets or weights."""
    y = _targets(y, has_classes)
    weights = np.ones(len(y)) if weights is None else _weights(weights, len(y))
    whole = not np.any(weights % 1)
    if not len(y):
        return Facts(0, whole=True, shape=y.shape[1:], columns=())
    if has_classes:
        columns = tuple(_column(column, weights) for column in y.reshape(len(y), -1).T)
        return Facts(len(y), whole, y.shape[1:], columns)
    kept = y.reshape(len(y), -1)[weights > 0]
    low, high = (kept.min(axis=0), kept.max(axis=0)) if len(kept) else (None, None)
    return Facts(len(y), whole, y.shape[1:], (_column(np.zeros(len(y)), weights),), low, high)


def _column(y: np.ndarray, weights: np.ndarray) -> Column:
    values, which, rows = np.unique(y, return_inverse=True, return_counts=True)
    kept, counts = (np.bincount(which, how, len(values)) for how in (weights > 0, weights))
    return Column(values, rows, kept.astype(int), counts)


def join_facts(facts: list[Facts]) -> Facts:
    """Return the summary of all row blocks, ignoring those without rows."""
    return reduce(_both, [fact for fact in facts if fact.n] or facts[:1])


def _both(one: Facts, other: Facts) -> Facts:
    columns = tuple(_both_columns(a, b) for a, b in zip(one.columns, other.columns, strict=True))
    lows, highs = ([v for v in pair if v is not None] for pair in ((one.low, other.low), (one.high, other.high)))
    low, high = (np.min(lows, axis=0), np.max(highs, axis=0)) if lows else (None, None)
    return Facts(one.n + other.n, one.whole and other.whole, one.shape, columns, low, high)


def _both_columns(one: Column, other: Column) -> Column:
    values = np.unique(np.concatenate([one.values, other.values]))
    added = []
    for name in ("rows", "kept", "counts"):
        total = np.zeros(len(values), dtype=getattr(one, name).dtype)
        for column in (one, other):
            total[np.searchsorted(values, column.values)] += getattr(column, name)
        added.append(total)
    return Column(values, *added)


@dataclass(frozen=True)
class Prepare:
    """Checks and encodes a row block, as the estimator does in memory.

    Parameters
    ----------
    coder : Readout
        Encodes targets; knows the classes and nothing else.
    has_classes : bool
        Whether targets are classes or labels.
    columns : tuple of Column
        Classes of each column of targets.
    of_class : tuple of ndarray or None
        Weight of each class, for each column.
    """

    coder: Readout
    has_classes: bool
    columns: tuple[Column, ...]
    of_class: tuple[np.ndarray, ...] | None

    def __call__(self, X: Any, y: Any, weights: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray | None, np.ndarray]:
        """Return X (n, d), T (n, k), weights (n,) or None, and the indices of these rows."""
        if len(X) != len(y):
            raise ValueError(f"Row blocks must have as many inputs as targets; one has {len(X)} and {len(y)}.")
        if len(X) == 0:  # an empty partition, whose columns may have lost their type
            none = np.empty(0)
            return np.empty((0, X.shape[1])), np.empty((0, 1)), none, np.empty(0, dtype=int)
        X, y = check_array(np.asarray(X), dtype=DTYPES, input_name="X"), _targets(y, self.has_classes)
        counts = np.ones(len(X)) if weights is None else _weights(weights, len(X))
        of_class = self._of_class(y)
        rows = np.flatnonzero(counts * of_class)
        X, y, counts, of_class = X[rows], y[rows], counts[rows], of_class[rows]
        T = self.coder._coded(y)  # noqa: SLF001  as the fit does
        if weights is None and self.of_class is None:
            return X, T, None, rows
        return X, T, counts * of_class, rows

    def _of_class(self, y: np.ndarray) -> np.ndarray:
        weight = np.ones(len(y))
        if self.of_class is not None:
            for own, column, each in zip(y.reshape(len(y), -1).T, self.columns, self.of_class, strict=True):
                weight *= each[np.searchsorted(column.values, own)]
        return weight


def _targets(y: Any, has_classes: bool) -> np.ndarray:
    """Return the targets of a row block; a single column of classes becomes one-dimensional."""
    y = np.asarray(y) if has_classes else np.asarray(y, dtype=np.float64)
    assert_all_finite(y, input_name="y")
    return y[:, 0] if has_classes and y.ndim == 2 and y.shape[1] == 1 else y


def _weights(weights: Any, n_rows: int) -> np.ndarray:
    weights = np.asarray(weights, dtype=np.float64)
    if weights.shape != (n_rows,):
        raise ValueError(f"sample_weight must be one number a row; a block of {n_rows} rows has {weights.shape}.")
    assert_all_finite(weights, input_name="sample_weight")
    if len(weights) and weights.min() < 0:
        raise ValueError(f"sample_weight must be at least 0; a row block holds {weights.min():g}.")
    return weights


def sample_of(shared: Broadcast, start: int, *block: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Return an evenly spaced sample: X, T and weights; `start` rows of weight above 0 precede the block."""
    prepare, step = shared.value
    X, T, weights = prepare(*block)[:3]
    every = slice(-start % step, None, step)
    return X[every], T[every], None if weights is None else weights[every]


@dataclass(frozen=True)
class Leaving:
    """Which rows are left out one at a time, and how they are scored.

    Parameters
    ----------
    kind : {"regression", "binary", "multiclass", "multilabel"}
        The task.
    n_targets : int
        Number of target columns, ``k``.
    n_rows : int
        Number of rows of weight above 0 in all blocks.
    step : int
        Every `step`-th row is left out.
    """

    kind: Kind
    n_targets: int
    n_rows: int
    step: int

    def empty_sums(self, alphas: np.ndarray) -> LooSums:
        """Return sums over no rows."""
        return LooSums(self.kind, alphas, -(-self.n_rows // self.step), self.n_targets)


@dataclass(frozen=True)
class LeftOut:
    """What is kept on the cluster of the rows of a block that were left out.

    Parameters
    ----------
    predictions : ndarray of shape (n_alphas, k, m)
        By the models fitted without the row.
    leverage : ndarray of shape (n_alphas, m)
        Leverage of each row.
    T : ndarray of shape (m, k)
        Targets.
    weights : ndarray of shape (m,) or None
        Weight of each row.
    rows : ndarray of shape (m,)
        Indices of the rows in the block.
    """

    predictions: np.ndarray
    leverage: np.ndarray
    T: np.ndarray
    weights: np.ndarray | None
    rows: np.ndarray

    def of_alpha(self, index: int) -> LeftOutAtAlpha:
        """Return what belongs to the ``alpha`` at `index`."""
        return LeftOutAtAlpha(self.predictions[index].T, self.T, self.weights, self.rows, self.leverage[index])


class LeftOutAtAlpha(NamedTuple):
    """What is gathered of left-out rows when ``alpha`` has been chosen."""

    outputs: np.ndarray  # (m, k)
    T: np.ndarray  # (m, k)
    weights: np.ndarray | None  # (m,)
    rows: np.ndarray  # (m,)
    leverage: np.ndarray  # (m,)


def leave_out(shared: Broadcast, start: int, *block: Any) -> tuple[LooSums, LeftOut]:
    """Leave out rows of a block, one at a time; `start` rows of weight above 0 precede the block."""
    prepare, leaving, layer, ridge = shared.value
    X, T, weights, rows = prepare(*block)
    every = slice(-start % leaving.step, None, leaving.step)
    X, T, weights, rows = X[every], T[every], _part(weights, every), rows[every]
    at = -(-start // leaving.step)
    loo = leaving.empty_sums(ridge.alphas)
    for part in row_slices(len(X), block_size(max(layer.n_hidden, leaving.n_targets * len(ridge.alphas)))):
        own = _part(weights, part)
        predictions, leverage = ridge.loo(part, layer(X[part]), T[part], own)
        loo.add(slice(at + part.start, at + part.stop), T[part], predictions, leverage, own)
    kept = loo.rows[slice(*np.searchsorted(loo.rows, [at, at + len(X)]))] - at
    (predictions, leverage), loo.rows = loo.take_kept(), loo.rows[:0]
    return loo, LeftOut(predictions, leverage, T[kept], _part(weights, kept), rows[kept])


def merged(one: LooSums, other: LooSums) -> LooSums:
    """Return the sum of both, which are not changed."""
    both = deepcopy(one)
    both.merge(other)
    return both


def _part(values: np.ndarray | None, rows: Any) -> np.ndarray | None:
    return None if values is None else values[rows]
