"""The base classes of all estimators: ridge regression on a fixed layer of hidden units.

An estimator consists of a fixed map from inputs to hidden units (a *layer*) and of output weights in closed form. A new
one therefore only has to name its settings in ``__init__`` and to return its layer from ``_make_layer``. Everything
else, from leave-one-out errors to calibrated probabilities, is inherited.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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
from elmweb.estimators.core.class_weight import check_class_weight
from elmweb.estimators.core.conformal import conformal_quantile, scores_to_keep
from elmweb.estimators.core.fit import iter_fit
from elmweb.estimators.core.groups import group_codes
from elmweb.estimators.core.loo import Kind
from elmweb.estimators.core.problem import DTYPES, Problem, Rows, Solution, is_distributed
from elmweb.estimators.core.solve import block_size, row_slices, solve_sums

__all__ = ["OUTPUTS_OF_ROWS", "BaseReadout", "ClassifierReadout", "RegressorReadout"]

OUTPUTS_OF_ROWS = ("loo_decision_", "loo_leverage_", "loo_rows_", "cross_fitted_decision_", "deciding_rows_")
"""Attributes that say something about single training rows, which only training needs."""

_LARGEST_TARGET = 1e150


def _also_lazy(method: Callable) -> Callable:
    """Let a method with one output per row take Dask collections, which are computed lazily on their cluster."""

    @wraps(method)
    def run(self: BaseReadout, X: Any, *settings: Any, **named: Any) -> Any:
        if not is_distributed(X):
            return method(self, X, *settings, **named)
        from elmweb.estimators.core.distributed import lazily  # noqa: PLC0415  the page has no Dask

        return lazily(self, method.__name__, X, *settings, **named)

    return run


class BaseReadout(BaseEstimator):
    """Fitting the output weights of a layer, and computing the outputs of the fitted model.

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
        Leave-one-out outputs at ``alpha_``: for each row, those of the model fitted without it, or without its group.
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
    settings_blind_to_targets: ClassVar[dict[str, Any]] = {}  # with which every row can be left out
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

    def fit(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> Self:
        """Fit the output weights.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs, ideally scaled to unit variance; float32 and uint8 are converted to float64 block by block. Dask
            arrays and dataframes are fitted on their cluster.
        y : array-like of shape (n,) or (n, k)
            Targets.
        sample_weight : array-like of shape (n,), optional
            Weight of each row: a row of weight 2 counts as the row twice, and one of weight 0 is not there. In
            leave-one-out a row leaves with all of its weight.
        groups : array-like of shape (n,), optional
            Group of each row. In leave-one-out all rows of a group leave together, so that ``alpha``, probabilities and
            intervals are those for rows of new groups.

        Returns
        -------
        self
            The fitted estimator.

        Raises
        ------
        ValueError
            Fewer than 2 rows, missing or infinite values, targets of the wrong type, a negative weight, or 1 group.
        """
        if is_distributed(X) or is_distributed(y):
            if groups is not None:
                raise TypeError("Groups are left out in memory only; give NumPy arrays, not Dask collections.")
            from elmweb.estimators.core.distributed import fit_distributed  # noqa: PLC0415  the page has no Dask

            return fit_distributed(self, X, y, sample_weight)
        for _ in iter_fit(self, X, y, sample_weight=sample_weight, groups=groups):
            pass
        return self

    def _make_layer(self, rows: Rows) -> Layer:
        """Return the layer; the one method that an estimator has to define."""
        raise NotImplementedError

    def _looks_at_rows(self, rows: Rows) -> bool:  # noqa: ARG002  most do, whatever the rows
        """Return whether :meth:`_make_layer` depends on more than the number, width and type of the rows."""
        return True

    def _read(self, X: Any, y: Any) -> tuple[np.ndarray, np.ndarray, Kind, bool]:
        """Return inputs (n, d), encoded targets (n, k), the task, and whether outputs are one-dimensional."""
        raise NotImplementedError

    def _coded(self, y: np.ndarray) -> np.ndarray:
        """Return more targets (n, k), encoded as :meth:`_read` encoded those of the fit."""
        raise NotImplementedError

    def _class_weights(self, y: Any) -> np.ndarray | None:  # noqa: ARG002  numbers have no classes
        """Return the weight of each row's class (n,), or None when all weigh the same."""
        return None

    def _pose(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> Problem:
        """Check settings and data, make the layer, and return the problem to be solved."""
        self._validate_params()
        if is_distributed(X) or is_distributed(y):
            raise TypeError(f"{type(self).__name__} is fitted in memory only; give NumPy arrays, not Dask collections.")
        X, T, kind, flat = self._read(X, y)
        n_given = len(X)
        counts = np.ones(n_given) if sample_weight is None else _checked_weights(sample_weight, X)
        of_class = self._class_weights(y)
        weights = counts if of_class is None else counts * of_class
        rows = None
        if not weights.all():
            rows = np.flatnonzero(weights)
            if len(rows) < 2:
                raise ValueError(f"At least 2 rows need a sample_weight above 0; got {len(rows)}.")
            X, T, counts, weights = X[rows], T[rows], counts[rows], weights[rows]
        n_rows = len(X) if np.any(counts % 1) else int(counts.sum())
        layer = self._make_layer(Rows(X, T, n_rows, None if sample_weight is None and of_class is None else weights))
        alphas = None if self.alpha == "loo" else np.atleast_1d(np.array(self.alpha, dtype=np.float64))
        if sample_weight is None and of_class is None:
            problem = Problem(X, T, kind, layer, alphas, flat)
        else:
            problem = Problem(X, T, kind, layer, alphas, flat, weights, rows)
        return problem if groups is None else _by_group(problem, group_codes(groups, n_given))

    def _layer_of_sums(self) -> Layer:
        """Return the layer whose sums over other rows determine the output weights; raise TypeError if none does."""
        return self.layer_

    def _solved_sums(self, problem: Problem, gram: Gram) -> Solution:
        """Return the solution of sums over more rows than those of the problem."""
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
        """Return ``layer(X) coef + intercept`` as (n,) or (n, k), computed block by block."""
        check_is_fitted(self)
        return self._read_out(validate_data(self, X, reset=False, dtype=DTYPES))

    def _read_out(self, X: np.ndarray) -> np.ndarray:
        """Return the outputs for inputs of the layer that have been checked."""
        coef = self.coef_.reshape(self.layer_.n_hidden, -1)
        outputs = np.empty((len(X), coef.shape[1]))
        for rows in row_slices(len(X), block_size(self.layer_.n_hidden)):
            outputs[rows] = dgemm(1.0, self.layer_(X[rows]), coef)
        outputs += self.intercept_
        return outputs[:, 0] if self.coef_.ndim == 1 else outputs


class RegressorReadout(RegressorMixin, MultiOutputMixin, BaseReadout):
    """Base class of regressors.

    Attributes
    ----------
    conformal_scores_ : ndarray of shape (m, k)
        Absolute leave-one-out errors in ascending order, at most 500 of them: the widths of
        :meth:`predict_interval`.
    """

    def predict(self, X: Any) -> np.ndarray:
        """Predict targets.

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
        """Predict intervals that contain the target with about the given coverage.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.
        coverage : float, default=0.9
            Probability of containing it, between 0 and 1.

        Returns
        -------
        low : ndarray of shape (n,) or (n, k)
            The prediction minus a quantile of the leave-one-out errors; infinite when there are too few of them.
        high : ndarray of shape (n,) or (n, k)
            The prediction plus the same quantile. All intervals have the same width, which does not depend on the row.

        Raises
        ------
        ValueError
            The coverage is not between 0 and 1, or there are no leave-one-out errors.
        """
        outputs, width = self._outputs(X), conformal_quantile(self, coverage)
        width = width[0] if outputs.ndim == 1 else width
        return outputs - width, outputs + width

    def _learn(self, problem: Problem, solution: Solution) -> None:
        super()._learn(problem, solution)
        self.conformal_scores_ = scores_to_keep(
            self._scores(problem.T[solution.loo_rows], solution.outputs_to_judge_by)
        )

    def _scores(self, T: np.ndarray, outputs: np.ndarray) -> np.ndarray:
        """Return the absolute errors of left-out rows (m, k)."""
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
    """Base class of classifiers, single-label and multi-label, with calibrated probabilities.

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
            Near 1 for members and near -1 for others: of the second of two classes, else of each class or label.
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
        return self.classes_of(self._outputs(X))

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
            Probability of each class, with rows that sum to 1; of a multi-label target, the probability of each label.
        """
        return self.probabilities_of(self._outputs(X))

    def classes_of(self, outputs: np.ndarray) -> np.ndarray:
        """Return what :meth:`predict` says where :meth:`decision_function` says `outputs`."""
        if self._is_multilabel:
            return (outputs > 0).astype(self.classes_.dtype)
        return self.classes_[(outputs > 0).astype(np.intp) if outputs.ndim == 1 else outputs.argmax(axis=1)]

    def probabilities_of(self, outputs: np.ndarray) -> np.ndarray:
        """Return what :meth:`predict_proba` says where :meth:`decision_function` says `outputs`."""
        if self._is_multilabel:
            return np.column_stack(
                [probabilities(f, a) for f, a in zip(outputs.T, np.atleast_1d(self.inverse_temperature_), strict=True)]
            )
        P = probabilities(outputs, self.inverse_temperature_)
        return P if P.ndim == 2 else np.column_stack([1.0 - P, P])

    @_also_lazy
    def predict_set(self, X: Any, coverage: float = 0.9) -> np.ndarray:
        """Predict sets of classes that contain the true class with about the given coverage.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.
        coverage : float, default=0.9
            Probability of containing it, between 0 and 1.

        Returns
        -------
        ndarray of bool of shape (n, n_classes)
            Which classes are in the set, in the order of ``classes_``; no set is empty.

        Raises
        ------
        ValueError
            The coverage is not between 0 and 1, or there are no leave-one-out errors.
        """
        most = conformal_quantile(self, coverage)[0]
        P = self.predict_proba(X)
        highest = P.max(axis=1, keepdims=True)
        return np.minimum(1.0 - most, highest) <= P

    def __sklearn_tags__(self) -> Any:
        """Declare to scikit-learn that multi-label targets are supported."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags

    @property
    def temperature_(self) -> float | np.ndarray:
        """Temperature that outputs are divided by before they become probabilities; one for each label."""
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
        check_class_weight(self.class_weight)
        return None if self.class_weight is None else compute_sample_weight(self.class_weight, np.asarray(y))

    def _learn(self, problem: Problem, solution: Solution) -> None:
        super()._learn(problem, solution)
        T = problem.T[solution.loo_rows]
        weights = None if problem.weights is None else problem.weights[solution.loo_rows]
        outputs = solution.outputs_to_judge_by
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
        """Return the improbability of the true class of left-out rows (m, 1)."""
        if T.shape[1] == 1:
            P = probabilities(outputs[:, 0], self.inverse_temperature_)
            return np.where(T[:, 0] > 0, 1.0 - P, P)[:, None]
        return 1.0 - probabilities(outputs, self.inverse_temperature_)[T > 0][:, None]


def _by_group(problem: Problem, groups: np.ndarray) -> Problem:
    """Return a problem with the rows of each group side by side; `groups` are those of all rows passed to ``fit``."""
    rows = np.arange(len(problem.X)) if problem.rows is None else problem.rows
    order = np.argsort(groups[rows], kind="stable")
    weights = None if problem.weights is None else problem.weights[order]
    rows = rows[order]
    return replace(problem, X=problem.X[order], T=problem.T[order], weights=weights, rows=rows, groups=groups[rows])


def _checked_weights(sample_weight: Any, X: np.ndarray) -> np.ndarray:
    """Return the weights as float64, one for each row, none negative."""
    return _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
