"""onnxruntime-web as a runtime of the zoo."""

# pyright: reportMissingModuleSource=false
# Only a browser has js and pyodide; typings/ describes them.

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
    ModelFileError,
    ModelGone,
    OutOfMemory,
    ProviderFailed,
)
from elmweb.words.engine import bridge_models as words
from elmweb.zoo.manifest import FileEntry
from elmweb.zoo.runtime import GpuFacts, Loaded, Source, tensor_info

__all__ = ["BrowserRuntime"]


class BrowserRuntime:
    """onnxruntime-web as a :class:`elmweb.zoo.runtime.Runtime`, in a worker that is started on first use."""

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
            raise DownloadError(words.LIST_NOT_FETCHED, value=str(answer.status))
        return (await answer.text()).encode()

    async def facts(self) -> GpuFacts:
        """Return what WebGPU offers."""
        with _model_errors():
            found = await (await self._host()).ask("facts")
        if not found.available:
            return GpuFacts(available=False, why=found.why)
        most = int(min(found.maxBufferSize, found.maxStorageBufferBindingSize))
        device = " ".join(filter(None, (found.vendor, found.architecture, found.description)))
        return GpuFacts(True, device=device, software=found.software, f16=found.f16, max_buffer_bytes=most)  # noqa: FBT003

    async def load(self, source: Source, provider: str, progress: Callable[[int, int], None]) -> Loaded:
        """Load a graph; cancelling the waiting task ends its download."""
        found = await self._download("load", [_source(source), provider], progress)
        inputs, outputs = (
            tuple(tensor_info(value.name, value.type, value.shape.to_py()) for value in values)
            for values in (found.inputs, found.outputs)
        )
        return Loaded((found.worker, found.id), found.provider, inputs, outputs, found.kept, found.seconds)

    async def run(
        self, handle: Any, feeds: Mapping[str, np.ndarray], outputs: Sequence[str] | None
    ) -> tuple[dict[str, np.ndarray], float]:
        """Run a graph; arrays are passed as typed arrays, copied once in each direction."""
        given = {name: {"data": _bytes(X), "dims": list(X.shape), "type": X.dtype.name} for name, X in feeds.items()}
        with _model_errors():
            host = await self._host()
            found = await host.run(*handle, _plain(given), None if outputs is None else to_js(list(outputs)))
        return {name: _array(tensor) for name, tensor in js.Object.entries(found.outputs)}, found.milliseconds

    async def release(self, handle: Any) -> None:
        """Release a graph; one whose worker has ended is gone already."""
        try:
            with _model_errors():
                await (await self._host()).release(*handle)
        except ModelGone:
            pass

    async def read(self, entry: FileEntry, progress: Callable[[int, int], None]) -> bytes:
        """Return a verified file."""
        return (await self._download("file", [_source(entry)["entry"]], progress)).to_bytes()

    async def kept(self, hashes: Sequence[str]) -> list[bool]:
        """Return which files are cached."""
        with _model_errors():
            return (await (await self._host()).ask("kept", to_js(list(hashes)))).to_py()

    async def prune(self, hashes: Sequence[str]) -> None:
        """Remove cached files other than these."""
        with _model_errors():
            await (await self._host()).ask("tidy", to_js(list(hashes)))

    async def where(self, source: Source, provider: str) -> list[str]:
        """Return the lines of onnxruntime's log on the placement of nodes."""
        with _model_errors():
            return (await (await self._host()).where(_plain(_source(source)), provider)).to_py()

    async def _download(self, verb: str, args: list[Any], progress: Callable[[int, int], None]) -> Any:
        """Request something that may have to be downloaded."""
        report = create_proxy(progress)
        try:
            with _model_errors():
                asked = (await self._host()).bring(verb, _plain(args), report)
                try:
                    return await asked.answer
                except asyncio.CancelledError:
                    asked.cancel()
                    raise
        finally:
            report.destroy()


_MODEL_ERRORS: dict[str, type[ElmwebError]] = {
    "download": DownloadError,
    "cancelled": Cancelled,
    "model": ModelFileError,
    "feeds": InputError,
    "provider": ProviderFailed,
    "memory": OutOfMemory,
    "gone": ModelGone,
}
"""The exception for each kind of failure of ``web/ort/failure.js``."""


@contextmanager
def _model_errors() -> Iterator[None]:
    """Raise exceptions of ``web/ort`` as those of elmweb."""
    try:
        yield
    except JsException as error:
        kind = getattr(error, "kind", "")
        kind = kind if kind in _MODEL_ERRORS else "model"
        raise _MODEL_ERRORS[kind](words.FAILED[kind], value=str(getattr(error, "message", error))) from error


def _source(source: Source) -> dict[str, Any]:
    """Return a model's file in the form that ``web/ort/worker.js`` takes."""
    if isinstance(source, FileEntry):
        return {"entry": {"file": source.file, "sha256": source.sha256, "bytes": source.bytes}}
    return {"data": source}


def _plain(value: Any) -> Any:
    return to_js(value, dict_converter=js.Object.fromEntries)


def _bytes(array: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8)


def _array(tensor: Any) -> np.ndarray:
    """Return a tensor as a new array."""
    array = np.empty(tuple(tensor.dims.to_py()), dtype=tensor.type)
    if array.size:
        tensor.data.assign_to(array.reshape(-1).view(np.uint8))
    return array
