"""The forecast on the Train page in Panel, without a browser: messages in, state and HTML out."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from html import unescape
from typing import Any

import panel as pn
import pytest
from fake_forecast import forecast_plan, forecast_result
from fake_workbench import FakeWorkbench
from test_pages import NASTY, run, settled, shown_text

from elmweb.app.forecast.chart import forecast_figure
from elmweb.app.forecast.page import Choose
from elmweb.app.forecast.state import ForecastBoard
from elmweb.app.forecast.tables import ahead_html, head_html, methods_html, plan_html, take_html
from elmweb.app.main import App, build
from elmweb.app.state import TableState
from elmweb.exceptions import DataError, WorkbenchCrashed

TABLE = ("open", {"source": {"sample": "apples"}})
OPEN = ("page", {"page": "train", "part": "forecast"})
START = ("forecast", {"do": "start"})


def opened(*messages: tuple[str, dict], workbench: Any = None) -> App:
    """Return an app with the forecast of the apples open, after these messages."""
    return run(build(workbench or FakeWorkbench()), TABLE, OPEN, *messages)


def text_of(app: App) -> str:
    """Return what is on the Train page, without tags."""
    return unescape(re.sub(r"<[^>]+>", " ", shown_text(app.roots["train"])))


@pytest.mark.slow
def test_nothing_of_it_is_there_before_it_is_opened() -> None:
    """Oracle: the modules of a fresh interpreter in which the app has been built."""
    code = (
        "import sys; from fake_workbench import FakeWorkbench; from elmweb.app.main import build;"
        "build(FakeWorkbench()); print([m for m in sys.modules if m.startswith('elmweb.app.forecast')])"
    )
    env = {"PYTHONPATH": ":".join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == "[]"


def test_it_is_offered_where_a_column_holds_dates() -> None:
    """Invariant: the two tasks are links once a table with dates is open, and the training is what is seen first."""
    app = build(FakeWorkbench())
    assert "What comes next?" not in text_of(app)
    run(app, TABLE, ("page", {"page": "train", "part": ""}))
    for page in ("train", "data"):
        assert 'href="#/train/forecast"' in shown_text(app.roots[page])
    assert "Predict grade" in text_of(app)
    assert app.session.forecast is None


@pytest.mark.parametrize(
    ("name", "role", "offered"), [("Year", "number", True), ("yearly", "number", False), ("time", "text", False)]
)
def test_numbers_are_offered_by_their_name(name: str, role: str, offered: bool) -> None:
    """Invariant: years and seconds are numbers, and known by the name of their column."""
    table = TableState()
    table.info = {"columns": [{"name": name, "role": role}, {"name": "v", "role": "number"}]}
    assert table.may_have_times is offered


@pytest.mark.slow
def test_opening_it_says_what_there_is() -> None:
    """Invariant: the plan is asked with the column that the Data page predicts; the training is hidden."""
    workbench = FakeWorkbench()
    app = opened(workbench=workbench)
    assert ("forecast_plan", {"wanted": "grade"}) in workbench.calls
    text, plan = text_of(app), forecast_plan()
    assert "What comes next in weight_g?" in text
    assert plan["sentence"] in text
    assert all(note in text for note in plan["notes"])
    run(app, ("page", {"page": "train", "part": ""}))
    assert app.session.forecast.on is False


def test_no_list_is_without_a_value() -> None:
    """Invariant: the browser, which shows the first option then, has nothing to send back as a choice."""
    choose = Choose(ForecastBoard(), lambda **_changes: None)
    for plan in (None, forecast_plan(key="orchard")):
        choose.board.plan = plan
        for widget in choose._widgets.values():
            assert not getattr(widget, "options", None) or widget.value is not None
    assert choose._widgets["key"].value == "orchard"


@pytest.mark.parametrize(("step", "said"), [("day", "one day"), ("2 weeks", "2 weeks")])
def test_a_step_of_several_units_is_said_as_such(step: str, said: str) -> None:
    """Oracle: by hand, the label of the field for the number of steps."""
    choose = Choose(ForecastBoard(), lambda **_changes: None)
    choose.board.plan = forecast_plan() | {"step": step}
    assert choose._widgets["n_steps"].label == f"How many steps of {said}, at most 40"


def test_a_forecast_from_start_to_end() -> None:
    """Invariant: sentence, interval, every method, the steps and the notes are those of the answer."""
    workbench = FakeWorkbench()
    app = opened(START, workbench=workbench)
    assert ("forecast", forecast_plan()["asked"]) in workbench.calls
    text, result = text_of(app), forecast_result()
    for said in (result["sentence"], result["interval"], *result["notes"]):
        assert said in text
    for one in result["methods"]:
        assert one["name"] in text
        assert one["mae_text"] in text
    for label in result["series"][0]["ahead"]["labels"]:
        assert label in text
    assert app.session.run.busy == ""
    assert not app.session.forecast.running


@pytest.mark.slow
def test_another_column_is_planned_anew_and_makes_the_result_old() -> None:
    """Invariant: what was chosen reaches the workbench; the usual number of steps is asked for again."""
    workbench = FakeWorkbench()
    app = opened(
        ("forecast", {"do": "choose", "n_steps": 20}), START, ("forecast", {"do": "choose", "value": "diameter_mm"}),
        workbench=workbench,
    )  # fmt: skip
    assert workbench.calls[-1] == ("forecast_plan", {"value": "diameter_mm"})
    assert app.session.forecast.stale
    assert "The settings have changed since." in text_of(app)
    run(app, ("forecast", {"do": "choose", "value": "diameter_mm"}))
    assert workbench.calls[-1] == ("forecast_plan", {"value": "diameter_mm"})
    assert [name for name, _ in workbench.calls].count("forecast_plan") == 3
    run(app, START)
    assert workbench.calls[-1][1]["n_steps"] == 7
    assert not app.session.forecast.stale


def test_a_table_without_a_series_says_why() -> None:
    """Invariant: the reason stands on the page with rule and value, and nothing can be started."""
    workbench = FakeWorkbench()
    workbench.forecast_problem = DataError("This table has no time column.", rule="dates", value=NASTY)
    app = opened(workbench=workbench)
    shown = shown_text(app.roots["train"])
    assert "This table has no time column." in shown
    assert NASTY not in shown
    run(app, START)
    assert app.session.error["what"] == "This table has no time column."
    assert not any(name == "forecast" for name, _ in workbench.calls)


def during(workbench: FakeWorkbench, *messages: tuple[str, dict]) -> App:
    """Return an app to which messages were sent in the middle of a forecast."""
    app = opened(START, workbench=workbench)
    workbench.forecast_pause = 0.01

    async def go() -> None:
        task = asyncio.create_task(app.controller.handle(*START))
        started = asyncio.Event()
        app.session.forecast.param.watch(lambda _: started.set(), ["progress"])
        await started.wait()
        for message in messages:
            await app.controller.handle(*message)
        await task
        await settled()

    asyncio.run(go())
    return app


@pytest.mark.slow
def test_stop_keeps_what_was_there() -> None:
    """Invariant: the older forecast stays, and it is said that nothing has changed."""
    app = during(FakeWorkbench(), ("cancel", {}))
    board = app.session.forecast
    assert board.stopped
    assert board.result == forecast_result()
    assert "Stopped. Nothing has changed." in text_of(app)
    assert app.session.error is None
    assert app.session.run.busy == ""


@pytest.mark.slow
def test_nothing_else_starts_while_it_runs() -> None:
    """Invariant: a training is refused with a reason, a second press and a choice change nothing."""
    workbench = FakeWorkbench()
    app = during(workbench, ("train", {}), START, ("forecast", {"do": "choose", "value": "diameter_mm"}))
    assert app.session.error["what"] == "A forecast is running."
    assert [name for name, _ in workbench.calls].count("forecast") == 2
    assert app.session.forecast.asked == {}


def test_a_crash_is_told() -> None:
    """Invariant: an error of the engine is an error on the page, and the button works again."""
    workbench = FakeWorkbench()
    app = opened(workbench=workbench)

    async def crash(asked: dict, progress: Any) -> dict:
        raise WorkbenchCrashed("The engine has ended.")

    workbench.forecast = crash  # type: ignore[method-assign]
    run(app, START)
    assert app.session.error["what"] == "The engine has ended."
    assert not app.session.forecast.running


@pytest.mark.slow
def test_several_series_can_be_looked_at() -> None:
    """Invariant: the table of steps is that of the chosen series."""
    workbench = FakeWorkbench()
    workbench.forecast_keys = ("hill", "river")
    app = opened(START, workbench=workbench)
    (which,) = (one for one in app.roots["train"].select(pn.widgets.Select) if one.label == "Series")
    assert (which.visible, list(which.options)) == (True, ["hill", "river"])
    run(app, ("forecast", {"do": "look", "at": 1}))
    assert app.session.forecast.shown == 1


@pytest.mark.slow
def test_files_are_delivered() -> None:
    """Invariant: the CSV and the script are asked for by name, and it is said that they are saved."""
    workbench, given = FakeWorkbench(), []
    app = build(workbench, deliver=lambda *file: given.append(file))
    run(
        app,
        TABLE,
        OPEN,
        START,
        ("forecast", {"do": "file", "what": "csv"}),
        ("forecast", {"do": "file", "what": "script"}),
    )
    assert [name for name, _, _ in given] == ["forecast.csv", "forecast.script"]
    assert "forecast.script is saved." in text_of(app)


@pytest.mark.slow
def test_another_table_starts_over() -> None:
    """Invariant: nothing of the older table's forecast stays."""
    app = opened(START)
    run(app, ("open", {"source": {"sample": "pears"}}), OPEN)
    assert app.session.forecast.result is None
    assert app.session.forecast.plan is not None


def test_an_unknown_message_is_told() -> None:
    """Invariant: what nobody answers is named."""
    assert "forecast guess" in opened(("forecast", {"do": "guess"})).session.error["what"]


def test_names_are_escaped() -> None:
    """Invariant: nothing that comes from a table is markup."""
    result, plan = forecast_result("hill"), forecast_plan(value=NASTY)
    result.update(value=NASTY, step=NASTY, sentence=NASTY, interval=NASTY, notes=[NASTY])
    plan.update(sentence=NASTY, notes=[NASTY])
    for one in result["methods"]:
        one.update(name=NASTY, about=NASTY)
    series = result["series"][0]
    series["ahead"].update(labels=[NASTY] * 3, texts=[[NASTY] * 3] * 3)
    series.update(method=NASTY)
    board = ForecastBoard(plan=plan)
    pieces = [head_html(board), plan_html(board), methods_html(result), ahead_html(result, series)]
    board.result = result
    for html in (*pieces, head_html(board), take_html(board)):
        assert NASTY not in html


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("n_steps", [1, 12])
def test_the_chart_holds_all_of_it(theme: str, n_steps: int) -> None:
    """Invariant: every number is inside the axes, and the description has the first and the last step."""
    result = forecast_result(n_steps=n_steps)
    series = result["series"][0]
    plot = forecast_figure(result, series, theme)
    ahead = series["ahead"]
    assert plot.x_range.start < series["past"]["times"][0]
    assert ahead["times"][-1] < plot.x_range.end
    assert max(ahead["high"]) < plot.y_range.end
    said = plot.html_attributes["aria-label"]
    assert ahead["labels"][0] in said
    assert ahead["labels"][-1] in said


def test_an_interval_that_is_not_known_can_be_drawn() -> None:
    """Invariant: a missing end of the interval is a hole in it."""
    result = forecast_result()
    ahead = result["series"][0]["ahead"]
    ahead.update(low=[None] * 3, high=[None] * 3)
    assert forecast_figure(result, result["series"][0], "light").y_range.end > max(ahead["middle"])
