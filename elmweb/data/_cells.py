"""Cells of JSON and of workbooks, and column names."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from elmweb.exceptions import DataError
from elmweb.reading.column import MISSING, TRUTH
from elmweb.reading.numbers import number_text
from elmweb.words.engine import data_files as words, data_notes as notes_words

MAX_COLUMNS = 10_000
MOST_EXACT = 2**53
"""A larger integer is not a float, so it stays text."""


def cell_text(value: Any, decimal: str = ".") -> str | None:
    """Return a cell of a workbook or of JSON as text, None for missing; `decimal` is the mark of its column."""
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool):
        return TRUTH[value]
    if isinstance(value, float):
        return number_text(value, decimal)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    return None if text in MISSING else text


def column_of(values: Sequence[Any], decimal: str = ".") -> np.ndarray:
    """Return Python objects as a column: numeric when all are numbers, else text.

    Parameters
    ----------
    values : sequence
        Cells from JSON or a workbook.
    decimal : str
        The decimal mark that numbers get beside texts.

    Returns
    -------
    numpy.ndarray
        ``int64``, ``float64`` (missing is NaN) or ``object`` of ``str`` (missing is None).
    """
    kinds = set(map(type, values))
    if kinds <= {int} and kinds and max(map(abs, values)) <= MOST_EXACT:
        return np.array(values, dtype=np.int64)
    # An integer with more digits than a float holds stays text.
    plain = [value if _is_number(value) else cell_text(value, decimal) for value in values]
    if all(value is None or not isinstance(value, str) for value in plain):
        return np.array([np.nan if value is None else value for value in plain], dtype=np.float64)
    return np.array([cell_text(value, decimal) for value in plain], dtype=object)


def _is_number(value: Any) -> bool:
    return type(value) is float or (type(value) is int and abs(value) <= MOST_EXACT)


def unique_names(raw: Sequence[Any]) -> tuple[list[str], list[str]]:
    """Return unique, non-empty column names, and a sentence for each change.

    Parameters
    ----------
    raw : sequence
        The first row of the file.

    Returns
    -------
    names : list of str
        One name per column.
    notes : list of str
        One sentence per renamed column.
    """
    stripped = [" ".join(str("" if name is None else name).split()) for name in raw]
    names, notes, count = [], [], {}
    taken = set(stripped)
    for number, name in enumerate(stripped, start=1):
        new = name or f"column {number}"
        count[new] = count.get(new, 0) + 1
        if count[new] > 1 or (not name and new in taken):
            copy = max(count[new], 2)
            while f"{new} ({copy})" in taken:
                copy += 1
            notes.append(notes_words.name_twice(cut(new), number, f"{cut(new)} ({copy})"))
            new = f"{new} ({copy})"
        taken.add(new)
        names.append(new)
    n_empty = stripped.count("")
    if n_empty:
        notes.insert(0, notes_words.without_names(n_empty))
    return names, notes if len(notes) <= 5 else [*notes[:4], notes_words.more_renamed(len(notes) - 4)]


def check_width(n_columns: int, name: str) -> None:
    """Refuse a table with too many columns.

    Parameters
    ----------
    n_columns : int
        Number of columns.
    name : str
        The file's name.

    Raises
    ------
    DataError
        If there are more than ``MAX_COLUMNS``.
    """
    if n_columns > MAX_COLUMNS:
        raise DataError(
            words.too_many_columns(name),
            rule=words.most_columns(MAX_COLUMNS),
            value=words.n_columns(n_columns),
            hints=(words.LEAVE_OUT_COLUMNS,),
        )


def cut(text: str, length: int = 80) -> str:
    """Return a text of at most ``length`` characters on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 3] + "..."


def same_but_for_case(columns: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Match columns to names case-insensitively, where the match is unique.

    Parameters
    ----------
    columns : sequence of str
        The table's columns.
    names : sequence of str
        Names of the model's features.

    Returns
    -------
    dict of str to str
        The model's name of each column whose own name differs from it in case only.

    Examples
    --------
    >>> same_but_for_case(["District", "rooms"], ["district", "rooms"])
    {'District': 'district'}
    """
    present, known = set(columns), set(names)
    missing = [name for name in names if name not in present]
    free = [column for column in columns if column not in known]
    meant = {name.casefold(): name for name in missing}
    n_missing, n_free = (Counter(name.casefold() for name in some) for some in (missing, free))
    return {column: meant[key] for column in free if n_missing[key := column.casefold()] == n_free[key] == 1}
