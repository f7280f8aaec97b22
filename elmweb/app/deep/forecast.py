"""The chart of a series: the past, the forecast, and what was observed."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.models import Range1d
from bokeh.plotting import figure

from elmweb.app.canvas import COLOURS, amounts, base, room

__all__ = ["forecast"]

_HEIGHT = 300


def forecast(series: dict[str, Any], theme: str) -> figure:
    """Return the chart of a series with its forecast, or of the series alone.

    Parameters
    ----------
    series : dict
        ``past`` (ndarray), ``x_label``, ``y_label`` and ``step``, the distance of two values in units of x; for a
        forecast also ``low``, ``middle``, ``high`` and ``came``, ndarrays of equal length that follow the past.
    theme : {"light", "dark"}
        Colours.

    Returns
    -------
    figure
        The past in grey, the forecast in the accent with its band, the observed values dotted.
    """
    colour = COLOURS[theme]
    past, step = np.asarray(series["past"], dtype=float), series.get("step", 1)
    parts = [past, *(np.asarray(series[name], dtype=float) for name in ("low", "high", "came") if name in series)]
    plot = base(theme, _HEIGHT, x_axis_label=series["x_label"], y_axis_label=series["y_label"])
    values = np.concatenate(parts)
    low, high = room(values)
    plot.y_range = Range1d(start=low, end=high)
    amounts(plot.yaxis, values, with_commas=True)
    before = (np.arange(len(past)) - len(past) + 1) * step
    plot.line(before, past, line_color=colour["base" if "middle" in series else "elm"], line_width=2)
    if "middle" in series:
        after = np.arange(1, len(series["middle"]) + 1) * step
        plot.varea(after, series["low"], series["high"], fill_color=colour["elm"], fill_alpha=0.18)
        plot.line(after, series["middle"], line_color=colour["elm"], line_width=3)
        plot.line(after, series["came"], line_color=colour["ink"], line_width=2, line_dash=[2, 3])
    return plot
