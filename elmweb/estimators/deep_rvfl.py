"""Ensemble deep random vector functional link network (edRVFL): stacked random layers, each with a readout."""

from __future__ import annotations

from numbers import Integral, Real
from typing import ClassVar

import numpy as np
from sklearn.utils._param_validation import Interval, StrOptions

from elmweb.estimators.core.combined import BaseCombined
from elmweb.estimators.core.problem import Rows
from elmweb.estimators.core.readout import ClassifierReadout, RegressorReadout
from elmweb.estimators.core.stacks import Stack
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.dense import default_width, random_layer, seed_of
from elmweb.estimators.layers.weights import BLIND_WEIGHTS
from elmweb.estimators.rvfl import DirectLayer

__all__ = ["DeepRVFLClassifier", "DeepRVFLRegressor"]


class BaseDeepRVFL(BaseCombined):
    """The layers that the regressor and the classifier share."""

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left"), None],
        "activation": [StrOptions(set(ACTIVATIONS))],
        "hidden_weights": [StrOptions(set(BLIND_WEIGHTS))],
        "n_layers": [Interval(Integral, 1, None, closed="left")],
        "scale": [Interval(Real, 0, None, closed="neither")],
    }

    def _make_layers(self, rows: Rows) -> list[Stack]:
        n_features = rows.X.shape[1]
        n_hidden = min(256, default_width(rows.n_rows)) if self.n_hidden is None else self.n_hidden
        settings = {name: getattr(self, name) for name in ("activation", "hidden_weights", "scale")}
        seeds = np.random.SeedSequence(seed_of(self.random_state)).generate_state(self.n_layers)
        below: tuple[DirectLayer, ...] = ()
        made = []
        for seed in seeds:
            # Each layer passes the inputs on, so that every layer and every readout takes them.
            n_inputs = n_features + (n_hidden if below else 0)
            units = random_layer(n_inputs, n_hidden, random_state=int(seed), **settings)
            below = (*below, DirectLayer(units, n_features))
            made.append(Stack(below))
        return made


class DeepRVFLRegressor(BaseDeepRVFL, RegressorReadout):
    """Ensemble deep RVFL for regression: stacked random layers, each with a readout.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units of each layer. None takes the power of two at or above half the rows, from 16 to 256.
    n_layers : int, default=3
        Number of layers.
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
        Side by side, each layer together with those below it.

    Notes
    -----
    With ``H_1 = activation(X W_1 + b_1)`` and ``H_l = activation([X, H_{l-1}] W_l + b_l)``, readout l takes
    ``[X, H_l]``; the output is the mean of the readouts. No layer is trained by gradient descent.

    References
    ----------
    Shi, Katuwal, Suganthan, Tanveer (2021). Random vector functional link neural network based ensemble deep
    learning. Pattern Recognition 117. doi:10.1016/j.patcog.2021.107978

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import DeepRVFLRegressor
    >>> x = np.linspace(-1, 1, 100)[:, None]
    >>> model = DeepRVFLRegressor(16, random_state=0).fit(x, np.sin(3 * x[:, 0]))
    >>> round(model.score(x, np.sin(3 * x[:, 0])), 2)
    1.0
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        n_layers: int = 3,
        activation: str = "tanh",
        hidden_weights: str = "normal",
        alpha: float | str = "loo",
        scale: float = 1.0,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.n_layers = n_layers
        self.activation = activation
        self.hidden_weights = hidden_weights
        self.alpha = alpha
        self.scale = scale
        self.random_state = random_state


class DeepRVFLClassifier(BaseDeepRVFL, ClassifierReadout):
    """Ensemble deep RVFL for classification: stacked random layers, each with a readout.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units of each layer. None takes the power of two at or above half the rows, from 16 to 256.
    n_layers : int, default=3
        Number of layers.
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
        Side by side, each layer together with those below it.

    Notes
    -----
    With ``H_1 = activation(X W_1 + b_1)`` and ``H_l = activation([X, H_{l-1}] W_l + b_l)``, readout l takes
    ``[X, H_l]``; the output is the mean of the readouts. No layer is trained by gradient descent.

    References
    ----------
    Shi, Katuwal, Suganthan, Tanveer (2021). Random vector functional link neural network based ensemble deep
    learning. Pattern Recognition 117. doi:10.1016/j.patcog.2021.107978

    Examples
    --------
    >>> from elmweb import DeepRVFLClassifier
    >>> X, y = [[-1.0], [-0.8], [0.9], [1.0]], ["low", "low", "high", "high"]
    >>> model = DeepRVFLClassifier(16, random_state=0).fit(X, y)
    >>> model.predict([[-0.9], [0.8]]).tolist()
    ['low', 'high']
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        n_layers: int = 3,
        activation: str = "tanh",
        hidden_weights: str = "normal",
        alpha: float | str = "loo",
        scale: float = 1.0,
        class_weight: dict | str | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.n_layers = n_layers
        self.activation = activation
        self.hidden_weights = hidden_weights
        self.alpha = alpha
        self.scale = scale
        self.class_weight = class_weight
        self.random_state = random_state
