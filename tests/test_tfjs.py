"""TensorFlow.js graphs in PyTorch, compared with the same operations in NumPy with the channels last."""

from __future__ import annotations

import base64

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="build.py models installs PyTorch")
pytestmark = pytest.mark.torch

from buildsteps.deep.tfjs import TfjsGraph, read_weights  # noqa: E402 - only where PyTorch is


def text(value: str) -> dict:
    """Return a string in the format of the file."""
    return {"s": base64.b64encode(value.encode()).decode()}


def numbers(*values: int) -> dict:
    """Return integers in the format of the file."""
    return {"list": {"i": [str(value) for value in values]}}


VALID = {"data_format": text("NHWC"), "padding": text("VALID"), "dilations": numbers(1, 1, 1, 1)}
CONV = {**VALID, "strides": numbers(1, 2, 2, 1)}
POOL = {**VALID, "ksize": numbers(1, 2, 2, 1), "strides": numbers(1, 1, 1, 1)}
RESIZE = {"half_pixel_centers": {"b": True}, "align_corners": {"b": False}}
TO_LAST, TO_FIRST = np.array([0, 2, 3, 1], np.int32), np.array([0, 3, 1, 2], np.int32)


def make(seed: int = 0) -> tuple[dict, bytes, dict[str, np.ndarray]]:
    """Return a small graph with every operation: its JSON, its weights, and the weights by name."""
    rng = np.random.default_rng(seed)
    values = {
        "around": np.array([[0, 0], [0, 0], [1, 1], [1, 1]], np.int32),
        "uneven": np.array([[0, 0], [0, 0], [0, 1], [0, 1]], np.int32),
        "low": np.float32(-9.0),
        "to_last": TO_LAST,
        "to_first": TO_FIRST,
        "weight": rng.normal(size=(3, 3, 3, 8)).astype(np.float16),
        "bias": rng.normal(size=8).astype(np.float16),
        "size": np.array([8, 8], np.int32),
        "axis": np.int32(3),
        "split_axis": np.int32(1),
        "sizes": np.array([5, 11], np.int32),
        "where": np.zeros((0, 1), np.int32),
        "length": np.array([3], np.int32),
        "given": np.zeros(0, np.int32),
        "default": np.int32(0),
        "shape": np.array([1, 11, -1], np.int32),
    }
    nodes = [{"name": name, "op": "Const"} for name in values]
    nodes += [
        {"name": name, "op": kind, "input": inputs, "attr": attr}
        for name, kind, inputs, attr in (
            ("image", "Placeholder", [], {}),
            ("padded", "Pad", ["image", "around"], {}),
            ("last", "Transpose", ["padded", "to_last"], {}),
            ("conv", "Conv2D", ["last", "weight"], CONV),
            ("biased", "Add", ["conv", "bias"], {}),
            ("first", "Transpose", ["biased", "to_first"], {}),
            ("leaky", "LeakyRelu", ["first"], {"alpha": {"f": 0.1}}),
            ("more", "PadV2", ["leaky", "uneven", "low"], {}),
            ("more_last", "Transpose", ["more", "to_last"], {}),
            (
                "pooled",
                "MaxPool",
                ["more_last"],
                {**VALID, "ksize": numbers(1, 2, 2, 1), "strides": numbers(1, 1, 1, 1)},
            ),
            ("large", "ResizeBilinear", ["pooled", "size"], RESIZE),
            ("twice", "AddV2", ["large", "large"], {}),
            ("joined", "ConcatV2", ["large", "twice", "axis"], {}),
            ("joined_first", "Transpose", ["joined", "to_first"], {}),
            ("parts", "SplitV", ["joined_first", "sizes", "split_axis"], {"num_split": {"i": "2"}}),
            ("zeros", "SparseToDense", ["where", "length", "given", "default"], {}),
            ("wanted", "AddV2", ["shape", "zeros"], {}),
            ("flat", "Reshape", ["parts:1", "wanted"], {}),
            ("share", "Sigmoid", ["parts"], {}),
            ("answer", "Identity", ["share"], {}),
        )
    ]
    entries = []
    for name, value in values.items():
        entry = {"name": name, "shape": list(value.shape), "dtype": "int32" if value.dtype.kind == "i" else "float32"}
        if value.dtype == np.float16:
            entry["quantization"] = {"dtype": "float16", "original_dtype": "float32"}
        entries.append(entry)
    data = b"".join(value.tobytes() for value in values.values())
    return {"modelTopology": {"node": nodes}, "weightsManifest": [{"weights": entries}]}, data, values


def plain(image: np.ndarray, values: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return both outputs for one image (channels, height, width), by loops with the channels last."""
    x = np.pad(image, ((0, 0), (1, 1), (1, 1))).transpose(1, 2, 0).astype(float)
    weight = values["weight"].astype(float)
    side = (x.shape[0] - 3) // 2 + 1
    conv = np.zeros((side, side, 8))
    for row in range(side):
        for column in range(side):
            patch = x[2 * row : 2 * row + 3, 2 * column : 2 * column + 3]
            conv[row, column] = np.einsum("abc,abcd->d", patch, weight)
    conv += values["bias"].astype(float)
    leaky = np.where(conv > 0, conv, 0.1 * conv)
    more = np.pad(leaky, ((0, 1), (0, 1), (0, 0)), constant_values=-9)
    pooled = np.array([[more[r : r + 2, c : c + 2].max((0, 1)) for c in range(side)] for r in range(side)])

    def at(place: int) -> tuple[int, int, float]:
        """Return the two source positions around a target position, by cell centres, and the interpolation weight."""
        old = np.clip((place + 0.5) * side / 8 - 0.5, 0, side - 1)
        low = int(old)
        return low, min(low + 1, side - 1), old - low

    large = np.zeros((8, 8, 8))
    for row in range(8):
        for column in range(8):
            (top, bottom, down), (left, right, along) = at(row), at(column)
            upper = pooled[top, left] * (1 - along) + pooled[top, right] * along
            lower = pooled[bottom, left] * (1 - along) + pooled[bottom, right] * along
            large[row, column] = upper * (1 - down) + lower * down
    joined = np.concatenate([large, 2 * large], axis=2).transpose(2, 0, 1)
    return 1 / (1 + np.exp(-joined[:5])), joined[5:].reshape(11, -1)


@pytest.mark.parametrize("seed", range(3))
def test_every_operation_agrees_with_its_definition(seed):
    """Oracle: NumPy with loops; the batch has two images, although the file declares one."""
    model, data, values = make(seed)
    images = np.random.default_rng(seed).normal(size=(2, 3, 8, 8)).astype(np.float32)
    graph = TfjsGraph(model, data, [["answer"], ["flat"]])
    with torch.inference_mode():
        share, flat = (part.numpy() for part in graph(torch.from_numpy(images)))
    for number, image in enumerate(images):
        wanted = plain(image, values)
        np.testing.assert_allclose(share[number], wanted[0], atol=1e-5)
        np.testing.assert_allclose(flat[number], wanted[1], atol=1e-4)
    assert sum(each.numel() for each in graph.parameters()) == 3 * 3 * 3 * 8 + 8


def test_quantised_weights_are_dequantised():
    """Oracle: values computed by hand."""
    entry = {"name": "w", "shape": [3], "dtype": "float32", "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1}}
    found = read_weights({"weightsManifest": [{"weights": [entry]}]}, bytes([0, 1, 255]))["w"]
    assert found.dtype == np.float32
    assert found.tolist() == [-1.0, -0.5, 126.5]


@pytest.mark.parametrize(("change", "message"), [(-1, "end within"), (1, "the manifest lists")])
def test_weights_of_another_length_are_refused(change, message):
    """Invariant: the message states the mismatch."""
    model, data, _ = make()
    with pytest.raises(ValueError, match=message):
        read_weights(model, data[:change] if change < 0 else data + b"x")


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("share", {"op": "Softsign"}, "Softsign"),
        ("conv", {"attr": {**CONV, "padding": text("SAME")}}, "padding=SAME"),
        ("large", {"attr": {**RESIZE, "align_corners": {"b": True}}}, "align_corners=True"),
        ("wanted", {"op": "Mul"}, "Mul"),
    ],
)
def test_unsupported_operations_and_attributes_are_named(name, change, message):
    """Invariant: the message names the operation or the attribute."""
    model, data, _ = make()
    node = next(node for node in model["modelTopology"]["node"] if node["name"] == name)
    node |= change
    graph = TfjsGraph(model, data, [["answer"], ["flat"]])
    with pytest.raises(ValueError, match=message), torch.inference_mode():
        graph(torch.zeros(1, 3, 8, 8))
