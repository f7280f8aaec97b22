"""Dividing rows as the findings say: at random, by whole groups, or in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from elmweb.data._checks import Finding
from elmweb.data._copies import is_copy
from elmweb.data._dependence import join_groups, time_order
from elmweb.data._frames import labels_of
from elmweb.data._split import Split, split_by_time, split_groups, split_rows, time_blocks
from elmweb.data.roles import date_format
from elmweb.data.table import Role, Table

__all__ = ["Divided", "divide"]

_COPIES_MATTER = 0.01  # with fewer copies, each row may be left out alone


@dataclass(frozen=True)
class Divided:
    """Rows to learn from and to test on.

    Parameters
    ----------
    kept : numpy.ndarray of shape (n,)
        The rows that can be used, as bool. The others have a class that no row to learn from has.
    train, test : numpy.ndarray
        Positions among the rows that are kept, ascending.
    split : Split
        How they were divided.
    together : numpy.ndarray of shape (n_kept,) or None
        As in :class:`~elmweb.data.dataset.Dataset`.
    """

    kept: np.ndarray
    train: np.ndarray
    test: np.ndarray
    split: Split
    together: np.ndarray | None


def divide(  # noqa: PLR0917  the table and what was found, then its rows
    table: Table,
    roles: Mapping[str, Role],
    on: Sequence[Finding],
    rows: np.ndarray,
    copies: np.ndarray,
    y: np.ndarray,
    *,
    by_class: bool,
    test_fraction: float,
    seed: int,
) -> Divided:
    """Divide rows.

    Parameters
    ----------
    table : Table
        The table.
    roles : mapping of str to Role
        The role of each column.
    on : sequence of Finding
        Findings that are switched on. Where both groups and time are, groups are kept together.
    rows : numpy.ndarray of shape (n,)
        Rows of the table that are used.
    copies : numpy.ndarray of shape (n,)
        Equal rows have the same number, and stay on one side.
    y : numpy.ndarray of shape (n,) or (n, k)
        Their targets.
    by_class : bool
        Whether these are classes.
    test_fraction : float
        Fraction of the rows in the test set.
    seed : int
        Same seed, same split.

    Returns
    -------
    Divided
        The rows.
    """
    columns = tuple(one.column for one in on if one.kind == "group" and one.column is not None)
    in_time = next((one for one in on if one.kind == "time"), None)
    together: np.ndarray | None = None
    if columns:
        together = join_groups([copies, *(pd.factorize(table.frame[name].to_numpy()[rows])[0] for name in columns)])
        train, test = split_groups(y, together, by_class=by_class, test_fraction=test_fraction, seed=seed)
        held_out = tuple(frozenset(labels_of(table.frame[name].iloc[rows[test]].dropna())) for name in columns)
        split = Split("groups", columns, len(np.unique(together[test])), len(np.unique(together)), held_out)
    elif in_time is not None:
        times = _times(table, roles, in_time.column)[rows]
        train, test = split_by_time(times, copies, test_fraction)
        together = np.zeros(len(rows), dtype=np.intp)
        together[train] = time_blocks(times[train])
        since = float(np.nanmin(times[test])) if len(test) else None
        if in_time.column is None:
            if since is not None and table.file is not None:
                since = float(table.file.kept[int(since)])
            split = Split("time", since=since)
        else:
            written = date_format(table.frame[in_time.column])
            split = Split("time", (in_time.column,), since=since, format=written)
    else:
        train, test = split_rows(y, copies, by_class=by_class, test_fraction=test_fraction, seed=seed)
        together = copies if len(copies) and is_copy(copies).mean() >= _COPIES_MATTER else None
        split = Split()
    kept = np.ones(len(rows), dtype=bool)
    if by_class:
        kept[test] = np.isin(y[test].astype(str), np.unique(y[train].astype(str)))
    places = np.cumsum(kept) - 1
    train, test = (places[some[kept[some]]] for some in (train, test))
    return Divided(kept, train, test, split, None if together is None else together[kept])


def _times(table: Table, roles: Mapping[str, Role], column: str | None) -> np.ndarray:
    """Return the point in time of every row: of a column, or its place in the table."""
    places = np.arange(table.n_rows, dtype=np.float64)
    if column is None:
        return places
    times = time_order(table.frame[column], roles.get(column, "ignore"), column)
    return places if times is None else times
