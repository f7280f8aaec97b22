"""What is said of each pretrained model. In English it stands in ``models/manifest.json``, beside the numbers."""

from __future__ import annotations


def of_model(model: str, part: str, text: str) -> str:
    """A part of a model's card: title, about, measured_on, device, asks, learned_from, note-1 and on; a label of its.

    Of its data: dataset, source and licence.
    """
    del model, part
    return text
