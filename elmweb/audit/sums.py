"""Sums that stand for rows: enough to train the pooled model, and what they give away.

A readout needs ``H'H``, ``H'T`` and the means of its rows, not the rows. Sums of several people over one layer add up
to the sums over all of their rows. They hide the rows only among many others, so small ones are refused:

* The sums of one row, or of one row of a class, are its hidden values, and ``tanh`` can be undone: its inputs follow.
* Sums with more numbers than the rows had can be solved for the rows, at least in principle.
* Who has two sums that differ by one row has the sums of that row.

That leaves averages of each class, and whoever has a row may find out whether it was among them.

References
----------
Homer and others (2008). Resolving individuals contributing trace amounts of DNA to highly complex mixtures. PLoS
Genetics 4(8). doi:10.1371/journal.pgen.1000167
"""

from __future__ import annotations

from copy import copy
from math import ceil, sqrt
from typing import Any

import numpy as np
from scipy.linalg import eigvalsh

from elmweb.compute import BlasAccumulator, ExactAccumulator, TargetCode
from elmweb.estimators.core.gcv import solve_by_gcv
from elmweb.estimators.core.loo import LeaveOneOut
from elmweb.estimators.core.passes import is_exact
from elmweb.estimators.core.readout import OUTPUTS_OF_ROWS
from elmweb.estimators.core.solve import block_size, row_slices
from elmweb.exceptions import ExportError
from elmweb.words.engine import audit as words

__all__ = ["FEWEST_OF_CLASS", "FEWEST_ROWS", "check_enough", "empty_sums", "fewest_rows", "pooled", "summed"]

FEWEST_ROWS = 100
FEWEST_OF_CLASS = 10

Sums = BlasAccumulator | ExactAccumulator

_NINE_IN_TEN = 1.645  # standard deviations on each side


def fewest_rows(n_inputs: int, n_hidden: int, n_targets: int) -> int:
    """Return of how many rows sums may be given away.

    Parameters
    ----------
    n_inputs, n_hidden, n_targets : int
        Sizes of the model.

    Returns
    -------
    int
        100 or more: so many that the rows hold more numbers than the sums.
    """
    n_numbers = n_hidden * (n_hidden + 1) // 2 + n_hidden * (n_targets + 1)
    return max(FEWEST_ROWS, ceil(n_numbers / max(n_inputs, 1)))


def check_enough(n_rows: int, n_inputs: int, n_hidden: int, counts: dict[str, int]) -> None:
    """Raise ExportError for sums of so few rows that they would give rows away.

    Parameters
    ----------
    n_rows, n_inputs, n_hidden : int
        Rows, numbers in a row, and units of the model.
    counts : dict of str to int
        Rows of each class; empty for numbers.

    Raises
    ------
    ExportError
        With what is needed and what there is.
    """
    least = fewest_rows(n_inputs, n_hidden, max(1, len(counts)))
    if n_rows < least:
        raise ExportError(
            words.SUMS_OF_FEW_ROWS,
            rule=words.at_least_rows(least, n_hidden),
            value=words.rows_of_numbers(n_rows, n_inputs),
            hints=(*_narrower(n_rows, n_inputs, max(1, len(counts))), words.BRING_MORE),
        )
    few = [(name, n) for name, n in counts.items() if 0 < n < FEWEST_OF_CLASS]
    if few:
        raise ExportError(
            words.SUMS_OF_FEW_ROWS_OF_AN_ANSWER,
            rule=words.at_least_of_each_answer(FEWEST_OF_CLASS),
            value=words.rare_answers(few),
            hints=(words.TAKE_THEM_OUT,),
        )


def _narrower(n_rows: int, n_inputs: int, n_targets: int) -> tuple[str, ...]:
    """Return the hint to train with so many units that the sums may be given away, if that is possible."""
    if n_rows < FEWEST_ROWS:
        return ()
    fits = [width for width in range(8, 2048) if fewest_rows(n_inputs, width, n_targets) <= n_rows]
    return (words.at_most_units(fits[-1]),) if fits else ()


def empty_sums(estimator: Any) -> Sums:
    """Return sums over no rows, for a model's layer and targets.

    Parameters
    ----------
    estimator : BaseReadout
        Has the layer.

    Returns
    -------
    BlasAccumulator or ExactAccumulator
        Exact for an integer layer.

    Raises
    ------
    ExportError
        Numbers in integer arithmetic, whose code depends on the range of all of them.
    """
    k = estimator.coef_.reshape(estimator.layer_.n_hidden, -1).shape[1]
    if not is_exact(estimator.layer_):
        return BlasAccumulator(estimator.layer_, k)
    if not hasattr(estimator, "classes_"):
        raise ExportError(
            words.INTEGERS_CANNOT_BE_SHARED,
            rule=words.FLOATS_OR_CLASSES,
            value=words.INTEGERS,
            hints=(words.CHOOSE_FLOATS,),
        )
    return ExactAccumulator(estimator.layer_, TargetCode.classes(k))


def summed(estimator: Any, Z: np.ndarray, y: np.ndarray) -> Sums:
    """Return the sums of some rows.

    Parameters
    ----------
    estimator : BaseReadout
        Has the layer and the classes.
    Z : ndarray of shape (n, d)
        Inputs.
    y : ndarray of shape (n,) or (n, k)
        Targets.

    Returns
    -------
    BlasAccumulator or ExactAccumulator
        Over these rows.
    """
    sums, T = empty_sums(estimator), estimator._coded(y)  # noqa: SLF001  as a fit does it
    for rows in row_slices(len(Z), block_size(estimator.layer_.n_hidden)):
        sums.add(Z[rows], T[rows])
    return sums


def pooled(estimator: Any, sums: Sums) -> tuple[Any, tuple[float, float]]:
    """Return the model of sums, with the penalty by generalised cross-validation, which needs no rows.

    Parameters
    ----------
    estimator : BaseReadout
        Has the layer and the classes; not changed.
    sums : BlasAccumulator or ExactAccumulator
        Over the rows of everybody.

    Returns
    -------
    fitted : BaseReadout
        A new estimator. Its probabilities are calibrated by the sums, as those of ``OnlineELMClassifier``; it has no
        leave-one-out errors.
    error_range : tuple of float
        What to add to a predicted number for an interval of 90 %; (0, 0) for classes.
    """
    gram, layer = sums.result(), estimator.layer_
    solution = solve_by_gcv(gram, layer, None)
    fitted = copy(estimator)
    for name in (*OUTPUTS_OF_ROWS, "conformal_scores_"):
        vars(fitted).pop(name, None)
    flat, error = estimator.coef_.ndim == 1, float(solution.errors[solution.best])
    fitted.coef_ = solution.coef[:, 0].copy() if flat else solution.coef
    fitted.intercept_ = float(solution.intercept[0]) if flat else solution.intercept
    fitted.alpha_ = float(solution.alphas[solution.best])
    values = np.maximum(eigvalsh(gram.G, lower=True, check_finite=False), 0.0)
    freedom = 1.0 + float((values / np.maximum(values + fitted.alpha_, np.finfo(np.float64).tiny)).sum())
    one, errors = np.array([fitted.alpha_]), np.array([error])
    fitted.loo_ = LeaveOneOut(layer.n_hidden, one, errors, errors, np.array([freedom]), errors, 0)
    if not hasattr(estimator, "classes_"):
        half = _NINE_IN_TEN * sqrt(error)
        return fitted, (-half, half)
    variance = float(gram.t_square_sums.mean()) / max(gram.n, 1)
    unexplained = float(np.clip(error / max(variance, np.finfo(np.float64).tiny), 1e-3, 1.0))
    inverse = (1.0 if np.ndim(estimator.inverse_temperature_) == 0 and not flat else 2.0) / unexplained
    shape = np.shape(estimator.inverse_temperature_)
    fitted.inverse_temperature_ = np.full(shape, inverse) if shape else inverse
    return fitted, (0.0, 0.0)
