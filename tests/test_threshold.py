"""A line between two answers that was drawn on the page holds wherever the model answers."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
from dataclasses import replace
from typing import Any

import numpy as np
import onnxruntime
import pandas as pd
import pytest
from bench_data import SAMPLES
from fake_workbench import FakeWorkbench, result
from test_pages import OPEN, run, shown_text
from test_predictor import HOST

from buildsteps.vendor import node_program
from elmweb.app.main import build
from elmweb.exceptions import ExportError, SettingsError
from elmweb.export import check_onnx, load_model
from elmweb.export._model_check import check_model
from elmweb.export.html import _script
from elmweb.export.onnx_read import read_onnx
from elmweb.export.onnx_run import column_feeds
from elmweb.export.plain_model import plain_model
from elmweb.workbench.local import LocalWorkbench

LINE = 0.15
QUICK = {"n_hidden": 32, "n_seeds": 1}


def ignore(_message: dict) -> None:
    """Take a progress message."""


def ask(coroutine: Any) -> Any:
    """Wait for a verb."""
    return asyncio.run(coroutine)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """Return a sample with two answers, of which only two columns are known, so that the line matters."""
    return pd.read_csv(SAMPLES / "breast-cancer.csv")[["mean smoothness", "mean texture", "diagnosis"]]


@pytest.fixture(scope="module")
def source(frame: pd.DataFrame) -> dict:
    """Return the table as it is opened."""
    return {"text": frame.to_csv(index=False), "name": "cells.csv"}


@pytest.fixture(scope="module")
def workbench(source: dict) -> LocalWorkbench:
    """Return a workbench with a model whose line was drawn, and a file predicted before that."""
    bench = LocalWorkbench()

    async def prepare() -> None:
        await bench.open_table(source, None, ignore)
        await bench.train({}, QUICK, ignore)
        await bench.predict_table(source, ignore)
        found = await bench.set_threshold(LINE, ignore)
        assert found["threshold"] == LINE
        assert found["file"] is not None

    ask(prepare())
    return bench


def said_in(csv: Any) -> list[str]:
    """Return what a file of predictions says."""
    table = pd.read_csv(io.BytesIO(bytes(csv)))
    return table[next(name for name in table if name.startswith("predicted "))].tolist()


@pytest.mark.slow
def test_every_way_gives_the_same_answer(workbench: LocalWorkbench, frame, source, tmp_path, monkeypatch) -> None:
    """Oracle: the probabilities and the line. Form, file, saved model, ONNX, HTML page, script and a reload agree."""
    model = workbench._model().model
    no, yes = model.classes
    proba = model.predict_proba(frame)[:, 1]
    expected = np.where(proba >= LINE, yes, no).tolist()
    assert expected != np.where(proba >= 0.5, yes, no).tolist()
    assert not np.isclose(proba, LINE, atol=1e-6).any()

    assert model.predict(frame).tolist() == expected
    assert said_in(ask(workbench.export("predictions"))["data"]) == expected
    for at in range(0, len(frame), 29):
        row = {name: cell for name, cell in frame.iloc[at].items() if name not in model.targets}
        said = ask(workbench.predict_row(row))
        assert (said["label"], said["threshold"]) == (expected[at], LINE)

    saved = bytes(ask(workbench.export("model"))["data"])
    loaded, _ = load_model(saved)
    assert loaded.predict(frame).tolist() == expected

    onnx = ask(workbench.export("onnx"))["data"]
    graph = read_onnx(onnx)
    assert graph.facts["elmweb.threshold"] == repr(LINE)
    assert graph.outputs[0].about == f"The predicted class: {yes} where its probability is {LINE} or more, else {no}."
    session = onnxruntime.InferenceSession(onnx, providers=["CPUExecutionProvider"])
    labels, chances = session.run(None, column_feeds(graph, model, frame))
    assert labels.tolist() == expected
    np.testing.assert_allclose(chances[:, 1], proba, atol=1e-6)
    assert check_onnx(onnx, model, frame) < 1e-5

    given = {"script": _script(), "stored": plain_model(model), "csv": source["text"]}
    done = subprocess.run(
        [str(node_program()), str(HOST)], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    assert [cells[frame.shape[1]] for cells in json.loads(done.stdout)["rows"]] == expected

    script = bytes(ask(workbench.script({}, QUICK, cluster=False))["data"]).decode()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cells.csv").write_text(source["text"], encoding="utf-8")
    exec(compile(script, "script", "exec"), {"__name__": "__main__"})  # noqa: S102  what a person would run
    again, report = load_model((tmp_path / "model.elm.zip").read_bytes())
    assert again.predict(frame).tolist() == expected
    assert report["model"]["threshold"] == LINE

    kept = bytes(ask(workbench.export("kept"))["data"])
    other = LocalWorkbench()

    async def reload() -> tuple[dict, dict]:
        await other.open_table(source, None, ignore)
        result = await other.load_model({"bytes": kept, "name": "cells.elm.zip", "choices": {}}, ignore)
        await other.predict_table(source, ignore)
        return result, await other.export("test_predictions")

    result, held_out = ask(reload())
    assert result["model"]["threshold"] == LINE
    assert said_in(ask(other.export("predictions"))["data"]) == expected
    assert said_in(held_out["data"]) == said_in(ask(workbench.export("test_predictions"))["data"])


def test_rows_are_sorted_by_risk(workbench: LocalWorkbench, frame) -> None:
    """Oracle: the model's own probabilities, sorted; every row is there once."""
    csv = ask(workbench.export("predictions_by_risk"))["data"]
    table = pd.read_csv(io.BytesIO(csv))
    model = workbench._model().model
    found = table[f"probability of {model.classes[1]}"].to_numpy()
    np.testing.assert_allclose(found, np.sort(model.predict_proba(frame)[:, 1])[::-1], atol=1e-9)
    listed = ask(workbench.explain("decide", {}, ignore))
    assert listed["threshold"] == LINE
    risks = [row["risk"] for row in listed["rows"]]
    assert risks == sorted(risks, reverse=True)
    assert len(risks) == 40


def test_reasons_and_passport_follow_the_line(workbench: LocalWorkbench, frame) -> None:
    """Invariant: a change that flips the answer flips what is said at the line; the passport names it."""
    model = workbench._model().model
    at = int(np.flatnonzero((model.predict_proba(frame)[:, 1] >= LINE) & (model.predict_proba(frame)[:, 1] < 0.5))[0])
    row = {name: cell for name, cell in frame.iloc[at].items() if name not in model.targets}
    found = ask(workbench.explain("change", {"row": row}, ignore))
    assert found["now"]["label"] == model.classes[1]
    assert {one["said"]["label"] for one in found["changes"]} <= {model.classes[0]}
    passport = json.loads(bytes(ask(workbench.export("passport"))["data"]))
    assert passport["model"]["threshold"] == LINE
    page = bytes(ask(workbench.export("passport_page"))["data"]).decode()
    assert f"{model.classes[1]} from a probability of 15 % up" in page


def test_the_line_can_be_taken_back_and_must_be_a_probability(workbench: LocalWorkbench) -> None:
    """Invariant: None is the more probable answer again; what is no probability, or no two answers, is refused."""
    for wrong in (1.5, -0.1, "high", float("nan")):
        with pytest.raises(SettingsError, match="cannot be drawn there"):
            ask(workbench.set_threshold(wrong, ignore))
    assert workbench._model().model.threshold == LINE
    trained = workbench._model()
    free = trained.with_threshold(None)
    assert free.model.threshold is None
    assert trained.with_threshold(LINE).model == trained.model
    with pytest.raises(ValueError, match="threshold"):
        check_model(replace(trained.model, threshold=2.0))
    with pytest.raises(ValueError, match="threshold"):
        check_model(replace(trained.model, task="multiclass"))


def test_three_answers_have_no_line() -> None:
    """Invariant: the task is named."""
    bench = LocalWorkbench()

    async def prepare() -> None:
        await bench.open_table({"sample": "iris"}, None, ignore)
        await bench.train({}, {"n_hidden": 8, "n_seeds": 1}, ignore)
        await bench.predict_table({"sample": "iris"}, ignore)

    ask(prepare())
    with pytest.raises(SettingsError, match="no line"):
        ask(bench.set_threshold(0.3, ignore))
    with pytest.raises(ExportError, match="sorted by risk"):
        ask(bench.export("predictions_by_risk"))


class Binary(FakeWorkbench):
    """Answers with two classes."""

    async def train(self, choices: dict, settings: dict, progress: Any, learn_later: bool = False) -> dict:
        """Return a result with two classes."""
        await self._step("train", settings)
        return {**result(), "task": "binary", "classes": ["no", "yes"]}

    async def predict_row(self, row: dict) -> dict:
        """Say yes although no is more probable, as a low line does."""
        await self._step("predict_row", row)
        line = [args for name, args in self.calls if name == "set_threshold"]
        chances = [["no", 0.7], ["yes", 0.3]]
        if line and line[-1]:
            return {"label": "yes", "probabilities": chances, "threshold": line[-1], "notes": []}
        return {"label": "no", "probabilities": chances, "notes": []}


@pytest.mark.slow
def test_the_page_draws_the_line() -> None:
    """Invariant: the button of another line than the one in use sends it; form and verdict say which one is in use."""
    workbench = Binary()
    app = run(build(workbench), OPEN, ("train", {}), ("explain", {"do": "decide"}))
    assert "The model now gives the more probable answer" in shown_text(app.roots["result"])
    run(app, ("threshold", {"line": 25}))
    text = shown_text(app.roots["result"])
    assert ("set_threshold", 0.25) in workbench.calls
    assert "yes is said from a probability of 25 % up, as you chose." in text
    assert '<b class="big">yes</b> <span class="small nw">30 % likely</span>' in text
    assert "yes is said from 25 % up." in text
    assert "Use 50 %" in text
    run(app, ("threshold", {"line": 50}))
    assert workbench.calls[-2:] == [("set_threshold", None), ("predict_row", app.session.outcome.row)]
    assert "as you chose" not in shown_text(app.roots["result"])
