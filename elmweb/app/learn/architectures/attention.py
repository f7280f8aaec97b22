"""Attention: where each head of a Transformer looks in a sentence."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.deep.answers import attention_html
from elmweb.app.learn.architectures.screen import Screen, chooser
from elmweb.app.learn.chapters import ChapterPage
from elmweb.app.parts import FIELD_HOLDS, Text, bars, stack
from elmweb.formatting import count, data_size, duration, percent, probability, quantity

__all__ = ["Attention"]

_EXAMPLE = "The acting was not good, but I never stopped laughing."
_NEARLY_EVEN, _MOST_COUNTED = 0.98, 6


class Attention(Screen):
    """The screen.

    Parameters
    ----------
    page : ChapterPage
        Runs studies.
    """

    id = "attention"
    title = "Attention"
    heading = "Attention: words looking at words"
    lead = (
        "Write what you think of a film, and see which words look at which. The network is the small Transformer of "
        "the Models page that tells whether a review likes the film: 2 layers with 4 heads each."
    )

    def __init__(self, page: ChapterPage) -> None:
        super().__init__(page)
        self.field = pn.widgets.TextAreaInput(
            label="A sentence about a film, in English", value=_EXAMPLE, rows=2, margin=0, sizing_mode="stretch_width",
            max_length=FIELD_HOLDS,
        )  # fmt: skip
        self.found: dict[str, Any] | None = None
        self.head_shown = (0, 2)
        self._text = Text(visible=False)
        self._layout = stack(
            stack(self.head(), self.starter("Look inside", "start"), kind="row top"),
            stack(self.field, kind="sec"),
            self._doing,
            self._text,
        )

    async def on_start(self) -> None:
        """Read what is written."""
        await self.run("start", "attention", {"text": self.field.value}, "Reading", self._show)

    async def on_head(self, value: list[int]) -> None:
        """Look at another head."""
        self.head_shown = (value[0], value[1])
        self._draw()

    def _show(self, found: dict[str, Any]) -> None:
        self.found = found
        self._draw()

    def _draw(self) -> None:
        if self.found:
            self._text.set_html(attention_screen_html(self.found, *self.head_shown))

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def attention_screen_html(found: dict[str, Any], layer: int, head: int) -> str:
    """Return one head as a matrix, small pictures of all to choose from, and what it means.

    Parameters
    ----------
    found : dict
        As :func:`elmweb.studies.attention.run` returns it.
    layer, head : int
        Which one.
    """
    options = [
        ([at, each], f"{_thumbnail(one['values'])}<span>Layer {at + 1}, head {each + 1}</span>")
        for at, row in enumerate(found["heads"])
        for each, one in enumerate(row)
    ]
    one, pieces = found["heads"][layer][head], found["pieces"]
    matrix = attention_html(
        {
            "title": f"Layer {layer + 1}, head {head + 1}",
            "text": "Each row is a word that looks, each column one that is looked at. The stronger a cell, the more.",
            "rows": pieces,
            "columns": pieces,
            "values": one["values"],
        }
    )
    left = f" {count(found['n_left_out'], 'word')} at the end did not fit." if found["n_left_out"] else ""
    card = found["card"]
    heads = chooser("Which head", "attention", "head", options, [layer, head])
    return (
        f'<div class="sec" role="status"><p><b class="big">{escape(found["label"])}</b> <span class="small">'
        f"{escape(probability(found['probability']))} in 100 sure.{left}</span></p></div>"
        f'<div class="sec"><h2>Choose a head</h2>{heads}</div>'
        f'<div class="pairs2 sec"><div class="whole">{matrix}<p class="note">{_seen(one, pieces)}</p></div>'
        f"{_counted(found)}</div>"
        '<p class="lead sec">A word takes up what it looks at: so "not" can change what "good" means. Where a network '
        "looks is not why it decides; other attention can give the same answer (Jain and Wallace, 2019, "
        "arXiv:1902.10186).</p>"
        f'<p class="tiny under">Trained for {duration(card["seconds"])} on {escape(card["device"])}, '
        f"{data_size(card['bytes'])}. Computed here in NumPy from the same weights; the largest difference to "
        f"onnxruntime is {quantity(found['difference'], 2)}. A word that is seldom is read in pieces, marked ##. How a "
        'translation looks at its sentence: <a href="#/models/transformer-translate">English to Spanish</a>.</p>'
    )


def _seen(one: dict[str, Any], pieces: list[str]) -> str:
    """Return in a sentence what a head does."""
    if one["even"] > _NEARLY_EVEN:
        return "This head looks at all words about alike: in this sentence it takes their mean and little else."
    row, column, value = one["strongest"]
    who = "itself" if row == column else f"“{escape(pieces[column])}”"
    return f"Its strongest look: “{escape(pieces[row])}” takes {percent(value)} % from {who}."


def _counted(found: dict[str, Any]) -> str:
    """Return what the words count in the answer."""
    ranked = sorted(zip(found["pieces"], found["counts"], strict=True), key=lambda pair: -pair[1])[:_MOST_COUNTED]
    most = ranked[0][1] or 1.0
    rows = bars((piece, value / most, f"{percent(value, 1)} %") for piece, value in ranked)
    return (
        '<section class="blk"><h2>What counts in the answer</h2><p class="small">After both layers, the answer is a '
        f'mean of all words with these weights.</p><div class="under">{rows}</div></section>'
    )


def _thumbnail(values: list[list[float]]) -> str:
    """Return a head as a small picture without words."""
    n = len(values)
    cells = "".join(
        f'<rect x="{column}" y="{row}" width="1" height="1" fill-opacity="{round(value, 2)}"/>'
        for row, line in enumerate(values)
        for column, value in enumerate(line)
        if value > 0.02
    )
    return f'<svg class="heads" viewBox="0 0 {n} {n}" aria-hidden="true">{cells}</svg>'
