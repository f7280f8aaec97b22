"""A conditional generator that draws a piece of clothing of a requested class.

A generative adversarial network. The generator maps 64 random numbers and a class to an image by a linear layer, two
transposed convolutions and a convolution; the class sets the scale and the shift after each batch normalisation. The
discriminator is trained with the hinge loss and spectral normalisation, and the class enters by projection, as an inner
product with its features. The generator is also penalised for similar images from different random numbers within a
class; without this penalty it collapsed to nearly one image per class. The exported weights are an exponential moving
average of the generator's weights.

A second network, that of `cnn-mnist` trained on the real training images, is used for the evaluation: `read_right` is
its accuracy on generated images, with the requested class as the label, and `reader_on_photos` its accuracy on real
test images. `frechet_distance` compares the mean and covariance of its 64 features between 10,000 generated and 10,000
test images, like FID with other features; `frechet_distance_of_photos` is the same between training and test images.
Lower is better.

Radford et al., DCGAN (2016), arXiv:1511.06434; Miyato and Koyama, cGANs with projection discriminator (2018),
arXiv:1802.05637; Miyato et al., Spectral normalization (2018), arXiv:1802.05957; Mao et al., Mode seeking (2019),
arXiv:1903.05628; Heusel et al., FID (2017), arXiv:1706.08500.

On its way the training keeps images of 20 fixed latent points, two of each class, and the mean losses of every 100
steps: `gan-fashion.epochs.npz`, with the seconds and the machine. `python -m buildsteps.deep.epochs` writes that file
from a training of its own, whose `read_right` is then in the file, and leaves the exported model as it is.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from scipy import linalg
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

from buildsteps.deep.data import FASHION, Images, read_fashion
from buildsteps.deep.devices import device_name
from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.recipe import Facts
from buildsteps.deep.run import Run
from models.recipes.cnn_mnist import DigitReader

FACTS = Facts(
    id="gan-fashion",
    task="generate-image",
    title="Clothes maker",
    about="Draws a piece of clothing of the kind it is asked for.",
    dataset={"name": "Fashion-MNIST", "source": "H. Xiao, K. Rasul, R. Vollgraf, Zalando", "licence": "MIT"},
    licence="MIT",
    measured_on="10,000 drawn pictures, and 10,000 test pictures beside them",
    reach={"read_right": (">=", 0.85)},
    labels=FASHION,
    settings={"latent": 64, "width": 28, "height": 28, "channels": 1},
    notes=(
        "The 64 numbers are drawn from a normal distribution with mean 0 and deviation 1.",
        "Points between two such points give pictures between two pictures.",
    ),
    bits=8,
)

EPOCHS = f"{FACTS.id}.epochs.npz"
"""The file of samples and losses by epoch."""


@dataclass(frozen=True)
class Settings:
    """Size and training of the model."""

    width: int = 96
    n_latent: int = 64
    n_steps: int = 8000
    batch: int = 64
    rate_generator: float = 3e-4
    rate_discriminator: float = 6e-4
    mean_over: float = 0.999
    variety: float = 0.05
    n_train: int = 60_000
    n_judged: int = 10_000
    reader_steps: int = 1400
    losses_every: int = 100
    epochs_kept: tuple[float, ...] = (0, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 4, 5, 6, 7, 8)


SETTINGS = {
    "cpu": Settings(),
    "gpu": Settings(
        width=256, n_steps=40_000, batch=128, mean_over=0.9995, epochs_kept=(0, 0.1, 0.5, 1, 2, 4, 8, 16, 32, 64)
    ),
    "quick": Settings(width=16, n_steps=12, n_train=1000, n_judged=256, reader_steps=5, losses_every=2),
}


class Data(NamedTuple):
    """The images and the settings."""

    images: Images
    settings: Settings


def load_data(settings: Settings) -> Data:
    """Return the images; a subset of them for a quick run."""
    return Data(read_fashion().first(settings.n_train, settings.n_judged), settings)


class Rise(nn.Module):
    """A transposed convolution that doubles the image size; the class sets the scale and the shift."""

    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__()
        self.conv = nn.ConvTranspose2d(n_in, n_out, 4, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(n_out, affine=False)
        self.gain = nn.Embedding(10, n_out)
        self.shift = nn.Embedding(10, n_out)
        nn.init.ones_(self.gain.weight)
        nn.init.zeros_(self.shift.weight)

    def forward(self, x: torch.Tensor, label: torch.Tensor) -> torch.Tensor:  # (batch, n_in, h, w), (batch,)
        x = self.norm(self.conv(x))  # (batch, n_out, 2h, 2w)
        return F.relu(x * self.gain(label)[:, :, None, None] + self.shift(label)[:, :, None, None])


class Generator(nn.Module):
    """Maps random numbers and a class to an image."""

    def __init__(self, n_latent: int, width: int) -> None:
        super().__init__()
        self.width = width
        self.kinds = nn.Embedding(10, n_latent)
        self.start = nn.Linear(2 * n_latent, width * 49)
        self.rise1 = Rise(width, width // 2)
        self.rise2 = Rise(width // 2, width // 4)
        self.last = nn.Conv2d(width // 4, 1, 3, padding=1)

    def forward(self, latent: torch.Tensor, label: torch.Tensor) -> torch.Tensor:  # (batch, n_latent), (batch,)
        x = self.start(torch.cat([latent, self.kinds(label)], 1))  # (batch, width * 49)
        x = F.relu(x).view(-1, self.width, 7, 7)
        x = self.rise2(self.rise1(x, label), label)  # (batch, width / 4, 28, 28)
        return torch.sigmoid(self.last(x))  # (batch, 1, 28, 28)


class Discriminator(nn.Module):
    """How real an image looks for its class; positive values mean real."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1 = spectral_norm(nn.Conv2d(1, width // 4, 4, stride=2, padding=1))
        self.conv2 = spectral_norm(nn.Conv2d(width // 4, width // 2, 4, stride=2, padding=1))
        self.conv3 = spectral_norm(nn.Conv2d(width // 2, width, 3, padding=1))
        self.verdict = spectral_norm(nn.Linear(width, 1))
        self.kinds = spectral_norm(nn.Embedding(10, width))

    def forward(self, image: torch.Tensor, label: torch.Tensor) -> torch.Tensor:  # (batch, 1, 28, 28), (batch,)
        x = F.leaky_relu(self.conv1(image * 2 - 1), 0.2)
        x = F.leaky_relu(self.conv2(x), 0.2)
        x = F.leaky_relu(self.conv3(x), 0.2).sum((2, 3))  # (batch, width)
        return self.verdict(x)[:, 0] + (self.kinds(label) * x).sum(1)


def make_model(settings: Settings) -> nn.Module:
    """Return an untrained generator; it has 700,000 weights with the CPU settings."""
    return Generator(settings.n_latent, settings.width)


def train(run: Run, data: Data) -> nn.Module:
    """Return the moving average of the trained generator."""
    s = run.settings
    fresh = run.to_device(make_model(s))
    mean = copy.deepcopy(fresh).requires_grad_(requires_grad=False)
    generator = run.compiled(fresh)
    discriminator = run.compiled(run.to_device(Discriminator(s.width)))
    optimizer_g = torch.optim.Adam(generator.parameters(), lr=s.rate_generator, betas=(0.0, 0.9))
    optimizer_d = torch.optim.Adam(discriminator.parameters(), lr=s.rate_discriminator, betas=(0.0, 0.9))
    history = History(s, len(data.images.X_train))
    run.keep(generator=generator, discriminator=discriminator, mean=mean, g=optimizer_g, d=optimizer_d, history=history)
    history.keep_samples(0, mean)
    for step in run.steps(s.n_steps):
        X, label = run.batch(data.images.X_train, data.images.y_train, size=s.batch, step=step)
        latent = torch.randn(len(X), s.n_latent, device=run.device)
        requested = label[: len(X) // 2].repeat(2)  # each class twice, with different random numbers
        with run.autocast():
            generated = generator(latent, requested)
            images = torch.cat([X.float() / 255, generated.detach()])
            scores = discriminator(images, torch.cat([label, requested])).float()
        score_real, score_generated = scores.chunk(2)
        loss_d = F.relu(1 - score_real).mean() + F.relu(1 + score_generated).mean()
        optimizer_d.zero_grad(set_to_none=True)
        loss_d.backward()
        optimizer_d.step()

        discriminator.requires_grad_(requires_grad=False)
        with run.autocast():
            loss_g = -discriminator(generated, requested).float().mean()
        loss_g = loss_g + s.variety / (distance(generated) / distance(latent) + 0.1)
        optimizer_g.zero_grad(set_to_none=True)
        loss_g.backward()
        optimizer_g.step()
        discriminator.requires_grad_(requires_grad=True)

        update_average(mean, fresh, min(s.mean_over, (1 + step) / (10 + step)))
        run.show(generator=loss_g, discriminator=loss_d)
        if (step + 1) % 200 == 0:
            run.record(step=step + 1, generator=loss_g, discriminator=loss_d)
        history.add_losses(step + 1, loss_g, loss_d)
        history.keep_samples(step + 1, mean)
    trained = run.original(mean)
    if run.curve is not None:
        history.write(run.curve.parents[1] / EPOCHS, run)
    return trained


class History:
    """What a training was like on its way: mean losses every few steps, and samples of the same random numbers.

    Parameters
    ----------
    settings : Settings
        Of the training.
    n_train : int
        Number of training images, which an epoch goes through once.
    """

    def __init__(self, settings: Settings, n_train: int) -> None:
        per_epoch = max(1, n_train // settings.batch)
        wanted = {round(epoch * per_epoch) for epoch in settings.epochs_kept}
        self._kept_at = {step for step in wanted if step < settings.n_steps} | {settings.n_steps}
        self._per_epoch, self._every = per_epoch, settings.losses_every
        points = torch.from_numpy(latent_points(2, settings.n_latent))
        self._latent, self._label = points.repeat(10, 1), torch.arange(10).repeat_interleave(2)
        self._sums, self._losses, self._samples = [0.0, 0.0], [], {}

    def add_losses(self, step: int, generator: torch.Tensor, discriminator: torch.Tensor) -> None:
        """Add the losses of a step to the means."""
        self._sums = [self._sums[0] + generator.detach(), self._sums[1] + discriminator.detach()]
        if step % self._every == 0:
            self._losses.append([step, *(float(each) / self._every for each in self._sums)])
            self._sums = [0.0, 0.0]

    @torch.no_grad()
    def keep_samples(self, step: int, generator: nn.Module) -> None:
        """Keep what a generator draws, if this is a step to keep."""
        if step in self._kept_at:
            device = next(generator.parameters()).device
            images = generator.eval()(self._latent.to(device), self._label.to(device))
            self._samples[step] = (images[:, 0] * 255).round().byte().cpu().numpy()

    def state_dict(self) -> dict[str, Any]:
        """Return everything for a checkpoint."""
        return {"sums": [float(each) for each in self._sums], "losses": self._losses, "samples": self._samples}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Continue from a checkpoint."""
        self._sums, self._losses, self._samples = state["sums"], state["losses"], state["samples"]

    def write(self, path: Path, run: Run) -> None:
        """Write all that was kept, how long the training took and on what."""
        arrays = {
            "steps": np.array(list(self._samples), dtype=np.int32),
            "samples": np.stack(list(self._samples.values())),
            "labels": self._label.numpy().astype(np.uint8),
            "losses": np.array(self._losses, dtype=np.float32),
            "per_epoch": np.array(self._per_epoch, dtype=np.int32),
            "seconds": np.array(run.seconds, dtype=np.float32),
            "device": np.array(device_name(run.device)),
        }
        np.savez_compressed(path, allow_pickle=False, **arrays)


def latent_points(n: int, n_latent: int) -> np.ndarray:
    """Return the random numbers of the samples that are kept, (n, n_latent); fewer are the first of more."""
    return np.random.default_rng(4).standard_normal((n, n_latent)).astype(np.float32)


def distance(rows: torch.Tensor) -> torch.Tensor:
    """Return the mean absolute difference between the first and the second half of the rows, paired row by row."""
    first, second = rows.float().chunk(2)
    return (first - second).abs().mean()


@torch.no_grad()
def update_average(mean: nn.Module, model: nn.Module, decay: float) -> None:
    """Update the exponential moving average of the model's weights."""
    now = model.state_dict()
    for name, value in mean.state_dict().items():
        if value.is_floating_point():
            value.lerp_(now[name], 1 - decay)
        else:
            value.copy_(now[name])


def graphs(model: nn.Module, _data: Data) -> list[Graph]:
    """Return the generator as one graph."""
    n_latent = model.kinds.embedding_dim
    latent = torch.randn(5, n_latent, generator=torch.Generator().manual_seed(1))
    return [
        Graph(
            module=model,
            inputs=[
                Tensor("latent", ("batch", n_latent), "standard normal"),
                Tensor("label", ("batch",), "class"),
            ],
            outputs=[Tensor("image", ("batch", 1, 28, 28), "0 to 1, light on black")],
            reference={"latent": latent, "label": torch.tensor([0, 3, 7, 8, 9])},
        )
    ]


def evaluate(files: dict[str, OnnxFile], data: Data) -> dict[str, float]:
    """Return the metrics of a classifier trained on real images, applied to generated images."""
    n = data.settings.n_judged
    requested = np.arange(n, dtype=np.int64) % 10
    latent = np.random.default_rng(2).standard_normal((n, data.settings.n_latent)).astype(np.float32)
    generated = files["main"].run({"latent": latent, "label": requested})["image"]
    test = data.images.X_test.numpy().astype(np.float32) / 255
    training = data.images.X_train[:n].numpy().astype(np.float32) / 255
    (classes, features), (classes_test, features_test), (_, features_training) = map(
        trained_reader(data.settings), (generated, test, training)
    )
    return {
        "read_right": float((classes == requested).mean()),
        "reader_on_photos": float((classes_test == data.images.y_test.numpy()).mean()),
        "frechet_distance": frechet_distance(features, features_test),
        "frechet_distance_of_photos": frechet_distance(features_training, features_test),
    }


@cache
def trained_reader(settings: Settings) -> Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Train a classifier on real images; return a function of images (n, 1, 28, 28) to classes and features."""
    torch.manual_seed(3)
    images = load_data(settings).images
    reader = DigitReader().to(memory_format=torch.channels_last).train()
    optimizer = torch.optim.AdamW(reader.parameters(), lr=4e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=settings.reader_steps)
    for _ in range(settings.reader_steps):
        rows = torch.randint(0, len(images.X_train), (128,))
        X = images.X_train[rows].float() / 255
        X = torch.where(torch.rand(len(X), 1, 1, 1) < 0.5, X.flip(3), X)
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(reader(X)[0], images.y_train[rows], label_smoothing=0.05).backward()
        optimizer.step()
        schedule.step()
    reader.eval()

    @torch.inference_mode()
    def read(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        features: list[torch.Tensor] = []
        hook = reader.head.register_forward_pre_hook(lambda _, inputs: features.append(inputs[0]))
        classes = [reader(part)[0].argmax(1) for part in torch.from_numpy(images).split(500)]
        hook.remove()
        return torch.cat(classes).numpy(), torch.cat(features).double().numpy()

    return read


def frechet_distance(A: np.ndarray, B: np.ndarray) -> float:
    """Return the squared Fréchet distance between normal distributions fitted to features (n, d) and (m, d)."""
    cov_a, cov_b = np.cov(A, rowvar=False), np.cov(B, rowvar=False)
    eigenvalues, eigenvectors = linalg.eigh(cov_a)
    root = eigenvectors * np.sqrt(eigenvalues.clip(0)) @ eigenvectors.T
    overlap = np.sqrt(linalg.eigvalsh(root @ cov_b @ root).clip(0)).sum()  # the trace of the square root of cov_a cov_b
    return float(((A.mean(0) - B.mean(0)) ** 2).sum() + np.trace(cov_a) + np.trace(cov_b) - 2 * overlap)


def assets(folder: Path, _data: object) -> dict[str, Path]:
    """Write an image of samples from the exported file, one row per class, with the same ten latent points.

    The samples by epoch have been written by :func:`train`.
    """
    file = OnnxFile(folder / f"{FACTS.id}.onnx")
    n_latent = file.session.get_inputs()[0].shape[1]
    points = latent_points(10, n_latent)
    generated = file.run({"latent": np.tile(points, (10, 1)), "label": np.repeat(np.arange(10), 10)})["image"]
    sheet = generated.reshape(10, 10, 28, 28).transpose(0, 2, 1, 3).reshape(280, 280)
    path = folder / f"{FACTS.id}.samples.png"
    Image.fromarray(np.rint(sheet * 255).astype(np.uint8)).save(path)
    return {"samples": path, "epochs": folder / EPOCHS}
