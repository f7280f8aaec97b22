"""ELM with local receptive fields: random filters over an image, and pooling of what they answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isqrt
from numbers import Integral
from typing import ClassVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.linalg.blas import dgemm
from sklearn.utils._param_validation import Interval

from elmweb.estimators._hidden import default_width, seed_of
from elmweb.estimators._image_weights import image_size
from elmweb.estimators._readout import BaseReadout, ClassifierReadout, RegressorReadout, Rows
from elmweb.estimators._weights import BLIND_WEIGHTS

__all__ = ["LocalReceptiveELMClassifier", "LocalReceptiveELMRegressor", "LocalReceptiveLayer"]

# Patches and answers of at most this many numbers (16 MB) are in memory at once.
_MOST_NUMBERS = 1 << 21


@dataclass(frozen=True)
class LocalReceptiveLayer:
    """Random filters over images, each followed by square-root pooling.

    Parameters
    ----------
    filters : ndarray of shape (f, K), Fortran order
        One column a map; ``f`` numbers for the rows, columns and channels of a patch.
    size : tuple of 3 int
        Rows, columns and channels of the images.
    patch : tuple of 2 int
        Rows and columns of a patch.
    pool_radius : int
        A unit sums over this many places to each side of its own.
    pool_stride : int
        From one unit to the next, in places.
    black : float
        What counts as 0 in the inputs.
    n_hidden : int
        Number of units: all places of the first map, then of the second, and so on.
    """

    filters: np.ndarray
    size: tuple[int, int, int]
    patch: tuple[int, int]
    pool_radius: int
    pool_stride: int
    black: float
    n_hidden: int

    @property
    def map_size(self) -> tuple[int, int]:
        """Rows and columns of places where a patch fits into the image."""
        return tuple(size - side + 1 for size, side in zip(self.size, self.patch, strict=False))

    @property
    def units_per_map(self) -> int:
        """Number of units of a whole map."""
        return int(np.prod([len(self._windows(n_places)) for n_places in self.map_size]))

    def leading(self, n_hidden: int) -> LocalReceptiveLayer:
        """Return the layer of the first `n_hidden` units, sharing memory with this one."""
        n_maps = -(-n_hidden // self.units_per_map)
        return replace(self, filters=self.filters[:, :n_maps], n_hidden=n_hidden)

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return the units' outputs (n, L), float64, Fortran order, for a row block (n, d)."""
        H = np.empty((len(X), self.n_hidden), order="F")
        step = max(1, _MOST_NUMBERS // int(np.prod(self.map_size) * sum(self.filters.shape)))
        for start in range(0, len(X), step):
            rows = slice(start, start + step)
            H[rows] = self._pool(self._convolve(X[rows]))[: self.n_hidden].T
        return H

    def _convolve(self, X: np.ndarray) -> np.ndarray:
        """Return what every filter answers at every place, as (K, n, rows, columns)."""
        images = np.asarray(X, dtype=np.float64).reshape(-1, *self.size) - self.black
        patches = sliding_window_view(images, self.patch, axis=(1, 2))  # (n, rows, columns, channels, *patch)
        patches = np.moveaxis(patches, 3, 5).reshape(-1, len(self.filters))
        answers = dgemm(1.0, patches.T, self.filters, trans_a=1)  # (n places, K), Fortran order
        return answers.T.reshape(-1, len(X), *self.map_size)

    def _pool(self, answers: np.ndarray) -> np.ndarray:
        """Return the root of the sum of squares around every unit's place, as (units, n); overwrites `answers`."""
        np.multiply(answers, answers, out=answers)
        by_row, by_column = (self._windows(n_places) for n_places in self.map_size)
        answers = np.stack([answers[:, :, window].sum(axis=2) for window in by_row], axis=1)
        pooled = np.stack([answers[..., window].sum(axis=3) for window in by_column], axis=2)
        return np.sqrt(pooled, out=pooled).reshape(-1, pooled.shape[-1])

    def _windows(self, n_places: int) -> list[slice]:
        """Return what each unit along one side sums over; as much is left over before the first as after the last."""
        first, radius = (n_places - 1) % self.pool_stride // 2, self.pool_radius
        return [slice(max(0, at - radius), at + radius + 1) for at in range(first, n_places, self.pool_stride)]


class BaseLocalReceptiveELM(BaseReadout):
    """The layer both share, and its settings."""

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left"), None],
        "image_shape": [tuple, list, None],
        "patch_size": [Interval(Integral, 1, None, closed="left")],
        "pool_radius": [Interval(Integral, 0, None, closed="left")],
        "pool_stride": [Interval(Integral, 1, None, closed="left")],
    }

    def _make_layer(self, rows: Rows) -> LocalReceptiveLayer:
        X = rows.X
        if self.pool_stride > 2 * self.pool_radius + 1:
            raise ValueError(
                "pool_stride must be at most 2 * pool_radius + 1, so that no place is passed over; "
                f"got pool_stride={self.pool_stride} and pool_radius={self.pool_radius}."
            )
        size = _size(X.shape[1], self.image_shape)
        patch = tuple(min(self.patch_size, side) for side in size[:2])
        layer = LocalReceptiveLayer(
            filters=np.empty((patch[0] * patch[1] * size[2], 0)),
            size=size,
            patch=patch,
            pool_radius=self.pool_radius,
            pool_stride=self.pool_stride,
            black=float(X.min()),
            n_hidden=default_width(rows.n_rows) if self.n_hidden is None else self.n_hidden,
        )
        n_maps = -(-layer.n_hidden // layer.units_per_map)
        contrast = 1 / 255 if X.dtype == np.uint8 else 1.0
        directions, _ = BLIND_WEIGHTS["orthogonal"](len(layer.filters), n_maps, contrast, seed_of(self.random_state))
        return replace(layer, filters=np.asfortranarray(directions.T))


def _size(n_features: int, image_shape: tuple[int, ...] | None) -> tuple[int, int, int]:
    """Return rows, columns and channels; inputs that are no square image are one line."""
    is_line = image_shape is None and isqrt(n_features) ** 2 != n_features
    return image_size(n_features, (1, n_features) if is_line else image_shape)
