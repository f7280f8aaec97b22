"""The effect of a column as a figure: the mean, single rows behind it, and how many rows there are."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bokeh.models import DatetimeTickFormatter, FactorRange, FixedTicker, LinearAxis, Range1d
from bokeh.plotting import figure

from elmweb.app.canvas import COLOURS, amounts, base, few_ticks, room
from elmweb.app.chart_numbers import Numbers
from elmweb.app.explain.amounts import worth
from elmweb.formatting import quantity, whole
from elmweb.words.page import explain as words

__all__ = ["effect_figure", "effect_numbers"]

_HEIGHT = 300
_BARS = 0.2  # of the height, for the histogram
_DAY_MS = 86_400_000.0
_PERCENT, _FINE = [0, 25, 50, 75, 100], list(range(0, 101, 10))


def effect_figure(found: dict[str, Any], theme: str) -> figure:
    """Return the effect of a column.

    Parameters
    ----------
    found : dict
        From the question "effect".
    theme : {"light", "dark"}
        Colours.

    Returns
    -------
    figure
        Curves over numbers and dates; dots for categories.
    """
    return _of_kinds(found, theme) if found["role"] == "category" else _of_numbers(found, theme)


def _label(found: dict[str, Any]) -> str:
    target = found["target"] if len(found["target"]) <= 28 else found["target"][:27] + "…"
    return words.predicted(target) if found["is_number"] else words.probability_of(target)


def _scaled(found: dict[str, Any], values: list[float]) -> list[float]:
    return values if found["is_number"] else [100 * value for value in values]


def _of_numbers(found: dict[str, Any], theme: str) -> figure:
    """Return a line for the mean over thin lines for single rows, with a histogram at the bottom."""
    colour, is_date = COLOURS[theme], found["role"] == "date"
    scale = _DAY_MS if is_date else 1.0
    x, edges = [value * scale for value in found["x"]], [value * scale for value in found["edges"]]
    curves = [_scaled(found, curve) for curve in found["curves"]]
    mean = _scaled(found, found["mean"])
    low, high = room([value for curve in [*curves, mean] for value in curve], 0.04)
    low -= _BARS * (high - low) / (1 - _BARS)
    plot = base(
        theme, _HEIGHT, x_axis_type="datetime" if is_date else "linear", x_axis_label=found["column"],
        y_axis_label=_label(found), x_range=Range1d(start=x[0], end=x[-1]), y_range=Range1d(start=low, end=high),
    )  # fmt: skip
    few_ticks(plot.yaxis, 5)
    few_ticks(plot.xaxis, 5)
    if not found["is_number"]:  # below 0 there are only the bars
        plot.yaxis.ticker = FixedTicker(ticks=_PERCENT if high - low > 60 else _FINE)
        plot.ygrid.ticker = plot.yaxis.ticker
    if is_date:
        plot.xaxis.formatter = DatetimeTickFormatter(days="%d %b %Y", months="%b %Y", years="%Y")
    else:
        amounts(plot.xaxis, x)
        amounts(plot.yaxis, mean)
    plot.extra_y_ranges = {"rows": Range1d(start=0, end=max(found["counts"] or [1]) / _BARS or 1)}
    plot.add_layout(LinearAxis(y_range_name="rows", visible=False), "right")
    plot.quad(
        left=edges[:-1], right=edges[1:], top=found["counts"], bottom=0, y_range_name="rows",
        fill_color=colour["grid"], line_color=colour["bg"],
    )  # fmt: skip
    plot.multi_line([x] * len(curves), curves, line_color=colour["base"], line_alpha=0.35, line_width=1)
    plot.line(x, mean, line_color=colour["elm"], line_width=3)
    return plot


def _of_kinds(found: dict[str, Any], theme: str) -> figure:
    """Return a row for each category: small dots for single rows, a large one for their mean."""
    colour = COLOURS[theme]
    names = [
        f"{name if len(name) <= 22 else name[:21] + '…'} ({whole(rows)})"
        for name, rows in zip(found["x"], found["counts"], strict=True)
    ]
    names = list(dict.fromkeys(names))[: len(names)] if len(set(names)) == len(names) else found["x"]
    curves = [_scaled(found, curve) for curve in found["curves"]]
    mean = _scaled(found, found["mean"])
    low, high = room([value for curve in [*curves, mean] for value in curve], 0.05)
    plot = base(
        theme, 30 * len(names) + 60, x_axis_label=_label(found), y_range=FactorRange(factors=names[::-1]),
        x_range=Range1d(start=low, end=high),
    )  # fmt: skip
    plot.ygrid.grid_line_color, plot.xgrid.grid_line_color = None, colour["grid"]
    few_ticks(plot.xaxis, 5)
    amounts(plot.xaxis, mean)
    small = [(curve[at], name) for curve in curves for at, name in enumerate(names)]
    plot.scatter(
        [value for value, _ in small], [name for _, name in small], size=5, fill_color=colour["base"], fill_alpha=0.35,
        line_color=None,
    )  # fmt: skip
    plot.scatter(mean, names, size=12, fill_color=colour["elm"], line_color=colour["bg"])
    return plot


def effect_numbers(found: dict[str, Any]) -> Numbers:
    """Return the mean at each value, for screen readers."""
    is_number, kinds = found["is_number"], found["role"] == "category"
    say = str if kinds else (_day if found["role"] == "date" else quantity)
    step = max(1, len(found["x"]) // 12)
    pairs = list(zip(found["x"], found["mean"], strict=True))[::step]
    return [found["column"], _label(found)], [[say(x), worth(mean, is_number=is_number)] for x, mean in pairs]


def _day(days: float) -> str:
    return (dt.date(1970, 1, 1) + dt.timedelta(days=int(days))).isoformat()
