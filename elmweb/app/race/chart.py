"""The chart of a race: score against seconds of training, drawn while it runs, and the sign of each contestant."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from math import ceil, floor, log10
from typing import Any

from bokeh.models import ColumnDataSource, FixedTicker, Range1d

from elmweb.app.canvas import COLOURS, base, few_ticks
from elmweb.app.chart import described
from elmweb.formatting import quantity
from elmweb.words.page import race as words

__all__ = ["RaceChart", "key_html", "line_style", "sign"]

# Colour, dash, width of the line and marker: never colour alone. The names are those of style.css without "--c-".
_STYLES: dict[str, tuple[str, list[int], float, str]] = {
    "elm": ("elm", [], 3, "circle"),
    "kernel": ("elm", [8, 4], 2, "circle_open"),
    "linear": ("base", [6, 4], 2, "square"),
    "forest": ("forest", [2, 3], 2, "triangle"),
    "boosting": ("six", [1, 3], 2, "cross"),
    "mlp": ("mlp", [10, 3, 2, 3], 2, "diamond"),
    "cnn": ("cnn", [], 2, "circle_open"),
    "pretrained": ("ink", [], 0, "star"),
}
_MORE_COLOURS = {
    "light": {"forest": "#00805E", "mlp": "#C2500A", "cnn": "#8A2478", "six": "#15191E"},
    "dark": {"forest": "#35C795", "mlp": "#FF9A55", "cnn": "#E58BD0", "six": "#F4F6F8"},
}
_SIGNS = {
    "circle": '<circle cx="13" cy="7" r="4.5" fill="{0}"/>',
    "circle_open": '<circle cx="13" cy="7" r="4" fill="var(--bg)" stroke="{0}" stroke-width="2.5"/>',
    "square": '<rect x="9" y="3" width="8" height="8" fill="{0}"/>',
    "triangle": '<path d="M13 1.5l5.5 9.5h-11z" fill="{0}"/>',
    "diamond": '<path d="M13 1l6 6-6 6-6-6z" fill="{0}"/>',
    "star": '<path d="M13 0l2 5h5l-4 3 1.500 5-4.500-3-4.500 3 1.500-5-4-3h5z" fill="{0}"/>',
    "cross": '<path d="M8.500 2.500l9 9m0-9l-9 9" fill="none" stroke="{0}" stroke-width="2.5"/>',
}
_HEIGHT = 320
_STEPS = (1.0, 2.0, 5.0)


def sign(contestant: str) -> str:
    """Return the sign of a contestant: its line and its marker, as an SVG that a screen reader passes over."""
    colour, dash, width, marker = _STYLES[contestant]
    ink = "var(--ink)" if colour == "ink" else f"var(--c-{colour})"
    dashes = f' stroke-dasharray="{" ".join(map(str, dash))}"' if dash else ""
    return (
        '<svg class="sign" width="26" height="14" viewBox="0 0 26 14" aria-hidden="true">'
        f'<line x1="0" x2="26" y1="7" y2="7" stroke="{ink}" stroke-width="{width}"{dashes}/>'
        f"{_SIGNS[marker].format(ink)}</svg>"
    )


def line_style(contestant: str, theme: str) -> tuple[str, list[int], float, str]:
    """Return colour, dash, width and marker of a contestant's line, as :func:`sign` draws it."""
    name, dash, width, marker = _STYLES[contestant]
    return (COLOURS[theme] | _MORE_COLOURS[theme])[name], dash, width, marker


def key_html(entrants: Iterable[dict[str, Any]]) -> str:
    """Return which sign is whose, as HTML."""
    keys = [f"<span>{sign(one['id'])}{escape(one['name'])}</span>" for one in entrants]
    return f'<p class="keys">{"".join(keys)}</p>'


class RaceChart:
    """Score against seconds of training on a logarithmic axis.

    Parameters
    ----------
    theme : {"light", "dark"}
        Colours.
    state : dict
        The race, as :class:`elmweb.workbench.protocol.RaceState`.
    """

    def __init__(self, theme: str, state: dict[str, Any]) -> None:
        colours = COLOURS[theme] | _MORE_COLOURS[theme]
        self.figure = base(
            theme,
            _HEIGHT,
            x_axis_type="log",
            x_axis_label=words.SECONDS_OF_TRAINING,
            x_range=Range1d(start=0.001, end=10),
            y_range=Range1d(start=0, end=100),
        )
        self.figure.xgrid.grid_line_color = colours["grid"]
        few_ticks(self.figure.yaxis, 5)
        self._level = ColumnDataSource({"x": [], "y": []})
        self.figure.line("x", "y", source=self._level, line_color=colours["elm"], line_width=1, line_alpha=0.5)
        self._elsewhere = ColumnDataSource({"x": [], "y": []})
        self.figure.scatter(
            "x", "y", source=self._elsewhere, size=15, marker="star", fill_color=colours["ink"],
            line_color=colours["ink"],
        )  # fmt: skip
        self._lines, self._ends = {}, {}
        for one in state["entrants"]:
            self._add(one["id"], colours)
        self.show(state)

    def _add(self, contestant: str, colours: dict[str, str]) -> None:
        """Add the empty line and marker of a contestant."""
        name, dash, width, marker = _STYLES[contestant]
        ink, is_open = colours[name], marker in ("circle_open", "cross")
        line = self._lines[contestant] = ColumnDataSource({"x": [], "y": []})
        end = self._ends[contestant] = ColumnDataSource({"x": [], "y": []})
        self.figure.line("x", "y", source=line, line_color=ink, line_width=width, line_dash=dash or "solid")
        self.figure.scatter(
            "x", "y", source=end, size=13 if marker == "diamond" else 10, marker="x" if marker == "cross" else
            marker.removesuffix("_open"), fill_color=colours["bg"] if is_open else ink, line_color=ink, line_width=2.5,
        )  # fmt: skip

    def show(self, state: dict[str, Any], pretrained: dict[str, Any] | None = None) -> None:
        """Draw the race so far.

        Parameters
        ----------
        state : dict
            With the same contestants.
        pretrained : dict, optional
            A network that was trained elsewhere; a point of its own kind.
        """
        curves = {one["id"]: one["curve"] for one in state["entrants"] if one["curve"]}
        for each, curve in curves.items():
            seconds, scores = [point[0] for point in curve], [point[1] for point in curve]
            if len(curve) > 1:
                self._lines[each].data = {"x": seconds, "y": scores}
            self._ends[each].data = {"x": seconds[-1:], "y": scores[-1:]}
        described(self.figure, _description(state, pretrained))
        if not curves:
            return
        times = [point[0] for curve in curves.values() for point in curve]
        ends = [curve[-1][1] for curve in curves.values()]
        if pretrained:
            times.append(pretrained["training_seconds"])
            ends.append(pretrained["score"])
        self._elsewhere.data = {"x": times[len(times) - bool(pretrained) :], "y": ends[len(ends) - bool(pretrained) :]}
        start, end = 0.7 * max(min(times), 1e-5), 1.5 * max(times)
        self.figure.x_range.update(start=start, end=end)
        self._tick(start, end)
        low, high = _heights(ends, state)
        self.figure.y_range.update(start=low, end=high)
        if "elm" in curves:
            score = curves["elm"][-1][1]
            self._level.data = {"x": [curves["elm"][-1][0], end], "y": [score, score]}

    def _tick(self, start: float, end: float) -> None:
        """Put ticks at powers of ten, and between them where there are few."""
        powers = range(floor(log10(start)), ceil(log10(end)) + 1)
        steps = _STEPS if end < 300 * start else _STEPS[:1]
        ticks = [step * 10.0**power for power in powers for step in steps]
        self.figure.xaxis.ticker = FixedTicker(ticks=ticks, minor_ticks=[])
        self.figure.xgrid.ticker = FixedTicker(ticks=ticks, minor_ticks=[])
        self.figure.xaxis.major_label_overrides = {tick: _seconds(tick) for tick in ticks}


def _seconds(seconds: float) -> str:
    return f"{quantity(1000 * seconds)} ms" if seconds < 0.1 else f"{quantity(seconds)} s"


def _heights(ends: list[float], state: dict[str, Any]) -> tuple[float, float]:
    """Return the range of the scores: where they end, with the last part of the way up."""
    unit = 1.0 if state["score_name"] != "R2" else 0.01
    best, worst = max(ends), min(ends)
    low = max(min(state["floor"], worst - unit), min(worst - 10 * unit, worst - 2 * (best - worst)))
    high = best + max(0.08 * (best - low), unit)
    return low, min(high, 101.0) if state["score_name"] != "R2" else high


def _description(state: dict[str, Any], pretrained: dict[str, Any] | None) -> str:
    """Return the chart in one sentence; the table below has its numbers."""
    done = [one for one in state["entrants"] if one["trained"]]
    ends = ", ".join(f"{one['name']} {one['score_text']}" for one in done)
    elsewhere = f"{pretrained['name']} {pretrained['score_text']}" if pretrained else ""
    return words.chart(state["score_name"], ends, elsewhere)
