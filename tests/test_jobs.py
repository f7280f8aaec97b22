"""The studies of the five jobs: each runs on the data that the site ships, and says what it says by its own numbers."""

from __future__ import annotations

import asyncio
import json
import re
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from elmweb.exceptions import Cancelled, SettingsError
from elmweb.progress import finish
from elmweb.studies.jobs import JOBS, finance
from elmweb.studies.jobs.common import Scale, bootstrap_range, iter_clocked
from elmweb.workbench.local import LocalWorkbench

DATA = Path(__file__).parent.parent / "web" / "samples" / "jobs"


def study(asked: dict[str, Any], workbench: LocalWorkbench | None = None) -> dict[str, Any]:
    """Run a job as the page does; whatever it reports and answers is plain data."""
    reported: list[dict[str, Any]] = []
    done = asyncio.run((workbench or LocalWorkbench()).study("jobs", asked, {}, reported.append))
    json.dumps([done, reported], allow_nan=False)
    assert [one["step"] for one in reported] == sorted(one["step"] for one in reported)
    return done


def test_every_file_has_its_source() -> None:
    """Invariant: SOURCES.md has a row with a licence for each file, and all of them are small."""
    rows = re.findall(r"^\| (\S+\.\w+) \|.*\| (.+?) \| .+ \|$", (DATA / "SOURCES.md").read_text(), re.MULTILINE)
    assert {name for name, _ in rows} == {path.name for path in DATA.iterdir()} - {"SOURCES.md"}
    assert all(licence.startswith(("CC", "MIT", "Apache", "ODC")) for _, licence in rows)
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 2_000_000


def test_an_unknown_job_is_named() -> None:
    """Invariant: the error has the wrong name and the right ones."""
    with pytest.raises(SettingsError, match="no such job") as caught:
        study({"job": "poetry"})
    assert caught.value.value == "poetry"
    assert caught.value.rule == f"one of {', '.join(JOBS)}"


# What the jobs share


def test_a_scale_is_that_of_the_rows_to_learn_from() -> None:
    """Oracle: mean 0 and variance 1 there, and a constant stays finite."""
    X = np.column_stack([np.arange(6.0), np.full(6, 3.0)])
    scaled = Scale(X)(X)
    assert np.allclose([scaled.mean(), scaled[:, 0].std(), scaled[:, 1].std()], [0, 1, 0])


def test_a_range_holds_the_mean() -> None:
    """Oracle: the normal 95 % range of a mean."""
    values = np.random.default_rng(1).normal(size=400)
    low, high = finish(bootstrap_range(lambda rows: float(values[rows].mean()), len(values)))
    half = 1.96 * values.std() / 20
    assert np.allclose([low, high], [values.mean() - half, values.mean() + half], atol=0.03)


def test_the_clock_stands_while_the_page_has_its_turn() -> None:
    """Invariant: what happens between two steps does not count."""

    def steps() -> Any:
        yield 1
        return "done"

    clocked = iter_clocked(steps())
    next(clocked)
    time.sleep(0.05)
    with pytest.raises(StopIteration) as end:
        next(clocked)
    assert end.value.value[0] == "done"
    assert end.value.value[1] < 0.04


# Finance


@pytest.fixture(scope="module")
def alarms() -> dict[str, Any]:
    """Return the answer on the table with few alarms."""
    return study({"job": "finance", "rarity": 0.01})


def test_the_rows_of_finance_are_what_it_says(alarms: dict[str, Any]) -> None:
    """Invariant: one alarm in 100 rows, half of all rows judge, and none of them is anywhere else."""
    assert alarms["share"] == pytest.approx(0.01, rel=0.1)
    assert alarms["n_judge"] == pytest.approx(alarms["n_learn"] + alarms["n_choose"], abs=2)
    parts = finance._parts(DATA / "shuttle.npz", 0.01)
    assert sum(y.sum() for _, y in parts) == pytest.approx(0.01 * sum(len(y) for _, y in parts), abs=1)


def test_both_models_find_most_alarms(alarms: dict[str, Any]) -> None:
    """Oracle: a mean precision far above guessing, inside its own range; the ELM's is the better one here."""
    elm, logistic = alarms["models"]
    for one in (elm, logistic):
        assert one["low"] <= one["average"] <= one["high"]
        assert one["average"] > 0.8
    assert elm["average"] > logistic["average"]


def test_errors_are_counted_at_each_threshold(alarms: dict[str, Any]) -> None:
    """Invariant: with a higher threshold more is missed and fewer warn; above every probability nobody warns."""
    for one in alarms["models"]:
        missed, false = np.array(one["judged_on"]).T
        assert (np.diff(missed) >= 0).all()
        assert (np.diff(false) <= 0).all()
        assert one["judged_on"][-1] == [alarms["n_alarms"], 0]
        assert one["chosen_on"][0][0] == 0


def test_no_threshold_is_better_than_those_offered() -> None:
    """Oracle: every threshold there is, tried one by one, for several costs."""
    draws = np.random.default_rng(0)
    y = (draws.random(300) < 0.2).astype(int)
    scores = np.clip(0.3 * y + draws.random(300) * 0.6, 0, 1)
    offered = finance._thresholds(scores[y == 1])
    for missed, false in ((1, 1), (10, 1), (1, 10), (1, 1000)):
        each = [*scores, 1.01]
        costs = [missed * ((scores < at) & (y == 1)).sum() + false * ((scores >= at) & (y == 0)).sum() for at in each]
        errors = finance._errors(scores, y, offered)
        assert min(missed * a + false * b for a, b in errors) == min(costs)


def test_the_curve_is_precision_against_recall() -> None:
    """Oracle: the area under the steps is scikit-learn's average precision."""
    draws = np.random.default_rng(2)
    y = (draws.random(150) < 0.4).astype(int)
    scores = 0.5 * y + draws.random(150)
    curve = finance._curve(y, scores)
    steps = np.diff(curve["recall"]) * np.array(curve["precision"])[1:]
    assert steps.sum() == pytest.approx(average_precision_score(y, scores))


def test_a_job_can_be_stopped() -> None:
    """Invariant: Cancel ends it at its next step."""
    workbench = LocalWorkbench()

    async def stop() -> None:
        task = asyncio.ensure_future(workbench.study("jobs", {"job": "finance"}, {}, lambda _message: None))
        await asyncio.sleep(0.05)
        workbench.cancel()
        with pytest.raises(Cancelled):
            await task

    asyncio.run(stop())


@pytest.mark.parametrize("rarity", [0.5, "rare", None])
def test_a_wrong_setting_is_told(rarity: Any) -> None:
    """Invariant: the error names the setting, the rule and the value."""
    with pytest.raises(SettingsError, match="rarity"):
        study({"job": "finance", "rarity": rarity})


# Science


@pytest.fixture(scope="module")
def molecules() -> dict[str, Any]:
    """Return the answer on the molecules."""
    return study({"job": "science"})


def test_science_judges_on_the_published_molecules(molecules: dict[str, Any]) -> None:
    """Invariant: 257 molecules, none of which was learned from, each with all descriptors and a drawing."""
    learned = {one["name"] for one in json.loads((DATA / "molecules.json").read_text())["train"]}
    assert len(learned) == molecules["n_learn"] == 1025
    assert molecules["n_judge"] == len(molecules["molecules"]) == 257
    assert not learned & {one["name"] for one in molecules["molecules"]}
    for one in molecules["molecules"]:
        assert len(one["values"]) == len(molecules["descriptors"])
        assert max((max(a, b) for a, b, _ in one["bonds"]), default=0) < len(one["atoms"])


def test_errors_of_science_are_those_of_its_predictions(molecules: dict[str, Any]) -> None:
    """Oracle: mean absolute error and R2 of the predictions that are shown; the ELM beats the linear model."""
    truth = np.array([one["log_s"] for one in molecules["molecules"]])
    for one in molecules["models"]:
        predicted = np.array(one["predicted"])
        assert one["error"] == pytest.approx(np.abs(predicted - truth).mean())
        assert one["r2"] == pytest.approx(1 - ((predicted - truth) ** 2).mean() / truth.var())
        assert one["low"] < one["error"] < one["high"]
        assert one["r2_low"] < one["r2"] < one["r2_high"]
    elm, linear, network = molecules["models"]
    assert elm["r2"] > 0.88
    assert elm["r2"] > linear["r2"]
    assert network["r2"] > 0.85
