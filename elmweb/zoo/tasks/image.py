"""Pictures in: what is in them, and how alike they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from elmweb.exceptions import InputError
from elmweb.zoo.images import as_channels, centre_square, digit_of, garment_of, photo_of
from elmweb.zoo.pictures import data_address, resize, spread
from elmweb.zoo.tasks._task import Answer, Task, ranked, softmax

__all__ = ["ClassifyImage", "EmbedImage", "layers_of"]

_TILES = 8
_TILE_SIDE = 64
_MOST_KEPT = 12

_DEPTHS = {
    "early": ("Edges", "First layer: strokes and edges in one direction each."),
    "middle": ("Parts", "Middle layer: corners, bends and textures, made of edges."),
    "deep": ("Objects", "Last layer: large pieces of what the class looks like."),
}


class ClassifyImage(Task):
    """Name what a picture shows.

    Inputs are ``drawing``, ndarray (h, w) uint8 of ink, for a model whose ``settings["input"]`` is ``"drawing"``, else
    ``photo``, ndarray (h, w, 3) uint8.
    """

    async def _answer(self, inputs: Mapping[str, Any], *, look: bool) -> Answer:
        feed = picture_for(self.card, inputs)
        entry = self.card.graph().inputs[0].name
        found = await self._run({entry: feed}, look=look)
        shares = softmax(found[self.card.graph().results()[0]][0])
        best = ranked(self.card.labels, shares)
        answer: Answer = {"headline": best[0][0], "sure": best[0][1], "bars": best}
        if look:
            answer["layers"] = layers_of(found)
        return answer


class EmbedImage(Task):
    """Say how alike pictures are: the cosine between their features.

    The input is ``photo``, ndarray (h, w, 3) uint8.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._kept: list[tuple[str, np.ndarray]] = []

    async def _answer(self, inputs: Mapping[str, Any], *, look: bool) -> Answer:
        feed = picture_for(self.card, inputs)
        graph = self.card.graph()
        found = await self._run({graph.inputs[0].name: feed}, look=look)
        vector = found[graph.results()[0]][0].astype(float)
        vector /= np.linalg.norm(vector) or 1.0  # noqa: TID251  a norm is no product of matrices
        name = f"Photo {len(self._kept) + 1}"
        similar = sorted(((kept, float(np.sum(vector * other))) for kept, other in self._kept), key=lambda p: -p[1])
        self._kept = [*self._kept, (name, vector)][-_MOST_KEPT:]
        answer: Answer = {"headline": name, "similar": similar}
        if not similar:
            answer["notes"] = ["Bring a second photo: how alike they are appears here, 1 is the same."]
        if look:
            answer["layers"] = layers_of(found)
        return answer


def picture_for(card: Any, inputs: Mapping[str, Any]) -> np.ndarray:
    """Return what a person brought as the batch of one that a model takes.

    Parameters
    ----------
    card : ModelCard
        Its first input has the shape (batch, channels, side, side); ``settings`` may say ``input`` (``"drawing"``,
        ``"garment"`` or ``"photo"``), ``mean`` and ``std``.
    inputs : mapping
        With ``drawing`` or ``photo``.

    Returns
    -------
    ndarray of shape (1, channels, side, side), float32
        Standardised.
    """
    side, kind = card.graph().inputs[0].shape[-1], card.settings.get("input", "photo")
    if kind == "drawing":
        if "drawing" not in inputs:
            raise InputError("Nothing is drawn yet.", rule="at least one stroke", value="no drawing")
        picture = digit_of(np.asarray(inputs["drawing"]))
    elif kind == "garment":
        picture = garment_of(photo_of(inputs), side)
    else:
        picture = centre_square(photo_of(inputs), side)
    return as_channels(picture, card.settings)


def layers_of(found: Mapping[str, np.ndarray]) -> list[dict[str, Any]]:
    """Return the feature maps among a graph's outputs as small pictures.

    Parameters
    ----------
    found : mapping of str to ndarray
        Outputs; those whose name holds ``early``, ``middle`` or ``deep`` have the shape (1, channels, h, w).

    Returns
    -------
    list of dict
        ``title``, ``text`` and ``tiles``, addresses of the eight strongest maps, each from its smallest to its largest
        value.
    """
    layers = []
    for depth, (title, text) in _DEPTHS.items():
        maps = next((value[0] for name, value in found.items() if depth in name), None)
        if maps is None:
            continue
        strongest = np.argsort(-maps.std(axis=(1, 2)), kind="stable")[:_TILES]
        tiles = [data_address(_tile(maps[at])) for at in strongest]
        layers.append(
            {"title": title, "text": f"{text} {len(maps)} maps of {maps.shape[1]} by {maps.shape[2]}.", "tiles": tiles}
        )
    return layers


def _tile(values: np.ndarray) -> np.ndarray:
    """Return a map as a small grey picture; large ones are made smaller, small ones are left to the page to enlarge."""
    if max(values.shape) > _TILE_SIDE:
        scale = _TILE_SIDE / max(values.shape)
        values = resize(values, *(max(1, round(scale * side)) for side in values.shape))
    return spread(values)
