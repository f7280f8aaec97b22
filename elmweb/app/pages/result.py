"""The Result page: the score, one sentence, the evidence, and ways to use the model."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import panel as pn

from elmweb.app.controller import Controller
from elmweb.app.pages.evidence import Evidence
from elmweb.app.pages.later import LaterPage
from elmweb.app.pages.offers import OFFERS
from elmweb.app.pages.take_home import TakeHome
from elmweb.app.pages.try_it import TryIt
from elmweb.app.pages.verdict import score_table_html, scores_height, scores_parts, verdict_html
from elmweb.app.parts import Text, stack
from elmweb.app.state import Session

__all__ = ["ResultPage"]

_BEFORE, _AFTER = ("columns", "decide", "groups", "mistakes"), ("coverage", "queue", "forget", "sums")
"""The offers above the evidence, and those below it."""


class ResultPage(pn.viewable.Viewer):
    """Verdict, evidence, a form to predict with, and files to save."""

    def __init__(self, session: Session, controller: Controller) -> None:
        super().__init__()
        self.session = session
        self.controller = controller
        self._charts: list[Any] = []
        self._verdict = Text()
        self._chart = stack(kind="stack tight")
        self._table, self._runs = Text(), Text(css_classes=["wide"])
        self._scores = stack(self._chart, self._table, self._runs, kind="stack tight scores")
        views = self._views = {name: self._later(name) for name in OFFERS}
        self._try = TryIt(session, controller)
        self._take = TakeHome(session)
        self._evidence = Evidence(session, controller)
        self._layout = stack(
            self._verdict,
            stack(
                self._scores,
                stack(self._try, self._take, kind="stack use"),
                stack(
                    stack(*(views[name] for name in _BEFORE), kind="closer"),
                    self._evidence,
                    stack(*(views[name] for name in _AFTER), kind="closer"),
                    kind="stack evidence far",
                ),
                kind="result sec",
            ),
        )
        self.session.outcome.param.watch(lambda *_: self._draw(), ["result"])
        self.session.outcome.param.watch(lambda *_: self._draw_verdict(), ["stale", "before", "threshold", "learning"])
        self.session.outcome.param.watch(lambda *_: self._draw_runs(), ["result", "compared", "stale", "learning"])
        self.session.table.param.watch(lambda *_: self._draw_verdict(), ["info"])
        self.session.param.watch(lambda *_: self._recolour(), ["theme"])

    def _later(self, name: str) -> LaterPage:
        """Return an offer, in whose place its answer comes."""
        offer = OFFERS[name]
        board = "reasons" if offer.message == "explain" else "audit"
        make = partial(_view, name, self.session, self.controller)
        return LaterPage(self.session, board, make, Text(offer.head + offer.html))

    def _draw_verdict(self) -> None:
        """Show the verdict, and whether it is still about the table and settings on the page."""
        self._verdict.set_html(verdict_html(self.session.outcome, self.session.table.filename))

    def _draw(self) -> None:
        """Show a new result."""
        result = self.session.outcome.result
        if result is None:
            return
        self._draw_verdict()
        self._views["decide"].set_visible(result["task"] == "binary")
        self._charts, self._chart[:] = [], []
        self._chart.min_height = scores_height(result)
        if result["scores"]:  # a model that was saved alone has none
            self.controller.start(self._draw_scores)

    async def _draw_scores(self) -> None:
        """Show the comparison as a chart; the verdict does not wait for its drawing."""
        result = self.session.outcome.result
        await asyncio.sleep(0.01)
        if result is None or result is not self.session.outcome.result:
            return
        chart, parts = scores_parts(self.session, result)
        self._charts, self._chart[:] = [chart], parts

    def _draw_runs(self) -> None:
        """Show the numbers of the comparison, and the trainings of this visit once there are two."""
        outcome = self.session.outcome
        self._table.set_html(score_table_html(outcome))
        runs = (outcome.result or {}).get("runs")
        if runs and len(runs["runs"]) > 1:
            from elmweb.app.runs.tables import runs_html  # noqa: PLC0415  not before there is something to list

            self._runs.set_html(runs_html(runs, outcome.compared))
        else:
            self._runs.set_html("")

    def _recolour(self) -> None:
        """Redraw the charts in the new theme."""
        for chart in self._charts:
            chart.draw()

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _view(name: str, session: Session, controller: Controller) -> Any:
    """Return what answers an offer; nothing of it is imported before it is asked for."""
    if OFFERS[name].message == "explain":
        from elmweb.app.explain.views import VIEWS  # noqa: PLC0415
    else:
        from elmweb.app.audit.views import VIEWS  # noqa: PLC0415
    return VIEWS[name](session, controller.receive)
