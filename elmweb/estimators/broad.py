"""Broad learning: feature units and enhancement units side by side."""

from __future__ import annotations

from numbers import Integral, Real
from typing import ClassVar

import numpy as np
from sklearn.utils._param_validation import Interval, StrOptions

from elmweb.estimators.core.encode import encoding_layer
from elmweb.estimators.core.problem import Rows
from elmweb.estimators.core.readout import BaseReadout, ClassifierReadout, RegressorReadout
from elmweb.estimators.core.stacks import SideBySide, Stack
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.dense import default_width, random_layer, seed_of
from elmweb.estimators.rvfl import DirectLayer

__all__ = ["BroadLearningClassifier", "BroadLearningRegressor"]


class BaseBroadLearning(BaseReadout):
    """The layer that the regressor and the classifier share."""

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left"), None],
        "activation": [StrOptions(set(ACTIVATIONS))],
        "n_groups": [Interval(Integral, 1, None, closed="left")],
        "group_width": [Interval(Integral, 1, None, closed="left")],
        "scale": [Interval(Real, 0, None, closed="neither")],
    }

    def _make_layer(self, rows: Rows) -> Stack:
        n_hidden = default_width(rows.n_rows) if self.n_hidden is None else self.n_hidden
        *seeds, last = np.random.SeedSequence(seed_of(self.random_state)).generate_state(self.n_groups + 1)
        groups = [
            encoding_layer(rows, None, self.group_width, sparse=True, seed=int(seed), activation="identity")
            for seed in seeds
        ]
        features = SideBySide(tuple(groups))
        settings = {"activation": self.activation, "scale": self.scale, "random_state": int(last)}
        enhancement = random_layer(features.n_hidden, n_hidden, **settings)
        return Stack((features, DirectLayer(enhancement, features.n_hidden)))


class BroadLearningRegressor(BaseBroadLearning, RegressorReadout):
    """Broad learning system for regression: feature units and enhancement units side by side.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of enhancement units. None takes the power of two at or above half the rows, from 16 to 512.
    n_groups : int, default=6
        Number of groups of feature units.
    group_width : int, default=10
        Number of feature units in each group.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    alpha : float or "loo", default="loo"
        Ridge penalty; "loo" takes the best of 21 values by exact leave-one-out cross-validation.
    scale : float, default=1.0
        Scale of the random weights.
    random_state : int, RandomState or None, default=None
        Seed of the random weights.

    Attributes
    ----------
    layer_ : Stack
        Feature units with enhancement units beside them.

    Notes
    -----
    Feature units are linear maps of the inputs, ``Z_i = X B_i'``, whose weights a sparse autoencoder refines.
    Enhancement units are ``activation([Z_1 ... Z_n] W + b)``. The readout takes both.

    References
    ----------
    Chen, Liu (2018). Broad learning system: an effective and efficient incremental learning system without the need
    for deep architecture. IEEE Transactions on Neural Networks and Learning Systems 29(1).
    doi:10.1109/TNNLS.2017.2716952

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import BroadLearningRegressor
    >>> x = np.linspace(-1, 1, 100)[:, None]
    >>> model = BroadLearningRegressor(16, random_state=0).fit(x, np.sin(3 * x[:, 0]))
    >>> round(model.score(x, np.sin(3 * x[:, 0])), 2)
    1.0
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        n_groups: int = 6,
        group_width: int = 10,
        activation: str = "tanh",
        alpha: float | str = "loo",
        scale: float = 1.0,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.n_groups = n_groups
        self.group_width = group_width
        self.activation = activation
        self.alpha = alpha
        self.scale = scale
        self.random_state = random_state


class BroadLearningClassifier(BaseBroadLearning, ClassifierReadout):
    """Broad learning system for classification: feature units and enhancement units side by side.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of enhancement units. None takes the power of two at or above half the rows, from 16 to 512.
    n_groups : int, default=6
        Number of groups of feature units.
    group_width : int, default=10
        Number of feature units in each group.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
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
    layer_ : Stack
        Feature units with enhancement units beside them.

    Notes
    -----
    Feature units are linear maps of the inputs, ``Z_i = X B_i'``, whose weights a sparse autoencoder refines.
    Enhancement units are ``activation([Z_1 ... Z_n] W + b)``. The readout takes both.

    References
    ----------
    Chen, Liu (2018). Broad learning system: an effective and efficient incremental learning system without the need
    for deep architecture. IEEE Transactions on Neural Networks and Learning Systems 29(1).
    doi:10.1109/TNNLS.2017.2716952

    Examples
    --------
    >>> from elmweb import BroadLearningClassifier
    >>> X, y = [[-1.0], [-0.8], [0.9], [1.0]], ["low", "low", "high", "high"]
    >>> model = BroadLearningClassifier(16, random_state=0).fit(X, y)
    >>> model.predict([[-0.9], [0.8]]).tolist()
    ['low', 'high']
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        n_groups: int = 6,
        group_width: int = 10,
        activation: str = "tanh",
        alpha: float | str = "loo",
        scale: float = 1.0,
        class_weight: dict | str | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.n_groups = n_groups
        self.group_width = group_width
        self.activation = activation
        self.alpha = alpha
        self.scale = scale
        self.class_weight = class_weight
        self.random_state = random_state
