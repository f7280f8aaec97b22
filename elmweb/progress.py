"""Work in steps: a generator yields often, so that a page can show how far it is and stop it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

__all__ = ["finish", "map_steps"]

S = TypeVar("S")
M = TypeVar("M")
T = TypeVar("T")


def finish(steps: Generator[object, None, T]) -> T:
    """Run steps to their end and return what came out."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def map_steps(steps: Generator[S, None, T], say: Callable[[S], M]) -> Generator[M, None, T]:
    """Run steps that yield one thing and yield what `say` makes of it; return what came out.

    What is thrown in reaches the steps, and closing closes them.
    """
    try:
        step = next(steps)
        while True:
            try:
                yield say(step)
            except GeneratorExit:
                steps.close()
                raise
            except Exception as error:  # noqa: BLE001  whatever was thrown in is theirs to deal with
                step = steps.throw(error)
            else:
                step = next(steps)
    except StopIteration as end:
        return end.value
