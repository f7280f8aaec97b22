"""Inside the architectures, in the built site: each screen is driven to its result, at the desk and on a phone."""

from __future__ import annotations

import re

import pytest
from looks import fits_a_phone, nameless_controls
from person import Person
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PATIENCE_MS = 240_000  # a busy machine trains slowly


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody on the first screen."""
    here = stay_again().is_live()
    here.go("Learn")
    here.page.get_by_role("link", name="Inside the architectures").click()
    expect(here.heading("What the layers of a CNN see")).to_be_visible()
    return here


def screen(person: Person, link: str) -> None:
    """Open a screen."""
    person.page.get_by_role("navigation", name="Architectures").get_by_role("link", name=link).click()


def press(person: Person, name: str) -> None:
    """Press the button of this name that is seen."""
    person.page.get_by_role("button", name=name, exact=True).filter(visible=True).click()


def test_maps_of_a_pretrained_network(person: Person) -> None:
    """Invariant: the network is loaded and reads the digits; another digit shows other maps."""
    press(person, "Read digits with it")
    expect(person.page.get_by_role("heading", name="Fifth layer")).to_be_visible(timeout=PATIENCE_MS)
    assert person.page.locator(".liked .map").count() == 24
    before = person.page.locator(".liked .map").first.get_attribute("src")
    person.page.get_by_role("button", name="7", exact=True).click()
    expect(person.page.locator(".liked .map").first).not_to_have_attribute("src", before)


def test_ten_steps_are_remembered_and_a_long_training_can_be_stopped(person: Person) -> None:
    """Invariant: both learn ten steps; Stop in the middle of 200 keeps what was trained."""
    screen(person, "Why LSTM")
    person.field("Steps to remember it").select_option(label="10")
    press(person, "Train both")
    switch = person.page.get_by_role("button", name="After training")
    expect(switch).to_be_visible(timeout=PATIENCE_MS)
    said = person.page.locator(".title.strong:visible")
    expect(said).to_contain_text("LSTM had learned it after")
    switch.click()
    expect(person.page.get_by_role("img", name=re.compile("Gradient of the LSTM"))).to_be_visible()
    person.field("Steps to remember it").select_option(label="200, a minute or more")
    press(person, "Train both")
    expect(said).to_contain_text("has not learned it in", timeout=PATIENCE_MS)
    press(person, "Stop")
    expect(person.page.get_by_role("region", name="Tried so far")).to_be_visible(timeout=PATIENCE_MS)
    assert person.alert.count() == 0


def test_a_sentence_of_ones_own(person: Person) -> None:
    """Invariant: its words are in the matrix, and a head can be chosen."""
    screen(person, "Attention")
    person.field("A sentence about a film, in English").fill("A dull and endless film.")
    press(person, "Look inside")
    expect(person.page.get_by_role("columnheader", name="endless")).to_be_visible(timeout=PATIENCE_MS)
    person.page.get_by_role("button", name="Layer 2, head 1").click()
    expect(person.heading("Layer 2, head 1")).to_be_visible()


def test_a_duel_is_looked_at_in_the_light_the_dark_and_on_a_phone(person: Person, tmp_path) -> None:
    """Invariant: stopped early, its stages can be gone through; 390 pixels are enough, and every control has a name."""
    screen(person, "Two networks, one game")
    press(person, "Train both")
    expect(person.page.locator(".title.strong:visible")).to_contain_text("clusters are drawn", timeout=PATIENCE_MS)
    press(person, "Stop")
    slider = person.page.get_by_role("slider", name="Stage")
    expect(slider).to_be_visible(timeout=PATIENCE_MS)
    slider.press("Home")
    expect(person.page.get_by_role("heading", name="After 0 steps")).to_be_visible()
    press(person, "Load the pictures")
    expect(person.page.get_by_role("heading", name="After 8.5 epochs, 8,000 steps")).to_be_visible(timeout=PATIENCE_MS)
    person.page.get_by_role("slider", name="Moment of the training").press("Home")
    expect(person.page.get_by_role("heading", name="Before the first step")).to_be_visible()
    assert person.page.locator(".clothes img").count() == 10
    fits_a_phone(person, "architectures", tmp_path)
    for link in ("Attention", "Why LSTM", "What layers see", "Two networks, one game"):
        screen(person, link)
        person.page.wait_for_timeout(300)
        assert person.page.evaluate("() => document.documentElement.scrollWidth") == 390, link
        assert nameless_controls(person.page.locator("body").aria_snapshot()) == [], link


def test_pictures_and_answers_are_borrowed(person: Person, tmp_path) -> None:
    """Invariant: both studies run in the page with its own models; the light, the dark and 390 pixels are looked at."""
    person.page.set_viewport_size({"width": 1280, "height": 800})
    screen(person, "Borrowed from a network")
    press(person, "Draw and compare")
    said = person.page.locator(".title.strong:visible")
    expect(said).to_contain_text("drawn pictures of each kind stay", timeout=PATIENCE_MS)
    press(person, "500 hidden units")
    press(person, "Teach the pupil")
    expect(said.nth(1)).to_contain_text("The pupil reads", timeout=PATIENCE_MS)
    person.page.screenshot(path=tmp_path / "borrowed 1280.png", full_page=True)
    fits_a_phone(person, "borrowed", tmp_path)
    assert person.alert.count() == 0
