"""Online ELM: learns block by block, forgets rows exactly, and merges with other models."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
from sklearn.utils import column_or_1d
from sklearn.utils._param_validation import StrOptions
from sklearn.utils.multiclass import check_classification_targets, type_of_target

from elmweb.compute import BlasAccumulator, ExactAccumulator, Gram, TargetCode
from elmweb.estimators.core.online import ROUNDING, BaseOnlineELM
from elmweb.estimators.core.readout import ClassifierReadout, RegressorReadout
from elmweb.estimators.layers.dense import seed_of
from elmweb.estimators.layers.integer import INTEGER_ACTIVATIONS, byte_layer

__all__ = ["OnlineELMClassifier", "OnlineELMRegressor"]

_WIDTH = 128


class OnlineELMRegressor(BaseOnlineELM, RegressorReadout):
    """Online ELM for regression: learns block by block, and can forget rows.

    Parameters
    ----------
    n_hidden : int, default=128
        Number of hidden units.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    hidden_weights : str, default="normal"
        Distribution of the input weights: "normal", "uniform", "sparse" or "orthogonal".
    alpha : float or "gcv", default="gcv"
        Ridge penalty. "gcv" takes the best of 21 values by generalised cross-validation, which needs only the sums.
    scale : float, default=1.0
        Scale of the random weights.
    forgetting : float, default=1.0
        Factor by which the weights of older rows are multiplied at each new block; with 1 all rows weigh the same.
    random_state : int, RandomState or None, default=None
        Seed of the random weights. Models that are to be merged need the same seed.

    Attributes
    ----------
    layer_ : HiddenLayer
        The random hidden layer, drawn with the first block.

    See Also
    --------
    ELMRegressor : The same on all rows at once, with leave-one-out errors.

    Notes
    -----
    The model consists of ``H'H``, ``H'T`` and the means; ``coef = (H'H + alpha I)^-1 H'T`` with ``H`` and ``T``
    centred. A block is added to these sums, :meth:`forget` subtracts rows, and :meth:`merge` adds the sums of another
    model. The coefficients equal those of a fit on all rows at once.

    References
    ----------
    Liang, Huang, Saratchandran, Sundararajan (2006). A fast and accurate online sequential learning algorithm for
    feedforward networks. IEEE Transactions on Neural Networks 17(6). doi:10.1109/TNN.2006.880583

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import OnlineELMRegressor
    >>> x = np.linspace(-1, 1, 200)[:, None]
    >>> model = OnlineELMRegressor(32, random_state=0)
    >>> for block in np.array_split(np.random.default_rng(0).permutation(200), 4):
    ...     model = model.partial_fit(x[block], np.sin(3 * x[block, 0]))
    >>> round(model.score(x, np.sin(3 * x[:, 0])), 3)
    1.0
    """

    _y_numeric = True

    def __init__(
        self,
        n_hidden: int = _WIDTH,
        *,
        activation: str = "tanh",
        hidden_weights: str = "normal",
        alpha: float | str = "gcv",
        scale: float = 1.0,
        forgetting: float = 1.0,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.activation = activation
        self.hidden_weights = hidden_weights
        self.alpha = alpha
        self.scale = scale
        self.forgetting = forgetting
        self.random_state = random_state

    def partial_fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Learn from more rows.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.
        y : array-like of shape (n,) or (n, k)
            Targets, of as many columns as before.
        sample_weight : array-like of shape (n,), optional
            Weight of each row.

        Returns
        -------
        self
            With ``forgetting`` 1, equal to a model fitted on all rows so far.

        Raises
        ------
        ValueError
            Another number of inputs or targets than before.
        """
        return self._learn_rows(X, y, sample_weight)

    def _targets(self, y: np.ndarray, *, known: bool) -> np.ndarray:  # noqa: ARG002  numbers are always known
        T = self._coded(y)
        if "_sums" not in vars(self):
            self._is_flat = y.ndim == 1
        elif T.shape[1] != len(self._sums.result().t_mean):
            raise ValueError(f"y must have {len(self._sums.result().t_mean)} columns, as before; got {T.shape[1]}.")
        return T

    def _join_targets(self, other: OnlineELMRegressor, sums: BlasAccumulator) -> None:  # noqa: ARG002  classes need it
        mine, theirs = (np.size(model.intercept_) for model in (self, other))
        if mine != theirs:
            raise ValueError(f"Models of {mine} and {theirs} targets cannot be merged.")


class OnlineELMClassifier(BaseOnlineELM, ClassifierReadout):
    """Online ELM for classification: learns block by block, takes new classes at any time, and can forget rows.

    Parameters
    ----------
    n_hidden : int, default=128
        Number of hidden units.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    hidden_weights : str, default="normal"
        Distribution of the input weights: "normal", "uniform", "sparse" or "orthogonal".
    alpha : float or "gcv", default="gcv"
        Ridge penalty. "gcv" takes the best of 21 values by generalised cross-validation, which needs only the sums.
    arithmetic : {"float", "integer"}, default="float"
        "integer" quantises inputs to 8 bits and units to 7, so that every sum is exact: in whatever order rows are
        learned, forgotten and merged, the model is the same bit for bit. The first block sets the scale of the units.
    scale : float, default=1.0
        Scale of the random weights.
    forgetting : float, default=1.0
        Factor by which the weights of older rows are multiplied at each new block; with 1 all rows weigh the same.
    random_state : int, RandomState or None, default=None
        Seed of the random weights. Models that are to be merged need the same seed.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Class labels so far, sorted.
    layer_ : HiddenLayer or ByteLayer
        The random hidden layer, drawn with the first block.

    See Also
    --------
    ELMClassifier : The same on all rows at once, with leave-one-out errors.

    Notes
    -----
    As :class:`OnlineELMRegressor` with targets -1 and 1; a new class has target -1 in all rows before it.

    No rows are kept, so probabilities are calibrated from the sums. For two classes whose outputs are normally
    distributed, the log-odds of a least-squares output ``f`` are ``2 f / (1 - R2)``, with ``R2`` by generalised
    cross-validation; for many classes the same holds for any two of them.

    References
    ----------
    Liang, Huang, Saratchandran, Sundararajan (2006). A fast and accurate online sequential learning algorithm for
    feedforward networks. IEEE Transactions on Neural Networks 17(6). doi:10.1109/TNN.2006.880583

    Examples
    --------
    >>> from elmweb import OnlineELMClassifier
    >>> model = OnlineELMClassifier(16, random_state=0).partial_fit([[-1.0], [-0.8]], ["low", "low"])
    >>> model = model.partial_fit([[0.9], [1.0]], ["high", "high"])
    >>> model.predict([[-0.9], [0.8]]).tolist()
    ['low', 'high']
    >>> model.forget([[1.0]], ["high"]).n_rows_seen_
    3.0
    """

    _parameter_constraints: ClassVar[dict] = {"arithmetic": [StrOptions({"float", "integer"})]}
    _y_numeric = False
    class_weight = None

    def __init__(
        self,
        n_hidden: int = _WIDTH,
        *,
        activation: str = "tanh",
        hidden_weights: str = "normal",
        alpha: float | str = "gcv",
        arithmetic: str = "float",
        scale: float = 1.0,
        forgetting: float = 1.0,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.activation = activation
        self.hidden_weights = hidden_weights
        self.alpha = alpha
        self.arithmetic = arithmetic
        self.scale = scale
        self.forgetting = forgetting
        self.random_state = random_state

    def partial_fit(self, X: Any, y: Any, classes: Any = None, sample_weight: Any = None) -> Self:
        """Learn from more rows.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.
        y : array-like of shape (n,)
            Classes, which may be new.
        classes : array-like of shape (n_classes,), optional
            Classes of later blocks; not required.
        sample_weight : array-like of shape (n,), optional
            Weight of each row.

        Returns
        -------
        self
            With ``forgetting`` 1, equal to a model fitted on all rows so far.

        Raises
        ------
        ValueError
            Another number of inputs than before.
        """
        self._announced = None if classes is None else np.unique(classes)
        return self._learn_rows(X, y, sample_weight)

    @property
    def inverse_temperature_(self) -> float:
        """The inverse of ``temperature_``."""
        gram = self._readable(self._sums.result())
        variance = gram.t_square_sums.mean() / max(gram.n, 1)
        unexplained = np.clip(self.gcv_error_ / max(variance, np.finfo(np.float64).tiny), 1e-3, 1.0)
        return float((2.0 if self._is_flat else 1.0) / unexplained)

    def __sklearn_tags__(self) -> Any:
        """Declare to scikit-learn that multi-label targets are not supported."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = False
        return tags

    @property
    def _is_flat(self) -> bool:
        return len(self.classes_) == 2

    def _start(self, X: np.ndarray, T: np.ndarray) -> None:
        if self.arithmetic == "float":
            super()._start(X, T)
            return
        if self.activation not in INTEGER_ACTIVATIONS or self.hidden_weights != "normal" or self.forgetting < 1:
            raise ValueError(
                "arithmetic='integer' takes hidden_weights 'normal', forgetting 1 and the activation "
                f"{', '.join(INTEGER_ACTIVATIONS)}; got {self.hidden_weights!r}, {self.forgetting:g} and "
                f"{self.activation!r}."
            )
        if "layer_" not in vars(self):
            seed, shape = seed_of(self.random_state), {"activation": self.activation, "scale": self.scale}
            self.layer_ = byte_layer(X, self.n_hidden, seed=seed, **shape)
        self._sums = ExactAccumulator(self.layer_, TargetCode.classes(T.shape[1]))

    def _targets(self, y: np.ndarray, *, known: bool) -> np.ndarray:
        check_classification_targets(y)
        if type_of_target(y) == "multilabel-indicator":
            raise ValueError("OnlineELMClassifier learns one column of classes; got columns of 0 and 1.")
        y = column_or_1d(y, warn=True)
        found = np.unique(y)
        if known:
            unknown = np.setdiff1d(found, self.classes_)
            if len(unknown):
                raise ValueError(f"The class {str(unknown[0])!r} was never learned, so no row of it can be forgotten.")
        else:
            announced = getattr(self, "_announced", None)
            self._add_classes(found if announced is None else np.union1d(found, announced))
            self._announced = None
        return np.where(y[:, None] == self.classes_, 1.0, -1.0)

    def _check_no_more(self, T: np.ndarray, weights: np.ndarray | None, done: str) -> None:
        super()._check_no_more(T, weights, done)
        gram = self._sums.result()
        learned = gram.n * (gram.t_mean + 1) / 2  # targets are -1 and 1
        asked = (T > 0).sum(axis=0) if weights is None else (weights[:, None] * (T > 0)).sum(axis=0)
        over = np.flatnonzero(asked > learned + ROUNDING * gram.n)
        if len(over):
            at = over[0]
            raise ValueError(
                f"{asked[at]:g} rows of the class {str(self.classes_[at])!r} cannot be {done}: "
                f"{learned[at]:g} were learned."
            )

    def _add_classes(self, found: np.ndarray, sums: BlasAccumulator | None = None) -> None:
        """Add target columns for new classes, with -1 in all rows so far."""
        before = getattr(self, "classes_", None)
        self.classes_ = found if before is None else np.union1d(before, found)
        sums = vars(self).get("_sums") if sums is None else sums
        if sums is not None and before is not None and len(self.classes_) > len(before):
            sums.widen(_places(before, self.classes_), -1.0)

    def _join_targets(self, other: OnlineELMClassifier, sums: BlasAccumulator) -> None:
        self._add_classes(other.classes_)
        sums.widen(_places(other.classes_, self.classes_), -1.0)

    def _readable(self, gram: Gram) -> Gram:
        """Return the sums of one column for two classes, as the other column is its negative."""
        if not self._is_flat:
            return gram
        return Gram(gram.n, gram.G, gram.C[:, 1:], gram.h_mean, gram.t_mean[1:], gram.t_square_sums[1:])

    def _readable_targets(self, T: np.ndarray) -> np.ndarray:
        return T[:, 1:] if self._is_flat else T


def _places(before: np.ndarray, now: np.ndarray) -> np.ndarray:
    """Return the index in `before` of each class of `now`, -1 for new ones; both are sorted."""
    at = np.minimum(np.searchsorted(before, now), len(before) - 1)
    return np.where(before[at] == now, at, -1)
