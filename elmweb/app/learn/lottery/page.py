"""The lottery: choose a table and a width, train 50 seeds, read how much is luck."""

from __future__ import annotations

from typing import Any

import panel as pn

from elmweb.app.chart_numbers import seeds_of, unseen_table
from elmweb.app.learn.chapters import ChapterPage, Host
from elmweb.app.learn.lottery.chart import LotteryChart, key_html
from elmweb.app.learn.lottery.texts import (
    CHAPTER,
    again_html,
    head_html,
    luck_html,
    notes_html,
    picking_html,
    widths_html,
)
from elmweb.app.parts import Text, progress_bar, stack
from elmweb.exceptions import Cancelled
from elmweb.formatting import percent
from elmweb.words.page import common, lottery as words

__all__ = ["Page"]

OPEN_TABLE = "open"
WIDTHS = (2, 4, 8, 16, 32, 64, 128, 256, 512)
N_SEEDS = 50
_START = {"chapter": CHAPTER, "do": "start"}


class Page(ChapterPage):
    """Everything of the chapter.

    Parameters
    ----------
    host : Host
        The controller.
    """

    id = CHAPTER

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.state: dict[str, Any] | None = None  # the newest answer
        self.runs: dict[tuple[str, int], dict[str, Any]] = {}  # by table and width
        self._before: dict[str, Any] | None = None
        self._halving = 0
        self._running = self._wants_next = False
        self._samples: dict[str, str] = {common.sample(words.DIGITS): "digits"}
        layout = {"margin": 0, "sizing_mode": "stretch_width"}
        self._table = pn.widgets.Select(label=words.TABLE, options=self._samples, value="digits", **layout)
        self._width = pn.widgets.IntSlider(
            label=words.WIDTH, start=0, end=len(WIDTHS) - 1, value=WIDTHS.index(64), show_value=False,
            css_classes=["own-title"], **layout,
        )  # fmt: skip
        self._title = Text()
        self._start = pn.widgets.Button(color="primary", css_classes=["solid", "wide"], margin=0)
        self._stop = pn.widgets.Button(label=common.STOP, css_classes=["solid", "wide"], margin=0, visible=False)
        self._head, self._doing, self._widths = Text(head_html(None)), Text(css_classes=["sec"]), Text()
        self._drawing = stack(visible=False, kind="stack tight sec")
        self._numbers = Text()
        self._chart: LotteryChart | None = None
        self._luck, self._picking, self._again, self._notes = Text(), Text(), Text(), Text()
        self._results = stack(
            stack(self._luck, self._picking, kind="half sec"),
            stack(self._again, self._notes, kind="half sec"),
            visible=False,
        )
        field = stack(self._title, self._width, Text(f'<p class="tiny">{words.WIDTH_HINT}</p>'))
        self._layout = stack(
            stack(self._head, stack(self._start, self._stop), kind="row top"),
            stack(self._table, field, kind="half pair sec"),
            self._doing,
            self._drawing,
            stack(self._widths, kind="stack sec"),
            self._results,
        )
        self._start.on_click(lambda _: host.receive("study", dict(_START)))
        self._stop.on_click(lambda _: host.receive("cancel", {}))
        self._width.param.watch(lambda _: self._lock(), "value")
        # A slider sends many values; the one it stops at is trained, once there is something to compare it with.
        self._width.param.watch(lambda _: self._turned(), "value_throttled")
        self.session.param.watch(lambda *_: self._draw_chart(anew=True), ["theme"])
        self.session.run.param.watch(lambda *_: self._lock(), ["busy"])
        self._lock()
        self._draw()

    @property
    def width(self) -> int:
        """The chosen width."""
        return WIDTHS[self._width.value]

    async def visit(self, part: str) -> None:  # noqa: ARG002  there is one view
        """Offer the tables there are: the open one comes first."""
        offers = await self.host.workbench.race_offers()
        name = self.session.table.filename if self.session.table.info else ""
        own = {common.open_table(name): OPEN_TABLE} if name else {}
        options = own | {common.sample(one["name"]): one["id"] for one in offers["samples"]}
        if options != self._table.options and not self._running:
            keeps = self._table.value in options.values() and (self.state is not None or not own)
            value = self._table.value if keeps else OPEN_TABLE if own else "digits"
            self._table.param.update(options=options, value=value)

    # What is pressed

    async def on_start(self) -> None:
        """Train all seeds and show them while they come in."""
        if self._running:
            return
        sample = None if self._table.value == OPEN_TABLE else self._table.value
        asked = {"sample": sample, "n_hidden": self.width, "n_seeds": N_SEEDS}
        self._running, newest = True, {}

        def show(message: dict[str, Any]) -> None:
            newest.update(message.get("so_far") or {})
            self._doing.set_html(_doing_html(message))
            self._draw_chart(newest)

        self._results.visible = False
        self._lock()
        show({})
        try:
            found = await self.study("lottery", asked, words.training(N_SEEDS), show)
        except Cancelled:
            if self.state is None:
                self._drawing.visible = False
            raise
        else:
            key = (found["name"], found["n_hidden"])
            self._before = self.runs.get(key)
            if any(name != found["name"] for name, _ in self.runs):
                self.runs.clear()
            self.state, self.runs[key], self._halving = found, found, 0
            self.host.post("announce", text=found["headline"])
        finally:
            self._running, wants_next, self._wants_next = False, self._wants_next, False
            self._doing.set_html("")
            self._lock()
            self._draw()
        if wants_next:
            self._turned()

    async def on_halve(self) -> None:
        """Show another of the halvings that the study made."""
        self._halving += 1
        if self.state:
            self._picking.set_html(picking_html(self.state, self._halving))

    def _turned(self) -> None:
        """Train again with another width, once there is a result; a width turned to meanwhile comes next."""
        if self.state is not None and self.width != self.state["n_hidden"]:
            if self._running:
                self._wants_next = True
            elif not self.session.run.busy:
                self.host.receive("study", dict(_START))

    # What is shown

    def _lock(self) -> None:
        """Write the width over its slider, and offer what can be pressed."""
        self._width.label = words.width(self.width)
        self._title.set_html(f'<p class="k" aria-hidden="true"><span>{words.WIDTH}</span><b>{self.width}</b></p>')
        self._start.label = words.train(N_SEEDS, again=bool(self.state))
        self._start.visible, self._stop.visible = not self._running, self._running
        self._start.disabled = self.session.run.is_training or self.session.run.is_racing
        self._table.disabled = self._running

    def _draw(self) -> None:
        """Show the newest answer."""
        state = self.state
        self._head.set_html(head_html(state))
        self._widths.set_html(widths_html(list(self.runs.values())))
        self._draw_chart(state)
        self._results.visible = state is not None
        if state is not None:
            self._luck.set_html(luck_html(state))
            self._picking.set_html(picking_html(state, self._halving))
            self._again.set_html(again_html(state, self._before))
            self._notes.set_html(notes_html(state))

    def _draw_chart(self, state: dict[str, Any] | None = None, *, anew: bool = False) -> None:
        """Draw the seeds so far; the figure is made once for each theme."""
        state = state or self.state
        if not state or not state.get("scores"):
            return
        if self._chart is None or anew or self._chart.score_name != state["score_name"]:
            self._chart = LotteryChart(self.session.theme, state)
            pane = pn.pane.Bokeh(self._chart.figure, sizing_mode="stretch_width", margin=0)
            self._drawing[:] = [Text(key_html()), pane, self._numbers]
        else:
            # On a server a figure may be changed only while its document is locked; Panel knows when that is.
            with pn.io.unlocked():
                self._chart.show(state)
        self._drawing.visible = True
        done = "single" in state
        scores = state["scores"]
        self._numbers.set_html(
            unseen_table(seeds_of(range(len(scores)), scores, state["score_name"]), words.SCORES_TABLE) if done else ""
        )

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _doing_html(message: dict[str, Any]) -> str:
    """Return how far it is."""
    fraction = message.get("step", 0) / max(1, message.get("n_steps", 1))
    text = message.get("text", common.GETTING_READY)
    return f'{progress_bar(fraction, words.progress(percent(fraction)))}<p class="small under">{text}.</p>'
