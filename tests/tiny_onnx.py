"""Small ONNX models of every kind that the runtime is tested with, and a manifest for them."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from onnx import ModelProto, TensorProto, checker, helper, numpy_helper
from onnxruntime import InferenceSession

OPSET = 17
_TYPES = {"float32": TensorProto.FLOAT, "float16": TensorProto.FLOAT16, "int64": TensorProto.INT64}
_TYPES |= {"int32": TensorProto.INT32, "uint8": TensorProto.UINT8, "bool": TensorProto.BOOL}


def _model(name: str, nodes: list, inputs: dict, outputs: dict, weights: dict[str, np.ndarray]) -> ModelProto:
    def values(given: dict) -> list:
        return [helper.make_tensor_value_info(key, _TYPES[dtype], shape) for key, (dtype, shape) in given.items()]

    constants = [numpy_helper.from_array(array, key) for key, array in weights.items()]
    graph = helper.make_graph(nodes, name, values(inputs), values(outputs), constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    checker.check_model(model)
    return model


def cnn() -> ModelProto:
    """Return a convolution, a rectifier and a matrix product: images (batch, 1, 8, 8) to three numbers."""
    rng = np.random.default_rng(0)
    nodes = [
        helper.make_node("Conv", ["image", "W", "b"], ["conv"], "conv", kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["conv"], ["maps"], "relu"),
        helper.make_node("GlobalAveragePool", ["maps"], ["pooled"], "pool"),
        helper.make_node("Flatten", ["pooled"], ["flat"], "flatten"),
        helper.make_node("Gemm", ["flat", "V", "c"], ["logits"], "gemm"),
    ]
    weights = {"W": rng.normal(size=(4, 1, 3, 3)), "b": np.zeros(4), "V": rng.normal(size=(4, 3)), "c": np.ones(3)}
    weights = {name: array.astype(np.float32) for name, array in weights.items()}
    outputs = {"logits": ("float32", ["batch", 3]), "maps": ("float32", ["batch", 4, 8, 8])}
    return _model("cnn", nodes, {"image": ("float32", ["batch", 1, 8, 8])}, outputs, weights)


def lstm() -> ModelProto:
    """Return an LSTM with 5 units over 6 steps of 2 numbers."""
    rng = np.random.default_rng(1)
    weights = {"W": rng.normal(size=(1, 20, 2)), "R": rng.normal(size=(1, 20, 5)), "B": rng.normal(size=(1, 40))}
    node = helper.make_node("LSTM", ["x", "W", "R", "B"], ["", "h"], "lstm", hidden_size=5)
    weights = {name: array.astype(np.float32) for name, array in weights.items()}
    return _model("lstm", [node], {"x": ("float32", [6, 1, 2])}, {"h": ("float32", [1, 1, 5])}, weights)


def foreign() -> ModelProto:
    """Return a model with an operator that only its maker has."""
    (x, y) = (helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", 3]) for name in "xy")
    nodes = [
        helper.make_node("Relu", ["x"], ["positive"], "relu"),
        helper.make_node("Whirl", ["positive"], ["y"], "whirl", domain="com.example"),
    ]
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.example", 1)]
    return helper.make_model(helper.make_graph(nodes, "foreign", [x], [y]), opset_imports=opsets, ir_version=8)


def quantised() -> ModelProto:
    """Return a model with operators that WebGPU leaves to the processor."""
    weights = {"W": np.arange(-6, 6, dtype=np.int8).reshape(4, 3)}
    nodes = [
        helper.make_node("Relu", ["x"], ["positive"], "relu"),
        helper.make_node("DynamicQuantizeLinear", ["positive"], ["q", "scale", "zero"], "quantise"),
        helper.make_node("MatMulInteger", ["q", "W", "zero"], ["sums"], "product"),
        helper.make_node("Cast", ["sums"], ["numbers"], "cast", to=TensorProto.FLOAT),
        helper.make_node("Mul", ["numbers", "scale"], ["y"], "scaled"),
    ]
    return _model("q", nodes, {"x": ("float32", ["n", 4])}, {"y": ("float32", ["n", 3])}, weights)


def echo(dtype: str) -> ModelProto:
    """Return a model that answers what it was asked, of any type."""
    node = helper.make_node("Identity", ["x"], ["y"], "echo")
    return _model("echo", [node], {"x": (dtype, ["n", 2])}, {"y": (dtype, ["n", 2])}, {})


def half() -> ModelProto:
    """Return a sum in half precision, which WebGPU can do with shader-f16 only."""
    node = helper.make_node("Add", ["x", "x"], ["y"], "add")
    return _model("half", [node], {"x": ("float16", ["n", 2])}, {"y": ("float16", ["n", 2])}, {})


def answers(model: ModelProto, feeds: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return what onnxruntime on this machine's processor answers."""
    session = InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feeds), strict=True))


def _tensors(values: Any) -> list[dict[str, Any]]:
    names = {code: name for name, code in _TYPES.items()}
    return [
        {
            "name": value.name,
            "dtype": names[value.type.tensor_type.elem_type],
            "shape": [size.dim_param or size.dim_value for size in value.type.tensor_type.shape.dim],
            "look": value.name == "maps",
        }
        for value in values
    ]


def entry(folder: Path, file: str, data: bytes) -> dict[str, Any]:
    """Write a file; return what the manifest says of it."""
    (folder / file).write_bytes(data)
    return {"file": file, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def card(folder: Path, name: str, model: ModelProto, feeds: dict[str, np.ndarray], **more: Any) -> dict[str, Any]:
    """Write a model and its reference outputs into a folder; return its card for the manifest."""
    reference = BytesIO()
    found = answers(model, feeds)
    arrays = {f"main/in/{key}": value for key, value in feeds.items()}
    np.savez_compressed(reference, **arrays, **{f"main/out/{key}": value for key, value in found.items()})
    graph = {
        "name": "main",
        "opset": OPSET,
        "inputs": _tensors(model.graph.input),
        "outputs": _tensors(model.graph.output),
    }
    return {
        "id": name,
        "task": "classify-image",
        "title": name.title(),
        "about": "A small model for tests.",
        "graphs": [{**graph, **entry(folder, f"{name}.onnx", model.SerializeToString())}],
        "reference": entry(folder, f"{name}.reference.npz", reference.getvalue()),
        "dataset": {"name": "Noise", "source": "a random number generator", "licence": "CC0"},
        "licence": "MIT",
        "metrics": {"accuracy": 0.5},
        "measured_on": "nothing",
        "n_parameters": 100,
        "flops": 1000,
        "device": "none",
        "training_seconds": 0,
        "recipe": "tests/tiny_onnx.py",
        **more,
    }


def write_models(folder: Path) -> dict[str, dict[str, Any]]:
    """Write a folder of models as the site has one; return the cards by id."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(3)
    image = rng.normal(size=(2, 1, 8, 8)).astype(np.float32)
    cards = [
        card(folder, "cnn", cnn(), {"image": image}, labels=["a", "b", "c"]),
        card(folder, "lstm", lstm(), {"x": rng.normal(size=(6, 1, 2)).astype(np.float32)}),
        card(folder, "quantised", quantised(), {"x": rng.normal(size=(3, 4)).astype(np.float32)}),
        card(folder, "half", half(), {"x": np.ones((2, 2), np.float16)}, needs_f16=True),
    ]
    for dtype in ("int64", "int32", "uint8", "bool"):
        values = np.array([[0, 1], [1, 0], [1, 1]], dtype=dtype)
        cards.append(card(folder, f"echo-{dtype}", echo(dtype), {"x": values}))
    (folder / "manifest.json").write_text(json.dumps({"format": 1, "models": cards}))
    return {each["id"]: each for each in cards}


def blank_sheet() -> ModelProto:
    """Return a model that fills an array of the asked shape, as large as one likes, and says its sum."""
    nodes = [
        helper.make_node("ConstantOfShape", ["shape"], ["sheet"], "fill"),
        helper.make_node("ReduceSum", ["sheet"], ["sum"], "sum", keepdims=0),
    ]
    return _model("blank", nodes, {"shape": ("int64", [2])}, {"sum": ("float32", [])}, {})
