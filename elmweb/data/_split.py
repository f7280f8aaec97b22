"""Divide rows into those to learn from and those to test on."""

from __future__ import annotations

import numpy as np
import pandas as pd


def split_rows(
    y: np.ndarray, group: np.ndarray, *, by_class: bool, test_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Divide rows at random, with equal rows on one side.

    Parameters
    ----------
    y : numpy.ndarray of shape (n,) or (n, k)
        Labels, amounts, or 0 and 1 for k labels.
    group : numpy.ndarray of shape (n,)
        Rows with the same number stay together.
    by_class : bool
        Whether each class is divided by itself, so that both sides hold it in the same share.
    test_fraction : float
        Share of the rows to test on.
    seed : int
        Same seed, same split.

    Returns
    -------
    train, test : numpy.ndarray
        Positions of rows, ascending. Each class has a row in ``train``, and of k labels each value has.
    """
    generator = np.random.default_rng(seed)
    stratum = pd.factorize(y)[0] if by_class else np.zeros(len(y), dtype=np.intp)
    in_test = np.zeros(len(y), dtype=bool)
    order = generator.permutation(len(y))
    for rows in _by_code(stratum, order):
        in_test[_take_groups(rows, group, round(test_fraction * len(rows)))] = True
    if not in_test.any():
        # Every class is tiny: test on one group of the largest class, when it has another.
        rows = max(_by_code(stratum, order), key=len)
        in_test[_take_groups(rows, group, 1)] = True
    if y.ndim == 2:
        _keep_both_values(y, group, in_test)
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)


def _by_code(codes: np.ndarray, order: np.ndarray) -> list[np.ndarray]:
    """Return the rows of each code, each in the random order."""
    ordered = order[np.argsort(codes[order], kind="stable")]
    return np.split(ordered, np.flatnonzero(np.diff(codes[ordered])) + 1)


def _take_groups(rows: np.ndarray, group: np.ndarray, n_wanted: int) -> np.ndarray:
    """Return about ``n_wanted`` of the rows in whole groups, and never all groups."""
    codes, _ = pd.factorize(group[rows])  # numbered in the random order of the rows
    sizes = np.bincount(codes)
    # Halfway into a group decides whether it is taken.
    n_groups = int(np.count_nonzero(np.cumsum(sizes) - sizes / 2 < n_wanted))
    return rows[codes < min(n_groups, len(sizes) - 1)]


def _keep_both_values(y: np.ndarray, group: np.ndarray, in_test: np.ndarray) -> None:
    """Bring a row to the learning side for each label's value that only the test has."""
    for column in range(y.shape[1]):
        for value in (0, 1):
            holders = np.flatnonzero(y[:, column] == value)
            if len(holders) and in_test[holders].all():
                in_test[group == group[holders[0]]] = False
