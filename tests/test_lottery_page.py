"""The lottery's page in Panel, without a browser: messages in, state and HTML out; the answers are real ones."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from typing import Any

import pytest
from fake_workbench import FakeWorkbench
from test_pages import NASTY, run, settled, shown_text

from elmweb.app.learn.lottery.chart import LotteryChart, stacked
from elmweb.app.learn.lottery.texts import again_html, head_html, luck_html, notes_html, picking_html, widths_html
from elmweb.app.main import App, build
from elmweb.exceptions import Cancelled, DataError
from elmweb.workbench.local import LocalWorkbench

OPEN = ("page", {"page": "learn", "part": "lottery"})
START = ("study", {"chapter": "lottery", "do": "start"})


class Studying(FakeWorkbench):
    """A workbench whose studies are real."""

    failure: Exception | None = None

    def __init__(self) -> None:
        super().__init__()
        self.real = LocalWorkbench()
        self.asked: list[dict] = []

    async def study(self, name: str, asked: dict, choices: dict, progress: Any) -> dict:
        """Run it on the iris, with fewer seeds."""
        self.asked.append(asked)
        if self.failure:
            raise self.failure
        return await self.real.study(name, {**asked, "sample": "iris", "n_seeds": 5}, choices, progress)

    def cancel(self) -> None:
        """Pass it on."""
        self.real.cancel()


def opened(*messages: tuple[str, dict], workbench: Studying | None = None) -> App:
    """Return an app whose lottery was opened, after these messages."""
    return run(build(workbench or Studying()), OPEN, *messages)


def text_of(app: App) -> str:
    """Return what is on the page, without tags."""
    return unescape(re.sub(r"<[^>]+>", " ", shown_text(app.roots["learn"])))


def page_of(app: App) -> Any:
    """Return the chapter's page."""
    return app.session.learn.pages["lottery"]


@pytest.fixture(scope="module")
def app() -> App:
    """Return an app in which a lottery was drawn."""
    return opened(START)


def test_before_the_first_it_says_what_it_is() -> None:
    """Invariant: heading and tables to choose from are there, results are not."""
    app = opened()
    assert "Another seed is another draw" in text_of(app)
    assert "If you pick the best seed" not in text_of(app)
    assert page_of(app)._table.options == {"Digits, a sample": "digits", "Iris, a sample": "iris"}


@pytest.mark.slow
def test_a_lottery_from_start_to_end(app: App) -> None:
    """Invariant: what the study answers is on the page, and the workbench is free again."""
    state, text = page_of(app).state, text_of(app)
    for said in (state["headline"], *state["luck"], *state["notes"], state["picking"]["sentence"]):
        assert said in text
    assert state["ensemble"]["sentence"] in text
    assert "equal" in text
    assert app.session.run.busy == ""


@pytest.mark.slow
def test_a_second_run_is_compared_and_other_widths_are_kept() -> None:
    """Invariant: the same bits are told; a turned width is trained and stands beside the first."""
    workbench = Studying()
    app = opened(START, START, workbench=workbench)
    assert "All 5 are equal to those of the run before." in text_of(app)
    page = page_of(app)

    async def turn() -> None:
        page._width.value = 2
        page._width.param.trigger("value_throttled")
        await settled()

    asyncio.run(turn())
    assert [asked["n_hidden"] for asked in workbench.asked] == [64, 64, 8]
    assert "By width" in text_of(app)
    assert "Width: 8 units" in page._width.label


def test_another_halving_is_another_row(app: App) -> None:
    """Invariant: the halvings that came with the answer are shown one after the other."""
    first = text_of(app)
    run(app, ("study", {"chapter": "lottery", "do": "halve"}))
    assert page_of(app)._halving == 1
    assert text_of(app) != first or len({str(one) for one in page_of(app).state["picking"]["first"][:2]}) == 1


def test_the_open_table_comes_first() -> None:
    """Invariant: with a table open, its lottery is drawn."""
    workbench = Studying()
    app = run(build(workbench), ("open", {"source": {"sample": "iris"}}), OPEN)
    assert page_of(app)._table.value == "open"
    workbench.failure = DataError("Nothing.")
    run(app, START)
    assert workbench.asked[-1]["sample"] is None


def test_a_failure_and_a_stop_leave_what_was_there(app: App) -> None:
    """Invariant: a failure is told, Stop is a note, and the last answer stays."""
    before = page_of(app).state
    workbench = app.controller.workbench
    for failure in (DataError("It keeps too few rows back."), Cancelled("Stopped.")):
        workbench.failure = failure
        run(app, START)
        assert page_of(app).state is before
        assert not page_of(app)._running
    assert app.session.run.note == "Stopped."
    workbench.failure = None


def test_names_are_escaped(app: App) -> None:
    """Invariant: nothing that comes from a table is markup."""
    state = {**page_of(app).state, "name": NASTY, "target": NASTY, "headline": NASTY, "luck": [NASTY], "notes": [NASTY]}
    state["picking"] = {**state["picking"], "sentence": NASTY, "careful": NASTY}
    for html in (
        head_html(state), luck_html(state), picking_html(state, 3), again_html(state, None), notes_html(state),
        widths_html([state, state]),
    ):  # fmt: skip
        assert NASTY not in html


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_dot_is_inside_the_chart(app: App, theme: str) -> None:
    """Invariant: dots and ranges are inside the axes, however many seeds share a score."""
    state = page_of(app).state
    for scores in (state["scores"], [90.0] * 50, [float(score) / 7 for score in range(50)]):
        chart = LotteryChart(theme, {**state, "scores": scores})
        x, y = chart.figure.x_range, chart.figure.y_range
        assert all(x.start < at < x.end for at in chart._dots.data["x"])
        assert all(y.start < at < y.end for at in chart._dots.data["y"])
        assert chart._ranges["one"].data["low"][0] > x.start


def test_dots_of_one_score_are_stacked() -> None:
    """Oracle: the counts."""
    places = stacked([1.0, 2.0, 1.0, 1.0], 0.1)
    assert places == [(1.0, 0), (2.0, 0), (1.0, 1), (1.0, 2)]
    many = stacked([at / 1000 for at in range(1000)], 0.0195)
    assert len({x for x, _ in many}) == 50
    assert max(level for _, level in many) == 19
