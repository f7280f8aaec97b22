"""Forgetting rows and sharing sums, against fits that never saw the rows and fits on everybody's rows."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_diabetes, load_iris
from sklearn.preprocessing import StandardScaler

from elmweb import (
    ELMClassifier,
    ELMRegressor,
    KernelELMClassifier,
    OnlineELMClassifier,
    OnlineELMRegressor,
    RVFLClassifier,
)
from elmweb.audit.sums import check_enough, fewest_rows, summed
from elmweb.estimators.core.forget import iter_forget
from elmweb.exceptions import DataError, ExplainError, ExportError, ModelFileError, WorkbenchError
from elmweb.progress import finish
from elmweb.workbench.local import LocalWorkbench

CHOICES = {"targets": ["kind"]}


def ignore(_message: dict) -> None:
    """Take a progress message."""


def run(coroutine: Any) -> Any:
    """Wait for a verb."""
    return asyncio.run(coroutine)


def irises() -> tuple[np.ndarray, np.ndarray]:
    """Return scaled irises with their names."""
    data = load_iris()
    return StandardScaler().fit_transform(data.data), data.target_names[data.target].astype(object)


@pytest.mark.slow
@pytest.mark.parametrize(
    "model",
    [
        ELMClassifier(24, random_state=0),
        ELMClassifier(256, random_state=0),
        RVFLClassifier(24, random_state=0),
        ELMClassifier(24, arithmetic="integer", random_state=0),
        ELMClassifier(256, arithmetic="integer", random_state=0),
    ],
    ids=["narrow", "wider than rows", "direct links", "integers", "integers, wider than rows"],
)
def test_a_forgotten_row_is_as_if_never_seen(model: Any) -> None:
    """Oracle: the same settings fitted on the other rows; in integers the same bits."""
    X, y = irises()
    model.fit(X, y)
    gone = np.zeros(len(y), dtype=bool)
    gone[3::9] = True
    fitted, done = finish(iter_forget(model, X, y, gone))
    again = type(model)(**{**model.get_params(), "alpha": model.alpha_})
    again._make_layer = lambda _rows: model.layer_  # an integer layer takes its scale from the rows
    again.fit(X[~gone], y[~gone])
    assert np.abs(fitted.decision_function(X) - again.decision_function(X)).max() < 1e-6
    assert done.by_subtraction
    assert done.bit_equal == (model.get_params().get("arithmetic") == "integer")
    if done.bit_equal:
        np.testing.assert_array_equal(fitted.coef_, again.coef_)
    np.testing.assert_allclose(fitted.loo_decision_, again.loo_decision_, atol=1e-6)
    assert fitted.inverse_temperature_ == pytest.approx(again.inverse_temperature_, rel=1e-6)
    assert (done.n_before, done.n_after) == (150, int((~gone).sum()))
    assert len({done.sums_before, done.sums_after, done.model_before, done.model_after}) == 4


def test_hashes_do_not_depend_on_what_was_forgotten_before() -> None:
    """Invariant: in integers, forgetting a and b leaves the model that forgetting b alone leaves of the others."""
    X, y = irises()
    model = ELMClassifier(24, arithmetic="integer", random_state=0, alpha=4.0).fit(X, y)
    first = np.arange(150) % 10 == 0
    second = np.arange(150) % 10 == 1
    without, _ = finish(iter_forget(model, X, y, first))
    _, in_turn = finish(iter_forget(without, X[~first], y[~first], second[~first]))
    _, at_once = finish(iter_forget(model, X, y, first | second))
    assert in_turn.sums_after == at_once.sums_after
    assert in_turn.model_after == at_once.model_after


def test_kinds_and_rows_that_cannot_be_forgotten() -> None:
    """Invariant: a layer made of rows, and rows that were never learned, are refused."""
    X, y = irises()
    gone = np.arange(150) < 5
    with pytest.raises(ValueError, match="keeps training rows in its layer"):
        finish(iter_forget(KernelELMClassifier().fit(X, y), X, y, gone))
    with pytest.raises(ValueError, match="not the rows that the model has learned"):
        finish(iter_forget(ELMClassifier(16, random_state=0).fit(X, y), X[::-1] + 1, y, gone))


def people(n: int = 120) -> pd.DataFrame:
    """Return rows of thirty people whose kind follows from three numbers."""
    rng = np.random.default_rng(0)
    values = rng.normal(size=(n, 3))
    frame = pd.DataFrame(values, columns=["a", "b", "c"])
    frame["person"] = [f"p{at % 30}" for at in range(n)]
    frame["kind"] = np.where(values[:, 0] + values[:, 1] > 0, "up", "down")
    return frame


def opened(frame: pd.DataFrame, name: str = "people.csv", **settings: Any) -> LocalWorkbench:
    """Return a workbench with a small model of a table."""
    workbench = LocalWorkbench()

    async def train() -> None:
        await workbench.open_table({"text": frame.to_csv(index=False), "name": name}, None, ignore)
        await workbench.train(CHOICES, {"n_hidden": 16, "n_seeds": 1, **settings}, ignore)

    run(train())
    return workbench


@pytest.mark.slow
def test_a_person_is_forgotten_with_a_receipt() -> None:
    """Invariant: both models are without the rows, the score is counted again, and the receipt says what stays."""
    workbench = opened(people())
    found = run(workbench.audit("values", {"column": "person"}, ignore))
    assert found["columns"][:2] == ["a", "b"]
    assert dict(found["values"])["p7"] == 4
    done = run(workbench.forget({"column": "person", "value": "p7"}, ignore))
    assert done["rows"] == [8, 38, 68, 98]
    receipt = json.loads(json.dumps(done["receipt"]))
    assert receipt["asked"] == {"column": "person", "value": "p7"}
    assert receipt["models"][0]["n_before"] - receipt["models"][0]["n_after"] == 4
    assert all(one["within_limit"] and one["difference"] <= 1e-6 for one in receipt["models"])
    assert len(receipt["remains"]) == 3
    model = done["result"]["model"]
    assert model["n_train"] + model["n_test"] == model["n_refit"] == 116
    assert "p7" not in dict(run(workbench.audit("values", {"column": "person"}, ignore))["values"])
    with pytest.raises(ExplainError, match="No row that is left"):
        run(workbench.forget({"column": "person", "value": "p7"}, ignore))
    with pytest.raises(ExplainError, match="no such column"):
        run(workbench.forget({"column": "name", "value": "p7"}, ignore))
    with pytest.raises(DataError, match="too little to learn from"):  # a whole class
        run(workbench.forget({"column": "kind", "value": "up"}, ignore))


@pytest.mark.slow
def test_a_kernel_says_that_it_cannot_forget() -> None:
    """Invariant: the refusal names the kind and what can."""
    workbench = opened(people(), model_kind="kernel")
    with pytest.raises(ExplainError, match="cannot forget rows exactly") as caught:
        run(workbench.forget({"column": "person", "value": "p7"}, ignore))
    assert caught.value.value == "KernelELMClassifier"
    with pytest.raises(ExportError, match="no sums to share"):
        run(workbench.share_sums({}, CHOICES))


@pytest.mark.slow
@pytest.mark.parametrize("arithmetic", ["float", "integer"])
def test_sums_of_two_people_are_the_pooled_model(arithmetic: str) -> None:
    """Oracle: one online ELM that learns the rows of both; in integers the same bits."""
    frame = people(500)
    mine, theirs = opened(frame[:280], arithmetic=arithmetic), opened(frame[280:], "theirs.csv")
    first = run(mine.share_sums({}, CHOICES))
    run(theirs.join_sums({"bytes": first["data"], "name": "mine.zip"}, ignore))
    second = run(theirs.share_sums({"match": True}, CHOICES))
    found = run(theirs.join_sums({"bytes": second["data"], "name": "theirs.zip"}, ignore))
    assert [one["n_rows"] for one in found["files"]] == [280, 220]
    result = run(theirs.pool_sums())
    assert result["model"]["n_train"] == 500
    model = theirs._trained.model  # type: ignore[union-attr]
    datasets = [run(one._dataset(CHOICES, ignore)) for one in (mine, theirs)]
    Z = np.concatenate([model.inputs(one.X) for one in datasets])
    y = np.concatenate([one.y for one in datasets])
    oracle = OnlineELMClassifier(16, arithmetic=arithmetic)
    oracle.layer_, oracle.n_features_in_ = model.estimator.layer_, Z.shape[1]
    oracle.partial_fit(Z, y)
    np.testing.assert_allclose(model.estimator.coef_, oracle.coef_, rtol=1e-8, atol=1e-10)
    assert model.estimator.inverse_temperature_ == pytest.approx(oracle.inverse_temperature_)
    if arithmetic == "integer":
        np.testing.assert_array_equal(model.estimator.coef_, oracle.coef_)
    file = run(theirs.export("model"))
    again = run(theirs.load_model({"bytes": file["data"], "name": "pooled.elm.zip"}, ignore))
    assert again["model"]["n_train"] == 500
    assert run(theirs.drop_sums())["files"] == []
    with pytest.raises(WorkbenchError, match="No file of sums"):
        run(theirs.pool_sums())


def test_sums_of_numbers() -> None:
    """Oracle: an online ELM on the rows of both halves."""
    X, y = load_diabetes(return_X_y=True)
    X = StandardScaler().fit_transform(X)
    model = ELMRegressor(20, random_state=0).fit(X, y)
    from elmweb.audit.sums import pooled

    half = summed(model, X[:200], y[:200])
    half.merge(summed(model, X[200:], y[200:]))  # type: ignore[arg-type]
    fitted, (low, high) = pooled(model, half)
    oracle = OnlineELMRegressor(20, random_state=0).fit(X, y)
    np.testing.assert_allclose(fitted.coef_, oracle.coef_, rtol=1e-8)
    assert high == -low == pytest.approx(1.645 * np.sqrt(oracle.gcv_error_))


def test_sums_of_one_row_give_it_away() -> None:
    """Oracle: the row itself, from the mean of the hidden units of a class with one row; so few are refused."""
    X, y = irises()
    model = ELMClassifier(24, random_state=0).fit(X, y)
    h = summed(model, X[:1], y[:1]).result().h_mean
    layer = model.layer_
    found = np.linalg.lstsq(layer.weights.T, np.arctanh(h) - layer.bias, rcond=None)[0] if (
        layer.weights.shape == (4, 24)
    ) else np.linalg.lstsq(layer.weights, np.arctanh(h) - layer.bias, rcond=None)[0]  # fmt: skip
    np.testing.assert_allclose(found, X[0], atol=1e-6)
    with pytest.raises(ExportError, match="so few rows of an answer") as caught:
        check_enough(5_000, 4, 16, {"a": 4_999, "b": 1})
    assert caught.value.value == "b (1)"
    assert fewest_rows(100, 16, 1) == 100
    assert fewest_rows(4, 100, 1) == (5_050 + 200) // 4 + 1
    with pytest.raises(ExportError, match="would give rows away") as caught:
        check_enough(150, 4, 64, {"a": 75, "b": 75})
    assert "at most 31 units" in caught.value.hints[0]


@pytest.mark.slow
def test_files_that_do_not_agree_or_are_damaged() -> None:
    """Invariant: another layer, a file of another kind, a damaged one and sums that are no numbers are refused."""
    frame = people(400)
    workbench = opened(frame)
    other = run(opened(frame, "other.csv", seed=5).share_sums({}, CHOICES))
    own = run(workbench.share_sums({}, CHOICES))
    run(workbench.join_sums({"bytes": own["data"], "name": "own.zip"}, ignore))
    with pytest.raises(ModelFileError, match="not of the same layer"):
        run(workbench.join_sums({"bytes": other["data"], "name": "other.zip"}, ignore))
    model = run(workbench.export("model"))
    for data in (b"", b"PK\x03\x04", own["data"][:-400], model["data"]):
        with pytest.raises(ModelFileError):
            run(workbench.join_sums({"bytes": data, "name": "bad.zip"}, ignore))
    with zipfile.ZipFile(io.BytesIO(own["data"])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    facts = json.loads(parts["sums.json"])
    assert facts["n_rows"] == 400
    with np.load(io.BytesIO(parts["sums.npz"])) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays["G"] = arrays["G"] * np.nan
    buffer, file = io.BytesIO(), io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in {**parts, "sums.npz": buffer.getvalue()}.items():
            archive.writestr(name, part)
    with pytest.raises(ModelFileError, match="damaged"):
        run(workbench.join_sums({"bytes": file.getvalue(), "name": "nan.zip"}, ignore))
    assert len(run(workbench.drop_sums())["files"]) == 0


@pytest.mark.slow
def test_nobody_counts_twice_or_is_lost_by_a_name() -> None:
    """Invariant: the same sums again change nothing; other sums under the same name stand beside the first."""
    frame = people(500)
    mine, theirs = opened(frame[:280]), opened(frame[280:])
    first = run(mine.share_sums({}, CHOICES))["data"]
    for name in ("people.zip", "people (1).zip"):
        run(theirs.join_sums({"bytes": first, "name": name}, ignore))
    second = run(theirs.share_sums({"match": True}, CHOICES))["data"]
    found = run(theirs.join_sums({"bytes": second, "name": "people.zip"}, ignore))
    assert [(one["name"], one["n_rows"]) for one in found["files"]] == [("people.zip", 280), ("people.zip (2)", 220)]
