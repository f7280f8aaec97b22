"""What is said in more than one file to take home, or of why there is none."""

from __future__ import annotations

from collections.abc import Iterable

LANGUAGE = "en"
"""The language of these words, as HTML names it."""
NOT_KNOWN = "not known"
NONE = "none"


def one_of(names: Iterable[str]) -> str:
    """What is allowed."""
    return f"one of {', '.join(names)}"


def at_most(size: str) -> str:
    """How large something may be."""
    return f"at most {size}"


def object_of(class_name: str) -> str:
    """Something else than was expected, by its class in Python."""
    return f"an object of the class {class_name}"


def format_or_older(number: int) -> str:
    """Which files can be read."""
    return f"format {number} or older"


def answers_from(answer: str, percent: str) -> str:
    """From which probability on the second of two classes is said, where that was chosen."""
    return f"{answer} from a probability of {percent} % up"
