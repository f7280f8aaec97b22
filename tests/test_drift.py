"""Whether a new file is like the rows that were learned from. Oracle: rows drawn from known distributions."""

import asyncio

import numpy as np
import pandas as pd
import pytest

from elmweb.app.pages.take_home import file_html
from elmweb.data import Table, make_dataset
from elmweb.evaluation.drift import drift
from elmweb.training import Settings, train
from elmweb.workbench.local import LocalWorkbench

ROLES = {"size": "number", "price": "number", "kind": "category", "bins": "number", "picked": "date", "y": "number"}


def rows(n, seed):
    """Return rows of one distribution: skewed, with ties, with rare kinds and with missing cells."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame({
        "size": rng.normal(size=n),
        "price": np.where(rng.random(n) < 0.1, np.nan, rng.exponential(size=n)),
        "kind": rng.choice(["x", "y", "z", "rare", "rarer"], n, p=[0.5, 0.3, 0.16, 0.03, 0.01]),
        "bins": rng.integers(0, 4, n).astype(float),
        "picked": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 300, n), unit="D"),
        "y": rng.normal(size=n),
    })  # fmt: skip


@pytest.fixture(scope="module")
def learned():
    """Return a small model and the rows it learned from."""
    data = make_dataset(Table("t.csv", rows(600, 0), 0, 0.0), ["y"], "regression", ROLES, {})
    return train(data, Settings(n_hidden=8, n_seeds=1, alpha=1.0)), data.X


def said_of(found):
    """Return what is said of each column."""
    return {one["name"]: one["text"] for one in found["columns"]}


@pytest.mark.slow
def test_rows_of_the_same_kind_are_no_news(learned):
    """Invariant: of 200 files of 100 rows from the very distribution, at least 95 of 100 are not remarked on."""
    alarms = sum(bool(drift(*learned, rows(100, seed))["sentence"]) for seed in range(1_000, 1_200))
    assert alarms <= 10


@pytest.mark.slow
def test_a_few_files_of_the_same_kind_are_no_news(learned):
    """Invariant: none of five is remarked on, and a small model cannot tell their rows from the others."""
    for seed in range(5):
        found = drift(*learned, rows(100, 50 + seed))
        assert not found["sentence"]
        assert abs(found["auc"] - 0.5) < 0.15


def test_what_is_different_is_named(learned):
    """Oracle: what was changed: numbers moved, a new kind, cells gone, later dates; nothing else is named."""
    new = rows(100, 7)
    new["size"] += 1.0
    new["kind"] = np.where(np.arange(100) < 40, "new", new["kind"])
    new.loc[:59, "price"] = np.nan
    new["picked"] += pd.Timedelta(days=200)
    found = drift(*learned, new)
    said = said_of(found)
    assert set(said) == {"size", "kind", "price", "picked"}
    assert said["kind"] == '"new" in 40 of 100 rows, before in 0'
    assert said["price"].startswith("missing in 6")
    assert "before 2024-0" in said["picked"]
    assert found["auc"] > 0.8
    assert '"kind"' in found["sentence"]
    assert "of 100 pairs; 50 is guessing" in found["sentence"]


def test_too_few_rows_and_the_very_rows(learned):
    """Invariant: with too few rows nothing is said; the rows that were learned from are not news either."""
    model, old = learned
    assert drift(model, old, rows(19, 3).assign(size=99.0)) == {"sentence": "", "columns": [], "auc": None}
    assert not drift(model, old, old)["sentence"]


@pytest.mark.slow
def test_the_page_is_told_before_the_predictions():
    """Oracle: the file: one column moved is named, with what to do; the same file unmoved is no news."""
    workbench = LocalWorkbench()
    frame = rows(300, 11)
    steps = (
        workbench.open_table({"text": frame.to_csv(index=False), "name": "t.csv"}, None, lambda _: None),
        workbench.train({"targets": ["y"]}, {"n_hidden": 8, "n_seeds": 1, "alpha": 1.0}, lambda _: None),
    )
    for step in steps:
        asyncio.run(step)
    moved = frame.iloc[:60].assign(size=frame["size"] + 3).rename(columns={"size": "SIZE"})
    for new, names in ((moved, {"size"}), (frame.iloc[:60], set())):
        source = {"text": new.to_csv(index=False), "name": "new.csv"}
        answer = asyncio.run(workbench.predict_table(source, lambda _: None))
        assert {one["name"] for one in answer["drift"]["columns"]} == names
        assert ("is not like the rows" in file_html(answer)) == bool(names)
