"""Random vector functional link networks: direct links beside random units."""

import naive_elm
import numpy as np
import pytest
from sklearn.linear_model import RidgeClassifier

from elmweb import ELMRegressor, RVFLClassifier, RVFLRegressor

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 4))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1] * X[:, 2] + 0.1 * RNG.normal(size=60)
KINDS = np.digitize(WAVE, [-0.6, 0.5])


def test_the_units_are_those_of_an_elm():
    """Oracle: an ELM with the same seed."""
    layer = RVFLRegressor(12, random_state=3).fit(X, WAVE).layer_
    elm = ELMRegressor(12, random_state=3).fit(X, WAVE)
    np.testing.assert_array_equal(layer.layer.weights, elm.hidden_weights_)
    np.testing.assert_array_equal(layer(X), np.hstack([X, elm.layer_(X)]))


@pytest.mark.parametrize("n_columns", [1, 3, 4, 5, 16])
def test_leading_columns_begin_with_the_links(n_columns):
    """Oracle: the first columns of inputs and units; a narrow layer keeps as many links as it has columns."""
    layer = RVFLRegressor(12, random_state=0).fit(X, WAVE).layer_
    first = layer.leading(n_columns)
    assert first.n_hidden == n_columns
    np.testing.assert_array_equal(first(X), layer(X)[:, :n_columns])


def test_classes_equal_ridge_classifier():
    """Oracle: scikit-learn's RidgeClassifier on inputs and units."""
    model = RVFLClassifier(10, alpha=0.5, random_state=0).fit(X, KINDS)
    H = model.layer_(X)
    oracle = RidgeClassifier(0.5).fit(H, KINDS)
    np.testing.assert_allclose(model.decision_function(X), oracle.decision_function(H), atol=1e-9)


@pytest.mark.parametrize("n_hidden", [10, 90])
def test_leave_one_out_equals_refitting(n_hidden):
    """Oracle: brute force, with fewer and more units than rows."""
    model = RVFLRegressor(n_hidden, alpha=0.5, random_state=0).fit(X, WAVE)
    expected = naive_elm.leave_one_out(model.layer_(X), WAVE[:, None], 0.5)[:, 0]
    np.testing.assert_allclose(model.loo_decision_, expected, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("dtype", [np.float32, np.uint8])
def test_links_take_values_of_every_type(dtype):
    """Invariant: the model of the same values in float64."""
    rows = RNG.integers(0, 9, (60, 4)).astype(dtype)
    narrow, wide = (RVFLRegressor(8, alpha=0.5, random_state=0).fit(of, WAVE) for of in (rows, rows.astype(float)))
    np.testing.assert_array_equal(narrow.predict(rows), wide.predict(rows.astype(float)))


def test_a_linear_target_needs_no_units():
    """Oracle: the target itself far outside the training rows, where the units of an ELM are flat."""
    far = 30 * X
    kinds = (RVFLRegressor, ELMRegressor)
    model, elm = (kind(8, alpha=1e-6, random_state=0).fit(X, X[:, 0] - 2 * X[:, 3]) for kind in kinds)
    truth = far[:, 0] - 2 * far[:, 3]
    np.testing.assert_allclose(model.predict(far), truth, atol=1e-3)
    assert elm.score(far, truth) < 0.5
