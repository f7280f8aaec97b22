"""Random vector functional link network (RVFL): an extreme learning machine with direct links."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral, Real
from typing import ClassVar

import numpy as np
from sklearn.utils._param_validation import Interval, StrOptions

from elmweb.compute import Layer
from elmweb.estimators.core.problem import Rows
from elmweb.estimators.core.readout import BaseReadout, ClassifierReadout, RegressorReadout
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.dense import default_width, random_layer
from elmweb.estimators.layers.weights import BLIND_WEIGHTS

__all__ = ["DirectLayer", "RVFLClassifier", "RVFLRegressor"]


@dataclass(frozen=True)
class DirectLayer:
    """The inputs themselves, and a layer beside them.

    Parameters
    ----------
    layer : Layer
        The random units.
    n_features : int
        Number of inputs, ``d``.
    """

    layer: Layer
    n_features: int

    @property
    def n_hidden(self) -> int:
        """Number of columns: inputs and units."""
        return self.n_features + self.layer.n_hidden

    def leading(self, n_hidden: int) -> DirectLayer:
        """Return the first `n_hidden` columns; the inputs come first."""
        n_features = min(n_hidden, self.n_features)
        return DirectLayer(self.layer.leading(n_hidden - n_features), n_features)

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return inputs and units (n, d + L), float64, Fortran order, for a row block (n, d)."""
        H = np.empty((len(X), self.n_hidden), order="F")
        H[:, : self.n_features] = X[:, : self.n_features]
        H[:, self.n_features :] = self.layer(X)
        return H


class BaseRVFL(BaseReadout):
    """The layer that the regressor and the classifier share, and its settings."""

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left"), None],
        "activation": [StrOptions(set(ACTIVATIONS))],
        "hidden_weights": [StrOptions(set(BLIND_WEIGHTS))],
        "scale": [Interval(Real, 0, None, closed="neither")],
    }

    def _looks_at_rows(self, rows: Rows) -> bool:  # noqa: ARG002  nothing is drawn from them
        return False

    def _make_layer(self, rows: Rows) -> DirectLayer:
        n_features = rows.X.shape[1]
        layer = random_layer(
            n_features,
            default_width(rows.n_rows) if self.n_hidden is None else self.n_hidden,
            activation=self.activation,
            hidden_weights=self.hidden_weights,
            scale=self.scale,
            random_state=self.random_state,
        )
        return DirectLayer(layer, n_features)


class RVFLRegressor(BaseRVFL, RegressorReadout):
    """Random vector functional link network for regression: an ELM with direct links from inputs to outputs.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units. None takes the power of two at or above half the rows, from 16 to 512.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    hidden_weights : str, default="normal"
        Distribution of the input weights: "normal", "uniform", "sparse" or "orthogonal".
    alpha : float or "loo", default="loo"
        Ridge penalty on units and direct links alike; "loo" takes the best of 21 values by exact leave-one-out
        cross-validation.
    scale : float, default=1.0
        Scale of the random weights.
    random_state : int, RandomState or None, default=None
        Seed of the random weights.

    Attributes
    ----------
    layer_ : DirectLayer
        Inputs and random units side by side.
    coef_ : ndarray of shape (d + L,) or (d + L, k)
        Output weights: those of the inputs, then those of the units.

    See Also
    --------
    ELMRegressor : The same without direct links.

    Notes
    -----
    ``H = [X, activation(X W + b)]``; ``coef = (H'H + alpha I)^-1 H'T`` with ``H`` and ``T`` centred. Direct links
    help where the target is nearly linear in the inputs; Dudek (2020) found that for nonlinear targets they hardly
    matter. Without them this is an ELM.

    References
    ----------
    Pao, Park, Sobajic (1994). Learning and generalization characteristics of the random vector functional-link net.
    Neurocomputing 6(2). doi:10.1016/0925-2312(94)90053-1

    Dudek (2020). Are direct links necessary in RVFL NNs for regression? arXiv:2003.13090

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import RVFLRegressor
    >>> X = np.random.default_rng(0).normal(size=(80, 3))
    >>> model = RVFLRegressor(16, random_state=0).fit(X, X[:, 0] - 2 * X[:, 1])
    >>> round(model.score(X, X[:, 0] - 2 * X[:, 1]), 4)
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


class RVFLClassifier(BaseRVFL, ClassifierReadout):
    """Random vector functional link network for classification: an ELM with direct links from inputs to outputs.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units. None takes the power of two at or above half the rows, from 16 to 512.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    hidden_weights : str, default="normal"
        Distribution of the input weights: "normal", "uniform", "sparse" or "orthogonal".
    alpha : float or "loo", default="loo"
        Ridge penalty on units and direct links alike; "loo" takes the best of 21 values by exact leave-one-out
        cross-validation.
    scale : float, default=1.0
        Scale of the random weights.
    class_weight : dict, "balanced" or None, default=None
        Weights of the classes; "balanced" makes them inversely proportional to the class frequencies.
    random_state : int, RandomState or None, default=None
        Seed of the random weights.

    Attributes
    ----------
    layer_ : DirectLayer
        Inputs and random units side by side.
    coef_ : ndarray of shape (d + L,) or (d + L, k)
        Output weights: those of the inputs, then those of the units.

    See Also
    --------
    ELMClassifier : The same without direct links.

    Notes
    -----
    ``H = [X, activation(X W + b)]``, with targets -1 and 1; otherwise as :class:`RVFLRegressor`.

    References
    ----------
    Pao, Park, Sobajic (1994). Learning and generalization characteristics of the random vector functional-link net.
    Neurocomputing 6(2). doi:10.1016/0925-2312(94)90053-1

    Examples
    --------
    >>> from elmweb import RVFLClassifier
    >>> X, y = [[-1.0], [-0.8], [0.9], [1.0]], ["low", "low", "high", "high"]
    >>> model = RVFLClassifier(16, random_state=0).fit(X, y)
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
