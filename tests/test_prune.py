"""Pruned graphs, compared with the same graphs as PyTorch writes them."""

from __future__ import annotations

import io
import warnings

import numpy as np
import onnx
import onnxruntime
import pytest

torch = pytest.importorskip("torch", reason="build.py models installs PyTorch")
pytestmark = [pytest.mark.torch, pytest.mark.filterwarnings("ignore::DeprecationWarning:torch.*")]

from torch import nn  # noqa: E402 - only where PyTorch is

from buildsteps.deep.prune import prune_zero_states  # noqa: E402


class Chain(nn.Module):
    """A recurrent layer that starts from zeros, and one that starts from the final state of the first."""

    def __init__(self, kind: type[nn.Module]) -> None:
        super().__init__()
        self.first, self.second = kind(4, 6, 2, batch_first=True), kind(6, 6, 2, batch_first=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the states of the second layer."""
        states, last = self.first(x)
        return self.second(states, last)[0]


@pytest.mark.parametrize("kind", [nn.LSTM, nn.GRU])
def test_pruning_zero_states_changes_no_output(kind):
    """Oracle: the graph before pruning; a state that is not zero must stay."""
    torch.manual_seed(0)
    module, file = Chain(kind).eval(), io.BytesIO()
    axes = {"x": {0: "batch"}, "y": {0: "batch"}}
    names = {"input_names": ["x"], "output_names": ["y"], "dynamic_axes": axes}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, (torch.zeros(2, 5, 4),), file, dynamo=False, opset_version=17, **names)
    before = onnx.load_from_string(file.getvalue())
    after = prune_zero_states(before)
    onnx.checker.check_model(after, full_check=True)
    assert "ConstantOfShape" in {node.op_type for node in before.graph.node}
    assert not {"ConstantOfShape", "Shape"} & {node.op_type for node in after.graph.node}
    cells = [node for node in after.graph.node if node.op_type == kind.__name__]
    assert [bool(node.input[5]) if len(node.input) > 5 else False for node in cells] == [False, False, True, True]
    x = np.random.default_rng(0).normal(size=(3, 5, 4)).astype(np.float32)
    one, other = (
        onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"]).run(None, {"x": x})
        for model in (before, after)
    )
    np.testing.assert_array_equal(one[0], other[0])
