"""The fraction of a core's peak multiply-add rate in WebAssembly that the float kernel reaches for H'H."""

from __future__ import annotations

import statistics
from typing import Any

from benchmarks.site_fixture import SiteFixture
from benchmarks.thresholds import row

WIDTHS = (1000, 2000, 4000)
LEAST = 0.80


def measure(fixture: SiteFixture, runs: int) -> dict[str, Any]:
    """Measure all widths, interleaved.

    Parameters
    ----------
    fixture : SiteFixture
        The served site and pages.
    runs : int
        Number of fresh pages for each width.

    Returns
    -------
    dict
        ``rows`` with their thresholds, and the result of each page: GFLOP/s, peak and their ratio, each from the
        fastest of 60 repetitions (train_page/train.js explains why), and the ratio of the medians.
    """
    found: dict[int, list[dict[str, Any]]] = {width: [] for width in WIDTHS}
    for _run in range(runs):
        for width, pages in found.items():
            pages.append(fixture.call("", "syrk", width))
    rows = []
    for width, pages in found.items():
        ratio = statistics.median(page["ratio"] for page in pages)
        what = f"float kernel, H'H of {width:,} units / peak of a core in WebAssembly"
        rows.append(row(what, ratio, at_least=LEAST))
        typical = statistics.median(page["median"] for page in pages)
        print(f"  {what}: {ratio:.3f}; ratio of medians {typical:.3f}", flush=True)
    return {"rows": rows, "pages": {str(width): pages for width, pages in found.items()}}
