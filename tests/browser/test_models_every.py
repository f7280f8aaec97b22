"""Every model that comes trained, used as a person uses it, on a phone's width: it answers, and nothing sticks out."""

from __future__ import annotations

import io
import re
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT
from person import Person
from PIL import Image
from playwright.sync_api import expect

from elmweb.zoo.manifest import read_manifest

pytestmark = pytest.mark.browser

PHOTOS = ROOT / "web" / "samples" / "photos"
CARDS = read_manifest((ROOT / "models" / "manifest.json").read_bytes())
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 60_000

FIELD = "elm-photo label, elm-sound label"


@pytest.fixture(scope="module")
def person(stay_with_devices: Callable[..., Person]) -> Person:
    """Return somebody with a phone on the Models page."""
    somebody = stay_with_devices(viewport=PHONE).is_live()
    somebody.page.goto(f"{somebody.address}#/models")
    expect(somebody.heading("Models that come trained")).to_be_visible()
    return somebody


def wav(samples: np.ndarray, rate: int = 16_000) -> bytes:
    """Return sound from -1 to 1 as a file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((32767 * samples).astype("<i2").tobytes())
    return out.getvalue()


def tone(pitch: float, seconds: float = 1.5) -> np.ndarray:
    """Return a sound."""
    return 0.5 * np.sin(2 * np.pi * pitch * np.arange(int(seconds * 16_000)) / 16_000)


def bring(person: Person, name: str, data: bytes | Path) -> None:
    """Choose a file for the open model."""
    person.brings(person.page.locator(FIELD).first, name, data)


def use_digits(person: Person) -> None:
    """Invariant: a drawn digit is read."""
    person.button("Use a sample digit").click()
    expect(person.headline).to_have_text("3")


def use_photo(person: Person) -> None:
    """Invariant: a photo of the page's own is answered, with views inside it."""
    person.page.get_by_role("img", name="A cat").click()
    expect(person.headline).not_to_be_empty()


def use_garment(person: Person) -> None:
    """Oracle: what Fashion-MNIST says of the picture."""
    person.page.get_by_role("img", name="A sandal").click()
    expect(person.headline).to_have_text("sandal")


def use_cat(person: Person) -> None:
    """Invariant: the things on a photo are named and boxed."""
    person.page.get_by_role("img", name="A cat").click()
    expect(person.headline).to_contain_text("cat")
    expect(person.page.locator(".box").first).to_be_visible()


def compare_photos(person: Person) -> None:
    """Invariant: a second photo is compared with the first."""
    person.page.get_by_role("img", name="A cat").click()
    expect(person.page.get_by_text("Bring a second photo.")).to_be_visible()
    person.page.get_by_role("img", name="A cup of coffee").click()
    expect(person.page.locator("[role=status] .bars li")).not_to_have_count(0)


def compare_texts(person: Person) -> None:
    """Invariant: the second example is compared with the first."""
    person.button("Somebody makes music with strings.").click()
    expect(person.headline).to_have_text(re.compile(r"^0\.\d\d+ alike$"))
    expect(person.page.locator("[role=status] .bars li")).to_have_count(1)


def compare_sounds(person: Person) -> None:
    """Invariant: the second clip is compared with the first."""
    bring(person, "low.wav", wav(tone(220)))
    expect(person.headline).to_have_text("low.wav")
    bring(person, "high.wav", wav(tone(880)))
    expect(person.headline).to_have_text(re.compile(r"^-?[01]\.\d\d+ alike$"))
    expect(person.page.locator("[role=status] .bars li")).to_have_count(1)


def forecast(person: Person) -> None:
    """Invariant: another day gives another answer, with its picture."""
    expect(person.headline).to_contain_text("MW off")
    before = person.headline.inner_text()
    slider = person.page.get_by_role("slider").first
    slider.focus()
    slider.press("ArrowRight")
    expect(person.headline).not_to_have_text(before)
    expect(person.page.locator("canvas").first).to_be_visible()


def use_beat(person: Person) -> None:
    """Invariant: a beat is told."""
    expect(person.headline).not_to_be_empty()


def judge(person: Person) -> None:
    """Invariant: a review is judged and its words are shaded."""
    expect(person.headline).to_have_text("likes it")
    expect(person.page.locator(".words span").first).to_be_visible()


def translate(person: Person) -> None:
    """Invariant: a sentence is translated and what was looked at is drawn."""
    expect(person.headline).not_to_be_empty()
    expect(person.page.locator("table.attention td").first).to_be_visible()


def draw(person: Person) -> None:
    """Invariant: another kind gives other pictures, and they are saved as one file."""
    made = person.page.locator(".made img")
    expect(made).to_have_count(16)
    before = made.first.get_attribute("src")
    person.field("Make").select_option("dress")
    expect(made.first).not_to_have_attribute("src", before)
    with person.page.expect_download() as download:
        person.button("Save as PNG").click()
    sheet = Image.open(download.value.path())
    assert (sheet.format, sheet.size) == ("PNG", (8 * 28, 2 * 28))


USES: dict[str, Callable[[Person], None]] = {
    "cnn-cifar10": use_photo,
    "cnn-mnist": use_digits,
    "detector-nanodet": use_cat,
    "embed-audio": compare_sounds,
    "embed-image": compare_photos,
    "embed-text": compare_texts,
    "gan-fashion": draw,
    "lstm-demand": forecast,
    "lstm-ecg": use_beat,
    "transformer-sentiment": judge,
    "transformer-translate": translate,
    "vit-fashion": use_garment,
}


@pytest.mark.parametrize("name", CARDS)
def test_a_model_answers_on_a_phone(person: Person, name: str) -> None:
    """Invariant: it answers, says where it ran and how long that took, and the page is no wider than the phone."""
    person.page.set_default_timeout(PATIENCE_MS)
    person.opens_model(CARDS[name].title)
    USES[name](person)
    expect(person.page.locator(".runs b.mono")).to_contain_text(re.compile(r"\d m?s"))
    assert person.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_camera_is_looked_through_until_it_is_stopped(person: Person) -> None:
    """Invariant: pictures of the camera are answered one after the other, none any more once it is stopped."""
    person.opens_model("Picture namer")
    person.button("Use the camera").click()
    took = person.page.locator(".runs b.mono")
    expect(took).to_contain_text(re.compile(r"\d m?s"))
    first = took.inner_text()
    expect(took).not_to_have_text(first)
    person.button("Stop the camera").click()
    expect(person.button("Use the camera")).to_be_visible()
    assert not person.page.evaluate("document.querySelector('elm-photo')?.querySelector('video')?.srcObject?.active")


def test_the_microphone_is_heard(person: Person) -> None:
    """Invariant: a recording is compared like a clip."""
    person.opens_model("Sounds as numbers")
    person.button("Record 3 seconds").click()
    expect(person.button("Listening")).to_be_disabled()
    expect(person.headline).to_have_text("recording")


def test_a_clip_in_which_nothing_is_heard(person: Person) -> None:
    """Oracle: silence, and no sound at all; what was there before stays usable."""
    person.opens_model("Sounds as numbers")
    bring(person, "silence.wav", wav(np.zeros(32_000)))
    expect(person.page.get_by_text("Nothing is heard in the clip.")).to_be_visible()
    bring(person, "broken.wav", wav(tone(440))[:20])
    person.is_told("The clip cannot be read.", "broken.wav")
    bring(person, "tone.wav", wav(tone(440)))
    expect(person.headline).to_have_text("tone.wav")


def test_a_photo_of_50_million_pixels(person: Person, tmp_path: Path) -> None:
    """Invariant: it is made small before it reaches a model, and answered like any other."""
    file = tmp_path / "large.jpg"
    with Image.open(PHOTOS / "cat.jpg") as photo:
        scale = (50e6 / (photo.width * photo.height)) ** 0.5
        photo.resize((round(scale * photo.width) + 1, round(scale * photo.height) + 1)).save(file)
    person.opens_model("Things on a photo")
    bring(person, "large.jpg", file)
    expect(person.headline).to_contain_text("cat", timeout=PATIENCE_MS)


def test_a_text_of_10_000_words(person: Person) -> None:
    """Oracle: the words that were written; as many as fit are read, and that is said."""
    person.opens_model("Film reviews")
    person.page.get_by_role("textbox").fill("a wonderful film " * 3333 + "indeed")
    person.page.get_by_role("textbox").press("Tab")
    expect(person.page.get_by_text("of 10,000 words were read")).to_be_visible(timeout=PATIENCE_MS)
    expect(person.headline).to_have_text("likes it")
