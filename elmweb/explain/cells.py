"""Values that a column can be set to, among those that were seen, and rows in which it is set to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from elmweb.data._frames import frame_of
from elmweb.explain.subject import Subject
from elmweb.preprocessing.features import Feature, dates_of
from elmweb.preprocessing.matching import as_inputs

__all__ = ["as_date", "inputs_of", "inputs_of_each", "seen_values"]

DAY = "datetime64[D]"


def inputs_of(subject: Subject, column: str, values: np.ndarray) -> np.ndarray:
    """Return the inputs that some values of a column become.

    Parameters
    ----------
    subject : Subject
        The model.
    column : str
        Its column.
    values : ndarray of shape (n,)
        Cells: numbers, categories, or dates as ISO text.

    Returns
    -------
    ndarray of float64 (n, m)
        The inputs at ``subject.columns[column]``; columns are preprocessed one by one, so that others do not matter.
    """
    return inputs_of_each(subject, {column: values})[column]


def inputs_of_each(subject: Subject, values: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the inputs that values of several columns become, at the cost of one column.

    Parameters
    ----------
    subject : Subject
        The model.
    values : mapping of str to ndarray
        Cells by column, as for :func:`inputs_of`.

    Returns
    -------
    dict of str to ndarray of float64
        The inputs by column.
    """
    n = max((len(some) for some in values.values()), default=0)
    if not n:
        return {name: np.empty((0, len(subject.columns[name]))) for name in values}
    cells: dict[str, Any] = {}
    for one in subject.model.features:
        cells[one.name] = np.full(n, one.middle, dtype=float if one.role == "number" else object)
        some = values.get(one.name, ())
        cells[one.name][: len(some)] = some
    Z = subject.model.preprocessor.transform(as_inputs(frame_of(cells), subject.model.features)[0])
    return {name: Z[: len(some), subject.columns[name]] for name, some in values.items()}


def seen_values(feature: Feature, cells: pd.Series, most: int) -> np.ndarray:
    """Return values of a column that were seen, as many as asked for, spread over its rows.

    Parameters
    ----------
    feature : Feature
        The column.
    cells : pandas.Series of length n
        Its cells on training rows.
    most : int
        How many at most.

    Returns
    -------
    ndarray
        Numbers ascending, categories with the most common first, dates as ISO text ascending; none of a text.
    """
    if feature.role == "number":
        numbers = cells.to_numpy(dtype=np.float64, na_value=np.nan)
        return _spread(np.sort(numbers[np.isfinite(numbers)]), most)
    if feature.role == "date":
        dates = as_date(feature, cells)
        return np.array([str(day) for day in _spread(np.sort(dates[~np.isnat(dates)]), most)], dtype=object)
    if feature.role == "category":
        return np.array(feature.options[:most], dtype=object)
    return np.empty(0, dtype=object)


def as_date(feature: Feature, cells: pd.Series) -> np.ndarray:
    """Return the days of a date column (n,), NaT where there is none."""
    return dates_of(cells, feature.format, feature.reading).astype(DAY)


def _spread(ordered: np.ndarray, most: int) -> np.ndarray:
    """Return all distinct values when they are few, or else those at equal steps through the rows."""
    distinct = np.unique(ordered)
    if len(distinct) <= most:
        return distinct
    return np.unique(ordered[np.linspace(0, len(ordered) - 1, most).round().astype(int)])
