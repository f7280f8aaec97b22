"""Run the cases of a benchmark one after another and summarise them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.machine import describe
from benchmarks.site_fixture import site_fixture
from benchmarks.thresholds import summary

__all__ = ["Case", "measure_cases", "measure_in_site"]

Case = Callable[..., dict[str, Any]]


def measure_cases(
    cases: Mapping[str, Case], only: Sequence[str], call: Callable[[Case], dict[str, Any]]
) -> dict[str, Any]:
    """Measure all cases, or only the selected ones.

    Parameters
    ----------
    cases : mapping of str to callable
        Each returns ``rows``, as made by :func:`benchmarks.thresholds.row`, and anything else it measured.
    only : sequence of str
        Keys of ``cases``; if empty, all of them.
    call : callable
        Calls a case with the arguments that it needs.

    Returns
    -------
    dict
        ``rows``, each with its threshold, its value, and whether and why it does not apply to this machine; ``holds``:
        whether all rows that apply hold; ``misses``; ``not_measured``; ``cases``: everything else that was measured.
    """
    found = {}
    for name in only or cases:
        print(f"  {name} ...", flush=True)
        found[name] = call(cases[name])
    rows = [each for measured in found.values() for each in measured.pop("rows")]
    return {**summary(rows), "not_measured": [name for name in cases if name not in found], "cases": found}


def measure_in_site(cases: Mapping[str, Case], site: Path, runs: int, only: Sequence[str]) -> dict[str, Any]:
    """Measure cases that open pages of the built site.

    Parameters
    ----------
    cases : mapping of str to callable
        Each is called with the :class:`benchmarks.site_fixture.SiteFixture` and ``runs``.
    site : Path
        The built site.
    runs : int
        Number of runs of each side, interleaved.
    only : sequence of str
        Keys of ``cases``; if empty, all of them.

    Returns
    -------
    dict
        ``machine``, with software versions, ``runs``, and the result of :func:`measure_cases`.
    """
    with site_fixture(site) as fixture:
        found = measure_cases(cases, only, lambda case: case(fixture, runs=runs))
        return {"machine": describe(site, fixture.browser().version), "runs": runs, **found}
