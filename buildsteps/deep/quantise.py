"""Weight-only quantisation to 8 bits, with one scale per channel (in matrices: per group of 64 weights in a channel).

It is applied twice by the same rule. ``round_weights`` rounds the weights of the PyTorch module, so that its outputs
are those of the shipped file. ``store_weights`` then stores the same values in the ONNX graph as int8, followed by a
``Cast`` and a multiplication by the scales. onnxruntime folds these while it loads the file, so a run is as fast and as
exact as with float32 weights. With ``DequantizeLinear`` instead, onnxruntime would quantise the activations as well:
the outputs of MiniLM then deviated by 3e-3, and a run took four times as long when this was disabled.

Weights that were published in 8 bits with one scale and zero point a matrix are on a grid of at most 256 levels. They
are not rounded once more, but stored as the published integers.
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
"""Weights with fewer elements are not quantised: nothing would be gained."""
GROUP = 64
"""Number of consecutive weights in a channel of a matrix that share a scale, if its length is a multiple of this. In
MiniLM, the cosine of the empty sentence is 0.9995 with groups, and 0.9963 with one scale per channel."""
_LEVELS = 256
_AXIS = {nn.Conv1d: 0, nn.Conv2d: 0, nn.Linear: 0, nn.ConvTranspose2d: 1, nn.Embedding: 0}


def _scale(largest: np.ndarray) -> np.ndarray:
    return np.where(largest > 0, largest / 127, 1).astype(np.float32)


def round_weights(module: nn.Module, exact: Sequence[str] = ()) -> nn.Module:
    """Return a copy with large weights rounded to multiples, from -127 to 127, of the scale of their channel or group.

    Parameters
    ----------
    module : nn.Module
        The module whose weights are rounded.
    exact : sequence of str, optional
        Names of direct submodules that are not rounded.
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
        if _on_grid(values) is not None:
            continue
        rounded, scale = _rounded(values, axis)
        weight.data = torch.from_numpy((rounded * scale).reshape(values.shape))
    return module


def _rounded(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Return int8 values and their scales in broadcastable shapes; the groups of a matrix have a separate axis."""
    if values.ndim == 2 and values.shape[1 - axis] % GROUP == 0:
        groups = values.shape[1 - axis] // GROUP
        values = values.reshape((-1, groups, GROUP) if axis == 0 else (groups, GROUP, -1))
        shared: tuple[int, ...] = (2,) if axis == 0 else (1,)
    else:
        shared = tuple(other for other in range(values.ndim) if other != axis)
    scale = _scale(np.abs(values).max(axis=shared, keepdims=True))
    return np.rint(values / scale).astype(np.int8), scale


def _on_grid(values: np.ndarray) -> tuple[np.ndarray, np.float32, np.float32] | None:
    """Return uint8 integers, scale and zero point that give exactly these values; None if there are none.

    The values are ``scale * (integer - zero point)`` in float32, with the integers 0 and 255 both in use, as
    onnxruntime quantises a matrix.
    """
    levels = np.unique(values)
    if not 2 < len(levels) <= _LEVELS or not levels[0] < 0 < levels[-1]:
        return None
    step = (float(levels[-1]) - float(levels[0])) / (_LEVELS - 1)
    zero = np.float32(round(-levels[0] / step))
    # The step is a quotient of rounded numbers; the scale that was used is one of the nearest float32 numbers.
    near = np.float32(step)
    for scale in (near, np.nextafter(near, np.float32(0)), np.nextafter(near, np.float32(1))):
        integers = np.rint(values / scale + zero)
        if integers.min() >= 0 and integers.max() < _LEVELS and ((integers - zero) * scale == values).all():
            return integers.astype(np.uint8), scale, zero
    return None


def store_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a graph whose large weights are stored as int8 with scales.

    This only applies to weights that already are multiples of their scales, as returned by ``round_weights``.
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
    """Return a graph that stores large weights in half precision if that is lossless, and converts them when loaded.

    This applies to weights that were published in half precision; others are unchanged. Nothing is rounded.
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
    """Return which inputs of a node are weights, and the axes of their channels."""
    is_transposed = any(each.name == "transB" and each.i for each in node.attribute)
    return {
        "Conv": [(1, 0)],
        "ConvTranspose": [(1, 1)],
        "Gemm": [(1, 0 if is_transposed else 1)],
        "MatMul": [(1, -1)],
        "Gather": [(0, 0)],
    }.get(node.op_type, [])


def _store(graph: onnx.GraphProto, tensor: onnx.TensorProto, axis: int) -> list[onnx.NodeProto] | None:
    """Add a weight to the graph as int8 and return the nodes that convert it to float32; None if it is not suitable."""
    values = numpy_helper.to_array(tensor)
    if values.dtype != np.float32 or values.size < SMALLEST or values.ndim < 2:
        return None
    if (grid := _on_grid(values)) is not None:
        return _store_grid(graph, tensor.name, *grid)
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


def _store_grid(
    graph: onnx.GraphProto, stem: str, integers: np.ndarray, scale: np.float32, zero: np.float32
) -> list[onnx.NodeProto]:
    """Add a weight on a grid to the graph as uint8 and return the nodes that convert it to float32, exactly."""
    names = [f"{stem}.{part}" for part in ("uint8", "scale", "zero", "wide", "centred", "float")]
    for name, value in zip(names, (integers, scale, zero), strict=False):
        graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))
    return [
        helper.make_node("Cast", [names[0]], [names[3]], f"{stem}.widen", to=TensorProto.FLOAT),
        helper.make_node("Sub", [names[3], names[2]], [names[4]], f"{stem}.centre"),
        helper.make_node("Mul", [names[4], names[1]], [names[5]], f"{stem}.scale_up"),
    ]
