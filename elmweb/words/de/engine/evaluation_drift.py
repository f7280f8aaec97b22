"""How a new file differs from the rows that a model learned from."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

NO_COLUMN = (
    "Diese Datei ist anders als die Zeilen, aus denen das Modell gelernt hat, auch wenn keine einzelne Spalte weit "
    "abweicht."
)


def columns(names: Sequence[str], most: int) -> str:
    """Which columns look different; the first are named."""
    return (
        "Diese Datei ist anders als die Zeilen, aus denen das Modell gelernt hat. Auffällig: "
        f"{_deutsch.listed(names, most)}."
    )


def told_apart(pairs: str) -> str:
    """How well new rows are told from old ones."""
    return (
        "Von je einer neuen und einer gelernten Zeile erkennt ein kleines Modell in "
        f"{pairs} von 100 Fällen, welche die neue ist; 50 wäre Raten."
    )


def missing(now: str, before: str) -> str:
    """Cells of a column that are missing."""
    return f"fehlt in {now} von 100 Zeilen, vorher in {before}"


def median(now: str, before: str) -> str:
    """The middle of a column."""
    return f"Median {now}, vorher {before}"


def spread(middle: str, now: str, before: str) -> str:
    """The smallest value of a column whose middle is the same."""
    return f"gleicher Median {middle}, aber anders verteilt: ab {now}, vorher ab {before}"


def share(value: str, now: str, before: str) -> str:
    """How often a value of a column is there."""
    return f"{value} in {now} von 100 Zeilen, vorher in {before}"
