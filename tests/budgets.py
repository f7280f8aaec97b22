"""How much of the processor's time something may take in a test."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def budget(seconds: float) -> Iterator[None]:
    """Fail if what is done within takes more of the processor's time."""
    with nothing_collected():
        start = time.process_time()
        yield
        took = time.process_time() - start
    assert took < seconds, f"took {took:.2f} s, may take {seconds:g} s"


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Keep the garbage that other tests left out of a measurement: after thousands of them it takes up to a second."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
