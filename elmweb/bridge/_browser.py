"""The only file that speaks to JavaScript: ports, dropped files, downloads.

The worker's script (``web/python-worker.js``) offers one object, ``elmweb``, with
the few functions used here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import js
import numpy as np
from pyodide.ffi import JsException, create_proxy, to_js

from elmweb.exceptions import KernelLost, ParseError
from elmweb.words import KERNEL_NOTES

__all__ = [
    "SAMPLES",
    "BrowserKernel",
    "BrowserPool",
    "BrowserPort",
    "deliver",
    "locate_source",
    "mark",
    "on",
    "open_kernel",
    "post",
]

SAMPLES = "/samples"
"""Where the bundled samples are, once somebody asked for them."""


class BrowserPort:
    """A MessagePort of the browser as a :class:`elmweb.bridge.remote.Port`.

    Parameters
    ----------
    port : MessagePort
        As the page handed it over.
    """

    def __init__(self, port: Any) -> None:
        self._port = port

    def post(self, text: str, buffers: Sequence[Any]) -> None:
        """Send a message; the buffers are moved, not copied."""
        js.elmweb.send(self._port, text, to_js([to_js(buffer) for buffer in buffers]))

    def listen(self, receive: Callable[[str, Sequence[Any]], None]) -> None:
        """Call ``receive`` for every message, those that waited first."""
        self._port.onmessage = create_proxy(lambda event: receive(event.data.text, list(event.data.buffers)))


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


def on(name: str, function: Callable) -> None:
    """Have ``function`` called for each message of the page with this type."""
    js.elmweb.on(name, create_proxy(function))


def post(kind: str, **fields: Any) -> None:
    """Send the page a message ``{type: kind, ...fields}``."""
    js.elmweb.post(kind, to_js(fields, dict_converter=js.Object.fromEntries))


def mark(name: str) -> None:
    """Note on this worker's clock that something has happened; measurements look for it."""
    js.performance.mark(name)


def deliver(filename: str, mime: str, data: Any) -> None:
    """Hand a finished file to the page, which offers it as a download.

    Parameters
    ----------
    filename : str
        Its name.
    mime : str
        Its media type.
    data : Uint8Array or bytes
        Its contents; a handle passes through uncopied.
    """
    post("deliver", filename=filename, mime=mime, data=to_js(data))


async def locate_source(source: dict) -> dict:
    """Turn a file of the page, or a bundled sample, into a path this Python can read in slices.

    Parameters
    ----------
    source : dict
        ``{"file": number, "name": str}`` or anything the workbench reads by itself.

    Returns
    -------
    dict
        ``{"path": str, "name": str}`` for a file of the page, else ``source`` unchanged;
        a sample's file is at its place below :data:`SAMPLES` then.

    Raises
    ------
    ParseError
        If the file cannot be opened; Parquet files become text on the way.
    """
    if "file" in source:
        try:
            path = await js.elmweb.mountFile(source["file"])
        except JsException as error:
            raise ParseError(
                f'"{source["name"]}" cannot be read.',
                rule="a whole Parquet file, or a table as text or workbook, that is still where it was",
                value=str(error),
                ways=("Save it again, as CSV if need be.", "Choose it again if it was changed or moved."),
            ) from error
        return {"path": str(path), "name": source["name"]}
    if "sample" in source:
        await js.elmweb.mountSample(f"{SAMPLES}/{source['sample']}.csv")
    return source
