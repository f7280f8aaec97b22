"""Runs and kept methods on the Result page in Panel, without a browser: messages in, state and HTML out."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from fake_runs import compared_runs, run_of, runs_of
from fake_workbench import FakeWorkbench, result
from test_pages import run, shown_text

from elmweb.app.main import App, build
from elmweb.app.pages.take_home import _downloads
from elmweb.app.pages.verdict import score_table_html
from elmweb.app.runs.tables import runs_html

OPEN = ("open", {"source": {"sample": "iris"}})
TRAIN = ("train", {})


def told(do: str, **args: object) -> tuple[str, dict]:
    """Return a message about runs."""
    return ("runs", {"do": do, **args})


def trained(*messages: tuple[str, dict], workbench: FakeWorkbench | None = None) -> App:
    """Return an app with a model, after these messages."""
    return run(build(workbench or FakeWorkbench()), OPEN, TRAIN, *messages)


def text_of(app: App) -> str:
    """Return what is on the Result page, without tags."""
    return unescape(re.sub(r"<[^>]+>", " ", shown_text(app.roots["result"])))


@pytest.mark.slow
def test_keeping_another_trains_that_kind() -> None:
    """Invariant: the settings are those on the page but for the kind, and the result is that of the new training."""
    workbench = FakeWorkbench()
    app = trained(told("keep", method="forest"), workbench=workbench)
    kinds = [settings["model_kind"] for verb, settings in workbench.calls if verb == "train"]
    assert kinds == ["auto", "forest"]
    assert app.session.settings.model_kind == "forest"
    assert not app.session.outcome.stale
    run(app, told("keep", method="plain_elm"))
    assert app.session.settings.model_kind == "elm"


def test_the_result_is_shown_though_the_page_is_slow_to_follow() -> None:
    """Invariant: who keeps another is led to Train and on to Result, also where the page says late that it is there."""
    app = trained(("page", {"page": "result"}), told("keep", method="forest"), ("page", {"page": "train"}))
    sent = [message["args"]["page"] for message in json.loads(app.channel.outbox.text) if message["name"] == "go"]
    assert sent[-2:] == ["train", "result"]


@pytest.mark.slow
def test_nothing_is_kept_for_a_table_that_has_changed() -> None:
    """Invariant: the message says so, and nothing is trained."""
    workbench = FakeWorkbench()
    app = trained(workbench=workbench)
    app.session.outcome.stale = True
    run(app, told("keep", method="forest"))
    assert app.session.error["what"] == "The table or a setting was changed since."
    assert [verb for verb, _ in workbench.calls].count("train") == 1
    assert "Keep this one" not in text_of(app)
    app.session.outcome.stale = False
    run(app, told("keep", method="dummy"))
    assert app.session.error["what"] == "This one cannot be kept."


@pytest.mark.slow
def test_one_more_method_can_be_compared() -> None:
    """Invariant: the table has the new method, and the form keeps what was typed."""
    workbench = FakeWorkbench()
    app = trained(workbench=workbench)
    assert "Compare with gradient boosting too" in text_of(app)
    app.session.outcome.row = {**app.session.outcome.row, "weight_g": 123.0}
    run(app, told("compare", method="boosting"))
    assert ("compare", "boosting") in workbench.calls
    assert "Gradient boosting" in text_of(app)
    assert "Compare with gradient boosting too" not in text_of(app)
    assert app.session.outcome.row["weight_g"] == 123.0


@pytest.mark.slow
def test_the_list_comes_with_the_second_run() -> None:
    """Invariant: one training is no list; of two, the one on the page is marked, the other can be gone back to."""
    app = trained()
    assert "Runs of this visit" not in text_of(app)
    run(app, TRAIN)
    text = text_of(app)
    assert "Runs of this visit" in text
    assert "on the page" in text
    assert text.count("Go back to it") == 1
    assert "now 2 models, 1.2 MB" in text


@pytest.mark.slow
def test_going_back_brings_the_settings_too() -> None:
    """Invariant: the model is the run's, so are the settings, and nothing is stale; other choices make it stale."""
    workbench = FakeWorkbench()
    app = trained(workbench=workbench)
    app.session.settings.seed = 7
    run(app, TRAIN, told("use", run=1))
    assert ("use_run", 1) in workbench.calls
    assert app.session.settings.seed == 0
    assert not app.session.outcome.stale
    assert "Go back to it" in text_of(app)
    run(app, told("use", run=2))
    assert app.session.settings.seed == 7
    app.session.choices.roles = {"orchard": "ignore"}
    run(app, told("use", run=1))
    assert app.session.outcome.stale
    run(app, told("use", run=9))
    assert app.session.error["what"] == "Run 9 was made before the page was loaded."


@pytest.mark.slow
def test_two_runs_side_by_side() -> None:
    """Invariant: what differs is marked and said, and the comparison can be closed."""
    workbench = FakeWorkbench()
    app = trained(TRAIN, told("beside", run=1), workbench=workbench)
    assert ("compare_runs", (1, 2)) in workbench.calls
    assert compared_runs(1, 2)["sentence"] in text_of(app)
    assert "(differs)" in text_of(app)
    run(app, told("apart"))
    assert compared_runs(1, 2)["sentence"] not in text_of(app)


def test_names_are_escaped_and_lost_models_are_said() -> None:
    """Invariant: no text of a table is markup; a run whose model was let go offers no way back."""
    runs = {**runs_of(2), "runs": [run_of(2), run_of(1, held=False, text="<i>9</i>")]}
    html = runs_html(runs, None)
    assert "<b>.csv" not in html
    assert "<i>9" not in html
    assert "no longer held" in html
    assert "Go back" not in html
    assert not runs_html(None, None)


@pytest.mark.slow
def test_times_of_fit_and_search_stand_apart() -> None:
    """Invariant: two columns; ranking only where some method has one; an earlier file, without either, is shown."""
    app = trained()
    outcome = app.session.outcome
    html = score_table_html(outcome)
    assert html.count('scope="col"') == 4
    assert "0.2 s" in html
    assert "0.7 s" in html
    shown = result()
    shown["scores"][0]["auc"] = 0.912
    outcome.result = shown
    assert "Ranking (AUC)" in score_table_html(outcome)
    for row in shown["scores"]:
        del row["auc"], row["search_seconds"]
    outcome.result = {**shown}
    assert "Ranking" not in score_table_html(outcome)


def test_a_file_that_cannot_be_made_says_why() -> None:
    """Invariant: the buttons are there, cannot be pressed, and are described by the reason."""
    made = {"has_file": False, "trained_here": True, "can_repeat": True, "n_held": 0}
    html = _downloads(**made, why_no_graph="It is made of <trees>.")
    assert html.count("disabled") == 2
    assert "It is made of &lt;trees&gt;." in html
    assert "disabled" not in _downloads(**made, why_no_graph="")
