"""Running a graph with NumPy, to check that an ONNX file predicts what the model predicts.

This is not a general runtime: it implements the operators that :mod:`elmweb.export.onnx` writes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.linalg.blas import dgemm
from scipy.special import erf, expit, softmax

from elmweb.examples.cell import VECTOR_ROLES, vectors_of
from elmweb.exceptions import ExportError
from elmweb.export._onnx_series import is_series
from elmweb.export.graph import DTYPES, Graph, Value
from elmweb.export.onnx_read import read_onnx
from elmweb.training.model import TrainedModel
from elmweb.words.engine import export_common, export_onnx as words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["check_graph", "check_onnx", "column_feeds", "run_graph"]

_BLOCK_CELLS = 2_000_000


def check_onnx(data: bytes, model: Any, rows: Any) -> float:
    """Return the largest difference between the predictions of an ONNX file and of its model.

    The bytes are read back and run, so that the file itself is checked.

    Parameters
    ----------
    data : bytes
        From :func:`elmweb.export.onnx.to_onnx`.
    model : TrainedModel or estimator
        The model.
    rows : DataFrame or array-like of shape (n, d)
        Rows to predict: a table for a trained model, an array for an estimator.

    Returns
    -------
    float
        The largest difference of a probability, or of a predicted number. For a label that differs, it is the
        difference between the model's probabilities of the two labels.
    """
    return check_graph(read_onnx(data), model, rows)


def check_graph(graph: Graph, model: Any, rows: Any) -> float:
    """Run :func:`check_onnx` for a graph."""
    frame = rows if isinstance(model, TrainedModel) else np.asarray(rows)
    # Rows of a series depend on those before them and cannot be split.
    n_block = len(frame) if is_series(model) else max(100, _BLOCK_CELLS // _widest(graph))
    largest = 0.0
    for start in range(0, len(frame), max(1, n_block)):
        largest = max(largest, _difference(graph, model, frame[start : start + n_block]))
    return largest


def column_feeds(graph: Graph, model: TrainedModel, frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """Convert a table to the inputs of a trained model's graph.

    Parameters
    ----------
    graph : Graph
        From :func:`read_onnx` or :func:`elmweb.export.onnx.build_graph`.
    model : TrainedModel
        The model.
    frame : DataFrame
        Any table that has the feature columns.

    Returns
    -------
    dict of str to ndarray (n, 1)
        Inputs for :func:`run_graph` or onnxruntime.
    """
    from elmweb.preprocessing.matching import as_inputs  # noqa: PLC0415  needs pandas; the ONNX of an estimator does not

    inputs, _ = as_inputs(frame, model.features)
    roles = {feature.name: feature.role for feature in model.features}
    return {
        value.name: _vectors(inputs[value.name].to_numpy(), value)
        if roles[value.name] in VECTOR_ROLES
        else _feed(inputs[value.name].to_numpy(), roles[value.name], value.dtype)[:, None]
        for value in graph.inputs
    }


def _vectors(column: np.ndarray, value: Value) -> np.ndarray:
    """Return the vectors of a column of examples (n, m), NaN where there is none."""
    vectors, known = vectors_of(column, int(value.shape[1] or 0))
    return np.where(known[:, None], vectors, np.float32(np.nan))


def _feed(column: np.ndarray, role: str, dtype: str) -> np.ndarray:
    """Convert the cells (n,) of a column to the type of an input."""
    if role == "date":
        dates = column.astype("datetime64[ns]")
        return np.where(np.isnat(dates), np.nan, dates.astype(np.int64) / 1e9)
    if dtype == "string":
        return np.array(["" if cell is None or cell != cell else str(cell) for cell in column], dtype=object)  # noqa: PLR0124 - NaN is not itself
    return column.astype(dtype)


def _widest(graph: Graph) -> int:
    """Return the approximate maximum number of values per row."""
    # An int64 matrix holds indices that are gathered from each row.
    matrices = [array for array in graph.constants.values() if array.ndim == 2]
    return max((array.size if array.dtype == np.int64 else array.shape[-1] for array in matrices), default=1)


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
    predicted = model.answers(X) if isinstance(model, TrainedModel) else estimator.predict(X)
    if label.ndim == 2:
        wrong = label != predicted
        return max(largest, float(np.abs(2 * expected - 1)[wrong].max(initial=0.0)))
    names = [str(name) for name in estimator.classes_.tolist()]
    column = {name: at for at, name in enumerate(names)}
    for at in np.flatnonzero(label.astype(str) != np.asarray(predicted).astype(str)):
        theirs = expected[at, column[str(label[at])]] if str(label[at]) in column else 0.0
        ours_ = expected[at, column[str(predicted[at])]]
        largest = max(largest, abs(float(ours_ - theirs)))
    return largest


# ---- running a graph


def run_graph(graph: Graph, feeds: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Run a graph with NumPy.

    Parameters
    ----------
    graph : Graph
        The graph.
    feeds : mapping of str to ndarray
        Values of the inputs.

    Returns
    -------
    dict of str to ndarray
        Values of the outputs.

    Raises
    ------
    ExportError
        It has an operator that is not implemented.
    """
    values: dict[str, Any] = {**graph.constants, **feeds}
    for node in graph.nodes:
        if node.op not in _OPERATORS:
            raise ExportError(words.UNKNOWN_OPERATOR, rule=export_common.one_of(sorted(_OPERATORS)), value=node.op)
        found = _OPERATORS[node.op](node.attributes, *(values[name] for name in node.inputs))
        values |= zip(node.outputs, found if len(node.outputs) > 1 else [found], strict=True)
    return {value.name: values[value.name] for value in graph.outputs}


def _matmul(_: Mapping[str, Any], A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Return A B by SciPy's BLAS, since the page's NumPy has none; transposed arrays need no copy."""
    return dgemm(1.0, B.T, A.T).T


def _label_encoder(attributes: Mapping[str, Any], X: np.ndarray) -> np.ndarray:
    """Return the code of each text."""
    kind = "int64" if "values_int64s" in attributes else "float"
    codes = dict(zip(attributes["keys_strings"], attributes[f"values_{kind}s"], strict=True))
    default = attributes[f"default_{kind}"]
    found = [codes.get(text, default) for text in X.ravel()]
    return np.array(found, dtype=np.int64 if kind == "int64" else np.float32).reshape(X.shape)


def _count_words(attributes: Mapping[str, Any], X: np.ndarray) -> np.ndarray:
    """Return the count of each word in each text, (n, n_words); words have at least two characters."""
    place = {word: at for at, word in enumerate(attributes["words"])}
    counts = np.zeros((len(X), len(place)))
    for row, text in enumerate(X[:, 0]):
        for word, times in Counter(re.findall(r"\w\w+", text.lower())).items():
            if word in place:
                counts[row, place[word]] = times
    return counts


def _reduce_sum(attributes: Mapping[str, Any], X: np.ndarray, axes: np.ndarray) -> np.ndarray:
    return X.sum(axis=tuple(axes.tolist()), keepdims=bool(attributes["keepdims"]))


def _scan(attributes: Mapping[str, Any], state: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the last state, and the outputs of the body for all rows."""
    body, found = attributes["body"], []
    for row in rows:
        state, kept = run_graph(
            body, dict(zip([value.name for value in body.inputs], (state, row), strict=True))
        ).values()
        found.append(kept)
    return state, np.array(found)


def _slice(_: Mapping[str, Any], X: np.ndarray, starts: np.ndarray, ends: np.ndarray, axes: np.ndarray) -> np.ndarray:
    parts = [slice(None)] * X.ndim
    for start, end, axis in zip(starts.tolist(), ends.tolist(), axes.tolist(), strict=True):
        parts[axis] = slice(start, end)
    return X[tuple(parts)]


_OPERATORS: dict[str, Callable[..., Any]] = {
    "Add": lambda _, A, B: A + B,
    "ArgMax": lambda a, X: X.argmax(axis=a["axis"]),
    "Cast": lambda a, X: X.astype(DTYPES[a["to"]]),
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
    "Scan": _scan,
    "Sigmoid": lambda _, X: expit(X),
    "Sin": lambda _, X: np.sin(X),
    "Slice": _slice,
    "Softmax": lambda a, X: softmax(X, axis=a["axis"]),
    "Sqrt": lambda _, X: np.sqrt(X),
    "Squeeze": lambda _, X, axes: np.squeeze(X, axis=tuple(axes.tolist())),
    "Sub": lambda _, A, B: A - B,
    "Tanh": lambda _, X: np.tanh(X),
    "Transpose": lambda a, X: X.transpose(a["perm"]),
    "Unsqueeze": lambda _, X, axes: np.expand_dims(X, tuple(axes.tolist())),
    "Where": lambda _, yes, A, B: np.where(yes, A, B),
}
"""Implementations of the operators; the first argument is the attributes."""
