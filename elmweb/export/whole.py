"""A deep network and the model that learned from its vectors, as one ONNX file.

The network comes as its own ONNX file and is copied field by field, without what leads to other outputs: its weights
are never decoded, so that this takes no more memory than the files. Field numbers are those of ``onnx.proto``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from elmweb.examples.cell import VECTOR_ROLES
from elmweb.exceptions import ExportError
from elmweb.export.graph import Graph, Node
from elmweb.export.onnx import graph_bytes, to_onnx
from elmweb.formatting import listed, quoted
from elmweb.onnx_format.protobuf import bytes_field, fields, float_field, int_field, text_field
from elmweb.training.model import TrainedModel
from elmweb.words.engine import export_common, export_onnx as words

__all__ = ["Network", "example_column", "whole_onnx"]

_NODE, _NAME, _CONSTANT, _INPUT, _OUTPUT = 1, 2, 5, 11, 12  # fields of a GraphProto
_GRAPH, _OPERATORS, _FACT = 7, 8, 14  # fields of a ModelProto
_OPSET = 17
_TINY = 1e-12


@dataclass(frozen=True)
class Network:
    """A deep network that embeds.

    Parameters
    ----------
    data : bytes
        Its ONNX file.
    name : str
        Its id, such as "embed-image".
    sha256 : str
        Of the file.
    inputs : tuple of (str, str)
        Its inputs, each with what it holds.
    vector : str
        The output that is the vector, or holds one for each moment.
    moments : bool
        Whether the mean over moments is to be taken.
    unit : bool
        Whether it is scaled to length 1 before a model learns from it.
    """

    data: bytes
    name: str
    sha256: str
    inputs: tuple[tuple[str, str], ...]
    vector: str
    moments: bool = False
    unit: bool = True


def example_column(model: Any) -> str:
    """Return the one column of a model that a deep network embeds.

    Parameters
    ----------
    model : TrainedModel or estimator
        The model.

    Returns
    -------
    str
        Its name.

    Raises
    ------
    ExportError
        It has none, or several, each of which would need a network.
    """
    features = model.features if isinstance(model, TrainedModel) else ()
    names = [feature.name for feature in features if feature.role in VECTOR_ROLES]
    if len(names) != 1:
        raise ExportError(
            words.ONE_COLUMN,
            rule=words.ONE_EMBEDDED,
            value=listed([quoted(name) for name in names]) if names else export_common.NONE,
            hints=(words.SAVE_ONNX,),
        )
    return names[0]


def whole_onnx(model: TrainedModel, network: Network) -> bytes:
    """Return a network and a model as one ONNX file.

    Parameters
    ----------
    model : TrainedModel
        It learned from vectors of the network.
    network : Network
        The network.

    Returns
    -------
    bytes
        The file. In place of the column of vectors it takes what the network takes: one input with the name of the
        column, or where there are several, the name of the column, a space and the name of the input. All else is as in
        :func:`elmweb.export.onnx.to_onnx`, except that no example can be missing.

    Raises
    ------
    ExportError
        The model cannot be written, or the network is in another version of ONNX.
    """
    column = example_column(model)
    head, body = _parts(to_onnx(model)), _parts(network.data)
    _check(network, body)
    ours, theirs = _parts(head[_GRAPH][0]), _parts(body[_GRAPH][0])
    prefix = "network/"
    while any(prefix in _text(value) for value in (*ours.get(_NODE, ()), *ours.get(_INPUT, ()))):
        prefix = f"the {prefix}"
    names = {old: column if len(network.inputs) == 1 else f"{column} {old}" for old, _ in network.inputs}
    rename: Callable[[str], str] = lambda name: names.get(name) or (f"{prefix}{name}" if name else "")  # noqa: E731
    bridge = _parts(graph_bytes(_bridge(network, rename(network.vector), f"{prefix}vector")))
    nodes, constants = _needed(theirs, network.vector)
    graph = [
        *(bytes_field(_NODE, _renamed_node(node, rename)) for node in nodes),
        *(bytes_field(_NODE, bytes(node)) for node in bridge[_NODE]),
        *(bytes_field(_NODE, _renamed_node(node, {column: f"{prefix}vector"}.get)) for node in ours[_NODE]),
        text_field(_NAME, model.name or "model"),
        *(bytes_field(_CONSTANT, _renamed_constant(one, rename)) for one in constants),
        *(bytes_field(_CONSTANT, bytes(one)) for one in (*bridge.get(_CONSTANT, ()), *ours.get(_CONSTANT, ()))),
        *(bytes_field(_INPUT, _renamed_input(one, rename, network)) for one in _inputs(theirs, network)),
        *(bytes_field(_INPUT, bytes(one)) for one in ours[_INPUT] if _field_text(one, 1) != column),
        *(bytes_field(_OUTPUT, bytes(one)) for one in ours[_OUTPUT]),
    ]
    facts = {"elmweb.network": network.name, "elmweb.network.sha256": network.sha256}
    kept = [_encoded(number, value) for number, values in head.items() if number != _GRAPH for value in values]
    written = [bytes_field(_FACT, text_field(1, key) + text_field(2, value)) for key, value in facts.items()]
    return b"".join([*kept, bytes_field(_GRAPH, b"".join(graph)), *written])


def _bridge(network: Network, source: str, target: str) -> Graph:
    """Return the operations between a network's output and what a model learns from."""
    graph, tiny = Graph("bridge"), f"{target} tiny"
    if network.moments:
        graph.nodes.append(Node("ReduceMean", (source,), (f"{target} mean",), {"axes": [1], "keepdims": 0}))
        source = f"{target} mean"
    if not network.unit:
        graph.nodes.append(Node("Identity", (source,), (target,)))
        return graph
    graph.constants[tiny] = np.array(_TINY, np.float32)
    graph.nodes += [
        Node("ReduceL2", (source,), (f"{target} length",), {"axes": [1], "keepdims": 1}),
        Node("Max", (f"{target} length", tiny), (f"{target} divisor",)),
        Node("Div", (source, f"{target} divisor"), (target,)),
    ]
    return graph


def _parts(message: bytes | memoryview) -> dict[int, list[Any]]:
    """Return the values of the fields of a message by field number."""
    found: dict[int, list[Any]] = {}
    for number, value in fields(message):
        found.setdefault(number, []).append(value)
    return found


def _check(network: Network, model: Mapping[int, list[Any]]) -> None:
    """Raise an error for a network that cannot be copied into the file."""
    for one in model.get(_OPERATORS, ()):
        parts = _parts(one)
        domain, version = _text(parts.get(1, [b""])[0]), parts.get(2, [0])[0]
        if domain not in ("", "ai.onnx") or version != _OPSET:
            raise ExportError(
                words.other_network(network.name),
                rule=words.own_operators(_OPSET),
                value=words.these_operators(domain or "ONNX", version),
            )


def _needed(graph: Mapping[int, list[Any]], output: str) -> tuple[list[Any], list[Any]]:
    """Return the nodes and the constants that an output is computed from."""
    wanted, nodes = {output}, []
    for node in reversed(graph[_NODE]):
        parts = _parts(node)
        if wanted & {_text(name) for name in parts.get(2, ())}:
            wanted |= {_text(name) for name in parts.get(1, ())}
            nodes.append(node)
    return nodes[::-1], [one for one in graph.get(_CONSTANT, ()) if _field_text(one, 8) in wanted]


def _inputs(graph: Mapping[int, list[Any]], network: Network) -> Iterable[Any]:
    names = {name for name, _ in network.inputs}
    return (one for one in graph[_INPUT] if _field_text(one, 1) in names)


def _renamed_node(node: Any, rename: Callable[[str], str | None]) -> bytes:
    """Return a NodeProto with other names of its inputs, its outputs and itself, as far as there are any."""

    def name(value: Any) -> bytes:
        text = _text(value)
        return (rename(text) or text).encode()

    return b"".join(
        bytes_field(number, name(value)) if number in (1, 2, 3) else _encoded(number, value)
        for number, value in fields(node)
    )


def _renamed_constant(tensor: Any, rename: Callable[[str], str]) -> bytes:
    """Return a TensorProto with another name."""
    return b"".join(
        text_field(8, rename(_text(value))) if number == 8 else _encoded(number, value)
        for number, value in fields(tensor)
    )


def _renamed_input(value: Any, rename: Callable[[str], str], network: Network) -> bytes:
    """Return a ValueInfoProto with another name and its description."""
    about = dict(network.inputs)[_field_text(value, 1)]
    kept = [
        text_field(1, rename(_text(one))) if number == 1 else _encoded(number, one)
        for number, one in fields(value)
        if number != 3
    ]
    return b"".join([*kept, text_field(3, about)])


def _encoded(number: int, value: Any) -> bytes:
    """Return a field as it was."""
    if isinstance(value, int):
        return int_field(number, value)
    return float_field(number, value) if isinstance(value, float) else bytes_field(number, bytes(value))


def _field_text(message: Any, number: int) -> str:
    return _text(next((value for at, value in fields(message) if at == number), b""))


def _text(value: Any) -> str:
    return bytes(value).decode(errors="replace")
