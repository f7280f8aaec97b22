"""The question to the table: which column to predict, as what kind of target, and how its values are distributed."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app import figures
from elmweb.app.chart import Chart
from elmweb.app.chart_numbers import bins_of
from elmweb.app.parts import Text, bars, problem_html, send_button, stack
from elmweb.app.state import Session, Summary
from elmweb.formatting import whole
from elmweb.words.page import ask as words

__all__ = ["Ask"]


class Ask(pn.viewable.Viewer):
    """The choice of targets and task, with the distribution of the target below."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._filling = False
        common = {"margin": 0, "sizing_mode": "stretch_width"}
        self._one = pn.widgets.Select(label=words.WHAT, options=[], css_classes=["ask"], **common)
        self._many = pn.widgets.MultiSelect(label=words.WHICH, size=8, css_classes=["ask"], **common)
        self._task = pn.widgets.Select(label=words.KIND, options=[], **common)
        self._target = Text()
        self._spread = stack(visible=False)
        self._other = Text()
        self._layout = stack(
            self._one, self._many, self._task, self._target, self._spread, self._other, kind="stack gap"
        )
        self._many.visible = self._task.visible = False
        self._chart: Chart | None = None
        self._one.param.watch(lambda event: self._choose(targets=[event.new], task=""), "value")
        self._many.param.watch(lambda event: self._choose(targets=list(event.new), task=""), "value")
        self._task.param.watch(lambda event: self._choose(task=event.new), "value")
        self.session.choices.param.watch(lambda *_: self._draw(), ["summary", "stopped", "several"])
        self.session.table.param.watch(lambda *_: self._draw(), ["info"])
        self.session.run.param.watch(lambda *_: self._lock(), ["busy"])
        self.session.param.watch(lambda *_: self._chart and self._chart.draw(), ["theme"])

    def _choose(self, **choice: Any) -> None:
        """Store what a person chose; filling the widgets is no choice."""
        if not self._filling and choice.get("targets") != []:
            self.session.choices.param.update(**choice)

    def _lock(self) -> None:
        """Disable the choices while a training runs."""
        for widget in (self._one, self._many, self._task):
            widget.disabled = self.session.run.is_training

    def _draw(self) -> None:
        """Fill the widgets from the summary."""
        info, choices = self.session.table.info, self.session.choices
        if info is None:
            return
        summary = choices.summary
        columns = [column["name"] for column in info["columns"]]
        targets = (summary["targets"] if summary else choices.targets) or columns[-1:]
        tasks = {task["label"]: task["id"] for task in summary["tasks"] if task["possible"]} if summary else {}
        self._filling = True
        # Only the visible widget gets its options: 10,000 of them take the page a good part of a second.
        one, many = ([], columns) if choices.several else (columns, [])
        self._one.param.update(options=one, value=targets[0] if one else None, visible=bool(one))
        self._many.param.update(options=many, value=list(targets) if many else [], visible=bool(many))
        self._task.param.update(
            options=tasks, value=summary["task"] if summary else None, visible=len(tasks) > 1 and not choices.several
        )
        self._filling = False
        self._target.set_html("" if choices.stopped else _target_html(summary))
        self._other.set_html(_other_way(several=choices.several, may_forecast=self.session.table.may_have_times))
        self._draw_chart(summary)

    def _draw_chart(self, summary: Summary | None) -> None:
        """Show the distribution of a numeric target."""
        self._chart, self._spread.visible = None, False
        if summary and summary["answer"] and summary["answer"]["kind"] == "number":
            bins = summary["answer"]["histogram"]
            self._chart = Chart(
                self.session,
                "",
                lambda theme: figures.histogram(bins["edges"], bins["counts"], theme),
                numbers=bins_of(bins),
                description=words.spread(summary["targets"][0]),
            )
            self._spread[:] = [self._chart.layout]
            self._spread.visible = True

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _target_html(summary: Summary | None) -> str:
    """Return the values of the target and how often each occurs."""
    if summary is None:
        return f'<p class="small">{words.COUNTING}</p>'
    problem = summary["problem"]
    parts = [problem_html(problem)] if problem else [f'<p class="small">{escape(summary["task_sentence"])}</p>']
    target = summary["answer"] or {}
    if target.get("counts"):
        counts = target["counts"]
        most = max((number for _, number in counts), default=1) or 1
        parts.append(bars((str(label), number / most, whole(number)) for label, number in counts))
        hidden = target.get("n_classes", len(counts)) - len(counts)
        if hidden > 0:
            parts.append(f'<p class="tiny">{words.not_drawn(hidden)}</p>')
    if target.get("majority_sentence"):
        parts.append(f'<p class="tiny">{escape(target["majority_sentence"])}</p>')
    return f'<div class="gapped">{"".join(parts)}</div>'


def _other_way(*, several: bool, may_forecast: bool) -> str:
    """Return the button that switches between one target and several, and the link to the forecast."""
    button = send_button(words.ONE if several else words.SEVERAL, "several", on=not several)
    hint = f'<p class="tiny">{words.PRESS_EACH}</p>' if several else ""
    forecast = f'<p class="small">{words.FORECAST}</p>' if may_forecast else ""
    return f'{hint}<p class="small">{button}</p>{forecast}'
