"""Published results in the built site: the small recipes and MNIST, from the button to the comparison."""

from __future__ import annotations

import re

import pytest
from looks import fits_a_phone
from person import Person
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

PATIENCE_MS = 240_000  # a busy machine trains slowly


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody who has opened the chapter."""
    person = stay_again().is_live()
    person.page.goto(f"{person.address}#/learn/papers")
    expect(person.heading("Reproduce a paper")).to_be_visible()
    return person


def card(person: Person, title: str) -> Locator:
    """Return what stands in one card."""
    return person.page.locator(".paper").filter(has=person.heading(title))


def comparison(person: Person, title: str, button: str) -> Locator:
    """Press a card's button, and return its comparison once it is there."""
    card(person, title).get_by_role("button", name=button).click()
    result = card(person, title).get_by_role("status")
    expect(result).to_be_visible(timeout=PATIENCE_MS)
    return result


def test_diabetes_comes_out_as_published(person: Person) -> None:
    """Oracle: the published accuracy, and the band that CPython gave."""
    said = comparison(person, "Who has diabetes?", "Run 50 trials")
    expect(said).to_contain_text("Reproduced: 77.32 %, published 77.57 %")
    expect(said).to_contain_text("It lies inside")


def test_mnist_is_fetched_when_it_is_asked_for(person: Person) -> None:
    """Oracle: 96.94 % up CPython with this seed; two files are fetched, and not before."""
    asked: list[str] = []
    person.page.context.on("request", lambda request: asked.append(request.url))
    said = comparison(person, "Handwritten digits with one random layer", "Train on the digits")
    expect(said).to_contain_text(re.compile(r"is not reached: 10,000 of the 60,000 images give 96\.9\d %"))
    expect(said).to_contain_text("It lies inside")
    assert sorted(re.findall(r"mnist/\w+-?\w*\.npz", " ".join(asked))) == ["mnist/test.npz", "mnist/train-1.npz"]


def test_stop_ends_a_recipe(person: Person) -> None:
    """Invariant: Stop is there while it runs, nothing is lost, and another one can be started."""
    title = "Plain against receptive-field weights"
    card(person, title).get_by_role("button", name="Train both").click()
    card(person, title).get_by_role("button", name="Stop").click()
    expect(card(person, title).get_by_text("Stopped before the end.")).to_be_visible(timeout=PATIENCE_MS)
    expect(card(person, "Who has diabetes?").get_by_text("77.32 % right")).to_be_visible()
    assert person.alert.count() == 0


def test_it_fits_a_phone_in_light_and_dark(person: Person, tmp_path) -> None:
    """390 pixels are enough; every control has a name, and one heading comes first."""
    fits_a_phone(person, "papers", tmp_path)
