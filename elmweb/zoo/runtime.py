"""What runs ONNX files, as a protocol: onnxruntime-web in the page, onnxruntime on CPython.

A runtime decides nothing. It runs what it is given on the provider it is asked for, or raises; who falls back to
what, and what is said of it, stands in :mod:`elmweb.zoo.session`.
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
"""A file beside the manifest, or the bytes of one that somebody brought."""


@dataclass(frozen=True)
class GpuFacts:
    """What WebGPU offers here.

    Parameters
    ----------
    available : bool
        Whether there is a graphics device.
    why : str, optional
        Why not, in one sentence.
    device : str, optional
        Its name, as far as the browser tells.
    software : bool, optional
        Whether a program on the processor stands in for it.
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
        What the runtime knows it by.
    provider : str
        What runs it.
    inputs, outputs : tuple of TensorInfo
        As the runtime read them from the file.
    kept : bool
        Whether the file was here before, so that nothing was downloaded.
    seconds : float
        How long loading took.
    """

    handle: Any
    provider: str
    inputs: tuple[TensorInfo, ...]
    outputs: tuple[TensorInfo, ...]
    kept: bool
    seconds: float


class Runtime(Protocol):
    """Runs ONNX files.

    Cancelling the task that waits for ``load`` or ``read`` ends the download.

    Attributes
    ----------
    fallback : str
        The provider that is always there: ``"wasm"`` in a browser, ``"cpu"`` on CPython.
    """

    fallback: str

    async def manifest(self) -> bytes:
        """Return ``manifest.json``."""
        ...

    async def facts(self) -> GpuFacts:
        """Say what WebGPU offers."""
        ...

    async def load(self, source: Source, provider: str, progress: Callable[[int, int], None]) -> Loaded:
        """Make a graph ready; ``progress`` is told how many bytes have come, and of how many, the runtime's own too.

        Raises
        ------
        DownloadError, ModelFileError, ProviderFailed, OutOfMemory
            The file did not come; is no model; cannot be run by this provider; does not fit.
        """
        ...

    async def run(
        self, handle: Any, feeds: Mapping[str, np.ndarray], outputs: Sequence[str] | None
    ) -> tuple[dict[str, np.ndarray], float]:
        """Return the outputs with these names (None for all), and the milliseconds it took.

        Raises
        ------
        ModelGone, ProviderFailed, OutOfMemory, ModelFileError
            The graph is not loaded any more; the provider failed; memory ran out; the graph itself failed.
        """
        ...

    async def release(self, handle: Any) -> None:
        """Forget a graph; one that is gone already is no error."""
        ...

    async def read(self, entry: FileEntry, progress: Callable[[int, int], None]) -> bytes:
        """Return a verified file."""
        ...

    async def kept(self, hashes: Sequence[str]) -> list[bool]:
        """Say which files are here, by their sha256."""
        ...

    async def tidy(self, hashes: Sequence[str]) -> None:
        """Forget kept files that are none of these."""
        ...

    async def where(self, source: Source, provider: str) -> list[str]:
        """Return what onnxruntime's log says of the placement of nodes."""
        ...


def tensor_info(name: str, dtype: str, shape: Sequence[Any]) -> TensorInfo:
    """Return an input or output as a runtime tells of it; sizes without a name get one of their own.

    Parameters
    ----------
    name, dtype : str
        As the runtime says.
    shape : sequence of (int, str or None)
        Sizes, names, or nothing.

    Returns
    -------
    TensorInfo
        The same.
    """
    sizes = [size if isinstance(size, int) and size > 0 else str(size or "") for size in shape]
    return TensorInfo(name, dtype, tuple(size or f"{name}_{at}" for at, size in enumerate(sizes)))
