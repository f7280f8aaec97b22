"""The page, as seen by Python in one of its workers: ports, dropped files, downloads.

The worker's script (``web/start/python-worker.js``) offers one object, ``elmweb``, with
the few functions used here and in ``_browser_kernels.py``, ``_browser_models.py`` and ``_browser_examples.py``:
the only four files that speak to JavaScript.
"""

# pyright: reportMissingModuleSource=false
# Only a browser has js and pyodide; typings/ describes them.

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import js
import numpy as np
from pyodide.ffi import JsException, create_proxy, to_js

from elmweb.exceptions import DownloadError, InputError, ParseError
from elmweb.words.engine import bridge_browser as words

__all__ = ["SAMPLES", "BrowserPort", "bring", "complete", "deliver", "keep", "locate_source", "mark", "on", "post"]

SAMPLES = "/samples"
"""Folder of the bundled samples, once they are requested."""


class BrowserPort:
    """A MessagePort of the browser as a :class:`elmweb.workbench.remote.Port`.

    Parameters
    ----------
    port : MessagePort
        From the page.
    """

    def __init__(self, port: Any) -> None:
        self._port = port

    def post(self, text: str, buffers: Sequence[Any]) -> None:
        """Send a message; the buffers are moved, not copied."""
        js.elmweb.send(self._port, text, to_js([to_js(buffer) for buffer in buffers]))

    def listen(self, receive: Callable[[str, Sequence[Any]], None]) -> None:
        """Call ``receive`` for every message, beginning with those that waited."""
        self._port.onmessage = create_proxy(lambda event: receive(event.data.text, list(event.data.buffers)))


def on(name: str, function: Callable) -> None:
    """Call ``function`` for each message of the page with this type."""
    js.elmweb.on(name, create_proxy(function))


def post(kind: str, **fields: Any) -> None:
    """Send the page a message ``{type: kind, ...fields}``."""
    js.elmweb.post(kind, to_js(fields, dict_converter=js.Object.fromEntries))


def mark(name: str) -> None:
    """Set a performance mark, which the benchmarks read."""
    js.performance.mark(name)


async def complete() -> None:
    """Wait until all files of this Python are there: those that it does not begin with come after it.

    Raises
    ------
    DownloadError
        They could not be fetched, also not at a second and a third try; the next call tries again.
    """
    try:
        await js.elmweb.complete()
    except JsException as error:
        raise DownloadError(words.not_fetched("engine.bundle"), value=str(error), hints=(words.LOOK_ONLINE,)) from error


def deliver(filename: str, mime: str, data: Any) -> None:
    """Deliver a finished file to the page, which offers it as a download.

    Parameters
    ----------
    filename : str
        Its name.
    mime : str
        Its media type.
    data : Uint8Array or bytes
        Its contents; a Uint8Array is passed on without a copy.
    """
    post("deliver", filename=filename, mime=mime, data=to_js(data))


def bring(filename: str, data: Any) -> None:
    """Have the page bring a file that was made here, as if a person had chosen it; see :func:`deliver`."""
    post("bring", filename=filename, data=to_js(data))


def keep(text: str, table: bytes | None, model: Any) -> None:
    """Have the page keep a project for later visits.

    Parameters
    ----------
    text : str
        JSON of what it is.
    table : bytes or None
        Its table, when it was pasted.
    model : Uint8Array or None
        Its newest model file.
    """
    js.elmweb.keep(text, to_js(table), model)


async def locate_source(source: dict) -> dict | np.ndarray:
    """Make a file of the page, or a bundled sample, available under a path that can be read in slices.

    Parameters
    ----------
    source : dict
        ``{"file": number, "name": str}``, ``{"media": number, "shape": list}``, ``{"sample_file": name}``, or
        anything else that the workbench reads.

    Returns
    -------
    dict or ndarray
        ``{"path": str, "name": str}`` for a file of the page, the array of an image or a sound, otherwise ``source``
        unchanged; the file of a sample is then in :data:`SAMPLES`.

    Raises
    ------
    ParseError
        If the file cannot be opened; Parquet files are converted to text.
    InputError
        If the image or the sound is no longer kept.
    DownloadError
        If the file of a sample cannot be fetched.
    """
    if "media" in source:
        array = js.elmweb.media(source["media"])
        if array is None:
            raise InputError(words.NOT_HERE_ANY_MORE, hints=(words.BRING_AGAIN,))
        return np.asarray(array.to_py()).reshape(source["shape"])
    if "file" in source:
        try:
            path = await js.elmweb.mountFile(source["file"])
        except JsException as error:
            raise ParseError(
                words.not_read(source["name"]),
                rule=words.READABLE_FILE,
                value=str(error),
                hints=(words.SAVE_AGAIN, words.CHOOSE_AGAIN),
            ) from error
        return {**{name: value for name, value in source.items() if name != "file"}, "path": str(path)}
    if "sample" in source:
        await js.elmweb.mountSample(f"{SAMPLES}/{source['sample']}.csv")
    if "sample_file" in source:
        try:
            await js.elmweb.mountSample(f"{SAMPLES}/{source['sample_file']}")
        except JsException as error:
            raise DownloadError(
                words.not_fetched(source["sample_file"]), value=str(error), hints=(words.LOOK_ONLINE,)
            ) from error
    return source
