"""Photos of the built site after a training: doubtful ones are shown, one is corrected, one is forgotten."""

from __future__ import annotations

import io
import re
import zipfile

import numpy as np
import pytest
from person import Person
from playwright.sync_api import expect
from sklearn.datasets import load_sample_image

pytest.importorskip("PIL")
from PIL import Image

pytestmark = pytest.mark.browser

PATIENCE_MS = 300_000
SCENES = {"flower": "flower.jpg", "temple": "china.jpg"}
N_EACH = 16


def crop(scene: str, seed: int) -> bytes:
    """Return a part of a real photo as a JPEG file."""
    rng = np.random.default_rng(seed)
    top, left = rng.integers(0, 220), rng.integers(0, 430)
    data = io.BytesIO()
    Image.fromarray(load_sample_image(SCENES[scene])[top : top + 200, left : left + 200]).save(data, "JPEG")
    return data.getvalue()


def exchanged() -> bytes:
    """Return a zip of photos of two classes, of which two of each are in the other's folder."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for place, scene in enumerate(SCENES):
            other = [*SCENES][1 - place]
            for at in range(N_EACH):
                name = f"{other}/wrong {at}.jpg" if at < 2 else f"{scene}/{at}.jpg"
                archive.writestr(f"scenes/{name}", crop(scene, at))
    return data.getvalue()


@pytest.fixture(scope="module")
def person(stay) -> Person:
    """Return somebody with a model of photos."""
    someone = stay().is_live()
    someone.drop("scenes.zip", exchanged())
    expect(someone.heading("scenes.zip")).to_be_visible(timeout=PATIENCE_MS)
    someone.go("Train")
    someone.button("Train").click()
    expect(someone.verdict).to_be_visible(timeout=PATIENCE_MS)
    return someone


def test_a_doubtful_photo_is_shown_and_corrected(person: Person) -> None:
    """Oracle: the photos that were put into the other folder; those that the model may list come first, as pictures."""
    page = person.page
    person.button("Find mistakes").click()
    doubt = page.locator(".doubt")
    expect(doubt).to_contain_text("wrong", timeout=PATIENCE_MS)
    image = doubt.locator("dd img")
    assert image.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 96
    is_flower = "temple/wrong" in (doubt.text_content() or "")
    expect(doubt).to_be_focused(timeout=PATIENCE_MS)
    page.keyboard.press("1" if is_flower else "2")
    expect(page.locator(".corrections li")).to_have_count(1, timeout=PATIENCE_MS)
    expect(page.locator(".corrections")).to_contain_text("flower" if is_flower else "temple")
    page.keyboard.press("Control+z")
    expect(page.locator(".corrections li")).to_have_count(0, timeout=PATIENCE_MS)


def test_a_photo_is_forgotten(person: Person) -> None:
    """Invariant: the kind of model that photos get by itself can forget: one row less, with a receipt."""
    page = person.page
    person.button("Choose rows to forget").click()
    page.get_by_role("button", name=re.compile(r"^Forget 1 row$")).first.click()
    expect(page.get_by_text(re.compile(r"^1 row forgotten: photo"))).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text(f"The model that is kept, {2 * N_EACH} rows before")).to_be_visible()
    assert person.alert.count() == 0


def test_coverage_is_counted_on_photos_kept_back(person: Person) -> None:
    """Invariant: what was asked for stands beside what was counted."""
    person.button("Measure how sure it can be").click()
    expect(person.page.get_by_text("Asked for")).to_be_visible(timeout=PATIENCE_MS)
    expect(person.page.get_by_text("Counted", exact=True)).to_be_visible()
