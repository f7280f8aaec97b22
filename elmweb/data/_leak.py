"""Does one column alone know the answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

RIGHT_SHARE = 0.995
SPEARMAN = 0.999
EXPLAINED = 0.999
MAX_ROWS = 50_000

# What is left wrong must be small beside what the most common answer gets wrong.
_LEFT_OF_MAJORITY = 0.05
_MIN_ROWS = 20
_MIN_ROWS_NUMBER = 200


@dataclass(frozen=True)
class Leak:
    """What a column knows of the answer.

    Parameters
    ----------
    n_right : int
        In how many rows the column alone gives the answer; 0 for an amount, where order counts.
    n_rows : int
        How many rows were looked at.
    """

    n_right: int
    n_rows: int


def sample_rows(n_rows: int) -> np.ndarray:
    """Return the rows to look at: all, or 50,000 picked with a fixed seed, in order."""
    if n_rows <= MAX_ROWS:
        return np.arange(n_rows)
    return np.sort(np.random.default_rng(0).choice(n_rows, MAX_ROWS, replace=False))


def find_class_leak(feature: np.ndarray, answers: np.ndarray) -> Leak | None:
    """Tell whether one column alone gives the class.

    Parameters
    ----------
    feature : numpy.ndarray of shape (n,)
        Numbers, or ``object`` of ``str`` or None.
    answers : numpy.ndarray of shape (n,)
        Codes of the classes from 0.

    Returns
    -------
    Leak or None
        For text, and for a number with hardly more values than there are classes: each value goes with
        one class. For other numbers: the nearest value among other rows has the same class. A number that
        happens to separate the classes of a small table is no leak, so 200 rows are needed for that.
    """
    n_rows, n_classes = len(answers), int(answers.max(initial=0)) + 1
    if n_rows < _MIN_ROWS or n_classes < 2:
        return None
    allowed_wrong = min(1 - RIGHT_SHARE, _LEFT_OF_MAJORITY * (1 - np.bincount(answers).max() / n_rows))
    codes, uniques = pd.factorize(feature, use_na_sentinel=False)
    if feature.dtype == object or len(uniques) <= 2 * n_classes:
        if len(uniques) * 5 > n_rows or len(uniques) * n_classes > 5_000_000:
            return None  # a value that is hardly seen twice proves nothing
        counts = np.bincount(codes * n_classes + answers, minlength=len(uniques) * n_classes)
        n_right = int(counts.reshape(-1, n_classes).max(axis=1).sum())
        return Leak(n_right, n_rows) if n_rows - n_right <= allowed_wrong * n_rows else None
    values = feature.astype(np.float64)
    present = ~np.isnan(values)
    if present.sum() < max(_MIN_ROWS_NUMBER, 0.5 * n_rows):
        return None
    n_right, n_looked = _nearest_right(values[present], answers[present])
    return Leak(n_right, n_looked) if n_looked - n_right <= allowed_wrong * n_looked else None


def _nearest_right(values: np.ndarray, answers: np.ndarray) -> tuple[int, int]:
    """Count how often the nearest value in one half of the rows has the class of a row in the other half."""
    order = np.random.default_rng(0).permutation(len(values))
    known, asked = np.array_split(order, 2)
    known = known[np.argsort(values[known], kind="stable")]
    known_values, asked_values = values[known], values[asked]
    right = np.searchsorted(known_values, asked_values).clip(1, len(known) - 1)
    closer_left = asked_values - known_values[right - 1] <= known_values[right] - asked_values
    nearest = known[right - closer_left]
    return int(np.count_nonzero(answers[nearest] == answers[asked])), len(asked)


def find_amount_leak(feature: np.ndarray, answers: np.ndarray) -> Leak | None:
    """Tell whether one column alone gives an amount.

    Parameters
    ----------
    feature : numpy.ndarray of shape (n,)
        Numbers, or ``object`` of ``str`` or None.
    answers : numpy.ndarray of shape (n,)
        float64 without NaN.

    Returns
    -------
    Leak or None
        For numbers: the rank correlation is above 0.999 in size. For text: the values' means explain
        999 of 1000 parts of the variance, and each value is seen five times on average.
    """
    present = ~pd.isna(feature)
    n_rows = int(present.sum())
    if n_rows < max(_MIN_ROWS, 0.5 * len(answers)):
        return None
    answers = answers[present]
    if feature.dtype != object:
        first = feature[present].astype(np.float64)
        return Leak(0, n_rows) if abs(_spearman(first, answers)) > SPEARMAN else None
    codes, uniques = pd.factorize(feature[present])
    if len(uniques) * 5 > n_rows:
        return None
    means = np.bincount(codes, answers) / np.bincount(codes)
    total = np.square(answers - answers.mean()).sum()
    left = np.square(answers - means[codes]).sum()
    return Leak(0, n_rows) if total > 0 and left < (1 - EXPLAINED) * total else None


def _spearman(first: np.ndarray, second: np.ndarray) -> float:
    """Return the rank correlation, or 0 when it is clearly no leak or one side is constant."""
    some = slice(None, None, 1 + len(first) // 1000)
    # Most columns are far from a leak: a few rows tell, with ties in any order.
    if abs(_correlation(*(np.argsort(np.argsort(values[some])) for values in (first, second)))) < 0.9:
        return 0.0
    return _correlation(*(pd.Series(values).rank().to_numpy() for values in (first, second)))


def _correlation(first: np.ndarray, second: np.ndarray) -> float:
    a, b = first - first.mean(), second - second.mean()
    size = np.sqrt(np.square(a).sum() * np.square(b).sum())
    return float((a * b).sum() / size) if size > 0 else 0.0
