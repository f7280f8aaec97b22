"""Pictures as arrays: to another size, to tiles, to PNG. NumPy only, and no product of matrices."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np

__all__ = ["data_address", "png", "resize", "spread"]


def resize(picture: np.ndarray, height: int, width: int) -> np.ndarray:
    """Return a picture in another size, each new pixel the mean of what it covers, weighted by nearness.

    Parameters
    ----------
    picture : ndarray of shape (h, w) or (h, w, channels)
        Any numbers.
    height, width : int
        The new size, 1 or more each.

    Returns
    -------
    ndarray of shape (height, width) or (height, width, channels), float32
        The picture, resampled with a triangle filter as wide as a new pixel, first down and then across.

    Notes
    -----
    The same filter as Pillow's ``BILINEAR``, which widens when a picture shrinks so that no pixel is passed over.

    Examples
    --------
    >>> import numpy as np
    >>> resize(np.array([[0.0, 0, 4, 4]]), 1, 2)
    array([[0.5714286, 3.4285715]], dtype=float32)
    """
    return _along_rows(_along_rows(picture.astype(np.float32), height).swapaxes(0, 1), width).swapaxes(0, 1)


def _along_rows(picture: np.ndarray, n_new: int) -> np.ndarray:
    """Return `n_new` rows from those of a picture, as sums over the few taps that each new row has."""
    n_old = len(picture)
    step = n_old / n_new
    reach = max(1.0, step)
    centre = (np.arange(n_new) + 0.5) * step
    first = np.floor(centre - reach + 0.5).astype(int)
    taps = first[:, None] + np.arange(int(np.ceil(2 * reach)) + 1)
    weights = np.maximum(0.0, 1 - np.abs((taps + 0.5 - centre[:, None]) / reach))
    weights *= (taps >= 0) & (taps < n_old)
    weights /= weights.sum(axis=1, keepdims=True)
    taps = taps.clip(0, n_old - 1)
    shape = (-1, *[1] * (picture.ndim - 1))
    new = np.zeros((n_new, *picture.shape[1:]), np.float32)
    for tap, weight in zip(taps.T, weights.T.astype(np.float32), strict=True):
        new += weight.reshape(shape) * picture[tap]
    return new


def spread(values: np.ndarray) -> np.ndarray:
    """Return numbers as bytes, the smallest as 0 and the largest as 255; all 0 when they are equal.

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
    >>> spread(np.array([-1.0, 0.0, 1.0]))
    array([  0, 128, 255], dtype=uint8)
    """
    low, high = float(values.min()), float(values.max())
    if not high > low:
        return np.zeros(values.shape, np.uint8)
    return np.rint((values - low) * (255 / (high - low))).astype(np.uint8)


def png(picture: np.ndarray) -> bytes:
    """Return a picture as a PNG file.

    Parameters
    ----------
    picture : ndarray of shape (h, w) or (h, w, 3), uint8
        Grey, or red, green and blue.

    Returns
    -------
    bytes
        The file; ISO/IEC 15948, one IDAT chunk, no row filter.
    """
    height, width = picture.shape[:2]
    colour = 2 if picture.ndim == 3 else 0
    rows = np.ascontiguousarray(picture, dtype=np.uint8).reshape(height, -1)
    raw = np.hstack([np.zeros((height, 1), np.uint8), rows]).tobytes()  # 0 before each row: no filter
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(raw, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def data_address(picture: np.ndarray) -> str:
    """Return a picture as an address that holds it, for the ``src`` of an image.

    Parameters
    ----------
    picture : ndarray of shape (h, w) or (h, w, 3), uint8
        Grey, or red, green and blue.

    Returns
    -------
    str
        The address, which begins with ``data:image/png;base64,``, and then the file.
    """
    return "data:image/png;base64," + base64.b64encode(png(picture)).decode("ascii")
