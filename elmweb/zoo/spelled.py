"""English text as words to be said: numbers, times, dates, sums of money, units and abbreviations written out."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["cardinal", "ordinal", "spelled_out", "year"]

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ("", " thousand", " million", " billion", " trillion")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WORDS = {
    "Mr.": "mister", "Mrs.": "missus", "Ms.": "miz", "Dr.": "doctor", "Prof.": "professor", "Jr.": "junior",
    "Sr.": "senior", "vs.": "versus", "etc.": "et cetera", "e.g.": "for example", "i.e.": "that is", "No.": "number",
    "approx.": "approximately", "&": "and", "@": "at", "+": "plus", "=": "equals", "%": "percent", "#": "number",
}  # fmt: skip
"""Abbreviations and signs, and what is said for them."""
_UNITS = {
    "km": "kilometer", "m": "meter", "cm": "centimeter", "mm": "millimeter", "kg": "kilogram", "g": "gram",
    "mg": "milligram", "ml": "milliliter", "l": "liter", "min": "minute", "s": "second", "ms": "millisecond",
    "h": "hour", "kW": "kilowatt", "MW": "megawatt", "MB": "megabyte", "GB": "gigabyte", "kB": "kilobyte",
    "Hz": "hertz", "ft": "foot", "mph": "mile per hour", "km/h": "kilometer per hour",
}  # fmt: skip
_MONEY = {"$": ("dollar", "cent"), "£": ("pound", "penny"), "€": ("euro", "cent")}
_PLURALS = {"foot": "feet", "hertz": "hertz", "penny": "pence"}
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MOST_DIGITS = 15  # longer numbers are read digit by digit


def cardinal(number: int) -> str:
    """Return a number in words.

    Parameters
    ----------
    number : int
        From 0 to below 10**15.

    Examples
    --------
    >>> cardinal(0), cardinal(42), cardinal(1_305)
    ('zero', 'forty-two', 'one thousand three hundred five')
    """
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    if number < 1_000:
        hundreds, rest = divmod(number, 100)
        return f"{_ONES[hundreds]} hundred" + (f" {cardinal(rest)}" if rest else "")
    parts, scale = [], 0
    while number:
        number, group = divmod(number, 1_000)
        if group:
            parts.append(cardinal(group) + _SCALES[scale])
        scale += 1
    return " ".join(reversed(parts))


def ordinal(number: int) -> str:
    """Return the ordinal of a number in words.

    Examples
    --------
    >>> ordinal(3), ordinal(21), ordinal(40), ordinal(112)
    ('third', 'twenty-first', 'fortieth', 'one hundred twelfth')
    """
    words = cardinal(number)
    at = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[at:]
    regular = last[:-1] + "ieth" if last.endswith("y") else f"{last}th"
    return words[:at] + _ORDINALS.get(last, regular)


def year(number: int) -> str:
    """Return a year of four digits in words.

    Examples
    --------
    >>> year(1984), year(1905), year(1900)
    ('nineteen eighty-four', 'nineteen oh five', 'nineteen hundred')
    >>> year(2000), year(2007), year(2024)
    ('two thousand', 'two thousand seven', 'twenty twenty-four')
    """
    century, rest = divmod(number, 100)
    if century % 10 == 0 and rest < 10:
        return cardinal(number)
    if rest < 10:
        return f"{cardinal(century)} " + (f"oh {_ONES[rest]}" if rest else "hundred")
    return f"{cardinal(century)} {cardinal(rest)}"


def spelled_out(text: str) -> str:
    """Return a text in which what is no word has become words.

    Parameters
    ----------
    text : str
        English.

    Returns
    -------
    str
        With single spaces; signs between words, such as commas, stay.

    Examples
    --------
    >>> spelled_out("On 3 March 2024, Dr. Lee paid $9.99 at 7:30 pm.")
    'On the third of March twenty twenty-four, doctor Lee paid nine dollars and ninety-nine cents at seven thirty P M.'
    >>> spelled_out("2,500 km & 21% of 3.05")
    'two thousand five hundred kilometers and twenty-one percent of three point zero five'
    """
    text = text.replace("\u2019", "'").replace("\u2013", "-")
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    return " ".join(text.split())


def _plain(number: str) -> str:
    """Return a number as it is said."""
    whole, _, rest = number.replace(",", "").partition(".")
    is_long = len(whole) > _MOST_DIGITS or (len(whole) > 1 and whole.startswith("0"))
    said = " ".join(_ONES[int(digit)] for digit in whole) if is_long else cardinal(int(whole))
    return said + (" point " + " ".join(_ONES[int(digit)] for digit in rest) if rest else "")


def _counted(number: str, unit: str) -> str:
    """Return a number of units."""
    first, _, rest = unit.partition(" ")
    many = unit if number in {"1", "1.0"} else f"{_PLURALS.get(first, first + 's')} {rest}".strip()
    return f"{_plain(number)} {many}"


def _time(found: re.Match[str]) -> str:
    hours, minutes, half = int(found[1]), int(found[2]), found[3]
    if hours > 24 or minutes > 59:
        return found[0]
    said = cardinal(hours) + (f" oh {_ONES[minutes]}" if 0 < minutes < 10 else "")
    said += f" {cardinal(minutes)}" if minutes >= 10 else ""
    return said + (f" {half.upper()} M" if half else "" if minutes else " o'clock")


def _money(found: re.Match[str]) -> str:
    unit, part = _MONEY[found[1]]
    number, scale = found[2], found[3]
    if scale:
        return f"{_plain(number)} {scale} {unit}s"
    whole, _, rest = number.partition(".")
    if len(rest) != 2 or rest == "00":
        return _counted(number.removesuffix(".00"), unit)
    small = _counted(str(int(rest)), part)
    return small if whole == "0" else f"{_counted(whole, unit)} and {small}"


def _date(month: str, day: str, after: str | None) -> str:
    said = f"{ordinal(int(day))}"
    return f"{month} {said}" + (f", {year(int(after))}" if after else "")


def _decade(number: str) -> str:
    """Return tens of years, such as the fifties."""
    said = cardinal(int(number))
    return said[:-1] + "ies" if said.endswith("y") else said + "s"


def _day_and_month(found: re.Match[str]) -> str:
    return f"the {ordinal(int(found[1]))} of {found[2]}" + (f" {year(int(found[3]))}" if found[3] else "")


_MONTH = "|".join(_MONTHS)
_RULES: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [
    (re.compile(r"\b(\d{1,2}):(\d{2})(?:\s?([AaPp])\.?[Mm]\b)?(?!\d)"), _time),
    (re.compile(r"\b(\d{1,2})\s?([AaPp])\.?[Mm]\b"), lambda found: f"{cardinal(int(found[1]))} {found[2].upper()} M"),
    (
        re.compile(r"\b([12]\d{3})-(0[1-9]|1[0-2])-([0-3]\d)\b"),
        lambda found: _date(_MONTHS[int(found[2]) - 1], found[3], found[1]),
    ),
    (
        re.compile(rf"\b({_MONTH}) ([1-3]?\d)(?:st|nd|rd|th)?\b(?:,? ([12]\d{{3}})\b)?(?![:%\d])"),
        lambda found: _date(found[1], found[2], found[3]),
    ),
    (
        re.compile(rf"\b(?:[Tt]he )?([1-3]?\d)(?:st|nd|rd|th)? (?:of )?({_MONTH})\b(?: ([12]\d{{3}})\b)?"),
        _day_and_month,
    ),
    (re.compile(rf"([$£€])\s?({_NUMBER})(?: (hundred|thousand|million|billion|trillion)\b)?"), _money),
    (re.compile(r"\b([1-9]0)'?s\b"), lambda found: _decade(found[1])),
    (re.compile(r"\b(\d+)(?:st|nd|rd|th)\b"), lambda found: ordinal(int(found[1][-_MOST_DIGITS:]))),
    (
        re.compile(
            rf"(?<![\w.])({_NUMBER})\s?({'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?!\w)"
        ),
        lambda found: _counted(found[1], _UNITS[found[2]]),
    ),
    (re.compile(r"(?<![\w.,])([12]\d{3})(?![\w%]|[.,]\d)"), lambda found: year(int(found[1]))),
    (re.compile(rf"(?<![\w])-({_NUMBER})"), lambda found: f"minus {_plain(found[1])}"),
    (re.compile(r"(?<=\d)-(?=\d)"), lambda _: " to "),
    (re.compile(_NUMBER), lambda found: f" {_plain(found[0])} "),
    (
        re.compile("|".join(sorted((re.escape(each) for each in _WORDS), key=len, reverse=True))),
        lambda found: f" {_WORDS[found[0]]} ",
    ),
    (re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])|\""), lambda _: " "),
    (re.compile(r"\s+([,.;:!?])"), lambda found: found[1]),
]
"""What is searched for, in this order, and what is said for it."""
