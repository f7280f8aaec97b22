"""How unlike the training rows a row is, for a fitted model."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.utils.validation import check_is_fitted, validate_data

from elmweb.compute import BlasAccumulator
from elmweb.estimators._fit import _is_stepwise
from elmweb.estimators._readout import DTYPES, BaseReadout, _checked_weights
from elmweb.estimators._ridge import primal_ridge
from elmweb.estimators._solve import block_size, row_slices

__all__ = ["leverage"]


def leverage(estimator: BaseReadout, X_train: Any, X: Any, sample_weight: Any = None) -> np.ndarray:
    """Return how much each row would pull its own prediction: large for rows unlike those of the training.

    Parameters
    ----------
    estimator : BaseReadout
        Fitted, of those that are fitted as the readout fits: one layer, one penalty.
    X_train : array-like of shape (n, d)
        The rows it was fitted on. A model keeps none, and not the L x L matrix that would stand for them.
    X : array-like of shape (m, d)
        Rows to ask about; those of the training, or new ones.
    sample_weight : array-like of shape (n,), optional
        How often each training row counts, class weights included.

    Returns
    -------
    ndarray of shape (m,)
        ``h = 1/n + H (H'H + alpha I)^-1 H'`` of each row, above 0. Of a training row of weight 1 it is below 1, and
        ``(y - f) / (1 - h)`` is its left-out residual. For the training rows the sum is the degrees of freedom.

    Raises
    ------
    TypeError
        The estimator is of several readouts, a kernel, or has another way of its own to fit.

    Notes
    -----
    Costs what the sums and one Cholesky factorisation of a fit cost.

    References
    ----------
    Hoaglin, Welsch (1978). The hat matrix in regression and ANOVA. The American Statistician 32(1).
    doi:10.1080/00031305.1978.10479237

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import ELMRegressor
    >>> from elmweb.estimators._leverage import leverage
    >>> x = np.linspace(-1, 1, 50)[:, None]
    >>> model = ELMRegressor(16, random_state=0).fit(x, x[:, 0] ** 2)
    >>> inside, outside = leverage(model, x, [[0.0], [3.0]])
    >>> bool(inside < 1 < outside)
    True
    """
    check_is_fitted(estimator)
    if not _is_stepwise(estimator):
        raise TypeError(f"Leverage is that of one layer with one penalty; {type(estimator).__name__} has its own fit.")
    X_train, X = (validate_data(estimator, rows, reset=False, dtype=DTYPES) for rows in (X_train, X))
    weights = None if sample_weight is None else _checked_weights(sample_weight, X_train)
    layer = estimator.layer_
    sums, n_block = BlasAccumulator(layer, 1), block_size(layer.n_hidden)
    for rows in row_slices(len(X_train), n_block):
        no_target = np.zeros((len(X_train[rows]), 1))
        sums.add(X_train[rows], no_target, None if weights is None else weights[rows])
    ridge = primal_ridge(sums.result(), layer.n_hidden, np.array([estimator.alpha_]))
    found = [ridge.loo(rows, layer(X[rows]), np.zeros((len(X[rows]), 1)))[1][0] for rows in row_slices(len(X), n_block)]
    return np.concatenate(found)
