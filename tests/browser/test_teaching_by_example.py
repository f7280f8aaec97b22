"""The Teach page of the built site: files, a made-up camera, the live answer, a table, and another visit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from person import Person
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

PHOTOS = Path(__file__).parents[2] / "web" / "samples" / "photos"
PATIENCE_MS = 180_000  # the network is loaded, on a busy machine


@pytest.fixture(scope="module")
def person(stay_with_devices) -> Person:
    """Return somebody on the Teach page, with a camera."""
    somebody = stay_with_devices().is_live()
    somebody.page.get_by_role("link", name="Teach it with a camera").click()
    expect(somebody.heading("Teach it by example")).to_be_visible()
    expect(somebody.page.locator(".cls")).to_have_count(2, timeout=PATIENCE_MS)
    return somebody


def the_class(person: Person, at: int) -> Locator:
    """Return a class by its place."""
    return person.page.locator(".cls").nth(at)


def holds(person: Person, at: int, until: str) -> None:
    """Hold a class's button until it has so many pictures."""
    box = the_class(person, at).get_by_role("button", name=re.compile("Hold to add")).bounding_box()
    person.page.mouse.move(box["x"] + 20, box["y"] + 12)
    person.page.mouse.down()
    expect(the_class(person, at)).to_contain_text(re.compile(until), timeout=PATIENCE_MS)
    person.page.mouse.up()


def test_photos_and_the_camera_are_told_apart(person: Person) -> None:
    """Oracle: the camera's picture is the class that was shown to it; each step says what is missing."""
    page = person.page
    name = the_class(person, 0).get_by_role("textbox", name="Name of the class")
    name.fill("Photos \U0001f95d")
    name.press("Enter")
    expect(page.get_by_text('"Photos \U0001f95d" and "Class 2" have no pictures yet.')).to_be_visible()
    files = [PHOTOS / f"{one}.jpg" for one in ("cat", "coffee", "astronaut")]
    the_class(person, 0).locator("input[type=file]").set_input_files(files)
    expect(the_class(person, 0)).to_contain_text("3 pictures", timeout=PATIENCE_MS)
    expect(the_class(person, 0).locator(".th img[src^='data:image']")).to_have_count(3)
    holds(person, 1, r"[4-9]\d* pictures")
    expect(page.locator("#number")).to_have_text(re.compile(r"\d+"))
    expect(page.locator("#label")).to_have_text("Class 2", timeout=PATIENCE_MS)
    expect(page.locator("#speed")).to_contain_text("a second", timeout=PATIENCE_MS)


def test_examples_are_removed_moved_and_brought_back(person: Person) -> None:
    """Invariant: the count follows each press, and Undo restores it."""
    page = person.page
    person.button("Stop the camera").click()
    first = the_class(person, 0)
    first.get_by_role("button", name=re.compile("Picture 1 of Photos")).click()
    first.get_by_role("button", name="Remove 1").click()
    expect(first).to_contain_text("2 pictures")
    page.get_by_role("button", name="Undo removing 1 picture").click()
    expect(first).to_contain_text("3 pictures")


def test_it_is_there_on_the_next_visit_and_becomes_a_table(person: Person) -> None:
    """Invariant: a reload keeps classes and small pictures; the table has a row for each picture."""
    person.page.wait_for_timeout(1_500)  # it is kept a moment after the last change
    person.page.reload()
    person.is_live()
    expect(the_class(person, 0)).to_contain_text("3 pictures", timeout=PATIENCE_MS)
    expect(the_class(person, 0).locator(".th img[src^='data:image']")).to_have_count(3, timeout=PATIENCE_MS)
    person.button("Use these as a table").click()
    expect(person.page.get_by_role("heading", name=re.compile("Taught Photos"))).to_be_visible(timeout=PATIENCE_MS)
    expect(person.page.get_by_label("What should it predict?")).to_have_value("class")
