"""Blend of closed-form models: its weights, its leave-one-out outputs, and the one layer that it becomes."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import norm, rankdata
from sklearn.linear_model import Ridge

from elmweb import BlendELMClassifier, BlendELMRegressor
from elmweb.compute import Layer
from elmweb.estimators import KernelLayer, iter_fit, iter_refit
from elmweb.estimators.blend import BaseBlendELM, _affordable, _on_simplex, blend_landmarks, blend_width
from elmweb.estimators.core import solve
from elmweb.estimators.core.problem import Problem, Rows
from elmweb.estimators.core.solve import iter_near, iter_solutions
from elmweb.estimators.kernel import whitened
from elmweb.estimators.layers.channels import channel_layer
from elmweb.estimators.layers.dense import random_layer
from elmweb.estimators.layers.weights import draw_few

RNG = np.random.default_rng(0)
X = RNG.normal(size=(70, 3))
X[:, 2] = X[:, 2] > 0
WAVE = np.sin(2 * X[:, 0]) + 0.5 * np.abs(X[:, 1]) + X[:, 2] + 0.2 * RNG.normal(size=70)
SMALL = {"n_hidden": 12, "n_landmarks": 25, "random_state": 3}


def members_of(model: BaseBlendELM, weights=None, groups=None) -> list[np.ndarray]:
    """Return the units of every member on the training rows, made again as the fit made them."""
    channels, beside = model._pose(X, WAVE, weights, groups).layer.layers
    return [white(layer)(channels(X)) for layer in beside.layers]


def white(layer: Layer) -> Layer:
    """Return a member's layer as it is solved for."""
    return whitened(layer) if isinstance(layer, KernelLayer) else layer


def left_out(units: np.ndarray, alpha: float, weights: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return what ridge regression says of each row when it is fitted on the other groups."""
    outputs = np.empty(len(X))
    for group in np.unique(groups):
        own = groups == group
        fitted = Ridge(alpha, solver="cholesky").fit(units[~own], WAVE[~own], sample_weight=weights[~own])
        outputs[own] = fitted.predict(units[own])
    return outputs


def best_weights(residuals: np.ndarray) -> np.ndarray:
    """Return the weights of the least squared error by a general solver; residuals (m, n_members)."""
    n = residuals.shape[1]
    found = minimize(
        lambda w: np.mean((residuals @ w) ** 2),
        np.full(n, 1 / n),
        jac=lambda w: 2 * residuals.T @ (residuals @ w) / len(residuals),
        bounds=[(0, 1)] * n,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 500},
    )
    return found.x


@pytest.mark.slow
@pytest.mark.parametrize("by_group", [False, True])
@pytest.mark.parametrize("weighed", [False, True])
def test_leave_one_out_is_that_of_models_that_never_saw_the_row(weighed, by_group):
    """Oracle: every member fitted without each row or group, weights from the other parts by a general solver."""
    weights = RNG.choice([0.5, 1.0, 3.0], 70) if weighed else np.ones(70)
    groups = RNG.permutation(np.arange(70) // 3) if by_group else np.arange(70)
    model = BlendELMRegressor(**SMALL)
    model.fit(X, WAVE, weights if weighed else None, groups if by_group else None)
    units = members_of(model, weights if weighed else None, groups if by_group else None)
    said = np.column_stack([left_out(H, a, weights, groups) for H, a in zip(units, model.alphas_, strict=True)])
    residuals = (said - WAVE[:, None]) * np.sqrt(weights)[:, None]
    np.testing.assert_allclose(model.weights_, best_weights(residuals), atol=1e-3)
    parts = groups % 20
    blended = [said[row] @ best_weights(residuals[parts != parts[row]]) for row in model.loo_rows_]
    np.testing.assert_allclose(model.loo_decision_, blended, atol=2e-3)
    squares = (model.loo_decision_ - WAVE[model.loo_rows_]) ** 2
    assert model.loo_.error == pytest.approx(np.average(squares, weights=weights[model.loo_rows_]))


@pytest.mark.parametrize("seed", range(8))
def test_weights_are_the_best_ones(seed):
    """Oracle: a general solver; members that agree, and members without an error, are no exception."""
    residuals = np.random.default_rng(seed).normal(size=(30, 4)) + 0.5 * seed
    weights = _on_simplex(residuals.T @ residuals)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1)
    assert np.mean((residuals @ weights) ** 2) <= np.mean((residuals @ best_weights(residuals)) ** 2) * (1 + 1e-6)
    same = np.repeat(residuals[:, :1], 4, axis=1)
    assert _on_simplex(same.T @ same).sum() == pytest.approx(1)
    np.testing.assert_array_equal(_on_simplex(np.zeros((4, 4))), 0.25)


def test_a_blend_is_one_layer():
    """Oracle: the weighted mean of members fitted by scikit-learn; those without weight are not in the layer."""
    model = BlendELMRegressor(**SMALL).fit(X, WAVE)
    said = [
        Ridge(a, solver="cholesky").fit(H, WAVE).predict(H)
        for H, a in zip(members_of(model), model.alphas_, strict=True)
    ]
    np.testing.assert_allclose(model.predict(X), model.weights_ @ np.array(said), rtol=1e-5, atol=1e-6)
    layers = model.layer_.layers[1].layers
    assert len(layers) == np.count_nonzero(model.weights_)
    assert all(layer.whitening is None for layer in layers if isinstance(layer, KernelLayer))
    assert model.layer_.n_hidden == len(model.coef_) == model.loo_.n_hidden


def test_penalties_are_given_to_each_member():
    """Oracle: the fit that found them; a tuple of another length, or with a negative penalty, is refused by name."""
    searched = BlendELMRegressor(**SMALL).fit(X, WAVE)
    given = BlendELMRegressor(**SMALL, alpha=tuple(searched.alphas_.tolist())).fit(X, WAVE)
    np.testing.assert_allclose(given.predict(X), searched.predict(X), rtol=1e-9)
    np.testing.assert_array_equal(given.alphas_, searched.alphas_)
    for wrong in ((1.0, 2.0), (1.0, 1.0, 1.0, -1.0)):
        with pytest.raises(ValueError, match="4 penalties that are at least 0; got"):
            BlendELMRegressor(**SMALL, alpha=wrong).fit(X, WAVE)


def test_no_layer_depends_on_the_targets():
    """Invariant: with other targets the members have the same units, which is what makes leaving rows out honest."""
    kind = BlendELMRegressor(**SMALL)
    for other in (-WAVE, RNG.permutation(WAVE)):
        channels, beside = kind._make_layer(Rows(X, other[:, None], len(X), None)).layers
        for units, layer in zip(members_of(kind), beside.layers, strict=True):
            np.testing.assert_array_equal(white(layer)(channels(X)), units)


def test_groups_leave_together():
    """Oracle: a row's copies tell its target; left out with them it is as hard as a new row."""
    twice = np.repeat(np.arange(70), 2)
    noise = RNG.normal(size=70)
    apart = BlendELMRegressor(**SMALL).fit(X[twice], noise[twice])
    together = BlendELMRegressor(**SMALL).fit(X[twice], noise[twice], groups=twice)
    assert together.loo_.error > 0.9 * noise.var()
    assert apart.loo_.error < together.loo_.error


def test_more_rows_are_added_to_the_sums():
    """Oracle: the same members, penalties and weights fitted by scikit-learn on all rows."""
    model = BlendELMRegressor(**SMALL).fit(X, WAVE)
    more = RNG.normal(size=(200, 3))
    y = np.sin(2 * more[:, 0])
    steps = iter_refit(model, lambda: iter([(more, y)]), X, WAVE)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            again = end.value
            break
    channels, beside = model._layer_of_sums().layers
    alphas = model.alphas_[model.weights_ > 0]
    units = [(layer(channels(more)), layer(channels(X))) for layer in beside.layers]
    said = [Ridge(a, solver="cholesky").fit(H, y).predict(new) for (H, new), a in zip(units, alphas, strict=True)]
    np.testing.assert_allclose(
        again.predict(X), model.weights_[model.weights_ > 0] @ np.array(said), rtol=1e-5, atol=1e-6
    )
    np.testing.assert_array_equal(again.weights_, model.weights_)


def test_a_fit_in_steps_is_the_same_fit():
    """Invariant: the last step has the estimator; progress never goes back and reaches its end."""
    stepped = BlendELMClassifier(**SMALL)
    steps = list(iter_fit(stepped, X, WAVE > 0.5))
    assert steps[-1].result is stepped
    done = [step.done / step.total for step in steps]
    assert done == sorted(done)
    assert done[-1] == 1
    whole = BlendELMClassifier(**SMALL).fit(X, WAVE > 0.5)
    np.testing.assert_array_equal(stepped.predict_proba(X), whole.predict_proba(X))


@pytest.mark.parametrize("groups", [None, np.arange(600) // 2], ids=["rows", "groups"])
@pytest.mark.parametrize("kernel", [False, True])
def test_a_few_penalties_are_enough(kernel, groups):
    """Oracle: the whole path of penalties on the same units; errors at those that were tried are exact."""
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(600, 3))
    y = np.sin(2 * rows[:, 0]) * rows[:, 1] + 0.2 * rng.normal(size=600)
    blend = BlendELMRegressor(300, n_landmarks=300, relevance="equal", n_picked=0, random_state=0)
    part = blend._parts(blend._pose(rows, y, None, groups))[3 if kernel else 2]
    part = replace(part, layer=white(part.layer))
    [few] = [step.result for step in blend._iter_part(part) if step.result is not None]
    [path] = [step.result for step in iter_solutions(part, [300]) if step.result is not None]
    assert len(few.loo.alphas) < 8
    assert few.loo.error < 1.01 * path.loo.error
    given = replace(part, alphas=np.array([few.loo.alpha]))
    [one] = [step.result for step in iter_solutions(given, [300]) if step.result is not None]
    np.testing.assert_allclose(few.loo_outputs, one.loo_outputs, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(few.coef, one.coef, rtol=1e-6, atol=1e-8)
    assert few.loo.error == pytest.approx(one.loo.error)
    assert few.loo.errors.min() == few.loo.error


@pytest.mark.parametrize("off", [1e-4, 1e-2, 1.0, 1e2, 1e4])
def test_a_rough_guess_may_be_off_by_powers_of_ten(off):
    """Oracle: the best of the whole path; the penalty that is found is within half a power of ten of it, or as good."""
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(900, 5))
    y = np.sin(2 * rows[:, 0]) * rows[:, 1] + 0.5 * rng.normal(size=900)
    layer = random_layer(5, 300, random_state=0)
    whole = Problem(rows, y[:, None], "regression", layer, None, flat=True)
    path = next(step.result for step in iter_solutions(whole, [300]) if step.result is not None)
    steps = list(iter_near(whole, off * path.loo.alpha, is_rough=True))
    assert all(step.done <= step.total for step in steps)
    assert steps[-1].result.loo.error <= 1.01 * path.loo.error
    assert len(steps[-1].result.loo.alphas) <= 9


def test_some_thousand_rows_decide_and_all_are_left_out(monkeypatch):
    """Oracle: the fit at the penalties that were chosen on a third of the rows; hardly better ones are to be had."""
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(900, 3))
    y = np.sin(2 * rows[:, 0]) * rows[:, 1] + 0.2 * rng.normal(size=900)
    settings = {"n_hidden": 280, "n_landmarks": 280, "relevance": "equal", "n_picked": 0, "random_state": 0}
    whole = BlendELMRegressor(**settings).fit(rows, y)
    monkeypatch.setattr(solve, "_COMPARED_ON", 300)
    some = BlendELMRegressor(**settings).fit(rows, y)
    given = BlendELMRegressor(**settings, alpha=tuple(some.alphas_.tolist())).fit(rows, y)
    np.testing.assert_array_equal(some.loo_rows_, np.arange(900))
    np.testing.assert_allclose(some.loo_decision_, given.loo_decision_, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(some.predict(rows), given.predict(rows), rtol=1e-6)
    assert some.loo_.error < 1.02 * whole.loo_.error


def test_the_first_units_of_a_kernel_are_those_of_its_first_landmarks():
    """Oracle: the first columns; by Cholesky's factor no other is compared with, by eigenvectors all are."""
    landmarks = np.asfortranarray(RNG.normal(size=(3, 40)))
    for kernel, n_compared in (("laplacian", 10), ("rbf", 40)):
        layer = whitened(KernelLayer(landmarks, kernel, 0.5, 0.0, 1))
        first = layer.leading(10)
        assert first.landmarks.shape[1] == n_compared
        np.testing.assert_allclose(first(X), layer(X)[:, :10], rtol=1e-9, atol=1e-9)
    assert layer.leading(layer.n_hidden) is layer


def test_many_rows_are_compared_with_more_landmarks():
    """Invariant: every row up to 1,500, and 2,000 beyond 5,000 rows; in random order, as the first stand in for all."""
    assert [blend_landmarks(n) for n in (10, 1_500, 5_000, 5_001, 100_000)] == [10, 1_500, 1_500, 2_000, 2_000]
    wide = RNG.normal(size=(600, 20_000)).astype(np.float32)
    assert [_affordable(rows) for rows in (wide[:, :50], wide, wide > 0)] == [600, 500, 600]
    sorted_rows = np.sort(RNG.normal(size=(400, 1)), axis=0)
    layer = BlendELMRegressor(8, n_landmarks=200, random_state=0)._kernel(sorted_rows, 1)
    assert abs(np.corrcoef(layer.landmarks[0], np.arange(200))[0, 1]) < 0.2


def test_scores_are_normal_scores():
    """Oracle: scipy's ranks, with ties at their middle; constant beyond the ends, none for a column of two values."""
    values = np.column_stack([RNG.exponential(size=40).round(1), np.arange(40) % 2])
    layer = channel_layer(values)
    assert layer.columns.tolist() == [0]
    np.testing.assert_allclose(layer(values)[:, 2], norm.ppf((rankdata(values[:, 0]) - 0.5) / 40), atol=1e-12)
    ends = layer(np.array([[-100.0, 0.0], [100.0, 0.0], [values[:, 0].min(), 0], [values[:, 0].max(), 0]]))[:, 2]
    assert ends[0] == ends[2]
    assert ends[1] == ends[3]
    counts = RNG.integers(1, 4, 40)
    weighed, repeated = channel_layer(values, counts.astype(float)), channel_layer(np.repeat(values, counts, axis=0))
    np.testing.assert_allclose(weighed(values), repeated(values), atol=1e-12)


def test_values_that_differ_by_rounding_have_one_score():
    """Oracle: the same values rounded; single precision, in which files compute, moves no score by much."""
    days = np.arange(1, 1_500)
    exact = np.sin(2 * np.pi * days / 365.25)
    noisy = exact + 4e-16 * RNG.integers(-1, 2, len(days))
    scores = channel_layer(np.concatenate([exact, noisy])[:, None])
    np.testing.assert_allclose(scores(noisy[:, None])[:, 1], scores(exact[:, None])[:, 1], atol=1e-9)
    single = noisy.astype(np.float32).astype(np.float64)
    np.testing.assert_allclose(scores(single[:, None])[:, 1], scores(exact[:, None])[:, 1], atol=1e-3)
    assert np.diff(scores.knots[0]).min() > 1e-6


def test_sparse_units_see_few_inputs():
    """Invariant: 1 to 4 inputs each, none of them constant; inputs that vary more are taken more often."""
    weights, bias = draw_few(np.array([1.0, 0.0, 0.1, 1.0, 1.0, 1.0]), 500, 1.5, 0)
    n_seen = np.count_nonzero(weights, axis=1)
    assert set(n_seen) == {1, 2, 3, 4}
    taken = np.count_nonzero(weights, axis=0)
    assert taken[1] == 0
    assert 0 < taken[2] < taken[0] / 2
    np.testing.assert_array_equal(draw_few(np.array([1.0, 0.0, 0.1, 1.0, 1.0, 1.0]), 20, 1.5, 0)[0], weights[:20])
    assert bias.std() == pytest.approx(1.5, rel=0.1)
    assert not draw_few(np.zeros(3), 5, 1.0, 0)[0].any()


@pytest.mark.slow
def test_intervals_hold_what_they_say():
    """Oracle: new rows; nine of ten lie inside, over 40 draws."""
    inside = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        rows = rng.normal(size=(280, 3))
        y = np.sin(2 * rows[:, 0]) + rows[:, 1] + 0.5 * rng.normal(size=280)
        model = BlendELMRegressor(24, n_landmarks=40, random_state=seed).fit(rows[:80], y[:80])
        low, high = model.predict_interval(rows[80:])
        inside.append(np.mean((low <= y[80:]) & (y[80:] <= high)))
    assert np.mean(inside) == pytest.approx(0.9, abs=0.02)


def test_widths_follow_the_rows():
    """Half the rows, as a power of two, from 16 to 2,048."""
    assert [blend_width(n) for n in (10, 150, 4_000, 100_000)] == [16, 128, 2_048, 2_048]
