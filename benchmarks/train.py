"""Benchmark training in Chromium against its peers; the file of each case documents what it measures.

width-1000, width-2000, width-4000   60,000 images: kernels against native NumPy and SciPy in Pyodide (images.py)
peak                                 H'H against the peak of a core (peak.py)
digits, backpropagation              1,797 digits: against hpelm, and against TensorFlow.js (small.py)
backprop                             an epoch of an MLP and a CNN: against PyTorch and TensorFlow.js (networks.py)
rows                                 1,000,000 rows in the page: memory, and time against half the rows (many_rows.py)
page                                 Train pressed in the page on 150, 5,000 and 20,000 rows (press_train.py)
forecast                             next month from three years of daily sales in the page (month_ahead.py)
same-weights                         accuracy in integers minus accuracy in floats (same_weights.py)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import images, many_rows, month_ahead, networks, peak, press_train, same_weights, small
from benchmarks.cases import measure_in_site
from benchmarks.site_fixture import SiteFixture

CASES: dict[str, Callable[[SiteFixture, int], dict[str, Any]]] = {
    **{f"width-{width}": partial(images.measure, width=width) for width in images.WIDTHS},
    "peak": peak.measure,
    "digits": small.measure_hpelm,
    "backpropagation": small.measure_backpropagation,
    "backprop": networks.measure,
    "rows": many_rows.measure,
    "page": press_train.measure,
    "forecast": month_ahead.measure,
    "same-weights": lambda _fixture, runs: same_weights.measure(runs),
}


def measure(site: Path, runs: int, only: Sequence[str] = ()) -> dict[str, Any]:
    """Measure all cases, or only the selected ones.

    Parameters
    ----------
    site : Path
        The built site.
    runs : int
        Number of runs of each side, interleaved.
    only : sequence of str
        Keys of ``CASES``; if empty, all of them.

    Returns
    -------
    dict
        ``machine``, with software versions, ``runs``, and the result of :func:`benchmarks.cases.measure_in_site`.
    """
    return measure_in_site(CASES, site, runs, only)
