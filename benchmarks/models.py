"""Benchmark the deep models in Chromium; the file of each case documents what it measures.

bridge  the overhead of calling a model through Python instead of JavaScript alone (bridge.py)
every   every model on WebAssembly and on WebGPU: numerical error and run time (every_model.py)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import bridge, every_model
from benchmarks.cases import measure_in_site
from benchmarks.site_fixture import SiteFixture

CASES: dict[str, Callable[[SiteFixture, int], dict[str, Any]]] = {
    "bridge": bridge.measure,
    "every": lambda fixture, runs: every_model.measure(fixture),  # noqa: ARG005  once is enough
}


def measure(site: Path, runs: int, only: Sequence[str] = ()) -> dict[str, Any]:
    """Measure all cases, or only the selected ones.

    Parameters
    ----------
    site : Path
        The built site.
    runs : int
        Number of fresh pages in ``bridge``; the other case repeats its runs within each page.
    only : sequence of str
        Keys of ``CASES``; if empty, all of them.

    Returns
    -------
    dict
        As :func:`benchmarks.train.measure`.
    """
    return measure_in_site(CASES, site, runs, only)
