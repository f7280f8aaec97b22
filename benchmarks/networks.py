"""An epoch of two networks by backpropagation: elmweb in the page, TensorFlow.js in the same Chromium, native PyTorch.

The multi-layer perceptron is 784-256-10 with ReLU. The CNN has two convolutions of 3 by 3 (8 and 16 filters), each with
ReLU and max pooling, and a dense layer of 64 units. Both are trained by Adam in batches of 128 rows of 784 numbers: as
many rows as MNIST has for the perceptron, a tenth of them for the CNN. elmweb's run in the engine of the built site,
which loads what networks compute with first. PyTorch has one thread; TensorFlow.js its WebAssembly backend,
which has SIMD, and its plain one. The WebAssembly backend (4.22) has no kernel for the backward pass of a convolution,
so the CNN is trained by the plain one only. Each trains for two short epochs first. Rows are random: the values cost
no time.
"""

from __future__ import annotations

import statistics
from typing import Any

from playwright.sync_api import BrowserContext, Route, Worker

from benchmarks.machine import run_native
from benchmarks.site_fixture import SiteFixture
from benchmarks.small import store_tfjs
from benchmarks.thresholds import row
from benchmarks.web import serving

__all__ = ["measure"]

N_ROWS = {"mlp": 60_000, "cnn": 6_000}
BATCH = 128
TORCH_MAX_RATIO = 2.5
TFJS_MIN_RATIO = 2.0

_BACKENDS = {"mlp": ("wasm", "cpu"), "cnn": ("cpu",)}
_NAMES = {"mlp": "MLP 784-256-10", "cnn": "CNN"}
_WAIT_MS = 900_000
_WORKER = "start/python-worker.js"
_RUNS_PYTHON = "\nself.runPython = (code) => python.runPythonAsync(code);\n"
_CODE = """
import time
import numpy as np
from elmweb.backprop import CNNClassifier, MLPClassifier, in_place
from elmweb.bridge._browser_kernels import open_networks
assert in_place.set_functions(await open_networks())
rng = np.random.default_rng(0)
X, y = rng.random(({n}, 784), dtype=np.float32), rng.integers(0, 10, {n})
make = {{"mlp": lambda: MLPClassifier((256,), {common}), "cnn": lambda: CNNClassifier((28, 28), {common})}}["{kind}"]
for _warm in range(2):
    make().fit(X[:{few}], y[:{few}])
model = make()
start = time.perf_counter()
model.fit(X, y)
time.perf_counter() - start
"""


def measure(fixture: SiteFixture, runs: int) -> dict[str, Any]:
    """Measure both networks.

    Parameters
    ----------
    fixture : SiteFixture
        The served site and pages.
    runs : int
        Number of runs of each side, interleaved.

    Returns
    -------
    dict
        ``rows`` with their thresholds; ``median`` and all ``seconds``.
    """
    store_tfjs(fixture)
    sides = {kind: ("page", "torch", *(f"tfjs-{backend}" for backend in _BACKENDS[kind])) for kind in N_ROWS}
    seconds: dict[str, list[float]] = {f"{kind}, {side}": [] for kind in N_ROWS for side in sides[kind]}
    # A service worker would answer in place of the route that alters the worker's script.
    context = fixture.browser().new_context(service_workers="block")
    with serving(fixture.site) as served:
        engine = _engine(fixture, context, served.address)
        for _run in range(runs):
            for kind, n in N_ROWS.items():
                seconds[f"{kind}, page"].append(_in_page(engine, kind, n))
                seconds[f"{kind}, torch"].append(run_native("native_networks", kind, n, BATCH))
                for backend in _BACKENDS[kind]:
                    taken = fixture.call("small_page/", "epoch", kind, backend, n, BATCH)
                    seconds[f"{kind}, tfjs-{backend}"].append(taken)
                print(
                    "  " + ", ".join(f"{name} {times[-1]:.2f} s" for name, times in seconds.items() if times),
                    flush=True,
                )
        context.close()
    median = {name: statistics.median(times) for name, times in seconds.items()}
    rows = []
    for kind, name in _NAMES.items():
        ours = median[f"{kind}, page"]
        times_torch = ours / median[f"{kind}, torch"]
        rows.append(row(f"{name}, epoch in the page / native PyTorch", times_torch, at_most=TORCH_MAX_RATIO))
        for backend in _BACKENDS[kind]:
            times_ours = median[f"{kind}, tfjs-{backend}"] / ours
            rows.append(row(f"{name}, epoch in tfjs-{backend} / in the page", times_ours, at_least=TFJS_MIN_RATIO))
    return {"rows": rows, "median": {name: round(each, 3) for name, each in median.items()}, "seconds": seconds}


def _engine(fixture: SiteFixture, context: BrowserContext, address: str) -> Worker:
    """Open the site, train once, and return the worker that trains; it can be told to run Python."""

    def serve(route: Route) -> None:
        route.fulfill(body=(fixture.site / _WORKER).read_text() + _RUNS_PYTHON, content_type="text/javascript")

    context.set_default_timeout(_WAIT_MS)
    context.route(f"**/{_WORKER}", serve)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Iris").click()
    page.wait_for_selector("body[data-table]", state="attached")
    page.evaluate("location.hash = '#/train'")
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_selector("[data-has-result]", state="attached")
    return next(worker for worker in page.workers if worker.evaluate("() => self.name") == "engine")


def _in_page(engine: Worker, kind: str, n: int) -> float:
    """Return the seconds of an epoch in the engine."""
    common = f"batch_size={BATCH}, max_iter=1, random_state=0"
    code = _CODE.format(n=n, few=4 * BATCH, kind=kind, common=common)
    return engine.evaluate("(code) => self.runPython(code)", code)
