"""Use the built page as a person does, to take pictures of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, Literal

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from buildsteps.browser import find_chromium
from buildsteps.server import make_server

__all__ = ["SCHEMES", "go", "live_page", "press", "settle", "to", "top"]

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_PATIENCE_MS = 60_000
_SETTLE_MS = 600


@contextmanager
def live_page(site: Path, window: ViewportSize, **context: Any) -> Iterator[Page]:
    """Serve a site, and open it in a Chromium of its own.

    Parameters
    ----------
    site : Path
        Folder of the built site.
    window : dict
        ``width`` and ``height`` in CSS pixels.
    **context
        Further options of the browser's context, such as ``color_scheme``.

    Yields
    ------
    Page
        The live page, which nobody has used yet.
    """
    server = make_server(site)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    path = find_chromium()
    expect.set_options(timeout=_PATIENCE_MS)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            options = {"viewport": window, "service_workers": "block", "reduced_motion": "reduce", **context}
            opened = browser.new_context(**options)
            opened.set_default_timeout(_PATIENCE_MS)
            page = opened.new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            page.locator("html[data-live]").wait_for(state="attached")
            yield page
            browser.close()
    finally:
        server.shutdown()
        server.server_close()


def go(page: Page, name: str) -> None:
    """Open a page by its address."""
    page.evaluate("(name) => { location.hash = `#/${name}`; }", name)
    page.locator(f'section[data-page="{name.partition("/")[0]}"]').wait_for()
    settle(page)
    top(page)


def press(page: Page, args: dict[str, str]) -> None:
    """Press what sends a message with these arguments, whatever is written on it."""
    parts = "".join(f"[data-send*='{json.dumps(key)}: {json.dumps(value)}']" for key, value in args.items())
    page.locator(f"button{parts}").first.click()


def settle(page: Page) -> None:
    """Wait until nothing is being loaded or worked out, and what came of it is drawn."""
    page.wait_for_timeout(_SETTLE_MS)  # what is pressed is on its way to Python for some milliseconds
    page.locator("#loading-bar").wait_for(state="hidden")
    page.wait_for_timeout(_SETTLE_MS)


def top(page: Page) -> None:
    """Scroll to the head of the page."""
    page.evaluate("() => scrollTo(0, 0)")


def to(page: Page, selector: str) -> None:
    """Scroll to what is described, with what stands above it."""
    page.locator(selector).first.evaluate("(found) => scrollBy(0, found.getBoundingClientRect().top - 150)")
