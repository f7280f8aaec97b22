"""A small convolutional network that classifies handwritten digits.

Three stages of 3 by 3 convolutions with batch normalisation, with 16, 32 and 64 channels, each halve the image,
followed by global average pooling and a linear layer. Trained on 60,000 digits with random rotation, translation,
scaling and shearing (Adam with a one-cycle learning rate schedule and label smoothing).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from buildsteps.deep.data import Images, read_mnist
from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.recipe import Facts
from buildsteps.deep.run import Run

FACTS = Facts(
    id="cnn-mnist",
    task="classify-image",
    title="Digit reader",
    about="Reads a handwritten digit, 0 to 9.",
    dataset={"name": "MNIST", "source": "Y. LeCun, C. Cortes, C. Burges", "licence": "CC BY-SA 3.0"},
    licence="MIT",
    measured_on="10,000 test digits",
    reach={"accuracy": (">=", 0.994)},
    labels=tuple("0123456789"),
    settings={"input": "drawing", "mean": [0.0], "std": [1.0], "width": 28, "height": 28, "channels": 1},
    notes=(
        "The page turns the drawing into what the network knows: light on dark, 20 pixels high, centred, as in MNIST.",
        "Anything that is not a digit gets an answer too.",
    ),
)


@dataclass(frozen=True)
class Settings:
    """Training of the model."""

    epochs: int = 12
    batch: int = 128
    learning_rate: float = 4e-3
    n_train: int = 60_000
    n_test: int = 10_000


SETTINGS = {
    "cpu": Settings(),
    "gpu": Settings(epochs=30, batch=512, learning_rate=6e-3),
    "quick": Settings(epochs=1, n_train=2560, n_test=512),
}


def load_data(settings: Settings) -> Images:
    """Return the digits; a subset of them for a quick run."""
    return read_mnist().first(settings.n_train, settings.n_test)


class Stage(nn.Module):
    """Two convolutions; the second one halves the image."""

    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(n_in, n_out, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(n_out)
        self.conv2 = nn.Conv2d(n_out, n_out, 3, padding=1, stride=2, bias=False)
        self.norm2 = nn.BatchNorm2d(n_out)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:  # (batch, n_in, h, w)
        before = F.relu(self.norm1(self.conv1(x)))  # (batch, n_out, h, w)
        return before, F.relu(self.norm2(self.conv2(before)))  # second: (batch, n_out, h/2, w/2)


class DigitReader(nn.Module):
    """Logits, and a feature map of each stage."""

    def __init__(self) -> None:
        super().__init__()
        self.stages = nn.ModuleList([Stage(1, 16), Stage(16, 32), Stage(32, 64)])
        self.head = nn.Linear(64, 10)

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, ...]:  # (batch, 1, 28, 28), 0 to 1
        maps, x = [], image
        for stage in self.stages:
            feature_map, x = stage(x)
            maps.append(feature_map)
        return self.head(x.mean((2, 3))), *maps


def make_model(_settings: Settings) -> nn.Module:
    """Return an untrained network with 72,000 weights."""
    return DigitReader()


def distort(X: torch.Tensor) -> torch.Tensor:
    """Return the images, each rotated by up to 12 degrees, scaled by 15 %, sheared, and shifted by up to 2 pixels."""
    n = len(X)

    def draw(largest: float) -> torch.Tensor:
        return (torch.rand(n, device=X.device) * 2 - 1) * largest

    angle, shear, scale_x, scale_y = draw(math.radians(12)), draw(0.2), draw(0.15), draw(0.15)
    cos, sin = angle.cos(), angle.sin()
    theta = torch.stack(
        [
            torch.stack([(1 + scale_x) * cos, -sin + shear, draw(2 / 14)], 1),
            torch.stack([sin, (1 + scale_y) * cos, draw(2 / 14)], 1),
        ],
        1,
    )  # (n, 2, 3)
    grid = F.affine_grid(theta, list(X.shape), align_corners=False)
    return F.grid_sample(X, grid, align_corners=False)


def train(run: Run, data: Images) -> nn.Module:
    """Return the trained network."""
    s = run.settings
    n_steps = s.epochs * (len(data.X_train) // s.batch)
    model = run.compiled(run.to_device(make_model(s)))
    optimizer = torch.optim.AdamW(model.parameters(), lr=s.learning_rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, s.learning_rate, total_steps=n_steps, pct_start=0.2)
    run.keep(model=model, optimizer=optimizer, schedule=schedule)
    model.train()
    for step in run.steps(n_steps):
        X, y = run.batch(data.X_train, data.y_train, size=s.batch, step=step)
        with run.autocast():
            logits = model(distort(X.float() / 255))[0]
            loss = F.cross_entropy(logits, y, label_smoothing=0.05)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
        run.show(loss=loss)
        if run.ends_epoch(len(data.X_train), s.batch, step):
            accuracy = (logits.argmax(1) == y).float().mean()
            run.record(epoch=(step + 1) * s.batch / len(data.X_train), loss=loss, accuracy_of_batch=accuracy)
    return run.original(model)


def graphs(model: nn.Module, data: Images) -> list[Graph]:
    """Return the network as one graph; the feature maps are only computed on request."""
    return [
        Graph(
            module=model,
            inputs=[Tensor("image", ("batch", 1, 28, 28), "0 to 1, ink is 1")],
            outputs=[
                Tensor("logits", ("batch", 10), "logit"),
                Tensor("early", ("batch", 16, 28, 28), is_view=True),
                Tensor("middle", ("batch", 32, 14, 14), is_view=True),
                Tensor("deep", ("batch", 64, 7, 7), is_view=True),
            ],
            reference={"image": data.X_test[:3].float() / 255},
        )
    ]


def held_out(files: dict[str, OnnxFile], data: Images) -> tuple[np.ndarray, np.ndarray]:
    """Return the logits of the test images, and their classes."""
    images = data.X_test.numpy().astype(np.float32) / 255
    return files["main"].run({"image": images}, ["logits"])["logits"], data.y_test.numpy()


def evaluate(files: dict[str, OnnxFile], data: Images) -> dict[str, float]:
    """Return the accuracy on the test digits."""
    logits, labels = held_out(files, data)
    return {"accuracy": float((logits.argmax(1) == labels).mean())}
