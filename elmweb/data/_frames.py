"""Frames as elmweb has them: text is ``object``, with None where it is missing, whatever the version of pandas.

Since version 3 pandas makes a ``str`` column, with NaN where it is missing, of all text it finds; and people bring
``string``, categories and the types of Arrow. Frames from outside come in through :func:`plain_frame` or
:func:`plain_column`, those that are made here are made by :func:`frame_of`, and the rest knows one kind of text.
"""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Number
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import infer_dtype, is_bool_dtype, is_integer_dtype, is_numeric_dtype

from elmweb.data._cells import cell_text

__all__ = ["frame_of", "is_text", "labels_of", "plain_column", "plain_frame"]

_OTHER_OBJECTS = {"date", "datetime", "datetime64", "time", "timedelta", "timedelta64", "period", "interval", "mixed"}
"""What pandas calls a column of objects in which there may be others than texts and numbers."""


def is_text(values: pd.Series | np.ndarray) -> bool:
    """Return whether a column that went through this module holds text, and not numbers.

    Parameters
    ----------
    values : pandas.Series or numpy.ndarray
        The column, or its cells.

    Returns
    -------
    bool
        Whether it is ``object``.
    """
    return values.dtype == object


def frame_of(columns: Mapping[str, np.ndarray], index: pd.Index | None = None) -> pd.DataFrame:
    """Return a frame of columns that keep their types, without copying them.

    Parameters
    ----------
    columns : mapping of str to numpy.ndarray of shape (n,)
        Cells by the name of the column.
    index : pandas.Index of length n, optional
        Labels of the rows; numbers by default.

    Returns
    -------
    pandas.DataFrame
        Texts are ``object``, also those that are fixed-width in the array.
    """
    # pandas 3 guesses the type of an array of objects, but takes an Index at its word. Names are set afterwards,
    # since `str` cannot hold all names that a JSON file can.
    cells = [
        pd.Index(values, dtype=object, copy=False, tupleize_cols=False) if values.dtype.kind in "OU" else values
        for values in columns.values()
    ]
    frame = pd.DataFrame(dict(enumerate(cells)), index=index, copy=False)
    frame.columns = pd.Index(list(columns), dtype=object, tupleize_cols=False)
    return frame


def plain_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame from outside with plain columns.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any frame, which is not changed.

    Returns
    -------
    pandas.DataFrame
        The same one when all of its columns are plain.
    """
    changed: dict[int, pd.Series] = {}
    for at, dtype in enumerate(frame.dtypes):
        if isinstance(dtype, np.dtype) and dtype.kind in "iuf":
            continue
        series = frame.iloc[:, at]
        plain = plain_column(series)
        if plain is not series:
            changed[at] = plain
    if not changed:
        return frame
    # By position, since two columns of a foreign frame may have one name.
    cells = {at: changed.get(at, frame.iloc[:, at]).to_numpy() for at in range(frame.shape[1])}
    made = frame_of({str(at): values for at, values in cells.items()}, frame.index)
    made.columns = frame.columns
    return made


def plain_column(series: pd.Series) -> pd.Series:
    """Return a column from outside as numbers of NumPy, or as ``object``.

    Parameters
    ----------
    series : pandas.Series
        Any column, which is not changed.

    Returns
    -------
    pandas.Series
        The same one when it is plain. Missing numbers are NaN, and all other missing cells None. Truth values are the
        texts "true" and "false", and dates are text, as in a table that was read from a file.
    """
    values = _plain(series)
    if values is None:
        return series
    return pd.Series(values, index=series.index, name=series.name, dtype=values.dtype, copy=False)


def _plain(series: pd.Series) -> np.ndarray | None:
    """Return the cells of a column that is not plain, else None."""
    dtype = series.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in "iuf":
        return None
    if is_text(series):
        values = series.to_numpy()
        kind = infer_dtype(values, skipna=True)
        if kind in _OTHER_OBJECTS:
            values = np.array([*(_written(value) for value in values), None], dtype=object)[:-1]
        plain = _with_none(values)
        return values if plain is None and kind in _OTHER_OBJECTS else plain
    if isinstance(dtype, pd.CategoricalDtype):
        values = np.asarray(series)
        plain = _plain(pd.Series(values, dtype=values.dtype, copy=False))
        return values if plain is None else plain
    if is_numeric_dtype(dtype) and not is_bool_dtype(dtype):
        whole = is_integer_dtype(dtype) and not series.hasnans
        return series.to_numpy() if whole else series.to_numpy(dtype=np.float64, na_value=np.nan)
    codes, kinds = pd.factorize(series)
    return np.array([*map(_text, kinds.tolist()), None], dtype=object)[codes]  # a missing cell has the code -1


def _written(value: Any) -> Any:
    """Return a cell that is neither text nor a number as text."""
    return value if isinstance(value, str | Number | np.bool_) or value is None else cell_text(value)


def _with_none(values: np.ndarray) -> np.ndarray | None:
    """Return texts with None in place of other missing values, or None when they have no other."""
    missing = pd.isna(values)
    if not missing.any() or all(value is None for value in values[missing]):
        return None
    values = values.copy()
    values[missing] = None
    return values


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else cell_text(value)


def labels_of(series: pd.Series) -> np.ndarray:
    """Return any column as text, None for missing; integers are written without decimals.

    Parameters
    ----------
    series : pandas.Series of length n
        Numbers or text.

    Returns
    -------
    numpy.ndarray of shape (n,)
        ``object`` of ``str`` or None.
    """
    if is_text(series):
        return series.to_numpy()
    codes, uniques = pd.factorize(series.to_numpy())
    return np.array([*map(cell_text, uniques.tolist()), None], dtype=object)[codes]
