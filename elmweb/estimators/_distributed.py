"""Fitting on a Dask cluster: the same estimators on Dask arrays and dataframes.

The output weights come from the sums over all rows. An even sample of rows comes home: from it a layer that
looks at the rows is drawn, its rows are left out one at a time to choose the penalty, and they calibrate.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from elmweb.estimators._solve import is_exact, solve_sums

if TYPE_CHECKING:
    from elmweb.estimators._readout import BaseReadout

__all__ = ["fit_distributed", "is_distributed"]

E = TypeVar("E", bound="BaseReadout")

_SAMPLE_ROWS = 20_000


def is_distributed(collection: Any) -> bool:
    """Return whether something is a Dask collection, without importing Dask."""
    return hasattr(collection, "__dask_graph__")


def fit_distributed(estimator: E, X: Any, y: Any, sample_weight: Any = None) -> E:
    """Fit an estimator on Dask collections.

    Parameters
    ----------
    estimator : BaseReadout
        Fitted in place; of those that are fitted as the readout fits.
    X : dask array or dataframe of shape (n, d)
        Inputs.
    y : dask array, series or dataframe of shape (n,) or (n, k)
        Targets, in as many row blocks.
    sample_weight : dask array or series of shape (n,), optional
        How often each row counts.

    Returns
    -------
    BaseReadout
        The estimator. At a given ``alpha`` it equals the one fitted in memory, to rounding.

    Raises
    ------
    ValueError
        Only one of `X` and `y` is distributed, a block has missing or infinite values, or the estimator
        computes in integers or weighs classes.
    """
    from elmweb.compute.dask import blocks_of, bring, sum_blocks  # noqa: PLC0415  the page has no Dask

    name = type(estimator).__name__
    if not (is_distributed(X) and is_distributed(y)):
        raise ValueError(f"{name} needs both X and y as Dask collections, or neither.")
    if getattr(estimator, "class_weight", None) is not None:
        raise ValueError(f"{name} takes class_weight in memory only; on Dask give sample_weight.")
    blocks = blocks_of(X, y, sample_weight)
    facts = bring(_fact, blocks)
    n_rows = sum(fact["n"] for fact in facts)
    if n_rows < 2:
        raise ValueError(f"{name} needs at least 2 rows; got {n_rows}.")
    share = min(1.0, _SAMPLE_ROWS / n_rows)
    step = max(1, round(1 / share))
    rows, targets, weights = _joined(bring(partial(_every, step), blocks))
    if hasattr(X, "columns"):
        rows = _named(rows, list(X.columns))
    problem = estimator._pose(rows, targets, weights)  # noqa: SLF001  the two halves of one fit
    if "classes_" in vars(estimator) and targets.ndim == 1:
        problem = _with_all_classes(estimator, problem, facts, targets)
    layer = estimator._make_layer(_rows_of(problem, n_rows))  # noqa: SLF001
    if is_exact(layer):
        raise ValueError(f"{name} on Dask computes in floats; set arithmetic='float'.")
    if share == 1.0 and n_rows <= layer.n_hidden:
        return estimator.fit(rows, targets, weights)
    coded = partial(_coded, vars(estimator).get("classes_"), type(estimator))
    gram = sum_blocks(layer, blocks, coded, problem.T.shape[1])
    if gram.n <= layer.n_hidden:
        raise ValueError(f"More rows than the {layer.n_hidden} hidden units are needed; got {gram.n:g}.")
    problem = replace(problem, layer=layer)
    estimator._learn(problem, solve_sums(problem, gram))  # noqa: SLF001
    starts = np.cumsum([0] + [fact["n"] for fact in facts[:-1]])
    taken = [start + np.arange(0, fact["n"], step) for start, fact in zip(starts, facts, strict=True)]
    estimator.loo_rows_ = np.concatenate(taken)[estimator.loo_rows_]
    return estimator


def _fact(_: Any, y: Any, __: Any) -> dict[str, Any]:
    """Return how many rows a block has, and its classes."""
    y = np.asarray(y)
    few = y.ndim == 1 and y.dtype.kind != "f"
    return {"n": len(y), "classes": np.unique(y) if few or (y.ndim == 1 and len(np.unique(y)) < 1000) else None}


def _joined(parts: list[tuple[Any, ...]]) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Return the rows of all parts; one without rows may have another type."""
    X, y, weights = zip(*[part for part in parts if len(part[0])], strict=True)
    return np.concatenate(X), np.concatenate(y), None if weights[0] is None else np.concatenate(weights)


def _every(step: int, X: Any, y: Any, weights: Any) -> tuple[Any, ...]:
    """Return an even part of a block's rows."""
    return tuple(None if values is None else np.asarray(values)[::step] for values in (X, y, weights))


def _named(rows: np.ndarray, columns: list[Any]) -> Any:
    """Return rows with the names of their columns, so that the estimator keeps them."""
    import pandas as pd  # noqa: PLC0415  only a dataframe has names

    return pd.DataFrame(rows, columns=columns)


def _with_all_classes(estimator: Any, problem: Any, facts: list[dict[str, Any]], targets: np.ndarray) -> Any:
    """Return the problem with the classes of all blocks; the sample may lack a rare one."""
    found = [fact["classes"] for fact in facts if fact["classes"] is not None and fact["n"]]
    estimator.classes_ = np.unique(np.concatenate(found))
    if problem.rows is not None:
        targets = targets[problem.rows]
    T = estimator._coded(targets)  # noqa: SLF001
    kind = "binary" if T.shape[1] == 1 else "multiclass"
    return replace(problem, T=T, kind=kind, flat=T.shape[1] == 1)


def _rows_of(problem: Any, n_rows: int) -> Any:
    from elmweb.estimators._readout import Rows  # noqa: PLC0415  it imports this module

    return Rows(problem.X, problem.T, n_rows, problem.weights)


def _coded(classes: np.ndarray | None, kind: type, y: np.ndarray) -> np.ndarray:
    """Code targets on a worker as the estimator does at home."""
    empty = kind()
    if classes is not None:
        empty.classes_ = classes
    return empty._coded(y)  # noqa: SLF001
