"""What the model knows of each column it learned from, and how other tables are made to fit.

A new file may name its columns in another order, lack some, hold text where a
number should be, or values that were never seen. None of these stops a
prediction; each is said in a note.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

import numpy as np
import pandas as pd

from elmweb.data._cells import labels_of
from elmweb.data._steps import finish
from elmweb.data.dataset import Dataset
from elmweb.data.roles import date_format, parse_dates
from elmweb.words import count, listed, quoted

__all__ = [
    "Feature",
    "Match",
    "as_inputs",
    "describe_features",
    "form_fields",
    "iter_describe_features",
    "iter_inputs",
    "match",
    "notes_of",
]

MAX_OPTIONS = 50


@dataclass(frozen=True)
class Feature:
    """One column the model learned from, as it was on the training rows.

    Parameters
    ----------
    name : str
        Column name.
    role : str
        ``"number"``, ``"category"``, ``"date"`` or ``"text"``.
    low, high : float or str or None
        Smallest and largest number or date (as ISO text).
    middle : float or str or None
        Median, most common category or middle date; None when all cells were empty.
    options : tuple of str
        Categories, the most common first, at most 50.
    n_options : int
        How many categories there were.
    whole : bool
        Whether all numbers were whole.
    format : str or None
        How its dates are written, as ``strptime`` has it.
    """

    name: str
    role: str
    low: float | str | None = None
    high: float | str | None = None
    middle: float | str | None = None
    options: tuple[str, ...] = ()
    n_options: int = 0
    whole: bool = False
    format: str | None = None


@dataclass(frozen=True)
class Match:
    """How the columns of a table fit what the model needs.

    Parameters
    ----------
    matched, missing, extra : list of str
        Columns that are there, that are not, and that the model does not know.
    """

    matched: list[str]
    missing: list[str]
    extra: list[str]


def describe_features(dataset: Dataset) -> tuple[Feature, ...]:
    """Describe every feature column on the training rows.

    Parameters
    ----------
    dataset : Dataset
        The data; only its training rows are looked at.

    Returns
    -------
    tuple of Feature
        In the order of the columns.
    """
    return finish(iter_describe_features(dataset))


def iter_describe_features(dataset: Dataset) -> Generator[None, None, tuple[Feature, ...]]:
    """Do :func:`describe_features` column by column; yields after each."""
    found = []
    for name in dataset.X.columns:
        found.append(_describe(dataset.X[name].iloc[dataset.train], str(name), dataset.roles[name]))
        yield
    return tuple(found)


def match(columns: Sequence[str], features: Sequence[Feature], targets: Sequence[str]) -> Match:
    """Match columns by name.

    Parameters
    ----------
    columns : sequence of str
        Columns of a new table.
    features : sequence of Feature
        What the model needs.
    targets : sequence of str
        What it predicts; such a column is neither needed nor extra.

    Returns
    -------
    Match
        Names in the model's order, extra ones in the table's.
    """
    names, there = [feature.name for feature in features], set(columns)
    return Match(
        matched=[name for name in names if name in there],
        missing=[name for name in names if name not in there],
        extra=[name for name in columns if name not in {*names, *targets}],
    )


def as_inputs(frame: pd.DataFrame, features: Sequence[Feature]) -> tuple[pd.DataFrame, list[str]]:
    """Return the table as the preprocessor needs it, and what had to be decided.

    Parameters
    ----------
    frame : DataFrame
        Any table; a column that is missing counts as empty cells.
    features : sequence of Feature
        What the model needs.

    Returns
    -------
    inputs : DataFrame
        Numbers as float64, categories and texts as str or None, dates as datetime64.
    notes : list of str
        One plain sentence for each surprise.
    """
    inputs, odd = finish(iter_inputs(frame, features))
    return inputs, notes_of(frame.columns, features, odd)


def iter_inputs(
    frame: pd.DataFrame, features: Sequence[Feature]
) -> Generator[None, None, tuple[pd.DataFrame, dict[str, list[str]]]]:
    """Return the table as the preprocessor needs it, column by column.

    Parameters
    ----------
    frame : DataFrame
        Any table; a column that is missing counts as empty cells.
    features : sequence of Feature
        What the model needs.

    Yields
    ------
    None
        After each column.

    Returns
    -------
    inputs : DataFrame
        As in :func:`as_inputs`.
    odd : dict of str to list of str
        The cells of each column that do not fit.
    """
    columns: dict[str, np.ndarray] = {}
    odd: dict[str, list[str]] = {}
    there = set(frame.columns)
    for feature in features:
        if feature.name in there:
            columns[feature.name], cells = _convert(frame[feature.name], feature)
            if cells:
                odd[feature.name] = cells
        else:
            columns[feature.name] = _empty(feature.role, len(frame))
        yield
    # Built from one dict: inserting 10,000 columns one by one would take seconds.
    return pd.DataFrame(columns, index=frame.index, copy=False), odd


def notes_of(columns: Sequence[str], features: Sequence[Feature], odd: Mapping[str, list[str]]) -> list[str]:
    """Say what had to be decided about a table.

    Parameters
    ----------
    columns : sequence of str
        The table's columns.
    features : sequence of Feature
        What the model needs.
    odd : mapping of str to list of str
        From :func:`iter_inputs`.

    Returns
    -------
    list of str
        One plain sentence for each surprise; absent columns first.
    """
    there = set(columns)
    notes = [_note(feature, odd[feature.name]) for feature in features if odd.get(feature.name)]
    absent = [quoted(feature.name) for feature in features if feature.name not in there]
    if absent:
        which, do = ("This column is", "counts") if len(absent) == 1 else ("These columns are", "count")
        notes.insert(0, f"{which} not in the table and {do} as empty: {listed(absent)}.")
    return notes


def form_fields(features: Sequence[Feature], shown: int = 8) -> list[dict[str, Any]]:
    """Return one field of a form for each feature, in the given order.

    Parameters
    ----------
    features : sequence of Feature
        The most useful first.
    shown : int, default=8
        How many are shown at once.

    Returns
    -------
    list of dict
        ``name``, ``role``, ``min``, ``max``, ``value``, ``step``, ``options`` and ``shown``.
    """
    return [
        {
            "name": feature.name,
            "role": feature.role,
            "min": feature.low,
            "max": feature.high,
            # 4.69 is kept as 4.6899999999999995; nobody wants to read that in a field.
            "value": float(f"{feature.middle:.10g}") if isinstance(feature.middle, float) else feature.middle,
            "step": _step(feature),
            "options": list(feature.options),
            "shown": at < shown,
        }
        for at, feature in enumerate(features)
    ]


def _describe(column: pd.Series, name: str, role: str) -> Feature:
    """Describe one column."""
    if role == "number":
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        values = values[np.isfinite(values)]
        if not len(values):
            return Feature(name, role)
        whole = bool((values == np.floor(values)).all())
        return Feature(name, role, float(values.min()), float(values.max()), float(np.median(values)), whole=whole)
    if role == "category":
        counts = column.dropna().value_counts()
        options = tuple(str(value) for value in counts.index[:MAX_OPTIONS])
        return Feature(name, role, middle=options[0] if options else None, options=options, n_options=len(counts))
    if role == "date":
        written = date_format(column)
        dates = np.sort(_dates(column, written))
        dates = dates[~np.isnat(dates)]
        if not len(dates):
            return Feature(name, role, format=written)
        low, middle, high = (str(dates[at]).removesuffix("T00:00:00") for at in (0, len(dates) // 2, -1))
        return Feature(name, role, low, high, middle, format=written)
    return Feature(name, role, middle="")


def _empty(role: str, n_rows: int) -> np.ndarray:
    """Return a column of empty cells."""
    if role == "number":
        return np.full(n_rows, np.nan)
    return np.full(n_rows, np.datetime64("NaT"), dtype="datetime64[ns]") if role == "date" else np.full(n_rows, None)


def _convert(column: pd.Series, feature: Feature) -> tuple[np.ndarray, list[str]]:
    """Return the cells as the role needs them, and the values that do not fit."""
    if feature.role == "number":
        if column.dtype != object:
            values = column.to_numpy(dtype=np.float64)
            if not np.isinf(values).any():
                return values, []
        numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
        return np.where(np.isfinite(numbers), numbers, np.nan), _odd(column, ~np.isfinite(numbers))
    texts = labels_of(column)
    if feature.role == "date":
        dates = _dates(pd.Series(texts, dtype=object), feature.format)
        return dates.astype("datetime64[ns]"), _odd(column, np.isnat(dates))
    known = set(feature.options)
    if feature.role == "category" and feature.n_options == len(known):
        return texts, _odd(column, ~pd.Series(texts, dtype=object).isin(known).to_numpy())
    return texts, []


def _dates(column: pd.Series, written: str | None) -> np.ndarray:
    """Return dates as datetime64[s], read as the training rows were written, or else as ISO dates."""
    dates = parse_dates(column, written)
    return np.where(np.isnat(dates), parse_dates(column, "ISO8601"), dates)


def _odd(column: pd.Series, unfit: np.ndarray) -> list[str]:
    """Return the cells that are there but do not fit."""
    return [str(cell) for cell in column[unfit & column.notna().to_numpy()]]


def _note(feature: Feature, odd: list[str]) -> str:
    """Say what is unusual in a column and what was done."""
    values = listed([quoted(value) for value in dict.fromkeys(odd)], most=3)
    name, several = quoted(feature.name), len(odd) > 1
    if feature.role == "category":
        rows = count(len(odd), "row")
        return f"New in {name}: {values}. Unknown to the model in {rows}; there it uses the other columns only."
    kind = "a number" if feature.role == "number" else "a date"
    return f"Not {kind} in {name}: {values}. {count(len(odd), 'cell')} {'count' if several else 'counts'} as empty."


def _step(feature: Feature) -> float | None:
    """Return a step of about a hundredth of the range, a power of ten."""
    if feature.role != "number" or feature.low is None:
        return None
    if feature.whole:
        return 1.0
    return float(10.0 ** floor(log10((float(feature.high) - float(feature.low)) / 100 or 1.0)))
