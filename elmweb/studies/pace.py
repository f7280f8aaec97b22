"""How often a study reports: a step may take a millisecond, and a picture of it need not be drawn as often."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["paced"]


def paced(report: Callable[[], None], seconds: float = 0.25) -> Callable[[object], None]:
    """Return a function for :meth:`elmweb.studies.desk.Desk.drive` that reports at most every so many seconds.

    Parameters
    ----------
    report : callable
        Works out what there is so far, and reports it.
    seconds : float, default=0.25
        Between two reports; the first comes at once.
    """
    last = -seconds

    def step(_step: object) -> None:
        nonlocal last
        now = time.perf_counter()
        if now - last >= seconds:
            last = now
            report()

    return step
