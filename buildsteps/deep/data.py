"""Image data sets as tensors; the files come from :mod:`buildsteps.deep.sources`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch

from buildsteps.deep.sources import source_file

__all__ = ["CIFAR10", "FASHION", "Images", "read_cifar10", "read_fashion", "read_mnist"]

FASHION = ("T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")
CIFAR10 = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")


class Images(NamedTuple):
    """Labelled images, split into a training and a test set.

    Parameters
    ----------
    X_train, X_test : torch.Tensor of shape (n, channels, height, width), uint8
        0 to 255.
    y_train, y_test : torch.Tensor of shape (n,), int64
        Classes.
    """

    X_train: torch.Tensor
    y_train: torch.Tensor
    X_test: torch.Tensor
    y_test: torch.Tensor

    def first(self, n_train: int, n_test: int) -> Images:
        """Return the first images of each set."""
        return Images(self.X_train[:n_train], self.y_train[:n_train], self.X_test[:n_test], self.y_test[:n_test])


def read_mnist() -> Images:
    """Return 60,000 training and 10,000 test digits of 28 by 28 pixels."""
    return _read_idx("mnist")


def read_fashion() -> Images:
    """Return 60,000 training and 10,000 test images of clothes, 28 by 28 pixels, with the classes :data:`FASHION`."""
    return _read_idx("fashion-mnist")


def _read_idx(source: str) -> Images:
    arrays = []
    for subset in ("train", "t10k"):
        images = np.fromfile(source_file(source, f"{subset}-images-idx3-ubyte"), np.uint8, offset=16)
        labels = np.fromfile(source_file(source, f"{subset}-labels-idx1-ubyte"), np.uint8, offset=8)
        arrays += [torch.from_numpy(images.reshape(-1, 1, 28, 28)), torch.from_numpy(labels.astype(np.int64))]
    return Images(*arrays)


def read_cifar10(n_batches: int = 5) -> Images:
    """Return CIFAR-10: 10,000 training images per batch and 10,000 test images, RGB, 32 by 32 pixels.

    Parameters
    ----------
    n_batches : int, optional
        Number of training files to read, up to five.
    """

    def read(names: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
        rows = np.concatenate([np.fromfile(source_file("cifar10", name), np.uint8).reshape(-1, 3073) for name in names])
        pixels = np.ascontiguousarray(rows[:, 1:]).reshape(-1, 3, 32, 32)
        return torch.from_numpy(pixels), torch.from_numpy(rows[:, 0].astype(np.int64))

    train = read([f"data_batch_{number}.bin" for number in range(1, n_batches + 1)])
    return Images(*train, *read(["test_batch.bin"]))
