"""What can be asked of a fitted model beside its predictions."""

import numpy as np
import pytest

from elmweb import ELMClassifier, ELMRegressor, EnsembleELMRegressor, RVFLRegressor
from elmweb.estimators._leverage import leverage

RNG = np.random.default_rng(0)
X = RNG.normal(size=(90, 3))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1] + 0.1 * RNG.normal(size=90)


@pytest.mark.parametrize("n_hidden", [20, 200])
@pytest.mark.parametrize("kind", [ELMRegressor, RVFLRegressor])
def test_leverage_makes_left_out_residuals(kind, n_hidden):
    """Oracle: residual / (1 - h) is the left-out one, and the sum of h is the degrees of freedom."""
    model = kind(n_hidden, random_state=0).fit(X, WAVE)
    h = leverage(model, X, X)
    left_out = (WAVE - model.predict(X)) / (1 - h)
    np.testing.assert_allclose(WAVE - left_out, model.loo_decision_, rtol=1e-6, atol=1e-8)
    assert h.sum() == pytest.approx(model.loo_.degrees_of_freedom[model.loo_.best])


def test_leverage_of_new_rows_is_the_quadratic_form():
    """Oracle: the formula with a full inverse, weights included; far rows have more of it."""
    weights = RNG.integers(0, 4, 90).astype(float)
    model = ELMClassifier(15, alpha=0.3, random_state=0).fit(X, WAVE > 0, weights)
    new = RNG.normal(size=(7, 3))
    H, mean = model.layer_(X), np.average(model.layer_(X), axis=0, weights=weights)
    G = (H - mean).T @ (weights[:, None] * (H - mean)) + 0.3 * np.eye(15)
    Hn = model.layer_(new) - mean
    expected = 1 / weights.sum() + np.einsum("ij,ji->i", Hn, np.linalg.solve(G, Hn.T))
    np.testing.assert_allclose(leverage(model, X, new, weights), expected, rtol=1e-8)
    assert leverage(model, X, 5 * new, weights).mean() > expected.mean()


def test_leverage_needs_one_layer_and_one_penalty():
    """Invariant: the error names the estimator."""
    with pytest.raises(TypeError, match="EnsembleELMRegressor has its own fit"):
        leverage(EnsembleELMRegressor(5, random_state=0).fit(X, WAVE), X, X)
