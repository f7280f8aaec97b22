"""Reading ONNX files written by :mod:`elmweb.export.onnx`; field numbers are those of ``onnx.proto``."""

from __future__ import annotations

from typing import Any

import numpy as np

from elmweb.exceptions import ExportError
from elmweb.export.graph import DTYPES, Graph, Node
from elmweb.onnx_format.protobuf import fields, ints_of
from elmweb.words.engine import export_onnx as words

__all__ = ["read_onnx"]


def read_onnx(data: bytes) -> Graph:
    """Read an ONNX file.

    Parameters
    ----------
    data : bytes
        Content of the file.

    Returns
    -------
    Graph
        Its inputs, constants, operations and outputs.

    Raises
    ------
    ExportError
        It is not an ONNX file, or is damaged.
    """
    try:
        parts = _grouped(data)
        graph = _read_graph(parts[7][0])
        for fact in parts.get(14, []):
            pair = _grouped(fact)
            graph.facts[_text(pair[1])] = _text(pair.get(2, [b""]))
    except (ValueError, KeyError, TypeError) as error:
        raise ExportError(words.CANNOT_BE_READ, rule=words.ONE_GRAPH, value=str(error)) from error
    return graph


def _grouped(message: bytes | memoryview) -> dict[int, list[Any]]:
    """Return the values of the fields of a message by field number."""
    found: dict[int, list[Any]] = {}
    for number, value in fields(message):
        found.setdefault(number, []).append(value)
    return found


def _text(values: list[Any]) -> str:
    return bytes(memoryview(values[-1])).decode()  # of a number, bytes() would make so many zeros


def _read_graph(message: memoryview) -> Graph:
    """Return the graph in a GraphProto."""
    parts = _grouped(message)
    graph = Graph(_text(parts[2]))
    for value in parts.get(11, []):
        graph.input(*_read_value(value))
    for tensor in parts.get(5, []):
        name, array = _read_tensor(tensor)
        graph.constants[name] = array
    graph.nodes = [_read_node(node) for node in parts.get(1, [])]
    named = Graph(graph.name)
    for value in parts.get(12, []):
        named.input(*_read_value(value))  # outputs are encoded like inputs; their nodes exist already
    graph.outputs = named.inputs
    return graph


def _read_value(message: memoryview) -> tuple[str, str, tuple[int | None, ...], str]:
    """Return name, type, shape and description of an input or output."""
    parts = _grouped(message)
    tensor = _grouped(_grouped(parts[2][0])[1][0])
    sizes = [_grouped(size).get(1, [None])[0] for size in _grouped(tensor[2][0]).get(1, [])]
    return _text(parts[1]), DTYPES[tensor[1][0]], tuple(sizes), _text(parts.get(3, [b""]))


def _read_tensor(message: memoryview) -> tuple[str, np.ndarray]:
    """Return name and array of a constant."""
    parts = _grouped(message)
    shape = [size for value in parts.get(1, []) for size in ints_of(value)]
    name, dtype = _text(parts[8]), DTYPES[parts[2][0]]
    if dtype == "string":
        array = np.array([bytes(text).decode() for text in parts.get(6, [])], dtype=object)
    else:
        array = np.frombuffer(parts.get(9, [b""])[0], dtype=np.dtype(dtype).newbyteorder("<")).astype(dtype)
    return name, array.reshape(shape)


def _read_node(message: memoryview) -> Node:
    """Decode an operation."""
    parts = _grouped(message)
    inputs, outputs = (tuple(bytes(name).decode() for name in parts.get(number, [])) for number in (1, 2))
    attributes = dict(_read_attribute(attribute) for attribute in parts.get(5, []))
    return Node(_text(parts[4]), inputs, outputs, attributes, _text(parts.get(7, [b""])))


def _read_attribute(message: memoryview) -> tuple[str, Any]:
    """Return name and value of an attribute; its type determines the field of the value."""
    parts = _grouped(message)
    field = {1: 2, 2: 3, 3: 4, 5: 6, 6: 7, 7: 8, 8: 9}[parts[20][0]]
    values = parts.get(field, [])
    if field == 6:
        values = [_read_graph(value) for value in values]
    elif field in (4, 9):
        values = [bytes(value).decode() for value in values]
    return _text(parts[1]), values if field >= 7 else values[0]
