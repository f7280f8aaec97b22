"""Photos and clips on CPython: decoded by Pillow and by the standard library. The only module that imports ``PIL``."""

from __future__ import annotations

import asyncio
import hashlib
import io
import wave
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from elmweb.examples.embed import Picture
from elmweb.examples.pictures import HEAD_BYTES, look_at, note_of
from elmweb.examples.vectors import MemoryVectors, Vectors
from elmweb.exceptions import InputError
from elmweb.formatting import quoted
from elmweb.teaching.shelf import SMALL_BYTES, MemoryShelf, Shelf
from elmweb.words.engine import bridge_media as words

__all__ = ["NativeExamples"]

_THUMBNAIL = 96
_WIDTHS = {1: np.uint8, 2: np.int16, 4: np.int32}


class NativeExamples:
    """Reads examples in this process; an :class:`elmweb.examples.ExampleHost`.

    Parameters
    ----------
    vectors : Vectors, optional
        Keeps vectors; in memory by default.
    """

    def __init__(self, vectors: Vectors | None = None) -> None:
        self.vectors = MemoryVectors() if vectors is None else vectors
        self.shelf: Shelf = MemoryShelf()

    async def digest(self, source: Mapping[str, Any]) -> str:
        """Return the SHA-256 of a file; see :class:`elmweb.examples.ExampleHost`."""
        return hashlib.sha256(_bytes(source)).hexdigest()

    async def photo(self, name: str, source: Mapping[str, Any], side: int) -> Picture:
        """Decode a photo; see :class:`elmweb.examples.ExampleHost`."""
        data = _bytes(source)
        note = note_of(look_at(data[:HEAD_BYTES], name))
        pixels, thumbnail = await asyncio.to_thread(_decoded, data, name, side)
        return Picture(pixels, thumbnail, note)

    async def small_photo(self, name: str, source: Mapping[str, Any], side: int) -> bytes:
        """Reduce a photo; see :class:`elmweb.teaching.shelf.TeachHost`."""
        data = _bytes(source)
        look_at(data[:HEAD_BYTES], name)
        if len(data) <= SMALL_BYTES:
            return data
        return await asyncio.to_thread(_reduced, data, name, side)

    async def sound(self, name: str, source: Mapping[str, Any], rate: int) -> np.ndarray:
        """Decode a WAV file; see :class:`elmweb.examples.ExampleHost`."""
        try:
            with wave.open(io.BytesIO(_bytes(source))) as clip:
                raw = np.frombuffer(clip.readframes(clip.getnframes()), _WIDTHS[clip.getsampwidth()])
                n_channels, own_rate, width = clip.getnchannels(), clip.getframerate(), clip.getsampwidth()
        except (wave.Error, EOFError, KeyError, ValueError) as error:
            raise InputError(words.not_heard(quoted(name)), rule=words.WHOLE_WAV, value=str(error)) from error
        heard = (raw.astype(np.float32) - (128 if width == 1 else 0)) / float(2 ** (8 * width - 1))
        heard = heard[: len(heard) // n_channels * n_channels].reshape(-1, n_channels).mean(axis=1)
        moments = np.arange(int(len(heard) * rate / own_rate)) * (own_rate / rate)
        return np.interp(moments, np.arange(len(heard)), heard).astype(np.float32) if len(heard) else heard


def _bytes(source: Mapping[str, Any]) -> bytes:
    if "bytes" in source:
        return bytes(source["bytes"])
    return Path(source["path"]).read_bytes()


def _decoded(data: bytes, name: str, side: int) -> tuple[np.ndarray, bytes]:
    """Return the centre of a photo as a square of pixels, and its thumbnail."""
    square = _square(data, name, side)
    small = io.BytesIO()
    square.resize((_THUMBNAIL, _THUMBNAIL)).save(small, "JPEG", quality=70)
    return np.asarray(square, dtype=np.uint8), small.getvalue()


def _reduced(data: bytes, name: str, side: int) -> bytes:
    """Return the centre of a photo as a small JPEG file."""
    packed = io.BytesIO()
    _square(data, name, side).save(packed, "JPEG", quality=92)
    return packed.getvalue()


def _square(data: bytes, name: str, side: int) -> Any:
    """Return the centre of a photo as a square Pillow image."""
    from PIL import Image, ImageOps  # noqa: PLC0415  many have no photos

    Image.MAX_IMAGE_PIXELS = None  # it has been looked at
    try:
        with Image.open(io.BytesIO(data)) as opened:
            upright = ImageOps.exif_transpose(opened)
            if upright.mode in ("P", "LA", "PA", "RGBA"):  # what is transparent is white
                layer = upright.convert("RGBA")
                upright = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
            return ImageOps.fit(upright.convert("RGB"), (side, side), Image.Resampling.BILINEAR)
    except Exception as error:  # Pillow raises whatever a decoder does
        raise InputError(words.damaged(quoted(name)), rule=words.WHOLE_PICTURE, value=str(error)) from error
