"""The screen of science: predicted against measured solubility, the largest mistakes, any molecule; then activity."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn
from bokeh.models import Range1d
from bokeh.plotting import figure

from elmweb.app.canvas import COLOURS, base, few_ticks, room
from elmweb.app.chart import described
from elmweb.app.chart_numbers import residuals_of, unseen_table
from elmweb.app.learn.jobs.activity import Activity
from elmweb.app.learn.jobs.molecule import molecule_svg
from elmweb.app.learn.jobs.screen import About, Chapter, Screen, pane, results_html, said_html
from elmweb.app.parts import Text, stack
from elmweb.formatting import duration, quantity, score
from elmweb.words.page import common, jobs, jobs_science as words

__all__ = ["View", "mistakes_html", "molecule_html"]

_WORST = 6


class View(Screen):
    """How well molecules dissolve in water, and which ones bind to a protein.

    Parameters
    ----------
    chapter : Chapter
        The page.
    """

    id = "science"

    def __init__(self, chapter: Chapter) -> None:
        self._molecule = pn.widgets.Select(
            label=words.MOLECULE, options={}, margin=0, sizing_mode="stretch_width", css_classes=["ask"]
        )
        super().__init__(chapter)
        self._say, self._table, self._chart = Text(), Text(css_classes=["sec"]), stack(kind="stack tight sec")
        self._worst, self._one = Text(), Text()
        self.main.results[:] = [
            self._say,
            self._table,
            self._chart,
            stack(self._molecule, self._one, kind="stack gap sec"),
            self._worst,
        ]
        self._molecule.param.watch(lambda *_: self._draw_molecule(), "value")
        self.session.param.watch(lambda *_: self._draw_chart(), ["theme"])

    @property
    def about(self) -> About:
        """What stands above and below."""
        return About(words.TITLE, words.LEAD, words.LIMITS, words.SOURCE)

    def more(self) -> list[Any]:
        """Return the activities."""
        self.activity = Activity(self)
        return self.activity.parts

    async def on_bind(self) -> None:
        """Train on the activities."""
        await self.activity.train()

    async def on_choose(self, at: int) -> None:
        """Show one of the molecules that may bind."""
        self.activity.pick(at)

    async def on_train(self) -> None:
        """Train the models."""
        self.answer = None
        answer = await self.main.study(words.TRAINING, self.show, part="solubility")
        self.announce(_headline(answer))

    async def on_pick(self, at: int) -> None:
        """Show one of the molecules."""
        if self.answer:
            self._molecule.value = at

    def show(self, answer: dict[str, Any]) -> None:
        """Show the models that are judged by now."""
        self.answer = answer
        names = [_plain(one["name"]) for one in answer["molecules"]]
        order = sorted(range(len(names)), key=lambda at: names[at].lower())
        worst = by_error(answer)[0]
        options = {names[at]: at for at in order}
        if self._molecule.options != options:
            self._molecule.param.update(options=options, value=worst)
        self._say.set_html(head_html(answer))
        self._table.set_html(_table_html(answer))
        self._worst.set_html(mistakes_html(self, answer))
        self._draw_molecule()

    def _draw_molecule(self) -> None:
        if self.answer:
            self._one.set_html(molecule_html(self.answer, self._molecule.value))
            self._draw_chart()

    def _draw_chart(self) -> None:
        if not self.answer:
            return
        truth = [one["log_s"] for one in self.answer["molecules"]]
        predicted = self.answer["models"][0]["predicted"]
        self._chart[:] = [
            Text(f"<h2>{words.CHART}</h2>{unseen_table(residuals_of(truth, predicted), words.CHART)}"),
            pane(scatter(truth, predicted, self._molecule.value, self.session.theme)),
            Text(f'<p class="tiny">{words.ABOUT_DOTS}</p>'),
        ]


def by_error(answer: dict[str, Any]) -> list[int]:
    """Return the positions of the molecules, the one that the ELM misses most first."""
    predicted = answer["models"][0]["predicted"]
    return sorted(
        range(len(predicted)), key=lambda at: -abs(answer["molecules"][at]["log_s"] - predicted[at])
    )  # fmt: skip


def _plain(name: str) -> str:
    """Return the name of a molecule as it is read."""
    return name.replace("_", " ")


def _headline(answer: dict[str, Any]) -> str:
    elm = answer["models"][0]
    return words.headline(quantity(elm["error"], 2), quantity(answer["spread"], 2), duration(elm["seconds"]))


def head_html(answer: dict[str, Any]) -> str:
    """Return the result in a sentence, and what its unit is."""
    return said_html(_headline(answer), words.on_which_molecules(answer["n_judge"]))


def _table_html(answer: dict[str, Any]) -> str:
    head = (words.ERROR, jobs.RANGE, words.R2, jobs.RANGE, jobs.TRAINING_TIME)
    rows = [
        (one["name"], quantity(one["error"], 2), common.between(quantity(one["low"], 2), quantity(one["high"], 2)),
         score(one["r2"]), common.between(score(one["r2_low"]), score(one["r2_high"])), duration(one["seconds"]))
        for one in answer["models"]
    ]  # fmt: skip
    note = f'<p class="tiny under">{words.ABOUT_SCORES}</p>'
    return results_html(jobs.MOLECULES, head, rows, note)


def mistakes_html(screen: Screen, answer: dict[str, Any]) -> str:
    """Return the molecules that the ELM misses most, each with its structure.

    Parameters
    ----------
    screen : Screen
        Whose buttons show one of them.
    answer : dict
        Of the study.

    Returns
    -------
    str
        HTML.
    """
    items = []
    for at in by_error(answer)[:_WORST]:
        one = answer["molecules"][at]
        button = screen.button(_plain(one["name"]), "pick", at=at, kind="linkbtn")
        items.append(f'<li>{_svg(one)}<div>{button}<p class="small">{_both(answer, at)}</p></div></li>')
    listed = f'<ul class="molecules">{"".join(items)}</ul>'
    return f'<section class="blk sec"><h2>{jobs.LARGEST_MISTAKES}</h2>{listed}</section>'


def molecule_html(answer: dict[str, Any], at: int) -> str:
    """Return one molecule: its structure, what was measured, what each model says, and the numbers they see.

    Parameters
    ----------
    answer : dict
        Of the study.
    at : int
        Its position.

    Returns
    -------
    str
        HTML.
    """
    one = answer["molecules"][at]
    said = "".join(
        f"<dt>{escape(model['name'])}</dt><dd>{_predicted(model['predicted'][at], one['log_s'])}</dd>"
        for model in answer["models"]
    )
    seen = "".join(
        f"<dt>{escape(name)}</dt><dd>{quantity(value, 4)}</dd>"
        for name, value in zip(answer["descriptors"], one["values"], strict=True)
    )
    return (
        f'<div class="one-molecule"><div>{_svg(one)}</div><div role="status"><dl class="facts">'
        f"<dt>{jobs.MEASURED}</dt><dd>{quantity(one['log_s'])}</dd>{said}</dl>"
        f'<details class="under"><summary>{words.numbers_seen(len(one["values"]))}</summary>'
        f'<dl class="facts">{seen}</dl></details></div></div>'
    )


def _predicted(value: float, truth: float) -> str:
    return words.off_by(quantity(value), quantity(abs(value - truth), 2))


def _both(answer: dict[str, Any], at: int) -> str:
    said = quantity(answer["models"][0]["predicted"][at])
    return words.mistake(quantity(answer["molecules"][at]["log_s"]), said)


def _svg(molecule: dict[str, Any]) -> str:
    return molecule_svg(molecule["atoms"], molecule["bonds"], _plain(molecule["name"]))


def scatter(truth: list[float], predicted: list[float], at: int, theme: str) -> figure:
    """Return predicted over measured solubility, one molecule ringed.

    Parameters
    ----------
    truth, predicted : list of float
        Of each molecule.
    at : int
        Position of the one that is ringed.
    theme : {"light", "dark"}
        Colours.

    Returns
    -------
    figure
        With equal axes.
    """
    colour = COLOURS[theme]
    low, high = room([*truth, *predicted], 0.04)
    plot = base(theme, 320, x_range=Range1d(start=low, end=high), y_range=Range1d(start=low, end=high))
    plot.xaxis.axis_label, plot.yaxis.axis_label = words.AXES
    for axis in plot.axis:
        few_ticks(axis, 6)
    plot.line([low, high], [low, high], line_color=colour["base"], line_width=2, line_dash=[6, 4])
    plot.scatter(truth, predicted, size=7, fill_color=colour["elm"], fill_alpha=0.45, line_color=None)
    plot.scatter([truth[at]], [predicted[at]], size=14, fill_color=None, line_color=colour["ink"], line_width=2)
    return described(plot, words.scatter_chart(len(truth), quantity(truth[at]), quantity(predicted[at])))
