"""The Race page in Panel, without a browser: messages in, state and HTML out."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from html import unescape
from typing import Any

import pytest
from fake_race import race_plan, race_state
from fake_workbench import FakeWorkbench
from test_pages import NASTY, run, settled, shown_text

from elmweb.app.main import App, build
from elmweb.app.race.chart import RaceChart, key_html
from elmweb.app.race.state import RaceBoard
from elmweb.app.race.tables import contestants_html, operations, results_html, same_score_html
from elmweb.exceptions import Cancelled, DataError, OutOfMemory, SettingsError

OPEN = ("page", {"page": "race"})
START = ("race", {"do": "start"})


def opened(*messages: tuple[str, dict], workbench: Any = None) -> App:
    """Return an app whose Race page was opened, after these messages."""
    return run(build(workbench or FakeWorkbench()), OPEN, *messages)


def text_of(app: App) -> str:
    """Return what is on the page, without tags."""
    return unescape(re.sub(r"<[^>]+>", " ", shown_text(app.roots["race"])))


@pytest.mark.slow
def test_nothing_of_it_is_there_before_it_is_opened() -> None:
    """Oracle: the modules of a fresh interpreter in which the app has been built."""
    code = (
        "import sys; from fake_workbench import FakeWorkbench; from elmweb.app.main import build;"
        "app = build(FakeWorkbench()); print([m for m in sys.modules if m.startswith('elmweb.app.race')],"
        "len(app.roots['race']))"
    )
    env = {"PYTHONPATH": ":".join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == "[] 0"


def test_opening_it_says_who_would_race() -> None:
    """Invariant: the plan is asked for the digits when no table is open, and every contestant is listed."""
    workbench = FakeWorkbench()
    app = opened(workbench=workbench)
    assert ("race_plan", ({"sample": "digits"}, app.session.race.settings())) in workbench.calls
    for one in race_plan()["contestants"]:
        assert one["name"] in text_of(app)
        assert one["settings"] in text_of(app)


def test_the_open_table_comes_first() -> None:
    """Invariant: with a table open, the race is on that one."""
    workbench = FakeWorkbench()
    app = run(build(workbench), ("open", {"source": {"sample": "iris"}}), OPEN)
    assert app.session.race.source == "open"
    assert [args[0] for name, args in workbench.calls if name == "race_plan"] == [{}]


@pytest.mark.slow
def test_a_race_from_start_to_end() -> None:
    """Invariant: headline, table, comparison, advice and notes are those of the answer; the rail counts."""
    app = opened(START)
    text, state = text_of(app), race_state()
    assert state["headline"] in text
    assert state["advice"] in text
    assert all(note in text for note in state["notes"])
    assert all(one["same_score"] in text for one in state["entrants"])
    assert "2.8 GFLOP" in text
    assert "295 kB" in text
    assert app.session.run.busy == ""


@pytest.mark.slow
def test_somebody_is_left_out() -> None:
    """Invariant: a switch keeps a contestant out of the next race, and nobody at all is told."""
    workbench = FakeWorkbench()
    app = opened(("race", {"do": "leave_out", "contestant": "cnn", "on": False}), START, workbench=workbench)
    asked = next(args for name, args in workbench.calls if name == "race")
    assert asked[1]["contestants"] == ["elm", "kernel", "linear", "forest", "boosting", "mlp"]
    app.session.race.left_out = [one["id"] for one in race_plan()["contestants"]]
    run(app, START)
    assert app.session.error["what"] == "No method is left to race."


@pytest.mark.slow
def test_settings_are_asked_again() -> None:
    """Invariant: another learning rate changes what is said of the networks; another table drops the old race."""
    workbench = FakeWorkbench()
    app = opened(START, ("race", {"do": "choose", "learning_rate": 0.1}), workbench=workbench)
    assert workbench.calls[-1] == ("race_plan", ({"sample": "digits"}, app.session.race.settings()))
    assert app.session.race.state is not None
    run(app, ("race", {"do": "choose", "source": "iris"}))
    assert app.session.race.state is None


def test_a_table_that_cannot_be_raced_is_told() -> None:
    """Invariant: the reason stands on the page with rule and value, and the race cannot be started."""
    workbench = FakeWorkbench()
    workbench.race_problem = DataError("It has too many answers.", rule="at most 100", value=NASTY)
    app = opened(workbench=workbench)
    shown = shown_text(app.roots["race"])
    assert "It has too many answers." in shown
    assert NASTY not in shown
    assert app.session.error is None


def stopped_race(workbench: FakeWorkbench) -> App:
    """Return an app whose race was stopped on its way."""
    app = opened(workbench=workbench)
    workbench.race_pause = 0.01

    async def stop() -> None:
        task = asyncio.create_task(app.controller.handle(*START))
        finished = asyncio.Event()
        app.session.race.param.watch(lambda _: app.session.race.trained() and finished.set(), ["state"])
        await finished.wait()
        await app.controller.handle("cancel", {})
        await task
        await settled()

    asyncio.run(stop())
    return app


@pytest.mark.slow
def test_stop_keeps_what_was_finished() -> None:
    """Invariant: the engine's answer to Stop is shown."""
    app = stopped_race(FakeWorkbench())
    board = app.session.race
    assert board.state["stopped"]
    assert board.trained()
    assert "Stopped before the end; what was finished is kept." in text_of(app)


class Ended(FakeWorkbench):
    """A workbench whose Python is ended by Stop, in the middle of a long step."""

    failure: Exception = Cancelled("Stopped.")

    async def race(self, source: dict, choices: dict, settings: dict, progress: Any) -> dict:
        """Report two finished trainings, and end."""
        progress({"what": "race", "text": "MLP", "step": 2, "n_steps": 7, "race": race_state(2)})
        raise self.failure


def test_stop_in_a_long_step_keeps_what_was_reported() -> None:
    """Invariant: what was finished is on the page even when the engine had to be ended."""
    app = opened(START, workbench=Ended())
    state = app.session.race.state
    assert [one["state"] for one in state["entrants"]] == ["done", "done", *["stopped"] * 5]
    assert app.session.error is None
    assert app.session.run.busy == ""


@pytest.mark.slow
def test_a_crash_is_told_and_keeps_what_was_reported() -> None:
    """Invariant: running out of memory is an error on the page, beside what was finished."""
    workbench = Ended()
    workbench.failure = OutOfMemory("There is not enough memory for this.")
    app = opened(START, workbench=workbench)
    assert app.session.error["what"] == "There is not enough memory for this."
    assert len(app.session.race.trained()) == 2


@pytest.mark.slow
def test_nothing_else_starts_while_a_race_runs() -> None:
    """Invariant: a table is not opened behind the back of a race; the reason is told."""
    workbench = FakeWorkbench()
    app = opened(workbench=workbench)
    workbench.race_pause = 0.02

    async def both() -> None:
        task = asyncio.create_task(app.controller.handle(*START))
        await asyncio.sleep(0.03)
        await app.controller.handle("open", {"source": {"sample": "iris"}})
        assert app.session.error["what"] == "A race is running."
        await task
        await settled()

    asyncio.run(both())
    assert app.session.race.state["finished"]


@pytest.mark.slow
def test_train_again_compares_the_bits() -> None:
    """Invariant: what is said of equal and unequal hashes is what the hashes are."""
    workbench = FakeWorkbench()
    app = opened(START, ("race", {"do": "again"}), workbench=workbench)
    asked = [args for name, args in workbench.calls if name == "race"][-1][1]
    assert (asked["contestants"], asked["n_seeds"]) == (["elm", "mlp"], 2)
    text = text_of(app)
    for said in ("ELM with the same seed: equal", "ELM with another seed: unequal", "MLP with another seed: unequal"):
        assert said in text
    other = race_state()
    for one in other["entrants"]:
        one["trained"][0]["fingerprint"] = "f" * 64
    workbench.race_answer = other
    run(app, ("race", {"do": "again"}))
    assert "ELM with the same seed: unequal" in text_of(app)


def test_train_again_needs_a_race() -> None:
    """Invariant: before anybody was trained it is told."""
    app = opened(("race", {"do": "again"}))
    assert app.session.error["what"] == "Nothing has been trained yet."


def test_a_failed_contestant_says_why() -> None:
    """Invariant: a network that diverged has its reason in its row."""
    html = results_html(race_state(failed="mlp"))
    assert "The training diverged." in html


def test_names_are_escaped() -> None:
    """Invariant: nothing that comes from a table is markup."""
    state, board = race_state(), RaceBoard(plan=race_plan())
    for one in (*state["entrants"], *board.plan["contestants"]):
        one.update(name=NASTY, settings=NASTY, note=NASTY, same_score=NASTY)
    state["advice"] = NASTY
    for html in (results_html(state), same_score_html(state), key_html(state["entrants"]), contestants_html(board)):
        assert NASTY not in html


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("n_done", range(8))
def test_the_chart_can_be_drawn_at_any_moment(theme: str, n_done: int) -> None:
    """Invariant: every curve is inside the range of its axes, whose ticks are few."""
    chart = RaceChart(theme, race_state(0))
    state = race_state(n_done)
    chart.show(state)
    x, y = chart.figure.x_range, chart.figure.y_range
    ends = [one["curve"][-1] for one in state["entrants"] if one["curve"]]
    assert all(x.start < seconds < x.end and y.start < score < y.end for seconds, score in ends)
    inside = [tick for tick in chart.figure.xaxis[0].ticker.ticks if x.start <= tick <= x.end]
    assert len(inside) <= 9


def test_numbers_of_operations() -> None:
    """Oracle: the numbers themselves."""
    assert [operations(flops) for flops in (12.0, 2_752_624_640, 3.14e23)] == [
        "0.012 kFLOP",
        "2.8 GFLOP",
        "3.14e+23 FLOP",
    ]


# What a training of another size takes


def test_costs_are_shown_with_their_source() -> None:
    """Invariant: operations, hours, energy, this device, what was published and where."""
    app = opened(START)
    assert "3.14 &times; 10<sup>23</sup> FLOP" in shown_text(app.roots["race"])
    text = text_of(app)
    for part in ("700,000 chip hours", "1,287 MWh, published", "Patterson (2021)", "15 days on 10,000 V100", "years"):
        assert part in text, part


def test_an_own_size_is_asked_as_numbers() -> None:
    """Invariant: what was chosen and typed reaches the workbench; a problem is shown."""
    workbench = FakeWorkbench()
    app = opened(("race", {"do": "ask", "published": "own", "parameters": 5e6}), workbench=workbench)
    asked = workbench.calls[-1][1]
    assert (asked.get("published"), asked["parameters"]) == (None, 5e6)
    assert "Kaplan" in text_of(app)

    async def refuse(asked: dict) -> dict:
        raise SettingsError("The parameters cannot be many.", rule="a number above 0", value=str(asked["parameters"]))

    workbench.training_cost = refuse
    run(app, ("race", {"do": "ask", "parameters": "many"}))
    assert "The parameters cannot be many." in text_of(app)


def test_an_unknown_message_is_told() -> None:
    """Invariant: what nobody answers is named."""
    app = opened(("race", {"do": "win"}))
    assert "race win" in app.session.error["what"]


def test_images_are_no_sample_table() -> None:
    """Invariant: a part of MNIST is asked for as images, so that nobody looks for a table of that name."""
    assert RaceBoard(source="mnist").asked_source() == {"images": "mnist"}
    assert RaceBoard(source="iris").asked_source() == {"sample": "iris"}
    assert RaceBoard(source="open").asked_source() == {}


@pytest.mark.slow
def test_a_network_trained_elsewhere_is_a_point_of_its_own_kind() -> None:
    """Invariant: it is offered for digits, scored on demand, told with its card, and in the chart beside the others."""
    workbench = FakeWorkbench()
    app = opened(START, workbench=workbench)
    assert "Score the digit reader" in text_of(app)
    run(app, ("race", {"do": "pretrained"}))
    text = text_of(app)
    assert "97 %" in text
    assert "34 min on 1 CPU core" in text
    assert "Trained elsewhere" in text
    assert workbench.calls[-1] == ("race_pretrained", ({"sample": "digits"}, {}))
    assert app.session.race.running == ""
    chart = RaceChart("light", race_state())
    chart.show(race_state(), app.session.race.pretrained)
    assert chart._elsewhere.data == {"x": [2_051.0], "y": [97.0]}
    assert chart.figure.x_range.end > 2_051
    assert "trained elsewhere, Digit reader 97" in chart.figure.html_attributes["aria-label"]
    run(app, ("race", {"do": "choose", "source": "iris"}))
    assert app.session.race.pretrained is None
