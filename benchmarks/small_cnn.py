"""A residual network of 20 layers for 32 x 32 images, with random weights: a stand-in of the right size."""

from __future__ import annotations

import numpy as np
from onnx import ModelProto, TensorProto, checker, helper, numpy_helper

__all__ = ["resnet20"]


def resnet20() -> ModelProto:
    """Return ResNet-20 (He et al., 2016, section 4.2; doi 10.1109/CVPR.2016.90) without its normalisation layers.

    Returns
    -------
    ModelProto
        ``image`` (batch, 3, 32, 32) to ``logits`` (batch, 10); 0.27 million weights, 41 million multiply-adds an image.
    """
    rng = np.random.default_rng(0)
    nodes, weights = [], []

    def add(op: str, inputs: list[str], **attributes: object) -> str:
        name = f"{op.lower()}{len(nodes)}"
        nodes.append(helper.make_node(op, inputs, [name], name, **attributes))
        return name

    def weight(*shape: int) -> str:
        name = f"w{len(weights)}"
        scale = np.sqrt(2 / np.prod(shape[1:]))
        weights.append(numpy_helper.from_array((scale * rng.normal(size=shape)).astype(np.float32), name))
        return name

    def convolve(x: str, n_in: int, n_out: int, stride: int = 1, side: int = 3) -> str:
        pads = [side // 2] * 4
        return add("Conv", [x, weight(n_out, n_in, side, side)], pads=pads, strides=[stride, stride])

    x, n_in = add("Relu", [convolve("image", 3, 16)]), 16
    for n_out in (16, 32, 64):
        for block in range(3):
            stride = 2 if n_out > 16 and block == 0 else 1
            short = convolve(x, n_in, n_out, stride, side=1) if n_in != n_out else x
            y = add("Relu", [convolve(x, n_in, n_out, stride)])
            x, n_in = add("Relu", [add("Add", [convolve(y, n_out, n_out), short])]), n_out
    flat = add("Flatten", [add("GlobalAveragePool", [x])])
    nodes.append(helper.make_node("Gemm", [flat, weight(10, 64)], ["logits"], "logits", transB=1))
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["batch", 3, 32, 32])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 10])
    graph = helper.make_graph(nodes, "resnet20", [image], [logits], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    return model
