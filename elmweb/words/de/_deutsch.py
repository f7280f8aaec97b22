"""What the German texts share: whole numbers, numbers of things, and lists of names."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de.manner import MANNER


def whole(number: int) -> str:
    """A whole number, "1.234"."""
    return f"{number:,}".translate(MANNER.marks)


def number_of(number: int, one: str, many: str) -> str:
    """A number of things, "1 Zeile" or "1.234 Zeilen"; the caller gives both nouns in the case of the sentence."""
    return f"{whole(number)} {one if number == 1 else many}"


def listed(names: Sequence[str], most: int = 5, *, link: str = "und") -> str:
    """Names as part of a sentence, "a, b und c"; those after the first few are counted, "a, b und 6 weitere"."""
    parts = [*names[:most], *([MANNER.more.format(whole(len(names) - most))] if len(names) > most else [])]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {link} {parts[-1]}"
