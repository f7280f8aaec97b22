"""Random input weights that do not depend on the data.

Units are drawn one after the other from one stream, so the first units of a wide layer are the narrow layer with the
same seed. Except for uniform ones, the weights of a unit have a norm of about ``scale``, so that with inputs of unit
variance the input of every unit has variance ``scale ** 2``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.linalg import qr

__all__ = ["BLIND_WEIGHTS", "draw_few"]

Draw = Callable[[int, int, float, int], tuple[np.ndarray, np.ndarray]]
"""Takes n_features, n_hidden, scale and seed; returns weights (L, d) and biases (L,)."""


def _streams(seed: int) -> tuple[np.random.Generator, np.random.Generator]:
    """Return one stream for weights and one for biases, so that neither depends on the length of the other."""
    of_weights, of_biases = (np.random.Generator(np.random.PCG64(s)) for s in np.random.SeedSequence(seed).spawn(2))
    return of_weights, of_biases


def _normal(n_features: int, n_hidden: int, scale: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw normal weights of standard deviation ``scale / sqrt(d)``, normal biases of standard deviation ``scale``."""
    draw = np.random.Generator(np.random.PCG64(seed)).standard_normal((n_hidden, n_features + 1))
    return (scale / np.sqrt(n_features)) * draw[:, :-1], scale * draw[:, -1]


def _uniform(n_features: int, n_hidden: int, scale: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw weights and biases between -``scale`` and ``scale``, as in the first papers; their norm grows with d."""
    draw = np.random.Generator(np.random.PCG64(seed)).uniform(-scale, scale, (n_hidden, n_features + 1))
    return draw[:, :-1], draw[:, -1]


def _sparse(n_features: int, n_hidden: int, scale: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw normal weights for ``sqrt(d)`` random inputs of each unit."""
    n_seen = max(1, round(np.sqrt(n_features)))
    of_weights, of_biases = _streams(seed)
    weights = np.zeros((n_hidden, n_features))
    for unit in weights:
        seen = of_weights.choice(n_features, n_seen, replace=False)
        unit[seen] = of_weights.standard_normal(n_seen)
    return (scale / np.sqrt(n_seen)) * weights, scale * of_biases.standard_normal(n_hidden)


def _orthogonal(n_features: int, n_hidden: int, scale: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw orthogonal directions, ``d`` at a time: uniform on the sphere, by QR of normal numbers.

    Mezzadri (2007), arXiv:math-ph/0609050, explains why the signs of the diagonal of R are needed.
    """
    of_weights, of_biases = _streams(seed)
    blocks = []
    for _ in range(-(-n_hidden // n_features)):
        Q, R = qr(of_weights.standard_normal((n_features, n_features)))
        blocks.append((Q * np.sign(np.diagonal(R))).T)
    return scale * np.concatenate(blocks)[:n_hidden], scale * of_biases.standard_normal(n_hidden)


def draw_few(
    deviations: np.ndarray, n_hidden: int, scale: float, seed: int, most: int = 4
) -> tuple[np.ndarray, np.ndarray]:
    """Draw normal weights for 1 to `most` inputs of each unit, as trees look at a few columns at a time.

    An input is taken as often as it varies: the many inputs of a category are rarely 1, and would otherwise fill the
    layer with units that hardly ever say anything.

    Parameters
    ----------
    deviations : ndarray of shape (d,)
        Standard deviation of each input.
    n_hidden : int
        Number of units, ``L``.
    scale : float
        Standard deviation of the biases, and about the norm of the weights of each unit.
    seed : int
        Same seed, same weights.
    most : int, default=4
        Largest number of inputs of a unit.

    Returns
    -------
    weights : ndarray of shape (L, d)
        Input weights.
    bias : ndarray of shape (L,)
        Biases.
    """
    of_weights, of_biases = _streams(seed)
    varying = np.flatnonzero(deviations)
    fractions = deviations[varying] / deviations[varying].sum()
    weights = np.zeros((n_hidden, len(deviations)))
    for unit in weights:
        n_seen = min(int(of_weights.integers(1, most + 1)), len(varying))
        if n_seen:
            seen = of_weights.choice(varying, n_seen, replace=False, p=fractions)
            unit[seen] = of_weights.standard_normal(n_seen) * (scale / np.sqrt(n_seen))
    return weights, scale * of_biases.standard_normal(n_hidden)


BLIND_WEIGHTS: dict[str, Draw] = {
    "normal": _normal,
    "uniform": _uniform,
    "sparse": _sparse,
    "orthogonal": _orthogonal,
}
