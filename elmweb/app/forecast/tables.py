"""The words and tables of the forecast, as HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.forecast.state import ForecastBoard
from elmweb.app.parts import progress_bar, send_button
from elmweb.formatting import duration, percent
from elmweb.words.page import common, forecast as words

_CHOSEN = ' class="chosen"'

__all__ = ["ahead_html", "doing_html", "head_html", "methods_html", "plan_html", "take_html"]


def head_html(board: ForecastBoard) -> str:
    """Return the heading: what would be forecast, or what was found, the number first."""
    result = board.result
    if result is None:
        what = words.what_comes_next(escape(board.chosen("value") or ""))
        return f'<h1 tabindex="-1">{what}</h1><p class="lead">{words.LEAD}</p>'
    stale = f' <span class="strong">{words.SETTINGS_CHANGED}</span>' if board.stale else ""
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
        return f'<p class="small" role="status">{words.NOTHING_CHANGED}</p>' if board.stopped else ""
    message = board.progress or {}
    fraction = message.get("step", 0) / max(1, message.get("n_steps", 1))
    text = escape(str(message.get("text") or common.GETTING_READY))
    return f'{progress_bar(fraction, words.progress(percent(fraction)))}<p class="small under">{text}.</p>'


def methods_html(result: dict[str, Any]) -> str:
    """Return the table of methods with their errors; the chosen ones are marked."""
    several = len(result["series"]) > 1
    names = (words.OFF_BY, words.MASE, words.CHOSEN_FOR if several else words.CHOSEN, words.TIME)
    head = "".join(f'<th scope="col" class="num">{escape(name)}</th>' for name in names)
    rows = "".join(_row(one, several=several) for one in result["methods"])
    measured = words.how_errors_are_measured(result["n_origins"], result["n_steps"], duration(result["seconds"]))
    return (
        f'<h2>{words.HOW_FAR_OFF}</h2><div class="frame racing methods" tabindex="0" role="region" '
        f'aria-label="{words.METHODS}"><table><caption class="sr">{words.METHODS}</caption><thead><tr>'
        f'<th scope="col" class="stick">{words.METHOD}</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        f'<p class="tiny under">{measured}</p>'
    )


def _row(one: dict[str, Any], *, several: bool) -> str:
    n = one["n_chosen"]
    chosen = ""
    if n:
        chosen = words.n_series(n) if several else words.BEST
    cells = (one["mae_text"], one["mase_text"] or words.NOT_DEFINED, chosen, duration(one["seconds"]))
    body = "".join(f'<td class="num">{escape(cell)}</td>' for cell in cells)
    name = f'{escape(one["name"])}<span class="tiny">{escape(one["about"])}</span>'
    return f'<tr{_CHOSEN if n else ""}><th scope="row" class="stick">{name}</th>{body}</tr>'


def ahead_html(result: dict[str, Any], series: dict[str, Any]) -> str:
    """Return the next steps as a table, and how it was done."""
    ahead = series["ahead"]
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>' + "".join(f'<td class="num">{escape(cell)}</td>' for cell in texts)
        for label, texts in zip(ahead["labels"], ahead["texts"], strict=True)
    )
    head = "".join(f'<th scope="col" class="num">{name}</th>' for name in (words.FORECAST, words.LOW, words.HIGH))
    step = result["step"][:1].upper() + result["step"][1:]  # "2 weeks" may have capitals of its own in other languages
    return (
        f'<h2>{words.next_steps(result["n_steps"])}</h2><div class="frame" tabindex="0" role="region" '
        f'aria-label="{words.NEXT_STEPS}"><table><thead><tr><th scope="col">{escape(step)}</th>'
        f"{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        f'<p class="tiny under">{words.made_by(escape(series["method"]))} '
        f"{words.interval(result['asked_text'], result['covered_text'])}</p>"
    )


def take_html(board: ForecastBoard) -> str:
    """Return what can be taken home, and how it was done."""
    result = board.result
    if result is None:
        return ""
    buttons = (
        send_button(words.SAVE_CSV, "forecast", kind="btn", do="file", what="csv")
        + " "
        + send_button(words.SAVE_SCRIPT, "forecast", kind="btn", do="file", what="script")
    )
    saved = f'<p class="small under" role="status">{escape(board.saved)}</p>' if board.saved else ""
    notes = "".join(f"<li>{escape(note)}</li>" for note in result["notes"])
    return (
        f'<h2>{words.TAKE_HOME}</h2><p class="take-it">{buttons}</p>{saved}'
        f'<h2 class="sec">{words.HOW_IT_WAS_DONE}</h2><ul class="notes small">{notes}</ul>'
    )
