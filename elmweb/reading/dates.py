"""Dates as people write them: what each format of ``strptime`` fits, for Python and JavaScript alike."""

from __future__ import annotations

import calendar
import re

from elmweb.words.engine import reading as words

__all__ = ["ISO_DATE", "MONTHS", "date_pattern", "date_words"]

MONTHS = {"b": list(calendar.month_abbr)[1:], "B": list(calendar.month_name)[1:]}
"""Names of the months by the directive of ``strptime``."""

ISO_DATE = (
    r"(?P<Y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"
    r"(?:[T ](?P<H>[0-9]{1,2}):(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:\.[0-9]{1,9})?)?(?P<z>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
"""What is read as "ISO8601"."""

_PARTS = {
    "Y": "(?P<Y>[0-9]{4})",
    "y": "(?P<y>[0-9]{2})",
    "m": "(?P<m>1[0-2]|0?[1-9])",
    "d": "(?P<d>3[01]|[12][0-9]|0?[1-9])",
    "H": "(?P<H>2[0-3]|[01]?[0-9])",
    "I": "(?P<I>1[0-2]|0?[1-9])",
    "M": "(?P<M>[0-5]?[0-9])",
    "S": "(?P<S>[0-5]?[0-9])",
    "p": "(?P<p>am|pm)",
    **{key: f"(?P<{key}>{'|'.join(map(re.escape, names))})" for key, names in MONTHS.items()},
}


def date_pattern(format: str) -> str:  # noqa: A002  the name in pandas
    """Return the pattern of a date in a format, whatever its capitals; its groups are named by the directives."""
    if format == "ISO8601":
        return ISO_DATE
    pieces = re.split(r"%(.)", format)
    return "".join(
        _PARTS[piece] if at % 2 else re.escape(piece).replace(r"\ ", " ").replace(r"\-", "-").replace(r"\,", ",")
        for at, piece in enumerate(pieces)
    ).replace(" ", "[ \u00a0]+")


def date_words(format: str) -> str:  # noqa: A002  the name in pandas
    """Return the format of a date in words, such as "day/month/year"."""
    if format == "ISO8601":
        return words.ISO_DATE
    day, *clock = re.split(r"[T ]%[HI]:%M", format, maxsplit=1)
    said = re.sub(r"%[YymbBd]", lambda match: words.DATE_PARTS[match[0]], day)
    return words.with_time(said) if clock else said
