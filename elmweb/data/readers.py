"""Reading files and pasted text into a :class:`~elmweb.data.table.Table`.

The reader is a generator that yields its progress many times a second; closing it cancels
reading. The kind of a file is determined by its content, not by its name.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Collection, Generator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pandas as pd

from elmweb.data._cells import MAX_COLUMNS
from elmweb.data._delimited import Parts, read_delimited
from elmweb.data._file_rows import FileRows
from elmweb.data._formulas import restored_column
from elmweb.data._frames import frame_of, is_text
from elmweb.data._limits import too_far
from elmweb.data._options import ReadOptions, ReadProgress
from elmweb.data._parquet import read_parquet
from elmweb.data._read_by import numbers_by
from elmweb.data._readings import (
    decimal_for,
    find_reading,
    known_columns,
    numbers_likely,
    own_kinds,
    read_numbers,
    sentence_for,
)
from elmweb.data._records import explain_ole, read_json, read_workbook
from elmweb.data._sniff import HEAD_BYTES, kind_of
from elmweb.data.table import Table
from elmweb.exceptions import DataError
from elmweb.formatting import data_size
from elmweb.progress import finish, map_steps
from elmweb.reading.column import MISSING, ColumnReading
from elmweb.words.engine import data_files as words, data_notes as notes_words

__all__ = ["MAX_BYTES", "MAX_COLUMNS", "ReadOptions", "ReadProgress", "iter_read_table", "read_table", "read_text"]

MAX_BYTES = 1_900_000_000


_GUESS = ReadOptions()


def read_table(
    source: str | Path | BinaryIO,
    name: str | None = None,
    *,
    options: ReadOptions = _GUESS,
    readings: Mapping[str, ColumnReading] | None = None,
) -> Table:
    r"""Read a table from a file.

    Parameters
    ----------
    source : str, Path or BinaryIO
        A path, or an open binary file.
    name : str, optional
        Name of the table; by default the file name of the path.
    options : ReadOptions
        What to use instead of guessing.
    readings : mapping of str to ColumnReading, optional
        Those of a model (its ``readings``) for a new file: its columns are not looked at afresh, and cells that are not
        plain numbers stay as they are written.

    Returns
    -------
    Table
        The cells, with notes on how they were read.

    Raises
    ------
    ParseError
        If the content is not a table.
    DataError
        If the file is too large or cannot be opened.

    Examples
    --------
    >>> import io
    >>> from elmweb.data import read_table
    >>> table = read_table(io.BytesIO(b"a;b\n1,5;x\n2,5;y\n"), "small.csv")
    >>> table.frame["a"].tolist()
    [1.5, 2.5]
    >>> table.notes
    ('Columns are separated by semicolons.', 'The decimal mark is a comma.')
    """
    return finish(iter_read_table(source, name, options=options, readings=readings))


def read_text(text: str, name: str = "pasted table", *, options: ReadOptions = _GUESS) -> Table:
    """Read a table from pasted text.

    Parameters
    ----------
    text : str
        Text such as cells copied from a spreadsheet.
    name : str
        Name of the table.
    options : ReadOptions
        What to use instead of guessing.

    Returns
    -------
    Table
        The cells, with notes on how they were read.

    Raises
    ------
    ParseError
        If the text is not a table.
    """
    data = text.encode("utf-8", "replace")  # a lone surrogate cannot be encoded
    return read_table(io.BytesIO(data), name, options=options)


def iter_read_table(
    source: str | Path | BinaryIO,
    name: str | None = None,
    *,
    options: ReadOptions = _GUESS,
    readings: Mapping[str, ColumnReading] | None = None,
) -> Generator[ReadProgress, None, Table]:
    """Read a table step by step; closing the generator cancels reading.

    Parameters
    ----------
    source : str, Path or BinaryIO
        A path, or an open binary file.
    name : str, optional
        Name of the table; by default the file name of the path.
    options : ReadOptions
        What to use instead of guessing.
    readings : mapping of str to ColumnReading, optional
        Those of a model (its ``readings``) for a new file: its columns are not looked at afresh, and cells that are not
        plain numbers stay as they are written.

    Returns
    -------
    Table
        The cells, with notes on how they were read.

    Yields
    ------
    ReadProgress
        About every 50 ms.

    Raises
    ------
    ParseError
        If the content is not a table.
    DataError
        If the file is too large or cannot be opened.
    """
    start = time.perf_counter()
    is_path = isinstance(source, str | Path)
    name = name or (Path(source).name if is_path else "table")
    with ExitStack() as stack:
        file = _open(source, name, stack) if is_path else _seekable(source, name)
        size = file.seek(0, os.SEEK_END)
        check_size(size, name)
        yield ReadProgress(0, size, 0)
        steps = _parser(file, name, _with_readings(options, readings or {}))
        parts = yield from map_steps(steps, lambda done: ReadProgress(min(done[0], size), size, done[1]))
        kept = known_columns(parts.names, readings or {})
        columns, joined = {}, _Joined(list(parts.notes))
        joined.notes += parts.account.sentences() if parts.account else []
        for index, column in enumerate(parts.names):
            columns[column] = _join(parts, index, joined, as_it_is=column in kept)
            if index % 100 == 99 or parts.n_rows > 100_000:
                yield ReadProgress(size, size, parts.n_rows)
        frame = frame_of(columns)
    rest = _file_rows(parts, source if is_path else file, joined.notes)
    return Table(
        name,
        frame,
        size,
        time.perf_counter() - start,
        tuple(joined.notes),
        joined.infinite,
        rest,
        account=parts.account,
        sheets=tuple(parts.sheets),
        decimal=parts.decimal,
        delimiter=parts.delimiter,
        encoding=parts.encoding,
        readings=joined.readings | kept,
        plain=True,
    )


def _with_readings(options: ReadOptions, readings: Mapping[str, ColumnReading]) -> ReadOptions:
    """Return the options of a file whose columns are known: its decimal mark is that of most of their numbers."""
    if not readings:
        return options
    decimal = options.decimal or decimal_for(readings.values())
    return replace(options, columns={**options.columns, **readings}, decimal=decimal)


def check_size(size: int, name: str) -> None:
    """Raise an error for a file that is too large, before it is read.

    Parameters
    ----------
    size : int
        Size in bytes.
    name : str
        The file's name.

    Raises
    ------
    DataError
        If it is larger than ``MAX_BYTES``.
    """
    if size > MAX_BYTES:
        raise DataError(
            words.too_large(name),
            rule=words.at_most(data_size(MAX_BYTES)),
            value=data_size(size),
            hints=(words.BRING_A_PART,),
        )


def _open(path: str | Path, name: str, stack: ExitStack) -> BinaryIO:
    """Open a path, or raise a DataError."""
    try:
        return stack.enter_context(Path(path).open("rb"))
    except (OSError, ValueError) as error:  # a name with a NUL or a lone surrogate is no path
        raise DataError(words.not_opened(name), rule=words.READABLE_FILE, value=str(error)) from error


def _seekable(file: BinaryIO, name: str) -> BinaryIO:
    """Return the file, or its content when it is not seekable."""
    if file.seekable():
        return file
    data = file.read(MAX_BYTES + 1)
    check_size(len(data), name)
    return io.BytesIO(data)


def _parser(file: BinaryIO, name: str, options: ReadOptions) -> Generator[tuple[int, int], None, Parts]:
    """Return the reader for the kind of file."""
    file.seek(0)
    kind = kind_of(file.read(HEAD_BYTES), name)
    if kind == "ole":
        raise explain_ole(file, name)
    if kind == "zip":
        return read_workbook(file, name, options)
    if kind == "json":
        return read_json(file, name, options)
    if kind == "html":
        from elmweb.data._html import read_html  # few bring a web page

        return read_html(file, name, options)
    if kind == "parquet":
        return read_parquet(file, name)
    return read_delimited(file, name, options)


def _file_rows(parts: Parts, source: str | Path | BinaryIO, notes: list[str]) -> FileRows | None:
    """Return how to read the whole of a file that was sampled, and add a note; None when it was not."""
    if parts.sample is None or parts.n_rows == parts.n_seen:
        return None
    notes.append(notes_words.sampled(parts.n_seen, parts.n_rows))
    return FileRows(source, tuple(parts.names), parts.n_seen, np.concatenate(parts.kept), parts.reading)


@dataclass
class _Joined:
    """What is found while the columns are put together."""

    notes: list[str]
    infinite: dict[str, int] = field(default_factory=dict)
    readings: dict[str, ColumnReading] = field(default_factory=dict)


def _join(parts: Parts, index: int, joined: _Joined, *, as_it_is: bool) -> np.ndarray:
    """Join the slices of a column and release them."""
    slices, parts.columns[index] = parts.columns[index], []
    if any(map(is_text, slices)):
        slices = [values if is_text(values) else np.full(len(values), None) for values in slices]
    values = slices[0] if len(slices) == 1 else np.concatenate(slices)
    name = parts.names[index]
    if parts.own and is_text(values):
        values, n_restored = restored_column(values)
        if n_restored:
            joined.notes.append(notes_words.restored(name, n_restored))
    if is_text(values):
        if name not in parts.readings:
            values = _without_marks(values, parts.marks.get(index, MISSING))
        values = values if as_it_is else _converted(values, name, parts, joined)
    elif name in parts.readings and not as_it_is:
        joined.readings[name] = parts.readings[name]
        values = numbers_by(values, parts.readings[name])
    if values.dtype == np.float64:
        far = too_far(values)
        if far is not None:
            joined.infinite[name] = int(far.sum())
            say = notes_words.infinite if np.isinf(values[far]).all() else notes_words.too_far
            values[far] = np.nan
            joined.notes.append(say(name, joined.infinite[name]))
    return values


def _without_marks(values: np.ndarray, kept: Collection[str]) -> np.ndarray:
    """Return a text column in which a mark is missing that looked like a kind beside the first rows only."""
    doubtful = {mark for mark in MISSING if mark not in kept}
    if not doubtful or doubtful <= own_kinds({*pd.unique(values)} - {None}):
        return values
    values = values.copy()
    values[pd.Series(values, dtype=object).isin(doubtful).to_numpy()] = None
    return values


def _converted(values: np.ndarray, name: str, parts: Parts, joined: _Joined) -> np.ndarray:
    """Return the numbers of a text column that holds numbers, else its texts."""
    chosen = parts.readings.get(name)
    if chosen is not None:
        if chosen.holds == "date" and chosen.format is None:
            chosen = find_reading(values, "date", parts.decimal)
        joined.readings[name] = chosen
        return numbers_by(values, chosen) if chosen.holds == "number" else values
    if not numbers_likely(values, 0.6):
        return values
    found = read_numbers(values, parts.decimal)
    if not found.are_numbers or found.is_codes:
        return values
    joined.readings[name] = found.reading
    joined.notes.append(sentence_for(name, found))
    return found.numbers
