"""Measure the deep models in Chromium; each part has its own file, which says what is measured.

bridge  what the way through Python costs, beside JavaScript alone (bridge.py)
every   every model on WebAssembly and on WebGPU: how far off, and how long it takes (every_model.py)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import bridge, every_model
from benchmarks.limits import summary
from benchmarks.machine import describe
from benchmarks.stage import Stage, staged

PARTS: dict[str, Callable[[Stage, int], dict[str, Any]]] = {
    "bridge": bridge.measure,
    "every": every_model.measure,
}


def measure(site: Path, runs: int, only: Sequence[str] = ()) -> dict[str, Any]:
    """Measure all parts or some.

    Parameters
    ----------
    site : Path
        The built site.
    runs : int
        Fresh pages for each number.
    only : sequence of str
        Keys of ``PARTS``; all when empty.

    Returns
    -------
    dict
        As :func:`benchmarks.train.measure`.
    """
    parts = {}
    with staged(site) as stage:
        for name in only or PARTS:
            print(f"  {name} ...", flush=True)
            parts[name] = PARTS[name](stage, runs)
        machine = describe(site, stage.browser().version)
    rows = [each for part in parts.values() for each in part.pop("rows")]
    missing = [name for name in PARTS if name not in parts]
    return {"machine": machine, "runs": runs, **summary(rows), "not_measured": missing, "parts": parts}
