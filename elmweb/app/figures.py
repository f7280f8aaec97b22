"""The charts of a result and of a table, as Bokeh figures.

Colour is never alone: our model is a filled dot and a solid line, baselines are
grey, open and dashed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

from bokeh.models import ColumnDataSource, FactorRange, FixedTicker, Range1d, TapTool
from bokeh.plotting import figure

from elmweb.app.canvas import COLOURS, amounts, base, few_ticks, room, text
from elmweb.formatting import quantity
from elmweb.words.page import charts as words, common

__all__ = ["curve", "histogram", "reliability", "residuals", "roc", "score_dots", "score_dots_height", "seeds", "trade"]


def score_dots_height(n_models: int) -> int:
    """Return the height in pixels of :func:`score_dots`.

    Parameters
    ----------
    n_models : int
        Rows of the figure.

    Returns
    -------
    int
        Pixels.
    """
    return 34 * n_models + 34


def score_dots(scores: Sequence[dict[str, Any]], theme: str) -> figure:
    """Return the score of each model with its range, ours filled.

    Parameters
    ----------
    scores : sequence of dict
        ``Result["scores"]``, ours first.
    theme : {"light", "dark"}
        Colours.

    Returns
    -------
    figure
        One row for each model.
    """
    colour = COLOURS[theme]
    names = [_short(score["name"]) for score in scores]
    low, high = room([number for score in scores for number in (score["low"], score["high"])], 0.05)
    height, rows = score_dots_height(len(scores)), FactorRange(factors=names[::-1])
    plot = base(theme, height, y_range=rows, x_range=Range1d(start=low, end=high))
    plot.ygrid.grid_line_color = None
    plot.xgrid.grid_line_color = colour["grid"]
    few_ticks(plot.xaxis, 4)
    amounts(plot.xaxis, (low, high))
    for name, score in zip(names, scores, strict=True):
        ours = score["kind"] == "elm"
        ink = colour["elm"] if ours else colour["base"]
        plot.segment(score["low"], [name], score["high"], [name], line_color=ink, line_width=2)
        plot.scatter(
            [score["score"]], [name], size=12 if ours else 10, marker="circle",
            fill_color=ink if ours else colour["bg"], line_color=ink, line_width=2,
        )  # fmt: skip
    return plot


def _short(name: str) -> str:
    """Return a name short enough to fit beside a chart on a phone."""
    return name if len(name) <= 24 else name[:23] + "…"


def curve(
    x: Sequence[float],
    y: Sequence[float],
    chosen: float,
    label: str,
    theme: str,
    *,
    x_label: str = "",
    log: bool = True,
) -> figure:
    """Return a curve over a setting, with the chosen value marked.

    Parameters
    ----------
    x, y : sequence of float
        The settings tried and their errors.
    chosen : float
        The setting that was kept.
    label : str
        Text at the mark.
    theme : {"light", "dark"}
        Colours.
    x_label : str
        Name of the setting.
    log : bool
        True draws the setting on a logarithmic axis.

    Returns
    -------
    figure
        The curve.
    """
    colour = COLOURS[theme]
    plot = base(theme, 190, x_axis_type="log" if log else "linear", x_axis_label=x_label)
    low, high = room(y, 0.16)
    plot.y_range = Range1d(start=low - 0.16 * (high - low), end=high + 0.04 * (high - low))
    plot.line(x, y, line_color=colour["elm"], line_width=2)
    at = min(range(len(x)), key=lambda index: abs(x[index] - chosen))
    plot.scatter([x[at]], [y[at]], size=11, fill_color=colour["elm"], line_color=colour["elm"])
    side = "right" if at > 0.7 * len(x) else "left" if at < 0.3 * len(x) else "center"
    text(
        plot,
        theme,
        [x[at]],
        [y[at]],
        [label],
        text_align=side,
        text_baseline="top",
        y_offset=9,
        text_font_style="bold",
        background_fill_color=colour["bg"],
    )
    few_ticks(plot.yaxis, 4)
    amounts(plot.yaxis, y)
    if log and len(x) <= 12 and max(x) / min(x) < 5000:
        ticks = list(x) if len(x) <= 7 else list(x)[:: ceil(len(x) / 7)]
        plot.xaxis.ticker = FixedTicker(ticks=ticks)
        plot.xaxis.major_label_overrides = {tick: quantity(tick) for tick in ticks}
    return plot


def trade(
    x: Sequence[float], y: Sequence[float], theme: str, *, x_label: str, y_label: str, level: float | None = None
) -> figure:
    """Return a curve of one fraction against another, both from 0 to 1.

    Parameters
    ----------
    x, y : sequence of float
        The fractions.
    theme : {"light", "dark"}
        Colours.
    x_label, y_label : str
        Titles of the axes.
    level : float, optional
        Height of the line of guessing; the diagonal when None.

    Returns
    -------
    figure
        The curve and the dashed line of guessing.
    """
    colour = COLOURS[theme]
    plot = base(theme, 230, x_range=Range1d(start=-0.05, end=1.05), y_range=Range1d(start=-0.05, end=1.06))
    plot.xaxis.axis_label, plot.yaxis.axis_label = x_label, y_label
    ends = (0, 1) if level is None else (level, level)
    plot.line([0, 1], ends, line_color=colour["base"], line_width=2, line_dash=[6, 4])
    plot.line(x, y, line_color=colour["elm"], line_width=3)
    for axis in plot.axis:
        axis.ticker = FixedTicker(ticks=[0, 0.25, 0.5, 0.75, 1])
        axis.major_label_overrides = {0: "0", 0.25: "25", 0.5: "50", 0.75: "75", 1: "100"}
    return plot


def roc(curve_of: dict[str, Any], theme: str) -> figure:
    """Return the true positive rate against the false positive rate."""
    return trade(curve_of["fpr"], curve_of["tpr"], theme, x_label=words.FALSE_ALARMS, y_label=words.FOUND)


def residuals(
    true: Sequence[float],
    predicted: Sequence[float],
    theme: str,
    press: Callable[[float, float], None] | None = None,
) -> figure:
    """Return the predicted over the true values, with the line of no error.

    Parameters
    ----------
    true, predicted : sequence of float
        One dot for each row.
    theme : {"light", "dark"}
        Colours.
    press : callable, optional
        Called with the two values of a dot that is pressed.

    Returns
    -------
    figure
        A scatter plot with equal axes.
    """
    colour = COLOURS[theme]
    low, high = room([*true, *predicted], 0.04)
    plot = base(theme, 260, x_range=Range1d(start=low, end=high), y_range=Range1d(start=low, end=high))
    plot.xaxis.axis_label, plot.yaxis.axis_label = words.TRUE_VALUE, words.PREDICTED
    for axis in plot.axis:
        few_ticks(axis, 5)
        amounts(axis, (low, high))
    plot.line([low, high], [low, high], line_color=colour["base"], line_width=2, line_dash=[6, 4])
    source = ColumnDataSource({"true": list(true), "predicted": list(predicted)})
    plot.scatter(
        "true", "predicted", source=source, size=6, fill_color=colour["elm"], fill_alpha=0.45, line_color=None,
        nonselection_fill_color=colour["elm"], nonselection_fill_alpha=0.45, selection_fill_color=colour["ink"],
    )  # fmt: skip
    if press is not None:
        plot.add_tools(TapTool())

        def chosen(_attr: str, _old: list[int], new: list[int]) -> None:
            if new:
                press(float(true[new[0]]), float(predicted[new[0]]))

        source.selected.on_change("indices", chosen)
    return plot


def seeds(names: Sequence[int], scores: Sequence[float], theme: str) -> figure:
    """Return the score of each random seed.

    Parameters
    ----------
    names : sequence of int
        The seeds.
    scores : sequence of float
        Their scores.
    theme : {"light", "dark"}
        Colours.

    Returns
    -------
    figure
        One dot for each seed, with a line at the median.
    """
    colour = COLOURS[theme]
    plot = base(theme, 190, x_axis_label=common.SEED)
    low, high = room(scores, 0.4)
    plot.y_range = Range1d(start=low, end=high)
    few_ticks(plot.yaxis, 4)
    plot.xaxis.ticker = FixedTicker(ticks=list(names))
    ranked = sorted(scores)
    middle = (ranked[(len(scores) - 1) // 2] + ranked[len(scores) // 2]) / 2
    plot.line([min(names), max(names)], [middle, middle], line_color=colour["base"], line_width=2, line_dash=[6, 4])
    plot.scatter(names, scores, size=11, fill_color=colour["elm"], line_color=colour["elm"])
    return plot


def reliability(bins: Sequence[Sequence[float]], theme: str) -> figure:
    """Return the reliability curve: accuracy against confidence.

    Parameters
    ----------
    bins : sequence of (mean probability, accuracy, number of rows)
        ``Result["calibration"]["bins"]``.
    theme : {"light", "dark"}
        Colours.

    Returns
    -------
    figure
        Dots joined by a line, and the diagonal of a calibrated model.
    """
    colour = COLOURS[theme]
    confidence, accuracy, rows = zip(*bins, strict=True)
    plot = trade(confidence, accuracy, theme, x_label=words.CONFIDENCE, y_label=words.RIGHT)
    most = max(rows)
    sizes = [6 + 8 * (number / most) ** 0.5 for number in rows]
    plot.scatter(confidence, accuracy, size=sizes, fill_color=colour["elm"], line_color=colour["bg"])
    return plot


def histogram(edges: Sequence[float], counts: Sequence[float], theme: str) -> figure:
    """Return the histogram of a numeric column.

    Parameters
    ----------
    edges : sequence of float
        One more than counts.
    counts : sequence of float
        Rows between two edges.
    theme : {"light", "dark"}
        Colours.

    Returns
    -------
    figure
        Bars side by side.
    """
    colour = COLOURS[theme]
    plot = base(theme, 110, y_range=Range1d(start=0, end=max(counts, default=1) * 1.05 or 1))
    plot.ygrid.grid_line_color = None
    plot.yaxis.visible = False
    few_ticks(plot.xaxis, 4)
    amounts(plot.xaxis, edges)
    plot.quad(left=edges[:-1], right=edges[1:], top=counts, bottom=0, fill_color=colour["elm"], line_color=colour["bg"])
    return plot
