"""1,000,000 rows of 28 numbers in the built page: how much memory it takes, and the time beside half as many rows.

The file is a CSV written as that of the HIGGS data is: the class, then 28 numbers with 19 digits. It is given to the
page's own file input, the width is set to 512 and Train is pressed, so everything is in it: reading, looking at the
table, the search on some of the rows, and the final fit, which walks through the whole file and adds up rows on one
kernel worker a core. The browser is fresh for every run.

Memory is the resident set of all processes of the browser and of what drives it, at its highest, less what it was
before the file was given to the page. The limit is for what is above the size of the file. The file itself stays on
disk, so the whole of what was taken is told beside it.
"""

from __future__ import annotations

import os
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.actions import choose_width, now, wait_until_warm
from benchmarks.site_fixture import Stage
from benchmarks.thresholds import row
from benchmarks.web import serving

N_ROWS, N_COLUMNS, N_HIDDEN = 1_000_000, 28, 512
MOST_MB = 300
MOST_RATIO = 2.2

_WAIT_MS = 1_800_000
_BLOCK = 20_000
_EVERY = 0.05  # seconds between two looks at the memory


def measure(stage: Stage, runs: int) -> dict[str, Any]:
    """Measure both files in turns.

    Parameters
    ----------
    stage : Stage
        The site and the pages.
    runs : int
        Interleaved runs of each file.

    Returns
    -------
    dict
        ``rows`` with their limit; for each file the medians of its seconds and megabytes, and those of every run.
    """
    files = {n: stage.place.parent / f"{stage.place.name}-{n}.csv" for n in (N_ROWS // 2, N_ROWS)}
    found: dict[int, list[dict[str, float]]] = {n: [] for n in files}
    try:
        for n, file in files.items():
            write_csv(file, n, seed=n)
        for _run in range(runs):
            for n, file in files.items():
                found[n].append(_in_page(stage, file))
                print(f"  {n:,} rows: {found[n][-1]}", flush=True)
    finally:
        for file in files.values():
            file.unlink(missing_ok=True)
    return {
        "rows": limit_rows(found),
        "median": {f"{n:,} rows": _medians(of) for n, of in found.items()},
        "runs": {f"{n:,} rows": of for n, of in found.items()},
    }


def limit_rows(found: dict[int, list[dict[str, float]]]) -> list[dict[str, Any]]:
    """Return the rows that the project has limits for.

    Parameters
    ----------
    found : dict
        For two numbers of rows, the smaller first, what each run found: ``seconds``, ``file_mb``, and ``mb`` where the
        system tells.

    Returns
    -------
    list of dict
        As :func:`benchmarks.thresholds.row` makes them.
    """
    few, many = found.values()
    memory = [run["mb"] - run["file_mb"] for run in many if "mb" in run]
    untold = "" if memory else "needs /proc, which tells a process's memory on Linux only"
    ratio = statistics.median(run["seconds"] for run in many) / statistics.median(run["seconds"] for run in few)
    of = f"{N_ROWS:,} x {N_COLUMNS} rows, {N_HIDDEN} units in the page"
    return [
        row(
            f"{of}: MB of memory above the file",
            statistics.median(memory) if memory else None,
            at_most=MOST_MB,
            why_not=untold,
        ),
        row(f"{of}: seconds / those of half the rows", ratio, at_most=MOST_RATIO),
    ]


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(run[name] for run in runs), 1) for name in runs[0]}


def write_csv(file: Path, n_rows: int, seed: int) -> None:
    """Write a table of two classes that differ in a few of the columns, with 19 digits a number."""
    draws = np.random.default_rng(seed)
    line = ",".join(["%.18e"] * (1 + N_COLUMNS)) + "\n"
    with file.open("w") as out:
        out.write(",".join(["class", *(f"c{at}" for at in range(N_COLUMNS))]) + "\n")
        for start in range(0, n_rows, _BLOCK):
            X = draws.standard_normal((min(_BLOCK, n_rows - start), N_COLUMNS))
            bent = X[:, 0] * X[:, 1] + np.tanh(X[:, 2]) + X[:, 3] ** 2 - 1 + draws.standard_normal(len(X))
            out.writelines(line % tuple(values) for values in np.column_stack([bent > 0, X]).tolist())


def _in_page(stage: Stage, file: Path) -> dict[str, float]:
    """Do what a person does, in a fresh browser, once both Pythons are there."""
    with serving(stage.site) as served, stage.fresh_browser() as browser:
        page = browser.new_page()
        page.set_default_timeout(_WAIT_MS)
        page.goto(served.address)
        wait_until_warm(page)
        with _watched() as memory:
            started = now(page)
            page.set_input_files("input[type=file]", file)
            page.wait_for_selector("body[data-table]", state="attached")
            opened = now(page)
            choose_width(page, N_HIDDEN)
            pressed = now(page)
            page.get_by_role("button", name="Train", exact=True).click()
            page.wait_for_selector("[data-has-result]", state="attached")
            trained = now(page)
        times = {"open": opened - started, "train": trained - pressed}
        peak = {"mb": memory["highest"] - memory["before"]} if memory["before"] else {}
        found = times | {"seconds": sum(times.values()), "file_mb": file.stat().st_size / 1e6} | peak
        return {name: round(each, 2) for name, each in found.items()}


@contextmanager
def _watched() -> Iterator[dict[str, float]]:
    """Look at the memory of all that was started here all the time; yield what is found, in MB."""
    memory = {"before": children_mb(os.getpid())}
    memory["highest"] = memory["before"]
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_EVERY):
            memory["highest"] = max(memory["highest"], children_mb(os.getpid()))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield memory
    finally:
        ended.set()
        watcher.join()


def children_mb(pid: int, proc: Path = Path("/proc")) -> float:
    """Return the resident set of all processes that descend from a process.

    Parameters
    ----------
    pid : int
        The process; itself not counted.
    proc : Path, optional
        Where the system tells of its processes.

    Returns
    -------
    float
        MB; 0 where the system does not tell.
    """
    parents, resident = {}, {}
    for status in proc.glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:  # it has just ended
            continue
        number = int(status.parent.name)
        parents[number] = int(lines["PPid"])
        resident[number] = 1024 * int(lines.get("VmRSS", "0 kB").split()[0])
    found, newest = set(), {pid}
    while newest:
        newest = {each for each, parent in parents.items() if parent in newest} - found
        found |= newest
    return sum(resident[each] for each in found) / 1e6
