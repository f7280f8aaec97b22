"""The heart beats of ECG5000, split as for the LSTM of the zoo, in 8 bits."""

from __future__ import annotations

import numpy as np

from buildsteps.deep.sources import source_file

__all__ = ["STEP", "beats"]

STEP = 1 / 16
"""Of the scaled signal, whose standard deviation is 1: what 8 bits keep of it."""

_KINDS = 5


def beats() -> dict[str, np.ndarray]:
    """Return ``X_train``, ``y_train``, ``X_test`` and ``y_test``, the signals as int8 in units of :data:`STEP`.

    The rows are those of ``models/recipes/lstm_ecg.py``: it learned from the same, and is tested on the same.
    """
    names = ("ECG5000_TRAIN.tsv", "ECG5000_TEST.tsv")
    rows = np.concatenate([np.loadtxt(source_file("ecg5000", name), delimiter="\t") for name in names])
    X, y = rows[:, 1:], rows[:, 0].astype(np.uint8) - 1
    rng = np.random.default_rng(0)
    is_test = np.zeros(len(y), bool)
    for kind in range(_KINDS):
        rows_of_kind = rng.permutation(np.flatnonzero(y == kind))
        is_test[rows_of_kind[: round(0.2 * len(rows_of_kind))]] = True
    train = rng.permutation(np.flatnonzero(~is_test))
    whole = np.clip(np.rint(X / STEP), -127, 127).astype(np.int8)
    return {"X_train": whole[train], "y_train": y[train], "X_test": whole[is_test], "y_test": y[is_test]}
