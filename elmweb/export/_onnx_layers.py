"""The layers of the estimators as operations: one short function a kind of layer.

To add one, write a function that appends its operations and returns the name of the hidden
values (n, L), float64, and mark it with the name of its class::

    @writes("HiddenLayer")
    def _hidden_layer(graph, layer, X):
        return activation(graph, layer.activation, affine(graph, X, layer.weights, layer.bias))

What several layers are made of (a product with a bias, activations, units beside each other,
rounding down to whole numbers) stands below. ``tests/test_onnx.py`` runs every layer that
is in :data:`LAYERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from elmweb.export.graph import ExportError, Graph

__all__ = ["ACTIVATION_WRITERS", "LAYERS", "activation", "affine", "beside", "layer", "shift_right", "writes"]

LayerWriter = Callable[[Graph, Any, str], str]

LAYERS: dict[str, LayerWriter] = {}
"""Class name of a layer -> what writes it."""


def writes(class_name: str) -> Callable[[LayerWriter], LayerWriter]:
    """Enter a function as the writer of a class of layers."""

    def enter(writer: LayerWriter) -> LayerWriter:
        LAYERS[class_name] = writer
        return writer

    return enter


def layer(graph: Graph, fitted: Any, X: str) -> str:
    """Append a layer.

    Parameters
    ----------
    graph : Graph
        What to append to.
    fitted : object
        A layer: ``estimator.layer_``, or a layer inside another.
    X : str
        The inputs (n, d), float64.

    Returns
    -------
    str
        The hidden values (n, L), float64.

    Raises
    ------
    ExportError
        Nothing here writes layers of this class.
    """
    name = type(fitted).__name__
    if name not in LAYERS:
        raise ExportError(
            "This kind of model cannot be exported yet.",
            rule="a hidden layer that is one of " + ", ".join(sorted(LAYERS)),
            value=f'a layer of the class "{name}"',
            ways=("Save the model: the saved file opens here again.", "Train another kind of model."),
        )
    return LAYERS[name](graph, fitted, X)


# ---- what layers are made of


def affine(graph: Graph, X: str, weights: np.ndarray, bias: np.ndarray | None = None) -> str:
    """Append ``X weights + bias``; X (n, d), weights (d, L), bias (L,)."""
    product = graph.add("MatMul", X, graph.constant(np.ascontiguousarray(weights)))
    return product if bias is None else graph.add("Add", product, graph.constant(bias))


def beside(graph: Graph, parts: Iterable[str]) -> str:
    """Append the join of parts (n, L1), (n, L2)... to (n, L1 + L2 + ...)."""
    parts = list(parts)
    return parts[0] if len(parts) == 1 else graph.add("Concat", *parts, axis=1)


def shift_right(graph: Graph, Z: str, bits: int) -> str:
    """Append ``Z >> bits`` of whole numbers held as float64, exact below 2^53."""
    return graph.add("Floor", graph.add("Mul", Z, graph.constant(2.0**-bits)))


def activation(graph: Graph, name: str, Z: str) -> str:
    """Append an activation function by its name in ``elmweb.estimators.ACTIVATIONS``."""
    if name not in ACTIVATION_WRITERS:
        raise ExportError(
            "This kind of model cannot be exported yet.",
            rule="an activation that is one of " + ", ".join(ACTIVATION_WRITERS),
            value=f'the activation "{name}"',
        )
    return ACTIVATION_WRITERS[name](graph, Z)


def _leaky_relu(graph: Graph, Z: str) -> str:
    return graph.add("Max", Z, graph.add("Mul", Z, graph.constant(0.01)))


def _gelu(graph: Graph, Z: str) -> str:
    """Append ``z (1 + erf(z / sqrt 2)) / 2``; onnxruntime has Erf for float32 only, good to 1e-7."""
    narrow = graph.cast(graph.add("Mul", Z, graph.constant(np.sqrt(0.5))), "float32")
    erf = graph.cast(graph.add("Erf", narrow), "float64")
    share = graph.add("Mul", graph.add("Add", erf, graph.constant(1.0)), graph.constant(0.5))
    return graph.add("Mul", Z, share)


def _gaussian(graph: Graph, Z: str) -> str:
    return graph.add("Exp", graph.add("Neg", graph.add("Mul", Z, Z)))


ACTIVATION_WRITERS: dict[str, Callable[[Graph, str], str]] = {
    "tanh": lambda graph, Z: graph.add("Tanh", Z),
    "sigmoid": lambda graph, Z: graph.add("Sigmoid", Z),
    "relu": lambda graph, Z: graph.add("Max", Z, graph.constant(0.0)),
    "leaky_relu": _leaky_relu,
    "gelu": _gelu,
    "sin": lambda graph, Z: graph.add("Sin", Z),
    "gaussian": _gaussian,
    "identity": lambda _, Z: Z,
}
"""Activations by their names in ``elmweb.estimators.ACTIVATIONS``."""


# ---- the layers


@writes("HiddenLayer")
def _hidden_layer(graph: Graph, fitted: Any, X: str) -> str:
    """Append ``activation(X W + b)``."""
    return activation(graph, fitted.activation, affine(graph, X, fitted.weights, fitted.bias))
