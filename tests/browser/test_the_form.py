"""From a table to the form, the line, the report and the page that predicts, as a person uses them; one visit."""

from __future__ import annotations

import re

import pytest
from looks import fits_a_phone
from person import Person
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def person(stay) -> Person:
    """Return somebody with a model of two answers."""
    someone = stay().is_live()
    someone.page.locator("button.sample", has_text="Breast").click()
    someone.has_open("breast-cancer.csv", 569, 31)
    someone.go("Train")
    expect(someone.page.locator(".what-it-does li").first).to_contain_text("mean radius")
    someone.train()
    return someone


def test_numbers_are_typed_and_the_line_is_drawn(person: Person, tmp_path) -> None:
    """Invariant: box and slider show the same, what lies beyond is warned of; the line is used by form and files."""
    page = person.page
    box = page.get_by_role("spinbutton").first
    name = box.get_attribute("aria-label")
    slider = page.get_by_role("slider", name=name, exact=True)
    box.fill("999")
    expect(page.get_by_text(f'"{name}": 999 is outside what was seen')).to_be_visible()
    slider.press("Home")
    expect(box).to_have_value(slider.input_value())
    page.get_by_role("button", name=f"{name}: missing").click()
    expect(box).to_have_value("")
    person.button("Weigh the errors").click()
    line = page.get_by_role("slider", name=re.compile("Say malignant"))
    line.press("Home")
    person.button("Use 0 %").click()
    expect(person.answer.locator("b.big")).to_have_text("malignant")
    expect(page.get_by_text("malignant is said from a probability of 0 % up, as you chose.")).to_be_visible()
    report = person.saves("Report on one page, to print")
    predictor = person.saves("A page that predicts, works without a network")
    other = person.context.new_page()
    other.goto(report.as_uri())
    expect(other.get_by_role("heading", name="Predict diagnosis")).to_be_visible()
    expect(other.get_by_text("malignant from a probability of 0 % up")).to_be_visible()
    other.goto(predictor.as_uri())
    expect(other.get_by_role("heading", name="How good it is")).to_be_visible()
    expect(other.locator("#answer b.big")).to_have_text("malignant")
    other.get_by_role("spinbutton", name=name).fill("999")
    expect(other.locator("#answer")).to_contain_text(f'"{name}": 999 is outside what was seen')
    other.close()
    assert page.evaluate(_TAB_STOPS) == 0
    expect(person.alert).to_have_count(0)
    fits_a_phone(person, "form", tmp_path)


_TAB_STOPS = """() => {
  let n = 0;
  const walk = (root) => root.querySelectorAll("*").forEach((each) => {
    if (each.matches(".bk-events") && each.tabIndex >= 0) n += 1;
    if (each.shadowRoot) walk(each.shadowRoot);
  });
  walk(document);
  return n;
}"""
