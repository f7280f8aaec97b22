"""Rows on a plane that are made, not measured: four shapes that a straight line cannot part."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from elmweb.exceptions import SettingsError
from elmweb.words.engine import common, lesson_settings as words

__all__ = ["MADE", "made_rows"]

_TEST_ROWS = 200


def _moons(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return two half circles that reach into each other."""
    y, angle = np.arange(n) % 2, rng.uniform(0, np.pi, n)
    side = 1 - 2 * y
    return np.column_stack([side * np.cos(angle) - 0.5 * side, side * np.sin(angle) - 0.25 * side]) * 1.2, y


def _circles(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return a disc and a ring around it."""
    y, angle = np.arange(n) % 2, rng.uniform(0, 2 * np.pi, n)
    radius = np.where(y == 0, 0.8 * np.sqrt(rng.uniform(0, 1, n)), rng.uniform(1.3, 1.8, n))
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), y


def _xor(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return four squares, each of the other class than its neighbours."""
    y, right = np.arange(n) % 2, (np.arange(n) // 2) % 2
    left_or_right = np.where(right == 1, 1, -1)
    up_or_down = np.where(y == 1, -left_or_right, left_or_right)
    inside = rng.uniform(0.2, 1.7, (n, 2))
    return np.column_stack([left_or_right * inside[:, 0], up_or_down * inside[:, 1]]), y


def _spirals(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return two arms that wind around each other."""
    y, along = np.arange(n) % 2, np.sqrt(rng.uniform(0.02, 1, n))
    angle = 1.75 * 2 * np.pi * along + y * np.pi
    return np.column_stack([2 * along * np.sin(angle), 2 * along * np.cos(angle)]), y


_SHAPES: dict[str, Callable] = {"moons": _moons, "circles": _circles, "xor": _xor, "spirals": _spirals}
MADE = tuple(_SHAPES)
"""What rows can be made of."""


def made_rows(
    name: str, n_rows: int = 100, noise: float = 0.15, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return rows of two classes on a plane.

    Parameters
    ----------
    name : str
        One of :data:`MADE`.
    n_rows : int, default=100
        Rows to learn from; 200 more are held back.
    noise : float, default=0.15
        Standard deviation of what is added to both coordinates.
    seed : int, default=0
        Same seed, same rows.

    Returns
    -------
    X : ndarray of shape (n_rows, 2)
        Coordinates, about between -2 and 2.
    y : ndarray of shape (n_rows,)
        Classes, 0 and 1.
    X_test : ndarray of shape (200, 2)
        Coordinates of the rows that are held back.
    y_test : ndarray of shape (200,)
        Their classes.

    Examples
    --------
    >>> X, y, X_test, y_test = made_rows("moons", 40)
    >>> X.shape, y.tolist()[:4], len(X_test)
    ((40, 2), [0, 1, 0, 1], 200)
    """
    if name not in _SHAPES:
        raise SettingsError(words.NO_SUCH_ROWS, rule=common.one_of(MADE), value=str(name))
    rng = np.random.default_rng([seed, 7])
    shape = _SHAPES[name]
    parts = []
    for n in (n_rows, _TEST_ROWS):
        X, y = shape(n, rng)
        parts += [X + rng.normal(0, noise, X.shape), y]
    return parts[0], parts[1], parts[2], parts[3]
