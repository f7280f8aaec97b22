"""Benchmark the accuracy of ELMs; the file of each case documents what it measures.

mnist     a published recipe on all of MNIST, and the interval its accuracy must lie in (mnist_recipe.py)
tables    ten tables, compared with other methods (ten_tables.py)
integers  tables in integer and in float arithmetic (integer_tables.py)
many-tables  the page on 24 tables of other people, compared with other methods (many_tables.py)
fresh-tables  the same on 26 others, by which nothing was chosen (many_tables.py)
promises  left-out scores and "9 of 10" of every estimator, beside fresh rows (promises.py)
series    eight series, beside repeating the season before (eight_series.py)
examples  photos and texts as vectors of a deep network, beside others that learn from the same ones (examples.py)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import eight_series, examples, integer_tables, many_tables, mnist_recipe, promises, ten_tables
from benchmarks.cases import measure_cases
from benchmarks.machine import describe

CASES: dict[str, Callable[[int], dict[str, Any]]] = {
    "mnist": mnist_recipe.measure,
    "tables": ten_tables.measure,
    "integers": integer_tables.measure,
    "many-tables": many_tables.measure,
    "fresh-tables": many_tables.measure_fresh,
    "series": eight_series.measure,
    "examples": examples.measure,
    "promises": promises.measure,
}


def measure(site: Path, runs: int, only: Sequence[str] = ()) -> dict[str, Any]:
    """Measure all cases, or only the selected ones.

    Parameters
    ----------
    site : Path
        The built site; only its versions are reported.
    runs : int
        Number of seeds for the tables.
    only : sequence of str
        Keys of ``CASES``; if empty, all of them.

    Returns
    -------
    dict
        As :func:`benchmarks.train.measure`.
    """
    found = measure_cases(CASES, only, lambda case: case(runs))
    return {"machine": describe(site), "runs": runs, **found}
