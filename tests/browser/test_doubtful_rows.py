"""Doubtful rows on the built site: listed, relabelled by a key, taken back; coverage measured; rows forgotten."""

from __future__ import annotations

import re

import pytest
from looks import fits_a_phone
from person import Person
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody with a model of the irises, of one layer."""
    someone = stay_again().is_live()
    someone.page.locator("button.sample", has_text="Iris").click()
    someone.has_open("iris.csv", 150, 5)
    someone.go("Train")
    someone.button("Adjust").click()
    someone.page.get_by_label("Kind of model").select_option("Extreme Learning Machine")
    someone.train()
    return someone


def test_a_key_corrects_and_undo_takes_back(person: Person, tmp_path) -> None:
    """Oracle: row 84, which the literature on irises names as the one nearest to another species, comes first."""
    page = person.page
    person.button("Find mistakes").click()
    doubt = page.locator(".doubt")
    expect(doubt).to_contain_text("Row 84 species is versicolor.")
    expect(doubt).to_be_focused()
    expect(doubt.get_by_role("button")).to_have_count(5)
    page.keyboard.press("3")  # virginica
    expect(doubt).not_to_contain_text("Row 84 ")
    expect(page.locator(".corrections")).to_contain_text("Row 84: versicolor virginica")
    expect(page.get_by_text(re.compile(r"^Right on 2\d of 30 rows kept back; "))).to_be_visible()
    expect(doubt).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.locator(".corrections li")).to_have_count(2)
    expect(doubt).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator(".corrections li")).to_have_count(1)
    expect(page.locator(".doubt")).to_be_focused()
    page.keyboard.press("r")  # right as it is
    expect(page.locator(".corrections li")).to_have_count(1)
    with page.expect_download() as download:
        person.button("Save the corrections, CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[:2] == ["row,species before,species now,taken out", "84,versicolor,virginica,no"]
    person.button("Measure how sure it can be").click()
    expect(page.get_by_text("Asked for")).to_be_visible()
    page.get_by_role("slider", name=re.compile("Coverage: how often the true answer")).press("End")
    expect(page.locator("dl.facts dd", has_text="99 %").first).to_be_visible()
    person.button("And the row in the form?").click()
    expect(page.get_by_text("The row in the form: ")).to_be_visible()
    person.button("Choose rows to forget").click()
    forget = page.get_by_role("button", name=re.compile(r"^Forget \d+ rows$"))
    expect(forget).to_be_visible()
    forget.click()
    expect(page.get_by_text(re.compile(r"^\d+ rows forgotten: sepal length cm"))).to_be_visible()
    expect(page.get_by_text("The model that is kept, 149 rows before")).to_be_visible()
    person.button("Open the sums").click()
    person.button("Save the sums of my rows").click()
    expect(page.locator("#main .warn").get_by_text("The sums of so few rows would give rows away.")).to_be_visible()
    expect(person.alert).to_have_count(0)
    fits_a_phone(person, "doubts", tmp_path)
