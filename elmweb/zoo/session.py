"""A loaded graph, and the fallback for when WebGPU fails.

One provider is tried at a time. When WebGPU is absent, lacks a feature or fails, the fallback is tried once, and
:attr:`Session.note` says so in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np

from elmweb.exceptions import ElmwebError, InputError, ModelGone, OutOfMemory, ProviderFailed
from elmweb.formatting import data_size
from elmweb.onnx_format.tensor import TensorInfo
from elmweb.words.engine import common, zoo_models as words
from elmweb.zoo.manifest import ModelCard
from elmweb.zoo.runtime import GpuFacts, Loaded, Runtime, Source

__all__ = ["RuntimeSession", "Session", "check_feeds", "open_session", "sentence", "why_not_webgpu"]


class Session(Protocol):
    """A loaded graph that can be run."""

    @property
    def provider(self) -> str:
        """What ran it last, or will."""
        ...

    @property
    def note(self) -> str:
        """Why it is another provider than the one asked for; empty when it is that one."""
        ...

    @property
    def milliseconds(self) -> float:
        """The time of the last run, without the transfer of arrays."""
        ...

    async def run(self, feeds: Mapping[str, np.ndarray], outputs: Sequence[str] | None = None) -> dict[str, np.ndarray]:
        """Return the outputs with these names, None for all."""
        ...

    async def close(self) -> None:
        """Release the graph."""
        ...


def why_not_webgpu(card: ModelCard, facts: GpuFacts) -> str:
    """Return why WebGPU cannot run a model, before it is tried; an empty string when it may.

    Parameters
    ----------
    card : ModelCard
        The model.
    facts : GpuFacts
        What WebGPU offers.

    Returns
    -------
    str
        One sentence, or an empty string.
    """
    if not facts.available:
        return facts.why
    if card.needs_f16 and not facts.f16:
        return words.NO_HALF
    if card.largest_buffer_bytes > facts.max_buffer_bytes:
        needed, most = data_size(card.largest_buffer_bytes), data_size(facts.max_buffer_bytes)
        return words.tensor_too_large(needed, most)
    return ""


async def open_session(
    runtime: Runtime, source: Source, provider: str, *, why_not: str = "", progress: Callable[[int, int], None]
) -> RuntimeSession:
    """Load a graph.

    Parameters
    ----------
    runtime : Runtime
        Runs it.
    source : FileEntry or bytes
        The ONNX file.
    provider : str
        The requested one.
    why_not : str, optional
        Why WebGPU is not tried, see :func:`why_not_webgpu`.
    progress : callable
        ``progress(done, total)`` is called with the downloaded bytes.

    Returns
    -------
    RuntimeSession
        On the requested provider or on the fallback; its ``note`` says which and why.

    Raises
    ------
    DownloadError, ModelFileError, OutOfMemory, ProviderFailed
        Neither can run it.
    """
    note = ""
    if provider == "webgpu" and why_not:
        provider, note = runtime.fallback, _instead(why_not, runtime.fallback)
    try:
        loaded = await runtime.load(source, provider, progress)
    except (ProviderFailed, OutOfMemory, ModelGone) as error:
        if provider == runtime.fallback:
            raise
        note = _instead(sentence(error), runtime.fallback)
        loaded = await runtime.load(source, runtime.fallback, progress)
    return RuntimeSession(runtime, source, loaded, note)


class RuntimeSession:
    """A graph on a runtime, loaded again when it is lost.

    A run that fails on WebGPU is repeated on the fallback, which is kept from then on. A graph that is gone because its
    worker ended, such as after another model ran out of memory, is loaded again on the same provider.

    Parameters
    ----------
    runtime : Runtime
        Runs it.
    source : FileEntry or bytes
        The ONNX file, to load it again.
    loaded : Loaded
        The graph.
    note : str
        The note so far.
    may_fall_back : bool
        Whether a failed run is repeated on the fallback; not when providers are compared.
    """

    def __init__(
        self, runtime: Runtime, source: Source, loaded: Loaded, note: str = "", *, may_fall_back: bool = True
    ) -> None:
        self._runtime, self._source, self._may_fall_back = runtime, source, may_fall_back
        self.loaded, self.note = loaded, note
        self.milliseconds = 0.0

    @property
    def provider(self) -> str:
        """The provider that runs it."""
        return self.loaded.provider

    async def run(self, feeds: Mapping[str, np.ndarray], outputs: Sequence[str] | None = None) -> dict[str, np.ndarray]:
        """Return the outputs with these names, None for all; see :class:`Session`.

        Raises
        ------
        InputError
            A feed is missing, unknown, or of another type or shape.
        ModelFileError, ProviderFailed, OutOfMemory
            It failed, on the fallback as well.
        """
        check_feeds(feeds, self.loaded.inputs)
        try:
            return await self._once(feeds, outputs)
        except ModelGone:
            await self._load(self.provider)
        except (ProviderFailed, OutOfMemory) as error:
            if self.provider == self._runtime.fallback or not self._may_fall_back:
                raise
            self.note = _instead(sentence(error), self._runtime.fallback)
            await self.close()
            await self._load(self._runtime.fallback)
        return await self._once(feeds, outputs)

    async def _once(self, feeds: Mapping[str, np.ndarray], outputs: Sequence[str] | None) -> dict[str, np.ndarray]:
        found, self.milliseconds = await self._runtime.run(self.loaded.handle, feeds, outputs)
        return found

    async def _load(self, provider: str) -> None:
        again = await open_session(self._runtime, self._source, provider, progress=lambda *_: None)
        self.loaded, self.note = again.loaded, again.note or self.note

    async def close(self) -> None:
        """Release the graph."""
        await self._runtime.release(self.loaded.handle)


def check_feeds(feeds: Mapping[str, np.ndarray], inputs: Sequence[TensorInfo]) -> None:
    """Raise unless the feeds fit the inputs of a graph.

    Parameters
    ----------
    feeds : mapping of str to ndarray
        An array for each input.
    inputs : sequence of TensorInfo
        The graph's inputs; a dimension with a name may have any size, but the same wherever the name occurs.

    Raises
    ------
    InputError
        Names the input, the rule and the value.
    """
    for name in feeds.keys() - {tensor.name for tensor in inputs}:
        rule = common.one_of([tensor.name for tensor in inputs])
        raise InputError(words.no_input(name), rule=rule, value=name)
    sizes: dict[str, int] = {}
    for tensor in inputs:
        if tensor.name not in feeds:
            raise InputError(words.input_missing(tensor.name), rule=_described(tensor), value=common.NOTHING)
        array = feeds[tensor.name]
        found = f"{array.dtype} {_size(array.shape)}"
        fits = array.dtype.name == tensor.dtype and array.ndim == len(tensor.shape)
        for size, length in zip(tensor.shape, array.shape, strict=False):
            fits = fits and length == (sizes.setdefault(size, length) if isinstance(size, str) else size)
        if not fits:
            raise InputError(words.input_does_not_fit(tensor.name), rule=_described(tensor), value=found)


def _described(tensor: TensorInfo) -> str:
    return f"{tensor.dtype} {_size(tensor.shape)}"


def _size(shape: Sequence[int | str]) -> str:
    return " x ".join(map(str, shape)) or words.ONE_NUMBER


def sentence(error: ElmwebError) -> str:
    """Return an error in one sentence, with the value that explains it.

    Parameters
    ----------
    error : ElmwebError
        The error.

    Returns
    -------
    str
        The sentence.
    """
    return words.because(error.what.rstrip("."), error.value.rstrip(".")) if error.value else error.what


def _instead(why: str, fallback: str) -> str:
    return f"{why} {words.RUNS_INSTEAD[fallback]}"
