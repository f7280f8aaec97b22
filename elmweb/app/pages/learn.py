"""The Learn page, whose views are created when it is first opened, so that no other page waits for them."""

from __future__ import annotations

import panel as pn

from elmweb.app.parts import stack
from elmweb.app.state import Session

__all__ = ["LearnPage"]


class LearnPage(pn.viewable.Viewer):
    """A placeholder that is empty until the page is opened."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._layout = stack()
        session.lesson.param.watch(lambda *_: self._open(), ["shown"])

    def _open(self) -> None:
        """Create the views, once."""
        if len(self._layout):
            return
        from elmweb.app.learn.page import LessonView  # noqa: PLC0415  not before it is needed

        self._layout[:] = [LessonView(self.session).__panel__()]

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout
