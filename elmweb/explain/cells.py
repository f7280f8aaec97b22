"""Values that a column can be set to, among those that were seen, and rows in which it is set to them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from elmweb.data._frames import frame_of
from elmweb.explain.subject import Subject
from elmweb.preprocessing.features import Feature, dates_of
from elmweb.preprocessing.matching import as_inputs

__all__ = ["as_date", "inputs_of", "seen_values"]

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
    cells: dict[str, Any] = {
        one.name: np.full(len(values), one.middle, dtype=float if one.role == "number" else object)
        for one in subject.model.features
    }
    frame = frame_of({**cells, column: values})
    Z = subject.model.preprocessor.transform(as_inputs(frame, subject.model.features)[0])
    return Z[:, subject.columns[column]]


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
