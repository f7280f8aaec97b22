"""Multilayer ELM on layers pre-trained as ELM autoencoders: ML-ELM, and H-ELM with sparse weights."""

from __future__ import annotations

from numbers import Integral, Real
from typing import ClassVar

import numpy as np
from sklearn.utils._param_validation import Interval, StrOptions

from elmweb.estimators.core.encode import encoding_layer
from elmweb.estimators.core.problem import Rows
from elmweb.estimators.core.readout import BaseReadout, ClassifierReadout, RegressorReadout
from elmweb.estimators.core.stacks import Stack
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.dense import HiddenLayer, default_width, random_layer, seed_of

__all__ = ["AutoencoderELMClassifier", "AutoencoderELMRegressor"]


class BaseAutoencoderELM(BaseReadout):
    """The layers that the regressor and the classifier share."""

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left"), None],
        "activation": [StrOptions(set(ACTIVATIONS))],
        "encoder_widths": [tuple, list, None],
        "sparse": ["boolean"],
        "scale": [Interval(Real, 0, None, closed="neither")],
    }

    def _make_layer(self, rows: Rows) -> Stack:
        widths = (min(2 * rows.X.shape[1], 128),) if self.encoder_widths is None else tuple(self.encoder_widths)
        if not widths or not all(isinstance(width, Integral) and int(width) >= 1 for width in widths):
            raise ValueError(f"encoder_widths must be whole numbers of 1 or more; got {self.encoder_widths!r}.")
        *seeds, last = np.random.SeedSequence(seed_of(self.random_state)).generate_state(len(widths) + 1)
        encoders: list[HiddenLayer] = []
        for width, seed in zip(widths, seeds, strict=True):
            below = Stack(tuple(encoders)) if encoders else None
            encoders.append(encoding_layer(rows, below, int(width), sparse=self.sparse, seed=int(seed)))
        n_hidden = default_width(rows.n_rows) if self.n_hidden is None else self.n_hidden
        settings = {"activation": self.activation, "scale": self.scale, "random_state": int(last)}
        return Stack((*encoders, random_layer(encoders[-1].n_hidden, n_hidden, **settings)))


class AutoencoderELMRegressor(BaseAutoencoderELM, RegressorReadout):
    """Multilayer ELM for regression, on layers pre-trained as autoencoders.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units of the last layer, which is random. None takes the power of two at or above half the
        rows, from 16 to 512.
    encoder_widths : tuple of int or None, default=None
        Number of units of each autoencoder layer; None takes one layer of twice as many units as inputs, at most 128.
    sparse : bool, default=False
        Whether autoencoder weights are found under an l1 penalty, which sets some of them to 0 (H-ELM), or under a
        ridge penalty (ML-ELM).
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
        The autoencoder layers and the random layer on top.

    Notes
    -----
    An autoencoder layer draws random orthogonal units ``H`` and reconstructs its inputs from them, ``X = H B``, with
    ``B = (H'H + c I)^-1 H'X``; if `sparse`, ``B`` minimises ``|H B - X|^2 / 2 + c |B|_1``. Its output is
    ``tanh(X B')``, with each column of ``X B'`` standardised. The random layer and the readout on top are an
    :class:`ELMRegressor`.

    References
    ----------
    Kasun, Zhou, Huang, Vong (2013). Representational learning with ELMs for big data. In Cambria and others, Extreme
    learning machines. IEEE Intelligent Systems 28(6). doi:10.1109/MIS.2013.140
    Tang, Deng, Huang (2016). Extreme learning machine for multilayer perceptron. IEEE Transactions on Neural Networks
    and Learning Systems 27(4). doi:10.1109/TNNLS.2015.2424995

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import AutoencoderELMRegressor
    >>> x = np.linspace(-1, 1, 100)[:, None]
    >>> model = AutoencoderELMRegressor(32, random_state=0).fit(x, np.sin(3 * x[:, 0]))
    >>> round(model.score(x, np.sin(3 * x[:, 0])), 2)
    1.0
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        encoder_widths: tuple[int, ...] | None = None,
        sparse: bool = False,
        activation: str = "tanh",
        alpha: float | str = "loo",
        scale: float = 1.0,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.encoder_widths = encoder_widths
        self.sparse = sparse
        self.activation = activation
        self.alpha = alpha
        self.scale = scale
        self.random_state = random_state


class AutoencoderELMClassifier(BaseAutoencoderELM, ClassifierReadout):
    """Multilayer ELM for classification, on layers pre-trained as autoencoders.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units of the last layer, which is random. None takes the power of two at or above half the
        rows, from 16 to 512.
    encoder_widths : tuple of int or None, default=None
        Number of units of each autoencoder layer; None takes one layer of twice as many units as inputs, at most 128.
    sparse : bool, default=False
        Whether autoencoder weights are found under an l1 penalty, which sets some of them to 0 (H-ELM), or under a
        ridge penalty (ML-ELM).
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
        The autoencoder layers and the random layer on top.

    Notes
    -----
    An autoencoder layer draws random orthogonal units ``H`` and reconstructs its inputs from them, ``X = H B``, with
    ``B = (H'H + c I)^-1 H'X``; if `sparse`, ``B`` minimises ``|H B - X|^2 / 2 + c |B|_1``. Its output is
    ``tanh(X B')``, with each column of ``X B'`` standardised. The random layer and the readout on top are an
    :class:`ELMRegressor`.

    References
    ----------
    Kasun, Zhou, Huang, Vong (2013). Representational learning with ELMs for big data. In Cambria and others, Extreme
    learning machines. IEEE Intelligent Systems 28(6). doi:10.1109/MIS.2013.140
    Tang, Deng, Huang (2016). Extreme learning machine for multilayer perceptron. IEEE Transactions on Neural Networks
    and Learning Systems 27(4). doi:10.1109/TNNLS.2015.2424995

    Examples
    --------
    >>> from elmweb import AutoencoderELMClassifier
    >>> X, y = [[-1.0], [-0.8], [0.9], [1.0]], ["low", "low", "high", "high"]
    >>> model = AutoencoderELMClassifier(16, random_state=0).fit(X, y)
    >>> model.predict([[-0.9], [0.8]]).tolist()
    ['low', 'high']
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        encoder_widths: tuple[int, ...] | None = None,
        sparse: bool = False,
        activation: str = "tanh",
        alpha: float | str = "loo",
        scale: float = 1.0,
        class_weight: dict | str | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.encoder_widths = encoder_widths
        self.sparse = sparse
        self.activation = activation
        self.alpha = alpha
        self.scale = scale
        self.class_weight = class_weight
        self.random_state = random_state
