"""Photos and clips on the built site, as a person brings them: a zip, a folder, a new photo to predict."""

from __future__ import annotations

import io
import wave
import zipfile

import numpy as np
import pytest
from person import Person
from playwright.sync_api import expect
from sklearn.datasets import load_sample_image

pytest.importorskip("PIL")
from PIL import Image

pytestmark = pytest.mark.browser

PATIENCE_MS = 240_000
SCENES = {"temple": "china.jpg", "flower 🌸": "flower.jpg"}


def crop(scene: str, seed: int) -> bytes:
    """Return a part of a real photo as a JPEG file."""
    rng = np.random.default_rng(seed)
    side = int(rng.integers(150, 300))
    top, left = rng.integers(0, 427 - side), rng.integers(0, 640 - side)
    data = io.BytesIO()
    Image.fromarray(load_sample_image(SCENES[scene])[top : top + side, left : left + side]).save(data, "JPEG")
    return data.getvalue()


def photos(n: int = 6) -> dict[str, bytes]:
    """Return photos of two classes, and two that cannot be used."""
    found = {f"scenes/{scene}/{at}.jpg": crop(scene, at) for scene in SCENES for at in range(n)}
    return found | {"scenes/temple/broken.jpg": crop("temple", 0)[:60], "scenes/temple/a.heic": b"x"}


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def tone(frequency: float, seed: int) -> bytes:
    """Return a second of a noisy tone as a WAV file."""
    rng = np.random.default_rng(seed)
    moments = np.arange(22_050) / 22_050
    sound = np.sin(2 * np.pi * frequency * (1 + 0.05 * rng.normal()) * moments) + 0.05 * rng.normal(size=len(moments))
    data = io.BytesIO()
    with wave.open(data, "wb") as clip:
        clip.setnchannels(1)
        clip.setsampwidth(2)
        clip.setframerate(22_050)
        clip.writeframes((9_000 * sound).astype("<i2").tobytes())
    return data.getvalue()


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody on the first view."""
    return stay_again().is_live()


def test_a_zip_of_photos_becomes_a_table(person: Person) -> None:
    """Invariant: thumbnails beside the names, folders as classes, and what cannot be used is said."""
    person.drop("scenes.zip", zipped(photos()))
    expect(person.heading("scenes.zip")).to_be_visible(timeout=PATIENCE_MS)
    preview = person.page.get_by_role("table").filter(has_text="scenes/temple/0.jpg")
    expect(preview.locator("img")).to_have_count(12)
    assert preview.locator("img").first.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 96
    expect(person.page.get_by_text("1 photo cannot be used")).to_be_visible()
    expect(person.page.get_by_text("flower 🌸", exact=True).first).to_be_visible()


def test_it_is_trained_and_a_new_photo_is_predicted(person: Person) -> None:
    """Oracle: which photo the part was cut from, in the form and as a file; photos as columns have no other role."""
    person.go("Train")
    person.button("Train").click()
    expect(person.verdict).to_be_visible(timeout=PATIENCE_MS)
    person.drop("new.jpg", crop("flower 🌸", 77), on='[data-drop="try_example"]')
    expect(person.answer).to_contain_text("flower 🌸")
    expect(person.page.locator(".tried img")).to_be_visible()
    two = {"one.jpg": crop("temple", 78), "two.jpg": crop("flower 🌸", 79)}
    person.drops(two, on='[data-drop="predict_file"]')
    shown = person.page.get_by_role("region", name="First predictions for 2 files")
    expect(shown.get_by_role("row").nth(1)).to_contain_text("temple")
    expect(shown.get_by_role("row").nth(2)).to_contain_text("flower 🌸")
    assert person.alert.count() == 0


def test_the_same_photos_are_not_embedded_again(person: Person) -> None:
    """Invariant: vectors are kept by the content of the file, under other names too."""
    renamed = {name.replace("scenes/", "again/"): content for name, content in photos().items()}
    person.first_view()
    person.drop("again.zip", zipped(renamed))
    expect(person.heading("again.zip")).to_be_visible(timeout=PATIENCE_MS)
    person.page.get_by_text("How the file was read").click()
    expect(person.page.get_by_text("12 photos were known from before.")).to_be_visible()


def test_clips_are_heard(person: Person) -> None:
    """Invariant: clips of two tones become a table of clips, decoded by the page."""
    files = {f"{name}/{at}.wav": tone(pitch, at) for name, pitch in (("low", 200), ("high", 1500)) for at in range(5)}
    person.first_view()
    person.drop("tones.zip", zipped(files))
    expect(person.heading("tones.zip")).to_be_visible(timeout=PATIENCE_MS)
    expect(person.page.get_by_role("table").filter(has_text="high/0.wav")).to_be_visible()


def test_what_cannot_be_used_is_refused(person: Person) -> None:
    """Invariant: several tables at once are still refused, and photos beside clips are named."""
    person.first_view()
    person.drops({"a.csv": b"a,b\n1,2\n", "b.csv": b"a,b\n1,2\n"})
    expect(person.alert).to_contain_text("2 files were brought at once")
    person.drops({"a.jpg": crop("temple", 1), "b.wav": tone(300, 1)})
    expect(person.alert).to_contain_text("holds photos and clips")
