"""Ensemble ELM: averaged outputs and their error."""

import numpy as np
import pytest
from sklearn.linear_model import RidgeCV

from elmweb import EnsembleELMClassifier, EnsembleELMRegressor

RNG = np.random.default_rng(0)
X = RNG.normal(size=(90, 4))
WAVE = np.sin(2 * X[:, 0]) + 0.2 * RNG.normal(size=90)
KINDS = np.digitize(WAVE, [-0.4, 0.5])


def test_one_member_is_a_plain_model():
    """Oracle: sklearn's RidgeCV on its layer, with the same penalties; one member has no spread."""
    model = EnsembleELMRegressor(20, n_members=1, random_state=4).fit(X, WAVE)
    H = model.layer_(X)
    alphas = np.logspace(-6, 4, 21) * np.mean(np.sum((H - H.mean(axis=0)) ** 2, axis=0))
    plain = RidgeCV(alphas).fit(H, WAVE)
    assert model.alpha_ == pytest.approx(plain.alpha_)
    np.testing.assert_allclose(model.predict(X), plain.predict(H), rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(model.predict_spread(X), 0, atol=1e-12)


def test_the_error_is_that_of_the_mean():
    """Oracle: the error rate of its leave-one-out outputs; in a fit a weight is a number of equal rows."""
    model = EnsembleELMClassifier(15, random_state=0).fit(X, KINDS)
    assert model.loo_.error == pytest.approx(np.mean(model.loo_decision_.argmax(axis=1) != KINDS))
    counts = RNG.integers(1, 4, 90)
    settings = {"n_hidden": 15, "alpha": 0.3, "random_state": 0}
    weighted = EnsembleELMClassifier(**settings).fit(X, KINDS, sample_weight=counts)
    repeated = EnsembleELMClassifier(**settings).fit(np.repeat(X, counts, axis=0), np.repeat(KINDS, counts))
    np.testing.assert_allclose(weighted.decision_function(X), repeated.decision_function(X), rtol=1e-8, atol=1e-10)


def test_members_differ_and_are_reproducible():
    """Invariant: no two layers are equal; the same seed gives the same model, and another seed another one."""
    model = EnsembleELMRegressor(10, n_members=4, random_state=0).fit(X, WAVE)
    assert len({layer.weights.tobytes() for layer in model.layer_.layers}) == 4
    again = EnsembleELMRegressor(10, n_members=4, random_state=0).fit(X, WAVE)
    np.testing.assert_array_equal(again.predict(X), model.predict(X))
    assert not np.array_equal(EnsembleELMRegressor(10, random_state=1).fit(X, WAVE).predict(X), model.predict(X))
