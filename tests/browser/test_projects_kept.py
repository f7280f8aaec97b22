"""What a person has done is there after a reload: on the real page, in the browser's own storage."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from altered import DIES, altered, worker_named
from person import Person
from playwright.sync_api import Locator, expect
from tables import slow

pytestmark = pytest.mark.browser

_FILES = "projects/files.js"
TAKEN_HOME = ("Predictions for the rows kept back", "All numbers of this page")


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody with a table of their own, who has chosen, set and trained; in the end all of it is deleted."""
    person = stay_again().is_live()
    person.choose("mine.csv", slow(300))
    person.has_open("mine.csv", 300, 13)
    person.predicts("y")
    person.go("Train")
    yield_to = person
    return yield_to


def kept(person: Person) -> Locator:
    """Return what the rail says of the project."""
    return person.page.locator("#kept")


def listed(person: Person, name: str) -> Locator:
    """Return the line of a project on the first view."""
    return person.page.locator("li.project").filter(has_text=re.compile(rf"(Go on with )?{re.escape(name)}\b"))


def takes_home(person: Person) -> list[bytes]:
    """Return the numbers of the result, and the predictions for the rows kept back."""
    person.go("Result")
    return [person.saves(name).read_bytes() for name in TAKEN_HOME]


def leaves(person: Person) -> None:
    """Load the page again, as if it were opened for the first time."""
    person.page.goto("about:blank")
    person.page.goto(person.address)


def test_all_is_there_after_a_reload_to_the_bit(person):
    """Oracle: sentence, report and predictions of the visit before; the engine was ended in between."""
    verdict, files, answer = person.train(), takes_home(person), person.answer.inner_text()
    expect(kept(person)).to_have_text(re.compile("^saved"))
    worker_named(person.page, "engine").evaluate(DIES)
    leaves(person)
    person.page.get_by_role("link", name="Go on with mine").first.click()
    expect(person.verdict).to_have_text(verdict)
    assert takes_home(person) == files
    expect(person.answer).to_have_text(answer)
