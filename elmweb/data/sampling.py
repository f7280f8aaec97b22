"""Drawing a random sample of rows."""

from __future__ import annotations

import numpy as np

__all__ = ["some_rows"]


def some_rows(y: np.ndarray, n_most: int, *, classes: bool, seed: int = 0) -> np.ndarray:
    """Draw at most `n_most` rows at random.

    Parameters
    ----------
    y : ndarray (n,) or (n, k)
        Targets.
    n_most : int
        Maximum number of rows.
    classes : bool
        Whether `y` holds classes; then one row of every class is included if possible.
    seed : int, default=0
        Same seed, same rows.

    Returns
    -------
    ndarray of int
        Positions of the rows, ascending; all of them when there are no more than `n_most`.
    """
    if len(y) <= n_most:
        return np.arange(len(y))
    order = np.random.default_rng(seed).permutation(len(y))
    if classes:
        _, first = np.unique(y[order], return_index=True)
        order = np.concatenate([order[first], np.delete(order, first)])
    return np.sort(order[:n_most])
