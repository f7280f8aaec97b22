"""Growing ELM: units are added while the leave-one-out error falls."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any, ClassVar, Self

import numpy as np
from sklearn.utils._param_validation import Interval, StrOptions

from elmweb.estimators.core.problem import Rows
from elmweb.estimators.core.readout import BaseReadout, ClassifierReadout, RegressorReadout
from elmweb.estimators.core.solve import iter_solutions
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.dense import HiddenLayer, default_width, random_layer
from elmweb.estimators.layers.weights import BLIND_WEIGHTS

__all__ = ["GrowingELMClassifier", "GrowingELMRegressor"]


class BaseGrowingELM(BaseReadout):
    """The layer that the regressor and the classifier share, and how it grows."""

    _fits_in_steps: ClassVar[bool] = False

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left"), None],
        "activation": [StrOptions(set(ACTIVATIONS))],
        "hidden_weights": [StrOptions(set(BLIND_WEIGHTS))],
        "patience": [Interval(Integral, 1, None, closed="left")],
        "scale": [Interval(Real, 0, None, closed="neither")],
    }

    def fit(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> Self:
        """Add units while the leave-one-out error falls, and fit their output weights.

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
        tried = []
        for step in iter_solutions(problem, _widths(problem.layer.n_hidden)):
            if step.result is not None:
                tried.append(step.result)
                since = len(tried) - 1 - int(np.argmin([solution.loo.error for solution in tried]))
                if since >= self.patience:
                    break
        self.widths_ = np.array([solution.loo.n_hidden for solution in tried])
        self.width_errors_ = np.array([solution.loo.error for solution in tried])
        self._learn(problem, tried[int(self.width_errors_.argmin())])
        return self

    def _make_layer(self, rows: Rows) -> HiddenLayer:
        n_hidden = default_width(rows.n_rows) if self.n_hidden is None else self.n_hidden
        settings = {name: getattr(self, name) for name in ("activation", "hidden_weights", "scale", "random_state")}
        return random_layer(rows.X.shape[1], n_hidden, **settings)


def _widths(most: int) -> list[int]:
    """Return the widths to try: from 4 units on, each 1.5 times the one before."""
    widths = [min(4, most)]
    while widths[-1] < most:
        widths.append(min(most, widths[-1] + max(1, widths[-1] // 2)))
    return widths


class GrowingELMRegressor(BaseGrowingELM, RegressorReadout):
    """Incremental ELM for regression: units are added while the leave-one-out error falls.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Largest number of hidden units. None takes the power of two at or above half the rows, from 16 to 512.
    patience : int, default=3
        Number of widths without improvement after which growing stops.
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
        The random units of the best width.
    widths_ : ndarray of int
        Numbers of units that were tried.
    width_errors_ : ndarray
        Leave-one-out error at each of these widths.

    Notes
    -----
    ``coef = (H'H + alpha I)^-1 H'T`` for 4, 6, 9, ... units, with ``H`` and ``T`` centred, until the exact
    leave-one-out error has not fallen for `patience` widths. Units once added stay, and their sums are not recomputed:
    the sums of a narrow layer are a part of those of a wide one. Output weights are solved for again at each width,
    unlike in the original incremental ELM, which keeps them.

    References
    ----------
    Huang, Chen, Siew (2006). Universal approximation using incremental constructive feedforward networks with random
    hidden nodes. IEEE Transactions on Neural Networks 17(4). doi:10.1109/TNN.2006.875977

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import GrowingELMRegressor
    >>> x = np.linspace(-1, 1, 100)[:, None]
    >>> model = GrowingELMRegressor(64, random_state=0).fit(x, np.sin(3 * x[:, 0]))
    >>> round(model.score(x, np.sin(3 * x[:, 0])), 2)
    1.0
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        patience: int = 3,
        activation: str = "tanh",
        hidden_weights: str = "normal",
        alpha: float | str = "loo",
        scale: float = 1.0,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.patience = patience
        self.activation = activation
        self.hidden_weights = hidden_weights
        self.alpha = alpha
        self.scale = scale
        self.random_state = random_state


class GrowingELMClassifier(BaseGrowingELM, ClassifierReadout):
    """Incremental ELM for classification: units are added while the leave-one-out error falls.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Largest number of hidden units. None takes the power of two at or above half the rows, from 16 to 512.
    patience : int, default=3
        Number of widths without improvement after which growing stops.
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
        The random units of the best width.
    widths_ : ndarray of int
        Numbers of units that were tried.
    width_errors_ : ndarray
        Leave-one-out error at each of these widths.

    Notes
    -----
    ``coef = (H'H + alpha I)^-1 H'T`` for 4, 6, 9, ... units, with ``H`` and ``T`` centred, until the exact
    leave-one-out error has not fallen for `patience` widths. Units once added stay, and their sums are not recomputed:
    the sums of a narrow layer are a part of those of a wide one. Output weights are solved for again at each width,
    unlike in the original incremental ELM, which keeps them.

    References
    ----------
    Huang, Chen, Siew (2006). Universal approximation using incremental constructive feedforward networks with random
    hidden nodes. IEEE Transactions on Neural Networks 17(4). doi:10.1109/TNN.2006.875977

    Examples
    --------
    >>> from elmweb import GrowingELMClassifier
    >>> X, y = [[-1.0], [-0.8], [0.9], [1.0]], ["low", "low", "high", "high"]
    >>> model = GrowingELMClassifier(16, random_state=0).fit(X, y)
    >>> model.predict([[-0.9], [0.8]]).tolist()
    ['low', 'high']
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        patience: int = 3,
        activation: str = "tanh",
        hidden_weights: str = "normal",
        alpha: float | str = "loo",
        scale: float = 1.0,
        class_weight: dict | str | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.patience = patience
        self.activation = activation
        self.hidden_weights = hidden_weights
        self.alpha = alpha
        self.scale = scale
        self.class_weight = class_weight
        self.random_state = random_state
