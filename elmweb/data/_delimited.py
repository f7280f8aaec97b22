"""Text tables, read in slices by pandas' C parser."""

from __future__ import annotations

import io
import warnings
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import pandas as pd

from elmweb.data._cells import MISSING, check_width, cut, several, unique_names
from elmweb.data._sniff import HEAD_BYTES, Dialect, encoding_of, guess_dialect, western
from elmweb.exceptions import ParseError

# One slice takes about 50 ms natively; a table of 10 columns comes in slices of 20,000 rows.
CELLS_PER_SLICE = 200_000
MAX_HEAD_BYTES = 1 << 24
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


class _Counted(io.RawIOBase):
    """A text file's bytes on their way to the parser: where they are is the progress."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source = source
        self.n_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # noqa: ANN001  any writable buffer
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        self.n_bytes += len(data)
        return len(data)


class CountedText:
    """Text for the parser, counting the delimiters outside quotes.

    pandas fills a row that is too short without a word. The count gives such a
    row away at hardly any cost: there are too few delimiters for so many rows.
    """

    def __init__(self, source: BinaryIO, encoding: str, dialect: Dialect) -> None:
        self.raw = _Counted(source)
        self._text = io.TextIOWrapper(io.BufferedReader(self.raw, 1 << 18), encoding=encoding, newline="")
        self._dialect = dialect
        self._in_quotes = False
        self.n_delimiters = 0

    def read(self, size: int = -1) -> str:
        text = self._text.read(size)
        if self._dialect.quote in text or self._in_quotes:
            pieces = text.split(self._dialect.quote)
            outside = pieces[1 if self._in_quotes else 0 :: 2]
            self.n_delimiters += sum(piece.count(self._dialect.delimiter) for piece in outside)
            self._in_quotes ^= len(pieces) % 2 == 0
        else:
            self.n_delimiters += text.count(self._dialect.delimiter)
        return text

    def __iter__(self) -> Iterator[str]:
        return iter(self._text)


def read_head(source: BinaryIO, encoding: str) -> tuple[str, bool]:
    """Return the start of a text, with two whole lines where there are two, and whether it is all.

    Parameters
    ----------
    source : BinaryIO
        At its start.
    encoding : str
        The text's codec.

    Returns
    -------
    text : str
        The start.
    complete : bool
        Whether nothing follows.
    """
    size = HEAD_BYTES
    while True:
        source.seek(0)
        data = source.read(size)
        text = data.decode(encoding, "replace")
        complete = len(data) < size
        if complete or text.count("\n") + text.count("\r") > 2 or size >= MAX_HEAD_BYTES:
            return text, complete
        size *= 4


def read_delimited(
    source: BinaryIO,
    name: str,
    *,
    delimiter: str | None,
    decimal: str | None,
    encoding: str | None,
    header: bool | None,
) -> Generator[tuple[int, int], None, Parts]:
    """Read a text table in slices.

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
    name : str
        The file's name, for errors.
    delimiter, decimal, encoding, header
        What a person chose, None to guess.

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
    chosen = encoding or encoding_of(source.read(HEAD_BYTES)) or "latin-1"
    try:
        return (yield from _read_as(source, name, chosen, delimiter, decimal, header))
    except UnicodeError as error:
        if encoding or chosen != "utf-8":
            raise _bad_letters(name, chosen, error) from error
        # The first bytes were UTF-8 and a later one is not. An encoding of one byte a letter reads all bytes.
        chosen = western(getattr(error, "object", b""))
    try:
        return (yield from _read_as(source, name, chosen, delimiter, decimal, header))
    except UnicodeError:
        return (yield from _read_as(source, name, "latin-1", delimiter, decimal, header))


def _bad_letters(name: str, encoding: str, error: UnicodeError) -> ParseError:
    return ParseError(
        f'"{name}" cannot be read as {encoding}.',
        rule=f"every byte is a letter in {encoding}",
        value=cut(str(error)),
        ways=("Choose another encoding, or save the file as UTF-8.",),
    )


def _read_as(
    source: BinaryIO, name: str, encoding: str, delimiter: str | None, decimal: str | None, header: bool | None
) -> Generator[tuple[int, int], None, Parts]:
    """Read with one encoding."""
    text, complete = read_head(source, encoding)
    text = text.removeprefix("\ufeff")
    dialect = guess_dialect(text, delimiter=delimiter, decimal=decimal, header=header, complete=complete)
    names, notes = _names(dialect, name)
    if len(names) > 1 and dialect.delimiter != ",":
        notes.insert(0, f"Columns are separated by {_SEPARATORS.get(dialect.delimiter, repr(dialect.delimiter))}.")
    if dialect.decimal == ",":
        notes.append("The decimal mark is a comma.")
    if encoding in ("cp1252", "latin-1"):
        notes.append("The letters are read as Latin-1 (Western European).")
    parts = Parts(names, notes, [[] for _ in names], [set() for _ in names], decimal=dialect.decimal)
    reading = CountedText(_rewound(source), encoding, dialect)
    try:
        with warnings.catch_warnings():
            # A column of mixed kinds is read a second time below.
            warnings.simplefilter("ignore", pd.errors.DtypeWarning)
            for frame in _slices(reading, dialect, names):
                _append(parts, frame)
                yield reading.raw.n_bytes, parts.n_rows
    except pd.errors.ParserError as error:
        ragged = _ragged(source, name, encoding, dialect, len(names))
        raise ragged or _unreadable(source, name, encoding, dialect, error) from error
    n_wanted = (len(names) - 1) * (parts.n_rows + dialect.header)
    if dialect.delimiter == " " or reading.n_delimiters < n_wanted:
        ragged = _ragged(source, name, encoding, dialect, len(names))
        if ragged is not None:
            raise ragged
    yield from _reread_mixed(parts, source, encoding, dialect)
    return parts


def _rewound(source: BinaryIO) -> BinaryIO:
    source.seek(0)
    return source


def _names(dialect: Dialect, name: str) -> tuple[list[str], list[str]]:
    """Return the columns' names and what was decided about them."""
    rows = dialect.first_rows
    if not rows or (dialect.header and len(rows) == 1):
        raise ParseError(
            f'"{name}" has no rows of values.',
            rule="a row of names and at least one row of values",
            value="only a row of names" if rows else "no rows",
        )
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
        yield from reader


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
    missing = pd.isna(values)
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
    reading = CountedText(_rewound(source), encoding, dialect)
    n_rows = 0
    for frame in _slices(reading, dialect, parts.names, usecols=mixed, dtype=str):
        for index in mixed:
            parts.columns[index].append(_clean(frame[index].to_numpy())[0])
        n_rows += len(frame)
        yield reading.raw.n_bytes, n_rows


def _ragged(source: BinaryIO, name: str, encoding: str, dialect: Dialect, n_columns: int) -> ParseError | None:
    """Return the error for the first row with too few or too many cells, None when all fit."""
    n_rows = -dialect.header
    for line, row in _exactly(source, encoding, dialect):
        n_rows += 1
        if n_rows > 0 and len(row) != n_columns:
            return ParseError(
                f'Row {n_rows:,} of "{name}" (line {line:,}) has {several(len(row), "cell")} instead of {n_columns}.',
                rule=f"{several(n_columns, 'cell')} in every row, as in the first",
                value=cut(dialect.delimiter.join(row)),
                ways=("Fix the row, or choose another separator.",),
            )
    return None


def _exactly(source: BinaryIO, encoding: str, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Return every row that is not blank, as Python's own ``csv`` cuts it, and the line where it starts."""
    rows = dialect.rows(CountedText(_rewound(source), encoding, dialect))
    line = 1
    for row in rows:
        if len(row) > 1 or (row and row[0].strip()):
            yield line, row
        line = rows.line_num + 1


def _unreadable(source: BinaryIO, name: str, encoding: str, dialect: Dialect, error: Exception) -> ParseError:
    """Return the error for what the parser refused although every row fits."""
    if "EOF inside string" in str(error):
        line, row = deque(_exactly(source, encoding, dialect), maxlen=1).pop()
        return ParseError(
            f'The last quotation mark of "{name}" is never closed. Its row starts in line {line:,}.',
            rule="every quotation mark that opens a cell is closed",
            value=cut(dialect.delimiter.join(row)),
            ways=("Close the quotation mark, or remove it.",),
        )
    return ParseError(f'"{name}" cannot be read as a table.', rule="rows of cells", value=cut(str(error)))
