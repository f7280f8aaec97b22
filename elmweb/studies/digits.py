"""The sample's handwritten digits as images, and in the form that a reader of MNIST takes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from elmweb.studies.desk import Desk

__all__ = ["SIDE", "Digits", "read_digits"]

SIDE = 8
_INK, _TEST_SHARE = 16, 0.2


class Digits(NamedTuple):
    """Images from 0 to 1, (n, 8, 8), and what they show; a fifth is kept back."""

    X: np.ndarray
    y: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


async def read_digits(desk: Desk) -> Digits:
    """Return the digits of the sample, split at random but always in the same way.

    Parameters
    ----------
    desk : Desk
        Brings the file.
    """
    table = np.loadtxt(await desk.file("digits.csv"), delimiter=",", skiprows=1, dtype=np.float32)
    X, y = table[:, :-1].reshape(-1, SIDE, SIDE) / _INK, table[:, -1].astype(int)
    order = np.random.default_rng(0).permutation(len(y))
    n_test = round(_TEST_SHARE * len(y))
    test, rest = order[:n_test], order[n_test:]
    return Digits(X[rest], y[rest], X[test], y[test])
