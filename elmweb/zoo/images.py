"""A person's drawing or photo as the input of an image model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from elmweb.exceptions import InputError
from elmweb.words.engine import common, zoo_tasks as words
from elmweb.zoo.thumbnails import resize

__all__ = ["as_channels", "centre_square", "digit_of", "garment_of", "like_mnist", "photo_of"]

_FAINT = 24  # of 255: fainter ink is the soft edge of a stroke


def photo_of(inputs: Mapping[str, Any]) -> np.ndarray:
    """Return the photo among the inputs.

    Parameters
    ----------
    inputs : mapping
        With ``photo``, an ndarray of shape (h, w, 3), uint8.

    Returns
    -------
    ndarray of shape (h, w, 3), uint8
        The photo.

    Raises
    ------
    InputError
        There is none, or it has another shape.
    """
    photo = inputs.get("photo")
    if photo is None:
        raise InputError(words.NO_PHOTO, rule=words.A_PHOTO, value=common.NOTHING, hints=(words.CHOOSE_OR_DROP,))
    photo = np.asarray(photo)
    if photo.ndim != 3 or photo.shape[2] != 3 or min(photo.shape) < 1 or photo.dtype != np.uint8:
        found = words.of_shape(str(photo.dtype), str(photo.shape))
        raise InputError(words.NOT_A_PHOTO, rule=words.BYTES_OF_A_PHOTO, value=found)
    return photo


def centre_square(photo: np.ndarray, side: int) -> np.ndarray:
    """Return the largest square in the centre of a photo, resized.

    Parameters
    ----------
    photo : ndarray of shape (h, w, 3), uint8
        Red, green and blue.
    side : int
        Side of the result in pixels.

    Returns
    -------
    ndarray of shape (side, side, 3), float32
        From 0 to 1.
    """
    height, width = photo.shape[:2]
    least = min(height, width)
    top, left = (height - least) // 2, (width - least) // 2
    return resize(photo[top : top + least, left : left + least], side, side) / 255


def as_channels(image: np.ndarray, settings: Mapping[str, Any]) -> np.ndarray:
    """Return an image as a batch of one, channels first, standardised as in the training.

    Parameters
    ----------
    image : ndarray of shape (side, side) or (side, side, channels), float32
        From 0 to 1.
    settings : mapping
        Of the model's card: ``mean`` and ``std``, a number for each channel; 0 and 1 where it has none.

    Returns
    -------
    ndarray of shape (1, channels, side, side), float32
        ``(image - mean) / std``.
    """
    planes = image[None] if image.ndim == 2 else image.transpose(2, 0, 1)
    mean, std = (
        np.asarray(settings.get(name, plain), np.float32).reshape(-1, 1, 1) for name, plain in (("mean", 0), ("std", 1))
    )
    return np.ascontiguousarray((planes - mean) / std, dtype=np.float32)[None]


def digit_of(drawing: np.ndarray, *, side: int = 28, box: int = 20) -> np.ndarray:
    """Return a drawing in the form of MNIST's digits: 20 pixels large, its centre of mass in the middle of 28.

    Parameters
    ----------
    drawing : ndarray of shape (h, w), uint8
        Ink, up to 255.
    side : int, default=28
        Side of the result in pixels.
    box : int, default=20
        Longer side of the digit itself in pixels.

    Returns
    -------
    ndarray of shape (side, side), float32
        From 0 to 1, ink is 1.

    Raises
    ------
    InputError
        Nothing is drawn.

    References
    ----------
    LeCun, Bottou, Bengio, Haffner (1998). Gradient-based learning applied to document recognition. Proceedings of the
    IEEE 86(11). doi:10.1109/5.726791
    """
    rows, columns = (np.flatnonzero(np.any(drawing > _FAINT, axis=axis)) for axis in (1, 0))
    if not len(rows):
        raise InputError(words.NO_DRAWING, rule=words.ONE_STROKE, value=words.EMPTY_DRAWING)
    ink = drawing[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = box / max(ink.shape)
    small = resize(ink, *(max(1, round(scale * length)) for length in ink.shape)) / 255
    mass = small.sum()
    corner = [
        # Where the digit begins: its centre of mass in the middle, but no part of it beyond the edge.
        int(np.clip(round(side / 2 - (small.sum(axis=1 - axis) @ (np.arange(length) + 0.5)) / mass), 0, side - length))
        for axis, length in enumerate(small.shape)
    ]
    placed = np.zeros((side, side), np.float32)
    placed[corner[0] : corner[0] + small.shape[0], corner[1] : corner[1] + small.shape[1]] = small
    return placed.clip(0, 1)


def like_mnist(images: np.ndarray, *, side: int = 28, box: int = 20) -> np.ndarray:
    """Return images of digits, one each and as large as its image, in the form of MNIST's.

    Parameters
    ----------
    images : ndarray of shape (n, h, h)
        From 0 to 1, ink is 1. Those of 28 by 28 are taken as they are.
    side : int, default=28
        Side of the result in pixels.
    box : int, default=20
        Side of the digit itself.

    Returns
    -------
    ndarray of shape (n, 1, side, side), float32
        Enlarged, with the centre of mass in the middle. Enlarging blurs the strokes, and a reader of MNIST has never
        seen blurred ones: contrast is raised, so that a fifth of the ink becomes none and three quarters all of it. Set
        on the 1,797 digits of the sample, of which ``cnn-mnist`` reads 97 % so, and 84 % without.
    """
    if images.shape[1] == side:
        return np.ascontiguousarray(images[:, None], dtype=np.float32)
    placed = np.zeros((len(images), 1, side, side), np.float32)
    middle = np.arange(box) + 0.5
    for image, place in zip(images, placed, strict=True):
        large = ((resize(image, box, box) - 0.2) / 0.55).clip(0, 1)
        mass = max(float(large.sum()), 1e-6)
        top, left = (
            int(np.clip(round(side / 2 - float((large.sum(axis=axis) * middle).sum()) / mass), 0, side - box))
            for axis in (1, 0)
        )
        place[0, top : top + box, left : left + box] = large
    return placed


def garment_of(photo: np.ndarray, side: int = 28) -> np.ndarray:
    """Return a photo in the form of Fashion-MNIST's images: grey, light on black.

    Parameters
    ----------
    photo : ndarray of shape (h, w, 3), uint8
        One garment, on an even background.
    side : int, default=28
        Side of the result in pixels.

    Returns
    -------
    ndarray of shape (side, side), float32
        From 0 to 1; inverted when its edge is lighter than 0.5, since the background has to be black.
    """
    square = centre_square(photo, side)
    grey = 0.299 * square[..., 0] + 0.587 * square[..., 1] + 0.114 * square[..., 2]
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    return 1 - grey if np.median(edge) > 0.5 else grey
