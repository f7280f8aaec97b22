"""What a person does on the page: wait until it is ready, choose a width, look at the clock."""

from __future__ import annotations

from playwright.sync_api import Error, Page, Worker

__all__ = ["WAIT_MS", "choose_width", "now", "wait_until_warm"]

WAIT_MS = 180_000


def wait_until_warm(page: Page) -> None:
    """Wait until the working Python has imported everything, as CPython has, and the cache is filled."""
    page.wait_for_selector("html[data-live]", state="attached", timeout=WAIT_MS)
    for _second in range(WAIT_MS // 1000):
        page.wait_for_timeout(1000)
        if any(_is_warm(worker) for worker in page.workers):
            # What the page keeps for a next visit is worked on when all is quiet, and must not be in the way here.
            page.wait_for_selector("html[data-kept][data-offline]", state="attached", timeout=WAIT_MS)
            return
    raise RuntimeError("the working Python never said that it is warm")


def _is_warm(worker: Worker) -> bool:
    try:
        return bool(worker.evaluate("performance.getEntriesByName('warm').length"))
    except Error:  # a worker that has ended meanwhile, such as the one that keeps a picture of Python's memory
        return False


def choose_width(page: Page, width: int) -> None:
    """Move the width's slider on the Train page until it says the number."""
    page.evaluate("location.hash = '#/train'")
    page.get_by_text("Adjust", exact=True).click()
    slider = page.get_by_role("slider").first
    slider.focus()
    slider.press("Home")
    number = page.locator(".k b").first
    for _stop in range(20):
        if number.inner_text() == str(width):
            return
        slider.press("ArrowRight")
        page.wait_for_timeout(200)
    raise RuntimeError(f"the width's slider never says {width}")


def now(page: Page) -> float:
    """Return the page's clock in seconds."""
    return page.evaluate("performance.now()") / 1000
