"""The parts of a benchmark, one after the other, and what all of them together say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.thresholds import summary

__all__ = ["measure_parts"]

Part = Callable[..., dict[str, Any]]


def measure_parts(
    parts: Mapping[str, Part], only: Sequence[str], call: Callable[[Part], dict[str, Any]]
) -> dict[str, Any]:
    """Measure all parts or some.

    Parameters
    ----------
    parts : mapping of str to callable
        Each gives ``rows``, as :func:`benchmarks.thresholds.row` makes them, and whatever else it measured.
    only : sequence of str
        Keys of ``parts``; all when empty.
    call : callable
        Calls a part with what it needs.

    Returns
    -------
    dict
        ``rows``, each with its limit, its value, whether it applies here and why not; ``holds``: whether all that apply
        hold; ``misses``; ``not_measured``; ``parts``: everything else that was measured.
    """
    found = {}
    for name in only or parts:
        print(f"  {name} ...", flush=True)
        found[name] = call(parts[name])
    rows = [each for part in found.values() for each in part.pop("rows")]
    return {**summary(rows), "not_measured": [name for name in parts if name not in found], "parts": found}
