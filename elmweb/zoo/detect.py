"""Boxes from the outputs of NanoDet: class probabilities and four distance distributions at each cell of three grids.

The grids cover the photo with cells of 8, 16 and 32 pixels. At the centre of each cell the network gives, for each of
the four sides of a box, the probabilities of the distances 0, 1, ... 10 cells; the distance is their mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

__all__ = ["STRIDES", "Boxes", "Thing", "decode", "detect", "overlap", "suppress", "things"]

STRIDES = (8, 16, 32)
"""The cell size of each grid, in pixels."""


class Boxes(NamedTuple):
    """The objects found on a photo, the most confident first.

    Parameters
    ----------
    corners : ndarray of shape (n, 4), float64
        Left, top, right and bottom, as fractions of the photo's width and height.
    confidences : ndarray of shape (n,), float64
        From 0 to 1.
    classes : ndarray of shape (n,), int
        Positions in the list of labels.
    """

    corners: np.ndarray
    confidences: np.ndarray
    classes: np.ndarray


class Thing(NamedTuple):
    """An object on a photo, with every name that was found for it.

    Parameters
    ----------
    corners : ndarray of shape (4,), float64
        The box of its most probable class: left, top, right and bottom, as fractions of the photo's width and height.
    classes : tuple of int
        Its classes, the most probable one first.
    confidence : float
        Of the first class, and no more than its share of the probability of all classes.
    """

    corners: np.ndarray
    classes: tuple[int, ...]
    confidence: float


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
    scores : ndarray of shape (n_cells, n_classes)
        Class probabilities at the cells of all grids, one grid after another, row by row.
    distances : ndarray of shape (n_cells, 4 * n_steps)
        Logits of the distances to left, top, right and bottom.
    side : int
        Side of the square input in pixels, a multiple of 32.
    at_least : float, optional
        Smallest probability of a box.
    most_overlap : float, optional
        Of two boxes of a class that overlap more, only the more confident one is kept.
    most : int, optional
        Largest number of boxes.

    Returns
    -------
    Boxes
        Clipped to the photo; the most confident first.

    Raises
    ------
    ValueError
        The number of cells is not that of the three grids.
    """
    corners = decode(distances, side)
    if len(scores) != len(corners):
        raise ValueError(f"There must be {len(corners)} rows of scores, one a place; there are {len(scores)}.")
    # A cell may hold more than one object: each class that is probable enough gives a box.
    cells, classes = np.nonzero(scores >= at_least)
    confidences = scores[cells, classes].astype(np.float64)
    kept = suppress(corners[cells], confidences, classes, most_overlap)[:most]
    return Boxes(np.clip(corners[cells[kept]] / side, 0, 1), confidences[kept], classes[kept])


def things(boxes: Boxes, most_overlap: float = 0.6) -> list[Thing]:
    """Return the objects behind some boxes, where boxes of different classes at the same place are one object.

    The network judges each class by itself, so that a cat may be a person, a dog and a cat at once. None of the three
    is then as certain as its own probability says.

    Parameters
    ----------
    boxes : Boxes
        From :func:`detect`, the most confident first.
    most_overlap : float, optional
        A box that overlaps a more confident one of another class more than this is the same object.

    Returns
    -------
    list of Thing
        The most confident first.

    Examples
    --------
    >>> import numpy as np
    >>> corners = np.array([[0, 0, 1, 1], [0, 0, 1, 0.9], [0, 0, 0.1, 0.1]])
    >>> boxes = Boxes(corners, np.array([0.6, 0.6, 0.4]), np.array([7, 5, 2]))
    >>> [(each.classes, round(each.confidence, 2)) for each in things(boxes)]
    [((7, 5), 0.5), ((2,), 0.4)]
    """
    corners, classes = np.asarray(boxes.corners), np.asarray(boxes.classes)
    left, found = np.arange(len(classes)), []
    while len(left):
        first, left = left[0], left[1:]
        is_same = (overlap(corners[first], corners[left]) > most_overlap) & (classes[left] != classes[first])
        members = [int(first), *left[is_same].tolist()]
        left = left[~is_same]
        confidence = float(boxes.confidences[first])
        share = confidence / float(sum(boxes.confidences[at] for at in members))
        names = tuple(dict.fromkeys(int(classes[at]) for at in members))
        found.append(Thing(corners[first], names, min(confidence, share)))
    return sorted(found, key=lambda thing: -thing.confidence)


def decode(distances: np.ndarray, side: int, strides: Sequence[int] = STRIDES) -> np.ndarray:
    """Return a box for each cell.

    Parameters
    ----------
    distances : ndarray of shape (n_cells, 4 * n_steps)
        Logits of the distances to left, top, right and bottom, in cells.
    side : int
        Side of the square input in pixels.
    strides : sequence of int, optional
        Cell size of each grid in pixels.

    Returns
    -------
    ndarray of shape (n_cells, 4), float64
        Left, top, right and bottom in pixels; they may lie outside the photo.

    Raises
    ------
    ValueError
        The number of cells is not that of the grids.

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


def suppress(corners: np.ndarray, confidences: np.ndarray, classes: np.ndarray, most_overlap: float) -> np.ndarray:
    """Return the boxes that remain after non-maximum suppression within each class.

    Parameters
    ----------
    corners : ndarray of shape (n, 4)
        Left, top, right and bottom.
    confidences : ndarray of shape (n,)
        Of the boxes.
    classes : ndarray of shape (n,)
        Of the boxes.
    most_overlap : float
        Largest intersection over union of two boxes of a class.

    Returns
    -------
    ndarray of int
        Positions, the most confident first; of equal ones the first.
    """
    left = np.argsort(-confidences, kind="stable")
    kept = []
    while len(left):
        first, left = left[0], left[1:]
        kept.append(first)
        is_copy = (classes[left] == classes[first]) & (overlap(corners[first], corners[left]) > most_overlap)
        left = left[~is_copy]
    return np.array(kept, dtype=np.intp)


def overlap(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the intersection over union of a box with each of others.

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
