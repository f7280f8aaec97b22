"""Word and phoneme errors: how far what was heard is from what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["error_rate", "n_edits", "words"]


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared: without case, punctuation and short forms."""
    plain = text.lower().replace("\u2019", "'").replace("'re", " are").replace("mr.", "mister").replace("-", " ")
    return re.findall(r"[a-z0-9']+", plain)


def n_edits(found: Sequence[str], expected: Sequence[str]) -> int:
    """Return how many items, words or letters, have to be replaced, removed or added."""
    row = list(range(len(expected) + 1))
    for number, word in enumerate(found, 1):
        before, row[0] = row[0], number
        for at, other in enumerate(expected, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (word != other))
    return row[-1]


def error_rate(found: Sequence[Sequence[str]], expected: Sequence[Sequence[str]]) -> float:
    """Return the edits over all texts, as a share of the items expected."""
    return sum(map(n_edits, found, expected)) / sum(map(len, expected))
