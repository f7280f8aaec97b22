"""Pictures out: drawn from noise, and on the way from one draw to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from elmweb.exceptions import InputError
from elmweb.zoo.manifest import ModelCard
from elmweb.zoo.tasks import Answer, Ask
from elmweb.zoo.thumbnails import data_address, png

__all__ = ["between", "generate", "noise"]

_DRAWS = 8
_STEPS = 8
_PLAIN = {"label": 0, "seed": 0, "other_seed": 1}


async def generate(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Make pictures of a class.

    Parameters
    ----------
    card : ModelCard
        Its inputs are a latent point (batch, size) and a class (batch,); its first output is pictures from 0 to 1.
    ask : Ask
        Runs the model.
    inputs : mapping
        ``label``, a position in the card's labels, ``seed`` and ``other_seed``, whole numbers; 0, 0 and 1 if left out.

    Returns
    -------
    Answer
        ``pictures``: first draws from ``seed`` on, then the walk from the first of them to ``other_seed``; ``sheet``,
        both rows as one file.

    Raises
    ------
    InputError
        There is no such class.
    """
    label, seed, other = (int(inputs.get(name, plain)) for name, plain in _PLAIN.items())
    if not 0 <= label < len(card.labels):
        raise InputError("There is no such class.", rule=f"0 to {len(card.labels) - 1}", value=str(label))
    latent, kind = card.graph().inputs
    size = int(latent.shape[1])
    draws = [noise(seed + step, size) for step in range(_DRAWS)]
    walk = [between(draws[0], noise(other, size), step / (_STEPS - 1)) for step in range(_STEPS)]
    labels = np.full(_DRAWS + _STEPS, label, dtype=kind.dtype)
    found = await ask({latent.name: np.stack([*draws, *walk]), kind.name: labels})
    images = np.rint(255 * found[card.graph().results()[0]].clip(0, 1)).astype(np.uint8)
    made = [image[0] if len(image) == 1 else image.transpose(1, 2, 0) for image in images]
    sheet = np.concatenate([np.concatenate(made[:_DRAWS], axis=1), np.concatenate(made[_DRAWS:], axis=1)])
    note = f"Above, pictures {seed} to {seed + _DRAWS - 1}. Below, the way from {seed} to {other} in {_STEPS} steps."
    return {"pictures": [data_address(image) for image in made], "sheet": png(sheet), "notes": [note]}


def noise(seed: int, size: int) -> np.ndarray:
    """Return the latent point of a draw: the same seed is the same picture, on every machine.

    Parameters
    ----------
    seed : int
        0 or more.
    size : int
        Numbers in it.

    Returns
    -------
    ndarray of shape (size,), float32
        Standard normal.
    """
    return np.random.default_rng(seed).standard_normal(size).astype(np.float32)


def between(start: np.ndarray, end: np.ndarray, share: float) -> np.ndarray:
    """Return a point on the way from one latent point to another, along the sphere they lie on.

    Parameters
    ----------
    start, end : ndarray of shape (size,)
        Normal draws: nearly all have about the same length, and what lies nearer to 0 was never seen in training.
    share : float
        From 0, the start, to 1, the end.

    Returns
    -------
    ndarray of shape (size,), float32
        Spherical interpolation; straight where both point the same way.

    References
    ----------
    Shoemake (1985). Animating rotation with quaternion curves. SIGGRAPH 19(3). doi:10.1145/325165.325242
    """
    a, b = start.astype(float), end.astype(float)
    lengths = float(np.sqrt(np.sum(a * a) * np.sum(b * b)))
    angle = float(np.arccos(np.clip(np.sum(a * b) / lengths, -1, 1))) if lengths else 0.0
    if np.sin(angle) < 1e-6:
        return ((1 - share) * a + share * b).astype(np.float32)
    return ((np.sin((1 - share) * angle) * a + np.sin(share * angle) * b) / np.sin(angle)).astype(np.float32)
