"""Small tables with a rule in them, so that a test knows what a good model must say."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence

__all__ = ["FRUIT", "as_csv", "fruit", "parse", "slow"]

FRUIT = ("weight", "sugar", "orchard", "picked", "organic", "price", "grade")


def fruit(n_rows: int = 240, *, seed: int = 0) -> list[list[str]]:
    """Return rows of :data:`FRUIT`.

    The rules: ``grade`` is "table" where the weight and ten times the sugar make 270 or more, else "juice";
    ``price`` is a hundredth of the weight plus the sugar; ``organic`` is yes where the sugar is above 12.
    """
    luck = random.Random(seed)  # noqa: S311 - a table, not a secret
    rows = []
    for _ in range(n_rows):
        weight, sugar = round(luck.uniform(100, 200), 1), round(luck.uniform(10, 14), 1)
        day = f"2025-{luck.randint(7, 9):02d}-{luck.randint(1, 28):02d}"
        organic, grade = "yes" if sugar > 12 else "no", "table" if weight + 10 * sugar >= 270 else "juice"
        price = f"{weight / 100 + sugar:.2f}"
        rows.append([str(weight), str(sugar), luck.choice(["north", "river", "hill"]), day, organic, price, grade])
    return rows


def as_csv(names: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ",") -> bytes:
    """Return a CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([names, *rows])
    return text.getvalue().encode()


def slow(n_rows: int = 6000, n_columns: int = 12) -> bytes:
    """Return a table that takes some seconds to train on."""
    luck = random.Random(1)  # noqa: S311 - a table, not a secret
    names = [f"x{index}" for index in range(n_columns)]
    rows = [[round(luck.gauss(0, 1), 3) for _ in names] for _ in range(n_rows)]
    return as_csv([*names, "y"], ([*row, "up" if row[0] * row[1] + row[2] > 0 else "down"] for row in rows))


def parse(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file as Python's own reader sees them."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
