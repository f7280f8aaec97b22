"""ELM with local receptive fields: random convolution filters, followed by pooling."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isqrt
from numbers import Integral
from typing import ClassVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.linalg.blas import dgemm
from sklearn.utils._param_validation import Interval

from elmweb.estimators.core.problem import Rows
from elmweb.estimators.core.readout import BaseReadout, ClassifierReadout, RegressorReadout
from elmweb.estimators.layers.dense import default_width, seed_of
from elmweb.estimators.layers.image_weights import image_size
from elmweb.estimators.layers.weights import BLIND_WEIGHTS

__all__ = ["LocalReceptiveELMClassifier", "LocalReceptiveELMRegressor", "LocalReceptiveLayer"]

# Patches and responses of at most this many numbers (16 MB) are in memory at once.
_MOST_NUMBERS = 1 << 21


@dataclass(frozen=True)
class LocalReceptiveLayer:
    """Random filters over images, each followed by square-root pooling.

    Parameters
    ----------
    filters : ndarray of shape (f, K), Fortran order
        One column for each map; ``f`` numbers for the rows, columns and channels of a patch.
    size : tuple of 3 int
        Rows, columns and channels of the images.
    patch : tuple of 2 int
        Rows and columns of a patch.
    pool_radius : int
        Number of places to each side of its own over which a unit sums.
    pool_stride : int
        Distance from one unit to the next, in places.
    black : float
        Input value that is subtracted from all inputs.
    n_hidden : int
        Number of units: those of the first map, then those of the second, and so on.
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
        """Rows and columns of places at which a patch fits into the image."""
        return self.size[0] - self.patch[0] + 1, self.size[1] - self.patch[1] + 1

    @property
    def units_per_map(self) -> int:
        """Number of units of a whole map."""
        return int(np.prod([len(self.pool_windows(n_places)) for n_places in self.map_size]))

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
        """Return the response of every filter at every place, as (K, n, rows, columns)."""
        images = np.asarray(X, dtype=np.float64).reshape(-1, *self.size) - self.black
        patches = sliding_window_view(images, self.patch, axis=(1, 2))  # (n, rows, columns, channels, *patch)
        patches = np.moveaxis(patches, 3, 5).reshape(-1, len(self.filters))
        responses = dgemm(1.0, patches.T, self.filters, trans_a=1)  # (n places, K), Fortran order
        return responses.T.reshape(-1, len(X), *self.map_size)

    def _pool(self, responses: np.ndarray) -> np.ndarray:
        """Return the root of the sum of squares around every unit's place, as (units, n); overwrites `responses`."""
        np.multiply(responses, responses, out=responses)
        by_row, by_column = (self.pool_windows(n_places) for n_places in self.map_size)
        responses = np.stack([responses[:, :, window].sum(axis=2) for window in by_row], axis=1)
        pooled = np.stack([responses[..., window].sum(axis=3) for window in by_column], axis=2)
        return np.sqrt(pooled, out=pooled).reshape(-1, pooled.shape[-1])

    def pool_windows(self, n_places: int) -> list[slice]:
        """Return the places over which each unit along one side of a map sums.

        Parameters
        ----------
        n_places : int
            Number of places along that side.

        Returns
        -------
        list of slice
            One for each unit, centred: as many places are left over before the first as after the last.
        """
        first, radius = (n_places - 1) % self.pool_stride // 2, self.pool_radius
        return [slice(max(0, at - radius), at + radius + 1) for at in range(first, n_places, self.pool_stride)]


class BaseLocalReceptiveELM(BaseReadout):
    """The layer that the regressor and the classifier share, and its settings."""

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left"), None],
        "image_shape": [tuple, list, None],
        "patch_size": [Interval(Integral, 1, None, closed="left")],
        "pool_radius": [Interval(Integral, 0, None, closed="left")],
        "pool_stride": [Interval(Integral, 1, None, closed="left"), None],
    }

    def _make_layer(self, rows: Rows) -> LocalReceptiveLayer:
        X = rows.X
        size = _size(X.shape[1], self.image_shape)
        patch = min(self.patch_size, size[0]), min(self.patch_size, size[1])
        layer = LocalReceptiveLayer(
            filters=np.empty((patch[0] * patch[1] * size[2], 0)),
            size=size,
            patch=patch,
            pool_radius=self.pool_radius,
            pool_stride=self._stride(),
            black=float(X.min()),
            n_hidden=self.n_hidden or default_width(rows.n_rows),
        )
        n_maps = -(-layer.n_hidden // layer.units_per_map)
        n_hidden = layer.n_hidden if self.n_hidden else n_maps * layer.units_per_map
        white = 1 / 255 if X.dtype == np.uint8 else 1.0
        directions, _ = BLIND_WEIGHTS["orthogonal"](len(layer.filters), n_maps, white, seed_of(self.random_state))
        return replace(layer, filters=np.asfortranarray(directions.T), n_hidden=n_hidden)

    def _stride(self) -> int:
        """Return the distance between units, which must not be so large that a place is in no unit's window."""
        most = 2 * self.pool_radius + 1
        if self.pool_stride is not None and self.pool_stride > most:
            raise ValueError(
                f"pool_stride must be at most 2 * pool_radius + 1, here {most}, or places of the image are passed "
                f"over; got {self.pool_stride}."
            )
        return self.pool_radius + 1 if self.pool_stride is None else self.pool_stride


def _size(n_features: int, image_shape: tuple[int, ...] | None) -> tuple[int, int, int]:
    """Return rows, columns and channels; inputs that cannot be a square image are taken as one line."""
    is_line = image_shape is None and isqrt(n_features) ** 2 != n_features
    return image_size(n_features, (1, n_features) if is_line else image_shape)


class LocalReceptiveELMRegressor(BaseLocalReceptiveELM, RegressorReadout):
    """ELM with local receptive fields (ELM-LRF) for regression on images: random filters, then pooling.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units, preferably a multiple of ``layer_.units_per_map``. None takes the power of two at or
        above half the rows, from 16 to 512, and then as many more as complete the last map.
    image_shape : tuple of int or None, default=None
        Rows, columns and optionally channels of the images that inputs are, channels varying fastest. None for square
        images of one channel; other numbers of inputs are taken as one line.
    patch_size : int, default=5
        Number of rows and of columns of a filter, at most those of the image.
    pool_radius : int, default=3
        Number of places to each side of its own over which a unit sums.
    pool_stride : int or None, default=None
        Distance from one unit to the next, in places; the paper's is 1, which makes very many units. None for
        ``pool_radius + 1``.
    alpha : float or "loo", default="loo"
        Ridge penalty; "loo" takes the best of 21 values by exact leave-one-out cross-validation.
    random_state : int, RandomState or None, default=None
        Seed of the random filters. The first units of a wide layer are the narrow layer of the same seed.

    Attributes
    ----------
    layer_ : LocalReceptiveLayer
        The random filters and their pooling.

    See Also
    --------
    LocalReceptiveELMClassifier : The same for classification.
    ELMRegressor : Units that take the whole image, or with ``hidden_weights="rf"`` a rectangle of it.

    Notes
    -----
    ``h = sqrt(sum of (filter'patch)^2)`` over the patches whose places are at most ``pool_radius`` from the unit's own;
    ``coef = (H'H + alpha I)^-1 H'T`` with ``H`` and ``T`` centred. Also known as a convolutional layer of random
    filters with L2 pooling. Filters are orthogonal in groups of as many as a patch has numbers; the paper makes them
    orthogonal by a singular value decomposition, which would change the first filters with each one that is added.
    The smallest training value is taken as black, which the paper's images have at 0: as a filter responds alike to a
    patch and to its negative, standardised inputs would otherwise lose their sign. uint8 inputs are scaled to 0..1.

    References
    ----------
    Huang, Bai, Kasun, Vong (2015). Local receptive fields based extreme learning machine. IEEE Computational
    Intelligence Magazine 10(2). doi:10.1109/MCI.2015.2405316

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import LocalReceptiveELMRegressor
    >>> images = np.random.default_rng(0).random((200, 64))  # 8 x 8
    >>> ink = images.reshape(-1, 8, 8)[:, :4].sum(axis=(1, 2))  # in the upper half
    >>> model = LocalReceptiveELMRegressor(random_state=0).fit(images[:150], ink[:150])
    >>> model.score(images[150:], ink[150:]) > 0.9
    True
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        image_shape: tuple[int, ...] | None = None,
        patch_size: int = 5,
        pool_radius: int = 3,
        pool_stride: int | None = None,
        alpha: float | str = "loo",
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.image_shape = image_shape
        self.patch_size = patch_size
        self.pool_radius = pool_radius
        self.pool_stride = pool_stride
        self.alpha = alpha
        self.random_state = random_state


class LocalReceptiveELMClassifier(BaseLocalReceptiveELM, ClassifierReadout):
    """ELM with local receptive fields (ELM-LRF) for image classification: random filters, then pooling.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units, preferably a multiple of ``layer_.units_per_map``. None takes the power of two at or
        above half the rows, from 16 to 512, and then as many more as complete the last map.
    image_shape : tuple of int or None, default=None
        Rows, columns and optionally channels of the images that inputs are, channels varying fastest. None for square
        images of one channel; other numbers of inputs are taken as one line.
    patch_size : int, default=5
        Number of rows and of columns of a filter, at most those of the image.
    pool_radius : int, default=3
        Number of places to each side of its own over which a unit sums.
    pool_stride : int or None, default=None
        Distance from one unit to the next, in places; the paper's is 1, which makes very many units. None for
        ``pool_radius + 1``.
    alpha : float or "loo", default="loo"
        Ridge penalty; "loo" takes the best of 21 values by exact leave-one-out cross-validation.
    class_weight : dict, "balanced" or None, default=None
        Weights of the classes; "balanced" makes them inversely proportional to the class frequencies.
    random_state : int, RandomState or None, default=None
        Seed of the random filters. The first units of a wide layer are the narrow layer of the same seed.

    Attributes
    ----------
    layer_ : LocalReceptiveLayer
        The random filters and their pooling.

    See Also
    --------
    LocalReceptiveELMRegressor : The same for regression; its notes have the formula.
    ELMClassifier : Units that take the whole image, or with ``hidden_weights="rf-ciw"`` a rectangle of it.

    Notes
    -----
    As :class:`LocalReceptiveELMRegressor`, with targets -1 and 1.

    References
    ----------
    Huang, Bai, Kasun, Vong (2015). Local receptive fields based extreme learning machine. IEEE Computational
    Intelligence Magazine 10(2). doi:10.1109/MCI.2015.2405316

    Examples
    --------
    >>> from sklearn.datasets import load_digits
    >>> from elmweb import LocalReceptiveELMClassifier
    >>> X, y = load_digits(return_X_y=True)
    >>> model = LocalReceptiveELMClassifier(128, random_state=0).fit(X[:1000], y[:1000])
    >>> model.score(X[1000:], y[1000:]) > 0.93
    True
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        image_shape: tuple[int, ...] | None = None,
        patch_size: int = 5,
        pool_radius: int = 3,
        pool_stride: int | None = None,
        alpha: float | str = "loo",
        class_weight: dict | str | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.image_shape = image_shape
        self.patch_size = patch_size
        self.pool_radius = pool_radius
        self.pool_stride = pool_stride
        self.alpha = alpha
        self.class_weight = class_weight
        self.random_state = random_state
