"""The part of Protocol Buffers that ONNX files need: writing and reading fields.

A message is a sequence of fields. Each begins with a key that holds the number of the field and
its wire type: a varint (0), 8 bytes (1), bytes preceded by their length (2), or 4 bytes (5).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

__all__ = ["bytes_field", "fields", "float_field", "int_field", "ints_of", "pieces", "text_field"]

_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5


def _varint(number: int) -> bytes:
    """Encode an integer in groups of 7 bits, the lowest first; a negative one as 64 bits."""
    number &= 0xFFFF_FFFF_FFFF_FFFF
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def int_field(number: int, value: int) -> bytes:
    """Encode a 64-bit integer field."""
    return _varint(number << 3 | _VARINT) + _varint(value)


def float_field(number: int, value: float) -> bytes:
    """Encode a float32 field."""
    return _varint(number << 3 | _FOUR) + struct.pack("<f", value)


def bytes_field(number: int, value: bytes) -> bytes:
    """Encode a field of bytes, which may be a message."""
    return _varint(number << 3 | _BYTES) + _varint(len(value)) + value


def text_field(number: int, value: str) -> bytes:
    """Encode a text field; an empty text is the default and takes no bytes."""
    return bytes_field(number, value.encode(errors="replace")) if value else b""


def fields(message: bytes | memoryview) -> Iterator[tuple[int, int | float | memoryview]]:
    """Read a message field by field.

    Parameters
    ----------
    message : bytes or memoryview
        The whole message.

    Yields
    ------
    number : int
        Number of the field.
    value : int, float or memoryview
        Varints as signed 64-bit integers, 4 bytes as float32, 8 bytes as float64.

    Raises
    ------
    ValueError
        The message is truncated or invalid.
    """
    return ((number, value) for number, value, _ in pieces(message))


def pieces(message: bytes | memoryview) -> Iterator[tuple[int, int | float | memoryview, memoryview]]:
    """Read a message field by field, with the bytes of each.

    Parameters
    ----------
    message : bytes or memoryview
        The whole message.

    Yields
    ------
    number, value
        As :func:`fields`.
    encoded : memoryview
        The field as it stands in the message, its key included.

    Raises
    ------
    ValueError
        The message is truncated or invalid.
    """
    view, at = memoryview(message), 0
    while at < len(view):
        start = at
        key, at = _read_varint(view, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = _read_varint(view, at)
            yield key >> 3, value - (1 << 64) if value >> 63 else value, view[start:at]
            continue
        if kind == _BYTES:
            size, at = _read_varint(view, at)
        elif kind in (_EIGHT, _FOUR):
            size = 8 if kind == _EIGHT else 4
        else:
            raise ValueError(f"A protobuf field cannot be of kind {kind}.")
        if at + size > len(view):
            raise ValueError("A protobuf message is cut.")
        raw = view[at : at + size]
        at += size
        value = raw if kind == _BYTES else struct.unpack("<d" if kind == _EIGHT else "<f", raw)[0]
        yield key >> 3, value, view[start:at]


def _read_varint(view: memoryview, at: int) -> tuple[int, int]:
    """Decode the varint at a position, and return the position after it."""
    number = shift = 0
    while True:
        if at >= len(view) or shift > 63:
            raise ValueError("A protobuf number is cut.")
        byte = view[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
        shift += 7


def ints_of(value: int | memoryview) -> list[int]:
    """Decode the integers of a field, which may be packed."""
    if isinstance(value, int):
        return [value]
    found, at = [], 0
    while at < len(value):
        number, at = _read_varint(value, at)
        found.append(number - (1 << 64) if number >> 63 else number)
    return found
