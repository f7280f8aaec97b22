"""What the Teach page draws: texts that its element reads."""

from __future__ import annotations

import param

__all__ = ["TEXTS", "TeachBoard"]

TEXTS = ("board", "live", "thumbnails")
"""The texts, each with the name of the model that carries it: ``teach-board`` and so on."""


class TeachBoard(param.Parameterized):
    """The texts that the page's element draws, as JSON; each takes the place of the one before."""

    board = param.String(default="", doc="The newest TeachView, what is loading, and what runs.")
    live = param.String(default="", doc="The newest TeachAnswer, with how many there are a second.")
    thumbnails = param.String(default="", doc="The pictures that the element has asked for.")
