"""Guessing the role of each column and the kind of task."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Generator
from typing import Any, cast

import numpy as np
import pandas as pd

from elmweb.data._dates import date_format, format_of, parse_dates, plain, some_texts
from elmweb.data._frames import is_text
from elmweb.data.table import Role, Task
from elmweb.examples.cell import KINDS, kind_of_cells
from elmweb.progress import finish

__all__ = ["date_format", "guess_roles", "guess_task", "iter_guess_roles", "parse_dates"]

# An integer target with at most this many distinct values, each of them frequent, is a class and not a number.
MAX_NUMBER_KINDS = 20
_MOST_CODES, _UNEVEN = 5, 5  # up to so many integers are codes; and so are those that are about equally frequent

_FEW_TEXTS = 20  # no more different ones are kinds, however long, if they repeat
_TITLE_WORDS = 1.5  # on average
# Names of people share first names, and say nothing of a new row.
_WHO = re.compile(r"(^|[^a-z])((sur|last|first|full|user|customer|client|patient|employee)?[ _.-]?name|address)s?$")
_LETTERS = re.compile(r"[^\W\d_]{3,}")


def guess_roles(frame: pd.DataFrame) -> dict[str, Role]:
    """Guess the role of each column.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        As in :class:`~elmweb.data.table.Table`.

    Returns
    -------
    dict of str to Role
        "ignore" for an empty or constant column; "date" where at least 90 % of the values are dates of
        one format; "photo" and "sound" for examples; "text" for sentences and for short texts that share words, such as
        titles; otherwise "number" or "category".

    Examples
    --------
    >>> import pandas as pd
    >>> from elmweb.data import guess_roles
    >>> guess_roles(pd.DataFrame({"size": [1.5, 2.5], "kind": ["red", "blue"]}))
    {'size': 'number', 'kind': 'category'}
    """
    return finish(iter_guess_roles(frame))


def iter_guess_roles(frame: pd.DataFrame) -> Generator[float, None, dict[str, Role]]:
    """Run :func:`guess_roles` column by column.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        As in :class:`~elmweb.data.table.Table`.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    dict of str to Role
        The role of each column.
    """
    roles = {}
    for at, name in enumerate(frame.columns):
        roles[name] = _role_of(plain(frame[name]), str(name))
        yield (at + 1) / frame.shape[1]
    return roles


def _role_of(series: pd.Series, name: str) -> Role:
    """Guess the role of a column."""
    if is_constant(series):
        return "ignore"
    if not is_text(series):
        return "number"
    if (kind := kind_of_cells(series.to_numpy())) in KINDS:
        return cast("Role", kind)
    some = some_texts(series.to_numpy())
    if format_of(some) is not None:
        return "date"
    who = _WHO.search(name.lower()) is not None and len(set(some)) > 0.98 * len(some)
    return "text" if not who and _are_texts(some) else "category"


def _are_texts(some: list[str]) -> bool:
    """Return whether texts are sentences, or titles and the like that share words, rather than names of kinds."""
    different = set(some)
    words = [set(_LETTERS.findall(text.lower())) for text in different]
    n_words = np.mean([len(text.split()) for text in some])
    if len(different) <= min(max(_FEW_TEXTS, 0.1 * len(some)), 0.5 * len(some)):
        return False
    if n_words > 4:
        return True
    if n_words < _TITLE_WORDS or len(different) < 0.3 * len(some):
        return False
    counts = Counter(itertools.chain.from_iterable(words))
    return sum(any(counts[word] > 1 for word in own) for own in words) > 0.5 * len(words)


def is_constant(series: pd.Series) -> bool:
    """Return whether a column is empty or has a single distinct value.

    Parameters
    ----------
    series : pandas.Series
        Numbers or text.

    Returns
    -------
    bool
        Whether it carries no information.
    """
    values = series.to_numpy()
    if not is_text(values):
        if not len(values):
            return True
        low, high = np.fmin.reduce(values), np.fmax.reduce(values)  # without NaN where there is a number
        return bool(np.isnan(low) or low == high)
    first = next((value for value in values if not _is_missing(value)), None)
    return all(value is first or _is_missing(value) or value == first for value in values)


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or value != value  # only NaN differs from itself  # noqa: PLR0124


def guess_task(series: pd.Series, role: Role) -> Task:
    """Guess the kind of task from the target column.

    Parameters
    ----------
    series : pandas.Series
        The column to predict.
    role : Role
        Its role; with "category" numbers are classes too.

    Returns
    -------
    Task
        "binary" for two distinct values, "regression" for numbers, otherwise "multiclass". Integers are classes
        when there are at most 20 distinct ones, with ten rows each on average, unless they look like counts or grades:
        more than five, some at least five times as frequent as others, and frequencies that rise to one peak and fall,
        or more than ten in whatever order. Codes of classes are about equally frequent, or in no order.
    """
    series = plain(series)
    present = series.dropna()
    n_kinds = present.nunique()
    if n_kinds <= 2:
        return "binary"
    if is_text(series) or role == "category":
        return "multiclass"
    whole = bool((present % 1 == 0).all())
    few = n_kinds <= MAX_NUMBER_KINDS and len(present) >= 10 * n_kinds
    return "multiclass" if whole and few and not _are_amounts(present.to_numpy()) else "regression"


def _are_amounts(values: np.ndarray) -> bool:
    """Return whether whole numbers look like counts or grades rather than like codes of classes."""
    kinds, counts = np.unique(values, return_counts=True)
    if len(kinds) <= _MOST_CODES or counts.max() < _UNEVEN * counts.min():
        return False
    # Zero is often a state of its own, as in "no calls".
    counts = counts[1:] if kinds[0] == 0 else counts
    return len(kinds) > 2 * _MOST_CODES or _has_one_peak(counts)


def _has_one_peak(counts: np.ndarray) -> bool:
    """Return whether frequencies rise and then fall, but for what chance does to them."""
    top = int(counts.argmax())
    for side in (counts[: top + 1][::-1], counts[top:]):
        bumps = side - np.minimum.accumulate(side)
        if (bumps > np.maximum(0.05 * counts[top], 3 * np.sqrt(side))).any():
            return False
    return True
