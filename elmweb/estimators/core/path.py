"""All penalties of one layer from one factorisation, as a slider for ``alpha`` needs."""

from __future__ import annotations

from copy import copy
from typing import Any, TypeVar

import numpy as np
from sklearn.base import clone

from elmweb.estimators.core.dual import DualRidge
from elmweb.estimators.core.fit import own_fit
from elmweb.estimators.core.loo import LooSums
from elmweb.estimators.core.readout import BaseReadout
from elmweb.estimators.core.ridge import EigenRidge
from elmweb.estimators.core.solve import Solution, is_exact, sums_for

__all__ = ["RidgePath"]

E = TypeVar("E", bound=BaseReadout)


class RidgePath:
    """An estimator at any ``alpha``, each at the cost of a few matrix products instead of a factorisation.

    Parameters
    ----------
    estimator : BaseReadout
        Settings and seed; not changed. It has no ``fit`` of its own.
    X : array-like of shape (n, d)
        Inputs. The whole hidden layer is kept in memory.
    y : array-like of shape (n,) or (n, k)
        Targets.
    groups : array-like of shape (n,), optional
        Group of each row, whose rows are left out together.

    Raises
    ------
    TypeError
        The estimator has a ``fit`` of its own: several readouts, a kernel or a time series, among others.
    ValueError
        The estimator computes in integers, whose coefficients need another solver.

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import ELMRegressor
    >>> from elmweb.estimators import RidgePath
    >>> x = np.linspace(-1, 1, 50)[:, None]
    >>> path = RidgePath(ELMRegressor(16, random_state=0), x, np.sin(3 * x[:, 0]))
    >>> path.fitted(0.1).loo_.error < path.fitted(100.0).loo_.error
    True
    """

    def __init__(self, estimator: BaseReadout, X: Any, y: Any, groups: Any = None) -> None:
        if not estimator._fits_in_steps:  # noqa: SLF001
            raise TypeError(f"A path of penalties is that of one layer with one penalty; {own_fit(estimator)}")
        self._template = clone(estimator).set_params(alpha="loo")
        self._problem = problem = self._template._pose(X, y, None, groups)  # noqa: SLF001  the first half of a fit
        if is_exact(problem.layer):
            raise ValueError("A path of penalties is computed in floats; set arithmetic='float'.")
        self._H = problem.layer(problem.X)
        n, n_hidden = self._H.shape
        if n > n_hidden:
            sums = sums_for(problem, problem.layer)
            sums.add_hidden(self._H, problem.T, problem.weights)
            self._ridge: EigenRidge | DualRidge = EigenRidge(sums.result(), problem.alphas)
        else:
            self._ridge = DualRidge(self._H, problem.T, problem.alphas, problem.weights)

    def fitted(self, alpha: float | None = None) -> BaseReadout:
        """Return the estimator fitted at a penalty.

        Parameters
        ----------
        alpha : float or None, default=None
            Penalty, at least 0; None chooses it by leave-one-out.

        Returns
        -------
        BaseReadout
            Equal, up to rounding, to one that is fitted at this penalty.
        """
        problem = self._problem
        ridge = self._ridge if alpha is None else self._ridge.with_alphas(np.array([float(alpha)]))
        every = slice(0, len(problem.X))
        loo = LooSums(problem.kind, ridge.alphas, *problem.T.shape, by_group=problem.groups is not None)
        left_out = ridge.loo(every, self._H, problem.T, problem.weights, problem.groups)
        loo.add(every, problem.T, *left_out, problem.weights)
        curve = loo.result(problem.layer.n_hidden)
        made = copy(self._template).set_params(alpha="loo" if alpha is None else alpha)
        outputs = loo.predictions(curve.best)
        made._learn(problem, Solution(problem.layer, *ridge.solution(curve.best), curve, outputs, loo.rows))  # noqa: SLF001
        return made
