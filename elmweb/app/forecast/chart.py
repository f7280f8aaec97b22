"""The chart of a forecast: what happened, what was forecast at the origins, and what is to come with its interval."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.models import Range1d
from bokeh.plotting import figure

from elmweb.app.canvas import COLOURS, amounts, base, few_ticks, room
from elmweb.app.chart import described
from elmweb.words.page import forecast as words

__all__ = ["forecast_figure", "keys_html"]

_HEIGHT = 320
_THEN = {"light": "#C2500A", "dark": "#FF9A55"}  # --c-mlp of style.css


def keys_html() -> str:
    """Return which line is which, as HTML."""
    past = '<line x1="0" x2="26" y1="7" y2="7" stroke="var(--c-base)" stroke-width="2"/>'
    then = '<line x1="0" x2="26" y1="7" y2="7" stroke="var(--c-mlp)" stroke-width="2" stroke-dasharray="5 3"/>'
    ahead = (
        '<rect x="0" y="1" width="26" height="12" fill="var(--c-elm)" opacity=".18"/>'
        '<line x1="0" x2="26" y1="7" y2="7" stroke="var(--c-elm)" stroke-width="3"/>'
    )
    keys = (
        (past, words.WHAT_HAPPENED),
        (then, words.FORECAST_THEN),
        (ahead, words.WHAT_COMES),
    )
    svg = '<svg class="sign" width="26" height="14" viewBox="0 0 26 14" aria-hidden="true">'
    return f'<p class="keys">{"".join(f"<span>{svg}{line}</svg>{name}</span>" for line, name in keys)}</p>'


def forecast_figure(result: dict[str, Any], series: dict[str, Any], theme: str) -> figure:
    """Return the chart of one series.

    Parameters
    ----------
    result : dict
        As :class:`elmweb.workbench.protocol.ForecastResult`.
    series : dict
        One of its series.
    theme : {"light", "dark"}
        Colours.

    Returns
    -------
    figure
        The past in grey, forecasts of the past dashed, what is to come in the accent with its band.
    """
    colour, past, ahead = COLOURS[theme], series["past"], series["ahead"]
    plot = base(theme, _HEIGHT, x_axis_type="datetime", y_axis_label=result["value"])
    values = np.array(past["values"], dtype=float)  # None becomes NaN, where the line is broken
    low, middle, high = (np.array(ahead[name], dtype=float) for name in ("low", "middle", "high"))
    everything = np.concatenate([values, middle, low, high, *(one["values"] for one in series["origins"])])
    everything = everything[np.isfinite(everything)]
    bottom, top = room(everything)
    plot.y_range = Range1d(start=max(bottom, 0.0) if everything.min() >= 0 else bottom, end=top)
    amounts(plot.yaxis, everything, with_commas=True)
    few_ticks(plot.xaxis, 4)  # more of them overlap on a phone
    start, end = past["times"][0], ahead["times"][-1]
    plot.x_range = Range1d(start=start - 0.01 * (end - start), end=end + 0.01 * (end - start))
    plot.line(past["times"], values, line_color=colour["base"], line_width=1.5)
    for origin in series["origins"]:
        plot.line(origin["times"], origin["values"], line_color=_THEN[theme], line_width=1.5, line_dash=[5, 3])
    if len(middle) == 1:  # a line of one point is not seen
        plot.scatter(ahead["times"], middle, size=9, fill_color=colour["elm"], line_color=colour["elm"])
        plot.segment(ahead["times"], low, ahead["times"], high, line_color=colour["elm"], line_width=2)
    else:
        plot.varea(ahead["times"], low, high, fill_color=colour["elm"], fill_alpha=0.18)
        plot.line(ahead["times"], middle, line_color=colour["elm"], line_width=3)
    return described(plot, _description(result, series))


def _description(result: dict[str, Any], series: dict[str, Any]) -> str:
    """Return the chart in a sentence; the table beside it has its numbers."""
    ahead = series["ahead"]
    first, last = ((ahead["texts"][at][0], ahead["labels"][at]) for at in (0, -1))
    return words.chart(result["value"], series["key"], len(series["origins"]), first, last)
