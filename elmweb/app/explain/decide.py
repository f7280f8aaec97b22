"""Where to draw the line between two answers: a slider over what each threshold does on rows kept back."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import panel as pn

from elmweb.app.explain.tables import problem_html, risk_html
from elmweb.app.pages.reasons import DECIDE_HEAD, decide_html
from elmweb.app.parts import Text, stack
from elmweb.app.state import Session
from elmweb.formatting import count, in_100, quantity

__all__ = ["DecideView", "outcome_html"]


class DecideView(pn.viewable.Viewer):
    """The slider, the costs of both errors, and what comes of them; empty unless there are two answers.

    Parameters
    ----------
    session : Session
        Has the board.
    send : callable
        ``send(name, args)`` sends a message as the page does.
    """

    def __init__(self, session: Session, send: Callable[[str, dict[str, Any]], None]) -> None:
        super().__init__()
        self.session, self._send = session, send
        board = session.reasons
        common = {"margin": 0, "sizing_mode": "stretch_width"}
        self._offer, self._problem, self._outcome, self._risk = Text(), Text(), Text(), Text()
        self._line = pn.widgets.IntSlider(label="Line, in 100", start=0, end=100, value=50, **common)
        self._false = pn.widgets.FloatInput(label="Cost of a false alarm", start=0, value=board.false_alarm, **common)
        self._missed = pn.widgets.FloatInput(label="Cost of one missed", start=0, value=board.missed, **common)
        costs = stack(self._false, self._missed, kind="half")
        self._weighed = stack(
            stack(self._line, costs, kind="stack gap under"), self._outcome, self._risk, visible=False
        )
        self._filling = False
        self._layout = stack(Text(DECIDE_HEAD), self._offer, self._problem, self._weighed)
        self._line.param.watch(lambda *_: self._draw_outcome(), ["value"])
        for widget, name in ((self._false, "false_alarm"), (self._missed, "missed")):
            widget.param.watch(lambda event, name=name: self._weigh(**{name: event.new}), "value")
        board.param.watch(lambda *_: self._draw(), ["decision", "decision_problem"])
        session.outcome.param.watch(lambda *_: self._draw(), ["result"])
        self._draw()

    def _weigh(self, **costs: float | None) -> None:
        if not self._filling:
            self._send("explain", {"do": "decide", **costs})

    def _draw(self) -> None:
        """Show the offer, or what it came to."""
        board, result = self.session.reasons, self.session.outcome.result or {}
        found = board.decision
        two = self._layout.visible = result.get("task") == "binary"
        self._offer.set_html(decide_html() if two and not found else "")
        self._problem.set_html(problem_html(board.decision_problem))
        self._weighed.visible = found is not None
        self._filling = True
        self._false.value, self._missed.value = board.false_alarm, board.missed
        self._filling = False
        if found is not None:
            self._line.label = f"Say {found['positive']} from a probability of, in 100"
            self._risk.set_html(risk_html(found))
        self._draw_outcome()

    def _draw_outcome(self) -> None:
        """Show what the line at the slider does."""
        found = self.session.reasons.decision
        self._outcome.set_html(outcome_html(found, self._line.value) if found else "")

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def outcome_html(found: dict[str, Any], line: int) -> str:
    """Return what a threshold does: the matrix, precision, recall and cost, and which one would cost least.

    Parameters
    ----------
    found : dict
        From the question "decide".
    line : int
        The threshold in 100.

    Returns
    -------
    str
        HTML.
    """
    at, best = found["steps"][line], found["steps"][found["best"]]
    yes, no = escape(found["positive"]), escape(found["negative"])
    matrix = "".join(
        f'<tr><th scope="row">{name}</th><td class="{"ok" if right == 0 else "miss"}">{first:,}</td>'
        f'<td class="{"ok" if right == 1 else "miss"}">{second:,}</td></tr>'
        for name, right, first, second in (
            (no, 0, at["passed"], at["false_alarms"]),
            (yes, 1, at["missed"], at["found"]),
        )
    )
    n_yes, n_alarms = at["found"] + at["missed"], at["found"] + at["false_alarms"]
    rows = [
        ("Found, recall", _share(at["recall"], at["found"], n_yes)),
        ("Right when it says so, precision", _share(at["precision"], at["found"], n_alarms)),
        ("Cost of all errors", quantity(at["cost"], 4)),
    ]
    facts = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)
    least = (
        "No other line costs less on these rows."
        if at["cost"] <= best["cost"]
        else f"The least on these rows is {quantity(best['cost'], 4)}, from {found['best']} in 100 on."
    )
    return (
        f'<div role="status" class="under"><div class="cmw"><table class="cm"><caption class="sr">Rows: true answer. '
        f'Columns: what is said.</caption><thead><tr><td></td><th scope="col">{no}</th><th scope="col">{yes}</th></tr>'
        f'</thead><tbody>{matrix}</tbody></table></div><dl class="facts under">{facts}</dl><p class="small under">'
        f"{least}</p></div>"
        f'<p class="tiny">Counted on {count(found["n_rows"], "row")} kept back; a line that was picked on them looks a '
        "little better there than elsewhere. Saved files go on answering with the more probable of the two.</p>"
    )


def _share(share: float | None, part: int, whole: int) -> str:
    return "none to count" if share is None else f"{in_100(share)} in 100 ({part:,} of {whole:,})"
