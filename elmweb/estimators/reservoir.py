"""Reservoir computing: time series through a recurrent random layer, or through products of their last rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from math import comb
from numbers import Integral, Real
from typing import ClassVar

import numpy as np
from scipy.linalg import eigvals
from sklearn.utils._param_validation import Interval

from elmweb.estimators.core.problem import Rows
from elmweb.estimators.layers.dense import HiddenLayer, random_layer, seed_of
from elmweb.estimators.series import BaseSeriesRegressor, BaseWindowRegressor

__all__ = ["EchoStateRegressor", "NextGenerationReservoirRegressor", "ProductLayer", "Reservoir", "StateLayer"]

_MOST_PRODUCTS = 10_000  # 800 MB of sums


@dataclass(frozen=True)
class Reservoir:
    """Recurrent units, driven by the inputs and by each other.

    Parameters
    ----------
    drive : HiddenLayer
        Input of each unit from outside, ``X W + b``.
    sources : ndarray of shape (L, m), int
        Indices of the units that each unit takes as inputs.
    strengths : ndarray of shape (L, m)
        Weights of these inputs.
    leak : float
        Leaking rate: the fraction of a state that is new at each row, above 0 and at most 1.
    """

    drive: HiddenLayer
    sources: np.ndarray
    strengths: np.ndarray
    leak: float

    def states(self, X: np.ndarray, state: np.ndarray | None = None) -> np.ndarray:
        """Return the state after each row.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            Rows, oldest first.
        state : ndarray of shape (L,), optional
            The state before them; 0 when not given.

        Returns
        -------
        ndarray of shape (n, L)
            One row for each time.
        """
        drive = np.ascontiguousarray(self.drive(X))
        states, current = np.empty_like(drive), np.zeros(drive.shape[1]) if state is None else state
        for row, driven in enumerate(drive):
            new = np.tanh(driven + np.einsum("ij,ij->i", self.strengths, current[self.sources]))
            states[row] = current = (1.0 - self.leak) * current + self.leak * new
        return states


@dataclass(frozen=True)
class StateLayer:
    """Units that have been computed already: the first columns of the inputs.

    Parameters
    ----------
    n_hidden : int
        Number of units.
    """

    n_hidden: int

    def leading(self, n_hidden: int) -> StateLayer:
        """Return the first `n_hidden` units."""
        return StateLayer(n_hidden)

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return the units (n, L), float64, Fortran order, for a row block (n, D)."""
        return np.array(X[:, : self.n_hidden], dtype=np.float64, order="F")


@dataclass(frozen=True)
class ProductLayer:
    """Units that are products of inputs.

    Parameters
    ----------
    factors : ndarray of shape (L, degree), int
        Indices of the inputs that are multiplied, counted from 1; 0 is the constant factor 1.
    """

    factors: np.ndarray

    @property
    def n_hidden(self) -> int:
        """Number of products."""
        return len(self.factors)

    def leading(self, n_hidden: int) -> ProductLayer:
        """Return the first `n_hidden` products; those of fewest factors come first."""
        return replace(self, factors=self.factors[:n_hidden])

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return the products (n, L), float64, Fortran order, for a row block (n, D)."""
        inputs = np.ones((X.shape[1] + 1, len(X)))
        inputs[1:] = X.T
        H = inputs[self.factors[:, 0]]
        for factor in self.factors.T[1:]:
            H *= inputs[factor]
        return H.T


class EchoStateRegressor(BaseSeriesRegressor):
    """Echo state network: a random recurrent layer with a readout by ridge regression.

    Parameters
    ----------
    n_hidden : int, default=200
        Number of recurrent units.
    horizon : int, default=1
        Number of steps predicted at once, each by outputs of its own.
    spectral_radius : float, default=0.9
        Largest absolute eigenvalue of the recurrent weights. Below 1 the past fades, the more slowly the nearer it is
        to 1.
    n_connections : int, default=10
        Number of units that each unit takes as inputs; all of them when there are fewer.
    leak : float, default=1.0
        Leaking rate: the fraction of a state that is new at each row. Lower it for series that change slowly.
    washout : int or None, default=None
        Number of first rows that are not learned from, as the state still depends on the initial state. None takes a
        tenth of the rows, at most 100.
    alpha : float or "loo", default="loo"
        Ridge penalty; "loo" takes the best of 21 values by exact leave-one-out cross-validation.
    scale : float, default=1.0
        Scale of the input weights and biases.
    random_state : int, RandomState or None, default=None
        Seed of the random weights.

    Attributes
    ----------
    reservoir_ : Reservoir
        The recurrent units.
    layer_ : StateLayer
        Inputs and states side by side, which the readout takes.
    coef_ : ndarray of shape (d + L,) or (d + L, horizon * k)
        Output weights: those of the inputs, then those of the units.

    See Also
    --------
    LaggedELMRegressor : Takes a fixed number of rows.

    Notes
    -----
    ``h_t = (1 - leak) h_(t-1) + leak tanh(x_t W + b + R h_(t-1))`` with random ``W``, ``b`` and sparse ``R``,
    ``h_0 = 0``; then ridge regression on ``x_t, h_t``. Also known as reservoir computing. States are computed row
    after row, so a million rows take seconds to minutes.

    States of neighbouring rows are similar, so leave-one-out errors are smaller than errors on future rows.

    References
    ----------
    Jaeger (2001). The "echo state" approach to analysing and training recurrent neural networks. GMD Report 148.
    doi:10.24406/publica-fhg-291111

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import EchoStateRegressor
    >>> series = np.sin(np.arange(400) / 5)
    >>> model = EchoStateRegressor(50, random_state=0).fit(series[:300])
    >>> bool(np.abs(model.forecast(series[:300], 20) - series[300:320]).max() < 0.1)
    True
    """

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left")],
        "spectral_radius": [Interval(Real, 0, None, closed="left")],
        "n_connections": [Interval(Integral, 1, None, closed="left")],
        "leak": [Interval(Real, 0, 1, closed="right")],
        "washout": [Interval(Integral, 0, None, closed="left"), None],
        "scale": [Interval(Real, 0, None, closed="neither")],
    }

    def __init__(
        self,
        n_hidden: int = 200,
        *,
        horizon: int = 1,
        spectral_radius: float = 0.9,
        n_connections: int = 10,
        leak: float = 1.0,
        washout: int | None = None,
        alpha: float | str = "loo",
        scale: float = 1.0,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.horizon = horizon
        self.spectral_radius = spectral_radius
        self.n_connections = n_connections
        self.leak = leak
        self.washout = washout
        self.alpha = alpha
        self.scale = scale
        self.random_state = random_state

    def _prepare(self, n_features: int) -> None:
        seed = seed_of(self.random_state)
        drive = random_layer(n_features, self.n_hidden, activation="identity", scale=self.scale, random_state=seed)
        recurrent = _recurrent(self.n_hidden, self.n_connections, self.spectral_radius, seed)
        self.reservoir_ = Reservoir(drive, *recurrent, float(self.leak))

    def _make_layer(self, rows: Rows) -> StateLayer:
        return StateLayer(rows.X.shape[1])

    def _n_skipped(self, n_rows: int) -> int:
        return min(100, n_rows // 10) if self.washout is None else self.washout

    def _unrolled(self, X: np.ndarray, state: np.ndarray | None) -> np.ndarray:
        return np.hstack([X, self.reservoir_.states(X, self._checked(state))])

    def _state_after(self, X: np.ndarray, state: np.ndarray | None) -> np.ndarray:
        return self.reservoir_.states(X, self._checked(state))[-1].copy()

    def _checked(self, state: np.ndarray | None) -> np.ndarray | None:
        """Return the state; raise ValueError if it is not one of this reservoir."""
        shape = (len(self.reservoir_.sources),)
        if state is not None and np.shape(state) != shape:
            raise ValueError(f"state must be an array of shape {shape}, from state_after; got shape {np.shape(state)}.")
        return state


class NextGenerationReservoirRegressor(BaseWindowRegressor):
    """Next-generation reservoir: ridge regression on the last rows and their products, without random weights.

    Parameters
    ----------
    n_lags : int, default=2
        Number of rows taken as inputs: the current row and those before it.
    lag_step : int, default=1
        Distance between them, in rows.
    horizon : int, default=1
        Number of steps predicted at once, each by outputs of its own.
    degree : int, default=2
        Largest number of factors of a product.
    alpha : float or "loo", default="loo"
        Ridge penalty; "loo" takes the best of 21 values by exact leave-one-out cross-validation. For series without
        noise a smaller one can be better.

    Attributes
    ----------
    layer_ : ProductLayer
        A map from windows of ``n_lags * d`` numbers, the newest row first, to their products.
    coef_ : ndarray of shape (L,) or (L, horizon * k)
        Output weights; those of products of fewest factors come first.

    See Also
    --------
    EchoStateRegressor : The random recurrent layer that this one replaces.

    Notes
    -----
    With ``z_t = (x_t, x_(t-lag_step), ...)`` of ``D = n_lags * d`` numbers, units are all products of 1 to
    ``degree`` elements of ``z_t``: ``D + D (D + 1) / 2`` for degree 2. Also known as nonlinear vector autoregression.
    Forecasts that are fed back may diverge when the penalty is small.

    References
    ----------
    Gauthier, Bollt, Griffith, Barbosa (2021). Next generation reservoir computing. Nature Communications 12, 5564.
    doi:10.1038/s41467-021-25801-2

    Examples
    --------
    >>> from elmweb import NextGenerationReservoirRegressor
    >>> series = [0.3]
    >>> for _ in range(60):
    ...     series.append(3.9 * series[-1] * (1 - series[-1]))
    >>> model = NextGenerationReservoirRegressor(1, alpha=1e-9).fit(series[:50])
    >>> bool(abs(model.forecast(series[:50])[0] - series[50]) < 1e-6)
    True
    """

    _parameter_constraints: ClassVar[dict] = {"degree": [Interval(Integral, 1, None, closed="left")]}

    def __init__(
        self, n_lags: int = 2, *, lag_step: int = 1, horizon: int = 1, degree: int = 2, alpha: float | str = "loo"
    ) -> None:
        self.n_lags = n_lags
        self.lag_step = lag_step
        self.horizon = horizon
        self.degree = degree
        self.alpha = alpha

    def _make_layer(self, rows: Rows) -> ProductLayer:
        n_inputs = rows.X.shape[1]
        n_products = comb(n_inputs + self.degree, self.degree) - 1
        if n_products > _MOST_PRODUCTS:
            raise ValueError(
                f"Products of up to {self.degree} of {n_inputs} numbers are {n_products:,}, more than the "
                f"{_MOST_PRODUCTS:,} that are computed. Set a smaller degree or n_lags."
            )
        factors = [
            (*chosen, *(0,) * (self.degree - n_factors))
            for n_factors in range(1, self.degree + 1)
            for chosen in combinations_with_replacement(range(1, n_inputs + 1), n_factors)
        ]
        return ProductLayer(np.array(factors, dtype=np.int64))


def _recurrent(n_hidden: int, n_connections: int, spectral_radius: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the sources (L, m) and strengths (L, m) of recurrent connections with the given spectral radius."""
    # A separate stream: the input weights are drawn from the seed itself.
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed).spawn(1)[0]))
    n_connections = min(n_connections, n_hidden)
    sources = np.array([rng.choice(n_hidden, n_connections, replace=False) for _ in range(n_hidden)])
    strengths = rng.standard_normal(sources.shape)
    R = np.zeros((n_hidden, n_hidden))
    np.put_along_axis(R, sources, strengths, axis=1)
    radius = np.abs(eigvals(R, overwrite_a=True, check_finite=False)).max()
    # Few connections may form no cycle: then all eigenvalues are 0, and the past fades in any case.
    return sources, strengths * (spectral_radius / radius if radius > np.finfo(np.float64).eps else 1.0)
