"""Rows whose targets decide about a layer, and therefore judge nothing.

Where the targets decide what units look at, a row that was looked at is no longer new to the model when it is left out.
So some of the rows decide, and leave-one-out is that of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

import numpy as np

from elmweb.estimators.core.problem import Problem, Solution

__all__ = ["deciding_rows", "judged_by"]

_MOST_DECIDING = 4_000  # and at most a third of all


def deciding_rows(problem: Problem, seed: int) -> np.ndarray:
    """Choose rows that decide.

    Parameters
    ----------
    problem : Problem
        What is to be solved.
    seed : int
        Same seed and rows, same choice.

    Returns
    -------
    ndarray of int, shape (m,)
        Rows of the problem, in random order: the same share of each class, rounded down, or whole groups. No class is
        without a row that judges.
    """
    n, rng = len(problem.X), np.random.default_rng(seed)
    order = rng.permutation(n)
    wanted = min(_MOST_DECIDING, n // 3)
    if problem.groups is not None:
        names, counts = np.unique(problem.groups, return_counts=True)
        shuffled = rng.permutation(len(names))
        n_whole = int(np.searchsorted(np.cumsum(counts[shuffled]), wanted, side="right"))
        decides = np.isin(problem.groups, names[shuffled[:n_whole]])
        if problem.kind in ("binary", "multiclass"):
            classes = _classes(problem.T)
            for own in set(classes) - set(classes[~decides]):  # a class may be in few groups
                decides &= ~np.isin(problem.groups, problem.groups[classes == own])
        return order[decides[order]]
    if problem.kind not in ("binary", "multiclass"):
        return order[:wanted]
    classes = _classes(problem.T[order])
    by_class = np.argsort(classes, kind="stable")
    counts = np.unique(classes, return_counts=True)[1]
    place = np.concatenate([np.arange(count) for count in counts])
    decides = np.zeros(n, dtype=bool)
    decides[by_class] = place < np.repeat((counts * (wanted / n)).astype(int), counts)
    return order[decides]


def _classes(T: np.ndarray) -> np.ndarray:
    """Return the class of each row as a number."""
    return (T[:, 0] > 0).astype(int) if T.shape[1] == 1 else T.argmax(axis=1)


def judged_by(solutions: Sequence[Solution], deciding: np.ndarray | None = None) -> list[Solution]:
    """Return solutions whose left-out outputs are those of the same rows, of which none decided.

    Parameters
    ----------
    solutions : sequence of Solution
        Of one problem; each may have left out a sample of its rows.
    deciding : ndarray of int, optional
        Rows of the problem that decided about a layer.

    Returns
    -------
    list of Solution
        With the same output weights and the same errors by the penalty.
    """
    rows = reduce(np.intersect1d, [solution.loo_rows for solution in solutions])
    if deciding is not None:
        rows = rows[~np.isin(rows, deciding)]
    return [_on(solution, rows) for solution in solutions]


def _on(solution: Solution, rows: np.ndarray) -> Solution:
    """Return a solution with the left-out outputs of some of its rows."""
    if len(rows) == len(solution.loo_rows):
        return solution
    kept = np.isin(solution.loo_rows, rows)
    leverage = solution.loo.leverage
    loo = replace(solution.loo, leverage=None if leverage is None else leverage[kept])
    return replace(solution, loo=loo, loo_outputs=solution.loo_outputs[kept], loo_rows=rows)
