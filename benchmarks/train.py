"""Measure the kernels: the 60,000 images of MNIST in Chromium, beside native NumPy on one thread.

All train the same model: 784 bytes in, one layer of tanh, ten classes, a given penalty. In the page the site's
own kernels do it, in one worker or one a core, in floats or in integers, dense or on patches of 8 x 8
pixels. Natively it is float32 NumPy and SciPy with their fastest BLAS, in a fresh process. Everything takes turns in
one run; reported are seconds, medians, and the page's divided by the native ones.

Integer arithmetic is compared with floats of the same weights on the 10,000 test images, for several seeds.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks.tables import read_mnist
from benchmarks.web import CHROMIUM_ARGUMENTS, serving
from elmweb.compute import (
    BlasAccumulator,
    ExactAccumulator,
    IntegerLayer,
    TargetCode,
    draw_integer_layer,
    solve_exactly,
)
from elmweb.compute.integer import ACTIVATIONS
from elmweb.compute.kernel import float_spec
from elmweb.estimators._hidden import HiddenLayer, random_layer
from elmweb.estimators._ridge import primal_ridge
from elmweb.estimators._solve import row_slices

WIDTHS = (1000, 2000, 4000)
MOST = {"float, all cores": 1.8, "integer, 1 worker": 2.2}
"""Ratios to native NumPy that the project allows itself at 1,000 units on a CPU without AVX-VNNI and two cores."""

_HERE = Path(__file__).parent
_ALPHA = 100.0
_N_SEEDS = 5
_WITHOUT_VNNI = "--js-flags=--no-enable-avx-vnni"


def measure(site: Path, runs: int) -> dict[str, Any]:
    """Measure all of it.

    Parameters
    ----------
    site : Path
        The built site.
    runs : int
        Runs of each.

    Returns
    -------
    dict
        For each width the medians and the ratios to native NumPy; the core's peak; accuracy of integers.
    """
    X, y, X_test, y_test = read_mnist()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Path(folder)
        _lay_out(site, place, X, y)
        with serving(place) as served:
            browsers = {
                name: playwright.chromium.launch(
                    executable_path=os.environ["ELMWEB_CHROMIUM"], args=[*CHROMIUM_ARGUMENTS, *more]
                )
                for name, more in {"": (), ", VNNI off": (_WITHOUT_VNNI,)}.items()
            }
            widths = {str(width): _measure_width(browsers, served.address, place, X, width, runs) for width in WIDTHS}
            peak = _in_page(browsers[""], served.address, "peak()")
            for browser in browsers.values():
                browser.close()
    return {
        "what": {"rows": len(X), "inputs": X.shape[1], "runs": runs, "cores": os.cpu_count(), "cpu": _cpu()},
        "widths": widths,
        "peak": peak,
        "integer_minus_float": _accuracy(X, y, X_test, y_test),
        "most": MOST,
        "holds": all(widths["1000"]["ratio"][name] <= most for name, most in MOST.items()),
    }


def _cpu() -> dict[str, Any]:
    """Return the processor's name and whether it multiplies bytes in one instruction, as V8 uses it."""
    text = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    name = re.search(r"model name\s*: (.*)", text)
    return {"name": name[1] if name else "", "avx_vnni": " avx_vnni" in text}


def _lay_out(site: Path, place: Path, X: np.ndarray, y: np.ndarray) -> None:
    """Put page, kernels and data into a folder to be served."""
    shutil.copytree(_HERE / "train_page", place, dirs_exist_ok=True)
    shutil.copytree(site / "kernel", place / "kernel")
    classes = y[:, None] == np.arange(10)
    (place / "images.bin").write_bytes(X.tobytes())
    (place / "labels.bin").write_bytes(y.tobytes())
    (place / "targets.bin").write_bytes(np.where(classes, 1.0, -1.0).tobytes())
    (place / "digits.bin").write_bytes(classes.astype(np.uint8).tobytes())


def _measure_width(  # noqa: PLR0917  where, what, how often
    browsers: dict[str, Browser], address: str, place: Path, X: np.ndarray, width: int, runs: int
) -> dict[str, Any]:
    specs = {
        "float": float_spec(random_layer(784, width, random_state=0), 10, input_scale=1 / 255),
        "integer": _integer_spec(draw_integer_layer(784, width, sample=X[:10_000])),
        "patches": _integer_spec(draw_integer_layer(784, width, sample=X[:10_000], image_shape=(28, 28))),
    }
    specs = {name: _stored(place, f"{name}{width}", spec) for name, spec in specs.items()}
    cores = max(2, os.cpu_count() or 2)
    asked = [("float, 1 worker", "float", 1, ""), ("float, all cores", "float", cores, "")]
    asked += [(f"integer, {n} worker{'s' * (n > 1)}", "integer", n, "") for n in (1, 2)]
    asked += [("patches, 2 workers", "patches", 2, ""), ("integer, 1 worker, VNNI off", "integer", 1, ", VNNI off")]
    seconds: dict[str, list[float]] = {"native": [], **{name: [] for name, *_ in asked}}
    for _run in range(runs):
        seconds["native"].append(_native(place, width))
        for name, kind, size, browser in asked:
            call = f"train({json.dumps(specs[kind])}, {size}, {_ALPHA})"
            seconds[name].append(_in_page(browsers[browser], address, call)["seconds"])
    medians = {name: round(statistics.median(times), 3) for name, times in seconds.items()}
    ratio = {name: round(median / medians["native"], 2) for name, median in medians.items()}
    print(f"  {width} units: {ratio}", flush=True)
    return {"ratio": ratio, "median": medians, "seconds": seconds}


def _integer_spec(layer: IntegerLayer) -> dict[str, Any]:
    code = TargetCode.classes(10)
    spec = {
        "arithmetic": "integer",
        "nFeatures": 784,
        "nHidden": layer.n_hidden,
        "nTargets": 10,
        "nDigits": code.n_digits,
        "activation": layer.activation,
        "weights": layer.weights,
        "bias": layer.bias,
        "multiplier": layer.multiplier,
        "shift": layer.shift,
        "targetZero": code.zero,
        "targetQuantum": code.quantum,
    }
    return spec if layer.patches is None else spec | {"patches": layer.patches}


def _stored(place: Path, stem: str, spec: dict[str, Any]) -> dict[str, Any]:
    """Write the arrays of a layer beside the page and return what names them."""
    kinds = {"int8": "i8", "int32": "i32", "float32": "f32", "float64": "f64"}
    named = {}
    for name, value in spec.items():
        if isinstance(value, np.ndarray):
            (place / f"{stem}-{name}.bin").write_bytes(np.ascontiguousarray(value).tobytes())
            named[name] = {"file": f"{stem}-{name}.bin", "type": kinds[value.dtype.name]}
        else:
            named[name] = value
    return named


def _in_page(browser: Browser, address: str, call: str) -> dict[str, Any]:
    """Return what a call comes to on a fresh page."""
    page = browser.new_page()
    try:
        page.goto(address)
        page.wait_for_selector("html[data-ready]", state="attached", timeout=120_000)
        page.set_default_timeout(600_000)
        return page.evaluate(call)
    finally:
        page.close()


def _native(place: Path, width: int) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_CORETYPE"}
    environment |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    command = [sys.executable, str(_HERE / "native_elm.py"), str(place / "images.bin"), str(place / "labels.bin")]
    done = subprocess.run([*command, str(width)], env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _accuracy(X: np.ndarray, y: np.ndarray, X_test: np.ndarray, y_test: np.ndarray) -> dict[str, Any]:
    """Return how many more in 100 integers get right than floats of the same weights, at 1,000 units."""
    differences, right = [], []
    T = np.where(y[:, None] == np.arange(10), 1.0, -1.0)
    for seed in range(_N_SEEDS):
        layer = draw_integer_layer(784, 1000, sample=X[:10_000], random_state=seed)
        scores = [
            100 * float(np.mean((_outputs(each, X, T, X_test)).argmax(axis=1) == y_test))
            for each in (layer, _as_floats(layer))
        ]
        right.append(round(scores[0], 2))
        differences.append(round(scores[0] - scores[1], 2))
    return {"right_in_100": right, "difference": differences, "mean": round(float(np.mean(differences)), 3)}


def _as_floats(layer: IntegerLayer) -> HiddenLayer:
    """Return the layer that the integers stand for: the same weights, the true tanh."""
    slope = layer.multiplier * (ACTIVATIONS["tanh"].reach / 2.0 ** (layer.shift + 15))
    weights = layer.weights * slope
    bias = (layer.bias - 128.0 * layer.weights.sum(axis=0, dtype=np.int64)) * slope
    return HiddenLayer(np.asfortranarray(weights), bias, "tanh")


def _outputs(layer: Any, X: np.ndarray, T: np.ndarray, X_test: np.ndarray) -> np.ndarray:
    """Return the outputs for new rows of a model with a given penalty."""
    exact = isinstance(layer, IntegerLayer)
    sums = ExactAccumulator(layer, TargetCode.classes(10)) if exact else BlasAccumulator(layer, 10)
    for rows in row_slices(len(X), 2000):
        sums.add(X[rows], T[rows])
    gram = sums.result()
    coef, intercept = (
        solve_exactly(gram, 8.0, layer.unit) if exact else primal_ridge(gram, 1000, np.array([8.0])).solution(0)
    )
    return np.concatenate([layer(X_test[rows]) @ coef for rows in row_slices(len(X_test), 2000)]) + intercept
