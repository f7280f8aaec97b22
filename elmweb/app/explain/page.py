"""The views of the reasons, each in its own place on the Result page."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.asked import AskedView, Send
from elmweb.app.chart import Chart
from elmweb.app.explain.chart import effect_figure, effect_numbers
from elmweb.app.explain.state import ExplainBoard
from elmweb.app.explain.tables import (
    change_html,
    columns_html,
    like_html,
    problem_html,
    pulled_html,
    rows_html,
    why_html,
)
from elmweb.app.pages.offers import OFFERS
from elmweb.app.pages.reasons import asks_html
from elmweb.app.parts import Text, number_field, send_button, stack
from elmweb.app.state import Session
from elmweb.words.page import explain as words, explain_row as row_words

__all__ = ["ColumnsView", "RowsView", "WhyView"]


_ANSWERS = {"row": why_html, "change": change_html, "like": like_html, "pulled": pulled_html}


class ColumnsView(AskedView):
    """Which columns matter, and what the pressed one does."""

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__(session, send)
        self._list, self._problem = Text(), Text()
        self._target = pn.widgets.Select(label=words.SHOW_PROBABILITY_OF, options=[], margin=0, visible=False)
        self._place = stack(visible=False, kind="stack tight sec")
        self._chart: Chart | None = None
        self._layout = stack(Text(OFFERS["columns"].head), self._list, self._problem, self._place)
        board = self._board
        self._target.param.watch(lambda event: self._choose(event.new), "value")
        board.param.watch(lambda *_: self._draw(), ["columns", "columns_problem"])
        board.param.watch(lambda *_: self._draw_effect(), ["effect"])
        session.param.watch(lambda *_: self._chart and self._chart.draw(), ["theme"])
        self._draw()

    @property
    def _board(self) -> ExplainBoard:
        return self.session.reasons

    def _choose(self, target: str) -> None:
        effect = self._board.effect
        if not self._filling and effect:
            self._send("explain", {"do": "effect", "column": effect["column"], "target": target})

    def _draw(self) -> None:
        """Show the columns."""
        board = self._board
        chosen = board.effect["column"] if board.effect else ""
        self._list.set_html(columns_html(board.columns, chosen) if board.columns else OFFERS["columns"].html)
        self._problem.set_html(problem_html(board.columns_problem))

    def _draw_effect(self) -> None:
        """Show what the pressed column does."""
        found = self._board.effect
        self._draw()
        self._place.visible = found is not None
        if found is None:
            self._place[:], self._chart = [], None
            return
        classes = (self.session.outcome.result or {}).get("classes") or []
        self._filling = True
        self._target.param.update(options=list(classes), visible=len(classes) > 1)
        if classes:
            self._target.value = found["target"]
        self._filling = False
        drawn = words.dots if found["role"] == "category" else words.lines_and_bars
        sentence = drawn(found["n_rows"], len(found["curves"]), found["n_all"])
        self._chart = Chart(
            self.session, words.what_it_does(found["column"]), lambda theme: effect_figure(found, theme), sentence,
            numbers=effect_numbers(found),
        )  # fmt: skip
        self._place[:] = [self._chart.layout, self._target]


class WhyView(AskedView):
    """The questions about the row in the form, and the answer to one of them."""

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__(session, send)
        self._asks, self._answer, self._note = Text(), Text(), Text()
        common = {"margin": 0, "sizing_mode": "stretch_width", "visible": False}
        self._target = pn.widgets.Select(label=row_words.EXPLAIN_PROBABILITY_OF, options=[], **common)
        self._to = pn.widgets.Select(label=row_words.TO_GET, options=[], **common)
        self._by = number_field(row_words.MOVE_BY, visible=False)
        self._layout = stack(self._asks, self._note, self._target, self._to, self._by, self._answer, kind="stack tight")
        self._target.param.watch(lambda event: self._choose(target=event.new), "value")
        self._to.param.watch(lambda event: self._choose(to=event.new), "value")
        self._by.param.watch(lambda event: self._choose(by=event.new), "value")
        self._board.param.watch(lambda *_: self._draw(), ["open", "answer", "problem", "stale", "note"])
        self._draw()

    @property
    def _board(self) -> ExplainBoard:
        return self.session.reasons

    def _choose(self, **changes: Any) -> None:
        if not self._filling:
            self._send("explain", {"do": "choose", **changes})

    def _draw(self) -> None:
        """Show the questions and the answer to the open one."""
        board = self._board
        self._asks.set_html(asks_html(board.open))
        self._note.set_html(f'<p class="tiny">{escape(board.note)}</p>' if board.note else "")
        self._fill()
        html = problem_html(board.problem)
        if board.answer and board.open:
            html += _ANSWERS[board.open](board.answer)
            if board.stale:
                again = send_button(row_words.ASK_AGAIN, "explain", do="ask", question=board.open)
                html = f'<p class="small">{row_words.ANOTHER_ROW} {again}</p><div class="old">{html}</div>'
        self._answer.set_html(html)

    def _fill(self) -> None:
        """Show the choices that go with the open question."""
        board, result = self._board, self.session.outcome.result or {}
        classes = {str(one): str(one) for one in result.get("classes") or []}
        several = result.get("task") == "multilabel"
        self._filling = True
        shown = board.open in ("row", "pulled") and len(classes) > 1
        self._target.param.update(options={row_words.MOST_PROBABLE: "", **classes}, value=board.target, visible=shown)
        shown = board.open == "change" and len(classes) > 2 and not several
        self._to.param.update(options={row_words.ANY_OTHER: "", **classes}, value=board.to, visible=shown)
        self._by.visible = board.open == "change" and not classes
        if board.open == "change" and board.answer and board.answer["by"] is not None:
            self._by.value = board.answer["by"]
        self._filling = False


class RowsView(pn.viewable.Viewer):
    """The held-out rows of a pressed cell or point; hidden while none is.

    Parameters
    ----------
    session : Session
        Has the board.
    place : panel.Column
        Where they are shown, among the charts.
    """

    def __init__(self, session: Session, place: pn.Column) -> None:
        super().__init__()
        self.session = session
        self._text = Text()
        self._layout = place
        place[:] = [self._text]
        session.reasons.param.watch(lambda *_: self._draw(), ["rows", "rows_problem"])
        self._draw()

    def _draw(self) -> None:
        """Show the rows."""
        board, result = self.session.reasons, self.session.outcome.result or {}
        html = problem_html(board.rows_problem)
        if board.rows:
            html += rows_html(board.rows, (result.get("targets") or [row_words.ANSWER])[0])
        self._text.set_html(html)
        self._layout.visible = bool(html)

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout
