"""Keeping another method, comparing one more and going back to a run, in the built site."""

from __future__ import annotations

from pathlib import Path

import pytest
from looks import fits_a_phone
from made_tables import FRUIT, as_csv, fruit
from person import Person
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PATIENCE_MS = 240_000


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody who has trained on a sample."""
    person = stay_again().is_live()
    person.choose("fruit.csv", as_csv(FRUIT, fruit()))
    person.has_open("fruit.csv", 240, 7)
    person.train()
    return person


def test_a_forest_is_kept_and_left_again(person: Person, tmp_path: Path) -> None:
    """Oracle: what the page says: the forest becomes the model, and the first run comes back with its score."""
    page = person.page
    first = page.locator(".verdict .n").first.text_content()
    page.get_by_role("button", name="Compare with gradient boosting too").click()
    expect(page.get_by_role("button", name="Keep this one: Gradient boosting")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Keep this one: Random forest").click()
    runs = page.get_by_role("heading", name="Runs of this visit")
    expect(runs).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("row").filter(has_text="Random forest").filter(has_text="on the page")).to_be_visible()
    expect(page.get_by_role("button", name="Model for other programs")).to_be_disabled()
    page.get_by_role("button", name="Compare run 1 with the one on the page").click()
    expect(page.get_by_role("heading", name="Run 1 and run 2")).to_be_visible()
    fits_a_phone(person, "keeping", tmp_path)
    page.get_by_role("button", name="Go back to it: run 1").click()
    expect(page.locator(".verdict .n").first).to_have_text(str(first))
    expect(page.get_by_role("row").filter(has_text="Random forest").filter(has_text="Keep this one")).to_be_visible()
