"""How numbers are said: short, plain and never more than what was counted."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, isfinite, log10

__all__ = ["KERNEL_NOTES", "about", "count", "duration", "in_100", "listed", "memory_text", "quantity", "quoted"]

KERNEL_NOTES = {
    "": "",
    "no SIMD": "This browser has no fast arithmetic (WebAssembly SIMD). Training takes longer, the result is as good.",
    "lost": "The fast arithmetic could not be loaded. Training takes longer, the result is as good.",
    "both": "This browser's fast arithmetic failed its self-test. Training takes longer, the result is as good.",
    "float": "This browser's fast arithmetic failed its self-test. Training takes longer, the result is as good.",
    "integer": "This browser's fast arithmetic on whole numbers failed its self-test. The result is the same, later.",
}
"""What is missing in a browser's kernel, for a person; keys as in web/kernel/here.js."""


def in_100(share: float, digits: int = 0) -> str:
    """Say a share between 0 and 1 as so many in 100.

    Parameters
    ----------
    share : float
        Between 0 and 1.
    digits : int, default=0
        Digits after the point.

    Returns
    -------
    str
        "100" stands only for all and "0" only for none; what rounds to them gets as many digits as it takes.

    Examples
    --------
    >>> in_100(0.974), in_100(1.0), in_100(0.998), in_100(0.974, 1), in_100(0.99999999)
    ('97', '100', '99.8', '97.4', 'nearly 100')
    """
    for more in range(digits, digits + 3):
        text = f"{100 * share:.{more}f}"
        if (float(text) < 100 or share >= 1) and (float(text) > 0 or share <= 0):
            return text.removesuffix(".0") if share in (0, 1) else text
    return "nearly 100" if share > 0.5 else "nearly 0"


def quantity(value: float, digits: int = 3) -> str:
    """Say a number with about three digits that count.

    Parameters
    ----------
    value : float
        Any number.
    digits : int, default=3
        Digits that count; whole digits before the point are never cut.

    Returns
    -------
    str
        With commas between thousands; very large and very small numbers as powers of ten.

    Examples
    --------
    >>> quantity(43.94), quantity(0.01234), quantity(1234567.0), quantity(0.0), quantity(2.5e-9), quantity(150.0)
    ('43.9', '0.0123', '1,234,567', '0', '2.5e-09', '150')
    """
    if value == 0 or not isfinite(value):
        return f"{value:.0f}"
    size = floor(log10(abs(value)))
    if not -5 < size < 12:
        return f"{value:.{digits}g}"
    text = f"{value:,.{max(0, digits - 1 - size)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def duration(seconds: float) -> str:
    """Say a time span.

    Parameters
    ----------
    seconds : float
        Not negative.

    Returns
    -------
    str
        In ms below a tenth of a second, in minutes from 100 seconds on.

    Examples
    --------
    >>> duration(0.0123), duration(0.94), duration(41.2), duration(150)
    ('12 ms', '0.9 s', '41 s', '2.5 min')
    """
    if seconds < 0.0995:
        return f"{max(1, round(1000 * seconds))} ms"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.1f} min"


def about(seconds: float) -> str:
    """Say a time span that is only guessed.

    Parameters
    ----------
    seconds : float
        Not negative.

    Returns
    -------
    str
        In whole seconds or minutes, rounded up.

    Examples
    --------
    >>> about(0.3), about(2.2), about(47), about(200)
    ('About 1 second', 'About 3 seconds', 'About 50 seconds', 'About 4 minutes')
    """
    if seconds <= 60:
        whole = ceil(seconds) if seconds <= 10 else 5 * ceil(seconds / 5)
        return f"About {count(max(1, whole), 'second')}"
    return f"About {count(ceil(seconds / 60), 'minute')}"


def memory_text(n_bytes: int) -> str:
    """Say an amount of memory that is only guessed.

    Parameters
    ----------
    n_bytes : int
        Not negative.

    Returns
    -------
    str
        In MB to two digits, or GB to one decimal.

    Examples
    --------
    >>> memory_text(64_300_000), memory_text(642_000_000), memory_text(2_340_000_000)
    ('64 MB', '640 MB', '2.3 GB')
    """
    if n_bytes >= 1e9:
        return f"{n_bytes / 1e9:.1f} GB"
    return f"{float(f'{n_bytes / 1e6:.2g}'):.0f} MB"


def count(number: int, thing: str) -> str:
    """Say how many things, "1 row" or "1,200 rows".

    Parameters
    ----------
    number : int
        How many.
    thing : str
        One of them; the plural takes an s.

    Returns
    -------
    str
        Number and noun.

    Examples
    --------
    >>> count(1, "row"), count(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def listed(names: Sequence[str], most: int = 5) -> str:
    """Say a list of names in one breath.

    Parameters
    ----------
    names : sequence of str
        At least one.
    most : int, default=5
        How many are named; the others are counted.

    Returns
    -------
    str
        "a, b and c".

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"]), listed(list("abcdefgh"), most=2)
    ('a', 'a, b and c', 'a, b and 6 more')
    """
    parts = list(names[:most]) + ([f"{len(names) - most:,} more"] if len(names) > most else [])
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def quoted(name: str, length: int = 40) -> str:
    """Put a name from data into quotes, cut to a length that fits a sentence.

    Parameters
    ----------
    name : str
        Any text.
    length : int, default=40
        Characters at most.

    Returns
    -------
    str
        The name in double quotes.

    Examples
    --------
    >>> quoted("hill")
    '"hill"'
    """
    return f'"{name}"' if len(name) <= length else f'"{name[: length - 3]}..."'
