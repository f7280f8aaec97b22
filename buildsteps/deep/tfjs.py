"""A graph model of TensorFlow.js as a PyTorch module, without TensorFlow.

Such a model is a JSON file, which lists the operations in TensorFlow's own terms, and a file of weights. Only what an
image network needs is read: each method ``TfjsGraph._<operation>`` below is an operation, in small letters; another one
is refused by name, as is a setting that none of them knows.

TensorFlow's convolutions want the channels last, PyTorch's want them first, so that such a graph is full of
transpositions. They are not done but kept in mind: a :class:`_Value` is a tensor and the order of axes in which the
graph sees it. Where an operation needs the axes in another order, they are permuted; nearly all of it cancels out.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the field's name for it

__all__ = ["TfjsGraph", "read_weights"]

_FIRST = (0, 3, 1, 2)
"""Channels first, out of channels last."""
_LAST = (0, 2, 3, 1)
"""Channels last, out of channels first."""


class _Value(NamedTuple):
    """A tensor, which the graph sees as ``tensor.permute(order)``, with zeros around the image where it was padded."""

    tensor: Tensor
    order: tuple[int, ...]
    border: tuple[int, int] = (0, 0)

    def seen(self, order: Sequence[int]) -> Tensor:
        """Return what the graph sees, its axes then put in ``order``."""
        if any(self.border):
            raise ValueError("Only a convolution takes a border of zeros here.")
        wanted = tuple(self.order[axis] for axis in order)
        return self.tensor if wanted == tuple(range(len(wanted))) else self.tensor.permute(wanted)

    def like(self, other: _Value) -> Tensor:
        """Return the tensor with its axes laid as those of another value are."""
        return self.seen(np.argsort(other.order).tolist())


def read_weights(model: Mapping, data: bytes) -> dict[str, np.ndarray]:
    """Read the weights of a graph model.

    Parameters
    ----------
    model : mapping
        The JSON file.
    data : bytes
        The binary files that its ``weightsManifest`` names, one after another.

    Returns
    -------
    dict of str to ndarray
        The weights by name; those kept in fewer bits are widened to float32.

    Raises
    ------
    ValueError
        The file of weights is longer or shorter than the list says.
    """
    weights, offset = {}, 0
    for group in model["weightsManifest"]:
        for entry in group["weights"]:
            kept = entry.get("quantization")
            dtype = np.dtype((kept or entry)["dtype"])
            count = math.prod(entry["shape"])
            if offset + count * dtype.itemsize > len(data):
                raise ValueError(f"The weights end within {entry['name']}, after {len(data)} bytes.")
            values = np.frombuffer(data, dtype, count, offset).reshape(entry["shape"])
            offset += values.nbytes
            if kept:
                is_whole = dtype.kind in "iu"
                values = (values * kept["scale"] + kept["min"] if is_whole else values).astype(np.float32)
            weights[entry["name"]] = values
    if offset != len(data):
        raise ValueError(f"The weights have {len(data)} bytes; the list names {offset}.")
    return weights


class TfjsGraph(nn.Module):
    """A graph model with one input, for any number of images.

    Parameters
    ----------
    model : mapping
        The JSON file.
    data : bytes
        Its weights.
    outputs : sequence of sequence of str
        For each output, the nodes whose values it holds, one after another along axis 1.

    Raises
    ------
    ValueError
        The file of weights does not fit the list; at the first run, an operation, or a setting of one, is not known.
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
            As the graph's one placeholder wants it.

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
                [value.seen(range(len(value.order))) for value in (self._value(part, values) for part in parts)], 1
            )
            for parts in self.outputs
        )

    def _value(self, reference: str, values: dict[str, _Value]) -> _Value:
        """Return the value of ``node`` or ``node:output``, computed when it is first asked for."""
        name, _, port = reference.partition(":")
        key = f"{name}:{port or 0}"
        if key not in values:
            node = self.nodes[name]
            method = getattr(self, f"_{node.kind.lower()}", None)
            if method is None:
                raise ValueError(f"{node.kind} (in {name}) is an operation that is not known here.")
            inputs = [self._value(each, values) for each in node.inputs if not self._is_constant(each)]
            found = method(node, *inputs)
            for number, value in enumerate(found if isinstance(found, list) else [found]):
                values[f"{name}:{number}"] = value
        return values[key]

    def _is_constant(self, reference: str) -> bool:
        """Tell whether a value does not depend on the image; if so it is worked out and kept."""
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
            where, shape, filled, default = given
            values = np.full(shape, default)
            values[tuple(where.T)] = filled
        else:
            raise ValueError(f"{node.kind} (in {name}) is not known here without an image.")
        self.constants[name] = values
        return True

    def _constant(self, node: _Node, position: int) -> np.ndarray:
        return self.constants[node.inputs[position].partition(":")[0]]

    def _keep_weight(self, name: str, order: Sequence[int]) -> None:
        """Make a constant a parameter of the module, its axes put in ``order``."""
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
        tensor = value._replace(border=(0, 0)).seen(_FIRST)
        return _Value(F.conv2d(tensor, weight, None, stride, value.border, dilation), _LAST)

    def _add(self, node: _Node, left: _Value, right: _Value | None = None) -> _Value:
        if right is not None:
            return _Value(left.tensor + right.like(left), left.order)
        if node.inputs[1] not in self.weights or left.order != _LAST:
            raise ValueError(f"Only a bias of the channels is added to a value here, not {node.inputs[1]}.")
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
        return _Value(F.leaky_relu(value.tensor, float(node.settings["alpha"]["f"])), value.order)

    def _sigmoid(self, _: _Node, value: _Value) -> _Value:
        return _Value(torch.sigmoid(value.tensor), value.order)

    def _maxpool(self, node: _Node, value: _Value) -> _Value:
        node.require("data_format", "NHWC")
        node.require("padding", "VALID")
        size, stride = node.numbers("ksize")[1:3], node.numbers("strides")[1:3]
        return _Value(F.max_pool2d(value.seen(_FIRST), size, stride), _LAST)

    def _resizebilinear(self, node: _Node, value: _Value) -> _Value:
        node.require("half_pixel_centers", wanted=True)
        node.require("align_corners", wanted=False)
        tensor = value.seen(_FIRST)
        factors = [int(to) / int(of) for to, of in zip(self._constant(node, 1), tensor.shape[2:], strict=True)]
        made = F.interpolate(tensor, scale_factor=factors, mode="bilinear", align_corners=False)
        return _Value(made, _LAST)

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
            raise ValueError(f"{node.name} must keep the images apart; its shape is {shape}.")
        tensor = value.seen(range(len(value.order)))
        return _Value(tensor.reshape(tensor.shape[0], *shape[1:]), tuple(range(len(shape))))


class _Node:
    """An operation of the JSON file."""

    def __init__(self, node: Mapping) -> None:
        self.name: str = node["name"]
        self.kind: str = node["op"]
        self.inputs = [name for name in node.get("input", ()) if not name.startswith("^")]
        self.settings: Mapping[str, Any] = node.get("attr", {})

    def numbers(self, name: str) -> list[int]:
        return [int(number) for number in self.settings[name]["list"]["i"]]

    def require(self, name: str, wanted: object) -> None:
        """Raise unless a setting has the one value that is known here."""
        given = self.settings.get(name, {})
        found = base64.b64decode(given["s"]).decode() if "s" in given else bool(given.get("b", False))
        if found != wanted:
            raise ValueError(f"{self.name} has {name}={found}; only {wanted} is known here.")
