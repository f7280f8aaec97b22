"""What is kept of a visit: the page's side in Python, and the browser's side on a made-up disk in Node.js."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_workbench import FakeWorkbench
from test_pages import settled

from buildsteps.vendor import node_program
from elmweb.app.main import App, build
from elmweb.app.projects import effects
from elmweb.app.projects.record import checked_state, project_state
from elmweb.app.state import Session
from elmweb.exceptions import ModelFileError, ProjectError
from elmweb.export.plain import to_json
from elmweb.workbench.local import LocalWorkbench

WEB = Path(__file__).parents[1] / "web"
HOST = Path(__file__).with_name("projects_host.mjs")
OPEN = ("open", {"source": {"sample": "iris", "name": "iris.csv"}})
OWN = ("open", {"source": {"text": "a,grade\n1,\ud800", "name": "apples.csv"}})


@pytest.fixture(autouse=True, scope="module")
def soon() -> Iterator[None]:
    """Keep changes at once, and do not wait for a page that is not there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(effects, "_PAUSE_SECONDS", 0.01)
        patch.setattr(effects, "_MOST_WAIT_SECONDS", 0.05)
        yield


class Kept:
    """An app whose page notes what it is to keep."""

    def __init__(self, workbench: Any = None) -> None:
        self.workbench = workbench or FakeWorkbench()
        self.records: list[dict[str, Any]] = []
        self.tables: list[bytes | None] = []
        self.posted: list[tuple[str, dict]] = []
        self.has_model = asyncio.Event()
        self.app: App = build(self.workbench, keep=self._keep)
        post = self.app.controller.post

        def noting(name: str, /, **args: Any) -> None:
            self.posted.append((name, args))
            post(name, **args)

        self.app.controller.post = noting

    def _keep(self, text: str, table: bytes | None, with_model: bool) -> None:
        self.records.append({**json.loads(text), "with_model": with_model})
        if with_model:
            self.has_model.set()
        self.tables.append(table)

    def does(self, *messages: tuple[str, dict]) -> Kept:
        """Send messages one after the other and wait until nothing more happens."""

        async def all_of_them() -> None:
            for name, args in messages:
                await self.app.controller.handle(name, args)
                await settled()

        asyncio.run(all_of_them())
        return self

    def chooses(self, **choices: Any) -> Kept:
        """Change choices, as the page's controls do."""

        async def change() -> None:
            self.app.session.choices.param.update(**choices)
            await settled()

        asyncio.run(change())
        return self

    @property
    def last(self) -> dict[str, Any]:
        """What was kept last."""
        return self.records[-1]

    def opening(self, record: dict[str, Any], **more: Any) -> tuple[str, dict]:
        """Return the message that opens a record again."""
        model = {"bytes": b"", "name": "apples.elm.zip"} if record["model"] != "none" else None
        table = {"bytes": b"", "name": record["tableName"]} if record["tableName"] else None
        given = {"id": record["id"], "shown": record["id"], "name": record["name"], "facts": record["facts"]}
        return ("open_project", {**given, "state": record["state"], "table": table, "model": model, **more})


# What is kept, and when


@pytest.mark.slow
def test_nothing_of_it_is_imported_before_a_table_is_open() -> None:
    """Oracle: the modules of a fresh interpreter in which the app has been built."""
    code = (
        "import sys; from elmweb.app.main import build; build(None, keep=print);"
        "print([m for m in sys.modules if m.startswith('elmweb.app.projects')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_table_is_kept_when_it_is_opened() -> None:
    """Invariant: a sample is told by its id, a pasted table by its bytes, and neither counts as touched."""
    kept = Kept().does(OPEN)
    assert kept.last["source"] == {"sample": "iris"}
    assert (kept.last["name"], kept.last["tableName"], kept.last["model"]) == ("iris", "iris.csv", "none")
    assert kept.last["facts"] == {"touched": False, "predicts": "grade", "rows": 570, "columns": 10}
    assert kept.last["state"]["sample"] == "iris"
    before = kept.last["id"]
    kept.does(OWN)
    assert kept.tables[-1] == b"a,grade\n1,?"
    assert kept.last["replaces"] == before, "a sample that was only looked at makes room"
    assert kept.does(OPEN).last["replaces"] == "", "an own table does not"


def test_a_change_is_kept_under_the_same_id() -> None:
    """Invariant: choices, settings and options are in the state, and several changes are kept once."""
    kept = Kept().does(OPEN).chooses(roles={"orchard": "ignore"}, targets=["weight_g"])
    assert len({one["id"] for one in kept.records}) == 1
    assert kept.last["state"]["choices"]["roles"] == {"orchard": "ignore"}
    assert kept.last["facts"]["touched"]
    before = len(kept.records)

    async def slide() -> None:
        for seed in range(5):
            kept.app.session.settings.seed = seed
        await settled()

    asyncio.run(slide())
    assert len(kept.records) == before + 1
    assert kept.last["state"]["settings"]["seed"] == 4
    kept.does(("undo", {"kind": "total", "on": False}))
    assert kept.last["state"]["options"]["undo"] == ["total"]
    assert kept.last["id"] == kept.records[0]["id"], "the same file, read another way"


@pytest.mark.slow
def test_a_training_is_kept_with_its_model() -> None:
    """Invariant: the order of messages, and what the model was trained on."""
    kept = Kept().does(OPEN).chooses(switches={"duplicates": False})
    kept.does(("train", {}))
    assert kept.last["with_model"]
    assert kept.last["facts"]["score"] == "97 %"
    assert kept.last["state"]["trained"]["choices"]["switches"] == {"duplicates": False}
    assert not kept.last["state"]["outcome"]["stale"]
    kept.chooses(switches={})
    assert (kept.last["with_model"], kept.last["model"]) == (False, "same")
    assert kept.last["state"]["outcome"]["stale"]
    assert kept.last["state"]["trained"]["choices"]["switches"] == {"duplicates": False}


@pytest.mark.slow
def test_the_page_asks_before_it_is_left_until_a_model_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: the result is shown at once, and what would be lost with the page is told until it is kept."""
    monkeypatch.setattr(effects, "_MOST_WAIT_SECONDS", 5.0)
    kept = Kept().does(OPEN)

    async def train() -> list[tuple[str, dict]]:
        task = asyncio.create_task(kept.app.controller.handle("train", {}))
        await kept.has_model.wait()
        before = list(kept.posted)
        await kept.app.controller.handle("project", {"do": "kept", "number": kept.last["number"], "failed": ""})
        await task
        await settled()
        return before

    before = asyncio.run(train())
    assert ("go", {"page": "result"}) in before
    said = [args["on"] for name, args in before if name == "working"]
    assert said[-1]
    assert [args["on"] for name, args in kept.posted if name == "working"] == [*said, False]


@pytest.mark.slow
def test_what_is_pressed_while_a_model_is_kept_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: on the result, no press is refused for a training that has ended; Train trains once more."""
    monkeypatch.setattr(effects, "_MOST_WAIT_SECONDS", 5.0)
    kept = Kept().does(OPEN)
    handle = kept.app.controller.handle

    async def train() -> None:
        first = asyncio.create_task(handle("train", {}))
        await kept.has_model.wait()
        waiting = [asyncio.create_task(handle(*one)) for one in (("export", {"what": "model"}), ("train", {}))]
        await asyncio.sleep(0.05)
        assert not any(one.done() for one in waiting)
        number = kept.last["number"]
        kept.has_model.clear()
        await handle("project", {"do": "kept", "number": number, "failed": ""})
        await kept.has_model.wait()
        await handle("project", {"do": "kept", "number": kept.last["number"], "failed": ""})
        await asyncio.gather(first, *waiting)

    asyncio.run(train())
    assert kept.app.session.error is None
    names = [name for name, _ in kept.workbench.calls]
    assert names.count("train") == 2
    assert "export" in names[names.index("train") :]


@pytest.mark.slow
def test_a_project_is_saved_with_the_model_that_still_learns() -> None:
    """Invariant: saved while the model learns from all rows, the project is written once the model is in it."""
    kept = Kept().does(OPEN)
    kept.workbench.n_to_learn = 567
    handle, outcome = kept.app.controller.handle, kept.app.session.outcome

    async def train_and_save() -> bool:
        begun = asyncio.Event()
        outcome.param.watch(lambda *_: begun.set(), ["learning"])
        training = asyncio.create_task(handle("train", {}))
        await begun.wait()
        saving = asyncio.create_task(handle("project", {"do": "save"}))
        await asyncio.sleep(0.01)
        early = saving.done()
        await kept.has_model.wait()
        await handle("project", {"do": "kept", "number": kept.last["number"], "failed": ""})
        await asyncio.gather(training, saving)
        await settled()
        return early

    kept.workbench.pause = 0.01
    assert not asyncio.run(train_and_save())
    assert kept.last["model"] in ("new", "same")
    assert ("project", {"do": "save"}) in kept.posted
    assert outcome.result["model"]["n_refit"] == 567


def test_what_waits_is_kept_before_another_table_takes_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: the last change of the table before is in its own project, not in the new one."""
    monkeypatch.setattr(effects, "_PAUSE_SECONDS", 0.2)
    kept = Kept().does(OWN)
    first = kept.last["id"]

    async def hurry() -> None:
        kept.app.session.choices.roles = {"orchard": "ignore"}
        await kept.app.controller.handle(*OPEN)
        await settled()

    asyncio.run(hurry())
    of_first = [one for one in kept.records if one["id"] == first]
    assert of_first[-1]["state"]["choices"]["roles"] == {"orchard": "ignore"}
    assert kept.last["id"] != first
    assert kept.last["state"]["choices"]["roles"] == {}


@pytest.mark.slow
def test_a_model_file_never_takes_the_place_of_a_model_that_was_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: it begins a project of its own, with the same table; without a table it is a project, too."""
    kept = Kept()

    async def load_model(source: dict, progress: Any) -> dict:
        return await kept.workbench.train({}, {}, lambda _: None)

    kept.workbench.load_model = load_model
    load = ("load_model", {"source": {"bytes": b"", "name": "pears.elm.zip"}})
    kept.does(load)
    assert (kept.last["name"], kept.last["tableName"], kept.last["model"]) == ("pears", "", "new")
    kept.does(OPEN, ("train", {}))
    trained = kept.last["id"]
    kept.does(load)
    assert kept.last["id"] != trained
    assert (kept.last["source"], kept.last["state"]["trained"]) == ({"sample": "iris"}, None)


def test_without_a_place_nothing_is_kept() -> None:
    """Invariant: on a server the page works as before."""
    app = build(FakeWorkbench())
    asyncio.run(app.controller.handle(*OPEN))
    asyncio.run(app.controller.handle("project", {"do": "kept", "number": 1}))
    assert app.session.error is None


# Opening again


@pytest.fixture(scope="module")
def worked_on() -> Kept:
    """Return somebody who has chosen, set and trained."""
    kept = Kept().does(OPEN)
    kept.app.session.choices.param.update(roles={"orchard": "ignore"}, switches={"duplicates": False})

    async def load_model(source: dict, progress: Any) -> dict:
        kept.workbench.calls.append(("load_model", source))
        return await kept.workbench.train({}, {}, lambda _: None)

    kept.workbench.load_model = load_model
    kept.app.session.settings.param.update(seed=3, width=64, alpha=0.01, activation="sin")
    return kept.does(("train", {}))


def without_runs(kept: Kept) -> dict[str, Any]:
    """Return the result without the trainings of the visit, which end with it."""
    return {**kept.app.session.outcome.result, "runs": None}


@pytest.mark.slow
def test_a_project_opens_to_the_state_that_was_kept(worked_on: Kept) -> None:
    """Oracle: the state of the page that kept it; and nothing is kept anew by opening it."""
    before, after = worked_on, Kept(worked_on.workbench)
    after.does(after.opening(before.last))
    assert project_state(after.app.session, before.last["state"]["trained"], "iris") == before.last["state"]
    assert without_runs(after) == without_runs(before)
    assert after.records == []
    assert after.posted[-1][0] != "alert"
    assert ("go", {"page": "result"}) in after.posted
    source = next(source for name, source in before.workbench.calls if name == "load_model")
    assert source["choices"] == before.last["state"]["trained"]["choices"]
    after.chooses(roles={})
    assert after.last["id"] == before.last["id"]


@pytest.mark.slow
def test_a_model_of_another_reading_keeps_its_rows(worked_on: Kept) -> None:
    """Invariant: the table is read as it was at the training, the model loaded, then the table as it is read now."""
    before, after = worked_on, Kept(worked_on.workbench)
    before.workbench.calls.clear()
    now = {
        **before.last["state"],
        "options": {"undo": ["total"]},
        "outcome": {**before.last["state"]["outcome"], "stale": True},
    }
    after.does(after.opening({**before.last, "state": now}))
    verbs = [name for name, _ in before.workbench.calls if name in ("open_table", "load_model")]
    assert verbs == ["open_table", "load_model", "open_table"]
    assert after.app.session.table.options == {"undo": ["total"]}
    assert after.app.session.outcome.stale


@pytest.mark.slow
def test_one_that_is_only_looked_at_is_not_kept_until_somebody_wants_a_copy(worked_on: Kept) -> None:
    """Invariant: without an id no change is kept; a copy is kept whole."""
    before, after = worked_on, Kept(worked_on.workbench)
    after.does(after.opening(before.last, id="")).chooses(roles={})
    assert after.records == []
    after.does(("project", {"do": "keep_copy", "id": "other", "name": "a copy"}))
    assert (after.last["id"], after.last["name"], after.last["model"]) == ("other", "a copy", "new")
    assert after.last["state"]["trained"] == before.last["state"]["trained"]


def test_a_model_that_cannot_be_opened_keeps_the_table_from_nobody(
    worked_on: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Invariant: table and choices are there, the reason is told, and the kept model is not replaced."""
    before, after = worked_on, Kept(worked_on.workbench)

    async def refuse(source: dict, progress: Any) -> dict:
        raise ModelFileError("It does not predict here what it predicted.")

    monkeypatch.setattr(before.workbench, "load_model", refuse)
    after.does(after.opening(before.last))
    assert after.app.session.table.info is not None
    assert after.app.session.error["what"] == "It does not predict here what it predicted."
    assert after.chooses(roles={}).last["model"] == "same"


def state(**more: Any) -> dict[str, Any]:
    """Return a state that is right, but for what is given."""
    return {**project_state(Session(), None), **more}


def test_a_right_state_is_taken() -> None:
    """Invariant: what the page keeps passes its own examination, also after JSON."""
    assert checked_state(json.loads(json.dumps(state())), "x") == state()


_WRONG = [
    None,
    [],
    {},
    state(format=2),
    state(format="1"),
    state(options=[]),
    state(options={"columns": []}),
    state(trained={"choices": {}}),
    state(trained={"choices": {"roles": {"a": "king"}, "switches": {}}, "options": {}}),
    state(sample=7),
    state(choices={}),
    state(choices={**state()["choices"], "targets": [1]}),
    state(choices={**state()["choices"], "roles": {"a": "king"}}),
    state(choices={**state()["choices"], "more": 1}),
    state(settings={**state()["settings"], "seed": float("inf")}),
    state(outcome={**state()["outcome"], "row": {"a": []}}),
    state(outcome=7),
]


def test_a_wrong_state_is_refused_in_words(worked_on: Kept) -> None:
    """Invariant: whatever stands in a file from elsewhere, a sentence names it and the page stays as it was."""
    for wrong in _WRONG:
        with pytest.raises(ProjectError, match="apples") as told:
            checked_state(wrong, "apples")
        assert told.value.value
    before = project_state(worked_on.app.session, None)
    worked_on.does(worked_on.opening({**worked_on.last, "id": "new", "state": _WRONG[-1]}))
    assert worked_on.app.session.error["kind"] == "ProjectError"
    assert ("project", {"do": "not opened", "id": "new", "shown": "new", "name": "iris"}) in worked_on.posted
    assert project_state(worked_on.app.session, None) == before


def test_a_setting_that_cannot_be_is_refused_and_none_is_set() -> None:
    """Invariant: all settings or none."""
    kept = Kept().does(OPEN)
    wrong = {**kept.last["state"], "settings": {**state()["settings"], "seed": 5, "width": 17}}
    kept.does(kept.opening({**kept.last, "state": wrong}))
    assert kept.app.session.error["kind"] == "ProjectError"
    assert kept.app.session.settings.seed == 0


# To the bit


async def told(workbench: LocalWorkbench, row: dict) -> list[Any]:
    """Return all that can be taken home, and a prediction."""
    files = [(await workbench.export(what))["data"] for what in ("test_predictions", "report", "passport", "html")]
    return [*files, await workbench.predict_row(row)]


@pytest.mark.slow
def test_a_project_is_the_same_to_the_bit() -> None:
    """Oracle: report, passport, predictions and HTML page of the visit that was kept, in another workbench."""
    csv = (WEB / "samples" / "wine.csv").read_bytes()
    before = Kept(LocalWorkbench())
    before.app.session.settings.param.update(width=32, seed=7)
    before.does(("open", {"source": {"bytes": csv, "name": "wine.csv"}}), ("train", {}))
    before.chooses(switches={"duplicates": False})
    model = asyncio.run(before.workbench.export("kept"))["data"]
    after = Kept(LocalWorkbench())
    table = {"bytes": csv, "name": "wine.csv"}
    given = {"table": table, "model": {"bytes": model, "name": "wine.elm.zip"}}
    after.does(after.opening(json.loads(json.dumps(before.last)), **given))
    assert after.app.session.error is None
    then, now = before.app.session, after.app.session
    assert to_json(without_runs(after)) == to_json(without_runs(before))
    assert now.choices.summary == then.choices.summary
    assert {**now.table.info, "read_seconds": 0} == {**then.table.info, "read_seconds": 0}
    assert now.outcome.prediction == then.outcome.prediction
    row = dict(now.outcome.row)
    assert asyncio.run(told(after.workbench, row)) == asyncio.run(told(before.workbench, row))


# In the browser


def hosted(scenario: str, *args: str) -> Any:
    """Return what a scenario of the host comes to."""
    command = [str(node_program()), str(HOST), str(WEB), scenario, *args]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_crash_in_the_middle_leaves_the_old_state_or_the_new_one() -> None:
    """Invariant: at whichever operation the machine is switched off, nothing is mixed, lost or left over."""
    outcomes = hosted("crash")
    old, new = ["apples", "one", "t", "m1"], ["apples", "two", "t", "m2"]
    states = [one["state"] for one in outcomes]
    assert {*map(tuple, states)} == {tuple(old), tuple(new)}
    assert states == sorted(states, key=[old, new].index), "once new, it stays new"
    assert all(one["files"] == 3 for one in outcomes)
    assert [one["ended"] for one in outcomes] == [*[False] * (len(outcomes) - 1), True]
    assert len(outcomes) > 10


def test_one_tab_writes_a_project() -> None:
    """Invariant: another is refused, may look, copy and rename, and nothing is deleted under the first one's feet."""
    seen = hosted("tabs")
    refusal = {"failed": {"kind": "elsewhere", "names": ["apples"]}}
    assert [seen[what] for what in ("refused", "written", "removed")] == [refusal] * 3
    assert seen["looked"] is False
    assert seen["copied"] == "apples copy"
    assert seen["names"] == ["apples copy", "pears"], "a name given elsewhere survives the next save"
    assert seen["all"] == {"failed": {"kind": "elsewhere", "names": ["pears"]}}
    assert seen["opened"] == ["pears", "two", "t", ""]
    assert seen["left"] == [[], []]


def test_a_quota_that_runs_out_loses_nothing() -> None:
    """Invariant: the snapshots for a quick start make room first; then it is told, and the old state is there."""
    seen = hosted("room")
    assert (seen["first"], seen["madeRoom"]) == (None, True)
    assert seen["second"]["kind"] == "room"
    assert seen["second"]["needed"] > 5000 > seen["second"]["free"]
    assert seen["state"] == "two"


def test_tables_that_were_only_looked_at_make_room() -> None:
    """Invariant: the same one again, and a sample for the next table; what was touched stays, under another name."""
    seen = hosted("replaced")
    assert (seen["same"], seen["replaced"]) == (["b"], ["c"])
    assert seen["names"] == ["apples", "apples 2", "pears"]
    assert len(seen["files"]) == 6


@pytest.mark.slow
def test_a_project_file_is_whole_or_refused() -> None:
    """Invariant: with any byte changed it is refused or the same; each other file is told for what it is."""
    seen = hosted("file")
    assert seen["same"]
    assert seen["name"] == "äpfel"
    assert seen["names"] == ["project.json", "table/a_b.csv", "model.elm.zip"]
    assert "wrong" not in seen["kinds"]
    assert "broken" not in seen["kinds"]
    assert [one["kind"] for one in seen["cut"]] == ["foreign", "foreign", "damaged", "damaged", "damaged"]
    kinds = ["foreign", "foreign", "foreign", "newer", "foreign", "damaged"]
    assert [one["kind"] for one in seen["other"]] == kinds
    assert seen["bombed"]["kind"] == "damaged"


def test_zip_files_are_those_of_python(tmp_path: Path) -> None:
    """Oracle: zipfile, which reads what the page writes and writes what the page reads."""
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(hosted("write")))) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == {"ä.txt": b"hello " * 100, "b": b"b"}
    path = tmp_path / "python.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("ö.csv", "a,b\n" * 50)
        file.writestr("stored", "x", zipfile.ZIP_STORED)
    assert hosted("foreignZip", str(path)) == {"ö.csv": "a,b\n" * 50, "stored": "x"}
