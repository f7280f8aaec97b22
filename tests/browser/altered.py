"""Scripts of the site in another form, for what a page would not show or do by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from person import Person
from playwright.sync_api import Page, Route, Worker, expect

__all__ = ["DIES", "altered", "goes_where_python_can_be_told", "worker_named"]

DIES = "() => { setTimeout(() => { throw new Error('the worker died'); }, 0); }"
"""Ends the worker that is told it."""

_WORKER = "start/python-worker.js"
_RUNS_PYTHON = """
self.runPython = (code) => { const found = python.runPython(code); return found?.toJs?.() ?? found; };
self.pythonItself = () => python;
"""


def altered(folder: Path, name: str, alter: Callable[[str], str]) -> Callable[[Route], None]:
    """Return what serves a file of the site in another form."""

    def serve(route: Route) -> None:
        before = (folder / name).read_text()
        after = alter(before)
        assert after != before
        route.fulfill(body=after, content_type="text/javascript")

    return serve


def worker_named(page: Page, name: str) -> Worker:
    """Return a worker of a page by the name that it has."""
    return next(worker for worker in page.workers if worker.evaluate("() => self.name") == name)


def goes_where_python_can_be_told(person: Person, folder: Path, address: str) -> Person:
    """Open the page with two Pythons that can be told to run anything, and wait for both.

    The person must have come without service workers, or the altered script is not asked for.
    """
    person.context.route(f"**/{_WORKER}", altered(folder, _WORKER, lambda text: text + _RUNS_PYTHON))
    person.address = address
    person.page.goto(address)
    person.is_live()
    expect(person.page.locator("html[data-engine][data-whole]")).to_be_attached()
    return person
