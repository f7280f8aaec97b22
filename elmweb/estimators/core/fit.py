"""Fitting in steps, so that progress can be reported and a fit can be stopped: one estimator, or several widths."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from sklearn.base import clone

from elmweb.compute import Gram, KernelSpec, Pool, PoolSums, TargetCode, arithmetic_works
from elmweb.estimators.core.loo import LeaveOneOut
from elmweb.estimators.core.passes import (
    block_size,
    float32_is_visible,
    is_exact,
    kernel_spec_of,
    row_slices,
    sums_for,
    target_code,
)
from elmweb.estimators.core.problem import HasOwnSteps, Problem, Readout, Solution
from elmweb.estimators.core.solve import FitProgress, how_many_left_out, iter_solutions
from elmweb.exceptions import KernelLost
from elmweb.words.engine import estimators as words

__all__ = ["RefitProgress", "iter_fit", "iter_fit_widths", "iter_refit", "loo_path"]

_POOL_ROWS = 8_192  # passed to a kernel at a time

E = TypeVar("E", bound=Readout)


def iter_fit(
    estimator: E,
    X: Any,
    y: Any,
    *,
    sample_weight: Any = None,
    block_rows: int | None = None,
    n_left_out: int | None = None,
    groups: Any = None,
) -> Generator[FitProgress, None, E]:
    """Fit an estimator in small steps; ``fit`` takes all of them.

    An estimator with a ``fit`` of its own takes one step (a kernel), or steps of its own (an ensemble, a blend).

    Parameters
    ----------
    estimator : ELMClassifier or ELMRegressor
        Fitted in place when the generator is exhausted, and not before.
    X : array-like of shape (n, d)
        Inputs.
    y : array-like of shape (n,) or (n, k)
        Targets.
    sample_weight : array-like of shape (n,), optional
        Weight of each row.
    block_rows : int, optional
        Rows in a block; affects results only by rounding. With at most as many rows as units there is one block.
    n_left_out : int, optional
        About how many rows to leave out, evenly spaced. By default all of them, or for a given ``alpha``, where nothing
        is chosen by them, as many as take a few seconds. Where there are groups, always all of them.
    groups : array-like of shape (n,), optional
        Group of each row, whose rows are left out together.

    Returns
    -------
    ELMClassifier or ELMRegressor
        The estimator itself.

    Yields
    ------
    FitProgress
        After every block; the last one has the fitted estimator as its result.
    """
    if isinstance(estimator, HasOwnSteps):
        return (yield from estimator._iter_fit(X, y, sample_weight, groups))  # noqa: SLF001
    if not estimator._fits_in_steps:  # noqa: SLF001
        together = {} if groups is None else {"groups": groups}
        yield FitProgress(1, 1, words.FITTED, estimator.fit(X, y, sample_weight, **together))
        return estimator
    problem = estimator._pose(X, y, sample_weight, groups)  # noqa: SLF001  the two halves of one fit
    if n_left_out is None:
        n_left_out = how_many_left_out(problem.alphas, problem.layer.n_hidden)
    for progress in iter_solutions(problem, [problem.layer.n_hidden], block_rows, n_left_out):
        step = progress
        if progress.result is not None:
            estimator._learn(problem, progress.result)  # noqa: SLF001
            step = replace(progress, result=estimator)
        yield step
    return estimator


def iter_fit_widths(
    estimator: Readout, X: Any, y: Any, widths: Sequence[int], *, block_rows: int | None = None, groups: Any = None
) -> Generator[FitProgress, None, None]:
    """Fit one estimator for each width, at little more than the cost of the widest.

    The hidden layer and its sums are computed once, at the largest width, as the narrower layers with the same seed are
    leading parts of it. Each width then costs one factorisation and one leave-one-out pass.

    Parameters
    ----------
    estimator : Readout
        Settings and seed; not changed. It has ``n_hidden`` and no ``fit`` of its own.
    X : array-like of shape (n, d)
        Inputs.
    y : array-like of shape (n,) or (n, k)
        Targets.
    widths : sequence of int
        Numbers of hidden units, each at least 1, solved in this order.
    block_rows : int, optional
        Rows in a block; affects results only by rounding.
    groups : array-like of shape (n,), optional
        Group of each row, whose rows are left out together.

    Yields
    ------
    FitProgress
        When a width is finished, its result is a fitted clone of that width, with ``loo_``. It predicts, up to
        rounding, as if it had been fitted alone, so the best one needs no second fit.

    Raises
    ------
    TypeError
        The estimator has a ``fit`` of its own, in which a narrow layer is not part of a wide one.
    """
    if not estimator._fits_in_steps or "n_hidden" not in estimator.get_params(deep=False):  # noqa: SLF001
        raise TypeError(f"Widths share their sums in one layer with one penalty; {own_fit(estimator)}")
    template = clone(estimator).set_params(n_hidden=max(widths))
    problem = template._pose(X, y, None, groups)  # noqa: SLF001  the two halves of one fit
    n_more = problem.layer.n_hidden - max(widths)  # direct links and features precede the random units
    for progress in iter_solutions(problem, [width + n_more for width in widths], block_rows):
        step = progress
        if progress.result is not None:
            fitted = copy(template).set_params(n_hidden=progress.result.layer.n_hidden - n_more)
            fitted._learn(problem, progress.result)  # noqa: SLF001
            step = replace(progress, result=fitted)
        yield step


def loo_path(estimator: Readout, X: Any, y: Any, widths: Sequence[int]) -> list[LeaveOneOut]:
    """Return the exact leave-one-out curve over ``alpha`` for each width, at the estimator's seed.

    Parameters
    ----------
    estimator : ELMClassifier or ELMRegressor
        Settings and seed; not changed.
    X : array-like of shape (n, d)
        Inputs.
    y : array-like of shape (n,) or (n, k)
        Targets.
    widths : sequence of int
        Numbers of hidden units, each at least 1.

    Returns
    -------
    list of LeaveOneOut
        One curve for each width, in the given order; see :func:`iter_fit_widths` for progress and for the models.
    """
    steps = iter_fit_widths(estimator, X, y, widths)
    return [step.result.loo_ for step in steps if step.result is not None]


@dataclass(frozen=True)
class RefitProgress:
    """How far :func:`iter_refit` is.

    Parameters
    ----------
    n_rows : int
        Number of rows added up so far.
    wait : awaitable or None
        To be awaited before the next step; an exception that it raises is to be thrown into the generator.
    """

    n_rows: int
    wait: Awaitable[None] | None = None


def iter_refit(
    estimator: E,
    blocks: Callable[[], Iterable[tuple[np.ndarray, np.ndarray]]],
    X: Any,
    y: Any,
    *,
    open_pool: Callable[[], Pool] | None = None,
) -> Generator[RefitProgress, None, E]:
    """Refit the output weights on more rows than fit into memory, block by block.

    Parameters
    ----------
    estimator : E
        Fitted; its layer and penalty are kept, and it is not changed. A kernel between all rows becomes one between
        rows and landmarks, which are the rows it was fitted on.
    blocks : callable
        Returns an iterator over all rows, in blocks of any size, each time it is called: inputs (n, d) and targets as
        for ``fit``, with known classes only.
    X, y : array-like
        Some of the same rows; they are left out one at a time, to estimate the error and to calibrate. For a blend,
        those of its fit.
    open_pool : callable, optional
        Starts kernels that add up rows in parallel. Layers that they cannot compute, and rows that are lost with a
        kernel, are added up in this thread.

    Returns
    -------
    E
        A new fitted estimator of the same class.

    Yields
    ------
    RefitProgress
        With something to await when kernels add up rows.

    Raises
    ------
    TypeError
        The output weights depend on more than sums over rows, as for a time series or unlabelled rows.
    ValueError
        There are at most as many rows as hidden units, or ``class_weight`` is set.
    """
    class_weight = getattr(estimator, "class_weight", None)  # regressors have none
    if class_weight is not None:
        raise ValueError(f"class_weight must be None to fit in blocks; got {class_weight!r}.")
    fitted = copy(estimator)
    layer = estimator._layer_of_sums()  # noqa: SLF001
    problem = fitted._pose(X, y)  # noqa: SLF001  the two halves of one fit
    problem = replace(problem, layer=layer, alphas=np.array([estimator.alpha_]))
    code = yield from _code_of_all(fitted, problem, blocks)
    spec = kernel_spec_of(problem, problem.layer, code)
    solution = None
    if open_pool is not None and spec is not None and _suits_kernels(spec, estimator.alpha_):
        gram = yield from _sums_on_pool(fitted, spec, blocks, open_pool)
        if gram is not None:
            solution = _solution(fitted, problem, gram)
            if spec.arithmetic == "float" and float32_is_visible(solution, problem.T, gram):
                solution = None
    if solution is None:
        gram = yield from _sums_in_thread(fitted, problem, blocks, code)
        solution = _solution(fitted, problem, gram)
    fitted._learn(problem, solution)  # noqa: SLF001
    return fitted


def _solution(fitted: Any, problem: Problem, gram: Gram) -> Solution:
    if gram.n <= problem.layer.n_hidden:
        raise ValueError(f"More rows than the {problem.layer.n_hidden} hidden units are needed; got {gram.n}.")
    return fitted._solved_sums(problem, gram)  # noqa: SLF001


def _suits_kernels(spec: KernelSpec, alpha: float) -> bool:
    """Return whether kernels are precise enough; without a penalty the sums need every digit of float64."""
    return arithmetic_works(spec.arithmetic) and (spec.arithmetic == "integer" or alpha > 0)


def _code_of_all(fitted: Any, problem: Problem, blocks: Callable) -> Generator[RefitProgress, None, TargetCode | None]:
    """Return the code of the targets of all rows in exact sums; a regression takes one pass to find their range."""
    if not is_exact(problem.layer):
        return None
    if problem.kind != "regression":
        return target_code(problem)
    low, high = problem.T.min(axis=0), problem.T.max(axis=0)
    for _, targets in blocks():
        if len(targets):
            T = fitted._coded(targets)  # noqa: SLF001  as the fit did
            low, high = np.minimum(low, T.min(axis=0)), np.maximum(high, T.max(axis=0))
        yield RefitProgress(0)
    return target_code(problem, (low, high))


def _sums_in_thread(
    fitted: Any, problem: Problem, blocks: Callable, code: TargetCode | None
) -> Generator[RefitProgress, None, Gram]:
    """Add up all rows in this thread."""
    sums, n_rows = sums_for(problem, problem.layer, code), 0
    for rows, targets in blocks():
        T = fitted._coded(targets)  # noqa: SLF001  as the fit did
        for part in row_slices(len(rows), block_size(problem.layer.n_hidden)):
            sums.add(rows[part], T[part])
        n_rows += len(rows)
        yield RefitProgress(n_rows)
    return sums.result()


def _sums_on_pool(
    fitted: Any, spec: KernelSpec, blocks: Callable, open_pool: Callable[[], Pool]
) -> Generator[RefitProgress, None, Gram | None]:
    """Add up all rows on kernels; return None when one of them was lost."""
    sums, n_rows = PoolSums(spec, open_pool()), 0
    try:
        for rows, targets in blocks():
            T = fitted._coded(targets)  # noqa: SLF001  as the fit did
            n_rows += len(rows)
            for part in row_slices(len(rows), _POOL_ROWS):
                yield RefitProgress(n_rows, sums.add(rows[part], T[part]))
        yield RefitProgress(n_rows, sums.finish())
        return sums.result()
    except KernelLost:
        return None
    finally:
        sums.close()


def own_fit(estimator: Any) -> str:
    return f"{type(estimator).__name__} has its own fit."
