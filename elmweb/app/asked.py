"""What the views of questions have in common: they show a board, and send messages as the page does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn

from elmweb.app.state import Session

__all__ = ["AskedView", "Send"]

Send = Callable[[str, dict[str, Any]], None]
"""``send(name, args)`` sends a message as the page does."""


class AskedView(pn.viewable.Viewer):
    """A view of what was asked, which subclasses lay out.

    Parameters
    ----------
    session : Session
        Has the board.
    send : callable
        ``send(name, args)`` sends a message as the page does.
    """

    _layout: pn.Column

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__()
        self.session, self._send = session, send
        self._filling = False  # True while widgets are filled from the board, which is no choice of a person

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout
