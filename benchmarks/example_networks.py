"""The networks beside which examples.py puts its ELMs, trained by PyTorch on the same examples and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch  # noqa: TID251  the peer
from torch import nn  # noqa: TID251
from torch.nn.utils.rnn import pad_sequence  # noqa: TID251

from buildsteps.deep.reviews import Review
from elmweb.zoo.wordpiece import WordPiece
from models.recipes.transformer_sentiment import ReviewReader, make_vocabulary, token_ids

__all__ = ["cnn_labels", "transformer_labels"]


def _train(
    model: nn.Module, logits: Callable[[torch.Tensor], torch.Tensor], labels: torch.Tensor, *, size: int, decay: float,
    epochs: int,
) -> None:  # fmt: skip
    """Train a network in batches of `size` rows, of which ``logits(rows)`` returns what it says."""
    optimizer = torch.optim.AdamW(model.parameters(), 2e-3, weight_decay=decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=epochs * -(-len(labels) // size))
    for _ in range(epochs):
        for rows in torch.randperm(len(labels)).split(size):
            loss = nn.functional.cross_entropy(logits(rows), labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    model.eval()


def cnn_labels(X: Any, y: np.ndarray, X_test: Any, *, epochs: int) -> np.ndarray:
    """Return what a CNN of three layers says, trained on pixels with a decreasing step, mirrored at random."""
    torch.manual_seed(0)
    n_channels = X.shape[1]
    layers: list[nn.Module] = []
    for wide in (24, 48, 96):
        layers += [nn.Conv2d(n_channels, wide, 3, padding=1), nn.BatchNorm2d(wide), nn.ReLU(), nn.MaxPool2d(2)]
        n_channels = wide
    model = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Dropout(0.3), nn.Linear(4 * 96, 10))
    data, labels = (X.float() / 255 - 0.5) * 4, torch.from_numpy(y)

    def logits(rows: torch.Tensor) -> torch.Tensor:
        batch = data[rows]
        mirrored = torch.rand(len(batch), 1, 1, 1) < 0.5
        return model(torch.where(mirrored, batch.flip(3), batch))

    _train(model, logits, labels, size=64, decay=0.01, epochs=epochs)
    with torch.no_grad():
        said = torch.cat([model(part) for part in ((X_test.float() / 255 - 0.5) * 4).split(500)]).argmax(1)
    return said.numpy()


def transformer_labels(X: list[str], y: np.ndarray, X_test: list[str], *, epochs: int) -> np.ndarray:
    """Return what the Transformer of the recipe says, whose pieces are learned from the same texts."""
    torch.manual_seed(0)
    reviews = [Review(text, bool(label)) for text, label in zip(X, y, strict=True)]
    vocabulary = WordPiece(make_vocabulary(reviews, 3_000))
    ids, labels = token_ids(reviews, vocabulary)
    tested, _ = token_ids([Review(text, is_positive=False) for text in X_test], vocabulary)
    model = ReviewReader(len(vocabulary.vocabulary))

    def logits(rows: list[torch.Tensor]) -> torch.Tensor:
        mask = pad_sequence([torch.ones(len(row)) for row in rows], batch_first=True)
        return model(pad_sequence(rows, batch_first=True).int(), mask)[0]

    _train(model, lambda rows: logits([ids[at] for at in rows]), labels, size=32, decay=0.05, epochs=epochs)
    with torch.no_grad():
        said = torch.cat([logits(tested[at : at + 100]).argmax(1) for at in range(0, len(tested), 100)])
    return said.numpy()
