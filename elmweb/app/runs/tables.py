"""The list of runs, and two of them side by side, as HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.parts import block, send_button
from elmweb.formatting import duration
from elmweb.words.page import common, runs as words
from elmweb.workbench.protocol import RunComparison, Runs

__all__ = ["runs_html"]


def runs_html(runs: Runs | None, compared: RunComparison | None) -> str:
    """Return the trainings of this visit.

    Parameters
    ----------
    runs : Runs or None
        From the newest result.
    compared : RunComparison or None
        Two of them, if that was asked for.

    Returns
    -------
    str
        HTML; empty before the second training.
    """
    if runs is None or len(runs["runs"]) < 2:
        return ""
    rows = "".join(_row(run, runs["current"]) for run in runs["runs"])
    head = (
        f'<th scope="col">{words.RUN}</th><th scope="col">{words.MODEL}</th>'
        f'<th scope="col" class="num">{words.SCORE}</th><th scope="col" class="num">{words.TIME}</th>'
        f'<th scope="col"><span class="sr">{words.ACTIONS}</span></th>'
    )
    table = (
        f'<div class="cmw"><table class="plain visits"><caption class="sr">{words.RUNS_CAPTION}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    note = f'<p class="tiny">{escape(runs["note"])}</p>'
    beside = _side_by_side(compared) if compared else ""
    return f'<div class="sec">{block(words.RUNS_TITLE, table, note, beside)}</div>'


def _row(run: dict[str, Any], current: int | None) -> str:
    """Return a run as a row."""
    number, is_current = run["number"], run["number"] == current
    about = words.run_about(run["settings"], run["table"], is_stopped=run["stopped"])
    if is_current:
        actions = f'<span class="small">{words.ON_THE_PAGE}</span>'
    else:
        back = _named(send_button(words.GO_BACK, "runs", do="use", run=number), words.go_back_to(number))
        beside = send_button(words.COMPARE, "runs", do="beside", run=number)
        beside = _named(beside, words.compare_with_current(number)) if current is not None else ""
        actions = f"{back if run['is_held'] else f'<span class=small>{words.NO_LONGER_HELD}</span>'} {beside}"
    return (
        f"<tr{' class=ours' if is_current else ''}><td>{number}</td>"
        f'<td>{escape(run["kind"])}<p class="tiny">{escape(about)}</p></td>'
        f'<td class="num"><span class="nw">{escape(run["number_text"])}</span> '
        f'<span class="tiny">{escape(run["unit"])}</span></td>'
        f'<td class="num"><span class="nw">{duration(run["seconds"])}</span></td><td class="acts">{actions}</td></tr>'
    )


def _named(button: str, name: str) -> str:
    """Return a button with a name that says which row it is of."""
    return button.replace("<button ", f'<button aria-label="{escape(name)}" ', 1)


def _side_by_side(compared: RunComparison) -> str:
    """Return two runs, with what differs marked."""
    differs = f'<span class="sr"> {words.DIFFERS}</span>'
    rows = "".join(
        f"<tr{' class=ours' if row['differs'] else ''}>"
        f'<th scope="row">{escape(row["name"])}{differs if row["differs"] else ""}</th>'
        f"<td>{escape(row['first'])}</td><td>{escape(row['second'])}</td></tr>"
        for row in compared["rows"]
    )
    first, second = compared["first"], compared["second"]
    return (
        f'<section class="blk beside" role="status"><h3>{words.two_runs(first, second)}</h3>'
        f'<p class="small">{escape(compared["sentence"])}</p>'
        f'<div class="cmw"><table class="plain wraps"><caption class="sr">{words.WHAT_DIFFERS}</caption><thead><tr>'
        f'<td></td><th scope="col">{words.one_run(first)}</th><th scope="col">{words.one_run(second)}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{send_button(common.CLOSE, 'runs', do='apart')}</section>"
    )
