"""Sums to which rows can be added and from which they can be taken: the base class of the online estimators."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from dataclasses import fields, is_dataclass
from numbers import Integral, Real
from typing import Any, ClassVar, Self

import numpy as np
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from elmweb.compute import BlasAccumulator, Gram, Layer
from elmweb.estimators.core.conformal import scores_to_keep
from elmweb.estimators.core.gcv import SumsSolution, solve_by_gcv
from elmweb.estimators.core.problem import DTYPES
from elmweb.estimators.core.readout import BaseReadout
from elmweb.estimators.core.ridge import primal_ridge
from elmweb.estimators.core.solve import block_size, row_slices
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.dense import random_layer
from elmweb.estimators.layers.weights import BLIND_WEIGHTS

__all__ = ["ROUNDING", "BaseOnlineELM"]

ROUNDING = 1e-9  # as in BlasAccumulator


class BaseOnlineELM(BaseReadout):
    """Sums over rows, and coefficients that are solved for when they are first needed.

    The model is its sums, so learning the same rows in any order gives the same model up to rounding, and learning a
    row and forgetting it leaves the model unchanged up to rounding.

    Attributes
    ----------
    gcv_error_ : float
        Generalised cross-validation error at ``alpha_``.
    gcv_path_ : tuple of two ndarray of shape (n_alphas,)
        The penalties tried, and the generalised cross-validation error of each.
    n_rows_seen_ : float
        Number of rows learned and not forgotten, or the sum of their weights.
    receipt_ : dict
        What the last :meth:`forget` did: the number of rows, and a SHA-256 of the sums before and after.
    loo_decision_ : ndarray of shape (m,) or (m, k)
        Leave-one-out outputs of the rows passed to :meth:`calibrate`.
    loo_leverage_ : ndarray of shape (m,)
        Leverage of each of these rows, which is how strongly it pulls its own prediction.
    conformal_scores_ : ndarray of shape (m, k)
        How far off the leave-one-out outputs of these rows are, in ascending order, at most 500 values; what
        prediction intervals and sets are made of.
    """

    arithmetic = "float"

    _absent_attributes: ClassVar[tuple[str, ...]] = ("loo_", "loo_rows_")
    _fits_in_steps: ClassVar[bool] = False

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left")],
        "activation": [StrOptions(set(ACTIVATIONS))],
        "hidden_weights": [StrOptions(set(BLIND_WEIGHTS))],
        "alpha": [Interval(Real, 0, None, closed="left"), StrOptions({"gcv"})],
        "scale": [Interval(Real, 0, None, closed="neither")],
        "forgetting": [Interval(Real, 0, 1, closed="right")],
    }

    def fit(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> Self:
        """Fit on these rows alone; what was learned before is discarded.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs, ideally scaled to unit variance.
        y : array-like of shape (n,) or (n, k)
            Targets.
        sample_weight : array-like of shape (n,), optional
            Weight of each row.
        groups : None
            Only None: generalised cross-validation, which chooses the penalty, knows no groups.

        Returns
        -------
        self
            The estimator.

        Raises
        ------
        TypeError
            Groups are given.
        """
        if groups is not None:
            raise TypeError(
                f"{type(self).__name__} chooses its penalty by generalised cross-validation, without groups."
            )
        for name in ("layer_", "_sums", "classes_", "n_features_in_", "feature_names_in_"):
            self.__dict__.pop(name, None)
        return self._learn_rows(X, y, sample_weight, least_rows=2)

    def forget(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Remove rows, as if they had never been learned.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs of rows that were learned.
        y : array-like of shape (n,) or (n, k)
            Their targets.
        sample_weight : array-like of shape (n,), optional
            Weight with which each was learned.

        Returns
        -------
        self
            Predicts like a model with this layer that never saw these rows: to about 1e-8 of the size of the outputs,
            and bit for bit in integer arithmetic. ``receipt_`` records what was removed.

        Raises
        ------
        ValueError
            More rows than were learned, a class that was never learned, or ``forgetting`` below 1, with which the
            weights of rows are no longer known.
        """
        self._check_none_fades("forgotten")
        X, T, weights = self._rows(X, y, sample_weight, known=True)
        before = self._state()
        self._count(X, T, weights, forget=True)
        self._change()
        self.receipt_ = {"n_forgotten": len(X), "before": before, "after": self._state()}
        return self

    def merge(self, other: Self) -> Self:
        """Add what another model with the same settings has learned from other rows.

        Parameters
        ----------
        other : OnlineELMClassifier or OnlineELMRegressor
            Has the same random layer; not changed.

        Returns
        -------
        self
            Equal to one model that has learned all rows.

        Raises
        ------
        ValueError
            The random layers differ, in seed, width, activation, scale or number of inputs; or so do other settings, or
            the names of the columns or their order.
        """
        check_is_fitted(self)
        check_is_fitted(other)
        self._check_mergeable(other)
        if not _same(self.layer_, other.layer_):
            raise ValueError("Only models with the same random layer can be merged: same settings, seed and inputs.")
        sums = deepcopy(other._sums)
        self._join_targets(other, sums)
        self._sums.merge(sums)
        self._change()
        return self

    def _check_mergeable(self, other: Self) -> None:
        """Raise ValueError where settings or columns differ, before anything is changed."""
        if type(self) is not type(other):
            raise ValueError(f"Only models of one kind can be merged: {type(self).__name__}, {type(other).__name__}.")
        mine, theirs = self.get_params(), other.get_params()
        # Who was drawn from the same seed may hold it as a number or as a generator; the layers are compared instead.
        far = [name for name in mine if name != "random_state" and not _equal(mine[name], theirs[name])]
        if far:
            said = ", ".join(f"{name}={mine[name]!r} and {theirs[name]!r}" for name in far)
            raise ValueError(f"Only models with the same settings can be merged; here {said}.")
        here, there = (getattr(each, "feature_names_in_", None) for each in (self, other))
        if here is None or there is None:
            return
        if (at := next((at for at, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), None)) is not None:
            raise ValueError(
                "Only models with the same columns in the same order can be merged; "
                f"column {at + 1} is {here[at]!r} here and {there[at]!r} there."
            )

    def adopt_layer(self, other: Self) -> Self:
        """Take over another model's random layer before anything is learned, so that the two can be merged.

        Models with the same seed have the same layer; but in integer arithmetic it also depends on the first block.

        Parameters
        ----------
        other : OnlineELMClassifier or OnlineELMRegressor
            Has learned some rows; not changed.

        Returns
        -------
        self
            Ready for ``partial_fit``; ``fit`` would draw a new layer.

        Raises
        ------
        ValueError
            This model has learned rows already.
        """
        check_is_fitted(other)
        if "_sums" in vars(self):
            raise ValueError(f"A layer can be adopted only before rows are learned; {self.n_rows_seen_:g} were.")
        for name in ("layer_", "n_features_in_", "feature_names_in_"):
            if name in vars(other):
                setattr(self, name, getattr(other, name))
        return self

    def calibrate(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Leave each of some learned rows out, exactly, and keep the errors for prediction intervals and sets.

        The model keeps sums, not rows, so the rows have to be passed again. The errors are valid until rows are learned
        or forgotten.

        Parameters
        ----------
        X : array-like of shape (m, d)
            Inputs of rows that were learned, all of them or some.
        y : array-like of shape (m,) or (m, k)
            Their targets.
        sample_weight : array-like of shape (m,), optional
            Weight with which each was learned.

        Returns
        -------
        self
            With ``loo_decision_`` and ``loo_leverage_``.

        Raises
        ------
        ValueError
            More rows than were learned, a class that was never learned, or ``forgetting`` below 1.
        """
        self._check_none_fades("left out")
        X, T, weights = self._rows(X, y, sample_weight, known=True)
        self._check_no_more(T, weights, "left out")
        T = self._readable_targets(T)
        ridge = primal_ridge(self._readable(self._sums.result()), self.n_hidden, np.array([self.alpha_]))
        outputs, leverages = [], []
        for rows in row_slices(len(X), block_size(self.n_hidden)):
            own = None if weights is None else weights[rows]
            left_out, leverage = ridge.loo(rows, self.layer_(X[rows]), T[rows], own)
            outputs.append(left_out[0].T)
            leverages.append(leverage[0])
        outputs = np.concatenate(outputs)
        self.conformal_scores_ = scores_to_keep(self._scores(T, outputs))
        self.loo_decision_ = outputs[:, 0].copy() if self._is_flat else outputs
        self.loo_leverage_ = np.concatenate(leverages)
        return self

    @property
    def n_rows_seen_(self) -> float:
        """Number of rows learned and not forgotten, or the sum of their weights."""
        return self._sums.n_rows

    @property
    def coef_(self) -> np.ndarray:
        """Output weights (L,) or (L, k)."""
        coef = self._solution().coef
        return coef[:, 0] if self._is_flat else coef

    @property
    def intercept_(self) -> float | np.ndarray:
        """Intercepts."""
        intercept = self._solution().intercept
        return float(intercept[0]) if self._is_flat else intercept

    @property
    def alpha_(self) -> float:
        """The ridge penalty used."""
        return float(self._solution().alphas[self._solution().best])

    @property
    def gcv_error_(self) -> float:
        """Generalised cross-validation error at ``alpha_``, which estimates the squared error on new rows."""
        return float(self._solution().errors.min())

    @property
    def gcv_path_(self) -> tuple[np.ndarray, np.ndarray]:
        """The penalties tried (n_alphas,) and the generalised cross-validation error of each."""
        return self._solution().alphas, self._solution().errors

    def _learn_rows(self, X: Any, y: Any, sample_weight: Any, *, least_rows: int = 1) -> Self:
        """Add rows to the sums, and draw the layer with the first ones."""
        self._validate_params()
        X, T, weights = self._rows(X, y, sample_weight, least_rows=least_rows)
        if self.forgetting < 1 and self.n_rows_seen_:
            self._sums.fade(self.forgetting)
        self._count(X, T, weights)
        self._change()
        return self

    def _change(self) -> None:
        """Discard what was computed from the sums before they changed."""
        self._solved = {}  # filled when first needed; scikit-learn wants predict not to set attributes
        for name in ("conformal_scores_", "loo_decision_", "loo_leverage_"):
            self.__dict__.pop(name, None)

    def _check_none_fades(self, done: str) -> None:
        """Raise ValueError where the weights of rows have to be known, but fade."""
        check_is_fitted(self)
        if self.forgetting < 1:
            raise ValueError(f"Rows can be {done} only while none fade: forgetting must be 1; got {self.forgetting}.")

    def _rows(
        self, X: Any, y: Any, sample_weight: Any, *, known: bool = False, least_rows: int = 1
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """Check rows and encode their targets; draw the layer and start the sums if there are none."""
        X, y = validate_data(
            self,
            X,
            y,
            reset="layer_" not in vars(self),
            dtype=DTYPES,
            multi_output=True,
            y_numeric=self._y_numeric,
            ensure_min_samples=least_rows,
        )
        weights = None
        if sample_weight is not None:
            weights = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
            if self.arithmetic == "integer" and np.any(weights % 1):
                raise ValueError("arithmetic='integer' takes whole numbers as weights; use 'float' for others.")
            X, y, weights = X[weights > 0], y[weights > 0], weights[weights > 0]
        T = self._targets(y, known=known)
        if "_sums" not in vars(self):
            self._start(X, T)
        return X, T, weights

    def _start(self, X: np.ndarray, T: np.ndarray) -> None:
        """Draw the layer, unless one was adopted, and start the sums."""
        if "layer_" not in vars(self):
            settings = {name: getattr(self, name) for name in ("activation", "hidden_weights", "scale", "random_state")}
            self.layer_ = random_layer(X.shape[1], self.n_hidden, **settings)
        self._sums = BlasAccumulator(self.layer_, T.shape[1])

    def _count(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None, *, forget: bool = False) -> None:
        """Add rows to the sums or subtract them, block by block."""
        if forget:
            self._check_no_more(T, weights, "forgotten")
        change = self._sums.subtract if forget else self._sums.add
        for rows in row_slices(len(X), block_size(self.n_hidden)):
            change(X[rows], T[rows], None if weights is None else weights[rows])

    def _layer_of_sums(self) -> Layer:
        name = type(self).__name__
        raise TypeError(f"{name} keeps the sums of all rows it learned. Pass further rows to partial_fit.")

    def _check_no_more(self, T: np.ndarray, weights: np.ndarray | None, done: str) -> None:
        """Raise ValueError for rows that, by the sums, cannot all have been learned."""
        n = len(T) if weights is None else weights.sum()
        if n > self.n_rows_seen_ * (1 + ROUNDING):
            raise ValueError(f"{n:g} rows cannot be {done}: {self.n_rows_seen_:g} were learned.")

    def _solution(self) -> SumsSolution:
        """Return the solution of the sums, computed when they have changed."""
        if "_sums" not in vars(self):
            raise AttributeError("The model has not learned anything yet.")
        if not self._solved:
            alpha = None if self.alpha == "gcv" else self.alpha
            self._solved["model"] = self._solve(self._readable(self._sums.result()), alpha)
        return self._solved["model"]

    def _solve(self, gram: Gram, alpha: float | None) -> SumsSolution:
        return solve_by_gcv(gram, self.layer_, alpha)

    def _readable(self, gram: Gram) -> Gram:
        """Return the sums of the target columns that have outputs."""
        return gram

    def _readable_targets(self, T: np.ndarray) -> np.ndarray:
        """Return the target columns that have outputs."""
        return T

    def _state(self) -> dict[str, Any]:
        """Return what a receipt records of the model before and after."""
        gram = self._sums.result()
        digest = hashlib.sha256(np.ascontiguousarray(np.tril(gram.G)).tobytes() + gram.C.tobytes(order="F"))
        return {"n_rows": gram.n, "sums_sha256": digest.hexdigest()}


def _same(one: Any, other: Any) -> bool:
    """Return whether two layers are equal, array by array."""
    if type(one) is not type(other):
        return False
    if is_dataclass(one):
        return all(_same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    return np.array_equal(one, other)


def _equal(one: Any, other: Any) -> bool:
    """Return whether two settings are equal; they may be arrays."""
    return one is other or bool(np.array_equal(np.asarray(one, dtype=object), np.asarray(other, dtype=object)))
