"""The 1,797 digits of 64 pixels: the page's kernel beside hpelm, and beside a network by backpropagation in the page.

hpelm. Both fit 512 units of tanh on all rows, from the rows to the coefficients: the page's kernel on the page's own
thread, hpelm natively on one thread in a fresh process. The first fit of a fresh page and of a fresh process and
later ones, when the browser has optimised the kernel, are two rows.

Backpropagation. TensorFlow.js on its WebAssembly backend trains 64-128-10 by Adam until it is right as often as the
ELM on the three tenths of the rows that neither has seen, or to a cap. Its batch, its learning rate and whether it
sees standardised inputs or pixels from 0 to 1 are those that were fastest on two other splits. Only its training is
counted, neither its start nor looking at its accuracy.
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
from benchmarks.site_fixture import Stage
from benchmarks.thresholds import row
from buildsteps.archives import read_member
from elmweb.compute.kernel import float_spec
from elmweb.estimators.layers.dense import random_layer

N_HIDDEN = 512
HPELM_MOST = 1.2
BACKPROPAGATION_LEAST = 20.0
MOST_EPOCHS = 300

_ALPHA = 10.0
_LATER = 5  # fits after the first, and the later ones are their median
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


def measure_hpelm(stage: Stage, runs: int) -> dict[str, Any]:
    """Measure the fit beside hpelm.

    Parameters
    ----------
    stage : Stage
        The site and the pages.
    runs : int
        Interleaved runs of both.

    Returns
    -------
    dict
        ``rows`` with their limit; ``median`` and all ``seconds``.
    """
    X, y = load_digits(return_X_y=True)
    spec, data = _store(stage, "digits", StandardScaler().fit_transform(X), y, seed=0)
    files = [stage.place / data[name]["file"] for name in ("X", "T")]
    seconds: dict[str, list[float]] = {f"{when}, {who}": [] for when in ("first", "later") for who in ("page", "hpelm")}
    _bring_tfjs(stage)
    for _run in range(runs):
        native = run_native("native_hpelm", *files, X.shape[1], 10, N_HIDDEN, 1 + _LATER)
        page = stage.call("small_page/", "fits", spec, data, 1 + _LATER)
        for who, times in (("hpelm", native), ("page", page)):
            seconds[f"first, {who}"].append(times[0])
            seconds[f"later, {who}"].append(statistics.median(times[1:]))
    median = {name: statistics.median(times) for name, times in seconds.items()}
    rows = [
        row(
            f"digits, {N_HIDDEN} units, {when} / native hpelm, 1 thread",
            median[f"{key}, page"] / median[f"{key}, hpelm"],
            at_most=HPELM_MOST,
        )
        for key, when in (("first", "first fit of a fresh page"), ("later", "later fits"))
    ]
    print(f"  digits beside hpelm: {[each['value'] for each in rows]}", flush=True)
    return {"rows": rows, "median": {name: round(each, 5) for name, each in median.items()}, "seconds": seconds}


def measure_backpropagation(stage: Stage, runs: int) -> dict[str, Any]:
    """Measure the fit beside a network by backpropagation.

    Parameters
    ----------
    stage : Stage
        The site and the pages.
    runs : int
        Splits; both sides run in one page for each.

    Returns
    -------
    dict
        ``rows`` with their limit; ``splits``: what each page found. Where the network does not get there until
        the cap, its seconds are what it took so far, so that the ratio is the least it can be.
    """
    _bring_tfjs(stage)
    pilot = [_store_split(stage, seed) for seed in _PILOT_SPLITS]
    tried = [
        [stage.call("small_page/", "race", *of, each | {"most": _PILOT_EPOCHS})["theirs"] for of in pilot]
        for each in _SETTINGS
    ]
    settings = fastest(tried, _SETTINGS) | {"most": MOST_EPOCHS}
    splits = [stage.call("small_page/", "race", *_store_split(stage, seed), settings) for seed in range(runs)]
    ratio = statistics.median(each["theirs"]["seconds"] / each["ours"]["seconds"] for each in splits)
    n_reached = sum(each["theirs"]["reached"] for each in splits)
    what = f"MLP by backpropagation in tfjs-wasm to the same accuracy / ours ({n_reached} of {runs} splits reached it)"
    print(f"  {what}: {ratio:.1f}", flush=True)
    return {
        "rows": [row(what, ratio, at_least=BACKPROPAGATION_LEAST)],
        "settings": settings,
        "pilot": [{"settings": of, "splits": each} for of, each in zip(_SETTINGS, tried, strict=True)],
        "splits": splits,
    }


def fastest(tried: list[list[dict[str, Any]]], settings: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the settings that reached the accuracy on most splits; among equals, those that took the least time.

    Parameters
    ----------
    tried : list of list of dict
        For each of the settings what each split found: ``reached`` and ``seconds``.
    settings : list of dict
        What was tried.

    Returns
    -------
    dict
        One of the settings.
    """
    order = [(-sum(each["reached"] for each in splits), sum(each["seconds"] for each in splits)) for splits in tried]
    return settings[order.index(min(order))]


def _store_split(stage: Stage, seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    X, y = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=seed, stratify=y)
    scaler = StandardScaler().fit(X_train)
    spec, data = _store(stage, f"split{seed}", scaler.transform(X_train), y_train, seed)
    kept = {"XTest": scaler.transform(X_test), "yTest": y_test.astype(np.int32)}
    kept |= {"pixels": X_train / 16, "pixelsTest": X_test / 16}
    return spec, data | stage.store(f"kept{seed}", kept)


def _store(stage: Stage, stem: str, X: np.ndarray, y: np.ndarray, seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put a layer and rows beside the page; return what names them."""
    layer = random_layer(X.shape[1], N_HIDDEN, random_state=seed)
    T = np.where(y[:, None] == np.arange(10), 1.0, -1.0)
    data = stage.store(f"{stem}-rows", {"X": X, "T": T, "n": len(X), "alpha": _ALPHA})
    return stage.store(f"{stem}-layer", float_spec(layer, 10)), data


def _bring_tfjs(stage: Stage) -> None:
    """Put TensorFlow.js beside the page."""
    for name, files in _TFJS.items():
        with tarfile.open(package(name)) as archive:
            for file in files:
                data = read_member(archive, f"package/dist/{file}")
                (stage.place / "small_page" / file).write_bytes(data)
