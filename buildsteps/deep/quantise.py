"""Weights in 8 bits: an integer a weight, one scale a channel; everything else stays float32.

It is done twice with the same rule. ``round_weights`` rounds the PyTorch module, so that its answers are those of the
shipped file. ``store_weights`` then stores the same numbers in the ONNX graph as int8 behind a ``DequantizeLinear``,
which runs on WebGPU, unlike products of integers.
"""

from __future__ import annotations

import copy

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import nn

__all__ = ["round_weights", "store_weights"]

SMALLEST = 1024
"""Smaller weights stay as they are: nothing would be gained."""
_AXIS = {nn.Conv1d: 0, nn.Conv2d: 0, nn.Linear: 0, nn.ConvTranspose2d: 1, nn.Embedding: 0}


def _scale(largest: np.ndarray) -> np.ndarray:
    return np.where(largest > 0, largest / 127, 1).astype(np.float32)


def round_weights(module: nn.Module) -> nn.Module:
    """Return a copy whose large weights are multiples of one scale a channel, from -127 to 127 times."""
    module = copy.deepcopy(module)
    done: set[int] = set()
    for part in module.modules():
        axis = next((axis for kind, axis in _AXIS.items() if isinstance(part, kind)), None)
        if axis is None or part.weight.numel() < SMALLEST or id(part.weight) in done:
            continue
        done.add(id(part.weight))
        values = part.weight.detach().numpy()
        rounded, scale = _rounded(values, axis)
        part.weight.data = torch.from_numpy(rounded.astype(np.float32) * scale)
    return module


def _rounded(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Return int8 values and the scale of each channel, in a shape that multiplies them."""
    others = tuple(i for i in range(values.ndim) if i != axis)
    scale = _scale(np.abs(values).max(axis=others, keepdims=True))
    return np.rint(values / scale).astype(np.int8), scale


def store_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a graph whose large weights are int8 with a scale a channel.

    A weight is stored so only where its channels already are multiples of one scale, as ``round_weights`` leaves them.
    """
    model = copy.deepcopy(model)
    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    before: list[onnx.NodeProto] = []
    renamed: dict[str, str] = {}
    for node in graph.node:
        for place, axis in _quantised_inputs(node):
            name = node.input[place]
            tensor = weights.get(name)
            if name not in renamed and tensor is not None:
                nodes = _store(graph, tensor, axis)
                if not nodes:
                    continue
                before += nodes
                renamed[name] = nodes[-1].output[0]
            if name in renamed:
                node.input[place] = renamed[name]
    used = {name for node in graph.node for name in node.input} | {output.name for output in graph.output}
    kept = [tensor for tensor in graph.initializer if tensor.name in used or tensor.name not in renamed]
    nodes = [*before, *graph.node]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(nodes)
    return model


def _quantised_inputs(node: onnx.NodeProto) -> list[tuple[int, int]]:
    """Return which inputs of a node are weights, and along which axis their channels lie."""
    is_transposed = any(each.name == "transB" and each.i for each in node.attribute)
    return {
        "Conv": [(1, 0)],
        "ConvTranspose": [(1, 1)],
        "Gemm": [(1, 0 if is_transposed else 1)],
        "MatMul": [(1, -1)],
        "Gather": [(0, 0)],
    }.get(node.op_type, [])


def _store(graph: onnx.GraphProto, tensor: onnx.TensorProto, axis: int) -> list[onnx.NodeProto]:
    """Add the int8 twin of a weight to the graph and return the nodes that make it float32 again.

    A matrix gets an axis of length 1 in front, which a ``Squeeze`` takes away. Otherwise onnxruntime would see
    ``DequantizeLinear`` before ``MatMul``, put ``MatMulNBits`` in their place, and round the activations to 8 bits too.
    """
    values = numpy_helper.to_array(tensor)
    if values.dtype != np.float32 or values.size < SMALLEST or values.ndim < 2:
        return []
    axis %= values.ndim
    rounded, scale = _rounded(values, axis)
    if np.abs(rounded * scale - values).max() > 1e-5 * np.abs(values).max():
        return []
    stem, is_matrix = tensor.name, values.ndim == 2
    graph.initializer.extend(
        [
            numpy_helper.from_array(rounded[None] if is_matrix else rounded, f"{stem}.int8"),
            numpy_helper.from_array(scale.reshape(-1), f"{stem}.scale"),
            numpy_helper.from_array(np.zeros(scale.size, np.int8), f"{stem}.zero"),
        ]
    )
    inputs = [f"{stem}.int8", f"{stem}.scale", f"{stem}.zero"]
    made = [
        helper.make_node(
            "DequantizeLinear", inputs, [f"{stem}.float"], f"{stem}.dequantise", axis=axis + 1 if is_matrix else axis
        )
    ]
    if is_matrix:
        graph.initializer.append(numpy_helper.from_array(np.array([0]), f"{stem}.first"))
        made.append(
            helper.make_node("Squeeze", [f"{stem}.float", f"{stem}.first"], [f"{stem}.matrix"], f"{stem}.squeeze")
        )
    return made
