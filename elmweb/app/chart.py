"""A figure with a heading, a sentence and its numbers, drawn again when the theme changes."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

import panel as pn

from elmweb.app.chart_numbers import Numbers, unseen_table
from elmweb.app.parts import Text, stack
from elmweb.app.state import Session

if TYPE_CHECKING:
    from bokeh.plotting import figure

__all__ = ["Chart", "told"]


def told(plot: figure, words: str) -> figure:
    """Return a figure that a screen reader reads as one picture with these words.

    Parameters
    ----------
    plot : figure
        Any figure.
    words : str
        What it shows, plain text.

    Returns
    -------
    figure
        The same figure.
    """
    plot.html_attributes = {"role": "img", "aria-label": words}
    return plot


class Chart:
    """One chart on a page.

    Parameters
    ----------
    session : Session
        Knows the theme.
    title : str
        Heading, plain text; empty for none.
    make : callable
        Takes the theme and returns the figure.
    sentence : str
        What the chart shows in words, plain text; stands under it.
    numbers : Numbers, optional
        The numbers drawn, for people who do not see them.
    words : str
        What a screen reader says in place of heading and sentence.
    """

    def __init__(
        self,
        session: Session,
        title: str,
        make: Callable[[str], figure],
        sentence: str = "",
        *,
        numbers: Numbers | None = None,
        words: str = "",
    ) -> None:
        self._session = session
        self._words = words or f"Chart. {title}. {sentence}".strip()
        self._make = make
        self._pane = pn.pane.Bokeh(self._made(), sizing_mode="stretch_width", margin=0)
        under = f'<p class="tiny">{escape(sentence)}</p>' if sentence else ""
        under += unseen_table(numbers, title or words) if numbers else ""
        parts = [Text(f"<h2>{escape(title)}</h2>")] if title else []
        self.layout = stack(*parts, self._pane, *([Text(under)] if under else []), kind="stack tight")

    def _made(self) -> figure:
        """Return the figure for the theme of now."""
        return told(self._make(self._session.theme), self._words)

    def draw(self) -> None:
        """Draw again, for a new theme."""
        self._pane.object = self._made()
