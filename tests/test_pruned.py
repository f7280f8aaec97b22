"""Pruned ELM: the ranking of units, and how many are kept."""

import naive_elm
import numpy as np
import pytest

from elmweb import ELMRegressor, PrunedELMClassifier, PrunedELMRegressor
from elmweb.compute import BlasAccumulator
from elmweb.estimators.pruned import _by_use

RNG = np.random.default_rng(0)
X = RNG.normal(size=(80, 4))
Y = np.column_stack([np.sin(2 * X[:, 0]), X[:, 1] * X[:, 2]]) + 0.1 * RNG.normal(size=(80, 2))
SETTINGS = {"alpha": 0.3, "random_state": 2}


def _left(H, units):
    """Return the squared error of least squares on some units, over all targets."""
    A = np.column_stack([H[:, units], np.ones(len(H))])
    return np.sum((Y - A @ np.linalg.lstsq(A, Y, rcond=None)[0]) ** 2)


def test_the_ranking_is_greedy():
    """Oracle: repeated least squares with each remaining unit, for two targets at once."""
    layer = ELMRegressor(12, **SETTINGS).fit(X, Y).layer_
    H, order = layer(X), []
    while len(order) < 12:
        rest = [unit for unit in range(12) if unit not in order]
        order.append(min(rest, key=lambda unit: _left(H, [*order, unit])))
    kept = PrunedELMRegressor(12, **SETTINGS).fit(X, Y).layer_
    np.testing.assert_array_equal(kept.weights, layer.weights[:, order[: kept.n_hidden]])
    np.testing.assert_array_equal(kept.bias, layer.bias[order[: kept.n_hidden]])


def test_each_count_has_its_own_leave_one_out_error():
    """Oracle: models refitted without each row, on the first units in the same order; all units are tried too."""
    model = PrunedELMRegressor(12, **SETTINGS).fit(X, Y)
    assert model.counts_.tolist() == [12, 9, 6, 4]
    best = model.layer_.n_hidden
    for count in model.counts_[model.counts_ <= best]:
        H = model.layer_(X)[:, :count]
        expected = np.mean((naive_elm.leave_one_out(H, Y, 0.3) - Y) ** 2)
        assert model.count_errors_[model.counts_ == count][0] == pytest.approx(expected, rel=1e-8)
    assert model.coef_.shape == (best, 2)


def test_redundant_units_come_last():
    """Oracle: constructed columns; dead ones and copies of others come after the rest, in their original order."""
    own = X[:, :3]
    H = np.column_stack([np.zeros(80), own[:, 0], -2 * own[:, 0], own[:, 1], own[:, 0] + own[:, 1], own[:, 2]])
    sums = BlasAccumulator(naive_elm.IdentityLayer(6), 1)
    sums.add(H, (own[:, 0] + 2 * own[:, 1] + 0.1 * own[:, 2])[:, None])
    order = _by_use(sums.result(), 6).tolist()
    assert order[3:] == sorted(order[3:])
    assert 5 in order[:3]
    assert 0 in order[3:]
    assert np.linalg.matrix_rank(H[:, order[:3]]) == 3


def test_the_model_holds_only_the_kept_units():
    """Invariant: its arrays have the width that was kept, and its error is that of its leave-one-out outputs."""
    labels = np.sin(2 * X[:, 0]) > 0
    model = PrunedELMClassifier(48, random_state=0).fit(X, labels)
    assert model.layer_.weights.shape == (4, model.layer_.n_hidden)
    assert len(model.coef_) == len(model.layer_.bias) == model.loo_.n_hidden
    assert model.loo_.error == pytest.approx(np.mean((model.loo_decision_ > 0) != labels))
