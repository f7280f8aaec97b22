"""How fast this machine computes, from timings of a few milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from scipy.linalg.blas import dgemm

from elmweb.compute import KernelMap, kernel_in_thread
from elmweb.exceptions import KernelLost

__all__ = ["Timed", "forget_speeds", "kernel_speed", "machine_speed", "python_slowness"]

_N_TIMINGS = 3  # at first; then one at a time
_N_KEPT = 6
_AGAIN_SECONDS = 1.0


class Timed:
    """The time that a piece of work takes: the shortest of the last few timings.

    Other programs, and machine code that a browser has not optimised yet, make a timing too long, and nothing makes it
    too short. So whoever asks again after a second has it timed again, and what has changed since is found out.

    Parameters
    ----------
    prepare : callable
        ``prepare()`` returns the work, a callable, and what frees its memory; None where it cannot be done.
    """

    def __init__(self, prepare: Callable[[], tuple[Callable[[], object], Callable[[], object]] | None]) -> None:
        self._prepare = prepare
        self.forget()

    def forget(self) -> None:
        """Have the next one who asks start anew."""
        self._timings: list[float] = []
        self._next = 0.0

    def seconds(self) -> float | None:
        """Return the time; None where the work cannot be done."""
        if time.perf_counter() >= self._next:
            prepared = self._prepare()
            if prepared is None:
                self.forget()
                return None
            work, free = prepared
            for _ in range(1 if self._timings else _N_TIMINGS):
                start = time.perf_counter()
                work()
                self._timings.append(time.perf_counter() - start)
            free()
            del self._timings[:-_N_KEPT]
            self._next = time.perf_counter() + _AGAIN_SECONDS
        return max(min(self._timings), 1e-6)


_PRODUCT = 256  # rows and columns of the matrices
_LAYER = (1024, 128, 256)  # rows, inputs, units
_LOOP, _LOOP_SECONDS = 30_000, 0.0015  # turns, and what they took on the machine on which the estimate was fitted


def _nothing() -> None:
    pass


def _prepare_product() -> tuple[Callable[[], object], Callable[[], object]]:
    A = np.ones((_PRODUCT, _PRODUCT), order="F")
    return lambda: dgemm(1.0, A, A), _nothing


def _prepare_layer() -> tuple[Callable[[], object], Callable[[], object]] | None:
    kernel = kernel_in_thread("float")
    if kernel is None:
        return None
    n, d, width = _LAYER
    rows = np.ones((n, d))
    layer = KernelMap(kernel, np.ones((d, width)) / d, np.ones(width), "tanh")
    return lambda: layer(rows), layer.free


def _loop() -> int:
    total = 0
    for number in range(_LOOP):
        total += number
    return total


_product = Timed(_prepare_product)
_layer = Timed(_prepare_layer)
_turns = Timed(lambda: (_loop, _nothing))


def machine_speed() -> float:
    """Measure the floating-point operations per second of a small matrix product.

    Returns
    -------
    float
        The best of the last timings.
    """
    return 2 * _PRODUCT**3 / (_product.seconds() or 1.0)


def kernel_speed() -> float:
    """Measure the floating-point operations per second of a hidden layer in the kernel of this thread.

    Returns
    -------
    float
        The best of the last timings of a call as in a fit, including transfers; 0 without a kernel.
    """
    n, d, width = _LAYER
    try:
        seconds = _layer.seconds()
    except KernelLost:
        return 0.0
    return n * width * (2.0 * d + 60) / seconds if seconds else 0.0


def python_slowness() -> float:
    """Measure how many times longer a Python loop takes than on the machine on which the estimate was fitted.

    Returns
    -------
    float
        The best of the last timings, divided by 1.5 ms.
    """
    return (_turns.seconds() or 1.0) / _LOOP_SECONDS


def forget_speeds() -> None:
    """Have the machine measured anew."""
    for timed in (_product, _layer, _turns):
        timed.forget()
