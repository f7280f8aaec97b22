"""Text tables, read in slices by pandas' C parser."""

from __future__ import annotations

import warnings
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import pandas as pd

from elmweb.data._cells import MISSING, check_width, cut, unique_names
from elmweb.data._lines import CountedText, HugeExponentError, find_ragged, read_head, why_unreadable
from elmweb.data._options import ReadOptions
from elmweb.data._sniff import HEAD_BYTES, Dialect, encoding_of, guess_dialect, no_rows, western
from elmweb.exceptions import ParseError

# One slice takes about 50 ms natively; a table of 10 columns comes in slices of 20,000 rows.
CELLS_PER_SLICE = 200_000
_TRUTH = np.array(["false", "true", None], dtype=object)
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars", " ": "spaces"}


@dataclass
class Parts:
    """Columns that grow slice by slice.

    Parameters
    ----------
    names : list of str
        Names of the columns.
    notes : list of str
        What reading decided.
    columns : list of list of numpy.ndarray
        The slices of each column.
    kinds : list of set of str
        Which of "number", "truth" and "text" each column has been so far.
    n_rows : int
        Rows so far.
    decimal : str
        The file's decimal mark.
    """

    names: list[str]
    notes: list[str]
    columns: list[list[np.ndarray]] = field(default_factory=list)
    kinds: list[set[str]] = field(default_factory=list)
    n_rows: int = 0
    decimal: str = "."


def read_delimited(source: BinaryIO, name: str, options: ReadOptions) -> Generator[tuple[int, int], None, Parts]:
    """Read a text table in slices.

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
    name : str
        The file's name, for errors.
    options : ReadOptions
        What a person chose.

    Yields
    ------
    tuple of int
        Bytes and rows read so far.

    Returns
    -------
    Parts
        Columns in slices.

    Raises
    ------
    ParseError
        If a row does not fit, or the letters cannot be read.
    """
    source.seek(0)
    chosen = options.encoding or encoding_of(source.read(HEAD_BYTES)) or "latin-1"
    try:
        return (yield from _read_as(source, name, chosen, options))
    except UnicodeError as error:
        if options.encoding or chosen != "utf-8":
            raise _bad_letters(name, chosen, error) from error
        # The first bytes were UTF-8 and a later one is not. An encoding of one byte a letter reads all bytes.
        chosen = western(getattr(error, "object", b""))
    try:
        return (yield from _read_as(source, name, chosen, options))
    except UnicodeError:
        return (yield from _read_as(source, name, "latin-1", options))


def _bad_letters(name: str, encoding: str, error: UnicodeError) -> ParseError:
    return ParseError(
        f'"{name}" cannot be read as {encoding}.',
        rule=f"every byte is a letter in {encoding}",
        value=cut(str(error)),
        ways=("Choose another encoding, or save the file as UTF-8.",),
    )


def _read_as(
    source: BinaryIO, name: str, encoding: str, options: ReadOptions
) -> Generator[tuple[int, int], None, Parts]:
    """Read with one encoding."""
    text, complete = read_head(source, encoding)
    text = text.removeprefix("\ufeff")
    dialect = guess_dialect(text, options, complete=complete)
    names, notes = _names(dialect, name)
    if len(names) > 1 and dialect.delimiter != ",":
        notes.insert(0, f"Columns are separated by {_SEPARATORS.get(dialect.delimiter, repr(dialect.delimiter))}.")
    if dialect.decimal == ",":
        notes.append("The decimal mark is a comma.")
    if encoding in ("cp1252", "latin-1"):
        notes.append("The letters are read as Latin-1 (Western European).")
    parts = Parts(names, notes, decimal=dialect.decimal)
    try:
        n_delimiters = yield from _fill(parts, source, encoding, dialect)
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        ragged = find_ragged(source, name, encoding, dialect, len(names))
        raise ragged or why_unreadable(source, name, encoding, dialect, error) from error
    if parts.n_rows == 0:
        raise no_rows(name, "only blank lines")
    n_wanted = (len(names) - 1) * parts.n_rows + dialect.header * (len(dialect.first_rows[0]) - 1)
    # pandas fills a short row without a word.
    if dialect.delimiter == " " or n_delimiters != n_wanted:
        ragged = find_ragged(source, name, encoding, dialect, len(names))
        if ragged is not None:
            raise ragged
    yield from _reread_mixed(parts, source, encoding, dialect)
    return parts


def _fill(parts: Parts, source: BinaryIO, encoding: str, dialect: Dialect) -> Generator[tuple[int, int], None, int]:
    """Read all slices and return how many delimiters there were."""
    # Where the fast number parser of pandas would break, Python's own is used, which takes twice as long.
    for more in ({}, {"float_precision": "round_trip"}):
        parts.columns = [[] for _ in parts.names]
        parts.kinds = [set() for _ in parts.names]
        parts.n_rows = 0
        reading = CountedText(source, encoding, dialect, any_exponent=bool(more))
        try:
            for frame in _slices(reading, dialect, parts.names, **more):
                _append(parts, frame)
                yield reading.raw.n_bytes, parts.n_rows
        except HugeExponentError:
            continue
        break
    return reading.n_delimiters


def _names(dialect: Dialect, name: str) -> tuple[list[str], list[str]]:
    """Return the columns' names and what was decided about them."""
    rows = dialect.first_rows
    if not rows or (dialect.header and len(rows) == 1):
        raise no_rows(name, "only a row of names" if rows else "no rows")
    check_width(len(rows[0]), name)
    below = [len(row) for row in rows[1:]] or [len(rows[0])]
    usual = max(set(below), key=below.count)
    if not dialect.header:
        names = [f"column {number}" for number in range(1, len(rows[0]) + 1)]
        return names, ["The first row holds values, so the columns are named by position."]
    if usual == len(rows[0]) + 1 and below.count(usual) == len(below):
        if all(not row[-1].strip() for row in rows[1:]):
            return unique_names([*rows[0], ""])
        names, notes = unique_names(["", *rows[0]])
        return names, ["There is one name fewer than there are columns, so the first column has none.", *notes]
    return unique_names(rows[0])


def _slices(reading: CountedText, dialect: Dialect, names: list[str], **more: object) -> Iterator[pd.DataFrame]:
    """Return the frames of pandas' C parser, one a slice; its columns are numbered from 0."""
    options = {
        "header": 0 if dialect.header else None,
        "names": range(len(names)),
        "index_col": False,
        "sep": r"\s+" if dialect.delimiter == " " else dialect.delimiter,
        "quotechar": dialect.quote,
        "decimal": dialect.decimal,
        "skipinitialspace": dialect.skip_spaces,
        "keep_default_na": False,
        "na_values": list(MISSING),
        "low_memory": False,
        "chunksize": max(100, min(20_000, CELLS_PER_SLICE // len(names))),
    }
    with pd.read_csv(reading, **{**options, **more}) as reader:
        while True:
            with warnings.catch_warnings():
                # pandas only warns when the first row of a slice is too long.
                warnings.simplefilter("error", pd.errors.ParserWarning)
                frame = next(reader, None)
            if frame is None:
                return
            yield frame


def _append(parts: Parts, frame: pd.DataFrame) -> None:
    """Add one slice: numbers as they are, text as objects with None for missing."""
    for index, (_, series) in enumerate(frame.items()):
        values, kind = _clean(series.to_numpy())
        parts.columns[index].append(values)
        if kind:
            parts.kinds[index].add(kind)
    parts.n_rows += len(frame)


def _clean(values: np.ndarray) -> tuple[np.ndarray, str]:
    """Return one slice of a column and its kind: number, truth, text, or "" when all is missing."""
    if values.dtype == bool:
        return _TRUTH[values.astype(np.intp)], "truth"
    if values.dtype == np.uint64:
        return values.astype(np.float64), "number"
    if values.dtype != object:
        kind = "" if values.dtype == np.float64 and np.isnan(values).all() else "number"
        return values.copy(), kind  # a view would keep the whole slice alive
    return _clean_objects(values)


def _clean_objects(values: np.ndarray) -> tuple[np.ndarray, str]:
    """Return one slice of texts, or of truth values with holes, and its kind."""
    missing = values != values  # only NaN differs from itself; three times as fast as pandas.isna  # noqa: PLR0124
    if not missing.any():
        return values, "text"
    if missing.all():
        return np.full(len(values), np.nan), ""
    if isinstance(values[missing.argmin()], bool):
        # Truth values with holes: in one slice the parser makes all of a column so, or none.
        index = np.fromiter((2 if hole else int(value) for value, hole in zip(values, missing, strict=True)), np.intp)
        return _TRUTH[index], "truth"
    values = values.copy()
    values[missing] = None
    return values, "text"


def _reread_mixed(
    parts: Parts, source: BinaryIO, encoding: str, dialect: Dialect
) -> Generator[tuple[int, int], None, None]:
    """Read the columns again as text that were numbers in one slice and text in another.

    The text of a number is lost once it is parsed ("007" became 7), so it must come from the file.
    """
    mixed = [index for index, kinds in enumerate(parts.kinds) if len(kinds) > 1]
    if not mixed:
        return
    for index in mixed:
        parts.columns[index] = []
        parts.kinds[index] = {"text"}
    reading = CountedText(source, encoding, dialect)
    n_rows = 0
    for frame in _slices(reading, dialect, parts.names, usecols=mixed, dtype=str):
        for index in mixed:
            parts.columns[index].append(_clean(frame[index].to_numpy())[0])
        n_rows += len(frame)
        yield reading.raw.n_bytes, n_rows
