"""Summarising many similar findings as one."""

from __future__ import annotations

from elmweb.data._cells import cut
from elmweb.data._checks import Finding

__all__ = ["DROPPED", "gather"]

# More findings of a kind are summarised as one, since nobody reads a long list.
MAX_ALIKE = 8
DROPPED = frozenset({"constant", "leak", "identifier", "mostly_missing", "many_categories"})
"""Kinds of findings whose action is to drop the column."""
_ALIKE = {
    "constant": "columns have no value or only one",
    "leak": "columns give the answer away",
    "identifier": "columns are different in every row",
    "mostly_missing": "columns are missing in most rows",
    "many_categories": "columns have a different value in most rows",
    "many_kinds": "columns have many different values",
    "missing": "columns have missing values",
    "outlier": "columns have a few odd values",
    "date": "columns hold dates",
    "number_as_text": "columns are text, but most values are numbers",
    "infinite": "columns have values that are infinite or too large",
    "marks": "columns use a number to mean missing",
    "spelling": "columns have values that differ only in capitals or spaces",
    "group": "columns repeat with much the same answer",
}
_ACTIONS = {
    "many_kinds": "The 50 most common values of each stay separate.",
    "missing": "Fill gaps with the median, or treat empty as its own category. Switch off to drop these rows.",
    "outlier": "Treat these values as missing.",
    "date": "What cannot be read as a date is treated as missing.",
    "number_as_text": "Read them as numbers. Anything else is treated as missing.",
    "infinite": "Treat these values as missing.",
    "marks": "Treat these numbers as missing.",
    "spelling": "Join them. Off keeps them apart.",
    "group": "Keep the rows of each value together, on one side of the test. Off mixes them.",
}


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
        if len(columns) <= MAX_ALIKE or kind not in _ALIKE:
            gathered += alike
            continue
        names = ", ".join(cut(column, 30) for column in columns[:3])
        action = "Leave them out." if kind in DROPPED else _ACTIONS[kind]
        title, detail = f"{len(alike):,} {_ALIKE[kind]}", f"They are {names} and {len(alike) - 3:,} more. {action}"
        can_change = any(one.can_change for one in alike)
        gathered.append(Finding(f"{kind}:*", kind, None, title, detail, alike[0].on, can_change))
    return gathered
