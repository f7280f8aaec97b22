"""The topics of the guide: which there are, and what each rests on; what they say is in :mod:`elmweb.words.page`.

Numbers in these texts stand in ``docs/benchmarks.md`` (which a test holds) or are those of a source; numbers of the
deep models are not written there but taken from their cards when a topic is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from elmweb.words.page import guide_elm, guide_networks

__all__ = ["TOPICS", "Topic"]


@dataclass(frozen=True)
class Topic:
    """One screen of the guide.

    Parameters
    ----------
    id : str
        Its part of the address, ``#/learn/guide/id``.
    models : tuple of str
        Deep models of this site, whose measured numbers are shown.
    sources : tuple of str
        Keys of :data:`elmweb.words.page.guide_sources.SOURCES`.
    """

    id: str
    models: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def _said(self) -> Mapping[str, Any]:
        """All that is said about it."""
        about_networks = guide_networks.TOPICS
        return about_networks[self.id] if self.id in about_networks else guide_elm.TOPICS[self.id]

    @property
    def title(self) -> str:
        """Heading."""
        return self._said["title"]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What it says."""
        return self._said["says"]

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """A list in order, of names and what each means; there may be none."""
        return self._said.get("steps", ())

    @property
    def used(self) -> str:
        """Where it is used; empty where that is no question."""
        return self._said.get("used", "")

    @property
    def costs(self) -> str:
        """What it costs; empty where that is no question."""
        return self._said.get("costs", "")

    @property
    def live(self) -> tuple[tuple[str, str], ...]:
        """Addresses in this site, and what is to be seen there."""
        return tuple(self._said["see"].items())


TOPICS = (
    Topic("training", sources=("rosenblatt", "robbins", "rumelhart", "adam", "kaplan")),
    Topic("cnn", models=("cnn-mnist", "cnn-cifar10"), sources=("fukushima", "lecun", "krizhevsky")),
    Topic("rnn", models=("lstm-ecg", "lstm-demand"), sources=("elman", "bengio", "lstm", "vaswani")),
    Topic(
        "transformer",
        models=("transformer-translate", "transformer-sentiment", "vit-fashion"),
        sources=("bahdanau", "vaswani", "vit", "patterson"),
    ),
    Topic("gan", models=("gan-fashion",), sources=("gan", "diffusion")),
    Topic(
        "cost",
        models=(
            "cnn-mnist",
            "cnn-cifar10",
            "gan-fashion",
            "lstm-demand",
            "lstm-ecg",
            "transformer-sentiment",
            "transformer-translate",
            "vit-fashion",
        ),
        sources=("brown", "patterson", "goyal", "kaplan"),
    ),
    Topic("elm", sources=("huang2004", "huang2006", "hoerl", "mcdonnell")),
    Topic(
        "names",
        sources=(
            "rosenblatt",
            "broomhead",
            "schmidt",
            "pao",
            "jaeger",
            "huang2004",
            "huang2006",
            "rahimi",
            "kitchen",
            "scardapane",
        ),
    ),
    Topic("critics", sources=("wang", "reply", "li", "hoerl", "mcdonnell", "delgado")),
    Topic("choose", sources=("delgado",)),
)
"""In the order in which they are read."""
