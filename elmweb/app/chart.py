"""A figure with a heading, a sentence and its numbers, redrawn when the theme changes."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

import panel as pn

from elmweb.app.chart_numbers import Numbers, unseen_table
from elmweb.app.parts import Text, stack
from elmweb.app.state import Session
from elmweb.words.page import charts as words

if TYPE_CHECKING:
    from bokeh.plotting import figure

__all__ = ["Chart", "described"]


def described(plot: figure, description: str) -> figure:
    """Return a figure that a screen reader presents as one image with a description.

    Parameters
    ----------
    plot : figure
        Any figure.
    description : str
        What it shows, plain text.

    Returns
    -------
    figure
        The same figure.
    """
    plot.html_attributes = {"role": "img", "aria-label": description}
    return plot


class Chart:
    """One chart on a page.

    Parameters
    ----------
    session : Session
        Has the theme.
    title : str
        Heading, plain text; empty for none.
    make : callable
        Takes the theme and returns the figure.
    sentence : str
        What the chart shows, plain text; placed below it.
    numbers : Numbers, optional
        The numbers drawn, as a table for screen readers.
    description : str
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
        description: str = "",
    ) -> None:
        self._session = session
        self._description = description or words.described(title, sentence)
        self._make = make
        self._pane = pn.pane.Bokeh(self._made(), sizing_mode="stretch_width", margin=0)
        under = f'<p class="tiny">{escape(sentence)}</p>' if sentence else ""
        under += unseen_table(numbers, title or description) if numbers else ""
        parts = [Text(f"<h2>{escape(title)}</h2>")] if title else []
        self.layout = stack(*parts, self._pane, *([Text(under)] if under else []), kind="stack tight")

    def _made(self) -> figure:
        """Return the figure in the current theme."""
        return described(self._make(self._session.theme), self._description)

    def draw(self) -> None:
        """Redraw, after the theme has changed."""
        self._pane.object = self._made()
