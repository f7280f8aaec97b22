"""How long a person waits in the built page after pressing Train, with every default: tables of three sizes.

A table is opened as a person does it, and Train is pressed once both Pythons are ready. Counted is from the press:
until the first score stands on the Train page, until the verdict stands on the Result page, and until the model has
learned from all rows, which goes on behind the verdict. Processor time is that of all processes of the browser, to the
end; a busy machine lengthens it little. Every run uses a fresh browser, and the tables take turns.
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

__all__ = ["measure", "table_of"]

N_COLUMNS = 20
SIZES = {150: 3.0, 5_000: 10.0, 20_000: 30.0}
"""Number of rows, and the most seconds until the verdict."""
MAX_FIRST_SECONDS = 3.0


def table_of(n_rows: int, seed: int = 0) -> pd.DataFrame:
    """Return a table of two classes that depend on eight of twenty columns, five of which are categories.

    Parameters
    ----------
    n_rows : int
        Number of rows.
    seed : int, default=0
        Of the random numbers.

    Returns
    -------
    DataFrame
        Twenty columns to learn from, and ``class``; about one row in seven cannot be known.
    """
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n_rows, N_COLUMNS))
    score = X[:, 0] * X[:, 1] + np.tanh(2 * X[:, 2]) + X[:, 3] ** 2 + np.abs(X[:, 4]) - X[:, 15] * (X[:, 16] > 0)
    score += 0.5 * (X[:, 5] > 0.3) + 0.7 * rng.standard_normal(n_rows)
    frame = pd.DataFrame(X.round(4), columns=[f"c{at}" for at in range(N_COLUMNS)])
    for at in range(15, N_COLUMNS):
        frame[f"c{at}"] = pd.cut(X[:, at], [-np.inf, -1, 0, 1, np.inf], labels=["low", "less", "more", "high"])
    frame["class"] = np.where(score > np.median(score), "yes", "no")
    return frame


def measure(fixture: SiteFixture, runs: int) -> dict[str, Any]:
    """Measure every table some times, interleaved.

    Parameters
    ----------
    fixture : SiteFixture
        The served site and pages.
    runs : int
        Fresh browsers for each.

    Returns
    -------
    dict
        ``rows`` with the thresholds, on the medians; ``median`` and ``runs``: of each table the seconds by the clock
        until the ``first`` score, the ``verdict`` and the end (``all``), and ``busy``, those of processor time;
        ``load``: of the machine at the end, the mean number of waiting processes over a minute.
    """
    files = {n: fixture.folder / f"{n}.csv" for n in SIZES}
    for n, file in files.items():
        table_of(n).to_csv(file, index=False)
    found: dict[int, list[dict[str, float]]] = {n: [] for n in SIZES}
    for _run in range(runs):
        for n, file in files.items():
            found[n].append(_in_page(fixture, file, n))
            print(f"  {n:,} rows: {found[n][-1]}", flush=True)
    median = {
        n: {name: round(statistics.median(run[name] for run in of), 2) for name in of[0]} for n, of in found.items()
    }
    rows = []
    for n, most in SIZES.items():
        what = f"{n:,} x {N_COLUMNS} rows, seconds from Train to"
        rows.append(row(f"{what} the first score", median[n]["first"], at_most=MAX_FIRST_SECONDS))
        rows.append(row(f"{what} the verdict", median[n]["verdict"], at_most=most))
    load = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None
    named = lambda each: {f"{n:,} rows": of for n, of in each.items()}  # noqa: E731  used twice, here alone
    return {"rows": rows, "median": named(median), "runs": named(found), "load": load}


def _in_page(fixture: SiteFixture, file: Path, n_rows: int) -> dict[str, float]:
    """Open the file and train as a person does, in a fresh browser."""
    with warm_page(fixture) as page:
        open_file(page, file)
        page.evaluate("location.hash = '#/train'")
        button = page.get_by_role("button", name="Train", exact=True)
        button.wait_for()
        busy, pressed = children_seconds(os.getpid()), now(page)
        button.click()
        page.locator(".live .n").or_(page.locator("[data-has-result]")).first.wait_for(state="attached")
        first = now(page) - pressed
        page.wait_for_selector("[data-has-result]", state="attached")
        verdict = now(page) - pressed
        page.get_by_text(f"learned from all {n_rows:,}").first.wait_for()
        times = {"first": first, "verdict": verdict, "all": now(page) - pressed}
        times["busy"] = children_seconds(os.getpid()) - busy
        return {name: round(each, 2) for name, each in times.items()}
