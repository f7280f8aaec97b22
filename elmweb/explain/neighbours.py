"""Training rows that are like a row, in the space in which the model sees them."""

from __future__ import annotations

import numpy as np

__all__ = ["nearest", "usual_distance"]

_SAMPLE = 100


def nearest(row: np.ndarray, Z: np.ndarray, n: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows nearest to a row.

    Parameters
    ----------
    row : ndarray of shape (d,)
        Inputs.
    Z : ndarray of shape (n, d)
        Preprocessed training rows.
    n : int, default=8
        How many.

    Returns
    -------
    at : ndarray of int
        Positions in `Z`, the nearest first; of equals the first.
    distance : ndarray of float64
        Euclidean.
    """
    distances = np.sqrt(((Z - row) ** 2).sum(axis=1))
    at = np.argsort(distances, kind="stable")[:n]
    return at, distances[at]


def usual_distance(Z: np.ndarray, seed: int = 0) -> float:
    """Return how far training rows usually are from the nearest other one.

    Parameters
    ----------
    Z : ndarray of shape (n, d)
        Preprocessed training rows.
    seed : int, default=0
        Same seed, same sample.

    Returns
    -------
    float
        The distance that 95 of 100 rows of a sample have at most to their nearest other row.
    """
    some = np.sort(np.random.default_rng(seed).permutation(len(Z))[:_SAMPLE])
    found = []
    for at in some:
        distances = ((Z - Z[at]) ** 2).sum(axis=1)
        distances[at] = np.inf
        found.append(distances.min())
    return float(np.sqrt(np.quantile(found, 0.95)))
