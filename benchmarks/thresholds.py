"""Rows of a measurement with a threshold: the value, whether the threshold applies here, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["REQUIREMENTS", "Machine", "row", "summary"]

REQUIREMENTS = {
    "AVX-VNNI": "needs AVX-VNNI, which this CPU does not have",
    "two cores": "needs two cores, and this machine has one",
}
"""What a threshold may require of a machine, and the reason that is given where the machine lacks it."""


@dataclass(frozen=True)
class Machine:
    """The properties of a machine that decide which thresholds apply.

    Parameters
    ----------
    cores : int
        Number of available cores.
    avx_vnni : bool
        Whether the CPU has the byte dot product that V8 uses. The AVX-512 variant of it is a different instruction.
    """

    cores: int
    avx_vnni: bool

    def why_not(self, requirement: str) -> str:
        """Return why a threshold with this requirement does not apply, or an empty string if it does."""
        is_met = {"AVX-VNNI": self.avx_vnni, "two cores": self.cores >= 2}[requirement]
        return "" if is_met else REQUIREMENTS[requirement]


def row(
    what: str,
    value: float | None,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    why_not: str = "",
) -> dict[str, Any]:
    """Return one row.

    Parameters
    ----------
    what : str
        What was measured, in words.
    value : float or None
        The measured value; None if nothing could be measured, which requires `why_not`. It is compared unrounded, and
        reported with three decimals.
    at_most, at_least : float, optional
        The threshold; exactly one of the two.
    why_not : str, optional
        Why the threshold does not apply on this machine; empty if it applies.

    Returns
    -------
    dict
        ``what``, ``value``, ``threshold`` (a text such as "at most 1.8"), ``applies``, ``why_not`` and ``holds``, which
        is None if the threshold does not apply.

    Raises
    ------
    ValueError
        There is not exactly one threshold, or there is no value although the threshold applies.
    """
    if (at_most is None) == (at_least is None):
        raise ValueError(f"{what}: a row has one threshold, at_most or at_least.")
    if value is None and not why_not:
        raise ValueError(f"{what}: nothing was measured, and no reason is given.")
    threshold = f"at most {at_most:g}" if at_least is None else f"at least {at_least:g}"
    shown, holds = None, None
    if value is not None:
        shown = round(value, 3)
        if not why_not:
            holds = (at_most is None or value <= at_most) and (at_least is None or value >= at_least)
    return {
        "what": what,
        "threshold": threshold,
        "value": shown,
        "applies": not why_not,
        "why_not": why_not,
        "holds": holds,
    }


def summary(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return all rows and whether every row that applies holds.

    Parameters
    ----------
    rows : iterable of dict
        As made by :func:`row`.

    Returns
    -------
    dict
        ``rows``; ``holds``, which is None if no row applies; ``misses``: the rows that do not hold.
    """
    rows = list(rows)
    applicable = [each for each in rows if each["applies"]]
    misses = [each["what"] for each in applicable if not each["holds"]]
    return {"rows": rows, "holds": not misses if applicable else None, "misses": misses}
