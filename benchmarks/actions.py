"""What a user does on the page: wait until it is ready, choose the number of hidden units, read the clock."""

from __future__ import annotations

from playwright.sync_api import Error, Page, Worker

__all__ = ["WAIT_MS", "choose_width", "now", "wait_until_warm"]

WAIT_MS = 180_000


def wait_until_warm(page: Page) -> None:
    """Wait until the engine has imported everything, as CPython has, and the cache is filled."""
    page.wait_for_selector("html[data-live]", state="attached", timeout=WAIT_MS)
    for _second in range(WAIT_MS // 1000):
        page.wait_for_timeout(1000)
        if any(_is_warm(worker) for worker in page.workers):
            # Once idle, the page prepares its next visit, which must not interfere with the measurement.
            page.wait_for_selector("html[data-kept][data-offline]", state="attached", timeout=WAIT_MS)
            return
    raise RuntimeError("the engine did not finish its warm-up in time")


def _is_warm(worker: Worker) -> bool:
    try:
        return bool(worker.evaluate("performance.getEntriesByName('warm').length"))
    except Error:  # the worker has ended in the meantime, as the one that takes a memory snapshot does
        return False


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
