"""Mapping another table to the columns that a model was trained on.

A new table may have its columns in another order, lack some of them, or hold text in place of
numbers and unknown categories. None of these prevents a prediction; each is reported in a note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from elmweb.data._frames import frame_of, is_text, labels_of, plain_column
from elmweb.data._limits import too_far
from elmweb.data._lines import has_huge_exponent
from elmweb.data._repairs import respelled, without_marks
from elmweb.formatting import count, listed, quoted
from elmweb.preprocessing.features import Feature, dates_of
from elmweb.progress import finish

if TYPE_CHECKING:  # where there is no pandas, the import of elmweb.data above says so in a sentence
    import pandas as pd

__all__ = [
    "Match",
    "as_inputs",
    "iter_inputs",
    "made_up_rows",
    "match",
    "notes_of",
    "numbers_of",
    "same_but_for_case",
]


@dataclass(frozen=True)
class Match:
    """How the columns of a table match those of a model.

    Parameters
    ----------
    matched, missing, extra : list of str
        Features that the table has, features that it lacks, and columns that the model does not use.
    """

    matched: list[str]
    missing: list[str]
    extra: list[str]


def match(columns: Sequence[str], features: Sequence[Feature], targets: Sequence[str]) -> Match:
    """Match columns by name.

    Parameters
    ----------
    columns : sequence of str
        Columns of a new table.
    features : sequence of Feature
        Features of the model.
    targets : sequence of str
        Its targets, which are neither needed nor extra.

    Returns
    -------
    Match
        Features in the order of the model, extra columns in that of the table.
    """
    names, present = [feature.name for feature in features], set(columns)
    known = {*names, *targets}
    return Match(
        matched=[name for name in names if name in present],
        missing=[name for name in names if name not in present],
        extra=[name for name in columns if name not in known],
    )


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


def as_inputs(frame: pd.DataFrame, features: Sequence[Feature]) -> tuple[pd.DataFrame, list[str]]:
    """Convert a table to the inputs of the preprocessor.

    Parameters
    ----------
    frame : DataFrame
        Any table; missing columns are treated as empty.
    features : sequence of Feature
        Features of the model.

    Returns
    -------
    inputs : DataFrame
        Numbers as float64, categories and texts as str or None, dates as datetime64.
    notes : list of str
        One sentence for each cell or column that does not fit.
    """
    inputs, odd = finish(iter_inputs(frame, features))
    return inputs, notes_of(frame.columns, features, odd)


def iter_inputs(
    frame: pd.DataFrame, features: Sequence[Feature]
) -> Generator[None, None, tuple[pd.DataFrame, dict[str, list[str]]]]:
    """Convert a table to the inputs of the preprocessor, column by column.

    Parameters
    ----------
    frame : DataFrame
        Any table; missing columns are treated as empty.
    features : sequence of Feature
        Features of the model.

    Yields
    ------
    None
        After each column.

    Returns
    -------
    inputs : DataFrame
        As in :func:`as_inputs`.
    odd : dict of str to list of str
        Cells of each column that do not fit its role.
    """
    columns: dict[str, np.ndarray] = {}
    odd: dict[str, list[str]] = {}
    present = set(frame.columns)
    for feature in features:
        if feature.name in present:
            columns[feature.name], cells = _convert(frame[feature.name], feature)
            if cells:
                odd[feature.name] = cells
        else:
            columns[feature.name] = _empty(feature.role, len(frame))
        yield
    # Built at once: inserting 10,000 columns one by one would take seconds.
    return frame_of(columns, frame.index), odd


def made_up_rows(features: Sequence[Feature]) -> pd.DataFrame:
    """Return three rows: low, middle and high values of each column.

    Parameters
    ----------
    features : sequence of Feature
        What a model knows of its columns.

    Returns
    -------
    DataFrame
        The last row is empty in columns of categories and texts.
    """
    cells = {
        feature.name: [feature.low, feature.middle, feature.high]
        if feature.role in ("number", "date")
        else [feature.middle, *(feature.options[-1:] or (None,)), None]
        for feature in features
    }
    return frame_of({name: np.array(values, dtype=object) for name, values in cells.items()})


def notes_of(columns: Sequence[str], features: Sequence[Feature], odd: Mapping[str, list[str]]) -> list[str]:
    """Report the cells and columns of a table that do not fit.

    Parameters
    ----------
    columns : sequence of str
        The table's columns.
    features : sequence of Feature
        Features of the model.
    odd : mapping of str to list of str
        From :func:`iter_inputs`.

    Returns
    -------
    list of str
        One sentence for each column; first one about those that are absent.
    """
    present = set(columns)
    notes = [_note(feature, odd[feature.name]) for feature in features if odd.get(feature.name)]
    absent = [quoted(feature.name) for feature in features if feature.name not in present]
    if absent:
        which, do = ("This column is", "counts") if len(absent) == 1 else ("These columns are", "count")
        notes.insert(0, f"{which} not in the table and {do} as empty: {listed(absent)}.")
    return notes


def _empty(role: str, n_rows: int) -> np.ndarray:
    """Return a column of empty cells."""
    if role == "number":
        return np.full(n_rows, np.nan)
    return np.full(n_rows, np.datetime64("NaT"), dtype="datetime64[ns]") if role == "date" else np.full(n_rows, None)


def _convert(column: pd.Series, feature: Feature) -> tuple[np.ndarray, list[str]]:
    """Convert a column to its role, and return the cells that do not fit."""
    import pandas as pd  # noqa: PLC0415

    if feature.role == "number":
        numbers = numbers_of(column)
        if feature.missing:
            numbers = without_marks(numbers, feature.missing)
            column = column.mask(np.isin(numbers_of(column), feature.missing))
        unfit = np.isnan(numbers)
        return numbers, _odd(column, unfit) if unfit.any() else []
    column = plain_column(column)
    texts = labels_of(column)
    if feature.role == "date":
        dates = dates_of(pd.Series(texts, dtype=object), feature.format)
        return dates.astype("datetime64[ns]"), _odd(column, np.isnat(dates))
    if feature.role == "category" and feature.spellings:
        texts = respelled(texts, {option: option for option in feature.options} | dict(feature.spellings))
    known = set(feature.options)
    if feature.role == "category" and feature.n_options == len(known):
        return texts, _odd(column, ~pd.Series(texts, dtype=object).isin(known).to_numpy())
    return texts, []


def numbers_of(column: pd.Series) -> np.ndarray:
    """Read the cells of any column as numbers.

    Parameters
    ----------
    column : pandas.Series of length n
        Numbers, truth values or text.

    Returns
    -------
    ndarray of float64 (n,)
        NaN for what is missing, infinite, too large to calculate with, or no number.
    """
    import pandas as pd  # noqa: PLC0415

    if not pd.api.types.is_numeric_dtype(column.dtype):
        column = plain_column(column)
    if is_text(column):
        # Before version 3 pandas crashes on such a cell, or reads it as 0.
        cells = [None if isinstance(cell, str) and has_huge_exponent(cell) else cell for cell in column]
        column = pd.to_numeric(pd.Series(cells, dtype=object), errors="coerce")
    numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
    far = too_far(numbers)
    return numbers if far is None else np.where(far, np.nan, numbers)


def _odd(column: pd.Series, unfit: np.ndarray) -> list[str]:
    """Return the cells that are not empty but do not fit."""
    return [str(cell) for cell in column[unfit & column.notna().to_numpy()]]


def _note(feature: Feature, odd: list[str]) -> str:
    """Return a sentence about the cells of a column that do not fit."""
    values = listed([quoted(value) for value in dict.fromkeys(odd)], most=3)
    name, several = quoted(feature.name), len(odd) > 1
    if feature.role == "category":
        rows = count(len(odd), "row")
        return f"New in {name}: {values}. Unknown to the model in {rows}; there it uses the other columns only."
    kind = "a number" if feature.role == "number" else "a date"
    return f"Not {kind} in {name}: {values}. {count(len(odd), 'cell')} {'count' if several else 'counts'} as empty."
