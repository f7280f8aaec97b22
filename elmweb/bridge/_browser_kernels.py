"""The kernels in JavaScript and WebAssembly: one in the thread of this worker, and a pool with one for each core."""

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
from elmweb.words.engine import bridge_kernels as words

__all__ = ["BrowserKernel", "BrowserPool", "open_kernel", "open_networks"]


class BrowserPool:
    """The kernels of the browser as a :class:`elmweb.compute.Pool`, one for each core, started by ``open``."""

    size = min(16, int(js.navigator.hardwareConcurrency or 2))

    def __init__(self) -> None:
        self._pool: Any = None

    async def open(self, spec: Mapping[str, Any]) -> None:
        """Start the workers, each with empty sums."""
        with _kernel_errors():
            self._pool = await js.elmweb.openPool(self.size)
            await self._pool.open(_as_object(spec))

    async def add(self, X: np.ndarray, T: np.ndarray, n: int) -> None:
        """Send rows to a worker; they are copied out of this Python's memory."""
        with _kernel_errors():
            await self._pool.add(to_js(X), to_js(T), n)

    async def finish(self) -> dict[str, Any]:
        """Return the sums of all workers."""
        with _kernel_errors():
            return _as_sums(await self._pool.finish())

    def cancel(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.cancel()


class BrowserKernel:
    """The kernel in this thread as a :class:`elmweb.compute.Kernel`, synchronous; arrays are copied on the way.

    Parameters
    ----------
    kernel : JsProxy
        From ``elmweb.openKernel``.
    """

    def __init__(self, kernel: Any) -> None:
        self._kernel = kernel

    def sums(self, spec: Mapping[str, Any]) -> _BrowserSums:
        """Return empty sums for one layer."""
        with _kernel_errors():
            return _BrowserSums(self._kernel.sums(_as_object(spec)))

    def map(self, spec: Mapping[str, Any]) -> _BrowserMap:
        """Return ``activation(X W + bias)`` as a function of rows."""
        with _kernel_errors():
            return _BrowserMap(self._kernel.map(_as_object(spec)))


class _Held:
    """An object in the kernel's memory."""

    def __init__(self, held: Any) -> None:
        self._held = held

    def free(self) -> None:
        """Release the memory."""
        with _kernel_errors():
            self._held.free()


class _BrowserSums(_Held):
    """Sums in the kernel."""

    def add(self, X: np.ndarray, T: np.ndarray, n: int, sign: int, weights: np.ndarray | None) -> None:
        """Add rows, or remove them."""
        with _kernel_errors():
            self._held.add(to_js(X), to_js(T), n, sign, None if weights is None else to_js(weights))

    def hidden(self, X: np.ndarray, n: int) -> np.ndarray:
        """Return the hidden units, flattened."""
        with _kernel_errors():
            return np.asarray(self._held.hidden(to_js(X), n).to_py())

    def state(self) -> Any:
        """Return a copy of all sums."""
        with _kernel_errors():
            return self._held.state()

    def merge(self, state: Any) -> None:
        """Add the sums of other rows."""
        with _kernel_errors():
            self._held.merge(state)

    def gram(self) -> dict[str, Any]:
        """Return the centred sums."""
        with _kernel_errors():
            return _as_sums(self._held.gram())


class _BrowserMap(_Held):
    """A function of rows in the kernel."""

    def apply(self, X: np.ndarray, n: int) -> np.ndarray:
        """Return its values for rows, flattened."""
        with _kernel_errors():
            return np.asarray(self._held.apply(to_js(X), n).to_py())


async def open_kernel() -> tuple[BrowserKernel | None, list[str], str]:
    """Load the kernel into this worker and run its self-test.

    Returns
    -------
    kernel : BrowserKernel or None
        None if no part of it can be used.
    failing : list of str
        The kinds of arithmetic that failed the self-test.
    note : str
        A sentence about that for the page, or an empty string.
    """
    try:
        kernel = await js.elmweb.openKernel()
    except JsException:
        return None, ["float", "integer"], words.NOTES["lost"]
    failing = list(kernel.failing.to_py())
    why = str(kernel.why)
    return (None if len(failing) == 2 else BrowserKernel(kernel)), failing, words.NOTES[why] if why else ""


class _BrowserFunctions:
    """Functions of WebAssembly by their names, each looked up once."""

    def __init__(self, functions: Any) -> None:
        self._functions = functions

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._functions, name)
        setattr(self, name, found)
        return found


async def open_networks() -> _BrowserFunctions | None:
    """Load what networks compute with, on arrays in the memory of this Python.

    Returns
    -------
    object or None
        What :func:`elmweb.backprop.in_place.set_functions` takes; None if this browser cannot run it.
    """
    try:
        functions = await js.elmweb.openNetworks()
    except JsException:
        return None
    return None if functions is None else _BrowserFunctions(functions)


def _as_object(spec: Mapping[str, Any]) -> Any:
    """Return a layer as an object of JavaScript; arrays are copied."""
    return to_js(dict(spec), dict_converter=js.Object.fromEntries)


def _as_sums(sums: Any) -> dict[str, Any]:
    """Return the result of the kernel's ``gram()`` as NumPy arrays."""
    names = ("G", "C", "hMean", "tMean", "tSquareSums")
    return {"n": sums.n, **{name: np.asarray(getattr(sums, name).to_py()) for name in names}}


@contextmanager
def _kernel_errors() -> Iterator[None]:
    """Raise exceptions of JavaScript as :class:`KernelLost`."""
    try:
        yield
    except JsException as error:
        raise KernelLost(str(error)) from error
