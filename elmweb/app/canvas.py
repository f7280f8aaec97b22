"""What every chart is drawn on: the page's colours, an empty figure, and words on it.

Bokeh draws on a canvas and does not see CSS, so the colours of
``web/style.css`` stand here a second time. A figure is drawn anew for another theme.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bokeh.core.properties import value
from bokeh.models import BasicTickFormatter, NumeralTickFormatter
from bokeh.plotting import figure

__all__ = ["COLOURS", "amounts", "base", "room", "text"]

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
    """Return an empty figure: hairlines, no toolbar, as wide as its place."""
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
    """Write words at places of a figure."""
    style = {"text_font": value(_FONT), "text_font_size": "12px", "text_color": COLOURS[theme]["ink"], **settings}
    plot.text(x=x, y=y, text=words, **style)


def room(values: Sequence[float], share: float = 0.08) -> tuple[float, float]:
    """Return a range that leaves room around values."""
    low, high = min(values), max(values)
    gap = (high - low) * share or abs(high) * share or 1.0
    return low - gap, high + gap


def amounts(axis: Any, values: Sequence[float]) -> None:
    """Write large amounts along an axis short, as 20k or 1.5m, so that they do not run into each other."""
    if max((abs(value) for value in values), default=0) >= _LARGE:
        axis.formatter = NumeralTickFormatter(format="0[.]00a")
