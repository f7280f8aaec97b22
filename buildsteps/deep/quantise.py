"""Weights in 8 bits: an integer a weight, one scale a channel (of matrices: a run of 64 in it); the rest is float32.

It is done twice with the same rule. ``round_weights`` rounds the PyTorch module, so that its answers are those of the
shipped file. ``store_weights`` then stores the same numbers in the ONNX graph as int8, which a ``Cast`` and a product
with the scales make float32 again. onnxruntime does that once, while it loads the file, so a run is as quick and as
exact as one with float32 weights. A ``DequantizeLinear`` it takes as leave to round the activations, too: MiniLM's
answers were 3e-3 off then, and a run took four times as long where that was forbidden.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

__all__ = ["round_weights", "store_halves", "store_weights"]

SMALLEST = 1024
"""Smaller weights stay as they are: nothing would be gained."""
RUN = 64
"""Neighbours in a channel of a matrix that share a scale, where it is a multiple of that long. With one scale a channel
the empty sentence came to a cosine of 0.9963 in MiniLM, with this to 0.9995."""
_AXIS = {nn.Conv1d: 0, nn.Conv2d: 0, nn.Linear: 0, nn.ConvTranspose2d: 1, nn.Embedding: 0}


def _scale(largest: np.ndarray) -> np.ndarray:
    return np.where(largest > 0, largest / 127, 1).astype(np.float32)


def round_weights(module: nn.Module, exact: Sequence[str] = ()) -> nn.Module:
    """Return a copy whose large weights are multiples, -127 to 127 times, of the scale of their channel or run.

    Parameters
    ----------
    module : nn.Module
        Whose weights are rounded.
    exact : sequence of str, optional
        Names of the module's own parts that stay as they are.
    """
    module = copy.deepcopy(module)
    done: set[int] = set()
    for name, part in module.named_modules():
        axis = next((axis for kind, axis in _AXIS.items() if isinstance(part, kind)), None)
        if axis is None or name.partition(".")[0] in exact:
            continue
        weight = part.weight
        if not isinstance(weight, torch.Tensor) or weight.numel() < SMALLEST or id(weight) in done:
            continue
        done.add(id(weight))
        values = weight.detach().numpy()
        rounded, scale = _rounded(values, axis)
        weight.data = torch.from_numpy((rounded * scale).reshape(values.shape))
    return module


def _rounded(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Return int8 values and their scales, in shapes that multiply: runs of a matrix have an axis of their own."""
    if values.ndim == 2 and values.shape[1 - axis] % RUN == 0:
        runs = values.shape[1 - axis] // RUN
        values = values.reshape((-1, runs, RUN) if axis == 0 else (runs, RUN, -1))
        shared: tuple[int, ...] = (2,) if axis == 0 else (1,)
    else:
        shared = tuple(other for other in range(values.ndim) if other != axis)
    scale = _scale(np.abs(values).max(axis=shared, keepdims=True))
    return np.rint(values / scale).astype(np.int8), scale


def store_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a graph whose large weights are int8 with their scales.

    A weight is stored so only where it already consists of multiples of its scales, as ``round_weights`` leaves it.
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
                new = _store(graph, tensor, axis)
                if new is None:
                    continue
                before += new
                renamed[name] = new[-1].output[0]
            if name in renamed:
                node.input[place] = renamed[name]
    used = {name for node in graph.node for name in node.input} | {output.name for output in graph.output}
    kept = [tensor for tensor in graph.initializer if tensor.name in used or tensor.name not in renamed]
    nodes = [*before, *graph.node]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(nodes)
    return model


def store_halves(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a graph that keeps in 16 bits the large weights that need no more, and widens them when it is loaded.

    That is so where weights were published in half precision; others stay as they are. Nothing is rounded.
    """
    model = copy.deepcopy(model)
    graph = model.graph
    widened = []
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.size >= SMALLEST and (values.astype(np.float16) == values).all():
            half = numpy_helper.from_array(values.astype(np.float16), f"{tensor.name}.half")
            widened.append(
                helper.make_node("Cast", [half.name], [tensor.name], f"{tensor.name}.widen", to=TensorProto.FLOAT)
            )
            graph.initializer.remove(tensor)
            graph.initializer.append(half)
    nodes = [*widened, *graph.node]
    del graph.node[:]
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


def _store(graph: onnx.GraphProto, tensor: onnx.TensorProto, axis: int) -> list[onnx.NodeProto] | None:
    """Add the int8 twin of a weight to the graph and return the nodes that make it float32 again."""
    values = numpy_helper.to_array(tensor)
    if values.dtype != np.float32 or values.size < SMALLEST or values.ndim < 2:
        return None
    axis %= values.ndim
    rounded, scale = _rounded(values, axis)
    if np.abs((rounded * scale).reshape(values.shape) - values).max() > 1e-5 * np.abs(values).max():
        return None
    stem = tensor.name
    graph.initializer.extend(
        [numpy_helper.from_array(rounded, f"{stem}.int8"), numpy_helper.from_array(scale, f"{stem}.scale")]
    )
    nodes = [
        helper.make_node("Cast", [f"{stem}.int8"], [f"{stem}.wide"], f"{stem}.widen", to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{stem}.wide", f"{stem}.scale"], [f"{stem}.float"], f"{stem}.scale_up"),
    ]
    if rounded.shape != values.shape:
        graph.initializer.append(numpy_helper.from_array(np.array(values.shape, np.int64), f"{stem}.shape"))
        parts = [f"{stem}.float", f"{stem}.shape"]
        nodes.append(helper.make_node("Reshape", parts, [f"{stem}.matrix"], f"{stem}.join"))
    return nodes
