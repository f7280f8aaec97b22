"""Prune parts of a graph that PyTorch writes without need and that slow down WebGPU."""

from __future__ import annotations

import copy

import numpy as np
import onnx
from onnx import numpy_helper

__all__ = ["prune_zero_states"]

_INITIAL_STATES = {"LSTM": (5, 6), "GRU": (5,)}
"""Positions of the inputs that hold the initial states; a layer without them starts from zeros."""


def prune_zero_states(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the graph without the initial states of LSTMs and GRUs that start from zeros.

    PyTorch creates these zeros in the size of the batch by a dozen operations, which run on the CPU wherever the rest
    runs.
    """
    model = copy.deepcopy(model)
    graph = model.graph
    producers = {name: node for node in graph.node for name in node.output}
    for node in graph.node:
        for place in _INITIAL_STATES.get(node.op_type, ()):
            if place < len(node.input) and _is_zero(node.input[place], producers):
                node.input[place] = ""
    needed = {output.name for output in graph.output}
    kept = []
    for node in reversed(graph.node):  # every node comes after the nodes it depends on
        if needed & set(node.output):
            needed |= set(node.input)
            kept.append(node)
    del graph.node[:]
    graph.node.extend(reversed(kept))
    return model


def _is_zero(name: str, producers: dict[str, onnx.NodeProto]) -> bool:
    """Return whether a tensor is created as zeros, or is a slice of such a tensor."""
    node = producers.get(name)
    if node is None or node.op_type not in ("Slice", "ConstantOfShape"):
        return False
    if node.op_type == "Slice":
        return _is_zero(node.input[0], producers)
    filled = [numpy_helper.to_array(each.t) for each in node.attribute if each.name == "value"]
    return not any(np.any(value) for value in filled)
