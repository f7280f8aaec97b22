"""Benchmark the time from a dropped file to a trained model, in the page and on CPython.

Both call the same verbs of the same LocalWorkbench on the same file: the 1,797 digits
of 64 pixels, with 512 hidden units and one thread. In the page, the file is given to the
page's own file input and the Train button is pressed, so the messages between the two
Pythons and the rendering are included. Reported are times in seconds, medians and their ratio:

open     from the file to the table
train    from pressing Train to the finished model ("trained" is the sum of both)
"""

from __future__ import annotations

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from benchmarks.actions import WAIT_MS, choose_width, now, wait_until_warm
from benchmarks.web import browsing, serving

N_HIDDEN = 512
MAX_RATIO = 6.0
"""The threshold of the project."""

_ROOT = Path(__file__).parents[1]
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def measure(site: Path, runs: int) -> dict[str, Any]:
    """Measure both sides, interleaved.

    Parameters
    ----------
    site : Path
        The built site.
    runs : int
        Number of runs of each side.

    Returns
    -------
    dict
        The times of each run in seconds, medians, and the ratios of the page to CPython.
    """
    times: dict[str, list[dict[str, float]]] = {"page": [], "cpython": []}
    with tempfile.TemporaryDirectory() as folder, browsing() as browser, serving(site) as served:
        file = Path(folder) / "digits.csv"
        file.write_bytes((site / "samples" / "digits.csv").read_bytes())
        for _run in range(runs):
            times["cpython"].append(_native(file))
            times["page"].append(_in_page(browser, served.address, file))
    medians = {
        where: {name: round(statistics.median(run[name] for run in ran), 3) for name in ran[0]}
        for where, ran in times.items()
    }
    ratio = {name: round(medians["page"][name] / medians["cpython"][name], 2) for name in medians["page"]}
    return {
        "what": {"rows": _n_rows(site), "n_hidden": N_HIDDEN, "runs": runs},
        "ratio": ratio,
        "threshold": f"at most {MAX_RATIO:g}",
        "holds": ratio["trained"] <= MAX_RATIO,
        "median": medians,
        "seconds": times,
    }


def _n_rows(site: Path) -> int:
    with (site / "samples" / "digits.csv").open(newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def _native(file: Path) -> dict[str, float]:
    """Run the verbs in a fresh CPython, with everything imported before timing starts."""
    command = [sys.executable, "-m", "benchmarks.upload", str(file)]
    done = subprocess.run(
        command, cwd=_ROOT, env={**os.environ, **_ONE_THREAD}, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def _in_page(browser: Browser, address: str, file: Path) -> dict[str, float]:
    """Open the file and train as a user does, in a fresh profile, once both Pythons are ready."""
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(address)
        wait_until_warm(page)
        started = now(page)
        page.set_input_files("input[type=file]", file)
        page.wait_for_selector("body[data-table]", state="attached", timeout=WAIT_MS)
        opened = now(page)
        choose_width(page, N_HIDDEN)
        pressed = now(page)
        page.get_by_role("button", name="Train", exact=True).click()
        page.wait_for_selector("[data-has-result]", state="attached", timeout=WAIT_MS)
        return _report(opened - started, now(page) - pressed)
    finally:
        context.close()


def _report(opening: float, training: float) -> dict[str, float]:
    return {"open": opening, "train": training, "trained": opening + training}


def main(file: str) -> None:
    """Print the times of this Python as JSON."""
    import asyncio  # noqa: PLC0415 - only the child process needs these
    import time  # noqa: PLC0415

    from elmweb.workbench.local import LocalWorkbench  # noqa: PLC0415
    from elmweb.workers.warm_up import iter_warm_up  # noqa: PLC0415

    async def run() -> dict[str, float]:
        workbench = LocalWorkbench()
        await workbench.warm_up(iter_warm_up())
        started = time.perf_counter()
        await workbench.open_table({"path": file, "name": "digits.csv"}, None, lambda _message: None)
        opened = time.perf_counter()
        await workbench.summarize({}, lambda _message: None)
        ready = time.perf_counter()
        await workbench.train({}, {"n_hidden": N_HIDDEN}, lambda _message: None)
        await workbench.export("model")  # as the page does, to survive a crash of the engine
        return _report(opened - started, time.perf_counter() - ready)

    sys.stdout.write(json.dumps(asyncio.run(run())))


if __name__ == "__main__":
    main(sys.argv[1])
