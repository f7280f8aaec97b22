"""The float half of the WebAssembly kernel, in Node.js, both variants of the module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
import scipy.linalg
from kernel_node import NodeKernel
from scipy.spatial.distance import cdist

from buildsteps.kernel import copy_kernel
from elmweb.compute.kernel import KernelAccumulator, KernelMap
from elmweb.compute.kernel_spec import FloatKernelSpec
from elmweb.estimators.layers.activations import ACTIVATIONS


@dataclass
class Layer:
    """A hidden layer as the accumulator asks for it."""

    weights: np.ndarray
    bias: np.ndarray
    activation: str

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return the hidden units in NumPy's float64."""
        return ACTIVATIONS[self.activation](X @ self.weights + self.bias)


def a_layer(d: int, L: int, activation: str = "tanh") -> Layer:
    """Return a layer whose numbers are exact in float32."""
    rng = np.random.default_rng(d * L)
    weights = (rng.standard_normal((d, L)) / np.sqrt(d)).astype(np.float32).astype(float)
    return Layer(weights, rng.standard_normal(L).astype(np.float32).astype(float), activation)


def as_spec(layer: Layer, k: int) -> dict:
    """Return what FloatSums is made from."""
    d, L = layer.weights.shape
    weights, bias = layer.weights.astype(np.float32).reshape(-1), layer.bias.astype(np.float32)
    sizes = {"nFeatures": d, "nHidden": L, "nTargets": k}
    return sizes | {"activation": layer.activation, "weights": weights, "bias": bias}


def rows(n: int, d: int, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return inputs that are exact in float32, and targets."""
    rng = np.random.default_rng(n + d + k)
    return rng.standard_normal((n, d)).astype(np.float32).astype(float), rng.standard_normal((n, k))


@pytest.fixture(scope="module", params=["relaxed", "simd"])
def kernel(request: pytest.FixtureRequest) -> Iterator[NodeKernel]:
    """Return a kernel of one variant."""
    kernel = NodeKernel(request.param)
    assert kernel.ready, f"this Node.js has no {request.param} SIMD"
    yield kernel
    kernel.close()


def assert_sums(gram, H, T, weights=None, rtol=5e-6):
    """Compare with NumPy's float64 on the centred whole, relative to the size of a unit's column.

    A unit that hardly varies counts as varying by 0.1: float32 knows the values themselves to about 1e-6.
    """
    w = np.ones(len(H)) if weights is None else weights
    h_mean, t_mean = np.average(H, axis=0, weights=w), np.average(T, axis=0, weights=w)
    Hc, Tc = H - h_mean, T - t_mean
    h_size, t_size = (np.sqrt(w @ np.maximum(A**2, 0.01)) for A in (Hc, Tc))
    assert gram.n == pytest.approx(w.sum(), rel=1e-6)
    np.testing.assert_allclose(
        np.tril(gram.G) / np.outer(h_size, h_size), np.tril((Hc.T * w) @ Hc) / np.outer(h_size, h_size), atol=rtol
    )
    np.testing.assert_allclose(gram.C / np.outer(h_size, t_size), (Hc.T * w) @ Tc / np.outer(h_size, t_size), atol=rtol)
    np.testing.assert_allclose(gram.h_mean, h_mean, atol=2e-6, rtol=1e-6)
    np.testing.assert_allclose(gram.t_mean, t_mean, atol=1e-6, rtol=1e-6)
    np.testing.assert_allclose(gram.t_square_sums, (w[:, None] * Tc**2).sum(0), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("n", [1, 7, 1000])
@pytest.mark.parametrize(("d", "L", "k"), [(1, 1, 1), (5, 13, 3), (784, 13, 11), (5, 100, 7), (784, 100, 8)])
def test_sums_of_any_shape(kernel, n, d, L, k):
    """Oracle: NumPy in float64 on the whole; shapes that fill no panel, no tile and no block."""
    layer, (X, T) = a_layer(d, L), rows(n, d, k)
    sums = KernelAccumulator(FloatKernelSpec(layer, k), kernel)
    sums.add(X, T)
    assert_sums(sums.result(), layer(X), T)
    sums.free()


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_inputs_of_every_type(kernel, dtype):
    """Oracle: NumPy in float64 on the same numbers; bytes are multiplied by the scale, others are not."""
    layer = a_layer(37, 20)
    X, T = np.random.default_rng(0).integers(0, 256, (300, 37)), rows(300, 1, 2)[1]
    scale = 1 / 255 if dtype == np.uint8 else 1.0
    X = X.astype(dtype) if dtype == np.uint8 else (X / 256).astype(dtype)
    sums = KernelAccumulator(FloatKernelSpec(layer, 2, input_scale=scale), kernel)
    sums.add(X, T)
    assert_sums(sums.result(), layer(X * scale), T)
    sums.free()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_activations_are_within_a_millionth(kernel, activation):
    """Oracle: the activations of elmweb in float64; one unit of weight 1 shows its activation through predict."""
    z = np.concatenate(
        [np.linspace(-20, 20, 20001), np.geomspace(1e-30, 1e8, 500), -np.geomspace(1e-30, 1e8, 500), [0]]
    )
    z = z.astype(np.float32).astype(float)
    sums = kernel.sums(as_spec(Layer(np.ones((1, 1)), np.zeros(1), activation), 1))
    found = sums.predict(np.ones(1), np.zeros(1), z, len(z))
    sums.free()
    wanted = ACTIVATIONS[activation](z)
    assert np.max(np.abs(found - wanted) / np.maximum(1.0, np.abs(z))) <= 1e-6
    if activation == "tanh":  # layers of small scale live near zero, where the relative error counts
        np.testing.assert_allclose(found, np.tanh(z), rtol=1e-6)


@pytest.mark.parametrize("d", [1, 40, 300])
def test_kernels_of_distances(kernel, d):
    """Oracle: scipy's distances; points may have coordinates of 0, and there may be more than are packed at a time."""
    rng = np.random.default_rng(3)
    points, rows = rng.standard_normal((d, 45)) / d, rng.standard_normal((530, d)) / d
    points[d // 2 :, ::3] = 0.0
    bias = rng.uniform(0, 1, 45)
    made = KernelMap(kernel, points, bias, "laplacian")
    np.testing.assert_allclose(made(rows), np.exp(-cdist(rows, points.T, "cityblock") - bias), atol=1e-6)
    made.free()


@pytest.mark.parametrize("n", [7, 300, 520])
def test_products_with_triangular_and_other_sparse_matrices(kernel, n):
    """Oracle: NumPy; inputs behind the last one of a weight are passed over, those of a unit without any too."""
    rng = np.random.default_rng(4)
    weights = np.triu(rng.standard_normal((n, n))) / np.sqrt(n)
    weights[:, n // 3] = 0.0
    bias, rows = rng.standard_normal(n), rng.standard_normal((270, n))
    made = KernelMap(kernel, weights, bias)
    np.testing.assert_allclose(made(rows), rows @ weights + bias, atol=2e-5)
    made.free()
    layer, T = Layer(weights, bias, "tanh"), rng.standard_normal((270, 2))
    sums = KernelAccumulator(FloatKernelSpec(layer, 2), kernel)
    sums.add(rows, T)
    assert_sums(sums.result(), layer(rows), T)
    sums.free()


def test_prediction(kernel):
    """Oracle: NumPy in float64, over several blocks."""
    layer, (X, _), rng = a_layer(9, 45), rows(700, 9, 1), np.random.default_rng(1)
    coef, intercept = rng.standard_normal((45, 3)), rng.standard_normal(3)
    sums = kernel.sums(as_spec(layer, 3))
    found = sums.predict(coef.reshape(-1, order="F"), intercept, X.reshape(-1), 700).reshape(700, 3)
    sums.free()
    np.testing.assert_allclose(found, layer(X) @ coef + intercept, atol=1e-5)


def test_sample_weights_count_rows(kernel):
    """Oracle: NumPy's weighted sums; and a weight of 2 is the row twice."""
    layer, (X, T) = a_layer(6, 21), rows(600, 6, 3)
    weights = np.random.default_rng(2).integers(0, 4, 600).astype(float)
    sums = KernelAccumulator(FloatKernelSpec(layer, 3), kernel)
    sums.add(X, T, weights)
    assert_sums(sums.result(), layer(X), T, weights)
    again = np.repeat(np.arange(600), weights.astype(int))
    assert_sums(sums.result(), layer(X[again]), T[again])
    sums.free()


def test_subtract_undoes_add(kernel):
    """Oracle: NumPy on the rows that stay; those that go were added in other blocks."""
    layer, (X, T) = a_layer(6, 21), rows(900, 6, 3)
    sums = KernelAccumulator(FloatKernelSpec(layer, 3), kernel)
    sums.add(X[:500], T[:500])
    sums.add(X[500:], T[500:])
    sums.subtract(X[100:600], T[100:600])
    stay = np.r_[:100, 600:900]
    assert_sums(sums.result(), layer(X[stay]), T[stay])
    sums.free()


def test_merged_sums_equal_one_pass(kernel):
    """Oracle: NumPy over all rows; the parts have other means, and one is empty."""
    layer, (X, T) = a_layer(6, 21), rows(900, 6, 10)
    X[500:] += 1.0
    T[500:] *= 300.0
    parts = [KernelAccumulator(FloatKernelSpec(layer, 10), kernel) for _ in range(3)]
    parts[0].add(X[:500], T[:500], np.full(500, 2.0))
    parts[1].add(X[500:], T[500:])
    parts[0].merge(parts[2])
    parts[2].merge(parts[0])
    parts[2].merge(parts[1])
    assert_sums(parts[2].result(), layer(X), T, np.r_[np.full(500, 2.0), np.ones(400)])
    for part in parts:
        part.free()


def test_large_means_keep_six_digits(kernel):
    """Oracle: NumPy in float64; relu units near 100 that vary by about 1, whose float32 sums alone keep two digits."""
    layer, (X, T) = a_layer(6, 21, "relu"), rows(3000, 6, 2)
    layer.bias += 100.0
    layer.bias = layer.bias.astype(np.float32).astype(float)
    sums = KernelAccumulator(FloatKernelSpec(layer, 2), kernel)
    sums.add(X, T + 1e6)
    H, gram = layer(X), sums.result()
    Hc = H - H.mean(0)
    size = np.sqrt(np.outer((Hc**2).sum(0), (Hc**2).sum(0)))
    assert np.max(np.abs(np.tril(gram.G - Hc.T @ Hc)) / size) < 1e-6
    np.testing.assert_allclose(gram.t_square_sums, ((T - T.mean(0)) ** 2).sum(0), rtol=1e-6)
    sums.free()


@pytest.mark.parametrize(("L", "k"), [(1, 1), (13, 3), (130, 11)])
def test_solution(kernel, L, k):
    """Oracle: SciPy's solve of the ridge system made of NumPy's float64 sums."""
    layer, (X, T), alpha = a_layer(20, L), rows(500, 20, k), 1.0
    sums = kernel.sums(as_spec(layer, k))
    sums.add(X.reshape(-1), T.reshape(-1), 500, 1, None)
    found = sums.solve(alpha)
    sums.free()
    H = layer(X)
    Hc, Tc = H - H.mean(0), T - T.mean(0)
    coef = scipy.linalg.solve(Hc.T @ Hc + alpha * np.eye(L), Hc.T @ Tc, assume_a="pos")
    np.testing.assert_allclose(found["coef"].reshape((L, k), order="F"), coef, atol=1e-4 * np.abs(coef).max())
    np.testing.assert_allclose(found["intercept"], T.mean(0) - H.mean(0) @ coef, atol=1e-4)


def test_a_singular_system_is_said(kernel):
    """Oracle: the sentence; a unit that is always 0 cannot be solved for without a penalty, and can with one."""
    layer = a_layer(3, 5, "relu")
    layer.bias[2] = -1e6
    sums = kernel.sums(as_spec(layer, 1))
    X, T = rows(50, 3, 1)
    sums.add(X.reshape(-1), T.reshape(-1), 50, 1, None)
    with pytest.raises(ValueError, match="singular"):
        sums.solve(0.0)
    assert sums.solve(1e-3)["coef"][2] == 0
    sums.free()


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e39])
def test_numbers_that_are_none_are_refused(kernel, bad):
    """Invariant: the error says what, and the sums stay as they were, also when the bad row is in a late block."""
    layer, (X, T) = a_layer(4, 9, "relu"), rows(600, 4, 2)
    sums = KernelAccumulator(FloatKernelSpec(layer, 2), kernel)
    sums.add(X, T)
    X_bad, T_bad = X.copy(), T.copy()
    X_bad[599, 3] = T_bad[599, 1] = bad
    with pytest.raises(ValueError, match="X has a value that is not finite"):
        sums.add(X_bad, T)
    with pytest.raises(ValueError, match="T has a value that is not finite"):
        sums.add(X, T_bad)
    with pytest.raises(ValueError, match="sample weight is negative"):
        sums.add(X, T, np.r_[np.ones(599), -1.0])
    assert_sums(sums.result(), layer(X), T)
    sums.free()


def test_no_rows_have_no_sums(kernel):
    """Oracle: the sentence; a mean of nothing is not a number."""
    sums = KernelAccumulator(FloatKernelSpec(a_layer(2, 3), 1), kernel)
    sums.add(np.empty((0, 2)), np.empty((0, 1)))
    with pytest.raises(ValueError, match="hold 0 rows"):
        sums.result()
    sums.free()


def accumulator_bytes(n_hidden: int, n_targets: int, n_features: int) -> int:
    """Return the memory of one accumulator: tiles of 8 x 8 sums, the weights by panels, and one block of rows."""
    panel, depth, most_rows, most_bytes = 8, 256, 256, 16e6  # as in web/kernel/float.c
    panels, target_panels = -(-n_hidden // panel), n_targets // panel + 1
    rows = max(panel, min(most_rows, int(most_bytes / (8 * n_features) / 4) * 4))
    weights = 4 * panel * panels * (n_features + 2)
    inputs = 8 * n_features + 4 * min(depth, n_features)
    block = rows * (inputs + 4 * panel * (panels + target_panels) + 8 * n_targets)
    return weights + block + 8 * panel**2 * (panels * (panels + 1) // 2 + target_panels * panels)


def test_memory_is_what_the_sums_need_and_is_given_back(kernel):
    """Oracle: the sizes of the arrays in web/kernel/float.c; free leaves nothing in use."""
    before = kernel.used_bytes()
    sums = KernelAccumulator(FloatKernelSpec(a_layer(30, 200), 5), kernel)
    assert kernel.used_bytes() - before == pytest.approx(accumulator_bytes(200, 5, 30), rel=0.02)
    sums.free()
    assert kernel.used_bytes() == before


def test_memory_that_cannot_grow_is_said():
    """Oracle: the sentence names the MB; the kernel works on with a layer that fits."""
    kernel = NodeKernel("simd", max_pages=64)
    with pytest.raises(ValueError, match=r"RangeError: The kernel asked for \d+ MB more than the \d+ MB it has"):
        KernelAccumulator(FloatKernelSpec(a_layer(3, 2000), 1), kernel)
    layer, (X, T) = a_layer(3, 20), rows(50, 3, 1)
    sums = KernelAccumulator(FloatKernelSpec(layer, 1), kernel)
    sums.add(X, T)
    assert_sums(sums.result(), layer(X), T)
    kernel.close()


def test_what_is_shipped(tmp_path):
    """Oracle: the names the page asks for; C stays at home."""
    copy_kernel(tmp_path / "kernel")
    names = {path.name for path in (tmp_path / "kernel").iterdir()}
    assert {"kernel.js", "float.js", "elm-relaxed.wasm", "elm-simd.wasm", "network.js", "network-simd.wasm"} <= names
    assert not {name for name in names if name.endswith((".c", ".h"))}
