"""The Models page of the built site, as a person uses it: draw, bring photos and texts, look inside, bring a model."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import tiny_onnx
from conftest import ROOT
from looks import fits_a_phone
from person import Person
from playwright.sync_api import expect

from elmweb import ELMClassifier
from elmweb.export.onnx import to_onnx
from elmweb.zoo.manifest import read_manifest

pytestmark = pytest.mark.browser

PHOTOS = ROOT / "web" / "samples" / "photos"
CARDS = read_manifest((ROOT / "models" / "manifest.json").read_bytes())


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody on the Models page."""
    somebody = stay_again().is_live()
    somebody.go("Models")
    expect(somebody.heading("Pretrained models")).to_be_visible()
    return somebody


def test_a_digit_is_read_while_it_is_drawn(person: Person) -> None:
    """Oracle: the digit that the mouse draws; the layers' tiles come with it."""
    person.opens_model("Digit reader")
    box = person.page.locator("canvas.pad").bounding_box()
    mouse = person.page.mouse
    mouse.move(box["x"] + 140, box["y"] + 50)
    mouse.down()
    mouse.move(box["x"] + 138, box["y"] + 230, steps=8)
    mouse.up()
    expect(person.headline).to_have_text("1")
    expect(person.heading("Objects")).to_be_visible()
    assert person.page.locator(".tiles img").count() == 24


def test_a_sample_digit_and_a_clear_sheet(person: Person) -> None:
    """Invariant: people who cannot draw have samples; a cleared sheet says so and shows no answer."""
    person.opens_model("Digit reader")
    person.button("Use a sample digit").click()
    expect(person.headline).to_have_text("3")
    person.button("Clear").click()
    expect(person.page.get_by_text("Nothing is drawn yet.")).to_be_visible()


def test_things_on_a_photo_have_boxes(person: Person) -> None:
    """Oracle: the cat on the photo; a file that is no picture is told, and the photo stays."""
    person.opens_model("Things in a photo")
    with person.page.expect_file_chooser() as chooser:
        person.page.locator("elm-photo label").click(position={"x": 12, "y": 10})
    chooser.value.set_files(PHOTOS / "cat.jpg")
    expect(person.page.locator(".box span").filter(has_text="cat")).to_be_visible(timeout=60_000)
    person.drop("notes.txt", b"no picture", on="elm-photo")
    person.is_told("The photo cannot be read.", "notes.txt")
    expect(person.page.locator(".box").first).to_be_visible()


def test_both_ways_to_run_are_compared(person: Person) -> None:
    """Invariant: the parity check names the provider, how far off it is, and why another cannot run."""
    person.opens_model("Heart beats")
    expect(person.headline).to_have_text("normal")
    person.button("Compare with the known answers").click()  # WebGPU is not there
    table = person.page.get_by_role("table").filter(has_text="Off by")
    expect(table).to_contain_text("CPU", timeout=120_000)
    expect(table).to_contain_text("e-0")


def test_an_own_model_is_read_and_run(person: Person) -> None:
    """Oracle: what stands in the file; a broken one is told."""
    person.go("Models")
    person.drop("own.onnx", tiny_onnx.cnn().SerializeToString(), on="main")
    expect(person.heading("own.onnx")).to_be_visible(timeout=60_000)
    assert person.page.get_by_role("table").first.bounding_box()["width"] > 400
    person.button("Run it on made-up numbers").click()
    expect(person.page.locator("[role=status]").filter(has_text="ms")).to_be_visible(timeout=60_000)
    person.drop("cut.onnx", tiny_onnx.cnn().SerializeToString()[:-700], on="main")
    person.is_told("This is no ONNX file, or a cut one.")


def test_a_model_that_was_exported_here_runs_here(person: Person) -> None:
    """Invariant: its numbers are float64, for which the page's runtime lacks operators; that is said, and it runs."""
    rows = np.random.default_rng(0).normal(size=(60, 4))
    file = to_onnx(ELMClassifier(20, random_state=0).fit(rows, (rows[:, 0] > 0).astype(int)))
    person.drop("exported.onnx", file, on="main")
    expect(person.heading("exported.onnx")).to_be_visible(timeout=60_000)
    expect(person.page.get_by_text("Here it runs in single precision")).to_be_visible()
    person.button("Run it on made-up numbers").click()
    expect(person.page.locator("[role=status]").filter(has_text="ms")).to_be_visible(timeout=60_000)
    expect(person.page.get_by_role("table").first).to_contain_text("1 by 2, from 0.")


def test_all_models_are_seen_with_their_pictures(person: Person, tmp_path: Path) -> None:
    """Invariant: what was open is closed; each picture is there, each size is told; a phone has room for them."""
    person.button("All models").click()
    models = person.page.get_by_role("navigation", name="Models")
    pictures = models.locator("img")
    expect(pictures).to_have_count(len(CARDS))
    for at, card in enumerate(CARDS.values()):
        pictures.nth(at).scroll_into_view_if_needed()
        expect(pictures.nth(at)).to_have_js_property("naturalWidth", 360)
        expect(models.get_by_role("link", name=card.title)).to_contain_text(re.compile(r"\d [kM]B"))
    fits_a_phone(person, "models", tmp_path)
    assert models.bounding_box()["width"] > 340
    person.page.set_viewport_size({"width": 1280, "height": 800})


def test_a_model_has_an_address(person: Person) -> None:
    """Invariant: the address of a model opens it again, and a wrong one says which there are."""
    person.page.goto(f"{person.address}#/models/cnn-mnist")
    expect(person.heading("Digit reader")).to_be_visible()
    person.page.goto(f"{person.address}#/models/nothing")
    person.is_told("There is no such model.", "cnn-mnist")
