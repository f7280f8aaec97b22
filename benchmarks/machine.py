"""Describe the machine, and run native peers in a fresh process with their fastest BLAS."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_info

from benchmarks.thresholds import Machine

__all__ = ["describe", "pyodide_version", "run_native", "this_machine"]

_ROOT = Path(__file__).parents[1]
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def _cpu_text() -> str:
    file = Path("/proc/cpuinfo")
    return file.read_text() if file.exists() else ""


def this_machine() -> Machine:
    """Return the properties of this machine that thresholds depend on."""
    return Machine(cores=os.cpu_count() or 1, avx_vnni=re.search(r"\bavx_vnni\b", _cpu_text()) is not None)


def describe(site: Path, browser: str = "") -> dict[str, Any]:
    """Return the machine and the software versions, to be reported with the results.

    Parameters
    ----------
    site : Path
        The built site.
    browser : str, optional
        The version that the browser reports.

    Returns
    -------
    dict
        Names, numbers and texts.
    """
    found = re.search(r"model name\s*: (.*)", _cpu_text())
    machine = this_machine()
    blas = [f"{each['internal_api']} {each['version']}" for each in threadpool_info() if each["user_api"] == "blas"]
    return {
        "cpu": found[1] if found else platform.processor(),
        "cores": machine.cores,
        "avx_vnni": machine.avx_vnni,
        "system": platform.platform(),
        "python": platform.python_version(),
        "blas": sorted(set(blas)),
        "packages": {name: version(name) for name in ("numpy", "scipy", "scikit-learn", "hpelm", "river")},
        "pyodide": pyodide_version(site),
        "chromium": browser,
    }


def run_native(module: str, *arguments: object, threads: int | None = 1) -> Any:
    """Run a module of this package in a fresh process and return the JSON on its last line of output.

    Parameters
    ----------
    module : str
        The name of the module, such as "native_elm".
    *arguments : object
        Its command-line arguments.
    threads : int or None, default=1
        Number of BLAS threads; None leaves the choice to BLAS.

    Returns
    -------
    object
        The decoded JSON.

    Notes
    -----
    The tests pin OpenBLAS to one kernel by OPENBLAS_CORETYPE; benchmarks let it choose its fastest.
    """
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_CORETYPE"}
    if threads is not None:
        environment |= dict.fromkeys(_THREADS, str(threads))
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def pyodide_version(site: Path) -> str:
    """Return the version of the Pyodide that a site runs on, from the constant in its script."""
    script = (site / "pyodide" / "pyodide.mjs").read_text()
    found = re.search(r"\bvar \w+=\"(\d+\.\d+\.\d+)\"", script)
    if found is None:
        raise ValueError("pyodide.mjs does not name its version.")
    return found[1]
