"""Numbers as people write them: thousands, decimal comma, units, negatives in brackets, 850k and 10,000+."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

__all__ = ["BLANKS", "MARKS", "MINUS", "PATTERNS", "TIMES", "NumberText", "is_number", "number_text", "text_to_number"]

BLANKS = " \t\n\r\f\v\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Spaces of every width; both ends of a cell are stripped of them."""
MINUS = "-\u2212"
"""The hyphen and the real minus sign."""
TIMES = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9}
"""What a letter behind the digits multiplies by."""

_GAPS = " '\u2019\u00a0\u202f\u2009"  # also the typographic apostrophe, and three kinds of hard and thin space
MARKS = {".": _GAPS + ",", ",": _GAPS + "."}
"""What may stand between digits, by the decimal mark."""
_UNITS = (
    r"(?:US|R|A|C|NZ|HK|S)?\$|[€£¥₹₽₩₪₺₴₫฿%‰]|EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|HUF|RON|CAD|AUD|NZD|INR|CNY|BRL"
    r"|MXN|ZAR|RUB|TRY|KRW|SGD|HKD|ILS|Fr\.|kr\.?|zł|Kč|Ft"
)


def _pattern(decimal: str) -> re.Pattern[str]:
    """Return the pattern of a number without blanks around it, as Python and JavaScript both have it.

    A run of blanks always follows what has to be there, so that no run can be divided in two ways.
    """
    group, point, sign = f"[{MARKS[decimal]}]", re.escape(decimal), f"[+{MINUS[1]}{MINUS[0]}]"
    blanks = f"[{BLANKS}]*"
    whole = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+"
    if decimal == ".":
        whole = rf"[0-9]{{1,2}}(?:,[0-9]{{2}})+,[0-9]{{3}}|{whole}"  # Indian: 12,34,567
    return re.compile(
        rf"(?P<open>\()?(?:(?P<sign1>{sign}){blanks})?(?:(?P<before>{_UNITS}){blanks})?(?:(?P<sign2>{sign}){blanks})?"
        rf"(?P<digits>(?:(?:{whole})(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eE][-+]?[0-9]+)?)(?P<times>[{''.join(TIMES)}])?"
        rf"(?:{blanks}(?P<after>{_UNITS}))?(?:{blanks}(?P<end>{sign}))?(?P<close>\))?"
    )


PATTERNS = {decimal: _pattern(decimal) for decimal in ".,"}
"""The pattern of a number, by the decimal mark."""
_STRIP = {".": str.maketrans("", "", MARKS["."]), ",": str.maketrans(",", ".", MARKS[","])}
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]*)?")


class NumberText(NamedTuple):
    """A number that was written as text.

    Parameters
    ----------
    number : float
        Its value. A unit does not scale it: "12 %" is 12.
    unit : str
        The unit beside it; "" for none.
    thousands : str
        What stands between its digits; "" for nothing.
    sign : str
        How it is negative or open: "()", "-" behind the digits, "+" behind them; "" for plain signs.
    times : str
        The letter behind the digits; "" for none.
    """

    number: float
    unit: str = ""
    thousands: str = ""
    sign: str = ""
    times: str = ""


def text_to_number(text: str, decimal: str = ".") -> NumberText | None:
    """Parse a text as a number; None when it is not one.

    Parameters
    ----------
    text : str
        Such as ``"1 234,5"``, ``"12 %"``, ``"($3.20)"``, ``"1,234-"`` or ``"850k"``.
    decimal : str
        ``"."`` or ``","``.

    Returns
    -------
    NumberText or None
        The number and what was written with it.

    Examples
    --------
    >>> text_to_number("($1,234.50)")
    NumberText(number=-1234.5, unit='$', thousands=',', sign='()', times='')
    >>> text_to_number("1.234,5 EUR", ",").number
    1234.5
    """
    text = text.strip(BLANKS)
    if decimal == "." and _PLAIN.fullmatch(text):
        number = float(text)
        return None if math.isinf(number) else NumberText(number)
    match = PATTERNS[decimal].fullmatch(text)
    if match is None:
        return None
    start, unit = match["sign1"] or match["sign2"], match["before"] or match["after"]
    end, times, brackets = match["end"], match["times"], bool(match["open"])
    if (
        (match["sign1"] and match["sign2"])
        or (match["before"] and match["after"])
        or brackets != bool(match["close"])
        or (start or "") + (end or "") not in ("", *("" if brackets else "+" + MINUS))
    ):
        return None
    number = float(match["digits"].translate(_STRIP[decimal])) * TIMES.get(times or "", 1.0)
    if math.isinf(number):
        return None  # a code such as "4e492493924924"
    negative = brackets or (start or end or "+") in MINUS
    thousands = next((letter for letter in match["digits"] if letter in MARKS[decimal]), "")
    sign = "()" if brackets else "-" if end and end in MINUS else end or ""
    return NumberText(-number if negative else number, unit or "", thousands, sign, times or "")


def is_number(text: str) -> bool:
    """Return whether a text is a number with either decimal mark."""
    return text_to_number(text, ".") is not None or text_to_number(text, ",") is not None


def number_text(number: float, decimal: str = ".") -> str:
    """Return the one way in which a number that stands for a kind is written: 1 and 1.0 are both "1".

    Parameters
    ----------
    number : float
        Finite.
    decimal : str
        The column's decimal mark.

    Returns
    -------
    str
        The shortest text that reads back as the same number.
    """
    if float(number).is_integer() and abs(number) < 2**53:
        return str(int(number))
    return repr(float(number)).replace(".", decimal)
