"""Sums in place of rows on the built site: two people with a browser each make one model of all their rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from looks import fits_a_phone
from made_tables import FRUIT, as_csv, fruit, parse
from on_cpython import answer, ignore
from person import Person
from playwright.sync_api import expect

from elmweb.estimators import OnlineELMClassifier
from elmweb.export import load_model
from elmweb.workbench.local import LocalWorkbench

pytestmark = pytest.mark.browser

ROWS = fruit(760, seed=2)
MINE, THEIRS, NEW = ROWS[:400], ROWS[400:700], ROWS[700:]
FILE = "fruit.csv"  # both call their tables so


def asks_for_sums(person: Person, rows: list[list[str]], n_units: int) -> None:
    """Open a table, train so many units, and open the sums."""
    person.is_live()
    person.drop(FILE, as_csv(FRUIT, rows))
    person.has_open(FILE, len(rows), len(FRUIT))
    person.predicts("grade")
    person.go("Train")
    person.button("Adjust").click()
    slider = person.page.get_by_role("slider").first
    slider.focus()
    while person.page.locator(".k b").first.inner_text() != str(n_units):
        slider.press("ArrowRight")
        person.page.wait_for_timeout(200)
    person.train()
    person.button("Open the sums").click()


def adds(person: Person, name: str, data: bytes) -> None:
    """Add a file of sums."""
    person.brings(person.page.locator("label", has_text="Add a file of sums"), name, data)


def dataset(rows: list[list[str]]) -> Any:
    """Return rows as CPython reads and prepares them."""

    async def opened() -> Any:
        workbench = LocalWorkbench()
        await workbench.open_table({"text": as_csv(FRUIT, rows).decode(), "name": FILE}, None, ignore)
        return await workbench._dataset({"targets": ["grade"]}, ignore)

    return answer(opened())


def of_all_rows(model: Any) -> OnlineELMClassifier:
    """Return what CPython learns from the rows of both, with the layer and the scaling of the page's model."""
    both = [dataset(rows) for rows in (MINE, THEIRS)]
    Z, y = np.concatenate([model.inputs(one.X) for one in both]), np.concatenate([one.y for one in both])
    learned = OnlineELMClassifier(model.estimator.layer_.n_hidden)
    learned.layer_, learned.n_features_in_ = model.estimator.layer_, Z.shape[1]
    return learned.partial_fit(Z, y)


@pytest.fixture(scope="module")
def first(stay_again) -> bytes:
    """Return the sums of the one who begins."""
    beginner = stay_again()
    asks_for_sums(beginner, MINE, 32)
    file = beginner.saves("Save the sums of my rows")
    assert file.name == "fruit.elm-sums.zip"
    return file.read_bytes()


@pytest.fixture(scope="module")
def second(first: bytes, stay) -> Person:
    """Return the other one, in a browser of their own, with a model of their rows alone."""
    other = stay()
    asks_for_sums(other, THEIRS, 16)
    return other


def test_sums_that_do_not_match_are_refused_in_words(first: bytes, second: Person) -> None:
    """Invariant: whoever saves the sums of a model of their own is told how to match, and what is there stays."""
    own = second.saves("Save the sums of my rows").read_bytes()
    adds(second, "mine.zip", first)
    expect(second.page.get_by_text("Together 400 rows, to predict grade with 32 hidden units.")).to_be_visible()
    adds(second, "own.zip", own)
    told = second.page.locator("#main .warn")
    expect(told).to_contain_text('The sums in "own.zip" and "mine.zip" are not of the same layer, and cannot be added.')
    expect(told).to_contain_text('save "sums of my rows to match"')
    adds(second, "notes.zip", b"PK")
    expect(told).to_contain_text("notes.zip")
    expect(second.page.get_by_text("Together 400 rows, to predict grade with 32 hidden units.")).to_be_visible()
    second.button("Start over").click()
    expect(told).to_have_count(0)
    expect(second.page.get_by_text("Together 400 rows")).to_have_count(0)


def test_two_files_become_the_model_of_all_rows(first: bytes, second: Person, tmp_path: Path) -> None:
    """Oracle: one ELM on CPython that learns all 700 rows; sums are added, so only rounding differs."""
    page = second.page
    adds(second, "fruit.elm-sums.zip", first)
    expect(page.get_by_text("Together 400 rows")).to_be_visible()
    file = second.saves("Save the sums of my rows to match")
    adds(second, file.name, file.read_bytes())  # the table of both has one name, and so have their files
    expect(page.get_by_text("Together 700 rows, to predict grade with 32 hidden units.")).to_be_visible()
    adds(second, "again.zip", first)  # nobody counts twice
    second.button("Make the model of 700 rows").click()
    expect(page.get_by_text("From the saved model the sums of 2 files.")).to_be_visible()
    second.choose_rows("new.csv", as_csv(FRUIT[:-1], [row[:-1] for row in NEW]))
    expect(page.get_by_role("status").filter(has_text="60 rows predicted.")).to_be_visible()
    said = parse(second.saves("Save all predictions").read_bytes())
    model, _ = load_model(second.saves("Model, opens here again").read_bytes())
    assert model.n_train == 700
    learned, new = of_all_rows(model), model.inputs(dataset(NEW).X)
    assert [one["predicted grade"] for one in said] == learned.predict(new).tolist()
    for name, expected in zip(learned.classes_, learned.predict_proba(new).T, strict=True):
        found = [float(one[f"probability of {name}"]) for one in said]
        np.testing.assert_allclose(found, expected, atol=1e-6, err_msg=str(name))
    right = sum(one["predicted grade"] == row[-1] for one, row in zip(said, NEW, strict=True))
    assert right >= 54
    expect(second.alert).to_have_count(0)
    fits_a_phone(second, "sums", tmp_path)
