"""Measure the deep models in Chromium; each part has its own file, which says what is measured.

bridge  what the way through Python costs, beside JavaScript alone (bridge.py)
every   every model on WebAssembly and on WebGPU: how far off, and how long it takes (every_model.py)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import bridge, every_model
from benchmarks.cases import measure_parts
from benchmarks.machine import describe
from benchmarks.site_fixture import Stage, staged

PARTS: dict[str, Callable[[Stage, int], dict[str, Any]]] = {
    "bridge": bridge.measure,
    "every": lambda stage, _runs: every_model.measure(stage),
}


def measure(site: Path, runs: int, only: Sequence[str] = ()) -> dict[str, Any]:
    """Measure all parts or some.

    Parameters
    ----------
    site : Path
        The built site.
    runs : int
        Fresh pages of ``bridge``; the other repeats its runs in each page.
    only : sequence of str
        Keys of ``PARTS``; all when empty.

    Returns
    -------
    dict
        As :func:`benchmarks.train.measure`.
    """
    with staged(site) as stage:
        found = measure_parts(PARTS, only, lambda part: part(stage, runs))
        return {"machine": describe(site, stage.browser().version), "runs": runs, **found}
