"""Input weights for images: receptive fields, and weights computed from images of the classes.

``rf``      random weights inside a random rectangle of the image
``c``       the difference of two images of different classes ("constrained")
``ciw``     a sum of all images of one class with random signs ("computed input weights")
``rf-c``    ``c`` inside a random rectangle
``rf-ciw``  ``ciw`` inside a random rectangle

The weights of every unit have norm ``scale``. Classes are assigned to units in rotation, in proportion to their
frequencies, so that a narrow layer is a leading part of a wide one.

References
----------
McDonnell, Tissera, Vladusich, van Schaik, Tapson (2015). Fast, simple and accurate handwritten digit classification
by training shallow neural network classifiers with the 'extreme learning machine' algorithm. PLOS ONE 10(8).
doi:10.1371/journal.pone.0134254
"""

from __future__ import annotations

from math import isqrt, prod
from numbers import Integral

import numpy as np
from scipy.linalg.blas import dgemm

__all__ = ["IMAGE_WEIGHTS", "draw_image_weights", "image_size"]

IMAGE_WEIGHTS = ("rf", "c", "ciw", "rf-c", "rf-ciw")

_BORDER, _LEAST_AREA = 3, 10  # as in the paper, for images of 28 x 28
_SMALL_IMAGE, _SMALL_AREA = 20, 4  # images below 20 pixels a side have no border without content
_UNITS_A_PRODUCT = 256
_MOST_NUMBERS = 1 << 21  # images in float64 at once, 16 MB


def image_size(n_features: int, image_shape: tuple[int, ...] | None) -> tuple[int, int, int]:
    """Return rows, columns and channels of the images that inputs are.

    Parameters
    ----------
    n_features : int
        Number of inputs.
    image_shape : tuple of 2 or 3 int, or None
        Rows, columns and optionally channels, channels varying fastest; None for square images of one channel.

    Returns
    -------
    tuple of 3 int
        Their product is `n_features`.

    Raises
    ------
    ValueError
        The shape is invalid, or does not fit the number of inputs.
    """
    if image_shape is None:
        side = isqrt(n_features)
        if side * side != n_features:
            raise ValueError(f"image_shape must be given: {n_features} inputs are no square image.")
        return side, side, 1
    if len(image_shape) not in (2, 3) or not all(isinstance(side, Integral) and side > 0 for side in image_shape):
        raise ValueError(f"image_shape must be 2 or 3 whole numbers of 1 or more; got {image_shape!r}.")
    if prod(image_shape) != n_features:
        raise ValueError(f"image_shape must multiply to the number of inputs, {n_features}; got {image_shape!r}.")
    rows, columns, channels = (*image_shape, 1)[:3]
    return int(rows), int(columns), int(channels)


def draw_image_weights(
    X: np.ndarray,
    T: np.ndarray,
    n_hidden: int,
    *,
    kind: str,
    size: tuple[int, int, int],
    scale: float,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Draw weights that depend on the training images.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Images; uint8 images are scaled to 0..1.
    T : ndarray of shape (n, k)
        Classes encoded as -1 and 1.
    n_hidden : int
        Number of units, ``L``.
    kind : {"rf", "c", "ciw", "rf-c", "rf-ciw"}
        Kind of weights.
    size : tuple of 3 int
        Rows, columns and channels.
    scale : float
        Norm of each unit's weights.
    seed : int
        The same seed and images give the same weights.

    Returns
    -------
    weights : ndarray of shape (L, d)
        For uint8 images they include the factor 1/255.
    bias : ndarray of shape (L,)
        Zero except for constrained weights.
    """
    of_masks, of_weights = (np.random.Generator(np.random.PCG64(s)) for s in np.random.SeedSequence(seed).spawn(2))
    step = 1 / 255 if X.dtype == np.uint8 else 1.0
    masks = _masks(n_hidden, size, of_masks) if kind.startswith("rf") else np.ones((1, X.shape[1]))
    classes = T[:, 0] > 0 if T.shape[1] == 1 else T.argmax(axis=1)
    if kind == "rf":
        weights, bias = of_weights.standard_normal((n_hidden, X.shape[1])), np.zeros(n_hidden)
        weights = _unit_norm(weights * masks)
    elif kind.endswith("ciw"):
        weights, bias = _computed(X, classes, n_hidden, of_weights), np.zeros(n_hidden)
        weights = _unit_norm(weights * masks)
    else:
        weights, bias = _constrained(X, classes, masks, n_hidden, of_weights)
        bias *= step
    return (scale * step) * weights, bias


def _masks(n_hidden: int, size: tuple[int, int, int], draws: np.random.Generator) -> np.ndarray:
    """Return a random rectangle for each unit as (L, d) of 0 and 1."""
    rows, columns, channels = size
    small = min(rows, columns) < _SMALL_IMAGE
    border = 0 if small else _BORDER
    least = min(_SMALL_AREA if small else _LEAST_AREA, (rows - 1) * (columns - 1))
    masks = np.zeros((n_hidden, rows, columns, channels))
    for mask in masks:
        while True:
            top, bottom = np.sort(draws.integers(border, rows - border, 2))
            left, right = np.sort(draws.integers(border, columns - border, 2))
            if (bottom - top) * (right - left) >= least:
                break
        mask[top : bottom + 1, left : right + 1] = 1.0
    return masks.reshape(n_hidden, -1)


def _class_of_units(classes: np.ndarray, n_hidden: int) -> np.ndarray:
    """Return a class for each unit: always the one that is furthest behind its frequency."""
    labels, counts = np.unique(classes, return_counts=True)
    frequencies, n_assigned = counts / counts.sum(), np.zeros(len(labels))
    assigned = np.empty(n_hidden, dtype=np.intp)
    for unit in range(n_hidden):
        assigned[unit] = np.argmax((unit + 1) * frequencies - n_assigned)
        n_assigned[assigned[unit]] += 1
    return labels[assigned]


def _computed(X: np.ndarray, classes: np.ndarray, n_hidden: int, draws: np.random.Generator) -> np.ndarray:
    """Return, for each unit, the sum of one class's images, each with a random sign, as (L, d)."""
    class_of = _class_of_units(classes, n_hidden)
    rows_of = {label: np.flatnonzero(classes == label) for label in np.unique(classes)}
    weights = np.empty((n_hidden, X.shape[1]))
    for start in range(0, n_hidden, _UNITS_A_PRODUCT):
        units = range(start, min(start + _UNITS_A_PRODUCT, n_hidden))
        signs = [draws.integers(0, 2, len(rows_of[class_of[unit]]), dtype=np.int8) for unit in units]
        for label, rows in rows_of.items():
            own = [at for at, unit in enumerate(units) if class_of[unit] == label]
            if own:
                weights[[start + at for at in own]] = _signed_sums(X, rows, np.array([signs[at] for at in own]))
    return weights


def _signed_sums(X: np.ndarray, rows: np.ndarray, signs: np.ndarray) -> np.ndarray:
    """Return sums of images with `signs` (units, rows), 0 for minus and 1 for plus, as (units, d)."""
    sums = np.zeros((X.shape[1], len(signs)), order="F")
    step = max(1, _MOST_NUMBERS // X.shape[1])
    for start in range(0, len(rows), step):
        block = slice(start, start + step)
        images = np.asarray(X[rows[block]], dtype=np.float64)
        S = 2.0 * signs[:, block] - 1.0
        sums = dgemm(1.0, images.T, S.T, beta=1.0, c=sums, overwrite_c=1)
    return sums.T


def _constrained(
    X: np.ndarray, classes: np.ndarray, masks: np.ndarray, n_hidden: int, draws: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each unit, the direction from an image to one of another class, and its value halfway."""
    weights, bias = np.zeros((n_hidden, X.shape[1])), np.zeros(n_hidden)
    for unit in range(n_hidden):
        for _ in range(100):  # images may be equal inside the rectangle
            a, b = draws.integers(0, len(X), 2)
            if classes[a] == classes[b]:
                continue
            ends = np.asarray(X[[a, b]], dtype=np.float64)
            difference = (ends[0] - ends[1]) * masks[unit % len(masks)]
            norm = np.sqrt(np.sum(difference**2))
            if norm > 0:
                weights[unit] = difference / norm
                bias[unit] = 0.5 * np.sum(ends.sum(axis=0) * weights[unit])
                break
    return weights, bias


def _unit_norm(weights: np.ndarray) -> np.ndarray:
    """Return every row divided by its norm; a row of zeros stays zero."""
    norms = np.sqrt(np.einsum("ij,ij->i", weights, weights))[:, None]
    return np.divide(weights, norms, out=np.zeros_like(weights), where=norms > 0)
