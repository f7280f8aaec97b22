"""The extreme learning machine: a random hidden layer, and output weights by ridge regression."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral, Real
from typing import ClassVar

import numpy as np
from sklearn.utils._param_validation import Interval, StrOptions

from elmweb.estimators.core.problem import Rows
from elmweb.estimators.core.readout import BaseReadout, ClassifierReadout, RegressorReadout
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.dense import HiddenLayer, default_width, random_layer, seed_of
from elmweb.estimators.layers.distance import DistanceLayer, distance_layer
from elmweb.estimators.layers.image_weights import IMAGE_WEIGHTS, draw_image_weights, image_size
from elmweb.estimators.layers.integer import INTEGER_ACTIVATIONS, ByteLayer, byte_layer
from elmweb.estimators.layers.weights import BLIND_WEIGHTS

__all__ = ["BaseELM", "ELMClassifier", "ELMRegressor"]


class BaseELM(BaseReadout):
    """The layer that the regressor and the classifier share, and its settings."""

    layer_: HiddenLayer | DistanceLayer | ByteLayer

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left"), None],
        "activation": [StrOptions({*ACTIVATIONS, "rbf"}), list, tuple],
        "hidden_weights": [StrOptions({*BLIND_WEIGHTS, *IMAGE_WEIGHTS, "patches"})],
        "arithmetic": [StrOptions({"float", "integer", "auto"})],
        "image_shape": [tuple, list, None],
        "scale": [Interval(Real, 0, None, closed="neither")],
    }

    def _make_layer(self, rows: Rows) -> HiddenLayer | DistanceLayer | ByteLayer:
        X, T = rows.X, rows.T
        n_hidden = default_width(rows.n_rows) if self.n_hidden is None else self.n_hidden
        activation = self._activation()
        if self._is_integer(rows) and isinstance(activation, str):
            shape = image_size(X.shape[1], self.image_shape) if self.hidden_weights == "patches" else None
            seed = seed_of(self.random_state)
            return byte_layer(X, n_hidden, activation=activation, scale=self.scale, seed=seed, image_shape=shape)
        if activation == "rbf":
            return distance_layer(X, n_hidden, scale=self.scale, seed=seed_of(self.random_state))
        if self.hidden_weights in BLIND_WEIGHTS:
            return random_layer(
                X.shape[1],
                n_hidden,
                activation=activation,
                hidden_weights=self.hidden_weights,
                scale=self.scale,
                random_state=self.random_state,
            )
        return self._image_layer(X, T, n_hidden, activation)

    def _looks_at_rows(self, rows: Rows) -> bool:
        return self.activation == "rbf" or self.hidden_weights not in BLIND_WEIGHTS or self._is_integer(rows)

    def _is_integer(self, rows: Rows) -> bool:
        """Return whether this layer is computed in integers; raise ValueError where it cannot be but has to."""
        fits = isinstance(self.activation, str) and self.activation in INTEGER_ACTIVATIONS
        fits = fits and self.hidden_weights in ("normal", "patches")
        whole = rows.weights is None or not np.any(rows.weights % 1)
        if self.arithmetic == "integer" and not fits:
            raise ValueError(
                "arithmetic='integer' takes hidden_weights 'normal' or 'patches' and the activation "
                f"{', '.join(INTEGER_ACTIVATIONS)}; got {self.hidden_weights!r} and {self.activation!r}."
            )
        if self.hidden_weights == "patches" and (self.arithmetic == "float" or not fits):
            raise ValueError(
                "hidden_weights='patches' is computed in integers: it takes arithmetic 'integer' or 'auto' and the "
                f"activation {', '.join(INTEGER_ACTIVATIONS)}; got {self.arithmetic!r} and {self.activation!r}."
            )
        if self.arithmetic == "auto" and self.hidden_weights != "patches":
            return fits and whole and rows.X.dtype == np.uint8
        return self.arithmetic != "float"

    def _image_layer(
        self, X: np.ndarray, T: np.ndarray, n_hidden: int, activation: str | tuple[str, ...]
    ) -> HiddenLayer:
        """Return a layer whose weights depend on the images."""
        if self.hidden_weights != "rf" and T.dtype != np.int8:
            raise ValueError(
                f"hidden_weights={self.hidden_weights!r} is made of images of classes, and here numbers are predicted. "
                "Take 'rf' or one of " + ", ".join(BLIND_WEIGHTS) + "."
            )
        # Only a receptive field needs to know which pixel an input is.
        has_place = self.hidden_weights.startswith("rf")
        size = image_size(X.shape[1], self.image_shape) if has_place else (1, X.shape[1], 1)
        weights, bias = draw_image_weights(
            X,
            T,
            n_hidden,
            kind=self.hidden_weights,
            size=size,
            scale=self.scale,
            seed=seed_of(self.random_state),
        )
        return HiddenLayer(weights.T, bias, activation)

    def _activation(self) -> str | tuple[str, ...]:
        """Return the activation, or several that are assigned to the units in rotation."""
        if isinstance(self.activation, str):
            return self.activation
        unknown = [name for name in self.activation if name not in ACTIVATIONS]
        if unknown or not self.activation:
            raise ValueError(
                f"A list of activations holds one or more of {', '.join(ACTIVATIONS)}; got {self.activation!r}."
            )
        return tuple(self.activation)

    @property
    def hidden_weights_(self) -> np.ndarray:
        """Input weights (d, L): random, small integers, or for distance units their centres."""
        layer = self.layer_.layer if isinstance(self.layer_, ByteLayer) else self.layer_
        return layer.centres if isinstance(layer, DistanceLayer) else layer.weights

    @property
    def hidden_bias_(self) -> np.ndarray:
        """Biases (L,); 0 for distance units."""
        layer = self.layer_.layer if isinstance(self.layer_, ByteLayer) else self.layer_
        return np.zeros(layer.n_hidden) if isinstance(layer, DistanceLayer) else layer.bias


class ELMRegressor(BaseELM, RegressorReadout):
    """Extreme Learning Machine for regression: random hidden layer, then ridge regression.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units. None takes the power of two at or above half the rows, from 16 to 512.
    activation : str or list of str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity", or "rbf": radial basis
        functions centred on random training rows. The activations of a list are assigned to the units in rotation.
    hidden_weights : str, default="normal"
        Distribution of the input weights: "normal", "uniform", "sparse" (each unit takes ``sqrt(d)`` inputs) or
        "orthogonal"; for images also "rf" (non-zero inside a random rectangle), "c" (the difference of two images of
        different classes), "ciw" (a random sum of the images of one class), "rf-c", "rf-ciw", and "patches"
        (8 x 8 pixels, shared by 12 units, in integers).
    image_shape : tuple of int or None, default=None
        Rows, columns and optionally channels of the images that inputs are; None for square images.
    arithmetic : {"auto", "float", "integer"}, default="auto"
        "integer" quantises inputs to 8 bits, weights to small integers and units to 7 bits, so that every sum is exact:
        the model is the same, bit for bit, on every machine and for every order of rows. "auto" does so for uint8
        inputs.
    alpha : float or "loo", default="loo"
        Ridge penalty added to the diagonal of the centred ``H'H``. "loo" tries 21 from 1e-6 to 1e4 times
        the mean of that diagonal and takes the one with the smallest exact leave-one-out squared error.
    scale : float, default=1.0
        Scale of the random weights. Normal weights have standard deviation ``scale / sqrt(d)`` and their biases
        ``scale``; weights for images have norm ``scale``.
    random_state : int, RandomState or None, default=None
        Seed of the random weights. The first units of a wide layer are the narrow layer of the same seed.

    Attributes
    ----------
    layer_ : HiddenLayer, DistanceLayer or ByteLayer
        The random hidden layer: a map from inputs to units.
    hidden_weights_ : ndarray of shape (d, L)
        Random input weights.
    hidden_bias_ : ndarray of shape (L,)
        Random biases.

    See Also
    --------
    ELMClassifier : The same for classification.

    Notes
    -----
    ``H = activation(X W + b)`` with random ``W`` and ``b``; ``coef = (H'H + alpha I)^-1 H'T`` with ``H`` and ``T``
    centred. Also known as random features with ridge regression. Computations are in float64; memory holds one row
    block and ``L^2`` numbers (and ``H``, while it is under 160 MB).

    References
    ----------
    Huang, Zhu, Siew (2006). Extreme learning machine: theory and applications. Neurocomputing 70.
    doi:10.1016/j.neucom.2005.12.126

    Schmidt, Kraaijveld, Duin (1992). Feedforward neural networks with random weights. 11th IAPR International
    Conference on Pattern Recognition. doi:10.1109/ICPR.1992.201708

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import ELMRegressor
    >>> x = np.linspace(-1, 1, 100)
    >>> model = ELMRegressor(32, random_state=0).fit(x[:, None], np.sin(3 * x))
    >>> round(model.score(x[:, None], np.sin(3 * x)), 3)
    1.0
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        activation: str | Sequence[str] = "tanh",
        hidden_weights: str = "normal",
        image_shape: tuple[int, ...] | None = None,
        arithmetic: str = "auto",
        alpha: float | str = "loo",
        scale: float = 1.0,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.activation = activation
        self.hidden_weights = hidden_weights
        self.image_shape = image_shape
        self.arithmetic = arithmetic
        self.alpha = alpha
        self.scale = scale
        self.random_state = random_state


class ELMClassifier(BaseELM, ClassifierReadout):
    """Extreme Learning Machine for classification: random hidden layer, then ridge regression on targets -1 and 1.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units. None takes the power of two at or above half the rows, from 16 to 512.
    activation : str or list of str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity", or "rbf": radial basis
        functions centred on random training rows. The activations of a list are assigned to the units in rotation.
    hidden_weights : str, default="normal"
        Distribution of the input weights: "normal", "uniform", "sparse" (each unit takes ``sqrt(d)`` inputs) or
        "orthogonal"; for images also "rf" (non-zero inside a random rectangle), "c" (the difference of two images of
        different classes), "ciw" (a random sum of the images of one class), "rf-c", "rf-ciw", and "patches"
        (8 x 8 pixels, shared by 12 units, in integers).
    image_shape : tuple of int or None, default=None
        Rows, columns and optionally channels of the images that inputs are; None for square images.
    arithmetic : {"auto", "float", "integer"}, default="auto"
        "integer" quantises inputs to 8 bits, weights to small integers and units to 7 bits, so that every sum is exact:
        the model is the same, bit for bit, on every machine and for every order of rows. "auto" does so for uint8
        inputs.
    alpha : float or "loo", default="loo"
        Ridge penalty added to the diagonal of the centred ``H'H``. "loo" tries 21 from 1e-6 to 1e4 times
        the mean of that diagonal and takes the one with the smallest exact leave-one-out error rate; ties are broken
        by the squared error.
    scale : float, default=1.0
        Scale of the random weights. Normal weights have standard deviation ``scale / sqrt(d)`` and their biases
        ``scale``; weights for images have norm ``scale``.
    class_weight : dict, "balanced" or None, default=None
        Weights of the classes (weighted ELM); "balanced" makes them inversely proportional to the class frequencies.
    random_state : int, RandomState or None, default=None
        Seed of the random weights. The first units of a wide layer are the narrow layer of the same seed.

    Attributes
    ----------
    layer_ : HiddenLayer, DistanceLayer or ByteLayer
        The random hidden layer: a map from inputs to units.
    hidden_weights_ : ndarray of shape (d, L)
        Random input weights.
    hidden_bias_ : ndarray of shape (L,)
        Random biases.

    See Also
    --------
    ELMRegressor : The same for regression.

    Notes
    -----
    ``H = activation(X W + b)`` with random ``W`` and ``b``; ``coef = (H'H + alpha I)^-1 H'T`` with ``H`` and ``T``
    centred, ``T`` being -1 or 1. On top of ``H`` this is :class:`sklearn.linear_model.RidgeClassifier`.

    Least-squares outputs are not probabilities. ``predict_proba`` is ``softmax(a f)``, or ``1 / (1 + exp(-a f))``
    for two classes and for each label, where the inverse temperature ``a`` maximises the likelihood of the exact
    leave-one-out outputs, smoothed by one row of unknown class. As ``a > 0``, the most probable class is the predicted
    class.

    References
    ----------
    Huang, Zhu, Siew (2006). Extreme learning machine: theory and applications. Neurocomputing 70.
    doi:10.1016/j.neucom.2005.12.126

    Schmidt, Kraaijveld, Duin (1992). Feedforward neural networks with random weights. 11th IAPR International
    Conference on Pattern Recognition. doi:10.1109/ICPR.1992.201708

    Zong, Huang, Chen (2013). Weighted extreme learning machine for imbalance learning. Neurocomputing 101.
    doi:10.1016/j.neucom.2012.08.010

    Platt (1999). Probabilistic outputs for support vector machines. Advances in Large Margin Classifiers, MIT Press.

    Guo, Pleiss, Sun, Weinberger (2017). On calibration of modern neural networks. ICML. arXiv:1706.04599

    Examples
    --------
    >>> from elmweb import ELMClassifier
    >>> X, y = [[-1.0], [-0.8], [0.9], [1.0]], ["low", "low", "high", "high"]
    >>> model = ELMClassifier(16, random_state=0).fit(X, y)
    >>> model.predict([[-0.9], [0.8]]).tolist()
    ['low', 'high']
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        activation: str | Sequence[str] = "tanh",
        hidden_weights: str = "normal",
        image_shape: tuple[int, ...] | None = None,
        arithmetic: str = "auto",
        alpha: float | str = "loo",
        scale: float = 1.0,
        class_weight: dict | str | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.activation = activation
        self.hidden_weights = hidden_weights
        self.image_shape = image_shape
        self.arithmetic = arithmetic
        self.alpha = alpha
        self.scale = scale
        self.class_weight = class_weight
        self.random_state = random_state
