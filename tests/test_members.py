"""Estimators with several layers, or with a selection of units."""

import naive_elm
import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import Lasso, Ridge
from sklearn.preprocessing import StandardScaler

import elmweb
from elmweb import (
    AutoencoderELMRegressor,
    BroadLearningClassifier,
    DeepRVFLRegressor,
    ELMClassifier,
    ELMRegressor,
    EnsembleELMClassifier,
    EnsembleELMRegressor,
    GrowingELMRegressor,
    PrunedELMClassifier,
    PrunedELMRegressor,
    RVFLRegressor,
)
from elmweb.estimators import HiddenLayer, SideBySide, Stack
from elmweb.estimators.core import encode
from elmweb.estimators.core.encode import encoding_layer
from elmweb.estimators.core.problem import Rows
from elmweb.estimators.core.readout import BaseReadout

RNG = np.random.default_rng(0)
X = RNG.normal(size=(200, 5))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1] * X[:, 2] + 0.1 * RNG.normal(size=200)
KINDS = np.digitize(WAVE, [-0.6, 0.5])
SETTINGS = {"alpha": 0.5, "random_state": 1}


def test_stacked_and_side_by_side_layers():
    """Oracle: the layers called one by one; leading parts are the first columns."""
    one, two = (HiddenLayer(RNG.normal(size=(5, n)), RNG.normal(size=n), "tanh") for n in (4, 3))
    on_top = HiddenLayer(RNG.normal(size=(7, 6)), np.zeros(6), "relu")
    beside = SideBySide((one, two))
    np.testing.assert_array_equal(beside(X), np.hstack([one(X), two(X)]))
    for n in (1, 4, 5, 7):
        np.testing.assert_array_equal(beside.leading(n)(X), beside(X)[:, :n])
    stack = Stack((beside, on_top))
    np.testing.assert_array_equal(stack(X), on_top(beside(X)))
    np.testing.assert_array_equal(stack.leading(2)(X), stack(X)[:, :2])


def test_direct_links_are_inputs_beside_the_units():
    """Oracle: sklearn's Ridge on the inputs and the random units; a linear target needs no units."""
    model = RVFLRegressor(10, **SETTINGS).fit(X, WAVE)
    H = np.hstack([X, model.layer_.layer(X)])
    np.testing.assert_allclose(model.predict(X), Ridge(0.5).fit(H, WAVE).predict(H), rtol=1e-8)
    linear = RVFLRegressor(4, random_state=0).fit(X, X[:, 0] - 3 * X[:, 4])
    assert linear.score(X, X[:, 0] - 3 * X[:, 4]) > 1 - 1e-6


@pytest.mark.parametrize("kind", [EnsembleELMRegressor, DeepRVFLRegressor])
def test_a_combination_is_the_mean_of_its_readouts(kind):
    """Oracle: each member's own ridge regression, and their mean leave-one-out outputs by brute force."""
    model = kind(12, **SETTINGS).fit(X, WAVE)
    Hs = [layer(X) for layer in model.layer_.layers]
    np.testing.assert_allclose(
        model.predict(X), np.mean([Ridge(0.5).fit(H, WAVE).predict(H) for H in Hs], axis=0), rtol=1e-8
    )
    expected = np.mean([naive_elm.leave_one_out(H, WAVE[:, None], 0.5)[:, 0] for H in Hs], axis=0)
    np.testing.assert_allclose(model.loo_decision_, expected, rtol=1e-6)
    assert model.loo_.error == pytest.approx(np.mean((expected - WAVE) ** 2))


def test_an_ensemble_is_more_accurate_than_its_members():
    """Oracle: the mean squared error of the members, which is larger; the spread is that of the members."""
    model = EnsembleELMRegressor(30, n_members=8, random_state=0).fit(X[:100], WAVE[:100])
    outputs, first = [], 0
    for layer, intercept in zip(model.layer_.layers, model.intercepts_, strict=True):
        outputs.append(8 * layer(X[100:]) @ model.coef_[first : first + layer.n_hidden] + intercept)
        first += layer.n_hidden
    errors = [np.mean((output - WAVE[100:]) ** 2) for output in outputs]
    assert np.mean((model.predict(X[100:]) - WAVE[100:]) ** 2) < np.mean(errors)
    np.testing.assert_allclose(model.predict_spread(X[100:]), np.std(outputs, axis=0))
    assert EnsembleELMClassifier(20, random_state=0).fit(X, KINDS).predict_spread(X).shape == (200, 3)


def test_deep_layers_take_the_inputs_and_the_layer_below():
    """Oracle: the recursion written out."""
    model = DeepRVFLRegressor(6, n_layers=3, **SETTINGS).fit(X, WAVE)
    H = X
    for direct in model.layer_.layers[-1].layers:
        below = X if H is X else H
        units = np.tanh(below @ direct.layer.weights + direct.layer.bias)
        H = np.hstack([X, units])
    np.testing.assert_allclose(model.layer_.layers[-1](X), H, atol=1e-12)


def test_encoded_units_reconstruct_their_inputs():
    """Oracle: ridge regression of the inputs on random units, scaled to unit variance; a weight is a number of rows."""
    scaled = 3.0 * X + 5.0
    layer = encoding_layer(Rows(scaled, WAVE[:, None], 200, None), None, 8, sparse=False, seed=0, activation="identity")
    Z = layer(scaled)
    np.testing.assert_allclose(Z.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(Z.std(axis=0), 1)
    back = Ridge(1e-6).fit(Z, scaled)
    assert back.score(Z, scaled) > 0.999  # 8 units hold 5 inputs
    counts = RNG.integers(1, 4, 200)
    weighted = encoding_layer(Rows(X, WAVE[:, None], 200, counts.astype(float)), None, 8, sparse=False, seed=0)
    rows = np.repeat(X, counts, axis=0)
    repeated = encoding_layer(Rows(rows, rows[:, :1], len(rows), None), None, 8, sparse=False, seed=0)
    np.testing.assert_allclose(weighted.weights, repeated.weights, rtol=1e-8)


def test_sparse_encoding_solves_the_lasso(monkeypatch):
    """Oracle: scikit-learn's coordinate descent on the same random units and penalty."""
    Z = StandardScaler().fit_transform(np.tanh(X @ RNG.normal(size=(5, 7))))
    G, C = np.asfortranarray(np.tril(Z.T @ Z)), np.asfortranarray(Z.T @ X)
    monkeypatch.setattr(encode, "_STEPS", 5000)
    B = encode._sparse(G, C)
    penalty = encode._SPARSITY * np.abs(C).max()
    expected = Lasso(penalty / 200, fit_intercept=False, tol=1e-10, max_iter=100_000).fit(Z, X).coef_.T
    np.testing.assert_allclose(B, expected, atol=1e-4)


def test_autoencoder_and_broad_learning_learn():
    """Invariant: both beat a linear model on a wave, and their layers have the stated shapes."""
    linear = Ridge().fit(X[:150], WAVE[:150]).score(X[150:], WAVE[150:])
    for sparse in (False, True):
        model = AutoencoderELMRegressor(80, encoder_widths=(12, 9), sparse=sparse, random_state=0)
        model.fit(X[:150], WAVE[:150])
        assert [layer.n_hidden for layer in model.layer_.layers] == [12, 9, 80]
        assert model.score(X[150:], WAVE[150:]) > linear + 0.1
    Z, digits = load_digits(return_X_y=True)
    broad = BroadLearningClassifier(200, n_groups=3, group_width=10, random_state=0).fit(Z[:1200] / 16, digits[:1200])
    assert broad.layer_.n_hidden == 3 * 10 + 200
    assert broad.score(Z[1200:] / 16, digits[1200:]) > 0.9


def test_encoder_widths_are_checked():
    """Invariant: the error names the setting and the value."""
    with pytest.raises(ValueError, match="encoder_widths must be whole numbers of 1 or more; got \\(3, 0\\)"):
        AutoencoderELMRegressor(encoder_widths=(3, 0)).fit(X, WAVE)


def test_the_first_unit_kept_explains_most():
    """Oracle: least squares on each unit alone; for the second unit, on each pair with the first."""
    model = PrunedELMRegressor(40, **SETTINGS).fit(X, WAVE)
    every = ELMRegressor(40, **SETTINGS).fit(X, WAVE).layer_
    H = every(X)

    def left(units):
        A = np.column_stack([H[:, units], np.ones(200)])
        return np.sum((WAVE - A @ np.linalg.lstsq(A, WAVE, rcond=None)[0]) ** 2)

    best = min(range(40), key=lambda unit: left([unit]))
    np.testing.assert_array_equal(model.layer_.weights[:, 0], every.weights[:, best])
    second = min((unit for unit in range(40) if unit != best), key=lambda unit: left([best, unit]))
    np.testing.assert_array_equal(model.layer_.weights[:, 1], every.weights[:, second])


def test_pruning_keeps_the_count_with_the_smallest_error():
    """Oracle: the errors it lists; noise inputs leave few units, without loss on held-out rows."""
    noisy = np.hstack([X, RNG.normal(size=(200, 20))])
    model = PrunedELMClassifier(128, random_state=0).fit(noisy[:150], KINDS[:150])
    assert model.layer_.n_hidden == model.counts_[model.count_errors_ == model.count_errors_.min()].min()
    assert model.layer_.n_hidden < 128
    full = ELMClassifier(128, random_state=0).fit(noisy[:150], KINDS[:150])
    assert model.score(noisy[150:], KINDS[150:]) >= full.score(noisy[150:], KINDS[150:]) - 0.1


def test_growing_stops_when_it_no_longer_helps():
    """Oracle: the plain ELM at the width it stopped at, which is a leading part of the widest."""
    noisy = X[:, 0] + RNG.normal(size=200)
    model = GrowingELMRegressor(150, patience=1, random_state=1).fit(X, noisy)
    assert model.widths_[-1] < 150
    width = int(model.widths_[model.width_errors_.argmin()])
    alone = ELMRegressor(width, random_state=1).fit(X, noisy)
    np.testing.assert_allclose(model.predict(X), alone.predict(X), rtol=1e-6, atol=1e-8)


def test_estimators_with_a_fit_of_their_own_are_marked():
    """Oracle: the methods themselves; the default fit must not be used where a class overrides it."""
    for name in elmweb.__all__:
        kind = getattr(elmweb, name)
        if isinstance(kind, type) and issubclass(kind, BaseReadout):
            assert kind._fits_in_steps is (kind.fit is BaseReadout.fit), name
            assert kind._fits_on_cluster is (kind._pose is BaseReadout._pose), name
