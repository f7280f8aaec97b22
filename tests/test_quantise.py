"""Weights in fewer bits: what they are rounded to, and that the stored graph says the same."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

torch = pytest.importorskip("torch", reason="build.py test installs PyTorch")
pytestmark = pytest.mark.torch

from torch import nn  # noqa: E402 - only where PyTorch is

from buildsteps.deep.quantise import RUN, round_weights, store_halves, store_weights  # noqa: E402


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
    """Return what onnxruntime answers."""
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x})[0]


@pytest.mark.parametrize("width", [RUN * 3, RUN + 1])
def test_a_weight_moves_by_half_a_step_of_its_own_run(width):
    """The oracle is the definition, a run (or a whole row, where its length is no multiple) after another."""
    layer = nn.Linear(width, 30)
    before = layer.weight.detach().numpy().copy()
    after = round_weights(nn.Sequential(layer))[0].weight.detach().numpy()
    size = RUN if width % RUN == 0 else width
    for row in range(30):
        for start in range(0, width, size):
            old, new = before[row, start : start + size], after[row, start : start + size]
            step = np.abs(old).max() / 127
            assert np.abs(old - new).max() <= step / 2 * 1.001
            np.testing.assert_allclose(new / step, np.rint(old / step), atol=1e-3)


def test_parts_that_stay_exact_stay():
    """The invariant: a named part keeps its bits, another one does not."""
    module = nn.ModuleDict({"first": nn.Linear(64, 64), "second": nn.Linear(64, 64)})
    rounded = round_weights(module, exact=("first",))
    assert torch.equal(rounded["first"].weight, module["first"].weight)
    assert not torch.equal(rounded["second"].weight, module["second"].weight)


@pytest.mark.parametrize("width", [RUN * 2, RUN + 1])
def test_the_stored_graph_answers_as_the_rounded_module(width):
    """The oracle is PyTorch with the rounded weights; activations are not rounded, so it is close to the last bit."""
    layer = round_weights(nn.Linear(width, 40, bias=False))
    stored = store_weights(product(np.ascontiguousarray(layer.weight.detach().numpy().T)))
    x = np.random.default_rng(0).normal(size=(5, width)).astype(np.float32)
    wanted = layer(torch.from_numpy(x)).detach().numpy()
    np.testing.assert_allclose(run(stored, x), wanted, rtol=1e-5, atol=1e-5)
    assert [each.data_type for each in stored.graph.initializer].count(TensorProto.INT8) == 1


def test_a_weight_that_was_not_rounded_is_left_alone():
    """The invariant: nothing is lost that round_weights has not given up."""
    weight = np.random.default_rng(0).normal(size=(64, 64)).astype(np.float32)
    assert store_weights(product(weight)) == product(weight)


def test_halves_lose_nothing():
    """The oracle is the graph before: the same bits, in half the room; a weight that needs more stays."""
    rng = np.random.default_rng(0)
    exact = rng.normal(size=(64, 64)).astype(np.float16).astype(np.float32)
    x = rng.normal(size=(3, 64)).astype(np.float32)
    stored = store_halves(product(exact))
    assert len(stored.SerializeToString()) < 0.55 * len(product(exact).SerializeToString())
    np.testing.assert_array_equal(run(stored, x), run(product(exact), x))
    other = exact * np.float32(1 / 3)
    assert store_halves(product(other)) == product(other)
