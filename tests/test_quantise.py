"""Quantised weights: how they are rounded, and that the stored graph agrees with the rounded module."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

torch = pytest.importorskip("torch", reason="build.py test installs PyTorch")
pytestmark = pytest.mark.torch

from torch import nn  # noqa: E402 - only where PyTorch is

from buildsteps.deep.quantise import GROUP, round_weights, store_halves, store_weights  # noqa: E402


def product(weight: np.ndarray) -> onnx.ModelProto:
    """Return a graph that multiplies by a matrix."""
    rows, columns = weight.shape
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["y"])],
        "product",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", rows])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", columns])],
        [numpy_helper.from_array(weight, "w")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def run(model: onnx.ModelProto, x: np.ndarray) -> np.ndarray:
    """Return the output of onnxruntime."""
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x})[0]


@pytest.mark.parametrize("width", [GROUP * 3, GROUP + 1])
def test_a_weight_changes_by_at_most_half_a_step_of_its_group(width):
    """Oracle: the definition, for each group, or for each row if its length is not a multiple of the group size."""
    layer = nn.Linear(width, 30)
    before = layer.weight.detach().numpy().copy()
    after = round_weights(nn.Sequential(layer))[0].weight.detach().numpy()
    size = GROUP if width % GROUP == 0 else width
    for row in range(30):
        for start in range(0, width, size):
            old, new = before[row, start : start + size], after[row, start : start + size]
            step = np.abs(old).max() / 127
            assert np.abs(old - new).max() <= step / 2 * 1.001
            np.testing.assert_allclose(new / step, np.rint(old / step), atol=1e-3)


def test_exact_submodules_are_not_rounded():
    """Invariant: the weights of a named submodule keep their bits, those of another one do not."""
    module = nn.ModuleDict({"first": nn.Linear(64, 64), "second": nn.Linear(64, 64)})
    rounded = round_weights(module, exact=("first",))
    assert torch.equal(rounded["first"].weight, module["first"].weight)
    assert not torch.equal(rounded["second"].weight, module["second"].weight)


@pytest.mark.parametrize("width", [GROUP * 2, GROUP + 1])
def test_the_stored_graph_agrees_with_the_rounded_module(width):
    """Oracle: PyTorch with the rounded weights; activations are not rounded, so the agreement is close."""
    layer = round_weights(nn.Linear(width, 40, bias=False))
    stored = store_weights(product(np.ascontiguousarray(layer.weight.detach().numpy().T)))
    x = np.random.default_rng(0).normal(size=(5, width)).astype(np.float32)
    wanted = layer(torch.from_numpy(x)).detach().numpy()
    np.testing.assert_allclose(run(stored, x), wanted, rtol=1e-5, atol=1e-5)
    assert [each.data_type for each in stored.graph.initializer].count(TensorProto.INT8) == 1


def test_a_weight_that_was_not_rounded_is_not_stored_as_int8():
    """Invariant: only round_weights loses information, store_weights does not."""
    weight = np.random.default_rng(0).normal(size=(64, 64)).astype(np.float32)
    assert store_weights(product(weight)) == product(weight)


@pytest.mark.parametrize("seed", range(4))
def test_weights_on_a_grid_of_256_levels_are_stored_exactly(seed):
    """Oracle: the integers, the scale and the zero point that the weights were made of, as onnxruntime quantises."""
    rng = np.random.default_rng(seed)
    integers = rng.integers(0, 256, (64, 48)).astype(np.uint8)
    integers[0, :2] = 0, 255
    scale, zero = np.float32(rng.uniform(1e-3, 1e-2)), np.float32(rng.integers(100, 160))
    weight = (integers.astype(np.float32) - zero) * scale
    layer = nn.Linear(64, 48, bias=False)
    layer.weight.data = torch.from_numpy(np.ascontiguousarray(weight.T))
    assert torch.equal(round_weights(layer).weight, layer.weight)
    stored = store_weights(product(weight))
    (kept,) = (numpy_helper.to_array(each) for each in stored.graph.initializer if each.data_type == TensorProto.UINT8)
    assert np.array_equal(kept, integers)
    x = rng.normal(size=(5, 64)).astype(np.float32)
    assert np.array_equal(run(stored, x), run(product(weight), x))
    weight[3, 3] *= np.float32(1.001)
    assert store_weights(product(weight)) == product(weight)


def test_half_precision_storage_is_lossless():
    """Oracle: the original graph, with the same bits and half the size; weights that need float32 are unchanged."""
    rng = np.random.default_rng(0)
    exact = rng.normal(size=(64, 64)).astype(np.float16).astype(np.float32)
    x = rng.normal(size=(3, 64)).astype(np.float32)
    stored = store_halves(product(exact))
    assert len(stored.SerializeToString()) < 0.55 * len(product(exact).SerializeToString())
    np.testing.assert_array_equal(run(stored, x), run(product(exact), x))
    other = exact * np.float32(1 / 3)
    assert store_halves(product(other)) == product(other)
