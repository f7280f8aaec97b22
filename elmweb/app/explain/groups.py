"""Whether the model is as good for everybody: its score by the values of a column."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import panel as pn

from elmweb.app.asked import AskedView, Send
from elmweb.app.explain.amounts import alike
from elmweb.app.explain.tables import problem_html
from elmweb.app.pages.offers import OFFERS
from elmweb.app.parts import Text, stack
from elmweb.app.state import Session
from elmweb.formatting import css_percent, in_100, percent, whole
from elmweb.words.page import common, explain_groups as words

__all__ = ["GroupsView", "groups_html"]

_RATES = ("said", "found", "alarms")


class GroupsView(AskedView):
    """The choice of a column, and the score of the rows with each of its values."""

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__(session, send)
        self._offer, self._problem, self._found = Text(), Text(), Text()
        self._column = pn.widgets.Select(
            label=words.COMPARE_BY, options=[], margin=0, sizing_mode="stretch_width", visible=False
        )
        self._layout = stack(
            stack(Text(OFFERS["groups"].head), self._offer),
            self._column,
            self._problem,
            self._found,
            kind="stack tight",
        )
        self._column.param.watch(lambda event: self._choose(event.new), "value")
        session.reasons.param.watch(lambda *_: self._draw(), ["groups", "groups_problem"])
        self._draw()

    def _choose(self, column: str | None) -> None:
        if not self._filling and column:
            self._send("explain", {"do": "groups", "column": column})

    def _draw(self) -> None:
        """Show the offer, or the groups of the chosen column."""
        board = self.session.reasons
        found = board.groups
        self._filling = True
        if found:
            self._column.param.update(options=found["columns"], value=found["column"])
        self._filling = False
        self._column.visible = found is not None
        self._offer.set_html("" if found else OFFERS["groups"].html)
        self._problem.set_html(problem_html(board.groups_problem))
        self._found.set_html(groups_html(found) if found else "")


def groups_html(found: dict[str, Any]) -> str:
    """Return the score of each group with its range, and what the largest difference is worth.

    Parameters
    ----------
    found : dict
        From the question "groups".

    Returns
    -------
    str
        HTML.
    """
    is_number = found["task"] == "regression"
    highs = [one["high"] for one in found["groups"] if one["high"] is not None]
    say = alike([*highs, found["whole"]["high"]]) if is_number else _points
    most = max([*highs, found["whole"]["high"], 1e-12]) if is_number else 100.0
    n_rates = len(_RATES) if found.get("positive") is not None else 0
    score = {"regression": words.AVERAGE_ERROR, "multilabel": words.LABELS_RIGHT}.get(found["task"], words.ACCURACY)
    head = [found["column"], words.ROWS, score]
    if n_rates:
        head += [words.says(found["positive"]), words.FINDS, words.FALSE_ALARMS]
    names = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    body = "".join(_row(one, say, most, n_rates) for one in [*found["groups"], _whole(found)])
    title = escape(words.scores_by(found["column"]))
    learned = "" if found["learned"] else f" {words.NOT_LEARNED}"
    meaning = f" {words.rates(escape(found['positive']), escape(found['negative']))}" if n_rates else ""
    return (
        f'<p class="small under" role="status">{_gap(found, say, is_number=is_number)}{learned}</p>'
        f'<div class="frame under" tabindex="0" role="region" aria-label="{title}"><table><thead><tr>{names}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
        f'<p class="tiny under">{words.counted_on(found["n_rows"])}{meaning} {words.WHAT_IS_FAIR}</p>'
    )


def _points(value: float) -> str:
    return percent(value / 100, 0)


def _whole(found: dict[str, Any]) -> dict[str, Any]:
    return {"group": words.ALL_ROWS, "n": found["n_rows"], "stands_out": False, **found["whole"]}


def _row(one: dict[str, Any], say: Callable[[float], str], most: float, n_rates: int) -> str:
    """Return one group as a row of the table."""
    if one["score"] is None:
        score = words.TOO_FEW
    else:
        low, high = (max(0.0, one[key]) / most for key in ("low", "high"))
        bar = (
            f'<span class="track" aria-hidden="true"><b style="width:{css_percent(one["score"] / most)}"></b>'
            f'<i style="left:{css_percent(low)};width:{css_percent(high - low)}"></i></span>'
        )
        score = f"{say(one['score'])} <small>{common.between(say(one['low']), say(one['high']))}</small>{bar}"
    cells = [whole(one["n"]), score]
    if n_rates:
        cells += [_rate(one.get(key) if one["score"] is not None else None) for key in _RATES]
    outstanding = ' class="hole"' if one["stands_out"] else ""
    tds = "".join(f"<td{outstanding if at == 1 else ''}>{cell}</td>" for at, cell in enumerate(cells))
    return f'<tr><th scope="row">{escape(one["group"])}</th>{tds}</tr>'


def _rate(share: float | None) -> str:
    return "" if share is None else in_100(share)


def _gap(found: dict[str, Any], say: Callable[[float], str], *, is_number: bool) -> str:
    """Return in words between which groups the scores differ most, and whether that may be chance."""
    gap = found["gap"]
    if gap is None:
        return words.TOO_FEW_GROUPS
    if gap["by"] == 0:
        return words.ALL_EQUAL
    best, worst = (found["groups"][gap[key]] for key in ("best", "worst"))
    compared = words.off_by if is_number else words.right
    ends = [text for one in (best, worst) for text in (escape(one["group"]), say(one["score"]))]
    return compared(*ends, is_clear=gap["clear"])
