"""Whether the model is any good: the score, the sentence, and the models it is compared with."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app import figures
from elmweb.app.chart import Chart
from elmweb.app.parts import send_button
from elmweb.app.state import Outcome, Session
from elmweb.formatting import duration, in_100, listed, quantity, score as score_text
from elmweb.words.page import common, verdict as words
from elmweb.workbench.protocol import Result

__all__ = ["score_table_html", "scores_height", "scores_parts", "verdict_html"]


_LARGE_LETTERS = 9  # of a number that fits a phone in large letters


def verdict_html(outcome: Outcome, open_table: str = "") -> str:
    """Return the headline of a result.

    Parameters
    ----------
    outcome : Outcome
        The newest result and how it came about.
    open_table : str, optional
        Name of the table that is open now.

    Returns
    -------
    str
        HTML with the page's heading; empty without a result.
    """
    result = outcome.result
    if result is None:
        return ""
    line = result["headline"]
    notes = [f'<p class="note">{escape(line["note"])}</p>'] if line.get("note") else []
    notes += [f'<p class="note">{text}</p>' for text in _asides(outcome, result, open_table)]
    number, unit = escape(line["number"]), escape(line["unit"])
    size = " long" if len(line["number"]) > _LARGE_LETTERS else ""
    about = words.about(listed([str(name) for name in result["targets"]]), outcome.table)
    said = f'<h1 class="say" tabindex="-1">{escape(line["sentence"])}</h1>{"".join(notes)}'
    return (
        f'<p class="k about">{escape(about)}</p><div class="verdict"><p class="n{size}">{number}'
        f"<small>{unit}</small></p><div>{said}</div></div>"
    )


def _asides(outcome: Outcome, result: Result, open_table: str) -> list[str]:
    """Return what else must be known about a result, as HTML."""
    asides = []
    if stopped := result.get("stopped_at"):
        step, steps = stopped
        again = "" if outcome.loaded else send_button(common.CARRY_ON, "carry_on")
        if before := outcome.before:
            again += " " + send_button(words.back_to_before(before["number"]), "take_back")
        asides.append(f"{words.stopped(step, steps)} {again}")
    facts = result.get("model") or {}
    if n_refit := facts.get("n_refit"):
        asides.append(words.learned_from_all(facts["n_train"], n_refit))
    elif (n_all := result.get("n_to_learn")) and outcome.learning:
        stop = send_button(common.CANCEL, "cancel")
        asides.append(f"{words.learns_from_all(facts['n_train'], n_all)} {stop}")
    elif n_all:
        button = send_button(words.LEARN_FROM_ALL, "learn_from_all")
        asides.append(f"{words.learned_from_some(facts['n_train'], n_all)} {button}")
    asides += [escape(sentence) for sentence in result.get("texts", ())]
    if outcome.threshold is not None:
        positive, line = escape(str(result["classes"][-1])), in_100(outcome.threshold)
        asides.append(words.threshold_chosen(positive, line))
    if outcome.loaded:
        asides.append(words.from_saved(escape(outcome.loaded), has_scores=bool(result["scores"])))
    if outcome.stale and outcome.table and open_table not in ("", outcome.table):
        asides.append(words.about_another_table(escape(open_table)))
    elif outcome.stale:
        asides.append(words.CHANGED_SINCE)
    return asides


def scores_parts(session: Session, result: Result) -> tuple[Chart, list[pn.viewable.Viewable]]:
    """Return the comparison with simpler models, as a chart and as a table.

    Parameters
    ----------
    session : Session
        Has the theme.
    result : Result
        The result.

    Returns
    -------
    tuple of (Chart, list of Viewable)
        The chart, to be redrawn for another theme, and all parts in order.
    """
    scores = result["scores"]
    title = words.score_with_range(result["score_name"])
    described = words.score_chart(title, [(score["name"], score["text"]) for score in scores])
    chart = Chart(session, title, lambda theme: figures.score_dots(scores, theme), description=described)
    return chart, [chart.layout]


_HEADING = 38  # pixels above a chart


def scores_height(result: Result) -> int:
    """Return how much room the chart of :func:`scores_parts` takes, so that nothing moves when it comes.

    Parameters
    ----------
    result : Result
        The result.

    Returns
    -------
    int
        Pixels; 0 without scores.
    """
    return figures.score_dots_height(len(result["scores"])) + _HEADING if result["scores"] else 0


_CAN_BE_KEPT = ("plain_elm", "linear", "neighbours", "forest", "boosting")


def score_table_html(outcome: Outcome) -> str:
    """Return the numbers of the comparison as a table, with ways to keep another method or to compare one more.

    Parameters
    ----------
    outcome : Outcome
        The newest result and how it came about.

    Returns
    -------
    str
        HTML; empty without scores.
    """
    result = outcome.result
    if result is None or not result["scores"]:
        return ""
    scores, may_change = result["scores"], not (outcome.loaded or outcome.stale)
    has_auc = any(score.get("auc") is not None for score in scores)
    rows = "".join(_score_row(score, has_auc=has_auc, may_keep=may_change) for score in scores)
    more = ""
    is_boosting = (result.get("model") or {}).get("kind") == "boosting"
    if may_change and not is_boosting and all(score["kind"] != "boosting" for score in scores):
        button = send_button(words.COMPARE_BOOSTING, "runs", do="compare", method="boosting")
        more = f'<p class="small">{button}</p>'
    frame = _score_frame(scores, rows, has_auc=has_auc, may_keep=may_change)
    return frame + more + _measures(result.get("measures") or [])


def _score_row(score: dict[str, Any], *, has_auc: bool, may_keep: bool) -> str:
    """Return a method as a row."""
    ours, auc, search = score["kind"] == "elm", score.get("auc"), score.get("search_seconds", 0.0)
    keep = ""
    if may_keep and score["kind"] in _CAN_BE_KEPT:
        keep = send_button(words.KEEP, "runs", do="keep", method=score["kind"])
        keep = keep.replace("<button ", f'<button aria-label="{words.keep(escape(score["name"]))}" ', 1)
    ranking = f'<td class="num">{"" if auc is None else score_text(auc, 3)}</td>' if has_auc else ""
    return (
        f"<tr{' class=ours' if ours else ''}><td><div class=named><span>{escape(score['name'])}</span>{keep}</div></td>"
        f'<td class="num">{_in_one_line(escape(score["text"]))}</td>{ranking}'
        f'<td class="num"><span class="nw">{duration(score["seconds"])}</span></td>'
        f'<td class="num"><span class="nw">{duration(search) if search else ""}</span></td></tr>'
    )


def _in_one_line(score: str) -> str:
    """Return a score whose range never breaks, but may stand below it."""
    number, bracket, ends = score.partition("(")
    return f'{number}<span class="nw">{bracket}{ends}</span>' if bracket else number


def _score_frame(scores: list[dict[str, Any]], rows: str, *, has_auc: bool, may_keep: bool) -> str:
    """Return the table around the rows, and what is to be known of them."""
    notes = "".join(
        f'<p class="tiny">{escape(score["name"])}: {escape(score["note"])}</p>' for score in scores if score.get("note")
    )
    return (
        f'<div class="cmw"><table class="plain"><caption class="sr">{words.SCORES_CAPTION}</caption><thead><tr>'
        f'<th scope="col">{words.MODEL}</th><th scope="col" class="num">{words.SCORE_AND_RANGE}</th>'
        + (f'<th scope="col" class="num">{words.RANKING}</th>' if has_auc else "")
        + f'<th scope="col" class="num">{words.FIT}</th><th scope="col" class="num">{words.SEARCH}</th>'
        + f"</tr></thead><tbody>{rows}</tbody></table></div>"
        + f'<p class="tiny">{words.TIMES}{f" {words.WHAT_KEEPING_DOES}" if may_keep else ""}</p>{notes}'
    )


def _measures(measures: list[dict[str, Any]]) -> str:
    """Return further measures of our model, folded at first."""
    if not measures:
        return ""
    rows = "".join(
        f'<tr><td>{escape(str(measure["name"]))}</td><td class="num mono">{quantity(measure["value"])}</td>'
        f"<td>{escape(measure.get('text') or '')}</td></tr>"
        for measure in measures
    )
    return (
        f'<details class="under"><summary>{words.MORE_NUMBERS}</summary>'
        f'<div class="cmw"><table class="plain wraps"><tbody>{rows}</tbody></table></div></details>'
    )
