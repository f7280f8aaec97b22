"""Numbers as text: one function for each kind of number, so that the same number always reads the same.

Each language has a :class:`Manner` of its own, which :func:`elmweb.words.speak` puts in place; the first is English.
What a program reads, a field's value or a length in CSS, is the same in each: :func:`exact`, :func:`css_percent`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor, inf, isfinite, log10
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt  # not at run time: the page imports as little as it can before it starts

__all__ = [
    "ENGLISH",
    "Manner",
    "about",
    "clock",
    "compact",
    "count",
    "css_percent",
    "data_size",
    "duration",
    "exact",
    "file_stem",
    "in_100",
    "listed",
    "long_date",
    "percent",
    "plainly",
    "probability",
    "quantity",
    "quoted",
    "score",
    "typed",
    "use_manner",
    "whole",
    "written",
]


class Manner(NamedTuple):
    """How a language writes numbers, and the few words that belong to them. ``{}`` is where a number stands.

    Parameters
    ----------
    marks : dict of int to str
        What stands in place of the English point and comma, for :meth:`str.translate`.
    n_bytes, seconds, minutes : tuple of str
        One, and several; the last two are guessed.
    under : str
        For a time too short to be measured, in ms.
    nearly : str
        For a share that would round to all or nothing.
    more : str
        For those of a list that are not named.
    last : str
        What joins the last of a list to those before.
    quotes : tuple of str
        Around a name from data.
    date : str
        With ``weekday``, ``day``, ``month`` and ``year``.
    days, months : tuple of str
        Their names, from Monday and from January.
    """

    marks: dict[int, str]
    n_bytes: tuple[str, str]
    seconds: tuple[str, str]
    minutes: tuple[str, str]
    under: str
    nearly: str
    more: str
    last: str
    quotes: tuple[str, str]
    date: str
    days: tuple[str, ...]
    months: tuple[str, ...]


ENGLISH = Manner(
    marks={},
    n_bytes=("{} byte", "{} bytes"),
    seconds=("About {} second", "About {} seconds"),
    minutes=("About {} minute", "About {} minutes"),
    under="under {} ms",
    nearly="nearly {}",
    more="{} more",
    last="{} and {}",
    quotes=('"', '"'),
    date="{weekday}, {day} {month} {year}",
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
)  # fmt: skip

_now = ENGLISH


def use_manner(manner: Manner) -> None:
    """Write every number in the manner of a language from now on.

    Parameters
    ----------
    manner : Manner
        That language's own.
    """
    global _now  # noqa: PLW0603 - there is one page, which speaks one language
    _now = manner


_STEM_LENGTH = 80
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10))}

_ROUNDING = 1e-6
"""A score this close to 1 differs from it by rounding alone."""

# Each unit with how much it is, and from how many on the next one is taken.
_SIZES = ((1e3, "kB", 1_000), (1e6, "MB", 1_000), (1e9, "GB", inf))
_SPANS = ((1e-3, "ms", 100), (1.0, "s", 100), (60.0, "min", 100), (3_600.0, "h", inf))


def count(number: int, thing: str) -> str:
    """Return a number of things, "1 row" or "1,200 rows".

    Parameters
    ----------
    number : int
        How many.
    thing : str
        The English singular; the plural takes an s.

    Returns
    -------
    str
        Number and noun.

    Examples
    --------
    >>> count(1, "row"), count(0, "row"), count(999_999, "row")
    ('1 row', '0 rows', '999,999 rows')
    """
    return f"{whole(number)} {thing}" if number == 1 else f"{whole(number)} {thing}s"


def whole(number: int) -> str:
    """Return a whole number with a mark between its thousands.

    Parameters
    ----------
    number : int
        Any whole number.

    Returns
    -------
    str
        All its digits.

    Examples
    --------
    >>> whole(7), whole(1_234_567)
    ('7', '1,234,567')
    """
    return written(f"{number:,}")


def written(text: str) -> str:
    """Return a number that is written in English in the manner of the language that is spoken.

    Parameters
    ----------
    text : str
        A number, with a point and commas.

    Returns
    -------
    str
        The same number.

    Examples
    --------
    >>> written("1,234.5")
    '1,234.5'
    """
    return text.translate(_now.marks) if _now.marks else text


def compact(number: int) -> str:
    """Return a count in at most five characters.

    Parameters
    ----------
    number : int
        From 0 to a few thousand million.

    Returns
    -------
    str
        All digits below 10,000, then three digits that count, with k or M.

    Examples
    --------
    >>> [compact(n) for n in (570, 9_999, 12_500, 123_456, 999_999, 1_234_567)]
    ['570', '9999', '12.5k', '123k', '1M', '1.2M']
    """
    if number < 10_000:
        return str(number)
    scale, letter = (1e6, "M") if number >= 999_500 else (1e3, "k")
    text = f"{number / scale:.1f}" if number < 99.95 * scale else f"{number / scale:.0f}"
    return written(text.removesuffix(".0")) + letter


def in_100(fraction: float, digits: int = 0) -> str:
    """Return a fraction that was counted, as so many in 100.

    Parameters
    ----------
    fraction : float
        Between 0 and 1.
    digits : int, default=0
        Digits after the point.

    Returns
    -------
    str
        "100" stands only for all and "0" only for none; what rounds to them gets up to two more digits.

    Examples
    --------
    >>> [in_100(fraction) for fraction in (0.974, 0.998, 0.9996, 1.0, 0.0004, 0.99999999)]
    ['97', '99.8', '99.96', '100', '0.04', 'nearly 100']
    >>> in_100(0.974, 1), in_100(0.95, 1), in_100(1.0, 1)
    ('97.4', '95.0', '100')
    """
    if not isfinite(fraction):
        return f"{fraction}"
    for text in _ever_finer(100 * fraction + 0.0, digits, digits + 2):
        if (float(text) < 100 or fraction >= 1) and (float(text) > 0 or fraction <= 0):
            return written(text.removesuffix(".0") if fraction in (0, 1) else text)
    return _now.nearly.format(100 if fraction > 0.5 else 0)


def probability(value: float) -> str:
    """Return a probability that a model gave, as a whole number in 100.

    An estimate, so it gets no digits after the point, unlike a fraction that was counted (:func:`in_100`).

    Parameters
    ----------
    value : float
        Between 0 and 1.

    Returns
    -------
    str
        "100" stands only for 1 and "0" only for 0; escape it in HTML.

    Examples
    --------
    >>> [probability(value) for value in (0.834, 0.0004, 0.01, 0.99, 0.998, 1.0)]
    ['83', '<1', '1', '99', '>99', '100']
    """
    if 0 < value < 0.01:
        return "<1"
    return ">99" if 0.99 < value < 1 else f"{100 * value + 0.0:.0f}"


def percent(fraction: float, digits: int = 0) -> str:
    """Return a fraction as the number before a percent sign: how far something is.

    Parameters
    ----------
    fraction : float
        What lies outside 0 and 1 is clipped.
    digits : int, default=0
        Digits after the point.

    Returns
    -------
    str
        Without the sign.

    Examples
    --------
    >>> [percent(fraction) for fraction in (0.0, 0.374, 0.9996, 1.2)], percent(0.374, 1)
    (['0', '37', '100', '100'], '37.4')
    """
    return written(f"{_clipped(fraction):.{digits}f}")


def css_percent(fraction: float) -> str:
    """Return a fraction as a length in CSS, which is the same in each language.

    Parameters
    ----------
    fraction : float
        What lies outside 0 and 1 is clipped.

    Returns
    -------
    str
        With one digit after the point, and the sign.

    Examples
    --------
    >>> css_percent(0.374), css_percent(1.2)
    ('37.4%', '100.0%')
    """
    return f"{_clipped(fraction):.1f}%"


def _clipped(fraction: float) -> float:
    return 100 * min(1.0, max(0.0, fraction))


def score(value: float, digits: int = 2) -> str:
    """Return a score whose best value is 1: R2, F1, an area under a curve, a cosine; or a ratio.

    Parameters
    ----------
    value : float
        Any number.
    digits : int, default=2
        Digits after the point.

    Returns
    -------
    str
        "1.00" stands only for 1 and "0.00" only for 0, but for rounding: what rounds to them gets more digits. From 2
        on and below -1 three digits that count.

    Examples
    --------
    >>> [score(value) for value in (0.5, 0.9949, 0.998, 0.9996, 1.0, 0.0004, -0.003, -12.34)]
    ['0.50', '0.99', '0.998', '0.9996', '1.00', '0.0004', '-0.003', '-12.3']
    """
    if not -1 <= value < 2:
        return quantity(value)
    for end in (0.0, 1.0):
        if abs(value - end) < _ROUNDING:
            return written(f"{end:.{digits}f}")
    return written(next(text for text in _ever_finer(value, digits, 7) if float(text) not in (0, 1)))


def quantity(value: float, digits: int = 3) -> str:
    """Return a measured number with about three digits that count.

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
    >>> quantity(0.9996), quantity(-999_999), quantity(1e15), quantity(float("nan"))
    ('1', '-999,999', '1e+15', 'nan')
    """
    if value == 0:
        return "0"
    if not isfinite(value):
        return f"{value}"
    magnitude = floor(log10(abs(value)))
    if not -5 < magnitude < 12:
        return written(f"{value:.{digits}g}")
    text = f"{value:,.{max(0, digits - 1 - magnitude)}f}"
    return written(text.rstrip("0").rstrip(".") if "." in text else text)


def plainly(value: float) -> str:
    """Return the first digit that counts of a small number, without a power of ten.

    Parameters
    ----------
    value : float
        At least 0.

    Returns
    -------
    str
        Such as the largest difference between two computations.

    Examples
    --------
    >>> plainly(0.0000123), plainly(0.26), plainly(0.0)
    ('0.00001', '0.3', '0')
    """
    if value <= 0:
        return "0"
    value = float(f"{value:.1g}")
    return written(f"{value:.{max(0, -floor(log10(value)))}f}")


def exact(value: float) -> str:
    """Return a number with all its digits and without commas, as a field holds it in each language.

    Parameters
    ----------
    value : float
        A finite number.

    Returns
    -------
    str
        As few digits as give the same number again.

    Examples
    --------
    >>> exact(187.0), exact(4.69), exact(-3), exact(1e-7), exact(1234567.5)
    ('187', '4.69', '-3', '1e-07', '1234567.5')
    """
    return f"{float(value)!r}".removesuffix(".0")


def typed(text: str) -> float:
    """Return a number that was typed in the way in which :func:`quantity` writes one.

    Parameters
    ----------
    text : str
        With or without marks between thousands.

    Returns
    -------
    float
        The number.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> typed("1,234,567"), typed(" 2.5 "), typed("1 000"), typed("2.5e9")
    (1234567.0, 2.5, 1000.0, 2500000000.0)
    """
    plain = text.replace(" ", "")
    point, group = _now.marks.get(ord("."), "."), _now.marks.get(ord(","), ",")
    parts = plain.split(group)
    if len(parts) == 2 and len(parts[1]) != 3 and point not in plain:
        return float(".".join(parts))  # a language's mark between thousands is another's decimal point
    return float("".join(parts).replace(point, "."))


def duration(seconds: float, digits: int = 2) -> str:
    """Return a time span that was measured.

    Parameters
    ----------
    seconds : float
        Not negative.
    digits : int, default=2
        Digits, those before the point among them; whole digits are never cut.

    Returns
    -------
    str
        In ms below a tenth of a second, in minutes from 100 seconds on, in hours from 100 minutes on.

    Examples
    --------
    >>> [duration(seconds) for seconds in (0.0, 0.0042, 0.0421, 0.0996, 0.94, 41.2, 150, 870, 9_000)]
    ['under 0.1 ms', '4.2 ms', '42 ms', '0.1 s', '0.9 s', '41 s', '2.5 min', '14 min', '2.5 h']
    >>> duration(0.01234, 3)
    '12.3 ms'
    """
    least = 10.0 ** (1 - digits)
    if 1_000 * seconds < least / 2:
        return _now.under.format(written(f"{least:.{digits - 1}f}"))
    return _in_units(seconds, _SPANS, digits)


def clock(seconds: float) -> str:
    """Return a place in a recording.

    Parameters
    ----------
    seconds : float
        From its beginning, not negative.

    Returns
    -------
    str
        Minutes and seconds; the seconds are rounded down, as a player shows them.

    Examples
    --------
    >>> clock(0), clock(59.9), clock(754.2)
    ('0:00', '0:59', '12:34')
    """
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


def about(seconds: float) -> str:
    """Return a time span that is only guessed.

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
        return _of(max(1, ceil(seconds) if seconds <= 10 else 5 * ceil(seconds / 5)), _now.seconds)
    return _of(ceil(seconds / 60), _now.minutes)


def _of(number: int, one_or_many: tuple[str, str]) -> str:
    """Return a number of things in words for one and for many."""
    return one_or_many[number != 1].format(whole(number))


def data_size(n_bytes: int, *, guessed: bool = False) -> str:
    """Return a number of bytes: of a file, or in memory.

    Parameters
    ----------
    n_bytes : int
        Not negative.
    guessed : bool, default=False
        True keeps two digits only.

    Returns
    -------
    str
        In bytes, kB, MB or GB of 1,000 each, with one digit after the point below 10.

    Examples
    --------
    >>> [data_size(n) for n in (1, 512, 4_120, 41_200, 999_999, 104_857_600, 2_340_000_000)]
    ['1 byte', '512 bytes', '4.1 kB', '41 kB', '1.0 MB', '105 MB', '2.3 GB']
    >>> data_size(642_000_000, guessed=True)
    '640 MB'
    """
    if n_bytes < 1_000:
        return _of(n_bytes, _now.n_bytes)
    return _in_units(float(f"{n_bytes:.2g}") if guessed else n_bytes, _SIZES)


def file_stem(name: str) -> str:
    """Return the name of a file without its last ending, as any system can store it.

    Parameters
    ----------
    name : str
        Any name.

    Returns
    -------
    str
        At most 80 letters: no slashes, no characters with a meaning to a system, none that are not seen, such as marks
        that change the direction of writing, and no name that Windows keeps for devices; "table" when nothing is left.

    Examples
    --------
    >>> [file_stem(name) for name in ("sales.2024.csv", "odd 'names' 100% #1.csv", "../../a:b.csv", ".csv", "con.csv")]
    ['sales.2024', "odd 'names' 100% #1", '_.._a_b', 'csv', 'con_']
    """
    stem = name.rpartition(".")[0].strip(". ") and name.rpartition(".")[0]
    seen = "".join(letter if letter.isprintable() else " " for letter in stem or name)
    safe = "".join("_" if letter in '<>:"/\\|?*' else letter for letter in seen)
    short = " ".join(safe.split())[:_STEM_LENGTH].strip(". ")
    return f"{short}_" if short.partition(".")[0].upper() in _DEVICES else short or "table"


def long_date(day: dt.date) -> str:
    """Return a day with its weekday.

    Parameters
    ----------
    day : datetime.date
        The day.

    Returns
    -------
    str
        In words, so that no country's order of numbers misleads.

    Examples
    --------
    >>> import datetime as dt
    >>> long_date(dt.date(2014, 9, 1))
    'Monday, 1 September 2014'
    """
    weekday, month = _now.days[day.weekday()], _now.months[day.month - 1]
    return _now.date.format(weekday=weekday, day=day.day, month=month, year=day.year)


def listed(names: Sequence[str], most: int = 5) -> str:
    """Return a list of names as part of a sentence.

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
    parts = list(names[:most]) + ([_now.more.format(whole(len(names) - most))] if len(names) > most else [])
    return parts[0] if len(parts) == 1 else _now.last.format(", ".join(parts[:-1]), parts[-1])


def quoted(name: str, length: int = 40) -> str:
    """Return a name from data in quotes, cut to a length that fits a sentence.

    Parameters
    ----------
    name : str
        Any text.
    length : int, default=40
        Characters at most.

    Returns
    -------
    str
        The name in the language's quotes.

    Examples
    --------
    >>> quoted("hill")
    '"hill"'
    """
    before, after = _now.quotes
    return f"{before}{name if len(name) <= length else name[: length - 3] + '...'}{after}"


def _ever_finer(value: float, first: int, last: int) -> Iterator[str]:
    """Yield a number with more and more digits after the point."""
    for digits in range(first, last + 1):
        yield f"{value:.{digits}f}"


def _in_units(value: float, units: Sequence[tuple[float, str, float]], digits: int = 2) -> str:
    """Return a value in the first unit of which, once rounded, there are not too many."""
    scale, unit = next(
        (scale, unit) for scale, unit, end in units if end == inf or _rounded(value / scale, digits) < end
    )
    return f"{written(_short(value / scale, digits))} {unit}"


def _rounded(amount: float, digits: int) -> float:
    return float(_short(amount, digits).replace(",", ""))


def _short(amount: float, digits: int) -> str:
    """Return an amount in English with so many digits in all; whole digits are never cut."""
    finer = (f"{amount:.{after}f}" for after in range(digits - 1, 0, -1))
    return next((text for text in finer if len(text) <= digits + len(".")), f"{amount:,.0f}")
