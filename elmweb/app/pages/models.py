"""The Models page's place: its views are made when it is opened first, so that no other page waits for them."""

from __future__ import annotations

from typing import Any

import panel as pn
import param

from elmweb.app.parts import stack
from elmweb.app.state import Session

__all__ = ["ModelsPage"]


class ModelsPage(pn.viewable.Viewer):
    """Empty until the page is opened."""

    session = param.ClassSelector(class_=Session)
    controller = param.Parameter()

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._layout = stack()
        self.session.zoo.param.watch(lambda *_: self._open(), ["shown"])

    def _open(self) -> None:
        """Make the views, once."""
        if len(self._layout):
            return
        from elmweb.app.deep.page import DeepModels  # noqa: PLC0415  not before it is needed, see above

        self._layout[:] = [DeepModels(self.session, self._ask).__panel__()]

    def _ask(self, **inputs: Any) -> None:
        """Ask the open model with what changed."""
        self.controller.receive("ask_model", {"inputs": inputs})

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout
