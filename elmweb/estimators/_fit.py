"""Fitting in steps that can be watched and stopped, one estimator or a row of widths."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from sklearn.base import clone

from elmweb.compute import BlasAccumulator
from elmweb.estimators._loo import LeaveOneOut
from elmweb.estimators._solve import FitProgress, block_size, iter_solutions, row_slices, solve_sums

if TYPE_CHECKING:
    from elmweb.estimators._readout import BaseReadout

__all__ = ["iter_fit", "iter_fit_widths", "iter_refit", "loo_path"]

# Leaving a row out costs L^2 operations: this many are done for a given alpha, or at least so many rows.
_LEAVING_OUT = 200_000_000_000
_FEWEST_LEFT_OUT = 2_000

E = TypeVar("E", bound="BaseReadout")


def iter_fit(
    estimator: E,
    X: Any,
    y: Any,
    *,
    sample_weight: Any = None,
    block_rows: int | None = None,
    n_left_out: int | None = None,
) -> Generator[FitProgress, None, E]:
    """Fit an estimator in small steps; ``fit`` is this, driven to its end.

    A member of the family with a way of its own to fit (an ensemble, a kernel) takes one step.

    Parameters
    ----------
    estimator : ELMClassifier or ELMRegressor
        Fitted in place when the generator ends, and not before.
    X : array-like of shape (n, d)
        Inputs.
    y : array-like of shape (n,) or (n, k)
        Targets.
    sample_weight : array-like of shape (n,), optional
        How often each row counts.
    block_rows : int, optional
        Rows in a block; changes results by rounding only. With no more rows than units there is one block.
    n_left_out : int, optional
        Leave only about so many rows out, evenly spread, instead of each. By default each, but for a given
        ``alpha``, where nothing is chosen by them, no more than are a matter of seconds.

    Returns
    -------
    ELMClassifier or ELMRegressor
        The estimator itself.

    Yields
    ------
    FitProgress
        After every block; the last one has the fitted estimator as its result.
    """
    if not _is_stepwise(estimator):
        yield FitProgress(1, 1, "Fitted", estimator.fit(X, y, sample_weight))
        return estimator
    problem = estimator._pose(X, y, sample_weight)  # noqa: SLF001  the two halves of one fit
    if n_left_out is None and problem.alphas is not None:
        n_left_out = max(_FEWEST_LEFT_OUT, _LEAVING_OUT // problem.layer.n_hidden**2)
    for progress in iter_solutions(problem, [problem.layer.n_hidden], block_rows, n_left_out):
        step = progress
        if progress.result is not None:
            estimator._learn(problem, progress.result)  # noqa: SLF001
            step = replace(progress, result=estimator)
        yield step
    return estimator


def iter_fit_widths(
    estimator: E, X: Any, y: Any, widths: Sequence[int], *, block_rows: int | None = None
) -> Generator[FitProgress, None, None]:
    """Fit one estimator for each width, for little more than the price of the widest.

    The hidden layer and its sums are computed once, at the largest width; the narrower layers of the
    same seed are their leading parts. Each width then costs one factorisation and one leave-one-out pass.

    Parameters
    ----------
    estimator : ELMClassifier or ELMRegressor
        Settings and seed; left as it is.
    X : array-like of shape (n, d)
        Inputs.
    y : array-like of shape (n,) or (n, k)
        Targets.
    widths : sequence of int
        Numbers of hidden units, at least 1 each, solved in this order.
    block_rows : int, optional
        Rows in a block; changes results by rounding only.

    Yields
    ------
    FitProgress
        Each time a width is finished its result is a fitted clone of that width, with ``loo_``.
        It predicts as if fitted alone (to rounding), so the best one needs no second fit.
    """
    template = clone(estimator).set_params(n_hidden=max(widths))
    problem = template._pose(X, y)  # noqa: SLF001  the two halves of one fit
    for progress in iter_solutions(problem, widths, block_rows):
        step = progress
        if progress.result is not None:
            fitted = copy(template).set_params(n_hidden=progress.result.layer.n_hidden)
            fitted._learn(problem, progress.result)  # noqa: SLF001
            step = replace(progress, result=fitted)
        yield step


def loo_path(estimator: E, X: Any, y: Any, widths: Sequence[int]) -> list[LeaveOneOut]:
    """Return the exact leave-one-out curve over ``alpha`` for each width, at the estimator's seed.

    Parameters
    ----------
    estimator : ELMClassifier or ELMRegressor
        Settings and seed; left as it is.
    X : array-like of shape (n, d)
        Inputs.
    y : array-like of shape (n,) or (n, k)
        Targets.
    widths : sequence of int
        Numbers of hidden units, at least 1 each.

    Returns
    -------
    list of LeaveOneOut
        One curve a width, in the order given; see :func:`iter_fit_widths` for progress and for the models.
    """
    steps = iter_fit_widths(estimator, X, y, widths)
    return [step.result.loo_ for step in steps if step.result is not None]


def iter_refit(
    estimator: E, blocks: Iterable[tuple[np.ndarray, np.ndarray]], X: Any, y: Any
) -> Generator[int, None, E]:
    """Fit the output weights anew on more rows than memory holds, block by block.

    Parameters
    ----------
    estimator : E
        Fitted; its layer and ``alpha_`` are kept, and it stays as it is.
    blocks : iterable of (X, y)
        All rows, in blocks of any size: inputs (n, d) and targets as in ``fit``, of the classes it knows.
    X, y : array-like
        Some of the same rows; they are left out one at a time, to measure the error and calibrate.

    Returns
    -------
    E
        A new fitted estimator of the same kind.

    Yields
    ------
    int
        Rows so far.

    Raises
    ------
    ValueError
        There are no more rows than hidden units.
    """
    fitted = copy(estimator)
    problem = fitted._pose(X, y)  # noqa: SLF001  the two halves of one fit
    problem = replace(problem, layer=estimator.layer_, alphas=np.array([estimator.alpha_]))
    sums, n_rows = BlasAccumulator(problem.layer, problem.T.shape[1]), 0
    for rows, targets in blocks:
        T = fitted._coded(targets)  # noqa: SLF001  as the fit did
        for part in row_slices(len(rows), block_size(problem.layer.n_hidden)):
            sums.add(rows[part], T[part])
        n_rows += len(rows)
        yield n_rows
    if n_rows <= problem.layer.n_hidden:
        raise ValueError(f"More rows than the {problem.layer.n_hidden} hidden units are needed; got {n_rows}.")
    fitted._learn(problem, solve_sums(problem, sums.result()))  # noqa: SLF001
    return fitted


def _is_stepwise(estimator: Any) -> bool:
    """Say whether an estimator is fitted as the readout fits."""
    from elmweb.estimators._readout import BaseReadout  # noqa: PLC0415  it imports this module

    return type(estimator).fit is BaseReadout.fit
