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

__all__ = ["SAMPLES", "BrowserPool", "BrowserPort", "deliver", "locate_source", "mark", "on", "post"]

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

    def __init__(self) -> None:
        self._pool: Any = None

    async def open(self, spec: Mapping[str, Any]) -> None:
        """Start the workers and give each empty sums."""
        with _kernels_told():
            self._pool = await js.elmweb.openPool()
            await self._pool.open(to_js(dict(spec), dict_converter=js.Object.fromEntries))

    async def add(self, X: np.ndarray, T: np.ndarray, n: int) -> None:
        """Hand rows to a worker; they are copied out of this Python's memory."""
        with _kernels_told():
            await self._pool.add(to_js(X), to_js(T), n)

    async def finish(self) -> dict[str, Any]:
        """Return the sums of all workers."""
        with _kernels_told():
            sums = await self._pool.finish()
            names = ("G", "C", "hMean", "tMean", "tSquareSums")
            return {"n": sums.n, **{name: np.asarray(getattr(sums, name).to_py()) for name in names}}

    def cancel(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.cancel()


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
