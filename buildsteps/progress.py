"""One line for every step that takes more than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


@contextmanager
def step(text: str) -> Iterator[None]:
    """Print ``text`` before a step and its seconds after it.

    Parameters
    ----------
    text : str
        What is being done, such as ``"Compile the front's Python"``.

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
    """End the program with one sentence on the error stream and exit code 1."""
    sys.exit(f"build.py: {what}")
