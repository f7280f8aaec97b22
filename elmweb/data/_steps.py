"""Work in steps: a generator yields often, so that a page can show how far it is and stop it."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

__all__ = ["finish"]

T = TypeVar("T")


def finish(steps: Generator[object, None, T]) -> T:
    """Run steps to their end and return what came out."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
