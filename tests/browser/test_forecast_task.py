"""The forecast in the built site: three years of daily sales are opened, forecast, read and taken home."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from looks import fits_a_phone
from person import Person
from playwright.sync_api import expect

from benchmarks.month_ahead import daily_sales
from elmweb.forecasting import forecast, make_series

pytestmark = pytest.mark.browser

PATIENCE_MS = 120_000  # a busy machine forecasts slowly


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody who opened the sales and asks what comes next."""
    someone = stay_again().is_live()
    someone.drop("sales.csv", daily_sales().to_csv(index=False).encode())
    someone.has_open("sales.csv", 1096, 2)
    someone.go("Train")
    someone.page.get_by_role("link", name="What comes next? (forecast)").click()
    expect(someone.heading("What comes next in sold?")).to_be_visible()
    expect(someone.page.get_by_text("1,096 values, one a day, 2022-01-01 to 2024-12-31.")).to_be_visible()
    return someone


def test_next_month_is_what_cpython_says(person: Person) -> None:
    """Oracle: the same forecast on CPython: the sentence, and the next steps in the file that is saved."""
    person.button("Forecast").click()
    expect(person.button("Forecast again")).to_be_visible(timeout=PATIENCE_MS)
    found = forecast(make_series(daily_sales(), "date", "sold"), 30)
    expect(person.page.get_by_role("heading", level=1)).to_have_text(found.sentence())
    expect(person.page.get_by_text(found.interval_sentence())).to_be_visible()
    expect(person.page.get_by_role("img", name=re.compile("Chart. sold over time"))).to_be_visible()
    rows = person.page.get_by_role("region", name="Methods and their errors").get_by_role("row")
    expect(rows).to_have_count(1 + len(found.methods))
    saved = pd.read_csv(person.saves("Save the next steps as CSV"))
    assert saved["date"].tolist() == [str(np.datetime64("2025-01-01") + day) for day in range(30)]
    one = found.series[0]
    for name, numbers in (("forecast of sold", one.ahead), ("low", one.low), ("high", one.high)):
        assert saved[name].to_numpy() == pytest.approx(numbers, rel=1e-6), name


def test_stop_keeps_it(person: Person) -> None:
    """Invariant: Stop ends a forecast at its next step; the one before stays."""
    said = person.page.get_by_role("heading", level=1).inner_text()
    person.button("Forecast again").click()
    person.button("Stop").click()
    expect(person.page.get_by_text("Stopped. Nothing has changed.")).to_be_visible()
    assert person.page.get_by_role("heading", level=1).inner_text() == said
    assert person.alert.count() == 0


def test_a_phone_has_room_for_it(person: Person, tmp_path) -> None:
    """390 pixels are enough in light and dark; every control has a name, and one heading comes first."""
    fits_a_phone(person, "forecast", tmp_path)
    person.page.set_viewport_size({"width": 1280, "height": 800})


def test_a_series_with_gaps_and_time_zones_is_told(person: Person) -> None:
    """Invariant: what was repaired is said before anything is pressed; a table without times offers no forecast."""
    hours = np.datetime64("2024-03-29T00:00") + np.arange(120) * np.timedelta64(1, "h")
    offset = np.where(hours < np.datetime64("2024-03-31T01:00"), 1, 2)
    lines = [
        f"{hour + np.timedelta64(int(off), 'h')}:00+0{off}:00,{at % 24}"
        for at, (hour, off) in enumerate(zip(hours, offset, strict=True))
    ]
    person.drop("hours.csv", ("when,load\n" + "\n".join(lines[:40] + lines[43:])).encode())
    person.has_open("hours.csv", 117, 2)
    person.page.goto(f"{person.address}#/train/forecast")
    expect(person.page.get_by_text("120 values, one an hour, 2024-03-29 02:00 to 2024-04-03 01:00.")).to_be_visible()
    expect(person.page.get_by_text("They are counted in UTC: no hour is lost or double")).to_be_visible()
    expect(person.page.get_by_text("3 of 120 steps have no value.")).to_be_visible()
    person.drop("fruit.csv", b"size,kind\n" + b"1,a\n2,b\n" * 20)
    person.has_open("fruit.csv", 40, 2)
    person.go("Train")
    expect(person.page.get_by_role("link", name="What comes next? (forecast)")).to_be_hidden()
