"""From a table and choices to a frozen dataset."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from elmweb.data import Table, guess_roles, make_dataset
from elmweb.exceptions import ColumnError, DataError, SettingsError, TargetError

RNG = np.random.default_rng(5)
N = 200
SIZE = RNG.normal(size=N)
KIND = RNG.choice(["a", "b", "c"], N, p=[0.6, 0.3, 0.1]).astype(object)


def table(**columns) -> Table:
    """Return a table of columns."""
    return Table("t.csv", pd.DataFrame(columns), 0, 0.0)


def build(one: Table, target="y", task="multiclass", switches=None, roles=None, **more):
    """Make a dataset by the guessed roles and the roles given."""
    targets = [target] if isinstance(target, str) else target
    return make_dataset(one, targets, task, {**guess_roles(one.frame), **(roles or {})}, switches or {}, **more)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    labels=st.lists(st.sampled_from("abcdef"), min_size=12, max_size=80),
    values=st.lists(st.integers(0, 3), min_size=80, max_size=80),
    seed=st.integers(0, 99),
    keep_copies=st.booleans(),
)
def test_split_invariants(labels, values, seed, keep_copies):
    """No row on both sides, no copy across, each class of two rows or more learned, same seed same split."""
    one = table(x=values[: len(labels)], z=np.arange(len(labels)) % 2, y=np.array(labels, dtype=object))
    switches = {"duplicates": not keep_copies, "rare_class:y": False, "leak:x": False}
    try:
        data = build(one, switches=switches, seed=seed, roles={"x": "number", "z": "number"})
    except DataError:
        return  # one class, too few rows, or all rows equal: the message is tested below
    assert sorted([*data.train, *data.test]) == list(range(len(data.X)))
    rows = [(*map(str, row), label) for row, label in zip(data.X.to_numpy(), data.y, strict=True)]
    assert not {rows[i] for i in data.train} & {rows[i] for i in data.test}
    if not keep_copies:
        assert len(set(rows)) == len(rows)
    assert set(data.classes) == set(data.y[data.train]) | {
        label for label in data.classes if (data.y == label).sum() < 2
    }
    again = build(one, switches=switches, seed=seed, roles={"x": "number", "z": "number"})
    assert (again.train == data.train).all()
    frame = one.frame.iloc[data.rows - 1]
    assert frame["y"].tolist() == data.y.tolist()


def test_split_is_stratified():
    """Each class is divided four to one."""
    data = build(table(x=SIZE, y=KIND))
    for label in data.classes:
        n_rows = (data.y == label).sum()
        assert abs((data.y[data.test] == label).sum() - 0.2 * n_rows) <= 0.5


def test_features_have_the_kinds_that_are_promised():
    """Numbers are float64, all others are str or None, whatever they were."""
    one = table(
        n=np.arange(N) % 50,
        code=np.where(np.arange(N) % 9 == 0, np.nan, np.arange(N) % 3),
        day=np.array(["2024-01-05", None, "2024-02-06", None] * (N // 4), dtype=object),
        y=KIND,
    )
    data = build(one, roles={"code": "category"})
    assert data.roles == {"n": "number", "code": "category", "day": "date"}
    assert data.X["n"].dtype == np.float64
    assert set(data.X["code"]) == {"0", "1", "2", None}
    assert set(data.X["day"]) == {"2024-01-05", "2024-02-06", None}


def test_number_labels_are_whole():
    """Classes written as numbers are labels without decimals, also when a hole made them floats."""
    y = np.where(np.arange(N) == 0, np.nan, np.arange(N) % 2)
    data = build(table(x=SIZE, y=y), task="binary")
    assert data.classes == ("0", "1")
    assert len(data.X) == N - 1
    assert data.notes == ("1 row without an answer is left out.",)


def test_findings_are_applied_and_switches_undo_them():
    """By default leaks, identifiers and duplicates are dropped and outliers stay; each switch reverses one of these."""
    frame = pd.DataFrame({"x": SIZE, "y": KIND})
    frame["code"] = frame["y"].map({"a": 1, "b": 2, "c": 3})
    frame["id"] = [f"r{i}" for i in range(N)]
    frame["w"] = np.where(np.arange(N) == 7, 1840.0, 150 + SIZE)
    frame["v"] = np.where(np.arange(N) < 5, np.nan, SIZE)
    frame.loc[N] = frame.loc[N - 1]
    one = Table("t.csv", frame, 0, 0.0)
    data = build(one)
    assert list(data.X) == ["x", "w", "v"]
    assert len(data.X) == N
    data = build(one, switches={"leak:code": False, "outlier:w": True, "missing:v": False, "identifier:id": False})
    assert {"code", "id"} <= set(data.X)
    assert data.X["w"].isna().sum() == 1
    assert len(data.X) <= N - 4


def test_rare_classes_go_or_stay():
    """A class of one row is left out; kept by choice it is learned and never tested."""
    y = KIND.copy()
    y[3] = "plum"
    one = table(x=SIZE, y=y)
    assert "plum" not in build(one).classes
    data = build(one, switches={"rare_class:y": False})
    assert "plum" in data.y[data.train]
    assert "plum" not in data.y[data.test]


def test_text_with_numbers_becomes_a_number():
    """Nine of ten prices are numbers: they are used, and the rest is missing."""
    price = np.array(["ask" if i % 10 == 0 else str(i % 7) for i in range(N)], dtype=object)
    data = build(table(x=SIZE, price=price, y=KIND))
    assert data.roles["price"] == "number"
    assert data.X["price"].isna().sum() == N / 10
    kept = build(table(x=SIZE, price=price, y=KIND), switches={"number_as_text:price": False})
    assert kept.roles["price"] == "category"


def test_regression():
    """Numeric targets are float64 and have no classes."""
    data = build(table(x=SIZE, y=SIZE + RNG.normal(size=N)), task="regression")
    assert (data.y.dtype, data.y.shape, data.classes) == (np.float64, (N,), ())
    assert len(data.test) == N / 5


def test_several_labels():
    """Yes and no in several spellings become 1 and 0, and a label of one row is learned."""
    rare = np.zeros(N, dtype=int)
    rare[17] = 1
    one = table(x=SIZE, red=KIND == "a", big=np.where(SIZE > 0, "Yes", "no").astype(object), rare=rare)
    for seed in range(8):
        data = build(one, ["red", "big", "rare"], "multilabel", {"leak:x": False}, {"x": "number"}, seed=seed)
        assert data.y.shape == (N, 3)
        assert (data.y[:, 1] == (data.X["x"] > 0)).all()
        assert data.y[data.train, 2].sum() == 1


@pytest.mark.slow
def test_large_table_is_cut_and_can_be_kept_whole():
    """Of more rows 200,000 are used, all when the switch is off, and each has the right number."""
    rng = np.random.default_rng(0)
    one = table(x=rng.random(200_100), y=rng.integers(0, 2, 200_100))
    data = build(one, task="binary")
    assert len(data.X) == 200_000
    assert (one.frame["x"].to_numpy()[data.rows - 1] == data.X["x"]).all()
    assert len(build(one, task="binary", switches={"cut_rows": False}).X) == 200_100


@pytest.mark.parametrize(
    ("columns", "task", "kind", "words"),
    [
        ({"y": ["a", "b"]}, "binary", DataError, "has one column"),
        ({"x": [1], "y": ["a"]}, "binary", DataError, "too few rows"),
        ({"x": [1, 2, 3, 4], "y": ["a", "b"] * 2}, "binary", DataError, "at least 5 rows"),
        ({"x": SIZE, "y": ["a"] * N}, "binary", TargetError, 'only "a"'),
        ({"x": SIZE, "y": [None] * N}, "binary", TargetError, "is empty"),
        ({"x": SIZE, "y": [f"r{i}" for i in range(N)]}, "multiclass", TargetError, "different in every row"),
        ({"x": SIZE, "y": KIND}, "binary", TargetError, "exactly 2 answers. Found: 3"),
        ({"x": SIZE, "y": KIND}, "regression", TargetError, 'Found: "[abc]" in row 1'),
        ({"x": SIZE, "y": [2.0] * N}, "regression", TargetError, "the same in every row"),
        ({"x": ["q"] * N, "y": KIND}, "multiclass", DataError, 'left out: "x"'),
        ({"x": SIZE, "y": KIND}, "multilabel", TargetError, "2 or more for multilabel"),
        ({"x": SIZE, "y": KIND}, "sorting", SettingsError, "sorting"),
    ],
)
def test_what_cannot_be_learned_is_an_error(columns, task, kind, words):
    """Each impossible choice is refused with its rule and its value."""
    frame = {
        name: np.array(values, dtype=object) if isinstance(values[0], str | None) else values
        for name, values in columns.items()
    }
    with pytest.raises(kind, match=words):
        build(table(**frame), task=task)


@pytest.mark.parametrize(("role", "rule"), [("number", "digits"), ("date", "most values are dates")])
def test_role_that_does_not_fit_is_an_error(role, rule):
    """The column, the rule and the first value that breaks it are in the error."""
    town = np.array(["hill", "river"] * (N // 2), dtype=object)
    with pytest.raises(ColumnError, match=f'"town" cannot be a {role} column.*{rule}.*"hill" in row 1'):
        build(table(x=SIZE, town=town, y=KIND), roles={"town": role})


def test_unknown_column_is_an_error():
    """A target or role of a column that does not exist is a ColumnError with its name."""
    with pytest.raises(ColumnError, match="nothing"):
        build(table(x=SIZE, y=KIND), "nothing")


def test_all_rows_equal_leave_nothing_to_test():
    """Copies of one row per class cannot be on both sides."""
    one = table(x=[1.0, 2.0] * 20, y=np.array(["a", "b"] * 20, dtype=object))
    with pytest.raises(DataError, match="no row to test on"):
        build(one, task="binary", switches={"leak:x": False, "duplicates": False})
