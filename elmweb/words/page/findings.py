"""What the data doctor found in the open table."""

from __future__ import annotations

NOTHING = "Nothing to check"
NOTHING_STANDS_OUT = "Nothing stands out in this table."

_NUMBERS = ("Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def to_check(number: int) -> str:
    """The heading above the findings, at least one."""
    if number == 1:
        return "One thing to check"
    return f"{_NUMBERS[number - 2] if number - 2 < len(_NUMBERS) else f'{number:,}'} things to check"


def not_listed(number: int) -> str:
    """Below a long list of findings: how many are not in it."""
    if number == 1:
        return "1 more is not listed. It is handled as advised."
    return f"{number:,} more are not listed. They are handled as advised."
