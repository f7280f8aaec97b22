"""Image tasks: what a photo or drawing shows, and how similar photos are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from elmweb.exceptions import InputError
from elmweb.words.engine import zoo_tasks as words
from elmweb.zoo.images import as_channels, centre_square, digit_of, garment_of, photo_of
from elmweb.zoo.manifest import ModelCard
from elmweb.zoo.tasks import Answer, Ask
from elmweb.zoo.tasks.compare import compared
from elmweb.zoo.tasks.probabilities import judged
from elmweb.zoo.thumbnails import data_url, resize, to_bytes

__all__ = ["classify", "embed", "image_input", "layers_of"]

_TILES = 8
_TILE_SIDE = 64

_DEPTHS = ("early", "middle", "deep")
_ATTENTION_DEPTHS = ((0, "first"), (0.5, "middle"), (1, "last"))
"""Relative depth of the Transformer layers that are shown, and by which key elmweb.words has the name of each."""


async def classify(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Name what an image shows.

    Parameters
    ----------
    card : ModelCard
        Its first output is logits over ``labels``; see :func:`image_input` for its input.
    ask : Ask
        Runs the model.
    inputs : mapping
        What :func:`image_input` takes; a true ``look`` also requests the intermediate outputs.

    Returns
    -------
    Answer
        As :func:`elmweb.zoo.tasks.probabilities.judged` says, and perhaps ``layers``.
    """
    found = await _run(card, ask, inputs)
    answer = judged(card, found[card.graph().results()[0]][0])
    return answer | {"layers": layers_of(found)} if inputs.get("look") else answer


async def embed(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Compare a photo with others.

    Parameters
    ----------
    card : ModelCard
        Its first output is a vector; see :func:`image_input` for its input.
    ask : Ask
        Runs the model.
    inputs : mapping
        What :func:`image_input` takes, ``name`` and ``others``, see :func:`elmweb.zoo.tasks.compare.compared`; a true
        ``look`` also requests the intermediate outputs.

    Returns
    -------
    Answer
        ``headline``, ``similar``, ``vector`` and perhaps ``layers``.
    """
    found = await _run(card, ask, inputs)
    answer = compared(found[card.graph().results()[0]][0], inputs, "photo")
    return answer | {"layers": layers_of(found)} if inputs.get("look") else answer


async def _run(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Return the outputs for one image; intermediate ones only on request, since they cost time."""
    graph = card.graph()
    wanted = tuple(output.name for output in graph.outputs) if inputs.get("look") else graph.results()
    return await ask({graph.inputs[0].name: image_input(card, inputs)}, outputs=wanted)


def image_input(card: ModelCard, inputs: Mapping[str, Any]) -> np.ndarray:
    """Return a person's photo or drawing as the batch of one that a model takes.

    Parameters
    ----------
    card : ModelCard
        Its first input has the shape (batch, channels, side, side); ``settings`` may say ``input`` (``"drawing"``,
        ``"garment"`` or ``"photo"``), ``mean`` and ``std``.
    inputs : mapping
        With ``drawing``, ndarray (h, w) uint8 of ink, or ``photo``, ndarray (h, w, 3) uint8.

    Returns
    -------
    ndarray of shape (1, channels, side, side), float32
        Standardised.

    Raises
    ------
    InputError
        There is none, or it is no image.
    """
    side, kind = int(card.graph().inputs[0].shape[-1]), card.settings.get("input", "photo")
    if kind == "drawing":
        if "drawing" not in inputs:
            raise InputError(words.NO_DRAWING, rule=words.ONE_STROKE, value=words.NO_STROKE)
        image = digit_of(np.asarray(inputs["drawing"]))
    elif kind == "garment":
        image = garment_of(photo_of(inputs), side)
    else:
        image = centre_square(photo_of(inputs), side)
    return as_channels(image, card.settings)


def layers_of(found: Mapping[str, np.ndarray]) -> list[dict[str, Any]]:
    """Return the feature maps among a graph's outputs as thumbnails.

    Parameters
    ----------
    found : mapping of str to ndarray
        Outputs; those whose name holds ``early``, ``middle`` or ``deep`` have the shape (1, channels, h, w), and
        ``attention`` has (1, layers, heads, h, w).

    Returns
    -------
    list of dict
        ``title``, ``text`` and ``tiles``, data URLs of the eight strongest maps, each scaled from its smallest to its
        largest value.
    """
    layers = []
    for depth in _DEPTHS:
        maps = next((value[0] for name, value in found.items() if depth in name), None)
        if maps is None or maps.ndim != 3:
            continue
        strongest = np.argsort(-maps.std(axis=(1, 2)), kind="stable")[:_TILES]
        tiles = [data_url(_tile(maps[at])) for at in strongest]
        title, text = words.DEPTHS[depth]
        size = words.maps_shown(len(tiles), len(maps), maps.shape[1], maps.shape[2])
        layers.append({"title": title, "text": f"{text} {size}", "tiles": tiles})
    attention = found.get("attention")
    if attention is not None and attention.ndim == 5:  # (1, layers, heads, h, w)
        for depth, key in _ATTENTION_DEPTHS:
            title = words.ATTENTION_DEPTHS[key]
            at = round(depth * (attention.shape[1] - 1))
            text = words.heads_look(at + 1, attention.shape[1])
            layers.append({"title": title, "text": text, "tiles": [data_url(to_bytes(h)) for h in attention[0, at]]})
    return layers


def _tile(values: np.ndarray) -> np.ndarray:
    """Return a feature map as a grey thumbnail; large ones are reduced, small ones are enlarged by the page."""
    if max(values.shape) > _TILE_SIDE:
        scale = _TILE_SIDE / max(values.shape)
        values = resize(values, *(max(1, round(scale * side)) for side in values.shape))
    return to_bytes(values)
