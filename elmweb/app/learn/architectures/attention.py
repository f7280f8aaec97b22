"""Attention: where each head of a Transformer looks in a sentence."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.deep.answers import attention_html
from elmweb.app.learn.architectures.screen import Screen, chooser
from elmweb.app.learn.chapters import ChapterPage
from elmweb.app.parts import FIELD_HOLDS, Text, bars, stack
from elmweb.formatting import data_size, duration, percent, probability, quantity
from elmweb.words.page import architectures, architectures_attention as words

__all__ = ["Attention"]

_NEARLY_EVEN, _MOST_COUNTED = 0.98, 6


class Attention(Screen):
    """The screen.

    Parameters
    ----------
    page : ChapterPage
        Runs studies.
    """

    id = "attention"

    def __init__(self, page: ChapterPage) -> None:
        super().__init__(page)
        self.field = pn.widgets.TextAreaInput(
            label=words.FIELD, value=words.EXAMPLE, rows=2, margin=0, sizing_mode="stretch_width",
            max_length=FIELD_HOLDS,
        )  # fmt: skip
        self.found: dict[str, Any] | None = None
        self.head_shown = (0, 2)
        self._text = Text(visible=False)
        self._layout = stack(
            stack(self.head(words.HEADING, words.LEAD), self.starter(words.START, "start"), kind="row top"),
            stack(self.field, kind="sec"),
            self._doing,
            self._text,
        )

    async def on_start(self) -> None:
        """Read what is written."""
        await self.run("start", "attention", {"text": self.field.value}, words.DOING, self._show)

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
        ([at, each], f"{_thumbnail(one['values'])}<span>{words.head(at + 1, each + 1)}</span>")
        for at, row in enumerate(found["heads"])
        for each, one in enumerate(row)
    ]
    one, pieces = found["heads"][layer][head], found["pieces"]
    matrix = attention_html(
        {
            "title": words.head(layer + 1, head + 1),
            "text": words.READING_THE_MATRIX,
            "rows": pieces,
            "columns": pieces,
            "values": one["values"],
        }
    )
    left = f" {words.left_out(found['n_left_out'])}" if found["n_left_out"] else ""
    card = found["card"]
    how = words.how_done(
        duration(card["seconds"]), escape(card["device"]), data_size(card["bytes"]), quantity(found["difference"], 2)
    )
    heads = chooser(words.WHICH, "attention", "head", options, [layer, head])
    return (
        f'<div class="sec" role="status"><p><b class="big">{escape(found["label"])}</b> <span class="small">'
        f"{architectures.likely(escape(probability(found['probability'])))}{left}</span></p></div>"
        f'<div class="sec"><h2>{words.CHOOSE}</h2>{heads}</div>'
        f'<div class="pairs2 sec"><div class="whole">{matrix}<p class="note">{_seen(one, pieces)}</p></div>'
        f"{_counted(found)}</div>"
        f'<p class="lead sec">{words.MEANING}</p><p class="tiny under">{how}</p>'
    )


def _seen(one: dict[str, Any], pieces: list[str]) -> str:
    """Return in a sentence what a head does."""
    if one["even"] > _NEARLY_EVEN:
        return words.LOOKS_EVENLY
    row, column, value = one["strongest"]
    if row == column:
        return words.strongest_itself(escape(pieces[row]), percent(value))
    return words.strongest(escape(pieces[row]), percent(value), escape(pieces[column]))


def _counted(found: dict[str, Any]) -> str:
    """Return what the words count in the answer."""
    ranked = sorted(zip(found["pieces"], found["counts"], strict=True), key=lambda pair: -pair[1])[:_MOST_COUNTED]
    most = ranked[0][1] or 1.0
    rows = bars((piece, value / most, f"{percent(value, 1)} %") for piece, value in ranked)
    return (
        f'<section class="blk"><h2>{words.COUNTS}</h2><p class="small">{words.COUNTS_TEXT}</p>'
        f'<div class="under">{rows}</div></section>'
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
