"""The Teach page: an element that draws, and the texts that it draws from.

With a camera, texts change several times a second; ``<elm-teach>`` of ``web/teach`` repaints what has changed and
leaves the rest, the video and the keyboard's focus, where it is.
"""

from __future__ import annotations

from typing import Any

import panel as pn
from bokeh.models import Div

from elmweb.app.parts import Text, stack
from elmweb.app.state import Session
from elmweb.app.teach.state import TEXTS
from elmweb.words.page import teach as words

__all__ = ["TeachView"]


class TeachView(pn.viewable.Viewer):
    """Everything on the Teach page.

    Parameters
    ----------
    session : Session
        The page's state; its ``teach`` has the texts.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        board = session.teach
        self._texts = {
            name: Div(name=f"teach-{name}", text=getattr(board, name), render_as_text=True, visible=False)
            for name in TEXTS
        }
        board.param.watch(self._write, list(TEXTS))
        panes = [pn.pane.Bokeh(div) for div in self._texts.values()]
        self._layout = stack(Text(_title_html()), Text("<elm-teach></elm-teach>"), pn.Column(*panes, visible=False))

    def _write(self, *events: Any) -> None:
        """Hand texts to the page."""
        with pn.io.unlocked():  # on a server a document may be changed only while it is locked
            for event in events:
                self._texts[event.name].text = event.new

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _title_html() -> str:
    """Return the heading."""
    return f'<h1 tabindex="-1">{words.TITLE}</h1><p class="lead">{words.LEAD}</p>'
