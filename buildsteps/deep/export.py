"""Export PyTorch modules to ONNX, one file with inline weights each, and verify it against PyTorch."""

from __future__ import annotations

import copy
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import shape_inference
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval
from torch.utils.flop_counter import FlopCounterMode

from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.prune import prune_zero_states
from buildsteps.deep.quantise import round_weights, store_halves, store_weights
from buildsteps.progress import fail

__all__ = ["OPSET", "TOLERANCE", "Exported", "Graph", "Tensor", "export_graph", "fuse_batch_norms"]

OPSET = 17
TOLERANCE = 1e-4
"""Largest deviation of onnxruntime from PyTorch: |difference| / max(1, |value|, standard deviation of the output)."""


@dataclass(frozen=True)
class Tensor:
    """An input or an output of a graph.

    Parameters
    ----------
    name : str
        Its name in the graph.
    shape : tuple of (int or str)
        A string names an axis of variable length, such as ``"batch"``.
    unit : str, optional
        The unit or meaning of the values.
    is_view : bool, optional
        Whether it is an internal value of the model, which is only computed on request.
    """

    name: str
    shape: tuple[int | str, ...]
    unit: str = ""
    is_view: bool = False


@dataclass(frozen=True)
class Graph:
    """A module to be exported as one ONNX file.

    Parameters
    ----------
    module : nn.Module
        Takes the inputs in order; returns the outputs in order, as a tensor or a tuple.
    inputs, outputs : sequence of Tensor
        The inputs and the outputs.
    reference : dict of str to torch.Tensor
        Inputs that are stored with their outputs; at least 2 rows if there is a ``"batch"`` axis.
    name : str, optional
        The name of the graph within the task; ``"main"`` if there is only one.
    probes : sequence of dict of str to torch.Tensor, optional
        Additional inputs, of other lengths, that are compared but not stored.
    model : onnx.ModelProto, optional
        A graph that was converted elsewhere; ``module`` then only provides the outputs to compare with.
    flops : int, optional
        Operations of one run with batch size 1, if PyTorch cannot count them (LSTM); a multiply-add counts twice.
    largest_buffer_bytes : int, optional
        Size of the largest tensor, if the graph takes inputs that are larger than its reference inputs.
    """

    module: nn.Module
    inputs: Sequence[Tensor]
    outputs: Sequence[Tensor]
    reference: dict[str, torch.Tensor]
    name: str = "main"
    probes: Sequence[dict[str, torch.Tensor]] = field(default=())
    model: onnx.ModelProto | None = None
    flops: int | None = None
    largest_buffer_bytes: int | None = None


@dataclass(frozen=True)
class Exported:
    """An ONNX file and its properties.

    Parameters
    ----------
    data : bytes
        The contents of the file.
    opset : int
        The version of its operator set.
    reference : dict of str to ndarray
        The reference arrays ``<graph>/in/<name>`` and ``<graph>/out/<name>``.
    inputs, outputs : list of dict
        Descriptions in the format of the manifest.
    n_parameters, flops, largest_buffer_bytes : int
        Number of parameters, operations per run, and size of the largest tensor.
    """

    data: bytes
    opset: int
    reference: dict[str, np.ndarray]
    inputs: list[dict]
    outputs: list[dict]
    n_parameters: int
    flops: int
    largest_buffer_bytes: int


def export_graph(graph: Graph, bits: int = 32, exact: Sequence[str] = ()) -> Exported:
    """Export a graph to a verified ONNX file.

    Parameters
    ----------
    graph : Graph
        The graph to export.
    bits : {32, 16, 8}, optional
        Bits of large weights; 16 is lossless.
    exact : sequence of str, optional
        Submodules whose weights stay in 32 bits.

    Raises
    ------
    SystemExit
        The file differs from the declaration, or its outputs differ from those of PyTorch.
    """
    module = fuse_batch_norms(graph.module.cpu().float()).eval()
    if bits == 8:
        module = round_weights(module, exact)
    model = graph.model or _convert(module, graph)
    if bits < 32:
        model = store_weights(model) if bits == 8 else store_halves(model)
    for node in model.graph.node:
        node.doc_string = ""  # PyTorch writes local paths into it
    onnx.checker.check_model(model, full_check=True)
    data = model.SerializeToString()
    outputs = _outputs(module, graph, graph.reference)
    batch_one = {
        name: graph.reference[name][:1] if _is_batched(graph, name) else graph.reference[name]
        for name in graph.reference
    }
    cases = [graph.reference, batch_one, *graph.probes]
    difference = max(_difference(OnnxFile(data), module, graph, case) for case in cases)
    if not difference <= TOLERANCE:
        fail(f"the graph {graph.name} deviates by {difference:.2e} from PyTorch; at most {TOLERANCE:.0e} is allowed.")
    reference = {f"{graph.name}/in/{name}": value.numpy() for name, value in graph.reference.items()}
    reference |= {f"{graph.name}/out/{name}": value for name, value in outputs.items()}
    return Exported(
        data=data,
        opset=next(each.version for each in model.opset_import if each.domain in ("", "ai.onnx")),
        reference=reference,
        inputs=[_described(tensor, graph.reference[tensor.name].numpy()) for tensor in graph.inputs],
        outputs=[_described(tensor, outputs[tensor.name]) for tensor in graph.outputs],
        n_parameters=sum(each.numel() for each in module.parameters()),
        flops=graph.flops if graph.flops is not None else _flops(module, graph, batch_one),
        largest_buffer_bytes=graph.largest_buffer_bytes or _largest_buffer(model, batch_one),
    )


def fuse_batch_norms(module: nn.Module) -> nn.Module:
    """Return a copy in evaluation mode with each batch norm fused into the convolution directly before it.

    The order is that in which a module registers its children; recipes register them in the order of execution.
    """
    module = copy.deepcopy(module).eval()
    for parent in module.modules():
        children = list(parent.named_children())
        for (name, child), (next_name, following) in pairwise(children):
            if isinstance(child, nn.Conv2d | nn.ConvTranspose2d) and isinstance(following, nn.BatchNorm2d):
                fused = fuse_conv_bn_eval(child, following, transpose=isinstance(child, nn.ConvTranspose2d))
                setattr(parent, name, fused)
                setattr(parent, next_name, nn.Identity())
    return module


def _convert(module: nn.Module, graph: Graph) -> onnx.ModelProto:
    """Convert the module to a graph by tracing it on the reference inputs."""
    axes = {
        tensor.name: {axis: size for axis, size in enumerate(tensor.shape) if isinstance(size, str)}
        for tensor in (*graph.inputs, *graph.outputs)
    }
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        # The older, tracing exporter is used because it keeps LSTMs whole and folds batch norms.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            tuple(graph.reference[tensor.name] for tensor in graph.inputs),
            Path(folder) / "graph.onnx",
            input_names=[tensor.name for tensor in graph.inputs],
            output_names=[tensor.name for tensor in graph.outputs],
            dynamic_axes=axes,
            opset_version=OPSET,
            do_constant_folding=True,
            dynamo=False,
        )
        model = onnx.load(Path(folder) / "graph.onnx")
    module.eval()
    return prune_zero_states(model)


def _outputs(module: nn.Module, graph: Graph, feeds: dict[str, torch.Tensor]) -> dict[str, np.ndarray]:
    with torch.inference_mode():
        out = module(*(feeds[tensor.name] for tensor in graph.inputs))
    values = out if isinstance(out, tuple | list) else (out,)
    return {tensor.name: value.numpy() for tensor, value in zip(graph.outputs, values, strict=True)}


def _difference(file: OnnxFile, module: nn.Module, graph: Graph, feeds: dict[str, torch.Tensor]) -> float:
    """Return the largest deviation of the file from PyTorch over all outputs."""
    expected = _outputs(module, graph, feeds)
    found = file.run({name: value.numpy() for name, value in feeds.items()}, list(expected), batch=None)
    largest = 0.0
    for name, value in expected.items():
        if found[name].shape != value.shape or found[name].dtype != value.dtype:
            fail(f"output {name} is {found[name].dtype}{found[name].shape}; PyTorch gives {value.dtype}{value.shape}.")
        scale = np.maximum(max(1.0, float(value.std())), np.abs(value))
        deviation = np.abs(found[name].astype(np.float64) - value) / scale
        largest = max(largest, float(deviation.max(initial=0.0)))
    return largest


def _is_batched(graph: Graph, name: str) -> bool:
    return next(tensor for tensor in graph.inputs if tensor.name == name).shape[:1] == ("batch",)


def _described(tensor: Tensor, value: np.ndarray) -> dict:
    """Return a tensor in the format of the manifest, after checking its declared shape against a value."""
    fits = len(tensor.shape) == value.ndim and all(
        isinstance(size, str) or size == found for size, found in zip(tensor.shape, value.shape, strict=True)
    )
    if not fits:
        fail(f"{tensor.name} is declared as {tensor.shape} but has the shape {value.shape}.")
    described = {"name": tensor.name, "dtype": str(value.dtype), "shape": list(tensor.shape)}
    described |= {"unit": tensor.unit} if tensor.unit else {}
    return described | ({"look": True} if tensor.is_view else {})


def _flops(module: nn.Module, graph: Graph, feeds: dict[str, torch.Tensor]) -> int:
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        module(*(feeds[tensor.name] for tensor in graph.inputs))
    return counter.get_total_flops()


def _largest_buffer(model: onnx.ModelProto, feeds: dict[str, torch.Tensor]) -> int:
    """Return the size in bytes of the largest weight or activation whose shape can be inferred."""
    model = copy.deepcopy(model)
    for value in model.graph.input:
        for dimension, size in zip(value.type.tensor_type.shape.dim, feeds[value.name].shape, strict=True):
            dimension.dim_value = size
    for value in model.graph.output:
        value.type.tensor_type.ClearField("shape")
    sizes = [len(tensor.raw_data) for tensor in model.graph.initializer]
    inferred = shape_inference.infer_shapes(model, data_prop=True).graph
    for value in (*inferred.value_info, *inferred.input, *inferred.output):
        kind = value.type.tensor_type
        shape = [dimension.dim_value for dimension in kind.shape.dim]
        width = onnx.helper.tensor_dtype_to_np_dtype(kind.elem_type).itemsize if kind.elem_type else 0
        sizes.append(int(np.prod(shape)) * width)
    return max(sizes)
