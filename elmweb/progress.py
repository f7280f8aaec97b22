"""Long computations as generators that yield often, so that the page can report progress and cancel them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

__all__ = ["finish", "map_steps"]

S = TypeVar("S")
M = TypeVar("M")
T = TypeVar("T")


def finish(steps: Generator[object, None, T]) -> T:
    """Run a generator to its end and return its result."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def map_steps(steps: Generator[S, None, T], convert: Callable[[S], M]) -> Generator[M, None, T]:
    """Run a generator, yield each of its steps converted, and return its result.

    Exceptions that are thrown in are passed on to the generator, and closing closes it.
    """
    try:
        step = next(steps)
        while True:
            try:
                yield convert(step)
            except GeneratorExit:
                steps.close()
                raise
            except Exception as error:  # noqa: BLE001  whatever was thrown in is for the generator to handle
                step = steps.throw(error)
            else:
                step = next(steps)
    except StopIteration as end:
        return end.value
