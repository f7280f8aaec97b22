"""Mapping another table to the columns that a model was trained on.

A new table may have its columns in another order, lack some of them, or hold text in place of
numbers and unknown categories. None of these prevents a prediction; each is reported in a note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from elmweb.data._cells import same_but_for_case
from elmweb.data._frames import frame_of, is_text, labels_of, plain_column
from elmweb.data._limits import too_far
from elmweb.data._lines import has_huge_exponent
from elmweb.data._read_by import kinds_by, numbers_by, texts_by, without_blanks
from elmweb.examples.cell import VECTOR_ROLES, Example
from elmweb.exceptions import ColumnError
from elmweb.formatting import listed, quoted
from elmweb.preprocessing.features import Feature, dates_of
from elmweb.progress import finish
from elmweb.reading.column import ColumnReading
from elmweb.words.engine import preprocessing as words

if TYPE_CHECKING:  # where there is no pandas, the import of elmweb.data above says so in a sentence
    import pandas as pd

__all__ = [
    "Match",
    "as_inputs",
    "iter_inputs",
    "known_columns",
    "made_up_rows",
    "match",
    "notes_of",
    "numbers_of",
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


def known_columns(frame: Any, features: Sequence[Feature], targets: Sequence[str]) -> pd.DataFrame:
    """Return a table from outside with its columns under the names that the model knows.

    Parameters
    ----------
    frame : DataFrame
        Any table; case makes no difference to a name where only one column can be meant.
    features : sequence of Feature
        Features of the model.
    targets : sequence of str
        Its targets.

    Returns
    -------
    DataFrame
        The same cells.

    Raises
    ------
    ColumnError
        It is no data frame, none of the model's columns is in it, or one of them is in it twice.
    """
    import pandas as pd  # noqa: PLC0415

    names = [feature.name for feature in features]
    wanted = words.columns_named(listed([quoted(name) for name in names]))
    if not isinstance(frame, pd.DataFrame):
        raise ColumnError(words.FROM_A_FRAME, rule=words.A_FRAME, value=type(frame).__name__)
    columns = [name if isinstance(name, str) else str(name) for name in frame.columns]
    same = same_but_for_case(columns, [*names, *targets])
    columns = [same.get(name, name) for name in columns]
    there = Counter(columns)
    if not any(there[name] for name in names):
        raise ColumnError(words.NO_KNOWN_COLUMN, rule=wanted, value=_named(frame.columns))
    if twice := [name for name in names if there[name] > 1]:
        raise ColumnError(
            words.column_twice(quoted(twice[0])),
            rule=words.ONE_COLUMN_EACH,
            value=words.n_of_name(there[twice[0]]),
            hints=(words.LEAVE_OUT_DOUBLE,),
        )
    if columns == list(frame.columns):
        return frame
    renamed = frame.copy(deep=False)
    renamed.columns = pd.Index(columns, dtype=object, tupleize_cols=False)
    return renamed


def _named(columns: Sequence[Any]) -> str:
    """Return the names of columns, in words."""
    return words.columns_named(listed([quoted(str(name)) for name in columns])) if len(columns) else words.NO_COLUMN


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
        notes.insert(0, words.absent(listed(absent), len(absent)))
    return notes


def _empty(role: str, n_rows: int) -> np.ndarray:
    """Return a column of empty cells."""
    if role == "number":
        return np.full(n_rows, np.nan)
    return np.full(n_rows, np.datetime64("NaT"), dtype="datetime64[ns]") if role == "date" else np.full(n_rows, None)


def _convert(column: pd.Series, feature: Feature) -> tuple[np.ndarray, list[str]]:
    """Convert a column to its role, and return the cells that do not fit."""
    import pandas as pd  # noqa: PLC0415

    reading = feature.reading
    if feature.role in VECTOR_ROLES:
        cells = column.to_numpy()
        others = [str(cell) for cell in cells if isinstance(cell, str) and not isinstance(cell, Example)]
        return np.array([*(cell if isinstance(cell, Example) else None for cell in cells), None], object)[:-1], others
    if feature.role != "number" or not pd.api.types.is_bool_dtype(column.dtype):
        column = plain_column(column)
    cells = column.to_numpy()
    if feature.role == "number":
        numbers = numbers_of(column) if reading is None or not is_text(column) else cells
        numbers = numbers if reading is None else numbers_by(numbers, reading)
        unfit = np.isnan(numbers)
        return numbers, _odd(column, unfit, reading) if unfit.any() else []
    texts = labels_of(column) if reading is None else texts_by(cells, reading)
    if feature.role == "date":
        dates = dates_of(pd.Series(texts, dtype=object), feature.format, reading)
        return dates.astype("datetime64[ns]"), _odd(column, np.isnat(dates), reading)
    if feature.role == "text":
        return texts, []
    kinds = texts if reading is None else kinds_by(cells, reading)
    known = set(feature.options)
    if feature.n_options == len(known):
        return kinds, _odd(column, ~pd.Series(kinds, dtype=object).isin(known).to_numpy(), reading)
    return kinds, []


def numbers_of(column: pd.Series) -> np.ndarray:
    """Read the cells of any column as numbers, as models do that were saved without readings.

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

    if is_text(column):
        # Before version 3 pandas crashes on such a cell, or reads it as 0.
        cells = [None if isinstance(cell, str) and has_huge_exponent(cell) else cell for cell in column]
        column = pd.to_numeric(pd.Series(cells, dtype=object), errors="coerce")
    numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
    far = too_far(numbers)
    return numbers if far is None else np.where(far, np.nan, numbers)


def _odd(column: pd.Series, unfit: np.ndarray, reading: ColumnReading | None) -> list[str]:
    """Return the cells that are neither empty nor marks for missing, but do not fit."""
    cells = [str(cell) for cell in column[unfit & column.notna().to_numpy()]]
    return cells if reading is None else [cell for cell in cells if without_blanks(cell) not in reading.missing]


def _note(feature: Feature, odd: list[str]) -> str:
    """Return a sentence about the cells of a column that do not fit."""
    values = listed([quoted(value) for value in dict.fromkeys(odd)], most=3)
    if feature.role == "category":
        return words.new_kinds(quoted(feature.name), values, len(odd))
    return words.misfits(feature.role, quoted(feature.name), values, len(odd))
