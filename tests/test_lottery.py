"""The lottery: what it says of luck, against made-up numbers whose luck is known, and against the estimators."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pandas as pd
import pytest

from elmweb.data import Table, make_dataset
from elmweb.estimators import ELMClassifier
from elmweb.evaluation.scores import row_values
from elmweb.exceptions import DataError, SettingsError
from elmweb.preprocessing.matching import as_inputs
from elmweb.preprocessing.prepare import iter_prepare
from elmweb.progress import finish
from elmweb.studies.lottery.draws import Draws
from elmweb.studies.lottery.luck import pick_the_best, spread_of, units_of
from elmweb.workbench.local import LocalWorkbench


def asked(sample: str = "iris", *, choices: dict | None = None, text: str = "", **settings: Any) -> dict[str, Any]:
    """Return the answer of the study, on a sample or on a table of its own."""

    async def ask() -> dict[str, Any]:
        workbench = LocalWorkbench()
        wanted = {"sample": sample, "n_hidden": 8, "n_seeds": 6, **settings}
        if text:
            await workbench.open_table({"text": text, "name": "own.csv"}, None, lambda _: None)
            wanted["sample"] = None
        return await workbench.study("lottery", wanted, choices or {}, seen.append)

    seen.clear()
    return asyncio.run(ask())


seen: list[dict[str, Any]] = []


@pytest.mark.parametrize(("between", "rest"), [(0.0, 1.0), (0.3, 1.0), (0.5, 0.2)])
def test_the_spread_is_split_as_it_was_made(between: float, rest: float) -> None:
    """Oracle: the standard deviations from which the values were drawn; the mean over many draws meets them."""
    rng = np.random.default_rng(3)
    found = []
    for _ in range(200):
        values = between * rng.normal(size=(40, 1)) + rng.normal(size=(1, 50)) + rest * rng.normal(size=(40, 50))
        spread = spread_of(values)
        found.append((spread.between**2, spread.real**2, spread.rows**2))
    observed, real, rows = np.mean(found, axis=0)
    assert observed == pytest.approx(between**2 + rest**2 / 50, rel=0.1)
    assert real == pytest.approx(between**2, rel=0.15, abs=0.003)
    assert rows == pytest.approx((1 + rest**2) / 50, rel=0.1)


def test_seeds_that_say_the_same_have_no_spread() -> None:
    """Invariant: no spread between equal seeds, and none of it is real."""
    values = np.tile([1.0, 0.0, 1.0, 1.0], (5, 1))
    spread = spread_of(values)
    assert (spread.between, spread.real, spread.share_real) == (0.0, 0.0, 0.0)
    assert spread.rows == pytest.approx(values[0].std(ddof=1) / 2)


def test_picking_the_best_of_equals_claims_what_is_not_there() -> None:
    """Oracle: of seeds that are coins, the best on one half is ahead there and an average one on the other half."""
    rng = np.random.default_rng(0)
    values = (rng.random((50, 400)) < 0.8).astype(float)
    picked = pick_the_best(values, higher_is_better=True)
    assert picked.claimed > 0.84
    assert picked.there == pytest.approx(picked.any_there, abs=0.01)
    errors = pick_the_best(-values, higher_is_better=False)
    assert errors.claimed == pytest.approx(-picked.claimed)


def test_a_halving_is_what_a_loop_finds() -> None:
    """Oracle: the halves taken one by one."""
    rng = np.random.default_rng(1)
    values = rng.random((4, 9))
    first = pick_the_best(values, higher_is_better=True, seed=5).first[0]
    half = np.random.default_rng(5).permutation(9)[:4]
    other = np.setdiff1d(np.arange(9), half)
    best = values[:, half].mean(axis=1).argmax()
    assert first.seed == best
    assert first.claimed == pytest.approx(values[best, half].mean())
    assert first.there == pytest.approx(values[best, other].mean())
    assert first.any_there == pytest.approx(values[:, other].mean())


def test_rows_that_go_together_count_together() -> None:
    """Invariant: units have the mean of the rows, and as many columns as there are groups."""
    values = np.random.default_rng(0).random((3, 10))
    groups = np.array([0, 0, 0, 1, 1, 2, 2, 2, 2, 3])
    units = units_of(values, groups)
    assert units.shape == (3, 4)
    np.testing.assert_allclose(units.mean(axis=1), values.mean(axis=1))
    assert units_of(values, None) is values


@pytest.mark.parametrize("kinds", [2, 3])
def test_each_seed_is_the_estimator_itself(kinds: int) -> None:
    """Oracle: the estimator with that seed, and the mean of what the estimators say."""
    rng = np.random.default_rng(kinds)
    x = rng.normal(size=(120, 3))
    cuts = [0.0] if kinds == 2 else [-0.5, 0.5]
    names = np.array(["one", "two", "three"])[np.digitize(x[:, 0] + 0.4 * rng.normal(size=120), cuts)]
    table = Table("t.csv", pd.DataFrame({**dict(zip("abc", x.T, strict=True)), "kind": names}), 0, 0.0)
    task = "binary" if kinds == 2 else "multiclass"
    data = make_dataset(table, ["kind"], task, dict.fromkeys("abc", "number"), {})
    draws = Draws(data, 8, 4)
    finish(draws.run())
    prepared = finish(iter_prepare(data))
    Z = prepared.preprocessor.transform(as_inputs(data.X.iloc[data.test], prepared.features)[0])
    outputs = []
    for seed, values in enumerate(draws.values):
        model = ELMClassifier(8, alpha=draws.alpha, arithmetic="float", random_state=seed).fit(prepared.Z, prepared.y)
        np.testing.assert_array_equal(values, row_values(data.task, data.y[data.test], model.predict(Z)))
        outputs.append(model.decision_function(Z))
    mean = np.mean(outputs, axis=0)
    said = model.classes_[(mean > 0).astype(int) if kinds == 2 else mean.argmax(axis=1)]
    np.testing.assert_array_equal(draws.ensemble_values(), row_values(data.task, data.y[data.test], said))
    assert draws.again == draws.fingerprints[0]
    assert len(set(draws.fingerprints)) == 4


@pytest.mark.parametrize("sample", ["iris", "diabetes"])
def test_the_same_lottery_twice_has_the_same_bits(sample: str) -> None:
    """Invariant: all models of a second run are equal to the bit, and so is everything that is said of them."""
    first, second = (asked(sample) for _ in range(2))
    assert first["repeat"] == second["repeat"]
    assert [row["compared"] for row in first["repeat"]["rows"]] == ["", "equal", "unequal"]
    assert first["luck"] == second["luck"]
    assert first["picking"] == second["picking"]


@pytest.mark.slow
def test_narrow_layers_are_a_larger_lottery() -> None:
    """Invariant: the spread between seeds falls with the width, and the mean of all seeds is ahead of one."""
    narrow, wide = (asked("digits", n_hidden=width, n_seeds=12) for width in (4, 64))
    assert narrow["spread"]["between"] > 2 * wide["spread"]["between"]
    for found in (narrow, wide):
        assert found["ensemble"]["score"] > np.mean(found["scores"])
        assert found["single"]["low"] < found["single"]["score"] < found["single"]["high"]


def test_progress_shows_the_seeds_so_far() -> None:
    """Invariant: messages go on to the end, each with as many scores as seeds are done."""
    found = asked()
    numbers = [len(message["so_far"]["scores"]) for message in seen if "so_far" in message]
    assert numbers == sorted(numbers)
    assert 0 <= numbers[0] <= numbers[-1] <= len(found["scores"]) == 6


def test_several_labels_have_a_lottery_too() -> None:
    """Invariant: a score in 100 of labels."""
    rng = np.random.default_rng(0)
    rows = [f"{a:.3f},{b:.3f},{int(a > 0)},{int(b > 0.2)}" for a, b in rng.normal(size=(80, 2))]
    found = asked(text="a,b,p,q\n" + "\n".join(rows), choices={"targets": ["p", "q"], "task": "multilabel"})
    assert found["score_name"] == "Labels right (%)"
    assert min(found["scores"]) > 60


def test_what_is_not_allowed_is_told() -> None:
    """Invariant: rule and value are named."""
    with pytest.raises(SettingsError, match="The width cannot be 0") as error:
        asked(n_hidden=0)
    assert "from 1 to 512" in error.value.rule
    with pytest.raises(SettingsError, match="The number of seeds cannot be"):
        asked(n_seeds=2.5)
    with pytest.raises(DataError, match="keeps too few rows back"):
        asked(text="a,k\n" + "\n".join(f"{n * 7 % 11},{'xy'[n % 2]}" for n in range(20)))


def test_stop_keeps_the_seeds_that_are_finished() -> None:
    """Invariant: stopped after a few seeds, the answer is about these; stopped at once, it is a cancel."""

    async def ask() -> dict[str, Any]:
        workbench = LocalWorkbench()

        def stop(message: dict[str, Any]) -> None:
            if len((message.get("so_far") or {}).get("scores", ())) >= 3:
                workbench.cancel()

        return await workbench.study("lottery", {"sample": "iris", "n_hidden": 8, "n_seeds": 200}, {}, stop)

    found = asyncio.run(ask())
    assert found["stopped"]
    assert 3 <= len(found["scores"]) < 200
    assert found["headline"].startswith(f"{len(found['scores'])} seeds")
