"""The Learn page: links to its chapters, and the one that is open."""

from __future__ import annotations

from html import escape

import panel as pn
from bokeh.models import Div

from elmweb.app.learn.chapters import CHAPTERS
from elmweb.app.parts import Text, stack
from elmweb.app.state import Session
from elmweb.words.page import learn as words

__all__ = ["LearnView", "LessonView"]


class LearnView(pn.viewable.Viewer):
    """The chapters of the Learn page, one of which is seen.

    Parameters
    ----------
    session : Session
        The page's state; its ``learn`` has the chapters.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._links = Text()
        self._bodies: dict[str, pn.Column] = {}
        self._body = stack()
        self._layout = stack(self._links, self._body)
        session.learn.param.watch(lambda *_: self._draw(), ["chapter"])
        self._draw()

    def _draw(self) -> None:
        """Show the open chapter, and mark its link."""
        chapters = self.session.learn
        if chapters.chapter is None:
            return
        if chapters.chapter not in self._bodies:
            view = chapters.pages[chapters.chapter] if chapters.chapter else LessonView(self.session)
            self._bodies[chapters.chapter] = stack(view)
            self._body.append(self._bodies[chapters.chapter])
        for name, body in self._bodies.items():
            body.visible = name == chapters.chapter
        self._links.set_html(_links_html(chapters.chapter) if len(CHAPTERS) > 1 else "")

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _links_html(chosen: str) -> str:
    """Return the links to the chapters."""
    links = "".join(
        f'<a href="#/{"/".join(filter(None, ("learn", one.id)))}"{_CURRENT if one.id == chosen else ""}>'
        f"{escape(one.title)}</a>"
        for one in CHAPTERS
    )
    return f'<nav class="chapters" aria-label="{words.CHAPTERS_LABEL}">{links}</nav>'


_CURRENT = ' aria-current="page"'


class LessonView(pn.viewable.Viewer):
    """The lesson: an element that draws, and the two texts that it draws from.

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
