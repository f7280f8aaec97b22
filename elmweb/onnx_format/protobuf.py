"""The little of Protocol Buffers that an ONNX file needs: fields out, fields in.

A message is a run of fields. Each begins with a number that holds the field's own number
and how its value is written: a varint (0), 8 bytes (1), bytes with their length before
them (2), or 4 bytes (5).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

__all__ = ["bytes_field", "fields", "float_field", "int_field", "ints_of", "text_field"]

_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5


def _varint(number: int) -> bytes:
    """Return a whole number in groups of 7 bits, the lowest first; a negative one as 64 bits."""
    number &= 0xFFFF_FFFF_FFFF_FFFF
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def int_field(number: int, value: int) -> bytes:
    """Return a field that holds a whole number of 64 bits."""
    return _varint(number << 3 | _VARINT) + _varint(value)


def float_field(number: int, value: float) -> bytes:
    """Return a field that holds a float32."""
    return _varint(number << 3 | _FOUR) + struct.pack("<f", value)


def bytes_field(number: int, value: bytes) -> bytes:
    """Return a field that holds bytes, which may be a message."""
    return _varint(number << 3 | _BYTES) + _varint(len(value)) + value


def text_field(number: int, value: str) -> bytes:
    """Return a field that holds a text; nothing for the empty one, which is the default."""
    return bytes_field(number, value.encode()) if value else b""


def fields(message: bytes | memoryview) -> Iterator[tuple[int, int | float | memoryview]]:
    """Read a message field by field.

    Parameters
    ----------
    message : bytes or memoryview
        The whole message.

    Yields
    ------
    number : int
        Of the field.
    value : int, float or memoryview
        Varints as signed 64-bit numbers, 4 bytes as float32, 8 bytes as float64.

    Raises
    ------
    ValueError
        The message is cut or is none.
    """
    view, at = memoryview(message), 0
    while at < len(view):
        key, at = _read_varint(view, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = _read_varint(view, at)
            yield key >> 3, value - (1 << 64) if value >> 63 else value
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
        yield key >> 3, raw if kind == _BYTES else struct.unpack("<d" if kind == _EIGHT else "<f", raw)[0]


def _read_varint(view: memoryview, at: int) -> tuple[int, int]:
    """Return the number that begins at a place, and the place after it."""
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
    """Return whole numbers of one field, written singly or packed into one run of varints."""
    if isinstance(value, int):
        return [value]
    found, at = [], 0
    while at < len(value):
        number, at = _read_varint(value, at)
        found.append(number - (1 << 64) if number >> 63 else number)
    return found
