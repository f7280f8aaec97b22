"""The texts and tables of the lottery, as HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.parts import bars, block, send_button, table
from elmweb.formatting import whole
from elmweb.words.page import lottery as words

__all__ = ["again_html", "head_html", "luck_html", "notes_html", "picking_html", "widths_html"]

CHAPTER = "lottery"
_HASH_DIGITS = 12


def head_html(state: dict[str, Any] | None) -> str:
    """Return the heading: what this is, or what came out.

    Parameters
    ----------
    state : dict or None
        The answer of the study, or None before the first.

    Returns
    -------
    str
        HTML.
    """
    if state is None:
        return f'<h1 tabindex="-1">{words.HEADING}</h1><p class="lead">{words.LEAD}</p>'
    where = words.trained(
        escape(state["name"]), escape(state["target"]), state["n_hidden"], state["mean_text"], state["n_test"]
    )
    if state["stopped"]:
        where += f" {words.stopped(len(state['scores']), state['n_seeds'])}"
    return f'<h1 class="say" tabindex="-1">{escape(state["headline"])}</h1><p class="note">{where}</p>'


def luck_html(state: dict[str, Any]) -> str:
    """Return how much of the spread is luck, and what all seeds together are worth."""
    spread = state["spread"]
    largest = max(spread["between"], spread["rows"], 1e-12)
    rows = [
        (words.BETWEEN_SEEDS, spread["between"] / largest, spread["between_number"]),
        (words.REAL, spread["real"] / largest, spread["real_number"]),
        (words.ONE_ON_OTHER_ROWS, spread["rows"] / largest, spread["rows_number"]),
    ]
    sentences = "".join(f"<li>{escape(text)}</li>" for text in state["luck"])
    return block(
        words.LUCK,
        f'<p class="small">{words.LUCK_TEXT}</p>',
        f'<div class="under">{bars(rows)}</div>',
        f'<ul class="how small under">{sentences}</ul>',
    ) + block(words.TOGETHER, f'<p class="small">{escape(state["ensemble"]["sentence"])}</p>').replace(
        '<section class="blk"', '<section class="blk sec"', 1
    )


def picking_html(state: dict[str, Any], halving: int) -> str:
    """Return what picking the best seed would have claimed.

    Parameters
    ----------
    state : dict
        The answer of the study.
    halving : int
        Which of the halvings is shown one by one.

    Returns
    -------
    str
        HTML.
    """
    picking = state["picking"]
    one = picking["first"][halving % len(picking["first"])]
    head = ["", words.HALF_TO_PICK, words.OTHER_HALF, words.ANY_SEED]
    rows = [
        [words.this_halving(one["seed"]), one["claimed_text"], one["there_text"], one["any_text"]],
        [words.mean_of(picking["n"]), picking["claimed_text"], picking["there_text"], picking["any_text"]],
    ]
    again = send_button(words.HALVE_AGAIN, "study", kind="btn sm", chapter=CHAPTER, do="halve")
    return block(
        words.PICKING,
        f'<p class="small">{words.picking_text(picking["n_half"], escape(state["score_name"]))}</p>',
        f'<div class="under">{table(head, rows, caption=words.PICKING_TABLE)}</div>',
        f'<p class="under">{again}</p>',
        f'<p class="small under">{escape(picking["sentence"])}</p>',
        f'<p class="small under">{escape(picking["careful"])}</p>',
    )


def widths_html(runs: list[dict[str, Any]]) -> str:
    """Return the lotteries of several widths on one table, narrow ones first."""
    if len(runs) < 2:
        return f'<p class="small">{words.TURN_THE_WIDTH}</p>'
    rows = [
        [
            whole(run["n_hidden"]), run["low_text"], run["mean_text"], run["high_text"], run["spread"]["between_text"],
            run["spread"]["rows_text"], run["ensemble"]["text"],
        ]
        for run in sorted(runs, key=lambda run: run["n_hidden"])
    ]  # fmt: skip
    return block(words.BY_WIDTH, table([*words.WIDTHS_HEAD], rows, caption=words.WIDTHS_TABLE))


def again_html(state: dict[str, Any], before: dict[str, Any] | None) -> str:
    """Return the fingerprints: the same seed gives the same bits.

    Parameters
    ----------
    state : dict
        The answer of the study.
    before : dict or None
        The run before with the same settings.

    Returns
    -------
    str
        HTML.
    """
    repeat = state["repeat"]
    rows = [
        [row["name"], f"{row['fingerprint'][:_HASH_DIGITS]}…", words.REPEAT_COMPARED.get(row["compared"], "")]
        for row in repeat["rows"]
    ]
    n = len(state["scores"])
    equal = all(row["compared"] != "unequal" for row in repeat["rows"][:-1])
    told = [words.SAME_MODEL if equal else words.OTHER_MODEL, words.how_many_models(repeat["n_different"], n)]
    if before is not None and len(before["scores"]) == n:
        same = before["repeat"]["all"] == repeat["all"]
        told.append(words.as_before(n, equal=same))
    return block(
        words.REPEAT,
        f'<p class="small" role="status">{escape(" ".join(told))}</p>',
        f'<div class="under">{table([*words.REPEAT_HEAD], rows, caption=words.REPEAT_TABLE)}</div>',
        f'<p class="tiny under">{words.REPEAT_NOTE}</p>',
    )


def notes_html(state: dict[str, Any]) -> str:
    """Return how it was done."""
    items = "".join(f"<li>{escape(note)}</li>" for note in state["notes"])
    return block(words.NOTES, f'<ul class="how small">{items}</ul>')
