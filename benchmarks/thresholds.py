"""Rows of a measurement with a limit: what was found, whether the limit applies here, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["Machine", "row", "summary"]

NEEDS = {
    "AVX-VNNI": "needs AVX-VNNI, which this CPU has not",
    "two cores": "needs two cores, and this machine has one",
}
"""What a limit may need of a machine, and what is said where it is missing."""


@dataclass(frozen=True)
class Machine:
    """What decides which limits apply.

    Parameters
    ----------
    cores : int
        Cores that may be used.
    avx_vnni : bool
        Whether the CPU multiplies bytes in the one instruction that V8 uses for it. AVX-512's variant of it is another.
    """

    cores: int
    avx_vnni: bool

    def lacks(self, need: str) -> str:
        """Return what is said where the machine has not what a limit needs, else nothing."""
        has = {"AVX-VNNI": self.avx_vnni, "two cores": self.cores >= 2}[need]
        return "" if has else NEEDS[need]


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
        What was found; None where nothing could be measured, which needs a `why_not`. It is compared
        as it is, and shown with three decimals.
    at_most, at_least : float, optional
        The limit; exactly one of them.
    why_not : str, optional
        Why the limit does not apply here; it does when this is empty.

    Returns
    -------
    dict
        ``what``, ``value``, ``limit`` (a text such as "at most 1.8"), ``applies``, ``why_not`` and ``holds``, which is
        None where the limit does not apply.

    Raises
    ------
    ValueError
        There is not exactly one limit, or nothing was measured though the limit applies.
    """
    if (at_most is None) == (at_least is None):
        raise ValueError(f"{what}: a row has one limit, at_most or at_least.")
    if value is None and not why_not:
        raise ValueError(f"{what}: nothing was measured, and nothing says why.")
    limit = f"at most {at_most:g}" if at_least is None else f"at least {at_least:g}"
    shown, holds = None, None
    if value is not None:
        shown = round(value, 3)
        if not why_not:
            holds = (at_most is None or value <= at_most) and (at_least is None or value >= at_least)
    return {"what": what, "limit": limit, "value": shown, "applies": not why_not, "why_not": why_not, "holds": holds}


def summary(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return all rows and whether every one that applies holds.

    Parameters
    ----------
    rows : iterable of dict
        As :func:`row` makes them.

    Returns
    -------
    dict
        ``rows``; ``holds``, which is None where no row applies; ``misses``: what does not hold.
    """
    rows = list(rows)
    applying = [each for each in rows if each["applies"]]
    misses = [each["what"] for each in applying if not each["holds"]]
    return {"rows": rows, "holds": not misses if applying else None, "misses": misses}
