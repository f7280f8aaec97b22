"""The reasons on the Result page of the built site, as a person asks for them."""

from __future__ import annotations

import re

import pytest
from looks import fits_a_phone
from person import Person
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody with a model of the irises."""
    someone = stay_again().is_live()
    someone.page.locator("button.sample", has_text="Iris").click()
    someone.has_open("iris.csv", 150, 5)
    someone.train()
    return someone


def test_from_the_columns_to_a_row_and_its_reasons(person: Person, tmp_path) -> None:
    """Oracle: irises are told apart by their petals; the parts say so, and a changed row gets another answer."""
    page = person.page
    person.button("Measure it").click()
    first = page.locator(".matter li button").first
    expect(first).to_contain_text("petal")
    first.click()
    expect(person.heading(f"What {first.inner_text()} does")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^Chart. What petal")).first).to_be_visible()
    person.button("Why this answer").click()
    expect(page.locator(".adds li")).to_have_count(4)
    expect(page.locator(".adds li").first).to_contain_text("petal")
    cell = page.locator(".cm .ok .cell").first
    number = int(cell.inner_text())
    cell.click()
    region = page.get_by_role("region", name=re.compile("^Rows that are"))
    expect(region.get_by_role("rowheader")).to_have_count(min(number, 12))
    row = region.get_by_role("rowheader").first.inner_text()
    region.get_by_role("button", name="Put in the form").first.click()
    expect(page.locator("p.tiny", has_text=f"Row {row} of the table is in the form.")).to_be_visible()
    expect(person.answer).to_contain_text("setosa")
    expect(page.locator(".adds").locator("xpath=..")).to_contain_text("gives setosa")  # reasons follow the form
    person.button("What changes it").click()
    expect(page.locator(".changes li").first).to_be_visible()
    page.locator(".changes").get_by_role("button", name="Put in the form").first.click()
    expect(person.answer).not_to_contain_text(re.compile("^setosa"))
    person.button("Rows like this one").click()
    expect(page.locator(".near li")).to_have_count(6)
    expect(person.alert).to_have_count(0)
    fits_a_phone(person, "reasons", tmp_path)
