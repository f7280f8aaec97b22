"""Corrections and the questions about rows, end to end on the workbench."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_iris

from elmweb.data._corrections import corrected
from elmweb.exceptions import DataError, ExplainError, ExportError, WorkbenchError
from elmweb.workbench.local import LocalWorkbench

QUICK = {"n_hidden": 32, "n_seeds": 1}
TO_VIRGINICA = [{"row": 84, "to": "virginica", "column": "species"}]


def ignore(_message: dict) -> None:
    """Take a progress message."""


def run(coroutine: Any) -> Any:
    """Wait for a verb."""
    return asyncio.run(coroutine)


def opened(sample: str) -> LocalWorkbench:
    """Return a workbench with a small model of a sample."""
    workbench = LocalWorkbench()

    async def train() -> None:
        await workbench.open_table({"sample": sample}, None, ignore)
        await workbench.train({}, QUICK, ignore)

    run(train())
    return workbench


@pytest.fixture(scope="module")
def iris() -> LocalWorkbench:
    """Return a workbench with a small model of the irises."""
    return opened("iris")


def ask(workbench: LocalWorkbench, question: str, **asked: Any) -> dict:
    """Ask and return the answer."""
    return run(workbench.audit(question, asked, ignore))


def test_the_rows_kept_back_are_the_same_after_a_correction(iris: LocalWorkbench) -> None:
    """Invariant: a correction changes one answer; which rows are tested on, and all others, stay."""
    plain = run(iris._dataset({}, ignore))
    changed = run(iris._dataset({"corrections": TO_VIRGINICA}, ignore))
    assert changed.original is plain
    np.testing.assert_array_equal(changed.test, plain.test)
    assert np.flatnonzero(changed.y != plain.y).tolist() == [np.flatnonzero(plain.rows == 84)[0]]
    assert changed.notes[-1] == "1 row corrected on this page."
    without = run(iris._dataset({"corrections": [{"row": 84, "to": None, "column": "species"}]}, ignore))
    assert 84 not in without.rows
    np.testing.assert_array_equal(without.rows[without.test], plain.rows[plain.test])
    assert run(iris._dataset({}, ignore)) is plain


def test_score_and_list_after_a_correction(iris: LocalWorkbench) -> None:
    """Oracle: the score without corrections is the one on the page; a corrected row is listed no more."""
    found = ask(iris, "mistakes")
    page = iris._trained.result["scores"][0]["score"]  # type: ignore[union-attr]
    assert found["score"]["before"] == found["score"]["now"] == pytest.approx(page)
    held = set(iris._trained.dataset.rows[iris._trained.dataset.test].tolist())  # type: ignore[union-attr]
    assert not held & {one["number"] for one in found["rows"]}
    first = found["rows"][0]
    correction = {"row": first["number"], "to": first["expected"], "column": "species"}
    again = ask(iris, "mistakes", corrections=[correction], seen=[found["rows"][1]["number"]])
    assert not {first["number"], found["rows"][1]["number"]} & {one["number"] for one in again["rows"]}
    assert again["changed"] == [{"number": first["number"], "from": first["answer"], "to": first["expected"]}]
    assert again["score"]["before"] == found["score"]["before"]


@pytest.mark.slow
def test_the_next_training_learns_from_corrections() -> None:
    """Invariant: the model has them, the table as a file has them, and what repeats the training refuses in words."""
    workbench = opened("iris")
    choices = {"corrections": [*TO_VIRGINICA, {"row": 1, "to": None, "column": "species"}]}
    result = run(workbench.train(choices, QUICK, ignore))
    assert result["model"]["n_train"] + result["model"]["n_test"] == 148  # one of 150 is a copy
    assert ask(workbench, "mistakes")["changed"] == []  # none is asked for: the answers are those of the file
    with pytest.raises(ExportError, match="answers were corrected"):
        run(workbench.script(choices, QUICK, cluster=False))
    with pytest.raises(WorkbenchError, match="answers were corrected"):
        run(workbench.export("passport"))
    table = run(workbench.corrections_file("table", choices))["data"].decode("utf-8-sig").splitlines()
    assert len(table) == 150
    assert table[83].endswith(",virginica")
    lines = run(workbench.corrections_file("corrections", choices))["data"].decode("utf-8-sig").split()
    assert lines[-2:] == ["1,setosa,,yes", "84,versicolor,virginica,no"]
    with pytest.raises(WorkbenchError, match="No answer has been corrected"):
        run(workbench.corrections_file("table", {}))


def test_bad_corrections_are_refused(iris: LocalWorkbench) -> None:
    """Invariant: the row, the rule and the value are named; corrections of another column change nothing."""
    plain = run(iris._dataset({}, ignore))
    with pytest.raises(DataError, match="Row 84 cannot") as caught:
        corrected(plain, [{"row": 84, "to": "rose", "column": "species"}])
    assert caught.value.value == "rose"
    with pytest.raises(DataError, match="names no row"):
        corrected(plain, [{"row": "84", "to": "setosa"}])
    with pytest.raises(DataError, match="too little to learn from"):
        corrected(plain, [{"row": row, "to": None} for row in range(1, 150)])
    other = corrected(plain, [{"row": 84, "to": "red", "column": "colour"}])
    np.testing.assert_array_equal(other.y, plain.y)


def test_how_good_the_list_is_here(iris: LocalWorkbench) -> None:
    """Invariant: so many were made wrong as is said, and most are found."""
    found = ask(iris, "check")
    assert found["n_wrong"] == 3 * round(0.05 * 119)
    assert found["n_found"] >= 0.7 * found["n_wrong"]


def test_coverage_and_a_row(iris: LocalWorkbench) -> None:
    """Invariant: every level is counted; a row of the table is like others, and one far away is like none."""
    found = ask(iris, "coverage")
    assert [one["level"] for one in found["levels"]] == list(range(80, 100))
    assert found["n_rows"] == 30
    cells = found["rows"][0]["cells"]
    near = ask(iris, "row", row=cells)
    assert not near["is_none"]
    assert min(near["levels"]) == 80
    assert ask(iris, "row", row=dict.fromkeys(cells, 500.0))["is_none"]


def test_numbers() -> None:
    """Invariant: residuals over their spread, and intervals whose width grows with the level."""
    workbench = opened("diabetes")
    found = ask(workbench, "mistakes")
    assert found["is_number"]
    off = [abs(one["off"]) for one in found["rows"]]
    assert off == sorted(off, reverse=True)
    cover = ask(workbench, "coverage")
    sizes = [one["size"] for one in cover["levels"]]
    assert sizes == sorted(sizes)
    row = ask(workbench, "row", row=found["rows"][0]["cells"])
    assert len(row["widths"]) == 20


def test_what_cannot_be_asked() -> None:
    """Invariant: a model from a file has no rows, and an unknown question is named."""
    workbench = opened("wine")
    file = run(workbench.export("model"))
    with pytest.raises(ExplainError, match="no such question"):
        ask(workbench, "why")
    run(workbench.load_model({"bytes": file["data"], "name": "wine.elm.zip"}, ignore))
    with pytest.raises(ExplainError, match="no rows with it"):
        ask(workbench, "mistakes")


@pytest.mark.slow
def test_rows_without_an_answer_are_labelled() -> None:
    """Invariant: the most even row comes first; a labelled one is learned from, and never tested on."""
    frame = load_iris(as_frame=True).frame
    truth = [f"kind {kind}" for kind in frame["target"]]
    frame["target"] = truth
    frame.loc[::3, "target"] = ""
    workbench = LocalWorkbench()

    async def train(**choices: Any) -> Any:
        return await workbench.train({"targets": ["target"], **choices}, QUICK, ignore)

    run(workbench.open_table({"text": frame.to_csv(index=False), "name": "irises.csv"}, None, ignore))
    first = run(train())["model"]
    found = ask(workbench, "queue")
    assert (found["n_rows"], found["n_left"], found["n_answered"]) == (50, 50, 0)
    assert found["rows"][0]["confidence"] < 0.9
    rows = [one["number"] for one in found["rows"][:4]]
    labels = [{"row": row, "to": truth[row - 1], "column": "target"} for row in rows]
    again = ask(workbench, "queue", corrections=labels, seen=[found["rows"][5]["number"]])
    assert again["n_learned"] == found["n_learned"] + 4
    assert (found["answered"], again["answered"]) == ([], rows[::-1])
    assert not {*rows, found["rows"][5]["number"]} & {one["number"] for one in again["rows"]}
    assert ask(workbench, "mistakes", corrections=labels)["n_rows"] == found["n_learned"]
    plain = run(workbench._dataset({"targets": ["target"]}, ignore))
    labelled = run(workbench._dataset({"targets": ["target"], "corrections": labels}, ignore))
    np.testing.assert_array_equal(labelled.rows[labelled.test], plain.rows[plain.test])
    assert set(rows) <= set(labelled.rows[labelled.train].tolist())
    assert [labelled.y[np.flatnonzero(labelled.rows == row)[0]] for row in rows] == [one["to"] for one in labels]
    second = run(train(corrections=labels))["model"]
    assert (second["n_train"], second["n_test"]) == (first["n_train"] + 4, first["n_test"])


def test_the_order_of_the_queue_is_compared_with_a_random_one(iris: LocalWorkbench) -> None:
    """Invariant: both orders begin with the same rows; a table without empty answers says so."""
    curve = ask(iris, "curve")
    assert curve["sizes"][:3] == [10, 15, 20]
    assert curve["chosen"][0] == curve["random"][0]
    assert curve["chosen"][-1] > 85
    with pytest.raises(ExplainError, match='Every row has a "species"'):
        ask(iris, "queue")
