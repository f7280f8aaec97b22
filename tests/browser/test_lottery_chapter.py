"""The lottery, the guide and the passport in the built site, as a person comes to them."""

from __future__ import annotations

import json
import re

import pytest
from looks import fits_a_phone
from person import Person
from playwright.sync_api import expect

from elmweb.export.passport.check import run_check
from elmweb.workbench.local import SAMPLES

pytestmark = pytest.mark.browser

PATIENCE_MS = 240_000  # a busy machine trains slowly


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody who opened the lottery by its address."""
    someone = stay_again().is_live()
    someone.page.goto(f"{someone.address}#/learn/lottery")
    expect(someone.heading("The lottery")).to_be_visible()
    return someone


def test_fifty_seeds_and_what_is_luck(person: Person) -> None:
    """Invariant: the spread, the picked seed and equal fingerprints are there; a second run has the same bits."""
    person.field("Table").select_option(label="Iris, a sample")
    person.button("Train 50 ELMs").click()
    expect(person.heading("If you pick the best seed")).to_be_visible(timeout=PATIENCE_MS)
    expect(person.page.get_by_role("heading", level=1)).to_contain_text("50 seeds of the same ELM")
    expect(person.page.get_by_role("img", name=re.compile(r"Chart. Accuracy \(%\) of 50 seeds"))).to_be_visible()
    person.button("Halve them another way").click()
    person.button("Train 50 ELMs again").click()
    told = person.page.get_by_text("All 50 are equal to those of the run before.")
    expect(told).to_be_visible(timeout=PATIENCE_MS)


def test_it_fits_a_phone_in_light_and_dark(person: Person, tmp_path) -> None:
    """390 pixels are enough; every control has a name, and one heading comes first."""
    fits_a_phone(person, "lottery", tmp_path)
    person.page.set_viewport_size({"width": 1280, "height": 800})


def test_the_guide_leads_to_what_it_speaks_of(person: Person) -> None:
    """Invariant: numbers come from the models' cards, and a link opens the page it names."""
    person.page.goto(f"{person.address}#/learn/guide/cnn")
    expect(person.heading("CNN: a network that looks")).to_be_visible()
    expect(person.page.get_by_role("region", name="Models of this site")).to_contain_text("accuracy 99.6 %")
    expect(person.page.locator("article").get_by_role("link", name="Digit reader")).to_be_visible()
    person.page.get_by_role("link", name="Next: RNN and LSTM").click()
    expect(person.heading("RNN and LSTM: a network that remembers")).to_be_visible()


def test_a_passport_of_the_page_is_checked_outside(person: Person) -> None:
    """Oracle: the same training on CPython: data, split, settings and predictions are equal, bits nearly."""
    person.first_view()
    person.page.get_by_role("button", name=re.compile("^Iris")).click()
    person.has_open("iris.csv", 150, 5)
    person.train()
    page = person.saves("Passport, a page to print").read_text()
    passport = person.saves("Passport, to check the model by")
    assert json.loads(passport.read_text())["sha256"] in page
    found, summary = run_check(passport, [SAMPLES / "iris.csv"])
    told = [str(one) for one in found if one.counts and not one.equal]
    assert told == [], summary
    assert "equal" in str(next(one for one in found if one.what == "data"))
