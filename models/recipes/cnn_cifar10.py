"""A small residual network that classifies colour images of 32 by 32 pixels.

The graph itself normalises the pixels. The first layer is not trained: its 2 by 2 filters, each used with both signs,
whiten the patches of the training images, which speeds up the training of all later layers. Three blocks follow; each
increases the number of channels, halves the image, and adds a second convolution to the output of the first. Trained
with Nesterov momentum, a one-cycle learning rate schedule and label smoothing, on images shifted by up to two pixels
and mirrored in every other epoch.

The first layer, the shape of the blocks, the scaling of the logits and the alternating mirroring follow Jordan, 94 % on
CIFAR-10 in 3.29 seconds on a single GPU (2024), arXiv:2404.00498; the residual connections follow He et al., 2016.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from buildsteps.deep.augment import shifted
from buildsteps.deep.data import CIFAR10, Images, read_cifar10
from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.recipe import Facts
from buildsteps.deep.run import Run

FACTS = Facts(
    id="cnn-cifar10",
    task="classify-image",
    title="Picture namer",
    about="Names what a small picture shows, out of ten things.",
    dataset={"name": "CIFAR-10", "source": "A. Krizhevsky, V. Nair, G. Hinton", "licence": "none stated; not shipped"},
    licence="MIT",
    measured_on="10,000 test pictures",
    reach={"accuracy": (">=", 0.90)},
    labels=CIFAR10,
    settings={"mean": [0.0, 0.0, 0.0], "std": [1.0, 1.0, 1.0], "width": 32, "height": 32, "channels": 3},
    notes=(
        "It knows ten things only, and names one of them whatever it is shown.",
        "It sees 32 by 32 pixels; the thing should fill the picture.",
    ),
    bits=8,
)


@dataclass(frozen=True)
class Settings:
    """Size and training of the model."""

    widths: tuple[int, int, int] = (32, 128, 256)
    epochs: int = 11
    batch: int = 256
    learning_rate: float = 0.3
    weight_decay: float = 5e-4
    n_batches: int = 5
    n_train: int = 50_000
    n_test: int = 10_000


SETTINGS = {
    "cpu": Settings(),
    "gpu": Settings(widths=(64, 256, 256), epochs=20, batch=1024, learning_rate=0.8),
    "quick": Settings(widths=(8, 16, 32), epochs=1, n_batches=1, n_train=2560, n_test=256),
}


def load_data(settings: Settings) -> Images:
    """Return the images; a subset of them for a quick run."""
    return read_cifar10(settings.n_batches).first(settings.n_train, settings.n_test)


class Block(nn.Module):
    """A convolution that halves the image, and a second one with a residual connection."""

    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(n_in, n_out, 3, padding=1, bias=False)
        self.pool = nn.MaxPool2d(2)
        self.norm1 = nn.BatchNorm2d(n_out)
        self.conv2 = nn.Conv2d(n_out, n_out, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(n_out)

    def forward(self, x: torch.Tensor) -> torch.Tensor:  # (batch, n_in, h, w)
        x = F.gelu(self.norm1(self.pool(self.conv1(x))))  # (batch, n_out, h/2, w/2)
        return x + F.gelu(self.norm2(self.conv2(x)))


class PictureNamer(nn.Module):
    """Logits, and three feature maps: the whitened patches and the outputs of the first two blocks."""

    def __init__(self, widths: tuple[int, int, int]) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(1, 3, 1, 1))
        self.register_buffer("std", torch.ones(1, 3, 1, 1))
        self.whiten = nn.Conv2d(3, 24, 2)
        self.whiten.weight.requires_grad_(False)  # noqa: FBT003
        self.blocks = nn.ModuleList([Block(24, widths[0]), Block(widths[0], widths[1]), Block(widths[1], widths[2])])
        self.head = nn.Linear(widths[2], 10, bias=False)

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, ...]:  # (batch, 3, 32, 32), 0 to 1
        early = F.gelu(self.whiten((image - self.mean) / self.std))  # (batch, 24, 31, 31)
        middle = self.blocks[0](early)  # (batch, widths[0], 15, 15)
        deep = self.blocks[1](middle)  # (batch, widths[1], 7, 7)
        x = self.blocks[2](deep).amax((2, 3))  # (batch, widths[2])
        return self.head(x) / 9, early, middle, deep

    def fit_whitening(self, X: torch.Tensor) -> None:
        """Compute the normalisation and the filters of the first layer from images (n, 3, 32, 32), 0 to 1."""
        self.mean.copy_(X.mean((0, 2, 3), keepdim=True))
        self.std.copy_(X.std((0, 2, 3), keepdim=True))
        patches = F.unfold((X - self.mean) / self.std, 2).transpose(1, 2).reshape(-1, 12)
        eigenvalues, eigenvectors = torch.linalg.eigh(patches.T @ patches / len(patches))
        filters = (eigenvectors / (eigenvalues + 5e-4).sqrt()).T.reshape(12, 3, 2, 2)
        self.whiten.weight.copy_(torch.cat([filters, -filters]))


def make_model(settings: Settings) -> nn.Module:
    """Return an untrained network; it has 1.1 million weights with the CPU settings."""
    return PictureNamer(settings.widths)


def mirrored(X: torch.Tensor, numbers: torch.Tensor, epoch: int) -> torch.Tensor:
    """Return the images, half of them mirrored, and the other half in the next epoch; ``numbers`` are row numbers."""
    flip = ((numbers * 2654435761) // 65536 + epoch) % 2 == 0  # a fixed, pseudorandom half of the rows
    return torch.where(flip[:, None, None, None], X.flip(3), X)


def train(run: Run, data: Images) -> nn.Module:
    """Return the trained network."""
    s = run.settings
    per_epoch = len(data.X_train) // s.batch
    n_steps = s.epochs * per_epoch
    fresh = make_model(s)
    with torch.no_grad():
        fresh.fit_whitening(data.X_train[:5000].float() / 255)
    model = run.compiled(run.to_device(fresh))
    optimizer = torch.optim.SGD(
        [weight for weight in model.parameters() if weight.requires_grad],
        lr=s.learning_rate,
        momentum=0.9,
        nesterov=True,
        weight_decay=s.weight_decay,
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, s.learning_rate, total_steps=n_steps, pct_start=0.2, anneal_strategy="linear", cycle_momentum=False
    )
    run.keep(model=model, optimizer=optimizer, schedule=schedule)
    model.train()
    numbers = torch.arange(len(data.X_train))
    for step in run.steps(n_steps):
        X, y, row = run.batch(data.X_train, data.y_train, numbers, size=s.batch, step=step)
        X = mirrored(shifted(X.float() / 255), row, step // per_epoch)
        with run.autocast():
            logits = model(X)[0]
        loss = F.cross_entropy(logits.float(), y, label_smoothing=0.15)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
        run.show(loss=loss, accuracy=(logits.argmax(1) == y).float().mean())
        if run.ends_epoch(len(data.X_train), s.batch, step):
            accuracy = (logits.argmax(1) == y).float().mean()
            run.record(epoch=(step + 1) // per_epoch, loss=loss, accuracy_of_batch=accuracy)
    return run.original(model)


def graphs(model: nn.Module, _data: Images) -> list[Graph]:
    """Return the network as one graph; the feature maps are only computed on request.

    The reference images are smooth noise, because images of CIFAR-10 must not be redistributed.
    """
    coarse = torch.rand(3, 3, 5, 5, generator=torch.Generator().manual_seed(1))
    clouds = F.interpolate(coarse, (32, 32), mode="bicubic").clamp(0, 1)
    n_middle, n_deep = (model.blocks[i].conv2.out_channels for i in (0, 1))
    return [
        Graph(
            module=model,
            inputs=[Tensor("image", ("batch", 3, 32, 32), "0 to 1, RGB")],
            outputs=[
                Tensor("logits", ("batch", 10), "logit"),
                Tensor("early", ("batch", 24, 31, 31), is_view=True),
                Tensor("middle", ("batch", n_middle, 15, 15), is_view=True),
                Tensor("deep", ("batch", n_deep, 7, 7), is_view=True),
            ],
            reference={"image": clouds},
        )
    ]


def held_out(files: dict[str, OnnxFile], data: Images) -> tuple[np.ndarray, np.ndarray]:
    """Return the logits of the test images, and their classes."""
    images = data.X_test.numpy().astype(np.float32) / 255
    return files["main"].run({"image": images}, ["logits"])["logits"], data.y_test.numpy()


def evaluate(files: dict[str, OnnxFile], data: Images) -> dict[str, float]:
    """Return the accuracy on the test images."""
    logits, labels = held_out(files, data)
    return {"accuracy": float((logits.argmax(1) == labels).mean())}
