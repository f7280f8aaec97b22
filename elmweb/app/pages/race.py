"""The Race page, whose views are created when it is first opened, so that no other page waits for them."""

from __future__ import annotations

import panel as pn

from elmweb.app.controller import Controller
from elmweb.app.parts import stack
from elmweb.app.state import Session

__all__ = ["RacePage"]


class RacePage(pn.viewable.Viewer):
    """A placeholder that is empty until the page is opened."""

    def __init__(self, session: Session, controller: Controller) -> None:
        super().__init__()
        self.session = session
        self.controller = controller
        self._layout = stack()
        self.session.param.watch(lambda *_: self._open(), ["race"])

    def _open(self) -> None:
        """Create the views, once."""
        from elmweb.app.race.page import RaceView  # noqa: PLC0415  not before it is needed

        self._layout[:] = [RaceView(self.session, self.controller.receive).__panel__()]

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout
