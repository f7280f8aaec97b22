"""An ONNX file with its double-precision numbers in single precision, for runtimes that lack operators for doubles.

Field numbers are those of onnx.proto.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from elmweb.onnx_format.protobuf import bytes_field, int_field, pieces

__all__ = ["in_single"]

_FLOAT, _DOUBLE = 1, 11
_TYPE_ATTRIBUTES = {"to", "dtype"}
"""Attributes whose integer is a type of numbers, such as that of Cast."""

Rewrite = Callable[[memoryview], bytes]


def in_single(data: bytes) -> bytes:
    """Return an ONNX file in which every float64 is a float32: weights, casts, inputs, outputs, inner graphs.

    Parameters
    ----------
    data : bytes
        A file that :func:`elmweb.onnx_format.summary.read_onnx_file` has read.

    Returns
    -------
    bytes
        The same graph with about 7 significant digits instead of 16; numbers beyond 3.4e38 become infinite.

    Raises
    ------
    ValueError
        The file is truncated.
    """
    return _rewritten(memoryview(data), {7: _graph})


def _rewritten(message: memoryview, changed: dict[int, Rewrite]) -> bytes:
    """Return a message in which some fields, which are messages, are rewritten."""
    return b"".join(
        bytes_field(number, changed[number](value))
        if number in changed and isinstance(value, memoryview)
        else bytes(encoded)
        for number, value, encoded in pieces(message)
    )


def _graph(message: memoryview) -> bytes:
    return _rewritten(message, {1: _node, 5: _tensor, 11: _value, 12: _value, 13: _value})


def _node(message: memoryview) -> bytes:
    return _rewritten(message, {5: _attribute})


def _attribute(message: memoryview) -> bytes:
    names = (value for number, value, _ in pieces(message) if number == 1)
    name = next((bytes(value).decode() for value in names if isinstance(value, memoryview)), "")
    inner = _rewritten(message, {5: _tensor, 6: _graph, 10: _tensor, 11: _graph})
    return _with_type(memoryview(inner), 3) if name in _TYPE_ATTRIBUTES else inner


def _value(message: memoryview) -> bytes:
    """Return an input, an output or an inner value: its type's tensor has the type of its numbers in field 1."""
    return _rewritten(message, {2: lambda kind: _rewritten(kind, {1: lambda tensor: _with_type(tensor, 1)})})


def _with_type(message: memoryview, field: int) -> bytes:
    """Return a message whose integer field says single instead of double."""
    return b"".join(
        int_field(field, _FLOAT) if number == field and value == _DOUBLE else bytes(encoded)
        for number, value, encoded in pieces(message)
    )


def _tensor(message: memoryview) -> bytes:
    """Return a constant; doubles are in field 9 as bytes, or in field 10, and become bytes."""
    parts = list(pieces(message))
    if not any(number == 2 and value == _DOUBLE for number, value, _ in parts):
        return bytes(message)
    out, numbers = [], []
    for number, value, encoded in parts:
        if number == 2:
            out.append(int_field(2, _FLOAT))
        elif number in (9, 10):
            numbers.append(np.frombuffer(value, "<f8") if isinstance(value, memoryview) else np.array([value]))
        else:
            out.append(bytes(encoded))
    with np.errstate(over="ignore"):
        single = np.concatenate(numbers or [np.empty(0)]).astype("<f4")
    return b"".join([*out, bytes_field(9, single.tobytes())])
