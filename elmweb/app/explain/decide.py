"""Where to draw the line between two answers: a slider over what each threshold does on rows kept back."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.asked import AskedView, Send
from elmweb.app.explain.tables import problem_html, risk_html
from elmweb.app.pages.offers import OFFERS
from elmweb.app.pages.reasons import EVEN
from elmweb.app.parts import Text, number_field, send_button, stack
from elmweb.app.state import Session
from elmweb.formatting import in_100, quantity, whole
from elmweb.words.page import explain_decide as words

__all__ = ["DecideView", "outcome_html"]


class DecideView(AskedView):
    """The slider, the costs of both errors, and what comes of them; empty unless there are two answers."""

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__(session, send)
        board = session.reasons
        self._offer, self._problem, self._outcome, self._risk = Text(), Text(), Text(), Text()
        self._line = pn.widgets.IntSlider(
            label=words.THRESHOLD, start=0, end=100, value=50, margin=0, sizing_mode="stretch_width"
        )
        self._false = number_field(words.COST_OF_FALSE_ALARM, start=0, value=board.false_alarm)
        self._missed = number_field(words.COST_OF_MISS, start=0, value=board.missed)
        costs = stack(self._false, self._missed, kind="half costs")
        self._weighed = stack(
            stack(self._line, costs, kind="stack gap under"), self._outcome, self._risk, visible=False
        )
        self._found: dict[str, Any] | None = None
        self._layout = stack(Text(OFFERS["decide"].head), self._offer, self._problem, self._weighed)
        self._line.param.watch(lambda *_: self._draw_outcome(), ["value"])
        for widget, name in ((self._false, "false_alarm"), (self._missed, "missed")):
            widget.param.watch(lambda event, name=name: self._weigh(**{name: event.new}), "value")
        board.param.watch(lambda *_: self._draw(), ["decision", "decision_problem"])
        session.outcome.param.watch(lambda *_: self._draw(), ["result"])
        session.outcome.param.watch(lambda *_: self._draw_outcome(), ["threshold"])
        self._draw()

    def _weigh(self, **costs: float | None) -> None:
        if not self._filling:
            self._send("explain", {"do": "decide", **costs})

    def _draw(self) -> None:
        """Show the offer, or what it came to."""
        board, result = self.session.reasons, self.session.outcome.result or {}
        found = board.decision
        two = self._layout.visible = result.get("task") == "binary"
        self._offer.set_html(OFFERS["decide"].html if two and not found else "")
        self._problem.set_html(problem_html(board.decision_problem))
        self._weighed.visible = found is not None
        self._filling = True
        self._false.value, self._missed.value = board.false_alarm, board.missed
        self._filling = False
        if found is not None:
            self._line.label = words.say_from(found["positive"])
            if found is not self._found:
                self._line.value = line_of(self.session.outcome.threshold)
        self._found = found
        self._draw_outcome()

    def _draw_outcome(self) -> None:
        """Show what the line at the slider does."""
        found, line = self.session.reasons.decision, self._line.value
        used = line_of(self.session.outcome.threshold)
        self._outcome.set_html(outcome_html(found, line, used) if found else "")
        self._risk.set_html(risk_html(found, line) if found else "")


def line_of(threshold: float | None) -> int:
    """Return a threshold in percent, which is where the slider stands for it."""
    return EVEN if threshold is None else round(100 * threshold)


def outcome_html(found: dict[str, Any], line: int, used: int = EVEN) -> str:
    """Return what a threshold does: the matrix, precision, recall and cost, and which one would cost least.

    Parameters
    ----------
    found : dict
        From the question "decide".
    line : int
        The threshold in percent.
    used : int
        The one that is in use.

    Returns
    -------
    str
        HTML.
    """
    at, best = found["steps"][line], found["steps"][found["best"]]
    yes, no = escape(found["positive"]), escape(found["negative"])
    matrix = "".join(
        f'<tr><th scope="row">{name}</th><td class="{"ok" if right == 0 else "miss"}">{whole(first)}</td>'
        f'<td class="{"ok" if right == 1 else "miss"}">{whole(second)}</td></tr>'
        for name, right, first, second in (
            (no, 0, at["passed"], at["false_alarms"]),
            (yes, 1, at["missed"], at["found"]),
        )
    )
    n_yes, n_alarms = at["found"] + at["missed"], at["found"] + at["false_alarms"]
    rows = [
        (words.RECALL, _share(at["recall"], at["found"], n_yes)),
        (words.precision(yes), _share(at["precision"], at["found"], n_alarms)),
        (words.COST_OF_ERRORS, quantity(at["cost"], 4)),
    ]
    facts = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)
    least = (
        words.NOTHING_COSTS_LESS
        if at["cost"] <= best["cost"]
        else words.least_cost(quantity(best["cost"], 4), found["best"])
    )
    return (
        f'<div role="status" class="under"><div class="cmw"><table class="cm">'
        f'<caption class="tiny">{words.MATRIX}</caption><thead><tr><td></td><th scope="col">{no}</th>'
        f'<th scope="col">{yes}</th></tr></thead><tbody>{matrix}</tbody></table></div>'
        f'<dl class="facts under">{facts}</dl><p class="small under">'
        f"{least}</p>{_use_html(found['positive'], line, used)}</div>"
        f'<p class="tiny">{words.counted_on(found["n_rows"])}</p>'
    )


def _use_html(positive: str, line: int, used: int) -> str:
    """Return which line is in use, and the way to use another."""
    is_even = used == EVEN
    if line == used:
        now = words.EVEN_IN_USE if is_even else words.in_use(escape(positive), used)
        return f'<p class="small under">{now}</p>'
    buttons = [send_button(words.use(line), "threshold", kind="btn sm", line=line)]
    if EVEN not in (used, line):
        buttons.append(send_button(words.USE_EVEN, "threshold", line=EVEN))
    instead = words.USE_INSTEAD_OF_EVEN if is_even else words.use_instead(escape(positive), used)
    return f'<p class="small under">{instead}</p><p class="ways under">{"".join(buttons)}</p>'


def _share(share: float | None, part: int, whole: int) -> str:
    return words.NONE_TO_COUNT if share is None else words.share(in_100(share), part, whole)
