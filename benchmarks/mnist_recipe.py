"""The recipe of McDonnell et al. on all of MNIST, with the package's own estimators.

They report an accuracy of about 97.7 % for 1,600 units with computed weights in receptive fields, about 98.3 % for two
such layers combined by a third, and about 99 % for 8,000 units. Here the same settings run on the four original files,
and each accuracy must lie in an expected interval.

References
----------
McDonnell, Tissera, Vladusich, van Schaik, Tapson (2015). Fast, simple and accurate handwritten digit classification
by training shallow neural network classifiers with the 'extreme learning machine' algorithm. PLOS ONE 10(8).
doi:10.1371/journal.pone.0134254
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import numpy as np

from benchmarks.image_files import read_mnist
from benchmarks.machine import run_native
from benchmarks.thresholds import row
from elmweb import ELMClassifier

INTERVALS = {
    "uniform weights, 1,600 units": (94.5, 95.4),
    "computed weights in receptive fields, 1,600 units": (97.5, 98.1),
    "two layers of 1,600 units, combined by a third": (98.1, 98.6),
    "computed weights in receptive fields, 8,000 units": (98.5, 99.0),
}
"""Expected accuracy on the 10,000 test digits in percent: lower and upper end."""

_PAPER = {"activation": "sigmoid", "scale": 2.0, "alpha": 1e-8, "random_state": 0}
_SINGLE = {
    "uniform weights, 1,600 units": {"n_hidden": 1600, "hidden_weights": "uniform", "scale": 1.0, "alpha": 1e-3},
    "computed weights in receptive fields, 1,600 units": {"n_hidden": 1600, "hidden_weights": "rf-ciw"},
    "computed weights in receptive fields, 8,000 units": {"n_hidden": 8000, "hidden_weights": "rf-ciw"},
}


def measure(_runs: int) -> dict[str, Any]:
    """Run every recipe once, with a fixed seed, each in a separate process with the fastest BLAS.

    Parameters
    ----------
    _runs : int
        Not used.

    Returns
    -------
    dict
        ``rows``: two per recipe, for the lower and the upper end of its interval; ``recipes``: accuracy in percent and
        time in seconds.
    """
    rows, recipes = [], {}
    for name, (low, high) in INTERVALS.items():
        recipes[name] = found = run_native("mnist_recipe", name, threads=None)
        what, accuracy = f"MNIST, {name}: accuracy, %", found["accuracy_percent"]
        rows += [row(what, accuracy, at_least=low), row(what, accuracy, at_most=high)]
        print(f"  {what}: {accuracy} ({low} to {high}), {found['seconds']} s", flush=True)
    return {"rows": rows, "recipes": recipes}


def main(name: str) -> None:
    """Print the accuracy in percent and the time of training and prediction in seconds as JSON."""
    X, y, X_test, y_test = read_mnist()
    X, X_test = (images.astype(np.float32) / 255 for images in (X, X_test))  # scaled to 0 to 1, as in the paper
    started = time.perf_counter()
    if name in _SINGLE:
        predicted = ELMClassifier(**{**_PAPER, **_SINGLE[name]}).fit(X, y).predict(X_test)
    else:
        predicted = _combined(X, y, X_test)
    seconds = round(time.perf_counter() - started, 1)
    print(json.dumps({"accuracy_percent": round(100 * float(np.mean(predicted == y_test)), 2), "seconds": seconds}))


def _combined(X: np.ndarray, y: np.ndarray, X_test: np.ndarray) -> np.ndarray:
    """Return the classes predicted by a third layer from the outputs of two layers with different weights."""
    models = [ELMClassifier(1600, hidden_weights=kind, **_PAPER).fit(X, y) for kind in ("rf-ciw", "rf-c")]
    F, F_test = (np.hstack([model.decision_function(rows) for model in models]) for rows in (X, X_test))
    return ELMClassifier(500, hidden_weights="ciw", **_PAPER).fit(F, y).predict(F_test)


if __name__ == "__main__":
    main(sys.argv[1])
