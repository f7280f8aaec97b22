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
    expect(somebody.heading("Pretrained models")).to_be_visible()
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
    """Invariant: the things in a photo are named and boxed."""
    person.page.get_by_role("img", name="A cat").click()
    expect(person.page.locator(".box").filter(has_text="cat")).to_be_visible()
    expect(person.page.get_by_text("Less sure, below 50 %")).to_contain_text("1 person or dog or cat")


def compare_photos(person: Person) -> None:
    """Invariant: a second photo is compared with the first."""
    person.page.get_by_role("img", name="A cat").click()
    expect(person.page.get_by_text("Bring a second photo.")).to_be_visible()
    person.page.get_by_role("img", name="A cup of coffee").click()
    expect(person.page.locator("[role=status] .bars li")).to_have_text([re.compile(r"^A cat ?\d+ %$")])


def compare_texts(person: Person) -> None:
    """Invariant: the second example is compared with the first."""
    person.button("Somebody makes music with strings.").click()
    expect(person.headline).to_have_text(re.compile(r"^\d+ % similar$"))
    expect(person.page.locator("[role=status] .bars li")).to_have_count(1)


def compare_sounds(person: Person) -> None:
    """Invariant: the second clip is compared with the first."""
    bring(person, "low.wav", wav(tone(220)))
    expect(person.headline).to_have_text("low.wav")
    bring(person, "high.wav", wav(tone(880)))
    expect(person.headline).to_have_text(re.compile(r"^\d+ % similar$"))
    expect(person.page.locator("[role=status] .bars li")).to_have_count(1)


def forecast(person: Person) -> None:
    """Invariant: another day gives another answer, with its picture."""
    expect(person.headline).to_contain_text("MW off")
    before = person.headline.text_content() or ""
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
    """Invariant: a sentence is translated and what was looked at is drawn; one that is no help is not answered."""
    expect(person.headline).not_to_be_empty()
    expect(person.page.locator("table.attention td").first).to_be_visible()
    person.field("Write a sentence of software help or a message, in English").fill("I love you.")
    expect(person.headline).to_have_text("No software help")
    expect(person.page.locator("table.attention")).to_have_count(0)
    withheld = person.page.locator("[role=status] details p")
    expect(withheld).to_be_hidden()
    person.page.get_by_text("Show it anyway").click()
    expect(withheld).to_be_visible()
    expect(withheld).not_to_be_empty()


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


def repaint(person: Person) -> None:
    """Invariant: a photo is repainted as soon as it is there."""
    person.page.get_by_role("img", name="A cat").click()
    expect(person.headline).to_have_text("Style 20")
    expect(person.page.get_by_role("img", name="The repainted photo")).to_be_visible()


def write_speech(person: Person) -> None:
    """Oracle: what President Kennedy said; the words can be saved as a text."""
    person.button("a speech from 1961, 11 seconds").click()
    save = person.button("Save as text")
    expect(save).to_be_visible(timeout=PATIENCE_MS)
    said = person.page.locator(".spoken").inner_text().lower()
    assert "ask not what your country can do for you" in said
    with person.page.expect_download() as download:
        save.click()
    assert download.value.suggested_filename == "kennedy.txt"
    assert Path(download.value.path()).read_text().startswith("0:00 And so")


def say(person: Person) -> None:
    """Oracle: the length of what is said; the voice can be stopped, and saved as a file that has sound in it."""
    person.button("Speak").click()
    expect(person.button("Save as WAV")).to_be_visible(timeout=PATIENCE_MS)
    stop = person.button("Stop playing")
    expect(stop).to_be_visible()
    stop.click()
    expect(person.button("Play")).to_be_visible()
    expect(person.page.locator(".said")).to_contain_text("həlˈO")
    with person.page.expect_download() as download:
        person.button("Save as WAV").click()
    with wave.open(str(download.value.path())) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
        assert 4 < len(sound) / file.getframerate() < 8
    assert 0.1 < np.abs(sound).max() < 1


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
    "style-magenta": repaint,
    "speak-hibari": say,
    "speech-moonshine": write_speech,
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
    first = took.text_content() or ""
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


def test_a_recording_is_written_down_when_it_is_stopped(person: Person) -> None:
    """Invariant: the microphone is on until it is stopped; a beep has no words, which is said."""
    person.opens_model("Speech to text")
    person.button("Record").click()
    stop = person.button("Stop recording")
    expect(stop).to_be_visible()
    person.page.wait_for_timeout(1_000)
    stop.click()
    expect(person.button("Record")).to_be_visible()
    expect(person.page.locator(".runs b.mono")).to_contain_text(re.compile(r"\d m?s"))


def test_a_long_clip_is_stopped_and_another_takes_its_place(person: Person) -> None:
    """Oracle: what President Kennedy said, eight times over; what was written stays, and the next clip is heard."""
    person.opens_model("Speech to text")
    with wave.open(str(ROOT / "web" / "samples" / "sounds" / "kennedy.wav")) as file:
        speech = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
    bring(person, "long.wav", wav(np.tile(speech, 8)))
    lines = person.page.locator(".spoken li")
    expect(lines.nth(1)).to_be_visible()
    person.button("Stop").click()
    expect(person.page.get_by_text(re.compile(r"Stopped at 0:\d\d of 1:28\."))).to_be_visible()
    expect(lines.first).to_contain_text("my fellow Americans")
    bring(person, "long.wav", wav(np.tile(speech, 8)))
    expect(lines).to_have_count(1)
    person.button("a speech from 1961, 11 seconds").click()
    expect(person.page.get_by_text("of 1:28")).to_have_count(0)
    expect(person.button("Save as text")).to_be_visible()
    expect(lines).to_have_count(1)


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
    person.opens_model("Things in a photo")
    bring(person, "large.jpg", file)
    expect(person.page.locator(".box").filter(has_text="cat")).to_be_visible(timeout=PATIENCE_MS)


def test_a_text_of_10_000_words(person: Person) -> None:
    """Oracle: the words that were written; as many as fit are read, and that is said."""
    person.opens_model("Film reviews")
    person.page.get_by_role("textbox").fill("a wonderful film " * 3333 + "indeed")
    person.page.get_by_role("textbox").press("Tab")
    expect(person.page.get_by_text("of 10,000 words were read")).to_be_visible(timeout=PATIENCE_MS)
    expect(person.headline).to_have_text("likes it")
