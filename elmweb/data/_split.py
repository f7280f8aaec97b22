"""Splitting rows into a training and a test set, and what a split is called."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from elmweb.data._cells import cut
from elmweb.data._frames import is_text, labels_of
from elmweb.data._readings import read_numbers
from elmweb.data.roles import parse_dates
from elmweb.formatting import listed
from elmweb.words.engine import data_dataset as words

__all__ = ["Split", "split_by_time", "split_groups", "split_rows", "time_blocks"]

_N_BLOCKS = 10


@dataclass(frozen=True)
class Split:
    """How the rows were divided into those to learn from and those to test on.

    Parameters
    ----------
    kind : {"random", "groups", "time"}
        At random; at random, but with the rows of a group on one side; or the last rows for the test.
    columns : tuple of str
        The columns whose values are kept together, or the one that says the time; () for the order of the rows.
    n_test_groups, n_groups : int
        Number of groups in the test set, and of all.
    held_out : tuple of frozenset of str
        For each column whose values are kept together, those of the test rows.
    since : float or None
        The first point in time of the test rows; of a file, the number of its row when no column says the time.
    format : str or None
        Format of the dates in time, as in ``strptime``.
    """

    kind: Literal["random", "groups", "time"] = "random"
    columns: tuple[str, ...] = ()
    n_test_groups: int = 0
    n_groups: int = 0
    held_out: tuple[frozenset[str], ...] = field(default=(), repr=False)
    since: float | None = None
    format: str | None = None

    def is_held_out(self, frame: pd.DataFrame, first: int) -> np.ndarray:
        """Return which rows of a part of the file belong to the test, by their group or time.

        Parameters
        ----------
        frame : pandas.DataFrame of shape (n, n_columns)
            Some rows of the file.
        first : int
            The number of the first, counted from 0.

        Returns
        -------
        numpy.ndarray of shape (n,)
            Of bool.
        """
        held_out = np.zeros(len(frame), dtype=bool)
        for name, values in zip(self.columns, self.held_out, strict=False):
            held_out |= pd.Series(labels_of(frame[name]), dtype=object).isin(list(values)).to_numpy()
        if self.since is not None:
            times = first + np.arange(len(frame)) if not self.columns else _numbers(frame[self.columns[0]], self.format)
            held_out |= times >= self.since
        return held_out

    @property
    def names(self) -> str:
        """The columns, quoted."""
        return listed([f'"{cut(name, 40)}"' for name in self.columns])

    @property
    def sentence(self) -> str:
        """How the test rows were chosen."""
        if self.kind == "groups":
            return words.whole_groups(self.n_test_groups, self.n_groups, self.names)
        if self.kind == "time":
            return words.last_in_time(self.names) if self.columns else words.LAST_OF_THE_TABLE
        return words.DRAWN

    @property
    def left_out(self) -> str:
        """What is left out at a time when settings are compared: "row", or what its rows have in common."""
        if self.kind == "groups":
            return self.names
        return "tenth of the rows in time" if self.kind == "time" else "row"


def _numbers(series: pd.Series, written: str | None) -> np.ndarray:
    """Return a column as points in time (n,), NaN for none: dates in a format, or numbers."""
    if written is not None:
        dates = parse_dates(series, written)
        return np.where(np.isnat(dates), np.nan, dates.astype(np.int64).astype(np.float64))
    return read_numbers(series.to_numpy()).numbers if is_text(series) else series.to_numpy(dtype=np.float64)


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
    train : numpy.ndarray
        Positions of the rows to learn from.
    test : numpy.ndarray
        Positions of the others; both ascend. ``train`` has a row of each class, and of each value of each label.
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


def split_groups(
    y: np.ndarray, group: np.ndarray, *, by_class: bool, test_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Split groups at random: as :func:`split_rows`, but for large groups, whose rows may differ in class.

    Parameters
    ----------
    y, group, by_class, test_fraction, seed
        As in :func:`split_rows`.

    Returns
    -------
    train : numpy.ndarray
        Positions of the rows to learn from.
    test : numpy.ndarray
        Positions of the others; both ascend. A class that only few groups have may be on one side alone.
    """
    if by_class:
        codes, n_classes = pd.factorize(y)[0], len(pd.unique(y))
        counts = np.bincount(group * n_classes + codes, minlength=n_classes * (group.max() + 1))
        # Each group counts as one of its most common class.
        y = counts.reshape(-1, n_classes).argmax(axis=1)[group]
    return split_rows(y, group, by_class=by_class, test_fraction=test_fraction, seed=seed)


def split_by_time(times: np.ndarray, group: np.ndarray, test_fraction: float) -> tuple[np.ndarray, np.ndarray]:
    """Test on the last part.

    Parameters
    ----------
    times : numpy.ndarray of shape (n,)
        Points in time, NaN where there is none; such rows are learned from.
    group : numpy.ndarray of shape (n,)
        Rows of the same group go to the same side.
    test_fraction : float
        Fraction of the rows in the test set.

    Returns
    -------
    train : numpy.ndarray
        Positions of the rows to learn from.
    test : numpy.ndarray
        Positions of the others; both ascend. Rows of the same time are on one side.
    """
    known = np.sort(times[~np.isnan(times)])
    if not len(known):
        return np.arange(len(times)), np.arange(0)
    first = known[min(len(known) - 1, round((1 - test_fraction) * len(known)))]
    in_test = times >= first if first > known[0] else times > first
    in_test &= ~np.isin(group, group[~in_test])
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)


def time_blocks(times: np.ndarray) -> np.ndarray:
    """Return the number of the tenth of the rows (n,), in time, that each row belongs to; those without a time last."""
    ranks = np.empty(len(times), dtype=np.intp)
    ranks[np.argsort(times, kind="stable")] = np.arange(len(times))
    return ranks * _N_BLOCKS // max(1, len(times))
