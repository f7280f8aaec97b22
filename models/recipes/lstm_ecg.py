"""An LSTM that classifies five types of heartbeats.

A convolution with stride 2 reads the 140 samples of a beat, followed by two LSTM layers of 64 cells; a linear layer is
applied to the mean and the last of their states. The two halves of ECG5000 are merged and split again into 80 %
training and 20 % test data, stratified by type, because the published training half has only 500 beats, including two
of the rarest type. For augmentation, the beats are randomly scaled, shifted by up to 3 samples, and given noise. The
exported weights are an exponential moving average of the weights during training.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.recipe import Facts
from buildsteps.deep.run import Run
from buildsteps.deep.sources import source_file

KINDS = (
    "normal",
    "R-on-T premature ventricular contraction",
    "premature ventricular contraction",
    "supraventricular or ectopic beat",
    "unclassified beat",
)
CELLS = 64

FACTS = Facts(
    id="lstm-ecg",
    task="classify-series",
    title="Heart beats",
    about="Tells five kinds of heart beat apart.",
    dataset={
        "name": "ECG5000",
        "source": "A. L. Goldberger et al., PhysioNet; prepared by Y. Chen and E. Keogh",
        "licence": "none stated by the package; the signals are ODC-BY 1.0",
    },
    licence="MIT",
    measured_on="1,000 held-out beats, with the kinds as common as in the whole",
    reach={"accuracy": (">=", 0.94)},
    labels=KINDS,
    settings={"length": 140, "samples": 3},
    notes=(
        "All beats are of one patient with heart failure: it is no tool to examine anybody with.",
        "The two rarest kinds have 24 and 96 beats in all, so their shares say little.",
        "A beat must be 140 samples long, cut out and scaled as in ECG5000 (mean 0, standard deviation 1).",
    ),
    seed=1,
)


@dataclass(frozen=True)
class Settings:
    """Training of the model."""

    epochs: int = 40
    batch: int = 64
    learning_rate: float = 3e-3
    n_train: int = 4000


SETTINGS = {
    "cpu": Settings(),
    "gpu": Settings(epochs=60),
    "quick": Settings(epochs=1, n_train=512),
}


class Beats(NamedTuple):
    """Beats of 140 samples, float32, and their types."""

    X_train: torch.Tensor
    y_train: torch.Tensor
    X_test: torch.Tensor
    y_test: torch.Tensor


def load_data(settings: Settings) -> Beats:
    """Return all beats, with a stratified split into 80 % training and 20 % test data."""
    names = ("ECG5000_TRAIN.tsv", "ECG5000_TEST.tsv")
    rows = np.concatenate([np.loadtxt(source_file("ecg5000", name), delimiter="\t") for name in names])
    X, y = rows[:, 1:].astype(np.float32), rows[:, 0].astype(np.int64) - 1
    rng = np.random.default_rng(0)
    is_test = np.zeros(len(y), bool)
    for kind in range(len(KINDS)):
        rows_of_kind = rng.permutation(np.flatnonzero(y == kind))
        is_test[rows_of_kind[: round(0.2 * len(rows_of_kind))]] = True
    train = rng.permutation(np.flatnonzero(~is_test))[: settings.n_train]
    return Beats(*(torch.from_numpy(part) for part in (X[train], y[train], X[is_test], y[is_test])))


class BeatReader(nn.Module):
    """Logits, and the state of each cell over time."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv1d(1, 32, 7, stride=2, padding=3)
        self.lstm = nn.LSTM(32, CELLS, num_layers=2, batch_first=True, dropout=0.2)
        self.head = nn.Linear(2 * CELLS, len(KINDS))

    def forward(self, beat: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:  # (batch, 140)
        steps = F.relu(self.stem(beat[:, None])).transpose(1, 2)  # (batch, 70, 32)
        states = self.lstm(steps)[0]  # (batch, 70, CELLS)
        pooled = torch.cat([states.mean(1), states[:, -1]], 1)
        return self.head(F.dropout(pooled, 0.3, self.training)), states


def make_model(_settings: Settings) -> nn.Module:
    """Return an untrained network with 59,000 weights."""
    return BeatReader()


def distort(X: torch.Tensor) -> torch.Tensor:
    """Return the beats randomly scaled, with noise, all shifted by the same few samples."""
    scale = 1 + 0.1 * torch.randn(len(X), 1, device=X.device)
    shift = int(torch.randint(-3, 4, ()))
    return torch.roll(X * scale + 0.05 * torch.randn_like(X), shift, 1)


def train(run: Run, data: Beats) -> nn.Module:
    """Return the moving average of the trained network."""
    s = run.settings
    n_steps = s.epochs * (len(data.X_train) // s.batch)
    model = run.compiled(run.to_device(make_model(s)))
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.99))
    optimizer = torch.optim.AdamW(model.parameters(), lr=s.learning_rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, s.learning_rate, total_steps=n_steps)
    run.keep(model=model, mean=mean, optimizer=optimizer, schedule=schedule)
    model.train()
    for step in run.steps(n_steps):
        X, y = run.batch(data.X_train, data.y_train, size=s.batch, step=step)
        logits = model(distort(X))[0]
        loss = F.cross_entropy(logits, y, label_smoothing=0.05)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        mean.update_parameters(model)
        run.show(loss=loss)
        if run.ends_epoch(len(data.X_train), s.batch, step):
            accuracy = (logits.argmax(1) == y).float().mean()
            run.record(epoch=(step + 1) * s.batch / len(data.X_train), loss=loss.detach(), accuracy_of_batch=accuracy)
    return run.original(mean.module)


def graphs(model: nn.Module, data: Beats) -> list[Graph]:
    """Return the network as one graph."""
    n_steps = data.X_test.shape[1] // 2
    layer = 4 * CELLS  # the gates of a layer
    flops = 2 * n_steps * (32 * 7 + layer * (32 + CELLS) + layer * 2 * CELLS) + 2 * 2 * CELLS * len(KINDS)
    return [
        Graph(
            module=model,
            inputs=[Tensor("beat", ("batch", 140), "standardised")],
            outputs=[
                Tensor("logits", ("batch", len(KINDS)), "logit"),
                Tensor("states", ("batch", n_steps, CELLS), "-1 to 1", is_view=True),
            ],
            reference={"beat": data.X_test[[0, -1, 500]]},
            flops=flops,
        )
    ]


def held_out(files: dict[str, OnnxFile], data: Beats) -> tuple[np.ndarray, np.ndarray]:
    """Return the logits of the held-out beats, and their types."""
    return files["main"].run({"beat": data.X_test.numpy()}, ["logits"])["logits"], data.y_test.numpy()


def evaluate(files: dict[str, OnnxFile], data: Beats) -> dict[str, float]:
    """Return the accuracy on held-out beats, and the macro F1 score and the F1 score of each type."""
    logits, y = held_out(files, data)
    found = logits.argmax(1)
    f1 = [2 * np.sum((found == k) & (y == k)) / max(1, np.sum(found == k) + np.sum(y == k)) for k in range(len(KINDS))]
    each = {f"f1_kind_{number}": value for number, value in enumerate(f1, 1)}
    return {"accuracy": float((found == y).mean()), "macro_f1": float(np.mean(f1)), **each}
