"""Files that are larger than what is held in memory."""

import asyncio

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from elmweb.data import _file_rows, make_dataset, read_table
from elmweb.data._file_rows import RowSample, sample_for
from elmweb.data.roles import guess_roles, guess_task
from elmweb.estimators import ELMClassifier, ELMRegressor, iter_refit
from elmweb.training.model import Settings
from elmweb.training.search import train
from elmweb.workbench.local import LocalWorkbench


@given(st.integers(0, 10**9), st.integers(0, 500), st.integers(0, 500))
def test_a_row_is_kept_by_its_number_alone(first, n_rows, cut):
    """Invariant: however the file is cut into slices, the same rows are kept."""
    sample = RowSample(0.3)
    cut = min(cut, n_rows)
    parts = [sample.keeps(first, cut), sample.keeps(first + cut, n_rows - cut)]
    np.testing.assert_array_equal(np.concatenate(parts), sample.keeps(first, n_rows))


def test_as_many_rows_are_kept_as_were_asked_for():
    """Oracle: the fraction itself, within 5 standard deviations of a random draw, and none or all at the ends."""
    kept = RowSample(0.2).keeps(0, 100_000)
    assert abs(kept.mean() - 0.2) < 5 * np.sqrt(0.2 * 0.8 / 100_000)
    assert not RowSample(0.0).keeps(0, 1000).any()
    assert RowSample(1.0).keeps(0, 1000).all()
    assert sample_for(1000, 10.0, 3) is None


def _write(path, n_rows):
    """Write a table whose target is a noisy rule, with a missing cell, an invalid cell and a text column."""
    rng = np.random.default_rng(0)
    size, weight = rng.normal(size=(2, n_rows))
    frame = pd.DataFrame({"size": size, "weight": weight, "kind": rng.choice(["a", "b"], n_rows)})
    frame["big"] = np.where(size + weight * (frame["kind"] == "a") + 0.3 * rng.normal(size=n_rows) > 0, "yes", "no")
    frame["price"] = 10 * size + weight**2 + rng.normal(size=n_rows)
    frame.loc[5, "weight"] = np.nan
    frame["code"] = [f"{row:05d}" if row < n_rows // 2 else f"x{row}" for row in range(n_rows)]  # text further down
    frame.to_csv(path, index=False)
    return frame


@pytest.fixture
def small_memory(monkeypatch):
    """Let every file above 10 kB be large, and keep about 400 rows of it."""
    monkeypatch.setattr(_file_rows, "LARGE_BYTES", 10_000)
    monkeypatch.setattr(_file_rows, "_MOST_ROWS", 400)


def test_a_large_file_is_kept_in_part(tmp_path, small_memory):
    """Oracle: the rows of the whole table at the numbers that were kept."""
    whole = _write(tmp_path / "large.csv", 3000)
    table = read_table(tmp_path / "large.csv")
    assert table.file.n_rows == 3000
    assert 300 < table.n_rows < 500
    np.testing.assert_allclose(table.frame["price"], whole["price"].iloc[table.file.kept])
    assert table.frame["code"].iloc[0] == whole["code"].iloc[table.file.kept[0]]
    assert any("3,000 rows" in note for note in table.notes)


def test_a_pass_over_the_file_reads_all_of_it(tmp_path, small_memory, monkeypatch):
    """Oracle: the table read whole, cell by cell, kinds of columns included."""
    path = tmp_path / "large.csv"
    _write(path, 3000)
    parts = read_table(path)
    slices = list(parts.file.slices())
    assert [first for first, _ in slices] == list(np.cumsum([0] + [len(frame) for _, frame in slices[:-1]]))
    found = pd.concat([frame for _, frame in slices], ignore_index=True)
    monkeypatch.setattr(_file_rows, "LARGE_BYTES", 10**9)
    whole = read_table(path).frame
    pd.testing.assert_frame_equal(found, whole)


@pytest.mark.parametrize(("target", "task"), [("big", "binary"), ("price", "regression")])
def test_the_final_fit_is_on_all_rows_but_those_kept_back(tmp_path, small_memory, target, task):
    """Oracle: the same estimator fitted in memory on every row but those kept back, through the same preparation."""
    path = tmp_path / "large.csv"
    whole = _write(path, 3000)
    table = read_table(path)
    roles = {"size": "number", "weight": "number", "kind": "category"}
    dataset = make_dataset(table, [target], task, roles, {})
    model = train(dataset, Settings(n_hidden=24, alpha=0.5, n_seeds=1))
    kept_back = table.file.kept[dataset.rows[dataset.test] - 1]
    rest = whole.drop(index=kept_back).astype({"kind": object})
    assert model.n_train == len(rest) == 3000 - len(dataset.test)
    alone = (ELMRegressor if task == "regression" else ELMClassifier)(24, alpha=0.5, random_state=0)
    alone.fit(model.preprocessor.transform(rest[list(dataset.X.columns)]), rest[target])
    np.testing.assert_allclose(model.estimator.coef_, alone.coef_, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(model.estimator.intercept_, alone.intercept_, rtol=1e-8)


@pytest.mark.slow
def test_the_page_shows_the_size_of_the_file(tmp_path, small_memory):
    """Oracle: the numbers of the file, in the table's facts and in the result."""
    _write(tmp_path / "large.csv", 3000)
    bench = LocalWorkbench()

    async def through() -> tuple:
        info = await bench.open_table({"path": str(tmp_path / "large.csv"), "name": "large.csv"}, None, lambda _: None)
        choices = {"targets": ["big"], "roles": {"code": "ignore"}}
        return info, await bench.train(choices, {"n_hidden": 16, "n_seeds": 1}, lambda _: None)

    info, result = asyncio.run(through())
    assert info["n_rows"] == 3000
    assert result["model"]["n_train"] > 2500


def test_refitting_needs_more_rows_than_units():
    """Invariant: a sum over too few rows is refused with both numbers."""
    X = np.random.default_rng(0).normal(size=(30, 2))
    found = ELMRegressor(20, alpha=1.0, random_state=0).fit(X, X[:, 0])
    with pytest.raises(ValueError, match="More rows than the 20 hidden units are needed; got 9"):
        list(iter_refit(found, lambda: [(X[:9], X[:9, 0])], X, X[:, 0]))


def test_guesses_on_a_part_hold_for_the_whole(tmp_path, small_memory):
    """Invariant: roles and task guessed from the part are those of the whole file."""
    path = tmp_path / "large.csv"
    whole = _write(path, 3000)
    part = read_table(path).frame
    assert guess_roles(part)["size"] == guess_roles(whole.astype({"kind": object, "big": object}))["size"]
    assert guess_task(part["big"], "category") == "binary"
