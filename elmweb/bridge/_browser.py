"""The only file that speaks to JavaScript: ports, dropped files, downloads.

The worker's script (``web/python-worker.js``) offers one object, ``elmweb``, with
the few functions used here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import js
import numpy as np
from pyodide.ffi import JsException, create_proxy, to_js

from elmweb.exceptions import (
    Cancelled,
    DownloadError,
    ElmwebError,
    InputError,
    KernelLost,
    ModelFileError,
    ModelGone,
    OutOfMemory,
    ParseError,
    ProviderFailed,
)
from elmweb.words import KERNEL_NOTES
from elmweb.zoo.manifest import FileEntry
from elmweb.zoo.runtime import GpuFacts, Loaded, Source, tensor_info

__all__ = [
    "SAMPLES",
    "BrowserKernel",
    "BrowserPool",
    "BrowserPort",
    "BrowserRuntime",
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


class BrowserRuntime:
    """onnxruntime-web as a :class:`elmweb.zoo.runtime.Runtime`, in a worker that starts when it is first asked."""

    fallback = "wasm"

    def __init__(self) -> None:
        self._opened: Any = None

    async def _host(self) -> Any:
        if self._opened is None:
            self._opened = await js.elmweb.openOrt()
        return self._opened

    async def manifest(self) -> bytes:
        """Return ``manifest.json``."""
        answer = await js.fetch("models/manifest.json")
        if not answer.ok:
            raise DownloadError("The list of models could not be fetched.", value=str(answer.status))
        return (await answer.text()).encode()

    async def facts(self) -> GpuFacts:
        """Say what WebGPU offers."""
        with _models_told():
            found = await (await self._host()).ask("facts")
        if not found.available:
            return GpuFacts(available=False, why=found.why)
        most = int(min(found.maxBufferSize, found.maxStorageBufferBindingSize))
        device = " ".join(filter(None, (found.vendor, found.architecture, found.description)))
        return GpuFacts(True, device=device, software=found.software, f16=found.f16, max_buffer_bytes=most)  # noqa: FBT003

    async def load(self, source: Source, provider: str, progress: Callable[[int], None]) -> Loaded:
        """Make a graph ready; cancelling the waiting task ends its download."""
        found = await self._brought("load", [_source(source), provider], progress)
        inputs, outputs = (
            tuple(tensor_info(value.name, value.type, value.shape.to_py()) for value in values)
            for values in (found.inputs, found.outputs)
        )
        return Loaded((found.worker, found.id), found.provider, inputs, outputs, found.kept, found.seconds)

    async def run(
        self, handle: Any, feeds: Mapping[str, np.ndarray], outputs: Sequence[str] | None
    ) -> tuple[dict[str, np.ndarray], float]:
        """Run a graph; arrays cross as typed arrays, copied once each way."""
        given = {name: {"data": _bytes(X), "dims": list(X.shape), "type": X.dtype.name} for name, X in feeds.items()}
        with _models_told():
            host = await self._host()
            found = await host.run(*handle, _plain(given), None if outputs is None else to_js(list(outputs)))
        return {name: _array(tensor) for name, tensor in js.Object.entries(found.outputs)}, found.milliseconds

    async def release(self, handle: Any) -> None:
        """Forget a graph; one whose worker has ended is gone already."""
        try:
            with _models_told():
                await (await self._host()).release(*handle)
        except ModelGone:
            pass

    async def read(self, entry: FileEntry, progress: Callable[[int], None]) -> bytes:
        """Return a verified file."""
        return (await self._brought("file", [_source(entry)["entry"]], progress)).to_bytes()

    async def kept(self, hashes: Sequence[str]) -> list[bool]:
        """Say which files are here."""
        with _models_told():
            return (await (await self._host()).ask("kept", to_js(list(hashes)))).to_py()

    async def tidy(self, hashes: Sequence[str]) -> None:
        """Forget kept files that are none of these."""
        with _models_told():
            await (await self._host()).ask("tidy", to_js(list(hashes)))

    async def where(self, source: Source, provider: str) -> list[str]:
        """Return what onnxruntime's log says of the placement of nodes."""
        with _models_told():
            return (await (await self._host()).where(_plain(_source(source)), provider)).to_py()

    async def _brought(self, verb: str, args: list[Any], progress: Callable[[int], None]) -> Any:
        """Ask for something that may be downloaded."""
        tell = create_proxy(progress)
        try:
            with _models_told():
                asked = (await self._host()).bring(verb, _plain(args), tell)
                try:
                    return await asked.answer
                except asyncio.CancelledError:
                    asked.cancel()
                    raise
        finally:
            tell.destroy()


_MODEL_ERRORS: dict[str, tuple[type[ElmwebError], str]] = {
    "download": (DownloadError, "A file of the model could not be brought."),
    "cancelled": (Cancelled, "Stopped."),
    "model": (ModelFileError, "The model cannot be run."),
    "feeds": (InputError, "The model cannot be run on this."),
    "provider": (ProviderFailed, "WebGPU could not run the model."),
    "memory": (OutOfMemory, "There is not enough memory for this model."),
    "gone": (ModelGone, "The worker that runs models has ended."),
}
"""Kinds of failures of ``web/ort/failure.js``, as Python raises them."""


@contextmanager
def _models_told() -> Iterator[None]:
    """Turn what ``web/ort`` throws into what Python knows."""
    try:
        yield
    except JsException as error:
        kind, sentence = _MODEL_ERRORS.get(getattr(error, "kind", ""), (ModelFileError, "The model cannot be run."))
        raise kind(sentence, value=str(getattr(error, "message", error))) from error


def _source(source: Source) -> dict[str, Any]:
    """Return a model's file as ``web/ort-worker.js`` takes it."""
    if isinstance(source, FileEntry):
        return {"entry": {"file": source.file, "sha256": source.sha256, "bytes": source.bytes}}
    return {"data": source}


def _plain(value: Any) -> Any:
    return to_js(value, dict_converter=js.Object.fromEntries)


def _bytes(array: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8)


def _array(tensor: Any) -> np.ndarray:
    """Return a tensor as an array of its own."""
    array = np.empty(tuple(tensor.dims.to_py()), dtype=tensor.type)
    if array.size:
        tensor.data.assign_to(array.reshape(-1).view(np.uint8))
    return array


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


async def locate_source(source: dict) -> dict | np.ndarray:
    """Turn a file of the page, or a bundled sample, into a path this Python can read in slices.

    Parameters
    ----------
    source : dict
        ``{"file": number, "name": str}``, ``{"media": number, "shape": list}``, or anything the workbench reads by
        itself.

    Returns
    -------
    dict or ndarray
        ``{"path": str, "name": str}`` for a file of the page, the array of a picture or a sound, else ``source``
        unchanged; a sample's file is at its place below :data:`SAMPLES` then.

    Raises
    ------
    ParseError
        If the file cannot be opened; Parquet files become text on the way.
    InputError
        If the picture or the sound is not here any more.
    """
    if "media" in source:
        array = js.elmweb.media(source["media"])
        if array is None:
            raise InputError("What was brought is not here any more.", ways=("Bring it again.",))
        return np.asarray(array.to_py()).reshape(source["shape"])
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
