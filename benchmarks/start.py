"""Benchmark how fast the page starts, against the same app loaded the standard way.

Both are served by the same server and opened alternately in the same Chromium, each
visit in a fresh profile. Reported are medians and their ratios:

painted        the real page is on the screen
interactive    Python responds
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.naive_site import build_naive_site
from benchmarks.web import browsing, serving, transfer_size

_MARKS = """() => {
  const at = (name) => performance.getEntriesByName(name)[0]?.startTime ?? null;
  return {painted: at("painted") ?? at("first-contentful-paint"), interactive: at("live"),
    live_at: (performance.timeOrigin + at("live")) / 1000};
}"""
SLOW_LINK = 20  # Mbit/s


def measure(site: Path, runs: int) -> dict[str, Any]:
    """Measure first visits, second visits, and first visits over a slow link.

    Parameters
    ----------
    site : Path
        The built site.
    runs : int
        Number of runs of each side, interleaved.

    Returns
    -------
    dict
        The times of each run in milliseconds, medians, the ratios of ours to theirs, and the bytes transferred
        (compressed).
    """
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        naive = Path(folder) / "naive"
        build_naive_site(site, naive)
        pages = {"elmweb": site, "naive": naive}
        cases = {"first": (None, 1), "second": (None, 2), "slow": (SLOW_LINK, 1)}
        numbers = {}
        for case, (speed, visit) in cases.items():
            times: dict[str, list[dict]] = {name: [] for name in pages}
            for _run in range(runs):
                for name, path in pages.items():
                    with serving(path, speed) as served:
                        marks = _visit(browser, served.address, visit)
                        marks["bytes"] = served.bytes_before(marks.pop("live_at"))
                        times[name].append(marks)
            numbers[case] = _summary(times)
        return {
            "runs": runs,
            "ratios": {case: numbers[case]["ratio"] for case in cases},
            "bytes": {
                "to interactive": {name: visits[0]["bytes"] for name, visits in numbers["first"]["runs"].items()},
                "whole site": transfer_size(site),
            },
            "milliseconds": numbers,
        }


def _visit(browser: Browser, address: str, visits: int) -> dict[str, float]:
    """Visit a page ``visits`` times in a fresh profile; return the performance marks of the last visit."""
    context = browser.new_context()
    try:
        for _earlier in range(visits - 1):
            page = context.new_page()
            _open(page, address)
            _settle(page)
            page.close()
        return _open(context.new_page(), address)
    finally:
        context.close()


def _open(page: Page, address: str) -> dict[str, float]:
    page.goto(address)
    page.wait_for_selector("html[data-live]", state="attached", timeout=180_000)
    return page.evaluate(_MARKS)


def _settle(page: Page) -> None:
    """Wait until the page has cached what its next visit needs; the standard page caches nothing itself."""
    if page.evaluate("document.documentElement.dataset.start") is not None:
        page.wait_for_selector("html[data-kept][data-offline]", state="attached", timeout=180_000)


def _summary(times: dict[str, list[dict]]) -> dict[str, Any]:
    def median(name: str, mark: str) -> float:
        return statistics.median(run[mark] for run in times[name])

    return {
        "ratio": {
            mark: round(median("elmweb", mark) / median("naive", mark), 3) for mark in ("painted", "interactive")
        },
        "median": {name: {mark: round(median(name, mark)) for mark in ("painted", "interactive")} for name in times},
        "runs": times,
    }
