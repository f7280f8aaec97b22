"""The leverage of rows in a fitted model: how unlike the training rows they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.utils.validation import check_is_fitted, validate_data

from elmweb.compute import BlasAccumulator, Layer
from elmweb.estimators.core.combined import BaseCombined
from elmweb.estimators.core.problem import DTYPES
from elmweb.estimators.core.readout import BaseReadout, _checked_weights
from elmweb.estimators.core.ridge import primal_ridge
from elmweb.estimators.core.solve import block_size, row_slices
from elmweb.estimators.core.stacks import SideBySide
from elmweb.estimators.kernel import KernelLayer
from elmweb.estimators.semi_supervised import SemiSupervisedELMClassifier
from elmweb.estimators.series import BaseSeriesRegressor

__all__ = ["leverage"]


def leverage(estimator: BaseReadout, X_train: Any, X: Any, sample_weight: Any = None) -> np.ndarray:
    """Return the leverage of each row: how strongly it would pull its own prediction if the model were fitted on it.

    Parameters
    ----------
    estimator : BaseReadout
        Fitted. Where the outputs of several readouts are averaged, so are their leverages.
    X_train : array-like of shape (n, d)
        The rows it was fitted on. A model keeps neither these nor their L x L matrix of sums.
    X : array-like of shape (m, d)
        Training rows or new rows.
    sample_weight : array-like of shape (n,), optional
        Weight of each training row, including its class weight.

    Returns
    -------
    ndarray of shape (m,)
        ``h = 1/n + H (H'H + alpha I)^-1 H'`` of each row, above 0; large for rows unlike the training rows. For a
        training row of weight 1 it is below 1, and ``(y - f) / (1 - h)`` is its leave-one-out residual. Over the
        training rows it sums to the degrees of freedom.

    Raises
    ------
    TypeError
        The penalty is not a ridge penalty on the output weights of units that a row determines: in a kernel between all
        rows, a semi-supervised model or a time series. Their ``loo_leverage_`` is that of the training rows.

    Notes
    -----
    The cost is that of the sums and one Cholesky factorisation of a fit.

    References
    ----------
    Hoaglin, Welsch (1978). The hat matrix in regression and ANOVA. The American Statistician 32(1).
    doi:10.1080/00031305.1978.10479237

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import ELMRegressor
    >>> from elmweb.estimators import leverage
    >>> x = np.linspace(-1, 1, 50)[:, None]
    >>> model = ELMRegressor(16, random_state=0).fit(x, x[:, 0] ** 2)
    >>> inside, outside = leverage(model, x, [[0.0], [3.0]])
    >>> bool(inside < 1 < outside)
    True
    """
    check_is_fitted(estimator)
    parts = _readouts(estimator)
    X_train, X = (validate_data(estimator, rows, reset=False, dtype=DTYPES) for rows in (X_train, X))
    weights = None if sample_weight is None else _checked_weights(sample_weight, X_train)
    return np.mean([_of_readout(layer, alpha, X_train, X, weights) for layer, alpha in parts], axis=0)


def _readouts(estimator: Any) -> list[tuple[Layer, float]]:
    """Return the layer and the penalty of each readout."""
    if isinstance(estimator, BaseCombined) and isinstance(estimator.layer_, SideBySide):
        return list(zip(estimator.layer_.layers, estimator.alphas_.tolist(), strict=True))
    is_exact_kernel = isinstance(estimator.layer_, KernelLayer) and estimator.layer_.whitening is None
    has_another = BaseCombined | BaseSeriesRegressor | SemiSupervisedELMClassifier
    if is_exact_kernel or isinstance(estimator, has_another):
        raise TypeError(
            "The leverage of new rows is that of units with one penalty on their weights; this "
            f"{type(estimator).__name__} has another. Its loo_leverage_ is that of the training rows."
        )
    return [(estimator.layer_, estimator.alpha_)]


def _of_readout(
    layer: Layer, alpha: float, X_train: np.ndarray, X: np.ndarray, weights: np.ndarray | None
) -> np.ndarray:
    """Return the leverage of rows (m,) in one readout."""
    sums, n_block = BlasAccumulator(layer, 1), block_size(layer.n_hidden)
    for rows in row_slices(len(X_train), n_block):
        no_target = np.zeros((len(X_train[rows]), 1))
        sums.add(X_train[rows], no_target, None if weights is None else weights[rows])
    ridge = primal_ridge(sums.result(), layer.n_hidden, np.array([alpha]))
    found = [ridge.loo(rows, layer(X[rows]), np.zeros((len(X[rows]), 1)))[1][0] for rows in row_slices(len(X), n_block)]
    return np.concatenate(found)
