"""Photos and clips in a browser, which decodes them and keeps their vectors."""

# pyright: reportMissingModuleSource=false
# Only a browser has js and pyodide; typings/ describes them.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import js
import numpy as np
from pyodide.ffi import JsException, to_js

from elmweb.examples.embed import Picture
from elmweb.examples.pictures import HEAD_BYTES, look_at, note_of
from elmweb.examples.vectors import Embedded, Vectors, pack, unpack
from elmweb.exceptions import InputError, ParseError
from elmweb.formatting import quoted
from elmweb.teaching.shelf import SMALL_BYTES, Shelf
from elmweb.words.engine import bridge_media as words

__all__ = ["BrowserExamples"]


class _Host:
    """``web/examples/host.js``, loaded when it is first asked."""

    def __init__(self) -> None:
        self._opened: Any = None

    async def __call__(self) -> Any:
        if self._opened is None:
            self._opened = await js.elmweb.openExamples()
        return self._opened


class BrowserVectors:
    """Vectors in the browser's own storage; see :class:`elmweb.examples.Vectors`."""

    def __init__(self, host: _Host) -> None:
        self._host = host

    async def get(self, backbone: str, digests: Sequence[str]) -> dict[str, Embedded]:
        """Return those that are kept; see :class:`elmweb.examples.Vectors`."""
        vectors, found = (await self._host()).vectors, {}
        for digest in digests:
            data = await vectors.get(f"{backbone}/{digest}")
            if data is not None:
                try:
                    found |= unpack(data.to_bytes())[1]
                except ParseError:
                    continue  # of another version: it is made again
        return found

    async def put(self, backbone: str, found: Mapping[str, Embedded]) -> None:
        """Keep some; see :class:`elmweb.examples.Vectors`."""
        vectors = (await self._host()).vectors
        for digest, one in found.items():
            await vectors.put(f"{backbone}/{digest}", to_js(pack(backbone, {digest: one})))


class BrowserShelf:
    """What is taught, in the same storage; see :class:`elmweb.teaching.shelf.Shelf`."""

    def __init__(self, host: _Host) -> None:
        self._host = host

    async def get(self, name: str) -> bytes | None:
        """Return what is kept; see :class:`elmweb.teaching.shelf.Shelf`."""
        data = await (await self._host()).vectors.get(name)
        return None if data is None else data.to_bytes()

    async def put(self, name: str, data: bytes) -> None:
        """Keep something; see :class:`elmweb.teaching.shelf.Shelf`."""
        await (await self._host()).vectors.put(name, to_js(data))

    async def delete(self, names: Sequence[str]) -> None:
        """Let go of something; see :class:`elmweb.teaching.shelf.Shelf`."""
        await (await self._host()).vectors.delete(to_js(list(names)))


class BrowserExamples:
    """Reads examples in a browser; an :class:`elmweb.teaching.shelf.TeachHost`."""

    def __init__(self) -> None:
        self._host = _Host()
        self.vectors: Vectors = BrowserVectors(self._host)
        self.shelf: Shelf = BrowserShelf(self._host)

    async def digest(self, source: Mapping[str, Any]) -> str:
        """Return the SHA-256 of a file; see :class:`elmweb.examples.ExampleHost`."""
        try:
            return await (await self._host()).digest(_source(source))
        except JsException as error:
            raise InputError(words.FILE_NOT_READ, rule=words.STILL_THERE, value=str(error)) from error

    async def photo(self, name: str, source: Mapping[str, Any], side: int) -> Picture:
        """Decode a photo; see :class:`elmweb.examples.ExampleHost`."""
        host, given = await self._host(), _source(source)
        note = note_of(look_at((await host.head(given, HEAD_BYTES)).to_bytes(), name))
        try:
            found = await host.photo(given, side)
        except JsException as error:
            raise _damaged(name, error) from error
        pixels = np.frombuffer(found.pixels.to_bytes(), np.uint8).reshape(side, side, 3)
        return Picture(pixels, found.thumbnail.to_bytes(), note)

    async def small_photo(self, name: str, source: Mapping[str, Any], side: int) -> bytes:
        """Reduce a photo; see :class:`elmweb.teaching.shelf.TeachHost`."""
        host, given = await self._host(), _source(source)
        head = (await host.head(given, HEAD_BYTES)).to_bytes()
        look_at(head, name)
        if len(head) <= SMALL_BYTES:
            return head
        try:
            return (await host.small(given, side)).to_bytes()
        except JsException as error:
            raise _damaged(name, error) from error

    async def sound(self, name: str, source: Mapping[str, Any], rate: int) -> np.ndarray:
        """Have the page decode a clip; see :class:`elmweb.examples.ExampleHost`."""
        try:
            found = await (await self._host()).sound(_source(source), rate)
        except JsException as error:
            rule = words.SOUND_OF_BROWSER
            raise InputError(words.not_heard(quoted(name)), rule=rule, value=str(error)) from error
        return np.frombuffer(found.to_bytes(), np.float32)


def _damaged(name: str, error: Exception) -> InputError:
    return InputError(words.damaged(quoted(name)), rule=words.WHOLE_PICTURE, value=str(error))


def _source(source: Mapping[str, Any]) -> Any:
    """Return a source as JavaScript takes it: a file of the page by its number, or bytes."""
    if "file" in source:
        return to_js({"file": source["file"]}, dict_converter=js.Object.fromEntries)
    data = bytes(source["bytes"]) if "bytes" in source else Path(source["path"]).read_bytes()
    return to_js({"bytes": data}, dict_converter=js.Object.fromEntries)
