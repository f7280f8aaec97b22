"""MNIST as the site carries it: in parts of 10,000 images, each a file that is fetched when it is asked for."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from elmweb.exceptions import ParseError
from elmweb.words.engine import data_files as words

__all__ = ["N_PARTS", "PART_IMAGES", "PART_MEGABYTES", "SIDE", "TEST_FILE", "part_files", "read_mnist_part"]

N_PARTS = 6
"""Number of parts of the training images; the test images are one more."""

PART_IMAGES = 10_000
"""Images in each part."""

PART_MEGABYTES = 1.6
"""About the size of a part's file."""

SIDE = 28
"""Rows and columns of an image."""

TEST_FILE = "mnist/test.npz"
"""The test images, in the site's folder of samples."""


def part_files(n_images: int = N_PARTS * PART_IMAGES) -> tuple[str, ...]:
    """Return the files that hold the first training images, in the site's folder of samples.

    Parameters
    ----------
    n_images : int
        How many images, at most 60,000.

    Returns
    -------
    tuple of str
        As many files as it takes.

    Examples
    --------
    >>> part_files(20_000)
    ('mnist/train-1.npz', 'mnist/train-2.npz')
    """
    return tuple(f"mnist/train-{part + 1}.npz" for part in range(min(N_PARTS, -(-n_images // PART_IMAGES))))


def read_mnist_part(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return the images and labels of a part.

    Parameters
    ----------
    path : Path
        One of the files.

    Returns
    -------
    images : ndarray of shape (n, 784), uint8
        Rows of pixels from 0 (paper) to 255 (ink).
    labels : ndarray of shape (n,), uint8
        The digits.

    Raises
    ------
    ParseError
        The file is not a part of MNIST.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            images, labels = arrays["images"], arrays["labels"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise _not_a_part(path, str(error)) from error
    if images.dtype != np.uint8 or images.ndim != 2 or images.shape != (len(labels), SIDE * SIDE):
        raise _not_a_part(path, f"{images.dtype} {images.shape}")
    return images, labels


def _not_a_part(path: Path, found: str) -> ParseError:
    return ParseError(words.not_mnist(path.name), rule=words.ARRAYS_OF_MNIST, value=found, hints=(words.RELOAD,))
