"""A runtime whose WebGPU fails on command, with real outputs of onnxruntime on the processor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from elmweb.bridge._native import NativeRuntime
from elmweb.exceptions import ElmwebError
from elmweb.zoo.manifest import FileEntry
from elmweb.zoo.runtime import GpuFacts, Loaded, Source

GOOD_GPU = GpuFacts(available=True, device="a test", f16=True, max_buffer_bytes=2**30)


class FakeRuntime:
    """onnxruntime behind a WebGPU that is made to fail.

    Attributes
    ----------
    asked : list of tuple
        Every load and run: ``("load" | "run", provider)``.
    failures : dict
        What the next load or run on a provider raises, by ``("load" | "run", provider)``.
    off_by : dict of str to float
        What is added to every answer of a provider.
    stall : bool
        Whether downloads wait for ever, after saying that a byte has come.
    """

    fallback = "wasm"

    def __init__(self, folder: Path, gpu: GpuFacts = GOOD_GPU) -> None:
        self._native, self._gpu = NativeRuntime(folder), gpu
        self.asked: list[tuple[str, str]] = []
        self.failures: dict[tuple[str, str], ElmwebError] = {}
        self.off_by: dict[str, float] = {}
        self.stall = False
        self.released = 0
        self.manifest, self.kept, self.prune = self._native.manifest, self._native.kept, self._native.prune

    def _note(self, what: str, provider: str) -> None:
        self.asked.append((what, provider))
        if (failure := self.failures.pop((what, provider), None)) is not None:
            raise failure

    async def facts(self) -> GpuFacts:
        """Say what the test says."""
        return self._gpu

    async def load(self, source: Source, provider: str, progress: Callable[[int, int], None]) -> Loaded:
        """Load on the processor and say it is the provider."""
        if self.stall:
            progress(1, source.bytes)
            await asyncio.Event().wait()
        self._note("load", provider)
        loaded = await self._native.load(source, "cpu", progress)
        return Loaded((loaded.handle, provider), provider, loaded.inputs, loaded.outputs, loaded.kept, loaded.seconds)

    async def run(
        self, handle: Any, feeds: Mapping[str, np.ndarray], outputs: Sequence[str] | None
    ) -> tuple[dict[str, np.ndarray], float]:
        """Run on the processor; WebGPU reports to be twice as fast."""
        self._note("run", handle[1])
        found, milliseconds = await self._native.run(handle[0], feeds, outputs)
        off_by = self.off_by.get(handle[1], 0.0)
        found = {name: array + np.asarray(off_by, array.dtype) for name, array in found.items()}
        return found, 1.0 if handle[1] == "webgpu" else max(2.0, milliseconds)

    async def release(self, handle: Any) -> None:
        """Count."""
        self.released += 1
        await self._native.release(handle[0])

    async def read(self, entry: FileEntry, progress: Callable[[int, int], None]) -> bytes:
        """Read the file."""
        return await self._native.read(entry, progress)

    async def where(self, source: Source, provider: str) -> list[str]:
        """Say that WebGPU left one operation to the processor."""
        tag = "VerifyEachNodeIsAssignedToAnEp]"
        if provider != "webgpu":
            return [f"{tag}  All nodes placed on [CPUExecutionProvider]. Number of nodes: 3"]
        return [
            f"{tag}  Node(s) placed on [CPUExecutionProvider]. Number of nodes: 1",
            f"{tag}   MatMulInteger (product)",
            f"{tag}  Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 3",
            f"{tag}   Relu (relu)",
            f"{tag}   Mul (scaled)",
            f"{tag}   MemcpyToHost (Memcpy)",
        ]


class FakeSession:
    """A :class:`elmweb.zoo.session.Session` whose outputs a function computes.

    Parameters
    ----------
    answer : callable
        Takes the feeds and returns all outputs.
    """

    def __init__(self, answer: Callable[[Mapping[str, np.ndarray]], dict[str, np.ndarray]]) -> None:
        self.provider, self.note, self.milliseconds = "fake", "", 0.0
        self.closed = False
        self._answer = answer

    async def run(self, feeds: Mapping[str, np.ndarray], outputs: Sequence[str] | None = None) -> dict[str, np.ndarray]:
        """Return the function's answer, or those of its parts that are asked for."""
        found = self._answer(feeds)
        return found if outputs is None else {name: found[name] for name in outputs}

    async def close(self) -> None:
        """Note that it was closed."""
        self.closed = True
