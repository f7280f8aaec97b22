"""Generated images: from random latent points, and along the path between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from elmweb.exceptions import InputError
from elmweb.words.engine import zoo_tasks as words
from elmweb.zoo.manifest import ModelCard
from elmweb.zoo.tasks import Answer, Ask
from elmweb.zoo.thumbnails import data_url, png

__all__ = ["between", "generate", "noise"]

_DRAWS = 8
_STEPS = 8
_PLAIN = {"label": 0, "seed": 0, "other_seed": 1}


async def generate(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Generate images of a class.

    Parameters
    ----------
    card : ModelCard
        Its inputs are a latent point (batch, size) and a class (batch,); its first output is images from 0 to 1.
    ask : Ask
        Runs the model.
    inputs : mapping
        ``label``, a position in the card's labels, ``seed`` and ``other_seed``, whole numbers; 0, 0 and 1 if left out.

    Returns
    -------
    Answer
        ``pictures``: first draws from ``seed`` on, then the interpolation from the first of them to ``other_seed``;
        ``sheet``, both rows as one file.

    Raises
    ------
    InputError
        There is no such class.
    """
    label, seed, other = (int(inputs.get(name, plain)) for name, plain in _PLAIN.items())
    if not 0 <= label < len(card.labels):
        raise InputError(words.NO_SUCH_CLASS, rule=words.zero_to(len(card.labels) - 1), value=str(label))
    latent, kind = card.graph().inputs
    size = int(latent.shape[1])
    draws = [noise(seed + step, size) for step in range(_DRAWS)]
    path = [between(draws[0], noise(other, size), step / (_STEPS - 1)) for step in range(_STEPS)]
    labels = np.full(_DRAWS + _STEPS, label, dtype=kind.dtype)
    found = await ask({latent.name: np.stack([*draws, *path]), kind.name: labels})
    images = np.rint(255 * found[card.graph().results()[0]].clip(0, 1)).astype(np.uint8)
    made = [image[0] if len(image) == 1 else image.transpose(1, 2, 0) for image in images]
    sheet = np.concatenate([np.concatenate(made[:_DRAWS], axis=1), np.concatenate(made[_DRAWS:], axis=1)])
    note = words.drawn(seed, seed + _DRAWS - 1, seed, other, _STEPS)
    return {"pictures": [data_url(image) for image in made], "sheet": png(sheet), "notes": [note]}


def noise(seed: int, size: int) -> np.ndarray:
    """Return the latent point of a seed, the same on every machine.

    Parameters
    ----------
    seed : int
        0 or more.
    size : int
        Its dimension.

    Returns
    -------
    ndarray of shape (size,), float32
        Standard normal.
    """
    return np.random.default_rng(seed).standard_normal(size).astype(np.float32)


def between(start: np.ndarray, end: np.ndarray, fraction: float) -> np.ndarray:
    """Return a point on the path from one latent point to another, along the sphere they lie on.

    Parameters
    ----------
    start, end : ndarray of shape (size,)
        Normal draws: nearly all have about the same length, and points nearer to 0 were never seen in training.
    fraction : float
        From 0, the start, to 1, the end.

    Returns
    -------
    ndarray of shape (size,), float32
        Spherical interpolation; linear where both have the same direction.

    References
    ----------
    Shoemake (1985). Animating rotation with quaternion curves. SIGGRAPH 19(3). doi:10.1145/325165.325242
    """
    a, b = start.astype(float), end.astype(float)
    lengths = float(np.sqrt(np.sum(a * a) * np.sum(b * b)))
    angle = float(np.arccos(np.clip(np.sum(a * b) / lengths, -1, 1))) if lengths else 0.0
    if np.sin(angle) < 1e-6:
        return ((1 - fraction) * a + fraction * b).astype(np.float32)
    return ((np.sin((1 - fraction) * angle) * a + np.sin(fraction * angle) * b) / np.sin(angle)).astype(np.float32)
