"""What a user does on the page: wait until it is ready, choose the number of hidden units, read the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, Page, Worker

from benchmarks.site_fixture import SiteFixture
from benchmarks.web import serving

__all__ = ["WAIT_MS", "choose_width", "now", "open_file", "wait_until_warm", "warm_at", "warm_page"]

WAIT_MS = 180_000


@contextmanager
def warm_page(fixture: SiteFixture, wait_ms: int = WAIT_MS) -> Iterator[Page]:
    """Yield the page in a fresh browser, once both Pythons are ready."""
    with serving(fixture.site) as served, fixture.fresh_browser() as browser:
        page = browser.new_page()
        page.set_default_timeout(wait_ms)
        page.goto(served.address)
        wait_until_warm(page)
        yield page


def open_file(page: Page, file: Path) -> None:
    """Give a file to the page's own file input, and wait until it is open."""
    page.set_input_files("input[type=file]", file)
    page.wait_for_selector("body[data-table]", state="attached")


def wait_until_warm(page: Page) -> None:
    """Wait until the engine has imported everything, as CPython has, and the cache is filled."""
    page.wait_for_selector("html[data-live]", state="attached", timeout=WAIT_MS)
    warm_at(page)
    # Once idle, the page prepares its next visit, which must not interfere with the measurement.
    page.wait_for_selector("html[data-kept~=engine][data-offline]", state="attached", timeout=WAIT_MS)


def warm_at(page: Page) -> float:
    """Wait until the engine has imported everything; return when that was, in milliseconds since the epoch."""
    for _try in range(WAIT_MS // 500):
        for worker in page.workers:
            if at := _warm_at(worker):
                return at
        page.wait_for_timeout(500)
    raise RuntimeError("the engine did not finish its warm-up in time")


def _warm_at(worker: Worker) -> float:
    try:
        return worker.evaluate(
            "performance.timeOrigin * performance.getEntriesByName('warm').length"
            " + (performance.getEntriesByName('warm')[0]?.startTime ?? 0)"
        )
    except Error:  # the worker has ended in the meantime, as the one that takes a memory snapshot does
        return 0.0


def choose_width(page: Page, width: int) -> None:
    """Move the slider for the number of hidden units on the Train page until it shows ``width``."""
    page.evaluate("location.hash = '#/train'")
    page.get_by_text("Adjust", exact=True).click()
    slider = page.get_by_role("slider").first
    slider.focus()
    slider.press("Home")
    label = page.locator(".k b").first
    for _step in range(20):
        if label.inner_text() == str(width):
            return
        slider.press("ArrowRight")
        page.wait_for_timeout(200)
    raise RuntimeError(f"the slider for the number of hidden units never shows {width}")


def now(page: Page) -> float:
    """Return the time of the page's clock in seconds."""
    return page.evaluate("performance.now()") / 1000
