"""Scripts of the site in another form, for what a page would not show or do by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Route, Worker

__all__ = ["RUNS_PYTHON", "altered", "worker_named"]

RUNS_PYTHON = """
self.runPython = (code) => { const found = python.runPython(code); return found?.toJs?.() ?? found; };
self.pythonItself = () => python;
"""
"""Appended to start/python-worker.js: the worker can be told to run Python."""


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
