"""Writing the history of a series model as operations: windows of rows, or the states of a reservoir."""

from __future__ import annotations

from typing import Any

import numpy as np

from elmweb.export._onnx_layers import beside, layer
from elmweb.export.graph import Graph
from elmweb.words.engine import export_onnx as words

__all__ = ["is_series", "unrolled"]

_TO_THE_END = np.iinfo(np.int64).max


def is_series(estimator: Any) -> bool:
    """Return whether the rows of an estimator are in the order of time."""
    return hasattr(estimator, "forecast")


def unrolled(graph: Graph, estimator: Any, X: str) -> str:
    """Append the history that is known at each row.

    Parameters
    ----------
    graph : Graph
        Graph to append to.
    estimator : BaseSeriesRegressor
        Fitted.
    X : str
        Rows (n, d), float64, oldest first.

    Returns
    -------
    str
        Inputs of the layer, (n, D).
    """
    if hasattr(estimator, "reservoir_"):
        return beside(graph, [X, _states(graph, estimator.reservoir_, X)])
    return _windows(graph, X, estimator.n_lags, estimator.lag_step)


def _windows(graph: Graph, X: str, n_lags: int, lag_step: int) -> str:
    """Append each row with the rows before it, the newest first; before the start, the first row is repeated."""
    n_past = (n_lags - 1) * lag_step
    if n_past == 0:
        return X
    past = graph.add("Gather", X, graph.constant(np.zeros(n_past), np.int64), axis=0)
    rows, axis = graph.add("Concat", past, X, axis=0), graph.constant([0], np.int64)
    parts = []
    for first in range(n_past, -1, -lag_step):
        end = first - n_past if first < n_past else _TO_THE_END  # a negative end counts from the last row
        bounds = (graph.constant([place], np.int64) for place in (first, end))
        parts.append(graph.add("Slice", rows, *bounds, axis))
    return beside(graph, parts)


def _states(graph: Graph, reservoir: Any, X: str) -> str:
    """Append the state of the reservoir after each row, starting from 0."""
    n_units = len(reservoir.sources)
    body = graph.body("one row")
    state = body.input("state before", "float64", (n_units,), words.STATE_BEFORE)
    row = body.input("told", "float64", (n_units,), words.TOLD)
    sources = body.add("Gather", state, body.constant(reservoir.sources, np.int64), axis=0)
    weighted = body.add("Mul", sources, body.constant(reservoir.strengths))
    recurrent = body.add("ReduceSum", weighted, body.constant([1], np.int64), keepdims=0)
    new = body.add("Mul", body.add("Tanh", body.add("Add", row, recurrent)), body.constant(reservoir.leak))
    old = body.add("Mul", state, body.constant(1.0 - reservoir.leak))
    after = body.add("Add", old, new)
    body.output(after, "state after", "float64", (n_units,), words.STATE_AFTER)
    body.output(after, "kept", "float64", (n_units,), words.KEPT)
    return graph.scan(body, graph.constant(np.zeros(n_units)), layer(graph, reservoir.drive, X))
