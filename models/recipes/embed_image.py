"""EfficientNet-Lite0, trained on ImageNet by its authors: a photo as 1,280 features and 1,000 class scores.

The weights are those of the TensorFlow release, as a PyTorch file. The network is reimplemented in 60 lines, into which
the weights are loaded strictly. Photos are given with values from 0 to 1, and the network scales them itself. The 1,280
features are the spatial means of the last feature maps. The convolutions are not quantised, since with 8 bits the
cosine similarity to the published features would drop to 0.9965. The classification layer, which contains a quarter of
all weights, is stored in 8 bits.

The file that ends in ``names.txt`` has the names of the classes, one a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.photos import read_photos
from buildsteps.deep.recipe import Facts
from buildsteps.deep.run import Run
from buildsteps.deep.sources import source_file

SIZE = 224
STAGES = (  # repeats, kernel, stride, expansion, channels
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
EARLY, MIDDLE = 2, 4
"""Stages whose feature maps are shown."""


FACTS = Facts(
    id="embed-image",
    task="embed-image",
    title="Photos as numbers",
    about="Turns a photo into 1,280 numbers; similar photos get similar numbers.",
    dataset={
        "name": "ImageNet-1k",
        "source": "O. Russakovsky et al.; weights of M. Tan and Q. V. Le, Google",
        "licence": "Apache-2.0 (the weights); ImageNet's photos belong to their owners",
    },
    licence="Apache-2.0",
    measured_on="test photos of scikit-image, beside the published network in PyTorch",
    reach={"parity": ("<=", 1e-4), "same_name": (">=", 1.0), "cosine": (">=", 0.999)},
    settings={"mean": [0.0], "std": [1.0], "width": SIZE, "height": SIZE, "channels": 3},
    notes=(
        "The photo is cut to a square and made 224 by 224 pixels.",
        "The authors state 75.1 % right of ImageNet's test photos; that was not measured again here.",
        "The names are those of ImageNet: many dogs, no person.",
    ),
    bits=8,
    exact=("stem", "blocks", "last"),
    is_pretrained=True,
)


@dataclass(frozen=True)
class Settings:
    """No settings, since nothing is trained."""


SETTINGS = {"cpu": Settings(), "gpu": Settings(), "quick": Settings()}


def load_data(_settings: Settings) -> torch.Tensor:
    """Return test photos, shape (n, 3, SIZE, SIZE), 0 to 1."""
    return torch.from_numpy(read_photos(SIZE))


class Convolution(nn.Module):
    """A convolution padded as TensorFlow does, with batch normalisation."""

    def __init__(self, n_in: int, n_out: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__()
        before = (kernel - stride) // 2  # for an even image size
        self.around = (before, kernel - stride - before) * 2
        padding = kernel // 2 if stride == 1 else 0
        self.conv = nn.Conv2d(n_in, n_out, kernel, stride, padding, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(n_out, eps=1e-3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.pad(x, self.around) if self.conv.stride[0] > 1 else x
        return self.norm(self.conv(x))


class Block(nn.Module):
    """An inverted bottleneck: expansion, depthwise convolution, projection; residual if the shape is unchanged."""

    def __init__(self, n_in: int, n_out: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = n_in * expansion
        self.widen = Convolution(n_in, wide, 1) if expansion > 1 else None
        self.look = Convolution(wide, wide, kernel, stride, groups=wide)
        self.narrow = Convolution(wide, n_out, 1)
        self.is_residual = stride == 1 and n_in == n_out

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        wide = F.relu6(self.widen(x)) if self.widen else x
        projected = self.narrow(F.relu6(self.look(wide)))
        return x + projected if self.is_residual else projected


class EfficientNetLite0(nn.Module):
    """Features, logits, and intermediate feature maps."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = Convolution(3, 32, 3, stride=2)
        self.blocks = nn.ModuleList()
        self.shown: list[int] = []
        n_in = 32
        for number, (repeats, kernel, stride, expansion, n_out) in enumerate(STAGES, 1):
            for repeat in range(repeats):
                self.blocks.append(Block(n_in, n_out, kernel, stride if repeat == 0 else 1, expansion))
                n_in = n_out
            if number in (EARLY, MIDDLE):
                self.shown.append(len(self.blocks) - 1)
        self.last = Convolution(n_in, 1280, 1)
        self.head = nn.Linear(1280, 1000)

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, ...]:  # (batch, 3, SIZE, SIZE), 0 to 1
        x, maps = F.relu6(self.stem((image * 255 - 127) / 128)), []
        for number, block in enumerate(self.blocks):
            x = block(x)
            if number in self.shown:
                maps.append(x)
        features = F.relu6(self.last(x)).mean((2, 3))  # (batch, 1280)
        return features, self.head(features), *maps, x


def make_model(_settings: Settings) -> nn.Module:
    """Return the network with its 4.65 million published weights."""
    model = EfficientNetLite0()
    path = source_file("efficientnet-lite0", "efficientnet-lite0-57934424.pth")
    published = torch.load(path, map_location="cpu", weights_only=True)
    own = model.state_dict()
    # Both list the layers in the order of execution, so they correspond one to one.
    model.load_state_dict(dict(zip(own, published.values(), strict=True)))
    return model.eval()


def train(_run: Run, _data: torch.Tensor) -> nn.Module:
    """Return the network; it was trained by its authors."""
    return make_model(Settings())


def graphs(model: nn.Module, data: torch.Tensor) -> list[Graph]:
    """Return the network as one graph; the feature maps are only computed on request."""
    return [
        Graph(
            module=model,
            inputs=[Tensor("image", ("batch", 3, SIZE, SIZE), "red, green, blue, 0 to 1")],
            outputs=[
                Tensor("features", ("batch", 1280), "0 to 6"),
                Tensor("logits", ("batch", 1000), "logit"),
                Tensor("early", ("batch", 24, 56, 56), is_view=True),
                Tensor("middle", ("batch", 80, 14, 14), is_view=True),
                Tensor("deep", ("batch", 320, 7, 7), is_view=True),
            ],
            reference={"image": data[:2]},
        )
    ]


def original(image: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Return features and logits by an independent, plain implementation that looks up the weights by name."""
    path = source_file("efficientnet-lite0", "efficientnet-lite0-57934424.pth")
    weights = torch.load(path, map_location="cpu", weights_only=True)

    def convolution(x: torch.Tensor, conv: str, norm: str, stride: int = 1) -> torch.Tensor:
        kernel = weights[f"{conv}.weight"]
        size = kernel.shape[-1]
        total = max((-(-x.shape[-1] // stride) - 1) * stride + size - x.shape[-1], 0)
        x = F.pad(x, (total // 2, total - total // 2) * 2)
        x = F.conv2d(x, kernel, stride=stride, groups=x.shape[1] // kernel.shape[1])
        mean, var, scale, shift = (
            weights[f"{norm}.{part}"] for part in ("running_mean", "running_var", "weight", "bias")
        )
        return F.batch_norm(x, mean, var, scale, shift, eps=1e-3)

    strides = [stride if repeat == 0 else 1 for repeats, _, stride, _, _ in STAGES for repeat in range(repeats)]
    x = convolution((255 * image - 127) / 128, "_conv_stem", "_bn0", 2).clamp(0, 6)
    for number, stride in enumerate(strides):
        stem, before = f"_blocks.{number}.", x
        if f"{stem}_expand_conv.weight" in weights:
            x = convolution(x, f"{stem}_expand_conv", f"{stem}_bn0").clamp(0, 6)
        x = convolution(x, f"{stem}_depthwise_conv", f"{stem}_bn1", stride).clamp(0, 6)
        x = convolution(x, f"{stem}_project_conv", f"{stem}_bn2")
        x = x + before if x.shape == before.shape else x
    features = convolution(x, "_conv_head", "_bn1").clamp(0, 6).mean((2, 3))
    return features.numpy(), (features @ weights["_fc.weight"].T + weights["_fc.bias"]).numpy()


def evaluate(files: dict[str, OnnxFile], data: torch.Tensor) -> dict[str, float]:
    """Return the agreement with the published network: largest difference of a feature, top-1 agreement, cosine."""
    found = files["main"].run({"image": data.numpy()}, ["features", "logits"])
    with torch.inference_mode():
        features, logits = original(data)
    cosines = [
        np.sum(a * b, 1) / np.sqrt(np.sum(a * a, 1) * np.sum(b * b, 1))
        for a, b in ((features, found["features"]), (logits, found["logits"]))
    ]
    return {
        "parity": float(np.abs(found["features"] - features).max()),
        "same_name": float((found["logits"].argmax(1) == logits.argmax(1)).mean()),
        "cosine": float(np.min(cosines)),
    }


def assets(folder: Path, _data: object) -> dict[str, Path]:
    """Write the 1,000 class names, one per line; of several synonyms, only the first."""
    text = source_file("imagenet-names", "imagenet_classes.js").read_text()
    found = re.findall(r"""^\s*\d+:\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)")""", text, re.MULTILINE)  # in order
    names = [(single or double).split(",")[0].replace("\\'", "'") for single, double in found]
    if len(names) != 1000:
        raise ValueError(f"ImageNet has 1,000 names; {len(names)} were found.")
    path = folder / "embed-image.names.txt"
    path.write_text("\n".join(names) + "\n")
    return {"names": path}
