"""The screen of finance: precision and recall of the models, and a threshold for the costs that are set."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn
from bokeh.plotting import figure

from elmweb.app.chart_numbers import trade_of, unseen_table
from elmweb.app.learn.jobs.screen import About, Chapter, Screen, pane, results_html, said_html
from elmweb.app.learn.jobs.trade import Mark, trade_chart
from elmweb.app.parts import Text, stack
from elmweb.app.race.chart import sign
from elmweb.formatting import duration, in_100, score, whole
from elmweb.words.page import common, jobs, jobs_finance as words

__all__ = ["View", "cheapest", "costs_html"]

_RARITIES = {"all": 0.0, "few": 0.01, "fewer": 0.003}
_MISSED, _FALSE = 100, 5


class View(Screen):
    """Few alarms among many rows.

    Parameters
    ----------
    chapter : Chapter
        The page.
    """

    id = "finance"

    def __init__(self, chapter: Chapter) -> None:
        layout = {"margin": 0, "sizing_mode": "stretch_width"}
        options = {words.RARITIES[name]: share for name, share in _RARITIES.items()}
        self._rarity = pn.widgets.Select(label=words.RARITY, options=options, value=0.0, **layout)
        self._missed = pn.widgets.IntSlider(label=words.MISSED_COSTS, start=1, end=200, value=_MISSED, **layout)
        self._false = pn.widgets.IntSlider(label=words.FALSE_COSTS, start=1, end=50, value=_FALSE, **layout)
        super().__init__(chapter)
        self.main.set_up(stack(self._rarity, kind="half pair"))
        self._say, self._curves, self._table = Text(), stack(kind="stack tight sec"), Text(css_classes=["sec"])
        self._costs = Text()
        self.main.results[:] = [
            self._say,
            self._curves,
            self._table,
            Text(f'<h2 class="sec">{words.COSTS}</h2>'),
            stack(self._missed, self._false, kind="sliders"),
            self._costs,
        ]
        for slider in (self._missed, self._false):
            slider.param.watch(lambda *_: self._draw_costs(), "value")
        self.session.param.watch(lambda *_: self._draw_curves(), ["theme"])

    @property
    def about(self) -> About:
        """What stands above and below."""
        return About(words.TITLE, words.LEAD, words.LIMITS, words.SOURCE)

    async def on_train(self) -> None:
        """Train the models."""
        self.answer = None
        answer = await self.main.study(words.TRAINING, self.show, rarity=self._rarity.value)
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
            numbers = trade_of(words.AXES[0], first["recall"], words.AXES[1], first["precision"])
            self._curves[:] = [
                Text(f'<h2>{words.CURVES}</h2><p class="keys">{keys}</p>{unseen_table(numbers, words.CURVE_OF_ELM)}'),
                pane(plot),
                Text(f'<p class="tiny">{words.ABOUT_CURVES}</p>'),
            ]


def cheapest(model: dict[str, Any], missed: float, false: float) -> int:
    """Return the position of the threshold with the lowest cost on the rows to choose by."""
    costs = [missed * a + false * b for a, b in model["chosen_on"]]
    return costs.index(min(costs))


def _headline(answer: dict[str, Any]) -> str:
    """Return how many alarms the ELM finds, in a sentence."""
    elm, n = answer["models"][0], answer["n_alarms"]
    missed, false = elm["at_half"]
    return words.headline(n - missed, n, false, duration(elm["seconds"]))


def head_html(answer: dict[str, Any]) -> str:
    """Return the result in a sentence, and on which rows."""
    note = words.on_which_rows(answer["n_learn"], answer["n_judge"], in_100(answer["share"], 1))
    return said_html(_headline(answer), note)


def _table_html(answer: dict[str, Any]) -> str:
    head = (jobs.AVERAGE_PRECISION, jobs.RANGE, *words.HEADS, jobs.TRAINING_TIME)
    rows = [
        (one["name"], score(one["average"], 3), common.between(score(one["low"], 3), score(one["high"], 3)),
         whole(one["at_half"][0]), whole(one["at_half"][1]), duration(one["seconds"]))
        for one in answer["models"]
    ]  # fmt: skip
    note = f'<p class="tiny under">{words.about_precision(score(answer["share"], 3))}</p>'
    return results_html(words.CAPTION, head, rows, note)


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
        line = score(threshold, 3) if threshold <= 1 else ""
        saved = _saved(cost, plain)
        rows.append(
            (model["name"], line or words.NEVER_WARN, whole(best[0]), whole(best[1]), whole(cost), whole(plain), saved)
        )
        said = said or _elm_saved(cost, plain, line)
    rule = words.about_costs(score(false / (false + missed), 3))
    return (
        f'<p class="lead" role="status">{escape(said)}</p><div class="under">'
        f'{results_html(words.COSTS_CAPTION, words.COSTS_HEADS, rows)}</div><p class="tiny under">{rule}</p>'
    )


def _saved(cost: int, plain: int) -> str:
    if cost == plain:
        return words.SAVES_NOTHING
    share = _share(cost, plain)
    return words.saves(share) if cost < plain else words.costs_more(share)


def _elm_saved(cost: int, plain: int, threshold: str) -> str:
    """Return what the threshold of the ELM saves, in a sentence."""
    if cost == plain:
        return words.elm_saves_nothing(threshold)
    share = _share(cost, plain)
    return words.elm_saves(share, threshold) if cost < plain else words.elm_costs_more(share, threshold)


def _share(cost: int, plain: int) -> str:
    return in_100(abs(plain - cost) / max(plain, cost))


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
    marks: dict[str, list[Mark]] = {}
    ends = []
    for one in answer["models"]:
        best = one["judged_on"][cheapest(one, missed, false)]
        (recall, precision), half = (_place(errors, answer["n_alarms"]) for errors in (best, one["at_half"]))
        marks[one["id"]] = [(*half, False), (recall, precision, True)]
        ends.append((one["name"], in_100(recall), in_100(precision)))
    return trade_chart(answer["models"], words.AXES, words.curves_chart(ends), theme, marks)


def _place(errors: list[int], n_alarms: int) -> tuple[float, float]:
    """Return recall and precision; a model that never warns is never wrong when it does."""
    found = n_alarms - errors[0]
    return found / max(1, n_alarms), found / (found + errors[1]) if found + errors[1] else 1.0
