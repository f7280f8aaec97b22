"""A dot for each seed, stacked where scores are alike; below them the range of one score, and all seeds together."""

from __future__ import annotations

from typing import Any

from bokeh.models import ColumnDataSource, Range1d, Span
from bokeh.plotting import figure

from elmweb.app.canvas import COLOURS, base, few_ticks, room
from elmweb.app.chart import described
from elmweb.formatting import quantity
from elmweb.words.page import lottery as words

__all__ = ["LotteryChart", "key_html"]

_HEIGHT = 270
# Heights in the figure, in about pixels.
_TOP, _FLOOR, _MIDDLE, _TOGETHER = 236.0, 70.0, 46.0, 18.0
_DOT, _LOWEST_STEP = 11.0, 2.0
_ACROSS = 50  # dots that have room beside each other

_LINE = '<line x1="0" x2="26" y1="7" y2="7" stroke="{}" stroke-width="2"/>'
_SIGNS = (
    '<circle cx="13" cy="7" r="4.5" fill="var(--c-elm)"/>',
    _LINE.format("var(--c-base)")
    + '<circle cx="13" cy="7" r="4" fill="var(--bg)" stroke="var(--c-base)" stroke-width="2.5"/>',
    _LINE.format("var(--c-six)") + '<path d="M13 1l6 6-6 6-6-6z" fill="var(--c-six)"/>',
)


def key_html() -> str:
    """Return which sign is what, as HTML."""
    signs = "".join(
        '<span><svg class="sign" width="26" height="14" viewBox="0 0 26 14" aria-hidden="true">'
        f"{shape}</svg>{name}</span>"
        for shape, name in zip(_SIGNS, (words.ONE_SEED, words.MIDDLE_SEED, words.ALL_SEEDS), strict=True)
    )
    return f'<p class="keys">{signs}</p>'


class LotteryChart:
    """The scores of all seeds on one axis.

    Parameters
    ----------
    theme : {"light", "dark"}
        Colours.
    state : dict
        The answer of the study, or what it reports on its way.
    """

    def __init__(self, theme: str, state: dict[str, Any]) -> None:
        colour = COLOURS[theme]
        self.score_name: str = state["score_name"]
        self.figure: figure = base(
            theme,
            _HEIGHT,
            x_range=Range1d(start=0, end=100),
            y_range=Range1d(start=0, end=_TOP),
            x_axis_label=self.score_name,
        )
        self.figure.yaxis.visible = False
        self.figure.ygrid.grid_line_color = None
        self.figure.xgrid.grid_line_color = colour["grid"]
        few_ticks(self.figure.xaxis, 5)
        self.figure.add_layout(Span(location=_FLOOR - _DOT, dimension="width", line_color=colour["line"], line_width=1))
        ink = "#15191E" if theme == "light" else "#F4F6F8"
        self._dots = ColumnDataSource({"x": [], "y": [], "size": []})
        self._ranges = {name: ColumnDataSource({"x": [], "low": [], "high": [], "y": []}) for name in ("one", "all")}
        for name, line in (("one", colour["base"]), ("all", ink)):
            source = self._ranges[name]
            self.figure.segment("low", "y", "high", "y", source=source, line_color=line, line_width=2)
            self.figure.scatter(
                "x", "y", source=source, size=11 if name == "one" else 14, line_width=2.5, line_color=line,
                marker="circle" if name == "one" else "diamond", fill_color=colour["bg"] if name == "one" else line,
            )  # fmt: skip
        self.figure.scatter(
            "x", "y", size="size", source=self._dots, fill_color=colour["elm"], line_color=colour["bg"], line_width=1
        )
        self.show(state)

    def show(self, state: dict[str, Any]) -> None:
        """Draw the seeds so far, and the ranges once they are known.

        Parameters
        ----------
        state : dict
            The answer of the study, or what it reports on its way.
        """
        scores = state["scores"]
        if not scores:
            return
        ends = [*scores]
        for name, key in (("one", "single"), ("all", "ensemble")):
            found = state.get(key)
            y = _MIDDLE if name == "one" else _TOGETHER
            self._ranges[name].data = (
                {"x": [found["score"]], "low": [found["low"]], "high": [found["high"]], "y": [y]}
                if found
                else {"x": [], "low": [], "high": [], "y": []}
            )
            ends += [found["low"], found["high"]] if found else []
        low, high = room(ends, 0.06)
        self.figure.x_range.update(start=low, end=high)
        stacks = stacked(scores, (high - low) / _ACROSS)
        tallest = max(level for _, level in stacks) + 1
        step = max(_LOWEST_STEP, min(_DOT + 1, (_TOP - _FLOOR - _DOT) / tallest))
        self._dots.data = {
            "x": [x for x, _ in stacks],
            "y": [_FLOOR + step * level for _, level in stacks],
            "size": [min(_DOT, max(step, 4.0))] * len(stacks),
        }
        described(self.figure, _description(state))


def stacked(scores: list[float], width: float) -> list[tuple[float, int]]:
    """Return the place of each seed's dot: where on the axis, and how many dots are below it.

    Parameters
    ----------
    scores : list of float
        One for each seed.
    width : float
        Scores within it share a stack, which stands at their mean.

    Returns
    -------
    list of (float, int)
        In the same order.

    Examples
    --------
    >>> stacked([90.0, 95.0, 90.0], 1.0)
    [(90.0, 0), (95.0, 0), (90.0, 1)]
    """
    stacks: list[list[int]] = []
    for seed in sorted(range(len(scores)), key=lambda seed: scores[seed]):
        if stacks and scores[seed] - scores[stacks[-1][0]] < width:
            stacks[-1].append(seed)
        else:
            stacks.append([seed])
    places: dict[int, tuple[float, int]] = {}
    for stack in stacks:
        middle = sum(scores[seed] for seed in stack) / len(stack)
        places |= {seed: (middle, level) for level, seed in enumerate(sorted(stack))}
    return [places[seed] for seed in range(len(scores))]


def _description(state: dict[str, Any]) -> str:
    """Return the chart in a sentence; a table beside it has the numbers."""
    scores = state["scores"]
    text = words.chart(state["score_name"], len(scores), quantity(min(scores), 4), quantity(max(scores), 4))
    if (one := state.get("single")) and (together := state.get("ensemble")):
        text += f" {words.chart_middle(one['text'], one['range_text'])}"
        text += f" {words.chart_all(together['text'], together['range_text'])}"
    return text
