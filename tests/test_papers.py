"""Published results: the recipes on CPython, the words of the comparison, and the page without a browser."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fake_workbench import FakeWorkbench
from test_mnist import written
from test_pages import run, shown_text

from elmweb.app.learn.papers.claims import CLAIMS, DIGIT_BANDS, GAIN_BANDS, NETWORK_BANDS, PIMA_BAND, SINC_BAND, TABLES
from elmweb.app.learn.papers.page import result_html
from elmweb.app.learn.papers.verdict import expected, outcome
from elmweb.app.main import App, build
from elmweb.exceptions import Cancelled, SettingsError
from elmweb.studies.papers import RECIPES, mnist, small
from elmweb.studies.papers.network import RATES
from elmweb.words import LANGUAGES, speak
from elmweb.workbench.local import LocalWorkbench

ROOT = Path(__file__).parents[1]
OPEN = ("page", {"page": "learn", "part": "papers"})


def study(asked: dict[str, Any], samples: Path = ROOT / "web" / "samples") -> dict[str, Any]:
    """Return the answer of the study."""
    return asyncio.run(LocalWorkbench(samples=samples).study("papers", asked, {}, lambda _message: None))


def digits(score: float, n_images: int = 60_000, n_units: int = 1_600) -> dict[str, Any]:
    """Return an answer about the digits."""
    one = {"name": "rf-ciw", "scores": [score], "seconds": 30.0, "predict_seconds": 2.0}
    return {"runs": [one], "n_images": n_images, "n_units": n_units, "seed": 0}


def network(score: float, n_images: int = 60_000) -> dict[str, Any]:
    """Return an answer about the convolutional network."""
    one = {"name": "cnn", "scores": [96.0, score], "seconds": 50.0, "predict_seconds": 2.0}
    return {"runs": [one], "n_images": n_images, "seed": 0}


def small_run(name: str, scores: list[float]) -> dict[str, Any]:
    """Return an answer with one run."""
    return {"runs": [{"name": name, "scores": scores, "seconds": 0.01, "predict_seconds": 0.0}]}


# -- the recipes --------------------------------------------------------------------------------


def test_sinc_is_what_least_squares_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: the recipe once more by NumPy's own least squares; the noise alone would be 0.115."""
    monkeypatch.setattr(small, "N_TRIALS", 3)
    scores = study({"recipe": "sinc", "seed": 1})["runs"][0]["scores"]
    for number, score in enumerate(scores):
        draws = np.random.default_rng(3 + number)
        x, x_test = draws.uniform(-10, 10, 5_000), draws.uniform(-10, 10, 5_000)
        y = np.sinc(x / np.pi) + draws.uniform(-0.2, 0.2, 5_000)
        weights, bias = draws.uniform(-1, 1, 20), draws.uniform(0, 1, 20)
        H, H_test = (1 / (1 + np.exp(-(each[:, None] * weights + bias))) for each in (x, x_test))
        coef = np.linalg.lstsq(H, y, rcond=None)[0]
        assert score == pytest.approx(np.sqrt(np.mean((H_test @ coef - np.sinc(x_test / np.pi)) ** 2)), rel=1e-4)
    assert SINC_BAND.low < np.mean(scores) < 0.0097


def test_pima_lies_in_its_band() -> None:
    """Oracle: the band that ten times 50 trials gave."""
    (one,) = study({"recipe": "pima"})["runs"]
    assert len(one["scores"]) == 50
    assert PIMA_BAND.holds(np.mean(one["scores"]))


def test_the_tables_are_those_of_the_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: docs/benchmarks.md, for the smallest tables; the split and the classes are those of scikit-learn."""
    monkeypatch.setattr(small, "TABLES", ("iris", "wine"))
    for one in study({"recipe": "tables"})["runs"]:
        known = next(table for table in TABLES if table.id == one["name"])
        assert np.mean(one["scores"]) == pytest.approx(known.score, abs=0.0006)


def test_the_numbers_of_the_tables_are_those_of_the_document() -> None:
    """Oracle: docs/benchmarks.md."""
    text = (ROOT / "docs" / "benchmarks.md").read_text()
    for table in TABLES:
        name = table.id.replace("-", " ")
        (row,) = re.findall(rf"^\| {name} \|(.*)\|$", text, re.MULTILINE)[:1]
        numbers = [float(cell.strip(" *")) for cell in row.split("|")]
        assert numbers[0] == table.score
        best = max(numbers[1:])
        assert table.best.startswith(f"{best:.3f}")


def test_receptive_fields_beat_plain_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: both are trained on the same images; accuracies are those of the models' own predictions."""
    monkeypatch.setitem(mnist.MNIST_RULES, "n_units", ("64", lambda v: v == 64))
    found = study({"recipe": "weights", "n_units": 64}, written(tmp_path, 150))
    assert [one["name"] for one in found["runs"]] == ["uniform", "rf-ciw"]
    assert all(one["scores"][0] > 50 for one in found["runs"])
    assert all(one["seconds"] > 0 for one in found["runs"])


@pytest.mark.slow
def test_the_network_learns_epoch_by_epoch(tmp_path: Path) -> None:
    """Invariant: a score after each epoch, the same for the same seed, and better than by chance on a few images."""
    folder = written(tmp_path, 400)
    found = study({"recipe": "network", "seed": 3}, folder)
    (one,) = found["runs"]
    assert len(one["scores"]) == len(RATES)
    assert one["scores"][-1] > 20
    assert one["seconds"] > 0
    assert study({"recipe": "network", "seed": 3}, folder)["runs"][0]["scores"] == one["scores"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"recipe": "alchemy"}, "no such recipe"),
        ({}, "no such recipe"),
        ({"recipe": "digits", "n_units": 17}, '"n_units" cannot be 17'),
        ({"recipe": "digits", "n_images": 15_000}, '"n_images" cannot be 15000'),
        ({"recipe": "digits", "seed": True}, '"seed" cannot be True'),
        ({"recipe": "network", "n_units": 1_600}, 'no setting "n_units"'),
        ({"recipe": "network", "n_images": 7}, '"n_images" cannot be 7'),
        ({"recipe": "sinc", "seed": -1}, '"seed" cannot be -1'),
        ({"recipe": "tables", "rate": 1}, 'no setting "rate"'),
    ],
)
def test_settings_that_make_no_sense_are_told(asked: dict[str, Any], said: str) -> None:
    """Invariant: the setting, the rule and the value are named."""
    with pytest.raises(SettingsError, match=said):
        study(asked)


# -- the comparison -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "claim", "begins"),
    [
        (digits(97.66), "digits", "Reproduced: 97.66 %"),
        (digits(97.1), "digits", "Not reproduced: 97.10 % is below"),
        (digits(98.4), "digits", "Not reproduced: 98.40 % is above"),
        (digits(96.9, 10_000), "digits", "The published 97.7 % is not reached: 10,000 of the 60,000"),
        (digits(98.4, n_units=4_000), "digits", "No number is published for 4,000 units"),
        (network(98.7), "network", "LeNet-5 is 0.35 points ahead: it is larger"),
        (network(96.2, 10_000), "network", "LeNet-5 is 2.8 points ahead"),
        (network(99.1), "network", "As good as LeNet-5: 99.10 %"),
        (small_run("sinc", [0.007, 0.0074]), "sinc", "Reproduced: 0.0072"),
        (small_run("sinc", [0.002, 0.002]), "sinc", "Better than published"),
        (small_run("sinc", [0.02, 0.03]), "sinc", "Not reproduced: 0.025"),
        (small_run("pima", [77.0, 77.4]), "pima", "Reproduced: 77.20 %"),
        (small_run("pima", [70.0, 71.0]), "pima", "Not reproduced: 70.50 %"),
        (small_run("iris", [0.98]), "tables", "Reproduced: all 1"),
        (small_run("iris", [0.9]), "tables", "Not reproduced on Iris"),
    ],
)
def test_what_is_said_follows_the_numbers(answer: dict[str, Any], claim: str, begins: str) -> None:
    """Invariant: reproduced, not reproduced and better are told apart, in words; the numbers are on the card."""
    found = outcome(claim, answer)
    assert found.said.startswith(begins)
    assert found.number in unescape(result_html(claim, answer))


def test_what_was_published_follows_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: numbers that are known beforehand are written as those that come out."""
    monkeypatch.setitem(LANGUAGES, "de", "Deutsch")
    speak("de")
    try:
        said = unescape(result_html("sinc", small_run("sinc", [0.007, 0.0074])))
        before = expected("sinc", {})
    finally:
        speak("en")
    assert [text for text in ("0,0072", "0,0097", "0,0130", "0,0028", "0,125 s") if text not in said] == []
    assert "0,0071 bis 0,0075" in before
    assert not re.search(r"\d\.\d", re.sub("<[^>]*>", "", said) + before)


def test_every_setting_has_a_band() -> None:
    """Invariant: whatever can be chosen has an expectation, wider layers and more images a higher one."""
    for (n_units, n_images), band in DIGIT_BANDS.items():
        assert f"{band.high:g}" in expected("digits", {"n_units": n_units, "n_images": n_images})
        assert band.low < band.high
    assert DIGIT_BANDS[4_000, 60_000].low > DIGIT_BANDS[1_600, 60_000].low > DIGIT_BANDS[1_600, 10_000].high
    assert all(band.low > 0 for band in GAIN_BANDS.values())
    for n_images, band in NETWORK_BANDS.items():
        assert f"{band.high:g}" in expected("network", {"n_images": n_images})
    assert {claim.id for claim in CLAIMS} == set(RECIPES)


# -- the page -----------------------------------------------------------------------------------


class Reproducing(FakeWorkbench):
    """A workbench whose studies are known."""

    failure: Exception | None = None

    async def study(self, name: str, asked: dict, choices: dict, progress: Any) -> dict:
        """Answer as the recipes do."""
        self.calls.append(("study", (name, asked, choices)))
        progress({"what": "study", "text": "Half of it", "step": 1, "n_steps": 2})
        await asyncio.sleep(0)
        if self.failure is not None:
            raise self.failure
        weights = {"runs": [*digits(94.8)["runs"], *digits(97.6)["runs"]], "n_images": 10_000}
        weights["runs"][0] = {**weights["runs"][0], "name": "uniform"}
        return {
            "digits": digits(96.9, 10_000),
            "weights": weights,
            "network": network(98.7),
            "sinc": small_run("sinc", [0.007, 0.0075]),
            "pima": small_run("pima", [77.0, 77.2]),
            "tables": small_run("iris", [0.982]),
        }[asked["recipe"]]


def start(claim: str) -> tuple[str, dict[str, Any]]:
    """Return the message of a card's button."""
    return "study", {"chapter": "papers", "do": "start", "claim": claim}


def text_of(app: App) -> str:
    """Return what is on the Learn page, without tags."""
    return unescape(re.sub(r"<[^>]+>", " ", shown_text(app.roots["learn"])))


def test_every_card_has_its_source_and_what_to_expect() -> None:
    """Invariant: claim, source, recipe and expectation are there before anything has run."""
    app = run(build(Reproducing()), OPEN)
    text = text_of(app)
    for claim in CLAIMS:
        assert claim.title in text
        assert claim.published in text
        assert claim.source in text
        assert all(step in text for step in claim.recipe)
    assert text.count("Expected") == len(CLAIMS)


@pytest.mark.parametrize("claim", RECIPES)
def test_a_result_is_shown_with_its_comparison(claim: str) -> None:
    """Invariant: the card's settings are asked for, and number and comparison are on the page."""
    workbench = Reproducing()
    app = run(build(workbench), OPEN, start(claim))
    (asked,) = [args[1] for name, args in workbench.calls if name == "study"]
    assert asked["recipe"] == claim
    answer = asyncio.run(workbench.study("papers", asked, {}, lambda _message: None))
    text = text_of(app)
    assert outcome(claim, answer).said in text
    assert "again" in text
    assert app.session.run.busy == ""


def test_stop_keeps_the_result_before() -> None:
    """Invariant: Stop says so, shows no failure, and the earlier number stays; the button can be pressed again."""
    workbench = Reproducing()
    app = run(build(workbench), OPEN, start("pima"))
    workbench.failure = Cancelled("Stopped.")
    run(app, start("pima"))
    text = text_of(app)
    assert "Stopped before the end." in text
    assert "77.10 % right" in text
    assert app.session.error is None
    assert app.session.learn.pages["papers"].running == ""


def test_a_failure_is_told() -> None:
    """Invariant: what failed is an error of the page, and the other cards can be used."""
    workbench = Reproducing()
    workbench.failure = SettingsError("There is no such recipe.", value="pima")
    app = run(build(workbench), OPEN, start("pima"))
    assert app.session.error["what"] == "There is no such recipe."
    assert "Stopped before the end." not in text_of(app)
    workbench.failure = None
    run(app, ("dismiss", {}), start("sinc"))
    assert "error 0.00725" in text_of(app)


def test_an_unknown_card_is_told() -> None:
    """Invariant: a message that no button sends is an error, not silence."""
    app = run(build(Reproducing()), OPEN, start("alchemy"))
    assert app.session.error["what"] == "There is no such card."
