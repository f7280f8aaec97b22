"""Measure how fast the page starts, beside the same app loaded the plain way.

Both are served by the same server, opened in the same Chromium in turn, each
visit in a fresh profile. Reported are medians and their ratios:

painted        the real page is on the screen
interactive    Python answers
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.naive_site import build_naive_site
from benchmarks.web import browsing, serving, size_on_the_line

_MARKS = """() => {
  const at = (name) => performance.getEntriesByName(name)[0]?.startTime ?? null;
  return {painted: at("painted") ?? at("first-contentful-paint"), interactive: at("live"),
    moment: (performance.timeOrigin + at("live")) / 1000};
}"""
SLOW_LINE = 20  # Mbit/s


def measure(site: Path, runs: int) -> dict[str, Any]:
    """Measure first visits, second visits and first visits over a slow line.

    Parameters
    ----------
    site : Path
        The built site.
    runs : int
        Interleaved runs of each.

    Returns
    -------
    dict
        Milliseconds of each run, medians, ours divided by theirs, and bytes over the line (compressed).
    """
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        naive = Path(folder) / "naive"
        build_naive_site(site, naive)
        pages = {"elmweb": site, "naive": naive}
        cases = {"first": (None, 1), "second": (None, 2), "slow": (SLOW_LINE, 1)}
        numbers = {}
        for case, (speed, visit) in cases.items():
            times: dict[str, list[dict]] = {name: [] for name in pages}
            for _run in range(runs):
                for name, path in pages.items():
                    with serving(path, speed) as served:
                        marks = _visit(browser, served.address, visit)
                        marks["bytes"] = served.bytes_before(marks.pop("moment"))
                        times[name].append(marks)
            numbers[case] = _summary(times)
        return {
            "runs": runs,
            "ratios": {case: numbers[case]["ratio"] for case in cases},
            "bytes": {
                "to interactive": {name: visits[0]["bytes"] for name, visits in numbers["first"]["runs"].items()},
                "whole site": size_on_the_line(site),
            },
            "milliseconds": numbers,
        }


def _visit(browser: Browser, address: str, visits: int) -> dict[str, float]:
    """Visit a page in a fresh profile, ``visits`` times; return the marks of the last."""
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
    """Wait until the page has kept what it keeps for the next visit; the plain page keeps nothing by itself."""
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
