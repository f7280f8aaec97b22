"""Summaries of ONNX files: inputs, outputs, operators, size. Files are not run, so that any file is safe.

Field numbers are those of onnx.proto.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from elmweb.exceptions import ModelFileError
from elmweb.formatting import count
from elmweb.onnx_format.protobuf import fields, ints_of
from elmweb.onnx_format.tensor import TensorInfo

__all__ = ["OnnxFile", "missing_operator", "read_onnx_file"]

_DTYPES = {
    1: "float32", 2: "uint8", 3: "int8", 4: "uint16", 5: "int16", 6: "int32", 7: "int64", 8: "string", 9: "bool",
    10: "float16", 11: "float64", 12: "uint32", 13: "uint64", 14: "complex64", 15: "complex128", 16: "bfloat16",
}  # fmt: skip
_BYTES = {"float64": 8, "int64": 8, "uint64": 8, "float32": 4, "int32": 4, "uint32": 4, "float16": 2, "bfloat16": 2}
_BYTES |= {"int16": 2, "uint16": 2, "complex64": 8, "complex128": 16}

_MISSING = (
    r"(?:(?P<domain>[\w.]+):)?(?P<name>\w+)\(-?\d+\) is not a registered function/op",
    r"No Op registered for (?P<name>\w+) with domain_version",
    r"Could not find an implementation for (?:(?P<domain>[\w.]+)[:.])?(?P<name>\w+)\(\d+\) node",
)
"""Messages of onnxruntime about an unknown operator."""


@dataclass(frozen=True)
class OnnxFile:
    """Summary of an ONNX file.

    Parameters
    ----------
    inputs, outputs : tuple of TensorInfo
        Inputs and outputs, without weights that are also declared as inputs.
    operators : dict of str to int
        Number of uses of each operator, the most frequent first; names outside ONNX's own domain have a prefix.
    opset : int
        Version of ONNX's own operators; 0 when it is not declared.
    producer : str
        Program that wrote the file.
    n_parameters : int
        Number of parameters in all weights.
    largest_weight_bytes : int
        Size of the largest weight.
    half : bool
        Whether anything is in half precision.
    double : bool
        Whether anything is in double precision.
    bytes : int
        Size of the file.
    """

    inputs: tuple[TensorInfo, ...]
    outputs: tuple[TensorInfo, ...]
    operators: dict[str, int]
    opset: int
    producer: str
    n_parameters: int
    largest_weight_bytes: int
    half: bool
    double: bool
    bytes: int


def read_onnx_file(data: bytes) -> OnnxFile:
    """Summarise an ONNX file.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    OnnxFile
        Its summary.

    Raises
    ------
    ModelFileError
        It is not an ONNX file, is truncated, has its weights in another file, or has inputs that are not tensors.
    """
    try:
        model = _grouped(data)
        graph = _grouped(model[7][-1])
        opsets = {_text(one.get(1)): one.get(2, [0])[-1] for one in map(_grouped, model.get(8, []))}
        weights = [_weight(tensor) for tensor in graph.get(5, [])]
        names = {name for name, *_ in weights}
        inputs = tuple(tensor for tensor in map(_value, graph.get(11, [])) if tensor.name not in names)
        outputs = tuple(map(_value, graph.get(12, [])))
        operators: Counter[str] = Counter()
        _count(graph, operators)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ModelFileError(
            "This is no ONNX file, or a cut one.",
            rule="a model with one graph",
            value=f"{count(len(data), 'byte')} that hold none",
        ) from error
    if not operators or not outputs:
        raise ModelFileError("This is no ONNX file.", rule="operators and outputs", value=count(len(data), "byte"))
    kinds = {dtype for _, dtype, _ in weights} | {tensor.dtype for tensor in (*inputs, *outputs)}
    return OnnxFile(
        inputs,
        outputs,
        dict(operators.most_common()),
        opsets.get("", opsets.get("ai.onnx", 0)),
        _text(model.get(2)),
        sum(size for *_, size in weights),
        max((size * _BYTES.get(dtype, 1) for _, dtype, size in weights), default=0),
        "float16" in kinds,
        "float64" in kinds,
        len(data),
    )


def missing_operator(message: str) -> str:
    """Return the operator that onnxruntime reports as unknown.

    Parameters
    ----------
    message : str
        Message of the error.

    Returns
    -------
    str
        Name of the operator as in :class:`OnnxFile`; empty for any other error.

    Examples
    --------
    >>> missing_operator("Fatal error: com.example:Whirl(-1) is not a registered function/op")
    'com.example.Whirl'
    """
    for pattern in _MISSING:
        if found := re.search(pattern, message):
            return ".".join(filter(None, (found.groupdict().get("domain"), found["name"])))
    return ""


def _grouped(message: Any) -> dict[int, list[Any]]:
    """Return the values of the fields of a message by field number."""
    found: dict[int, list[Any]] = {}
    for number, value in fields(message):
        found.setdefault(number, []).append(value)
    return found


def _text(values: list[Any] | None) -> str:
    return bytes(values[-1]).decode() if values else ""


def _weight(message: Any) -> tuple[str, str, int]:
    """Return name, type and number of elements of a constant."""
    parts = _grouped(message)
    name = _text(parts.get(8))
    if 13 in parts:
        raise ModelFileError(
            "The weights of this model are in another file.",
            rule="an ONNX file with its weights inside",
            value=name,
            hints=("Save it again with onnx.save(model, path), which puts them inside.",),
        )
    size = 1
    for value in parts.get(1, []):
        for length in ints_of(value):
            size *= length
    return name, _DTYPES.get(parts[2][-1], "unknown"), size


def _value(message: Any) -> TensorInfo:
    """Decode an input or output."""
    parts = _grouped(message)
    name, kind = _text(parts.get(1)), _grouped(parts[2][-1])
    tensor = _grouped(kind[1][-1]) if 1 in kind else {}
    dtype = _DTYPES.get(tensor.get(1, [0])[-1], "no tensor")
    if dtype == "no tensor":
        raise ModelFileError(f'"{name}" of this model cannot be used here.', rule="a tensor", value="something else")
    if 2 not in tensor:
        raise ModelFileError(f'"{name}" of this model has no shape.', rule="a number of axes", value="none")
    sizes = map(_grouped, _grouped(tensor[2][-1]).get(1, []))
    shape = [size[1][-1] if 1 in size else _text(size.get(2)) or f"any_{at}" for at, size in enumerate(sizes)]
    return TensorInfo(name, dtype, tuple(shape))


def _count(graph: dict[int, list[Any]], operators: Counter[str]) -> None:
    """Count the operators of a graph and of the graphs inside its loops and branches."""
    for node in map(_grouped, graph.get(1, [])):
        domain = _text(node.get(7))
        operators[_text(node[4]) if domain in {"", "ai.onnx"} else f"{domain}.{_text(node[4])}"] += 1
        for attribute in map(_grouped, node.get(5, [])):
            for inner in (*attribute.get(6, []), *attribute.get(11, [])):
                if isinstance(inner, memoryview):
                    _count(_grouped(inner), operators)
