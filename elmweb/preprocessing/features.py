"""Descriptions of the columns that a model was trained on."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from math import floor, log10
from typing import TYPE_CHECKING, Any

import numpy as np

from elmweb.examples.cell import VECTOR_ROLES
from elmweb.progress import finish
from elmweb.reading.column import TRUTH, ColumnReading

if TYPE_CHECKING:  # a Feature is part of every model file, and an estimator is saved without pandas
    import pandas as pd

    from elmweb.data.dataset import Dataset

__all__ = [
    "LARGEST_NUMBER",
    "Feature",
    "dates_of",
    "describe_features",
    "form_fields",
    "iter_describe_features",
    "reading_of",
]

MAX_OPTIONS = 50
_LOOKED_AT = 5_000  # numbers of a column from which its decimals follow
_MOST_DECIMALS, _MOST_STEPS = 6, 1_000
LARGEST_NUMBER = float(np.finfo(np.float32).max)


@dataclass(frozen=True)
class Feature:
    """A column of the training data.

    Parameters
    ----------
    name : str
        Column name.
    role : str
        ``"number"``, ``"category"``, ``"date"``, ``"text"``, ``"photo"``, ``"sound"`` or ``"meaning"``.
    low, high : float or str or None
        Range of the numbers or dates (as ISO text) on the training rows.
    middle : float or str or None
        Median number or date, or most common category; None when all cells were empty.
    options : tuple of str
        Categories, the most common first, at most 50.
    n_options : int
        Number of categories.
    whole : bool
        Whether all numbers were integers.
    format : str or None
        Format of its dates, as in ``strptime``.
    spellings : tuple of tuple of str
        Categories written in other ways in the table, each with the way in which it was learned.
    reading : ColumnReading or None
        How its cells are read; None in files of version 0.2 and before.
    seen : tuple of float or None
        The lowest and the highest number on the training rows; None for other columns, and in files of version 0.2.
    step : float or None
        Of what all its numbers are multiples, such as 0.5 or 10, as far as they have at most six decimals.
    decimals : int or None
        How many decimals its numbers have, at most six.
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
    spellings: tuple[tuple[str, str], ...] = ()
    reading: ColumnReading | None = None
    seen: tuple[float, float] | None = None
    step: float | None = None
    decimals: int | None = None


def describe_features(dataset: Dataset) -> tuple[Feature, ...]:
    """Describe every feature on the training rows.

    Parameters
    ----------
    dataset : Dataset
        The data; only its training rows are used.

    Returns
    -------
    tuple of Feature
        In the order of the columns.
    """
    return finish(iter_describe_features(dataset))


def iter_describe_features(dataset: Dataset) -> Generator[None, None, tuple[Feature, ...]]:
    """Run :func:`describe_features` column by column; yields after each."""
    found = []
    for name in dataset.X.columns:
        role = dataset.roles[name]
        feature = _describe(dataset.X[name].iloc[dataset.train], str(name), role, dataset.readings.get(name))
        if role == "category":
            feature = replace(feature, spellings=tuple(dataset.spellings.get(name, {}).items()))
        found.append(feature)
        yield
    return tuple(found)


def form_fields(features: Sequence[Feature], shown: int = 8) -> list[dict[str, Any]]:
    """Return a form field for each feature, in the given order.

    Parameters
    ----------
    features : sequence of Feature
        The most useful first.
    shown : int, default=8
        Number of fields that are initially visible.

    Returns
    -------
    list of dict
        ``name``, ``role``, ``min``, ``max``, ``value``, ``step``, ``options`` and ``shown``; ``lowest`` and
        ``highest``, between which its numbers or dates were seen; ``n_options``, the number of categories.
    """
    return [
        {
            "name": feature.name,
            "role": feature.role,
            "min": feature.low,
            "max": feature.high,
            "lowest": feature.seen[0] if feature.seen else feature.low,
            "highest": feature.seen[1] if feature.seen else feature.high,
            "value": _start(feature),
            "step": _step(feature),
            "options": list(feature.options),
            "n_options": feature.n_options,
            "shown": at < shown,
        }
        for at, feature in enumerate(features)
    ]


def _start(feature: Feature) -> float | str | None:
    """Return what a field begins with: the middle, with as many decimals as the column has."""
    if not isinstance(feature.middle, float):
        return feature.middle
    # 4.69 may be stored as 4.6899999999999995, which nobody wants to read in a field.
    middle = float(f"{feature.middle:.10g}")
    return middle if feature.decimals is None else round(middle, feature.decimals)


def reading_of(feature: Feature) -> ColumnReading:
    """Return how the cells of a column are read, also one of a model that was saved without readings.

    Parameters
    ----------
    feature : Feature
        What a model knows of the column.

    Returns
    -------
    ColumnReading
        Its reading.
    """
    if feature.reading is not None:
        return feature.reading
    if feature.role in ("number", "date"):
        return ColumnReading(feature.role, format=feature.format)
    return ColumnReading("truth" if feature.options and set(feature.options) <= {*TRUTH} else "text")


def _describe(column: pd.Series, name: str, role: str, reading: ColumnReading | None) -> Feature:
    """Describe a column, whose cells have been read."""
    if reading is not None and role == "number":
        reading = _with_limits(reading, column.to_numpy(dtype=np.float64, na_value=np.nan))
    return replace(_described(column, name, role, reading), reading=reading)


def _with_limits(reading: ColumnReading, values: np.ndarray) -> ColumnReading:
    """Return the reading of a column in which numbers that no float32 holds are missing, as infinite ones are.

    A column that has such numbers on the training rows keeps them.
    """
    from elmweb.data._limits import LARGEST  # noqa: PLC0415  needs pandas

    largest = LARGEST if (np.abs(values) > LARGEST_NUMBER).any() else LARGEST_NUMBER
    lowest, highest = reading.lowest, reading.highest
    return replace(
        reading, lowest=-largest if lowest is None else lowest, highest=largest if highest is None else highest
    )


def _described(column: pd.Series, name: str, role: str, reading: ColumnReading | None) -> Feature:
    """Describe a column without its reading."""
    if role == "number":
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        values = values[np.isfinite(values)]
        if not len(values):
            return Feature(name, role)
        whole = bool((values == np.floor(values)).all())
        decimals, step = _grain(values)
        return Feature(
            name, role, *_usual_range(values), float(np.median(values)), whole=whole,
            seen=(float(values.min()), float(values.max())), step=step, decimals=decimals,
        )  # fmt: skip
    if role == "category":
        # Of equals the first in the table, which no version of pandas promises by itself.
        counts = column.dropna().value_counts(sort=False).sort_values(ascending=False, kind="stable")
        options = tuple(str(value) for value in counts.index[:MAX_OPTIONS])
        return Feature(name, role, middle=options[0] if options else None, options=options, n_options=len(counts))
    if role == "date":
        from elmweb.data.roles import date_format  # noqa: PLC0415  needs pandas

        written = date_format(column) if reading is None else reading.format
        dates = np.sort(dates_of(column, written, reading))
        dates = dates[~np.isnat(dates)]
        if not len(dates):
            return Feature(name, role, format=written)
        low, middle, high = (str(dates[at]).removesuffix("T00:00:00") for at in (0, len(dates) // 2, -1))
        return Feature(name, role, low, high, middle, format=written)
    return Feature(name, role, middle=None if role in VECTOR_ROLES else "")


def _step(feature: Feature) -> float | None:
    """Return the step of the numbers themselves, or where that is very fine, about a hundredth of the range."""
    if feature.role != "number" or feature.low is None or feature.high is None:
        return None
    if feature.whole:
        return feature.step or 1.0
    if feature.step and (float(feature.high) - float(feature.low)) / feature.step <= _MOST_STEPS:
        return feature.step
    return float(10.0 ** floor(log10((float(feature.high) - float(feature.low)) / 100 or 1.0)))


def _grain(values: np.ndarray) -> tuple[int | None, float | None]:
    """Return how many decimals numbers have, and of what they are multiples; None for what has no end."""
    some = np.append(values[:: max(1, len(values) // _LOOKED_AT)], [values.min(), values.max()])
    for decimals in range(_MOST_DECIMALS + 1):
        scaled = some * 10.0**decimals
        whole = np.rint(scaled)
        if np.abs(scaled).max() > 2**53:
            break
        if np.allclose(scaled, whole, rtol=1e-9, atol=1e-6):
            grain = int(np.gcd.reduce(np.abs(whole).astype(np.int64)))
            return decimals, float(f"{grain / 10**decimals:.10g}") if grain else None
    return None, None


def _usual_range(values: np.ndarray) -> tuple[float, float]:
    """Return the range of a form field: all values, or 98 % of them where outliers make it three times as wide."""
    low, high = float(values.min()), float(values.max())
    first, last = (float(value) for value in np.percentile(values, [1, 99]))
    return (first, last) if last > first and high - low > 3 * (last - first) else (low, high)


def dates_of(column: pd.Series, written: str | None, reading: ColumnReading | None = None) -> np.ndarray:
    """Parse dates as datetime64[s] in the format of the training rows, or else in ISO format."""
    from elmweb.data._read_by import dates_by  # noqa: PLC0415  needs pandas
    from elmweb.data.roles import parse_dates  # noqa: PLC0415

    if reading is not None:
        return dates_by(column.to_numpy(), reading)
    dates = parse_dates(column, written)
    unread = np.isnat(dates)
    return np.where(unread, parse_dates(column, "ISO8601"), dates) if unread.any() else dates
