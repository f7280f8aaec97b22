"""Messages between the two Pythons: what is sent arrives, errors are data, a lost worker loses nothing."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
import pytest
from memory_port import Workers, channel, same

from elmweb.exceptions import Cancelled, ModelGone, OutOfMemory, ParseError, WorkbenchCrashed, WorkbenchError
from elmweb.workbench import local, remote
from elmweb.workbench.codec import decode, encode
from elmweb.workbench.local import LocalWorkbench
from elmweb.workbench.protocol import Workbench
from elmweb.workbench.remote import RemoteWorkbench, WorkbenchServer

IRIS = {"sample": "iris"}
QUICK = {"n_hidden": 16, "n_seeds": 1}


def ignore(_message: dict) -> None:
    """Take a progress message and do nothing."""


def in_loop(test: Callable[[], Awaitable[None]]) -> None:
    """Run a test that waits, for a minute at the most: one that hangs fails."""
    asyncio.run(asyncio.wait_for(test(), 60))


class ScriptedWorkbench:
    """A workbench that writes down what it is asked and does what the test tells it."""

    def __init__(self) -> None:
        self.asked: list[tuple] = []
        self.train_is: Any = "trained"
        self.stop, self.closed = asyncio.Event(), asyncio.Event()

    async def open_table(self, source: dict, options: dict | None, progress: Callable) -> dict:
        """Say how far it is twice, then answer."""
        self.asked.append(("open_table", source, options))
        for done in (1, 2):
            progress({"what": "read", "done": done})
            await asyncio.sleep(0)
        if source.get("text") == "":
            raise ParseError("The file is empty.", rule="one row", value="0 bytes", hints=("Choose another.",))
        return {"name": source["name"]}

    async def train(self, choices: dict, settings: dict, progress: Callable, learn_later: bool = False) -> dict:
        """Raise, wait for Cancel, never answer, or answer."""
        self.asked.append(("train", choices, settings))
        if isinstance(self.train_is, BaseException):
            raise self.train_is
        if self.train_is == "long":
            await self.stop.wait()
            raise Cancelled("Stopped.")
        if self.train_is == "deaf":
            await asyncio.Event().wait()
        return {"n": np.arange(3.0)}

    async def export(self, what: str) -> dict:
        """Return a model."""
        self.asked.append(("export", what))
        return {"filename": "m.zip", "mime": "application/zip", "data": b"model"}

    async def load_model(self, source: dict, progress: Callable) -> dict:
        """Take a model."""
        self.asked.append(("load_model", source))
        return {"loaded": True}

    async def open_model(self, name: str, provider: str | None, progress: Callable) -> dict:
        """Say how far it is, then wait until it is closed."""
        self.asked.append(("open_model", name, provider))
        progress({"what": "download", "done": 1})
        await self.closed.wait()
        raise Cancelled("Stopped.")

    async def close_model(self, name: str) -> None:
        """Stop opening."""
        self.closed.set()

    async def run_model(self, name: str, inputs: dict) -> dict:
        """Answer with what came in."""
        return {"answer": inputs}

    async def study(self, name: str, asked: dict, choices: dict, progress: Callable) -> dict:
        """Answer with what came in."""
        return {"asked": asked}

    async def predict_row(self, row: dict) -> dict:
        """Answer after as many turns as the row says."""
        self.asked.append(("start", row["turns"]))
        for _ in range(row["turns"]):
            await asyncio.sleep(0)
        self.asked.append(("end", row["turns"]))
        return {"label": row["turns"]}

    def cancel(self) -> None:
        """Stop a long training."""
        self.stop.set()


TABLE = {"text": "a,b", "name": "t.csv"}


# -- the answering end ------------------------------------------------------------------------


def test_progress_comes_before_the_answer_and_in_order() -> None:
    """Oracle: the messages the workbench sent."""

    async def test() -> None:
        workers, seen = Workers(ScriptedWorkbench), []
        assert await workers.remote.open_table(TABLE, None, seen.append) == {"name": "t.csv"}
        assert [message["done"] for message in seen] == [1, 2]

    in_loop(test)


def test_an_error_crosses_with_all_its_words() -> None:
    """Oracle: the error that was raised on the other side."""

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        with pytest.raises(ParseError) as caught:
            await workers.remote.open_table({"text": "", "name": "t.csv"}, None, ignore)
        error = caught.value
        assert (error.what, error.rule, error.value) == ("The file is empty.", "one row", "0 bytes")
        assert error.hints == ("Choose another.",)

    in_loop(test)


@pytest.mark.parametrize(
    ("raised", "kind", "words"),
    [(MemoryError(), OutOfMemory, "train"), (KeyError("gone"), WorkbenchCrashed, "KeyError: 'gone'")],
)
def test_whatever_is_raised_becomes_words(raised: BaseException, kind: type, words: str) -> None:
    """Invariant: no exception of a verb is swallowed, and the next verb is answered."""

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        workers.workbenches[0].train_is = raised
        with pytest.raises(kind, match=words):
            await workers.remote.train({}, {}, ignore)
        workers.workbenches[0].train_is = "trained"
        assert np.array_equal((await workers.remote.train({}, {}, ignore))["n"], np.arange(3.0))

    in_loop(test)


def test_one_verb_at_a_time_and_each_gets_its_own_answer() -> None:
    """Invariant: a slow question asked first ends before the next begins, and answers are not mixed up."""

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        answers = await asyncio.gather(*(workers.remote.predict_row({"turns": turns}) for turns in (3, 0, 1)))
        assert [answer["label"] for answer in answers] == [3, 0, 1]
        assert workers.workbenches[0].asked == [(what, turns) for turns in (3, 0, 1) for what in ("start", "end")]

    in_loop(test)


def test_a_source_of_the_page_is_located() -> None:
    """Oracle: the path that ``locate`` gave; arguments that are no sources are left alone."""

    async def locate(source: dict) -> dict:
        return {"path": f"/files/{source['file']}", "name": source["name"]}

    async def test() -> None:
        workers = Workers(ScriptedWorkbench, locate)
        await workers.remote.open_table({"file": 4, "name": "x.csv"}, {"delimiter": ";"}, ignore)
        await workers.remote.train({"targets": ["y"]}, {}, ignore)
        opened, trained, _export = workers.workbenches[0].asked
        assert opened == ("open_table", {"path": "/files/4", "name": "x.csv"}, {"delimiter": ";"})
        assert trained == ("train", {"targets": ["y"]}, {})

    in_loop(test)


def test_a_file_for_a_study_is_located() -> None:
    """Oracle: the path that ``locate`` gave, for the one argument that is a file of the page."""

    async def locate(source: dict) -> dict:
        return {"path": f"/files/{source['file']}", "name": source["name"]}

    async def test() -> None:
        workers = Workers(ScriptedWorkbench, locate)
        asked = {"part": "own", "source": {"file": 4, "name": "x.npz"}, "more": {"n": 1}}
        answer = await workers.remote.study("jobs", asked, {}, ignore)
        assert answer["asked"] == {**asked, "source": {"path": "/files/4", "name": "x.npz"}}

    in_loop(test)


def test_messages_name_verb_and_number() -> None:
    """Oracle: the wire format written at the top of remote.py."""

    async def test() -> None:
        ours, theirs = channel()
        server, answer = WorkbenchServer(ScriptedWorkbench(), theirs), asyncio.get_running_loop().create_future()
        ours.listen(lambda text, buffers: answer.set_result((json.loads(text), len(buffers))))
        ours.post(*encode({"id": 7, "verb": "train", "args": [{}, {}]}))
        assert await answer == ({"id": 7, "answer": {"n": {"$array": 0, "dtype": "<f8", "shape": [3]}}}, 1)
        assert server is not None  # it must live as long as its port

    in_loop(test)


def test_verbs_that_only_read_a_table_do_not_wait_for_the_other_files() -> None:
    """Oracle: the set of those verbs. What a person asks for keeps its order, and the estimate holds up nobody."""

    async def test() -> None:
        ours, theirs = channel()
        files, answered = asyncio.get_running_loop().create_future(), []
        server = WorkbenchServer(ScriptedWorkbench(), theirs, complete=lambda: files)
        ours.listen(lambda text, _buffers: answered.append(json.loads(text)["id"]))
        ours.post(*encode({"id": 1, "verb": "open_table", "args": [{"sample": "iris"}, None]}))
        ours.post(*encode({"id": 2, "verb": "estimate", "args": [{}, {}]}))
        ours.post(*encode({"id": 3, "verb": "summarize", "args": [{}]}))
        ours.post(*encode({"id": 4, "verb": "train", "args": [{}, {}]}))
        ours.post(*encode({"id": 5, "verb": "summarize", "args": [{}]}))
        await asyncio.sleep(0.05)
        assert set(answered) == {1, 3}
        files.set_result(None)
        await asyncio.sleep(0.05)
        assert [number for number in dict.fromkeys(answered) if number != 2] == [1, 3, 4, 5]
        assert 2 in answered
        assert server is not None

    in_loop(test)


# -- the asking end ---------------------------------------------------------------------------


def test_it_offers_the_verbs_of_the_protocol() -> None:
    """Oracle: the protocol's own signatures."""
    for name, verb in inspect.getmembers(Workbench, inspect.isfunction):
        if not name.startswith("_"):
            mine = getattr(RemoteWorkbench, name)
            assert list(inspect.signature(mine).parameters) == list(inspect.signature(verb).parameters)
            assert inspect.iscoroutinefunction(mine) == inspect.iscoroutinefunction(verb)


def test_cancel_reaches_a_verb_that_listens() -> None:
    """Invariant: it ends as cancelled, and its worker goes on living."""

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        workers.workbenches[0].train_is = "long"
        training = asyncio.ensure_future(workers.remote.train({}, {}, ignore))
        await asyncio.sleep(0.01)
        workers.remote.cancel()
        with pytest.raises(Cancelled):
            await training
        assert workers.workbenches[0].stop.is_set()
        assert len(workers.workbenches) == 1

    in_loop(test)


def test_cancel_reaches_a_training_that_waits_behind_another_verb() -> None:
    """Invariant: it ends at once and never begins, while the verb before it, which Cancel is not for, goes on."""

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        before = asyncio.ensure_future(workers.remote.predict_row({"turns": 50}))
        training = asyncio.ensure_future(workers.remote.train({}, {}, ignore))
        for _ in range(10):
            await asyncio.sleep(0)
        assert workers.workbenches[0].asked == [("start", 50)]
        workers.remote.cancel()
        with pytest.raises(Cancelled):
            await training
        assert not before.done()
        assert await before == {"label": 50}
        assert [what for what, *_ in workers.workbenches[0].asked] == ["start", "end"]
        assert await workers.remote.predict_row({"turns": 0}) == {"label": 0}

    in_loop(test)


def test_cancel_while_a_source_is_located_is_not_lost() -> None:
    """Invariant: a table whose file is still being found is not opened after Cancel."""
    found = asyncio.Event()

    async def locate(source: dict) -> dict:
        await found.wait()
        return source

    async def test() -> None:
        workers = Workers(ScriptedWorkbench, locate)
        opening = asyncio.ensure_future(workers.remote.open_table(TABLE, None, ignore))
        await asyncio.sleep(0.01)
        workers.remote.cancel()
        with pytest.raises(Cancelled):
            await opening
        found.set()
        await workers.remote.predict_row({"turns": 0})
        assert [what for what, *_ in workers.workbenches[0].asked] == ["start", "end"]

    in_loop(test)


def test_a_verb_asked_after_cancel_is_not_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: what waited behind a deaf training that was cancelled is answered by the next worker."""
    monkeypatch.setattr(remote, "HEARING_SECONDS", 0.02)

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        await workers.remote.open_table(TABLE, None, ignore)
        workers.workbenches[0].train_is = "deaf"
        training = asyncio.ensure_future(workers.remote.train({}, {}, ignore))
        await asyncio.sleep(0.01)
        workers.block()
        workers.remote.cancel()
        again = asyncio.ensure_future(workers.remote.train({"targets": ["a"]}, {}, ignore))
        with pytest.raises(Cancelled):
            await training
        assert np.array_equal((await again)["n"], np.arange(3.0))
        assert workers.workbenches[1].asked[:2] == [("open_table", TABLE, None), ("train", {"targets": ["a"]}, {})]

    in_loop(test)


def test_a_second_cancel_is_for_what_was_asked_since() -> None:
    """Invariant: while one training is still stopping, another that waits behind it can be cancelled too."""

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        workers.workbenches[0].train_is = "deaf"
        one = asyncio.ensure_future(workers.remote.train({}, {}, ignore))
        await asyncio.sleep(0.01)
        workers.remote.cancel()
        two = asyncio.ensure_future(workers.remote.train({}, {}, ignore))
        await asyncio.sleep(0.01)
        workers.remote.cancel()
        with pytest.raises(Cancelled):
            await two
        assert not one.done()
        one.cancel()

    in_loop(test)


def test_deep_models_wait_for_nobody() -> None:
    """Invariant: while a training runs and a model is downloaded, another answers; closing ends the download alone."""

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        workers.workbenches[0].train_is = "long"
        said: list[dict] = []
        training = asyncio.ensure_future(workers.remote.train({}, {}, ignore))
        opening = asyncio.ensure_future(workers.remote.open_model("a", "webgpu", said.append))
        image = np.arange(6, dtype=np.float32).reshape(2, 3)
        found = await workers.remote.run_model("b", {"feeds": {"image": image}})
        np.testing.assert_array_equal(found["answer"]["feeds"]["image"], image)
        assert await workers.remote.close_model("a") is None
        with pytest.raises(Cancelled):
            await opening
        assert said == [{"what": "download", "done": 1}]
        assert not training.done()
        workers.remote.cancel()
        with pytest.raises(Cancelled):
            await training
        assert len(workers.workbenches) == 1

    in_loop(test)


def test_cancel_is_not_for_deep_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: with only a model being opened Cancel does nothing, and ends no worker later."""
    monkeypatch.setattr(remote, "HEARING_SECONDS", 0.01)

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        opening = asyncio.ensure_future(workers.remote.open_model("a", None, ignore))
        await asyncio.sleep(0.01)
        workers.remote.cancel()
        await asyncio.sleep(0.05)
        assert not opening.done()
        assert len(workers.workbenches) == 1
        opening.cancel()

    in_loop(test)


def test_a_deaf_training_that_is_ended_tells_models_to_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: who cancelled a training did not cancel a model: its error says that the worker is a new one."""
    monkeypatch.setattr(remote, "HEARING_SECONDS", 0.02)

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        workers.workbenches[0].train_is = "deaf"
        training = asyncio.ensure_future(workers.remote.train({}, {}, ignore))
        opening = asyncio.ensure_future(workers.remote.open_model("a", None, ignore))
        await asyncio.sleep(0)
        workers.block()
        workers.remote.cancel()
        with pytest.raises(Cancelled):
            await training
        with pytest.raises(ModelGone):
            await opening

    in_loop(test)


def test_cancel_with_nothing_running_does_nothing() -> None:
    """Invariant: no message is sent and no worker ended."""

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        workers.remote.cancel()
        await asyncio.sleep(0.01)
        assert not workers.workbenches[0].stop.is_set()
        assert len(workers.workbenches) == 1

    in_loop(test)


def test_cancel_ends_a_worker_that_is_deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: Cancel is certain, and the new worker is told which table was open and which model was trained."""
    monkeypatch.setattr(remote, "HEARING_SECONDS", 0.02)

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        await workers.remote.open_table(TABLE, {"decimal": ","}, ignore)
        await workers.remote.train({}, {}, ignore)
        workers.workbenches[0].train_is = "deaf"
        training = asyncio.ensure_future(workers.remote.train({}, {}, ignore))
        await asyncio.sleep(0)
        workers.block()
        workers.remote.cancel()
        with pytest.raises(Cancelled):
            await training
        assert await workers.remote.predict_row({"turns": 0}) == {"label": 0}
        first, new = workers.workbenches
        assert ("start", 0) not in first.asked
        assert new.asked[:2] == [
            ("open_table", TABLE, {"decimal": ","}),
            ("load_model", {"bytes": b"model", "name": "m.zip", "choices": {}}),
        ]

    in_loop(test)


def test_cancel_ends_a_verb_that_hears_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: hearing buys more time, but not for ever."""
    monkeypatch.setattr(remote, "HEARING_SECONDS", 0.02)
    monkeypatch.setattr(remote, "STOPPING_SECONDS", 0.1)

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        workers.workbenches[0].train_is = "deaf"
        training = asyncio.ensure_future(workers.remote.train({}, {}, ignore))
        await asyncio.sleep(0.01)
        workers.remote.cancel()
        await asyncio.sleep(0.05)
        assert workers.workbenches[0].stop.is_set()
        assert len(workers.workbenches) == 1
        with pytest.raises(Cancelled):
            await training
        assert len(workers.workbenches) == 2

    in_loop(test)


def test_a_crash_after_cancel_leaves_the_next_worker_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: the patience with one worker does not end another."""
    monkeypatch.setattr(remote, "HEARING_SECONDS", 0.02)

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        workers.workbenches[0].train_is = "deaf"
        training = asyncio.ensure_future(workers.remote.train({}, {}, ignore))
        await asyncio.sleep(0)
        workers.block()
        workers.remote.cancel()
        workers.replace("memory access out of bounds")
        with pytest.raises(Cancelled):
            await training
        await asyncio.sleep(0.05)
        assert len(workers.workbenches) == 2

    in_loop(test)


def test_what_a_worker_never_came_to_is_asked_of_the_next_one() -> None:
    """A worker that failed to start did nothing: its requests, those for deep models too, are answered by the next."""

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        workers.block()  # its program has not begun, so it takes no message
        row = asyncio.ensure_future(workers.remote.predict_row({"turns": 2}))
        model = asyncio.ensure_future(workers.remote.run_model("m", {"x": 1}))
        await asyncio.sleep(0)
        workers.replace("it could not start", had_begun=False)
        assert (await row)["label"] == 2
        assert (await model) == {"answer": {"x": 1}}
        assert workers.workbenches[0].asked == []

    in_loop(test)


def test_a_crash_is_told_and_nothing_is_lost() -> None:
    """Invariant: everything asked ends with the reason, and the next worker has the table."""

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        await workers.remote.open_table(TABLE, None, ignore)
        workers.workbenches[0].train_is = "deaf"
        asked = [asyncio.ensure_future(workers.remote.train({}, {}, ignore)) for _ in range(2)]
        await asyncio.sleep(0)
        workers.replace("memory access out of bounds")
        for question in asked:
            with pytest.raises(WorkbenchCrashed, match="memory access out of bounds"):
                await question
        assert np.array_equal((await workers.remote.train({}, {}, ignore))["n"], np.arange(3.0))
        assert workers.workbenches[1].asked[0] == ("open_table", TABLE, None)

    in_loop(test)


def test_a_table_that_kills_the_worker_is_not_told_again() -> None:
    """Invariant: a worker that dies of what it was told is followed by one that is told nothing."""

    class Fragile(ScriptedWorkbench):
        async def open_table(self, source: dict, options: dict | None, progress: Callable) -> dict:
            if len(workers.workbenches) == 2:
                workers.replace("out of memory")
                await asyncio.Event().wait()
            return await super().open_table(source, options, progress)

    async def test() -> None:
        nonlocal workers
        workers = Workers(Fragile)
        await workers.remote.open_table(TABLE, None, ignore)
        workers.replace("out of memory")
        for _ in range(20):
            await asyncio.sleep(0)
        assert len(workers.workbenches) == 3
        assert await workers.remote.predict_row({"turns": 1}) == {"label": 1}
        assert workers.workbenches[2].asked == [("start", 1), ("end", 1)]

    workers: Any = None
    in_loop(test)


def test_a_failed_open_leaves_the_older_table_to_be_told() -> None:
    """Invariant: what a new worker is told is what last worked."""

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        await workers.remote.open_table(TABLE, None, ignore)
        with pytest.raises(ParseError):
            await workers.remote.open_table({"text": "", "name": "empty.csv"}, None, ignore)
        workers.replace()
        await asyncio.sleep(0)
        await workers.remote.predict_row({"turns": 0})
        assert workers.workbenches[1].asked[0] == ("open_table", TABLE, None)

    in_loop(test)


# -- with the real workbench ------------------------------------------------------------------


@pytest.mark.slow
def test_the_real_workbench_answers_the_same_over_a_channel() -> None:
    """Oracle: the same verbs asked of a LocalWorkbench directly."""

    async def test() -> None:
        workers, local = Workers(LocalWorkbench), LocalWorkbench()
        asked = []
        for workbench in (workers.remote, local):
            seen: list[dict] = []
            info = await workbench.open_table(IRIS, None, seen.append)
            summary = await workbench.summarize({}, seen.append)
            result = await workbench.train({}, QUICK, seen.append)
            row = await workbench.predict_row({"petal length cm": 5.1})
            asked.append((info["columns"], info["preview"], summary, result["headline"], result["confusion"], row))
            assert {"read", "train", "judge"} <= {message["what"] for message in seen}
        assert same(decode(*encode(asked[0])), decode(*encode(asked[1])))

    in_loop(test)


@pytest.mark.slow
def test_the_real_workbench_survives_its_worker() -> None:
    """Oracle: what was predicted and examined before the worker was lost."""

    async def asked_of(workbench: Workbench, row: dict) -> tuple:
        looked = await workbench.summarize({}, ignore)
        return await workbench.predict_row(row), looked, await workbench.export("test_predictions")

    async def test() -> None:
        workers = Workers(LocalWorkbench)
        workbench = workers.remote
        with pytest.raises(WorkbenchError, match="No table is open"):
            await workbench.summarize({}, ignore)
        await workbench.open_table(IRIS, None, ignore)
        await workbench.train({}, QUICK, ignore)
        row = {"petal length cm": 5.1, "petal width cm": 1.7}
        before = (
            await workbench.predict_row(row),
            await workbench.summarize({}, ignore),
            await workbench.export("test_predictions"),
        )
        workers.replace("killed")
        await asyncio.sleep(0)
        after = (
            await workbench.predict_row(row),
            await workbench.summarize({}, ignore),
            await workbench.export("test_predictions"),
        )
        assert after == before
        assert len(workers.workbenches) == 2

    in_loop(test)


def test_cancel_while_a_new_worker_is_told_the_table_stops_only_who_waits() -> None:
    """Invariant: what was asked meanwhile is stopped, and the table still reaches the new worker."""

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        await workers.remote.open_table(TABLE, None, ignore)
        workers.replace("gone")
        await asyncio.sleep(0)
        training = asyncio.ensure_future(workers.remote.train({}, {}, ignore))
        await asyncio.sleep(0)
        workers.remote.cancel()
        with pytest.raises(Cancelled):
            await training
        assert await workers.remote.predict_row({"turns": 0}) == {"label": 0}
        assert [what for what, *_ in workers.workbenches[1].asked] == ["open_table", "start", "end"], (
            "one row, no training"
        )

    in_loop(test)


def test_a_model_that_was_taken_back_belongs_to_its_own_table_and_choices() -> None:
    """Oracle: what a new worker is told after ``take_back``: the first model, with the choices it was trained on."""

    class Twice(ScriptedWorkbench):
        async def take_back(self) -> dict:
            return {"back": True}

    async def test() -> None:
        workers = Workers(Twice)
        await workers.remote.open_table(TABLE, None, ignore)
        await workers.remote.train({"targets": ["first"]}, {}, ignore)
        await workers.remote.train({"targets": ["second"]}, {}, ignore)
        assert await workers.remote.take_back() == {"back": True}
        workers.replace("gone")
        await asyncio.sleep(0)
        await workers.remote.predict_row({"turns": 0})
        told = {what: given for what, *given in workers.workbenches[1].asked}
        assert told["load_model"][0]["choices"] == {"targets": ["first"]}

    in_loop(test)


@pytest.mark.slow
def test_a_worker_lost_while_it_learns_from_all_rows_leaves_the_judged_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: what the judged model predicted before; never the model of the training before it."""
    monkeypatch.setattr(local, "_TICK_SECONDS", -1.0)

    async def test() -> None:
        workers = Workers(LocalWorkbench)
        workbench, row = workers.remote, {"petal length cm": 4.9, "petal width cm": 1.6}
        await workbench.open_table(IRIS, None, ignore)
        await workbench.train({}, {"n_hidden": 3, "n_seeds": 1}, ignore)
        result = await workbench.train({}, QUICK, ignore, learn_later=True)
        said = await workbench.predict_row(row)
        lost: list[dict] = []

        def lose(step: dict) -> None:
            if not lost:
                workers.replace("killed")
            lost.append(step)

        with pytest.raises(WorkbenchCrashed):
            await workbench.learn_from_all(lose)
        assert lost[0]["what"] == "keep"
        assert result["n_to_learn"] == 149
        assert await workbench.predict_row(row) == said

    in_loop(test)


def test_a_result_does_not_wait_for_its_model_to_be_fetched() -> None:
    """Invariant: what is asked next still comes after it, and a model that is gone with its worker is not replaced."""

    async def test() -> None:
        workers = Workers(ScriptedWorkbench)
        workbench = workers.remote
        await workbench.open_table(TABLE, None, ignore)
        await workbench.train({}, {}, ignore, learn_later=True)
        assert workbench.model_data is None
        await workbench.predict_row({"turns": 1})
        assert bytes(workbench.model_data) == b"model"
        assert [what for what, *_ in workers.workbenches[0].asked][:4] == ["open_table", "train", "export", "start"]
        await workbench.train({}, {}, ignore, learn_later=True)
        workers.replace("killed")  # before the model is fetched: the one before it must not take its place
        await asyncio.sleep(0.05)
        assert [what for what, *_ in workers.workbenches[1].asked] == ["open_table"]
        assert workbench.model_data is None

    in_loop(test)


@pytest.mark.slow
def test_taking_back_over_the_bridge_gives_the_model_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: what the first model predicted, asked of the real workbench before and after a worker is lost."""
    monkeypatch.setattr(local, "_TICK_SECONDS", -1.0)  # the event loop runs after every step, however quick it is

    async def test() -> None:
        workers = Workers(LocalWorkbench)
        workbench, row = workers.remote, {"petal length cm": 4.9, "petal width cm": 1.6}
        await workbench.open_table(IRIS, None, ignore)
        await workbench.train({}, QUICK, ignore)
        first = await workbench.predict_row(row)
        stopped = asyncio.ensure_future(
            workbench.train(
                {}, {"n_hidden": 3, "n_seeds": 5}, lambda step: workbench.cancel() if step["step"] else None
            )
        )
        with pytest.raises(Cancelled):
            await stopped
        assert await workbench.predict_row(row) == first
        result = await workbench.keep_best(ignore)
        assert result["stopped_at"] is not None
        assert await workbench.predict_row(row) != first
        await workbench.take_back()
        assert await workbench.predict_row(row) == first
        held_out = await workbench.export("test_predictions")
        workers.replace("killed")
        await asyncio.sleep(0)
        assert await workbench.predict_row(row) == first
        assert await workbench.export("test_predictions") == held_out

    in_loop(test)
