"""Progress messages and failures of the build."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


@contextmanager
def step(text: str) -> Iterator[None]:
    """Print ``text`` before a step, and its duration after it if it took more than a second.

    Parameters
    ----------
    text : str
        Description of the step, such as ``"Compile elmweb"``.

    Yields
    ------
    None
    """
    start = time.perf_counter()
    print(f"  {text} ...", flush=True)
    yield
    seconds = time.perf_counter() - start
    if seconds > 1:
        print(f"  {text}: {seconds:.1f} s", flush=True)


def fail(what: str) -> NoReturn:
    """Exit with a message on the standard error stream and exit code 1."""
    sys.exit(f"build.py: {what}")
