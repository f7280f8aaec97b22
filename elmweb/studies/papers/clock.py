"""A clock for work in steps: it runs only while the work does."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import TypeVar

__all__ = ["Clock"]

S = TypeVar("S")
T = TypeVar("T")


class Clock:
    """Adds up how long the steps of one or more generators take.

    Attributes
    ----------
    seconds : float
        So far, without what happened between the steps.
    """

    def __init__(self) -> None:
        self.seconds = 0.0

    def time(self, steps: Generator[S, None, T]) -> Generator[S, None, T]:
        """Run a generator on this clock.

        Parameters
        ----------
        steps : generator
            The work.

        Yields
        ------
        object
            What the generator yields.

        Returns
        -------
        object
            What the generator returns.
        """
        while True:
            started = time.perf_counter()
            try:
                step = next(steps)
            except StopIteration as end:
                return end.value
            finally:
                self.seconds += time.perf_counter() - started
            yield step
