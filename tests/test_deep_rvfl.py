"""Deep RVFL: stacked layers, each with a readout."""

from itertools import pairwise

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from elmweb import DeepRVFLClassifier, DeepRVFLRegressor

RNG = np.random.default_rng(0)
X = RNG.normal(size=(90, 4))
WAVE = np.sin(2 * X[:, 0]) + 0.2 * RNG.normal(size=90)


def test_one_layer_is_an_rvfl():
    """Oracle: sklearn's Ridge on inputs and units."""
    model = DeepRVFLRegressor(10, n_layers=1, alpha=0.4, random_state=0).fit(X, WAVE)
    (direct,) = model.layer_.layers[0].layers
    H = np.hstack([X, np.tanh(X @ direct.layer.weights + direct.layer.bias)])
    np.testing.assert_allclose(model.predict(X), Ridge(0.4).fit(H, WAVE).predict(H), rtol=1e-8)


@pytest.mark.parametrize("n_layers", [1, 2, 4])
def test_each_layer_is_stacked_on_those_below(n_layers):
    """Invariant: layer l has l steps, all but the last those of the layer below; each readout has a penalty."""
    model = DeepRVFLClassifier(6, n_layers=n_layers, random_state=0).fit(X, WAVE > 0)
    stacks = [stack.layers for stack in model.layer_.layers]
    assert [len(steps) for steps in stacks] == list(range(1, n_layers + 1))
    for below, above in pairwise(stacks):
        assert all(one is other for one, other in zip(below, above, strict=False))
    assert model.alphas_.shape == (n_layers,)
    assert model.layer_.n_hidden == n_layers * (4 + 6)  # every readout sees the inputs
