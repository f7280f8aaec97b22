"""What a person asks of each model that comes with the site, in onnxruntime on this machine."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from elmweb.bridge._native import MODELS, NativeRuntime
from elmweb.exceptions import InputError
from elmweb.workbench.local import LocalWorkbench
from elmweb.zoo.manifest import read_manifest
from elmweb.zoo.tasks import find_task
from elmweb.zoo.tasks.compare import compared
from elmweb.zoo.tasks.generate import between, noise
from elmweb.zoo.tasks.image import layers_of
from elmweb.zoo.tasks.probabilities import judged, ranked, softmax

PHOTOS = Path(__file__).parents[1] / "web" / "samples" / "photos"
CARDS = read_manifest((MODELS / "manifest.json").read_bytes())


@pytest.fixture(scope="module")
def workbench() -> LocalWorkbench:
    """Return a workbench with the models of the site."""
    return LocalWorkbench(runtime=NativeRuntime())


def ask(workbench: LocalWorkbench, model: str, **inputs: Any) -> dict[str, Any]:
    """Return a model's answer; skip nothing: a model that is not there yet is no parameter of a test."""
    return asyncio.run(workbench.run_model(model, inputs))["answer"]


def photo(name: str) -> np.ndarray:
    """Return one of the site's photos."""
    return np.asarray(Image.open(PHOTOS / f"{name}.jpg").convert("RGB"))


def has(*models: str) -> pytest.MarkDecorator:
    """Mark a test that rests on models which a recipe has made."""
    missing = [model for model in models if model not in CARDS]
    return pytest.mark.skipif(bool(missing), reason=f"not trained yet: {', '.join(missing)}")


def drawn(*strokes: list[tuple[int, int]]) -> np.ndarray:
    """Return a drawing of 280 by 280 pixels, with a pen as wide as the page's."""
    sheet = Image.new("L", (280, 280))
    pen = ImageDraw.Draw(sheet)
    for stroke in strokes:
        pen.line(stroke, fill=255, width=20, joint="curve")
    return np.asarray(sheet)


def test_every_model_has_somebody_who_knows_what_to_do_with_it() -> None:
    """Invariant: the task of every card in the manifest can be found."""
    assert all(callable(find_task(card.task)) for card in CARDS.values())


@has("cnn-mnist")
@pytest.mark.parametrize(
    ("digit", "strokes"),
    [
        ("1", [[(140, 50), (140, 230)]]),
        ("7", [[(80, 70), (195, 66), (150, 150), (125, 235)]]),
        ("0", [[(140, 50), (200, 90), (200, 190), (140, 230), (80, 190), (80, 90), (140, 50)]]),
        ("4", [[(100, 60), (80, 150), (200, 150)], [(170, 60), (160, 235)]]),
    ],
)
def test_a_drawn_digit_is_read(workbench: LocalWorkbench, digit: str, strokes: list) -> None:
    """Oracle: what was drawn; three depths of layers come with it when they are asked for."""
    answer = ask(workbench, "cnn-mnist", drawing=drawn(*strokes), look=True)
    assert answer["headline"] == digit
    assert [layer["title"] for layer in answer["layers"]] == ["Edges", "Parts", "Objects"]
    assert sum(share for _, share in answer["bars"]) == pytest.approx(1)
    assert "layers" not in ask(workbench, "cnn-mnist", drawing=drawn(*strokes))


@has("cnn-mnist")
def test_an_empty_drawing_is_reported(workbench: LocalWorkbench) -> None:
    """Invariant: no answer is made up."""
    with pytest.raises(InputError, match="Nothing is drawn"):
        ask(workbench, "cnn-mnist", drawing=np.zeros((280, 280), np.uint8))


@has("cnn-cifar10")
def test_a_cat_is_named_in_few_pixels(workbench: LocalWorkbench) -> None:
    """Oracle: the cat on the photo, seen in 32 by 32 pixels."""
    assert ask(workbench, "cnn-cifar10", photo=photo("cat"))["headline"] == "cat"


@has("vit-fashion")
def test_a_garment_is_named_on_any_even_ground(workbench: LocalWorkbench) -> None:
    """Oracle: a drawn pair of trousers, dark on white and light on black; where its heads look comes with it."""
    drawing = np.full((280, 280, 3), 255, np.uint8)
    drawing[30:70, 90:190] = drawing[70:260, 90:130] = drawing[70:260, 150:190] = 40
    for image in (drawing, 255 - drawing):
        answer = ask(workbench, "vit-fashion", photo=image, look=True)
        assert answer["headline"].lower().startswith("trouser")
        assert [layer["title"] for layer in answer["layers"]] == ["First", "Middle", "Last"]


@has("detector-nanodet")
@pytest.mark.parametrize(("name", "thing"), [("astronaut", "person"), ("coffee", "cup"), ("cat", "cat")])
def test_things_are_found_where_they_are(workbench: LocalWorkbench, name: str, thing: str) -> None:
    """Oracle: what a person sees on the photos, among others; the boxes lie inside them, the surest first."""
    boxes = ask(workbench, "detector-nanodet", photo=photo(name))["boxes"]
    assert thing in {label for box in boxes for label in box["label"].split(" or ")}
    for box in boxes:
        left, top, right, bottom = box["box"]
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
    assert [box["share"] for box in boxes] == sorted((box["share"] for box in boxes), reverse=True)


@has("embed-image")
def test_a_photo_is_most_like_itself(workbench: LocalWorkbench) -> None:
    """Invariant: the cosine of a photo with itself is 1, and that of another photo is lower."""
    cat = ask(workbench, "embed-image", photo=photo("cat"), name="cat")
    others = [("cat", cat["vector"])]
    again = ask(workbench, "embed-image", photo=photo("cat"), others=others)["similar"]
    coffee = ask(workbench, "embed-image", photo=photo("coffee"), others=others)["similar"]
    assert again == [("cat", pytest.approx(1, abs=1e-5))]
    assert coffee[0][1] < 0.9
    assert cat["notes"]


@pytest.mark.slow
@has("embed-text")
def test_sentences_of_like_meaning_are_near(workbench: LocalWorkbench) -> None:
    """Oracle: what a person would say of three sentences."""
    texts = ["Somebody makes music with strings.", "The price of bread went up again."]
    others = [(text, ask(workbench, "embed-text", text=text)["vector"]) for text in texts]
    similar = ask(workbench, "embed-text", text="A man is playing the guitar.", others=others)["similar"]
    assert [name for name, _ in similar] == texts
    assert similar[0][1] > similar[1][1] + 0.2


@has("embed-text")
def test_a_long_text_is_read_in_part_and_that_is_said(workbench: LocalWorkbench) -> None:
    """Invariant: 10,000 words are no failure; a note says how many were read."""
    answer = ask(workbench, "embed-text", text="word " * 10_000)
    assert any("of 10,000 words" in note for note in answer["notes"])


@has("embed-text")
@pytest.mark.parametrize("text", ["", "   \n", None])
def test_no_text_is_reported(workbench: LocalWorkbench, text: str | None) -> None:
    """Invariant: no answer is made up."""
    with pytest.raises(InputError, match="Nothing is written"):
        ask(workbench, "embed-text", text=text)


@has("embed-text")
def test_far_too_much_text_is_reported(workbench: LocalWorkbench) -> None:
    """Invariant: the error has the rule and the value."""
    with pytest.raises(InputError, match="too long") as raised:
        ask(workbench, "embed-text", text="a" * 200_001)
    assert raised.value.value == "200,001 characters"


def _tone(pitch: float, seconds: float = 1.5) -> np.ndarray:
    """Return a tone that comes and goes, 16,000 samples a second."""
    t = np.arange(round(16_000 * seconds)) / 16_000
    return (0.5 * np.sin(2 * np.pi * pitch * t) * np.abs(np.sin(6 * np.pi * t))).astype(np.float32)


@has("embed-audio")
def test_a_sound_is_most_like_itself(workbench: LocalWorkbench) -> None:
    """Invariant: the same clip again has a cosine of 1, and noise is less like it than a tone nearby."""
    low = ask(workbench, "embed-audio", sound=_tone(220), clip="low")
    assert low["headline"] == "low"
    others = [("low", low["vector"])]
    noise_ = np.random.default_rng(0).uniform(-0.5, 0.5, 24_000).astype(np.float32)
    near, far, same = (
        ask(workbench, "embed-audio", sound=sound, others=others)["similar"][0][1]
        for sound in (_tone(240), noise_, _tone(220))
    )
    assert same == pytest.approx(1, abs=1e-5)
    assert far < near < same


@has("embed-audio")
@pytest.mark.parametrize(
    ("sound", "message"),
    [
        (np.zeros(0, np.float32), "no sound"),
        (_tone(220, 0.3), "too short"),
        (np.zeros(20_000, np.float32), "Nothing is heard"),
    ],
)
def test_what_cannot_be_heard_is_reported(workbench: LocalWorkbench, sound: np.ndarray, message: str) -> None:
    """Invariant: no clip, a short one and silence each have their sentence."""
    with pytest.raises(InputError, match=message):
        ask(workbench, "embed-audio", sound=sound)


@has("transformer-sentiment")
@pytest.mark.parametrize(
    ("text", "judged"),
    [("A wonderful film, moving and funny.", "likes it"), ("Dull, dull, dull. A waste of time.", "dislikes it")],
)
def test_a_review_is_judged_by_its_words(workbench: LocalWorkbench, text: str, judged: str) -> None:
    """Oracle: what a person would say; every word has a weight, the largest is 1."""
    answer = ask(workbench, "transformer-sentiment", text=text, look=True)
    assert answer["headline"] == judged
    assert max(share for _, share in answer["words"]) == 1


@has("transformer-sentiment")
def test_a_short_text_with_a_negation_is_not_decided(workbench: LocalWorkbench) -> None:
    """Oracle: the words. "Not bad" is no verdict, and the word is named; a long review with such a word is judged."""
    short = ask(workbench, "transformer-sentiment", text="Not bad, I would watch it again.")
    assert short["headline"] == "Not sure"
    assert "sure" not in short
    assert '"Not"' in short["notes"][0]
    assert '"isn\u2019t"' not in short["notes"][0]
    assert "n't" in ask(workbench, "transformer-sentiment", text="It isn't funny at all.")["notes"][0]
    long = "I loved this film, and I do not say that often. " + (
        "The cast is superb, the story is moving and the music is wonderful. " * 3
    )
    assert ask(workbench, "transformer-sentiment", text=long)["headline"] == "likes it"
    assert ask(workbench, "transformer-sentiment", text="A notable, wonderful film.")["headline"] == "likes it"


@has("transformer-translate")
def test_a_sentence_of_software_help_is_translated(workbench: LocalWorkbench) -> None:
    """Oracle: the Spanish words that must be in it; both searches attend to every piece that was read."""
    for beams in (1, 4):
        answer = ask(workbench, "transformer-translate", text="Click the button to open the file.", beams=beams)
        assert "archivo" in answer["headline"].lower()
        attention = np.array(answer["attention"]["values"])
        assert attention.shape == (len(answer["attention"]["rows"]), len(answer["attention"]["columns"]))
        np.testing.assert_allclose(attention.sum(axis=1), 1, atol=1e-4)


@has("transformer-translate")
@pytest.mark.parametrize(
    ("text", "word"), [("I love you.", "love"), ("My mother makes the best soup.", "best"), ("Guten Morgen!", "Guten")]
)
def test_a_sentence_of_another_kind_is_not_answered(workbench: LocalWorkbench, text: str, word: str) -> None:
    """Oracle: no software help; its translation is there, but not as the answer, and a word that tells is named."""
    answer = ask(workbench, "transformer-translate", text=text)
    assert answer["headline"] == "No software help"
    assert answer["withheld"]
    assert "attention" not in answer
    assert word in answer["notes"][1]
    assert "probably wrong" in answer["notes"][0]


@has("lstm-ecg")
def test_a_beat_is_reported_by_sample_or_by_numbers(workbench: LocalWorkbench) -> None:
    """Invariant: the same beat pasted, louder and moved up, is the same beat."""
    known = ask(workbench, "lstm-ecg", start=0, look=True)
    beat = known["series"]["past"]
    pasted = ask(workbench, "lstm-ecg", text=", ".join(f"{3 * value + 1:.9f}" for value in beat))
    assert pasted["headline"] == known["headline"] == "normal"
    np.testing.assert_allclose(pasted["series"]["past"], (beat - beat.mean()) / beat.std(), atol=1e-5)
    assert known["layers"][0]["title"] == "Memory over time"


@has("lstm-ecg")
@pytest.mark.parametrize("text", ["1 2 3", "x " * 140, "1 " * 140, "nan " + "1 2 " * 70])
def test_what_is_no_beat_is_reported(workbench: LocalWorkbench, text: str) -> None:
    """Invariant: too few, no numbers, a level line and a hole each say which rule they break."""
    with pytest.raises(InputError) as raised:
        ask(workbench, "lstm-ecg", text=text)
    assert raised.value.rule


@has("lstm-demand")
def test_a_day_is_forecast_better_than_the_week_before_says(workbench: LocalWorkbench) -> None:
    """Oracle: the half-hours that came; over 30 days the forecast is nearer than the same hours a week before."""
    off = {"forecast": 0.0, "week": 0.0}
    for start in range(0, 360, 12):
        series = ask(workbench, "lstm-demand", start=start)["series"]
        day = date(2014, 1, 1) + timedelta(days=start)
        assert series["title"] == f"{day:%A}, {day.day} {day:%B %Y}"
        off["forecast"] += np.abs(series["middle"] - series["came"]).mean()
        assert np.mean(series["low"] <= series["high"]) > 0.99
    for start in range(0, 360, 12):
        answer = ask(workbench, "lstm-demand", start=start)
        off["week"] += float(answer["notes"][0].split("are ")[1].split(" MW")[0].replace(",", ""))
    assert off["forecast"] < 0.8 * off["week"]


@has("lstm-demand")
def test_every_day_of_the_slider_is_there(workbench: LocalWorkbench) -> None:
    """Oracle: the calendar: 365 days, and as many days as the card says; demand is low in the small hours of each."""
    settings = CARDS["lstm-demand"].settings
    assert settings["n_days"] == 365
    for start in (0, 94, 95, 96, 275, 276, 277, 364):  # the clocks were changed on 6 April and 5 October
        came = ask(workbench, "lstm-demand", start=start)["series"]["came"]
        assert came[6:10].mean() < came[16:40].mean()
    with pytest.raises(InputError, match="not in the series"):
        ask(workbench, "lstm-demand", start=365)


@has("lstm-demand")
def test_a_day_outside_is_reported(workbench: LocalWorkbench) -> None:
    """Invariant: the error says which days there are."""
    with pytest.raises(InputError, match="not in the series") as raised:
        ask(workbench, "lstm-demand", start=5000)
    assert raised.value.value == "5000"


@has("gan-fashion")
def test_pictures_are_the_same_for_the_same_draw(workbench: LocalWorkbench) -> None:
    """Invariant: a seed is an image: the interpolation begins with it and ends with the other one."""
    answer = ask(workbench, "gan-fashion", label=0, seed=3, other_seed=5)
    pictures = answer["pictures"]
    assert len(pictures) == 16
    assert pictures[8] == pictures[0]
    assert pictures[15] == pictures[2]
    assert answer["sheet"].startswith(b"\x89PNG")
    with pytest.raises(InputError, match="no such class"):
        ask(workbench, "gan-fashion", label=10)


def test_the_way_between_two_draws_stays_on_their_sphere() -> None:
    """Invariant: both ends are the draws, and every point between is about as long as they are."""
    start, end = noise(1, 100), noise(2, 100)
    lengths = [np.linalg.norm(between(start, end, share)) for share in np.linspace(0, 1, 9)]
    np.testing.assert_allclose(between(start, end, 0), start, atol=1e-6)
    np.testing.assert_allclose(between(start, end, 1), end, atol=1e-6)
    assert min(lengths) > 0.97 * min(lengths[0], lengths[-1])
    np.testing.assert_allclose(between(start, start, 0.5), start, atol=1e-6)


def test_shares_of_large_logits_are_finite() -> None:
    """Oracle: the limits of the formula."""
    np.testing.assert_allclose(softmax(np.array([[1e4, -1e4], [0, 0]])), [[1, 0], [0.5, 0.5]])
    assert ranked(["a", "b", "c"], np.array([0.2, 0.6, 0.2]), most=2) == [("b", 0.6), ("a", 0.2)]


@has("detector-nanodet")
def test_only_what_is_sure_is_counted(workbench: LocalWorkbench) -> None:
    """Oracle: what is on the photos. A cup is counted, and no toilet beside it; a cat that may be a person is not."""
    limit = CARDS["detector-nanodet"].settings["sure_from"]
    coffee, cat = (ask(workbench, "detector-nanodet", photo=photo(name)) for name in ("coffee", "cat"))
    assert coffee["headline"] == "1 cup"
    assert "toilet" not in str(coffee)
    assert cat["headline"] == "Not sure"
    unsure = [box["label"] for box in cat["boxes"] if not box["sure"]]
    assert {"person", "cat"} <= set(unsure[0].split(" or "))
    assert all(label in cat["notes"][0] for label in unsure)
    for answer in (coffee, cat):
        assert [box["sure"] for box in answer["boxes"]] == [box["share"] >= limit for box in answer["boxes"]]
    black = ask(workbench, "detector-nanodet", photo=np.zeros((64, 64, 3), np.uint8))
    assert black["headline"] in ("Nothing it knows", "Not sure")


def test_what_is_compared_keeps_its_own_name() -> None:
    """Oracle: the names; a cosine below 0 is no similarity, never "-0"; a name that ends in a full stop is quoted."""
    others = [("Again.", np.array([-0.001, 1.0]))]
    answer = compared(np.array([1.0, 0.0]), {"name": "First", "others": others}, "text")
    assert (answer["name"], answer["headline"]) == ("First", "0 % similar")
    assert '"Again."' in answer["notes"][0]


def test_below_its_limit_a_classifier_names_no_class() -> None:
    """Oracle: the sigmoid of the difference of two logits, divided by the temperature of the card."""
    card = CARDS["transformer-sentiment"]
    temperature, limit = card.settings["temperature"], card.settings["sure_from"]
    edge = temperature * np.log(limit / (1 - limit))  # the difference at which the limit is reached
    answer = judged(card, np.array([0.0, edge + 0.01]))
    assert (answer["headline"], "notes" in answer) == (card.labels[1], False)
    assert answer["sure"] == pytest.approx(1 / (1 + np.exp(-(edge + 0.01) / temperature)))
    answer = judged(card, np.array([0.0, edge - 0.01]))
    assert (answer["headline"], "sure" in answer) == ("Not sure", False)
    assert card.labels[1] in answer["notes"][0]
    assert sum(share for _, share in answer["bars"]) == pytest.approx(1)


@pytest.mark.parametrize("name", [name for name, card in CARDS.items() if card.task.startswith("classify-")])
def test_every_classifier_is_calibrated_and_surer_answers_are_righter(name: str) -> None:
    """Invariant: the temperature lowered the error of calibration; what it is sure of is right more often."""
    card = CARDS[name]
    assert 0.1 < card.settings["temperature"] < 10
    assert card.metrics["ece"] < card.metrics["ece_before"]
    assert card.metrics["ece"] < 0.04  # 500 heart beats say no more exactly than that
    assert card.metrics["accuracy_sure"] > card.metrics["accuracy"]
    assert 0.7 < card.metrics["share_sure"] < 1


def test_a_vector_of_zeros_is_like_nothing() -> None:
    """Invariant: no division by zero, no NaN."""
    assert compared(np.zeros(3), {"others": [("x", np.ones(3))]}, "clip")["similar"] == [("x", 0.0)]


def test_maps_become_pictures_of_their_strongest_channels() -> None:
    """Invariant: eight tiles at the most, none for an output that is no maps."""
    found = {
        "early": np.random.default_rng(0).normal(size=(1, 20, 100, 100)),
        "deep": np.zeros((1, 5)),
        "logits": np.ones(3),
    }
    layers = layers_of(found)
    assert [layer["title"] for layer in layers] == ["Edges"]
    assert len(layers[0]["tiles"]) == 8
