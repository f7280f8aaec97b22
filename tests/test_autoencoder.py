"""Autoencoder ELM: layers that reconstruct their inputs, one on top of the other."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from elmweb import AutoencoderELMClassifier, AutoencoderELMRegressor

RNG = np.random.default_rng(0)
X = RNG.normal(size=(150, 3)) @ RNG.normal(size=(3, 9))
WAVE = np.sin(X[:, 0]) + 0.1 * RNG.normal(size=150)


@pytest.mark.parametrize("sparse", [False, True])
def test_the_readout_is_ridge_on_the_last_layer(sparse):
    """Oracle: sklearn's Ridge on explicitly computed layers; encoded units have unit variance before tanh."""
    settings = {"encoder_widths": (6, 5), "sparse": sparse, "alpha": 0.2, "random_state": 0}
    model = AutoencoderELMRegressor(20, **settings).fit(X, WAVE)
    first, second, last = model.layer_.layers
    below = X
    for layer in (first, second):
        Z = below @ layer.weights + layer.bias
        np.testing.assert_allclose(Z.mean(axis=0), 0, atol=1e-8)
        np.testing.assert_allclose(Z.std(axis=0), 1)
        below = np.tanh(Z)
    H = np.tanh(below @ last.weights + last.bias)
    np.testing.assert_allclose(model.predict(X), Ridge(0.2).fit(H, WAVE).predict(H), rtol=1e-7)


def test_three_units_encode_nine_columns_of_rank_three():
    """Oracle: the columns, sums of 3 latent ones, reconstructed with sklearn's Ridge; 2 units are too few."""
    scores = {}
    for width in (2, 3):
        model = AutoencoderELMClassifier(16, encoder_widths=[width], random_state=0).fit(X, WAVE > 0)
        copying = model.layer_.layers[0]
        Z = X @ copying.weights + copying.bias
        scores[width] = Ridge(1e-8).fit(Z, X).score(Z, X)
    assert scores[3] > 1 - 1e-3
    assert scores[2] < 0.99


def test_the_l1_penalty_sets_weights_to_zero():
    """Oracle: weights under a ridge penalty, of which none is 0."""
    Z = RNG.normal(size=(300, 20))
    zeros = {}
    for sparse in (False, True):
        model = AutoencoderELMRegressor(8, encoder_widths=(20,), sparse=sparse, random_state=0).fit(Z, Z[:, 0])
        zeros[sparse] = np.count_nonzero(model.layer_.layers[0].weights == 0)
    assert zeros[False] == 0
    assert zeros[True] > 0
