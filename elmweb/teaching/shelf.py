"""What is kept of a board between visits: one record, and the file of each example."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from elmweb.examples import ExampleHost
from elmweb.exceptions import ParseError
from elmweb.words.engine import teaching as words

__all__ = ["SMALL_BYTES", "MemoryShelf", "Record", "Shelf", "TeachHost", "pack_record", "unpack_record"]

SMALL_BYTES = 60_000
"""Files up to this size are kept as they are."""

_FORMAT = "elmweb taught 1"


class Shelf(Protocol):
    """Keeps bytes by name; where there is no room or no storage, they are not kept, and nothing fails."""

    async def get(self, name: str) -> bytes | None:
        """Return what is kept."""
        ...

    async def put(self, name: str, data: bytes) -> None:
        """Keep something."""
        ...

    async def delete(self, names: Sequence[str]) -> None:
        """Let go of what is kept under these names."""
        ...


class MemoryShelf:
    """Bytes that are kept as long as this object; see :class:`Shelf`."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    async def get(self, name: str) -> bytes | None:
        """Return what is kept; see :class:`Shelf`."""
        return self._kept.get(name)

    async def put(self, name: str, data: bytes) -> None:
        """Keep something; see :class:`Shelf`."""
        self._kept[name] = data

    async def delete(self, names: Sequence[str]) -> None:
        """Let go of something; see :class:`Shelf`."""
        for name in names:
            self._kept.pop(name, None)


class TeachHost(ExampleHost, Protocol):
    """What only the surroundings can do for a board: read and decode examples, and keep them."""

    shelf: Shelf

    async def small_photo(self, name: str, source: Mapping[str, Any], side: int) -> bytes:
        """Return a photo as a small JPEG file: the square in its middle; one that is small already as it is."""
        ...


@dataclass(frozen=True)
class Record:
    """What is kept of a board.

    Parameters
    ----------
    backbone : str
        The network that made the vectors; empty before the first example.
    classes : tuple of (int, str)
        Id and name of each class.
    examples : tuple of (int, int, str, str)
        Id, id of the class, name and digest of each example.
    writer : str
        Which page wrote it.
    """

    backbone: str
    classes: tuple[tuple[int, str], ...]
    examples: tuple[tuple[int, int, str, str], ...]
    writer: str


def pack_record(record: Record) -> bytes:
    """Return a record as a file.

    Examples
    --------
    >>> record = Record("net", ((1, "mug"),), ((2, 1, "a.jpg", "0" * 64),), "me")
    >>> unpack_record(pack_record(record)) == record
    True
    """
    return json.dumps({"format": _FORMAT, **vars(record)}, ensure_ascii=False).encode()


def unpack_record(data: bytes) -> Record:
    """Read a file of :func:`pack_record`.

    Raises
    ------
    ParseError
        If it is another file, or damaged.
    """
    try:
        return _unpacked(json.loads(data))
    except (ValueError, KeyError, TypeError) as error:
        raise ParseError(words.RECORD_DAMAGED, rule=words.WHOLE_RECORD, value=str(error)) from error


def _unpacked(given: Any) -> Record:
    """Return a record, or raise a ValueError, KeyError or TypeError."""
    if given["format"] != _FORMAT:
        raise ValueError(f"the format is {given['format']}")
    classes = tuple((int(one), str(name)) for one, name in given["classes"])
    examples = tuple((int(one), int(of), str(name), str(digest)) for one, of, name, digest in given["examples"])
    known = {one for one, _ in classes}
    ids = [one for one, *_ in examples] + [one for one, _ in classes]
    if len(set(ids)) < len(ids) or any(of not in known for _, of, *_ in examples):
        raise ValueError("its examples are in no class, or in two")
    return Record(str(given["backbone"]), classes, examples, str(given["writer"]))
