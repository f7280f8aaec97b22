"""From rows to coefficients in small steps: hidden layer, sums, factorisation, leave-one-out.

Almost every fit goes through :func:`iter_solutions`, and so does the comparison of widths: a narrow layer is a leading
part of the wide layer with the same seed, and its sums are a leading part of the sums of the wide layer.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from elmweb.compute import ExactLayer, Gram, solve_exactly
from elmweb.estimators.core.loo import LeaveOneOut, LooSums
from elmweb.estimators.core.passes import (
    BlasPasses,
    NotPreciseEnough,
    block_size,
    is_exact,
    passes_for,
    row_slices,
    sums_for,
)
from elmweb.estimators.core.problem import Problem, Solution
from elmweb.estimators.core.ridge import RELATIVE_ALPHAS, primal_ridge
from elmweb.exceptions import KernelLost
from elmweb.words.engine import estimators as words

__all__ = [
    "EXACT_ALPHAS",
    "FitProgress",
    "Problem",
    "Solution",
    "block_size",
    "exact_solution",
    "how_many_left_out",
    "is_exact",
    "iter_near",
    "iter_solutions",
    "row_slices",
    "solve_sums",
    "sums_for",
]

EXACT_ALPHAS = np.ldexp(1.0, np.arange(-16, 26, 2))
"""Penalties tried in integer arithmetic: powers of two, which are the same numbers on every machine."""

# Leaving a row out costs L^2 operations. For a given alpha, rows are left out up to this many operations, but at least
# so many rows.
_LEAVING_OUT = 200_000_000_000
_FEWEST_LEFT_OUT = 2_000

_ROUGH_STEP = 4  # half powers of ten from a guessed penalty that may be off by some
_COMPARED_ON = 2_000  # rows at the least, of which every one is left out at each of these penalties
_MOST_STEPS = 9
_AS_GOOD = 1.005  # times the squared error
_NOTHING: dict[str, Any] = {"coef": np.empty((0, 0)), "loo_outputs": np.empty((0, 0))}


@dataclass(frozen=True)
class FitProgress:
    """How far a fit is.

    Parameters
    ----------
    done, total : int
        Work done and total work, roughly in floating-point operations.
    what : str
        What was done last, in words for a person.
    result : object or None
        Set when something is finished: a fitted estimator (``iter_fit``, ``iter_fit_widths``)
        or a :class:`Solution` (:func:`iter_solutions`).
    """

    done: int
    total: int
    what: str
    result: Any = None


class _Meter:
    """Counts operations; an exponential counts as 60, and one operation of ``eigh`` as 5 of a matrix product."""

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
        size, fraction = min(width, self._n), self._n_left_out / self._n
        work = 2 * self._n * size * (size + self._n_columns) + (0 if self._keep else self._hidden(width))
        return round(fraction * work)

    def step(self, work: float, what: str, result: Solution | None = None) -> FitProgress:
        """Count `work` as done, and return the progress."""
        self._done = min(self.total, self._done + round(work))
        return FitProgress(self._done, self.total, what, result)


def how_many_left_out(alphas: np.ndarray | None, n_hidden: int) -> int | None:
    """Return how many rows to leave out: None for all; for a given ``alpha`` as many as take a few seconds."""
    return None if alphas is None else max(_FEWEST_LEFT_OUT, _LEAVING_OUT // n_hidden**2)


def iter_solutions(
    problem: Problem, widths: Sequence[int], block_rows: int | None = None, n_left_out: int | None = None
) -> Generator[FitProgress, None, None]:
    """Solve for each width, in order, with sums from one pass over the widest hidden layer.

    Parameters
    ----------
    problem : Problem
        Its layer is at least as wide as every width.
    widths : sequence of int
        Numbers of hidden units.
    block_rows : int, optional
        Rows in a block; affects results only by rounding.
    n_left_out : int, optional
        Number of rows to leave out, evenly spaced; by default all of them.

    Yields
    ------
    FitProgress
        With a :class:`Solution` as its result each time a width is finished.
    """
    exact, n = is_exact(problem.layer), len(problem.X)
    if exact and problem.alphas is None:
        problem = replace(problem, alphas=EXACT_ALPHAS)
    n_wanted = n if n_left_out is None or n <= max(widths) or problem.groups is not None else n_left_out
    step = max(1, n // n_wanted)
    unsolved = list(widths)
    try:
        yield from _solutions(passes_for(problem, widths, block_rows, step=step), widths, unsolved, step)
    except (KernelLost, NotPreciseEnough):  # again, with BLAS in float64
        yield from _solutions(BlasPasses(problem, widths, block_rows, step=step), widths, unsolved, step)


def _solutions(
    passes: BlasPasses, widths: Sequence[int], unsolved: list[int], step: int
) -> Generator[FitProgress, None, None]:
    """Solve for each width in `unsolved`, and remove it from the list."""
    try:
        meter = _Meter(passes.problem, widths, passes.keeps, passes.n_asked)
        yield from _added_up(passes, meter)
        while unsolved:
            found = yield from _solved(passes, unsolved[0], meter, step)
            passes.check(found)
            yield meter.step(0, words.finished(unsolved.pop(0)), found)
    finally:
        passes.free()


def _added_up(passes: BlasPasses, meter: _Meter) -> Generator[FitProgress, None, None]:
    """Add up all rows."""
    n = len(passes.problem.X)
    for n_rows in passes.add_up():
        yield meter.step(meter.sums * n_rows / n, words.ADDING_UP)


def _solved(passes: BlasPasses, width: int, meter: _Meter, step: int) -> Generator[FitProgress, None, Solution]:
    """Factorise and leave rows out at one width."""
    problem = passes.problem
    ridge = passes.ridge(width)
    yield meter.step(meter.factor(width), words.factorising(width))
    by_group = problem.groups is not None
    rule = {"by_group": by_group, "by_squares": problem.by_squares}
    loo = LooSums(problem.kind, ridge.alphas, passes.n_asked, problem.T.shape[1], **rule)
    for n_rows in passes.leave_out(ridge, width, loo):
        yield meter.step(meter.loo(width) * (n_rows / passes.n_asked), words.leaving_out(width))
    curve, layer = loo.result(width), problem.layer.leading(width)
    if is_exact(layer):
        coef, intercept = exact_solution(passes.gram, ridge, curve, layer)
    else:
        coef, intercept = ridge.solution(curve.best)
    return Solution(layer, coef, intercept, curve, loo.predictions(curve.best), step * loo.rows)


def iter_near(problem: Problem, alpha: float, *, is_rough: bool = False) -> Generator[FitProgress, None, None]:
    """Solve at a few penalties around a guess, one Cholesky factorisation each: several times cheaper than a path.

    Parameters
    ----------
    problem : Problem
        With more rows than its layer has units.
    alpha : float
        The guess, above 0. Half a power of ten more and less are tried, and further ones while the best is at an end.
        Of many rows some thousands decide; at the best penalty each of them is left out. In the kernel a penalty that
        is too small for float32 gives way to the smallest that is not, where that is as good.
    is_rough : bool, default=False
        Whether the guess may be off by powers of ten: the first steps are two powers of ten wide.

    Yields
    ------
    FitProgress
        The last one has the :class:`Solution` as its result.
    """
    problem = replace(problem, alphas=np.array([alpha]))
    width = problem.layer.n_hidden
    try:
        yield from _near(passes_for(problem, [width], again=True), alpha, is_rough)
    except (KernelLost, NotPreciseEnough):
        yield from _near(BlasPasses(problem, [width]), alpha, is_rough)


def _near(passes: BlasPasses, alpha: float, is_rough: bool) -> Generator[FitProgress, None, None]:
    """Add up all rows, and solve at one penalty after the other."""
    problem, width = passes.problem, passes.problem.layer.n_hidden
    found: dict[int, Solution] = {}  # by the number of half powers of ten from the guess
    gap = _ROUGH_STEP if is_rough else 1
    n_steps = 1 + (_MOST_STEPS if is_rough else 3)
    try:
        for n_rows in passes.add_up():
            yield FitProgress(round(100 * n_rows / len(problem.X)), 100 * n_steps, words.ADDING_UP)
        every = 1 if problem.groups is not None else max(1, len(problem.X) // max(_COMPARED_ON, width))
        passes.ask(every)
        least = passes.least_alpha
        alpha, best = max(alpha, least), 0
        # The last step of a penalty that float32 can do; one more is tried, to see what is missed.
        lowest = -np.inf if least == 0 else np.ceil(2.0 * np.log10(least / alpha) - 1e-9)
        while gap:
            floor = (lowest if gap > 1 else lowest - 1) if best >= lowest else np.inf
            wanted = [step for step in (best, best - gap, best + gap) if step not in found and step >= floor]
            if not wanted or len(found) >= _MOST_STEPS:
                gap //= 2
            for step in wanted[: _MOST_STEPS - len(found)]:
                for _ in _at(passes, alpha * 10.0 ** (step / 2), found, step):
                    yield FitProgress(100 * min(1 + len(found), n_steps), 100 * n_steps, words.LEAVING_OUT)
                best = min(found, key=lambda step: (found[step].loo.squared_errors[0], -step))
                # Of all that were tried, only the best is a solution; of the others the errors are kept.
                found = {step: one if step == best else replace(one, **_NOTHING) for step, one in found.items()}
        is_kept = every == 1
        if best < lowest:
            precise = min(step for step in found if step >= lowest)
            if found[precise].loo.squared_errors[0] <= _AS_GOOD * found[best].loo.squared_errors[0]:
                best, is_kept = precise, False
        if not is_kept:
            passes.ask(1)
            for _ in _at(passes, alpha * 10.0 ** (best / 2), found, best):
                yield FitProgress(100 * n_steps, 100 * n_steps, words.LEAVING_OUT)
        passes.problem = problem
        passes.check(found[best])
        yield FitProgress(100 * n_steps, 100 * n_steps, words.finished(width), _with_curve(found, best))
    finally:
        passes.free()


def _at(passes: BlasPasses, alpha: float, found: dict[int, Solution], step: int) -> Iterator[int]:
    """Solve at one penalty; its solution becomes ``found[step]``."""
    problem, width = passes.problem, passes.problem.layer.n_hidden
    passes.problem = replace(problem, alphas=np.array([alpha]))
    ridge = passes.ridge(width)
    loo = LooSums(problem.kind, ridge.alphas, passes.n_asked, problem.T.shape[1], by_group=problem.groups is not None)
    yield from passes.leave_out(ridge, width, loo)
    found[step] = Solution(problem.layer, *ridge.solution(0), loo.result(width), loo.predictions(0), loo.rows)


def _with_curve(found: dict[int, Solution], best: int) -> Solution:
    """Return the best solution with the errors of all that were tried."""
    curves = [found[step].loo for step in sorted(found)]
    names = ("alphas", "errors", "squared_errors", "degrees_of_freedom", "gcv_errors")
    joined = {name: np.concatenate([getattr(curve, name) for curve in curves]) for name in names}
    return replace(found[best], loo=replace(found[best].loo, **joined, best=sorted(found).index(best)))


def exact_solution(gram: Gram, ridge: Any, curve: LeaveOneOut, layer: ExactLayer) -> tuple[np.ndarray, np.ndarray]:
    """Return the solution with the same bits on every machine, or that of `ridge` where the matrix is singular."""
    try:
        return solve_exactly(gram.leading(layer.n_hidden), curve.alpha, layer.unit)
    except ArithmeticError:
        return ridge.solution(curve.best)


def solve_sums(problem: Problem, gram: Gram) -> Solution:
    """Solve from sums over more rows than those of the problem, which are left out one at a time.

    Parameters
    ----------
    problem : Problem
        Some of the rows, the layer of the sums, and the penalties.
    gram : Gram
        Sums over all rows, including those of the problem.

    Returns
    -------
    Solution
        Its leave-one-out outputs are those of the rows of the problem.
    """
    width, layer = problem.layer.n_hidden, problem.layer
    ridge = primal_ridge(gram, width, problem.alphas)
    try:
        loo = _left_out(passes_for(problem, [width], summed=True), ridge)
    except (KernelLost, NotPreciseEnough):
        loo = _left_out(BlasPasses(problem, [width], summed=True), ridge)
    curve = loo.result(width)
    coef, intercept = exact_solution(gram, ridge, curve, layer) if is_exact(layer) else ridge.solution(curve.best)
    return Solution(layer, coef, intercept, curve, loo.predictions(curve.best), loo.rows)


def _left_out(passes: BlasPasses, ridge: Any) -> LooSums:
    """Leave each row of a problem out."""
    problem = passes.problem
    loo = LooSums(problem.kind, ridge.alphas, *problem.T.shape)
    try:
        for _ in passes.leave_out(ridge, problem.layer.n_hidden, loo):
            pass
    finally:
        passes.free()
    return loo
