"""A blend, chosen on the Train page: trained, judged, taken home, and run there without a network."""

from __future__ import annotations

import random
import re

import pytest
from made_tables import as_csv, parse
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def bumps(n_rows: int) -> list[list[object]]:
    """Return rows of a target with steps and a product, which no weighted sum of the columns is near."""
    luck = random.Random(0)  # noqa: S311 - a table, not a secret
    rows = []
    for _ in range(n_rows):
        a, b, c, d = (round(luck.uniform(-2, 2), 3) for _ in range(4))
        rows.append([a, b, c, d, round(3 * (a > 0.5) + 2 * b * c + abs(d) + luck.gauss(0, 0.1), 3)])
    return rows


def test_a_blend_is_chosen_and_taken_home(stay_again):
    """Oracle: the page it saves predicts what the page itself says; how good it is was measured before all rows."""
    person = stay_again().is_live()
    rows = bumps(700)
    person.choose("bumps.csv", as_csv(["a", "b", "c", "d", "y"], rows))
    person.predicts("y")
    person.go("Train")
    person.button("Adjust").click()
    person.page.get_by_label("Kind of model").select_option("Blend")
    expect(person.page.get_by_text("weighed by how well they predict rows they never saw")).to_be_visible()
    error = float(re.search(r"Off by ([\d.]+)", person.train())[1])
    assert error < 0.6
    expect(person.page.locator(".verdict")).to_contain_text("learned from all 700")
    expect(person.page.get_by_text("They are in its files")).to_be_visible()
    held_out = parse(person.saves("Predictions for the rows kept back").read_bytes())
    off = sum(abs(float(row["y"]) - float(row["predicted y"])) for row in held_out) / len(held_out)
    assert off == pytest.approx(error, rel=0.01)
