"""The Learn page: an element that draws, and the two texts that it draws from."""

from __future__ import annotations

import panel as pn
from bokeh.models import Div

from elmweb.app.parts import Text, stack
from elmweb.app.state import Session

__all__ = ["LessonView"]


class LessonView(pn.viewable.Viewer):
    """Everything on the Learn page.

    While a network learns, a dozen views a second are shown; ``<elm-learn>`` of ``web/learn`` repaints what has changed
    and leaves the rest, with the keyboard's focus, where it is. A view takes the place of the one before, so it does
    not go through the message channel, which repeats its messages.

    Parameters
    ----------
    session : Session
        The page's state.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        lesson = session.lesson
        self._texts = {
            name: Div(name=f"lesson-{name}", text=getattr(lesson, name), render_as_text=True, visible=False)
            for name in ("scene", "view")
        }
        for name in self._texts:
            lesson.param.watch(lambda event: self._write(event.name, event.new), [name])
        panes = [pn.pane.Bokeh(div) for div in self._texts.values()]
        self._layout = stack(Text("<elm-learn></elm-learn>"), pn.Column(*panes, visible=False))

    def _write(self, name: str, text: str) -> None:
        """Hand one of the texts to the page."""
        with pn.io.unlocked():  # on a server a document may be changed only while it is locked
            self._texts[name].text = text

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout
