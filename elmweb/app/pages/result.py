"""The Result page: the score, one sentence, the evidence, and ways to use the model."""

from __future__ import annotations

from functools import partial
from typing import Any

import panel as pn

from elmweb.app.controller import Controller
from elmweb.app.pages.evidence import Evidence
from elmweb.app.pages.later import LaterPage
from elmweb.app.pages.reasons import COLUMNS_HEAD, DECIDE_HEAD, decide_html, measure_html
from elmweb.app.pages.take_home import TakeHome
from elmweb.app.pages.try_it import TryIt
from elmweb.app.pages.verdict import scores_parts, verdict_html
from elmweb.app.parts import Text, stack
from elmweb.app.state import Session

__all__ = ["ResultPage"]


class ResultPage(pn.viewable.Viewer):
    """Verdict, evidence, a form to predict with, and files to save."""

    def __init__(self, session: Session, controller: Controller) -> None:
        super().__init__()
        self.session = session
        self.controller = controller
        self._charts: list[Any] = []
        self._verdict = Text()
        self._scores = stack(kind="stack tight scores")
        self._columns = LaterPage(
            session, "reasons", partial(_columns, session, controller), Text(COLUMNS_HEAD + measure_html())
        )
        self._line = Text()
        self._decide = LaterPage(session, "reasons", partial(_decide, session, controller), self._line)
        self._try = TryIt(session, controller)
        self._take = TakeHome(session)
        self._evidence = Evidence(session, controller)
        self._layout = stack(
            self._verdict,
            stack(
                self._scores,
                stack(self._try, self._take, kind="stack use"),
                stack(self._columns, self._decide, self._evidence, kind="stack evidence far"),
                kind="result sec",
            ),
        )
        self.session.outcome.param.watch(lambda *_: self._draw(), ["result"])
        self.session.outcome.param.watch(lambda *_: self._draw_verdict(), ["stale", "before"])
        self.session.table.param.watch(lambda *_: self._draw_verdict(), ["info"])
        self.session.param.watch(lambda *_: self._recolour(), ["theme"])

    def _draw_verdict(self) -> None:
        """Show the verdict, and whether it is still about the table and settings on the page."""
        self._verdict.set_html(verdict_html(self.session.outcome, self.session.table.filename))

    def _draw(self) -> None:
        """Show a new result."""
        result = self.session.outcome.result
        if result is None:
            return
        self._draw_verdict()
        self._line.set_html(DECIDE_HEAD + decide_html() if result["task"] == "binary" else "")
        self._charts, self._scores[:] = [], []
        if result["scores"]:  # a model that was saved alone has none
            chart, parts = scores_parts(self.session, result)
            self._charts, self._scores[:] = [chart], parts

    def _recolour(self) -> None:
        """Redraw the charts in the new theme."""
        for chart in self._charts:
            chart.draw()

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _columns(session: Session, controller: Controller) -> Any:
    from elmweb.app.explain.page import ColumnsView  # noqa: PLC0415  not before it is asked for

    return ColumnsView(session, controller.receive)


def _decide(session: Session, controller: Controller) -> Any:
    from elmweb.app.explain.decide import DecideView  # noqa: PLC0415  not before it is asked for

    return DecideView(session, controller.receive)
