"""Pruned ELM: units ranked by their contribution, and as many kept as have the smallest leave-one-out error."""

from __future__ import annotations

from dataclasses import replace
from numbers import Integral, Real
from typing import Any, ClassVar, Self, cast

import numpy as np
from scipy.linalg.blas import dgemm, dgemv
from sklearn.utils._param_validation import Interval, StrOptions

from elmweb.compute import BlasAccumulator, Gram
from elmweb.estimators.core.problem import Rows
from elmweb.estimators.core.readout import BaseReadout, ClassifierReadout, RegressorReadout
from elmweb.estimators.core.solve import Problem, Solution, block_size, iter_solutions, row_slices
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.dense import HiddenLayer, default_width, random_layer
from elmweb.estimators.layers.weights import BLIND_WEIGHTS

__all__ = ["PrunedELMClassifier", "PrunedELMRegressor"]

_N_PARTS = 10  # of the rows, each left out once
_FEWEST_PARTS = 4  # with fewer rows or groups nothing would be left to pick units by


class BasePrunedELM(BaseReadout):
    """The layer that the regressor and the classifier share, and how it is pruned."""

    _fits_in_steps: ClassVar[bool] = False

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left"), None],
        "activation": [StrOptions(set(ACTIVATIONS))],
        "hidden_weights": [StrOptions(set(BLIND_WEIGHTS))],
        "scale": [Interval(Real, 0, None, closed="neither")],
    }

    def fit(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> Self:
        """Rank the units, keep as many as have the smallest leave-one-out error, and fit their output weights.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs, ideally scaled to unit variance.
        y : array-like of shape (n,) or (n, k)
            Targets.
        sample_weight : array-like of shape (n,), optional
            Weight of each row.
        groups : array-like of shape (n,), optional
            Group of each row, whose rows are left out together.

        Returns
        -------
        self
            The fitted estimator.

        Raises
        ------
        ValueError
            Fewer than 2 rows, or values that are missing or infinite.
        """
        problem = self._pose(X, y, sample_weight, groups)
        solutions = _solutions(problem)
        self.counts_ = np.array([solution.loo.n_hidden for solution in solutions])
        self.count_errors_ = np.array([solution.loo.error for solution in solutions])
        best = min(solutions, key=_error)
        best = _cross_fitted(problem, best)
        outputs = best.outputs_to_judge_by
        self.cross_fitted_decision_ = outputs[:, 0].copy() if problem.flat else outputs
        self._learn(problem, best)
        return self

    def _make_layer(self, rows: Rows) -> HiddenLayer:
        n_hidden = default_width(rows.n_rows) if self.n_hidden is None else self.n_hidden
        settings = {name: getattr(self, name) for name in ("activation", "hidden_weights", "scale", "random_state")}
        return random_layer(rows.X.shape[1], n_hidden, **settings)


def _solutions(problem: Problem) -> list[Solution]:
    """Return the solutions with different numbers of units, those first that these rows rank first."""
    order = _by_use(_sums(problem), problem.layer.n_hidden)
    drawn = cast("HiddenLayer", problem.layer)  # as _make_layer made it
    ranked = HiddenLayer(drawn.weights[:, order], drawn.bias[order], drawn.activation)
    steps = iter_solutions(replace(problem, layer=ranked), _counts(len(order)))
    return [step.result for step in steps if step.result is not None]


def _cross_fitted(problem: Problem, best: Solution) -> Solution:
    """Return the solution with honest outputs for rows left out.

    Leave-one-out of the units that were kept is too good: the row that is left out helped to pick them. So one part of
    the rows after the other is left out of all of it: ranking, number of units and penalty.
    """
    codes = np.arange(len(problem.X)) if problem.groups is None else np.unique(problem.groups, return_inverse=True)[1]
    n_codes = int(codes.max()) + 1
    if n_codes < _FEWEST_PARTS:
        return best
    n_parts = min(_N_PARTS, n_codes)
    part_of = np.random.RandomState(0).permutation(np.arange(n_codes) % n_parts)[codes]
    outputs = np.empty((len(problem.X), problem.T.shape[1]))
    for part in range(n_parts):
        out = part_of == part
        found = min(_solutions(_some_rows(problem, ~out)), key=_error)
        outputs[out] = dgemm(1.0, found.layer(problem.X[out]), found.coef) + found.intercept
    return replace(best, honest_outputs=outputs[best.loo_rows])


def _some_rows(problem: Problem, rows: np.ndarray) -> Problem:
    """Return the problem with these rows only."""
    weights = None if problem.weights is None else problem.weights[rows]
    groups = None if problem.groups is None else problem.groups[rows]
    return replace(problem, X=problem.X[rows], T=problem.T[rows], weights=weights, groups=groups)


def _sums(problem: Problem) -> Gram:
    """Return the sums over all rows."""
    sums = BlasAccumulator(problem.layer, problem.T.shape[1])
    for rows in row_slices(len(problem.X), block_size(problem.layer.n_hidden)):
        sums.add(problem.X[rows], problem.T[rows], problem.weights_of(rows))
    return sums.result()


def _by_use(gram: Gram, n_hidden: int) -> np.ndarray:
    """Return the units in the order in which each explains most of the variance that is left.

    This is orthogonal least squares on the sums: after a unit is chosen, its direction is projected out of the
    others. Units that explain nothing more come last, in the order in which they were drawn.
    """
    G = np.tril(gram.G) + np.tril(gram.G, -1).T
    own, C = np.einsum("ii->i", G).copy(), gram.C.copy()
    least = 1e-8 * own.max(initial=0.0)  # below this, what is left of a unit after projection is rounding error
    free, order, taken = np.ones(n_hidden, dtype=bool), [], np.zeros((n_hidden, n_hidden), order="F")
    for step in range(n_hidden):
        explained = np.where(free & (own > least), np.einsum("ij,ij->i", C, C) / np.maximum(own, least or 1.0), -1.0)
        if explained.max() < 0:
            break
        unit = int(np.argmax(explained >= (1 - 1e-9) * explained.max()))  # the first of those that tie, up to rounding
        shared = G[:, unit] - dgemv(1.0, taken[:, :step], taken[unit, :step]) if step else G[:, unit].copy()
        column = shared / np.sqrt(own[unit])
        C -= column[:, None] * (C[unit] / np.sqrt(own[unit]))
        own -= column**2
        taken[:, step], free[unit] = column, False
        order.append(unit)
    return np.array(order + np.flatnonzero(free).tolist())


def _counts(n_hidden: int) -> list[int]:
    """Return the numbers of units to try: all, then 3/4 of the number before, down to 4."""
    counts = [n_hidden]
    while counts[-1] > 4:
        counts.append(max(4, 3 * counts[-1] // 4))
    return counts


def _error(solution: Solution) -> tuple[float, float, int]:
    """Return the key to minimise: the error, then the squared error, then the number of units."""
    loo = solution.loo
    return loo.error, float(loo.squared_errors[loo.best]), loo.n_hidden


class PrunedELMRegressor(BasePrunedELM, RegressorReadout):
    """Optimally pruned ELM for regression: the units that contribute most, as many as leave-one-out chooses.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units to choose from. None takes the power of two at or above half the rows, from 16 to 512.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    hidden_weights : str, default="normal"
        Distribution of the input weights: "normal", "uniform", "sparse" or "orthogonal".
    alpha : float or "loo", default="loo"
        Ridge penalty; "loo" takes the best of 21 values by exact leave-one-out cross-validation.
    scale : float, default=1.0
        Scale of the random weights.
    random_state : int, RandomState or None, default=None
        Seed of the random weights.

    Attributes
    ----------
    layer_ : HiddenLayer
        The units that were kept, in the order of their contribution.
    counts_ : ndarray of int
        Numbers of units that were tried.
    count_errors_ : ndarray
        Leave-one-out error at each of these numbers. As in ``loo_``, it is too good: the units were
        picked by the same rows.
    cross_fitted_decision_ : ndarray of shape (m,) or (m, k)
        Outputs for the rows of ``loo_rows_`` of ten models, each of which left a tenth of the rows out of ranking,
        number of units and penalty. Probabilities and intervals are fitted to these.

    Notes
    -----
    Units are ranked by orthogonal least squares: with ``G = H'H`` and ``C = H'T`` of the centred units, less what the
    units chosen so far explain, each step chooses the unit ``j`` with the largest ``sum_k C_jk^2 / G_jj``. Then
    ``coef = (H'H + alpha I)^-1 H'T`` is solved for leading parts of the ranking, and the one with the smallest exact
    leave-one-out error is kept. OP-ELM ranks by LARS, which gives the same first unit and similar rankings.

    References
    ----------
    Miche, Sorjamaa, Bas, Simula, Jutten, Lendasse (2010). OP-ELM: optimally pruned extreme learning machine. IEEE
    Transactions on Neural Networks 21(1). doi:10.1109/TNN.2009.2036259

    Chen, Cowan, Grant (1991). Orthogonal least squares learning algorithm for radial basis function networks. IEEE
    Transactions on Neural Networks 2(2). doi:10.1109/72.80341

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import PrunedELMRegressor
    >>> x = np.linspace(-1, 1, 100)[:, None]
    >>> model = PrunedELMRegressor(64, random_state=0).fit(x, np.sin(3 * x[:, 0]))
    >>> round(model.score(x, np.sin(3 * x[:, 0])), 2)
    1.0
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        activation: str = "tanh",
        hidden_weights: str = "normal",
        alpha: float | str = "loo",
        scale: float = 1.0,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.activation = activation
        self.hidden_weights = hidden_weights
        self.alpha = alpha
        self.scale = scale
        self.random_state = random_state


class PrunedELMClassifier(BasePrunedELM, ClassifierReadout):
    """Optimally pruned ELM for classification: the units that contribute most, as many as leave-one-out chooses.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units to choose from. None takes the power of two at or above half the rows, from 16 to 512.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    hidden_weights : str, default="normal"
        Distribution of the input weights: "normal", "uniform", "sparse" or "orthogonal".
    alpha : float or "loo", default="loo"
        Ridge penalty; "loo" takes the best of 21 values by exact leave-one-out cross-validation.
    scale : float, default=1.0
        Scale of the random weights.
    class_weight : dict, "balanced" or None, default=None
        Weights of the classes; "balanced" makes them inversely proportional to the class frequencies.
    random_state : int, RandomState or None, default=None
        Seed of the random weights.

    Attributes
    ----------
    layer_ : HiddenLayer
        The units that were kept, in the order of their contribution.
    counts_ : ndarray of int
        Numbers of units that were tried.
    count_errors_ : ndarray
        Leave-one-out error at each of these numbers. As in ``loo_``, it is too good: the units were
        picked by the same rows.
    cross_fitted_decision_ : ndarray of shape (m,) or (m, k)
        Outputs for the rows of ``loo_rows_`` of ten models, each of which left a tenth of the rows out of ranking,
        number of units and penalty. Probabilities and intervals are fitted to these.

    Notes
    -----
    Units are ranked by orthogonal least squares: with ``G = H'H`` and ``C = H'T`` of the centred units, less what the
    units chosen so far explain, each step chooses the unit ``j`` with the largest ``sum_k C_jk^2 / G_jj``. Then
    ``coef = (H'H + alpha I)^-1 H'T`` is solved for leading parts of the ranking, and the one with the smallest exact
    leave-one-out error is kept. OP-ELM ranks by LARS, which gives the same first unit and similar rankings.

    References
    ----------
    Miche, Sorjamaa, Bas, Simula, Jutten, Lendasse (2010). OP-ELM: optimally pruned extreme learning machine. IEEE
    Transactions on Neural Networks 21(1). doi:10.1109/TNN.2009.2036259

    Chen, Cowan, Grant (1991). Orthogonal least squares learning algorithm for radial basis function networks. IEEE
    Transactions on Neural Networks 2(2). doi:10.1109/72.80341

    Examples
    --------
    >>> from elmweb import PrunedELMClassifier
    >>> X, y = [[-1.0], [-0.8], [0.9], [1.0]], ["low", "low", "high", "high"]
    >>> model = PrunedELMClassifier(16, random_state=0).fit(X, y)
    >>> model.predict([[-0.9], [0.8]]).tolist()
    ['low', 'high']
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        activation: str = "tanh",
        hidden_weights: str = "normal",
        alpha: float | str = "loo",
        scale: float = 1.0,
        class_weight: dict | str | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.activation = activation
        self.hidden_weights = hidden_weights
        self.alpha = alpha
        self.scale = scale
        self.class_weight = class_weight
        self.random_state = random_state
