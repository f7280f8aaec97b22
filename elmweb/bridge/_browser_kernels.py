"""The kernels in JavaScript and WebAssembly, as Python in a worker sees them: one beside it, and one a core."""

# pyright: reportMissingModuleSource=false
# Only a browser has js and pyodide; typings/ describes them.

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import js
import numpy as np
from pyodide.ffi import JsException, to_js

from elmweb.exceptions import KernelLost
from elmweb.formatting import KERNEL_NOTES

__all__ = ["BrowserKernel", "BrowserPool", "open_kernel"]


class BrowserPool:
    """The kernels of the browser as a :class:`elmweb.compute.Pool`: a worker a core, started by the first ``open``."""

    size = min(16, int(js.navigator.hardwareConcurrency or 2))

    def __init__(self) -> None:
        self._pool: Any = None

    async def open(self, spec: Mapping[str, Any]) -> None:
        """Start the workers and give each empty sums."""
        with _kernels_told():
            self._pool = await js.elmweb.openPool(self.size)
            await self._pool.open(_as_object(spec))

    async def add(self, X: np.ndarray, T: np.ndarray, n: int) -> None:
        """Hand rows to a worker; they are copied out of this Python's memory."""
        with _kernels_told():
            await self._pool.add(to_js(X), to_js(T), n)

    async def finish(self) -> dict[str, Any]:
        """Return the sums of all workers."""
        with _kernels_told():
            return _as_sums(await self._pool.finish())

    def cancel(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.cancel()


class BrowserKernel:
    """The kernel of this worker as a :class:`elmweb.compute.Kernel`: answers at once; arrays are copied on the way.

    Parameters
    ----------
    here : JsProxy
        What ``openHere`` of web/kernel/here.js gave.
    """

    def __init__(self, here: Any) -> None:
        self._here = here

    def sums(self, spec: Mapping[str, Any]) -> _BrowserSums:
        """Return empty sums for one layer."""
        with _kernels_told():
            return _BrowserSums(self._here.sums(_as_object(spec)))

    def map(self, spec: Mapping[str, Any]) -> _BrowserMap:
        """Return ``activation(X W + bias)`` as a function of rows."""
        with _kernels_told():
            return _BrowserMap(self._here.map(_as_object(spec)))


class _Held:
    """Something in the kernel's memory."""

    def __init__(self, held: Any) -> None:
        self._held = held

    def free(self) -> None:
        """Give the memory back."""
        with _kernels_told():
            self._held.free()


class _BrowserSums(_Held):
    """Sums in the kernel."""

    def add(self, X: np.ndarray, T: np.ndarray, n: int, sign: int, weights: np.ndarray | None) -> None:
        """Add rows, or take them away."""
        with _kernels_told():
            self._held.add(to_js(X), to_js(T), n, sign, None if weights is None else to_js(weights))

    def hidden(self, X: np.ndarray, n: int) -> np.ndarray:
        """Return hidden units, flat."""
        with _kernels_told():
            return np.asarray(self._held.hidden(to_js(X), n).to_py())

    def state(self) -> Any:
        """Return a copy of all sums."""
        with _kernels_told():
            return self._held.state()

    def merge(self, state: Any) -> None:
        """Add the rows of another sum."""
        with _kernels_told():
            self._held.merge(state)

    def gram(self) -> dict[str, Any]:
        """Return the sums about their means."""
        with _kernels_told():
            return _as_sums(self._held.gram())


class _BrowserMap(_Held):
    """A function of rows in the kernel."""

    def apply(self, X: np.ndarray, n: int) -> np.ndarray:
        """Return what it makes of rows, flat."""
        with _kernels_told():
            return np.asarray(self._held.apply(to_js(X), n).to_py())


async def open_kernel() -> tuple[BrowserKernel | None, list[str], str]:
    """Load the kernel into this worker and have it tested.

    Returns
    -------
    kernel : BrowserKernel or None
        None where nothing of it can be used.
    failing : list of str
        Arithmetics that it must not be used for.
    note : str
        What a person should know of that, in one sentence or none.
    """
    try:
        here = await js.elmweb.openKernel()
    except JsException:
        return None, ["float", "integer"], KERNEL_NOTES["lost"]
    failing = list(here.failing.to_py())
    return (None if len(failing) == 2 else BrowserKernel(here)), failing, KERNEL_NOTES[str(here.why)]


def _as_object(spec: Mapping[str, Any]) -> Any:
    """Return a layer as JavaScript has it: arrays are copied."""
    return to_js(dict(spec), dict_converter=js.Object.fromEntries)


def _as_sums(sums: Any) -> dict[str, Any]:
    """Return what ``gram()`` of the kernel gives, as arrays of this Python."""
    names = ("G", "C", "hMean", "tMean", "tSquareSums")
    return {"n": sums.n, **{name: np.asarray(getattr(sums, name).to_py()) for name in names}}


@contextmanager
def _kernels_told() -> Iterator[None]:
    """Turn what JavaScript raises into what Python knows."""
    try:
        yield
    except JsException as error:
        raise KernelLost(str(error)) from error
