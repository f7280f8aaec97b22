"""What the doctor finds, and what it leaves alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn import datasets

from elmweb.data import Table, check_all, examine, guess_roles, is_on

N = 400
RNG = np.random.default_rng(3)
GRADES = RNG.choice(["table", "kitchen", "juice"], N)
WEIGHT = 150 + 30 * RNG.normal(size=N)


def apples(**more) -> pd.DataFrame:
    """Return a small orchard without findings, and more columns; the grade is last."""
    base = {"weight_g": WEIGHT, "orchard": np.where(RNG.random(N) < 0.5, "hill", "river").astype(object)}
    return pd.DataFrame({**base, **more, "grade": GRADES.astype(object)})


def look(frame, target="grade", task="multiclass", roles=None, infinite=None):
    """Return the findings of a frame by their ids."""
    table = Table("apples.csv", frame, 0, 0.0, infinite=infinite or {})
    return {one.id: one for one in examine(table, [target], task, roles or guess_roles(frame))}


def test_nothing_odd_is_left_alone():
    """A table without a flaw has no finding."""
    assert look(apples()) == {}


def test_code_of_the_target_is_a_leak():
    """A number that encodes the grade is found in all rows, with the sentence of the design."""
    codes = pd.Series(GRADES).map({"table": 1, "kitchen": 2, "juice": 3}).to_numpy()
    one = look(apples(grade_code=codes))["leak:grade_code"]
    assert one.title == '"grade_code" gives the answer away'
    assert one.detail == 'It matches "grade" in 400 of 400 rows. Leave it out.'
    assert one.on
    assert one.can_change


def test_score_behind_the_target_is_a_leak():
    """A number whose threshold gives the target is found, although each of its values is unique."""
    frame = pd.DataFrame({"noise": RNG.normal(size=2000), "score": RNG.random(2000)})
    frame["passed"] = np.where(frame["score"] > 0.5, "yes", "no").astype(object)
    found = look(frame, "passed", "binary")
    assert set(found) == {"leak:score"}


def test_amount_in_another_unit_is_a_leak():
    """A monotone copy of an amount is found, a merely good feature is not."""
    price = RNG.gamma(2, 100, N)
    frame = pd.DataFrame({"price_eur": np.sqrt(price), "size": price + RNG.normal(size=N) * 20, "price": price})
    assert set(look(frame, "price", "regression")) == {"leak:price_eur"}


def test_iris_has_no_leak():
    """A good feature of a small table is no leak: petals separate setosa from versicolor in every row."""
    bunch = datasets.load_iris(as_frame=True)
    frame = bunch.data[:100].assign(species=bunch.target_names[bunch.target[:100]])
    assert not [one for one in look(frame, "species", "binary") if one.startswith("leak")]


def test_row_names_are_identifiers():
    """Codes and running numbers are found; a year and a measured number that differ in every row are not."""
    n = np.arange(N)
    frame = apples(
        apple_id=np.array([f"A{i}" for i in n], dtype=object), counter=n + 1, year=1600 + n, customerId=n * 37 + 5
    )
    found = look(frame)
    assert {"identifier:apple_id", "identifier:counter", "identifier:customerId"} == set(found)
    assert found["identifier:apple_id"].title == '"apple_id" is different in every row'


def test_missing_is_counted_and_filled():
    """Counts are exact and the middle value is the median."""
    holes = WEIGHT.copy()
    holes[:12] = np.nan
    one = look(apples(firmness=holes))["missing:firmness"]
    assert one.title == '"firmness" is missing in 12 rows'
    assert f"{np.median(WEIGHT[12:]):.6g}" in one.detail


def test_copies_are_counted():
    """Three rows written again are three copies; in a table of few values copies are kept."""
    frame = apples()
    one = look(pd.concat([frame, frame[:3]], ignore_index=True))["duplicates"]
    assert one.title == "3 rows are exact copies"
    assert one.on
    coarse = pd.DataFrame({"a": [0, 1, 0, 1] * 50, "b": [0, 0, 1, 1] * 50, "y": ["u", "v", "v", "u"] * 50})
    assert not look(coarse, "y", "binary")["duplicates"].on


def test_slip_of_the_pen_is_an_outlier():
    """One absurd weight is found with its value; a long tail is not."""
    weight = WEIGHT.copy()
    weight[7] = 1840
    frame = apples(weight_kg=weight, income=np.exp(2 * RNG.normal(size=N)))
    one = look(frame)["outlier:weight_kg"]
    assert one.title == '"weight_kg" has one odd value: 1,840'
    assert not one.on
    assert "With the switch on, it counts as missing." in one.detail
    assert "outlier:income" not in look(frame)


def test_other_findings():
    """Each other kind is found in a column that has it."""
    bad_day = np.array(["2024-03-05", "2024-04-06", "2024-05-07", "2024-06-08"] * (N // 4), dtype=object)
    bad_day[4] = "soon"
    frame = apples(
        same=np.full(N, "x", dtype=object),
        rare=np.where(np.arange(N) < 390, np.nan, 1.5) + np.arange(N),
        day=bad_day,
        price=np.where(RNG.random(N) < 0.1, "ask", RNG.integers(1, 9, N).astype(str)).astype(object),
        town=RNG.choice([f"t{i}" for i in range(60)], N),
        name=np.array([f"n{i % 300}" for i in range(N)], dtype=object),
    )
    frame.loc[0, "grade"] = "plum"
    frame.loc[1, "grade"] = None
    found = look(frame, infinite={"weight_g": 2})
    assert set(found) == {
        "constant:same",
        "mostly_missing:rare",
        "date:day",
        "number_as_text:price",
        "many_kinds:town",
        "many_categories:name",
        "rare_class:grade",
        "missing_target:grade",
        "infinite:weight_g",
    }
    assert 'Such as "soon" in row 5.' in found["date:day"].detail
    assert found["rare_class:grade"].title == '"plum" is the answer in only 1 row'


def test_rare_answers_can_be_left_out_if_others_are_left():
    """A finding says how to switch it on where it is off, and is none where no row would be left."""
    frame = pd.DataFrame({"x": np.arange(12.0) ** 2, "y": ["a"] * 8 + ["b", "b", "c", "c"]})
    one = look(frame, "y", "multiclass")["rare_class:y"]
    assert not one.on
    assert "With the switch on, they are left out, 4 rows in all." in one.detail
    assert "rare_class:y" not in look(frame[8:].reset_index(drop=True), "y", "binary")


def test_large_tables_are_cut():
    """Above 200,000 rows a part of them is offered."""
    frame = pd.DataFrame({"x": np.random.default_rng(0).random(200_001), "y": np.arange(200_001) % 2})
    assert look(frame, "y", "binary")["cut_rows"].title == "200,001 rows are more than are needed"


def test_many_findings_of_a_kind_become_one():
    """A hundred columns with holes are one line, and its switch reaches each of them."""
    values = RNG.normal(size=(50, 100))
    values[0] = np.nan
    frame = pd.DataFrame(values, columns=[f"x{i}" for i in range(100)]).assign(y=[0, 1] * 25)
    found = look(frame, "y", "binary")
    assert found["missing:*"].title == "100 columns have missing values"
    single = check_all(Table("t", frame, 0, 0.0), ["y"], "binary", guess_roles(frame))
    assert len([one for one in single if one.kind == "missing"]) == 100
    assert not any(is_on(one, {"missing:*": False}) for one in single if one.kind == "missing")


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_any_task_can_be_checked(task):
    """A task that does not fit the target is no reason to fail; make_dataset reports it later."""
    assert isinstance(look(apples(), task=task), dict)
