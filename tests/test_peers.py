"""scikit-learn's models as arrays. Oracle: scikit-learn's own predictions, to the bit for trees."""

from itertools import pairwise

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from elmweb.peers import PeerClassifier, PeerRegressor, growing, iter_grow, make_peer
from elmweb.progress import finish


@pytest.fixture(autouse=True)
def one_thread():
    """Let boosting use one thread: several that wait for a busy processor take many times as long."""
    with threadpool_limits(1):
        yield


RNG = np.random.default_rng(3)
LABELS = (load_iris().data[:, :3] > [5.8, 3, 3]).astype(int)
DATA = {
    "binary": (
        StandardScaler().fit_transform(load_breast_cancer().data[:, :8]),
        np.where(load_breast_cancer().target > 0, "well", "ill"),
    ),
    "multiclass": (load_iris().data, load_iris().target_names[load_iris().target]),
    "regression": load_diabetes(return_X_y=True),
    "multilabel": (load_iris().data, LABELS),
}
KINDS = ("linear", "neighbours", "forest", "boosting")


def split(task):
    """Return rows to learn from and others, with values that trees have thresholds at."""
    X, y = DATA[task]
    order = RNG.permutation(len(X))
    return X[order[::2]], y[order[::2]], np.concatenate([X[order[1::2]], X[order[::2]]])


def theirs(fitted, task, X):
    """Return what scikit-learn says: numbers, or probabilities (of a label that it is on)."""
    if task == "regression":
        return fitted.predict(X)
    if not hasattr(fitted, "predict_proba"):
        return np.clip((1 + fitted.decision_function(X)) / 2, 0, 1)
    said = fitted.predict_proba(X)
    return np.column_stack([one[:, 1] for one in said]) if isinstance(said, list) else said


@pytest.mark.parametrize("task", DATA)
@pytest.mark.parametrize("kind", KINDS)
def test_predictions_are_those_of_scikit_learn(kind, task):
    """Oracle: scikit-learn, fitted at once; equal bits for trees and neighbours, rounding for a linear model."""
    X, y, new = split(task)
    n_outputs = 1 if task == "regression" else 3 if task == "multilabel" else len(np.unique(y))
    fitted = make_peer(kind, task, len(X), n_outputs).fit(X, y)
    ours = (PeerRegressor if task == "regression" else PeerClassifier)(kind).fit(X, y)
    said = ours.predict(new) if task == "regression" else ours.predict_proba(new)
    if kind == "linear":
        np.testing.assert_allclose(said, theirs(fitted, task, new), rtol=1e-9, atol=1e-12)
    else:
        np.testing.assert_array_equal(said, theirs(fitted, task, new))
    if task != "regression":
        np.testing.assert_array_equal(ours.predict(new), fitted.predict(new))


@pytest.mark.slow
@pytest.mark.parametrize(("seconds", "n_steps"), [(0.0, (19, 19)), (1e9, (1, 1)), (0.06, (2, 19))])
def test_steps_grow_the_same_forest(monkeypatch, seconds, n_steps):
    """Oracle: the same forest fitted at once; five trees are a step, or as many as take a moment."""
    monkeypatch.setattr(growing, "_STEP_SECONDS", seconds)
    X, y, new = split("binary")
    steps = list(iter_grow(make_peer("forest", "binary", len(X)), X, y))
    assert n_steps[0] <= len(steps) <= n_steps[1]
    assert all(0 < before < after < 1 for before, after in pairwise(steps))
    grown = finish(iter_grow(make_peer("forest", "binary", len(X)), X, y))
    np.testing.assert_array_equal(
        grown.predict_proba(new), make_peer("forest", "binary", len(X)).fit(X, y).predict_proba(new)
    )


def test_outputs_are_on_the_scale_of_the_other_estimators():
    """Invariant: one number from -1 to 1 for two classes, one a class for more; its sign is the prediction."""
    X, y, new = split("binary")
    ours = PeerClassifier("boosting").fit(X, y)
    outputs = ours.decision_function(new)
    assert outputs.shape == (len(new),)
    np.testing.assert_array_equal(np.where(outputs > 0, ours.classes_[1], ours.classes_[0]), ours.predict(new))
    X, y, new = split("multiclass")
    assert PeerClassifier("forest").fit(X, y).decision_function(new).shape == (len(new), 3)
