"""A folder of 5,000 photos of 12 megapixels in the built site: memory while they come, Cancel, and the next visit.

The photos (photo_files.py) are given to the page's field for folders. After a tenth of them Cancel is pressed, the page
is loaded again, and the same folder is brought once more: what was embedded before must be known. Memory is the
resident set of all processes of the browser and its driver, sampled with the number of the photo that the page shows.
It is flat when the last photos are decoded in as much memory as the early ones: one decoded photo has 48 MB, and 5,000
have 240 GB.

What may grow is what is kept: of each photo 1,280 numbers and a small picture, 9 kB.

``ELMWEB_PHOTOS`` sets another number of photos; 5,000 need 9 GB on the disk, and half an hour.
"""

from __future__ import annotations

import os
import re
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from benchmarks.actions import wait_until_warm, warm_at
from benchmarks.many_rows import children_mb
from benchmarks.photo_files import write_photos
from benchmarks.site_fixture import SiteFixture
from benchmarks.thresholds import row
from benchmarks.web import serving

__all__ = ["measure", "medians_by_photo"]

N_PHOTOS = int(os.environ.get("ELMWEB_PHOTOS", "5000"))
MAX_GROWTH_MB = 200
MAX_CANCEL_S = 10
_WAIT_MS = 7_200_000
_INTERVAL = 0.25  # seconds between two samples
_PARTS = 20  # into which the photos are divided for the report
_KNOWN = re.compile(r"([\d,]+) photos? (?:was|were) known")
_STEP = re.compile(r"Embedding photo ([\d,]+) of [\d,]+")


def measure(fixture: SiteFixture, runs: int) -> dict[str, Any]:  # noqa: ARG001  one run is long enough
    """Bring the photos, stop, come back, and bring them again.

    Parameters
    ----------
    fixture : SiteFixture
        The served site and pages.
    runs : int
        Not used.

    Returns
    -------
    dict
        ``rows`` with their thresholds; ``photos``, ``photo_mb`` (the mean size of a file), ``before_mb``,
        ``memory_mb`` (the median of each twentieth of the photos), ``peak_mb``, ``photos_a_second``,
        ``cancel_seconds``, ``stopped_at`` and ``known``: how many were known on the second visit.
    """
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as temporary:
        folder = Path(temporary) / "photos"
        size = write_photos(folder, N_PHOTOS)
        print(f"  {N_PHOTOS:,} photos of {size / N_PHOTOS / 1e6:.1f} MB", flush=True)
        found = {"photos": N_PHOTOS, "photo_mb": round(size / N_PHOTOS / 1e6, 2), **_in_page(fixture, folder)}
    return {"rows": threshold_rows(found), **found}


def threshold_rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows that have a threshold.

    Parameters
    ----------
    found : dict
        ``photos``, ``memory_mb``, ``cancel_seconds``, ``stopped_at`` and ``known``, as :func:`measure` returns them.

    Returns
    -------
    list of dict
        As made by :func:`benchmarks.thresholds.row`.
    """
    memory, of = found["memory_mb"], f"{found['photos']:,} photos of 12 megapixels"
    early = memory[2 * len(memory) // 20 : 4 * len(memory) // 20]  # of new photos: the first tenth is known
    growth = statistics.median(memory[-2:]) - statistics.median(early) if memory and max(memory) else None
    why_not = "" if growth is not None else "needs /proc, which reports the memory of processes on Linux only"
    return [
        row(f"{of}: memory at the last minus memory at the first, MB", growth, at_most=MAX_GROWTH_MB, why_not=why_not),
        row(f"{of}: seconds from Cancel to its end", found["cancel_seconds"], at_most=MAX_CANCEL_S),
        row(f"{of}: photos embedded twice", max(0, found["stopped_at"] - found["known"]), at_most=3),
    ]


def medians_by_photo(samples: list[tuple[int, float]], n_photos: int, n_parts: int = _PARTS) -> list[float]:
    """Return the median memory over each part of the photos.

    Parameters
    ----------
    samples : list of (int, float)
        The number of the photo that was being embedded, and the memory then.
    n_photos : int
        All photos.
    n_parts : int
        Parts of equal size.

    Returns
    -------
    list of float
        A part without a sample has the value of the one before it.
    """
    parts: list[list[float]] = [[] for _ in range(n_parts)]
    for photo, memory in samples:
        parts[min(n_parts - 1, (photo - 1) * n_parts // n_photos)].append(memory)
    medians: list[float] = []
    for part in parts:
        medians.append(statistics.median(part) if part else medians[-1] if medians else 0.0)
    return medians


def _in_page(fixture: SiteFixture, folder: Path) -> dict[str, Any]:
    """Return what happened on two visits in one browser."""
    with serving(fixture.site) as served, fixture.fresh_browser() as browser:
        page = browser.new_page()
        page.set_default_timeout(_WAIT_MS)
        page.goto(served.address)
        wait_until_warm(page)
        before = children_mb(os.getpid())
        page.set_input_files("#folder", folder)
        stopped_at = _watch(page, until=N_PHOTOS // 10)[-1][0]
        start = time.perf_counter()
        page.get_by_role("button", name="Cancel", exact=True).first.click()
        page.get_by_text("Stopped.", exact=True).first.wait_for()
        cancelled = time.perf_counter() - start
        page.reload()
        page.wait_for_selector("html[data-live]", state="attached")
        warm_at(page)
        page.set_input_files("#folder", folder)
        start = time.perf_counter()
        samples = _watch(page)
        seconds = time.perf_counter() - start
        page.get_by_text("How the file was read").click()
        told = page.get_by_text(re.compile(r"known from before")).first.inner_text()
        known = int(_KNOWN.findall(told)[0].replace(",", ""))
        return {
            "before_mb": round(before),
            "memory_mb": [round(each) for each in medians_by_photo(samples, N_PHOTOS)],
            "peak_mb": round(max(memory for _, memory in samples)),
            "photos_a_second": round((N_PHOTOS - known) / seconds, 2),
            "cancel_seconds": round(cancelled, 1),
            "stopped_at": stopped_at,
            "known": known,
        }


def _watch(page: Page, until: int | None = None) -> list[tuple[int, float]]:
    """Return memory by photo until the page shows the table, or so many photos."""
    samples: list[tuple[int, float]] = []
    shown, told = page.get_by_text(_STEP), 0.0
    while not page.locator("body[data-table]").count():
        text = " ".join(shown.all_inner_texts()) if shown.count() else ""
        if step := _STEP.search(text):
            samples.append((int(step[1].replace(",", "")), children_mb(os.getpid())))
            if until is not None and samples[-1][0] >= until:
                break
            if time.perf_counter() - told > 60:
                print(f"  photo {samples[-1][0]:,}: {samples[-1][1]:.0f} MB", flush=True)
                told = time.perf_counter()
        time.sleep(_INTERVAL)
    return samples
