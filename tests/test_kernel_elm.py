"""Kernel ELM: exact, and with landmarks."""

import naive_elm
import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.kernel_ridge import KernelRidge as SklearnKernelRidge
from sklearn.linear_model import Ridge
from sklearn.metrics.pairwise import pairwise_kernels
from sklearn.model_selection import train_test_split

from elmweb import KernelELMClassifier, KernelELMRegressor
from elmweb.estimators import KernelLayer, kernel

RNG = np.random.default_rng(0)
X = RNG.normal(size=(40, 3))
Y = np.column_stack([np.sin(2 * X[:, 0]) + X[:, 1], X[:, 2] ** 2])
KERNELS = {
    "rbf": ("rbf", {"gamma": 0.4}),
    "laplacian": ("laplacian", {"gamma": 0.4}),
    "polynomial": ("poly", {"gamma": 0.4, "degree": 2, "coef0": 0.7}),
    "linear": ("linear", {}),
}
SETTINGS = {"gamma": 0.4, "degree": 2, "coef0": 0.7}


@pytest.mark.parametrize("kernel", KERNELS)
def test_kernels_equal_scikit_learns(kernel):
    """Oracle: sklearn.metrics.pairwise."""
    layer = KernelLayer(np.asfortranarray(X[:7].T), kernel, 0.4, 0.7, 2)
    name, settings = KERNELS[kernel]
    np.testing.assert_allclose(layer(X), pairwise_kernels(X, X[:7], name, **settings), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("kernel", KERNELS)
def test_the_model_is_kernel_ridge_regression(kernel):
    """Oracle: sklearn's KernelRidge on a kernel centred explicitly and centred targets."""
    name, settings = KERNELS[kernel]
    model = KernelELMRegressor(kernel, **SETTINGS, alpha=0.3).fit(X, Y)
    K, new = pairwise_kernels(X, metric=name, **settings), RNG.normal(size=(9, 3))
    k = pairwise_kernels(new, X, name, **settings)
    C = np.eye(40) - 1 / 40
    expected = SklearnKernelRidge(alpha=0.3, kernel="precomputed").fit(C @ K @ C, Y - Y.mean(axis=0))
    centred = (k - K.mean(axis=0)) @ C
    np.testing.assert_allclose(model.predict(new), expected.predict(centred) + Y.mean(axis=0), rtol=1e-7, atol=1e-9)


def test_leave_one_out_equals_refitting():
    """Oracle: the model refitted without each row."""
    model = KernelELMRegressor(gamma=0.4, alpha=0.3).fit(X, Y)
    for i in range(0, 40, 7):
        rest = np.delete(np.arange(40), i)
        alone = KernelELMRegressor(gamma=0.4, alpha=0.3).fit(X[rest], Y[rest])
        np.testing.assert_allclose(model.loo_decision_[i], alone.predict(X[i : i + 1])[0], rtol=1e-7)


def test_as_many_landmarks_as_rows_change_nothing():
    """Invariant: with all rows as landmarks the model is exact."""
    exact, few = (KernelELMRegressor(gamma=0.4, alpha=0.3, n_landmarks=m).fit(X, Y) for m in (None, 40))
    np.testing.assert_array_equal(exact.coef_, few.coef_)


def test_landmarks_are_features_for_ridge():
    """Oracle: sklearn's Ridge on K_nm K_mm^(-1/2); leave-one-out by brute force on the same features."""
    model = KernelELMRegressor(gamma=0.4, alpha=0.3, n_landmarks=12, random_state=0).fit(X, Y)
    landmarks = model.layer_.landmarks.T
    assert all(any(np.array_equal(row, landmark) for row in X) for landmark in landmarks)
    values, vectors = np.linalg.eigh(pairwise_kernels(landmarks, metric="rbf", gamma=0.4))
    H = pairwise_kernels(X, landmarks, "rbf", gamma=0.4) @ (vectors / np.sqrt(values)) @ vectors.T
    np.testing.assert_allclose(model.predict(X), Ridge(0.3).fit(H, Y).predict(H), rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(model.loo_decision_, naive_elm.leave_one_out(H, Y, 0.3), rtol=1e-6)


def test_equal_landmarks_are_harmless():
    """Invariant: rows that are copies of a few span fewer directions, and outputs are finite."""
    copies = np.repeat(X[:5], 8, axis=0)
    model = KernelELMRegressor(n_landmarks=20, random_state=0).fit(copies, np.repeat(Y[:5], 8, axis=0))
    assert model.layer_.n_hidden <= 5
    assert np.isfinite(model.predict(X)).all()


def test_many_rows_use_landmarks_by_default(monkeypatch):
    """Invariant: above the limit memory is rows x landmarks, not rows x rows."""
    monkeypatch.setattr(kernel, "MOST_EXACT", 30)
    monkeypatch.setattr(kernel, "_LANDMARKS", 10)
    model = KernelELMRegressor(gamma=0.4, random_state=0).fit(X, Y)
    assert model.layer_.landmarks.shape == (3, 10)


@pytest.mark.slow
def test_digits():
    """Invariant: accuracy of at least 97 % up held-out 8 x 8 digits, with landmarks nearly as good."""
    Z, digits = load_digits(return_X_y=True)
    Z_train, Z_test, y_train, y_test = train_test_split(Z / 16, digits, random_state=0)
    exact = KernelELMClassifier(gamma=0.3).fit(Z_train, y_train).score(Z_test, y_test)
    few = KernelELMClassifier(gamma=0.3, n_landmarks=300, random_state=0).fit(Z_train, y_train).score(Z_test, y_test)
    assert exact > 0.97
    assert few > exact - 0.02


@pytest.mark.parametrize(
    ("n_landmarks", "what"), [(40, "every one of 40 rows"), (400, "every one of 40 rows"), (30, "30 landmarks")]
)
def test_kernels_that_do_not_fit_into_memory_are_refused(monkeypatch, n_landmarks, what):
    """Invariant: the error names the memory needed and available, and a number of landmarks that is accepted."""
    monkeypatch.setattr(kernel, "memory_limit", lambda: 5 * 8 * 25**2)
    with pytest.raises(ValueError, match=f"kernel between {what} takes .* Set n_landmarks to 25 or less"):
        KernelELMRegressor(n_landmarks=n_landmarks).fit(X, Y)
    assert KernelELMRegressor(n_landmarks=25, random_state=0).fit(X, Y).layer_.landmarks.shape == (3, 25)


def test_a_million_landmarks_are_refused_at_once():
    """Invariant: the error comes before anything is allocated, by the memory of this machine."""
    many = np.broadcast_to(np.float32([[1.0]]), (1_000_000, 1))
    with pytest.raises(ValueError, match=r"Set n_landmarks to .* or less"):
        kernel.KernelELMRegressor(n_landmarks=900_000, gamma=1.0).fit(many, np.zeros(1_000_000))


def test_more_landmarks_than_the_usual_sample_of_rows(monkeypatch):
    """Invariant: as many landmarks as were set, not an error of the clustering."""
    monkeypatch.setattr(kernel, "_MOST_SEEN", 20)
    assert KernelELMRegressor(n_landmarks=30, random_state=0).fit(X, Y).layer_.landmarks.shape == (3, 30)
