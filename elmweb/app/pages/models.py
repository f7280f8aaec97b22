"""The Models page, whose views are created when it is first opened, so that no other page waits for them."""

from __future__ import annotations

from typing import Any

import panel as pn

from elmweb.app.controller import Controller
from elmweb.app.parts import stack
from elmweb.app.state import Session

__all__ = ["ModelsPage"]


class ModelsPage(pn.viewable.Viewer):
    """A placeholder that is empty until the page is opened."""

    def __init__(self, session: Session, controller: Controller) -> None:
        super().__init__()
        self.session = session
        self.controller = controller
        self._layout = stack()
        self.session.zoo.param.watch(lambda *_: self._open(), ["shown"])

    def _open(self) -> None:
        """Create the views, once."""
        if len(self._layout):
            return
        from elmweb.app.deep.page import DeepModels  # noqa: PLC0415  not before it is needed

        self._layout[:] = [DeepModels(self.session, self._ask_model).__panel__()]

    def _ask_model(self, **inputs: Any) -> None:
        """Run the open model with the inputs that changed."""
        self.controller.receive("ask_model", {"inputs": inputs})

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout
