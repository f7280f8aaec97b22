"""Rows that depend on each other: found, kept together or tested in time, from the table to the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from elmweb.data import Table, _file_rows, guess_roles, make_dataset, read_table
from elmweb.data._dependence import in_order, is_entity, join_groups, neighbours_alike, rows_alike
from elmweb.data._split import Split
from elmweb.data.doctor import examine
from elmweb.evaluation import evaluate, lead, result_dict, score
from elmweb.exceptions import ExportError
from elmweb.training import Settings, train
from elmweb.training.explore import iter_explorer
from elmweb.training.folds import folds_of
from elmweb.training.search import Training
from elmweb.workbench.open_table import Choice
from elmweb.workbench.trained import script_file

QUICK = Settings(n_hidden=16, n_seeds=1)


def table(**columns) -> Table:
    """Return a table of columns."""
    return Table("t.csv", pd.DataFrame(columns), 0, 0.0)


def found(one: Table, target: str, task: str) -> dict:
    """Return the findings by their ids."""
    return {each.id: each for each in examine(one, [target], task, guess_roles(one.frame))}


def build(one: Table, target: str, task: str, switches=None):
    """Make the dataset."""
    return make_dataset(one, [target], task, guess_roles(one.frame), switches or {})


def people(n_people: int = 24, n_visits: int = 15, name: str = "person", *, noise: float = 0.0) -> Table:
    """Return a table in which the answer belongs to a person, whom the other columns tell apart."""
    rng = np.random.default_rng(0)
    who = np.repeat(np.arange(n_people), n_visits)
    answer = rng.permutation(np.arange(n_people) % 2)[who]
    answer = np.where(rng.random(len(who)) < noise, 1 - answer, answer)
    own = rng.normal(scale=5, size=(n_people, 4))[who] + rng.normal(scale=0.3, size=(len(who), 4))
    columns = {f"p{at}": column for at, column in enumerate(own.T)}
    return table(**{name: [f"P{at:02}" for at in who]}, **columns, ill=np.array(["no", "yes"], dtype=object)[answer])


def walk(n: int = 400, *, dated: bool = True) -> Table:
    """Return a random walk by day, and columns that say nothing of it."""
    rng = np.random.default_rng(1)
    price = 100 + np.cumsum(rng.normal(size=n))
    days = pd.date_range("2022-01-03", periods=n).strftime("%Y-%m-%d").to_numpy(dtype=object)
    other = {"steps": rng.normal(size=n), "noisy": price + rng.normal(scale=3, size=n)}
    return table(**({"date": days} if dated else {}), **other, price=price)


@pytest.mark.slow
def test_a_person_is_recognised_and_kept_together() -> None:
    """Oracle: labels drawn by person, so that nothing can be learned of new people; mixed rows score 100."""
    one = people()
    finding = found(one, "ill", "binary")["group:person"]
    assert finding.on
    assert "24 values" in finding.title
    data = build(one, "ill", "binary")
    who = one.frame["person"].to_numpy()[data.rows - 1]
    assert not set(who[data.train]) & set(who[data.test])
    assert "person" not in data.X
    report = result_dict(model := train(data), evaluate(model, data))
    assert report["scores"][0]["score"] < 75
    assert report["scores"][0]["high"] - report["scores"][0]["low"] > 20  # few people, however many rows
    assert 'rows with a "person" it had never seen' in report["headline"]["sentence"]
    assert any('of 24 values of "person"' in sentence for sentence in report["how"])
    assert 'without its "person"' in report["loo"]["name"]
    assert report["seeds"]["scores"].max() < 95
    mixed = build(one, "ill", "binary", {"group:person": False})
    mixed_report = result_dict(model := train(mixed), evaluate(model, mixed))
    assert mixed_report["scores"][0]["score"] > 95
    assert mixed_report["how"][1] == "They were drawn at random."
    assert mixed_report["loo"]["name"].endswith("without itself")


@pytest.mark.slow
def test_a_walk_is_tested_on_its_last_part() -> None:
    """Oracle: the time of the rows; mixed rows score high, and the last part is another country."""
    one = walk()
    assert found(one, "price", "regression")["time:date"].on
    data = build(one, "price", "regression")
    np.testing.assert_array_equal(data.test, np.arange(320, 400))
    assert len(np.unique(data.groups_of(data.train))) == 10
    report = result_dict(model := train(data, QUICK), evaluate(model, data))
    assert "the last part" in report["headline"]["sentence"]
    assert 'They are the last ones by "date".' in report["how"][1]
    mixed = build(one, "price", "regression", {"time:date": False})
    mixed_report = result_dict(model := train(mixed, QUICK), evaluate(model, mixed))
    r2, mixed_r2 = (one["measures"][0]["value"] for one in (report, mixed_report))
    assert mixed_r2 > 0.7
    assert r2 < 0 < mixed_r2
    assert Split("time").sentence.startswith("They are the last ones of the table")


def test_newest_first_and_shuffled_rows_are_split_by_their_dates() -> None:
    """Oracle: the dates: none of the test is before one that was learned from, whatever the order of the rows."""
    one = walk()
    for order in (np.arange(400)[::-1], np.random.default_rng(0).permutation(400)):
        moved = Table("t.csv", one.frame.iloc[order].reset_index(drop=True), 0, 0.0)
        data = build(moved, "price", "regression")
        days = moved.frame["date"].to_numpy()[data.rows - 1]
        assert data.split.kind == "time"
        assert days[data.train].max() < days[data.test].min()
        assert len(data.test) == 80


def test_order_alone_says_time_unless_it_is_sorted() -> None:
    """Oracle: a walk without dates; the same sorted by the answer, by another column, and shuffled."""
    one = walk(dated=False)
    assert found(one, "price", "regression")["time:"].on
    assert build(one, "price", "regression").split.columns == ()
    frame = one.frame
    by_answer, shuffled = frame.sort_values("price"), frame.sample(frac=1, random_state=0)
    by_column = frame.assign(noisy=np.sort(frame["noisy"]))
    for other in (by_answer, shuffled, by_column):
        plain = Table("t.csv", other.reset_index(drop=True), 0, 0.0)
        assert not [key for key in found(plain, "price", "regression") if key.startswith("time")]


@pytest.mark.slow
def test_what_depends_little_is_offered_or_not_said() -> None:
    """Invariant: dates in order are offered, off, where answers are not alike; a column that says nothing is not."""
    rng = np.random.default_rng(0)
    days = pd.date_range("2024-01-01", periods=300).strftime("%d.%m.%Y").to_numpy(dtype=object)
    one = table(
        day=days, shop=rng.choice([f"s{at}" for at in range(20)], 300), x=rng.normal(size=300), y=rng.normal(size=300)
    )
    findings = found(one, "y", "regression")
    assert not findings["time:day"].on
    assert "group:shop" not in findings
    assert build(one, "y", "regression").split.kind == "random"
    assert build(one, "y", "regression", {"time:day": True}).split.kind == "time"


@pytest.mark.parametrize(
    ("name", "noise", "on"),
    [("patient", 0.1, True), ("region", 0.1, False), ("trait", 0.0, True), ("region", 0.0, False)],
)
def test_nearly_constant_answers_count_by_the_name(name, noise, on) -> None:
    """Invariant: what is called a patient is kept together sooner than others, and places never unasked."""
    assert found(people(name=name, noise=noise), "ill", "binary")[f"group:{name}"].on is on


@pytest.mark.parametrize(("n_shops", "on"), [(12, False), (24, True)])
def test_few_shops_are_kinds_that_new_rows_have_too(n_shops, on) -> None:
    """Invariant: it is said in both cases, and acted on where there are shops enough to test on other ones."""
    rng = np.random.default_rng(0)
    shop, hours = rng.integers(0, n_shops, 300), rng.uniform(1, 8, 300)
    price = rng.uniform(20, 90, n_shops)[shop] * 8 + hours
    one = table(shop=np.array([f"{at:05d}" for at in shop], dtype=object), hours=hours, price=price)
    assert found(one, "price", "regression")["group:shop"].on is on


def test_numbers_are_people_only_by_name() -> None:
    """Invariant: whole numbers group rows when they are called an id."""
    one = people()
    codes = pd.factorize(one.frame["person"])[0] + 1000
    frame = one.frame.drop(columns="person")
    for name, said in (("patient_id", True), ("width", False)):
        numbered = Table("t.csv", frame.assign(**{name: codes}), 0, 0.0)
        assert (f"group:{name}" in found(numbered, "ill", "binary")) is said


def test_another_word_for_the_class_is_no_group() -> None:
    """Invariant: a code with as many values as there are answers is a leak and keeps nothing together."""
    labels = np.repeat(np.array(["a", "b", "c"], dtype=object), 40)
    one = table(
        code=np.char.add("k", labels.astype(str)).astype(object), x=np.random.default_rng(0).normal(size=120), y=labels
    )
    assert set(found(one, "y", "multiclass")) == {"leak:code"}


def test_an_answer_that_only_the_last_part_has_is_left_out_and_said() -> None:
    """Oracle: classes by time, the last of which no earlier row has."""
    n = 200
    days = pd.date_range("2024-01-01", periods=n).strftime("%Y-%m-%d").to_numpy(dtype=object)
    labels = np.array(["a", "b", "new"], dtype=object)[np.r_[np.arange(n - 20) // 30 % 2, np.full(20, 2)]]
    data = build(table(date=days, x=np.arange(n) * 1.5 % 7, y=labels), "y", "multiclass", {"time:date": True})
    assert data.classes == ("a", "b")
    assert "20 rows with an answer that no row to learn from has are left out." in data.notes
    assert sorted([*data.train, *data.test]) == list(range(n - 20))


def test_copies_that_are_kept_are_left_out_together() -> None:
    """Oracle: the rows without their copies; leave-one-out of each copy alone promises what is not there."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(60, 3)), rng.normal(size=60)
    columns = {f"x{at}": np.repeat(column, 4) for at, column in enumerate(x.T)}
    one = table(**columns, y=np.repeat(y, 4))
    data = build(one, "y", "regression", {"duplicates": False})
    assert train(data, replace(QUICK, n_hidden=64)).search.left_out == "row with its copies"
    training = Training(data, Settings(n_hidden=64, n_seeds=1))
    for step in training.run():
        assert step.best is None or step.best < 0.3


def test_constancy_and_neighbours_by_hand() -> None:
    """Oracle: counted by hand; chance is 0 and a constant is 1."""
    groups = np.repeat(np.arange(10), 6)
    assert rows_alike(groups, groups % 2, classes=True) == 1
    assert rows_alike(groups, groups * 3.0, classes=False) == 1
    rng = np.random.default_rng(0)
    assert abs(rows_alike(groups, rng.integers(0, 2, 60), classes=True)) < 0.3
    assert rows_alike(np.arange(60), groups % 2, classes=True) == 0  # nothing repeats
    assert neighbours_alike(np.arange(50.0), classes=False) > 0.99
    assert neighbours_alike(np.array([0, 1] * 20), classes=True) < 0
    assert neighbours_alike(np.ones(9), classes=False) == 0
    assert in_order(np.array([5, 5, 3, 1]))
    assert not in_order(np.array([1, 3, 2, 5]))
    big = np.repeat(np.arange(40_000), 3)
    assert rows_alike(big, big % 2, classes=True) == 1


@pytest.mark.parametrize(
    "name", ["person", "Patient", "shop_id", "customerId", "subjects", "Kunde", "user.id", "mouse"]
)
def test_names_of_those_who_come_back(name) -> None:
    """Invariant: in any spelling."""
    assert is_entity(name)
    assert not any(map(is_entity, ["width", "country", "idle", "personal", "price", "number"]))


def test_groups_join_over_shared_rows() -> None:
    """Oracle: components of a graph, by hand."""
    joined = join_groups([np.array([0, 0, 1, 1, 2, -1]), np.array([5, 6, 6, 7, 8, -1])])
    np.testing.assert_array_equal(joined, [0, 0, 0, 0, 1, 2])


def test_large_groups_become_folds() -> None:
    """Invariant: no fold cuts a group, folds are about equal; few or small groups stay themselves."""
    small = np.repeat(np.arange(100), 3)
    np.testing.assert_array_equal(folds_of(small, 128), small)
    large = np.random.default_rng(0).integers(0, 60, 20_000)
    folds = folds_of(large, 512)
    assert len(np.unique(folds)) == 20
    assert np.bincount(folds).max() < 1.5 * np.bincount(folds).min()
    assert all(len(np.unique(folds[large == group])) == 1 for group in range(60))
    assert folds_of(None, 128) is None


def test_intervals_are_those_of_groups() -> None:
    """Oracle: one value for each group is all there is to know, so many equal rows narrow nothing."""
    rng = np.random.default_rng(0)
    by_group = rng.integers(0, 2, 12).astype(float)
    values, groups = np.repeat(by_group, 50), np.repeat(np.arange(12), 50)
    grouped, once = score("binary", values, groups), score("multilabel", by_group)
    assert grouped.low == pytest.approx(once.low, abs=0.5)
    assert grouped.high == pytest.approx(once.high, abs=0.5)
    assert score("binary", values).high - score("binary", values).low < 0.3 * (grouped.high - grouped.low)
    assert lead("binary", values, np.zeros(600)).clear
    one_group = lead("binary", np.ones(50), np.zeros(50), np.zeros(50))
    assert not one_group.clear


def test_sliders_and_the_final_fit_leave_groups_out() -> None:
    """Invariant: the small model's score is that of new people; a final fit on all rows keeps what the search found."""
    data = build(people(), "ill", "binary")
    steps = iter_explorer(data)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            explorer = end.value
            break
    for alpha in (None, 0.01, 0.02):
        seen = explorer.explore(Settings(n_hidden=32, alpha=alpha))
        assert seen["score"] < 90
        assert 'never saw its "person"' in seen["text"]


def test_a_script_for_a_cluster_is_refused_where_rows_are_kept_together() -> None:
    """Invariant: it would test on rows of people it has learned from; the script for one machine does not."""
    one = people()
    data, choice = build(one, "ill", "binary"), Choice(["ill"], "binary", guess_roles(one.frame), {})
    with pytest.raises(ExportError, match="On a cluster"):
        script_file(Settings(), data, choice, {}, cluster=True)
    assert b"make_dataset" in script_file(Settings(), data, choice, {}, cluster=False)["data"]


@pytest.mark.parametrize("kind", ["groups", "time"])
def test_a_file_larger_than_memory_keeps_its_groups_apart(kind, tmp_path: Path, monkeypatch) -> None:
    """Oracle: the rows of the whole file that are of no test group, or before the test."""
    monkeypatch.setattr(_file_rows, "LARGE_BYTES", 10_000)
    monkeypatch.setattr(_file_rows, "_MOST_ROWS", 600)
    one = people(30, 100) if kind == "groups" else walk(3000)
    path, target = tmp_path / "big.csv", one.columns[-1]
    one.frame.to_csv(path, index=False)
    sample = read_table(path)
    assert sample.file is not None
    task = "binary" if kind == "groups" else "regression"
    data = build(sample, target, task)
    assert data.split.kind == kind
    model = train(data, QUICK)
    if kind == "groups":
        tested = set(sample.frame["person"].to_numpy()[data.rows[data.test] - 1])
        expected = int((~one.frame["person"].isin(tested)).sum())
    else:
        first = sample.frame["date"].to_numpy()[data.rows[data.test] - 1].min()
        expected = int((one.frame["date"] < first).sum())
    assert model.n_train == expected
