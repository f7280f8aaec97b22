"""A small vision Transformer that classifies images of clothing.

Two convolutions reduce an image of 28 by 28 pixels to 7 by 7 patch embeddings, to which a class token and positional
embeddings are added. Each of six blocks consists of attention with four heads and a position-wise network. The logits
are computed from the class token of the last block. The attention weights of the class token in each block are an
output of the graph. Trained with AdamW, a one-cycle learning rate schedule and label smoothing, on images mirrored,
shifted by up to a pixel, and partly erased at random.

The Transformer follows Dosovitskiy et al., An image is worth 16x16 words (2021), arXiv:2010.11929; the convolutions
before it follow Xiao et al., Early convolutions help transformers see better (2021), arXiv:2106.14881.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from buildsteps.deep.augment import erased, shifted
from buildsteps.deep.data import FASHION, Images, read_fashion
from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.recipe import Facts
from buildsteps.deep.run import Run

FACTS = Facts(
    id="vit-fashion",
    task="classify-image",
    title="Clothes namer",
    about="Names a piece of clothing, out of ten kinds, and shows where it looks.",
    dataset={"name": "Fashion-MNIST", "source": "H. Xiao, K. Rasul, R. Vollgraf, Zalando", "licence": "MIT"},
    licence="MIT",
    measured_on="10,000 test pictures",
    reach={"accuracy": (">=", 0.91)},
    labels=FASHION,
    settings={"input": "garment", "mean": [0.0], "std": [1.0], "width": 28, "height": 28, "channels": 1},
    notes=(
        "The piece must be light on black and fill the picture, as in a shop's catalogue.",
        "Shirts, T-shirts, pullovers and coats are often taken for each other, by people too.",
    ),
)


N_TOKENS = 50
"""The class token and 49 patches."""


@dataclass(frozen=True)
class Settings:
    """Size and training of the model."""

    width: int = 64
    n_heads: int = 4
    n_blocks: int = 6
    epochs: int = 12
    batch: int = 128
    learning_rate: float = 2e-3
    n_train: int = 60_000
    n_test: int = 10_000


SETTINGS = {
    "cpu": Settings(),
    "gpu": Settings(width=128, epochs=60, batch=512),
    "quick": Settings(width=16, n_blocks=2, epochs=1, n_train=1280, n_test=256),
}


def load_data(settings: Settings) -> Images:
    """Return the images; a subset of them for a quick run."""
    return read_fashion().first(settings.n_train, settings.n_test)


class Block(nn.Module):
    """Attention and two linear layers, each with a residual connection."""

    def __init__(self, width: int, n_heads: int) -> None:
        super().__init__()
        self.n_heads, self.head_width = n_heads, width // n_heads
        self.norm1 = nn.LayerNorm(width)
        self.queries_keys_values = nn.Linear(width, 3 * width)
        self.project = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.grow = nn.Linear(width, 2 * width)
        self.shrink = nn.Linear(2 * width, width)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:  # (batch, tokens, width)
        # All shapes are constants, so that the graph need not compute any at run time.
        parts = self.queries_keys_values(self.norm1(x)).view(-1, N_TOKENS, 3, self.n_heads, self.head_width)
        q, k, v = parts.permute(2, 0, 3, 1, 4).unbind()  # each (batch, heads, tokens, head_width)
        attention = (q @ k.transpose(-2, -1) * self.head_width**-0.5).softmax(-1)
        mixed = (attention @ v).transpose(1, 2).reshape(-1, N_TOKENS, self.n_heads * self.head_width)
        x = x + self.project(mixed)
        return x + self.shrink(F.gelu(self.grow(self.norm2(x)))), attention[:, :, 0, 1:]


class ClothesNamer(nn.Module):
    """Logits, and the attention weights of the class token in each block."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        width = settings.width
        self.conv1 = nn.Conv2d(1, width // 2, 3, stride=2, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(width // 2)
        self.conv2 = nn.Conv2d(width // 2, width, 3, stride=2, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)
        self.place = nn.Parameter(torch.randn(1, N_TOKENS, width) * 0.02)  # at position 0, the class token
        self.blocks = nn.ModuleList([Block(width, settings.n_heads) for _ in range(settings.n_blocks)])
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 10)

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:  # (batch, 1, 28, 28), 0 to 1
        x = F.relu(self.norm1(self.conv1(image - 0.286)))  # (batch, width / 2, 14, 14); 0.286 is the mean pixel
        x = self.norm2(self.conv2(x)).reshape(-1, self.place.shape[-1], 49).transpose(1, 2)  # (batch, 49, width)
        x = F.pad(x, (0, 0, 1, 0)) + self.place  # (batch, 50, width)
        attentions = []
        for block in self.blocks:
            x, attention = block(x)
            attentions.append(attention)
        attention = torch.stack(attentions, 1).reshape(-1, len(attentions), self.blocks[0].n_heads, 7, 7)
        return self.head(self.norm(x[:, 0])), attention


def make_model(settings: Settings) -> nn.Module:
    """Return an untrained network; it has 224,000 weights with the CPU settings."""
    return ClothesNamer(settings)


def train(run: Run, data: Images) -> nn.Module:
    """Return the trained network."""
    s = run.settings
    per_epoch = len(data.X_train) // s.batch
    n_steps = s.epochs * per_epoch
    model = run.compiled(run.to_device(make_model(s)))
    matrices = [weight for weight in model.parameters() if weight.ndim > 1 and weight.shape[0] > 1]
    others = [weight for weight in model.parameters() if weight.ndim == 1 or weight.shape[0] == 1]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.0}], lr=s.learning_rate
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, s.learning_rate, total_steps=n_steps, pct_start=0.2)
    run.keep(model=model, optimizer=optimizer, schedule=schedule)
    model.train()
    for step in run.steps(n_steps):
        X, y = run.batch(data.X_train, data.y_train, size=s.batch, step=step)
        X = shifted(X.float() / 255, max_shift=1)
        X = erased(torch.where(torch.rand(len(X), 1, 1, 1, device=X.device) < 0.5, X.flip(3), X))
        with run.autocast():
            logits = model(X)[0]
        loss = F.cross_entropy(logits.float(), y, label_smoothing=0.1)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        accuracy = (logits.argmax(1) == y).float().mean()
        run.show(loss=loss, accuracy=accuracy)
        if run.ends_epoch(len(data.X_train), s.batch, step):
            run.record(epoch=(step + 1) // per_epoch, loss=loss, accuracy_of_batch=accuracy)
    return run.original(model)


def graphs(model: nn.Module, data: Images) -> list[Graph]:
    """Return the network as one graph."""
    shape = ("batch", len(model.blocks), model.blocks[0].n_heads, 7, 7)
    return [
        Graph(
            module=model,
            inputs=[Tensor("image", ("batch", 1, 28, 28), "0 to 1, light on black")],
            outputs=[
                Tensor("logits", ("batch", 10), "logit"),
                Tensor("attention", shape, "attention weight of the class token", is_view=True),
            ],
            reference={"image": data.X_test[:3].float() / 255},
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
