"""Fits with the kernel of this thread: the models of BLAS, bit for bit in integers, to a tolerance in floats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from kernel_node import NodeKernel, NodeSums

from elmweb import BlendELMClassifier, ELMClassifier, ELMRegressor, KernelELMRegressor
from elmweb.compute import set_kernel
from elmweb.estimators import iter_fit_widths, iter_refit
from elmweb.estimators.core.problem import Problem, Solution
from elmweb.estimators.core.solve import iter_near
from elmweb.estimators.layers.dense import random_layer
from elmweb.exceptions import KernelLost

RNG = np.random.default_rng(0)
X = RNG.normal(size=(1500, 30))
NOISY = np.sin(X[:, 0]) + X[:, 1] * X[:, 2] + 0.3 * RNG.normal(size=1500)
CLASSES = np.digitize(NOISY, [-0.5, 0.5])
IMAGES = RNG.integers(0, 256, (1500, 144)).astype(np.uint8)


class CountingKernel:
    """A kernel in Node.js that records its calls, and raises what the kernel of the page raises."""

    def __init__(self, node: NodeKernel) -> None:
        self.node, self.asked = node, []

    def sums(self, spec: dict) -> Any:
        """Return empty sums."""
        return self._made("sums", spec)

    def map(self, spec: dict) -> Any:
        """Return a map of rows."""
        return self._made("map", spec)

    def _made(self, what: str, spec: dict) -> Any:
        self.asked.append(what)
        return _Raising(_raising(getattr(self.node, what))(spec))


class _Raising:
    def __init__(self, target: NodeSums) -> None:
        self._target = target

    def __getattr__(self, name: str) -> Any:
        return _raising(getattr(self._target, name))


def _raising(function: Any) -> Any:
    def call(*args: Any) -> Any:
        try:
            return function(*args)
        except ValueError as error:
            raise KernelLost(str(error)) from error

    return call


@pytest.fixture(scope="module")
def node() -> Iterator[NodeKernel]:
    """Return a kernel process."""
    node = NodeKernel("relaxed")
    yield node
    node.close()


@pytest.fixture
def kernel(node: NodeKernel) -> Iterator[CountingKernel]:
    """Return a kernel that fits in this thread use; all of its memory must be released in the end."""
    before = node.used_bytes()
    kernel = CountingKernel(node)
    set_kernel(kernel)
    yield kernel
    set_kernel(None)
    assert node.used_bytes() == before


def both(kernel: CountingKernel, fit: Any) -> tuple[Any, Any]:
    """Return the model of BLAS and that of the kernel."""
    set_kernel(None)
    blas = fit()
    assert not kernel.asked
    set_kernel(kernel)
    return blas, fit()


def is_close(model: Any, oracle: Any, rows: np.ndarray) -> None:
    """Check the stated tolerance: outputs move by at most 5e-6 times the norm of the coefficients."""
    assert model.coef_.tobytes() != oracle.coef_.tobytes(), "this is BLAS's own"
    assert model.alpha_ == pytest.approx(oracle.alpha_, rel=1e-5)
    norm = np.linalg.norm(np.reshape(oracle.coef_, (len(oracle.coef_), -1)), axis=0).max()
    outputs = [m.predict(rows) if isinstance(m, ELMRegressor) else m.decision_function(rows) for m in (model, oracle)]
    np.testing.assert_allclose(*outputs, atol=5e-6 * norm)
    np.testing.assert_allclose(model.loo_decision_, oracle.loo_decision_, atol=2e-5 * norm)
    np.testing.assert_allclose(model.coef_, oracle.coef_, atol=1e-3 * norm)
    np.testing.assert_allclose(model.loo_.squared_errors[3:], oracle.loo_.squared_errors[3:], rtol=1e-3)
    np.testing.assert_allclose(model.loo_.degrees_of_freedom, oracle.loo_.degrees_of_freedom, rtol=2e-3)


@pytest.mark.parametrize("alpha", ["loo", 3.0])
@pytest.mark.parametrize("kind", [ELMClassifier, ELMRegressor])
@pytest.mark.parametrize("activation", ["tanh", "relu", "gaussian"])
def test_floats_are_those_of_blas(kernel, kind, alpha, activation):
    """Oracle: the same fit in float64; coefficients, curve and leave-one-out outputs to the tolerance of 32 bits."""
    y = CLASSES if kind is ELMClassifier else NOISY
    blas, model = both(kernel, lambda: kind(240, alpha=alpha, activation=activation, random_state=1).fit(X, y))
    assert kernel.asked.count("sums") == 1
    assert kernel.asked.count("map") == 4
    is_close(model, blas, X[:200])


@pytest.mark.parametrize("function", ["laplacian", "rbf"])
@pytest.mark.parametrize("alpha", ["loo", 0.5])
def test_landmarks_are_those_of_blas(kernel, function, alpha):
    """Oracle: the same fit in float64, of distances far from the origin; the kernel computes them, and the products."""
    far = X + (1e4 if function == "laplacian" else 0.0)

    def fit() -> KernelELMRegressor:
        return KernelELMRegressor(function, n_landmarks=300, alpha=alpha, random_state=1).fit(far, NOISY)

    blas, model = both(kernel, fit)
    assert kernel.asked.count("sums") == 1
    assert kernel.asked.count("map") == (6 if function == "laplacian" else 4)
    assert model.alpha_ == pytest.approx(blas.alpha_, rel=1e-5)
    scale = NOISY.std()
    np.testing.assert_allclose(model.predict(far[:200]), blas.predict(far[:200]), atol=2e-4 * scale)
    np.testing.assert_allclose(model.loo_decision_, blas.loo_decision_, atol=2e-4 * scale)


@pytest.mark.parametrize(("function", "alpha"), [("polynomial", "loo"), ("linear", 1.0), ("laplacian", 1e-7)])
def test_other_landmarks_are_computed_in_64_bits(kernel, function, alpha):
    """Invariant: values without bounds, and penalties near the rounding of 32 bits, give the model of BLAS itself."""

    def fit() -> KernelELMRegressor:
        return KernelELMRegressor(function, n_landmarks=300, alpha=alpha, random_state=1).fit(X, NOISY)

    blas, model = both(kernel, fit)
    np.testing.assert_array_equal(model.coef_, blas.coef_)


def test_a_blend_is_that_of_blas(kernel):
    """Oracle: the same fit in float64: the same relevance, penalties and weights, and outputs that move little."""
    settings = {"n_hidden": 300, "n_landmarks": 400, "random_state": 0}
    blas, model = both(kernel, lambda: BlendELMClassifier(**settings).fit(X, CLASSES))
    assert kernel.asked
    assert model.relevance_ is not None
    np.testing.assert_allclose(model.relevance_, blas.relevance_, rtol=1e-3)
    np.testing.assert_allclose(model.alphas_, blas.alphas_, rtol=1e-4)
    np.testing.assert_allclose(model.weights_, blas.weights_, atol=1e-3)
    np.testing.assert_allclose(model.decision_function(X[:200]), blas.decision_function(X[:200]), atol=2e-3)
    np.testing.assert_allclose(model.loo_decision_, blas.loo_decision_, atol=2e-3)


@pytest.mark.parametrize("is_rough", [False, True])
@pytest.mark.parametrize("noise", [0.5, 0.0])
def test_a_penalty_too_small_for_32_bits_gives_way_where_another_is_as_good(kernel, noise, is_rough):
    """Oracle: the same search in float64; where every digit counts, it is that one."""
    layer = random_layer(30, 300, random_state=0)
    y = layer(X) @ RNG.normal(size=(300, 1))  # which the layer can say exactly
    y += noise * y.std() * RNG.normal(size=(1500, 1))
    problem = Problem(X, y, "regression", layer, None, flat=True)

    def solve() -> Solution:
        return list(iter_near(problem, 1e-8, is_rough=is_rough))[-1].result

    blas, found = both(kernel, solve)
    assert kernel.asked.count("sums") == 1
    if noise:
        assert found.loo.alpha > 1e-4
        assert found.loo.error <= 1.005 * blas.loo.error
    else:
        np.testing.assert_array_equal(found.coef, blas.coef)


def test_weighted_rows_and_bytes_are_those_of_blas(kernel):
    """Oracle: the same fit in float64, with class weights, and with uint8 inputs in float arithmetic."""
    blas, model = both(kernel, lambda: ELMClassifier(240, class_weight="balanced", random_state=1).fit(X, CLASSES))
    is_close(model, blas, X[:200])
    kernel.asked.clear()
    bytes_ = (IMAGES[:, :40] // 64).astype(np.uint8)
    blas, model = both(kernel, lambda: ELMRegressor(240, arithmetic="float", random_state=1).fit(bytes_, NOISY))
    is_close(model, blas, bytes_[:200])
    assert kernel.asked


def test_many_widths_share_one_sum(kernel):
    """Oracle: the same comparison in float64; sums are computed once, and rows are left out at each width."""
    widths = [16, 64, 240]

    def fit() -> list[Any]:
        steps = list(iter_fit_widths(ELMClassifier(random_state=2), X, CLASSES, widths))
        assert all(step.done <= step.total for step in steps)
        return [step.result for step in steps if step.result is not None]

    blas, models = both(kernel, fit)
    assert [model.loo_.n_hidden for model in models] == widths
    for model, oracle in zip(models, blas, strict=True):
        np.testing.assert_allclose(model.loo_.squared_errors[3:], oracle.loo_.squared_errors[3:], rtol=1e-3)
    assert kernel.asked.count("sums") == 1


@pytest.mark.slow
@pytest.mark.parametrize("alpha", ["loo", 4.0])
@pytest.mark.parametrize("case", ["bytes", "numbers", "regression", "patches", "whole weights"])
def test_integers_have_the_same_bits(kernel, case, alpha):
    """Oracle: NumPy's exact sums and units; every bit of model and leave-one-out curve is the same."""
    kind = ELMRegressor if case == "regression" else ELMClassifier
    y = NOISY if case == "regression" else CLASSES
    rows = X if case == "numbers" else IMAGES
    more = {"hidden_weights": "patches", "image_shape": (12, 12)} if case == "patches" else {}
    weights = RNG.integers(1, 4, len(y)) if case == "whole weights" else None

    def fit() -> Any:
        return kind(240, arithmetic="integer", alpha=alpha, random_state=3, **more).fit(rows, y, weights)

    exact, model = both(kernel, fit)
    assert "sums" in kernel.asked
    assert model.alpha_ == exact.alpha_
    assert model.coef_.tobytes() == exact.coef_.tobytes()
    assert np.array_equal(model.intercept_, exact.intercept_)
    assert model.loo_decision_.tobytes() == exact.loo_decision_.tobytes()


def test_a_smooth_function_is_fitted_in_float64(kernel):
    """Invariant: where float32 units would be visible in the error, the fit is that of BLAS, bit for bit."""
    y = np.sin(X[:, 0] / 4) + X[:, 1]
    few = np.ascontiguousarray(X[:, :2])
    blas, model = both(kernel, lambda: ELMRegressor(300, random_state=0).fit(few, y))
    assert kernel.asked
    assert model.coef_.tobytes() == blas.coef_.tobytes()


@pytest.mark.parametrize("alpha", [0.0, 1e-9])
def test_a_penalty_too_small_for_float32_is_solved_in_float64(kernel, alpha):
    """Invariant: no penalty, or one below the precision of float32 sums, gives the bits of BLAS."""
    blas, model = both(kernel, lambda: ELMRegressor(240, alpha=alpha, random_state=0).fit(X, NOISY))
    assert model.coef_.tobytes() == blas.coef_.tobytes()


@pytest.mark.slow
def test_small_fits_and_unknown_layers_do_not_call_the_kernel(kernel):
    """Invariant: BLAS does fits that take a hundredth of a second, wide layers on few rows, and mixed layers."""
    ELMClassifier(32, random_state=0).fit(X, CLASSES)
    ELMClassifier(2000, random_state=0).fit(X, CLASSES)
    ELMClassifier(240, activation=["tanh", "relu"], random_state=0).fit(X, CLASSES)
    assert not kernel.asked


def test_more_rows_than_were_searched_are_left_out_with_the_kernel(kernel):
    """Oracle: a refit with BLAS alone; the kernel also does the second pass of a refit."""
    found = ELMClassifier(240, alpha=2.0, random_state=0).fit(X[:1450], CLASSES[:1450])

    def fit() -> Any:
        steps = iter_refit(found, lambda: [(X, CLASSES)], X[:1450], CLASSES[:1450])
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value

    kernel.asked.clear()
    blas, model = both(kernel, fit)
    assert kernel.asked.count("map") == 4
    np.testing.assert_allclose(model.loo_decision_, blas.loo_decision_, atol=1e-4)


@pytest.mark.slow
def test_blas_takes_over_when_kernel_memory_cannot_grow():
    """Invariant: a kernel that runs out of memory gives the bits of BLAS in floats, and the exact ones in integers."""
    node = NodeKernel("relaxed", max_pages=8)
    kernel = CountingKernel(node)
    try:
        for rows in (X, IMAGES):
            kernel.asked.clear()
            blas, model = both(kernel, lambda rows=rows: ELMClassifier(240, random_state=0).fit(rows, CLASSES))
            assert kernel.asked
            assert model.coef_.tobytes() == blas.coef_.tobytes()
    finally:
        set_kernel(None)
        node.close()


def test_blas_takes_over_when_the_kernel_is_lost(kernel, monkeypatch):
    """Invariant: a kernel that fails in the second pass gives the bits of BLAS."""

    def fails(_spec: dict) -> None:
        raise KernelLost("It is gone.")

    monkeypatch.setattr(kernel, "map", fails)
    blas, model = both(kernel, lambda: ELMClassifier(240, random_state=0).fit(X, CLASSES))
    assert kernel.asked == ["sums"]
    assert model.coef_.tobytes() == blas.coef_.tobytes()
