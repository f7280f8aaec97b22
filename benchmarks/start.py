"""Benchmark how long a person waits, from opening the page to the first result.

Two sites are served by the same server and opened alternately in the same Chromium: elmweb, and the same app loaded
the standard way (``naive``), which reads and trains in its only Python and draws nothing of it. With ``ELMWEB_BEFORE``
in the environment, the folder of a site built earlier, that one is measured too.

Reported are medians, in milliseconds since the visit began, and ratios to the naive site:

painted        the real page is on the screen
interactive    the page's Python responds
first table    a sample was pressed the moment the page painted, and its rows stand on the screen
first result   Train was pressed as soon as it could be, and the verdict stands there
warm           the engine has imported everything
first file     on a visit of its own, a CSV of 1 MB was dropped the moment the page painted, and its rows stand there

``longest tasks`` are the widths in milliseconds of the longest tasks on the page's thread until the first result.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import BrowserContext, Page, sync_playwright

from benchmarks.actions import WAIT_MS, warm_at
from benchmarks.naive_site import build_naive_site
from benchmarks.web import CHROMIUM_ARGUMENTS, Served, serving, transfer_size

SLOW_LINK = 20  # Mbit/s
CASES = {"first": (None, False), "later": (None, True), "slow": (SLOW_LINK, False), "slow later": (SLOW_LINK, True)}
"""Bandwidth in Mbit/s, None for no limit, and whether it is a later visit."""
MARKS = ("painted", "interactive", "first table", "first result", "warm", "first file")
N_LONGEST = 5
SETTLED_MS = 2_000
"""After this long a browser that was just started does nothing any more, as the one in which a person opens a page."""
_KEPT = """() => {
  const {kept, offline} = document.documentElement.dataset;
  return offline !== undefined && /^$|engine/.test(kept);
}"""
CSV_BYTES = 1_000_000

_WATCH = """
  window.longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries())).observe({type: "longtask", buffered: true});
"""
# Done as soon as there is something to see; again until the page took it, as a person would.
_AT_PAINT = """
  const act = () => {
    const card = document.querySelector('[data-send*="iris"]');
    if (card?.ariaBusy === "true" || "table" in (document.body?.dataset ?? {})) return;
    %s
    setTimeout(act, 16);
  };
  new PerformanceObserver((_, observer) => { observer.disconnect(); act(); }).observe({type: "paint", buffered: true});
"""
_PRESS_SAMPLE = _AT_PAINT % "card?.click();"
_DROP_FILE = (
    _AT_PAINT
    % """
    if (window.dropped) return;
    if (document.getElementById("loading-bar-next")?.textContent) { window.dropped = true; return; }
    const files = new DataTransfer();
    files.items.add(new File([window.table ??= makeTable()], "table.csv"));
    for (const type of ["dragenter", "dragover", "drop"]) {
      document.body?.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: files}));
    }
"""
)
# What a person sees is noted by the page itself: a driver that asks from outside does so twice a second.
_EYES = """
  const find = (selector, text, root = document) => {
    for (const element of root.querySelectorAll(selector)) {
      if ((!text || element.textContent.trim() === text) && element.checkVisibility()) return element;
    }
    for (const {shadowRoot} of root.querySelectorAll("*")) {
      const found = shadowRoot && find(selector, text, shadowRoot);
      if (found) return found;
    }
  };
  const see = (selector, text, then) => {
    const seen = find(selector, text);
    if (!seen) setTimeout(see, 10, selector, text, then);
    else requestAnimationFrame(() => setTimeout(() => then(seen))); // it has been painted
  };
"""
_SEE_RESULT = (
    _EYES
    + """
  see("td", "setosa", () => {
    performance.mark("table");
    const go = () => { location.hash = "#/train"; }, again = setInterval(go, 100); // the page itself goes to the table
    go();
    see("button:enabled", "Train", (button) => {
      clearInterval(again);
      button.click();
      see(".verdict h1", "", () => performance.mark("result"));
    });
  });
"""
)
_SEE_FILE = (
    _EYES
    + """
  see("h1, h2", "table.csv", () => see("td", "", () => performance.mark("file")));
"""
)
_TIMES = """() => {
  const at = (name) => performance.getEntriesByName(name)[0]?.startTime ?? null;
  return {painted: at("painted") ?? at("first-contentful-paint"), interactive: at("live"),
    "first table": at("table"), "first result": at("result"), origin: performance.timeOrigin,
    tasks: longTasks.map((task) => Math.round(task.duration))};
}"""


def measure(site: Path, runs: int, only: list[str] | None = None) -> dict[str, Any]:
    """Measure first and later visits over a fast and a slow line.

    Parameters
    ----------
    site : Path
        The built site.
    runs : int
        Number of runs of each side, interleaved.
    only : list of str, optional
        Names of ``CASES``; all of them if empty.

    Returns
    -------
    dict
        The times of each run in milliseconds, medians, the ratios of ours to theirs, and the bytes transferred
        (compressed).
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        build_naive_site(site, folder / "naive")
        pages = {"elmweb": site, "naive": folder / "naive"}
        if before := os.environ.get("ELMWEB_BEFORE"):
            pages["before"] = Path(before)
        numbers = {}
        for case in only or CASES:
            speed, is_later = CASES[case]
            with ExitStack() as stack:
                sides = {
                    name: _Side(stack.enter_context(serving(path, speed)), is_plain=name == "naive")
                    for name, path in pages.items()
                }
                if is_later:
                    for side in sides.values():
                        side.profile = stack.enter_context(tempfile.TemporaryDirectory())
                        side.keep_for_later()
                visits: dict[str, list[dict]] = {name: [] for name in pages}
                for _run in range(runs):
                    for name, side in sides.items():
                        visits[name].append(side.visit())
            numbers[case] = _summary(visits)
        return {
            "runs": runs,
            "ratios": {case: summary["ratio"] for case, summary in numbers.items()},
            "bytes": {
                case: {name: ran[0]["bytes"] for name, ran in summary["runs"].items()}
                for case, summary in numbers.items()
            }
            | {"whole site": transfer_size(site)},
            "milliseconds": numbers,
        }


def csv_table() -> str:
    """Return a CSV of 1 MB: 12 columns of numbers and one of three classes."""
    rng = np.random.default_rng(0)
    rows = [",".join([*(f"x{number}" for number in range(12)), "kind"])]
    size = len(rows[0])
    while size < CSV_BYTES:
        rows.append(",".join([*(f"{value:.4f}" for value in rng.normal(size=12)), "abc"[rng.integers(3)]]))
        size += len(rows[-1]) + 1
    return "\n".join(rows) + "\n"


class _Side:
    """One of the sites that are compared.

    Parameters
    ----------
    served : Served
        Where it is.
    is_plain : bool
        Whether it is the naive site, which uses itself.
    """

    def __init__(self, served: Served, *, is_plain: bool) -> None:
        self._served, self._is_plain = served, is_plain
        self.profile: str | None = None  # that of somebody who was here before; a fresh one for each visit where None

    def keep_for_later(self) -> None:
        """Visit twice, the first time long enough to keep what later visits start from."""
        for is_first in (True, False):
            with self._browser() as context:
                page = context.new_page()
                page.goto(self._served.address)
                page.wait_for_selector("html[data-live]", state="attached", timeout=WAIT_MS)
                if is_first and not self._is_plain:
                    page.wait_for_function(_KEPT, timeout=WAIT_MS)

    def visit(self) -> dict[str, Any]:
        """Return the times of a visit, and of another one for the dropped file."""
        with self._browser() as context:
            page = context.new_page()
            page.add_init_script(_WATCH + ("" if self._is_plain else _PRESS_SAMPLE + _SEE_RESULT))
            page.wait_for_timeout(SETTLED_MS)
            page.goto(self._served.address)
            _wait_for_mark(page, "result")
            times = page.evaluate(_TIMES)
            times["bytes"] = self._served.bytes_before((times["origin"] + times["interactive"]) / 1000)
            times["warm"] = times["interactive"] if self._is_plain else warm_at(page) - times["origin"]
            times["longest tasks"] = sorted(times.pop("tasks"), reverse=True)[:N_LONGEST]
        if not self._is_plain:
            with self._browser() as context:
                times["first file"] = _first_file(context.new_page(), self._served.address)
        return times

    @contextmanager
    def _browser(self) -> Iterator[BrowserContext]:
        """Yield a browser whose profile is a folder, as a person's is: a private window would hold it in memory."""
        with sync_playwright() as playwright, tempfile.TemporaryDirectory() as fresh:
            context = playwright.chromium.launch_persistent_context(
                self.profile or fresh, executable_path=os.environ["ELMWEB_CHROMIUM"], args=list(CHROMIUM_ARGUMENTS)
            )
            try:
                yield context
            finally:
                context.close()


def _wait_for_mark(page: Page, name: str) -> None:
    is_there = "(name) => performance.getEntriesByName(name).length"
    page.wait_for_function(is_there, arg=name, polling=100, timeout=WAIT_MS)


def _first_file(page: Page, address: str) -> float:
    """Return when the rows of a dropped file stand on the screen."""
    page.add_init_script(f"{_WATCH}\nwindow.makeTable = () => {csv_table()!r};\n{_DROP_FILE}\n{_SEE_FILE}")
    page.wait_for_timeout(SETTLED_MS)
    page.goto(address)
    _wait_for_mark(page, "file")
    return page.evaluate("performance.getEntriesByName('file')[0].startTime")


def _summary(visits: dict[str, list[dict]]) -> dict[str, Any]:
    medians = {
        name: {mark: statistics.median(run[mark] for run in ran) for mark in MARKS if mark in ran[0]}
        for name, ran in visits.items()
    }
    theirs = medians["naive"]
    return {
        "ratio": {
            name: {mark: round(value / theirs[mark], 3) for mark, value in each.items() if mark in theirs}
            for name, each in medians.items()
            if name != "naive"
        },
        "median": {name: {mark: round(value) for mark, value in each.items()} for name, each in medians.items()},
        "longest tasks": {name: [run["longest tasks"] for run in ran] for name, ran in visits.items()},
        "runs": visits,
    }
