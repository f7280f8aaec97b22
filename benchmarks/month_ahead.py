"""Three years of daily sales: how long next month's forecast takes in the built page.

The table of 1,096 days is opened as a person does it, the forecast on the Train page is opened and Forecast pressed.
Counted is from the press until the chart is drawn and the button says that it can be pressed again. Every run uses a
fresh browser whose Pythons are both ready. Processor time is that of all processes of the browser, which a busy machine
lengthens little.
"""

from __future__ import annotations

import os
import statistics
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.actions import now, open_file, warm_page
from benchmarks.many_rows import children_seconds
from benchmarks.site_fixture import SiteFixture
from benchmarks.thresholds import row

__all__ = ["daily_sales", "measure"]

N_DAYS, N_STEPS = 1_096, 30
MAX_SECONDS = 5.0


def daily_sales(n: int = N_DAYS) -> pd.DataFrame:
    """Return daily sales with a week, a year and a trend in them.

    Parameters
    ----------
    n : int, default=1096
        Number of days; by default the years 2022 to 2024.

    Returns
    -------
    DataFrame
        ``date`` and ``sold``.
    """
    rng, at = np.random.default_rng(1), np.arange(n)
    week = np.array([1, 0.9, 0.95, 1, 1.2, 1.5, 1.3])[at % 7]
    sold = 200 * (1 + at / 2000) * (1 + 0.25 * np.sin(2 * np.pi * at / 365.25)) * week
    days = [str(np.datetime64("2022-01-01") + day) for day in range(n)]
    return pd.DataFrame({"date": days, "sold": (sold * np.exp(0.1 * rng.standard_normal(n))).round(1)})


def measure(fixture: SiteFixture, runs: int) -> dict[str, Any]:
    """Measure some forecasts.

    Parameters
    ----------
    fixture : SiteFixture
        The served site and pages.
    runs : int
        Fresh browsers.

    Returns
    -------
    dict
        ``rows`` with the threshold, on the median; ``runs``: of each, the ``seconds`` by the clock, and ``busy``, those
        of processor time; ``load``: of the machine at the end, the mean number of waiting processes over a minute.
    """
    file = fixture.folder / "sales.csv"
    daily_sales().to_csv(file, index=False)
    found = []
    for _run in range(runs):
        found.append(_in_page(fixture, file))
        print(f"  {found[-1]}", flush=True)
    value = statistics.median(run["seconds"] for run in found)
    what = f"{N_DAYS:,} daily rows, {N_STEPS} steps ahead: seconds from Forecast to the drawn forecast"
    load = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None
    return {"rows": [row(what, value, at_most=MAX_SECONDS)], "runs": found, "load": load}


def _in_page(fixture: SiteFixture, file: Path) -> dict[str, float]:
    """Open the file and forecast as a person does, in a fresh browser."""
    with warm_page(fixture) as page:
        open_file(page, file)
        page.evaluate("location.hash = '#/train/forecast'")
        page.get_by_text(f"{N_DAYS:,} values, one a day").wait_for()
        button = page.get_by_role("button", name="Forecast", exact=True)
        button.wait_for()
        busy, pressed = children_seconds(os.getpid()), now(page)
        button.click()
        page.get_by_role("img", name="Chart. sold over time").wait_for()
        page.get_by_role("button", name="Forecast again", exact=True).wait_for()
        seconds = now(page) - pressed
        return {"seconds": round(seconds, 2), "busy": round(children_seconds(os.getpid()) - busy, 2)}
