"""Measure training in Chromium beside its peers; each part has its own file, which says what is measured.

width-1000, width-2000, width-4000   60,000 images: kernels beside native NumPy and SciPy in Pyodide (images.py)
peak                                 H'H beside what a core can do (peak.py)
digits, backpropagation              1,797 digits: beside hpelm, and beside TensorFlow.js (small.py)
rows                                 1,000,000 rows in the page: memory, and time beside half as many (many_rows.py)
same-weights                         accuracy of integers less that of floats (same_weights.py)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import images, many_rows, peak, same_weights, small
from benchmarks.cases import measure_parts
from benchmarks.machine import describe
from benchmarks.site_fixture import Stage, staged

PARTS: dict[str, Callable[[Stage, int], dict[str, Any]]] = {
    **{f"width-{width}": partial(images.measure, width=width) for width in images.WIDTHS},
    "peak": peak.measure,
    "digits": small.measure_hpelm,
    "backpropagation": small.measure_backpropagation,
    "rows": many_rows.measure,
    "same-weights": lambda _stage, runs: same_weights.measure(runs),
}


def measure(site: Path, runs: int, only: Sequence[str] = ()) -> dict[str, Any]:
    """Measure all parts or some.

    Parameters
    ----------
    site : Path
        The built site.
    runs : int
        Runs of each, in turns with its peers.
    only : sequence of str
        Keys of ``PARTS``; all when empty.

    Returns
    -------
    dict
        ``machine`` and versions, ``runs``, and what :func:`benchmarks.cases.measure_parts` gives.
    """
    with staged(site) as stage:
        found = measure_parts(PARTS, only, lambda part: part(stage, runs=runs))
        return {"machine": describe(site, stage.browser().version), "runs": runs, **found}
