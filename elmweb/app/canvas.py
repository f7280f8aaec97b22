"""What every chart is drawn on: the page's colours, an empty figure, and text on it.

Bokeh draws on a canvas and does not see CSS, so the colours of ``web/style.css``
are repeated in this module. A figure is drawn anew for another theme.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bokeh.core.properties import value
from bokeh.models import BasicTickFormatter, NumeralTickFormatter
from bokeh.plotting import figure

__all__ = ["COLOURS", "amounts", "base", "few_ticks", "room", "text"]

COLOURS = {
    "light": {
        "bg": "#FFFFFF", "ink": "#15191E", "ink_2": "#4A525C", "line": "#828C98", "grid": "#E4E8ED",
        "elm": "#1F4FBF", "base": "#79838F",
    },
    "dark": {
        "bg": "#111418", "ink": "#ECEFF2", "ink_2": "#B4BCC6", "line": "#707C89", "grid": "#262D35",
        "elm": "#8FB1FF", "base": "#939DA9",
    },
}  # fmt: skip
_LARGE = 10_000
_FONT = "IBM Plex Sans, system-ui, sans-serif"


def base(theme: str, height: int, **settings: Any) -> figure:
    """Return an empty figure with hairlines and no toolbar, as wide as its container."""
    colour = COLOURS[theme]
    plot = figure(
        height=height,
        sizing_mode="stretch_width",
        toolbar_location=None,
        tools="",
        output_backend="canvas",
        background_fill_color=None,
        border_fill_color=None,
        outline_line_color=None,
        min_border=0,
        **settings,
    )
    for axis in plot.axis:
        if isinstance(axis.formatter, BasicTickFormatter):
            axis.formatter.use_scientific = False
        axis.update(
            axis_line_color=None,
            major_tick_line_color=None,
            minor_tick_line_color=None,
            major_label_text_color=colour["ink_2"],
            major_label_text_font=_FONT,
            major_label_text_font_size="12px",
            axis_label_text_color=colour["ink_2"],
            axis_label_text_font=_FONT,
            axis_label_text_font_size="12px",
            axis_label_text_font_style="normal",
        )
    plot.grid.grid_line_color = colour["grid"]
    plot.xgrid.grid_line_color = None
    return plot


def text(plot: figure, theme: str, x: Any, y: Any, words: list[str], **settings: Any) -> None:
    """Write labels at points of a figure."""
    style = {"text_font": value(_FONT), "text_font_size": "12px", "text_color": COLOURS[theme]["ink"], **settings}
    plot.text(x=x, y=y, text=words, **style)


def room(values: Collection[float], margin: float = 0.08) -> tuple[float, float]:
    """Return the range of some values with a margin on both sides, relative to its width."""
    low, high = min(values), max(values)
    gap = (high - low) * margin or abs(high) * margin or 1.0
    return low - gap, high + gap


def few_ticks(axis: Any, number: int) -> None:
    """Let an axis have about so many ticks."""
    axis.ticker.desired_num_ticks = number


def amounts(axis: Any, values: Collection[float], *, with_commas: bool = False) -> None:
    """Abbreviate large numbers along an axis, as 20k or 1.5m, so that they do not overlap.

    Parameters
    ----------
    axis : Axis
        Of a figure.
    values : collection of float
        What is drawn along it.
    with_commas : bool
        Whether thousands below are written as 4,500: they are amounts, and no years.
    """
    most = max((abs(value) for value in values), default=0)
    if with_commas and 1_000 <= most < _LARGE:
        axis.formatter = NumeralTickFormatter(format="0,0[.]00")
    if most >= _LARGE:
        axis.formatter = NumeralTickFormatter(format="0[.]00a")
