"""Finding duplicate rows."""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np
import pandas as pd

from elmweb.data._frames import is_text
from elmweb.data.table import Table
from elmweb.examples.cell import contents_of

__all__ = ["is_copy", "iter_groups"]

_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # odd, so that multiplication modulo 2^64 is invertible


def iter_groups(table: Table, columns: Sequence[str]) -> Generator[None, None, np.ndarray]:
    """Assign a number to each group of equal rows.

    Parameters
    ----------
    table : Table
        The table, which caches the result.
    columns : sequence of str
        The columns to compare.

    Yields
    ------
    None
        After each column; never when the result is cached.

    Returns
    -------
    numpy.ndarray of shape (n,)
        Group numbers from 0, in order of first appearance.

    Notes
    -----
    Rows are compared by a 64-bit hash: in a table of a million rows, two different rows collide with a
    probability of about 1 in 40 million.
    """
    key = tuple(columns)
    if key in table.groups:
        return table.groups[key]
    total = np.zeros(table.n_rows, dtype=np.uint64)
    for name in columns:
        values = contents_of(table.frame[name].to_numpy())
        if not is_text(values):
            values = values + 0  # -0.0 is 0.0
        total ^= pd.util.hash_array(values)
        total *= _SPREAD
        total ^= total >> np.uint64(29)
        yield
    table.groups.clear()
    table.groups[key] = pd.factorize(total)[0]
    return table.groups[key]


def is_copy(group: np.ndarray) -> np.ndarray:
    """Return which rows duplicate an earlier one, (n,) of bool, from the groups of :func:`iter_groups`."""
    return pd.Series(group).duplicated().to_numpy()
