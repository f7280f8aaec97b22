"""The kernels in real browsers: one worker or several, Chromium or Firefox, the same sums."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bidi import Firefox

from elmweb.compute import BlasAccumulator, ExactAccumulator, TargetCode, draw_integer_layer, solve_exactly
from elmweb.compute.kernel import float_spec
from elmweb.estimators.layers.dense import random_layer

pytestmark = pytest.mark.browser

RNG = np.random.default_rng(0)
N, D, L, K, ALPHA = 3001, 50, 70, 3, 8.0
IMAGES = RNG.integers(0, 256, (N, D)).astype(np.uint8)
NUMBERS = RNG.normal(size=(N, D))
CLASSES = np.where(RNG.integers(0, K, N)[:, None] == np.arange(K), 1.0, -1.0)

# One pool, rows dealt out in blocks, and what came out as base64 by name; or the error's name and message.
_RUN = """
async ({spec, X, T, n, size, block, alpha, harm}) => {
  const types = {u8: Uint8Array, i8: Int8Array, i32: Int32Array, f32: Float32Array, f64: Float64Array};
  const decode = (value) => {
    if (!value?.base64) return value;
    return new types[value.type](Uint8Array.from(atob(value.base64), (letter) => letter.charCodeAt(0)).buffer);
  };
  const encode = (array) => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  };
  const kernels = new URL("kernel/", document.baseURI).href;
  const {Pool} = await import(kernels + "pool.js");
  const workers = [];
  const start = (url) => (workers.push(new Worker(url, {type: "module"})), workers.at(-1));
  const worker = harm === "missing" ? kernels + "nowhere.js" : kernels + "worker.js";
  const pool = new Pool({worker, kernel: kernels}, size, start);
  const given = Object.fromEntries(Object.entries(spec).map(([name, value]) => [name, decode(value)]));
  const [rows, targets] = [decode(X), decode(T)];
  const [d, k] = [rows.length / n, targets.length / n];
  try {
    await pool.open(given);
    for (let at = 0; at < n; at += block) {
      const m = Math.min(block, n - at);
      if (harm === "kill" && at >= n / 2) workers[0].dispatchEvent(new ErrorEvent("error", {message: "it was killed"}));
      if (harm === "cancel" && at >= n / 2) pool.cancel();
      await pool.add(rows.slice(at * d, (at + m) * d), targets.slice(at * k, (at + m) * k), m);
    }
    const found = await pool.finish(alpha === null ? {} : {alpha});
    pool.cancel();
    return Object.fromEntries(Object.entries(found).map(([name, value]) =>
      [name, typeof value === "number" ? value : encode(value)]));
  } catch (error) {
    return {error: error.name, message: error.message};
  }
}
"""


def _packed(array: np.ndarray) -> dict[str, str]:
    kinds = {"uint8": "u8", "int8": "i8", "int32": "i32", "float32": "f32", "float64": "f64"}
    return {"type": kinds[array.dtype.name], "base64": base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()}


def _job(spec: dict[str, Any], X: np.ndarray, T: np.ndarray, **options: Any) -> dict[str, Any]:
    spec = {name: _packed(value) if isinstance(value, np.ndarray) else value for name, value in spec.items()}
    job = {"spec": spec, "X": _packed(X), "T": _packed(T), "n": len(X)}
    return {**job, "size": 1, "block": 500, "alpha": None, "harm": "", **options}


def _floats(answer: dict[str, Any], name: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(answer[name]))


def _digest(answer: dict[str, Any], *names: str) -> str:
    return hashlib.sha256(b"".join(base64.b64decode(answer[name]) for name in names)).hexdigest()


def _integer_case() -> tuple[Any, dict[str, Any], np.ndarray]:
    layer, code = draw_integer_layer(D, L, sample=IMAGES, random_state=1), TargetCode.classes(K)
    spec = {
        "arithmetic": "integer",
        "nFeatures": D,
        "nHidden": L,
        "nTargets": K,
        "nDigits": code.n_digits,
        "activation": layer.activation,
        "weights": layer.weights,
        "bias": layer.bias,
        "multiplier": layer.multiplier,
        "shift": layer.shift,
        "targetZero": code.zero,
        "targetQuantum": code.quantum,
    }
    sums = ExactAccumulator(layer, code)
    sums.add(IMAGES, CLASSES)
    return sums.result(), spec, code.encode(CLASSES)


def _expected_digests(gram: Any, unit: float) -> tuple[str, str]:
    coef, intercept = solve_exactly(gram, ALPHA, unit)
    sums = hashlib.sha256(np.tril(gram.G).tobytes(order="F") + gram.C.tobytes(order="F")).hexdigest()
    return sums, hashlib.sha256(coef.tobytes(order="F") + intercept.tobytes()).hexdigest()


@pytest.fixture(scope="module")
def page(stay):
    """Return a page of the site."""
    return stay().page


@pytest.mark.parametrize("size", [1, 2, 3])
def test_integers_have_the_same_bits_on_any_number_of_workers(page, size):
    """Oracle: SHA-256 of NumPy's exact sums and of the coefficients on CPython."""
    gram, spec, digits = _integer_case()
    sums, solution = _expected_digests(gram, 2.0**-6)
    assert _digest(page.evaluate(_RUN, _job(spec, IMAGES, digits, size=size)), "G", "C") == sums
    found = page.evaluate(_RUN, _job(spec, IMAGES, digits, size=size, block=333, alpha=ALPHA))
    assert _digest(found, "coef", "intercept") == solution


def test_firefox_has_the_same_bits(address, tmp_path, firefox_program):
    """Oracle: the same SHA-256, in another engine, with two workers."""
    gram, spec, digits = _integer_case()
    sums, solution = _expected_digests(gram, 2.0**-6)
    with Firefox(firefox_program, Path(tmp_path)) as firefox:
        firefox.open(address)
        run = f"({_RUN.strip()})"
        assert _digest(firefox.evaluate(f"{run}({json.dumps(_job(spec, IMAGES, digits, size=2))})"), "G", "C") == sums
        found = firefox.evaluate(f"{run}({json.dumps(_job(spec, IMAGES, digits, size=2, alpha=ALPHA))})")
        assert _digest(found, "coef", "intercept") == solution


@pytest.mark.parametrize("size", [1, 2, 3])
def test_floats_are_summed_as_blas_sums_them(page, size):
    """Oracle: BLAS in float64, to the float32 of the kernel's hidden units."""
    layer = random_layer(D, L, random_state=2)
    sums = BlasAccumulator(layer, K)
    sums.add(NUMBERS, CLASSES)
    found = page.evaluate(_RUN, _job(float_spec(layer, K), NUMBERS, CLASSES, size=size))
    G = _floats(found, "G").reshape(L, L, order="F")
    scale = np.abs(sums.result().G).max()
    np.testing.assert_allclose(np.tril(G), np.tril(sums.result().G), atol=3e-6 * scale)
    np.testing.assert_allclose(_floats(found, "hMean"), sums.result().h_mean, atol=1e-6)
    assert found["n"] == N


@pytest.mark.parametrize(
    ("harm", "error"),
    [("kill", "A kernel worker ended: it was killed"), ("cancel", "cancelled"), ("missing", "A kernel worker ended")],
)
def test_a_worker_that_is_lost_is_said(page, complaints, harm, error):
    """Invariant: the caller gets an error that says what happened, and waits for nothing."""
    layer = random_layer(D, L, random_state=2)
    found = page.evaluate(_RUN, _job(float_spec(layer, K), NUMBERS, CLASSES, size=2, block=100, harm=harm))
    assert error in found["message"]
    complaints.clear()  # a worker's script that is not there is an error on the console, as it should be
