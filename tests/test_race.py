"""The race below the page: the same as calling scikit-learn directly, fair rows, sentences, what cannot be raced."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from functools import cache, partial

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression, Ridge

from elmweb.backprop import CNNClassifier, MLPClassifier
from elmweb.estimators import ELMClassifier
from elmweb.exceptions import Cancelled, DataError, SettingsError, WorkbenchError
from elmweb.race.contestants import IDS, RaceSettings, check_race_settings, contestants
from elmweb.race.costs import CHIPS, PUBLISHED, training_cost
from elmweb.race.learned import fingerprint, size_bytes
from elmweb.race.outcome import race_dict, seconds_to, times
from elmweb.race.run import Race
from elmweb.race.track import Track
from elmweb.race.work import row_flops, training_flops
from elmweb.words.engine import race_costs
from elmweb.workbench.local import LocalWorkbench

QUICK = ("elm", "kernel", "linear")


def ignore(_message: dict) -> None:
    """Take a progress message and do nothing."""


@cache
def track(sample: str) -> Track:
    """Return the rows of a race on a sample."""
    whole = asyncio.run(LocalWorkbench()._race_track({"sample": sample}, {}, ignore))
    return replace(whole, X=whole.X[:900], y=whole.y[:900]) if sample == "digits" else whole  # a CNN takes its time


def raced(on: Track, **settings: object) -> Race:
    """Return a race at its end."""
    race = Race(on, check_race_settings(settings))
    for _ in race.run():
        pass
    return race


@pytest.mark.slow
def test_the_page_may_draw_before_a_clock_starts() -> None:
    """Invariant: each contestant's first training has one pause before it, the second none."""
    rests = []

    async def rest() -> None:
        rests.append(None)
        await asyncio.sleep(0.2)

    race = Race(track("iris"), check_race_settings({"contestants": ["elm", "linear"], "n_seeds": 2}), rest)

    async def drive() -> None:
        for step in race.run():
            if step.wait is not None:
                await step.wait

    asyncio.run(drive())
    assert len(rests) == 2


@cache
def digits() -> Race:
    """Return a whole race on the digits, with one seed."""
    return raced(track("digits"), n_seeds=1, most_seconds=600)


def of(race: Race, name: str):
    """Return an entrant by its id."""
    return next(one for one in race.entrants if one.contestant.id == name)


def race_on(csv: str, choices: dict | None = None, **settings: object) -> dict:
    """Open a table from its text and race on it."""
    workbench = LocalWorkbench()

    async def ask() -> dict:
        await workbench.open_table({"text": csv, "name": "own.csv"}, None, ignore)
        return await workbench.race({}, choices or {}, {"contestants": list(QUICK), "n_seeds": 1, **settings}, ignore)

    return asyncio.run(ask())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "direct"),
    [
        ("linear", LogisticRegression(max_iter=1_000)),
        ("forest", RandomForestClassifier(100, random_state=0)),
        ("boosting", HistGradientBoostingClassifier(random_state=0)),
        ("elm", ELMClassifier(random_state=0)),
    ],
)
def test_it_is_the_same_as_calling_the_estimator(name: str, direct) -> None:
    """Oracle: the estimator itself, fitted in one go on the same rows; the bits of what it learned are equal."""
    on = track("digits")
    direct.fit(on.X, on.y)
    trained = of(digits(), name).trained[0]
    assert trained.score == 100 * np.mean(direct.predict(on.X_test) == on.y_test)
    assert trained.fingerprint == fingerprint(direct)


@pytest.mark.slow
def test_networks_are_those_of_backprop() -> None:
    """Oracle: the networks called directly with the settings that are said."""
    on = track("digits")
    for name, make, X in (
        ("mlp", partial(MLPClassifier, (128,)), on.X),
        ("cnn", partial(CNNClassifier, (8, 8), filters=(16, 32), dropout=0.25), on.images(on.X)),
    ):
        raced = of(digits(), name)
        patience, most = map(
            int, re.findall(r"after (\d+) epochs without a gain, or (\d+)", raced.contestant.settings)[0]
        )
        network = make(batch_size=32, early_stopping=True, random_state=0, n_iter_no_change=patience, max_iter=most)
        assert raced.trained[0].fingerprint == fingerprint(network.fit(X, on.y))


@pytest.mark.slow
def test_nobody_is_a_straw_man() -> None:
    """Invariant: on 900 of the digits everyone gets at least the score that the method is known for."""
    least = {"elm": 93, "kernel": 94, "linear": 91, "forest": 92, "boosting": 88, "mlp": 93, "cnn": 94}
    for entrant in digits().entrants:
        assert entrant.trained[0].score >= least[entrant.contestant.id], entrant.contestant.id
        assert entrant.note == ""


def test_images_have_their_pixels_in_place() -> None:
    """Oracle: the digits' own picture: constant pixels are 0, every other one is its column, standardized."""
    from sklearn.datasets import load_digits

    on = track("digits")
    assert on.side == 8
    pictures = load_digits().data
    constant = np.flatnonzero(pictures.std(axis=0) == 0)
    images = on.images(on.X)
    assert images.shape == (len(on.X), 64)
    assert not images[:, constant].any()
    assert set(on.pixels[on.pixels >= 0]) == set(range(on.X.shape[1]))


@pytest.mark.parametrize("name", ["iris", "wine", "breast-cancer", "diabetes", "seattle-weather"])
def test_other_tables_are_no_images(name: str) -> None:
    """Invariant: a CNN races on images only."""
    assert track(name).side == 0
    assert "cnn" not in [one.id for one in contestants(track(name), RaceSettings())]


def test_a_table_of_36_numbers_is_no_image() -> None:
    """Invariant: a square number of whole numbers is not enough; neighbours must be alike."""
    rng = np.random.default_rng(0)
    X = rng.integers(0, 17, (80, 36))
    head = ",".join([*(f"c{at}" for at in range(36)), "kind"])
    rows = [",".join([*map(str, row), "ab"[int(row[0] > 8)]]) for row in X]
    state = race_on("\n".join([head, *rows]), {"targets": ["kind"]}, contestants=["linear", "cnn"])
    assert [one["id"] for one in state["entrants"]] == ["linear"]


def test_numbers_are_scored_by_r2() -> None:
    """Oracle: ridge regression called directly, and the R2 that scikit-learn computes."""
    on = track("diabetes")
    trained = raced(on, contestants=["linear"], n_seeds=1).entrants[0].trained[0]
    assert trained.score == pytest.approx(Ridge().fit(on.X, on.y).score(on.X_test, on.y_test))
    assert on.floor == pytest.approx(0, abs=0.05)


@pytest.mark.slow
def test_curves_end_in_the_final_score() -> None:
    """Invariant: the clock runs forward, and the last point is the finished model."""
    for entrant in digits().entrants:
        seconds = [at for at, _ in entrant.curve]
        assert seconds == sorted(seconds)
        assert entrant.curve[-1] == (entrant.trained[0].seconds, entrant.trained[0].score)
    assert len(of(digits(), "elm").curve) == 1
    assert len(of(digits(), "mlp").curve) > 20
    assert [len(of(digits(), name).curve) for name in ("forest", "boosting")] == [20, 6]


@pytest.mark.slow
def test_same_seed_same_bits_other_seed_other_bits() -> None:
    """Invariant: what draws random numbers differs by its seed and by nothing else."""
    on, names = track("iris"), ["elm", "kernel", "linear", "forest", "boosting", "mlp"]
    first, again = (raced(on, contestants=names, n_seeds=2) for _ in range(2))
    for one, other in zip(first.entrants, again.entrants, strict=True):
        bits = [trained.fingerprint for trained in one.trained]
        assert bits == [trained.fingerprint for trained in other.trained]
        assert len(set(bits)) == len(bits) == (2 if one.contestant.draws else 1)


def test_sizes_and_operations_are_counted() -> None:
    """Oracle: the sums by hand, from the shapes."""
    on, race = track("digits"), digits()
    n, d, k = len(on.X), on.X.shape[1], 10
    elm, mlp, linear = (of(race, name).trained[0] for name in ("elm", "mlp", "linear"))
    assert elm.size_bytes == 8 * (d * 512 + 512 + 512 * k + k)
    assert elm.row_flops == 2 * (d * 512 + 512 * k)
    assert mlp.size_bytes == 4 * (d * 128 + 128 + 128 * k + k)
    assert mlp.row_flops == 2 * (d * 128 + 128 * k)
    assert mlp.training_flops > 3 * mlp.row_flops * 0.9 * n * 10
    assert linear.size_bytes == 8 * (d * k + k)
    # Two convolutions of 3 by 3 on 8 by 8 and 4 by 4 places, then dense layers of 64 and 10 units.
    by_hand = 2 * (9 * 16 * 64 + 9 * 16 * 32 * 16 + 2 * 2 * 32 * 64 + 64 * 10)
    assert of(race, "cnn").trained[0].row_flops == by_hand
    assert of(race, "forest").trained[0].training_flops is None
    ridge = Ridge().fit(on.X, on.y)
    assert training_flops(ridge, n, d) == pytest.approx(n * d**2 + d**3 / 3 + 2 * n * d)
    assert (row_flops(ridge, d), size_bytes(ridge)) == (2 * d, 8 * (d + 1))


def test_time_to_the_same_score() -> None:
    """Oracle: the first point of the curve that is as high."""
    entrant = of(digits(), "mlp")
    entrant = type(entrant)(entrant.contestant, curve=[(0.1, 50.0), (0.2, 90.0), (0.4, 97.0), (0.5, 96.0)])
    assert [seconds_to(entrant, score) for score in (10, 90, 95, 97, 98)] == [0.1, 0.2, 0.4, 0.4, None]
    assert times(300.4) == "300 times as long as the ELM"
    assert times(1 / 3) == "3 times faster than the ELM"


def test_the_state_is_plain_and_says_it_all() -> None:
    """Invariant: what crosses between workers is JSON; every entrant but the ELM is compared with it."""
    state = race_dict(digits())
    json.dumps(state)
    assert state["finished"]
    assert not state["stopped"]
    assert state["headline"].startswith("ELM ")
    assert state["advice"].startswith("Take ")
    for one in state["entrants"]:
        assert bool(one["same_score"]) == (one["id"] != "elm"), one["id"]
        assert one["joules"] == pytest.approx(15 * one["seconds"])
        assert one["low"] <= one["score"] <= one["high"]


def test_a_diverging_network_is_caught_and_the_race_goes_on() -> None:
    """Invariant: a loss that is not a number is told with the learning rate, and everyone else finishes."""
    race = raced(track("iris"), contestants=["linear", "mlp"], n_seeds=2, learning_rate=1e30)
    assert of(race, "mlp").state == "failed"
    assert "diverged" in of(race, "mlp").note
    assert "a learning rate of 1e+30" in of(race, "mlp").note
    assert of(race, "linear").state == "done"
    assert race_dict(race)["finished"]


def test_a_network_that_learns_nothing_is_told() -> None:
    """Invariant: a model no better than a constant says so, and what to change."""
    race = raced(track("iris"), contestants=["mlp"], n_seeds=1, optimizer="sgd", learning_rate=1e-9)
    assert "No better than always giving the most common answer." in race.entrants[0].note
    assert "another learning rate" in race.entrants[0].note


def test_one_that_takes_too_long_is_stopped_and_keeps_what_it_has() -> None:
    """Invariant: at the limit a network ends with its best parameters, and is scored like any other."""
    entrant = raced(track("digits"), contestants=["mlp"], n_seeds=1, most_seconds=0.05).entrants[0]
    assert entrant.state == "done"
    assert "limit" in entrant.note
    assert entrant.trained[0].seconds < 5
    assert entrant.trained[0].score > 50


@pytest.mark.slow
def test_it_can_be_stopped_after_every_step() -> None:
    """Invariant: whenever it stops, what was finished is kept, and what was not is named."""
    on = track("wine")
    settings = check_race_settings({"n_seeds": 2, "contestants": ["elm", "linear", "forest", "mlp"]})
    whole = raced(on, n_seeds=2, contestants=["elm", "linear", "forest", "mlp"])
    bits = {one.contestant.id: [each.fingerprint for each in one.trained] for one in whole.entrants}
    for n_steps in (*range(1, 24), 60):
        race = Race(on, settings)
        steps = race.run()
        for _ in range(n_steps):
            next(steps)
        steps.close()
        state = race_dict(race)
        assert state["stopped"]
        assert not state["finished"]
        for one in state["entrants"]:
            kept = [each["fingerprint"] for each in one["trained"]]
            assert kept == bits[one["id"]][: len(kept)]
            assert one["state"] == ("done" if kept else "stopped")
            assert kept or one["note"]


def test_cancel_returns_what_there_is() -> None:
    """Invariant: the verb ends with the race so far and raises nothing, once the race has begun."""

    async def ask() -> dict:
        workbench = LocalWorkbench()

        def report(message: dict) -> None:
            if message.get("race", {}).get("step"):
                workbench.cancel()

        return await workbench.race({"sample": "digits"}, {}, {}, report)

    state = asyncio.run(ask())
    assert state["stopped"]
    assert [one["state"] for one in state["entrants"]] == ["done", *["stopped"] * 6]


def test_cancel_before_the_race_is_told() -> None:
    """Invariant: while the rows are prepared there is nothing to keep."""

    async def ask() -> None:
        workbench = LocalWorkbench()
        await workbench.race({"sample": "digits"}, {}, {}, lambda _: workbench.cancel())

    with pytest.raises(Cancelled):
        asyncio.run(ask())


def test_a_race_on_a_sample_leaves_the_open_table_alone() -> None:
    """Invariant: the open table and its model are what they were."""

    async def ask() -> str:
        workbench = LocalWorkbench()
        await workbench.open_table({"sample": "iris"}, None, ignore)
        plan = await workbench.race_plan({"sample": "digits"}, {}, {}, ignore)
        assert [one["id"] for one in plan["contestants"]] == list(IDS)
        assert plan["side"] == 8
        return (await workbench.race_plan({}, {}, {}, ignore))["name"]

    assert asyncio.run(ask()) == "iris.csv"


def table(n_rows: int, kinds: int = 2, text: bool = False) -> str:
    """Return a table with so many rows and answers."""
    words = ["apple", "pear", "plum", "fig", "quince", "medlar"]
    rows = [
        f"{words[at % 6]} {words[at * 5 % 6]} from {words[at * 7 % 5]} {words[at % 4]} orchard and so on,k{at % kinds}"
        if text
        else f"{at * 7 % 11},{at * 3 % 5},k{at % kinds}"
        for at in range(n_rows)
    ]
    return "\n".join(["note,kind" if text else "a,b,kind", *rows])


@pytest.mark.parametrize(
    ("csv", "choices", "says"),
    [
        (table(1), {}, "too few rows"),
        (table(12), {}, "too few"),
        (table(60, kinds=1), {"targets": ["kind"], "task": "multiclass"}, "same"),
        (table(30_000, kinds=10_000), {"targets": ["kind"], "task": "multiclass"}, "too many different answers"),
        (table(600, kinds=150), {"targets": ["kind"], "task": "multiclass"}, "too many different answers for a race"),
        ("note\n" + "\n".join(f"only text number {at} here" for at in range(40)), {}, "note"),
    ],
    ids=["one row", "few rows", "one class", "10,000 classes", "150 classes", "text only"],
)
def test_what_cannot_be_raced_is_told(csv: str, choices: dict, says: str) -> None:
    """Invariant: an error names the thing, the rule and the value."""
    with pytest.raises(DataError) as told:
        race_on(csv, choices)
    assert says in str(told.value)
    assert told.value.rule
    assert told.value.value


def test_several_targets_cannot_be_raced() -> None:
    """Invariant: one column is predicted."""
    rows = "\n".join(f"{at % 7},{'yes' if at % 2 else 'no'},{'yes' if at % 3 else 'no'}" for at in range(60))
    with pytest.raises(DataError, match="one column"):
        race_on(f"a,b,c\n{rows}", {"targets": ["b", "c"]})


def test_text_columns_can_be_raced() -> None:
    """Invariant: a text column alone is enough to learn from when the answers are kinds."""
    state = race_on(table(120, kinds=3, text=True), {"targets": ["kind"], "roles": {"note": "text"}})
    assert state["finished"]
    assert all(one["state"] == "done" for one in state["entrants"])


def test_without_a_table_it_is_told() -> None:
    """Invariant: a race on the open table needs one."""
    with pytest.raises(WorkbenchError, match="No table is open"):
        asyncio.run(LocalWorkbench().race({}, {}, {}, ignore))


def test_many_rows_are_cut_for_everyone() -> None:
    """Invariant: nobody gets other rows; how many are left out is said."""
    rng = np.random.default_rng(1)
    rows = "\n".join(f"{a:.3f},{b:.3f},{'x' if a + b > 0 else 'y'}" for a, b in rng.normal(size=(14_000, 2)))
    state = race_on(f"a,b,kind\n{rows}", {"targets": ["kind"]}, contestants=["linear"])
    assert state["n_train"] == 10_000
    assert any("leaves out 1," in note for note in state["notes"])


@pytest.mark.parametrize(
    "settings",
    [
        {"contestants": []}, {"contestants": ["svm"]}, {"n_seeds": 0}, {"n_seeds": True}, {"optimizer": "lbfgs"},
        {"learning_rate": 0}, {"learning_rate": float("nan")}, {"most_seconds": 1e9}, {"colour": "red"},
    ],
)  # fmt: skip
def test_settings_are_checked(settings: dict) -> None:
    """Invariant: a setting that is not allowed is named with its rule."""
    with pytest.raises(SettingsError) as told:
        check_race_settings(settings)
    assert told.value.rule


def test_only_a_cnn_on_a_table_is_told() -> None:
    """Invariant: a race without anybody says why."""
    with pytest.raises(DataError, match="None of those chosen"):
        race_on(table(80), contestants=["cnn"])


# What a training of another size takes


def test_published_costs_agree_with_the_sum() -> None:
    """Oracle: GPT-3's published V100 hours; at the 24.6 TFLOP/s a chip that were measured the sum gives the same."""
    gpt3 = next(one for one in PUBLISHED if one.id == "gpt3")
    assert gpt3.flops / 24.6e12 / 3600 == pytest.approx(gpt3.chip_hours, rel=0.01)
    assert gpt3.kwh == pytest.approx(gpt3.chip_hours * 0.330 * 1.10, rel=0.01)  # 330 W a chip, PUE 1.10
    llama = next(one for one in PUBLISHED if one.id == "llama2-70b")
    assert llama.flops / llama.chip_hours / 3600 / 312e12 == pytest.approx(0.43, abs=0.02)


def test_costs_are_a_sum() -> None:
    """Oracle: the sum by hand."""
    cost = training_cost({"parameters": 1e6, "examples": 1e9, "chip": "v100", "n_chips": 4, "flops_here": 1e9})
    assert cost["flops"] == 6e15
    assert cost["hours"] == pytest.approx(6e15 / (125e12 * 0.4) / 3600 / 4)
    assert cost["kwh"] == pytest.approx(cost["chip_hours"] * 0.3)
    assert cost["here_seconds"] == 6e6
    assert [one.id for one in PUBLISHED] == [*race_costs.PUBLISHED]


@pytest.mark.parametrize(
    "wrong",
    [
        {"parameters": 0},
        {"examples": "many"},
        {"chip": "z80"},
        {"n_chips": -1},
        {"published": "skynet"},
        {"examples": None},
    ],
)
def test_wrong_costs_are_told(wrong: dict) -> None:
    """Invariant: what is asked is checked."""
    asked = {"parameters": 1e6, "examples": 1e6, "chip": CHIPS[0].id, "n_chips": 1, **wrong}
    with pytest.raises(SettingsError) as told:
        training_cost(asked)
    assert told.value.rule
