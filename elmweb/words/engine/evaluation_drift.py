"""How a new file differs from the rows that a model learned from."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import listed

NO_COLUMN = "This file is not like the rows it learned from, though no single column is far off."


def columns(names: Sequence[str], most: int) -> str:
    """Which columns look different; the first are named."""
    return f"This file is not like the rows it learned from: look at {listed(names, most)}."


def told_apart(pairs: str) -> str:
    """How well new rows are told from old ones."""
    return (
        f"Of one new row and one it learned from, a small model tells which is which in {pairs} of 100 "
        "pairs; 50 is guessing."
    )


def missing(now: str, before: str) -> str:
    """Cells of a column that are missing."""
    return f"missing in {now} of 100 rows, before in {before}"


def median(now: str, before: str) -> str:
    """The middle of a column."""
    return f"median {now}, before {before}"


def spread(middle: str, now: str, before: str) -> str:
    """The smallest value of a column whose middle is the same."""
    return f"same median {middle}, but spread differently: from {now}, before from {before}"


def share(value: str, now: str, before: str) -> str:
    """How often a value of a column is there."""
    return f"{value} in {now} of 100 rows, before in {before}"
