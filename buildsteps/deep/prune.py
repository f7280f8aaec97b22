"""What PyTorch writes into a graph that is not needed, and is in the way on WebGPU."""

from __future__ import annotations

import copy

import numpy as np
import onnx
from onnx import numpy_helper

__all__ = ["without_zero_states"]

_FIRST_STATE = {"LSTM": (5, 6), "GRU": (5,)}
"""Inputs that hold what a layer begins with; left out, it begins with zeros."""


def without_zero_states(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a graph whose LSTMs and GRUs that begin with zeros do not say so.

    PyTorch makes those zeros in the size of the batch; that takes a dozen operations, which run on the processor
    wherever the rest runs.
    """
    model = copy.deepcopy(model)
    graph = model.graph
    made_by = {name: node for node in graph.node for name in node.output}
    for node in graph.node:
        for place in _FIRST_STATE.get(node.op_type, ()):
            if place < len(node.input) and _is_zero(node.input[place], made_by):
                node.input[place] = ""
    wanted = {output.name for output in graph.output}
    kept = []
    for node in reversed(graph.node):  # a node stands after what it needs
        if wanted & set(node.output):
            wanted |= set(node.input)
            kept.append(node)
    del graph.node[:]
    graph.node.extend(reversed(kept))
    return model


def _is_zero(name: str, made_by: dict[str, onnx.NodeProto]) -> bool:
    """Say whether a tensor is made of zeros, or cut out of such a one."""
    node = made_by.get(name)
    if node is None or node.op_type not in ("Slice", "ConstantOfShape"):
        return False
    if node.op_type == "Slice":
        return _is_zero(node.input[0], made_by)
    filled = [numpy_helper.to_array(each.t) for each in node.attribute if each.name == "value"]
    return not any(np.any(value) for value in filled)
