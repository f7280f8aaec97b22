"""Amounts, cells and predictions as the reasons write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import floor, log10
from typing import Any

from elmweb.formatting import percent, probability, quantity
from elmweb.words.page import common

__all__ = ["MINUS", "alike", "amount", "cell", "said", "signed", "worth"]

MINUS = "\u2212"


def worth(value: float, *, is_number: bool) -> str:
    """Return a prediction: a number, or a probability in percent."""
    return quantity(value, 4) if is_number else probability(value)


def alike(values: Iterable[float]) -> Callable[[float], str]:
    """Return how numbers are written below each other: as finely as the largest of them needs."""
    most = max((abs(value) for value in values), default=0.0)
    step = 10.0 ** (floor(log10(most)) - 2) if most else 1.0

    def say(value: float) -> str:
        text = quantity(abs(round(value / step) * step))
        return f"{MINUS}{text}" if value < 0 and text != "0" else text

    return say


def amount(value: float, *, is_number: bool) -> str:
    """Return how much a prediction differs from another, without its sign."""
    return quantity(abs(value), 3) if is_number else percent(abs(value), 1)


def signed(value: float, *, is_number: bool) -> str:
    """Return how much is added or taken away."""
    text = amount(value, is_number=is_number)
    if not any(digit in text for digit in "123456789"):
        return text.lstrip("-")
    return f"{'+' if value >= 0 else MINUS}{text}"


def cell(value: Any) -> str:
    """Return a cell of a row."""
    if value is None or value == "":
        return common.MISSING
    if isinstance(value, (int, float)):
        # A year or a number of an account has no commas.
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e5 else quantity(float(value), 5)
    return str(value) if len(str(value)) <= 60 else str(value)[:57] + "..."


def said(found: dict[str, Any]) -> str:
    """Return a prediction of a row in words."""
    if "value" in found:
        return quantity(found["value"], 4)
    if found.get("probability") is None:
        return str(found["label"])
    return f"{found['label']}, {probability(found['probability'])} %"
