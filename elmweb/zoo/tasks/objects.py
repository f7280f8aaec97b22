"""Object detection: the things on a photo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from elmweb.formatting import percent
from elmweb.words.engine import zoo_tasks as words
from elmweb.zoo.detect import detect as find_boxes, things
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
        the side of its square input in pixels, ``at_least``, and ``sure_from``, the confidence from which an object
        is counted.
    ask : Ask
        Runs the model.
    inputs : mapping
        ``photo``, ndarray (h, w, 3) uint8.

    Returns
    -------
    Answer
        ``headline``, what was found with confidence; ``boxes``, the most confident first; a note on what is less sure.
        A thing that is less sure has all the names that were found for it.
    """
    side = int(card.settings["width"])
    image = resize(photo_of(inputs), side, side).transpose(2, 0, 1)[None] / np.float32(255)  # distorted, not cropped
    found = await ask({card.graph().inputs[0].name: np.ascontiguousarray(image)})
    boxes = find_boxes(found["scores"][0], found["distances"][0], side, at_least=card.settings["at_least"])
    limit = card.settings["sure_from"]
    named = []
    for thing in things(boxes):
        classes = thing.classes[:1] if thing.confidence >= limit else thing.classes  # a sure thing has one name
        named.append((words.either([card.labels[kind] for kind in classes]), thing))
    kinds = list(dict.fromkeys(name for name, _ in named))
    sure, unsure = (
        [name for name, thing in named if (thing.confidence >= limit) == is_sure] for is_sure in (True, False)
    )
    return {
        "headline": _counted(sure) or (words.NOT_SURE if unsure else words.NOTHING_KNOWN),
        "notes": [words.less_sure(percent(limit), _counted(unsure))] if unsure else [],
        "boxes": [
            {
                "label": name,
                "share": thing.confidence,
                "box": [float(edge) for edge in thing.corners],
                "sure": thing.confidence >= limit,
                "colour": COLOURS[kinds.index(name) % len(COLOURS)],
            }
            for name, thing in named
        ],
    }


def _counted(names: list[str]) -> str:
    """Return how many objects of each class were found.

    Examples
    --------
    >>> _counted(["cup", "cup", "person"]), _counted([])
    ('2 cup, 1 person', '')
    """
    counts = {name: names.count(name) for name in dict.fromkeys(names)}
    shown = [(count, name) for name, count in list(counts.items())[:_MOST_NAMED]]
    return words.things(shown, len(counts) - len(shown))
