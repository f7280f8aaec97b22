"""Online ELM: learns block by block, forgets rows as if they had never been there, and merges with others."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from numbers import Integral, Real
from typing import Any, ClassVar, Self

import numpy as np
from scipy.linalg.blas import dgemm
from sklearn.utils import column_or_1d
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from elmweb.compute import BlasAccumulator, Gram
from elmweb.estimators._activations import ACTIVATIONS
from elmweb.estimators._hidden import random_layer
from elmweb.estimators._readout import DTYPES, ClassifierReadout, RegressorReadout
from elmweb.estimators._ridge import EPS, EigenRidge, primal_ridge
from elmweb.estimators._solve import block_size, row_slices
from elmweb.estimators._weights import BLIND_WEIGHTS

__all__ = ["BaseOnlineELM", "OnlineELMClassifier", "OnlineELMRegressor"]

_WIDTH = 128
_ROUNDING = 1e-9  # as in BlasAccumulator


class BaseOnlineELM:
    """What both share: sums that grow and shrink, and coefficients that are solved for when they are asked for.

    The model is its sums, so every order of learning the same rows gives the same model to rounding,
    and so do learning a row and forgetting it. Coefficients are worked out at the first question after a change.
    """

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left")],
        "activation": [StrOptions(set(ACTIVATIONS))],
        "hidden_weights": [StrOptions(set(BLIND_WEIGHTS))],
        "alpha": [Interval(Real, 0, None, closed="left"), StrOptions({"gcv"})],
        "scale": [Interval(Real, 0, None, closed="neither")],
        "forgetting": [Interval(Real, 0, 1, closed="right")],
    }

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Learn from these rows alone; what was learned before is dropped.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs, best scaled to unit variance.
        y : array-like of shape (n,) or (n, k)
            Targets.
        sample_weight : array-like of shape (n,), optional
            How often each row counts.

        Returns
        -------
        self
            The estimator.
        """
        for name in ("layer_", "_sums", "classes_", "n_features_in_", "feature_names_in_"):
            if name in vars(self):
                delattr(self, name)
        return self._learn_rows(X, y, sample_weight, least_rows=2)

    def forget(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Take rows away, as if they had never been learned.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs of rows that were learned.
        y : array-like of shape (n,) or (n, k)
            Their targets.
        sample_weight : array-like of shape (n,), optional
            How often each counted.

        Returns
        -------
        self
            Predicts as a model that never saw these rows, to about 1e-8 of the size of the outputs. A
            note of what was done is in ``receipt_``.

        Raises
        ------
        ValueError
            More rows than were learned, a class that was never learned, or a model that fades
            (``forgetting`` below 1), in which rows have no known weight any more.
        """
        check_is_fitted(self)
        if self.forgetting < 1:
            raise ValueError(
                f"Rows can be forgotten only while none fade: forgetting must be 1; got {self.forgetting}."
            )
        X, T, weights = self._rows(X, y, sample_weight, known=True)
        before = self._state()
        self._count(X, T, weights, forget=True)
        self._solved = {}  # filled at the first question; scikit-learn wants predict to leave attributes alone
        self.receipt_ = {"n_forgotten": len(X), "before": before, "after": self._state()}
        return self

    def merge(self, other: Self) -> Self:
        """Add what another model of the same settings has learned from other rows.

        Parameters
        ----------
        other : OnlineELMClassifier or OnlineELMRegressor
            With the same random layer; left as it is.

        Returns
        -------
        self
            Equal to one model that learned all rows.

        Raises
        ------
        ValueError
            The random layers differ: another seed, width, activation, scale or number of inputs.
        """
        check_is_fitted(self)
        check_is_fitted(other)
        mine, theirs = self.layer_, other.layer_
        same = mine.activation == theirs.activation and mine.weights.shape == theirs.weights.shape
        if not (same and np.array_equal(mine.weights, theirs.weights) and np.array_equal(mine.bias, theirs.bias)):
            raise ValueError("Only models with the same random layer can be merged: same settings, seed and inputs.")
        sums = deepcopy(other._sums)
        self._join_targets(other, sums)
        self._sums.merge(sums)
        self._solved = {}
        return self

    @property
    def n_rows_seen_(self) -> float:
        """Rows learned and not forgotten, by their weights."""
        return self._sums.result().n

    @property
    def coef_(self) -> np.ndarray:
        """Output weights (L,) or (L, k)."""
        return self._solution()[0]

    @property
    def intercept_(self) -> float | np.ndarray:
        """What is added for every row."""
        return self._solution()[1]

    @property
    def alpha_(self) -> float:
        """The penalty used."""
        return self._solution()[2]

    @property
    def gcv_error_(self) -> float:
        """Generalised cross-validation error at ``alpha_``: an estimate of the squared error on new rows."""
        return self._solution()[3]

    def _learn_rows(self, X: Any, y: Any, sample_weight: Any, *, least_rows: int = 1) -> Self:
        """Add rows to the sums; the first ones draw the layer."""
        self._validate_params()
        X, T, weights = self._rows(X, y, sample_weight, least_rows=least_rows)
        if self.forgetting < 1 and self._sums.result().n:
            self._sums.fade(self.forgetting)
        self._count(X, T, weights)
        self._solved = {}
        return self

    def _rows(
        self, X: Any, y: Any, sample_weight: Any, *, known: bool = False, least_rows: int = 1
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """Check rows and code their targets; draw the layer and start the sums if there are none."""
        first = "_sums" not in vars(self)
        X, y = validate_data(
            self,
            X,
            y,
            reset=first,
            dtype=DTYPES,
            multi_output=True,
            y_numeric=self._y_numeric,
            ensure_min_samples=least_rows,
        )
        weights = None
        if sample_weight is not None:
            weights = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
            X, y, weights = X[weights > 0], y[weights > 0], weights[weights > 0]
        T = self._targets(y, known=known)
        if first:
            settings = {name: getattr(self, name) for name in ("activation", "hidden_weights", "scale", "random_state")}
            self.layer_ = random_layer(X.shape[1], self.n_hidden, **settings)
            self._sums = BlasAccumulator(self.layer_, T.shape[1])
        return X, T, weights

    def _count(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None, *, forget: bool = False) -> None:
        """Add rows to the sums or take them away, a block at a time."""
        n = len(X) if weights is None else weights.sum()
        if forget and n > self.n_rows_seen_ * (1 + _ROUNDING):
            raise ValueError(f"{n:g} rows cannot be forgotten: {self.n_rows_seen_:g} were learned.")
        if forget:
            self._check_learned(T, weights)
        change = self._sums.subtract if forget else self._sums.add
        for rows in row_slices(len(X), block_size(self.n_hidden)):
            change(X[rows], T[rows], None if weights is None else weights[rows])

    def _check_learned(self, T: np.ndarray, weights: np.ndarray | None) -> None:
        """Refuse rows that cannot all have been learned, as far as the sums tell."""

    def _solution(self) -> tuple[Any, Any, float, float]:
        """Return coefficients, intercept, penalty and error, worked out if rows have come or gone since."""
        if "_sums" not in vars(self):
            raise AttributeError("The model has not learned anything yet.")
        if not self._solved:
            self._solved["model"] = self._solve(self._readable(self._sums.result()))
        return self._solved["model"]

    def _solve(self, gram: Gram) -> tuple[Any, Any, float, float]:
        if gram.n == 0:
            k = len(gram.t_mean)
            return self._shaped(np.zeros((len(gram.G), k)), np.zeros(k), 0.0, 0.0)
        path = _GcvPath(gram)
        alphas = path.alphas if self.alpha == "gcv" else np.array([float(self.alpha)])
        errors = path.errors(alphas)
        best = int(errors.argmin())
        coef, intercept = primal_ridge(gram, self.n_hidden, alphas[best : best + 1]).solution(0)
        return self._shaped(coef, intercept, float(alphas[best]), float(errors[best]))

    def _shaped(
        self, coef: np.ndarray, intercept: np.ndarray, alpha: float, error: float
    ) -> tuple[Any, Any, float, float]:
        if self._is_flat:
            return coef[:, 0].copy(), float(intercept[0]), alpha, error
        return coef, intercept, alpha, error

    def _state(self) -> dict[str, Any]:
        """Return what a receipt says of the model at one moment."""
        gram = self._sums.result()
        digest = hashlib.sha256(np.ascontiguousarray(np.tril(gram.G)).tobytes() + gram.C.tobytes(order="F"))
        return {"n_rows": gram.n, "sums_sha256": digest.hexdigest()}


class _GcvPath:
    """Generalised cross-validation over a path of penalties, from the sums alone.

    ``GCV(alpha) = RSS / n / (1 - df / n)^2`` with ``df = 1 + sum v / (v + alpha)`` over the eigenvalues ``v`` of ``G``
    and ``RSS = T'T - sum (2 s - v s^2) e^2``, ``s = 1 / (v + alpha)``, ``e`` the eigenvectors' share of ``C``.
    Golub, Heath, Wahba (1979), doi:10.1080/00401706.1979.10489751.
    """

    def __init__(self, gram: Gram) -> None:
        ridge = EigenRidge(gram.leading(len(gram.G)))
        self.alphas, self._gram = ridge.alphas, gram
        self._values, effects = ridge.values, ridge.effects
        self._squares = np.einsum("kl,kl->l", effects, effects)

    def errors(self, alphas: np.ndarray) -> np.ndarray:
        """Return the error at each penalty, mean over targets."""
        n, k = self._gram.n, len(self._gram.t_mean)
        values = np.maximum(self._values, 0.0)
        total = values + alphas[:, None]
        least = max(len(values) * EPS * values[-1], np.finfo(np.float64).tiny)
        shrink = np.divide(1.0, total, out=np.zeros_like(total), where=total > least)
        freedom = 1.0 + dgemm(1.0, shrink, values[:, None])[:, 0]
        explained = dgemm(1.0, 2.0 * shrink - values * shrink**2, self._squares[:, None])[:, 0]
        residual = np.maximum(self._gram.t_square_sums.sum() - explained, 0.0)
        # With no more rows than units the fit may be perfect; then nothing is left to judge by.
        return residual / (n * k) / np.maximum(1.0 - freedom / n, 1e-3) ** 2


class OnlineELMRegressor(BaseOnlineELM, RegressorReadout):
    """ELM for numbers that learns in blocks and can forget.

    Parameters
    ----------
    n_hidden : int, default=128
        Number of hidden units.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    hidden_weights : str, default="normal"
        How input weights are drawn: "normal", "uniform", "sparse" or "orthogonal".
    alpha : float or "gcv", default="gcv"
        Ridge penalty. "gcv" takes the best of 21 by generalised cross-validation, which needs the sums only.
    scale : float, default=1.0
        Size of the random weights.
    forgetting : float, default=1.0
        What older rows' weights are multiplied by at each new block; 1 keeps all rows alike.
    random_state : int, RandomState or None, default=None
        Seed of the random weights. Models that are to be merged need the same number.

    Attributes
    ----------
    layer_ : HiddenLayer
        The random hidden layer, drawn at the first block.
    coef_ : ndarray of shape (L,) or (L, k)
        Output weights.
    intercept_ : float or ndarray of shape (k,)
        What is added for every row.
    alpha_ : float
        The penalty used.
    gcv_error_ : float
        Generalised cross-validation error at ``alpha_``.
    n_rows_seen_ : float
        Rows learned and not forgotten.
    receipt_ : dict
        What the last :meth:`forget` did: rows, and a sha256 of the sums before and after.
    n_features_in_ : int
        Number of inputs, ``d``.
    feature_names_in_ : ndarray of shape (d,)
        Names of the inputs, when they had any.

    See Also
    --------
    ELMRegressor : The same from all rows at once, with leave-one-out.

    Notes
    -----
    The model is ``H'H``, ``H'T`` and the means. A block adds to them, :meth:`forget` subtracts, :meth:`merge` adds
    another model's; the coefficients are those of all rows at once.

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
            Targets, as many columns as before.
        sample_weight : array-like of shape (n,), optional
            How often each row counts.

        Returns
        -------
        self
            Equal to a model fitted on all rows so far, while ``forgetting`` is 1.

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

    def _readable(self, gram: Gram) -> Gram:
        return gram


class OnlineELMClassifier(BaseOnlineELM, ClassifierReadout):
    """ELM for classes that learns in blocks, meets new classes on the way, and can forget.

    Parameters
    ----------
    n_hidden : int, default=128
        Number of hidden units.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    hidden_weights : str, default="normal"
        How input weights are drawn: "normal", "uniform", "sparse" or "orthogonal".
    alpha : float or "gcv", default="gcv"
        Ridge penalty. "gcv" takes the best of 21 by generalised cross-validation, which needs the sums only.
    scale : float, default=1.0
        Size of the random weights.
    forgetting : float, default=1.0
        What older rows' weights are multiplied by at each new block; 1 keeps all rows alike.
    random_state : int, RandomState or None, default=None
        Seed of the random weights. Models that are to be merged need the same number.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Class labels so far, sorted.
    layer_ : HiddenLayer
        The random hidden layer, drawn at the first block.
    coef_ : ndarray of shape (L,) or (L, k)
        Output weights: one column for two classes, else one for each class.
    intercept_ : float or ndarray of shape (k,)
        What is added for every row.
    alpha_ : float
        The penalty used.
    sharpness_ : float
        What outputs are multiplied by to become probabilities.
    gcv_error_ : float
        Generalised cross-validation error at ``alpha_``.
    n_rows_seen_ : float
        Rows learned and not forgotten.
    receipt_ : dict
        What the last :meth:`forget` did: rows, and a sha256 of the sums before and after.
    n_features_in_ : int
        Number of inputs, ``d``.
    feature_names_in_ : ndarray of shape (d,)
        Names of the inputs, when they had any.

    See Also
    --------
    ELMClassifier : The same from all rows at once, with leave-one-out.

    Notes
    -----
    As :class:`OnlineELMRegressor` with targets -1 and 1; a class that comes later was -1 in every row before.

    No rows are kept, so probabilities are calibrated from the sums. For two normal classes with outputs about the least
    squares ones, the log-odds of an output ``f`` are ``2 f / (1 - R2)``, with ``R2`` by generalised
    cross-validation; for many classes the same between any two of them.

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

    _y_numeric = False
    class_weight = None

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

    def partial_fit(self, X: Any, y: Any, classes: Any = None, sample_weight: Any = None) -> Self:
        """Learn from more rows.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.
        y : array-like of shape (n,)
            Classes; new ones are welcome.
        classes : array-like of shape (n_classes,), optional
            Classes that will come; not needed.
        sample_weight : array-like of shape (n,), optional
            How often each row counts.

        Returns
        -------
        self
            Equal to a model fitted on all rows so far, while ``forgetting`` is 1.

        Raises
        ------
        ValueError
            Another number of inputs than before.
        """
        self._announced = None if classes is None else np.unique(classes)
        return self._learn_rows(X, y, sample_weight)

    @property
    def sharpness_(self) -> float:
        """What outputs are multiplied by to become probabilities."""
        gram = self._readable(self._sums.result())
        variance = gram.t_square_sums.mean() / max(gram.n, 1)
        unexplained = np.clip(self.gcv_error_ / max(variance, np.finfo(np.float64).tiny), 1e-3, 1.0)
        return float((2.0 if self._is_flat else 1.0) / unexplained)

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that it is one column of classes."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = False
        return tags

    @property
    def _is_flat(self) -> bool:
        return len(self.classes_) == 2

    def _targets(self, y: np.ndarray, *, known: bool) -> np.ndarray:
        check_classification_targets(y)
        if type_of_target(y) == "multilabel-indicator":
            raise ValueError("OnlineELMClassifier learns one column of classes; got columns of 0 and 1.")
        y = column_or_1d(y, warn=True)
        found = np.unique(y)
        if known:
            strange = np.setdiff1d(found, self.classes_)
            if len(strange):
                raise ValueError(f"The class {str(strange[0])!r} was never learned, so no row of it can be forgotten.")
        else:
            announced = getattr(self, "_announced", None)
            self._meet(found if announced is None else np.union1d(found, announced))
            self._announced = None
        return np.where(y[:, None] == self.classes_, 1.0, -1.0)

    def _check_learned(self, T: np.ndarray, weights: np.ndarray | None) -> None:
        gram = self._sums.result()
        learned = gram.n * (gram.t_mean + 1) / 2  # targets are -1 and 1
        asked = (T > 0).sum(axis=0) if weights is None else (weights[:, None] * (T > 0)).sum(axis=0)
        over = np.flatnonzero(asked > learned + _ROUNDING * gram.n)
        if len(over):
            at = over[0]
            raise ValueError(
                f"{asked[at]:g} rows of the class {str(self.classes_[at])!r} cannot be forgotten: "
                f"{learned[at]:g} were learned."
            )

    def _meet(self, found: np.ndarray, sums: BlasAccumulator | None = None) -> None:
        """Make room for classes that were not there before: every row so far was -1 in their columns."""
        before = getattr(self, "classes_", None)
        self.classes_ = found if before is None else np.union1d(before, found)
        sums = vars(self).get("_sums") if sums is None else sums
        if sums is not None and before is not None and len(self.classes_) > len(before):
            sums.widen(_places(before, self.classes_), -1.0)

    def _join_targets(self, other: OnlineELMClassifier, sums: BlasAccumulator) -> None:
        self._meet(other.classes_)
        sums.widen(_places(other.classes_, self.classes_), -1.0)

    def _readable(self, gram: Gram) -> Gram:
        """Return the sums of one column for two classes: the other one is its mirror."""
        if not self._is_flat:
            return gram
        return Gram(gram.n, gram.G, gram.C[:, 1:], gram.h_mean, gram.t_mean[1:], gram.t_square_sums[1:])


def _places(before: np.ndarray, now: np.ndarray) -> np.ndarray:
    """Return where each class of `now` stood in `before`, -1 for those that were not there; both sorted."""
    at = np.minimum(np.searchsorted(before, now), len(before) - 1)
    return np.where(before[at] == now, at, -1)
