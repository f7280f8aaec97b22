"""1,000,000 rows of 28 numbers in the built page: peak memory, and the time relative to half as many rows.

The file is a CSV in the format of the HIGGS data: the class, then 28 numbers with 19 digits. It is given to the page's
own file input, the number of hidden units is set to 512 and Train is pressed, so everything is included: reading, the
summary of the table, the search on a subset of the rows, and the final fit, which makes a pass over the whole file and
sums rows on one kernel worker per core. Every run uses a fresh browser.

Memory is the peak resident set of all processes of the browser and its driver, minus the resident set before the file
was given to the page. The threshold applies to the memory in excess of the size of the file. Since the file itself
stays on disk, the total is reported as well.
"""

from __future__ import annotations

import os
import statistics
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.actions import choose_width, now, open_file, warm_page
from benchmarks.site_fixture import SiteFixture
from benchmarks.thresholds import row

N_ROWS, N_COLUMNS, N_HIDDEN = 1_000_000, 28, 512
MAX_EXCESS_MB = 300
MAX_RATIO = 2.2

_WAIT_MS = 1_800_000
_BLOCK = 20_000
_INTERVAL = 0.05  # seconds between two samples of the memory


def measure(fixture: SiteFixture, runs: int) -> dict[str, Any]:
    """Measure both files, interleaved.

    Parameters
    ----------
    fixture : SiteFixture
        The served site and pages.
    runs : int
        Number of runs of each file.

    Returns
    -------
    dict
        ``rows`` with their thresholds; for each file, the medians of its times and megabytes, and the values of all
        runs.
    """
    files = {n: fixture.folder.parent / f"{fixture.folder.name}-{n}.csv" for n in (N_ROWS // 2, N_ROWS)}
    found: dict[int, list[dict[str, float]]] = {n: [] for n in files}
    try:
        for n, file in files.items():
            write_csv(file, n, seed=n)
        for _run in range(runs):
            for n, file in files.items():
                found[n].append(_in_page(fixture, file))
                print(f"  {n:,} rows: {found[n][-1]}", flush=True)
    finally:
        for file in files.values():
            file.unlink(missing_ok=True)
    return {
        "rows": threshold_rows(found),
        "median": {f"{n:,} rows": _medians(of) for n, of in found.items()},
        "runs": {f"{n:,} rows": of for n, of in found.items()},
    }


def threshold_rows(found: dict[int, list[dict[str, float]]]) -> list[dict[str, Any]]:
    """Return the rows that have a threshold.

    Parameters
    ----------
    found : dict
        For two numbers of rows, the smaller one first, the result of each run: ``seconds``, ``file_mb``, and ``mb`` if
        the system reports it.

    Returns
    -------
    list of dict
        As made by :func:`benchmarks.thresholds.row`.
    """
    few, many = found.values()
    memory = [run["mb"] - run["file_mb"] for run in many if "mb" in run]
    why_not = "" if memory else "needs /proc, which reports the memory of processes on Linux only"
    ratio = statistics.median(run["seconds"] for run in many) / statistics.median(run["seconds"] for run in few)
    of = f"{N_ROWS:,} x {N_COLUMNS} rows, {N_HIDDEN} units in the page"
    return [
        row(
            f"{of}: memory in excess of the file, MB",
            statistics.median(memory) if memory else None,
            at_most=MAX_EXCESS_MB,
            why_not=why_not,
        ),
        row(f"{of}: time / time for half as many rows", ratio, at_most=MAX_RATIO),
    ]


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(run[name] for run in runs), 1) for name in runs[0]}


def write_csv(file: Path, n_rows: int, seed: int) -> None:
    """Write a table of two classes that depend on a few of the columns, with 19 digits per number."""
    rng = np.random.default_rng(seed)
    line = ",".join(["%.18e"] * (1 + N_COLUMNS)) + "\n"
    with file.open("w") as out:
        out.write(",".join(["class", *(f"c{at}" for at in range(N_COLUMNS))]) + "\n")
        for start in range(0, n_rows, _BLOCK):
            X = rng.standard_normal((min(_BLOCK, n_rows - start), N_COLUMNS))
            score = X[:, 0] * X[:, 1] + np.tanh(X[:, 2]) + X[:, 3] ** 2 - 1 + rng.standard_normal(len(X))
            out.writelines(line % tuple(values) for values in np.column_stack([score > 0, X]).tolist())


def _in_page(fixture: SiteFixture, file: Path) -> dict[str, float]:
    """Open the file and train as a user does, in a fresh browser, once both Pythons are ready."""
    with warm_page(fixture, _WAIT_MS) as page:
        with _monitored() as memory:
            started = now(page)
            open_file(page, file)
            opened = now(page)
            choose_width(page, N_HIDDEN)
            pressed = now(page)
            page.get_by_role("button", name="Train", exact=True).click()
            page.wait_for_selector("[data-has-result]", state="attached")
            trained = now(page)
        times = {"open": opened - started, "train": trained - pressed}
        peak = {"mb": memory["peak"] - memory["before"]} if memory["before"] else {}
        found = times | {"seconds": sum(times.values()), "file_mb": file.stat().st_size / 1e6} | peak
        return {name: round(each, 2) for name, each in found.items()}


@contextmanager
def _monitored() -> Iterator[dict[str, float]]:
    """Sample the memory of all child processes; yield the value before and the peak, in MB."""
    memory = {"before": children_mb(os.getpid())}
    memory["peak"] = memory["before"]
    ended = threading.Event()

    def sample() -> None:
        while not ended.wait(_INTERVAL):
            memory["peak"] = max(memory["peak"], children_mb(os.getpid()))

    sampler = threading.Thread(target=sample, daemon=True)
    sampler.start()
    try:
        yield memory
    finally:
        ended.set()
        sampler.join()


def children_mb(pid: int, proc: Path = Path("/proc")) -> float:
    """Return the total resident set of all descendants of a process.

    Parameters
    ----------
    pid : int
        The process, which is not counted itself.
    proc : Path, optional
        Where the system reports on its processes.

    Returns
    -------
    float
        In MB; 0 if the system does not report it.
    """
    parents, resident = {}, {}
    for number, status in _reports(proc, "status"):
        lines = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        parents[number] = int(lines["PPid"])
        resident[number] = 1024 * int(lines.get("VmRSS", "0 kB").split()[0])
    return sum(resident[each] for each in _descendants(pid, parents)) / 1e6


def children_seconds(pid: int, proc: Path = Path("/proc")) -> float:
    """Return the processor time of all descendants of a process, which a busy machine does not lengthen.

    Parameters
    ----------
    pid : int
        The process, which is not counted itself.
    proc : Path, optional
        Where the system reports on its processes.

    Returns
    -------
    float
        0 if the system does not report it.
    """
    parents, seconds = {}, {}
    for number, stat in _reports(proc, "stat"):
        fields = stat.rpartition(")")[2].split()  # a name may hold spaces
        parents[number] = int(fields[1])
        seconds[number] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return sum(seconds[each] for each in _descendants(pid, parents))


def _reports(proc: Path, name: str) -> Iterator[tuple[int, str]]:
    """Yield the number of each process, and what one of the system's files says of it."""
    for path in proc.glob(f"[0-9]*/{name}"):
        try:
            text = path.read_text()
        except OSError:  # the process has just ended
            continue
        yield int(path.parent.name), text


def _descendants(pid: int, parents: Mapping[int, int]) -> set[int]:
    """Return the children of a process, their children, and so on."""
    found: set[int] = set()
    newest = {pid}
    while newest:
        newest = {each for each, parent in parents.items() if parent in newest} - found
        found |= newest
    return found
