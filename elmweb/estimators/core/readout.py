"""The readout all estimators share: ridge regression on whatever layer they draw.

An estimator of this family is a fixed map from inputs to hidden units (a *layer*) and output weights
in closed form on top of it. A new member therefore only says which layer it draws: it names its
settings in ``__init__`` and returns the layer from ``_make_layer``. Everything else, from leave-one-out
to calibrated probabilities, is here and is the same for all.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from numbers import Real
from typing import Any, ClassVar, Self

import numpy as np
from scipy.linalg.blas import dgemm
from sklearn.base import BaseEstimator, ClassifierMixin, MultiOutputMixin, RegressorMixin
from sklearn.utils import column_or_1d, compute_sample_weight
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from elmweb.compute import Gram, Layer
from elmweb.estimators.core.attributes import with_inherited_attributes
from elmweb.estimators.core.calibration import fit_inverse_temperature, probabilities
from elmweb.estimators.core.conformal import conformal_quantile, scores_to_keep
from elmweb.estimators.core.fit import iter_fit
from elmweb.estimators.core.loo import Kind
from elmweb.estimators.core.problem import DTYPES, Problem, Rows, Solution, is_distributed
from elmweb.estimators.core.solve import block_size, row_slices, solve_sums

__all__ = ["BaseReadout", "ClassifierReadout", "RegressorReadout"]

_LARGEST_TARGET = 1e150


def _also_lazy(method: Callable) -> Callable:
    """Let a method that says something of each row take Dask collections, and say it where the rows are."""

    @wraps(method)
    def run(self: BaseReadout, X: Any, *settings: Any, **named: Any) -> Any:
        if not is_distributed(X):
            return method(self, X, *settings, **named)
        from elmweb.estimators.core.distributed import lazily  # noqa: PLC0415  the page has no Dask

        return lazily(self, method.__name__, X, *settings, **named)

    return run


class BaseReadout(BaseEstimator):
    """Fitting the output weights of a layer, and outputs of the fitted model.

    Attributes
    ----------
    coef_ : ndarray of shape (L,) or (L, k)
        Output weights.
    intercept_ : float or ndarray of shape (k,)
        Intercepts; they are not penalised.
    alpha_ : float
        The ridge penalty used.
    loo_ : LeaveOneOut
        Exact leave-one-out errors over the path of ``alpha`` (one point when ``alpha`` is a number).
    loo_decision_ : ndarray of shape (m,) or (m, k)
        Leave-one-out outputs at ``alpha_``: for each row, those of the model fitted without it.
    loo_rows_ : ndarray of shape (m,)
        Indices of the training rows in ``loo_decision_``: all of them, or an evenly spaced sample when all would take
        over 80 MB.
    loo_leverage_ : ndarray of shape (m,)
        Leverage of each of these rows, which is how strongly it pulls its own prediction; see
        :func:`elmweb.estimators.leverage`.
    n_features_in_ : int
        Number of inputs, ``d``.
    feature_names_in_ : ndarray of shape (d,)
        Names of the inputs; only set when all of them are strings.
    """

    _absent_attributes: ClassVar[tuple[str, ...]] = ()  # described in a base class, but never set in this one
    _fits_in_steps: ClassVar[bool] = True  # False in a class with a ``fit`` of its own
    _fits_on_cluster: ClassVar[bool] = True  # False in a class with a ``_pose`` of its own
    _parameter_constraints: ClassVar[dict] = {
        "alpha": [Interval(Real, 0, None, closed="left"), StrOptions({"loo"})],
        "random_state": ["random_state"],
    }

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Join parameter constraints and descriptions of attributes: a class states only its own."""
        super().__init_subclass__(**kwargs)
        joined = {}
        for base in reversed(cls.__mro__):
            joined |= vars(base).get("_parameter_constraints", {})
        cls._parameter_constraints = joined
        if "__init__" in vars(cls):  # an estimator, not a base class
            cls.__doc__ = with_inherited_attributes(cls, cls._absent_attributes)

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit the output weights.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs, best scaled to unit variance; float32 and uint8 are computed with in float64. Dask arrays and
            dataframes are fitted on their cluster.
        y : array-like of shape (n,) or (n, k)
            Targets.
        sample_weight : array-like of shape (n,), optional
            How often each row counts: a row of weight 2 is the row twice, a row of weight 0 is left out.

        Returns
        -------
        self
            The fitted estimator.

        Raises
        ------
        ValueError
            Fewer than 2 rows, values that are missing or infinite, targets of the wrong kind, or a
            weight below 0.
        """
        if is_distributed(X) or is_distributed(y):
            from elmweb.estimators.core.distributed import fit_distributed  # noqa: PLC0415  the page has no Dask

            return fit_distributed(self, X, y, sample_weight)
        for _ in iter_fit(self, X, y, sample_weight=sample_weight):
            pass
        return self

    def _make_layer(self, rows: Rows) -> Layer:
        """Return the layer to be solved on; the one method a member of the family must have."""
        raise NotImplementedError

    def _looks_at_rows(self, rows: Rows) -> bool:  # noqa: ARG002  most do, whatever the rows
        """Return whether :meth:`_make_layer` needs more of the rows than their number, width and types."""
        return True

    def _read(self, X: Any, y: Any) -> tuple[np.ndarray, np.ndarray, Kind, bool]:
        """Return inputs (n, d), targets (n, k), the kind of the task, and whether outputs are one-dimensional."""
        raise NotImplementedError

    def _coded(self, y: np.ndarray) -> np.ndarray:
        """Return more targets (n, k) coded as :meth:`_read` coded those of the fit."""
        raise NotImplementedError

    def _class_weights(self, y: Any) -> np.ndarray | None:  # noqa: ARG002  numbers have no classes
        """Return how much each row's class counts (n,), or None when all count alike."""
        return None

    def _pose(self, X: Any, y: Any, sample_weight: Any = None) -> Problem:
        """Check settings and data, make the layer, and say what is to be solved."""
        self._validate_params()
        if is_distributed(X) or is_distributed(y):
            raise TypeError(f"{type(self).__name__} is fitted in memory only; give NumPy arrays, not Dask collections.")
        X, T, kind, flat = self._read(X, y)
        counts = np.ones(len(X)) if sample_weight is None else _checked_weights(sample_weight, X)
        # A row of weight 2 is the row twice, and one of the two is left out; of a class that counts more, all of it.
        of_class = self._class_weights(y)
        removed = np.minimum(counts, 1.0) if of_class is None else np.minimum(counts, 1.0) * of_class
        weights = counts if of_class is None else counts * of_class
        rows = None
        if not weights.all():
            rows = np.flatnonzero(weights)
            if len(rows) < 2:
                raise ValueError(f"At least 2 rows need a sample_weight above 0; got {len(rows)}.")
            X, T, counts, weights, removed = X[rows], T[rows], counts[rows], weights[rows], removed[rows]
        n_rows = len(X) if np.any(counts % 1) else int(counts.sum())
        layer = self._make_layer(Rows(X, T, n_rows, None if sample_weight is None and of_class is None else weights))
        alphas = None if self.alpha == "loo" else np.array([self.alpha], dtype=np.float64)
        if sample_weight is None and of_class is None:
            return Problem(X, T, kind, layer, alphas, flat)
        return Problem(X, T, kind, layer, alphas, flat, weights, removed, rows)

    def _layer_of_sums(self) -> Layer:
        """Return the layer whose sums over other rows give the output weights anew, or say why there is none."""
        return self.layer_

    def _solved_sums(self, problem: Problem, gram: Gram) -> Solution:
        """Return the solution from sums over more rows than those of the problem."""
        return solve_sums(problem, gram)

    def _learn(self, problem: Problem, solution: Solution) -> None:
        """Store what was learned; `problem` is what :meth:`_pose` returned."""
        self.layer_ = solution.layer
        self.coef_ = solution.coef[:, 0].copy() if problem.flat else solution.coef
        self.intercept_ = float(solution.intercept[0]) if problem.flat else solution.intercept
        self.loo_ = solution.loo
        self.alpha_ = solution.loo.alpha
        self.loo_decision_ = solution.loo_outputs[:, 0].copy() if problem.flat else solution.loo_outputs
        self.loo_leverage_ = solution.loo.leverage
        self.loo_rows_ = solution.loo_rows if problem.rows is None else problem.rows[solution.loo_rows]

    @_also_lazy
    def _outputs(self, X: Any) -> np.ndarray:
        """Return ``layer(X) coef + intercept`` as (n,) or (n, k), one row block at a time."""
        check_is_fitted(self)
        return self._read_out(validate_data(self, X, reset=False, dtype=DTYPES))

    def _read_out(self, X: np.ndarray) -> np.ndarray:
        """Return the outputs for checked inputs of the layer."""
        coef = self.coef_.reshape(self.layer_.n_hidden, -1)
        outputs = np.empty((len(X), coef.shape[1]))
        for rows in row_slices(len(X), block_size(self.layer_.n_hidden)):
            outputs[rows] = dgemm(1.0, self.layer_(X[rows]), coef)
        outputs += self.intercept_
        return outputs[:, 0] if self.coef_.ndim == 1 else outputs


class RegressorReadout(RegressorMixin, MultiOutputMixin, BaseReadout):
    """The readout for numbers.

    Attributes
    ----------
    conformal_scores_ : ndarray of shape (m, k)
        Absolute leave-one-out errors in ascending order, at most 500 of them: the widths of
        :meth:`predict_interval`.
    """

    def predict(self, X: Any) -> np.ndarray:
        """Predict numbers.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.

        Returns
        -------
        ndarray of shape (n,) or (n, k)
            Shaped like the targets of ``fit``.
        """
        return self._outputs(X)

    def predict_interval(self, X: Any, coverage: float = 0.9) -> tuple[np.ndarray, np.ndarray]:
        """Predict ranges that hold the answer about as often as asked.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.
        coverage : float, default=0.9
            How often, between 0 and 1.

        Returns
        -------
        low : ndarray of shape (n,) or (n, k)
            The prediction less a leave-one-out error; infinite when there were too few rows.
        high : ndarray of shape (n,) or (n, k)
            The prediction plus the same. One width for all rows: it says what is usual, not what is hard about a row.

        Raises
        ------
        ValueError
            The coverage is no share, or there are no leave-one-out errors.
        """
        outputs, width = self._outputs(X), conformal_quantile(self, coverage)
        width = width[0] if outputs.ndim == 1 else width
        return outputs - width, outputs + width

    def _learn(self, problem: Problem, solution: Solution) -> None:
        super()._learn(problem, solution)
        self.conformal_scores_ = scores_to_keep(self._scores(problem.T[solution.loo_rows], solution.loo_outputs))

    def _scores(self, T: np.ndarray, outputs: np.ndarray) -> np.ndarray:
        """Return how far off left-out rows were, (m, k)."""
        return np.abs(T - outputs)

    def _read(self, X: Any, y: Any) -> tuple[np.ndarray, np.ndarray, Kind, bool]:
        X, y = validate_data(self, X, y, dtype=DTYPES, multi_output=True, y_numeric=True, ensure_min_samples=2)
        T = self._coded(y)
        if (largest := np.abs(T).max()) > _LARGEST_TARGET:
            limit = f"below {_LARGEST_TARGET:g} in size, so that their squares can be summed"
            raise ValueError(f"Targets of {type(self).__name__} must be {limit}; got {largest:g}.")
        return X, T, "regression", y.ndim == 1

    def _coded(self, y: np.ndarray) -> np.ndarray:
        return y.reshape(len(y), -1).astype(np.float64, copy=False)


class ClassifierReadout(ClassifierMixin, BaseReadout):
    """The readout for classes or labels, with calibrated probabilities.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Class labels, sorted; column indices for a multi-label target.
    coef_ : ndarray of shape (L,) or (L, k)
        Output weights: one column for two classes, else one for each class or label.
    temperature_ : float or ndarray of shape (k,)
        Temperature that outputs are divided by before the logistic function or softmax turns them into probabilities;
        one for each label of a multi-label target. A model keeps its inverse.
    inverse_temperature_ : float or ndarray of shape (k,)
        The inverse of ``temperature_``.
    conformal_scores_ : ndarray of shape (m, 1)
        Improbability of the true class in leave-one-out predictions, in ascending order, at most 500 values: the
        thresholds of :meth:`predict_set`. Not set for a multi-label target.
    """

    _parameter_constraints: ClassVar[dict] = {"class_weight": [StrOptions({"balanced"}), dict, None]}

    def decision_function(self, X: Any) -> np.ndarray:
        """Return the least-squares outputs.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.

        Returns
        -------
        ndarray of shape (n,) or (n, k)
            About 1 for yes and -1 for no: for the second of two classes, else for each class or label.
        """
        return self._outputs(X)

    @_also_lazy
    def predict(self, X: Any) -> np.ndarray:
        """Predict classes or labels.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.

        Returns
        -------
        ndarray of shape (n,) or (n, k)
            A class for each row, or 0 and 1 for each label.
        """
        outputs = self._outputs(X)
        if self._is_multilabel:
            return (outputs > 0).astype(self.classes_.dtype)
        return self.classes_[(outputs > 0).astype(np.intp) if outputs.ndim == 1 else outputs.argmax(axis=1)]

    @_also_lazy
    def predict_proba(self, X: Any) -> np.ndarray:
        """Predict probabilities, calibrated on leave-one-out outputs.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.

        Returns
        -------
        ndarray of shape (n, k)
            For each class, rows sum to 1; for each label of a multi-label target, the probability that it is on.
        """
        outputs = self._outputs(X)
        if self._is_multilabel:
            return np.column_stack(
                [probabilities(f, a) for f, a in zip(outputs.T, np.atleast_1d(self.inverse_temperature_), strict=True)]
            )
        P = probabilities(outputs, self.inverse_temperature_)
        return P if P.ndim == 2 else np.column_stack([1.0 - P, P])

    @_also_lazy
    def predict_set(self, X: Any, coverage: float = 0.9) -> np.ndarray:
        """Predict sets of classes that hold the true one about as often as asked.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.
        coverage : float, default=0.9
            How often, between 0 and 1.

        Returns
        -------
        ndarray of bool of shape (n, n_classes)
            Which classes are in the set, in the order of ``classes_``; never none of them.

        Raises
        ------
        ValueError
            The coverage is no share, or there are no leave-one-out errors.
        """
        most = conformal_quantile(self, coverage)[0]
        P = self.predict_proba(X)
        surest = P.max(axis=1, keepdims=True)
        return np.minimum(1.0 - most, surest) <= P

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that multi-label targets are welcome."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags

    @property
    def temperature_(self) -> float | np.ndarray:
        """What outputs are divided by to become probabilities; one for each label of a multi-label target."""
        return 1.0 / self.inverse_temperature_

    @property
    def _is_multilabel(self) -> bool:
        return np.ndim(self.inverse_temperature_) == 1

    def _read(self, X: Any, y: Any) -> tuple[np.ndarray, np.ndarray, Kind, bool]:
        X, y = validate_data(self, X, y, dtype=DTYPES, multi_output=True, ensure_min_samples=2)
        check_classification_targets(y)
        target = type_of_target(y, input_name="y")
        name = type(self).__name__
        if target == "multilabel-indicator":
            self.classes_ = np.arange(y.shape[1])
            return X, self._coded(y), "multilabel", False
        if target == "multiclass-multioutput":
            raise ValueError(f"{name} learns one column of classes, or columns of 0 and 1; y is neither.")
        y = column_or_1d(y, warn=True)
        self.classes_ = np.unique(y)
        if len(self.classes_) < 2:
            raise ValueError(f"{name} needs at least 2 classes in y; got 1 class, {self.classes_[0]!r}.")
        T = self._coded(y)
        return X, T, "binary" if T.shape[1] == 1 else "multiclass", T.shape[1] == 1

    def _coded(self, y: np.ndarray) -> np.ndarray:
        if y.ndim == 2:
            return np.where(y, np.int8(1), np.int8(-1))
        codes = np.searchsorted(self.classes_, y)
        known = codes[:, None] == np.arange(len(self.classes_))
        T = np.where(known, np.int8(1), np.int8(-1))
        return T[:, 1:] if len(self.classes_) == 2 else T

    def _class_weights(self, y: Any) -> np.ndarray | None:
        return None if self.class_weight is None else compute_sample_weight(self.class_weight, np.asarray(y))

    def _learn(self, problem: Problem, solution: Solution) -> None:
        super()._learn(problem, solution)
        T = problem.T[solution.loo_rows]
        weights = None if problem.weights is None else problem.weights[solution.loo_rows]
        outputs = solution.loo_outputs
        if problem.kind == "multilabel":
            self.inverse_temperature_ = np.array(
                [fit_inverse_temperature(f, t, weights) for f, t in zip(outputs.T, T.T, strict=True)]
            )
        elif problem.kind == "binary":
            self.inverse_temperature_ = fit_inverse_temperature(outputs[:, 0], T[:, 0], weights)
        else:
            self.inverse_temperature_ = fit_inverse_temperature(outputs, T, weights)
        if problem.kind != "multilabel":
            self.conformal_scores_ = scores_to_keep(self._scores(T, outputs))

    def _scores(self, T: np.ndarray, outputs: np.ndarray) -> np.ndarray:
        """Return how improbable the true class of left-out rows was, (m, 1)."""
        if T.shape[1] == 1:
            P = probabilities(outputs[:, 0], self.inverse_temperature_)
            return np.where(T[:, 0] > 0, 1.0 - P, P)[:, None]
        return 1.0 - probabilities(outputs, self.inverse_temperature_)[T > 0][:, None]


def _checked_weights(sample_weight: Any, X: np.ndarray) -> np.ndarray:
    """Return the weights as float64, one a row, none below 0."""
    return _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
