"""How deeply a JSON text is nested: a parser calls itself for each level, and in a browser too many end Python."""

from __future__ import annotations

import re

import numpy as np

__all__ = ["MAX_DEPTH", "json_depth"]

MAX_DEPTH = 100
"""More levels than any table or model has, and far fewer than end a browser's Python."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def json_depth(text: str) -> int:
    """Return how many lists and records are in each other at the deepest place of a text, without parsing it.

    Parameters
    ----------
    text : str
        JSON, or what should be.

    Returns
    -------
    int
        The exact number, or an upper bound where that is within ``MAX_DEPTH``.
    """
    most = text.count("[") + text.count("{")
    if most <= MAX_DEPTH:
        return most
    signs = np.frombuffer(_STRING.sub("", text).encode(errors="replace"), dtype=np.uint8)
    steps = ((signs == ord("[")) | (signs == ord("{"))).astype(np.int8)
    steps -= (signs == ord("]")) | (signs == ord("}"))
    return int(np.cumsum(steps, dtype=np.int64).max(initial=0))
