"""Summaries of ONNX files: inputs, outputs, operators, size. Files are not run, so that any file is safe.

Field numbers are those of onnx.proto.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from elmweb.exceptions import ModelFileError
from elmweb.onnx_format.protobuf import fields, ints_of
from elmweb.onnx_format.tensor import TensorInfo
from elmweb.words.engine import onnx_format as words

__all__ = ["OnnxFile", "missing_operator", "read_onnx_file"]

_DTYPES = {
    1: "float32", 2: "uint8", 3: "int8", 4: "uint16", 5: "int16", 6: "int32", 7: "int64", 8: "string", 9: "bool",
    10: "float16", 11: "float64", 12: "uint32", 13: "uint64", 14: "complex64", 15: "complex128", 16: "bfloat16",
}  # fmt: skip
_BYTES = {"float64": 8, "int64": 8, "uint64": 8, "float32": 4, "int32": 4, "uint32": 4, "float16": 2, "bfloat16": 2}
_BYTES |= {"int16": 2, "uint16": 2, "complex64": 8, "complex128": 16}

_MOST_FIELDS, _MOST_NAMES, _MOST_AXES, _MOST_DEPTH, _TEXT_LENGTH = 1_000_000, 1_000, 32, 32, 1_000
"""More than any real model has of each."""

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
    read = _Reader()
    try:
        model = read.grouped(data)
        graph = read.grouped(model[7][-1])
        opsets = {_text(one.get(1)): _int(one.get(2, [0])) for one in map(read.grouped, model.get(8, []))}
        weights = [read.weight(tensor) for tensor in graph.get(5, [])]
        names = {name for name, *_ in weights}
        inputs = tuple(tensor for tensor in map(read.value, graph.get(11, [])) if tensor.name not in names)
        outputs = tuple(map(read.value, graph.get(12, [])))
        operators: Counter[str] = Counter()
        read.count(graph, operators)
        producer = _text(model.get(2))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ModelFileError(words.NO_OR_CUT, rule=words.ONE_GRAPH, value=words.holds_none(len(data))) from error
    if not operators or not outputs:
        raise ModelFileError(words.NO_FILE, rule=words.OPERATORS_AND_OUTPUTS, value=words.n_bytes(len(data)))
    if max(len(inputs), len(outputs), len(operators)) > _MOST_NAMES:
        raise _too_much(words.most_names(_MOST_NAMES))
    kinds = {dtype for _, dtype, _ in weights} | {tensor.dtype for tensor in (*inputs, *outputs)}
    return OnnxFile(
        inputs,
        outputs,
        dict(operators.most_common()),
        opsets.get("", opsets.get("ai.onnx", 0)),
        producer,
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


class _Reader:
    """Reads the parts of one file, up to as many as a real model has."""

    def __init__(self) -> None:
        self._n_fields = 0

    def grouped(self, message: Any) -> dict[int, list[Any]]:
        """Return the values of the fields of a message by field number."""
        found: dict[int, list[Any]] = {}
        for number, value in fields(message):
            found.setdefault(number, []).append(value)
            self._n_fields += 1
            if self._n_fields > _MOST_FIELDS:
                raise _too_much(words.most_fields(_MOST_FIELDS))
        return found

    def weight(self, message: Any) -> tuple[str, str, int]:
        """Return name, type and number of elements of a constant."""
        parts = self.grouped(message)
        name = _text(parts.get(8))
        if 13 in parts:
            raise ModelFileError(
                words.ELSEWHERE,
                rule=words.WEIGHTS_INSIDE,
                value=name,
                hints=(words.SAVE_INSIDE,),
            )
        size, n_axes = 1, 0
        for value in parts.get(1, []):
            if isinstance(value, memoryview) and len(value) > 10 * _MOST_AXES:  # bytes of a number, at the most
                raise _too_much(words.most_axes_of_a_weight(_MOST_AXES))
            for length in ints_of(value):
                size, n_axes = size * max(0, length), n_axes + 1
                if n_axes > _MOST_AXES:
                    raise _too_much(words.most_axes_of_a_weight(_MOST_AXES))
        return name, _DTYPES.get(parts[2][-1], "unknown"), size

    def value(self, message: Any) -> TensorInfo:
        """Decode an input or output."""
        parts = self.grouped(message)
        name, kind = _text(parts.get(1)), self.grouped(parts[2][-1])
        tensor = self.grouped(kind[1][-1]) if 1 in kind else {}
        dtype = _DTYPES.get(tensor.get(1, [0])[-1])
        if dtype is None:
            raise ModelFileError(words.cannot_be_used(name), rule=words.A_TENSOR, value=words.SOMETHING_ELSE)
        if 2 not in tensor:
            raise ModelFileError(words.no_shape(name), rule=words.NUMBER_OF_AXES, value=words.NONE)
        sizes = self.grouped(tensor[2][-1]).get(1, [])
        if len(sizes) > _MOST_AXES:
            raise _too_much(words.most_axes(name, _MOST_AXES))
        axes = map(self.grouped, sizes)
        shape = [_int(axis[1]) if 1 in axis else _text(axis.get(2)) or f"any_{at}" for at, axis in enumerate(axes)]
        return TensorInfo(name, dtype, tuple(shape))

    def count(self, graph: dict[int, list[Any]], operators: Counter[str], depth: int = 0) -> None:
        """Count the operators of a graph and of the graphs inside its loops and branches."""
        if depth > _MOST_DEPTH:
            raise _too_much(words.most_graphs(_MOST_DEPTH))
        for node in map(self.grouped, graph.get(1, [])):
            domain = _text(node.get(7))
            operators[_text(node[4]) if domain in {"", "ai.onnx"} else f"{domain}.{_text(node[4])}"] += 1
            for attribute in map(self.grouped, node.get(5, [])):
                for inner in (*attribute.get(6, []), *attribute.get(11, [])):
                    if isinstance(inner, memoryview):
                        self.count(self.grouped(inner), operators, depth + 1)


def _too_much(rule: str) -> ModelFileError:
    return ModelFileError(words.TOO_MUCH, rule=rule, value=words.MORE)


def _text(values: list[Any] | None) -> str:
    """Return the text of a field, cut where it is far too long for a name."""
    if not values:
        return ""
    if not isinstance(values[-1], memoryview):
        raise TypeError("a number in place of a text")  # bytes(n) would be n zeros
    return bytes(values[-1]).decode()[:_TEXT_LENGTH]


def _int(values: list[Any]) -> int:
    if not isinstance(values[-1], int):
        raise TypeError("something else in place of a whole number")
    return values[-1]
