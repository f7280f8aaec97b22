"""The verbs, end to end on real samples: open, look, train, predict, export, load."""

import asyncio
import inspect
import io
import json
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from bench_data import ALL, SAMPLES, mixed_frame

from elmweb.exceptions import (
    Cancelled,
    ColumnError,
    DataError,
    ElmwebError,
    ExportError,
    ModelFileError,
    SettingsError,
    WorkbenchError,
)
from elmweb.formatting import quantity
from elmweb.model_kinds import MODEL_KINDS
from elmweb.workbench.local import LocalWorkbench
from elmweb.workbench.protocol import Prediction, Result, Summary, TableInfo, TablePrediction, Workbench

QUICK = {"n_hidden": 32, "n_seeds": 2}
TASKS = {
    "binary": {"targets": ["big"], "roles": {"note": "text", "hilly": "ignore"}},
    "multiclass": {"targets": ["orchard"], "roles": {"hilly": "ignore", "price": "ignore"}},
    "regression": {"targets": ["price"], "roles": {"note": "text"}},
    "multilabel": {"targets": ["big", "hilly"], "roles": {"note": "text"}},
}


def ignore(_message: dict) -> None:
    """Take a progress message and do nothing."""


def run(verb):
    """Wait for a verb."""
    return asyncio.run(verb)


def mixed_source() -> dict:
    """Return the mixed table as pasted text."""
    return {"text": mixed_frame().to_csv(index=False), "name": "apples.csv"}


def stops_training(workbench: LocalWorkbench):
    """Return what cancels a training at its second setting; reading and preparing, which count too, it lets pass."""

    def stop(message: dict) -> None:
        if message["what"] == "train" and message["step"] >= 2:
            workbench.cancel()

    return stop


def opened(source: dict) -> LocalWorkbench:
    """Return a workbench with a table open."""
    workbench = LocalWorkbench()
    run(workbench.open_table(source, None, ignore))
    return workbench


def plain(value: object) -> bool:
    """Say whether a value is made of what may cross between workers."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and plain(item) for key, item in value.items())
    if isinstance(value, list):
        return all(plain(item) for item in value)
    return value is None or type(value) in (str, int, float, bool, bytes, np.ndarray)


def test_it_follows_the_protocol():
    """Every verb of the protocol is there with the same arguments and the same kind."""
    workbench = LocalWorkbench()
    assert isinstance(workbench, Workbench)
    for name, verb in inspect.getmembers(Workbench, inspect.isfunction):
        if not name.startswith("_"):
            own = getattr(LocalWorkbench, name)
            assert list(inspect.signature(own).parameters) == list(inspect.signature(verb).parameters)
            assert inspect.iscoroutinefunction(own) == inspect.iscoroutinefunction(verb)


@pytest.mark.parametrize("module", ["elmweb.workbench.protocol", "elmweb.workbench.local"])
def test_importing_it_is_light(module):
    """The protocol and the workbench import no pandas, SciPy or scikit-learn until a verb is called."""
    code = f"import sys, {module}; print([m for m in ('pandas', 'scipy', 'sklearn', 'numpy') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


@pytest.mark.slow
def test_opening_and_looking_needs_no_scikit_learn():
    """A table is open and shown before scikit-learn is imported."""
    code = (
        "import sys, asyncio; from elmweb.workbench.local import LocalWorkbench; b = LocalWorkbench();"
        "asyncio.run(b.open_table({'sample': 'iris'}, None, lambda m: None));"
        "print('sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_samples_from_file_to_saved_model(name):
    """Open, look, train, predict, save and load work on every sample, and the loaded model says the same."""
    workbench, messages = LocalWorkbench(), []
    info = run(workbench.open_table({"sample": name}, None, messages.append))
    summary = run(workbench.summarize({}, messages.append))
    result = run(workbench.train({}, QUICK, messages.append))
    assert set(info) == set(TableInfo.__annotations__)
    assert set(summary) == set(Summary.__annotations__)
    assert set(result) == set(Result.__annotations__)
    assert all(plain(answer) for answer in (info, summary, result, *messages))
    assert summary["problem"] is None
    assert summary["n_train"] + summary["n_test"] == summary["n_rows_used"]
    assert {message["what"] for message in messages} >= {"read", "summarize", "train", "judge"}
    row = {field["name"]: field["value"] for field in result["form"]}
    prediction = run(workbench.predict_row(row))
    assert prediction["notes"] == []
    saved = run(workbench.export("model"))
    other = LocalWorkbench()
    again = run(other.load_model({"bytes": saved["data"], "name": saved["filename"]}, ignore))
    assert again["headline"] == result["headline"]
    assert run(other.predict_row(row)) == prediction
    both = [run(one.predict_table({"sample": name}, ignore)) for one in (workbench, other)]
    assert {**both[0], "drift": None} == both[1], "the rows that it learned from are not in the file"
    assert both[0]["drift"]["sentence"] == ""
    assert run(workbench.export("predictions"))["data"] == run(other.export("predictions"))["data"]


@pytest.mark.slow
@pytest.mark.parametrize("task", TASKS)
def test_every_task_on_a_table_with_every_role(task):
    """All four tasks run on numbers, categories, dates and texts with gaps, and answers have the task's shape."""
    workbench = opened(mixed_source())
    summary = run(workbench.summarize(TASKS[task], ignore))
    assert summary["task"] == task
    assert [one["possible"] for one in summary["tasks"] if one["id"] == task] == [True]
    result = run(workbench.train(TASKS[task], QUICK, ignore))
    shape = {"regression": {"value", "low", "high"}, "multilabel": {"labels"}}.get(task, {"label", "probabilities"})
    row = {field["name"]: field["value"] for field in result["form"]}
    prediction = run(workbench.predict_row(row))
    assert set(prediction) == shape | {"notes"} <= set(Prediction.__annotations__)
    assert plain(prediction)
    if task == "regression":
        assert prediction["low"] < prediction["value"] < prediction["high"]
    elif task != "multilabel":
        shares = [share for _, share in prediction["probabilities"]]
        assert sum(shares) == pytest.approx(1)
        assert prediction["label"] == prediction["probabilities"][0][0]
    answer = run(workbench.predict_table(mixed_source(), ignore))
    assert set(answer) == set(TablePrediction.__annotations__)
    assert answer["score"] is not None
    assert answer["missing"] == []


def test_predictions_of_a_file_match_predictions_of_its_rows():
    """The CSV of a predicted file says for each row what predict_row says of it."""
    workbench = opened({"sample": "iris"})
    result = run(workbench.train({}, QUICK, ignore))
    frame = pd.read_csv(SAMPLES / "iris.csv").drop(columns=result["targets"]).iloc[::25]
    run(workbench.predict_table({"text": frame.to_csv(index=False), "name": "new.csv"}, ignore))
    file = run(workbench.export("predictions"))
    assert file["filename"] == "new predicted.csv"
    predicted = pd.read_csv(io.BytesIO(file["data"]))
    for at, row in enumerate(frame.to_dict("records")):
        said = run(workbench.predict_row(row))
        assert predicted["predicted species"][at] == said["label"]
        for label, share in said["probabilities"]:
            assert predicted[f"probability of {label}"][at] == pytest.approx(share, rel=1e-9)


@pytest.mark.slow
def test_columns_are_matched_by_name():
    """Columns in another order change nothing; missing, extra and odd ones are named."""
    workbench = opened(mixed_source())
    run(workbench.train(TASKS["regression"], QUICK, ignore))
    frame = mixed_frame().drop(columns=["price"])
    run(workbench.predict_table({"text": frame.to_csv(index=False), "name": "a.csv"}, ignore))
    first = pd.read_csv(io.BytesIO(run(workbench.export("predictions"))["data"]))
    run(workbench.predict_table({"text": frame[frame.columns[::-1]].to_csv(index=False), "name": "b.csv"}, ignore))
    second = pd.read_csv(io.BytesIO(run(workbench.export("predictions"))["data"]))
    assert (first["predicted price"] == second["predicted price"]).all()
    odd = frame.drop(columns=["picked"]).assign(extra=1)
    odd.loc[0, "orchard"] = "sea"
    answer = run(workbench.predict_table({"text": odd.to_csv(index=False), "name": "c.csv"}, ignore))
    assert (answer["missing"], answer["extra"]) == (["picked"], ["extra"])
    notes = " ".join(answer["notes"])
    assert '"sea"' in notes
    assert '"picked"' in notes
    assert answer["score"] is None


@pytest.mark.slow
def test_columns_may_be_written_with_other_capitals():
    """Oracle: the predictions for the model's own names; the file keeps its names; two candidates are none."""
    workbench = opened(mixed_source())
    run(workbench.train(TASKS["regression"], QUICK, ignore))
    frame = mixed_frame().drop(columns=["price"])

    def predicted(table: pd.DataFrame) -> tuple[dict, pd.DataFrame]:
        answer = run(workbench.predict_table({"text": table.to_csv(index=False), "name": "a.csv"}, ignore))
        return answer, pd.read_csv(io.BytesIO(run(workbench.export("predictions"))["data"]))

    _, expected = predicted(frame)
    answer, found = predicted(frame.rename(columns={"orchard": "Orchard"}))
    assert "Orchard" in found.columns
    assert (found["predicted price"] == expected["predicted price"]).all()
    assert answer["notes"][0] == '"Orchard" is taken for "orchard".'
    assert answer["missing"] == []
    answer, _ = predicted(frame.rename(columns={"orchard": "Orchard"}).assign(ORCHARD="hill"))
    assert answer["missing"] == ["orchard"]


@pytest.mark.slow
def test_a_preview_shows_the_digits_that_count():
    """Oracle: the numbers in the file, rounded for the eye."""
    workbench = opened(mixed_source())
    run(workbench.train(TASKS["regression"], QUICK, ignore))
    answer = run(workbench.predict_table(mixed_source(), ignore))
    written = pd.read_csv(io.BytesIO(run(workbench.export("predictions"))["data"]))["predicted price"]
    column = answer["preview"]["columns"].index("predicted price")
    shown = [row[column] for row in answer["preview"]["rows"]]
    assert shown == [quantity(value) for value in written[: len(shown)]]


def test_file_without_any_known_column_is_refused():
    """A file that shares no column with the model raises an error that names both sides, and the model stays."""
    workbench = opened({"sample": "iris"})
    run(workbench.train({}, QUICK, ignore))
    with pytest.raises(ColumnError, match=r"No column of .*known to the model"):
        run(workbench.predict_table({"text": "a,b\n1,2\n3,4\n", "name": "x.csv"}, ignore))
    assert run(workbench.predict_row({}))["label"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("row", "note"),
    [
        ({"orchard": "sea"}, '"sea"'),
        ({"size": "heavy"}, '"heavy"'),
        ({"picked": "next week"}, '"next week"'),
        ({"size": ""}, None),
        ({"size": None}, None),
        ({}, "not in the table"),
    ],
)
def test_odd_rows_are_predicted_with_a_note(row, note):
    """A new category, a word for a number, a date that does not parse and empty cells still get a prediction."""
    workbench = opened(mixed_source())
    whole = {"size": 50, "orchard": "hill", "picked": "2021-05-05", "note": "sweet", "big": "yes", "hilly": "yes"}
    run(workbench.train(TASKS["regression"], QUICK, ignore))
    prediction = run(workbench.predict_row(whole | row if row else {}))
    assert np.isfinite(prediction["value"])
    assert (note is None and prediction["notes"] == []) or note in " ".join(prediction["notes"])


@pytest.mark.slow
def test_cancel_keeps_the_best_so_far():
    """Cancel in the middle of training ends it at once; what it had found is judged when that is asked for."""
    workbench = opened({"sample": "digits"})
    with pytest.raises(WorkbenchError, match="No training was stopped"):
        run(workbench.keep_best(ignore))

    with pytest.raises(Cancelled, match=r"Stopped at \d+ of \d+ settings") as stopped:
        run(workbench.train({}, {}, stops_training(workbench)))
    assert stopped.value.value
    with pytest.raises(WorkbenchError, match="There is no model yet"):
        run(workbench.predict_row({}))
    with pytest.raises(Cancelled, match="Stopped at"):
        run(workbench.keep_best(lambda _: workbench.cancel()))
    result = run(workbench.keep_best(ignore))
    done, planned = result["stopped_at"]
    assert 2 <= done < planned
    assert any("stopped" in sentence for sentence in result["how"])
    assert run(workbench.predict_row({}))["label"]


@pytest.mark.slow
def test_scores_are_of_a_model_that_never_saw_the_held_out_rows():
    """Oracle: the share of right rows in the predictions for them is the score; the kept model predicts otherwise."""
    workbench = opened({"sample": "iris"})
    result = run(workbench.train({}, QUICK, ignore))
    rows = pd.read_csv(io.BytesIO(run(workbench.export("test_predictions"))["data"]))
    target = result["targets"][0]
    right = (rows[target].astype(str) == rows[f"predicted {target}"].astype(str)).mean()
    assert 100 * right == pytest.approx(result["scores"][0]["score"])
    trained = workbench._trained
    assert trained.judged.n_refit == 0
    assert trained.model.n_refit == result["model"]["n_train"] + result["model"]["n_test"]
    held_out = trained.dataset.X.iloc[trained.dataset.test]
    assert (trained.model.predict_proba(held_out) != trained.judged.predict_proba(held_out)).any()
    saved = run(workbench.export("model"))
    other = opened({"sample": "iris"})
    run(other.load_model({"bytes": saved["data"], "choices": {}}, ignore))
    with pytest.raises(WorkbenchError, match="never saw the held-out rows is gone"):
        run(other.export("test_predictions"))


@pytest.mark.slow
def test_learning_later_gives_what_training_at_once_gives():
    """Oracle: the same training in one go; in between the model that was judged predicts, and says what is missing."""
    whole, later = opened({"sample": "wine"}), opened({"sample": "wine"})
    at_once = run(whole.train({}, QUICK, ignore))
    judged = run(later.train({}, QUICK, ignore, learn_later=True))
    n_all = judged["model"]["n_train"] + judged["model"]["n_test"]
    assert (judged["n_to_learn"], judged["model"]["n_refit"]) == (n_all, 0)
    assert later._trained.model is later._trained.judged
    before = run(later.predict_row({}))
    steps = []
    learned = run(later.learn_from_all(steps.append))
    assert {step["what"] for step in steps} == {"keep"}
    assert (learned["n_to_learn"], learned["model"]["n_refit"]) == (0, n_all)
    assert [score["text"] for score in learned["scores"]] == [score["text"] for score in judged["scores"]]
    assert (learned["how"], learned["model"]) == (at_once["how"], at_once["model"])
    assert run(later.predict_row({})) == run(whole.predict_row({})) != before
    assert len(learned["runs"]["runs"]) == 1
    assert learned["runs"]["current"] == 1
    with pytest.raises(WorkbenchError, match="nothing more to learn"):
        run(later.learn_from_all(ignore))


@pytest.mark.slow
def test_learning_from_all_rows_can_be_stopped_and_taken_up_again():
    """Invariant: the judged model stays, of an earlier run too; a threshold that was set in between stays as well."""
    workbench = opened({"sample": "breast-cancer"})
    stop = lambda message: workbench.cancel() if message["what"] == "keep" else None  # noqa: E731
    first = run(workbench.train({}, QUICK, stop))
    assert first["n_to_learn"] > first["model"]["n_train"]
    assert first["model"]["n_refit"] == 0
    said = run(workbench.predict_row({}))
    with pytest.raises(Cancelled):
        run(workbench.learn_from_all(stop))
    assert run(workbench.predict_row({})) == said
    run(workbench.set_threshold(0.3, ignore))
    run(workbench.train({}, {"n_hidden": 16, "n_seeds": 1}, ignore))
    back = run(workbench.use_run(1))
    assert back["n_to_learn"] == first["n_to_learn"]
    learned = run(workbench.learn_from_all(ignore))
    assert learned["model"]["n_refit"] == first["n_to_learn"]
    assert learned["model"]["threshold"] == 0.3
    assert learned["runs"]["current"] == 1
    assert run(workbench.predict_row({}))["threshold"] == 0.3
    saved = run(workbench.export("model"))
    other = opened({"sample": "breast-cancer"})
    assert run(other.load_model({"bytes": saved["data"]}, ignore))["model"]["n_refit"] == first["n_to_learn"]
    with pytest.raises(WorkbenchError, match="nothing more to learn"):
        run(other.learn_from_all(ignore))


@pytest.mark.slow
def test_a_stopped_training_has_nothing_to_learn_later():
    """Invariant: what was searched halfway is not said to have settings for all rows."""
    workbench = opened({"sample": "digits"})
    with pytest.raises(Cancelled):
        run(workbench.train({}, {}, stops_training(workbench)))
    assert run(workbench.keep_best(ignore, learn_later=True))["n_to_learn"] == 0


@pytest.mark.slow
def test_what_a_stopped_training_took_the_place_of_can_be_had_back():
    """Oracle: the earlier result and its predictions; after that, and after a whole training, there is none."""
    workbench = opened({"sample": "digits"})
    with pytest.raises(WorkbenchError, match="no earlier model"):
        run(workbench.take_back())
    whole = run(workbench.train({}, QUICK, ignore))
    said = run(workbench.predict_row({}))
    with pytest.raises(Cancelled):
        run(workbench.train({}, {}, stops_training(workbench)))
    assert run(workbench.predict_row({})) == said
    stopped = run(workbench.keep_best(ignore))
    assert stopped["stopped_at"]
    assert run(workbench.predict_row({})) != said
    back = run(workbench.take_back())
    assert {**back, "runs": whole["runs"]} == whole
    assert back["runs"]["current"] == whole["runs"]["current"]
    assert run(workbench.predict_row({})) == said
    with pytest.raises(WorkbenchError, match="no earlier model"):
        run(workbench.take_back())


def test_cancel_before_the_first_step_raises():
    """With nothing found yet Cancel raises, and the table stays open."""
    workbench = opened({"sample": "digits"})
    with pytest.raises(Cancelled):
        run(workbench.train({}, {}, lambda message: workbench.cancel()))
    assert run(workbench.summarize({}, ignore))["n_train"] > 0


def test_cancel_while_reading_keeps_the_old_table():
    """Cancel while a second table is read leaves the first one open."""
    workbench = opened({"sample": "iris"})
    with pytest.raises(Cancelled):
        run(workbench.open_table({"sample": "digits"}, None, lambda message: workbench.cancel()))
    assert run(workbench.summarize({}, ignore))["targets"] == ["species"]


@pytest.mark.slow
def test_the_event_loop_gets_turns_while_training():
    """Another task of the same loop runs many times during one training."""

    async def both() -> int:
        workbench = LocalWorkbench()
        await workbench.open_table({"sample": "digits"}, None, ignore)
        training = asyncio.ensure_future(workbench.train({}, {}, ignore))
        turns = 0
        while not training.done():
            await asyncio.sleep(0)
            turns += 1
        return turns

    assert run(both()) > 5


def test_a_failed_verb_changes_nothing():
    """After a file that cannot be read, a bad setting and a bad model file, table and model are as before."""
    workbench = opened({"sample": "iris"})
    result = run(workbench.train({}, QUICK, ignore))
    row = {field["name"]: field["value"] for field in result["form"]}
    before = run(workbench.predict_row(row))
    with pytest.raises(DataError):
        run(workbench.open_table({"bytes": b"\x89PNG\r\n\x1a\n" + bytes(100), "name": "cat.png"}, None, ignore))
    with pytest.raises(SettingsError):
        run(workbench.train({}, {"n_hidden": -1}, ignore))
    with pytest.raises(ModelFileError):
        run(workbench.load_model({"bytes": b"nothing", "name": "m"}, ignore))
    assert run(workbench.predict_row(row)) == before
    assert run(workbench.summarize({}, ignore))["targets"] == ["species"]


@pytest.mark.parametrize("verb", ["summarize", "train", "estimate", "predict_row", "export"])
def test_verbs_without_a_table_or_model_say_so(verb):
    """Each verb that needs a table or a model raises a sentence with a way on."""
    arguments = {
        "summarize": ({}, ignore),
        "train": ({}, {}, ignore),
        "estimate": ({}, {}),
        "predict_row": ({},),
        "export": ("model",),
    }
    with pytest.raises(WorkbenchError) as caught:
        run(getattr(LocalWorkbench(), verb)(*arguments[verb]))
    assert caught.value.hints


def test_impossible_choices_are_a_problem_not_a_crash():
    """A text target for a number task is reported by look as data, and train raises the same."""
    workbench = opened({"sample": "iris"})
    choices = {"targets": ["species"], "task": "regression"}
    problem = run(workbench.summarize(choices, ignore))["problem"]
    assert problem["what"]
    assert problem["value"]
    with pytest.raises(ElmwebError) as caught:
        run(workbench.train(choices, {}, ignore))
    assert caught.value.to_dict() == problem


def test_switches_and_roles_change_what_is_used():
    """Ignoring a column leaves it out; switching the duplicates' finding off keeps the copies."""
    workbench = opened({"sample": "iris"})
    summary = run(workbench.summarize({"roles": {"sepal width cm": "ignore"}}, ignore))
    assert "sepal width cm" not in summary["columns_used"]
    on = run(workbench.summarize({}, ignore))
    finding = next(one for one in on["findings"] if one["kind"] == "duplicates")
    off = run(workbench.summarize({"switches": {finding["id"]: False}}, ignore))
    assert off["n_rows_used"] == 150 > on["n_rows_used"]
    assert not next(one for one in off["findings"] if one["kind"] == "duplicates")["on"]


def test_estimate_names_the_settings_that_train_tries():
    """The number of settings in the estimate is the number of steps that training reports."""
    workbench, messages = opened({"sample": "wine"}), []
    estimate = run(workbench.estimate({}, {}))
    run(workbench.train({}, {}, messages.append))
    assert {message["n_steps"] for message in messages if message["what"] == "train" and message["step"]} == {
        estimate["n_settings"]
    }
    assert estimate["seconds"] > 0
    assert estimate["text"].startswith("About")


def test_exports_are_files():
    """The report is JSON of the result, the held-out rows are the test rows with predictions."""
    workbench = opened({"sample": "diabetes"})
    result = run(workbench.train({}, QUICK, ignore))
    report = run(workbench.export("report"))
    assert json.loads(report["data"])["headline"] == result["headline"]
    held_out = pd.read_csv(io.BytesIO(run(workbench.export("test_predictions"))["data"]))
    assert len(held_out) == result["model"]["n_test"]
    error = np.abs(held_out["predicted progression"] - held_out["progression"]).mean()
    assert error == pytest.approx(result["scores"][0]["score"])
    with pytest.raises(WorkbenchError, match="No file has been predicted"):
        run(workbench.export("predictions"))


def test_markup_in_names_and_cells_stays_text():
    """Script in a column name, a cell and a class comes through as the same text."""
    script = "<script>alert(1)</script>"
    cells = [(at % 7, script if at % 3 else "b", script if at % 2 else "no") for at in range(60)]
    cells = [(at % 7, script if at % 3 else "b", script if at % 2 else "no") for at in range(60)]
    lines = [f"size,{script},kind", *(",".join(map(str, row)) for row in cells)]
    workbench = opened({"text": "\n".join(lines), "name": f"{script}.csv"})
    result = run(workbench.train({"targets": ["kind"]}, QUICK, ignore))
    assert script in result["classes"]
    assert run(workbench.predict_row({script: script, "size": 1}))["label"] in result["classes"]


@pytest.mark.slow
@pytest.mark.parametrize("task", ["binary", "regression", "multiclass"])
def test_everything_can_be_taken_home(task):
    """Oracle: what each file begins with; the ONNX file is compared with the model, the scripts are Python."""
    workbench = opened(mixed_source())
    roles = {"note": "ignore"} | {name: role for name, role in TASKS[task]["roles"].items() if name != "note"}
    choices = TASKS[task] | {"roles": roles}
    run(workbench.train(choices, QUICK, ignore))
    file = run(workbench.export("onnx"))
    assert file["filename"] == "apples.onnx"
    assert re.search(r"Read back and run on \d+ rows of the table: \w+ differ by at most [\d.e-]+\.", file["note"])
    assert run(workbench.export("html"))["data"].startswith(b"<!doctype html>")
    for cluster in (False, True):
        file = run(workbench.script(choices, QUICK, cluster))
        compile(file["data"], file["filename"], "exec")
        assert ("dask" in file["data"].decode()) == cluster


@pytest.mark.slow
def test_texts_cannot_become_onnx():
    """Invariant: the error names the column and says what can be saved instead."""
    workbench = opened(mixed_source())
    run(workbench.train(TASKS["binary"], QUICK, ignore))
    with pytest.raises(ExportError) as caught:
        run(workbench.export("onnx"))
    assert '"note"' in caught.value.value
    assert caught.value.hints


@pytest.mark.slow
@pytest.mark.parametrize("model_kind", [model_kind.id for model_kind in MODEL_KINDS])
def test_every_model_kind_goes_all_the_way(model_kind):
    """Invariant: each kind of model trains, is judged, predicts a row, saves and opens again to the same answer."""
    workbench = opened({"sample": "iris"})
    result = run(workbench.train({}, {"n_hidden": 24, "n_seeds": 2, "model_kind": model_kind}, ignore))
    assert float(result["headline"]["number"]) > 80
    row = {field["name"]: field["value"] for field in result["form"]}
    before = run(workbench.predict_row(row))
    saved = run(workbench.export("model"))["data"]
    other = LocalWorkbench()
    run(other.load_model({"bytes": saved, "name": "m.zip"}, ignore))
    assert run(other.predict_row(row)) == before
    if result["model"]["why_no_graph"]:
        with pytest.raises(ExportError, match="cannot become an ONNX file"):
            run(workbench.export("onnx"))
    else:
        assert "differ by at most" in run(workbench.export("onnx"))["note"]
