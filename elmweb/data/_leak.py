"""Detecting target leakage: a single column that determines the target."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from elmweb.data._frames import is_text

RIGHT_FRACTION = 0.995
SPEARMAN = 0.999
EXPLAINED = 0.999
MAX_ROWS = 50_000

# The remaining errors must be few compared with those of always predicting the most common class.
_LEFT_OF_MAJORITY = 0.05
_MIN_ROWS = 20
_MIN_ROWS_NUMBER = 200


@dataclass(frozen=True)
class Leak:
    """Evidence that a column leaks the target.

    Parameters
    ----------
    n_right : int
        Rows in which the column alone determines the target; 0 for a numeric target, which is tested by rank.
    n_rows : int
        Rows that were tested.
    """

    n_right: int
    n_rows: int


def sample_rows(n_rows: int) -> np.ndarray:
    """Return the rows to test: all, or 50,000 drawn with a fixed seed, in order."""
    if n_rows <= MAX_ROWS:
        return np.arange(n_rows)
    return np.sort(np.random.default_rng(0).choice(n_rows, MAX_ROWS, replace=False))


def find_class_leak(feature: np.ndarray, targets: np.ndarray) -> Leak | None:
    """Test whether a column alone determines the class.

    Parameters
    ----------
    feature : numpy.ndarray of shape (n,)
        Numbers, or ``object`` of ``str`` or None.
    targets : numpy.ndarray of shape (n,)
        Codes of the classes from 0.

    Returns
    -------
    Leak or None
        For text, and for numbers with few distinct values compared with the classes: each value belongs to
        one class. For other numbers: the nearest neighbour among other rows has the same class. A number may
        separate the classes of a small table by chance, so that test needs 200 rows.
    """
    n_rows, n_classes = len(targets), int(targets.max(initial=0)) + 1
    if n_rows < _MIN_ROWS or n_classes < 2:
        return None
    allowed_wrong = min(1 - RIGHT_FRACTION, _LEFT_OF_MAJORITY * (1 - np.bincount(targets).max() / n_rows))
    codes, uniques = pd.factorize(feature, use_na_sentinel=False)
    if is_text(feature) or len(uniques) <= 2 * n_classes:
        if len(uniques) * 5 > n_rows or len(uniques) * n_classes > 5_000_000:
            return None  # values that hardly repeat prove nothing
        counts = np.bincount(codes * n_classes + targets, minlength=len(uniques) * n_classes)
        n_right = int(counts.reshape(-1, n_classes).max(axis=1).sum())
        return Leak(n_right, n_rows) if n_rows - n_right <= allowed_wrong * n_rows else None
    values = feature.astype(np.float64)
    present = ~np.isnan(values)
    if present.sum() < max(_MIN_ROWS_NUMBER, 0.5 * n_rows):
        return None
    n_right, n_tested = _nearest_right(values[present], targets[present])
    return Leak(n_right, n_tested) if n_tested - n_right <= allowed_wrong * n_tested else None


def _nearest_right(values: np.ndarray, targets: np.ndarray) -> tuple[int, int]:
    """Count how often a row of one half has the class of its nearest neighbour in the other half."""
    order = np.random.default_rng(0).permutation(len(values))
    known, asked = np.array_split(order, 2)
    known = known[np.argsort(values[known], kind="stable")]
    known_values, asked_values = values[known], values[asked]
    right = np.searchsorted(known_values, asked_values).clip(1, len(known) - 1)
    closer_left = asked_values - known_values[right - 1] <= known_values[right] - asked_values
    nearest = known[right - closer_left]
    return int(np.count_nonzero(targets[nearest] == targets[asked])), len(asked)


def find_amount_leak(feature: np.ndarray, targets: np.ndarray) -> Leak | None:
    """Test whether a column alone determines a numeric target.

    Parameters
    ----------
    feature : numpy.ndarray of shape (n,)
        Numbers, or ``object`` of ``str`` or None.
    targets : numpy.ndarray of shape (n,)
        float64 without NaN.

    Returns
    -------
    Leak or None
        For numbers: the absolute rank correlation exceeds 0.999. For text: the means of the categories explain
        more than 99.9 % of the variance, and each category has five rows on average.
    """
    present = ~pd.isna(feature)
    n_rows = int(present.sum())
    if n_rows < max(_MIN_ROWS, 0.5 * len(targets)):
        return None
    targets = targets[present]
    if not is_text(feature):
        first = feature[present].astype(np.float64)
        return Leak(0, n_rows) if abs(_spearman(first, targets)) > SPEARMAN else None
    codes, uniques = pd.factorize(feature[present])
    if len(uniques) * 5 > n_rows:
        return None
    means = np.bincount(codes, targets) / np.bincount(codes)
    total = np.square(targets - targets.mean()).sum()
    left = np.square(targets - means[codes]).sum()
    return Leak(0, n_rows) if total > 0 and left < (1 - EXPLAINED) * total else None


def _spearman(first: np.ndarray, second: np.ndarray) -> float:
    """Return the rank correlation, or 0 when a sample rules out a leak or a side is constant."""
    some = slice(None, None, 1 + len(first) // 1000)
    # Most columns are far from a leak, which a sample shows; ties may be in any order.
    if abs(_correlation(*(np.argsort(np.argsort(values[some])) for values in (first, second)))) < 0.9:
        return 0.0
    return _correlation(*(pd.Series(values).rank().to_numpy() for values in (first, second)))


def _correlation(first: np.ndarray, second: np.ndarray) -> float:
    a, b = first - first.mean(), second - second.mean()
    size = np.sqrt(np.square(a).sum() * np.square(b).sum())
    return float((a * b).sum() / size) if size > 0 else 0.0
