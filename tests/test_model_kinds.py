"""Properties of every kind of model."""

import re
from functools import partial
from inspect import signature

import numpy as np
import pytest
from sklearn.utils import estimator_checks
from sklearn.utils.estimator_checks import parametrize_with_checks
from weight_checks import WHOLE_ROWS

import elmweb
from elmweb.model_kinds import MODEL_KINDS, find_model_kind, make_estimator

# The semi-supervised one takes -1 as no class, and series take rows in time order; their own tests run the checks
# and say which cannot hold.
OTHERS = ("Semi", "Lagged", "EchoState", "NextGeneration")
ESTIMATORS = [getattr(elmweb, name) for name in elmweb.__all__ if name[0].isupper() and not name.startswith(OTHERS)]
RNG = np.random.default_rng(0)
X = RNG.normal(size=(50, 3))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1]


def _targets(kind):
    numbers = issubclass(kind, elmweb.estimators.core.readout.RegressorReadout)
    return WAVE if numbers else np.where(WAVE > 0, "yes", "no")


def _ruled_out(estimator):
    """Return the checks that cannot hold: what learns online chooses no penalty by leave-one-out."""
    return {} if isinstance(estimator, (elmweb.OnlineELMClassifier, elmweb.OnlineELMRegressor)) else WHOLE_ROWS


@pytest.mark.checks
@parametrize_with_checks([kind() for kind in ESTIMATORS], expected_failed_checks=_ruled_out)
def test_scikit_learn_accepts_every_estimator(estimator, check, monkeypatch):
    """Oracle: scikit-learn's own checks."""
    if isinstance(estimator, (elmweb.OnlineELMClassifier, elmweb.OnlineELMRegressor)):
        # It solves from sums at a penalty near 0, where the order of additions matters, which is BLAS's own: rows that
        # count twice and rows that are there twice differ by 1e-8 of the largest output, not of each output.
        compare = partial(estimator_checks.assert_allclose_dense_sparse, atol=1e-7)
        monkeypatch.setattr(estimator_checks, "assert_allclose_dense_sparse", compare)
    check(estimator)


CLASSIFIERS = [getattr(elmweb, name) for name in elmweb.__all__ if name.endswith("Classifier")]
REGRESSORS = [getattr(elmweb, name) for name in elmweb.__all__ if name.endswith("Regressor")]
# It learns one column of classes, whose number may grow; rows are weighed by sample_weight.
ONLINE = elmweb.OnlineELMClassifier
# They choose units, a width or weights by all targets together.
CHOOSING = (
    elmweb.BlendELMClassifier,
    elmweb.BlendELMRegressor,
    elmweb.PrunedELMRegressor,
    elmweb.GrowingELMRegressor,
    elmweb.PrunedELMClassifier,
    elmweb.GrowingELMClassifier,
)


def _small(kind, **settings):
    """Return an estimator of that kind with few units and the same layer each time."""
    known = signature(kind).parameters
    settings = {"n_hidden": 12, "random_state": 0, "alpha": 0.3, "gamma": 0.2, **settings}
    return kind(**{name: value for name, value in settings.items() if name in known})


@pytest.mark.parametrize("kind", [kind for kind in CLASSIFIERS if kind is not ONLINE])
def test_each_label_is_learned_as_if_alone(kind):
    """Oracle: the estimator fitted on one label at a time; probabilities are calibrated for each."""
    Y = np.column_stack([WAVE > 0, X[:, 2] > 0.2]).astype(int)
    model = _small(kind).fit(X, Y)
    assert model.predict(X).shape == model.predict_proba(X).shape == (50, 2)
    for at in () if kind in CHOOSING else range(2):
        alone = _small(kind).fit(X, Y[:, at])
        np.testing.assert_allclose(model.decision_function(X)[:, at], alone.decision_function(X), rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(model.predict_proba(X)[:, at], alone.predict_proba(X)[:, 1], rtol=1e-4)


@pytest.mark.parametrize("kind", REGRESSORS)
def test_each_target_is_learned_as_if_alone(kind):
    """Oracle: the estimator fitted on one target at a time."""
    Y = np.column_stack([WAVE, X[:, 2] ** 2])
    model = _small(kind).fit(X, Y)
    assert model.predict(X).shape == (50, 2)
    for at in () if kind in CHOOSING else range(2):
        np.testing.assert_allclose(
            model.predict(X)[:, at], _small(kind).fit(X, Y[:, at]).predict(X), rtol=1e-6, atol=1e-9
        )


@pytest.mark.parametrize("kind", [kind for kind in CLASSIFIERS if kind is not ONLINE])
def test_class_weights_are_row_weights(kind):
    """Oracle: the estimator with the weights spelt out row by row; "balanced" lets every class count the same."""
    y, weights = np.where(WAVE > 0.5, "rare", "usual"), {"rare": 3.0, "usual": 1.0}
    by_row = np.where(y == "rare", 3.0, 1.0)
    # The width that is chosen may differ: leaving a row out is another thing when its class counts more.
    settings = {"n_hidden": 4} if kind in CHOOSING else {}
    weighed = _small(kind, class_weight=weights, **settings).fit(X, y)
    spelt = _small(kind, **settings).fit(X, y, sample_weight=by_row)
    if kind is not elmweb.SemiSupervisedELMClassifier:  # there a row's weight also is its weight in the graph
        np.testing.assert_allclose(weighed.decision_function(X), spelt.decision_function(X), rtol=1e-6, atol=1e-9)
    shares = np.bincount(y == "rare") / 25.0
    balanced = _small(kind, class_weight="balanced", **settings).fit(X, y)
    same = _small(kind, class_weight={"usual": 1 / shares[0], "rare": 1 / shares[1]}, **settings).fit(X, y)
    np.testing.assert_allclose(balanced.decision_function(X), same.decision_function(X), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("kind", [*CLASSIFIERS, *REGRESSORS])
def test_the_docstring_names_a_paper(kind):
    """Invariant: the references have authors, a year and a way to find them, and a formula or where to find it."""
    text = kind.__doc__
    references = text.split("References\n")[1]
    assert re.search(r"\((19|20)\d\d\)", references)
    assert re.search(r"doi:10\.|arXiv:\d|NIPS|SODA|ICML", references)
    assert re.search(r"``[^`]*=[^`]*``|As :class:", text.split("Notes\n")[1])


@pytest.mark.parametrize("model_kind", MODEL_KINDS, ids=lambda model_kind: model_kind.id)
def test_every_model_kind_trains_every_task(model_kind):
    """Invariant: finite leave-one-out errors and outputs for each task that the page offers."""
    targets = {
        "binary": np.where(WAVE > 0, "yes", "no"),
        "multiclass": np.digitize(WAVE, [-0.7, 0.7]).astype(str),
        "multilabel": np.column_stack([WAVE > 0, X[:, 2] > 0]).astype(int),
        "regression": WAVE,
    }
    for task, y in targets.items():
        model = make_estimator(model_kind, task, n_hidden=12, activation="tanh", alpha="loo", scale=1.0, random_state=0)
        model.fit(X, y)
        assert model_kind.from_sklearn or np.isfinite(model.loo_.errors).all()
        assert np.isfinite(model.predict(X) if task == "regression" else model.predict_proba(X)).all()


def test_unknown_kinds_are_refused():
    """Invariant: the error lists the kinds there are."""
    with pytest.raises(KeyError, match="elm, blend, rvfl"):
        find_model_kind("magic")
