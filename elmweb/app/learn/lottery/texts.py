"""The words and tables of the lottery, as HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.parts import bars, block, send_button, table
from elmweb.formatting import count

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
        return (
            '<h1 tabindex="-1">The lottery</h1>'
            '<p class="lead">An ELM draws its hidden weights at random and never changes them. Another seed is another '
            "draw, and another score. Here the same ELM is trained with 50 seeds, everything else equal, so that you "
            "see how much of a score is the model and how much is luck.</p>"
        )
    stopped = f" Stopped after {len(state['scores'])} of {state['n_seeds']} seeds." if state["stopped"] else ""
    where = (
        f"{escape(state['name'])}, to predict {escape(state['target'])}: width {state['n_hidden']}, "
        f"mean over seeds {state['mean_text']}. {count(state['n_test'], 'row')} kept back.{stopped}"
    )
    return f'<h1 class="say" tabindex="-1">{escape(state["headline"])}</h1><p class="note">{where}</p>'


def luck_html(state: dict[str, Any]) -> str:
    """Return how much of the spread is luck, and what all seeds together are worth."""
    spread = state["spread"]
    largest = max(spread["between"], spread["rows"], 1e-12)
    rows = [
        ("Between seeds, on these rows", spread["between"] / largest, spread["between_number"]),
        ("Of it, on other rows too", spread["real"] / largest, spread["real_number"]),
        ("One seed, on other rows", spread["rows"] / largest, spread["rows_number"]),
    ]
    sentences = "".join(f"<li>{escape(text)}</li>" for text in state["luck"])
    return block(
        "When is it luck?",
        '<p class="small">Standard deviations of the score, by what makes it differ.</p>',
        f'<div class="under">{bars(rows)}</div>',
        f'<ul class="how small under">{sentences}</ul>',
    ) + block("All of them together", f'<p class="small">{escape(state["ensemble"]["sentence"])}</p>').replace(
        'class="blk"', 'class="blk sec"', 1
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
    head = ["", "Half to pick", "Other half", "Any seed there"]
    rows = [
        [f"Seed {one['seed']}, this halving", one["claimed_text"], one["there_text"], one["any_text"]],
        [f"Mean of {picking['n']}", picking["claimed_text"], picking["there_text"], picking["any_text"]],
    ]
    again = send_button("Halve them another way", "study", kind="btn sm", chapter=CHAPTER, do="halve")
    return block(
        "If you pick the best seed",
        f'<p class="small">The rows kept back are halved at random. The seed that is best on one half, of '
        f"{count(picking['n_half'], 'row')}, is scored on the other, which did not help to pick it. "
        f"{escape(state['score_name'])}.</p>",
        f'<div class="under">{table(head, rows, caption="The best seed on both halves")}</div>',
        f'<p class="under">{again}</p>',
        f'<p class="small under">{escape(picking["sentence"])}</p>',
        f'<p class="small under">{escape(picking["careful"])}</p>',
    )


def widths_html(runs: list[dict[str, Any]]) -> str:
    """Return the lotteries of several widths on one table, narrow ones first."""
    if len(runs) < 2:
        return (
            '<p class="small">Turn the width: with few units the draw decides a lot, with many it hardly does. The '
            "widths you try are compared here.</p>"
        )
    head = ["Width", "Lowest", "Mean", "Highest", "Between seeds", "One seed, other rows", "All together"]
    rows = [
        [
            f"{run['n_hidden']:,}", run["low_text"], run["mean_text"], run["high_text"], run["spread"]["between_text"],
            run["spread"]["rows_text"], run["ensemble"]["text"],
        ]
        for run in sorted(runs, key=lambda run: run["n_hidden"])
    ]  # fmt: skip
    return block("By width", table(head, rows, caption="Lotteries by width"))


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
    head = ["Training", "SHA-256 of what was learned", "To the first"]
    rows = [[row["name"], f"{row['fingerprint'][:_HASH_DIGITS]}…", row["compared"]] for row in repeat["rows"]]
    n = len(state["scores"])
    equal = all(row["compared"] != "unequal" for row in repeat["rows"][:-1])
    sentence = (
        "The same seed gives the same model, bit for bit; another seed gives another."
        if equal
        else "The same seed gave another model on this device, which should not be."
    )
    told = f"{sentence} {repeat['n_different']} different models came from {n} seeds."
    if before is not None and len(before["scores"]) == n:
        same = before["repeat"]["all"] == repeat["all"]
        told += f" All {n} are {'equal' if same else 'not equal'} to those of the run before."
    return block(
        "A lottery that can be repeated",
        f'<p class="small" role="status">{escape(told)}</p>',
        f'<div class="under">{table(head, rows, caption="Fingerprints")}</div>',
        '<p class="tiny under">So a seed is no excuse for a result that nobody else gets: name it, and say how many '
        "were tried.</p>",
    )


def notes_html(state: dict[str, Any]) -> str:
    """Return how it was done."""
    items = "".join(f"<li>{escape(note)}</li>" for note in state["notes"])
    return block("How it was done", f'<ul class="how small">{items}</ul>')
