"""The Result page: the number, one sentence, then the evidence and what to do with it."""

from __future__ import annotations

from typing import Any

import panel as pn
import param

from elmweb.app.controller import Controller
from elmweb.app.pages.evidence import Evidence
from elmweb.app.pages.take_home import TakeHome
from elmweb.app.pages.try_it import TryIt
from elmweb.app.pages.verdict import scores_parts, verdict_html
from elmweb.app.parts import Text, stack
from elmweb.app.state import Session

__all__ = ["ResultPage"]


class ResultPage(pn.viewable.Viewer):
    """Verdict, evidence, a form to try it and files to take home."""

    session = param.ClassSelector(class_=Session)
    controller = param.ClassSelector(class_=Controller)

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._charts: list[Any] = []
        self._verdict = Text()
        self._scores = stack(kind="stack tight scores")
        self._try = TryIt(session=self.session)
        self._take = TakeHome(session=self.session)
        self._evidence = Evidence(session=self.session, controller=self.controller)
        self._layout = stack(
            self._verdict,
            stack(self._scores, stack(self._try, self._take, kind="stack use"), self._evidence, kind="result sec"),
        )
        self.session.outcome.param.watch(lambda *_: self._draw(), ["result"])
        self.session.outcome.param.watch(lambda *_: self._say(), ["stale", "before"])
        self.session.table.param.watch(lambda *_: self._say(), ["info"])
        self.session.param.watch(lambda *_: self._recolour(), ["theme"])

    def _say(self) -> None:
        """Show the verdict, and whether it is still about what is on the page."""
        if self.session.outcome.result:
            open_table = (self.session.table.info or {}).get("name", "")
            self._verdict.say(verdict_html(self.session.outcome, open_table))

    def _draw(self) -> None:
        """Show a new result."""
        result = self.session.outcome.result
        if result is None:
            return
        self._say()
        chart, parts = scores_parts(self.session, result)
        self._charts = [chart]
        self._scores[:] = parts

    def _recolour(self) -> None:
        """Draw the charts for the new theme."""
        for chart in self._charts:
            chart.draw()

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout
