"""A figure with a heading and a sentence, drawn again when the theme changes."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

import panel as pn

from elmweb.app.parts import Text, stack
from elmweb.state import Session

if TYPE_CHECKING:
    from bokeh.plotting import figure

__all__ = ["Chart"]


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
        What the chart shows in words, plain text, also for a screen reader.
    """

    def __init__(self, session: Session, title: str, make: Callable[[str], figure], sentence: str = "") -> None:
        self._session = session
        self._make = make
        self._pane = pn.pane.Bokeh(make(session.theme), sizing_mode="stretch_width", margin=0)
        parts = [Text(f"<h2>{escape(title)}</h2>")] if title else []
        parts.append(self._pane)
        if sentence:
            parts.append(Text(f'<p class="tiny">{escape(sentence)}</p>'))
        self.layout = stack(*parts, kind="stack tight")

    def draw(self) -> None:
        """Draw again, for a new theme."""
        self._pane.object = self._make(self._session.theme)
