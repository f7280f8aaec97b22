"""Object detection: the things on a photo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from elmweb.zoo.detect import detect as find_boxes
from elmweb.zoo.images import photo_of
from elmweb.zoo.manifest import ModelCard
from elmweb.zoo.tasks import Answer, Ask
from elmweb.zoo.thumbnails import resize

__all__ = ["detect"]

COLOURS = ("#1F4FBF", "#8A2478", "#A84300")
"""Of the boxes, one for each class in turn; with their white edge they are visible on any photo."""

_MOST_NAMED = 4


async def detect(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Find the objects on a photo.

    Parameters
    ----------
    card : ModelCard
        Its outputs are ``scores`` and ``distances``, see :func:`elmweb.zoo.detect.detect`; ``settings`` has ``width``,
        the side of its square input in pixels, and ``at_least``.
    ask : Ask
        Runs the model.
    inputs : mapping
        ``photo``, ndarray (h, w, 3) uint8.

    Returns
    -------
    Answer
        ``headline`` and ``boxes``, the most confident first.
    """
    side = int(card.settings["width"])
    image = resize(photo_of(inputs), side, side).transpose(2, 0, 1)[None] / np.float32(255)  # distorted, not cropped
    found = await ask({card.graph().inputs[0].name: np.ascontiguousarray(image)})
    boxes = find_boxes(found["scores"][0], found["distances"][0], side, at_least=card.settings["at_least"])
    kinds = list(dict.fromkeys(boxes.classes.tolist()))
    return {
        "headline": _counted([card.labels[kind] for kind in boxes.classes]),
        "boxes": [
            {
                "label": card.labels[kind],
                "share": float(confidence),
                "box": [float(edge) for edge in corners],
                "colour": COLOURS[kinds.index(kind) % len(COLOURS)],
            }
            for corners, confidence, kind in zip(boxes.corners, boxes.confidences, boxes.classes.tolist(), strict=True)
        ],
    }


def _counted(names: list[str]) -> str:
    """Return how many objects of each class were found.

    Examples
    --------
    >>> _counted(["cup", "cup", "person"]), _counted([])
    ('2 cup, 1 person', 'Nothing it knows')
    """
    if not names:
        return "Nothing it knows"
    counts = {name: names.count(name) for name in dict.fromkeys(names)}
    shown = ", ".join(f"{count} {name}" for name, count in list(counts.items())[:_MOST_NAMED])
    more = len(counts) - _MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown
