"""The same networks in native PyTorch on one thread; prints the seconds of an epoch."""

from __future__ import annotations

import sys
import time

import torch  # noqa: TID251  the peer
from torch import nn  # noqa: TID251


def network(kind: str) -> nn.Module:
    """Return an untrained network for rows of 784 pixels."""
    if kind == "mlp":
        return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))
    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        *(nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(16 * 49, 64), nn.ReLU(), nn.Linear(64, 10)),
    )


def main(kind: str, n_rows: int, batch: int) -> None:
    """Train for two short epochs, then for one that is timed."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    X, y = torch.rand(n_rows, 784), torch.randint(10, (n_rows,))
    model, loss = network(kind), nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)

    def epoch(n: int) -> float:
        start = time.perf_counter()
        order = torch.randperm(n)
        for at in range(0, n, batch):
            rows = order[at : at + batch]
            optimizer.zero_grad()
            loss(model(X[rows]), y[rows]).backward()
            optimizer.step()
        return time.perf_counter() - start

    for _warm in range(2):
        epoch(4 * batch)
    print(epoch(n_rows))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
