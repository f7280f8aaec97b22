"""Which rows to take when there are more than are needed."""

from __future__ import annotations

import numpy as np

__all__ = ["some_rows"]


def some_rows(y: np.ndarray, n_most: int, *, classes: bool, seed: int = 0) -> np.ndarray:
    """Return positions of at most so many rows, drawn at random, in ascending order.

    Parameters
    ----------
    y : ndarray (n,) or (n, k)
        The answers.
    n_most : int
        How many rows to take.
    classes : bool
        Whether `y` holds labels; then one row of every class is among them if room allows.
    seed : int, default=0
        Same seed, same rows.

    Returns
    -------
    ndarray of int
        All positions when there are no more than `n_most`.
    """
    if len(y) <= n_most:
        return np.arange(len(y))
    order = np.random.default_rng(seed).permutation(len(y))
    if classes:
        _, first = np.unique(y[order], return_index=True)
        order = np.concatenate([order[first], np.delete(order, first)])
    return np.sort(order[:n_most])
