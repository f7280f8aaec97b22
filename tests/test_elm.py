"""The estimators, their probabilities, and fitting in steps."""

import pickle

import naive_elm
import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine, make_multilabel_classification
from sklearn.linear_model import RidgeClassifier, RidgeCV
from sklearn.metrics import log_loss
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks
from weight_checks import whole_rows

from elmweb import ELMClassifier, ELMRegressor
from elmweb.estimators import iter_fit, iter_fit_widths, loo_path
from elmweb.estimators.core import loo, passes
from elmweb.estimators.core.calibration import fit_inverse_temperature, probabilities
from elmweb.estimators.layers.dense import HiddenLayer

RNG = np.random.default_rng(0)
X = RNG.standard_normal((60, 4))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1] * X[:, 2] + 0.1 * RNG.standard_normal(60)
TASKS = {
    "regression": (ELMRegressor, WAVE),
    "multi-output": (ELMRegressor, np.column_stack([WAVE, X[:, 3] ** 2])),
    "binary": (ELMClassifier, np.where(WAVE > 0, "yes", "no")),
    "multiclass": (ELMClassifier, np.digitize(WAVE, [-0.7, 0.4])),
    "multilabel": (ELMClassifier, np.column_stack([WAVE > 0, X[:, 3] > 0.5, X[:, 1] > X[:, 2]]).astype(int)),
}
every_task = pytest.mark.parametrize("task", TASKS)


def _hidden(model, rows):
    return HiddenLayer(model.hidden_weights_, model.hidden_bias_, model.activation)(rows)


def _coded(y):
    """Targets as the estimators encode them."""
    if y.dtype.kind == "f":
        return y.reshape(len(y), -1)
    if y.ndim == 2:
        return 2.0 * y - 1
    classes = np.unique(y)
    T = np.where(y[:, None] == classes, 1.0, -1.0)
    return T[:, 1:] if len(classes) == 2 else T


def _outputs(model, rows):
    return model.predict(rows) if isinstance(model, ELMRegressor) else model.decision_function(rows)


@pytest.mark.checks
@parametrize_with_checks([ELMClassifier(), ELMRegressor()], expected_failed_checks=whole_rows)
def test_scikit_learn_accepts_the_estimators(estimator, check):
    """Oracle: scikit-learn's own checks."""
    check(estimator)


@every_task
@pytest.mark.parametrize("n_hidden", [12, 80])
def test_outputs_equal_the_naive_elm(task, n_hidden):
    """Oracle: loops and least squares, for every task, with more and fewer rows than units."""
    kind, y = TASKS[task]
    model = kind(n_hidden, random_state=0).fit(X, y)
    H = naive_elm.hidden(X, model.hidden_weights_, model.hidden_bias_, "tanh")
    coef, intercept = naive_elm.ridge(H, _coded(y), model.alpha_)
    expected = H @ coef + intercept
    np.testing.assert_allclose(_outputs(model, X).reshape(expected.shape), expected, rtol=1e-6, atol=1e-8)


@every_task
@pytest.mark.parametrize("settings", [{"n_hidden": 12}, {"n_hidden": 12, "alpha": 0.5}, {"n_hidden": 80}])
def test_leave_one_out_equals_refitting(task, settings):
    """Oracle: brute force at the chosen alpha, and the errors computed from it."""
    kind, y = TASKS[task]
    model = kind(random_state=0, **settings).fit(X, y)
    T = _coded(y)
    expected = naive_elm.leave_one_out(_hidden(model, X), T, model.alpha_)
    np.testing.assert_allclose(model.loo_decision_.reshape(T.shape), expected, rtol=1e-5, atol=1e-7)
    np.testing.assert_array_equal(model.loo_rows_, np.arange(60))
    wrong = {
        "multiclass": np.mean(expected.argmax(axis=1) != T.argmax(axis=1)),
        "binary": np.mean((expected > 0) != (T > 0)),
        "multilabel": np.mean((expected > 0) != (T > 0)),
    }
    assert model.loo_.error == pytest.approx(wrong.get(task, np.mean((expected - T) ** 2)))
    assert model.loo_.squared_errors[model.loo_.best] == pytest.approx(np.mean((expected - T) ** 2))


def test_path_equals_ridge_cv():
    """Oracle: sklearn's RidgeCV on the same hidden layer finds the same alpha and the same error."""
    model = ELMRegressor(20, random_state=1).fit(X, WAVE)
    H = _hidden(model, X)
    oracle = RidgeCV(model.loo_.alphas, store_cv_results=True).fit(H, WAVE)
    assert model.alpha_ == oracle.alpha_
    np.testing.assert_allclose(model.loo_.errors, oracle.cv_results_.mean(axis=0), rtol=1e-7)


@pytest.mark.parametrize("task", ["binary", "multiclass"])
def test_classifier_is_ridge_classifier_on_the_layer(task):
    """Oracle: sklearn's RidgeClassifier on the same hidden layer."""
    _, y = TASKS[task]
    model = ELMClassifier(15, alpha=0.2, random_state=0).fit(X, y)
    oracle = RidgeClassifier(0.2).fit(_hidden(model, X), y)
    np.testing.assert_allclose(model.decision_function(X), oracle.decision_function(_hidden(model, X)), atol=1e-9)
    np.testing.assert_array_equal(model.predict(X), oracle.predict(_hidden(model, X)))


def test_dead_relu_units_without_penalty_stay_finite():
    """Oracle: the pseudo-inverse at alpha 0, where Cholesky fails on units that are always 0."""
    rows = np.abs(X)
    model = ELMRegressor(40, activation="relu", scale=2.0, alpha=0.0, random_state=0).fit(rows, WAVE)
    H = _hidden(model, rows)
    assert (H == 0).all(axis=0).any()
    Hc = H - H.mean(axis=0)
    expected = Hc @ np.linalg.pinv(Hc, rcond=1e-7) @ (WAVE - WAVE.mean()) + WAVE.mean()
    np.testing.assert_allclose(model.predict(rows), expected, atol=1e-6)


@every_task
def test_same_seed_gives_the_same_bytes(task):
    """Invariant: two fits with one seed agree byte by byte, and so does a pickled model's output."""
    kind, y = TASKS[task]
    first, second = (kind(20, random_state=7).fit(X, y) for _ in range(2))
    assert first.coef_.tobytes() == second.coef_.tobytes()
    assert _outputs(pickle.loads(pickle.dumps(first)), X).tobytes() == _outputs(first, X).tobytes()  # noqa: S301


@every_task
@pytest.mark.parametrize("keep", [True, False])
def test_row_blocks_give_the_same_model(task, keep, monkeypatch):
    """Invariant: small blocks, kept or computed twice, change the model only by rounding."""
    kind, y = TASKS[task]
    whole = kind(12, random_state=0).fit(X, y)
    monkeypatch.setattr(passes, "_MOST_KEPT", 10**9 if keep else 0)
    model = kind(12, random_state=0)
    *_, last = iter_fit(model, X, y, block_rows=7)
    assert last.result is model
    assert last.done == last.total
    np.testing.assert_allclose(model.coef_, whole.coef_, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(model.loo_.errors, whole.loo_.errors, rtol=1e-9)


def test_progress_only_grows_and_a_closed_fit_leaves_no_model():
    """Invariant: done never falls, and an unfinished estimator has no coefficients."""
    model = ELMRegressor(12, random_state=0)
    done = [step.done for step in iter_fit(model, X, WAVE, block_rows=9)]
    assert done == sorted(done)
    assert len(done) > 14
    stopped = ELMRegressor(12)
    steps = iter_fit(stopped, X, WAVE, block_rows=9)
    next(steps)
    steps.close()
    assert not hasattr(stopped, "coef_")


@every_task
@pytest.mark.parametrize("keep", [True, False])
def test_widths_equal_single_fits(task, keep, monkeypatch):
    """Oracle: one fit for each width, with widths below and (when kept) above the number of rows."""
    kind, y = TASKS[task]
    widths = [8, 24, 59, 60, 100] if keep else [24, 8]
    monkeypatch.setattr(passes, "_MOST_KEPT", 10**9 if keep else 0)
    estimator = kind(5, random_state=2)
    curves = loo_path(estimator, X, y, widths)
    models = [step.result for step in iter_fit_widths(estimator, X, y, widths) if step.result is not None]
    assert not hasattr(estimator, "coef_")
    for width, curve, model in zip(widths, curves, models, strict=True):
        single = clone(estimator).set_params(n_hidden=width).fit(X, y)
        assert curve.n_hidden == width
        np.testing.assert_allclose(curve.squared_errors, single.loo_.squared_errors, rtol=1e-5)
        assert model.get_params() == single.get_params()
        assert vars(model).keys() == vars(single).keys()
        np.testing.assert_allclose(_outputs(model, X), _outputs(single, X), rtol=1e-5, atol=1e-7)


def test_large_data_keep_an_evenly_spaced_sample_of_predictions(monkeypatch):
    """Oracle: the same fit with all predictions kept; the sample is every third row."""
    _, y = TASKS["multiclass"]
    whole = ELMClassifier(12, random_state=0).fit(X, y)
    monkeypatch.setattr(loo, "_MOST_KEPT", 21 * 3 * 20)
    model = ELMClassifier(12, random_state=0)
    for _ in iter_fit(model, X, y, block_rows=7):
        pass
    np.testing.assert_array_equal(model.loo_rows_, np.arange(0, 60, 3))
    np.testing.assert_allclose(model.loo_decision_, whole.loo_decision_[::3], rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("task", ["binary", "multiclass", "multilabel"])
def test_probabilities_are_probabilities_and_agree_with_predict(task):
    """Invariant: between 0 and 1, rows of classes sum to 1, and the most probable class is the predicted one."""
    _, y = TASKS[task]
    model = ELMClassifier(20, random_state=0).fit(X, y)
    P = model.predict_proba(X)
    assert ((P >= 0) & (P <= 1)).all()
    if task == "multilabel":
        np.testing.assert_array_equal(P > 0.5, model.predict(X) == 1)
    else:
        np.testing.assert_allclose(P.sum(axis=1), 1)
        np.testing.assert_array_equal(model.classes_[P.argmax(axis=1)], model.predict(X))


@pytest.mark.slow
def test_temperature_minimises_the_loss():
    """Oracle: a grid of temperatures under scikit-learn's log loss, on data too large for smoothing to matter."""
    rng = np.random.default_rng(1)
    F = rng.standard_normal((20_000, 3))
    P = probabilities(F, 2.5)
    y = (P.cumsum(axis=1) < rng.random((20_000, 1))).sum(axis=1)
    found = fit_inverse_temperature(F, np.where(y[:, None] == np.arange(3), 1, -1))
    grid = np.linspace(2.2, 2.8, 61)
    assert found == pytest.approx(grid[np.argmin([log_loss(y, probabilities(F, a)) for a in grid])], abs=0.02)


def test_temperature_stays_finite_when_every_row_is_classified_correctly():
    """Oracle: with one row of unknown class among n the target is (n + 1/k) / (n + 1), for two classes and for many."""
    y = np.repeat([0, 1, 2], 10)
    T = np.where(y[:, None] == np.arange(3), 1, -1)
    many, one = fit_inverse_temperature(T.astype(float), T), fit_inverse_temperature(T[:, 0].astype(float), T[:, 0])
    assert probabilities(T.astype(float), many).max() == pytest.approx((30 + 1 / 3) / 31, abs=0.001)
    assert probabilities(np.array([1.0]), one)[0] == pytest.approx((30 + 1 / 2) / 31, abs=0.001)


@pytest.mark.parametrize("load", [load_digits, load_wine, load_iris, load_breast_cancer])
def test_confidence_matches_accuracy(load):
    """Invariant: on held-out rows the mean probability of the predicted class is within 0.04 of the accuracy."""
    rows, y = load(return_X_y=True)
    halves = train_test_split(StandardScaler().fit_transform(rows), y, test_size=0.4, random_state=0, stratify=y)
    train_X, test_X, train_y, test_y = halves
    model = ELMClassifier(128, random_state=0).fit(train_X, train_y)
    assert model.predict_proba(test_X).max(axis=1).mean() == pytest.approx(model.score(test_X, test_y), abs=0.04)


def test_calibration_beats_raw_outputs_on_new_rows():
    """Invariant: held-out log loss is smaller with the fitted inverse_temperature than with 1, on digits."""
    rows, y = load_digits(return_X_y=True)
    train_X, test_X, train_y, test_y = train_test_split(StandardScaler().fit_transform(rows), y, random_state=0)
    model = ELMClassifier(128, random_state=0).fit(train_X, train_y)
    raw = probabilities(model.decision_function(test_X), 1.0)
    assert log_loss(test_y, model.predict_proba(test_X)) < 0.5 * log_loss(test_y, raw)
    assert model.score(test_X, test_y) > 0.93


def test_works_in_pipeline_and_grid_search():
    """Invariant: a grid over alpha and activation inside a Pipeline fits and predicts labels."""
    rows, y = load_iris(return_X_y=True)
    pipeline = make_pipeline(StandardScaler(), ELMClassifier(20, random_state=0))
    grid = {"elmclassifier__alpha": [0.1, "loo"], "elmclassifier__activation": ["tanh", "relu"]}
    search = GridSearchCV(pipeline, grid, cv=3).fit(rows, y)
    assert search.best_score_ > 0.9
    assert set(search.predict(rows)) == {0, 1, 2}


def test_float32_rows_give_the_model_of_their_float64_values():
    """Invariant: arithmetic is float64 whatever the input type."""
    rows = X.astype(np.float32)
    single = ELMRegressor(12, random_state=0).fit(rows, WAVE)
    double = ELMRegressor(12, random_state=0).fit(rows.astype(float), WAVE)
    np.testing.assert_array_equal(single.predict(rows), double.predict(rows.astype(float)))


def test_multilabel_learns():
    """Oracle: the accuracy of predicting the majority value of each label, exceeded on new rows."""
    rows, Y = make_multilabel_classification(400, 10, n_classes=4, random_state=0)
    rows = StandardScaler().fit_transform(rows)
    model = ELMClassifier(random_state=0).fit(rows[:300], Y[:300])
    common = (Y[:300].mean(axis=0) > 0.5).astype(int)
    assert np.mean(model.predict(rows[300:]) == Y[300:]) > np.mean(common == Y[300:]) + 0.05


@pytest.mark.parametrize(
    ("settings", "y", "words"),
    [
        ({"alpha": -1.0}, WAVE > 0, "alpha"),
        ({"alpha": "best"}, WAVE > 0, "alpha"),
        ({"n_hidden": 0}, WAVE > 0, "n_hidden"),
        ({"activation": "step"}, WAVE > 0, "activation"),
        ({"scale": 0.0}, WAVE > 0, "scale"),
        ({}, np.zeros(60), "at least 2 classes"),
        ({}, np.column_stack([np.arange(60) % 3, np.arange(60) % 4]), "y is neither"),
    ],
)
def test_errors_name_the_invalid_setting_or_target(settings, y, words):
    """Invariant: the message names the setting or the target that is wrong."""
    with pytest.raises(ValueError, match=words):
        ELMClassifier(**settings).fit(X, y)
