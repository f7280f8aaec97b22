"""Check the sources before any test runs: ruff, dead code, the types of the Python and of the scripts in web/.

Pyright and TypeScript are npm packages that need nothing else. ``tools.lock.json`` pins them; each is verified,
unpacked once below ``.cache`` and run by the build's own Node.js.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from buildsteps.progress import step
from buildsteps.vendor import bring, node_program

ROOT = Path(__file__).parents[1]
LOCK = Path(__file__).with_name("tools.lock.json")
UNPACKED = ROOT / ".cache" / "tools"


def failed_checks(*, fast: bool) -> list[str]:
    """Run the checks side by side and print what they found.

    Parameters
    ----------
    fast : bool
        Whether to leave out the types, which take a minute.

    Returns
    -------
    list of str
        The names of those that found something.
    """
    with step("Check the sources"), ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        done = list(pool.map(_run, _commands(fast)))
    failed = [(name, run) for (name, _), run in zip(_commands(fast), done, strict=True) if run.returncode]
    for _, run in failed:
        print(run.stdout, run.stderr, sep="")
    return [name for name, _ in failed]


def _commands(fast: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the command of every check, the longest first."""
    if not fast:
        pyright = unpacked("pyright") / "index.js"
        yield "pyright", [str(node_program()), str(pyright), "--pythonpath", sys.executable]
        tsc = unpacked("typescript") / "bin" / "tsc"
        # A script that has not changed since the last run is not checked again, which takes half the time.
        for config in sorted((ROOT / "web").glob("tsconfig*.json")):
            kept = ["--incremental", "--tsBuildInfoFile", str(UNPACKED / f"{config.stem}.tsbuildinfo")]
            yield f"tsc ({config.name})", [str(node_program()), str(tsc), "--project", str(config), *kept]
    yield "vulture", [sys.executable, "-m", "vulture"]
    yield "ruff check", [sys.executable, "-m", "ruff", "check", "."]
    yield "ruff format", [sys.executable, "-m", "ruff", "format", "--check", "."]


def unpacked(name: str) -> Path:
    """Return the folder of an npm package of ``tools.lock.json``, unpacked once.

    Parameters
    ----------
    name : str
        As npm has it.

    Returns
    -------
    Path
        The folder with its ``package.json``.
    """
    entry = next(entry for entry in json.loads(LOCK.read_text())["npm"] if entry["name"] == name)
    folder = UNPACKED / f"{name}-{entry['version']}-{entry['sha256'][:16]}"
    if not folder.exists():
        archive = bring(entry, "npm")
        unfinished = folder.with_suffix(f".{os.getpid()}")  # a run that is interrupted leaves no half package
        with step(f"Unpack {archive.name}"), tarfile.open(archive) as packed:
            packed.extractall(unfinished, filter="data")
        unfinished.rename(folder)
    return folder / "package"


def _run(check: tuple[str, list[str]]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(check[1], cwd=ROOT, capture_output=True, text=True, check=False)
