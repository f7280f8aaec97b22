r"""Vectors that are kept: by the content of the example, and by the network that made them.

A file of vectors is one line of JSON, then the vectors, then the thumbnails::

    {"format": "elmweb vectors 1", "backbone": str, "n_numbers": int,
     "examples": [[digest, bytes of thumbnail, note], ...]}\n
    float32, little-endian, n_numbers for each example; then the thumbnails, one after the other
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from elmweb.exceptions import ParseError
from elmweb.words.engine import examples_pictures as words

__all__ = ["Embedded", "MemoryVectors", "Vectors", "pack", "unpack"]

_FORMAT = "elmweb vectors 1"
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Embedded:
    """What is kept of an example.

    Parameters
    ----------
    vector : ndarray of float32 (n,)
        Its embedding.
    thumbnail : bytes
        A small JPEG or PNG file; empty for none.
    note : str
        What was found out about it; empty for nothing.
    """

    vector: np.ndarray
    thumbnail: bytes = b""
    note: str = ""


class Vectors(Protocol):
    """Keeps vectors between visits."""

    async def get(self, backbone: str, digests: Sequence[str]) -> dict[str, Embedded]:
        """Return those that are kept, by their digests."""
        ...

    async def put(self, backbone: str, found: Mapping[str, Embedded]) -> None:
        """Keep some; where there is no room, they are not kept, and nothing fails."""
        ...


class MemoryVectors:
    """Vectors that are kept as long as this object; see :class:`Vectors`."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Embedded] = {}

    async def get(self, backbone: str, digests: Sequence[str]) -> dict[str, Embedded]:
        """Return those that are kept; see :class:`Vectors`."""
        return {one: self._kept[backbone, one] for one in digests if (backbone, one) in self._kept}

    async def put(self, backbone: str, found: Mapping[str, Embedded]) -> None:
        """Keep some; see :class:`Vectors`."""
        self._kept.update({(backbone, digest): one for digest, one in found.items()})


def pack(backbone: str, found: Mapping[str, Embedded]) -> bytes:
    """Return vectors as a file.

    Parameters
    ----------
    backbone : str
        The network that made them.
    found : mapping of str to Embedded
        By the digests of their examples; all vectors have one length.

    Returns
    -------
    bytes
        See the module's description.

    Examples
    --------
    >>> import numpy as np
    >>> data = pack("net", {"0" * 64: Embedded(np.ones(2, np.float32), b"jpg")})
    >>> unpack(data)[1]["0" * 64].thumbnail
    b'jpg'
    """
    head = {
        "format": _FORMAT,
        "backbone": backbone,
        "n_numbers": len(next(iter(found.values())).vector) if found else 0,
        "examples": [[digest, len(one.thumbnail), one.note] for digest, one in found.items()],
    }
    parts = [json.dumps(head).encode(), b"\n"]
    parts += [np.ascontiguousarray(one.vector, dtype="<f4").tobytes() for one in found.values()]
    parts += [one.thumbnail for one in found.values()]
    return b"".join(parts)


def unpack(data: bytes) -> tuple[str, dict[str, Embedded]]:
    """Read a file of :func:`pack`.

    Parameters
    ----------
    data : bytes
        The file.

    Returns
    -------
    backbone : str
        The network.
    found : dict of str to Embedded
        The vectors by the digests of their examples.

    Raises
    ------
    ParseError
        If it is another file, or damaged.
    """
    try:
        return _unpacked(data)
    except (ValueError, KeyError, TypeError) as error:
        raise ParseError(words.VECTORS_NOT_READ, rule=words.VECTORS_FROM_HERE, value=str(error)) from error


def _unpacked(data: bytes) -> tuple[str, dict[str, Embedded]]:
    """Return what is in a file, or raise a ValueError, KeyError or TypeError."""
    start = data.index(b"\n") + 1
    head = json.loads(data[:start])
    if head["format"] != _FORMAT:
        raise ValueError(words.vectors_of_format(head["format"]))
    n_numbers = int(head["n_numbers"])
    listed = [(str(digest), int(size), str(note)) for digest, size, note in head["examples"]]
    if not all(_DIGEST.fullmatch(digest) and size >= 0 for digest, size, _ in listed) or n_numbers < 0:
        raise ValueError(words.NO_LIST_OF_EXAMPLES)
    end = start + 4 * n_numbers * len(listed)
    if len(data) != end + sum(size for _, size, _ in listed):
        raise ValueError(words.n_bytes(len(data)))
    rows = np.frombuffer(data[start:end], "<f4").reshape(len(listed), n_numbers).astype(np.float32)
    if not np.isfinite(rows).all():
        raise ValueError(words.NUMBER_NOT_FINITE)
    found = {}
    for (digest, size, note), row in zip(listed, rows, strict=True):
        found[digest] = Embedded(row, data[end : end + size], note)
        end += size
    return str(head["backbone"]), found
