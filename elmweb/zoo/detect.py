"""Boxes out of what NanoDet answers: a share of each class and four spread-out distances at each place of three grids.

The grids lie over the photo with a cell of 8, 16 and 32 pixels. At each cell's middle the network gives, for each of
the four sides of a box, how likely its distance is 0, 1, ... 10 cells; the distance is the mean of those.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

__all__ = ["STRIDES", "Boxes", "decode", "detect", "overlap", "suppress"]

STRIDES = (8, 16, 32)
"""Pixels of a cell of each grid."""


class Boxes(NamedTuple):
    """What was found on a photo, the surest first.

    Parameters
    ----------
    corners : ndarray of shape (n, 4), float64
        Left, top, right and bottom, as shares of the photo's width and height.
    shares : ndarray of shape (n,), float64
        How sure it is, 0 to 1.
    classes : ndarray of shape (n,), int
        Places in the list of labels.
    """

    corners: np.ndarray
    shares: np.ndarray
    classes: np.ndarray


def detect(
    scores: np.ndarray,
    distances: np.ndarray,
    side: int,
    *,
    at_least: float = 0.35,
    most_overlap: float = 0.6,
    most: int = 100,
) -> Boxes:
    """Return the objects on one photo.

    Parameters
    ----------
    scores : ndarray of shape (n_places, n_classes)
        Shares, 0 to 1, of the places of all grids, one grid after another, row by row.
    distances : ndarray of shape (n_places, 4 * n_steps)
        Logits of the distances to left, top, right and bottom.
    side : int
        Pixels of the square photo that went in, a multiple of 32.
    at_least : float, optional
        Places that are less sure of every class are left out.
    most_overlap : float, optional
        Of two boxes of a class that overlap more, only the surer one stays.
    most : int, optional
        How many are returned.

    Returns
    -------
    Boxes
        Inside the photo; the surest first.

    Raises
    ------
    ValueError
        The number of places is not that of the three grids.
    """
    corners = decode(distances, side)
    if len(scores) != len(corners):
        raise ValueError(f"There must be {len(corners)} rows of scores, one a place; there are {len(scores)}.")
    # A place may show more than one thing: each class that is sure enough is a box of its own.
    places, classes = np.nonzero(scores >= at_least)
    shares = scores[places, classes].astype(np.float64)
    kept = suppress(corners[places], shares, classes, most_overlap)[:most]
    return Boxes(np.clip(corners[places[kept]] / side, 0, 1), shares[kept], classes[kept])


def decode(distances: np.ndarray, side: int, strides: Sequence[int] = STRIDES) -> np.ndarray:
    """Return a box for each place.

    Parameters
    ----------
    distances : ndarray of shape (n_places, 4 * n_steps)
        Logits of the distances to left, top, right and bottom, in cells.
    side : int
        Pixels of the square photo.
    strides : sequence of int, optional
        Pixels of a cell of each grid.

    Returns
    -------
    ndarray of shape (n_places, 4), float64
        Left, top, right and bottom in pixels; they may lie outside the photo.

    Raises
    ------
    ValueError
        The number of places is not that of the grids.

    References
    ----------
    Li et al. (2020). Generalized focal loss. NeurIPS. arXiv:2006.04388
    """
    middles, cells = [], []
    for stride in strides:
        n = -(-side // stride)
        rows, columns = np.divmod(np.arange(n * n), n)
        middles.append(np.stack([columns + 0.5, rows + 0.5], axis=1) * stride)
        cells.append(np.full(n * n, stride))
    middle, cell = np.concatenate(middles), np.concatenate(cells)
    if len(distances) != len(middle):
        raise ValueError(f"There must be {len(middle)} rows of distances, one a place; there are {len(distances)}.")
    logits = distances.reshape(len(middle), 4, -1).astype(np.float64)
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    steps = np.arange(logits.shape[-1])
    length = (powers * steps).sum(axis=-1) / powers.sum(axis=-1) * cell[:, None]
    return np.concatenate([middle - length[:, :2], middle + length[:, 2:]], axis=1)


def suppress(corners: np.ndarray, shares: np.ndarray, classes: np.ndarray, most_overlap: float) -> np.ndarray:
    """Return which boxes stay when each one that overlaps a surer one of its class is left out.

    Parameters
    ----------
    corners : ndarray of shape (n, 4)
        Left, top, right and bottom.
    shares : ndarray of shape (n,)
        How sure each is.
    classes : ndarray of shape (n,)
        What each shows.
    most_overlap : float
        Area in common over area in all that is still allowed.

    Returns
    -------
    ndarray of int
        Positions, the surest first; of equally sure ones the first.
    """
    left = np.argsort(-shares, kind="stable")
    kept = []
    while len(left):
        first, left = left[0], left[1:]
        kept.append(first)
        is_copy = (classes[left] == classes[first]) & (overlap(corners[first], corners[left]) > most_overlap)
        left = left[~is_copy]
    return np.array(kept, dtype=np.intp)


def overlap(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the area a box has in common with each of others, over the area that both cover.

    Parameters
    ----------
    box : ndarray of shape (4,)
        Left, top, right and bottom.
    others : ndarray of shape (n, 4)
        The same.

    Returns
    -------
    ndarray of shape (n,)
        0 to 1; 0 where neither has an area.

    Examples
    --------
    >>> import numpy as np
    >>> overlap(np.array([0, 0, 2, 1]), np.array([[1, 0, 3, 1], [5, 5, 6, 6]])).round(3)
    array([0.333, 0.   ])
    """
    sides = np.minimum(box[2:], others[:, 2:]) - np.maximum(box[:2], others[:, :2])
    common = np.prod(np.maximum(sides, 0), axis=1)
    both = np.prod(box[2:] - box[:2]) + np.prod(others[:, 2:] - others[:, :2], axis=1) - common
    return np.divide(common, both, out=np.zeros(len(others)), where=both > 0)
