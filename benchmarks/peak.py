"""How much of the multiply-adds that a core can do in WebAssembly the float kernel's H'H reaches."""

from __future__ import annotations

import statistics
from typing import Any

from benchmarks.site_fixture import Stage
from benchmarks.thresholds import row

WIDTHS = (1000, 2000, 4000)
LEAST = 0.80


def measure(stage: Stage, runs: int) -> dict[str, Any]:
    """Measure each width, in turns.

    Parameters
    ----------
    stage : Stage
        The site and the pages.
    runs : int
        Fresh pages for each width.

    Returns
    -------
    dict
        ``rows`` with their limit, and what each page found: GFLOP/s, peak and their ratio, of the fastest of 60
        turns of each (train_page/train.js says why), and the ratio of the medians.
    """
    found: dict[int, list[dict[str, Any]]] = {width: [] for width in WIDTHS}
    for _run in range(runs):
        for width, pages in found.items():
            pages.append(stage.call("", "syrk", width))
    rows = []
    for width, pages in found.items():
        ratio = statistics.median(page["ratio"] for page in pages)
        what = f"float kernel, H'H of {width:,} units / peak of a core in WebAssembly"
        rows.append(row(what, ratio, at_least=LEAST))
        typical = statistics.median(page["median"] for page in pages)
        print(f"  {what}: {ratio:.3f}; medians of turns {typical:.3f}", flush=True)
    return {"rows": rows, "pages": {str(width): pages for width, pages in found.items()}}
