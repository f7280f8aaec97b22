"""Style transfer: a photo repainted in the style of another picture, or in a blend of built-in styles."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np

from elmweb.exceptions import InputError
from elmweb.formatting import percent
from elmweb.words.engine import common, zoo_tasks as words
from elmweb.zoo.images import centre_square, photo_of
from elmweb.zoo.manifest import ModelCard
from elmweb.zoo.tasks import Answer, Ask
from elmweb.zoo.thumbnails import png, resize

__all__ = ["repaint"]

_LEAST_SIDE = 32  # pixels; the network reduces the image by 4 and reflects 4 pixels at its edges
_MULTIPLE = 4
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601


async def repaint(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Repaint a photo.

    Parameters
    ----------
    card : ModelCard
        With the graphs ``predict`` (a picture to its style), ``transform`` (a photo and a style to a picture) and
        ``styles`` (a photo and the weights of the built-in styles to a picture); ``settings`` has ``style_side``, the
        side of the image that ``predict`` takes, ``n_styles``, ``largest_side``, and what is taken where nothing is
        said: ``first_style``, counted from 0, and ``side``.
    ask : Ask
        Runs them.
    inputs : mapping
        ``photo``, ndarray (h, w, 3) uint8; ``side``, the longer side of the result in pixels, though a photo is never
        enlarged; ``strength``, 0 to 1 (1); ``keep_colours`` (False); ``built_in`` (True): whether the style is a
        blend of built-in ones by ``weights``, 0 or more for each, or that of ``painting``, ndarray (h, w, 3) uint8.

    Returns
    -------
    Answer
        ``headline``, the style; ``painted``, the picture as a data URL; ``sheet``, as a file; ``notes``.

    Raises
    ------
    InputError
        Something is missing, or out of its range.

    Notes
    -----
    With a picture's style, the strength moves from the photo's own style to the picture's, as its authors do, since
    that changes the strokes and not only their opacity. With a built-in style it blends the result with the photo.

    References
    ----------
    Dumoulin, Shlens, Kudlur (2017). A learned representation for artistic style. ICLR. arXiv:1610.07629

    Ghiasi, Lee, Kudlur, Dumoulin, Shlens (2017). Exploring the structure of a real-time, arbitrary neural artistic
    stylization network. BMVC. arXiv:1705.06830
    """
    photo = _fitted(photo_of(inputs), _side(card, inputs))
    strength = float(inputs.get("strength", 1.0))
    if not 0 <= strength <= 1:
        raise InputError(words.NO_STRENGTH, rule=words.STRENGTHS, value=str(inputs["strength"]))
    if inputs.get("built_in", True):
        weights = _weights(card, inputs)
        painted = await _run(ask, "styles", photo, {"weights": weights[None]})
        painted = strength * painted + (1 - strength) * photo
        names = [str(at + 1) for at in np.argsort(-weights, kind="stable") if weights[at] > 0]
        headline = words.styles(names)
    else:
        style = await _style(card, ask, _painting(inputs))
        if strength < 1:
            style = strength * style + (1 - strength) * await _style(card, ask, np.rint(255 * photo).astype(np.uint8))
        painted = await _run(ask, "transform", photo, {"style": style.astype(np.float32)})
        headline = words.STYLE_OF_PICTURE
    if inputs.get("keep_colours"):
        painted = photo + ((painted - photo) * _LUMA).sum(axis=-1, keepdims=True)
    file = png(np.rint(255 * painted.clip(0, 1)).astype(np.uint8))
    height, width = photo.shape[:2]
    return {
        "headline": headline,
        "painted": "data:image/png;base64," + base64.b64encode(file).decode("ascii"),
        "sheet": file,
        "notes": [words.painted(width, height, percent(strength))],
    }


def _side(card: ModelCard, inputs: Mapping[str, Any]) -> int:
    """Return the longer side of the result."""
    side, most = int(inputs.get("side", card.settings["side"])), int(card.settings["largest_side"])
    if not _LEAST_SIDE <= side <= most:
        rule = words.longer_side(_LEAST_SIDE, most)
        raise InputError(words.NO_SIZE, rule=rule, value=str(side))
    return side


def _fitted(photo: np.ndarray, side: int) -> np.ndarray:
    """Return a photo from 0 to 1 whose longer side is at most as long as asked."""
    height, width = photo.shape[:2]
    scale = min(1.0, side / max(height, width))
    height, width = (max(1, round(scale * length)) for length in (height, width))
    if min(height, width) < _LEAST_SIDE:
        raise InputError(words.TOO_SMALL, rule=words.both_sides(_LEAST_SIDE), value=words.pixels(width, height))
    return resize(photo, height, width) / np.float32(255)


def _weights(card: ModelCard, inputs: Mapping[str, Any]) -> np.ndarray:
    """Return the weights of the built-in styles; they add up to 1."""
    n = int(card.settings["n_styles"])
    weights = np.asarray(inputs.get("weights", np.arange(n) == card.settings["first_style"]), dtype=np.float64)
    if weights.shape != (n,) or not np.isfinite(weights).all() or (weights < 0).any():
        found = words.numbers(weights.size) if weights.size != n else words.BELOW_ZERO
        raise InputError(words.NO_BLEND, rule=words.weights_needed(n), value=found)
    if not weights.sum() > 0:
        raise InputError(words.NO_STYLE_CHOSEN, rule=words.ONE_STYLE, value=words.NONE)
    return (weights / weights.sum()).astype(np.float32)


def _painting(inputs: Mapping[str, Any]) -> np.ndarray:
    """Return the picture whose style is taken."""
    if inputs.get("painting") is None:
        raise InputError(words.NO_STYLE, rule=words.A_PICTURE, value=common.NOTHING)
    return photo_of({"photo": inputs["painting"]})


async def _style(card: ModelCard, ask: Ask, picture: np.ndarray) -> np.ndarray:
    """Return the style of a picture, (1, size): that of its central square."""
    image = centre_square(picture, int(card.settings["style_side"]))
    return (await ask({"style_image": np.ascontiguousarray(image[None])}, graph="predict"))["style"]


async def _run(ask: Ask, graph: str, photo: np.ndarray, style: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return a repainted photo; its edges are reflected up to a multiple of 4 pixels for the network."""
    height, width = photo.shape[:2]
    edges = [(0, -length % _MULTIPLE) for length in (height, width)]
    image = np.pad(photo, [*edges, (0, 0)], mode="reflect").transpose(2, 0, 1)[None]
    found = await ask({"image": np.ascontiguousarray(image), **style}, graph=graph)
    return found["painted"][0].transpose(1, 2, 0)[:height, :width]
