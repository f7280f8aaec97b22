"""What people write for "not known" in a column of numbers, and one answer written in several ways.

Both are undone in a dataset, and have to be undone in any later table in the same way: ``Feature.missing`` and
``Feature.spellings`` remember them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import numpy as np
import pandas as pd

from elmweb.data._frames import is_text

__all__ = [
    "join_safely",
    "joined_labels",
    "marks_of",
    "plain_spelling",
    "respelled",
    "spellings_of",
    "without_marks",
]

_FEWEST_MARKS = 3  # rows that hold a mark
_MOST_KINDS = 1000  # columns with more different texts are no kinds
_SHORT = 3  # letters; a word this long means the same in any capitals
_TRUTH = frozenset(("yes", "no", "y", "n", "t", "f", "true", "false", "on", "off", "ja", "si", "sí", "oui", "na"))


def marks_of(values: np.ndarray) -> tuple[float, ...]:
    """Return the numbers in a column that stand for "not known", such as -999 and 99999.

    Parameters
    ----------
    values : numpy.ndarray of shape (n,)
        Numbers, NaN for missing.

    Returns
    -------
    tuple of float
        Numbers written with nines alone (9 to 9999999, either sign, with or without decimals), or the ends of 16 and 32
        bits; in at least three rows each, and farther from all others than these are from each other.
    """
    present = values[~np.isnan(values)] if values.dtype == np.float64 else values
    if len(present) < 20:
        return ()
    ends = [float(end) for end in (present.min(), present.max()) if _is_mark(float(end))]
    if not ends:
        return ()
    found: set[float] = set()
    rest = present
    for _ in range(4):  # a column may have marks of several lengths
        candidates = [end for end in {float(rest.min()), float(rest.max())} if _is_mark(end)]
        far = [end for end in candidates if (rest == end).sum() >= _FEWEST_MARKS and len(rest[rest != end])]
        if not far:
            break
        # The farthest first: another mark must not make it look near.
        others = {end: rest[~np.isin(rest, far)] for end in far}
        if not all(map(len, others.values())):
            break
        end = max(far, key=lambda one: np.abs(others[one] - one).min())
        usual = others[end]
        if np.abs(usual - end).min() <= usual.max() - usual.min():
            break
        found.add(end)
        rest = rest[rest != end]
    return tuple(sorted(found))


def _is_mark(value: float) -> bool:
    """Return whether a number is one that people and programs write for "not known"."""
    if value in (-32768.0, 32767.0, -2147483648.0, 2147483647.0):
        return True
    digits = repr(abs(value)).removesuffix(".0").replace(".", "")
    return len(digits) <= 8 and set(digits) == {"9"} and abs(value) >= 9


def without_marks(values: np.ndarray, marks: tuple[float, ...]) -> np.ndarray:
    """Return numbers (n,) as ``float64``, NaN where they are one of the marks."""
    return np.where(np.isin(values, marks), np.nan, values)


def plain_spelling(text: str) -> str:
    """Return a text without what hardly ever tells two answers apart: spaces at the ends or in a row, and capitals."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).lower()


def spellings_of(labels: np.ndarray) -> dict[str, str]:
    """Return the ways in which answers of a column are written beside the most common one.

    Parameters
    ----------
    labels : numpy.ndarray of shape (n,)
        ``object`` of ``str`` or None.

    Returns
    -------
    dict of str to str
        The most common way, by each other one; empty when every answer is written in one way.
    """
    if not is_text(labels):
        return {}
    codes, kinds = pd.factorize(labels)
    if len(kinds) > _MOST_KINDS:
        return {}
    alike: dict[str, dict[str, int]] = {}
    for label, n_rows in zip(kinds, np.bincount(codes[codes >= 0], minlength=len(kinds)), strict=True):
        alike.setdefault(plain_spelling(str(label)), {})[str(label)] = int(n_rows)
    found = {}
    for ways in alike.values():
        if len(ways) > 1:
            spaced: dict[str, int] = {}
            for way, n_rows in ways.items():
                spaced[_spaced(way)] = spaced.get(_spaced(way), 0) + n_rows
            most = max(spaced, key=spaced.__getitem__)  # of equals the first in the table
            found |= {way: most for way in ways if way != most}
    return found


def join_safely(spellings: Mapping[str, str]) -> bool:
    """Return whether all ways differ by spaces only, or are words whose capitals mean nothing."""
    return all(_is_word(other) or _spaced(other) == _spaced(label) for other, label in spellings.items())


def _spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _is_word(text: str) -> bool:
    """Return whether a text in other capitals is the same word: "Aa" may be a gene, "Yes" is not."""
    plain = plain_spelling(text)
    return plain in _TRUTH or (len(plain) >= _SHORT and not any(letter.isdigit() for letter in plain))


def respelled(labels: np.ndarray, spellings: Mapping[str, str]) -> np.ndarray:
    """Return labels (n,) in the way that was learned, also those that are written in yet another way."""
    by_plain = {plain_spelling(label): label for label in spellings.values()}
    codes, kinds = pd.factorize(labels)
    found = [spellings.get(kind) or by_plain.get(plain_spelling(kind), kind) for kind in kinds]
    return np.array([*found, None], dtype=object)[codes]


def joined_labels(series: pd.Series) -> pd.Series:
    """Return a column with each of its answers written in one way."""
    labels = series.to_numpy()
    spellings = spellings_of(labels)
    return pd.Series(respelled(labels, spellings), index=series.index, dtype=object) if spellings else series
