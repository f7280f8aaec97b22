"""The same fit by hpelm, in its double precision; prints the time of each of several fits in seconds."""

from __future__ import annotations

import json
import sys
import time

import hpelm  # pyright: ignore[reportMissingImports] - only `build.py bench` installs it
import numpy as np


def main(inputs: str, targets: str, shape: tuple[int, int, int], times: int) -> None:
    """Fit on float64 files of inputs and targets in row-major order.

    `shape` holds the numbers of features, targets and hidden units. The weights are drawn before timing starts.
    """
    n_features, n_targets, n_hidden = shape
    X = np.fromfile(inputs).reshape(-1, n_features)
    T = np.fromfile(targets).reshape(-1, n_targets)
    seconds = []
    for _fit in range(times):
        model = hpelm.ELM(n_features, n_targets, classification="c")
        model.add_neurons(n_hidden, "tanh")
        start = time.perf_counter()
        model.train(X, T, "c")
        seconds.append(time.perf_counter() - start)
    print(json.dumps(seconds))


if __name__ == "__main__":
    n_features, n_targets, n_hidden, times = map(int, sys.argv[3:])
    main(sys.argv[1], sys.argv[2], (n_features, n_targets, n_hidden), times)
