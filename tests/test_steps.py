"""Large tables: work in steps that can be stopped, counted once, and the same as in one go."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from bench_data import mixed, sample
from budgets import nothing_collected
from sklearn.base import clone

from elmweb.data import Table, guess_roles
from elmweb.data._copies import is_copy, iter_groups
from elmweb.data.doctor import iter_check_all
from elmweb.estimators import ELMClassifier, iter_fit
from elmweb.exceptions import Cancelled
from elmweb.export.table import predictions_csv
from elmweb.preprocessing.features import describe_features
from elmweb.preprocessing.matching import as_inputs
from elmweb.preprocessing.preprocessor import iter_fit_preprocessor, iter_transform, make_preprocessor
from elmweb.preprocessing.transformers import TextFeatures
from elmweb.progress import finish
from elmweb.workbench.local import LocalWorkbench
from elmweb.workers.warm_up import STEPS, iter_warm_up

RNG = np.random.default_rng(7)


def table(n_rows: int, n_columns: int) -> Table:
    """Return numbers, and a target that depends on the first."""
    frame = pd.DataFrame(RNG.normal(size=(n_rows, n_columns)), columns=[f"x{at}" for at in range(n_columns)])
    frame["kind"] = np.where(frame["x0"] > 0, "up", "down").astype(object)
    return Table("made.csv", frame, 0, 0.0)


def test_equal_rows_are_those_pandas_finds():
    """Oracle: pandas' own duplicated and ngroup, on numbers with -0.0 and NaN and texts with None."""
    frame = pd.DataFrame({
        "a": RNG.choice([0.0, -0.0, 1.5, np.nan], 500),
        "b": RNG.choice(np.array(["x", "y", None], dtype=object), 500),
        "c": RNG.integers(0, 3, 500),
    })  # fmt: skip
    group = finish(iter_groups(Table("t", frame, 0, 0.0), ["a", "b", "c"]))
    positive = frame.assign(a=frame["a"] + 0.0)
    assert (is_copy(group) == positive.duplicated().to_numpy()).all()
    oracle = positive.groupby(["a", "b", "c"], dropna=False, sort=False).ngroup().to_numpy()
    assert (group == oracle).all()


def test_facts_are_those_pandas_counts():
    """Oracle: pandas' isna and nunique, for a column of each type."""
    frame = pd.DataFrame({"n": [1.0, np.nan, 1.0], "i": [1, 2, 2], "t": np.array(["a", None, None], dtype=object)})
    made = Table("t", frame, 0, 0.0)
    for name in frame:
        facts = made.facts(name)
        assert (facts.n_missing, facts.n_kinds) == (frame[name].isna().sum(), frame[name].nunique())


@pytest.mark.slow
def test_checks_run_in_steps():
    """Invariant: the fraction done never falls, and no step of 2,000 columns takes long."""
    made = table(300, 2_000)
    fractions, slowest = [], 0.0
    with nothing_collected():
        last = time.process_time()
        for fraction in iter_check_all(made, ["kind"], "binary", guess_roles(made.frame)):
            slowest, last = max(slowest, time.process_time() - last), time.process_time()
            fractions.append(fraction)
    assert len(fractions) > 4_000
    assert fractions == sorted(fractions)
    assert slowest < 1.0


@pytest.mark.slow
@pytest.mark.parametrize("make", [lambda: mixed("multilabel"), lambda: sample("seattle-weather")])
def test_fitting_part_by_part_is_fitting(make):
    """Oracle: ColumnTransformer's own fit and transform, to the last bit."""
    data = make()
    rows = data.X.iloc[data.train]
    inputs, _ = as_inputs(rows, describe_features(data))
    unfitted = make_preprocessor(data.roles, len(rows))
    ours = finish(iter_fit_preprocessor(unfitted, inputs))
    theirs = clone(unfitted).fit(inputs)
    assert (ours.transform(inputs) == theirs.transform(inputs)).all()
    assert ours.output_indices_ == theirs.output_indices_
    np.testing.assert_allclose(finish(iter_transform(ours, inputs)), theirs.transform(inputs), rtol=1e-12)


def test_leaving_a_part_out_changes_only_the_errors():
    """Invariant: coefficients are those of the whole fit; the error of the rows left out is theirs alone."""
    X, y = RNG.normal(size=(3_000, 4)), RNG.integers(0, 3, 3_000)
    whole = ELMClassifier(32, alpha=1.0, random_state=0).fit(X, y)
    part = clone(whole)
    finish(iter_fit(part, X, y, n_left_out=300))
    assert (part.coef_ == whole.coef_).all()
    assert len(part.loo_rows_) == 300
    np.testing.assert_allclose(part.loo_decision_, whole.loo_decision_[part.loo_rows_], atol=1e-9)


@pytest.mark.slow
def test_a_file_in_blocks_is_the_file():
    """Oracle: pandas' own CSV of the whole table."""
    frame = pd.DataFrame({"a": RNG.normal(size=150_000), "b": ["é, x", None, '"q"'] * 50_000})
    new = {"predicted b": np.array(["y"] * 150_000, dtype=object)}
    oracle = frame.assign(**new).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
    assert predictions_csv(frame, new) == oracle


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["open", "look", "train"])
def test_cancel_is_heard_in_the_middle(verb):
    """Invariant: a verb that is cancelled from a progress message stops, and the next one works."""
    workbench = LocalWorkbench()
    text = {"text": table(4_000, 40).frame.to_csv(index=False), "name": "made.csv"}

    def stop(_message: dict) -> None:
        workbench.cancel()

    def ignore(_message: dict) -> None:
        """Take a progress message and do nothing."""

    async def run() -> None:
        if verb != "open":
            await workbench.open_table(text, None, ignore)
        do = {
            "open": lambda progress: workbench.open_table(text, None, progress),
            "look": lambda progress: workbench.summarize({}, progress),
            "train": lambda progress: workbench.train({}, {"n_hidden": 16, "n_seeds": 1}, progress),
        }[verb]
        with pytest.raises(Cancelled):
            await do(stop)
        assert await do(ignore)

    asyncio.run(run())


def test_warming_up_imports_what_is_there():
    """Invariant: every module named is imported, and a verb that comes meanwhile is done."""
    assert list(iter_warm_up()) == list(STEPS)

    async def run() -> dict:
        workbench = LocalWorkbench()
        warming = asyncio.ensure_future(workbench.warm_up(iter_warm_up()))
        info = await workbench.open_table({"sample": "iris"}, None, lambda _message: None)
        await warming
        return info

    assert asyncio.run(run())["n_rows"] == 150


def test_nothing_is_warmed_up_while_somebody_waits():
    """Invariant: a verb that waits for the kernel is not kept waiting by imports; they go on when it is answered."""
    taken: list[int] = []

    async def run() -> None:
        asked, loaded = asyncio.Event(), asyncio.Event()

        async def open_kernel() -> tuple[None, list[str], str]:
            asked.set()
            await loaded.wait()
            return None, ["float", "integer"], ""

        workbench = LocalWorkbench(open_kernel=open_kernel)
        await workbench.open_table({"sample": "iris"}, None, lambda _message: None)

        def steps() -> Iterator[None]:
            for step in range(100):
                taken.append(step)
                yield

        warming = asyncio.ensure_future(workbench.warm_up(steps()))
        waiting = asyncio.ensure_future(workbench.estimate({}, {}))
        await asked.wait()
        await asyncio.sleep(0)
        before = len(taken)
        for _ in range(300):
            await asyncio.sleep(0)
        assert len(taken) - before <= 1, "the step that was being taken"
        loaded.set()
        assert (await waiting)["text"]
        await warming

    asyncio.run(run())
    assert taken == list(range(100))


_READ_ALL = """
import asyncio, sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"scipy", "sklearn", "joblib", "threadpoolctl"}:
            raise ModuleNotFoundError(f"{name} has not come yet", name=name)

sys.meta_path.insert(0, Missing())
from elmweb.data.samples import SAMPLES
from elmweb.workbench.local import LocalWorkbench
from elmweb.workbench.remote import READ_ONLY
from elmweb.workers.warm_up import FOR_TABLES, iter_warm_up

def nothing(message):
    pass

async def read():
    workbench = LocalWorkbench()
    await workbench.warm_up(iter_warm_up(FOR_TABLES))
    assert READ_ONLY == {"open_table", "summarize"}
    samples = [{"sample": sample.id} for sample in SAMPLES]
    for source in [*samples, *({"path": path, "name": path} for path in sys.argv[1:])]:
        info = await workbench.open_table(source, None, nothing)
        assert info["n_rows"], source
        assert (await workbench.summarize({}, nothing))["targets"], source

asyncio.run(read())
"""


@pytest.mark.slow
def test_a_table_is_read_without_what_comes_later(tmp_path):
    """Invariant: on a first visit SciPy and scikit-learn may still be on their way, whatever the file."""
    rows = pd.DataFrame(
        {
            "when": pd.date_range("2024-01-01", periods=40).astype(str),
            "size": np.arange(40) / 7,
            "said": ["a long sentence of some words, number " + str(row) for row in range(40)],
            "kind": ["b", "a"] * 20,
        }
    )
    rows.to_csv(tmp_path / "rows.csv", index=False)
    rows.to_excel(tmp_path / "rows.xlsx", index=False)
    rows.to_json(tmp_path / "rows.json", orient="records")
    rows.to_html(tmp_path / "rows.html", index=False)
    files = sorted(str(path) for path in tmp_path.iterdir())
    assert len(files) == 4
    done = subprocess.run([sys.executable, "-c", _READ_ALL, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def test_long_texts_are_learned_from_in_part(monkeypatch):
    """Invariant: with a limit of half the characters, every second text is fitted, and all are transformed."""
    monkeypatch.setattr("elmweb.preprocessing.transformers.MAX_CHARACTERS", 430)
    texts = np.array([["even"] * 5, ["odd"] * 5] * 20, dtype=object)
    rows = np.array([[" ".join(row)] for row in texts], dtype=object)
    features = TextFeatures().fit(rows)
    assert features.vocabulary_ == ["even"]
    assert features.transform(rows).shape == (40, 1)
