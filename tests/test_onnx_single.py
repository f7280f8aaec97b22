"""ONNX files in single precision, run by onnxruntime beside the files in double precision."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from elmweb import ELMClassifier, ELMRegressor
from elmweb.export.onnx import to_onnx
from elmweb.onnx_format.single import in_single
from elmweb.onnx_format.summary import read_onnx_file

ROWS = np.random.default_rng(0).normal(size=(80, 5)).astype(np.float32)


def run(data: bytes, feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
    """Return all outputs of a file."""
    onnx.checker.check_model(onnx.load_from_string(data), full_check=True)
    return onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"]).run(None, feeds)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_an_exported_classifier_answers_the_same(activation: str) -> None:
    """Oracle: the file in double precision: the same labels, probabilities to 1e-4; nothing is double any more."""
    y = np.digitize(ROWS[:, 0] + ROWS[:, 1], [-0.5, 0.5])
    double = to_onnx(ELMClassifier(30, activation=activation, alpha=1.0, random_state=0).fit(ROWS, y))
    single = in_single(double)
    assert (read_onnx_file(double).double, read_onnx_file(single).double) == (True, False)
    for found, right in zip(run(single, {"X": ROWS}), run(double, {"X": ROWS}), strict=True):
        np.testing.assert_allclose(found, right, atol=1e-4)


def test_the_output_of_a_regressor_becomes_single() -> None:
    """Oracle: the file in double precision; the declared type is that of the numbers."""
    double = to_onnx(ELMRegressor(30, alpha=1.0, random_state=0).fit(ROWS, ROWS @ np.arange(5.0)))
    single = in_single(double)
    (found,), (right,) = run(single, {"X": ROWS}), run(double, {"X": ROWS})
    assert (found.dtype, right.dtype) == (np.float32, np.float64)
    np.testing.assert_allclose(found, right, atol=1e-3)
    assert [tensor.dtype for tensor in read_onnx_file(single).outputs] == ["float32"]


def test_every_place_of_a_double_is_found() -> None:
    """Oracle: the values: numbers in a list, as bytes, in an attribute, in a branch; one too large is infinite."""

    def branch(value: float) -> onnx.GraphProto:
        constant = numpy_helper.from_array(np.array([value, 1e300]), "value")
        out = helper.make_tensor_value_info("out", TensorProto.DOUBLE, [2])
        return helper.make_graph([helper.make_node("Constant", [], ["out"], value=constant)], "branch", [], [out])

    listed = helper.make_tensor("listed", TensorProto.DOUBLE, [2], [1.5, -2.0])
    nodes = [
        helper.make_node("Cast", ["x"], ["wide"], to=TensorProto.DOUBLE),
        helper.make_node("Add", ["wide", "listed"], ["sum"]),
        helper.make_node("If", ["choice"], ["chosen"], then_branch=branch(3.25), else_branch=branch(4.0)),
        helper.make_node("Mul", ["sum", "chosen"], ["y"]),
    ]
    given = [
        helper.make_tensor_value_info("x", TensorProto.FLOAT, [2]),
        helper.make_tensor_value_info("choice", TensorProto.BOOL, []),
    ]
    graph = helper.make_graph(
        nodes, "all", given, [helper.make_tensor_value_info("y", TensorProto.DOUBLE, [2])], [listed]
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    feeds = {"x": np.array([0.5, 3.0], np.float32), "choice": np.ones((), bool)}
    (found,) = run(in_single(model.SerializeToString()), feeds)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, [6.5, np.inf])


def test_a_file_without_doubles_stays_as_it_is() -> None:
    """Invariant: the same bytes."""
    weight = numpy_helper.from_array(np.ones((2, 2), np.float32), "w")
    out = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 2])
    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 2])
    graph = helper.make_graph([helper.make_node("MatMul", ["x", "w"], ["y"])], "plain", [given], [out], [weight])
    data = helper.make_model(graph).SerializeToString()
    assert in_single(data) == data
