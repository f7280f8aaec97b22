"""The 1,797 digits of 64 pixels: the page's kernel against hpelm, and against backpropagation in the page.

hpelm. Both fit 512 tanh units on all rows, timed from the rows to the coefficients: the page's kernel on the page's own
thread, hpelm natively on one thread in a fresh process. The first fit of a fresh page and process, and later fits, for
which the browser has optimised the kernel, are reported separately.

Backpropagation. TensorFlow.js with its WebAssembly backend trains a 64-128-10 network by Adam until its accuracy on the
held-out 30 % of the rows reaches that of the ELM, or to a maximum number of epochs. Its batch size, learning rate and
inputs (standardised, or pixels from 0 to 1) are those that were fastest on two other splits. Only its training is
timed, neither its start-up nor the evaluation of its accuracy.
"""

from __future__ import annotations

import statistics
import tarfile
from typing import Any

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from benchmarks.image_files import package
from benchmarks.machine import run_native
from benchmarks.site_fixture import SiteFixture
from benchmarks.thresholds import row
from buildsteps.archives import read_member
from elmweb.compute.kernel import float_spec
from elmweb.estimators.layers.dense import random_layer

N_HIDDEN = 512
HPELM_MAX_RATIO = 1.2
BACKPROPAGATION_MIN_RATIO = 20.0
MAX_EPOCHS = 300

_ALPHA = 10.0
_LATER = 5  # fits after the first; their median is reported
_PILOT_SPLITS, _PILOT_EPOCHS = (1000, 1001), 60
_SETTINGS = [
    {"batch": batch, "rate": rate, "inputs": inputs}
    for batch in (16, 32)
    for rate in (1e-3, 4e-3)
    for inputs in ("standardised", "pixels")
]
_TFJS = {
    "tfjs": ("tf.min.js",),
    "tfjs-wasm": ("tf-backend-wasm.min.js", "tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm"),
}


def measure_hpelm(fixture: SiteFixture, runs: int) -> dict[str, Any]:
    """Measure the fit against hpelm.

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
    X, y = load_digits(return_X_y=True)
    spec, data = _store(fixture, "digits", StandardScaler().fit_transform(X), y, seed=0)
    files = [fixture.folder / data[name]["file"] for name in ("X", "T")]
    seconds: dict[str, list[float]] = {
        f"{when}, {side}": [] for when in ("first", "later") for side in ("page", "hpelm")
    }
    store_tfjs(fixture)
    for _run in range(runs):
        native = run_native("native_hpelm", *files, X.shape[1], 10, N_HIDDEN, 1 + _LATER)
        page = fixture.call("small_page/", "fits", spec, data, 1 + _LATER)
        for side, times in (("hpelm", native), ("page", page)):
            seconds[f"first, {side}"].append(times[0])
            seconds[f"later, {side}"].append(statistics.median(times[1:]))
    median = {name: statistics.median(times) for name, times in seconds.items()}
    rows = [
        row(
            f"digits, {N_HIDDEN} units, {when} / native hpelm, 1 thread",
            median[f"{key}, page"] / median[f"{key}, hpelm"],
            at_most=HPELM_MAX_RATIO,
        )
        for key, when in (("first", "first fit of a fresh page"), ("later", "later fits"))
    ]
    print(f"  digits against hpelm: {[each['value'] for each in rows]}", flush=True)
    return {"rows": rows, "median": {name: round(each, 5) for name, each in median.items()}, "seconds": seconds}


def measure_backpropagation(fixture: SiteFixture, runs: int) -> dict[str, Any]:
    """Measure the fit against a network trained by backpropagation.

    Parameters
    ----------
    fixture : SiteFixture
        The served site and pages.
    runs : int
        Number of splits; for each, both sides run in the same page.

    Returns
    -------
    dict
        ``rows`` with the threshold; ``splits``: the result of each page. If the network does not reach the accuracy
        within the maximum number of epochs, its time so far is used, so the ratio is a lower bound.
    """
    store_tfjs(fixture)
    pilot = [_store_split(fixture, seed) for seed in _PILOT_SPLITS]
    tried = [
        [fixture.call("small_page/", "race", *split, each | {"max_epochs": _PILOT_EPOCHS})["theirs"] for split in pilot]
        for each in _SETTINGS
    ]
    settings = fastest(tried, _SETTINGS) | {"max_epochs": MAX_EPOCHS}
    splits = [fixture.call("small_page/", "race", *_store_split(fixture, seed), settings) for seed in range(runs)]
    ratio = statistics.median(each["theirs"]["seconds"] / each["ours"]["seconds"] for each in splits)
    n_reached = sum(each["theirs"]["reached"] for each in splits)
    what = f"MLP by backpropagation in tfjs-wasm to equal accuracy / ours ({n_reached} of {runs} splits reached it)"
    print(f"  {what}: {ratio:.1f}", flush=True)
    return {
        "rows": [row(what, ratio, at_least=BACKPROPAGATION_MIN_RATIO)],
        "settings": settings,
        "pilot": [{"settings": candidate, "splits": each} for candidate, each in zip(_SETTINGS, tried, strict=True)],
        "splits": splits,
    }


def fastest(tried: list[list[dict[str, Any]]], settings: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the settings that reached the accuracy on the most splits; of these, the fastest.

    Parameters
    ----------
    tried : list of list of dict
        For each of the settings, the result on each split: ``reached`` and ``seconds``.
    settings : list of dict
        The settings that were tried.

    Returns
    -------
    dict
        One of the settings.
    """
    order = [(-sum(each["reached"] for each in splits), sum(each["seconds"] for each in splits)) for splits in tried]
    return settings[order.index(min(order))]


def _store_split(fixture: SiteFixture, seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    X, y = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=seed, stratify=y)
    scaler = StandardScaler().fit(X_train)
    spec, data = _store(fixture, f"split{seed}", scaler.transform(X_train), y_train, seed)
    held_out = {"XTest": scaler.transform(X_test), "yTest": y_test.astype(np.int32)}
    held_out |= {"pixels": X_train / 16, "pixelsTest": X_test / 16}
    return spec, data | fixture.store(f"held-out{seed}", held_out)


def _store(
    fixture: SiteFixture, stem: str, X: np.ndarray, y: np.ndarray, seed: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write a layer and its rows next to the page; return the spec and the data, with references to the files."""
    layer = random_layer(X.shape[1], N_HIDDEN, random_state=seed)
    T = np.where(y[:, None] == np.arange(10), 1.0, -1.0)
    data = fixture.store(f"{stem}-rows", {"X": X, "T": T, "n": len(X), "alpha": _ALPHA})
    return fixture.store(f"{stem}-layer", float_spec(layer, 10)), data


def store_tfjs(fixture: SiteFixture) -> None:
    """Write TensorFlow.js next to the page."""
    for name, files in _TFJS.items():
        with tarfile.open(package(name)) as archive:
            for file in files:
                data = read_member(archive, f"package/dist/{file}")
                (fixture.folder / "small_page" / file).write_bytes(data)
