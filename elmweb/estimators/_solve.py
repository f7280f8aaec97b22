"""From rows to coefficients in small steps: hidden layer, sums, factorisation, leave-one-out.

Every fit of every estimator walks through :func:`iter_solutions`, and so does the
comparison of widths: a narrower layer of the same seed is a leading part of
the wide one, and its sums are a leading part of the wide one's sums.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from elmweb.compute import BlasAccumulator, ExactAccumulator, Gram, Layer, TargetCode, solve_exactly
from elmweb.estimators._dual import DualRidge
from elmweb.estimators._loo import Kind, LeaveOneOut, LooSums
from elmweb.estimators._ridge import RELATIVE_ALPHAS, primal_ridge

__all__ = [
    "EXACT_ALPHAS",
    "FitProgress",
    "Problem",
    "Solution",
    "block_size",
    "exact_solution",
    "how_many_left_out",
    "is_exact",
    "iter_solutions",
    "row_slices",
    "solve_sums",
    "sums_for",
]

EXACT_ALPHAS = np.ldexp(1.0, np.arange(-16, 26, 2))
"""Penalties tried in integer arithmetic: powers of two, which are the same number everywhere."""

# Leaving a row out costs L^2 operations: this many are done for a given alpha, or at least so many rows.
_LEAVING_OUT = 200_000_000_000
_FEWEST_LEFT_OUT = 2_000
# A hidden layer of at most this many numbers (160 MB) is kept between the two passes, a larger one is computed twice.
_MOST_KEPT = 20_000_000
# A row block of this many numbers (8 MB) is large enough for BLAS and small beside everything else.
_BLOCK = 1 << 20


@dataclass(frozen=True)
class FitProgress:
    """How far a fit is.

    Parameters
    ----------
    done, total : int
        Arithmetic done and to be done, in rough floating-point operations.
    what : str
        What was done last, in plain words.
    result : object or None
        Set when something is finished: a fitted estimator (``iter_fit``, ``iter_fit_widths``)
        or a :class:`Solution` (:func:`iter_solutions`).
    """

    done: int
    total: int
    what: str
    result: Any = None


@dataclass(frozen=True)
class Problem:
    """What an estimator wants solved.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Inputs.
    T : ndarray of shape (n, k)
        Targets: float64, or -1 and 1 as int8 for classes.
    kind : {"regression", "binary", "multiclass", "multilabel"}
        Which leave-one-out error counts.
    layer : Layer
        The widest layer.
    alphas : ndarray of shape (n_alphas,) or None
        Penalties; None for the default path.
    flat : bool
        Whether ``y`` was one column, so that coefficients and outputs are one-dimensional.
    weights : ndarray of shape (n,) or None
        How often each row counts, above 0; None when each counts once.
    removed : ndarray of shape (n,) or None
        How much of that weight goes when a row is left out; None for 1.
    rows : ndarray of shape (n,) or None
        Which of the rows that were given these are; None for all of them.
    """

    X: np.ndarray
    T: np.ndarray
    kind: Kind
    layer: Layer
    alphas: np.ndarray | None
    flat: bool
    weights: np.ndarray | None = None
    removed: np.ndarray | None = None
    rows: np.ndarray | None = None

    def every(self, step: int) -> Problem:
        """Return the problem with every `step`-th row only."""
        weights, removed = self.weighing(slice(None, None, step))
        return replace(self, X=self.X[::step], T=self.T[::step], weights=weights, removed=removed)

    def weighing(self, rows: slice) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Return ``weights`` and ``removed`` of some rows."""
        return tuple(None if values is None else values[rows] for values in (self.weights, self.removed))


@dataclass(frozen=True)
class Solution:
    """What was learned at one width.

    Parameters
    ----------
    layer : Layer
        The layer of this width.
    coef : ndarray of shape (L, k)
        Output weights at the chosen ``alpha``.
    intercept : ndarray of shape (k,)
        What is added for every row.
    loo : LeaveOneOut
        The curve over ``alpha``.
    loo_outputs : ndarray of shape (m, k)
        Leave-one-out outputs at the chosen ``alpha``.
    loo_rows : ndarray of shape (m,)
        The rows they belong to: all, or an even sample of large data.
    """

    layer: Layer
    coef: np.ndarray
    intercept: np.ndarray
    loo: LeaveOneOut
    loo_outputs: np.ndarray
    loo_rows: np.ndarray


class _Blocks:
    """Row blocks of the hidden layer: kept after the first walk, or computed at each."""

    def __init__(self, problem: Problem, block_rows: int, keep: bool) -> None:
        self.problem, self.keep = problem, keep
        self._slices = row_slices(len(problem.X), block_rows)
        self._kept = []

    def walk(self, n_hidden: int) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
        """Yield rows, ``H`` (n, n_hidden) and ``T`` (n, k); the first walk must be the widest."""
        layer = self.problem.layer.leading(n_hidden)
        for index, rows in enumerate(self._slices):
            if index < len(self._kept):
                H = self._kept[index][:, :n_hidden]
            else:
                H = layer(self.problem.X[rows])
                if self.keep:
                    self._kept.append(H)
            yield rows, H, self.problem.T[rows]


class _Meter:
    """Counts the arithmetic; one exponential is taken as 60 operations, one in ``eigh`` as 5 in a product."""

    def __init__(self, problem: Problem, widths: Sequence[int], keep: bool, n_left_out: int) -> None:
        self._n, self._d = problem.X.shape
        self._n_left_out = n_left_out
        self._n_columns = (1 if problem.alphas is not None else len(RELATIVE_ALPHAS)) * (problem.T.shape[1] + 1)
        self._one_alpha, self._keep = problem.alphas is not None, keep
        self.sums = self._hidden(max(widths)) + self._n * max((w for w in widths if w < self._n), default=0) ** 2
        self.total = self.sums + sum(self.factor(w) + self.loo(w) for w in widths)
        self._done = 0

    def _hidden(self, width: int) -> int:
        return self._n * width * (2 * self._d + 60)

    def factor(self, width: int) -> int:
        """Return the cost of a factorisation."""
        return width**3 // 3 if self._one_alpha and width < self._n else 45 * min(width, self._n) ** 3

    def loo(self, width: int) -> int:
        """Return the cost of the leave-one-out pass."""
        size, share = min(width, self._n), self._n_left_out / self._n
        work = 2 * self._n * size * (size + self._n_columns) + (0 if self._keep else self._hidden(width))
        return round(share * work)

    def step(self, work: float, what: str, result: Solution | None = None) -> FitProgress:
        """Count `work` as done and return the state."""
        self._done = min(self.total, self._done + round(work))
        return FitProgress(self._done, self.total, what, result)


def row_slices(n_rows: int, block_rows: int) -> list[slice]:
    """Return slices of `block_rows` rows (the last one may be shorter) that cover `n_rows` rows in order."""
    return [slice(start, min(start + block_rows, n_rows)) for start in range(0, n_rows, block_rows)]


def how_many_left_out(alphas: np.ndarray | None, n_hidden: int) -> int | None:
    """Return how many rows to leave out: None for all, or for a given ``alpha`` no more than take seconds."""
    return None if alphas is None else max(_FEWEST_LEFT_OUT, _LEAVING_OUT // n_hidden**2)


def block_size(n_columns: int) -> int:
    """Return how many rows of `n_columns` numbers make a good block."""
    return min(8192, max(64, _BLOCK // n_columns))


def iter_solutions(
    problem: Problem, widths: Sequence[int], block_rows: int | None = None, n_left_out: int | None = None
) -> Generator[FitProgress, None, None]:
    """Solve for each width, in order, from one walk over the widest hidden layer.

    Parameters
    ----------
    problem : Problem
        Its layer is at least as wide as every width.
    widths : sequence of int
        Numbers of hidden units.
    block_rows : int, optional
        Rows in a block; changes results by rounding only.
    n_left_out : int, optional
        Rows to leave out, evenly spread; all of them when not given.

    Yields
    ------
    FitProgress
        With a :class:`Solution` as its result each time a width is finished.
    """
    n, k = problem.T.shape
    exact = is_exact(problem.layer)
    widest, primal = max(widths), max((w for w in widths if w < n or exact), default=0)
    # The dual form needs all rows at once; there are no more of them than hidden units.
    keep = n <= widest or n * widest <= _MOST_KEPT
    n_columns = max(widest, k * len(RELATIVE_ALPHAS if problem.alphas is None else problem.alphas))
    blocks = _Blocks(problem, n if n <= widest else block_rows or block_size(n_columns), keep)
    step = 1 if n_left_out is None or n <= widest else max(1, n // n_left_out)
    asked = blocks if step == 1 else _Blocks(problem.every(step), block_size(n_columns), keep=False)
    meter = _Meter(problem, widths, keep, len(asked.problem.X))

    sums, whole = sums_for(problem, problem.layer.leading(primal)) if primal else None, None
    if exact and problem.alphas is None:
        problem = replace(problem, alphas=EXACT_ALPHAS)
    for rows, H, T in blocks.walk(widest):
        whole = H if n <= widest else None
        if sums is not None:
            sums.add_hidden(H[:, :primal], T, problem.weighing(rows)[0])
        yield meter.step(meter.sums * len(H) / n, "Adding up the hidden layer")
    for width in widths:
        if exact or width < n:
            ridge = primal_ridge(sums.result(), width, problem.alphas)
        else:
            ridge = DualRidge(whole[:, :width], problem.T, problem.alphas, problem.weights)
        yield meter.step(meter.factor(width), f"Factorising {width} hidden units")
        n_asked = len(asked.problem.X)
        loo = LooSums(problem.kind, ridge.alphas, n_asked, k)
        for rows, H, T in asked.walk(width):
            weights, removed = asked.problem.weighing(rows)
            loo.add(rows, T, *ridge.loo(rows, H, T, removed), weights, removed)
            yield meter.step(meter.loo(width) * len(H) / n_asked, f"Leaving each row out, {width} hidden units")
        curve = loo.result(width)
        layer, outputs = problem.layer.leading(width), loo.predictions(curve.best)
        solved = ridge.solution(curve.best) if not exact else exact_solution(sums.result(), ridge, curve, layer)
        found = Solution(layer, *solved, curve, outputs, step * loo.rows)
        yield meter.step(0, f"Finished {width} hidden units", found)


def is_exact(layer: Layer) -> bool:
    """Return whether a layer's outputs are multiples of a power of two, so that sums of them are exact."""
    return hasattr(layer, "unit")


def sums_for(problem: Problem, layer: Layer) -> BlasAccumulator | ExactAccumulator:
    """Return empty sums for a layer of the problem: exact ones where they can be."""
    if not is_exact(layer):
        return BlasAccumulator(layer, problem.T.shape[1])
    if problem.kind == "regression":
        return ExactAccumulator(layer, TargetCode.numbers(problem.T.min(axis=0), problem.T.max(axis=0)))
    return ExactAccumulator(layer, TargetCode.classes(problem.T.shape[1]))


def exact_solution(gram: Gram, ridge: Any, curve: LeaveOneOut, layer: Layer) -> tuple[np.ndarray, np.ndarray]:
    """Return the solution with the same bits on every machine; one that is singular is left to the eigenvectors."""
    try:
        return solve_exactly(gram.leading(layer.n_hidden), curve.alpha, layer.unit)
    except ArithmeticError:
        return ridge.solution(curve.best)


def solve_sums(problem: Problem, gram: Gram) -> Solution:
    """Solve from sums over more rows than are at hand; those at hand are left out one at a time.

    Parameters
    ----------
    problem : Problem
        The rows at hand, the layer the sums are of, and the penalties.
    gram : Gram
        Sums over all rows, those at hand included.

    Returns
    -------
    Solution
        Its leave-one-out outputs are those of the rows at hand.
    """
    width = problem.layer.n_hidden
    ridge = primal_ridge(gram, width, problem.alphas)
    loo = LooSums(problem.kind, ridge.alphas, *problem.T.shape)
    for rows, H, T in _Blocks(problem, block_size(width), keep=False).walk(width):
        weights, removed = problem.weighing(rows)
        loo.add(rows, T, *ridge.loo(rows, H, T, removed), weights, removed)
    curve = loo.result(width)
    return Solution(problem.layer, *ridge.solution(curve.best), curve, loo.predictions(curve.best), loo.rows)
