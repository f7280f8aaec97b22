"""Test photos, on which recipes with pretrained weights are evaluated."""

from __future__ import annotations

import numpy as np

from buildsteps.deep.sources import source_file

__all__ = ["PHOTOS", "read_photos"]

PHOTOS = ("astronaut.png", "coffee.png", "motorcycle_left.png", "chelsea.png", "rocket.jpg")


def read_photos(size: int, *, crop: bool = True, names: tuple[str, ...] = PHOTOS) -> np.ndarray:
    """Return test photos of scikit-image, resized to a square.

    Parameters
    ----------
    size : int
        Pixels along each side.
    crop : bool, optional
        Whether to take the central square; otherwise the whole photo is squeezed into a square.
    names : tuple of str, optional
        The photos to read.

    Returns
    -------
    ndarray of shape (n, 3, size, size), float32
        Red, green and blue, 0 to 1.
    """
    from PIL import Image  # noqa: PLC0415 - only needed here

    photos = []
    for name in names:
        with Image.open(source_file("test-photos", name)) as opened:
            photo = opened.convert("RGB")
        if crop:
            side = min(photo.size)
            left, top = ((length - side) // 2 for length in photo.size)
            photo = photo.crop((left, top, left + side, top + side))
        pixels = np.asarray(photo.resize((size, size), Image.Resampling.BILINEAR), np.float32)
        photos.append(pixels.transpose(2, 0, 1) / 255)
    return np.stack(photos)
