"""The screen of finance: precision and recall of two models, and a threshold for the costs that are set."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn
from bokeh.models import FixedTicker, Range1d
from bokeh.plotting import figure

from elmweb.app.canvas import COLOURS, base
from elmweb.app.chart import described
from elmweb.app.chart_numbers import trade_of, unseen_table
from elmweb.app.learn.jobs.screen import Chapter, Screen, pane, results_html, said_html
from elmweb.app.parts import Text, stack
from elmweb.app.race.chart import sign
from elmweb.formatting import count, duration, in_100, score

__all__ = ["View", "cheapest", "costs_html"]

_RARITIES = {"7 in 100, as in the table": 0.0, "1 in 100, others left out": 0.01, "3 in 1,000, others left out": 0.003}
_MISSED, _FALSE = 100, 5
_STYLES = {"elm": ("elm", "solid", 3), "linear": ("base", [6, 4], 2)}


class View(Screen):
    """Few alarms among many rows.

    Parameters
    ----------
    chapter : Chapter
        The page.
    """

    id = "finance"
    title = "Finance: find the few among the many"
    lead = (
        "Of thousands of card payments a few are fraud. Such records may not be passed on, so a table of the same "
        "shape stands in here: 49,097 readings of a space shuttle, nine numbers each, 3,511 of them out of the "
        "ordinary. An ELM and logistic regression learn from a quarter of the rows, the threshold is chosen on another "
        "quarter, and the half that is left judges."
    )
    limits = (
        "The shuttle is easier than fraud: its alarms stand well apart, and nobody tries to pass for ordinary.",
        "Fraud changes as soon as it is caught, so the newest payments should judge. This table has no dates.",
        "One seed of the ELM, one division of the rows. Where the ranges overlap, neither model is known to be better.",
        "Every error of a kind costs the same here. A bank would weigh each payment by its amount.",
    )
    source = (
        "Statlog (Shuttle), UCI Machine Learning Repository, CC BY 4.0, from the package river 0.26.1: as in the ODDS "
        "benchmark, class 1 is ordinary, class 4 is left out, the others are alarms."
    )

    def __init__(self, chapter: Chapter) -> None:
        common = {"margin": 0, "sizing_mode": "stretch_width"}
        self._rarity = pn.widgets.Select(label="How many rows are alarms", options=_RARITIES, value=0.0, **common)
        self._missed = pn.widgets.IntSlider(label="A missed alarm costs", start=1, end=200, value=_MISSED, **common)
        self._false = pn.widgets.IntSlider(label="A false alarm costs", start=1, end=50, value=_FALSE, **common)
        super().__init__(chapter)
        self.main.set_up(stack(self._rarity, kind="half"))
        self._say, self._curves, self._table = Text(), stack(kind="stack tight sec"), Text(css_classes=["sec"])
        self._costs = Text()
        self.main.results[:] = [
            self._say,
            self._curves,
            self._table,
            Text('<h2 class="sec">What do the errors cost?</h2>'),
            stack(self._missed, self._false, kind="sliders"),
            self._costs,
        ]
        for slider in (self._missed, self._false):
            slider.param.watch(lambda *_: self._draw_costs(), "value")
        self.session.param.watch(lambda *_: self._draw_curves(), ["theme"])

    async def on_train(self) -> None:
        """Train both models."""
        self.answer = None
        answer = await self.main.study("Training on the shuttle table", self.show, rarity=self._rarity.value)
        self.announce(_headline(answer))

    def show(self, answer: dict[str, Any]) -> None:
        """Show the models that are judged by now."""
        self.answer = answer
        self._say.set_html(head_html(answer))
        self._table.set_html(_table_html(answer))
        self._draw_curves()
        self._draw_costs()

    def _draw_costs(self) -> None:
        if self.answer:
            self._costs.set_html(costs_html(self.answer, self._missed.value, self._false.value))
            self._draw_curves()

    def _draw_curves(self) -> None:
        if self.answer:
            keys = "".join(f"<span>{sign(one['id'])}{escape(one['name'])}</span>" for one in self.answer["models"])
            plot = curves(self.answer, self._missed.value, self._false.value, self.session.theme)
            first = self.answer["models"][0]["curve"]
            numbers = trade_of("Found, in 100", first["recall"], "Right when it warns, in 100", first["precision"])
            title = "Found, and right when it warns"
            self._curves[:] = [
                Text(f'<h2>{title}</h2><p class="keys">{keys}</p>{unseen_table(numbers, f"{title}: the ELM")}'),
                pane(plot),
                Text(f'<p class="tiny">{_UNDER}</p>'),
            ]


_UNDER = (
    "Precision against recall on the rows kept back. Filled: the threshold that is best for the costs below. "
    "Open: the threshold 0.5."
)


def cheapest(model: dict[str, Any], missed: float, false: float) -> int:
    """Return the position of the threshold with the lowest cost on the rows to choose by."""
    costs = [missed * a + false * b for a, b in model["chosen_on"]]
    return costs.index(min(costs))


def _headline(answer: dict[str, Any]) -> str:
    """Return how many alarms the ELM finds, in a sentence."""
    elm, n = answer["models"][0], answer["n_alarms"]
    missed, false = elm["at_half"]
    return (
        f"{n - missed:,} of {n:,} alarms found with {count(false, 'false alarm')}, "
        f"after {duration(elm['seconds'])} of training."
    )


def head_html(answer: dict[str, Any]) -> str:
    """Return the result in a sentence, and on which rows."""
    note = (
        f"The ELM at the threshold 0.5. {answer['n_learn']:,} rows to learn from, {answer['n_judge']:,} kept back to "
        f"judge, {in_100(answer['share'], 1)} in 100 of them alarms."
    )
    return said_html(_headline(answer), note)


def _table_html(answer: dict[str, Any]) -> str:
    head = ("Average precision", "95 % range", "Missed at 0.5", "False alarms at 0.5", "To train")
    rows = [
        (one["name"], score(one["average"], 3), f"{score(one['low'], 3)} to {score(one['high'], 3)}",
         f"{one['at_half'][0]:,}", f"{one['at_half'][1]:,}", duration(one["seconds"]))
        for one in answer["models"]
    ]  # fmt: skip
    note = (
        f'<p class="tiny under">Average precision: the mean height of the curve; guessing gives '
        f"{score(answer['share'], 3)}. The range is that of other rows kept back, drawn from these.</p>"
    )
    return results_html("Both models on the rows kept back", head, rows, note)


def costs_html(answer: dict[str, Any], missed: int, false: int) -> str:
    """Return the best threshold of each model for two costs, and what it saves.

    Parameters
    ----------
    answer : dict
        Of the study.
    missed, false : int
        What a missed and a false alarm cost.

    Returns
    -------
    str
        HTML.
    """
    rows, said = [], ""
    for model in answer["models"]:
        at = cheapest(model, missed, false)
        best, half = model["judged_on"][at], model["at_half"]
        cost, plain = (missed * errors[0] + false * errors[1] for errors in (best, half))
        threshold = model["thresholds"][at]
        line = score(threshold, 3) if threshold <= 1 else "none: never warn"
        rows.append(
            (model["name"], line, f"{best[0]:,}", f"{best[1]:,}", f"{cost:,}", f"{plain:,}", _saved(cost, plain))
        )
        said = said or f"{_saved(cost, plain).capitalize()} with the ELM's threshold at {line} in place of 0.5."
    head = ("Best threshold", "Missed", "False alarms", "Cost", "Cost at 0.5", "Against 0.5")
    rule = (
        f"Where probabilities are honest, warning pays from {score(false / (false + missed), 3)} on: the cost of a "
        "false alarm divided by both costs together. The thresholds were chosen on rows of their own, not on those "
        "that judge, so a saving may also be a loss."
    )
    return (
        f'<p class="lead" role="status">{escape(said)}</p><div class="under">'
        f'{results_html("Costs at the best threshold", head, rows)}</div><p class="tiny under">{rule}</p>'
    )


def _saved(cost: int, plain: int) -> str:
    if cost == plain:
        return "saves nothing"
    share = in_100(abs(plain - cost) / max(plain, cost))
    return f"saves {share} %" if cost < plain else f"costs {share} % more"


def curves(answer: dict[str, Any], missed: float, false: float, theme: str) -> figure:
    """Return precision against recall of each model, with its two thresholds.

    Parameters
    ----------
    answer : dict
        Of the study.
    missed, false : float
        The costs.
    theme : {"light", "dark"}
        Colours.

    Returns
    -------
    figure
        The curves.
    """
    colour = COLOURS[theme]
    start = 0.5 if all(one["average"] > 0.85 for one in answer["models"]) else 0.0
    plot = base(theme, 300, x_range=Range1d(start=start, end=1.02), y_range=Range1d(start=start, end=1.02))
    plot.xaxis.axis_label, plot.yaxis.axis_label = "Found, in 100", "Right when it warns, in 100"
    plot.xgrid.grid_line_color = colour["grid"]
    ticks = [start + (1 - start) * part / 5 for part in range(6)]
    for axis in plot.axis:
        axis.ticker = FixedTicker(ticks=ticks)
        axis.major_label_overrides = {tick: f"{round(100 * tick)}" for tick in ticks}
    ends = []
    for one in reversed(answer["models"]):  # ours above the others
        name, dash, width = _STYLES[one["id"]]
        ink = colour[name]
        plot.line(one["curve"]["recall"], one["curve"]["precision"], line_color=ink, line_width=width, line_dash=dash)
        best = one["judged_on"][cheapest(one, missed, false)]
        for errors, fill in ((one["at_half"], colour["bg"]), (best, ink)):
            recall, precision = _place(errors, answer["n_alarms"])
            marker = "circle" if one["id"] == "elm" else "square"
            plot.scatter([recall], [precision], size=11, marker=marker, fill_color=fill, line_color=ink, line_width=2)
        recall, precision = _place(best, answer["n_alarms"])
        ends.append(f"{one['name']} finds {in_100(recall)} in 100 and is right in {in_100(precision)} in 100 warnings")
    return described(plot, f"Chart. Precision against recall. At the best threshold: {'; '.join(reversed(ends))}.")


def _place(errors: list[int], n_alarms: int) -> tuple[float, float]:
    """Return recall and precision; a model that never warns is never wrong when it does."""
    found = n_alarms - errors[0]
    return found / max(1, n_alarms), found / (found + errors[1]) if found + errors[1] else 1.0
