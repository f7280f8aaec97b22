"""Estimators for time series."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from sklearn.linear_model import Ridge
from sklearn.utils.estimator_checks import parametrize_with_checks

from elmweb.estimators.reservoir import EchoStateRegressor, NextGenerationReservoirRegressor
from elmweb.estimators.series import LaggedELMRegressor

KINDS = [LaggedELMRegressor, EchoStateRegressor, NextGenerationReservoirRegressor]
RNG = np.random.default_rng(0)
X = RNG.normal(size=(120, 2))
Y = np.column_stack([X[:, 0] + np.roll(X[:, 1], 1), X[:, 1] * np.roll(X[:, 0], 2)])


def _mackey_glass(n, delay=17):
    """Return n values of the Mackey-Glass series, scaled to mean 0 and variance 1; 10 Euler steps a value."""
    fine = np.full(10 * (n + 500) + 10 * delay, 1.2)
    for t in range(10 * delay, len(fine) - 1):
        late = fine[t - 10 * delay]
        fine[t + 1] = fine[t] + 0.1 * (0.2 * late / (1 + late**10) - 0.1 * fine[t])
    series = fine[-10 * n :: 10]
    return (series - series.mean()) / series.std()


def _lorenz(n):
    """Return n points of the Lorenz system, 0.025 apart, each coordinate of mean 0 and variance 1."""

    def slope(_, p):
        return [10 * (p[1] - p[0]), p[0] * (28 - p[2]) - p[1], p[0] * p[1] - 8 / 3 * p[2]]

    times = 10 + 0.025 * np.arange(n)
    points = solve_ivp(slope, (0, times[-1]), [1.0, 1.0, 20.0], t_eval=times, rtol=1e-9, atol=1e-9).y.T
    return (points - points.mean(axis=0)) / points.std(axis=0)


GLASS, LORENZ = _mackey_glass(1500), _lorenz(1200)


def _not_in_time(estimator):
    """Return the checks that contradict rows in chronological order, and why."""
    return dict.fromkeys(
        (
            "check_methods_subset_invariance",
            "check_methods_sample_order_invariance",
            "check_sample_weight_equivalence_on_dense_data",
        ),
        "a row is seen together with the rows before it, so they may be neither reordered, nor removed, nor repeated",
    )


@pytest.mark.checks
@parametrize_with_checks([kind() for kind in KINDS], expected_failed_checks=_not_in_time)
def test_scikit_learn_accepts_every_estimator(estimator, check):
    """Oracle: scikit-learn's own checks, but those that reorder, remove or repeat rows."""
    check(estimator)


@pytest.mark.parametrize(("n_lags", "lag_step", "horizon"), [(1, 1, 1), (3, 1, 1), (3, 2, 4)])
def test_windows_equal_a_naive_loop(n_lags, lag_step, horizon):
    """Oracle: windows and targets built row by row, and scikit-learn's Ridge on the same units."""
    settings = {"n_lags": n_lags, "lag_step": lag_step, "horizon": horizon, "n_hidden": 10, "random_state": 0}
    model = LaggedELMRegressor(**settings, alpha=0.3).fit(X, Y)
    first = (n_lags - 1) * lag_step
    learned = range(first, len(X) - horizon + 1)
    Z = np.array([np.concatenate([X[t - lag * lag_step] for lag in range(n_lags)]) for t in learned])
    T = np.array([np.concatenate([Y[t + step] for step in range(horizon)]) for t in learned])
    H = model.layer_(Z)
    np.testing.assert_array_equal(H[:, : Z.shape[1]], Z)
    expected = Ridge(0.3, solver="svd").fit(H, T)
    np.testing.assert_allclose(model.coef_, expected.coef_.T, rtol=1e-6, atol=1e-10)
    np.testing.assert_allclose(model.predict(X)[learned], expected.predict(H), rtol=1e-7, atol=1e-9)
    np.testing.assert_array_equal(model.loo_rows_, learned)
    assert model.score(X, Y) == pytest.approx(_r2(model.predict(X)[: learned.stop], _targets(horizon)))


def _targets(horizon):
    return np.array([np.concatenate([Y[t + step] for step in range(horizon)]) for t in range(len(X) - horizon + 1)])


def _r2(outputs, targets):
    return np.mean(1 - np.sum((targets - outputs) ** 2, axis=0) / np.sum((targets - targets.mean(axis=0)) ** 2, axis=0))


def test_reservoir_equals_the_recursion():
    """Oracle: the recursion with a full matrix, whose largest absolute eigenvalue is the given one."""
    model = EchoStateRegressor(30, leak=0.3, spectral_radius=0.7, n_connections=4, random_state=3).fit(X, Y[:, 0])
    reservoir = model.reservoir_
    R = np.zeros((30, 30))
    for unit, (sources, strengths) in enumerate(zip(reservoir.sources, reservoir.strengths, strict=True)):
        assert len(set(sources)) == 4
        R[unit, sources] = strengths
    assert np.abs(np.linalg.eigvals(R)).max() == pytest.approx(0.7)
    h, states = np.zeros(30), []
    for x in X:
        h = 0.7 * h + 0.3 * np.tanh(x @ reservoir.drive.weights + reservoir.drive.bias + R @ h)
        states.append(h)
    H = np.hstack([X, states])
    expected = Ridge(model.alpha_, solver="svd").fit(H[12:], Y[12:, 0])  # a tenth is washed out
    np.testing.assert_allclose(model.predict(X), expected.predict(H), rtol=1e-6, atol=1e-8)


def test_products_equal_scikit_learn():
    """Oracle: PolynomialFeatures on windows, without its constant."""
    from sklearn.preprocessing import PolynomialFeatures

    model = NextGenerationReservoirRegressor(2, degree=3).fit(X, Y[:, 0])
    Z = np.hstack([X[1:], X[:-1]])
    expected = PolynomialFeatures(3, include_bias=False).fit_transform(Z)
    np.testing.assert_allclose(model.layer_(Z), expected, rtol=1e-12)
    np.testing.assert_array_equal(model.layer_.leading(6)(Z), model.layer_(Z)[:, :6])


@pytest.mark.parametrize("kind", KINDS)
def test_two_pieces_equal_one(kind):
    """Invariant: predictions in pieces of any length, each from the state before it, are those in one piece."""
    model = kind(5).fit(X, Y) if kind is not EchoStateRegressor else kind(20, random_state=0).fit(X, Y)
    whole = model.predict(X)
    state, pieces = None, []
    for piece in np.split(X, [1, 3, 50]):
        pieces.append(model.predict(piece, state))
        state = model.state_after(piece, state)
    np.testing.assert_allclose(np.concatenate(pieces), whole, rtol=1e-12, atol=1e-12)
    with pytest.raises(ValueError, match="state must be an array of shape"):
        model.predict(X, np.zeros((1, 77)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_series_forecasts_itself(kind):
    """Invariant: by default targets are the next rows, and explicit feedback gives the same forecasts."""
    settings = {} if kind is NextGenerationReservoirRegressor else {"random_state": 0}
    model = kind(**settings).fit(GLASS[:300])
    shifted = kind(**settings).fit(GLASS[:299, None], GLASS[1:300])
    np.testing.assert_array_equal(model.coef_, shifted.coef_)
    assert model.predict(GLASS[:10, None]).shape == (10,)
    rows = list(GLASS[:300])
    for _ in range(5):
        rows.append(model.predict(np.array(rows)[:, None])[-1])
    np.testing.assert_allclose(model.forecast(GLASS[:300], 5), rows[300:], rtol=1e-9)
    assert model.forecast(GLASS[:300]).shape == (1,)
    with pytest.raises(ValueError, match="at most horizon=1 when targets are other than the next rows; got 2"):
        shifted.forecast(GLASS[:300, None], 2)


def test_several_steps_and_series_at_once():
    """Invariant: the nearest step comes first, one row for each, and blocks of steps are fed back together."""
    model = NextGenerationReservoirRegressor(horizon=3).fit(LORENZ[:600])
    three, seven = model.forecast(LORENZ[:600]), model.forecast(LORENZ[:600], 7)
    assert seven.shape == (7, 3)
    np.testing.assert_array_equal(three, seven[:3])
    np.testing.assert_allclose(three, model.predict(LORENZ[:600])[-1].reshape(3, 3))
    np.testing.assert_allclose(seven[3:6], model.forecast(np.concatenate([LORENZ[:600], three])), rtol=1e-9)


@pytest.mark.parametrize(
    "model",
    [LaggedELMRegressor(random_state=0), EchoStateRegressor(leak=0.3, random_state=0)],
    ids=lambda model: type(model).__name__,
)
def test_mackey_glass_is_learned(model):
    """Oracle: 6 steps ahead on later rows, a tenth of the error of persistence and half that of ridge on 8 lags."""
    ahead = 6
    rows, targets, train = GLASS[:-ahead, None], GLASS[ahead:], slice(0, 1000)
    model.fit(rows[train], targets[train])
    error = _rmse(model.predict(rows)[1000:], targets[1000:])
    lags = np.column_stack([GLASS[8 - lag : -ahead - lag] for lag in range(8)])
    linear = Ridge(1e-6).fit(lags[:992], targets[8:1000]).predict(lags[992:])
    assert error < 0.1 * _rmse(GLASS[1000:-ahead], targets[1000:])
    assert error < 0.5 * _rmse(linear, targets[1000:])


def _rmse(outputs, targets):
    return np.sqrt(np.mean((outputs - targets) ** 2))


def test_lorenz_is_forecast():
    """Oracle: fed back for 2 time units from the end of the training rows, the error stays small; persistence fails."""
    model = NextGenerationReservoirRegressor(alpha=1e-6).fit(LORENZ[:1000])
    to_come = LORENZ[1000:1080]
    error = _rmse(model.forecast(LORENZ[:1000], 80), to_come)
    assert error < 0.1 * _rmse(LORENZ[999], to_come)


@pytest.mark.parametrize("kind", KINDS)
def test_intervals_on_later_rows(kind):
    """Oracle: coverage of about 0.9 on rows after the training rows, with noise added."""
    noisy = GLASS + 0.3 * RNG.normal(size=len(GLASS))
    model = kind().fit(noisy[:1000])
    low, high = model.predict_interval(noisy[:-1, None])
    inside = (low <= noisy[1:]) & (noisy[1:] <= high)
    assert 0.85 < inside[1000:].mean() < 0.95


def test_a_row_of_weight_0_is_still_the_past():
    """Oracle: Ridge on the windows of the other rows only."""
    weights = RNG.integers(0, 3, len(X)).astype(float)
    model = LaggedELMRegressor(2, n_hidden=8, alpha=0.5, random_state=0).fit(X, Y, weights)
    H = model.layer_(np.hstack([X[1:], X[:-1]]))
    expected = Ridge(0.5, solver="svd").fit(H, Y[1:], weights[1:])
    np.testing.assert_allclose(model.coef_, expected.coef_.T, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    ("estimator", "message"),
    [
        (LaggedELMRegressor(60, lag_step=2), "at least 120 rows.*got 50 samples"),
        (LaggedELMRegressor(2, horizon=49), "at least 51 rows.*got 50 samples"),
        (EchoStateRegressor(10, washout=49), "at least 51 rows.*got 50 samples"),
        (NextGenerationReservoirRegressor(20, degree=4), "Products of up to 4 of 40 numbers are 135,750, more than"),
        (LaggedELMRegressor(horizon=0), "'horizon' parameter .* must be an int"),
        (EchoStateRegressor(leak=0.0), "'leak' parameter .* must be a float"),
    ],
)
def test_invalid_settings_are_refused(estimator, message):
    """Invariant: the error names the rule and the value."""
    with pytest.raises(ValueError, match=message):
        estimator.fit(X[:50], Y[:50])


def test_diverging_forecasts_are_refused():
    """Invariant: for a series that squares itself the error names the number of steps, and no infinity is returned."""
    model = NextGenerationReservoirRegressor(1, alpha=0.0).fit(X[:, :1], X[:, 0] ** 2)
    model.forecasts_itself_ = True
    np.testing.assert_allclose(model.forecast([[0.5]], 3), [0.25, 0.0625, 0.0625**2], atol=1e-9)
    with pytest.raises(ValueError, match="beyond all numbers after 8 steps"):
        model.forecast([[10.0]], 20)
    with pytest.raises(ValueError, match="n_steps must be at least 1; got 0"):
        model.forecast([[1.0]], 0)


def test_a_reservoir_without_cycles():
    """Invariant: a unit that is connected only to itself, and a radius of 0, give no division by 0."""
    for radius in (0.0, 1.2):
        model = EchoStateRegressor(1, spectral_radius=radius, random_state=0).fit(X, Y)
        assert np.isfinite(model.predict(X)).all()
        assert abs(model.reservoir_.strengths[0, 0]) == pytest.approx(radius)
