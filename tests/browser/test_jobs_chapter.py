"""The chapter of jobs of the built site: each screen is opened; trained, asked about a photo, given a file, stopped."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from axe import serious_findings
from person import Person
from playwright.sync_api import expect
from test_access import CONTROLS, looks_right

pytestmark = pytest.mark.browser

PATIENCE_MS = 240_000
JOBS = ("Health", "Finance", "Transport", "Language", "Science")


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody who came to the list of jobs."""
    person = stay_again().is_live()
    person.go("Learn")
    person.page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Five jobs").click()
    expect(person.heading("Five jobs")).to_be_visible()
    return person


def go(person: Person, job: str) -> None:
    """Open a job by the links between them."""
    person.page.get_by_role("link", name=re.compile(f"^{job}")).first.click()
    expect(person.page.get_by_role("heading", name=re.compile(f"^{job}: "), level=1)).to_be_visible()


def said(person: Person) -> str:
    """Return the sentence that the open screen says first, once it has finished."""
    sentence = person.page.locator(".say:visible").first
    expect(sentence).to_be_visible(timeout=PATIENCE_MS)
    expect(person.button("Stop")).to_have_count(0, timeout=PATIENCE_MS)
    return sentence.inner_text()


def test_a_training_can_be_stopped_and_begun_again(person: Person) -> None:
    """Invariant: Stop brings the button back without an error; the second time there is a result."""
    go(person, "Finance")
    person.button("Train").click()
    person.button("Stop").click()
    expect(person.button("Stop")).to_have_count(0, timeout=PATIENCE_MS)
    assert person.alert.count() == 0
    go(person, "Transport")
    person.button("Train").click()
    assert float(re.match(r"Average error ([\d.]+) people", said(person))[1]) < 100
    person.field("Day").select_option(label="Monday, 26 December 2016, a public holiday")
    expect(person.page.get_by_role("img", name=re.compile("Chart. People by the hour on Monday"))).to_be_visible()


def test_a_photo_is_looked_at(person: Person) -> None:
    """Oracle: there is a person on the photo of an astronaut."""
    go(person, "Transport")
    person.page.get_by_role("button", name="An astronaut").click()
    expect(person.page.locator(".box span", has_text="person")).to_be_visible(timeout=PATIENCE_MS)
    expect(person.page.get_by_text(re.compile(r"thing found: person \(\d+ %\)"))).to_be_visible()


def test_a_molecule_that_binds_is_found_and_drawn(person: Person) -> None:
    """Oracle: three models are above guessing; a mistake that is pressed is drawn with what was measured."""
    go(person, "Science")
    person.button("Train on the activities").click()
    assert float(re.search(r"higher ([\d.]+) times in 100", said(person))[1]) > 80
    expect(
        person.page.get_by_role("img", name=re.compile("Precision against recall. ELM.*Logistic.*MLP"))
    ).to_be_visible()
    person.page.get_by_role("button", name=re.compile("^No. ")).last.click()
    expect(person.page.get_by_role("img", name=re.compile("Structure of molecule no. ")).first).to_be_visible()


def test_a_file_of_ones_own_is_learned_from(person: Person) -> None:
    """Oracle: images whose label is the place of a bright spot; what is no such file is told."""
    go(person, "Health")
    label = person.page.locator("label:visible", has_text="Choose a file")
    person.brings(label, "notes.npz", b"no archive at all")
    person.is_told('"notes.npz" cannot be read.', "a whole .npz file of MedMNIST")
    person.brings(label, "spots.npz", _spots())
    assert "Right on 100 % of the images" in said(person)


def _spots() -> bytes:
    """Return a file in the layout of MedMNIST."""
    arrays = {}
    for part, n in (("train", 60), ("val", 20), ("test", 30)):
        labels = np.arange(n, dtype=np.uint8) % 2
        arrays[f"{part}_images"] = (
            np.kron(np.stack([1 - labels, labels], axis=1)[:, None], np.ones((1, 8, 4), np.uint8)) * 200
        )
        arrays[f"{part}_labels"] = labels[:, None]
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def test_every_screen_is_right_in_light_and_dark_and_on_a_phone(person: Person, tmp_path) -> None:
    """Oracle: axe, which finds nothing serious; 390 pixels are enough, and every control has a name."""
    page, looks = person.page, (("light", 1280), ("dark", 390), ("dark", 1280), ("light", 390))
    for job, (scheme, width) in zip(JOBS, [*looks, looks[1]], strict=True):
        go(person, job)
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(300)
        assert page.evaluate("() => document.documentElement.scrollWidth") == width, job
        looks_right(page.screenshot(), scheme, tmp_path / f"{job} {width}.png")
        assert serious_findings(page) == [], job
        tree = page.locator("body").aria_snapshot()
        controls = re.findall(rf"^\s*- '?((?:{CONTROLS})\b.*)$", tree, re.MULTILINE)
        assert [line for line in controls if '"' not in line and "/" not in line] == []
        assert tree.count("[level=1]") == 1
