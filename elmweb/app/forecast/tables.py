"""The words and tables of the forecast, as HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.forecast.state import ForecastBoard
from elmweb.app.parts import progress_bar, send_button
from elmweb.formatting import duration, percent

_CHOSEN = ' class="chosen"'

__all__ = ["ahead_html", "doing_html", "head_html", "methods_html", "plan_html", "take_html"]


def head_html(board: ForecastBoard) -> str:
    """Return the heading: what would be forecast, or what was found, the number first."""
    result = board.result
    if result is None:
        name = board.chosen("value")
        what = f"What comes next in {escape(name)}?" if name else "What comes next?"
        lead = (
            "Old values are repeated and models are trained, all from several moments of the past. Whatever was "
            "nearest to what came then forecasts now."
        )
        return f'<h1 tabindex="-1">{what}</h1><p class="lead">{lead}</p>'
    stale = ' <span class="strong">Something was chosen anew since.</span>' if board.stale else ""
    return (
        f'<h1 class="say" tabindex="-1">{escape(result["sentence"])}</h1>'
        f'<p class="note">{escape(result["interval"])}{stale}</p>'
    )


def plan_html(board: ForecastBoard) -> str:
    """Return what series there are, and what was repaired."""
    plan = board.plan
    if plan is None or not plan["sentence"]:
        return ""
    notes = "".join(f"<li>{escape(note)}</li>" for note in plan["notes"])
    return f'<p class="small"><b>{escape(plan["sentence"])}</b></p><ul class="notes tiny">{notes}</ul>'


def doing_html(board: ForecastBoard) -> str:
    """Return how far a forecast is, or that it was stopped."""
    if not board.running:
        return '<p class="small" role="status">Stopped. Nothing has changed.</p>' if board.stopped else ""
    message = board.progress or {}
    fraction = message.get("step", 0) / max(1, message.get("n_steps", 1))
    text = escape(str(message.get("text") or "Getting ready"))
    return f'{progress_bar(fraction, f"Forecast, {percent(fraction)} %")}<p class="small under">{text}.</p>'


def methods_html(result: dict[str, Any]) -> str:
    """Return the table of methods with their errors; the chosen ones are marked."""
    several = len(result["series"]) > 1
    names = ("Off by", "MASE", "Best for" if several else "Chosen", "Time")
    head = "".join(f'<th scope="col" class="num">{escape(name)}</th>' for name in names)
    rows = "".join(_row(one, several=several) for one in result["methods"])
    return (
        '<h2>How far off each method was</h2><div class="frame racing methods" tabindex="0" role="region" '
        'aria-label="Methods and their errors"><table><caption class="sr">Methods and their errors</caption>'
        f'<thead><tr><th scope="col" class="stick">Method</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        f'<p class="tiny under">From {result["n_origins"]} origins, {result["n_steps"]} steps each. Off by: mean '
        "absolute error. MASE: that error over the one of repeating the season before, one step ahead, on the rows to "
        "learn from (Hyndman and Koehler 2006); below 1 is better. A model is chosen where it is 2 % better than "
        f"repeating old values. All of it took {duration(result['seconds'])}.</p>"
    )


def _row(one: dict[str, Any], *, several: bool) -> str:
    n = one["n_chosen"]
    chosen = (f"{n} series" if n else "") if several else ("best" if n else "")
    cells = (one["mae_text"], one["mase_text"] or "not defined", chosen, duration(one["seconds"]))
    body = "".join(f'<td class="num">{escape(cell)}</td>' for cell in cells)
    name = f'{escape(one["name"])}<span class="tiny">{escape(one["about"])}</span>'
    return f'<tr{_CHOSEN if n else ""}><th scope="row" class="stick">{name}</th>{body}</tr>'


def ahead_html(result: dict[str, Any], series: dict[str, Any]) -> str:
    """Return the next steps as a table, and how it was done."""
    ahead, asked = series["ahead"], result["asked_text"]
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>' + "".join(f'<td class="num">{escape(cell)}</td>' for cell in texts)
        for label, texts in zip(ahead["labels"], ahead["texts"], strict=True)
    )
    head = "".join(f'<th scope="col" class="num">{name}</th>' for name in ("Forecast", "Low", "High"))
    return (
        f'<h2>The next {result["n_steps"]} steps</h2><div class="frame" tabindex="0" role="region" '
        f'aria-label="What comes next"><table><thead><tr><th scope="col">{escape(result["step"].capitalize())}</th>'
        f"{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        f'<p class="tiny under">By: {escape(series["method"])}. {asked} of 100 values should lie between low and high'
        f"{_covered(result)}.</p>"
    )


def _covered(result: dict[str, Any]) -> str:
    return f"; at the origins {result['covered_text']} of 100 did" if result["covered_text"] else ""


def take_html(board: ForecastBoard) -> str:
    """Return what can be taken home, and how it was done."""
    result = board.result
    if result is None:
        return ""
    buttons = (
        send_button("Save the next steps as CSV", "forecast", kind="btn", do="file", what="csv")
        + " "
        + send_button("The same as a Python file", "forecast", kind="btn", do="file", what="script")
    )
    saved = f'<p class="small under" role="status">{escape(board.saved)}</p>' if board.saved else ""
    notes = "".join(f"<li>{escape(note)}</li>" for note in result["notes"])
    return (
        f'<h2>Take it with you</h2><p class="take-it">{buttons}</p>{saved}'
        f'<h2 class="sec">How it was done</h2><ul class="notes small">{notes}</ul>'
    )
