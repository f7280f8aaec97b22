"""A page, or a part of one, whose views are made when it is first opened, so that nothing else waits for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn
import param

from elmweb.app.parts import stack

__all__ = ["LaterPage"]


class LaterPage(pn.viewable.Viewer):
    """A placeholder that is empty until its page is opened.

    Parameters
    ----------
    state : Parameterized
        The page's state.
    name : str
        The parameter of it that changes when the page is opened.
    make : callable
        Imports and returns the page's view.
    *before
        What stands there until then.
    """

    def __init__(
        self, state: param.Parameterized, name: str, make: Callable[[], Any], *before: pn.viewable.Viewable
    ) -> None:
        super().__init__()
        self._make, self._is_open = make, False
        self._layout = stack(*before)
        state.param.watch(lambda *_: self._open(), [name])

    def _open(self) -> None:
        """Make the view, once."""
        if not self._is_open:
            self._is_open = True
            self._layout.css_classes = ["stack", "wide"]
            self._layout[:] = [self._make().__panel__()]

    def set_visible(self, is_shown: bool) -> None:
        """Show the part, or hide it where it has nothing to say.

        Parameters
        ----------
        is_shown : bool
            Whether it is to be seen.
        """
        self._layout.visible = is_shown

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout
