"""Arrays as images: resized, scaled to bytes, as PNG. NumPy only, without matrix products."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np

__all__ = ["data_url", "png", "resize", "to_bytes"]


def resize(image: np.ndarray, height: int, width: int) -> np.ndarray:
    """Return an image in another size; each new pixel is a mean of the pixels it covers, weighted by distance.

    Parameters
    ----------
    image : ndarray of shape (h, w) or (h, w, channels)
        Any numbers.
    height, width : int
        The new size, 1 or more each.

    Returns
    -------
    ndarray of shape (height, width) or (height, width, channels), float32
        The image, resampled with a triangle filter as wide as a new pixel, first vertically and then horizontally.

    Notes
    -----
    The same filter as Pillow's ``BILINEAR``, which widens when an image shrinks, so that no pixel is skipped.

    Examples
    --------
    >>> import numpy as np
    >>> resize(np.array([[0.0, 0, 4, 4]]), 1, 2)
    array([[0.5714286, 3.4285715]], dtype=float32)
    """
    return _along_rows(_along_rows(image.astype(np.float32), height).swapaxes(0, 1), width).swapaxes(0, 1)


def _along_rows(image: np.ndarray, n_new: int) -> np.ndarray:
    """Return an image resampled to `n_new` rows, as sums over the few taps of each new row."""
    n_old = len(image)
    step = n_old / n_new
    reach = max(1.0, step)
    centre = (np.arange(n_new) + 0.5) * step
    first = np.floor(centre - reach + 0.5).astype(int)
    taps = first[:, None] + np.arange(int(np.ceil(2 * reach)) + 1)
    weights = np.maximum(0.0, 1 - np.abs((taps + 0.5 - centre[:, None]) / reach))
    weights *= (taps >= 0) & (taps < n_old)
    weights /= weights.sum(axis=1, keepdims=True)
    taps = taps.clip(0, n_old - 1)
    shape = (-1, *[1] * (image.ndim - 1))
    new = np.zeros((n_new, *image.shape[1:]), np.float32)
    for tap, weight in zip(taps.T, weights.T.astype(np.float32), strict=True):
        new += weight.reshape(shape) * image[tap]
    return new


def to_bytes(values: np.ndarray) -> np.ndarray:
    """Scale numbers to bytes, the smallest to 0 and the largest to 255; all to 0 when they are equal.

    Parameters
    ----------
    values : ndarray
        Finite numbers.

    Returns
    -------
    ndarray of the same shape, uint8
        Grey values.

    Examples
    --------
    >>> import numpy as np
    >>> to_bytes(np.array([-1.0, 0.0, 1.0]))
    array([  0, 128, 255], dtype=uint8)
    """
    low, high = float(values.min()), float(values.max())
    if not high > low:
        return np.zeros(values.shape, np.uint8)
    return np.rint((values - low) * (255 / (high - low))).astype(np.uint8)


def png(image: np.ndarray) -> bytes:
    """Return an image as a PNG file.

    Parameters
    ----------
    image : ndarray of shape (h, w) or (h, w, 3), uint8
        Grey, or red, green and blue.

    Returns
    -------
    bytes
        The file; ISO/IEC 15948, one IDAT chunk, no row filter.
    """
    height, width = image.shape[:2]
    colour = 2 if image.ndim == 3 else 0
    rows = np.ascontiguousarray(image, dtype=np.uint8).reshape(height, -1)
    raw = np.hstack([np.zeros((height, 1), np.uint8), rows]).tobytes()  # 0 before each row: no filter
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(raw, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def data_url(image: np.ndarray) -> str:
    """Return an image as a data URL, for the ``src`` of an ``<img>``.

    Parameters
    ----------
    image : ndarray of shape (h, w) or (h, w, 3), uint8
        Grey, or red, green and blue.

    Returns
    -------
    str
        ``data:image/png;base64,`` and the file.
    """
    return "data:image/png;base64," + base64.b64encode(png(image)).decode("ascii")
