"""What runs ONNX files, as a protocol: onnxruntime-web in the page, onnxruntime on CPython.

A runtime makes no decisions: it runs a graph on the requested provider, or raises. The fallback to another provider,
and the note about it, are in :mod:`elmweb.zoo.session`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from elmweb.onnx_format.tensor import TensorInfo
from elmweb.zoo.manifest import FileEntry

__all__ = ["GpuFacts", "Loaded", "Runtime", "Source", "tensor_info"]

Source = FileEntry | bytes
"""A file beside the manifest, or the bytes of a person's own file."""


@dataclass(frozen=True)
class GpuFacts:
    """What WebGPU offers on this device.

    Parameters
    ----------
    available : bool
        Whether there is a device.
    why : str, optional
        Why not, in one sentence.
    device : str, optional
        Its name, as far as the browser reports it.
    software : bool, optional
        Whether it is emulated on the processor.
    f16 : bool, optional
        Whether it has half precision (``shader-f16``).
    max_buffer_bytes : int, optional
        The largest tensor it can hold.
    """

    available: bool
    why: str = ""
    device: str = ""
    software: bool = False
    f16: bool = False
    max_buffer_bytes: int = 0


@dataclass(frozen=True)
class Loaded:
    """A graph that is ready to run.

    Parameters
    ----------
    handle : object
        The runtime's own identifier.
    provider : str
        The provider that runs it.
    inputs, outputs : tuple of TensorInfo
        As read from the file by the runtime.
    kept : bool
        Whether the file was cached, so that nothing was downloaded.
    seconds : float
        Time of loading.
    """

    handle: Any
    provider: str
    inputs: tuple[TensorInfo, ...]
    outputs: tuple[TensorInfo, ...]
    kept: bool
    seconds: float


class Runtime(Protocol):
    """Runs ONNX files.

    Cancelling the task that awaits ``load`` or ``read`` ends the download.

    Attributes
    ----------
    fallback : str
        The provider that is always available: ``"wasm"`` in a browser, ``"cpu"`` on CPython.
    """

    fallback: str

    async def manifest(self) -> bytes:
        """Return ``manifest.json``."""
        ...

    async def facts(self) -> GpuFacts:
        """Return what WebGPU offers."""
        ...

    async def load(self, source: Source, provider: str, progress: Callable[[int, int], None]) -> Loaded:
        """Load a graph; ``progress(done, total)`` reports downloaded bytes, those of the runtime itself included.

        Raises
        ------
        DownloadError, ModelFileError, ProviderFailed, OutOfMemory
            The file could not be fetched; is no model; cannot be run by this provider; does not fit into memory.
        """
        ...

    async def run(
        self, handle: Any, feeds: Mapping[str, np.ndarray], outputs: Sequence[str] | None
    ) -> tuple[dict[str, np.ndarray], float]:
        """Return the outputs with these names (None for all), and the time in milliseconds.

        Raises
        ------
        ModelGone, ProviderFailed, OutOfMemory, ModelFileError
            The graph is no longer loaded; the provider failed; memory ran out; the graph itself failed.
        """
        ...

    async def release(self, handle: Any) -> None:
        """Release a graph; one that is gone already is no error."""
        ...

    async def read(self, entry: FileEntry, progress: Callable[[int, int], None]) -> bytes:
        """Return a verified file."""
        ...

    async def kept(self, hashes: Sequence[str]) -> list[bool]:
        """Return which files are cached, by their sha256."""
        ...

    async def prune(self, hashes: Sequence[str]) -> None:
        """Remove cached files other than these."""
        ...

    async def where(self, source: Source, provider: str) -> list[str]:
        """Return the lines of onnxruntime's log on the placement of nodes."""
        ...


def tensor_info(name: str, dtype: str, shape: Sequence[Any]) -> TensorInfo:
    """Return an input or output as reported by a runtime; each dimension of unknown size gets a name.

    Parameters
    ----------
    name, dtype : str
        As reported by the runtime.
    shape : sequence of (int, str or None)
        Sizes, names, or None.

    Returns
    -------
    TensorInfo
        The tensor.
    """
    sizes = [size if isinstance(size, int) and size > 0 else str(size or "") for size in shape]
    return TensorInfo(name, dtype, tuple(size or f"{name}_{at}" for at, size in enumerate(sizes)))
