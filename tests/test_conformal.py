"""Prediction intervals and sets from leave-one-out errors, and their coverage."""

import numpy as np
import pytest
from crepes import ConformalClassifier, ConformalRegressor
from mapie.regression import CrossConformalRegressor
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from sklearn.model_selection import LeaveOneOut, train_test_split
from sklearn.preprocessing import StandardScaler

from elmweb import ELMClassifier, ELMRegressor, OnlineELMRegressor
from elmweb.estimators.core.calibration import probabilities
from elmweb.estimators.core.conformal import scores_to_keep

RNG = np.random.default_rng(0)
X = RNG.normal(size=(120, 3))
WAVE = np.sin(2 * X[:, 0]) + 0.3 * RNG.normal(size=120)


def test_the_width_is_a_leave_one_out_error():
    """Oracle: the ceil((m + 1) coverage)-th smallest error, one for each target."""
    Y = np.column_stack([WAVE, 10 * WAVE + RNG.normal(size=120)])
    model = ELMRegressor(20, alpha=0.5, random_state=0).fit(X, Y)
    low, high = model.predict_interval(X, 0.8)
    far = np.sort(np.abs(Y - model.loo_decision_), axis=0)[int(np.ceil(121 * 0.8)) - 1]
    np.testing.assert_allclose((high - low) / 2, np.tile(far, (120, 1)))
    np.testing.assert_allclose((high + low) / 2, model.predict(X))


def test_intervals_are_mapies_jackknife():
    """Oracle: MAPIE, which refits the model without each row; and crepes, from the leave-one-out errors."""
    model, new = ELMRegressor(16, alpha=0.5, random_state=0), RNG.normal(size=(20, 3))
    low, high = clone(model).fit(X[:60], WAVE[:60]).predict_interval(new, 0.9)
    jackknife = CrossConformalRegressor(model, confidence_level=0.9, method="base", cv=LeaveOneOut())
    _, ranges = jackknife.fit_conformalize(X[:60], WAVE[:60]).predict_interval(new)
    np.testing.assert_allclose(np.column_stack([low, high]), ranges[:, :, 0], rtol=1e-7)
    fitted = clone(model).fit(X[:60], WAVE[:60])
    by_crepes = (
        ConformalRegressor().fit(WAVE[:60] - fitted.loo_decision_).predict_int(fitted.predict(new), confidence=0.9)
    )
    np.testing.assert_allclose(np.column_stack([low, high]), by_crepes)


@pytest.mark.parametrize("edges", [[0.0], [-0.4, 0.4]])
def test_sets_are_those_of_crepes(edges):
    """Oracle: crepes, from the improbability of the true class of left-out rows; no set is empty."""
    kinds = np.digitize(WAVE, edges)
    model = ELMClassifier(16, alpha=0.5, random_state=0).fit(X, kinds)
    new = RNG.normal(size=(50, 3))
    P, of_left_out = model.predict_proba(new), probabilities(model.loo_decision_, model.inverse_temperature_)
    of_left_out = of_left_out if of_left_out.ndim == 2 else np.column_stack([1 - of_left_out, of_left_out])
    scores = 1 - of_left_out[np.arange(len(X)), kinds]
    for coverage in (0.5, 0.8, 0.95):
        theirs = ConformalClassifier().fit(scores).predict_set(1 - P, confidence=coverage, smoothing=False).astype(bool)
        theirs[np.arange(50), P.argmax(axis=1)] |= ~theirs.any(axis=1)
        np.testing.assert_array_equal(model.predict_set(new, coverage), theirs)


def test_too_few_rows_give_infinite_intervals():
    """Invariant: with 4 rows, intervals of coverage 0.9 are infinite, and sets hold all classes."""
    low, high = ELMRegressor(2, random_state=0).fit(X[:4], WAVE[:4]).predict_interval(X[:2], 0.9)
    assert np.isneginf(low).all()
    assert np.isposinf(high).all()
    assert ELMClassifier(2, random_state=0).fit(X[:4], [0, 1, 0, 1]).predict_set(X[:2], 0.9).all()


@pytest.mark.parametrize("coverage", [0.8, 0.9, 0.95])
def test_intervals_have_the_given_coverage(coverage):
    """Oracle: held-out rows of 20 random splits; mean coverage is within 0.03 of nominal."""
    Z, y = load_diabetes(return_X_y=True)
    held = []
    for seed in range(20):
        Z_train, Z_test, y_train, y_test = train_test_split(Z * 21, y, random_state=seed)
        low, high = ELMRegressor(64, random_state=seed).fit(Z_train, y_train).predict_interval(Z_test, coverage)
        held.append(np.mean((low <= y_test) & (y_test <= high)))
    assert abs(np.mean(held) - coverage) < 0.03


@pytest.mark.slow
@pytest.mark.parametrize("load", [load_breast_cancer, load_wine])
@pytest.mark.parametrize("coverage", [0.8, 0.9, 0.95])
def test_sets_have_the_given_coverage(load, coverage):
    """Oracle: held-out rows of 20 splits; as sets contain the most probable class, coverage may be larger."""
    Z, y = load(return_X_y=True)
    held, sizes = [], []
    for seed in range(20):
        Z_train, Z_test, y_train, y_test = train_test_split(Z, y, random_state=seed, stratify=y)
        scaler = StandardScaler().fit(Z_train)
        model = ELMClassifier(64, random_state=seed).fit(scaler.transform(Z_train), y_train)
        sets = model.predict_set(scaler.transform(Z_test), coverage)
        held.append(sets[np.arange(len(y_test)), y_test].mean())
        sizes.append(sets.sum(axis=1).mean())
    assert np.mean(held) > coverage - 0.03
    assert np.mean(sizes) < 1.5


def test_many_scores_are_thinned():
    """Invariant: 500 are kept, including the smallest and the largest, and quantiles hardly change."""
    scores = RNG.exponential(size=(50_000, 2))
    kept = scores_to_keep(scores)
    assert kept.shape == (500, 2)
    np.testing.assert_array_equal(kept[[0, -1]], [scores.min(axis=0), scores.max(axis=0)])
    np.testing.assert_allclose(np.quantile(kept, 0.9, axis=0), np.quantile(scores, 0.9, axis=0), rtol=0.02)


@pytest.mark.parametrize("coverage", [0, 1, 1.5, -0.1])
def test_coverage_is_between_0_and_1(coverage):
    """Invariant: the error names the value."""
    with pytest.raises(ValueError, match=f"between 0 and 1; got {coverage}"):
        ELMRegressor(5).fit(X, WAVE).predict_interval(X, coverage)


def test_models_without_leave_one_out_errors_are_refused():
    """Invariant: an error for a model that keeps no rows, and for a multi-label one."""
    with pytest.raises(ValueError, match="OnlineELMRegressor has no leave-one-out errors"):
        OnlineELMRegressor(5).fit(X, WAVE).predict_interval(X)
    labels = ELMClassifier(5).fit(X, np.column_stack([WAVE > 0, X[:, 1] > 0]).astype(int))
    with pytest.raises(ValueError, match="several labels"):
        labels.predict_set(X)
