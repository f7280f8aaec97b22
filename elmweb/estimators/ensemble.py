"""Ensemble of ELMs: several random layers, whose outputs are averaged."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from scipy.linalg.blas import dgemm
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import check_is_fitted, validate_data

from elmweb.estimators.core.combined import BaseCombined
from elmweb.estimators.core.problem import DTYPES, Rows
from elmweb.estimators.core.readout import ClassifierReadout, RegressorReadout
from elmweb.estimators.core.solve import block_size, row_slices
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.dense import HiddenLayer, default_width, random_layer, seed_of
from elmweb.estimators.layers.weights import BLIND_WEIGHTS

__all__ = ["EnsembleELMClassifier", "EnsembleELMRegressor"]


class BaseEnsembleELM(BaseCombined):
    """The layers that the regressor and the classifier share, and the spread of their outputs."""

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left"), None],
        "activation": [StrOptions(set(ACTIVATIONS))],
        "hidden_weights": [StrOptions(set(BLIND_WEIGHTS))],
        "n_members": [Interval(Integral, 1, None, closed="left")],
        "scale": [Interval(Real, 0, None, closed="neither")],
    }

    def predict_spread(self, X: Any) -> np.ndarray:
        """Return the spread of the members' outputs.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.

        Returns
        -------
        ndarray of shape (n,) or (n, k)
            Standard deviation over members: large where the output depends on the draw of the random layer.
        """
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype=DTYPES)
        coef, members = self.coef_.reshape(self.layer_.n_hidden, -1), self.layer_.layers
        spread = np.empty((len(X), coef.shape[1]))
        for rows in row_slices(len(X), block_size(self.layer_.n_hidden)):
            outputs, first = [], 0
            for member, intercept in zip(members, self.intercepts_, strict=True):
                own = np.asfortranarray(coef[first : first + member.n_hidden])
                outputs.append(len(members) * dgemm(1.0, member(X[rows]), own) + intercept)
                first += member.n_hidden
            spread[rows] = np.std(outputs, axis=0)
        return spread[:, 0] if self.coef_.ndim == 1 else spread

    def _make_layers(self, rows: Rows) -> list[HiddenLayer]:
        n_hidden = default_width(rows.n_rows) if self.n_hidden is None else self.n_hidden
        settings = {name: getattr(self, name) for name in ("activation", "hidden_weights", "scale")}
        seeds = np.random.SeedSequence(seed_of(self.random_state)).generate_state(self.n_members)
        return [random_layer(rows.X.shape[1], n_hidden, random_state=int(seed), **settings) for seed in seeds]


class EnsembleELMRegressor(BaseEnsembleELM, RegressorReadout):
    """Ensemble of ELMs for regression: the mean of several random layers.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units of each member. None takes the power of two at or above half the rows, from 16 to 512.
    n_members : int, default=5
        Number of members, each with a random layer of its own.
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
    layer_ : SideBySide
        The layers of all members, side by side.

    Notes
    -----
    The output is ``1/M sum_m (H_m coef_m + intercept_m)``, with ``coef_m = (H_m'H_m + alpha_m I)^-1 H_m'T`` and a
    penalty chosen for each member by its own leave-one-out errors. ``loo_`` holds the leave-one-out error of the mean.
    The spread between members shows how much depends on the draw of the random layers.

    References
    ----------
    Lan, Soh, Huang (2009). Ensemble of online sequential extreme learning machine. Neurocomputing 72.
    doi:10.1016/j.neucom.2009.02.013

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import EnsembleELMRegressor
    >>> x = np.linspace(-1, 1, 100)[:, None]
    >>> model = EnsembleELMRegressor(16, random_state=0).fit(x, np.sin(3 * x[:, 0]))
    >>> round(model.score(x, np.sin(3 * x[:, 0])), 2)
    1.0
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        n_members: int = 5,
        activation: str = "tanh",
        hidden_weights: str = "normal",
        alpha: float | str = "loo",
        scale: float = 1.0,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.n_members = n_members
        self.activation = activation
        self.hidden_weights = hidden_weights
        self.alpha = alpha
        self.scale = scale
        self.random_state = random_state


class EnsembleELMClassifier(BaseEnsembleELM, ClassifierReadout):
    """Ensemble of ELMs for classification: the mean of several random layers.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units of each member. None takes the power of two at or above half the rows, from 16 to 512.
    n_members : int, default=5
        Number of members, each with a random layer of its own.
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
    layer_ : SideBySide
        The layers of all members, side by side.

    Notes
    -----
    The output is ``1/M sum_m (H_m coef_m + intercept_m)``, with ``coef_m = (H_m'H_m + alpha_m I)^-1 H_m'T`` and a
    penalty chosen for each member by its own leave-one-out errors. ``loo_`` holds the leave-one-out error of the mean.
    The spread between members shows how much depends on the draw of the random layers.

    References
    ----------
    Lan, Soh, Huang (2009). Ensemble of online sequential extreme learning machine. Neurocomputing 72.
    doi:10.1016/j.neucom.2009.02.013

    Examples
    --------
    >>> from elmweb import EnsembleELMClassifier
    >>> X, y = [[-1.0], [-0.8], [0.9], [1.0]], ["low", "low", "high", "high"]
    >>> model = EnsembleELMClassifier(16, random_state=0).fit(X, y)
    >>> model.predict([[-0.9], [0.8]]).tolist()
    ['low', 'high']
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        n_members: int = 5,
        activation: str = "tanh",
        hidden_weights: str = "normal",
        alpha: float | str = "loo",
        scale: float = 1.0,
        class_weight: dict | str | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.n_members = n_members
        self.activation = activation
        self.hidden_weights = hidden_weights
        self.alpha = alpha
        self.scale = scale
        self.class_weight = class_weight
        self.random_state = random_state
