"""Cancel, a worker that dies, a mistake of our own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from altered import DIES, worker_named
from made_tables import slow
from person import Person
from playwright.sync_api import Worker, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody on a live page with a table that takes some seconds to train on."""
    person = stay_again().is_live()
    person.choose("slow.csv", slow(5000))
    person.has_open("slow.csv", 5000, 13)
    expect(person.page.locator("html[data-engine]")).to_be_attached()
    return person


def bench_of(person: Person) -> Worker:
    """Return the worker that reads and trains, which calls itself "engine"."""
    return worker_named(person.page, "engine")


def start_training(person: Person, *, at_least: int) -> None:
    """Press Train and wait until so many in 100 are done."""
    person.go("Train")
    person.button("Train").click()
    digits = "[1-9]\\d" if at_least >= 10 else "[1-9]\\d?"
    expect(person.readout("train")).to_have_text(re.compile(f"^{digits} %"))


# Cancel


def test_cancel_keeps_the_best_so_far(person):
    """A training that is stopped in the middle stays where it is; the best so far is scored when that is pressed."""
    start_training(person, at_least=10)
    with person.page.expect_event("dialog") as asked:  # a page that works is not left by mistake
        person.page.evaluate("setTimeout(() => location.reload())")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    person.button("Cancel").click()
    keep = person.button("Keep the best so far")
    expect(keep).to_be_visible()
    assert person.page.url.endswith("#/train")
    keep.click()
    person.page.wait_for_url("**/#/result")
    said = person.page.locator(".verdict").get_by_text(re.compile(r"Stopped at \d+ of \d+ settings\."))
    expect(said).to_contain_text("The best so far is kept.")
    done, total = map(int, re.search(r"(\d+) of (\d+)", said.text_content() or "").groups())
    assert 0 < done < total
    expect(person.verdict).to_contain_text("Right on")
    person.go("Data")
    person.has_open("slow.csv", 5000, 13)


def test_a_stopped_training_is_carried_on(person):
    """Carry on trains to the end: nothing says "stopped" any more."""
    person.go("Result")
    person.page.get_by_role("button", name="Carry on").and_(person.page.locator(":visible")).click()
    expect(person.page.get_by_text("Stopped at").and_(person.page.locator(":visible"))).to_have_count(0)
    person.page.wait_for_url("**/#/result")
    expect(person.verdict).to_contain_text("Right on")


@pytest.fixture
def million(tmp_path) -> Path:
    """Return a file of 1,000,000 rows and 100 MB."""
    path = tmp_path / "million.csv"
    head, *rows = slow(1000, 16).splitlines(keepends=True)
    block = b"".join(rows)
    with path.open("wb") as file:
        file.write(head)
        for _ in range(1000):
            file.write(block)
    assert path.stat().st_size > 100_000_000
    return path


def test_a_large_file_is_read_with_progress_and_can_be_cancelled(person, million):
    """1,000,000 rows in 100 MB: a bar grows, Cancel leaves the table that was open, and a second try reads them all."""
    person.choose(million.name, million)
    bar = person.page.get_by_role("progressbar", name="Reading million.csv")
    expect(bar).to_have_attribute("aria-valuenow", re.compile("^[1-9]"))
    person.button("Cancel").click()
    expect(bar).to_be_hidden()
    person.button("Back to slow.csv").click()
    person.has_open("slow.csv", 5000, 13)
    person.choose(million.name, million)
    expect(bar).to_have_attribute("aria-valuenow", re.compile("^[5-9]."))
    person.has_open("million.csv", 1_000_000, 17)
    expect(person.page.get_by_text("First 50 of 1,000,000 rows.")).to_be_visible()
    person.drop("slow.csv", slow(5000))
    person.has_open("slow.csv", 5000, 13)


# The worker dies


def test_a_worker_that_dies_is_started_again_with_the_data(person, complaints):
    """Killed in the middle of a training: the page says so, and table, choices and settings are still there."""
    start_training(person, at_least=1)
    bench_of(person).evaluate(DIES)
    person.is_told("The Python that does the work stopped and was started again.", "still here")
    assert [text for text in complaints if "the worker died" not in text] == []
    complaints.clear()
    person.go("Data")
    person.has_open("slow.csv", 5000, 13)
    person.predicts("y")
    assert person.train().startswith("Right on")


def test_the_model_survives_the_death_of_its_worker(person, complaints):
    """After the worker died idle, the form still predicts with the model that was trained before."""
    person.go("Result")
    slider = person.page.get_by_role("slider", name="x2")
    slider.press("Home")
    expect(person.answer.locator("b.big")).to_have_text("down")
    slider.press("End")
    expect(person.answer.locator("b.big")).to_have_text("up")
    sure = person.answer.text_content()
    slider.press("Home")
    expect(person.answer.locator("b.big")).to_have_text("down")
    bench_of(person).evaluate(DIES)
    person.page.wait_for_timeout(500)
    slider.press("End")
    expect(person.answer.locator("b.big")).to_have_text("up")
    assert person.answer.text_content() == sure
    complaints.clear()


# A mistake of ours


def test_a_mistake_of_ours_is_shown(person):
    """A message with an argument nobody expects raises inside a callback, and the person reads that it did."""
    person.first_view()
    card = person.page.get_by_role("button", name="Iris")
    before = card.get_attribute("data-send")
    for send, words in (
        ('{"name": "role", "args": {"nobody": 1}}', ("Something broke in elmweb itself.", "TypeError", "nobody")),
        ('{"name": "nonsense", "args": {}}', ('The page sent "nonsense", which nobody answers.',)),
    ):
        card.evaluate("(card, send) => { card.dataset.send = send; }", send)
        card.click()
        person.is_told(*words)
    card.evaluate("(card, send) => { card.dataset.send = send; }", before)
    person.button("Back to slow.csv").click()
    person.has_open("slow.csv", 5000, 13)
