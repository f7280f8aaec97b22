"""What the model does not know: a slider over how often the true answer is to be among those that are given."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.asked import AskedView, Send
from elmweb.app.explain.amounts import cell
from elmweb.app.explain.tables import problem_html
from elmweb.app.pages.offers import OFFERS
from elmweb.app.parts import Text, send_button, stack
from elmweb.app.state import Session
from elmweb.formatting import in_100, quantity, whole
from elmweb.words.page import audit_coverage as words, common

__all__ = ["CoverageView", "given_html", "held_html", "row_html"]

_FIRST = 80


class CoverageView(AskedView):
    """The slider, what was counted at it, the row in the form, and rows kept back."""

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__(session, send)
        self._offer, self._problem, self._held, self._row, self._rows = Text(), Text(), Text(), Text(), Text()
        self._level = pn.widgets.IntSlider(
            label=words.LEVEL, start=_FIRST, end=99, value=90, margin=0,
            sizing_mode="stretch_width", visible=False,
        )  # fmt: skip
        self._layout = stack(
            Text(OFFERS["coverage"].head), self._offer, self._problem, self._level, self._held, self._row, self._rows,
            kind="stack gapped",
        )  # fmt: skip
        self._level.param.watch(lambda *_: self._draw(), ["value"])
        names = ["coverage", "coverage_problem", "row", "row_problem"]
        session.audit.param.watch(lambda *_: self._draw(), names)
        session.outcome.param.watch(lambda *_: self._draw(), ["row"])
        self._draw()

    def _draw(self) -> None:
        """Show the offer, or what the level at the slider comes to."""
        board = self.session.audit
        found, level = board.coverage, self._level.value
        self._offer.set_html("" if found else OFFERS["coverage"].html)
        self._problem.set_html(problem_html(board.coverage_problem))
        self._level.visible = found is not None
        self._held.set_html(held_html(found, level) if found else "")
        self._rows.set_html(given_html(found, level) if found else "")
        row = ""
        if found:
            is_old = board.row is not None and board.about != self.session.outcome.row
            row = problem_html(board.row_problem) + row_html(board.row, found, level, is_old=is_old)
        self._row.set_html(row)


def held_html(found: dict[str, Any], level: int) -> str:
    """Return what was asked for beside what was counted.

    Parameters
    ----------
    found : dict
        From the question "coverage".
    level : int
        What was asked for, in percent.

    Returns
    -------
    str
        HTML.
    """
    at, n = found["levels"][level - _FIRST], found["n_rows"]
    share, low, high = (in_100(at[name], 1) for name in ("covered", "low", "high"))
    n_held = round(at["covered"] * n)
    if found["is_number"]:
        size = words.INFINITELY_WIDE if at["size"] is None else quantity(at["size"], 3)
        facts = [(words.WIDTH, escape(size))]
    else:
        facts = [
            (words.ANSWERS_GIVEN, quantity(at["size"], 3)),
            (words.SINGLE_ANSWER, f"{in_100(at['single'])} %"),
        ]
    facts = [
        (words.ASKED_FOR, f"{level} %"),
        (words.COUNTED, words.counted(f"<b>{share} %</b>", n_held, n, low, high)),
        *facts,
        (words.UNLIKE_ANY, words.some_of(found["n_none"], n)),
    ]
    lines = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts)
    notes = [words.how_it_is_set(found["n_calibrated"]), words.IN_BRACKETS]
    if not found["is_number"]:
        notes.append(words.AT_LEAST_ONE)
    notes.append(words.WHAT_UNLIKE_MEANS)
    if found["split"]:
        notes.append(words.rows_may_differ(found["split"]))
    small = f'<p class="tiny under">{escape(" ".join(notes))}</p>'
    return f'<div class="under" role="status"><dl class="facts">{lines}</dl></div>{small}'


def row_html(row: dict[str, Any] | None, found: dict[str, Any], level: int, *, is_old: bool) -> str:
    """Return what the row in the form gets.

    Parameters
    ----------
    row : dict or None
        From the question "row"; None when it was not asked.
    found : dict
        From the question "coverage".
    level : int
        What was asked for, in percent.
    is_old : bool
        Whether the form holds another row by now.

    Returns
    -------
    str
        HTML.
    """
    if row is None or is_old:
        return f'<p class="small under">{send_button(words.ASK_ROW, "audit", do="row")}</p>'
    if found["is_number"]:
        width = row["widths"][level - _FIRST]
        said = words.ANY_NUMBER if width is None else _interval(row["value"], width)
    else:
        said = _names(found["classes"], row["levels"], level)
    warn = ""
    if row["is_none"]:
        why = words.unlike_any(quantity(row["distance"], 2), quantity(row["limit"], 2))
        warn = f'<div class="warn"><b>{words.NONE_OF_THESE}</b><p>{escape(why)}</p></div>'
    notes = "".join(f'<p class="tiny">{escape(note)}</p>' for note in row["notes"])
    answer = f'<b class="strong">{escape(said)}</b>'
    return f'<div class="under" role="status"><p>{words.row_in_form(answer)}</p>{warn}{notes}</div>'


def given_html(found: dict[str, Any], level: int) -> str:
    """Return rows kept back with the answers that are given at a level.

    Parameters
    ----------
    found : dict
        From the question "coverage".
    level : int
        What was asked for, in percent.

    Returns
    -------
    str
        HTML.
    """
    size = found["levels"][level - _FIRST]["size"]
    head = (words.ROW, words.true_answer(found["target"]), words.GIVEN, words.AMONG_THEM)
    lines = ""
    for one in found["rows"]:
        if found["is_number"]:
            width = None if size is None else size / 2
            given = words.ANY_NUMBER if width is None else _interval(one["value"], width)
            held = width is None or abs(one["value"] - one["answer"]) <= width
        else:
            given = _names(found["classes"], one["levels"], level)
            held = one["levels"][found["classes"].index(str(one["answer"]))] <= level
        given = words.or_none(given) if one["is_none"] else given
        kind = "" if held else ' class="hole"'
        lines += (
            f'<tr><th scope="row">{whole(one["number"])}</th><td>{escape(cell(one["answer"]))}</td>'
            f"<td>{escape(given)}</td><td{kind}>{words.YES if held else words.NO}</td></tr>"
        )
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    return (
        f'<div class="cmw under"><table class="plain wraps numbered"><caption class="sr">{words.ROWS_CAPTION}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table></div>"
        f'<p class="tiny">{words.first_of(len(found["rows"]), found["n_rows"])}</p>'
    )


def _names(classes: list[str], levels: list[int], level: int) -> str:
    names = [name for name, least in zip(classes, levels, strict=True) if least <= level]
    return words.one_of(names)


def _interval(value: float, width: float) -> str:
    return common.between(quantity(value - width, 3), quantity(value + width, 3))
