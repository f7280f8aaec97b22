"""Files in the layout of MedMNIST: images and labels for training, validation and test, as one .npz.

References
----------
Yang, Shi, Wei, Liu, Zhao, Ke, Pfister, Ni (2023). MedMNIST v2. Scientific Data 10, 41. doi:10.1038/s41597-022-01721-8
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from math import prod
from typing import Any

import numpy as np
from numpy.lib import format as npy

from elmweb.exceptions import DataError, ParseError
from elmweb.formatting import data_size
from elmweb.words.engine import studies_jobs as jobs, studies_medmnist as words

__all__ = ["KEYS", "Images", "read_medmnist"]

KEYS = tuple(f"{part}_{what}" for part in ("train", "val", "test") for what in ("images", "labels"))
"""The arrays of a file."""

_MOST_BYTES = 600_000_000
_MOST_LEARNED, _MOST_JUDGED = 10_000, 5_000
_SIDES = (8, 64)
_MOST_CLASSES = 100


@dataclass(frozen=True)
class Images:
    """Images to learn from, and to judge by.

    Parameters
    ----------
    X : ndarray of uint8 (n, pixels)
        Images to learn from, a row each, channels varying fastest.
    y : ndarray of int (n,)
        Their labels.
    X_judge : ndarray of uint8 (m, pixels)
        Images to judge by.
    y_judge : ndarray of int (m,)
        Their labels.
    shape : tuple of int
        Rows, columns and, with colours, channels.
    n_left : int
        Images to learn from that were left out.
    """

    X: np.ndarray
    y: np.ndarray
    X_judge: np.ndarray
    y_judge: np.ndarray
    shape: tuple[int, ...]
    n_left: int


def read_medmnist(source: Mapping[str, Any]) -> Images:
    """Read a file; training and validation images are learned from, test images judge.

    Parameters
    ----------
    source : mapping
        ``path`` or ``bytes``, and ``name``.

    Returns
    -------
    Images
        At most 10,000 images to learn from and 5,000 to judge by, drawn with a fixed seed.

    Raises
    ------
    ParseError
        It is no .npz file, or is damaged.
    DataError
        An array is missing, or does not hold what this can learn from.
    """
    name = str(source.get("name", jobs.THE_FILE))
    try:
        archive = zipfile.ZipFile(source["path"] if "path" in source else BytesIO(bytes(source["bytes"])))
    except (OSError, zipfile.BadZipFile) as error:
        raise ParseError(words.file_unreadable(name), rule=words.WHOLE_FILE, value=str(error)) from error
    with archive:
        shapes = _shapes(archive, name)
        shape = _checked(shapes, name)
        arrays = {key: _read(archive, key, name) for key in KEYS}
    draws = np.random.default_rng(0)
    n_all = sum(shapes[f"{part}_images"][0] for part in ("train", "val"))
    learn = [_part(arrays, part, name) for part in ("train", "val")]
    X, y = (np.concatenate([part[which] for part in learn]) for which in (0, 1))
    rows = np.sort(draws.permutation(n_all)[:_MOST_LEARNED])
    X_judge, y_judge = _part(arrays, "test", name)
    judged = np.sort(draws.permutation(len(y_judge))[:_MOST_JUDGED])
    _check_labels(y[rows], name)
    return Images(X[rows], y[rows], X_judge[judged], y_judge[judged], shape, n_all - len(rows))


def _shapes(archive: zipfile.ZipFile, name: str) -> dict[str, tuple[int, ...]]:
    """Return the shape of each array, without reading it."""
    shapes: dict[str, tuple[int, ...]] = {}
    missing = [key for key in KEYS if f"{key}.npy" not in archive.namelist()]
    if missing:
        found = ", ".join(sorted(entry.removesuffix(".npy") for entry in archive.namelist())[:8])
        raise DataError(
            words.no_array(name, missing[0]),
            rule=words.the_arrays(KEYS),
            value=found or words.EMPTY_FILE,
            hints=(words.AS_THEY_HAVE_IT,),
        )
    for key in KEYS:
        with archive.open(f"{key}.npy") as file:
            try:
                version = npy.read_magic(file)
                header = npy.read_array_header_1_0(file) if version == (1, 0) else npy.read_array_header_2_0(file)
            except (ValueError, EOFError) as error:
                what = words.array_unreadable(name, key)
                raise ParseError(what, rule=words.NUMPY_ARRAY, value=str(error)) from error
        shape, _, kind = header
        if kind.kind not in "iub":
            raise DataError(words.no_whole_numbers(name, key), rule=words.WHOLE_NUMBERS, value=str(kind))
        if (n_bytes := prod(shape) * kind.itemsize) > _MOST_BYTES:
            most = words.largest_array(data_size(_MOST_BYTES))
            raise DataError(words.too_large(name, key), rule=most, value=data_size(n_bytes))
        shapes[key] = tuple(shape)
    return shapes


def _checked(shapes: Mapping[str, tuple[int, ...]], name: str) -> tuple[int, ...]:
    """Return the shape of one image, or raise why these cannot be learned from."""
    one = shapes["train_images"][1:]
    is_flat = len(one) == 2 or (len(one) == 3 and one[2] == 3)
    if not is_flat or not all(_SIDES[0] <= side <= _SIDES[1] for side in one[:2]):
        raise DataError(
            words.images_do_not_fit(name),
            rule=words.sides(*_SIDES),
            value=words.sides_found(one) if one else words.SINGLE_NUMBERS,
            hints=(words.TAKE_FLAT,),
        )
    for part in ("train", "val", "test"):
        images, labels = shapes[f"{part}_images"], shapes[f"{part}_labels"]
        if images[1:] != one or not labels or labels[0] != images[0] or not images[0]:
            raise DataError(
                words.parts_differ(name),
                rule=words.ONE_SIZE,
                value=words.shapes_of_part(part, str(images), str(labels)),
            )
        if labels[1:] not in ((), (1,)):
            raise DataError(
                words.several_labels(name),
                rule=words.ONE_LABEL,
                value=words.n_labels(labels[1]),
                hints=(words.SEVERAL_LABELS,),
            )
    return tuple(int(side) for side in one)


def _read(archive: zipfile.ZipFile, key: str, name: str) -> np.ndarray:
    """Return an array; nothing in it is ever run as a program."""
    try:
        with archive.open(f"{key}.npy") as file:
            return npy.read_array(file, allow_pickle=False)
    except (ValueError, EOFError, zipfile.BadZipFile, OSError) as error:
        raise ParseError(words.array_unreadable(name, key), rule=words.WHOLE_ARRAY, value=str(error)) from error


def _part(arrays: Mapping[str, np.ndarray], part: str, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the images and the labels of a part."""
    images = arrays[f"{part}_images"]
    if images.dtype != np.uint8:
        low, high = int(images.min()), int(images.max())
        if low < 0 or high > 255:
            raise DataError(words.images_do_not_fit(name), rule=words.PIXELS, value=words.pixel_range(low, high))
        images = images.astype(np.uint8)
    return images.reshape(len(images), -1), arrays[f"{part}_labels"].reshape(-1).astype(np.int64)


def _check_labels(y: np.ndarray, name: str) -> None:
    n = len(np.unique(y))
    if not 2 <= n <= _MOST_CLASSES:
        rule = words.classes_allowed(2, _MOST_CLASSES)
        raise DataError(words.labels_do_not_fit(name), rule=rule, value=words.classes_found(n))
