"""Accuracy of integers less that of floats, with the same weights, on the test images of MNIST and Fashion-MNIST.

A layer is drawn in integers. Its twin in floats has the same weights and the true tanh. Each is fitted on the 60,000
training images and scored on the 10,000 others. Only the widest layer is summed: unit after unit is drawn from one
stream, so the narrower ones are its first units, and their sums the leading parts of its sums.

Sums of products of integers are exact in float32 over a block of 2,000 rows, and in float64 over all. Both
sides are solved by the same Cholesky factorisation in float64 with the same penalty, so what differs is the layer.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
from scipy.linalg.blas import dgemm, sgemm, ssyrk
from scipy.linalg.lapack import dpotrf, dpotrs

from benchmarks.image_files import IMAGE_SETS, NotHere
from benchmarks.machine import run_native
from benchmarks.thresholds import row
from elmweb.compute import IntegerLayer, draw_integer_layer
from elmweb.compute.integer import ACTIVATIONS

WIDTHS = (1000, 2000, 4000)
ALPHA = 8.0
LEAST = -0.1
"""How many fewer of 100 test images integers may get right, as the mean over seeds."""

_BLOCK = 2000  # rows: 64 * 64 * 2000 is below 2^24, so float32 sums of products of integers are exact


def measure(runs: int) -> dict[str, Any]:
    """Measure all sets, widths and seeds, each set in a process of its own with the fastest BLAS.

    Parameters
    ----------
    runs : int
        Seeds.

    Returns
    -------
    dict
        ``rows`` with their limit, and ``right_in_100`` by set and width: of integers and of floats, for each seed.
    """
    rows, right = [], {}
    for name in IMAGE_SETS:
        found = run_native("same_weights", name, runs, threads=None)
        right[name] = found.get("right_in_100")
        for width in WIDTHS:
            scores = (right[name] or {}).get(str(width))
            mean = None if scores is None else round(float(np.mean(differences(scores))), 3)
            what = f"{name}, {width:,} units: right in 100, integers less floats, mean of {runs} seeds"
            rows.append(row(what, mean, at_least=LEAST, why_not=found.get("why_not", "")))
            print(f"  {rows[-1]['what']}: {mean}", flush=True)
    return {"rows": rows, "right_in_100": right}


def differences(scores: dict[str, list[float]]) -> list[float]:
    """Return integers less floats for each seed."""
    return [round(a - b, 2) for a, b in zip(scores["integer"], scores["float"], strict=True)]


def main(name: str, n_seeds: int) -> None:
    """Print the scores of one set as JSON."""
    try:
        X, y, X_test, y_test = IMAGE_SETS[name]()
    except NotHere as missing:
        print(json.dumps({"why_not": str(missing)}))
        return
    T = np.where(y[:, None] == np.arange(10), np.float32(1), np.float32(-1))
    right: dict[str, dict[str, list[float]]] = {str(width): {"integer": [], "float": []} for width in WIDTHS}
    for seed in range(n_seeds):
        layer = draw_integer_layer(X.shape[1], max(WIDTHS), sample=X[:10_000], random_state=seed)
        for kind, hidden in (("integer", integer_units), ("float", float_units)):
            for width, outputs in _outputs(layer, hidden, X, T, X_test).items():
                score = round(100 * float(np.mean(outputs.argmax(axis=1) == y_test)), 2)
                right[str(width)][kind].append(score)
        newest = {width: {kind: of[-1] for kind, of in scores.items()} for width, scores in right.items()}
        print(f"  {name}, seed {seed}: {newest}", file=sys.stderr, flush=True)
    print(json.dumps({"right_in_100": right}))


def integer_units(layer: IntegerLayer, X: np.ndarray) -> np.ndarray:
    """Return the units of a row block in integers, as float32 (n, L) in multiples of the layer's unit."""
    return np.asarray(layer(X) / layer.unit, dtype=np.float32, order="F")


def float_units(layer: IntegerLayer, X: np.ndarray) -> np.ndarray:
    """Return the units of a row block in float32 (n, L), with the weights of the layer and the true tanh.

    They are divided by the layer's unit, as those in integers are.
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
        np.einsum("ii->i", A)[:] += ALPHA / layer.unit**2  # units were divided by it
        factor, info = dpotrf(A, lower=1, overwrite_a=1)
        if info:
            raise ArithmeticError(f"The matrix of {width} units is singular at pivot {info}.")
        coef, _ = dpotrs(factor, C[:width], lower=1)
        outputs = dgemm(1.0, H_test[:, :width], coef)
        found[width] = outputs + (t_mean - h_mean[:width] @ coef)
    return found


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
