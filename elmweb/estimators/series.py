"""Time series: rows in chronological order, and forecasts of the rows to come.

A row is taken together with rows before it, which makes an ordinary table of windows, for which layer and readout are
those of the other estimators. What differs is in this module: where the past comes from, several steps ahead at once,
and forecasts that are fed back.
"""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral, Real
from typing import Any, ClassVar, Self

import numpy as np
from sklearn.metrics import r2_score
from sklearn.utils import _safe_indexing
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import (
    _check_sample_weight,
    _num_samples,
    check_array,
    check_is_fitted,
    validate_data,
)

from elmweb.compute import Layer
from elmweb.estimators.core.loo import Kind
from elmweb.estimators.core.problem import DTYPES, Rows
from elmweb.estimators.core.readout import RegressorReadout
from elmweb.estimators.core.solve import Problem, iter_solutions
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.dense import default_width, random_layer
from elmweb.estimators.layers.weights import BLIND_WEIGHTS
from elmweb.estimators.rvfl import DirectLayer

__all__ = ["BaseSeriesRegressor", "BaseWindowRegressor", "LaggedELMRegressor", "windows"]


class BaseSeriesRegressor(RegressorReadout):
    """Fitting and predicting when rows are in chronological order.

    A subclass defines what is known at each row (:meth:`_unrolled`), the state that the rows that follow need
    (:meth:`_state_after`), and how many of the first rows have too little past (:meth:`_n_skipped`).

    Attributes
    ----------
    forecasts_itself_ : bool
        Whether the targets are the next rows, so that forecasts can be fed back.
    is_one_series_ : bool
        Whether there is one target, passed as a one-dimensional array.
    coef_ : ndarray of shape (L,) or (L, horizon * k)
        Output weights; of several steps the nearest first.
    intercept_ : float or ndarray of shape (horizon * k,)
        Intercepts; they are not penalised.
    loo_decision_ : ndarray of shape (m,) or (m, horizon * k)
        Leave-one-out outputs at ``alpha_``: for each row, those of the model fitted without it.
    n_features_in_ : int
        Number of inputs at each time, ``d``.
    """

    _fits_in_steps: ClassVar[bool] = False
    _fits_on_cluster: ClassVar[bool] = False

    _parameter_constraints: ClassVar[dict] = {"horizon": [Interval(Integral, 1, None, closed="left")]}

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None, groups: Any = None) -> Self:
        """Fit the output weights.

        Parameters
        ----------
        X : array-like of shape (n, d), or (n,) without `y`
            What is known at each time, oldest row first, best scaled to unit variance.
        y : array-like of shape (n,) or (n, k), optional
            Targets at each time, given `X` up to that time. By default the next row of `X`: the series forecasts
            itself, as by ``fit(X[:-1], X[1:])``.
        sample_weight : array-like of shape (n,), optional
            Weight of each row as one to learn from; a row of weight 0 still is the past of later rows.
        groups : array-like of shape (n,), optional
            Group of each row, whose rows are left out together: stretches of time, say.

        Returns
        -------
        self
            The fitted estimator.

        Raises
        ------
        ValueError
            Too few rows for the settings, or values that are missing or infinite.
        """
        problem = self._pose(X, y, sample_weight, groups)
        for step in iter_solutions(problem, [problem.layer.n_hidden]):
            if step.result is not None:
                self._learn(problem, step.result)
        return self

    def predict(self, X: Any, state: np.ndarray | None = None) -> np.ndarray:
        """Predict at each time.

        Parameters
        ----------
        X : array-like of shape (n, d)
            What is known at each time, oldest row first.
        state : ndarray, optional
            State after the rows before `X`, from :meth:`state_after`.

        Returns
        -------
        ndarray of shape (n,), (n, k) or (n, horizon * k)
            Shaped like the targets of ``fit``; of several steps the nearest first.
        """
        return self._outputs(X, state)

    def state_after(self, X: Any, state: np.ndarray | None = None) -> np.ndarray:
        """Return the state after some rows, which predictions at those that follow need.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Rows, oldest first.
        state : ndarray, optional
            State after the rows before `X`.

        Returns
        -------
        ndarray
            State for :meth:`predict`, which then predicts in two pieces what it predicts in one.
        """
        check_is_fitted(self)
        return self._state_after(validate_data(self, X, reset=False, dtype=DTYPES), state)

    def forecast(self, history: Any, n_steps: int | None = None) -> np.ndarray:
        """Forecast what comes after the last row.

        Parameters
        ----------
        history : array-like of shape (n, d), or (n,) for one series
            Rows up to now, oldest first; the more there are, the better the state is known.
        n_steps : int or None, default=None
            Number of steps; None for ``horizon``. For more, forecasts are fed back as if they were observed.

        Returns
        -------
        ndarray of shape (n_steps,) or (n_steps, k)
            The nearest step first.

        Raises
        ------
        ValueError
            More steps than ``horizon`` of a model that was fitted on other targets than its own next rows,
            or forecasts that overflow.
        """
        check_is_fitted(self)
        n_steps = self.horizon if n_steps is None else n_steps
        if n_steps < 1:
            raise ValueError(f"n_steps must be at least 1; got {n_steps}.")
        if n_steps > self.horizon and not self.forecasts_itself_:
            raise ValueError(
                f"n_steps may be at most horizon={self.horizon} when targets are other than the next rows; got "
                f"{n_steps}. Fit this {type(self).__name__} without y, and it goes on from its own forecasts."
            )
        history = np.reshape(history, (-1, 1)) if np.ndim(history) == 1 and self.n_features_in_ == 1 else history
        rows, state, steps = validate_data(self, history, reset=False, dtype=DTYPES), None, []
        while len(steps) * self.horizon < n_steps:
            with np.errstate(over="ignore", invalid="ignore"):
                ahead = self._read_out(self._unrolled(rows, state)[-1:]).reshape(self.horizon, -1)
            if not np.isfinite(ahead).all():
                raise ValueError(
                    f"The forecast grew beyond all numbers after {len(steps) * self.horizon} steps. "
                    "Take fewer steps or a larger alpha."
                )
            state, rows = self._state_after(rows, state), ahead
            steps.append(ahead)
        forecast = np.concatenate(steps)[:n_steps]
        return forecast[:, 0] if self.is_one_series_ else forecast

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """Return the coefficient of determination.

        Parameters
        ----------
        X : array-like of shape (n, d)
            What is known at each time, oldest row first.
        y : array-like of shape (n,) or (n, k)
            Targets at each time.
        sample_weight : array-like of shape (n,), optional
            Weight of each row.

        Returns
        -------
        float
            R², the mean over targets and steps; rows whose later steps are not in `y` do not count.
        """
        outputs, n = self.predict(X), _num_samples(X) - self.horizon + 1
        weights = None if sample_weight is None else np.asarray(sample_weight)[:n]
        return r2_score(_ahead(np.asarray(y), self.horizon)[:n], outputs[:n], sample_weight=weights)

    def __sklearn_tags__(self) -> Any:
        """Declare to scikit-learn that targets are optional."""
        tags = super().__sklearn_tags__()
        tags.target_tags.required = False
        return tags

    def _prepare(self, n_features: int) -> None:
        """Draw what is needed before rows can be unrolled."""

    def _n_skipped(self, n_rows: int) -> int:
        """Return how many of the first of `n_rows` rows have too little past to be learned from."""
        raise NotImplementedError

    def _unrolled(self, X: np.ndarray, state: np.ndarray | None) -> np.ndarray:
        """Return all that is known at each row (n, D)."""
        raise NotImplementedError

    def _state_after(self, X: np.ndarray, state: np.ndarray | None) -> np.ndarray:
        """Return the state after checked rows."""
        raise NotImplementedError

    def _pose(self, X: Any, y: Any = None, sample_weight: Any = None, groups: Any = None) -> Problem:
        self._validate_params()
        self.forecasts_itself_ = y is None
        if y is None:
            y = check_array(X, dtype=np.float64, ensure_2d=False, ensure_min_samples=3, estimator=self)[1:]
            X = _safe_indexing(np.reshape(X, (-1, 1)) if y.ndim == 1 else X, np.arange(len(y)))
            sample_weight, groups = (
                None if given is None else np.asarray(given)[:-1] for given in (sample_weight, groups)
            )
        n = _num_samples(X)
        learned = np.ones(n) if sample_weight is None else None
        if learned is None:
            learned = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True, copy=True)
        # The first rows have no past, and the last ones no future.
        learned[: self._n_skipped(n)] = 0.0
        learned[max(0, n - self.horizon + 1) :] = 0.0
        return super()._pose(X, y, learned, groups)

    def _read(self, X: Any, y: Any) -> tuple[np.ndarray, np.ndarray, Kind, bool]:
        X, T, kind, flat = super()._read(X, y)
        left = len(X) - self._n_skipped(len(X)) - self.horizon + 1
        if left < 2:
            raise ValueError(
                f"{type(self).__name__} needs at least {len(X) + 2 - left} rows with these settings, so that 2 have a "
                f"past and a future to learn from; got {len(X)} samples."
            )
        self.is_one_series_ = flat
        self._prepare(X.shape[1])
        return self._unrolled(X, None), _ahead(T, self.horizon), kind, flat and self.horizon == 1

    def _layer_of_sums(self) -> Layer:
        raise TypeError(
            f"{type(self).__name__} is fitted at once: a block of rows does not know the rows before it. "
            "Pass all rows to fit."
        )

    def _outputs(self, X: Any, state: np.ndarray | None = None) -> np.ndarray:
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype=DTYPES)
        return self._read_out(self._unrolled(X, state))


class BaseWindowRegressor(BaseSeriesRegressor):
    """A time series in which each row is taken together with a fixed number of rows before it."""

    _parameter_constraints: ClassVar[dict] = {
        "n_lags": [Interval(Integral, 1, None, closed="left")],
        "lag_step": [Interval(Integral, 1, None, closed="left")],
    }

    def _n_skipped(self, n_rows: int) -> int:  # noqa: ARG002  the same for any number
        return (self.n_lags - 1) * self.lag_step

    def _past(self, X: np.ndarray, state: np.ndarray | None) -> np.ndarray:
        """Return the rows before `X`; copies of the first row when they are unknown."""
        shape = (self._n_skipped(len(X)), X.shape[1])
        if state is None:
            return np.broadcast_to(X[:1], shape)
        if np.shape(state) != shape:
            raise ValueError(f"state must be an array of shape {shape}, from state_after; got shape {np.shape(state)}.")
        return state

    def _unrolled(self, X: np.ndarray, state: np.ndarray | None) -> np.ndarray:
        return windows(np.concatenate([self._past(X, state), X]), self.n_lags, self.lag_step)

    def _state_after(self, X: np.ndarray, state: np.ndarray | None) -> np.ndarray:
        return np.concatenate([self._past(X, state), X])[len(X) :]


class LaggedELMRegressor(BaseWindowRegressor):
    """Extreme Learning Machine for time series: a random hidden layer on the last rows side by side.

    Parameters
    ----------
    n_lags : int, default=8
        Number of rows taken as inputs: the current row and those before it.
    lag_step : int, default=1
        Distance between them, in rows.
    horizon : int, default=1
        Number of steps predicted at once, each by outputs of its own.
    n_hidden : int or None, default=None
        Number of hidden units. None takes the power of two at or above half the rows, from 16 to 512.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    hidden_weights : str, default="normal"
        Distribution of the input weights: "normal", "uniform", "sparse" or "orthogonal".
    direct_links : bool, default=True
        Whether inputs are also connected to the outputs directly, as in an autoregressive model.
    alpha : float or "loo", default="loo"
        Ridge penalty; "loo" takes the best of 21 values by exact leave-one-out cross-validation.
    scale : float, default=1.0
        Scale of the random weights.
    random_state : int, RandomState or None, default=None
        Seed of the random weights.

    Attributes
    ----------
    layer_ : DirectLayer or HiddenLayer
        A map from windows of ``n_lags * d`` numbers, the newest row first, to units.

    See Also
    --------
    EchoStateRegressor : Keeps the past in the state of a recurrent layer.
    NextGenerationReservoirRegressor : Products of the last rows in place of random units.

    Notes
    -----
    At time t the input of the hidden layer is ``x_t, x_(t-1), ..., x_(t-n_lags+1)``, the targets are
    ``y_t, ..., y_(t+horizon-1)``; then ``coef = (H'H + alpha I)^-1 H'T`` as in :class:`ELMRegressor`, with direct links
    as in :class:`RVFLRegressor`. Further quantities known at each time are further columns of `X`. In ``predict``, rows
    before the first are taken to equal it unless a state is passed; no such window is learned from.

    Neighbouring windows overlap, so leave-one-out errors are smaller than errors on future rows. The choice of
    ``alpha`` suffers little; to estimate the error, hold the last rows out.

    References
    ----------
    Ben Taieb, Bontempi, Atiya, Sorjamaa (2012). A review and comparison of strategies for multi-step ahead time
    series forecasting based on the NN5 forecasting competition. Expert Systems with Applications 39(8).
    doi:10.1016/j.eswa.2012.01.039

    Huang, Zhu, Siew (2006). Extreme learning machine: theory and applications. Neurocomputing 70.
    doi:10.1016/j.neucom.2005.12.126

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import LaggedELMRegressor
    >>> series = np.sin(np.arange(200) / 5)
    >>> model = LaggedELMRegressor(4, horizon=3, n_hidden=16, random_state=0).fit(series[:150])
    >>> bool(np.abs(model.forecast(series[:150]) - series[150:153]).max() < 0.01)
    True
    """

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left"), None],
        "activation": [StrOptions(set(ACTIVATIONS))],
        "hidden_weights": [StrOptions(set(BLIND_WEIGHTS))],
        "direct_links": ["boolean"],
        "scale": [Interval(Real, 0, None, closed="neither")],
    }

    def __init__(
        self,
        n_lags: int = 8,
        *,
        lag_step: int = 1,
        horizon: int = 1,
        n_hidden: int | None = None,
        activation: str = "tanh",
        hidden_weights: str = "normal",
        direct_links: bool = True,
        alpha: float | str = "loo",
        scale: float = 1.0,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_lags = n_lags
        self.lag_step = lag_step
        self.horizon = horizon
        self.n_hidden = n_hidden
        self.activation = activation
        self.hidden_weights = hidden_weights
        self.direct_links = direct_links
        self.alpha = alpha
        self.scale = scale
        self.random_state = random_state

    def _make_layer(self, rows: Rows) -> Layer:
        n_features = rows.X.shape[1]
        layer = random_layer(
            n_features,
            default_width(rows.n_rows) if self.n_hidden is None else self.n_hidden,
            activation=self.activation,
            hidden_weights=self.hidden_weights,
            scale=self.scale,
            random_state=self.random_state,
        )
        return DirectLayer(layer, n_features) if self.direct_links else layer


def windows(rows: np.ndarray, n_lags: int, lag_step: int = 1) -> np.ndarray:
    """Return each row side by side with rows before it, for all rows that have that many.

    Parameters
    ----------
    rows : ndarray of shape (n, d)
        Oldest first.
    n_lags : int
        Number of rows side by side.
    lag_step : int, default=1
        Distance between them, in rows.

    Returns
    -------
    ndarray of shape (n - (n_lags - 1) * lag_step, n_lags * d)
        The newest row first.
    """
    n_past = (n_lags - 1) * lag_step
    n = len(rows) - n_past
    return np.hstack([rows[first : first + n] for first in range(n_past, -1, -lag_step)])


def _ahead(y: np.ndarray | Sequence, horizon: int) -> np.ndarray:
    """Return the targets of each row and of the rows after it (n, horizon * k), from (n, k); 0 past the end."""
    n = len(y)
    Y = np.concatenate([np.reshape(y, (n, -1)), np.zeros((horizon - 1, np.size(y) // n))])
    return windows(Y[::-1], horizon)[::-1]
