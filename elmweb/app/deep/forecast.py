"""The picture of a series: what was, what a model expects, and what came."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.models import Range1d
from bokeh.plotting import figure

from elmweb.app.canvas import COLOURS, amounts, base, room

__all__ = ["forecast"]

_HEIGHT = 300


def forecast(series: dict[str, Any], theme: str) -> figure:
    """Return a series with a forecast and its band, or a series alone.

    Parameters
    ----------
    series : dict
        ``past`` (ndarray), and for a forecast ``low``, ``middle``, ``high`` and ``came`` (ndarrays of one length, which
        follow the past), ``x_label``, ``y_label`` and ``step``, units of x between two values.
    theme : {"light", "dark"}
        Colours.

    Returns
    -------
    figure
        The past in grey, the forecast in the accent with a band around it, what came dashed.
    """
    colour = COLOURS[theme]
    past, step = np.asarray(series["past"], dtype=float), series.get("step", 1)
    parts = [past, *(np.asarray(series[name], dtype=float) for name in ("low", "high", "came") if name in series)]
    plot = base(theme, _HEIGHT, x_axis_label=series["x_label"], y_axis_label=series["y_label"])
    plot.y_range = Range1d(*room(np.concatenate(parts)))
    amounts(plot.yaxis, np.concatenate(parts))
    before = (np.arange(len(past)) - len(past) + 1) * step
    plot.line(before, past, line_color=colour["base" if "middle" in series else "elm"], line_width=2)
    if "middle" in series:
        after = np.arange(1, len(series["middle"]) + 1) * step
        plot.varea(after, series["low"], series["high"], fill_color=colour["elm"], fill_alpha=0.18)
        plot.line(after, series["middle"], line_color=colour["elm"], line_width=3)
        plot.line(after, series["came"], line_color=colour["ink"], line_width=2, line_dash=[2, 3])
    return plot
