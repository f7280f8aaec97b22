"""Summarising many similar findings as one."""

from __future__ import annotations

from elmweb.data._cells import cut
from elmweb.data._checks import Finding
from elmweb.words.engine import data_findings as words

__all__ = ["DROPPED", "gather"]

# More findings of a kind are summarised as one, since nobody reads a long list.
MAX_ALIKE = 8
DROPPED = frozenset({"constant", "leak", "identifier", "mostly_missing", "many_categories"})
"""Kinds of findings whose action is to drop the column."""


def gather(found: list[Finding]) -> list[Finding]:
    """Summarise many findings of a kind as one.

    Parameters
    ----------
    found : list of Finding
        From :func:`check_all`.

    Returns
    -------
    list of Finding
        At most eight of a kind; more become one finding whose id ends in ":*".
    """
    by_kind: dict[str, list[Finding]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one)
    gathered = []
    for kind, alike in by_kind.items():
        columns = [one.column for one in alike if one.column is not None]
        if len(columns) <= MAX_ALIKE or kind not in words.ALIKE:
            gathered += alike
            continue
        names = ", ".join(cut(column, 30) for column in columns[:3])
        title, detail = words.gathered(kind, len(alike), names, len(alike) - 3)
        can_change = any(one.can_change for one in alike)
        gathered.append(Finding(f"{kind}:*", kind, None, title, detail, alike[0].on, can_change))
    return gathered
