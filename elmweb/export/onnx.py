"""Exporting an estimator, or a trained model with its preprocessing, as an ONNX file.

The format is written without an ONNX library, which the page does not have. Files use opset 17 and
ai.onnx.ml 3 only, so that onnxruntime and onnxruntime-web run them.

References
----------
ONNX: Open Neural Network Exchange, operator schemas and ``onnx.proto``. https://onnx.ai/onnx/operators/
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from elmweb import __version__
from elmweb.exceptions import ExportError
from elmweb.export._onnx_layers import affine, layer
from elmweb.export._onnx_preprocessing import declare_columns, preprocess
from elmweb.export._onnx_series import is_series, unrolled
from elmweb.export.graph import DTYPE_CODES, ML, OWN, Graph, Node, Value
from elmweb.formatting import data_size
from elmweb.onnx_format.protobuf import bytes_field, float_field, int_field, text_field
from elmweb.peers import graph_hurdle, is_peer
from elmweb.training.model import TrainedModel
from elmweb.words.engine import export_common, export_onnx as words, peers as words_of_peers

__all__ = ["build_graph", "graph_bytes", "to_onnx"]

_IR_VERSION, _OPSET, _ML_OPSET = 8, 17, 3
_MOST_BYTES = 2**31 - 1  # maximum size of a protobuf message


def to_onnx(model: Any) -> bytes:
    """Export a model as an ONNX file.

    Parameters
    ----------
    model : TrainedModel or estimator
        A trained model, or any fitted estimator of elmweb.

    Returns
    -------
    bytes
        Content of the file. An estimator has an input ``X`` (n, d) float32. A trained model has one input per
        column (n, 1): numbers as float32 (float64 where float32 would lose digits), categories as strings, dates as
        float64 seconds since 1970; missing is NaN or the empty string. The outputs of a classifier are ``label`` (n,),
        int64 or string, or (n, k) int64 for several labels, and ``probabilities`` (n, k) float32; the output of a
        regressor is ``variable`` (n, k) float64. Where a threshold between two classes was chosen, ``label`` is the
        second class from that probability on, and the metadata ``elmweb.threshold`` names it; probabilities do not
        change. Rows of a series are in the order of time, and the output of the
        last row is the forecast.

    Raises
    ------
    ExportError
        Part of the model has no counterpart in ONNX, such as a text column, or the file would be too large.

    Examples
    --------
    >>> from elmweb import ELMClassifier
    >>> from elmweb.export import check_onnx, to_onnx
    >>> X = [[-1.0], [-0.5], [0.5], [1.0]]
    >>> model = ELMClassifier(8, random_state=0).fit(X, ["low", "low", "high", "high"])
    >>> data = to_onnx(model)
    >>> check_onnx(data, model, X) < 1e-4
    True
    """
    return _model_bytes(build_graph(model))


def build_graph(model: Any, *, wide: bool = False) -> Graph:
    """Convert a model to a graph.

    Parameters
    ----------
    model : TrainedModel or estimator
        As in :func:`to_onnx`.
    wide : bool, default=False
        Whether all numbers of a table are float64; else only those for which float32 would change predictions.

    Returns
    -------
    Graph
        With the inputs and outputs of :func:`to_onnx`; text columns are allowed.

    Raises
    ------
    ExportError
        The hidden layer or the preprocessing cannot be exported.
    """
    if not isinstance(model, TrainedModel):
        graph = Graph(type(model).__name__)
        graph.facts["elmweb.task"] = _task_of(model)
        about = words.ROW_FOR_EACH_TIME if is_series(model) else words.ROW_FOR_EACH_PREDICTION
        X = graph.input("X", "float32", (None, int(model.n_features_in_)), about)
        _estimate(graph, model, graph.cast(X, "float64"))
        return graph
    graph = Graph(model.name)
    graph.about = _about_model(model)
    graph.facts |= {
        "elmweb.task": model.task,
        "elmweb.targets": json.dumps(model.targets, ensure_ascii=False),
        "elmweb.classes": json.dumps([str(name) for name in model.classes], ensure_ascii=False),
    }
    if model.threshold is not None:
        graph.facts["elmweb.threshold"] = repr(float(model.threshold))
    dtypes = declare_columns(graph, model.features, model.preprocessor, wide=wide)
    X = preprocess(graph, model.preprocessor, dtypes, model.features)
    _estimate(graph, model.estimator, X, model.threshold, _about_numbers(model))
    return graph


def _about_model(model: TrainedModel) -> str:
    """Return what a model predicts, and from what it learned."""
    targets = [str(name) for name in model.targets]
    return words.about_model(targets, len(model.features), model.n_learned, model.name)


def _about_numbers(model: TrainedModel) -> str:
    """Return what predicted numbers are, with their unit where there is one."""
    unit = model.target_readings[0].unit if model.target_readings else ""
    return words.predicted_numbers(str(model.targets[0]), unit)


def _task_of(estimator: Any) -> str:
    """Return the task of an estimator as in a trained model."""
    if not hasattr(estimator, "classes_"):
        return "regression"
    if np.ndim(getattr(estimator, "inverse_temperature_", 0)) == 1:
        return "multilabel"
    return "binary" if len(estimator.classes_) == 2 else "multiclass"


def _outputs(graph: Graph, estimator: Any, X: str) -> tuple[str, int]:
    """Append what leads to the outputs F (n, k), and return their name and k."""
    if is_peer(estimator):
        task = "multilabel" if getattr(estimator, "several_", False) else ""
        if why := graph_hurdle(estimator, task):
            raise ExportError(
                words.NO_GRAPH,
                rule=words_of_peers.NO_GRAPH[why],
                value=type(estimator.learned_).__name__.lower(),
                hints=(words_of_peers.INSTEAD,),
            )
        return affine(graph, X, estimator.learned_.coef, estimator.learned_.intercept), len(
            estimator.learned_.intercept
        )
    if is_series(estimator):
        X = unrolled(graph, estimator, X)
    H = layer(graph, estimator.layer_, X)
    coef = np.asarray(estimator.coef_)
    coef = coef.reshape(len(coef), -1)
    return affine(graph, H, coef, np.atleast_1d(estimator.intercept_)), coef.shape[1]


def _estimate(graph: Graph, estimator: Any, X: str, threshold: float | None = None, about: str = "") -> None:
    """Append the outputs F (n, k), and labels and probabilities from them; `about` tells of predicted numbers."""
    F, n_columns = _outputs(graph, estimator, X)
    task = _task_of(estimator)
    if task == "regression":
        about = words.STEPS_PREDICTED if is_series(estimator) else about or words.predicted_numbers("", "")
        graph.output(F, "variable", "float64", (None, n_columns), about)
        return
    Z = F if is_peer(estimator) else graph.add("Mul", F, graph.constant(estimator.inverse_temperature_))
    positive = graph.add("Greater", F, graph.constant(0.0))
    if task == "multilabel":
        P = graph.add("Sigmoid", Z)
        graph.output(
            graph.cast(positive, "int64"),
            "label",
            "int64",
            (None, n_columns),
            words.labels_on(_in_order(graph)),
        )
    else:
        if task == "binary":
            yes, no = graph.add("Sigmoid", Z), graph.add("Sigmoid", graph.add("Neg", Z))
            if threshold is not None:
                positive = graph.add("GreaterOrEqual", yes, graph.constant(threshold))
            P, n_columns = graph.add("Concat", no, yes, axis=1), 2
            codes = graph.add("Squeeze", graph.cast(positive, "int64"), graph.constant([1], np.int64))
        else:
            P = graph.add("Softmax", Z, axis=1)
            codes = graph.add("ArgMax", F, axis=1, keepdims=0)
        names, dtype = _labels(estimator.classes_)
        label = graph.add("Gather", graph.constant(names, dtype), codes, axis=0)
        graph.output(label, "label", dtype, (None,), _about_label(names, threshold))
    about = words.probabilities(_in_order(graph, estimator))
    graph.output(graph.cast(P, "float32"), "probabilities", "float32", (None, n_columns), about)


def _in_order(graph: Graph, estimator: Any = None) -> str:
    """Return the classes in the order of the probabilities: those of a table's model, or an estimator's own."""
    known = json.loads(graph.facts.get("elmweb.classes", "[]"))
    return ", ".join(known or [str(name) for name in getattr(estimator, "classes_", ())]) or words.AS_LEARNED


def _about_label(names: list[Any], threshold: float | None) -> str:
    """Return what the output of labels means."""
    if threshold is None:
        return words.MOST_PROBABLE
    return words.with_threshold(str(names[1]), str(names[0]), repr(threshold))


def _labels(classes: np.ndarray) -> tuple[list[Any], str]:
    """Return the classes as integers if they are, otherwise as strings."""
    names = np.asarray(classes)
    if names.dtype.kind in "iub" or (names.dtype.kind == "f" and not (names % 1).any()):
        return names.astype(np.int64).tolist(), "int64"
    return [str(name) for name in names.tolist()], "string"


# ---- the file; field numbers are those of onnx.proto


def _model_bytes(graph: Graph) -> bytes:
    """Return the graph as a ModelProto."""
    if custom := sorted({node.op for node in graph.nodes if node.domain == OWN}):
        columns = [node.inputs[0] for node in graph.nodes if node.domain == OWN]
        raise ExportError(
            words.READS_TEXTS,
            rule=words.WITHOUT_TEXTS,
            value=words.no_operator(columns, ", ".join(custom)),
            hints=(words.SAVE_WHAT_READS_TEXTS, words.LEAVE_OUT),
        )
    arrays = [array for part in (graph, *graph.bodies) for array in part.constants.values()]
    size = sum(array.nbytes for array in arrays if array.dtype != object)
    if size > _MOST_BYTES:
        raise ExportError(
            words.TOO_LARGE,
            rule=export_common.at_most(data_size(_MOST_BYTES)),
            value=data_size(size),
            hints=(words.NARROWER,),
        )
    facts = [bytes_field(14, text_field(1, key) + text_field(2, value)) for key, value in graph.facts.items()]
    operators = [bytes_field(8, text_field(1, domain) + int_field(2, version)) for domain, version in _domains(graph)]
    return b"".join(
        [
            int_field(1, _IR_VERSION),
            text_field(2, "elmweb"),
            text_field(3, __version__),
            *([text_field(6, graph.about)] if graph.about else []),
            bytes_field(7, graph_bytes(graph)),
            *operators,
            *facts,
        ]
    )


def _domains(graph: Graph) -> list[tuple[str, int]]:
    """Return the operator sets in use, with their versions."""
    tables = any(node.domain == ML for node in graph.nodes)
    return [("", _OPSET), *([(ML, _ML_OPSET)] if tables else [])]


def graph_bytes(graph: Graph) -> bytes:
    """Return a graph as a GraphProto."""
    return b"".join(
        [
            *(bytes_field(1, _node_bytes(node)) for node in graph.nodes),
            text_field(2, graph.name or "model"),
            *(bytes_field(5, _tensor_bytes(name, array)) for name, array in graph.constants.items()),
            *(bytes_field(11, _value_bytes(value)) for value in graph.inputs),
            *(bytes_field(12, _value_bytes(value)) for value in graph.outputs),
        ]
    )


def _node_bytes(node: Node) -> bytes:
    """Return a NodeProto; a node is named after its output."""
    attributes = [bytes_field(5, _attribute_bytes(name, value)) for name, value in node.attributes.items()]
    return b"".join(
        [
            *(bytes_field(1, name.encode(errors="replace")) for name in node.inputs),
            *(bytes_field(2, name.encode(errors="replace")) for name in node.outputs),
            text_field(3, node.outputs[0]),
            text_field(4, node.op),
            *attributes,
            text_field(7, node.domain),
        ]
    )


def _attribute_bytes(name: str, value: Any) -> bytes:
    """Return an AttributeProto, whose field and type follow from the value."""
    if isinstance(value, Graph):
        return text_field(1, name) + bytes_field(6, graph_bytes(value)) + int_field(20, 5)
    several = isinstance(value, list | tuple)
    items = value if several else [value]
    if isinstance(items[0], str):
        number, kind = (9, 8) if several else (4, 3)
        written = [bytes_field(number, item.encode(errors="replace")) for item in items]
    elif isinstance(items[0], float):
        number, kind = (7, 6) if several else (2, 1)
        written = [float_field(number, item) for item in items]
    else:
        number, kind = (8, 7) if several else (3, 2)
        written = [int_field(number, int(item)) for item in items]
    return text_field(1, name) + b"".join(written) + int_field(20, kind)


def _tensor_bytes(name: str, array: np.ndarray) -> bytes:
    """Return a TensorProto."""
    dims = b"".join(int_field(1, size) for size in array.shape)
    if array.dtype == object:
        data = b"".join(bytes_field(6, text.encode(errors="replace")) for text in array.ravel().tolist())
        return dims + int_field(2, DTYPE_CODES["string"]) + data + text_field(8, name)
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    code = int_field(2, DTYPE_CODES[array.dtype.name])
    return dims + code + text_field(8, name) + bytes_field(9, little.tobytes())


def _value_bytes(value: Value) -> bytes:
    """Return a ValueInfoProto; the number of rows is named n."""
    sizes = [text_field(2, "n") if size is None else int_field(1, size) for size in value.shape]
    shape = b"".join(bytes_field(1, size) for size in sizes)
    tensor = int_field(1, DTYPE_CODES[value.dtype]) + bytes_field(2, shape)
    return text_field(1, value.name) + bytes_field(2, bytes_field(1, tensor)) + text_field(3, value.about)
