"""The overhead of calling a deep model through Python, relative to the same file called from JavaScript alone.

Both sides run ``cnn-cifar10`` on a batch of 16 images in WebAssembly, with the same onnxruntime-web, each in a worker
of one page, alternately. The path through Python is that of the page: typed arrays go to the engine's worker, through
its NumPy to the worker that holds the model, and back. The peer sends its worker the same array and receives the same
output.
"""

from __future__ import annotations

import statistics
from typing import Any

from benchmarks.site_fixture import SiteFixture
from benchmarks.thresholds import row

MAX_RATIO = 1.10
_ROUNDS = 40


def measure(fixture: SiteFixture, runs: int) -> dict[str, Any]:
    """Measure the overhead.

    Parameters
    ----------
    fixture : SiteFixture
        The served site and pages.
    runs : int
        Number of fresh pages; each alternates between both sides.

    Returns
    -------
    dict
        ``rows`` with the threshold; for each page, the medians in milliseconds and their ratio; the largest difference
        between the outputs.
    """
    pages = [fixture.call("models.html", "race", _ROUNDS) for _ in range(runs)]
    medians = [{side: statistics.median(page[side]) for side in ("python", "bare")} for page in pages]
    ratios = [page["python"] / page["bare"] for page in medians]
    ratio = statistics.median(ratios)
    what = "cnn-cifar10, 16 images, through Python / JavaScript alone"
    print(f"  {what}: {ratio:.3f}", flush=True)
    return {
        "rows": [row(what, ratio, at_most=MAX_RATIO)],
        "milliseconds": medians,
        "ratios": ratios,
        "difference": max(page["difference"] for page in pages),
    }
