"""Precision against recall of several models, on two screens of the chapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bokeh.models import FixedTicker, Range1d
from bokeh.plotting import figure

from elmweb.app.canvas import COLOURS, base
from elmweb.app.chart import described
from elmweb.app.race.chart import line_style

__all__ = ["Mark", "trade_chart"]

Mark = tuple[float, float, bool]
"""Recall and precision at one threshold, and whether it is filled."""

_HIGH = 0.85


def trade_chart(
    models: Sequence[Mapping[str, Any]],
    names: tuple[str, str],
    said: str,
    theme: str,
    marks: Mapping[str, Sequence[Mark]] | None = None,
) -> figure:
    """Return the curves, the first model's above the others.

    Parameters
    ----------
    models : sequence of mapping
        ``id``, ``average`` and ``curve`` (``recall``, ``precision``) each.
    names : tuple of str
        Of the two axes.
    said : str
        For a screen reader.
    theme : {"light", "dark"}
        Colours.
    marks : mapping of str to sequence of Mark, optional
        Thresholds of each model that are shown on its curve.

    Returns
    -------
    figure
        With axes from 0, or from 50 % where every curve is high.
    """
    colour = COLOURS[theme]
    start = 0.5 if all(one["average"] > _HIGH for one in models) else 0.0
    plot = base(theme, 300, x_range=Range1d(start=start, end=1.02), y_range=Range1d(start=start, end=1.02))
    plot.xaxis.axis_label, plot.yaxis.axis_label = names
    plot.xgrid.grid_line_color = colour["grid"]
    ticks = [start + (1 - start) * part / 5 for part in range(6)]
    for axis in plot.axis:
        axis.ticker = FixedTicker(ticks=ticks)
        axis.major_label_overrides = {tick: f"{round(100 * tick)}" for tick in ticks}
    for one in reversed(models):
        ink, dash, width, marker = line_style(one["id"], theme)
        plot.line(one["curve"]["recall"], one["curve"]["precision"], line_color=ink, line_width=width, line_dash=dash)
        for recall, precision, is_filled in (marks or {}).get(one["id"], ()):
            fill = ink if is_filled else colour["bg"]
            plot.scatter([recall], [precision], size=11, marker=marker, fill_color=fill, line_color=ink, line_width=2)
    return described(plot, said)
