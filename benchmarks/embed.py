"""Benchmark what photos, texts and clips cost in the built site; the file of each case documents what it measures.

speed       photos, texts and clips a second, and their networks alone (example_speed.py)
retraining  how long the Teach page takes to learn one more of 2,000 examples (example_speed.py)
photos      5,000 photos of 12 megapixels: memory, Cancel, and the visit after it (many_photos.py)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import example_speed, many_photos
from benchmarks.cases import measure_in_site
from benchmarks.site_fixture import SiteFixture

CASES: dict[str, Callable[[SiteFixture, int], dict[str, Any]]] = {
    "speed": example_speed.measure,
    "retraining": example_speed.measure_retraining,
    "photos": many_photos.measure,
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
        As :func:`benchmarks.train.measure`.
    """
    return measure_in_site(CASES, site, runs, only)
