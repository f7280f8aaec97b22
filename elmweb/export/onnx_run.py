"""Reads an ONNX file back and runs it with NumPy, to show that it says what the model says.

Not a general runner: it knows the operators that :mod:`elmweb.export.onnx` writes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.linalg.blas import dgemm
from scipy.special import erf, expit, softmax

from elmweb.exceptions import ExportError
from elmweb.export._protobuf import fields, ints_of
from elmweb.export.graph import DTYPE_CODES, Graph, Node
from elmweb.matching import as_inputs
from elmweb.model import TrainedModel

__all__ = ["check_onnx", "column_feeds", "read_onnx", "run_graph"]

_BLOCK_CELLS = 2_000_000
_DTYPES = {code: name for name, code in DTYPE_CODES.items()}


def check_onnx(data: bytes, model: Any, rows: Any) -> float:
    """Return how far an ONNX file is from the model it was made of.

    The bytes are read back and run, so this checks what was written, not what was meant.

    Parameters
    ----------
    data : bytes
        From :func:`elmweb.export.onnx.to_onnx`.
    model : TrainedModel or estimator
        The model.
    rows : DataFrame or array-like of shape (n, d)
        Rows to predict: a table for a trained model, numbers for an estimator.

    Returns
    -------
    float
        The largest difference of a probability, or of a predicted number. A label that differs counts as
        much as the model finds it less probable than its own.
    """
    return check_graph(read_onnx(data), model, rows)


def check_graph(graph: Graph, model: Any, rows: Any) -> float:
    """Do :func:`check_onnx` for a graph."""
    frame = rows if isinstance(model, TrainedModel) else np.asarray(rows)
    n_block = max(100, _BLOCK_CELLS // _widest(graph))
    largest = 0.0
    for start in range(0, len(frame), n_block):
        largest = max(largest, _difference(graph, model, frame[start : start + n_block]))
    return largest


def column_feeds(graph: Graph, model: TrainedModel, frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return a table as the inputs of a trained model's graph.

    Parameters
    ----------
    graph : Graph
        From :func:`read_onnx` or :func:`elmweb.export.onnx.build_graph`.
    model : TrainedModel
        The model.
    frame : DataFrame
        Any table with the feature columns.

    Returns
    -------
    dict of str to ndarray (n, 1)
        Ready for :func:`run_graph`, and for onnxruntime.
    """
    inputs, _ = as_inputs(frame, model.features)
    roles = {feature.name: feature.role for feature in model.features}
    return {
        value.name: _feed(inputs[value.name].to_numpy(), roles[value.name], value.dtype)[:, None]
        for value in graph.inputs
    }


def _feed(column: np.ndarray, role: str, dtype: str) -> np.ndarray:
    """Return a column's cells (n,) as an input has them."""
    if role == "date":
        dates = column.astype("datetime64[ns]")
        return np.where(np.isnat(dates), np.nan, dates.astype(np.int64) / 1e9)
    if dtype == "string":
        return np.array(["" if cell is None or cell != cell else str(cell) for cell in column], dtype=object)  # noqa: PLR0124 - NaN is not itself
    return column.astype(dtype)


def _widest(graph: Graph) -> int:
    """Return about how many numbers a row becomes at most."""
    return max((array.shape[-1] for array in graph.constants.values() if array.ndim == 2), default=1)


def _difference(graph: Graph, model: Any, rows: Any) -> float:
    """Return the largest difference on a block of rows."""
    if isinstance(model, TrainedModel):
        estimator, X = model.estimator, model.inputs(rows)
        found = run_graph(graph, column_feeds(graph, model, rows))
    else:
        estimator, X = model, rows
        found = run_graph(graph, {"X": np.asarray(rows, dtype=np.float32)})
    ours = [found[value.name] for value in graph.outputs]
    if len(ours) == 1:
        return float(np.abs(ours[0] - np.asarray(estimator.predict(X)).reshape(ours[0].shape)).max(initial=0.0))
    label, P = ours
    expected = estimator.predict_proba(X)
    largest = float(np.abs(P - expected).max(initial=0.0))
    said = estimator.predict(X)
    if label.ndim == 2:
        wrong = label != said
        return max(largest, float(np.abs(2 * expected - 1)[wrong].max(initial=0.0)))
    names = [str(name) for name in estimator.classes_.tolist()]
    column = {name: at for at, name in enumerate(names)}
    for at in np.flatnonzero(label.astype(str) != np.asarray(said).astype(str)):
        theirs = expected[at, column[str(label[at])]] if str(label[at]) in column else 0.0
        largest = max(largest, float(expected[at].max() - theirs))
    return largest


# ---- from bytes to a graph; numbers of fields are those of onnx.proto


def read_onnx(data: bytes) -> Graph:
    """Read an ONNX file.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    Graph
        Its inputs, constants, operations and outputs.

    Raises
    ------
    ExportError
        It is no ONNX file, or a damaged one.
    """
    try:
        parts = _grouped(data)
        graph = _read_graph(parts[7][0])
        for fact in parts.get(14, []):
            pair = _grouped(fact)
            graph.facts[_text(pair[1])] = _text(pair.get(2, [b""]))
    except (ValueError, KeyError, TypeError) as error:
        raise ExportError(
            "The ONNX file cannot be read back.", rule="a ModelProto with one graph", value=str(error)
        ) from error
    return graph


def _grouped(message: bytes | memoryview) -> dict[int, list[Any]]:
    """Return the fields of a message by their numbers."""
    found: dict[int, list[Any]] = {}
    for number, value in fields(message):
        found.setdefault(number, []).append(value)
    return found


def _text(values: list[Any]) -> str:
    return bytes(values[-1]).decode()


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
        named.input(*_read_value(value))  # an output is declared as an input is; its node is there already
    graph.outputs = named.inputs
    return graph


def _read_value(message: memoryview) -> tuple[str, str, tuple[int | None, ...], str]:
    """Return name, type, shape and meaning of an input or output."""
    parts = _grouped(message)
    tensor = _grouped(_grouped(parts[2][0])[1][0])
    sizes = [_grouped(size).get(1, [None])[0] for size in _grouped(tensor[2][0]).get(1, [])]
    return _text(parts[1]), _DTYPES[tensor[1][0]], tuple(sizes), _text(parts.get(3, [b""]))


def _read_tensor(message: memoryview) -> tuple[str, np.ndarray]:
    """Return name and array of a constant."""
    parts = _grouped(message)
    shape = [size for value in parts.get(1, []) for size in ints_of(value)]
    name, dtype = _text(parts[8]), _DTYPES[parts[2][0]]
    if dtype == "string":
        array = np.array([bytes(text).decode() for text in parts.get(6, [])], dtype=object)
    else:
        array = np.frombuffer(parts.get(9, [b""])[0], dtype=np.dtype(dtype).newbyteorder("<")).astype(dtype)
    return name, array.reshape(shape)


def _read_node(message: memoryview) -> Node:
    """Return an operation."""
    parts = _grouped(message)
    inputs, outputs = (tuple(bytes(name).decode() for name in parts.get(number, [])) for number in (1, 2))
    attributes = dict(_read_attribute(attribute) for attribute in parts.get(5, []))
    return Node(_text(parts[4]), inputs, outputs, attributes, _text(parts.get(7, [b""])))


def _read_attribute(message: memoryview) -> tuple[str, Any]:
    """Return name and value of an attribute; its type says which field holds it."""
    parts = _grouped(message)
    field = {1: 2, 2: 3, 3: 4, 6: 7, 7: 8, 8: 9}[parts[20][0]]
    values = parts.get(field, [])
    if field in (4, 9):
        values = [bytes(value).decode() for value in values]
    return _text(parts[1]), values if field >= 7 else values[0]


# ---- running it


def run_graph(graph: Graph, feeds: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Run a graph with NumPy.

    Parameters
    ----------
    graph : Graph
        The graph.
    feeds : mapping of str to ndarray
        A value for each input.

    Returns
    -------
    dict of str to ndarray
        A value for each output.

    Raises
    ------
    ExportError
        It holds an operator that is not written here.
    """
    values: dict[str, Any] = {**graph.constants, **feeds}
    for node in graph.nodes:
        if node.op not in _OPERATORS:
            raise ExportError(
                "The ONNX file holds an operator that is unknown here.",
                rule="one of " + ", ".join(sorted(_OPERATORS)),
                value=node.op,
            )
        values[node.outputs[0]] = _OPERATORS[node.op](node.attributes, *(values[name] for name in node.inputs))
    return {value.name: values[value.name] for value in graph.outputs}


def _matmul(_: Mapping[str, Any], A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Return A B; the page's NumPy has no BLAS, SciPy's is asked for the transposes, which it reads without a copy."""
    return dgemm(1.0, B.T, A.T).T


def _label_encoder(attributes: Mapping[str, Any], X: np.ndarray) -> np.ndarray:
    """Return a number for each text."""
    kind = "int64" if "values_int64s" in attributes else "float"
    codes = dict(zip(attributes["keys_strings"], attributes[f"values_{kind}s"], strict=True))
    default = attributes[f"default_{kind}"]
    found = [codes.get(text, default) for text in X.ravel()]
    return np.array(found, dtype=np.int64 if kind == "int64" else np.float32).reshape(X.shape)


def _count_words(attributes: Mapping[str, Any], X: np.ndarray) -> np.ndarray:
    """Return how often each word is in each text, (n, n_words); a word has two letters, digits or more."""
    place = {word: at for at, word in enumerate(attributes["words"])}
    counts = np.zeros((len(X), len(place)))
    for row, text in enumerate(X[:, 0]):
        for word, times in Counter(re.findall(r"\w\w+", text.lower())).items():
            if word in place:
                counts[row, place[word]] = times
    return counts


def _reduce_sum(attributes: Mapping[str, Any], X: np.ndarray, axes: np.ndarray) -> np.ndarray:
    return X.sum(axis=tuple(axes.tolist()), keepdims=bool(attributes["keepdims"]))


_OPERATORS: dict[str, Callable[..., np.ndarray]] = {
    "Add": lambda _, A, B: A + B,
    "ArgMax": lambda a, X: X.argmax(axis=a["axis"]),
    "Cast": lambda a, X: X.astype(_DTYPES[a["to"]]),
    "Concat": lambda a, *X: np.concatenate(X, axis=a["axis"]),
    "Cos": lambda _, X: np.cos(X),
    "CountWords": _count_words,
    "Div": lambda _, A, B: A / B,
    "Erf": lambda _, X: erf(X),
    "Exp": lambda _, X: np.exp(X),
    "Floor": lambda _, X: np.floor(X),
    # Indices are int64 in the file; NumPy in a browser takes 32 bits.
    "Gather": lambda a, X, at: np.take(X, at.astype(np.intp), axis=a["axis"]),
    "Greater": lambda _, A, B: A > B,
    "GreaterOrEqual": lambda _, A, B: A >= B,
    "Identity": lambda _, X: X,
    "IsNaN": lambda _, X: np.isnan(X),
    "LabelEncoder": _label_encoder,
    "Log": lambda _, X: np.log(X),
    "MatMul": _matmul,
    "Max": lambda _, A, B: np.maximum(A, B),
    "Min": lambda _, A, B: np.minimum(A, B),
    "Mul": lambda _, A, B: A * B,
    "Neg": lambda _, X: -X,
    "ReduceSum": _reduce_sum,
    "Reshape": lambda _, X, shape: X.reshape(shape),
    "Sigmoid": lambda _, X: expit(X),
    "Sin": lambda _, X: np.sin(X),
    "Softmax": lambda a, X: softmax(X, axis=a["axis"]),
    "Sqrt": lambda _, X: np.sqrt(X),
    "Squeeze": lambda _, X, axes: np.squeeze(X, axis=tuple(axes.tolist())),
    "Sub": lambda _, A, B: A - B,
    "Tanh": lambda _, X: np.tanh(X),
    "Unsqueeze": lambda _, X, axes: np.expand_dims(X, tuple(axes.tolist())),
    "Where": lambda _, yes, A, B: np.where(yes, A, B),
}
"""What each operator does; the first argument is its attributes."""
