"""Broad learning: feature units and enhancement units."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from elmweb import BroadLearningClassifier, BroadLearningRegressor

RNG = np.random.default_rng(0)
X = RNG.normal(size=(120, 4))
WAVE = np.sin(2 * X[:, 0]) + 0.2 * RNG.normal(size=120)


def test_the_readout_takes_features_and_enhancements():
    """Oracle: sklearn's Ridge on explicitly computed units of both kinds."""
    model = BroadLearningRegressor(15, n_groups=2, group_width=5, alpha=0.3, random_state=0).fit(X, WAVE)
    features, direct = model.layer_.layers
    Z = np.hstack([X @ group.weights + group.bias for group in features.layers])
    H = np.hstack([Z, np.tanh(Z @ direct.layer.weights + direct.layer.bias)])
    assert H.shape == (120, 2 * 5 + 15)
    # Feature units are linear, so the two groups say the same of 4 inputs: the penalty shares it out.
    np.testing.assert_allclose(model.predict(X), Ridge(0.3, solver="svd").fit(H, WAVE).predict(H), rtol=1e-7)


@pytest.mark.parametrize(("n_groups", "group_width"), [(1, 1), (3, 4)])
def test_groups_are_drawn_independently(n_groups, group_width):
    """Invariant: the given number of groups of the given width, no two equal; the same seed gives the same model."""
    settings = {"n_groups": n_groups, "group_width": group_width, "random_state": 0}
    model = BroadLearningClassifier(10, **settings).fit(X, WAVE > 0)
    groups = model.layer_.layers[0].layers
    assert [group.n_hidden for group in groups] == n_groups * [group_width]
    assert len({group.weights.tobytes() for group in groups}) == n_groups
    again = BroadLearningClassifier(10, **settings).fit(X, WAVE > 0)
    np.testing.assert_array_equal(again.predict_proba(X), model.predict_proba(X))
