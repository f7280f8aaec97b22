"""What the way through Python costs a deep model: beside the same file run by JavaScript alone.

Both run ``cnn-cifar10`` on a batch of 16 images in WebAssembly, with the same onnxruntime-web, each in a worker, in
one page, in turns. The way through Python is that of the page: typed arrays to the bench worker, its NumPy, its own
worker with the model, and back. The peer sends its worker the same array and gets the same answer.
"""

from __future__ import annotations

import statistics
from typing import Any

from benchmarks.site_fixture import Stage
from benchmarks.thresholds import row

MOST = 1.10
_ROUNDS = 40


def measure(stage: Stage, runs: int) -> dict[str, Any]:
    """Measure it.

    Parameters
    ----------
    stage : Stage
        The site and the pages.
    runs : int
        Fresh pages; each runs both ways in turns.

    Returns
    -------
    dict
        ``rows`` with the limit; of each page the medians in milliseconds and their ratio; the largest difference
        between the answers.
    """
    pages = [stage.call("models.html", "race", _ROUNDS) for _ in range(runs)]
    medians = [{way: statistics.median(page[way]) for way in ("python", "bare")} for page in pages]
    ratios = [page["python"] / page["bare"] for page in medians]
    ratio = statistics.median(ratios)
    what = "cnn-cifar10, 16 images, through Python / JavaScript alone"
    print(f"  {what}: {ratio:.3f}", flush=True)
    return {
        "rows": [row(what, ratio, at_most=MOST)],
        "milliseconds": medians,
        "ratios": ratios,
        "difference": max(page["difference"] for page in pages),
    }
