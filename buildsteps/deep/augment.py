"""Data augmentation: small changes of images that preserve their class."""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 - the conventional name

__all__ = ["erased", "shifted"]


def shifted(X: torch.Tensor, max_shift: int = 2) -> torch.Tensor:
    """Return images (n, channels, h, w), each shifted by up to ``max_shift`` pixels per axis, with reflected edges."""
    n, _, height, width = X.shape
    padded = F.pad(X, (max_shift,) * 4, mode="reflect")
    down, right = torch.randint(0, 2 * max_shift + 1, (2, n), device=X.device)
    rows = down[:, None] + torch.arange(height, device=X.device)  # (n, h)
    columns = right[:, None] + torch.arange(width, device=X.device)  # (n, w)
    return padded[torch.arange(n, device=X.device)[:, None, None], :, rows[:, :, None], columns[:, None, :]].permute(
        0, 3, 1, 2
    )


def erased(X: torch.Tensor, side: int = 8) -> torch.Tensor:
    """Return images (n, channels, h, w), half of them with a black rectangle of up to ``side`` pixels per axis."""
    n, _, height, width = X.shape

    def inside(length: int) -> torch.Tensor:
        start = torch.randint(0, length, (n, 1), device=X.device) - side // 2
        size = torch.randint(side // 2, side + 1, (n, 1), device=X.device)
        place = torch.arange(length, device=X.device)
        return (place >= start) & (place < start + size)  # (n, length)

    hole = inside(height)[:, :, None] & inside(width)[:, None, :] & (torch.rand(n, 1, 1, device=X.device) < 0.5)
    return X.masked_fill(hole[:, None], 0)
