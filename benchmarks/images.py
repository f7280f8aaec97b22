"""Train on the 60,000 images of MNIST in Chromium, against native NumPy and SciPy in the same Pyodide.

All train the same model: 784 bytes per image, one tanh layer, ten classes, a fixed penalty. In the page this is done by
the site's own kernels, in one worker or one per core, in floats or in integers, with dense weights or on patches of
8 x 8 pixels, and for 1,000 units also by SciPy in the site's own Pyodide. The native peer is float32 NumPy and SciPy
with their fastest BLAS, on one thread in a fresh process. All runs are interleaved.
"""

from __future__ import annotations

import statistics
from typing import Any

import numpy as np

from benchmarks.image_files import read_mnist
from benchmarks.machine import run_native, this_machine
from benchmarks.site_fixture import SiteFixture
from benchmarks.thresholds import Machine, row
from elmweb.compute import IntegerLayer, TargetCode, draw_integer_layer
from elmweb.compute.kernel import float_spec
from elmweb.compute.kernel_spec import integer_spec
from elmweb.estimators.layers.dense import random_layer

WIDTHS = (1000, 2000, 4000)

_ALPHA = 100.0
_WITHOUT_VNNI = ("--js-flags=--no-enable-avx-vnni",)
_SCIPY_WIDTH = 1000  # wider layers would take minutes per run
_PILOT_ROWS = 4000
_FLOAT_MAX_RATIO = 1.8
_TWO_WORKERS_MAX_RATIO = {1000: 0.45, 2000: 0.48, 4000: 0.50}


def measure(fixture: SiteFixture, width: int, runs: int) -> dict[str, Any]:
    """Measure one width.

    Parameters
    ----------
    fixture : SiteFixture
        The served site and pages.
    width : int
        Number of hidden units.
    runs : int
        Number of runs of each side, interleaved.

    Returns
    -------
    dict
        ``rows`` with their thresholds; ``ratio`` to native NumPy; ``median`` and all ``seconds``.
    """
    X = _store_images(fixture)
    sample = X[:10_000]
    specs = {
        "float": float_spec(random_layer(784, width, random_state=0), 10, input_scale=1 / 255),
        "integer": _integer_spec(draw_integer_layer(784, width, sample=sample)),
        "patches": _integer_spec(draw_integer_layer(784, width, sample=sample, image_shape=(28, 28))),
    }
    specs = {name: fixture.store(f"{name}{width}", spec) for name, spec in specs.items()}
    cores = max(2, this_machine().cores)
    variants = {
        "float, 1 worker": ("float", 1, ()),
        "float, all cores": ("float", cores, ()),
        "integer, 1 worker": ("integer", 1, ()),
        "integer, 2 workers": ("integer", 2, ()),
        "patches, 2 workers": ("patches", 2, ()),
        "integer, 1 worker, VNNI off": ("integer", 1, _WITHOUT_VNNI),
    }
    layer = [specs["float"][name]["file"] for name in ("weights", "bias")]
    scipy_job = _fastest_scipy(fixture, layer) if width == _SCIPY_WIDTH else None
    seconds: dict[str, list[float]] = {name: [] for name in ("native", *variants)}
    for _run in range(runs):
        files = [fixture.folder / name for name in ("images.bin", "labels.bin", *layer)]
        seconds["native"].append(run_native("native_elm", *files, _ALPHA))
        for name, (kind, size, flags) in variants.items():
            trained = fixture.call("", "train", specs[kind], size, _ALPHA, flags=flags)
            seconds[name].append(trained["seconds"])
        if scipy_job:
            in_pyodide = fixture.call("scipy_page/", "train", scipy_job | {"rows": len(X)})
            seconds.setdefault("SciPy in Pyodide", []).append(in_pyodide["seconds"])
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    ratio = {name: round(median / medians["native"], 3) for name, median in medians.items()}
    print(f"  {width} units: {ratio}", flush=True)
    return {
        "rows": threshold_rows(width, medians, this_machine()),
        "ratio": ratio,
        "median": {name: round(median, 3) for name, median in medians.items()},
        "seconds": seconds,
        "scipy_in_pyodide": scipy_job,
    }


def threshold_rows(width: int, medians: dict[str, float], machine: Machine) -> list[dict[str, Any]]:
    """Return the rows that have a threshold.

    Parameters
    ----------
    width : int
        Number of hidden units.
    medians : dict
        Median time of each variant and of "native", in seconds.
    machine : Machine
        Decides which thresholds apply.

    Returns
    -------
    list of dict
        As made by :func:`benchmarks.thresholds.row`.
    """

    def relative(name: str, at_most: float, why_not: str = "", peer: str = "native") -> dict[str, Any]:
        what = f"{name}, {width:,} units / {'native NumPy, 1 thread' if peer == 'native' else peer}"
        return row(what, medians[name] / medians[peer], at_most=at_most, why_not=why_not)

    no_vnni, one_core = machine.why_not("AVX-VNNI"), machine.why_not("two cores")
    rows = [
        relative("float, all cores", _FLOAT_MAX_RATIO, one_core),
        relative("float, all cores", 1.0, one_core, peer="float, 1 worker"),
        relative("integer, 2 workers", _TWO_WORKERS_MAX_RATIO[width], no_vnni or one_core),
    ]
    if width == 1000:
        rows += [
            relative("float, 1 worker", 0.20, peer="SciPy in Pyodide"),
            relative("integer, 1 worker", 0.85, no_vnni),
            relative("integer, 1 worker, VNNI off", 2.2),
            relative("patches, 2 workers", 0.35, one_core),
        ]
    return rows


def _store_images(fixture: SiteFixture) -> np.ndarray:
    """Write images and targets next to the page; return the images."""
    X, y, *_ = read_mnist()
    classes = y[:, None] == np.arange(10)
    files = {"images": X, "labels": y, "targets": np.where(classes, 1.0, -1.0), "digits": classes.astype(np.uint8)}
    for name, array in files.items():
        (fixture.folder / f"{name}.bin").write_bytes(array.tobytes())
    return X


def _fastest_scipy(fixture: SiteFixture, layer: list[str]) -> dict[str, Any]:
    """Return the fastest configuration in Pyodide, determined on a subset of the images."""
    job = {"weights": layer[0], "bias": layer[1], "alpha": _ALPHA, "rows": _PILOT_ROWS}
    candidates = [job | {"precision": precision, "tanh": tanh} for precision in "sd" for tanh in ("exp", "tanh")]
    times = [[fixture.call("scipy_page/", "train", each)["seconds"] for each in candidates] for _run in range(2)]
    found = np.min(times, axis=0)
    best = candidates[int(np.argmin(found))]
    print(f"  SciPy in Pyodide: {best['precision']}, {best['tanh']} of {np.round(found, 2)} s", flush=True)
    return best


def _integer_spec(layer: IntegerLayer) -> dict[str, Any]:
    """Return the spec of an integer layer as train_page takes it, with every array at the top level."""
    spec = integer_spec(layer, TargetCode.classes(10), 784)
    return spec | ({"patches": spec["patches"]["index"]} if "patches" in spec else {})
