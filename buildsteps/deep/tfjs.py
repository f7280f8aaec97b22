"""A graph model of TensorFlow.js as a PyTorch module, without TensorFlow.

Such a model consists of a JSON file, which lists the operations in TensorFlow's terms, and a file of weights. Only the
operations of image networks are supported: each method ``TfjsGraph._<operation>`` implements the operation of that name
in lower case. Other operations, and unsupported attributes of an operation, raise an error that names them.

TensorFlow's convolutions expect the channels last, PyTorch's expect them first, so such a graph contains many
transpositions. They are applied lazily: a :class:`_Value` is a tensor together with the order of axes in which the
graph sees it. The axes are only permuted where an operation needs another order, and nearly all transpositions cancel
out.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the conventional name

__all__ = ["TfjsGraph", "read_weights"]

_TO_CHANNELS_FIRST = (0, 3, 1, 2)
_TO_CHANNELS_LAST = (0, 2, 3, 1)


class _Value(NamedTuple):
    """A tensor that the graph sees as ``tensor.permute(order)``, with a pending border of zeros around the image."""

    tensor: Tensor
    order: tuple[int, ...]
    border: tuple[int, int] = (0, 0)

    def permuted(self, order: Sequence[int]) -> Tensor:
        """Return the tensor as the graph sees it, with its axes permuted to ``order``."""
        if any(self.border):
            raise ValueError("A border of zeros is only supported before a convolution.")
        permutation = tuple(self.order[axis] for axis in order)
        return self.tensor if permutation == tuple(range(len(permutation))) else self.tensor.permute(permutation)

    def like(self, other: _Value) -> Tensor:
        """Return the tensor with its axes in the order of another value."""
        return self.permuted(np.argsort(other.order).tolist())


def read_weights(model: Mapping, data: bytes) -> dict[str, np.ndarray]:
    """Read the weights of a graph model.

    Parameters
    ----------
    model : mapping
        The JSON file.
    data : bytes
        The concatenated binary files that its ``weightsManifest`` names.

    Returns
    -------
    dict of str to ndarray
        The weights by name; quantised weights are converted to float32.

    Raises
    ------
    ValueError
        The length of the data differs from that in the manifest.
    """
    weights, offset = {}, 0
    for group in model["weightsManifest"]:
        for entry in group["weights"]:
            quantisation = entry.get("quantization")
            dtype = np.dtype((quantisation or entry)["dtype"])
            count = math.prod(entry["shape"])
            if offset + count * dtype.itemsize > len(data):
                raise ValueError(f"The weights end within {entry['name']}, after {len(data)} bytes.")
            values = np.frombuffer(data, dtype, count, offset).reshape(entry["shape"])
            offset += values.nbytes
            if quantisation:
                is_integer = dtype.kind in "iu"
                values = values * quantisation["scale"] + quantisation["min"] if is_integer else values
                values = values.astype(np.float32)
            weights[entry["name"]] = values
    if offset != len(data):
        raise ValueError(f"The weights have {len(data)} bytes; the manifest lists {offset}.")
    return weights


class TfjsGraph(nn.Module):
    """A graph model with one input, for any batch size.

    Parameters
    ----------
    model : mapping
        The JSON file.
    data : bytes
        The weights.
    outputs : sequence of sequence of str
        For each output, the nodes whose values are concatenated along axis 1.

    Raises
    ------
    ValueError
        The weights do not fit the manifest; at the first run, an operation or one of its attributes is not supported.
    """

    def __init__(self, model: Mapping, data: bytes, outputs: Sequence[Sequence[str]]) -> None:
        super().__init__()
        self.nodes = {node["name"]: _Node(node) for node in model["modelTopology"]["node"]}
        self.constants = read_weights(model, data)
        self.outputs = outputs
        self.weights = nn.ParameterDict()
        for node in self.nodes.values():
            if node.kind == "Conv2D":
                self._keep_weight(node.inputs[1], (3, 2, 0, 1))
            elif node.kind in ("Add", "AddV2") and self.constants.get(node.inputs[1], np.zeros(())).ndim == 1:
                self._keep_weight(node.inputs[1], (0,))

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        """Run the graph.

        Parameters
        ----------
        image : Tensor of shape (n, ...)
            The input of the graph's only placeholder.

        Returns
        -------
        tuple of Tensor
            The outputs.
        """
        values = {
            f"{name}:0": _Value(image, tuple(range(image.ndim)))
            for name, node in self.nodes.items()
            if node.kind == "Placeholder"
        }
        return tuple(
            torch.cat(
                [value.permuted(range(len(value.order))) for value in (self._value(part, values) for part in parts)], 1
            )
            for parts in self.outputs
        )

    def _value(self, reference: str, values: dict[str, _Value]) -> _Value:
        """Return the value of ``node`` or ``node:output``, computed on first use."""
        name, _, port = reference.partition(":")
        key = f"{name}:{port or 0}"
        if key not in values:
            node = self.nodes[name]
            method = getattr(self, f"_{node.kind.lower()}", None)
            if method is None:
                raise ValueError(f"The operation {node.kind} (in {name}) is not supported.")
            inputs = [self._value(each, values) for each in node.inputs if not self._is_constant(each)]
            found = method(node, *inputs)
            for number, value in enumerate(found if isinstance(found, list) else [found]):
                values[f"{name}:{number}"] = value
        return values[key]

    def _is_constant(self, reference: str) -> bool:
        """Return whether a value is independent of the image; if so, it is computed and stored."""
        name = reference.partition(":")[0]
        if name in self.constants:
            return True
        node = self.nodes[name]
        if node.kind == "Placeholder" or not all(self._is_constant(each) for each in node.inputs):
            return False
        given = [self.constants[each.partition(":")[0]] for each in node.inputs]
        if node.kind in ("Add", "AddV2"):
            values = given[0] + given[1]
        elif node.kind == "SparseToDense":
            indices, shape, entries, default = given
            values = np.full(shape, default)
            values[tuple(indices.T)] = entries
        else:
            raise ValueError(f"The operation {node.kind} (in {name}) is not supported on constants.")
        self.constants[name] = values
        return True

    def _constant(self, node: _Node, position: int) -> np.ndarray:
        return self.constants[node.inputs[position].partition(":")[0]]

    def _keep_weight(self, name: str, order: Sequence[int]) -> None:
        """Register a constant as a parameter of the module, with its axes permuted to ``order``."""
        values = np.ascontiguousarray(self.constants[name].transpose(order))
        self.weights[name] = nn.Parameter(torch.from_numpy(values), requires_grad=False)

    def _identity(self, _: _Node, value: _Value) -> _Value:
        return value

    def _transpose(self, node: _Node, value: _Value) -> _Value:
        return value._replace(order=tuple(value.order[axis] for axis in self._constant(node, 1).tolist()))

    def _conv2d(self, node: _Node, value: _Value) -> _Value:
        node.require("data_format", "NHWC")
        node.require("padding", "VALID")
        weight = self.weights[node.inputs[1]]
        stride, dilation = node.numbers("strides")[1:3], node.numbers("dilations")[1:3]
        tensor = value._replace(border=(0, 0)).permuted(_TO_CHANNELS_FIRST)
        return _Value(F.conv2d(tensor, weight, None, stride, value.border, dilation), _TO_CHANNELS_LAST)

    def _add(self, node: _Node, left: _Value, right: _Value | None = None) -> _Value:
        if right is not None:
            return _Value(left.tensor + right.like(left), left.order)
        if node.inputs[1] not in self.weights or left.order != _TO_CHANNELS_LAST:
            raise ValueError(f"Only a bias per channel can be added to a value, not {node.inputs[1]}.")
        return _Value(left.tensor + self.weights[node.inputs[1]][:, None, None], left.order)

    _addv2 = _add

    def _pad(self, node: _Node, value: _Value) -> _Value:
        pads = self._constant(node, 1)[np.argsort(value.order)]
        fill = float(self._constant(node, 2)) if len(node.inputs) > 2 else 0.0
        if fill == 0 and not pads[:2].any() and (pads[:, 0] == pads[:, 1]).all():
            return value._replace(border=(int(pads[2, 0]), int(pads[3, 0])))
        return _Value(F.pad(value.tensor, pads[::-1].ravel().tolist(), value=fill), value.order)

    _padv2 = _pad

    def _leakyrelu(self, node: _Node, value: _Value) -> _Value:
        return _Value(F.leaky_relu(value.tensor, float(node.attributes["alpha"]["f"])), value.order)

    def _sigmoid(self, _: _Node, value: _Value) -> _Value:
        return _Value(torch.sigmoid(value.tensor), value.order)

    def _maxpool(self, node: _Node, value: _Value) -> _Value:
        node.require("data_format", "NHWC")
        node.require("padding", "VALID")
        size, stride = node.numbers("ksize")[1:3], node.numbers("strides")[1:3]
        return _Value(F.max_pool2d(value.permuted(_TO_CHANNELS_FIRST), size, stride), _TO_CHANNELS_LAST)

    def _resizebilinear(self, node: _Node, value: _Value) -> _Value:
        node.require("half_pixel_centers", expected=True)
        node.require("align_corners", expected=False)
        tensor = value.permuted(_TO_CHANNELS_FIRST)
        factors = [int(to) / int(of) for to, of in zip(self._constant(node, 1), tensor.shape[2:], strict=True)]
        resized = F.interpolate(tensor, scale_factor=factors, mode="bilinear", align_corners=False)
        return _Value(resized, _TO_CHANNELS_LAST)

    def _concatv2(self, node: _Node, *values: _Value) -> _Value:
        first = values[0]
        axis = first.order[int(self._constant(node, -1))]
        return _Value(torch.cat([value.like(first) for value in values], axis), first.order)

    def _splitv(self, node: _Node, value: _Value) -> list[_Value]:
        sizes, axis = self._constant(node, 1).tolist(), int(self._constant(node, 2))
        return [_Value(part, value.order) for part in value.tensor.split(sizes, value.order[axis])]

    def _reshape(self, node: _Node, value: _Value) -> _Value:
        shape = self._constant(node, 1).tolist()
        if shape[0] != 1:
            raise ValueError(f"{node.name} must preserve the batch axis; its shape is {shape}.")
        tensor = value.permuted(range(len(value.order)))
        return _Value(tensor.reshape(tensor.shape[0], *shape[1:]), tuple(range(len(shape))))


class _Node:
    """An operation in the JSON file."""

    def __init__(self, node: Mapping) -> None:
        self.name: str = node["name"]
        self.kind: str = node["op"]
        self.inputs = [name for name in node.get("input", ()) if not name.startswith("^")]
        self.attributes: Mapping[str, Any] = node.get("attr", {})

    def numbers(self, name: str) -> list[int]:
        return [int(number) for number in self.attributes[name]["list"]["i"]]

    def require(self, name: str, expected: object) -> None:
        """Raise unless an attribute has the only supported value."""
        given = self.attributes.get(name, {})
        found = base64.b64decode(given["s"]).decode() if "s" in given else bool(given.get("b", False))
        if found != expected:
            raise ValueError(f"{self.name} has {name}={found}; only {expected} is supported.")
