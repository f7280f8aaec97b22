"""The Models page of the built site, as a person uses it: draw, bring photos and texts, look inside, bring a model."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny_onnx
from person import Person
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PHOTOS = Path(__file__).parents[2] / "web" / "samples" / "photos"


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody on the Models page."""
    somebody = stay_again().is_live()
    somebody.go("Models")
    expect(somebody.heading("Models that come trained")).to_be_visible()
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
    person.opens_model("Things on a photo")
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
    expect(person.page.get_by_text("own.onnx", exact=True)).to_be_visible(timeout=60_000)
    person.button("Run it on made-up numbers").click()
    expect(person.page.locator("[role=status]").filter(has_text="ms")).to_be_visible(timeout=60_000)
    person.drop("cut.onnx", tiny_onnx.cnn().SerializeToString()[:-700], on="main")
    person.is_told("This is no ONNX file, or a cut one.")


def test_a_model_has_an_address(person: Person) -> None:
    """Invariant: the address of a model opens it again, and a wrong one says which there are."""
    person.page.goto(f"{person.address}#/models/cnn-mnist")
    expect(person.heading("Digit reader")).to_be_visible()
    person.page.goto(f"{person.address}#/models/nothing")
    person.is_told("There is no such model.", "cnn-mnist")
