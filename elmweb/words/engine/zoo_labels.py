"""The classes of the pretrained models. In English they stand in ``models/manifest.json``."""

from __future__ import annotations


def label(name: str) -> str:
    """A class, such as "cat"; the name itself where it is a digit, or of a model that only a site knows."""
    return name
