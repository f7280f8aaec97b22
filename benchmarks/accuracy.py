"""Measure how right ELMs are; each part has its own file, which says what is measured.

mnist     a published recipe on all of MNIST, and the bands it has to fall into (mnist_recipe.py)
tables    ten tables beside other methods (ten_tables.py)
integers  tables in integers and in floats (integer_tables.py)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import integer_tables, mnist_recipe, ten_tables
from benchmarks.cases import measure_parts
from benchmarks.machine import describe

PARTS: dict[str, Callable[[int], dict[str, Any]]] = {
    "mnist": mnist_recipe.measure,
    "tables": ten_tables.measure,
    "integers": integer_tables.measure,
}


def measure(site: Path, runs: int, only: Sequence[str] = ()) -> dict[str, Any]:
    """Measure all parts or some.

    Parameters
    ----------
    site : Path
        The built site; only its versions are told.
    runs : int
        Seeds of the tables.
    only : sequence of str
        Keys of ``PARTS``; all when empty.

    Returns
    -------
    dict
        As :func:`benchmarks.train.measure`.
    """
    found = measure_parts(PARTS, only, lambda part: part(runs))
    return {"machine": describe(site), "runs": runs, **found}
