"""Embedding examples one at a time: read, decoded, handed to a deep network, and let go."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from elmweb.examples.cell import Example, digest_of
from elmweb.examples.vectors import Embedded, Vectors
from elmweb.exceptions import DataError, InputError
from elmweb.words.engine import examples_pictures as words

__all__ = ["Backbone", "Embedding", "ExampleHost", "Item", "Picture", "Step", "embed_items"]

_AHEAD = 2  # examples that are decoded while the network is busy with the one before


@dataclass(frozen=True)
class Item:
    """An example that is to be embedded.

    Parameters
    ----------
    name : str
        What it is called, with its folders.
    source : mapping
        Where it is: ``{"bytes"}``, ``{"path"}``, ``{"file"}`` of the page, or ``{"pixels"}``, an ndarray (h, w, 3) of
        uint8; or ``{"read"}``, a function that returns its bytes; or ``{"text"}``, which is the example itself.
    """

    name: str
    source: Mapping[str, Any]


@dataclass(frozen=True)
class Picture:
    """A decoded photo.

    Parameters
    ----------
    pixels : ndarray of uint8 (h, w, 3)
        The photo upright, reduced to what the network sees.
    thumbnail : bytes
        A small JPEG or PNG file.
    note : str
        What was found out about it, such as "animated"; empty for nothing.
    """

    pixels: np.ndarray
    thumbnail: bytes = b""
    note: str = ""


class ExampleHost(Protocol):
    """What only the surroundings can do: a browser, or CPython."""

    vectors: Vectors

    async def digest(self, source: Mapping[str, Any]) -> str:
        """Return the SHA-256 of a file's bytes in hexadecimal."""
        ...

    async def photo(self, name: str, source: Mapping[str, Any], side: int) -> Picture:
        """Decode a photo, its centre reduced to a square; an :class:`~elmweb.exceptions.InputError` says why not."""
        ...

    async def sound(self, name: str, source: Mapping[str, Any], rate: int) -> np.ndarray:
        """Decode a clip to one channel (n,) of float32; an :class:`~elmweb.exceptions.InputError` says why not."""
        ...


@dataclass(frozen=True)
class Backbone:
    """The frozen network that embeds.

    Parameters
    ----------
    id : str
        Its name and version, by which vectors are kept.
    kind : {"photo", "sound", "text"}
        What it takes.
    size : int
        Side of its photos in pixels, samples a second of its clips, or the most word pieces of its texts.
    run : callable
        ``await run({"photo": pixels}, {"sound": samples} or {"text": text})`` returns the vector.
    """

    id: str
    kind: str
    size: int
    run: Callable[[dict[str, Any]], Awaitable[np.ndarray]]


@dataclass(frozen=True)
class Step:
    """How far it is.

    Parameters
    ----------
    done, total : int
        Examples.
    n_new : int
        How many of those done had no kept vector.
    seconds : float
        What these took.
    """

    done: int
    total: int
    n_new: int
    seconds: float


@dataclass
class Embedding:
    """What became of some items.

    Parameters
    ----------
    cells : list of Example or None
        One an item; None where it could not be used.
    problems : dict of str to DataError
        Why not, by the name of the item.
    notes : dict of str to list of str
        Names of items by what was found out about them, such as "animated".
    new : dict of str to Embedded
        What was embedded now, by the digests; of copies the first.
    n_kept : int
        How many had a vector that was kept from before.
    seconds : float
        What these took.
    """

    cells: list[Example | None] = field(default_factory=list)
    problems: dict[str, DataError] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    new: dict[str, Embedded] = field(default_factory=dict)
    n_kept: int = 0
    seconds: float = 0.0


async def embed_items(
    items: Sequence[Item],
    backbone: Backbone,
    host: ExampleHost,
    report: Callable[[Step], None] = lambda _: None,
    check: Callable[[], None] = lambda: None,
) -> Embedding:
    """Embed items one after the other; those whose vectors are kept are not decoded again.

    Parameters
    ----------
    items : sequence of Item
        The examples.
    backbone : Backbone
        The network.
    host : ExampleHost
        Reads, decodes and keeps.
    report : callable
        Takes a :class:`Step` after each.
    check : callable
        Is called before each; what it raises ends the work. All vectors so far are kept.

    Returns
    -------
    Embedding
        Their cells, in the order of the items. An item that cannot be used stops no other.
    """
    found, start = Embedding(), time.perf_counter()
    ahead: list[asyncio.Future[_Read | DataError]] = []
    waiting = iter(items)
    try:
        for at, item in enumerate(items):
            check()
            while len(ahead) < _AHEAD and (coming := next(waiting, None)) is not None:
                ahead.append(asyncio.ensure_future(_read(coming, backbone, host)))
            try:
                found.cells.append(await _embedded(item, await ahead.pop(0), backbone, host, found))
            except DataError as error:
                found.problems[item.name] = error
                found.cells.append(None)
            found.seconds = time.perf_counter() - start
            report(Step(at + 1, len(items), len(found.new), found.seconds))
            await asyncio.sleep(0)  # so that Cancel is heard
    finally:
        for one in ahead:
            one.cancel()
        await asyncio.gather(*ahead, return_exceptions=True)
    return found


@dataclass(frozen=True)
class _Read:
    """An item that has been read: its kept vector, or what the network takes."""

    digest: str
    kept: Embedded | None
    inputs: dict[str, Any] = field(default_factory=dict)
    thumbnail: bytes = b""
    note: str = ""


async def _read(item: Item, backbone: Backbone, host: ExampleHost) -> _Read | DataError:
    """Read an item; an error is returned, since nobody may be waiting for it yet."""
    try:
        return await _read_now(item, backbone, host)
    except DataError as error:
        return error


async def _read_now(item: Item, backbone: Backbone, host: ExampleHost) -> _Read:
    source = item.source
    if "read" in source:
        source = {"bytes": source["read"]()}
    is_text = backbone.kind == "text"
    digest = digest_of(source["text"].encode(errors="replace")) if is_text else await host.digest(source)
    kept = (await host.vectors.get(backbone.id, [digest])).get(digest)
    if kept is not None:
        return _Read(digest, kept)
    if is_text:
        return _Read(digest, None, {"text": source["text"]})
    if backbone.kind == "sound":
        return _Read(digest, None, {"sound": await host.sound(item.name, source, backbone.size)})
    picture = await host.photo(item.name, source, backbone.size)
    return _Read(digest, None, {"photo": picture.pixels}, picture.thumbnail, picture.note)


async def _embedded(
    item: Item, read: _Read | DataError, backbone: Backbone, host: ExampleHost, found: Embedding
) -> Example:
    """Return the cell of an item that has been read."""
    if isinstance(read, DataError):
        raise read
    kept = found.new.get(read.digest) or read.kept
    if kept is None:
        vector = np.asarray(await backbone.run(read.inputs), dtype=np.float32).ravel()
        if not np.isfinite(vector).all():
            raise InputError(words.no_vector(item.name), rule=words.FINITE_NUMBERS, value=words.OTHER_NUMBERS)
        kept = Embedded(vector, read.thumbnail, read.note)
        await host.vectors.put(backbone.id, {read.digest: kept})
        found.new[read.digest] = kept
    elif read.digest not in found.new:
        found.n_kept += 1
    if kept.note:
        found.notes.setdefault(kept.note, []).append(item.name)
    return Example(item.name, backbone.kind, read.digest, kept.vector, kept.thumbnail)
