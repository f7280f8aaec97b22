"""The second half of the screen of science: which molecules bind to a protein, and how well that is predicted."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn
from bokeh.plotting import figure

from elmweb.app.chart_numbers import trade_of, unseen_table
from elmweb.app.learn.jobs.molecule import molecule_svg
from elmweb.app.learn.jobs.screen import Screen, Task, pane, part_html, results_html, said_html
from elmweb.app.learn.jobs.trade import trade_chart
from elmweb.app.parts import Text, stack
from elmweb.app.race.chart import sign
from elmweb.formatting import duration, in_100, probability, quantity, score, whole
from elmweb.words.page import common, jobs, jobs_activity as words

__all__ = ["Activity", "active_html", "binder_html", "surprises_html"]

_FIRM = (100, 1_000, 10, 1)  # nM
_SEEN = ("both", "numbers")
_SHOWN_OF_A_KIND = 3


class Activity:
    """Settings, training, curves, and any molecule of the test.

    Parameters
    ----------
    screen : Screen
        Where it stands.
    """

    def __init__(self, screen: Screen) -> None:
        layout = {"margin": 0, "sizing_mode": "stretch_width"}
        self._screen = screen
        firm = {words.or_less(whole(most)): most for most in _FIRM}
        self._firm = pn.widgets.Select(label=words.FIRM, options=firm, value=100, **layout)
        seen = {words.SEES[what]: what for what in _SEEN}
        self._seen = pn.widgets.Select(label=words.SEEN, options=seen, value="both", **layout)
        self._molecule = pn.widgets.Select(label=words.MOLECULE, options={}, css_classes=["ask"], **layout)
        self.answer: dict[str, Any] | None = None
        self.task = Task(screen, "bind", words.TRAIN)
        self.task.set_up(stack(self._firm, self._seen, kind="half pair"))
        self._say, self._curves, self._one, self._worst = Text(), stack(kind="stack tight sec"), Text(), Text()
        self._explorer = stack(self._molecule, self._one, kind="stack gap sec", visible=False)
        self.task.results[:] = [self._say, self._curves, self._explorer, self._worst]
        self._molecule.param.watch(lambda *_: self._draw_molecule(), "value")
        screen.session.param.watch(lambda *_: self._draw_curves(), ["theme"])

    @property
    def parts(self) -> list[Any]:
        """What stands on the screen."""
        return [Text(part_html(words.TITLE, words.LEAD)), self.task.layout]

    async def train(self) -> None:
        """Train the models."""
        self.answer = None
        asked = {"part": "activity", "firm": self._firm.value, "seen": self._seen.value}
        answer = await self.task.study(words.TRAINING, self.show, **asked)
        self._screen.announce(_headline(answer))

    def pick(self, at: int) -> None:
        """Show one of the molecules."""
        if self.answer:
            self._molecule.value = at

    def show(self, answer: dict[str, Any]) -> None:
        """Show the models that are judged by now, and at the end the molecules."""
        self.answer = answer
        self._say.set_html(active_html(answer))
        self._draw_curves()
        self._explorer.visible = bool(answer["molecules"])
        self._worst.set_html(surprises_html(self._screen, answer) if answer["molecules"] else "")
        if answer["molecules"]:
            molecules = enumerate(answer["molecules"])
            options = {words.option(at + 1, quantity(one["ki"])): at for at, one in molecules}
            first = surprises(answer)[0]
            value = self._molecule.value if self._molecule.options == options else first
            self._molecule.param.update(options=options, value=value)
            self._draw_molecule()

    def _draw_molecule(self) -> None:
        if self.answer and self.answer["molecules"]:
            self._one.set_html(binder_html(self.answer, self._molecule.value))

    def _draw_curves(self) -> None:
        if not self.answer:
            return
        keys = "".join(f"<span>{sign(one['id'])}{escape(one['name'])}</span>" for one in self.answer["models"])
        curve = self.answer["models"][0]["curve"]
        (found, right), caption = words.AXES, words.CURVE_OF_ELM
        numbers = unseen_table(trade_of(found, curve["recall"], right, curve["precision"]), caption)
        self._curves[:] = [
            Text(f'<h3>{words.CURVES}</h3><p class="keys">{keys}</p>{numbers}'),
            pane(active_chart(self.answer, self._screen.session.theme)),
        ]


def _headline(answer: dict[str, Any]) -> str:
    elm = answer["models"][0]
    return words.headline(in_100(elm["auc"]), duration(elm["seconds"]))


def active_html(answer: dict[str, Any]) -> str:
    """Return how well the models tell active molecules from others.

    Parameters
    ----------
    answer : dict
        Of the study; with the models that have been judged by now.

    Returns
    -------
    str
        HTML.
    """
    note = words.on_which_molecules(answer["n_learn"], answer["n_judge"], answer["n_active"], answer["firm"])
    head = (words.AUC, jobs.RANGE, jobs.AVERAGE_PRECISION, jobs.RANGE, jobs.TRAINING_TIME)
    rows = [
        (one["name"], score(one["auc"], 3), common.between(score(one["auc_low"], 3), score(one["auc_high"], 3)),
         score(one["average"], 3), common.between(score(one["low"], 3), score(one["high"], 3)),
         duration(one["seconds"]))
        for one in answer["models"]
    ]  # fmt: skip
    under = f'<p class="tiny under">{words.about_scores(score(answer["share"], 3))}</p>'
    table = results_html(jobs.MOLECULES, head, rows, under)
    return f'{said_html(_headline(answer), note)}<div class="sec">{table}</div>'


def active_chart(answer: dict[str, Any], theme: str) -> figure:
    """Return precision against recall of each model."""
    said = words.curves_chart([(one["name"], score(one["average"], 3)) for one in answer["models"]])
    return trade_chart(answer["models"], words.AXES, said, theme)


def surprises(answer: dict[str, Any]) -> list[int]:
    """Return what surprises the ELM most: inactive molecules it takes for active, then active ones it does not."""
    predicted, molecules = answer["models"][0]["predicted"], answer["molecules"]
    order = sorted(range(len(predicted)), key=lambda at: -predicted[at])
    false = [at for at in order if molecules[at]["ki"] > answer["firm"]]
    missed = [at for at in reversed(order) if molecules[at]["ki"] <= answer["firm"]]
    return [*false[:_SHOWN_OF_A_KIND], *missed[:_SHOWN_OF_A_KIND]]


def surprises_html(screen: Screen, answer: dict[str, Any]) -> str:
    """Return the molecules that the ELM is most wrong about, each with its structure.

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
    for at in surprises(answer):
        button = screen.button(words.number(at + 1), "choose", at=at, kind="linkbtn")
        said = words.mistake(_measured(answer, at), escape(probability(answer["models"][0]["predicted"][at])))
        items.append(f'<li>{_svg(answer, at)}<div>{button}<p class="small">{said}</p></div></li>')
    return (
        f'<section class="blk sec"><h3>{jobs.LARGEST_MISTAKES}</h3>'
        f'<ul class="molecules">{"".join(items)}</ul></section>'
    )


def binder_html(answer: dict[str, Any], at: int) -> str:
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
        f"<dt>{escape(model['name'])}</dt><dd>{escape(words.likely(probability(model['predicted'][at])))}</dd>"
        for model in answer["models"]
    )
    seen = "".join(
        f"<dt>{escape(name)}</dt><dd>{quantity(value, 4)}</dd>"
        for name, value in zip(answer["descriptors"], one["values"], strict=True)
    )
    n_keys = answer["n_inputs"] - len(answer["descriptors"])
    more = f'<p class="tiny">{words.more_keys(n_keys)}</p>' if n_keys else ""
    return (
        f'<div class="one-molecule"><div>{_svg(answer, at)}</div><div role="status"><dl class="facts">'
        f"<dt>{jobs.MEASURED}</dt><dd>{_measured(answer, at)}</dd>{said}</dl>"
        f'<details class="under"><summary>{words.WHAT_THEY_SEE}</summary><dl class="facts">{seen}</dl>{more}'
        f'<p class="tiny wrap">{escape(words.smiles(one["smiles"]))}</p></details></div></div>'
    )


def _measured(answer: dict[str, Any], at: int) -> str:
    ki = answer["molecules"][at]["ki"]
    return words.measured(quantity(ki), active=ki <= answer["firm"])


def _svg(answer: dict[str, Any], at: int) -> str:
    one = answer["molecules"][at]
    return molecule_svg(one["atoms"], one["bonds"], words.molecule(at + 1))
