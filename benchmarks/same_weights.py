"""Accuracy in integers minus accuracy in floats, with the same weights, on MNIST and Fashion-MNIST.

A layer is drawn in integers; its counterpart in floats has the same weights and the exact tanh. Both are fitted on the
60,000 training images and scored on the 10,000 test images. Only the widest layer is summed: units are drawn one after
another from one stream, so a narrower layer consists of its first units, and its sums are leading blocks of the sums.

Sums of products of integers are exact in float32 over a block of 2,000 rows, and in float64 over all rows. Both systems
are solved by the same Cholesky factorisation in float64 with the same penalty, so only the layer differs.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
from scipy.linalg.blas import dgemm, sgemm, ssyrk
from scipy.linalg.lapack import dpotrf, dpotrs

from benchmarks.image_files import IMAGE_SETS, Unavailable
from benchmarks.machine import run_native
from benchmarks.thresholds import row
from elmweb.compute import IntegerLayer, draw_integer_layer
from elmweb.compute.integer import ACTIVATIONS

WIDTHS = (1000, 2000, 4000)
ALPHA = 8.0
MIN_DIFFERENCE = -0.1
"""The lowest acceptable difference in accuracy, in percentage points, as the mean over seeds."""

_BLOCK = 2000  # rows: 64 * 64 * 2000 is below 2^24, so float32 sums of products of integers are exact


def measure(runs: int) -> dict[str, Any]:
    """Measure all data sets, widths and seeds, each data set in a separate process with the fastest BLAS.

    Parameters
    ----------
    runs : int
        Number of seeds.

    Returns
    -------
    dict
        ``rows`` with their thresholds, and ``accuracy_percent`` by data set, width and arithmetic, for each seed.
    """
    rows, accuracy = [], {}
    for name in IMAGE_SETS:
        found = run_native("same_weights", name, runs, threads=None)
        accuracy[name] = found.get("accuracy_percent")
        for width in WIDTHS:
            scores = (accuracy[name] or {}).get(str(width))
            mean = None if scores is None else round(float(np.mean(differences(scores))), 3)
            what = f"{name}, {width:,} units: accuracy, integers minus floats, percentage points, mean of {runs} seeds"
            rows.append(row(what, mean, at_least=MIN_DIFFERENCE, why_not=found.get("why_not", "")))
            print(f"  {rows[-1]['what']}: {mean}", flush=True)
    return {"rows": rows, "accuracy_percent": accuracy}


def differences(scores: dict[str, list[float]]) -> list[float]:
    """Return the accuracy in integers minus the accuracy in floats for each seed."""
    return [round(a - b, 2) for a, b in zip(scores["integer"], scores["float"], strict=True)]


def main(name: str, n_seeds: int) -> None:
    """Print the scores on one data set as JSON."""
    try:
        X, y, X_test, y_test = IMAGE_SETS[name]()
    except Unavailable as missing:
        print(json.dumps({"why_not": str(missing)}))
        return
    T = np.where(y[:, None] == np.arange(10), np.float32(1), np.float32(-1))
    accuracy: dict[str, dict[str, list[float]]] = {str(width): {"integer": [], "float": []} for width in WIDTHS}
    for seed in range(n_seeds):
        layer = draw_integer_layer(X.shape[1], max(WIDTHS), sample=X[:10_000], random_state=seed)
        for kind, hidden in (("integer", integer_units), ("float", float_units)):
            for width, outputs in _outputs(layer, hidden, X, T, X_test).items():
                score = round(100 * float(np.mean(outputs.argmax(axis=1) == y_test)), 2)
                accuracy[str(width)][kind].append(score)
        latest = {width: {kind: each[-1] for kind, each in scores.items()} for width, scores in accuracy.items()}
        print(f"  {name}, seed {seed}: {latest}", file=sys.stderr, flush=True)
    print(json.dumps({"accuracy_percent": accuracy}))


def integer_units(layer: IntegerLayer, X: np.ndarray) -> np.ndarray:
    """Return the hidden units of a row block in integers, as float32 (n, L) in multiples of the layer's unit."""
    return np.asarray(layer(X) / layer.unit, dtype=np.float32, order="F")


def float_units(layer: IntegerLayer, X: np.ndarray) -> np.ndarray:
    """Return the hidden units of a row block in float32 (n, L), with the weights of the layer and the exact tanh.

    They are divided by the layer's unit, as the integer units are.
    """
    slope = layer.multiplier * (ACTIVATIONS["tanh"].reach / 2.0 ** (layer.shift + 15))
    weights = np.asfortranarray(layer.weights * slope, dtype=np.float32)
    bias = (layer.bias - 128.0 * layer.weights.sum(axis=0, dtype=np.int64)) * slope
    H = sgemm(1.0, X.astype(np.float32).T, weights, trans_a=1)
    H += bias.astype(np.float32)
    np.tanh(H, out=H)
    H *= np.float32(1 / layer.unit)
    return H


def _outputs(layer: IntegerLayer, hidden: Any, X: np.ndarray, T: np.ndarray, X_test: np.ndarray) -> dict:
    """Return the outputs (n_test, 10) of a model of each width."""
    n_hidden = layer.n_hidden
    G, C = np.zeros((n_hidden, n_hidden), order="F"), np.zeros((n_hidden, T.shape[1]), order="F")
    h_sum = np.zeros(n_hidden)
    for at in range(0, len(X), _BLOCK):
        H = hidden(layer, X[at : at + _BLOCK])
        G += ssyrk(1.0, H, trans=1, lower=1)
        C += sgemm(1.0, H, T[at : at + _BLOCK], trans_a=1)
        h_sum += H.sum(axis=0, dtype=np.float64)
    h_mean, t_mean = h_sum / len(X), T.mean(axis=0, dtype=np.float64)
    G -= len(X) * np.outer(h_mean, h_mean)
    C -= len(X) * np.outer(h_mean, t_mean)
    H_test = np.asarray(hidden(layer, X_test), dtype=np.float64, order="F")
    found = {}
    for width in WIDTHS:
        A = np.array(G[:width, :width], order="F")
        np.einsum("ii->i", A)[:] += ALPHA / layer.unit**2  # the units were divided by layer.unit
        factor, info = dpotrf(A, lower=1, overwrite_a=1)
        if info:
            raise ArithmeticError(f"The matrix of {width} units is singular at pivot {info}.")
        coef, _ = dpotrs(factor, C[:width], lower=1)
        outputs = dgemm(1.0, H_test[:, :width], coef)
        found[width] = outputs + (t_mean - h_mean[:width] @ coef)
    return found


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
