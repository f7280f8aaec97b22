"""Scripts of the site in another form, for what a page would not show or do by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from person import Person
from playwright.sync_api import Page, Route, Worker, expect

__all__ = ["DIES", "altered", "fast_line", "goes_on_a_fast_line", "goes_where_python_can_be_told", "worker_named"]

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


def fast_line(text: str) -> str:
    """Return the worker's script for whoever takes any line for a fast one, however busy the machine is."""
    return text.replace("FAST_LINE = 6e6", "FAST_LINE = 0").replace("SNAPSHOT_MS = 4_000", "SNAPSHOT_MS = 60_000")


def goes_on_a_fast_line(person: Person, folder: Path, address: str) -> Person:
    """Open the page, and take the line for a fast one."""
    person.context.route(f"**/{_WORKER}", altered(folder, _WORKER, fast_line))
    person.comes_to(address)
    return person


def goes_where_python_can_be_told(person: Person, folder: Path, address: str) -> Person:
    """Open the page with two Pythons that can be told to run anything, and wait for both.

    The person must have come without service workers, or the altered script is not asked for.
    """
    person.context.route(f"**/{_WORKER}", altered(folder, _WORKER, lambda text: fast_line(text) + _RUNS_PYTHON))
    person.address = address
    person.page.goto(address)
    person.is_live()
    expect(person.page.locator("html[data-engine][data-whole]")).to_be_attached()
    return person
