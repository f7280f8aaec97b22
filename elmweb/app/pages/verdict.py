"""Whether the model is any good: the score, the sentence, and the models it is compared with."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app import figures
from elmweb.app.chart import Chart
from elmweb.app.parts import Text, send_button
from elmweb.app.state import Outcome, Session
from elmweb.formatting import duration, listed, quantity
from elmweb.workbench.protocol import Result

__all__ = ["scores_parts", "verdict_html"]


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
    about = listed([str(name) for name in result["targets"]]) + (f", from {outcome.table}" if outcome.table else "")
    return (
        f'<p class="k about">{escape(about)}</p><div class="verdict"><p class="n">{number}<small>{unit}</small></p>'
        f'<div><h1 class="say" tabindex="-1">{escape(line["sentence"])}</h1>{"".join(notes)}</div></div>'
    )


def _asides(outcome: Outcome, result: Result, open_table: str) -> list[str]:
    """Return what else must be known about a result, as HTML."""
    asides = []
    if stopped := result.get("stopped_at"):
        step, steps = stopped
        again = "" if outcome.loaded else send_button("Carry on", "carry_on")
        if before := outcome.before:
            again += " " + send_button(f"Back to the result before, {before['number']}", "take_back")
        asides.append(f"Stopped at {step} of {steps} settings. The best so far is kept. {again}")
    facts = result.get("model") or {}
    if n_refit := facts.get("n_refit"):
        asides.append(
            f"That is the score of a model that learned from {facts['n_train']:,} rows and never saw the others. "
            f"The one you try and save here has the same settings, and learned from all {n_refit:,}."
        )
    if outcome.loaded:
        scores = " The scores are those it was saved with." if result["scores"] else ""
        asides.append(f"From the saved model {escape(outcome.loaded)}.{scores}")
    if outcome.stale and outcome.table and open_table not in ("", outcome.table):
        asides.append(
            f"{escape(open_table)} is open now, and this is not about it. "
            '<a href="#/train">Train on it</a> to get its result.'
        )
    elif outcome.stale:
        asides.append(
            'The table or a setting was changed since. <a href="#/train">Train again</a> to bring this up to date.'
        )
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
    title = f"{result['score_name']}, with 95 % range"
    in_words = "; ".join(f"{score['name']} {score['text']}" for score in scores)
    chart = Chart(
        session, title, lambda theme: figures.score_dots(scores, theme), description=f"Chart. {title}. {in_words}."
    )
    return chart, [chart.layout, Text(_score_table(scores) + _measures(result.get("measures") or []))]


def _score_table(scores: list[dict[str, Any]]) -> str:
    """Return the numbers of the chart as a table."""
    rows = "".join(
        f"<tr{' class=ours' if score['kind'] == 'elm' else ''}><td>{escape(score['name'])}</td>"
        f'<td class="num">{escape(score["text"])}</td>'
        f'<td class="num">{duration(score["seconds"])}</td></tr>'
        for score in scores
    )
    notes = "".join(
        f'<p class="tiny">{escape(score["name"])}: {escape(score["note"])}</p>' for score in scores if score.get("note")
    )
    return (
        '<div class="cmw"><table class="plain"><caption class="sr">Scores on the rows kept back</caption><thead><tr>'
        '<th scope="col">Model</th><th scope="col" class="num">Score and range</th>'
        '<th scope="col" class="num">Time</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{notes}"
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
        '<details class="under"><summary>More numbers</summary>'
        f'<div class="cmw"><table class="plain wraps"><tbody>{rows}</tbody></table></div></details>'
    )
