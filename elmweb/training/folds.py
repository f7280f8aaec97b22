"""Which rows are left out together when settings are compared.

Rows of one group help to predict each other, so that leave-one-out would choose settings that recognise the group. Each
group is left out whole, which has a closed form. It costs the square of a group's rows; where that is too much, groups
are joined to a few folds, and each fold is left out whole, in closed form as well.
"""

from __future__ import annotations

import numpy as np

__all__ = ["folds_of"]

_N_FOLDS = 20
_COST = 1e9  # pairs of rows x units
_LARGEST = 500  # rows of a group; a system of as many equations is solved for each penalty


def folds_of(groups: np.ndarray | None, n_hidden: int) -> np.ndarray | None:
    """Return the groups, or folds of whole groups where there are many pairs of rows in them.

    Parameters
    ----------
    groups : ndarray of shape (n,) or None
        Group of each row, numbers from 0.
    n_hidden : int
        Number of hidden units of the widest layer.

    Returns
    -------
    ndarray of shape (n,) or None
        The groups themselves, or one of 20 folds for each row; None where each row is left out alone.
    """
    if groups is None:
        return None
    _, codes, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    cheap = np.square(sizes.astype(np.float64)).sum() * n_hidden <= _COST and sizes.max() <= _LARGEST
    if cheap or len(sizes) <= _N_FOLDS:
        return codes
    filled, fold = np.zeros(_N_FOLDS), np.empty(len(sizes), dtype=np.intp)
    order = np.random.default_rng(0).permutation(len(sizes))
    for group in order[np.argsort(-sizes[order], kind="stable")]:  # the largest first, each into the emptiest fold
        fold[group] = filled.argmin()
        filled[fold[group]] += sizes[group]
    return fold[codes]
