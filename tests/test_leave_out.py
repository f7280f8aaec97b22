"""Leaving rows out, with weights: against models that are fitted without them."""

from inspect import signature

import numpy as np
import pytest
from sklearn.linear_model import Ridge
from test_model_kinds import CLASSIFIERS, ESTIMATORS, REGRESSORS

import elmweb
from elmweb.estimators import RidgePath, iter_fit, iter_fit_widths
from elmweb.estimators.core.combined import BaseCombined
from elmweb.estimators.series import BaseSeriesRegressor

RNG = np.random.default_rng(5)
N = 48
X = RNG.normal(size=(N, 4))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1] * X[:, 2]
KINDS = np.array(["a", "b", "c"])[np.digitize(WAVE, [-0.5, 0.5])]
WEIGHTS = RNG.choice([0.0, 0.5, 1.0, 2.0, 3.0], N)
ONLINE = (elmweb.OnlineELMClassifier, elmweb.OnlineELMRegressor)
# Which weights its members have depends on the row that is left out; test_blend.py leaves rows out of it.
BLENDS = (elmweb.BlendELMClassifier, elmweb.BlendELMRegressor)
LEAVING = [kind for kind in (*CLASSIFIERS, *REGRESSORS) if kind not in (*ONLINE, *BLENDS)]


def _model(kind, **settings):
    """Return an estimator of a few units at a fixed penalty, in floats."""
    known = signature(kind).parameters
    fixed = {"n_hidden": 9, "alpha": 0.3, "random_state": 0, "arithmetic": "float", "image_shape": (2, 2)}
    fixed |= {"patch_size": 1, "smoothness": 0.0, "n_landmarks": None}
    return kind(**{name: value for name, value in (fixed | settings).items() if name in known})


def _targets(kind):
    return KINDS if kind in CLASSIFIERS else WAVE


def _coded(y):
    """Return targets as columns: numbers, -1 and 1 for each class."""
    return np.where(y[:, None] == np.unique(y), 1.0, -1.0) if y.dtype.kind in "OU" else y.reshape(len(y), -1)


def _parts(model):
    """Return the units of every row and the penalty of each readout of a fitted model."""
    if isinstance(model, BaseCombined):
        return [(layer(X), alpha) for layer, alpha in zip(model.layer_.layers, model.alphas_, strict=True)]
    if isinstance(model, BaseSeriesRegressor):
        return [(model.layer_(model._unrolled(X, None)), model.alpha_)]
    layer = model._layer_of_sums() if hasattr(model, "n_landmarks") else model.layer_
    return [(layer(X), model.alpha_)]


def _refitted(parts, T, weights, out, asked):
    """Return the mean output of ridge regressions without the rows `out` at the rows `asked`."""
    rest = np.setdiff1d(np.flatnonzero(weights), out)
    found = [
        Ridge(alpha, solver="svd").fit(H[rest], T[rest], sample_weight=weights[rest]).predict(H[asked])
        for H, alpha in parts
    ]
    return np.mean(found, axis=0).reshape(len(asked), -1)


@pytest.mark.parametrize("kind", LEAVING)
def test_a_row_leaves_with_all_of_its_weight(kind):
    """Oracle: weighted ridge regression on the units of the model, refitted without the row, for every row."""
    y = _targets(kind)
    model, T = _model(kind).fit(X, y, sample_weight=WEIGHTS), _coded(y)
    assert set(model.loo_rows_) <= set(np.flatnonzero(WEIGHTS))
    assert len(model.loo_rows_) > 30
    learned = np.zeros(N)
    learned[model.loo_rows_] = WEIGHTS[model.loo_rows_]
    parts = _parts(model)
    for at, row in enumerate(model.loo_rows_):
        alone = _refitted(parts, T, learned, [row], [row])[0]
        np.testing.assert_allclose(model.loo_decision_[at], np.squeeze(alone), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("class_weight", ["balanced", {"a": 2.0, "b": 1.0, "c": 3.0}])
@pytest.mark.parametrize("kind", [kind for kind in CLASSIFIERS if kind in LEAVING])
def test_a_row_leaves_with_the_weight_of_its_class(kind, class_weight):
    """Oracle: as above; a class weight multiplies the row's own."""
    model = _model(kind, class_weight=class_weight).fit(X, KINDS, sample_weight=WEIGHTS)
    names, counts = np.unique(KINDS, return_counts=True)
    by_class = dict(zip(names, N / (3 * counts), strict=True)) if class_weight == "balanced" else class_weight
    weights, parts, T = WEIGHTS * [by_class[name] for name in KINDS], _parts(model), _coded(KINDS)
    for at, row in enumerate(model.loo_rows_):
        alone = _refitted(parts, T, weights, [row], [row])[0]
        np.testing.assert_allclose(model.loo_decision_[at], alone, rtol=1e-6, atol=1e-8)


@pytest.mark.slow
@pytest.mark.parametrize("n_hidden", [9, 200])
def test_the_penalty_is_chosen_by_these_values(n_hidden):
    """Oracle: the estimator itself, refitted without each row at each penalty, more and fewer units than rows."""
    settings = {"n_hidden": n_hidden, "random_state": 0}
    model = elmweb.ELMRegressor(**settings).fit(X, WAVE, sample_weight=WEIGHTS)
    rows, errors = np.flatnonzero(WEIGHTS), []
    for alpha in model.loo_.alphas:
        squares = []
        for row in rows:
            weights = WEIGHTS.copy()
            weights[row] = 0.0
            alone = elmweb.ELMRegressor(**settings | {"alpha": alpha}).fit(X, WAVE, sample_weight=weights)
            squares.append((alone.predict(X[[row]])[0] - WAVE[row]) ** 2)
        errors.append(np.average(squares, weights=WEIGHTS[rows]))
    np.testing.assert_allclose(model.loo_.errors, errors, rtol=1e-5)
    assert model.alpha_ == model.loo_.alphas[np.argmin(errors)]


@pytest.mark.parametrize("kind", [kind for kind in ESTIMATORS if kind not in ONLINE])
def test_weights_of_one_change_nothing(kind):
    """Invariant: the same model with weights of 1 and with none; a weight of 0 is no row."""
    y, there = _targets(kind), WEIGHTS > 0
    settings = {"alpha": "loo", "gamma": 0.2}
    plain = _model(kind, **settings).fit(X, y)
    ones = _model(kind, **settings).fit(X, y, sample_weight=np.ones(N))
    some = _model(kind, **settings).fit(X[there], y[there])
    zeros = _model(kind, **settings).fit(X, y, sample_weight=there.astype(float))
    for weighted, unweighted, rows in ((ones, plain, np.arange(N)), (zeros, some, np.flatnonzero(there))):
        np.testing.assert_array_equal(weighted.loo_rows_, rows)
        assert weighted.alpha_ == pytest.approx(unweighted.alpha_, rel=1e-9)
        np.testing.assert_allclose(weighted.loo_decision_, unweighted.loo_decision_, rtol=1e-7, atol=1e-9)


def test_online_models_leave_whole_rows_out():
    """Oracle: the model after it has forgotten the row."""
    model = elmweb.OnlineELMRegressor(8, alpha=0.5, random_state=0).fit(X, WAVE, sample_weight=WEIGHTS + 1.0)
    model.calibrate(X, WAVE, sample_weight=WEIGHTS + 1.0)
    for row in range(0, N, 7):
        rest = np.delete(np.arange(N), row)
        alone = elmweb.OnlineELMRegressor(8, alpha=0.5, random_state=0).fit(X[rest], WAVE[rest], WEIGHTS[rest] + 1.0)
        np.testing.assert_allclose(model.loo_decision_[row], alone.predict(X[[row]])[0], rtol=1e-6)


def test_a_path_of_penalties_leaves_whole_rows_out():
    """Oracle: an estimator fitted at the same penalty, where a class counts more."""
    kind = elmweb.ELMClassifier(9, class_weight="balanced", random_state=0)
    made = RidgePath(kind, X, KINDS).fitted(0.2)
    alone = kind.set_params(alpha=0.2).fit(X, KINDS)
    np.testing.assert_allclose(made.loo_decision_, alone.loo_decision_, rtol=1e-8)


# Groups of 1, 2 and 5 rows, of more than 24, and of more than there are units; in no order.
GROUPS = RNG.permutation(np.repeat(np.arange(12), [1, 1, 1, 1, 2, 2, 2, 5, 5, 5, 5, 18]))


@pytest.mark.parametrize("weights", [np.ones(N), WEIGHTS], ids=["plain", "weighted"])
@pytest.mark.parametrize("kind", LEAVING)
def test_the_rows_of_a_group_leave_together(kind, weights):
    """Oracle: ridge regression on the units of the model, refitted without all rows of the group, for every group."""
    model, T = _model(kind).fit(X, _targets(kind), weights, GROUPS), _coded(_targets(kind))
    learned = np.zeros(N)
    learned[model.loo_rows_] = weights[model.loo_rows_]
    if not issubclass(kind, BaseSeriesRegressor):  # their first rows have no past
        np.testing.assert_array_equal(learned, weights)
    weights, parts, groups = learned, _parts(model), GROUPS[model.loo_rows_]
    for group in np.unique(groups):
        rows = model.loo_rows_[groups == group]
        alone = _refitted(parts, T, weights, rows, rows)
        found = model.loo_decision_[groups == group].reshape(len(rows), -1)
        np.testing.assert_allclose(found, alone, rtol=1e-6, atol=1e-8)


@pytest.mark.slow
@pytest.mark.parametrize("n_hidden", [6, 40, 300])
def test_the_penalty_is_chosen_without_the_group(n_hidden):
    """Oracle: ridge regression refitted without each group, at every penalty; over several blocks of rows."""
    rng = np.random.default_rng(0)
    groups = rng.integers(0, 7, 200)
    Z = rng.normal(size=(200, 3)) + rng.normal(size=(7, 3))[groups]
    y = rng.normal(size=7)[groups] + 0.1 * rng.normal(size=200)
    model = elmweb.ELMRegressor(n_hidden, random_state=0)
    for _ in iter_fit(model, Z, y, groups=groups, block_rows=30):
        pass
    H, errors = model.layer_(Z), []
    for alpha in model.loo_.alphas[2::4]:  # with smaller ones, the oracle itself is inexact
        squares = np.empty(200)
        for group in range(7):
            out = groups == group
            squares[out] = (Ridge(alpha, solver="cholesky").fit(H[~out], y[~out]).predict(H[out]) - y[out]) ** 2
        errors.append(squares.mean())
    np.testing.assert_allclose(model.loo_.errors[2::4], errors, rtol=1e-4)
    alone = elmweb.ELMRegressor(n_hidden, random_state=0).fit(Z, y)
    assert model.loo_.error > 1.5 * alone.loo_.error  # a row helps to predict the others of its group
    widths = [step.result for step in iter_fit_widths(alone, Z, y, [n_hidden], groups=groups) if step.result]
    assert widths[0].loo_.error == pytest.approx(model.loo_.error)
    assert RidgePath(alone, Z, y, groups).fitted().loo_.error == pytest.approx(model.loo_.error)


def test_groups_of_one_row_are_rows():
    """Oracle: plain leave-one-out, with more and fewer units than rows."""
    for n_hidden in (10, 100):
        plain = elmweb.ELMClassifier(n_hidden, random_state=0).fit(X, KINDS)
        grouped = elmweb.ELMClassifier(n_hidden, random_state=0).fit(X, KINDS, groups=RNG.permutation(N))
        np.testing.assert_allclose(grouped.loo_.errors, plain.loo_.errors)
        order = np.argsort(grouped.loo_rows_)
        np.testing.assert_allclose(grouped.loo_decision_[order], plain.loo_decision_, rtol=1e-5, atol=1e-8)
        np.testing.assert_allclose(grouped.loo_leverage_[order], plain.loo_leverage_, rtol=1e-5)


def test_groups_without_leave_one_out_are_refused():
    """Invariant: an estimator whose penalty does not come from leaving rows out says so."""
    with pytest.raises(TypeError, match="without groups"):
        elmweb.OnlineELMRegressor(8).fit(X, WAVE, groups=GROUPS)


@pytest.mark.parametrize(("groups", "message"), [(np.zeros(N), "at least 2 groups"), (np.arange(3), "for each of 48")])
def test_groups_that_cannot_be_left_out_are_refused(groups, message):
    """Invariant: the error names the rule and the value."""
    with pytest.raises(ValueError, match=message):
        elmweb.ELMRegressor(8).fit(X, WAVE, groups=groups)
