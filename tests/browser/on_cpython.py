"""Verbs of the workbench on CPython, to compare the page with."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

__all__ = ["answer", "ignore"]


def answer(verb: Coroutine[Any, Any, Any]) -> Any:
    """Return the answer of a verb; in a thread, since Playwright has a running loop in that of the tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, verb).result()


def ignore(_message: dict[str, Any]) -> None:
    """Take a progress message."""
