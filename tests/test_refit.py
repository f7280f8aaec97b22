"""Fits that share sums: several widths at once, and refits of output weights from blocks of rows."""

import numpy as np
import pytest
from sklearn.base import clone

import elmweb
from elmweb.estimators import iter_fit_widths, iter_refit

RNG = np.random.default_rng(0)
X = RNG.normal(size=(150, 9))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1] * X[:, 2] + 0.1 * RNG.normal(size=150)
KINDS = np.array(["c", "a", "b"])[np.digitize(WAVE, [-0.6, 0.5])]
BLOCKS = np.array_split(RNG.permutation(150), 4)
STEMS = ("ELM", "RVFL", "AutoencoderELM", "BroadLearning", "LocalReceptiveELM")
OWN_FIT = ("PrunedELM", "GrowingELM", "KernelELM", "EnsembleELM", "DeepRVFL", "OnlineELM")


def _refitted(found, y):
    steps = iter_refit(found, lambda: ((X[rows], y[rows]) for rows in BLOCKS), X[:50], y[:50])
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize("stem", [*STEMS, "SemiSupervisedELM"])
def test_each_width_is_fitted_as_if_alone(stem):
    """Oracle: the estimator fitted at that width; direct links and features do not count as units."""
    kind, semi = getattr(elmweb, f"{stem}Classifier"), stem.startswith("Semi")
    y = np.where(np.arange(150) % 3, KINDS, "-1") if semi else KINDS
    settings = {"random_state": 0, "alpha": 0.1 if semi else "loo"}  # its path of penalties is that of the widest
    steps = iter_fit_widths(kind(**settings), X, y, [40, 7, 16])
    found = [step.result for step in steps if step.result is not None]
    assert [model.n_hidden for model in found] == [40, 7, 16]
    for model in found:
        alone = kind(model.n_hidden, **settings).fit(X, y)
        assert model.layer_.n_hidden == alone.layer_.n_hidden
        assert model.alpha_ == pytest.approx(alone.alpha_)
        np.testing.assert_allclose(model.decision_function(X), alone.decision_function(X), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("kind", ["Regressor", "Classifier"])
@pytest.mark.parametrize("stem", [*STEMS, *OWN_FIT[:-1]])
def test_the_same_rows_in_blocks_give_the_same_model(stem, kind):
    """Oracle: the fit on all rows at once, with the same layer and penalty; a mean of readouts remains one."""
    y = WAVE if kind == "Regressor" else KINDS
    settings = {} if stem == "KernelELM" else {"n_hidden": 12}
    found = getattr(elmweb, stem + kind)(**settings, alpha=0.3, random_state=0).fit(X, y)
    if stem == "KernelELM":  # every row a landmark; there must be more rows than units
        found = clone(found).set_params(n_landmarks=30).fit(X, y)
    again = _refitted(found, y)
    np.testing.assert_allclose(again._outputs(X), found._outputs(X), rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(again.loo_decision_, found.loo_decision_[:50], rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(again.loo_leverage_, found.loo_leverage_[:50], rtol=1e-6)


def test_a_kernel_between_all_rows_is_refitted_with_landmarks():
    """Oracle: kernel ridge in the span of the landmarks, by its own normal equations."""
    found = elmweb.KernelELMRegressor(gamma=0.1, alpha=0.3).fit(X[:40], WAVE[:40])
    again = _refitted(found, WAVE)
    K, own = found.layer_(X), found.layer_(X[:40])
    centred = K - K.mean(axis=0)
    expected = np.linalg.solve(centred.T @ centred + 0.3 * own, centred.T @ (WAVE - WAVE.mean()))
    np.testing.assert_allclose(again.predict(X), centred @ expected + WAVE.mean(), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("stem", OWN_FIT)
def test_widths_of_estimators_with_a_fit_of_their_own_are_refused(stem):
    """Invariant: the error names the estimator, and nothing is fitted."""
    with pytest.raises(TypeError, match=f"{stem}Regressor has its own fit"):
        list(iter_fit_widths(getattr(elmweb, f"{stem}Regressor")(), X, WAVE, [4, 8]))


@pytest.mark.parametrize(
    ("found", "y", "error", "message"),
    [
        (elmweb.LaggedELMRegressor(n_hidden=5), WAVE, TypeError, "does not know the rows before it"),
        (elmweb.EchoStateRegressor(5), WAVE, TypeError, "does not know the rows before it"),
        (elmweb.NextGenerationReservoirRegressor(1, degree=1), WAVE, TypeError, "does not know the rows before it"),
        (elmweb.SemiSupervisedELMClassifier(5), KINDS, TypeError, "say nothing of neighbours"),
        (elmweb.OnlineELMRegressor(5), WAVE, TypeError, "Pass further rows to partial_fit"),
        (elmweb.ELMClassifier(5, class_weight="balanced"), KINDS, ValueError, "class_weight must be None"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_fits_that_need_more_than_sums_are_refused(found, y, error, message):
    """Invariant: the error gives the reason and an alternative."""
    with pytest.raises(error, match=message):
        _refitted(found.fit(X, y), y)
