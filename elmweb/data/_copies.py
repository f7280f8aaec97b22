"""Which rows of a table are equal."""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np
import pandas as pd

from elmweb.data.table import Table

__all__ = ["is_copy", "iter_groups"]

_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # odd, so that multiplying loses nothing


def iter_groups(table: Table, columns: Sequence[str]) -> Generator[None, None, np.ndarray]:
    """Give equal rows, and only those, the same number.

    Parameters
    ----------
    table : Table
        The table; it keeps the answer.
    columns : sequence of str
        The columns that count.

    Yields
    ------
    None
        After each column; not at all when the table knows the answer.

    Returns
    -------
    numpy.ndarray of shape (n,)
        Numbers from 0, in the order of first sight.

    Notes
    -----
    Rows are compared by 64 bits of hash: two different rows of a million are taken as equal once in 40 million tables.
    """
    key = tuple(columns)
    if key in table.groups:
        return table.groups[key]
    total = np.zeros(table.n_rows, dtype=np.uint64)
    for name in columns:
        values = table.frame[name].to_numpy()
        if values.dtype != object:
            values = values + 0  # -0.0 is 0.0
        total ^= pd.util.hash_array(values)
        total *= _SPREAD
        total ^= total >> np.uint64(29)
        yield
    table.groups.clear()
    table.groups[key] = pd.factorize(total)[0]
    return table.groups[key]


def is_copy(group: np.ndarray) -> np.ndarray:
    """Return which rows are equal to an earlier one, (n,) of bool, from what :func:`iter_groups` gave."""
    return pd.Series(group).duplicated().to_numpy()
