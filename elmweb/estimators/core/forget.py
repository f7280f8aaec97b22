"""Taking rows out of a fitted model: their sums are subtracted, and the result is compared with a new fit.

A readout is ``(H'H + alpha I)^-1 H'T``, so a row leaves the model exactly when its part of ``H'H`` and ``H'T`` is
subtracted. That holds as long as the layer was drawn without looking at rows; a layer made of rows keeps them.

References
----------
Cao, Yang (2015). Towards making systems forget with machine unlearning. IEEE Symposium on Security and Privacy.
doi:10.1109/SP.2015.35
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

from elmweb.compute import Gram
from elmweb.estimators.core.fit import iter_fit
from elmweb.estimators.core.gcv import solve_at
from elmweb.estimators.core.passes import is_exact, sums_for, target_code
from elmweb.estimators.core.problem import Problem, Rows
from elmweb.estimators.core.solve import block_size, row_slices
from elmweb.progress import map_steps

__all__ = ["LIMIT", "Forgotten", "iter_forget", "rows_in_layer"]

LIMIT = 1e-6
"""Largest difference to a new fit, relative to the spread of the targets, at which subtracted sums are kept."""


@dataclass(frozen=True)
class Forgotten:
    """What happened when rows were taken out of a model.

    Parameters
    ----------
    n_before, n_after : int
        Rows that the model had learned, and has.
    sums_before, sums_after : str
        SHA-256 of the sums.
    model_before, model_after : str
        SHA-256 of output weights and intercepts.
    difference : float
        Largest difference between its outputs for any of the rows and those of a new fit on the rows that stay,
        relative to the spread of the targets.
    bit_equal : bool
        Whether output weights and intercepts are those of the new fit, bit for bit.
    by_subtraction : bool
        False when the difference was above :data:`LIMIT`, so that the new fit took the model's place.
    """

    n_before: int
    n_after: int
    sums_before: str
    sums_after: str
    model_before: str
    model_after: str
    difference: float
    bit_equal: bool
    by_subtraction: bool


def rows_in_layer(estimator: Any, X: np.ndarray) -> bool:
    """Return whether the hidden layer of a model was made of training rows, which subtracting sums does not remove.

    Parameters
    ----------
    estimator : BaseReadout
        Fitted.
    X : ndarray of shape (n, d)
        Inputs that it has learned.

    Returns
    -------
    bool
        Of an integer layer only the scale of its units comes from rows; that is not counted.
    """
    try:
        layer = estimator._layer_of_sums()  # noqa: SLF001  the one place that knows
    except (AttributeError, TypeError):
        return True
    if is_exact(layer):
        return False
    return estimator._looks_at_rows(Rows(X, np.zeros((len(X), 1)), len(X), None))  # noqa: SLF001


def iter_forget(
    estimator: Any, X: np.ndarray, y: np.ndarray, gone: np.ndarray, groups: np.ndarray | None = None
) -> Generator[float, None, tuple[Any, Forgotten]]:
    """Take rows out of a fitted model.

    Parameters
    ----------
    estimator : BaseReadout
        Fitted on just these rows, each with weight 1; not changed.
    X : ndarray of shape (n, d)
        Inputs.
    y : ndarray of shape (n,) or (n, k)
        Targets.
    gone : ndarray of bool of shape (n,)
        Which rows are to be forgotten.
    groups : ndarray of shape (n,), optional
        Group of each row, whose rows are left out together for calibration.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    fitted : BaseReadout
        A new estimator without them, with the same layer and penalty, calibrated on the rows that stay.
    forgotten : Forgotten
        What was done.

    Raises
    ------
    ValueError
        The layer is made of rows, or these are not the rows that the model has learned.
    """
    if rows_in_layer(estimator, X):
        raise ValueError(f"{type(estimator).__name__} keeps training rows in its layer.")
    layer, alpha, stay = estimator.layer_, float(estimator.alpha_), ~gone
    T = estimator._coded(y)  # noqa: SLF001  as the fit did
    kind = "regression" if not hasattr(estimator, "classes_") else "multilabel" if T.shape[1] > 1 else "binary"
    problem = Problem(X, T, kind, layer, np.array([alpha]), flat=estimator.coef_.ndim == 1)
    sums = sums_for(problem, layer, target_code(problem) if is_exact(layer) else None)
    blocks = list(row_slices(len(X), block_size(layer.n_hidden)))
    for at, rows in enumerate(blocks):
        sums.add(X[rows], T[rows])
        yield 0.4 * (at + 1) / len(blocks)
    gram = sums.result()
    before, learned = _hash(gram), solve_at(gram, layer, alpha)
    scale = float(T.std()) or 1.0
    if not _difference(estimator, X, _own(estimator), learned) <= 1e-3 * scale:
        raise ValueError("These are not the rows that the model has learned.")
    for rows in row_slices(int(gone.sum()), block_size(layer.n_hidden)):
        sums.subtract(X[gone][rows], T[gone][rows])
    gram = sums.result()
    solved = solve_at(gram, layer, alpha)
    fresh = copy(estimator)
    vars(fresh)["_make_layer"] = lambda _rows: layer
    if "alpha" in fresh.get_params():
        fresh.alpha = alpha
    together = None if groups is None else groups[stay]
    steps = iter_fit(fresh, X[stay], y[stay], groups=together)
    fitted = yield from map_steps(steps, lambda step: 0.5 + 0.4 * step.done / max(step.total, 1))
    del vars(fitted)["_make_layer"]
    fitted.alpha = estimator.alpha
    anew = _own(fitted)
    difference = _difference(estimator, X, anew, solved) / scale
    equal = all(np.array_equal(one, other) for one, other in zip(anew, solved, strict=True))
    by_subtraction = difference <= LIMIT
    if by_subtraction:
        flat = estimator.coef_.ndim == 1
        fitted.coef_ = solved[0][:, 0].copy() if flat else solved[0]
        fitted.intercept_ = float(solved[1][0]) if flat else solved[1]
    done = Forgotten(
        len(X), int(stay.sum()), before, _hash(gram), _hash_of(_own(estimator)), _hash_of(_own(fitted)), difference,
        equal, by_subtraction,
    )  # fmt: skip
    return fitted, done


def _own(estimator: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return output weights (L, k) and intercepts (k,)."""
    coef = estimator.coef_.reshape(estimator.layer_.n_hidden, -1)
    return coef, np.atleast_1d(np.asarray(estimator.intercept_, dtype=np.float64))


def _difference(
    estimator: Any, X: np.ndarray, one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]
) -> float:
    """Return the largest difference between the outputs of two solutions for any row."""
    twin = copy(estimator)
    twin.coef_, twin.intercept_ = one[0] - other[0], one[1] - other[1]
    return float(np.abs(twin._read_out(X)).max())  # noqa: SLF001  the outputs themselves


def _hash(gram: Gram) -> str:
    return _hash_of((np.tril(gram.G), gram.C, np.array([gram.n]), gram.h_mean, gram.t_mean))


def _hash_of(arrays: tuple[np.ndarray, ...]) -> str:
    """Return the SHA-256 of arrays, as float64 row by row."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array, dtype=np.float64).tobytes())
    return digest.hexdigest()
