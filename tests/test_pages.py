"""The app in Panel, without a browser: messages in, state and HTML out."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import panel as pn
import pytest
from bokeh.core.json_encoder import serialize_json
from bokeh.document import Document
from bokeh.settings import settings as bokeh_settings
from fake_workbench import FakeWorkbench, look_at, result, table_info

from elmweb.app import canvas, controller, figures
from elmweb.app.canvas import COLOURS
from elmweb.app.main import App, build
from elmweb.app.notice import error_html
from elmweb.app.pages.evidence import confusion_html
from elmweb.app.pages.preview import preview_html
from elmweb.app.pages.take_home import file_html
from elmweb.app.pages.try_it import prediction_html
from elmweb.app.parts import bars
from elmweb.app.shell import SLOTS
from elmweb.evaluation import result_dict
from elmweb.exceptions import Cancelled, ParseError
from elmweb.export import load_model
from elmweb.words.page import data as data_words

NASTY = '<img src=x onerror="alert(1)">'


def shown_text(root: Any) -> str:
    """Return all visible HTML under a root."""
    texts = root.select(pn.pane.HTML)
    return "\n".join(text.object for text in texts if text.visible and isinstance(text.object, str))


async def settled() -> None:
    """Wait until no effect is running: twice in a row this is the only task."""
    quiet = 0
    while quiet < 2:
        await asyncio.sleep(0.01)
        quiet = quiet + 1 if len(asyncio.all_tasks()) == 1 else 0


def run(app: App, *messages: tuple[str, dict]) -> App:
    """Send messages one after the other and wait until nothing more happens."""

    async def all_of_them() -> None:
        for name, args in messages:
            await app.controller.handle(name, args)
            await settled()

    asyncio.run(all_of_them())
    return app


def stop_in_the_middle(app: App, workbench: FakeWorkbench) -> None:
    """Train slowly, and cancel on the way."""
    workbench.pause = 0.01

    async def stop() -> None:
        task = asyncio.create_task(app.controller.handle("train", {}))
        await asyncio.sleep(0.1)
        await app.controller.handle("cancel", {})
        await task

    asyncio.run(stop())


@pytest.fixture
def workbench() -> FakeWorkbench:
    """Return a workbench with canned answers."""
    return FakeWorkbench()


@pytest.fixture
def app(workbench: FakeWorkbench) -> App:
    """Return a fresh app on it, with delivered files kept in a list."""
    files: list = []
    made = build(workbench, deliver=lambda *file: files.append(file))
    made.controller.files = files
    return made


OPEN = ("open", {"source": {"text": "a,b", "name": "apples.csv"}})


@pytest.mark.slow
def test_front_imports_nothing_of_the_workbench() -> None:
    """Invariant: a fresh interpreter that builds the app has no SciPy, scikit-learn, pandas, nh3 or contourpy."""
    code = (
        "import sys; from elmweb.app.main import build; build(None); "
        "print([m for m in ('scipy', 'sklearn', 'pandas', 'nh3', 'PIL', 'contourpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_two_builds_are_the_same_document() -> None:
    """Invariant: model ids and values are equal, so a page rendered by the build fits another Python."""
    code = """
from bokeh.document import Document
from bokeh.core.json_encoder import serialize_json
from elmweb.app.main import build
app, doc = build(None), Document()
for root in app.roots.values():
    doc.add_root(root.get_root(doc))
print(serialize_json(doc.to_json()))
"""
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert runs[0] == runs[1]
    assert len(runs[0]) < 100_000


def test_roots_fill_the_slots(app: App) -> None:
    """Invariant: one root for each slot of the shell."""
    assert set(app.roots) == set(SLOTS)


def test_messages_travel_by_the_wires(app: App) -> None:
    """Oracle: a message written into the inbox, and one read out of the outbox, as JSON."""
    doc = Document()
    doc.add_root(app.roots["channel"].get_root(doc))
    got: list = []
    app.channel.receive = lambda name, args: got.append((name, args))
    doc.get_model_by_name("inbox").text = json.dumps({"n": 1, "name": "page", "args": {"page": "train"}})
    app.channel.post("go", page="result")
    app.channel.post("table", on=True, name="a")
    assert got == [("page", {"page": "train"})]
    sent = json.loads(doc.get_model_by_name("outbox").text)
    assert [(message["name"], message["args"]) for message in sent[-2:]] == [
        ("go", {"page": "result"}),
        ("table", {"on": True, "name": "a"}),
    ]
    assert [message["n"] for message in sent] == sorted({message["n"] for message in sent})


def test_opening_a_table_shows_it(app: App) -> None:
    """Oracle: the facts of the canned table in the page's words."""
    run(app, OPEN)
    text = shown_text(app.roots["data"])
    assert "570 rows, 10 columns, 41 kB. Read in 0.1 s." in text
    assert "Five things to check" in text
    assert "Always saying “table” is right on 51 of 100." in text
    assert app.session.settings.estimate["n_settings"] == 24
    assert "Predict grade from 7 columns" in shown_text(app.roots["train"])


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [((9.0, 8.0, 1.0), 8.0), ((120.0, 14.0, 15.0, 1.0), 15.0), ((64.0, 32.0, 16.0, 8.0, 4.0, 2.0, 1.0), 2.0)],
    ids=["the same twice", "a busy moment", "it never settles"],
)
def test_an_estimate_is_asked_for_until_it_comes_to_the_same(app, workbench, monkeypatch, seconds, shown) -> None:
    """When a table has just been opened, the page may still keep the machine busy with its own start."""
    monkeypatch.setattr(controller, "_ESTIMATE_AGAIN_SECONDS", 0.0)
    workbench.seconds = list(seconds)
    run(app, OPEN)
    assert app.session.settings.estimate["seconds"] == shown


def test_cells_and_names_are_text(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: markup in a file name, a column, a cell or a finding reaches no page as markup."""
    info, summary = table_info(NASTY), look_at({})
    info["columns"][0]["name"] = info["preview"]["columns"][0] = NASTY
    info["notes"] = [NASTY]
    summary["findings"][0].update(title=NASTY, detail=NASTY, id=NASTY)
    summary["answer"]["counts"][0][0] = NASTY
    summary["task_sentence"] = NASTY
    app.session.table.info = info
    app.session.choices.summary = summary
    assert "<img" not in shown_text(app.roots["data"])
    assert "&lt;img" in shown_text(app.roots["data"])


def test_a_failure_is_shown_and_nothing_is_lost(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: after a table that cannot be read the older table and its choices are still there."""
    run(app, OPEN, ("switch", {"finding": "duplicates", "on": False}))
    workbench.fail = ParseError(
        "Row 3 has 4 fields.", rule="5 fields, as in the first row", value=NASTY, hints=("Mend it.",)
    )
    run(app, ("open", {"source": {"text": "x", "name": "broken.csv"}}))
    text = shown_text(app.roots["notice"])
    assert "Row 3 has 4 fields." in text
    assert "5 fields, as in the first row" in text
    assert "&lt;img" in text
    assert "<img" not in text
    assert "Mend it." in text
    assert app.session.table.info["name"] == "apples.csv"
    assert app.session.choices.switches == {"duplicates": False}
    run(app, ("dismiss", {}))
    assert shown_text(app.roots["notice"]) == ""


def test_a_mistake_of_ours_is_shown_too(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: an exception nobody planned for is shown with its text, never swallowed."""
    workbench.fail = KeyError("gone")
    run(app, OPEN)
    text = shown_text(app.roots["notice"])
    assert "Something broke in elmweb itself." in text
    assert "KeyError" in text
    assert app.session.run.busy == ""


@pytest.mark.slow
def test_low_charts_come_before_high_ones(app: App) -> None:
    """Invariant: the curves of the search follow the matrix, so that columns of charts end at about the same height."""
    text = shown_text(run(app, OPEN, ("train", {})).roots["result"])
    titles = ("Where it goes wrong", "by width", "by alpha", "ROC curve", "Precision against", "by seed", "How sure,")
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert "the dashed line is the median" in text


def test_the_dashed_line_of_the_seeds_is_the_median() -> None:
    """Oracle: the median by hand; of an even number of scores it lies between two."""
    for scores, middle in (([3.0, 1.0, 2.0], 2.0), ([4.0, 1.0, 2.0, 3.0], 2.5)):
        line = figures.seeds(range(len(scores)), scores, "light").renderers[0]
        assert line.data_source.data["y"] == [middle, middle]


@pytest.mark.slow
def test_a_failure_inside_a_widget_or_a_chart_is_shown(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: exceptions outside the controller's own verbs reach the person too."""
    monkeypatch.setattr(figures, "seeds", lambda *_: 1 / 0)
    run(app, OPEN, ("train", {}))
    assert "ZeroDivisionError" in shown_text(app.roots["notice"])
    pn.config.exception_handler(RuntimeError("in a widget"))
    assert "RuntimeError: in a widget" in shown_text(app.roots["notice"])


def test_an_unknown_message_is_a_failure(app: App) -> None:
    """Invariant: a message nobody answers is not dropped in silence."""
    run(app, ("format_disk", {}))
    assert "format_disk" in shown_text(app.roots["notice"])


def test_an_older_summary_is_dropped(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: when answers arrive late, the page shows the newest choice."""
    run(app, OPEN)
    workbench.pause = 0.03

    async def hurry() -> None:
        app.session.choices.targets = ["orchard"]
        await asyncio.sleep(0.01)
        app.session.choices.targets = ["weight_g"]
        await settled()

    asyncio.run(hurry())
    assert app.session.choices.summary["targets"] == ["weight_g"]
    assert "Numbers, so this predicts a number." in shown_text(app.roots["data"])


def test_a_switch_is_asked_for(app: App, workbench: FakeWorkbench) -> None:
    """Oracle: the choices the workbench was asked with."""
    run(app, OPEN, ("switch", {"finding": "outlier:weight_g", "on": True}))
    asked = [argument for verb, argument in workbench.calls if verb == "summarize"][-1]
    assert asked["switches"] == {"outlier:weight_g": True}
    assert app.session.choices.summary["findings"][-1]["on"] is True


@pytest.mark.slow
def test_a_reading_is_shown_and_changed(app: App, workbench: FakeWorkbench) -> None:
    """Oracle: the words of the column, and the options the workbench was asked with; other choices stay."""
    asked, open_table = [], workbench.open_table

    async def watched(source: dict, options: dict | None, progress: Any) -> dict:
        asked.append((source, options))
        return await open_table(source, options, progress)

    workbench.open_table = watched
    run(app, OPEN, ("role", {"column": "weight_g"}), ("switch", {"finding": "outlier:weight_g", "on": True}))
    assert "<b>weight_g</b>: missing: n/d" in shown_text(app.roots["data"])
    label = {widget.label: widget for widget in app.roots["data"].select(pn.widgets.Widget) if widget.visible}
    missing = label["Also missing, separated by semicolons"]
    assert missing.value == "n/d"

    async def choose() -> None:
        missing.value = "n/d; -999"
        await settled()
        label["Decimal mark"].value = ","
        await settled()

    asyncio.run(choose())
    assert [options and options["columns"]["weight_g"]["missing"] for _, options in asked] == [
        None,
        ["n/d", "-999"],
        ["n/d"],  # as the fake says that it reads
    ]
    assert asked[-1][1]["columns"]["weight_g"]["decimal"] == ","
    assert asked[-1][0] == asked[0][0]
    assert app.session.choices.switches == {"outlier:weight_g": True}


@pytest.mark.slow
def test_a_role_is_offered_chosen_and_put_away(app: App, workbench: FakeWorkbench) -> None:
    """Oracle: the widget's title and value, then the role the workbench was asked with."""
    run(app, OPEN, ("role", {"column": "orchard"}))
    offer = next(widget for widget in app.roots["data"].select(pn.widgets.Select) if widget.label == "orchard is a")
    assert offer.visible
    assert offer.value == "category"

    async def choose() -> None:
        offer.value = "text"
        await settled()

    asyncio.run(choose())
    assert [argument for verb, argument in workbench.calls if verb == "summarize"][-1]["roles"] == {"orchard": "text"}
    run(app, ("role", {"column": "orchard"}))
    assert not offer.visible


def test_filling_the_widgets_is_no_choice(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: one table opened is one summary, however many widgets it fills."""
    run(app, OPEN)
    assert [verb for verb, _ in workbench.calls].count("summarize") == 1
    assert app.session.choices.task == ""


def test_several_columns_can_be_predicted(app: App, workbench: FakeWorkbench) -> None:
    """Oracle: two targets reach the workbench, and one again after going back."""
    run(app, OPEN, ("several", {"on": True}))
    many = app.roots["data"].select(pn.widgets.MultiSelect)[0]
    assert many.visible

    async def choose() -> None:
        many.value = ["grade", "orchard"]
        await settled()

    asyncio.run(choose())
    assert app.session.choices.summary["task"] == "multilabel"
    run(app, ("several", {"on": False}))
    assert app.session.choices.summary["targets"] == ["grade"]


@pytest.mark.slow
def test_training_shows_progress_and_then_the_result(app: App, workbench: FakeWorkbench) -> None:
    """Oracle: the canned result's own sentence and numbers, and the row predicted for the form."""
    workbench.pause = 0.005
    run(app, OPEN, ("train", {}))
    text = shown_text(app.roots["result"])
    assert "Right on 97 of 100 rows it had never seen" in text
    assert "92.9 to 99.6" in text
    assert app.session.outcome.prediction["label"] == "kitchen"
    assert app.session.outcome.row["orchard"] == "hill"
    posted = json.loads(app.channel.outbox.text)
    assert {"page": "result"} in [message["args"] for message in posted if message["name"] == "go"]
    assert app.session.readout() == {"data": "570\u00d710", "train": "0.9 s", "result": "97", "models": ""}


@pytest.mark.slow
def test_the_same_form_is_answered_by_the_next_model_too(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: trained twice on one table, the form has the same values and a prediction of the newer model."""
    run(app, OPEN, ("train", {}), ("train", {}))
    assert app.session.outcome.prediction is not None
    assert [verb for verb, _ in workbench.calls].count("predict_row") == 2


@pytest.mark.slow
def test_a_second_press_of_train_changes_nothing(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: a double click trains once, and the second press is no failure."""
    run(app, OPEN)
    workbench.pause = 0.005

    async def twice() -> None:
        await asyncio.gather(*(app.controller.handle("train", {}) for _ in range(2)))
        await settled()

    asyncio.run(twice())
    assert [verb for verb, _ in workbench.calls].count("train") == 1
    assert app.session.error is None
    run(app, ("train", {}))
    assert [verb for verb, _ in workbench.calls].count("train") == 2


@pytest.mark.slow
@pytest.mark.parametrize(("page", "goes"), [("train", True), ("models", False), ("data", False)])
def test_a_result_calls_nobody_away(app: App, page: str, goes: bool) -> None:
    """Invariant: only who waits on the Train page is taken to the result; others hear of it."""
    run(app, OPEN, ("page", {"page": page}), ("train", {}))
    messages = json.loads(app.channel.outbox.text)
    assert ({"page": "result"} in [m["args"] for m in messages if m["name"] == "go"]) == goes
    assert any(m["name"] == "announce" and "97 of 100" in m["args"]["text"] for m in messages)


@pytest.mark.slow
def test_a_result_says_what_it_is_about(app: App) -> None:
    """Oracle: the column and the file; another open table is distinguished from a changed setting."""
    run(app, OPEN, ("train", {}))
    assert "from apples.csv" in shown_text(app.roots["result"])
    app.session.settings.seed = 3
    assert "Train again" in shown_text(app.roots["result"])
    run(app, ("open", {"source": {"text": "a,b", "name": "pears.csv"}}))
    assert "pears.csv is open now, and this is not about it" in shown_text(app.roots["result"])


@pytest.mark.slow
def test_a_stopped_training_can_be_taken_back(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: the result that a stopped training took the place of is one press away, if there is one."""
    run(app, OPEN, ("train", {}))
    assert "take_back" not in shown_text(app.roots["result"])
    stop_in_the_middle(app, workbench)
    run(app, ("keep_best", {}))
    assert "Back to the result before, 97" in shown_text(app.roots["result"])
    workbench.pause = 0
    run(app, ("take_back", {}))
    assert app.session.outcome.result["stopped_at"] is None
    assert "take_back" not in shown_text(app.roots["result"])
    run(app, ("take_back", {}))
    assert "There is no earlier result." in shown_text(app.roots["notice"])


@pytest.mark.slow
def test_training_locks_what_it_stands_on(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: while it trains, widgets are disabled; another table is not refused, training makes room."""
    run(app, OPEN)
    workbench.pause = 0.01

    async def meanwhile() -> bool:
        task = asyncio.create_task(app.controller.handle("train", {}))
        await asyncio.sleep(0.05)
        locked = all(widget.disabled for widget in app.roots["train"].select(pn.widgets.IntSlider))
        await app.controller.handle("open", {"source": {"text": "a,b", "name": "pears.csv"}})
        await task
        return locked

    assert asyncio.run(meanwhile())
    assert app.session.table.filename == "pears.csv"
    assert app.session.error is None
    assert app.session.outcome.result is None
    assert app.session.run.to_keep == ""
    assert app.session.run.busy == ""


def learning(app: App, workbench: FakeWorkbench, *messages: tuple[str, dict]) -> list[str]:
    """Train, send messages while the model learns from all rows; return the result's texts before and after."""
    workbench.n_to_learn = 567

    async def meanwhile() -> list[str]:
        begun = asyncio.Event()
        app.session.outcome.param.watch(lambda *_: begun.set(), ["learning"])
        task = asyncio.create_task(app.controller.handle("train", {}))
        await begun.wait()
        workbench.pause = 0.02
        texts = [shown_text(app.roots["result"])]
        for name, args in messages:
            await app.controller.handle(name, args)
        workbench.pause = 0
        await task
        await settled()
        return [*texts, shown_text(app.roots["result"])]

    return asyncio.run(meanwhile())


@pytest.mark.slow
def test_the_verdict_does_not_wait_for_learning_from_all_rows(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: the score is on the screen first; then what is said of the model changes."""
    run(app, OPEN)
    before, after = learning(app, workbench)
    assert "Right on 97 of 100 rows" in before
    assert "is learning from all 567 now" in before
    assert "learned from all 567" in after
    assert "learning from all" not in after
    assert app.session.run.busy == ""
    names = [name for name, _ in workbench.calls]
    assert names.index("learn_from_all") < names.index("predict_row")
    assert app.session.outcome.prediction is not None


@pytest.mark.slow
def test_learning_from_all_rows_can_be_stopped_and_asked_for_again(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: stopped, the page says which model is here, and a press goes on."""
    run(app, OPEN)
    _, after = learning(app, workbench, ("cancel", {}))
    assert "It did not go on to learn from all 567." in after
    assert app.session.error is None
    assert app.session.outcome.prediction is not None
    run(app, ("learn_from_all", {}))
    assert "learned from all 567" in shown_text(app.roots["result"])
    assert "did not go on" not in shown_text(app.roots["result"])


@pytest.mark.slow
def test_what_waits_for_learning_says_so(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: nothing is said above the page of what goes on behind a result, until somebody waits for it."""
    run(app, OPEN)
    workbench.n_to_learn = 567
    said = []

    async def meanwhile() -> None:
        begun = asyncio.Event()
        app.session.outcome.param.watch(lambda *_: begun.set(), ["learning"])
        task = asyncio.create_task(app.controller.handle("train", {}))
        await begun.wait()
        workbench.pause = 0.02
        await asyncio.sleep(0.01)
        said.append(shown_text(app.roots["notice"]))
        waiting = asyncio.create_task(app.controller.handle("export", {"what": "model"}))
        await asyncio.sleep(0.01)
        said.append(shown_text(app.roots["notice"]))
        workbench.pause = 0
        await asyncio.gather(task, waiting)
        await settled()
        said.append(shown_text(app.roots["notice"]))

    asyncio.run(meanwhile())
    assert ["Learning from all rows" in text for text in said] == [False, True, False]
    assert app.session.outcome.saved


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("open", {"source": {"text": "a,b", "name": "pears.csv"}}),
        ("train", {}),
        ("switch", {"finding": "a", "on": True}),
    ],
)
def test_what_is_wanted_next_does_not_wait_for_learning(
    app: App, workbench: FakeWorkbench, name: str, args: dict
) -> None:
    """Invariant: another table, another training or another choice stops it; the result stays."""
    run(app, OPEN)
    learning(app, workbench, (name, args))
    assert ("cancel", None) in workbench.calls
    assert app.session.outcome.result is not None
    assert app.session.error is None
    assert app.session.run.busy == ""


@pytest.mark.slow
def test_cancel_offers_the_best_so_far(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: nothing half-searched is shown; the best so far is kept on a press, and says where it stopped."""
    run(app, ("keep_best", {}))
    assert "No training was stopped." in shown_text(app.roots["notice"])
    run(app, ("dismiss", {}), OPEN)
    stop_in_the_middle(app, workbench)
    assert app.session.outcome.result is None
    assert [m for m in json.loads(app.channel.outbox.text) if m["name"] == "go"] == []
    assert re.search(r"Stopped at \d+ of 24 settings\.", shown_text(app.roots["train"]))
    assert "Keep the best so far" in shown_text(app.roots["train"])
    run(app, ("keep_best", {}))
    assert "Keep the best so far" not in shown_text(app.roots["train"])
    step = app.session.outcome.result["stopped_at"][0]
    assert 1 <= step < 24
    assert f"Stopped at {step} of 24 settings." in shown_text(app.roots["result"])
    assert "Carry on" in shown_text(app.roots["train"])


def test_cancelling_before_anything_is_there_is_a_note(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: somebody's own Cancel is no failure."""
    run(app, OPEN)
    workbench.fail = Cancelled("Stopped before the first setting was done.")
    run(app, ("train", {}))
    assert app.session.error is None
    assert "Stopped before the first setting was done." in shown_text(app.roots["train"])


@pytest.mark.slow
def test_a_summary_that_was_stopped_can_be_had_again(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: no page says that something is going on when nothing is; one press goes on."""
    looks = workbench.summarize

    async def stopped(choices: dict, progress: Any) -> dict:
        workbench.fail = Cancelled("Stopped.")
        return await looks(choices, progress)

    workbench.summarize = stopped
    run(app, OPEN)
    for page in ("data", "train"):
        assert "Looking at the columns was stopped." in shown_text(app.roots[page])
        assert "look_again" in shown_text(app.roots[page])
        assert "being" not in shown_text(app.roots[page])
    workbench.summarize = looks
    run(app, ("look_again", {}))
    assert app.session.why_not_train() == ""
    assert "was stopped" not in shown_text(app.roots["train"])


def test_only_settings_that_change_the_model_are_offered(app: App) -> None:
    """Invariant: a kernel has no random units, so nothing of them can be set; its penalty can."""

    def shown() -> set[str]:
        fields = app.roots["train"].select(lambda part: isinstance(part, pn.Column) and part.visible)
        held = [widget for field in fields for widget in field.objects if isinstance(widget, pn.widgets.Widget)]
        return {widget.label.partition(":")[0] for widget in held}

    units = {"Width", "Scale", "Seed", "Activation", "Arithmetic"}
    assert units | {"Alpha"} <= shown()
    app.session.settings.model_kind = "kernel"
    assert shown() & (units | {"Alpha"}) == {"Alpha"}
    assert "Activation function of each unit" not in "".join(
        text.object
        for field in app.roots["train"].select(pn.Column)
        if field.visible
        for text in field.objects
        if isinstance(text, pn.pane.HTML)
    )


def test_arithmetic_is_a_choice_where_there_are_integers(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: what is chosen is asked for, and never of a kind of model that has no integers."""
    run(app, OPEN)
    app.session.settings.arithmetic = "integer"
    assert app.session.settings.asked()["arithmetic"] == "integer"
    app.session.settings.model_kind = "rvfl"
    assert app.session.settings.asked()["arithmetic"] == "float"


@pytest.mark.slow
def test_scripts_are_offered_while_they_train_what_is_shown(app: App) -> None:
    """Invariant: a script is of the settings on screen, so a result that is older than they are offers none."""
    run(app, OPEN, ("train", {}))
    assert "Script that trains it again" in shown_text(app.roots["result"])
    app.session.settings.scale = 2.0
    assert "Script that trains it again" not in shown_text(app.roots["result"])


def test_a_change_makes_the_result_stale(app: App) -> None:
    """Invariant: a result never stands beside a table or setting it does not belong to without saying so."""
    run(app, OPEN, ("train", {}))
    assert "changed since" not in shown_text(app.roots["result"])
    run(app, ("switch", {"finding": "duplicates", "on": False}))
    assert "changed since" in shown_text(app.roots["result"])


def test_sliders_are_followed_once_they_are_in_sight(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: nothing is explored while Adjust is shut; open, only the newest of many settings is asked for."""
    run(app, OPEN)
    assert not any(verb == "explore" for verb, _ in workbench.calls)

    async def drag() -> None:
        app.session.live.on = True
        await settled()
        for width in (8, 16, 32, 64):
            app.session.settings.width = width
        await settled()

    asyncio.run(drag())
    asked = [argument[0]["n_hidden"] for verb, argument in workbench.calls if verb == "explore"]
    assert asked == [None, 64]
    words = shown_text(app.roots["train"])
    assert "91.0" in words
    assert "64 units" in words
    assert "table &lt;b&gt;" in words


def test_the_columns_of_the_picture_can_be_chosen(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: choosing the column that is already upwards changes the two places."""
    run(app, OPEN)

    async def choose() -> None:
        app.session.live.on = True
        await settled()
        next(
            w for w in app.roots["train"].select(pn.widgets.Select) if w.label == "Horizontal axis"
        ).value = "diameter_mm"
        await settled()

    asyncio.run(choose())
    surface = app.session.live.found["surface"]
    assert (surface["x"], surface["y"]) == ("diameter_mm", "weight_g")


def test_a_table_that_cannot_be_trained_is_not_explored(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: no request, and no surface of the previous table."""
    run(app, OPEN)

    async def spoil() -> None:
        app.session.live.on = True
        await settled()
        app.session.choices.summary = {**app.session.choices.summary, "problem": {"what": "No answer."}}
        await settled()

    asyncio.run(spoil())
    assert sum(verb == "explore" for verb, _ in workbench.calls) == 1
    assert app.session.live.found is None


@pytest.mark.slow
def test_the_form_predicts_live(app: App) -> None:
    """Oracle: the canned answers for a light and a heavy apple."""
    run(app, OPEN, ("train", {}))

    async def drag() -> None:
        for weight in (200.0, 260.0, 300.0):
            app.controller.receive("cell", {"name": "weight_g", "value": weight})
        await settled()

    asyncio.run(drag())
    assert app.session.outcome.prediction["label"] == "table"
    assert "&gt;99 % likely" in shown_text(app.roots["result"])


@pytest.mark.slow
def test_a_new_file_is_predicted_and_taken_home(app: App) -> None:
    """Oracle: the canned answer's own words, its cells escaped, and the delivered bytes."""
    run(app, OPEN, ("train", {}), ("predict_file", {"source": {"text": "x", "name": "new.csv"}}))
    text = shown_text(app.roots["result"])
    assert "3 rows predicted." in text
    assert text.count("firmness_kg is not in the file") == 1
    assert "&lt;i&gt;" in text
    run(app, ("export", {"what": "predictions"}))
    assert app.controller.files == [("predictions.txt", "text/plain", b"predictions")]


@pytest.mark.slow
def test_a_saved_model_shows_its_result(app: App) -> None:
    """Oracle: the result stored in the file, with its origin, and no table needed."""
    run(app, ("load_model", {"source": {"bytes": b"", "name": "apples.elm"}}))
    text = shown_text(app.roots["result"])
    assert "From the saved model apples.elm." in text
    assert app.session.table.info is None


@pytest.mark.slow
def test_the_result_says_what_the_kept_model_learned_from(
    app: App, workbench: FakeWorkbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Oracle: the numbers of rows in the result; a model that holds rows says so beside its files."""
    run(app, OPEN, ("train", {}))
    text = shown_text(app.roots["result"])
    assert "learned from all 567" not in text
    assert "They are in its files" not in text
    found = result()
    found["model"] |= {"n_refit": 567, "n_rows_held": 400}

    async def train(choices: dict, settings: dict, progress: Any, learn_later: bool = False) -> dict:
        return found

    monkeypatch.setattr(workbench, "train", train)
    run(app, ("train", {}))
    text = shown_text(app.roots["result"])
    assert "a model that learned from 453 rows and never saw the others" in text
    assert "learned from all 567" in text
    assert "compares new rows with 400 rows it learned from. They are in its files" in text


def test_a_model_that_was_saved_alone_shows_no_scores(
    app: App, workbench: FakeWorkbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Oracle: a file that a script saved without a report: the page says so, draws no chart, and the model is there."""
    saved = Path(__file__).parent / "data" / "saved" / "iris.elm.zip"
    model, _ = load_model(saved.read_bytes())

    async def load(source: dict, progress: Any) -> dict:
        return result_dict(model)

    monkeypatch.setattr(workbench, "load_model", load)
    run(app, ("load_model", {"source": {"bytes": b"", "name": "iris.elm.zip"}}))
    text = shown_text(app.roots["result"])
    assert "No score" in text
    assert "saved without a report" in text
    assert "The scores are those" not in text
    assert app.session.error is None
    assert app.session.outcome.row
    run(app, ("theme", {"theme": "dark"}))
    assert app.session.error is None


@pytest.mark.slow
def test_the_theme_redraws_every_chart(app: App) -> None:
    """Invariant: in the dark theme no chart keeps a colour of the light one."""
    run(app, OPEN, ("train", {}), ("theme", {"theme": "dark"}))
    plots = [pane.object for pane in app.roots["result"].select(pn.pane.Bokeh)]
    assert len(plots) >= 7
    for plot in plots:
        assert plot.yaxis[0].major_label_text_color == COLOURS["dark"]["ink_2"]


@pytest.mark.slow
def test_regression_shows_residuals(app: App) -> None:
    """Invariant: a number has no confusion matrix and no ROC, but residuals."""

    async def show() -> None:
        app.session.outcome.result = result(task="regression")
        await settled()

    asyncio.run(show())
    text = shown_text(app.roots["result"])
    assert "Predicted against true" in text
    assert "Where it goes wrong" not in text


@pytest.mark.slow
def test_figures_serialise_in_both_themes() -> None:
    """Invariant: every chart can be sent to the page, with hostile names in it too."""
    made = result()
    for theme in COLOURS:
        plots = [
            figures.score_dots(
                [{**score, "name": NASTY * (i == 0) or score["name"]} for i, score in enumerate(made["scores"])], theme
            ),
            figures.curve([8, 16, 32], [3, 2, 1], 32, "1 at 32", theme),
            figures.curve([0.1, 1], [1, 1], 1, "same", theme),
            figures.roc(made["roc"], theme),
            figures.residuals([1, 2], [1, 2], theme),
            figures.seeds([0], [1.0], theme),
            figures.reliability(made["calibration"]["bins"], theme),
            figures.histogram([0, 1, 2], [0, 0], theme),
        ]
        doc = Document()
        for plot in plots:
            doc.add_root(plot)
        assert len(serialize_json(doc.to_json())) > 1000


def test_the_confusion_matrix_is_a_table_or_a_list() -> None:
    """Oracle: right and wrong cells counted by hand; beyond twelve classes the worst mistake comes first."""
    small = confusion_html({"labels": ["a", "b"], "counts": [[5, 1], [0, 7]]}, "kind")
    assert small.count('class="ok"') == 2
    assert small.count('class="miss"') == 1
    counts = [[0] * 13 for _ in range(13)]
    counts[3][4], counts[1][2] = 9, 2
    large = confusion_html({"labels": list("abcdefghijklm"), "counts": counts}, "kind")
    assert confusion_html({"labels": list("abcde"), "counts": [[0] * 5] * 5}, "kind").count("<td") == 26
    assert large.index("<td>d</td><td>e</td>") < large.index("<td>b</td><td>c</td>")


def test_predictions_of_every_kind_are_text() -> None:
    """Invariant: hostile labels are escaped whether one label, a number or several labels are predicted."""
    kinds = [
        {"label": NASTY, "probabilities": [[NASTY, 1.0]], "notes": [NASTY]},
        {"value": 187.26, "low": 150.0, "high": 220.0, "notes": []},
        {"labels": [[NASTY, 0.9, True]], "notes": []},
    ]
    texts = [prediction_html(kind) for kind in kinds]
    assert all("<img" not in text for text in texts)
    assert "187.3" in texts[1]
    assert "150 to 220" in texts[1]
    assert prediction_html(None) == error_html(None) == file_html(None) == ""


def test_a_bar_is_no_longer_than_its_place() -> None:
    """Oracle: by hand; a fraction above 1 fills the bar."""
    assert 'style="width:100.0%"' in bars([("a", 3.0, "3")])


def test_ids_are_simple() -> None:
    """Invariant: ids count up instead of being random, which the pre-rendered page rests on."""
    assert bokeh_settings.simple_ids()


def posted(app: App) -> list[str]:
    """Return the names of the messages still in the outbox."""
    return [message["name"] for message in json.loads(app.channel.outbox.text)]


def test_waiting_is_said_at_once_while_the_workbench_starts(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: a press before the workbench has ever answered shows what is read and what is awaited."""
    workbench.pause = 0.05

    async def meanwhile() -> str:
        slow = asyncio.Event()
        app.session.run.param.watch(lambda *_: slow.set(), ["slow"])
        task = asyncio.create_task(app.controller.handle(*OPEN))
        await asyncio.wait_for(slow.wait(), 10)
        text = shown_text(app.roots["notice"])
        await task
        await settled()
        return text

    assert "Reading apples.csv: waiting for the training engine." in asyncio.run(meanwhile())
    assert shown_text(app.roots["notice"]) == ""
    assert app.session.run.answered
    assert "settled" in posted(app)


def test_a_failure_tells_the_page_that_nothing_is_on_its_way(app: App, workbench: FakeWorkbench) -> None:
    """Invariant: after a failure no card stays pressed, and the message is brought into view."""
    workbench.fail = ParseError("Empty.")
    run(app, OPEN)
    assert {"settled", "alert"} <= set(posted(app))


@pytest.mark.slow
def test_every_chart_is_a_picture_with_words_and_numbers(app: App) -> None:
    """Invariant: a screen reader gets a name for each chart, and its numbers as a table."""
    run(app, OPEN, ("train", {}))
    plots = [pane.object for pane in app.roots["result"].select(pn.pane.Bokeh)]
    for plot in plots:
        assert plot.html_attributes["role"] == "img"
        assert plot.html_attributes["aria-label"].startswith("Chart. ")
    # The scores stand in a table that everybody sees; each other chart has one of its own.
    assert shown_text(app.roots["result"]).count('<div class="sr"><table>') == len(plots) - 1


@pytest.mark.slow
def test_labels_are_counted_in_100(app: App) -> None:
    """Oracle: the workbench says 96.67 %; the page says 97, not 9667."""

    async def show() -> None:
        labels = [{"label": "is_sad", "right": 96.67, "f1": 0.9}]
        app.session.outcome.result = result() | {"confusion": None, "labels": labels}
        await settled()

    asyncio.run(show())
    text = shown_text(app.roots["result"])
    assert "<span>97</span>" in text
    assert 'style="width:96.7%"' in text


@pytest.mark.slow
def test_carry_on_is_watched_on_the_train_page(app: App) -> None:
    """Oracle: the page is sent to Train before the training, and to Result after it."""
    run(app, OPEN, ("carry_on", {}))
    messages = json.loads(app.channel.outbox.text)
    assert [m["args"]["page"] for m in messages if m["name"] == "go"] == ["train", "result"]


def test_an_impossible_training_is_no_training_from_0_columns(app: App) -> None:
    """Invariant: where nothing can be learned the Train page gives the reason and the hints, and no counts of 0."""
    run(app, OPEN)
    problem = {"what": "No column is left.", "rule": "at least 1 column", "value": "<0>", "hints": ["Switch one on."]}
    app.session.choices.summary = look_at({}) | {"problem": problem, "columns_used": []}
    text = shown_text(app.roots["train"])
    assert "No column is left." in text
    assert "Switch one on." in text
    assert "&lt;0&gt;" in text
    assert "0 columns" not in text


def test_a_table_with_a_problem_does_not_invite_to_train(app: App) -> None:
    """Invariant: the way to Train is the primary button only where something can be trained."""
    run(app, OPEN)
    fine = app.session.choices.summary
    inviting = 'class="btn primary" href="#/train"'
    assert inviting in shown_text(app.roots["data"])
    app.session.choices.summary = fine | {"problem": {"what": "No column is left."}, "columns_used": []}
    assert inviting not in shown_text(app.roots["data"])
    assert 'class="btn" href="#/train"' in shown_text(app.roots["data"])


@pytest.mark.parametrize(
    ("rows", "n_rows", "scrolls", "said"),
    [
        (50, 569, True, "First 50 of 569 rows. Scroll the table to see the rest of it. Press"),
        (6, 6, False, "All 6 rows. Press"),
        (1, 1, False, "The only row. Press"),
    ],
)
def test_the_foot_of_the_table_says_how_much_of_it_is_there(rows: int, n_rows: int, scrolls: bool, said: str) -> None:
    """Oracle: sentences by hand."""
    assert data_words.first_rows(rows, n_rows, 5, 5, scrolls=scrolls).startswith(said)


def test_a_problem_leaves_no_column_out_in_the_preview() -> None:
    """Invariant: only what a person or a finding left out is called so, also while nothing can be trained."""
    info = table_info("a.csv")
    fine, broken = look_at({}), look_at({}) | {"problem": {"what": "x"}, "columns_used": []}
    roles = dict.fromkeys(fine["roles"], "number")
    assert "left out" not in preview_html(info, broken | {"roles": roles})
    assert "left out" in preview_html(info, fine | {"columns_used": fine["columns_used"][:1]})


def test_cancel_is_offered_until_it_is_pressed(app: App) -> None:
    """Invariant: searching and scoring can both be stopped; once pressed, it says so at once."""
    run(app, OPEN)
    cancel = next(button for button in app.roots["train"].select(pn.widgets.Button) if button.label == "Cancel")
    app.session.run.busy = "train"
    app.session.run.progress = {"what": "train", "step": 1, "n_steps": 2}
    assert not cancel.disabled
    app.session.run.progress = {"what": "judge", "step": 1, "n_steps": 2}
    assert not cancel.disabled

    async def press() -> None:
        cancel.clicks += 1
        await settled()

    asyncio.run(press())
    assert cancel.disabled
    assert "Stopping." in shown_text(app.roots["train"])


def test_amounts_are_never_written_as_powers_of_ten() -> None:
    """Invariant: an axis of prices reads 20k or 4,500, one of years 2012, and a prediction 93,912, never 9.39e+04."""
    large = figures.curve([16, 32], [10300.0, 10260.0], 32, "", "light").yaxis[0]
    small = figures.curve([16, 32], [0.3, 0.2], 32, "", "light").yaxis[0]
    assert large.formatter.format.endswith("a")
    assert small.formatter.use_scientific is False
    plot = canvas.base("light", 100)
    canvas.amounts(plot.xaxis, [2012.0, 2014.0])
    canvas.amounts(plot.yaxis, [3900.0, 4500.0], with_commas=True)
    assert plot.xaxis[0].formatter.use_scientific is False
    assert plot.yaxis[0].formatter.format == "0,0[.]00"
    assert "93,912" in prediction_html({"value": 93912.2, "low": 78736.0, "high": 110362.0, "notes": []})


@pytest.mark.slow
def test_what_was_saved_is_said(app: App) -> None:
    """Oracle: the file's name and the canned note, escaped; a new training takes the sentence away."""
    run(app, OPEN, ("train", {}), ("export", {"what": "onnx"}))
    assert "onnx.txt is saved. Nothing is &lt;odd&gt;." in shown_text(app.roots["result"])
    run(app, ("train", {}))
    assert "is saved" not in shown_text(app.roots["result"])


def test_the_training_is_saved_as_a_script(app: App, workbench: FakeWorkbench) -> None:
    """Oracle: the two files that were asked for, delivered; without a table the page says why not."""
    run(app, ("script", {"cluster": False}))
    assert "No table yet" in app.session.error["what"]
    run(app, OPEN, ("script", {"cluster": True}))
    assert app.controller.files[-1] == ("train.py", "text/x-python", b"# True")
    assert [argument for verb, argument in workbench.calls if verb == "script"] == [True]
