"""Fitting and predicting on a Dask cluster: the same estimators on Dask arrays and dataframes.

First a summary of the targets is gathered and the layer is drawn; its sums are added up on the workers and solved on
the client, and in a second pass the workers leave rows out one at a time. Inputs are not gathered, except for a sample
of rows for a layer that depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple, TypeVar

import numpy as np
from sklearn.base import is_classifier
from sklearn.utils import compute_sample_weight

from elmweb.compute.dask import blocks_of, broadcast, gather, lazy_rows, sum_and_keep, sum_blocks
from elmweb.estimators.core.blocks import (
    Column,
    Facts,
    Leaving,
    LeftOut,
    LeftOutAtAlpha,
    Prepare,
    facts_of,
    join_facts,
    leave_out,
    merged,
    sample_of,
)
from elmweb.estimators.core.class_weight import check_class_weight
from elmweb.estimators.core.loo import Kind
from elmweb.estimators.core.problem import Problem, Readout, Rows, Solution, is_distributed
from elmweb.estimators.core.ridge import primal_ridge
from elmweb.estimators.core.solve import (
    EXACT_ALPHAS,
    exact_solution,
    how_many_left_out,
    is_exact,
    sums_for,
)

__all__ = ["fit_distributed", "lazily"]

E = TypeVar("E", bound=Readout)

_SAMPLE_ROWS = 10_000  # as many as an integer layer takes into account


def fit_distributed(estimator: E, X: Any, y: Any, sample_weight: Any = None) -> E:
    """Fit an estimator on Dask collections.

    Parameters
    ----------
    estimator : Readout
        Fitted in place; without a ``fit`` of its own.
    X : dask array or dataframe of shape (n, d)
        Inputs. Two passes over inputs and three over targets are made: persist what is slow to compute.
    y : dask array, series or dataframe of shape (n,) or (n, k)
        Targets, in as many row blocks.
    sample_weight : dask array or series of shape (n,), optional
        Weight of each row.

    Returns
    -------
    Readout
        The estimator. It equals the one fitted in memory, up to rounding, and bit for bit in integer arithmetic. But
        from 20,000 rows on, a layer that depends on rows is drawn from 10,000 to 20,000 of them, evenly spaced; in
        memory, too, integer layers on uint8 inputs depend on no more rows.

    Raises
    ------
    TypeError
        The estimator cannot be fitted on a cluster.
    ValueError
        Not all of `X`, `y` and `sample_weight` are distributed, or data are invalid, as in memory.
    """
    name = type(estimator).__name__
    given = [values for values in (X, y, sample_weight) if values is not None]
    if not all(is_distributed(values) for values in given):
        raise ValueError(f"{name} needs X, y and sample_weight as Dask collections, or none of them.")
    if not estimator._fits_on_cluster:  # noqa: SLF001
        raise TypeError(f"{name} is fitted in memory only; give NumPy arrays, not Dask collections.")
    if X.ndim != 2:
        raise ValueError(f"X must have rows and columns; got {X.ndim} dimension.")
    estimator._validate_params()  # noqa: SLF001
    has_classes = is_classifier(estimator)
    blocks = blocks_of(X, y, sample_weight)
    each = gather(partial(facts_of, has_classes), [block[1:] for block in blocks])
    facts = join_facts(each)
    if facts.n < 2:
        raise ValueError(f"{name} needs at least 2 rows; got {facts.n}.")
    stand_in = _stand_in(estimator, X, facts, has_classes)
    of_class = _class_weights(getattr(estimator, "class_weight", None), facts)  # regressors have none
    prepare = Prepare(_coder(estimator), has_classes, facts.columns, of_class)
    row_blocks = _Blocks(blocks, prepare, [_n_kept(fact, facts.columns, of_class) for fact in each])
    if row_blocks.n_kept < 2:
        raise ValueError(f"At least 2 rows need a sample_weight above 0; got {row_blocks.n_kept}.")
    weighs = sample_weight is not None or of_class is not None
    layer = _draw_layer(estimator, stand_in, facts, of_class, row_blocks, weighs)
    alphas = None if estimator.alpha == "loo" else np.array([estimator.alpha], dtype=np.float64)
    problem = Problem(stand_in.X, stand_in.T, stand_in.kind, layer, alphas, stand_in.flat)
    solution, left_out = _solve(problem, row_blocks)
    weights = _of_all([own.weights for own in left_out]) if weighs else None
    problem = replace(problem, T=_of_all([own.T for own in left_out]), weights=weights)
    estimator._learn(problem, solution)  # noqa: SLF001
    n_before = np.cumsum([0] + [fact.n for fact in each[:-1]])
    estimator.loo_rows_ = np.concatenate([n + own.rows for n, own in zip(n_before, left_out, strict=True)])
    return estimator


@dataclass(frozen=True)
class _Blocks:
    """The row blocks, how they are prepared, and the number of rows of weight above 0 in each."""

    blocks: list[tuple[Any, ...]]
    prepare: Prepare
    n_each: list[int]

    @property
    def n_kept(self) -> int:
        return sum(self.n_each)

    def with_starts(self) -> list[tuple[Any, ...]]:
        """Return for each block the number of rows of weight above 0 before it, and its parts."""
        starts = np.cumsum([0, *self.n_each[:-1]]).tolist()
        return [(start, *block) for start, block in zip(starts, self.blocks, strict=True)]


def _of_all(pieces: Any) -> np.ndarray:
    return np.concatenate([piece for piece in pieces if len(piece)])


class _Read(NamedTuple):
    """What ``_read`` of an estimator returns."""

    X: np.ndarray
    T: np.ndarray
    kind: Kind
    flat: bool


def _stand_in(estimator: Readout, X: Any, facts: Facts, has_classes: bool) -> _Read:
    """Let the estimator read a few artificial rows with all classes, or with the smallest and largest target."""
    if has_classes:
        n = max(2, *(len(column.values) for column in facts.columns))
        y = np.stack([np.resize(column.values, n) for column in facts.columns], axis=1)
        y = np.tile(y, (2, 1))  # scikit-learn takes many classes of one row each for a regression target
    elif facts.low is None or facts.high is None:
        y = np.zeros((2, *facts.shape))
    else:
        y = np.stack([facts.low, facts.high])
    zeros = _zero_rows(X, len(y))
    return _Read(*estimator._read(zeros, y.reshape(len(y), *facts.shape)))  # noqa: SLF001


def _zero_rows(X: Any, n_rows: int) -> Any:
    """Return rows of zeros with the type and the names of the columns."""
    dtype = np.asarray(X._meta).dtype  # noqa: SLF001  arrays and dataframes have it
    zeros = np.zeros((n_rows, X.shape[1]), dtype=np.float64 if dtype.kind == "O" else dtype)
    if not hasattr(X, "columns"):
        return zeros
    import pandas as pd  # noqa: PLC0415  only a dataframe has names

    return pd.DataFrame(zeros, columns=X.columns)


def _coder(estimator: Readout) -> Readout:
    """Return an estimator that encodes targets in the same way, and holds nothing else that would be sent."""
    coder = type(estimator)()
    if "classes_" in vars(estimator):
        vars(coder)["classes_"] = vars(estimator)["classes_"]
    return coder


def _class_weights(asked: Any, facts: Facts) -> tuple[np.ndarray, ...] | None:
    """Return the weight of each class, for each column."""
    check_class_weight(asked)
    if asked is None:
        return None
    if asked == "balanced":
        return tuple(facts.n / (len(column.rows) * column.rows) for column in facts.columns)
    values = np.stack([np.resize(column.values, len(facts.columns[0].values)) for column in facts.columns], axis=1)
    return (compute_sample_weight(asked, values[:, 0] if facts.shape == () else values),)


def _n_kept(fact: Facts, columns: tuple[Column, ...], of_class: tuple[np.ndarray, ...] | None) -> int:
    """Return the number of rows of weight above 0 in a block."""
    if not fact.n:
        return 0
    own = fact.columns[0]
    if of_class is not None and len(of_class) == 1:  # weights of labels are never 0
        return int(own.kept[of_class[0][np.searchsorted(columns[0].values, own.values)] > 0].sum())
    return int(own.kept.sum())


def _draw_layer(  # noqa: PLR0917  all that has been gathered
    estimator: Readout,
    read: _Read,
    facts: Facts,
    of_class: tuple[np.ndarray, ...] | None,
    row_blocks: _Blocks,
    weighs: bool,
) -> Any:
    """Draw the layer as in memory: with the same number of rows, and a sample of rows where it depends on them."""
    counts = facts.columns[0].counts
    if of_class is not None and len(of_class) == 1:
        counts = counts[of_class[0] > 0]
    n_rows = round(float(counts.sum())) if facts.whole else row_blocks.n_kept
    whole = facts.whole and not any(np.any(own % 1) for own in of_class or ())
    rows = Rows(read.X, read.T, n_rows, np.array([1.0 if whole else 0.5]) if weighs else None)
    if estimator._looks_at_rows(rows):  # noqa: SLF001
        step = max(1, row_blocks.n_kept // _SAMPLE_ROWS)
        with broadcast((row_blocks.prepare, step)) as shared:
            X, T, weights = zip(*gather(partial(sample_of, shared), row_blocks.with_starts()), strict=True)
        rows = replace(rows, X=_of_all(X), T=_of_all(T), weights=_of_all(weights) if weighs else None)
    return estimator._make_layer(rows)  # noqa: SLF001


def _solve(problem: Problem, row_blocks: _Blocks) -> tuple[Solution, list[LeftOutAtAlpha]]:
    """Add up, solve, and leave rows out on the workers; gather what calibration needs."""
    layer, width = problem.layer, problem.layer.n_hidden
    n_left_out = how_many_left_out(problem.alphas, width)
    step = 1 if n_left_out is None or row_blocks.n_kept <= width else max(1, row_blocks.n_kept // n_left_out)
    if is_exact(layer) and problem.alphas is None:
        problem = replace(problem, alphas=EXACT_ALPHAS)
    gram = sum_blocks(partial(sums_for, problem, layer), row_blocks.blocks, row_blocks.prepare).result()
    ridge = primal_ridge(gram, width, problem.alphas)
    leaving = Leaving(problem.kind, problem.T.shape[1], row_blocks.n_kept, step)
    with broadcast((row_blocks.prepare, leaving, layer, ridge)) as shared:
        # Predictions at every penalty stay on the cluster until one penalty is chosen.
        total, left_out = sum_and_keep(partial(leave_out, shared), merged, row_blocks.with_starts())
        curve = total.result(width)
        chosen = gather(partial(_of_alpha, curve.best), left_out)
    curve = replace(curve, leverage=_of_all([own.leverage for own in chosen]))
    coef, intercept = exact_solution(gram, ridge, curve, layer) if is_exact(layer) else ridge.solution(curve.best)
    outputs = _of_all([own.outputs for own in chosen])
    return Solution(layer, coef, intercept, curve, outputs, np.arange(len(outputs))), chosen


def _of_alpha(best: int, part: LeftOut) -> LeftOutAtAlpha:
    return part.of_alpha(best)


def lazily(estimator: Readout, method: str, X: Any, *settings: Any, **named: Any) -> Any:
    """Return the outputs of a method of a fitted estimator for rows on a cluster, computed lazily.

    Parameters
    ----------
    estimator : Readout
        Fitted; sent to every worker.
    method : str
        Name of a method with one output per row.
    X : dask array or dataframe of shape (n, d)
        Inputs.
    *settings, **named
        Further arguments of the method.

    Returns
    -------
    dask array of shape (n,) or (n, k)
        In the row blocks of `X`.
    """
    return lazy_rows(partial(_call, estimator, method, settings, named), X, _zero_rows(X, 1))


def _call(estimator: Readout, method: str, settings: tuple, named: dict, X: Any) -> np.ndarray:
    return getattr(estimator, method)(X, *settings, **named)
