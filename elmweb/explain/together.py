"""Columns that go together: where one is shuffled alone, the others still tell the model most of what it said."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.linalg.blas import dgemm

from elmweb.examples.cell import VECTOR_ROLES
from elmweb.explain.subject import Subject

__all__ = ["CORRELATED", "columns_together"]

CORRELATED = 0.7
"""Absolute correlation of two inputs from which their columns are said to go together."""

_MOST_INPUTS = 1_000


def columns_together(subject: Subject, Z: np.ndarray, names: Sequence[str]) -> list[tuple[tuple[str, ...], float]]:
    """Return groups of columns that are correlated.

    Parameters
    ----------
    subject : Subject
        The model.
    Z : ndarray of shape (n, n_inputs)
        Preprocessed rows.
    names : sequence of str
        Columns to look at; texts are left out.

    Returns
    -------
    list of (tuple of str, float)
        Columns, and the correlation that each two of them have at least; the strongest group first.
    """
    names = [name for name in names if subject.feature(name).role not in ("text", *VECTOR_ROLES)]
    kept: list[str] = []
    while names and sum(len(subject.columns[name]) for name in [*kept, names[0]]) <= _MOST_INPUTS:
        kept.append(names.pop(0))
    if len(kept) < 2 or len(Z) < 3:
        return []
    strength = _strengths([Z[:, subject.columns[name]] for name in kept])
    groups = {at: [at] for at in range(len(kept))}
    least = dict.fromkeys(groups, 1.0)
    np.fill_diagonal(strength, 0.0)
    # Complete linkage: two groups become one when each column of one is correlated with each of the other.
    while True:
        first, second = sorted(map(int, np.unravel_index(int(strength.argmax()), strength.shape)))
        if strength[first, second] < CORRELATED:
            break
        least[first] = float(strength[first, second])  # the pairs that join are never more alike than those before
        groups[first] += groups.pop(second)
        strength[first] = strength[:, first] = np.minimum(strength[first], strength[second])
        strength[second] = strength[:, second] = 0.0
    found = [(tuple(kept[at] for at in sorted(some)), least[at]) for at, some in groups.items() if len(some) > 1]
    return sorted(found, key=lambda one: -one[1])


def _strengths(blocks: Sequence[np.ndarray]) -> np.ndarray:
    """Return the largest absolute correlation between inputs of each two columns."""
    whole = np.concatenate(blocks, axis=1)
    whole = whole - whole.mean(axis=0)
    scale = np.sqrt((whole**2).sum(axis=0))
    whole /= np.where(scale > 0, scale, np.inf)  # a constant input is correlated with nothing
    owner = np.repeat(np.arange(len(blocks)), [block.shape[1] for block in blocks])
    correlation = np.abs(dgemm(1.0, whole, whole, trans_a=1))
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    return np.maximum.reduceat(np.maximum.reduceat(correlation, starts, axis=0), starts, axis=1)
