"""The weights of an ONNX file as arrays, and which node uses which, for models whose inside is computed in Python."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from elmweb.exceptions import ModelFileError
from elmweb.onnx_format.protobuf import fields, ints_of
from elmweb.words.engine import onnx_format as words

__all__ = ["Weights", "read_weights"]

_DTYPES = {1: np.float32, 3: np.int8, 7: np.int64}
"""Kinds of numbers by their code in onnx.proto: those that elmweb's own models are written in."""


@dataclass(frozen=True)
class Weights:
    """The constants of a graph.

    Parameters
    ----------
    arrays : dict of str to ndarray
        By their names.
    inputs : dict of str to tuple of str
        Names of the inputs of each node that has a name.
    """

    arrays: dict[str, np.ndarray]
    inputs: dict[str, tuple[str, ...]]

    def matrix(self, name: str) -> np.ndarray:
        """Return a constant; one in 8 bits is multiplied by its scales, as the graph does it.

        Parameters
        ----------
        name : str
            Its name, or the one it has once it is multiplied, ``name.matrix``.
        """
        stem = name.removesuffix(".matrix")
        if f"{stem}.int8" not in self.arrays:
            return self.arrays[stem]
        scaled = self.arrays[f"{stem}.int8"].astype(np.float32) * self.arrays[f"{stem}.scale"]
        return scaled.reshape(self.arrays[f"{stem}.shape"])

    def factor(self, node: str) -> np.ndarray:
        """Return the constant that the MatMul of this name multiplies by."""
        return self.matrix(self.inputs[node][1])


def read_weights(data: bytes) -> Weights:
    """Read the constants of an ONNX file.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    Weights
        Constants in 32-bit floats, bytes and whole numbers; others are left out.

    Raises
    ------
    ModelFileError
        It is no ONNX file, or a cut one.
    """
    try:
        graph = _grouped(_grouped(data)[7][-1])
        arrays = dict(filter(None, map(_array, graph.get(5, []))))
        nodes = [_grouped(node) for node in graph.get(1, [])]
        inputs = {_text(node[3][-1]): tuple(map(_text, node.get(1, []))) for node in nodes if 3 in node}
    except (ValueError, KeyError, TypeError) as error:
        raise ModelFileError(words.NO_OR_CUT, rule=words.ONE_GRAPH, value=words.n_bytes(len(data))) from error
    return Weights(arrays, inputs)


def _grouped(message: Any) -> dict[int, list[Any]]:
    """Return the values of the fields of a message by field number."""
    found: dict[int, list[Any]] = {}
    for number, value in fields(message):
        found.setdefault(number, []).append(value)
    return found


def _array(message: Any) -> tuple[str, np.ndarray] | None:
    """Return name and array of a constant whose numbers are stored as bytes."""
    parts = _grouped(message)
    dtype = _DTYPES.get(parts[2][-1])
    if dtype is None or 9 not in parts:
        return None
    shape = [size for value in parts.get(1, []) for size in ints_of(value)]
    array = np.frombuffer(parts[9][-1], np.dtype(dtype).newbyteorder("<"))
    if array.size != prod(shape):
        raise ValueError("A constant is cut.")
    return _text(parts[8][-1]), array.reshape(shape).astype(dtype)


def _text(value: Any) -> str:
    return bytes(value).decode()
