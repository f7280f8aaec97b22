"""The questions about a model, end to end on the workbench."""

from __future__ import annotations

import asyncio
import io
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from bench_data import mixed_frame

from elmweb.exceptions import Cancelled, ExplainError, WorkbenchError
from elmweb.workbench.explaining import QUESTIONS
from elmweb.workbench.local import LocalWorkbench

QUICK = {"n_hidden": 32, "n_seeds": 1}


def ignore(_message: dict) -> None:
    """Take a progress message."""


def run(coroutine: Any) -> Any:
    """Wait for a verb."""
    return asyncio.run(coroutine)


def opened(source: dict, choices: dict | None = None) -> tuple[LocalWorkbench, dict]:
    """Return a workbench with a small model of a table, and its result."""
    workbench = LocalWorkbench()

    async def train() -> dict:
        await workbench.open_table(source, None, ignore)
        return await workbench.train(choices or {}, QUICK, ignore)

    return workbench, run(train())


@pytest.fixture(scope="module")
def iris() -> tuple[LocalWorkbench, dict]:
    """Return a workbench with a small model of the irises."""
    return opened({"sample": "iris"})


@pytest.fixture(scope="module")
def diabetes() -> tuple[LocalWorkbench, dict]:
    """Return a workbench with a small model of a number."""
    return opened({"sample": "diabetes"})


def form(result: dict) -> dict[str, Any]:
    """Return the row that the form begins with."""
    return {field["name"]: field["value"] for field in result["form"]}


def ask(workbench: LocalWorkbench, question: str, **asked: Any) -> dict:
    """Ask and return the answer."""
    return run(workbench.explain(question, asked, ignore))


@pytest.mark.slow
def test_the_parts_add_up_to_the_prediction(iris, diabetes) -> None:
    """Oracle: the prediction that stands beside them; the sum is exact to 1e-6, of 4 columns and of 10."""
    for workbench, result in (iris, diabetes):
        row = form(result)
        found, said = ask(workbench, "row", row=row), run(workbench.predict_row(row))
        assert found["prediction"] == pytest.approx(said["probabilities"][0][1] if "label" in said else said["value"])
        assert found["target"] == said.get("label", result["targets"][0])
        total = sum(part["value"] for part in found["parts"])
        assert total == pytest.approx(found["prediction"] - found["average"], abs=1e-6)
        sizes = [abs(part["value"]) for part in found["parts"]]
        assert sizes == sorted(sizes, reverse=True)
    other = ask(iris[0], "row", row=form(iris[1]), target="setosa")
    assert other["target"] == "setosa"


def test_which_columns_matter(iris) -> None:
    """Oracle: irises are told apart by their petals."""
    workbench, _ = iris
    found = ask(workbench, "columns")
    assert {one["column"] for one in found["columns"][:2]} == {"petal length cm", "petal width cm"}
    assert found["seconds"] < 5
    drawn = ask(workbench, "effect", column="petal length cm", target="virginica")
    assert drawn["target"] == "virginica"
    assert drawn["mean"][-1] > drawn["mean"][0] + 0.2


def test_a_cell_of_the_matrix_has_its_rows(iris) -> None:
    """Oracle: the counts of the matrix, answers by the number of the row, and the model that never saw these rows."""
    workbench, result = iris
    judged = workbench._trained.judged
    assert workbench._trained.model.n_refit == 149  # one row is a copy
    labels, counts = result["confusion"]["labels"], np.array(result["confusion"]["counts"])
    table = workbench._opened().table.frame
    for true, said in zip(*np.nonzero(counts), strict=True):
        found = ask(workbench, "rows", true=labels[true], said=labels[said])
        assert found["n_all"] == counts[true, said]
        for one in found["rows"]:
            assert table["species"].iloc[one["number"] - 1] == one["truth"] == labels[true]
            assert one["said"]["label"] == labels[said]
            (again,) = judged.predict_proba(table.iloc[[one["number"] - 1]])
            assert again.max() == pytest.approx(one["said"]["probability"])


def test_a_model_that_was_kept_is_explained_as_before(iris) -> None:
    """Oracle: the answers before; from a file without the judged model nothing is said of rows that it has learned."""
    workbench, _ = iris

    async def again(what: str) -> LocalWorkbench:
        other, file = LocalWorkbench(), await workbench.export(what)
        await other.open_table({"sample": "iris"}, None, ignore)
        await other.load_model({"bytes": file["data"], "name": file["filename"], "choices": {}}, ignore)
        return other

    kept, saved = (run(again(what)) for what in ("kept", "model"))
    assert run(kept.export("test_predictions"))["data"] == run(workbench.export("test_predictions"))["data"]
    for question, asked in (("columns", {}), ("rows", {"true": "setosa", "said": "setosa"})):
        then, now = (ask(each, question, **asked) for each in (workbench, kept))
        assert {**now, "seconds": 0} == {**then, "seconds": 0}
        with pytest.raises(WorkbenchError, match="never saw the held-out rows is gone"):
            ask(saved, question, **asked)


def test_the_rows_furthest_off_and_one_point(diabetes) -> None:
    """Oracle: the points of the chart."""
    workbench, result = diabetes
    true, predicted = (np.asarray(result["residuals"][key]) for key in ("true", "predicted"))
    found = ask(workbench, "rows")
    worst = int(np.abs(true - predicted).argmax())
    first = found["rows"][0]
    assert (first["truth"], first["said"]["value"]) == (pytest.approx(true[worst]), pytest.approx(predicted[worst]))
    (one,) = ask(workbench, "rows", point=[float(true[3]), float(predicted[3])])["rows"]
    assert one["truth"] == pytest.approx(true[3])


def test_changes_are_those_of_the_model(iris, diabetes) -> None:
    """Oracle: the prediction for the changed row."""
    for (workbench, result), asked in ((iris, {"to": "setosa"}), (diabetes, {"by": -20.0}), (diabetes, {})):
        row = form(result)
        found = ask(workbench, "change", row=row, **asked)
        assert found["changes"]
        for one in found["changes"]:
            changed = {**row, **{step["column"]: step["to"] for step in one["set"]}}
            said = run(workbench.predict_row(changed))
            if "label" in said:
                assert said["label"] == one["said"]["label"] == "setosa"
            else:
                assert said["value"] == pytest.approx(one["said"]["value"])
                by = said["value"] - found["now"]["value"]
                assert by <= found["by"] if found["by"] < 0 else by >= found["by"] > 0


def test_a_change_that_cannot_be_asked_for_is_told(iris, diabetes) -> None:
    """Invariant: each names the rule and what was asked."""
    workbench, result = iris
    label = run(workbench.predict_row(form(result)))["label"]
    with pytest.raises(ExplainError, match="already"):
        ask(workbench, "change", row=form(result), to=label)
    for by in (0, "much", float("inf")):
        with pytest.raises(ExplainError, match="above or below 0"):
            ask(diabetes[0], "change", row=form(diabetes[1]), by=by)
    with pytest.raises(ExplainError, match="no such question"):
        ask(workbench, "guess")


def test_rows_like_a_row_are_rows_of_the_table(iris) -> None:
    """Invariant: the nearest to a training row is that row, at distance 0; one far away is said to be far."""
    workbench, result = iris
    near = ask(workbench, "like", row=form(result))["rows"][0]
    found = ask(workbench, "like", row=near["cells"])
    assert found["rows"][0]["cells"] == near["cells"]
    assert found["rows"][0]["distance"] == pytest.approx(0, abs=1e-9)
    assert not found["is_far"]
    assert ask(workbench, "like", row=dict.fromkeys(near["cells"], 40.0))["is_far"]
    pulled = ask(workbench, "pulled", row=near["cells"])
    moved = [one["moved"] for one in pulled["rows"]]
    assert max(moved) > 0 > min(moved)


@pytest.mark.slow
def test_where_to_draw_the_line() -> None:
    """Oracle: the matrix of the report at 50 %, extreme lines, and costs added up one row at a time."""
    workbench, result = opened({"sample": "breast-cancer"})
    found = ask(workbench, "decide", false_alarm=2.0, missed=10.0)
    (passed, alarms), (missed, right) = result["confusion"]["counts"]
    at = found["steps"][50]
    assert [at[name] for name in ("found", "false_alarms", "missed", "passed")] == [right, alarms, missed, passed]
    assert at["cost"] == 2 * alarms + 10 * missed
    assert at["recall"] == pytest.approx(right / (right + missed))
    assert found["steps"][0]["missed"] == 0
    assert found["steps"][found["best"]]["cost"] == min(step["cost"] for step in found["steps"])
    risks = [one["risk"] for one in found["rows"]]
    assert risks == sorted(risks, reverse=True)
    assert found["positive"] == "malignant"
    with pytest.raises(ExplainError, match="cannot cost that"):
        ask(workbench, "decide", missed=-1)


def unequal(n: int = 600) -> pd.DataFrame:
    """Return rows whose answer is noisier in the south."""
    rng = np.random.default_rng(0)
    who, a = rng.choice(["north", "south"], n, p=[0.7, 0.3]), rng.normal(size=n)
    noise = np.where(who == "south", 1.5, 0.3) * rng.normal(size=n)
    frame = pd.DataFrame({"a": a, "b": rng.normal(size=n), "who": who, "age": rng.integers(18, 80, n)})
    frame["y"] = np.where(a + noise > 0, "yes", "no")
    frame.loc[:20, "who"] = None
    return frame


@pytest.mark.slow
def test_the_score_by_the_values_of_any_column() -> None:
    """Oracle: the exported predictions of the held-out rows, counted by pandas; the column is not learned from."""
    text = unequal().to_csv(index=False)
    workbench, result = opened({"text": text, "name": "t.csv"}, {"targets": ["y"], "roles": {"who": "ignore"}})
    found = ask(workbench, "groups", column="who")
    held = pd.read_csv(io.BytesIO(run(workbench.export("test_predictions"))["data"]))
    held["who"] = unequal().set_index(["a", "b"])["who"].loc[list(zip(held["a"], held["b"], strict=True))].to_numpy()
    held["said"] = held.filter(like="predicted").iloc[:, 0]
    held["right"] = held["said"] == held["y"]
    for one in found["groups"][:2]:
        rows = held[held["who"] == one["group"]]
        assert one["n"] == len(rows)
        assert one["score"] == pytest.approx(100 * rows["right"].mean())
        assert one["said"] == pytest.approx((rows["said"] == "yes").mean())
        assert one["found"] == pytest.approx((rows["said"] == "yes")[rows["y"] == "yes"].mean())
        assert one["alarms"] == pytest.approx((rows["said"] == "yes")[rows["y"] == "no"].mean())
    assert [one["group"] for one in found["groups"]] == ["north", "south", "missing"]
    assert found["groups"][2]["score"] is None, "three rows are too few"
    assert sum(one["n"] for one in found["groups"]) == found["n_rows"] == len(held)
    assert found["whole"]["score"] == result["scores"][0]["score"]
    assert found["whole"]["said"] == pytest.approx((held["said"] == "yes").mean())
    assert not found["learned"]
    assert found["gap"]["clear"]
    thirds = ask(workbench, "groups", column="age")
    assert [one["group"].split(",")[0] for one in thirds["groups"]] == ["low", "middle", "high"]
    assert not thirds["gap"]["clear"], "the answer does not depend on it"
    with pytest.raises(ExplainError, match="no such column"):
        ask(workbench, "groups", column="elsewhere")


def test_groups_of_a_number_are_compared_by_its_error(diabetes) -> None:
    """Invariant: the best is the one that is off least, and the whole is the score of the page."""
    workbench, result = diabetes
    found = ask(workbench, "groups", column="sex")
    scores = [one["score"] for one in found["groups"]]
    assert found["groups"][found["gap"]["best"]]["score"] == min(scores)
    assert found["whole"]["score"] == pytest.approx(result["scores"][0]["score"])
    assert "positive" not in found
    assert ask(workbench, "groups")["column"] in found["columns"]


def test_only_two_answers_have_a_line(iris) -> None:
    """Invariant: it is said for what there is one."""
    with pytest.raises(ExplainError, match="no line to draw"):
        ask(iris[0], "decide")


def test_a_saved_model_says_that_it_has_no_rows(iris) -> None:
    """Invariant: whatever is asked, it is told what is missing and what to do; the model goes on predicting."""
    workbench, result = iris
    other = LocalWorkbench()
    file = run(workbench.export("model"))
    run(other.load_model({"bytes": file["data"], "name": "m.elm.zip"}, ignore))
    for question in set(QUESTIONS) - {"decide"}:
        with pytest.raises(ExplainError, match="saved model has no rows"):
            ask(other, question, row=form(result), column="petal width cm")
    with pytest.raises(WorkbenchError, match="no model"):
        ask(LocalWorkbench(), "columns")


@pytest.mark.slow
def test_numbers_categories_dates_and_texts_with_gaps() -> None:
    """Invariant: every question is answered on a table that has all of them; reasons name columns, not inputs."""
    frame = mixed_frame(120).drop(columns=["price", "hilly"])
    workbench, result = opened({"text": frame.to_csv(index=False), "name": "apples.csv"}, {"targets": ["big"]})
    row = form(result) | {"size": None, "orchard": ""}
    columns = {field["name"] for field in result["form"]}
    for question in ("row", "change", "like", "pulled"):
        assert ask(workbench, question, row=row)
    assert {part["column"] for part in ask(workbench, "row", row=row)["parts"]} == columns
    assert {one["column"] for one in ask(workbench, "columns")["columns"]} == columns


def predicted(workbench: LocalWorkbench, frame: pd.DataFrame) -> dict:
    """Predict a file."""
    source = {"text": frame.to_csv(index=False), "name": "new.csv"}
    return run(workbench.predict_table(source, ignore))


def test_every_row_of_a_file_gets_its_reasons(iris) -> None:
    """Invariant: three columns more, with the file's own cells, the strongest first; predictions stay as they were."""
    workbench, _ = iris
    frame = pd.read_csv("web/samples/iris.csv").drop(columns=["species"]).iloc[::15].reset_index(drop=True)
    with pytest.raises(WorkbenchError, match="No file has been predicted"):
        ask(workbench, "file")
    predicted(workbench, frame)
    before = pd.read_csv(io.BytesIO(run(workbench.export("predictions"))["data"]))
    answer = ask(workbench, "file")
    after = pd.read_csv(io.BytesIO(run(workbench.export("predictions"))["data"]))
    pd.testing.assert_frame_equal(after[list(before.columns)], before)
    assert [name for name in after.columns if name not in before.columns] == ["reason 1", "reason 2", "reason 3"]
    assert "reason 1" in answer["preview"]["columns"]
    for at, texts in after[["reason 1", "reason 2", "reason 3"]].iterrows():
        sizes = []
        for text in texts.dropna():
            column, value, size = re.fullmatch(r"(.+) = (\S+) \(([+-][\d.]+) %\)", text).groups()
            assert float(value) == pytest.approx(frame[column].iloc[at])
            sizes.append(abs(float(size)))
        assert sizes == sorted(sizes, reverse=True)
    assert any("Shapley" in note for note in answer["notes"])


def test_stopping_the_reasons_keeps_the_file_as_it_was(iris) -> None:
    """Invariant: Cancel ends it at the next row, and the predictions can still be saved."""
    workbench, _ = iris
    predicted(workbench, pd.read_csv("web/samples/iris.csv").drop(columns=["species"]))
    before = run(workbench.export("predictions"))["data"]

    async def stopped() -> None:
        seen: list[int] = []

        def progress(message: dict) -> None:
            seen.append(message["step"])
            if message["step"] > 3:
                workbench.cancel()

        with pytest.raises(Cancelled):
            await workbench.explain("file", {}, progress)
        assert max(seen) < 100

    run(stopped())
    assert run(workbench.export("predictions"))["data"] == before
