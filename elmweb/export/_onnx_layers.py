"""Writing the layers of estimators as operations: one short function per class of layers.

To add a class, write a function that appends its operations and returns the name of the hidden
values (n, L), float64, and register it under the name of the class::

    @writes("HiddenLayer")
    def _hidden_layer(graph, layer, X):
        return activation(graph, layer.activation, affine(graph, X, layer.weights, layer.bias))

Building blocks that several layers share (a product with a bias, activations, concatenation,
shifts of integers) come first. ``tests/test_onnx.py`` runs every layer in :data:`LAYERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from elmweb.compute.integer import ACTIVATIONS as INTEGER_ACTIVATIONS, UNITS_PER_PATCH as _UNITS_PER_PATCH
from elmweb.exceptions import ExportError
from elmweb.export.graph import Graph
from elmweb.words.engine import export_onnx as words

__all__ = ["ACTIVATION_WRITERS", "LAYERS", "activation", "affine", "beside", "layer", "shift_right", "writes"]

LayerWriter = Callable[[Graph, Any, str], str]

LAYERS: dict[str, LayerWriter] = {}
"""Writers by the class name of the layer."""


def writes(class_name: str) -> Callable[[LayerWriter], LayerWriter]:
    """Register a function as the writer of a class of layers."""

    def register(writer: LayerWriter) -> LayerWriter:
        LAYERS[class_name] = writer
        return writer

    return register


def layer(graph: Graph, fitted: Any, X: str) -> str:
    """Append a layer.

    Parameters
    ----------
    graph : Graph
        Graph to append to.
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
        There is no writer for layers of this class.
    """
    name = type(fitted).__name__
    if name not in LAYERS:
        raise ExportError(
            words.NOT_YET,
            rule=words.a_layer_of(sorted(LAYERS)),
            value=words.this_layer(name),
            hints=(words.SAVE_MODEL, words.TRAIN_ANOTHER),
        )
    return LAYERS[name](graph, fitted, X)


# ---- building blocks


def affine(graph: Graph, X: str, weights: np.ndarray, bias: np.ndarray | None = None) -> str:
    """Append ``X weights + bias``; X (n, d), weights (d, L), bias (L,)."""
    product = graph.add("MatMul", X, graph.constant(np.ascontiguousarray(weights)))
    return product if bias is None else graph.add("Add", product, graph.constant(bias))


def beside(graph: Graph, parts: Iterable[str]) -> str:
    """Append the concatenation of parts (n, L1), (n, L2)... to (n, L1 + L2 + ...)."""
    parts = list(parts)
    return parts[0] if len(parts) == 1 else graph.add("Concat", *parts, axis=1)


def shift_right(graph: Graph, Z: str, bits: int) -> str:
    """Append ``Z >> bits`` of integers stored as float64, exact below 2^53."""
    return graph.add("Floor", graph.add("Mul", Z, graph.constant(2.0**-bits)))


def activation(graph: Graph, name: str, Z: str) -> str:
    """Append an activation function by its name in ``elmweb.estimators.ACTIVATIONS``."""
    if name not in ACTIVATION_WRITERS:
        raise ExportError(
            words.NOT_YET,
            rule=words.an_activation_of(ACTIVATION_WRITERS),
            value=words.this_activation(name),
        )
    return ACTIVATION_WRITERS[name](graph, Z)


def _leaky_relu(graph: Graph, Z: str) -> str:
    return graph.add("Max", Z, graph.add("Mul", Z, graph.constant(0.01)))


def _gelu(graph: Graph, Z: str) -> str:
    """Append ``z (1 + erf(z / sqrt 2)) / 2``; onnxruntime has Erf for float32 only, accurate to 1e-7."""
    narrow = graph.cast(graph.add("Mul", Z, graph.constant(np.sqrt(0.5))), "float32")
    erf = graph.cast(graph.add("Erf", narrow), "float64")
    probability = graph.add("Mul", graph.add("Add", erf, graph.constant(1.0)), graph.constant(0.5))
    return graph.add("Mul", Z, probability)


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
    """Append ``activation(X W + b)``; with several activations, the units of each together, then reordered."""
    Z = affine(graph, X, fitted.weights, fitted.bias)
    if isinstance(fitted.activation, str):
        return activation(graph, fitted.activation, Z)
    n_kinds = len(fitted.activation)
    order = [np.arange(first, fitted.n_hidden, n_kinds) for first in range(n_kinds)]
    parts = [
        activation(graph, name, graph.add("Gather", Z, graph.constant(units, np.int64), axis=1))
        for name, units in zip(fitted.activation, order, strict=True)
        if len(units)
    ]
    back = np.argsort(np.concatenate(order))
    return graph.add("Gather", beside(graph, parts), graph.constant(back, np.int64), axis=1)


@writes("DistanceLayer")
def _distance_layer(graph: Graph, fitted: Any, X: str) -> str:
    """Append ``exp(-gamma ||x - centre||^2)``."""
    squares = graph.add("Mul", _square_distances(graph, X, fitted.centres), graph.constant(-fitted.gammas))
    return graph.add("Exp", squares)


@writes("DirectLayer")
def _direct_layer(graph: Graph, fitted: Any, X: str) -> str:
    """Append the first inputs, concatenated with a layer."""
    direct = graph.add("Gather", X, graph.constant(np.arange(fitted.n_features), np.int64), axis=1)
    return beside(graph, [direct, layer(graph, fitted.layer, X)])


@writes("SideBySide")
def _side_by_side(graph: Graph, fitted: Any, X: str) -> str:
    """Append several layers on the same inputs."""
    return beside(graph, [layer(graph, part, X) for part in fitted.layers])


@writes("Stack")
def _stack(graph: Graph, fitted: Any, X: str) -> str:
    """Append layers one after the other."""
    for part in fitted.layers:
        X = layer(graph, part, X)
    return X


@writes("KernelLayer")
def _kernel_layer(graph: Graph, fitted: Any, X: str) -> str:
    """Append the kernel between rows and landmarks, and the whitening."""
    landmarks = fitted.landmarks
    if fitted.relevance is not None:
        X, landmarks = graph.add("Mul", X, graph.constant(fitted.relevance)), landmarks * fitted.relevance[:, None]
    if fitted.kernel == "rbf":
        scaled = graph.add("Mul", _square_distances(graph, X, landmarks), graph.constant(-fitted.gamma))
        K = graph.add("Exp", scaled)
    elif fitted.kernel == "laplacian":
        K = graph.add("Exp", graph.add("Mul", _distances(graph, X, landmarks), graph.constant(-fitted.gamma)))
    else:
        K = affine(graph, X, landmarks)
        if fitted.kernel == "polynomial":
            base = graph.add("Add", graph.add("Mul", K, graph.constant(fitted.gamma)), graph.constant(fitted.coef0))
            K = base
            for _ in range(fitted.degree - 1):
                K = graph.add("Mul", K, base)
    return K if fitted.whitening is None else affine(graph, K, fitted.whitening)


def _square_distances(graph: Graph, X: str, points: np.ndarray) -> str:
    """Append squared distances (n, m) between rows (n, d) and points (d, m), clipped at 0."""
    squares = graph.add("MatMul", graph.add("Mul", X, X), graph.constant(np.ones((len(points), 1))))
    rest = affine(graph, X, -2.0 * points, np.einsum("ij,ij->j", points, points))
    return graph.add("Max", graph.add("Add", rest, squares), graph.constant(0.0))


def _distances(graph: Graph, X: str, points: np.ndarray) -> str:
    """Append sums of absolute differences (n, m) between rows (n, d) and points (d, m)."""
    total = ""
    for at, values in enumerate(points):
        column = graph.add("Gather", X, graph.constant([at], np.int64), axis=1)  # (n, 1)
        step = graph.add("Sub", column, graph.constant(values))
        size = graph.add("Max", step, graph.add("Neg", step))
        total = graph.add("Add", total, size) if total else size
    return total


@writes("ChannelLayer")
def _channel_layer(graph: Graph, fitted: Any, X: str) -> str:
    """Append the inputs and their scores: of each part of a polygon, as much of it as the input has passed."""
    parts = [graph.add("Gather", X, graph.constant(np.arange(fitted.n_features), np.int64), axis=1)]
    for at, knots, scores in zip(fitted.columns, fitted.knots, fitted.scores, strict=True):
        column = graph.add("Gather", X, graph.constant([at], np.int64), axis=1)  # (n, 1)
        widths = np.diff(knots)
        passed = graph.add("Max", graph.add("Sub", column, graph.constant(knots[:-1])), graph.constant(0.0))
        passed = graph.add("Min", passed, graph.constant(widths))
        slopes = (np.diff(scores) / widths)[:, None]
        parts.append(affine(graph, passed, slopes, scores[:1]))
    return beside(graph, parts)


@writes("StateLayer")
def _state_layer(graph: Graph, fitted: Any, X: str) -> str:
    """Append the first columns."""
    return graph.add("Gather", X, graph.constant(np.arange(fitted.n_hidden), np.int64), axis=1)


@writes("ProductLayer")
def _product_layer(graph: Graph, fitted: Any, X: str) -> str:
    """Append products of inputs, ordered by their number of factors."""
    n_factors = np.count_nonzero(fitted.factors, axis=1)
    parts = []
    for number in np.unique(n_factors):
        chosen = fitted.factors[n_factors == number].T[:number] - 1
        product = ""
        for inputs in chosen:
            factor = graph.add("Gather", X, graph.constant(inputs, np.int64), axis=1)
            product = graph.add("Mul", product, factor) if product else factor
        parts.append(product)
    return beside(graph, parts)


@writes("LocalReceptiveLayer")
def _local_receptive_layer(graph: Graph, fitted: Any, X: str) -> str:
    """Append filters at every position, and square-root pooling around each unit.

    As products of float64 matrices: onnxruntime has Conv and LpPool for float32 only, whose precision is too low for
    output weights that cancel.
    """
    n_rows, n_columns = fitted.map_size
    n_maps = fitted.filters.shape[1]
    patches = graph.add("Gather", X, graph.constant(_pixels(fitted), np.int64), axis=1)  # (n, positions, f)
    ink = graph.add("Sub", _shaped(graph, patches, -1, len(fitted.filters)), graph.constant(fitted.black))
    responses = affine(graph, ink, fitted.filters)  # (n positions, K)
    squares = _shaped(graph, graph.add("Mul", responses, responses), -1, n_rows * n_columns, n_maps)
    maps = _shaped(graph, graph.add("Transpose", squares, perm=[0, 2, 1]), -1, n_rows, n_columns)
    by_column, by_row = (_pooling(fitted, n_places) for n_places in (n_columns, n_rows))
    maps = _pooled_side(graph, maps, by_column, n_rows)
    maps = _pooled_side(graph, maps, by_row, by_column.shape[1])
    units = _shaped(graph, graph.add("Sqrt", maps), -1, n_maps * fitted.units_per_map)
    if fitted.n_hidden == n_maps * fitted.units_per_map:
        return units
    return graph.add("Gather", units, graph.constant(np.arange(fitted.n_hidden), np.int64), axis=1)


def _pixels(fitted: Any) -> np.ndarray:
    """Return the inputs of a filter at each position, (positions, f)."""
    at = np.arange(int(np.prod(fitted.size))).reshape(fitted.size)
    seen = np.lib.stride_tricks.sliding_window_view(at, fitted.patch, axis=(0, 1))  # (rows, columns, channels, *patch)
    return np.moveaxis(seen, 2, 4).reshape(-1, len(fitted.filters))


def _pooling(fitted: Any, n_places: int) -> np.ndarray:
    """Return 1 where a unit sums over a position along one side, (positions, units)."""
    windows = fitted.pool_windows(n_places)
    sums = np.zeros((n_places, len(windows)))
    for unit, window in enumerate(windows):
        sums[window, unit] = 1.0
    return sums


def _pooled_side(graph: Graph, maps: str, sums: np.ndarray, n_others: int) -> str:
    """Append sums along the last side of maps (n, others, positions), transposed to (n, units, others)."""
    pooled = affine(graph, _shaped(graph, maps, -1, len(sums)), sums)
    return graph.add("Transpose", _shaped(graph, pooled, -1, n_others, sums.shape[1]), perm=[0, 2, 1])


def _shaped(graph: Graph, value: str, *shape: int) -> str:
    """Append a reshape; -1 follows from the other sizes."""
    return graph.add("Reshape", value, graph.constant(shape, np.int64))


@writes("ByteLayer")
def _byte_layer(graph: Graph, fitted: Any, X: str) -> str:
    """Append inputs as 8 bits and the integer layer on them; integers are stored as float64 throughout."""
    low, high = fitted.scale.low, fitted.scale.high
    span = np.where(high > low, high - low, 1.0)
    inside = graph.add("Min", graph.add("Max", X, graph.constant(low)), graph.constant(high))
    steps = graph.add("Div", graph.add("Sub", inside, graph.constant(low)), graph.constant(span))
    return _integer_layer(graph, fitted.layer, _round_even(graph, graph.add("Mul", steps, graph.constant(255.0))))


def _integer_layer(graph: Graph, fitted: Any, X: str) -> str:
    """Append what ``elmweb.compute.integer.IntegerLayer`` computes, with its very rounding."""
    largest = (128 * np.abs(fitted.weights.astype(np.int64)).sum(axis=0) + np.abs(fitted.bias.astype(np.int64))).max()
    if largest * int(fitted.multiplier.max()) >= 1 << 52:
        raise ExportError(words.TOO_LARGE_INTEGERS, rule=words.BELOW_2_52, value=f"{largest}")
    weights, bias = fitted.weights.astype(np.float64), fitted.bias.astype(np.float64)
    if fitted.patches is None:
        Z = affine(graph, X, weights, bias - 128.0 * weights.sum(axis=0))
    else:
        halved, parts = shift_right(graph, X, 1), []
        for group, pixels in enumerate(fitted.patches):
            units = slice(group * _UNITS_PER_PATCH, (group + 1) * _UNITS_PER_PATCH)
            patch = graph.add("Gather", halved, graph.constant(pixels, np.int64), axis=1)
            parts.append(affine(graph, patch, weights[:, units], bias[units]))
        Z = beside(graph, parts)
    product = graph.add("Mul", Z, graph.constant(fitted.multiplier.astype(np.float64)))
    t = shift_right(graph, graph.add("Add", product, graph.constant(2.0 ** (fitted.shift - 1))), fitted.shift)
    t = graph.add("Min", graph.add("Max", t, graph.constant(-32768.0)), graph.constant(32767.0))
    kind = INTEGER_ACTIVATIONS[fitted.activation]
    levels = _INTEGER_WRITERS[fitted.activation](graph, t)
    return graph.add("Mul", graph.add("Sub", levels, graph.constant(float(kind.offset))), graph.constant(kind.unit))


def _round_even(graph: Graph, V: str) -> str:
    """Append rounding to whole numbers, halves to the even one."""
    above = graph.add("Add", V, graph.constant(0.5))
    near = graph.add("Floor", above)
    odd = graph.add("Sub", near, graph.add("Mul", shift_right(graph, near, 1), graph.constant(2.0)))
    return graph.add("Where", graph.add("GreaterOrEqual", near, above), graph.add("Sub", near, odd), near)


def _q15(graph: Graph, A: str, B: str) -> str:
    """Append ``(a b + 2^14) >> 15``."""
    return shift_right(graph, graph.add("Add", graph.add("Mul", A, B), graph.constant(16384.0)), 15)


def _integer_tanh(graph: Graph, t: str) -> str:
    full, minus = graph.constant(32767.0), graph.add("Neg", t)
    size = graph.add("Min", graph.add("Max", t, minus), full)
    e = graph.add("Sub", full, size)
    cube = _q15(graph, _q15(graph, e, e), e)
    slope = graph.add("Sub", e, _q15(graph, size, graph.constant(19661.0)))
    y = graph.add("Min", graph.add("Sub", full, _q15(graph, cube, slope)), full)
    y = graph.add("Where", graph.add("Greater", graph.constant(0.0), t), graph.add("Neg", y), y)
    return graph.add("Add", _q15(graph, y, graph.constant(63.0)), graph.constant(63.0))


def _integer_relu(graph: Graph, t: str) -> str:
    return _q15(graph, graph.add("Max", t, graph.constant(0.0)), graph.constant(127.0))


def _integer_identity(graph: Graph, t: str) -> str:
    return graph.add("Add", _q15(graph, t, graph.constant(63.0)), graph.constant(63.0))


_INTEGER_WRITERS = {
    "tanh": _integer_tanh,
    "sigmoid": _integer_tanh,
    "relu": _integer_relu,
    "identity": _integer_identity,
}
