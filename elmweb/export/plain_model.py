"""A trained model as plain data, for the scripts of ``web/predictor``: in the page that predicts, and in any other."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np

from elmweb.examples.cell import VECTOR_ROLES
from elmweb.exceptions import ExportError
from elmweb.export._onnx_series import is_series
from elmweb.export.graph import Graph
from elmweb.export.onnx import build_graph
from elmweb.formatting import data_size
from elmweb.preprocessing.features import form_fields, reading_of
from elmweb.training.model import TrainedModel
from elmweb.words.engine import export_common, export_predictor as words

__all__ = ["NETWORK_BYTES", "RUNTIME_BYTES", "plain_model"]

_MOST_PAGE_BYTES = 10_000_000  # what people still send to each other
NETWORK_BYTES = {"photo": 14_803_441, "sound": 2_414_857, "meaning": 24_960_968}
"""Of the network that embeds each kind of example, with its word pieces; a test holds it to the manifest."""
RUNTIME_BYTES = 6_630_000
"""About, of the runtime of such networks for all browsers, compressed."""


def plain_model(model: Any, form: Sequence[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return a model as plain data, as ``web/predictor/model.js`` reads it.

    Parameters
    ----------
    model : TrainedModel
        The model.
    form : sequence of dict, optional
        Form fields as in the report, the most important first; by default in the order of the columns.

    Returns
    -------
    dict
        The graph of the model with its numbers, how each column is read, and what the answers mean.

    Raises
    ------
    ExportError
        It is no model of a table, or a part of it cannot be run outside of Python.
    """
    _check(model)
    from elmweb.data._rules import column_rules, reading_rules  # noqa: PLC0415  needs pandas, as a model of a table does

    graph = build_graph(model, wide=True)  # JavaScript has no other numbers
    known = {feature.name: feature for feature in model.features}
    return {
        "name": model.name,
        "task": model.task,
        "targets": list(model.targets),
        "classes": [str(name) for name in model.classes],
        "error_range": list(model.error_range),
        "threshold": model.threshold,
        "columns": [
            {
                "name": value.name,
                "role": known[value.name].role,
                "dtype": value.dtype,
                "reading": column_rules(reading_of(known[value.name])),
            }
            for value in graph.inputs
        ],
        "form": list(form_fields(model.features) if form is None else form),
        "reading": reading_rules(),
        "graph": _graph_data(graph),
    }


def _check(model: Any) -> None:
    """Raise ExportError for what cannot predict a row in a page."""
    if not isinstance(model, TrainedModel):
        raise ExportError(
            words.NEEDS_COLUMNS, rule=words.FROM_A_TABLE, value=export_common.object_of(type(model).__name__)
        )
    if is_series(model.estimator):
        raise ExportError(
            words.NO_SERIES,
            rule=words.ROWS_ALONE,
            value=type(model.estimator).__name__,
            hints=(words.SAVE_ONNX,),
        )
    if examples := [feature for feature in model.features if feature.role in VECTOR_ROLES]:
        raise ExportError(
            words.no_network(data_size(_page_bytes(examples[0].role))),
            rule=words.without_network(data_size(_MOST_PAGE_BYTES)),
            value=words.column_of(examples[0].name, examples[0].role),
            hints=(words.SAVE_MODEL, words.SAVE_WHOLE_ONNX),
        )


def _page_bytes(role: str) -> int:
    """Return how large a page with a network inside would be: as text, four bytes stand for three."""
    return (NETWORK_BYTES[role] + RUNTIME_BYTES) * 4 // 3


def _graph_data(graph: Graph) -> dict[str, Any]:
    """Return the graph as plain data."""
    return {
        "outputs": [value.name for value in graph.outputs],
        "nodes": [
            {"op": node.op, "inputs": node.inputs, "output": node.outputs[0], "attributes": dict(node.attributes)}
            for node in graph.nodes
        ],
        "constants": {name: _constant_data(array) for name, array in graph.constants.items()},
    }


def _constant_data(array: np.ndarray) -> dict[str, Any]:
    """Return an array as texts, or as base64 in the narrowest type that represents its numbers exactly."""
    shape = list(array.shape)
    if array.dtype == object:
        return {"dtype": "string", "shape": shape, "texts": array.ravel().tolist()}
    dtype = next(kind for kind in ("int8", "int32", "float32", "float64") if _holds(kind, array))
    data = base64.b64encode(np.ascontiguousarray(array, dtype=f"<{np.dtype(dtype).str[1:]}").tobytes())
    return {"dtype": dtype, "shape": shape, "data": data.decode()}


def _holds(dtype: str, array: np.ndarray) -> bool:
    """Return whether a type represents all numbers of an array exactly; float64 does so for those of a graph."""
    if dtype == "float64":
        return True
    with np.errstate(invalid="ignore", over="ignore"):
        return bool((array.astype(dtype).astype(np.float64) == array.astype(np.float64)).all())
