"""The studies of the five jobs: each runs on the data that the site ships, and says what it says by its own numbers."""

from __future__ import annotations

import asyncio
import io
import json
import re
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from elmweb.bridge._native import NativeRuntime
from elmweb.exceptions import Cancelled, DataError, InputError, ParseError, SettingsError
from elmweb.progress import finish
from elmweb.studies.jobs import JOBS, finance, language, transport
from elmweb.studies.jobs.common import Scale, bootstrap_range, iter_clocked, precision_recall
from elmweb.studies.jobs.medmnist import read_medmnist
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


@pytest.mark.slow
def test_the_rows_of_finance_are_what_it_says(alarms: dict[str, Any]) -> None:
    """Invariant: one alarm in 100 rows, half of all rows judge, and none of them is anywhere else."""
    assert alarms["share"] == pytest.approx(0.01, rel=0.1)
    assert alarms["n_judge"] == pytest.approx(alarms["n_learn"] + alarms["n_choose"], abs=2)
    parts = finance._parts(DATA / "shuttle.npz", 0.01)
    assert sum(y.sum() for _, y in parts) == pytest.approx(0.01 * sum(len(y) for _, y in parts), abs=1)


def test_the_models_find_most_alarms(alarms: dict[str, Any]) -> None:
    """Oracle: a mean precision far above guessing, inside its own range; the linear model's is the worst here."""
    elm, logistic, network = alarms["models"]
    for one in (elm, logistic, network):
        assert one["low"] <= one["average"] <= one["high"]
        assert one["average"] > 0.8
    assert min(elm["average"], network["average"]) > logistic["average"]


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
    curve = precision_recall(y, scores)
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


@pytest.mark.slow
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


@pytest.fixture(scope="module")
def binders() -> dict[str, Any]:
    """Return the answer on the molecules that may bind."""
    return study({"job": "science", "part": "activity", "firm": 10})


@pytest.mark.slow
def test_activity_judges_on_the_published_molecules(binders: dict[str, Any]) -> None:
    """Invariant: as many molecules as were published, active by the line that was asked for, each with a drawing."""
    assert (binders["n_learn"], binders["n_judge"]) == (2201, 553)
    assert binders["n_active"] == sum(one["ki"] <= 10 for one in binders["molecules"])
    assert binders["n_inputs"] == 20 + 166
    assert len({one["smiles"] for one in binders["molecules"]}) == 553
    for one in binders["molecules"]:
        assert len(one["values"]) == len(binders["descriptors"])
        assert max(max(a, b) for a, b, _ in one["bonds"]) < len(one["atoms"])
        bare = re.sub(r"\[[^]]*\]", "X", one["smiles"]).replace("Cl", "X").replace("Br", "X")
        assert len(re.findall("[A-Za-z]", bare)) == len(one["atoms"])  # every atom of the text is drawn


def test_scores_of_activity_are_those_of_its_predictions(binders: dict[str, Any]) -> None:
    """Oracle: scikit-learn's AUC and average precision of the predictions that are shown; guessing is far below."""
    truth = [one["ki"] <= 10 for one in binders["molecules"]]
    for one in binders["models"]:
        assert one["auc"] == pytest.approx(roc_auc_score(truth, one["predicted"]))
        assert one["average"] == pytest.approx(average_precision_score(truth, one["predicted"]))
        assert one["auc_low"] < one["auc"] < one["auc_high"]
        assert one["low"] < one["average"] < one["high"]
        assert one["auc"] > 0.85
    assert [one["id"] for one in binders["models"]] == ["elm", "linear", "mlp"]


def test_a_wrong_line_between_active_and_not_is_told() -> None:
    """Invariant: the error names the setting, the rule and the value."""
    for asked in ({"firm": 7}, {"seen": "all"}):
        with pytest.raises(SettingsError, match=next(iter(asked))):
            study({"job": "science", "part": "activity", **asked})


# Health


@pytest.fixture(scope="module")
def with_models() -> LocalWorkbench:
    """Return a workbench that runs the models of this repository."""
    return LocalWorkbench(runtime=NativeRuntime(DATA.parents[2] / "models"))


@pytest.mark.slow
def test_beats_are_divided_as_for_the_lstm(with_models: LocalWorkbench) -> None:
    """Oracle: the LSTM's accuracy on its card, though the signals are kept in 8 bits here."""
    found = study({"job": "health"}, with_models)
    elm, lstm = found["models"]
    card = json.loads((DATA.parents[2] / "models" / "manifest.json").read_text())["models"]
    accuracy = next(one for one in card if one["id"] == "lstm-ecg")["metrics"]["accuracy"]
    assert lstm["right"] == pytest.approx(100 * accuracy, abs=0.2)
    assert elm["right"] > 92
    assert (found["n_learn"], found["n_judge"]) == (4_000, 1_000)
    for one in (elm, lstm):
        assert 10 * one["right"] == pytest.approx(sum(one["found"]))
    assert found["lead"]["by"] == pytest.approx(elm["right"] - lstm["right"])


@pytest.mark.slow
def test_what_is_missed_is_shown_with_the_rare_kinds_first(with_models: LocalWorkbench) -> None:
    """Invariant: every beat shown is one that the ELM misses, the first one of the rarest kind that it misses."""
    found = study({"job": "health", "n_learn": 1_000, "weights": "rare"}, with_models)
    assert found["missed"]
    assert all(one["kind"] != one["said"][0] for one in found["missed"])
    missed = [kind for kind in range(5) if found["models"][0]["found"][kind] < found["judged"][kind]]
    assert found["missed"][0]["kind"] == min(missed, key=lambda kind: found["judged"][kind])


def test_every_cell_is_judged_once() -> None:
    """Oracle: the sample has 212 malignant and 357 benign rows; all models miss few, and both errors make the rest."""
    found = study({"job": "health", "part": "cells"})
    assert (found["n_malignant"], found["n_benign"]) == (212, 357)
    for one in found["models"]:
        assert 0 < one["missed"] < 30
        assert one["false"] < 20
        assert one["right"] == pytest.approx(100 - 100 * (one["missed"] + one["false"]) / 569)
        assert one["low"] < one["right"] < one["high"]
    elm, *others = found["models"]
    assert [one["lead"]["by"] for one in others] == pytest.approx([elm["right"] - one["right"] for one in others])


def images(n: int = 120, *shape: int, **more: Any) -> dict[str, np.ndarray]:
    """Return arrays as in a file of MedMNIST: a bright spot, whose place is the label."""
    draws = np.random.default_rng(0)
    side = (shape or (12, 12))[:2]
    arrays: dict[str, np.ndarray] = {}
    for part, size in (("train", n), ("val", n // 3), ("test", n // 2)):
        labels = draws.integers(0, 3, size)
        pictures = draws.integers(0, 60, (size, *(shape or (12, 12))), dtype=np.uint8)
        for at, label in enumerate(labels):
            pictures[at, label * side[0] // 3 : (label + 1) * side[0] // 3, 2:6] = 200
        arrays |= {f"{part}_images": pictures, f"{part}_labels": labels[:, None].astype(np.uint8)}
    return arrays | more


def packed(arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    """Return a source with these arrays as a file."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return {"name": "spots.npz", "bytes": file.getvalue()}


@pytest.mark.parametrize("shape", [(12, 12), (28, 28, 3)])
def test_images_of_ones_own_are_learned_from(shape: tuple[int, ...]) -> None:
    """Oracle: the place of a bright spot can be learned, in grey and in colours."""
    found = study({"job": "health", "part": "own", "source": packed(images(120, *shape))})
    assert (found["n_learn"], found["n_judge"], found["shape"]) == (160, 60, list(shape))
    assert [one["id"] for one in found["models"]] == ["elm", "cnn"]
    assert all(one["right"] > 90 for one in found["models"])
    assert found["floor"] < 60
    assert sum(found["judged"]) == 60
    assert all(sum(one["found"]) == pytest.approx(0.6 * one["right"]) for one in found["models"])


def test_a_large_file_is_learned_from_in_part() -> None:
    """Invariant: at most 10,000 images, and it is said how many were left out."""
    found = read_medmnist(packed(images(9_000, 8, 8)))
    assert (len(found.y), found.n_left) == (10_000, 2_000)
    assert len(found.y_judge) == 4_500


LABELS = np.zeros((120, 1), np.uint8)
BAD_IMAGES = {
    "no archive": ({"bytes": b"PK but no more", "name": "a.npz"}, "cannot be read"),
    "no labels": ({key: array for key, array in images().items() if key != "val_labels"}, 'no "val_labels"'),
    "one class": ({**images(), "train_labels": LABELS, "val_labels": LABELS[:40]}, "labels of"),
    "many labels": (images(train_labels=np.zeros((120, 14), np.uint8)), "several labels"),
    "volumes": (images(train_images=np.zeros((120, 28, 28, 28), np.uint8)), "do not fit"),
    "too small": (images(train_images=np.zeros((120, 4, 4), np.uint8)), "do not fit"),
    "other sizes": (images(test_images=np.zeros((60, 13, 13), np.uint8)), "do not go together"),
    "too few labels": (images(test_labels=np.zeros((3, 1), np.uint8)), "do not go together"),
    "fractions": (images(train_images=np.zeros((120, 12, 12))), "no whole numbers"),
    "bright": (images(train_images=np.full((120, 12, 12), 999, np.int16)), "do not fit"),
    "objects": (images(train_labels=np.array([[None]] * 120)), "no whole numbers"),
}


@pytest.mark.parametrize("case", BAD_IMAGES)
def test_bad_images_are_told(case: str) -> None:
    """Invariant: the error names the file, the rule and what was found."""
    given, said = BAD_IMAGES[case]
    with pytest.raises((DataError, ParseError), match=said) as caught:
        study({"job": "health", "part": "own", "source": given if "bytes" in given else packed(given)})
    assert ".npz" in str(caught.value)
    assert caught.value.rule


def test_a_cut_off_file_is_told() -> None:
    """Invariant: an archive that ends early is an error in words, wherever it ends."""
    whole = packed(images())["bytes"]
    for part in (0.3, 0.9, 0.99):
        with pytest.raises(ParseError, match="cannot be read"):
            read_medmnist({"name": "a.npz", "bytes": whole[: int(part * len(whole))]})


def test_no_file_is_told() -> None:
    """Invariant: without a file it is said what is needed."""
    with pytest.raises(SettingsError, match="No file was brought"):
        study({"job": "health", "part": "own"})


# Transport


@pytest.fixture(scope="module")
def people() -> dict[str, Any]:
    """Return the answer on the pedestrians."""
    return study({"job": "transport"})


def test_the_last_weeks_are_kept_back(people: dict[str, Any]) -> None:
    """Oracle: the file itself: eight weeks of days up to the last one, with what was counted."""
    assert len(people["days"]) == 56
    assert (people["days"][0]["date"], people["days"][-1]["date"]) == ("2016-11-06", "2016-12-31")
    assert [day["date"] for day in people["days"] if day["is_holiday"]] == ["2016-12-25", "2016-12-26", "2016-12-27"]
    with np.load(DATA / "pedestrians.npz") as file:
        last = file["count"][file["day"] == file["day"].max()]
    assert people["days"][-1]["counted"] == last.tolist()


def test_forecasts_are_judged_by_what_was_counted(people: dict[str, Any]) -> None:
    """Oracle: mean absolute errors of the days shown, and the counts of a week before; the ELM beats both others."""
    truth = np.array([day["counted"] for day in people["days"]])
    for one in people["models"]:
        said = np.array([day["said"][one["id"]] for day in people["days"]])
        assert one["error"] == pytest.approx(np.abs(said - truth).mean(), abs=0.05)
        assert one["low"] < one["error"] < one["high"]
    week = np.array([day["said"]["week"] for day in people["days"]])
    assert (week[7:] == truth[:-7]).all()
    elm, linear, last_week = (one["error"] for one in people["models"])
    assert elm < linear < last_week


def test_nothing_of_the_day_itself_is_seen() -> None:
    """Invariant: what the models see of a day is the same whatever is counted on that day and later."""
    draws = np.random.default_rng(0)
    counts, holiday = draws.integers(0, 900, (40, 24)).astype(float), np.zeros(40)
    other = counts.copy()
    other[35:] = 0.0
    seen, again = (transport._inputs(each, holiday, 3)[35 * 24 : 36 * 24] for each in (counts, other))
    assert (seen == again).all()
    assert seen.shape[1] == 17


# Language


class Desk:
    """A desk whose sentence vectors hold what people think of a sentence."""

    def __init__(self) -> None:
        lines = (line.split("\t") for line in (DATA / "snippets.tsv").read_text().splitlines())
        self.ratings = {text: float(rating) for rating, text in lines}
        self.asked: list[str] = []

    async def file(self, name: str) -> Path:
        """Return a file of the site."""
        return DATA.parent / name

    async def drive(self, steps: Any, report: Any = None) -> Any:
        """Run steps to their end."""
        return finish(steps)

    def _vector(self, text: str) -> np.ndarray:
        row = np.random.default_rng(len(text)).normal(size=16)
        row[0] = 6 * np.sign(self.ratings.get(text, 1.0))
        return row / np.sqrt((row**2).sum())

    async def model(self, name: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """Answer as the deep models do."""
        texts = inputs.get("texts", [inputs.get("text")])
        if name == "embed-text":
            self.asked += texts
            answer: dict[str, Any] = {"rows": np.stack([self._vector(text) for text in texts])}
        elif "texts" in inputs:
            answer = {"rows": np.array([[0.9, 0.1] if len(text) % 2 else [0.1, 0.9] for text in texts])}
        else:
            answer = {"bars": [("likes it", 0.7), ("dislikes it", 0.3)], "words": [("good", 1.0)]}
        return {"answer": answer, "milliseconds": 2.0}


def read(asked: dict[str, Any], desk: Desk) -> dict[str, Any]:
    """Run the study of language at a desk."""
    return asyncio.run(language.run(asked, desk, lambda *_: None))


@pytest.fixture
def nothing_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the study begin as in a Python that has just started."""
    monkeypatch.setattr(language, "_vectors", {})
    monkeypatch.setattr(language, "_trained", [])


@pytest.mark.usefixtures("nothing_read")
def test_sentences_are_read_once() -> None:
    """Oracle: what can be seen in the vectors is learned; a second training reads only what is new."""
    desk = Desk()
    found = read({"n_learn": 100}, desk)
    elm, logistic, transformer = found["models"]
    assert elm["right"] > 90
    assert logistic["right"] > 95
    assert found["lead"]["by"] == pytest.approx(elm["right"] - transformer["right"])
    assert (found["n_learn"], found["n_judge"], len(desk.asked)) == (100, 200, 300)
    assert found["reading"] == pytest.approx(0.002 * 30)
    again = read({"n_learn": 300}, desk)
    assert len(desk.asked) == len(set(desk.asked)) == 500
    assert again["reading"] < found["reading"]


@pytest.mark.usefixtures("nothing_read")
def test_a_text_is_answered_by_both() -> None:
    """Invariant: the newest ELM and the Transformer answer; before the first training it is told what is missing."""
    desk = Desk()
    with pytest.raises(InputError, match="no ELM yet"):
        read({"part": "ask", "text": "good"}, desk)
    read({"n_learn": 100}, desk)
    found = read({"part": "ask", "text": "  a  good film "}, desk)
    assert found["text"] == "a good film"
    assert found["elm"] > 0.5
    assert found["transformer"] == 0.7
    for text, said in ((" ", "Nothing is written"), ("x" * 2_001, "too long")):
        with pytest.raises(InputError, match=said):
            read({"part": "ask", "text": text}, desk)


def test_the_sentences_are_clear_and_short() -> None:
    """Invariant: ratings are clear, texts are short, and no sentence is there twice."""
    pairs = [line.split("\t") for line in (DATA / "snippets.tsv").read_text().splitlines()]
    assert len(pairs) == len({text for _, text in pairs}) == 700
    assert all(0.5 <= abs(float(rating)) <= 4 and 30 <= len(text) <= 240 for rating, text in pairs)


def test_many_texts_are_read_as_one_by_one(with_models: LocalWorkbench) -> None:
    """Oracle: the Transformer's answer to each text alone."""
    texts = ["A fine film.", "Two hours that I will never get back, and a very long sentence besides."]

    async def both() -> None:
        rows = (await with_models.run_model("transformer-sentiment", {"texts": texts}))["answer"]["rows"]
        for text, row in zip(texts, rows, strict=True):
            alone = (await with_models.run_model("transformer-sentiment", {"text": text}))["answer"]
            assert dict(alone["bars"])["likes it"] == pytest.approx(float(row[1]))

    asyncio.run(both())
