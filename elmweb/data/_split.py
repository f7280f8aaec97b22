"""Splitting rows into a training and a test set."""

from __future__ import annotations

import numpy as np
import pandas as pd


def split_rows(
    y: np.ndarray, group: np.ndarray, *, by_class: bool, test_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Split rows at random, keeping equal rows together.

    Parameters
    ----------
    y : numpy.ndarray of shape (n,) or (n, k)
        Classes, numbers, or 0 and 1 for k labels.
    group : numpy.ndarray of shape (n,)
        Rows of the same group go to the same side.
    by_class : bool
        Whether to stratify by class, so that both sides have each class in the same proportion.
    test_fraction : float
        Fraction of the rows in the test set.
    seed : int
        Same seed, same split.

    Returns
    -------
    train, test : numpy.ndarray
        Positions of rows, ascending. ``train`` has at least one row of each class, and of each value of each label.
    """
    generator = np.random.default_rng(seed)
    stratum = pd.factorize(y)[0] if by_class else np.zeros(len(y), dtype=np.intp)
    in_test = np.zeros(len(y), dtype=bool)
    order = generator.permutation(len(y))
    for rows in _by_code(stratum, order):
        in_test[_take_groups(rows, group, round(test_fraction * len(rows)))] = True
    if not in_test.any():
        # Every class is tiny: test on one group of the largest class, provided that it has another.
        rows = max(_by_code(stratum, order), key=len)
        in_test[_take_groups(rows, group, 1)] = True
    if y.ndim == 2:
        _keep_both_values(y, group, in_test)
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)


def _by_code(codes: np.ndarray, order: np.ndarray) -> list[np.ndarray]:
    """Return the rows of each code, in the given random order."""
    ordered = order[np.argsort(codes[order], kind="stable")]
    return np.split(ordered, np.flatnonzero(np.diff(codes[ordered])) + 1)


def _take_groups(rows: np.ndarray, group: np.ndarray, n_wanted: int) -> np.ndarray:
    """Return about ``n_wanted`` of the rows in whole groups, but never all groups."""
    codes, _ = pd.factorize(group[rows])  # numbered in the random order of the rows
    sizes = np.bincount(codes)
    # A group is taken when at least half of it is wanted.
    n_groups = int(np.count_nonzero(np.cumsum(sizes) - sizes / 2 < n_wanted))
    return rows[codes < min(n_groups, len(sizes) - 1)]


def _keep_both_values(y: np.ndarray, group: np.ndarray, in_test: np.ndarray) -> None:
    """Move a row to the training set for each value of a label that only the test set has."""
    for column in range(y.shape[1]):
        for value in (0, 1):
            holders = np.flatnonzero(y[:, column] == value)
            if len(holders) and in_test[holders].all():
                in_test[group == group[holders[0]]] = False
