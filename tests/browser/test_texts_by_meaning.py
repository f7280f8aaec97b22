"""A column of texts on the built site: words against meaning, by the real network; new texts in the form and a file."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from axe import serious_findings
from looks import fits_a_phone, looks_right
from person import Person
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PATIENCE_MS = 240_000
NEW = b"note\nspaghetti with tomatoes\nthe old town of Barcelona\n"
DISHES = [
    "pizza",
    "lasagne",
    "sushi",
    "curry",
    "pancakes",
    "risotto",
    "ramen",
    "paella",
    "tacos",
    "goulash",
    "omelette",
    "dumplings",
    "porridge",
    "salad",
    "stew",
    "burger",
    "noodles",
    "cheesecake",
    "waffles",
    "chowder",
    "kebab",
    "gnocchi",
    "quiche",
    "meatballs",
]
TOWNS = [
    "Paris",
    "Lisbon",
    "Tokyo",
    "Vienna",
    "Oslo",
    "Madrid",
    "Athens",
    "Dublin",
    "Prague",
    "Cairo",
    "Boston",
    "Sydney",
    "Zurich",
    "Warsaw",
    "Helsinki",
    "Seoul",
    "Nairobi",
    "Havana",
    "Toronto",
    "Brussels",
    "Naples",
    "Hamburg",
    "Geneva",
    "Seville",
]


def notes() -> bytes:
    """Return notes on meals and on journeys that share all words but one, which each has for itself."""
    said = ("we all remember {} very well", "there was nothing like {} this year", "{} was the best of it, they said")
    rows = [(said[at % 3].format(word), kind) for kind, words in (("meal", DISHES), ("journey", TOWNS))
            for at, word in enumerate(words)]  # fmt: skip
    return ("note,about\n" + "".join(f'"{text}",{kind}\n' for text, kind in rows)).encode()


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody on the first view."""
    return stay_again().is_live()


def test_the_better_reading_is_found_and_said(person: Person, tmp_path: Path) -> None:
    """Oracle: the notes are made so that only the meaning of one word tells."""
    person.drop("notes.csv", notes())
    expect(person.heading("notes.csv")).to_be_visible(timeout=PATIENCE_MS)
    person.go("Train")
    expect(person.page.get_by_text('Before that, "note" is read by words and by meaning')).to_be_visible()
    looks_right(person.page.screenshot(full_page=True), "light", tmp_path / "train.png")
    person.button("Train").click()
    expect(person.verdict).to_be_visible(timeout=PATIENCE_MS)
    expect(person.page.get_by_text('"note" is read by its meaning: of').first).to_be_visible()
    looks_right(person.page.screenshot(full_page=True), "light", tmp_path / "result.png")
    assert serious_findings(person.page) == []


def test_a_new_text_is_embedded_when_it_is_typed(person: Person) -> None:
    """Oracle: what the words mean, in words that no note has; in the form, in a file, and in rows like it."""
    person.field("note").fill("a bowl of hot soup with bread")
    expect(person.answer).to_contain_text("meal")
    person.field("note").fill("a week by the sea in Barcelona")
    expect(person.answer).to_contain_text("journey")
    person.button("Rows like this one").click()
    near = person.page.locator("ul.near").first
    expect(near.get_by_text("journey", exact=True).first).to_be_visible(timeout=PATIENCE_MS)
    person.choose_rows("new.csv", NEW)
    shown = person.page.get_by_role("region", name="First predictions for new.csv")
    expect(shown.get_by_role("row").nth(1)).to_contain_text("meal", timeout=PATIENCE_MS)
    expect(shown.get_by_role("row").nth(2)).to_contain_text("journey")


def test_it_goes_home_with_its_network(person: Person, tmp_path: Path) -> None:
    """Oracle: CPython, which runs the script of the zip on the rows that the page has predicted."""
    onnxruntime = pytest.importorskip("onnxruntime")
    assert onnxruntime.__version__
    with person.page.expect_download() as download:
        person.button("Script that predicts, with the model").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "new.csv").write_bytes(NEW)
    command = [sys.executable, "-I", "predict.py", "new.csv"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert [row["predicted about"] for row in csv.DictReader(io.StringIO(done.stdout))] == ["meal", "journey"]
    expect(person.page.get_by_text("would be 42 MB with the network in it")).to_be_visible()
    assert person.alert.count() == 0


def test_a_person_chooses_the_reading(person: Person, tmp_path: Path) -> None:
    """Invariant: what is chosen is not compared any more, and all readings are offered."""
    person.go("Data")
    person.page.locator("button.col", has_text="note").click()
    role = person.field("note is a")
    readings = ["text, best reading", "text by its words", "text by its meaning"]
    expect(role.locator("option")).to_have_text(["number", "category", "date", *readings, "left out"])
    fits_a_phone(person, "reading", tmp_path)
    role.select_option("text by its words")
    person.go("Train")
    expect(person.page.get_by_text("Before that")).to_have_count(0)
    person.button("Train").click()
    expect(person.verdict).to_be_visible(timeout=PATIENCE_MS)
    expect(person.page.get_by_text("is read by its")).to_have_count(0, timeout=PATIENCE_MS)
