"""What every error says beside its own sentence."""

from __future__ import annotations


def needed(rule: str) -> str:
    """The rule that was broken."""
    return f"Needed: {rule}."


def found(value: str) -> str:
    """What broke it."""
    return f"Found: {value}."
