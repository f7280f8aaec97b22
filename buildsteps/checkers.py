"""Check types: of the scripts in web/ by TypeScript, of the package by Pyright.

Both are npm packages that need nothing else. ``tools.lock.json`` pins them; each
is verified, unpacked once below ``.cache`` and run by the build's own Node.js.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

from buildsteps.progress import step
from buildsteps.vendor import bring, node_program

ROOT = Path(__file__).parents[1]
LOCK = Path(__file__).with_name("tools.lock.json")
UNPACKED = ROOT / ".cache" / "tools"


def run_tsc() -> int:
    """Check the scripts in ``web/``, each with the globals of where it runs.

    Returns
    -------
    int
        0 when every type is right.
    """
    tsc = unpacked("typescript") / "bin" / "tsc"
    configs = sorted((ROOT / "web").glob("tsconfig*.json"))
    # A script that has not changed since the last run is not checked again, which takes half the time.
    kept = {config: UNPACKED / f"{config.stem}.tsbuildinfo" for config in configs}
    return max(
        _run(tsc, "--project", str(config), "--incremental", "--tsBuildInfoFile", str(info))
        for config, info in kept.items()
    )


def run_pyright() -> int:
    """Check the package, as ``pyproject.toml`` says.

    Returns
    -------
    int
        0 when every type is right.
    """
    return _run(unpacked("pyright") / "index.js", "--pythonpath", sys.executable)


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


def _run(script: Path, *arguments: str) -> int:
    return subprocess.run([str(node_program()), str(script), *arguments], cwd=ROOT, check=False).returncode
