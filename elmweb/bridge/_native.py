"""Deep models on CPython: onnxruntime in this process. The only module that imports ``onnxruntime``."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from elmweb.exceptions import DownloadError, ModelFileError, ModelGone, OutOfMemory, ProviderFailed
from elmweb.onnx_format.summary import read_onnx_file
from elmweb.words.engine import bridge_models as words
from elmweb.zoo.manifest import FileEntry
from elmweb.zoo.runtime import GpuFacts, Loaded, Source, tensor_info

__all__ = ["MODELS", "PROVIDERS", "NativeRuntime"]

MODELS = Path(__file__).parents[2] / "models"
"""The default folder of the models."""

PROVIDERS = {"cpu": ("CPUExecutionProvider",), "webgpu": ("WebGpuExecutionProvider",)}
"""onnxruntime's name of each provider; no other is allowed, so that what ran is what was requested."""

_DTYPES = {
    "tensor(float)": "float32",
    "tensor(float16)": "float16",
    "tensor(double)": "float64",
    "tensor(int64)": "int64",
    "tensor(int32)": "int32",
    "tensor(int8)": "int8",
    "tensor(uint8)": "uint8",
    "tensor(bool)": "bool",
}


class NativeRuntime:
    """Runs ONNX files in this process; a :class:`elmweb.zoo.runtime.Runtime`.

    Parameters
    ----------
    folder : Path or str, optional
        Folder with ``manifest.json`` and the models.
    """

    fallback = "cpu"

    def __init__(self, folder: Path | str = MODELS) -> None:
        self._folder = Path(folder)
        self._sessions: dict[int, onnxruntime.InferenceSession] = {}
        self._count = 0

    async def manifest(self) -> bytes:
        """Return ``manifest.json``; an empty list when there are no models yet."""
        path = self._folder / "manifest.json"
        return path.read_bytes() if path.exists() else b'{"format": 1, "models": []}'

    async def facts(self) -> GpuFacts:
        """Return whether this onnxruntime has WebGPU."""
        if set(PROVIDERS["webgpu"]) <= set(onnxruntime.get_available_providers()):
            return GpuFacts(available=True, device="onnxruntime", f16=True, max_buffer_bytes=2**30)
        return GpuFacts(available=False, why=words.NO_WEBGPU)

    async def load(self, source: Source, provider: str, progress: Callable[[int, int], None]) -> Loaded:
        """Load a graph; see :class:`elmweb.zoo.runtime.Runtime`."""
        start = time.perf_counter()
        data = await self.read(source, progress) if isinstance(source, FileEntry) else source
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4  # errors are raised; logging them too would repeat them
        if not set(PROVIDERS.get(provider, ("none",))) <= set(onnxruntime.get_available_providers()):
            raise ProviderFailed(words.NOT_SO_HERE, rule=words.one_of(list(PROVIDERS)), value=provider)
        try:
            session = await asyncio.to_thread(
                onnxruntime.InferenceSession, data, options, providers=list(PROVIDERS[provider])
            )
        except MemoryError as error:
            raise OutOfMemory(words.FAILED["memory"], value=str(error)) from error
        except Exception as error:
            raise ModelFileError(words.CANNOT_LOAD, rule=words.RUNNABLE, value=str(error)) from error
        self._count += 1
        self._sessions[self._count] = session
        inputs, outputs = (
            tuple(
                tensor_info(value.name, _DTYPES.get(value.type or "", value.type or ""), value.shape)
                for value in values
            )
            for values in (session.get_inputs(), session.get_outputs())
        )
        return Loaded(self._count, provider, inputs, outputs, kept=True, seconds=time.perf_counter() - start)

    async def run(
        self, handle: int, feeds: Mapping[str, np.ndarray], outputs: Sequence[str] | None
    ) -> tuple[dict[str, np.ndarray], float]:
        """Run a graph; see :class:`elmweb.zoo.runtime.Runtime`."""
        session = self._sessions.get(handle)
        if session is None:
            raise ModelGone(words.NOT_LOADED)
        names = [value.name for value in session.get_outputs()] if outputs is None else list(outputs)
        start = time.perf_counter()
        try:
            found = await asyncio.to_thread(session.run, names, dict(feeds))
        except Exception as error:
            raise ModelFileError(words.MODEL_FAILED, rule=words.USABLE_INPUTS, value=str(error)) from error
        return dict(zip(names, found, strict=True)), 1000 * (time.perf_counter() - start)

    async def release(self, handle: Any) -> None:
        """Release a graph."""
        self._sessions.pop(handle, None)

    async def read(self, entry: FileEntry, progress: Callable[[int, int], None]) -> bytes:
        """Return a verified file; see :class:`elmweb.zoo.runtime.Runtime`."""
        path = self._folder / entry.file
        if not path.exists():
            raise DownloadError(words.not_there(entry.file), rule=words.NAMED_FILES, value=str(path))
        data = path.read_bytes()
        found = hashlib.sha256(data).hexdigest()
        if found != entry.sha256:
            raise DownloadError(words.another_file(entry.file), rule=f"sha256 {entry.sha256}", value=f"sha256 {found}")
        progress(len(data), len(data))
        return data

    async def kept(self, hashes: Sequence[str]) -> list[bool]:
        """Return that every file is there."""
        return [True] * len(hashes)

    async def prune(self, hashes: Sequence[str]) -> None:
        """Do nothing: the files are the project's own."""

    async def where(self, source: Source, provider: str) -> list[str]:
        """Return the placement in the form of onnxruntime's log: the one provider runs all operators of the file."""
        loaded = await self.load(source, provider, lambda *_: None)
        await self.release(loaded.handle)
        if provider != self.fallback:
            raise ProviderFailed(words.PLACEMENT_UNKNOWN, value=provider)
        data = await self.read(source, lambda *_: None) if isinstance(source, FileEntry) else source
        number = sum(read_onnx_file(data).operators.values())
        return [f" All nodes placed on [{PROVIDERS[provider][0]}]. Number of nodes: {number}"]


def _dtype(kind: str) -> str:
    """Return NumPy's name of a tensor's type, or onnxruntime's if NumPy has none."""
    return _DTYPES.get(kind, kind)
