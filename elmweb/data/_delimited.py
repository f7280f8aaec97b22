"""Delimited text files, read in slices by pandas' C parser."""

from __future__ import annotations

import math
import warnings
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field, replace
from os import SEEK_END
from typing import Any, BinaryIO

import numpy as np
import pandas as pd

from elmweb.data._account import Account, Lines
from elmweb.data._cells import MOST_EXACT, cut, unique_names
from elmweb.data._codes import LeadingZeros
from elmweb.data._file_rows import RowSample, sample_for
from elmweb.data._formulas import is_own_file, restored, restored_column
from elmweb.data._frames import frame_of, is_text
from elmweb.data._layout import Layout, find_layout
from elmweb.data._lines import CountedText, HugeExponentError, OddTextError, count_blank
from elmweb.data._mended import MendedText
from elmweb.data._options import ReadOptions
from elmweb.data._readings import known_columns, may_be_codes, own_kinds
from elmweb.data._sniff import HEAD_BYTES, encoding_of, no_rows, western
from elmweb.data._tail import is_total
from elmweb.exceptions import ParseError
from elmweb.reading.column import MISSING, TRUTH, ColumnReading
from elmweb.words.engine import data_account as account_words, data_files as words

# One slice takes about 50 ms natively; a table of 10 columns comes in slices of 20,000 rows.
CELLS_PER_SLICE = 200_000
_TRUTH = np.array([*TRUTH, None], dtype=object)
_CRASHES = int(pd.__version__.partition(".")[0]) < 3  # the fast number parser, on what HugeExponentError is about
# Python's own parser of numbers, which takes twice as long. From version 3.1 on, pandas has one parser only.
_SLOW = {"float_precision": "round_trip"} if _CRASHES else {}
_GONE = frozenset(MISSING)


@dataclass(frozen=True)
class Reading:
    """How a text file was read, so that it can be read again in the same way.

    Parameters
    ----------
    layout : Layout
        Where the table stands in it, and how it is written.
    text_columns : tuple of int
        Positions of the columns that hold text in any slice, and so are text in all of them.
    marks : mapping of int to list of str
        Cells of each column that are missing.
    own : bool
        Whether formulas stand behind an apostrophe, since the page wrote the file.
    """

    layout: Layout
    text_columns: tuple[int, ...] = ()
    marks: Mapping[int, list[str]] = field(default_factory=dict)
    own: bool = False

    def frames(self, source: BinaryIO) -> Iterator[pd.DataFrame]:
        """Yield the file in slices, with cells as in a table."""
        texts = dict.fromkeys(self.text_columns, str)
        # The fast parser crashes the process on some numbers, see CountedText.
        options = {"dtype": texts, "na_values": dict(self.marks), **_SLOW}
        for frame in _slices(self.layout.open(source), self.layout, **options):
            cells = {str(at): _clean(series.to_numpy(), self.marks[at])[0] for at, series in frame.items()}
            if self.own:
                cells |= {at: restored_column(values)[0] for at, values in cells.items() if is_text(values)}
            yield frame_of(cells)


@dataclass
class Parts:
    """Columns that grow slice by slice.

    Parameters
    ----------
    names : list of str
        Names of the columns.
    notes : list of str
        What was decided while reading.
    columns : list of list of numpy.ndarray
        Slices of each column.
    kinds : list of set of str
        Which of "number", "long number" (of more than 64 bits, in Python's integers, from pandas 3), "truth" and "text"
        the slices of each column have been.
    infinite : set of int
        Positions of columns with an infinite number in any slice.
    n_rows : int
        Rows so far.
    decimal : str
        The file's decimal mark.
    delimiter, encoding : str
        How a text file separates cells, and how its letters are encoded.
    account : Account or None
        What became of every line; None for a file without lines.
    sheets : list of str
        The sheets of a workbook, or the tables of a web page, that may be chosen.
    reading : Reading or None
        How to read the file again; None when it is not a text file.
    readings : dict of str to ColumnReading
        How columns are read that are known already, by their names in the file.
    marks : dict of int to list of str
        Cells of each column that are missing.
    zeros : LeadingZeros
        Which columns hold codes such as 00217.
    sample : RowSample or None
        Which rows are kept; None keeps all of them.
    n_seen : int
        Rows so far, including those that are not kept.
    kept : list of numpy.ndarray
        Numbers of the kept rows, slice by slice; empty while all are kept.
    own : bool
        Whether formulas stand behind an apostrophe, since the page wrote the file.
    """

    names: list[str]
    notes: list[str]
    columns: list[list[np.ndarray]] = field(default_factory=list)
    kinds: list[set[str]] = field(default_factory=list)
    infinite: set[int] = field(default_factory=set)
    n_rows: int = 0
    decimal: str = "."
    delimiter: str = ","
    encoding: str = "utf-8"
    account: Account | None = None
    sheets: list[str] = field(default_factory=list)
    reading: Reading | None = None
    readings: dict[str, ColumnReading] = field(default_factory=dict)
    marks: dict[int, list[str]] = field(default_factory=dict)
    zeros: LeadingZeros = field(default_factory=lambda: LeadingZeros(",", '"'))
    sample: RowSample | None = None
    n_seen: int = 0
    kept: list[np.ndarray] = field(default_factory=list)
    own: bool = False

    def decimal_of(self, name: str) -> str:
        """Return the decimal mark of a column."""
        return self.readings[name].decimal if name in self.readings else self.decimal


def read_delimited(source: BinaryIO, name: str, options: ReadOptions) -> Generator[tuple[int, int], None, Parts]:
    """Read a delimited text file in slices.

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
    name : str
        The file's name, for error messages.
    options : ReadOptions
        What was chosen instead of guessed.

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
        If a row has the wrong number of cells, or the encoding is wrong.
    """
    source.seek(0)
    chosen = options.encoding or encoding_of(source.read(HEAD_BYTES)) or "latin-1"
    try:
        return (yield from _read_as(source, name, chosen, options))
    except UnicodeError as error:
        if options.encoding or chosen != "utf-8":
            raise _wrong_encoding(name, chosen, error) from error
        # The first bytes are UTF-8 and a later one is not. Any byte is valid in a single-byte encoding.
        chosen = western(getattr(error, "object", b""))
    try:
        return (yield from _read_as(source, name, chosen, options))
    except UnicodeError:
        return (yield from _read_as(source, name, "latin-1", options))


def _wrong_encoding(name: str, encoding: str, error: UnicodeError) -> ParseError:
    return ParseError(
        words.not_in_encoding(name, encoding),
        rule=words.letters_in(encoding),
        value=cut(str(error)),
        hints=(words.CHOOSE_ENCODING,),
    )


def _read_as(
    source: BinaryIO, name: str, encoding: str, options: ReadOptions
) -> Generator[tuple[int, int], None, Parts]:
    """Read the file in a given encoding."""
    layout = find_layout(source, name, encoding, options)
    parts = yield from _read_rows(source, name, layout, options.columns)
    totals = [row.cells for row in layout.tail if row.kind == "total"]
    if totals:
        columns = {at: _whole(parts, at) for at in range(min(len(parts.names), max(map(len, totals))))}
        if not all(is_total(cells, columns, layout.dialect.decimal) for cells in totals):
            layout = find_layout(source, name, encoding, options, totals=False)
            parts = yield from _read_rows(source, name, layout, options.columns)
    return parts


def _whole(parts: Parts, at: int) -> np.ndarray:
    """Return a column as read so far."""
    slices = parts.columns[at]
    if any(map(is_text, slices)):
        slices = [values if is_text(values) else np.full(len(values), None) for values in slices]
    return np.concatenate(slices)


def _read_rows(
    source: BinaryIO, name: str, layout: Layout, readings: Mapping[str, ColumnReading]
) -> Generator[tuple[int, int], None, Parts]:
    """Read the rows as they are, or mended where they turn out not to be regular."""
    sample = sample_for(source.seek(0, SEEK_END), layout.row_bytes, layout.width)
    dialect = layout.dialect
    parts = Parts([], [], sample=sample, decimal=dialect.decimal, delimiter=dialect.delimiter, encoding=layout.encoding)
    if layout.regular:
        # pandas silently fills short rows, and takes what stands between two stray quotation marks for one cell.
        with suppress(pd.errors.ParserError, pd.errors.ParserWarning, OddTextError):
            text = yield from _fill(parts, source, layout, readings)
            n_wanted = (layout.width - 1) * parts.n_seen
            account = _account_of(source, text, parts, layout)
            if account.adds_up and getattr(text, "n_delimiters", n_wanted) == n_wanted:
                parts.account = account
    if parts.account is None:
        layout = layout.to_mend(source)
        parts.account = _account_of(source, (yield from _fill(parts, source, layout, readings)), parts, layout)
    if parts.n_rows == 0:
        raise no_rows(name, words.ONLY_BLANK_LINES)
    parts.names, parts.notes = list(layout.names), [*layout.notes, *layout.name_notes]
    parts.own = is_own_file(parts.names)
    yield from _reread_mixed(parts, source, layout)
    _drop_empty_end(parts, layout)
    if parts.own:
        parts.names = [restored(each) for each in parts.names]
    return parts


def _drop_empty_end(parts: Parts, layout: Layout) -> None:
    """Leave out a last column without a name and without a value: each row ends in a separator."""
    written = layout.written_names
    if parts.sample is None and len(written) > 1 and not written[-1].strip() and not parts.kinds[-1]:
        parts.columns.pop()
        parts.kinds.pop()
        parts.names, name_notes = unique_names(written[:-1])
        parts.notes = [*layout.notes, *name_notes]
        if parts.account is not None:
            parts.account.changes.append(account_words.SEPARATOR_AT_END)


def _account_of(source: BinaryIO, text: CountedText | MendedText, parts: Parts, layout: Layout) -> Account:
    """Return what became of every line."""
    account = replace(layout.head, left_out=deepcopy(layout.head.left_out), changes=[])
    if isinstance(text, MendedText):
        found = text.account
        account.changes += text.changes()
        account.filled = found.filled
        account.n_blank += found.n_blank
        account.n_row_lines += found.n_row_lines
        for kind, lines in found.left_out.items():
            account.left_out.setdefault(kind, Lines()).join(lines)
    else:
        account.n_row_lines += parts.n_seen + text.n_inner_lines
        if text.n_lines != parts.n_seen + text.n_inner_lines:
            account.n_blank += count_blank(layout.open(source))  # as rare as it is cheap
    account.n_lines += text.n_lines
    for row in layout.tail:
        shown = layout.dialect.delimiter.join(row.cells)
        account.leave_out(row.kind, account.n_lines + row.line + 1, shown, row.n_lines)
    account.n_lines += layout.n_tail_lines
    account.n_blank += layout.n_tail_lines - sum(row.n_lines for row in layout.tail)
    return account


def _fill(
    parts: Parts, source: BinaryIO, layout: Layout, readings: Mapping[str, ColumnReading]
) -> Generator[tuple[int, int], None, CountedText | MendedText]:
    """Read all slices and return the text they were read from."""
    parts.readings = known_columns(layout.names, readings)
    parts.marks = {at: _marks_of(layout, at, parts.readings.get(name)) for at, name in enumerate(layout.names)}
    texts = _texts_of(parts, layout)
    typed: dict[str, Any] = {"dtype": texts} if texts else {}
    parts.zeros = LeadingZeros(layout.written.delimiter, layout.written.quote)
    try:
        text = layout.open(source, any_exponent=not _CRASHES, watch=parts.zeros.see)
        return (yield from _fill_with(parts, text, layout, **typed))
    except HugeExponentError:
        parts.zeros = LeadingZeros(layout.written.delimiter, layout.written.quote)
        return (yield from _fill_with(parts, layout.open(source, watch=parts.zeros.see), layout, **typed, **_SLOW))
    finally:
        parts.zeros.end()


def _marks_of(layout: Layout, at: int, reading: ColumnReading | None) -> list[str]:
    """Return the cells of a column that are missing."""
    if reading is not None:
        return [mark for mark in MISSING if mark in reading.missing]
    kinds = own_kinds(layout.first_cells(at))
    return [mark for mark in MISSING if mark not in kinds]


def _texts_of(parts: Parts, layout: Layout) -> dict[int, type[str]]:
    """Return the columns that are not to be parsed: codes, and those whose reading is not the parser's."""
    found = {}
    for at, name in enumerate(layout.names):
        reading = parts.readings.get(name)
        if reading is None:
            cells = layout.first_cells(at) - _GONE
            as_text = bool(cells) and may_be_codes([*cells], np.ones(len(cells), dtype=int))
        else:
            as_text = reading.holds != "number" or reading.decimal != layout.dialect.decimal
        if as_text:
            found[at] = str
    return found


def _fill_with(
    parts: Parts, text: CountedText | MendedText, layout: Layout, **more: object
) -> Generator[tuple[int, int], None, CountedText | MendedText]:
    """Read all slices from the start with the given parser options."""
    width = layout.width
    parts.columns = [[] for _ in range(width)]
    parts.kinds = [set() for _ in range(width)]
    parts.infinite = set()
    parts.n_rows = parts.n_seen = 0
    parts.kept = []
    for frame in _slices(text, layout, na_values=parts.marks, **more):
        _append(parts, frame)
        yield text.raw.n_bytes, parts.n_seen
    return text


def _slices(text: CountedText | MendedText, layout: Layout, **more: object) -> Iterator[pd.DataFrame]:
    """Yield slices from pandas' C parser; columns are numbered from 0."""
    dialect, width = layout.written, layout.width
    options = {
        "header": None,
        "names": range(width),
        "index_col": False,
        "sep": r"\s+" if dialect.delimiter == " " else dialect.delimiter,
        "quotechar": dialect.quote,
        "decimal": dialect.decimal,
        "skipinitialspace": dialect.skip_spaces,
        "keep_default_na": False,
        "low_memory": False,
        "chunksize": max(100, min(20_000, CELLS_PER_SLICE // width)),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.ParserWarning)
        try:
            reader = pd.read_csv(text, **{**options, **more})
        except pd.errors.EmptyDataError:
            return
    with reader:
        while True:
            with warnings.catch_warnings():
                # When the first row of a slice is too long, pandas only warns.
                warnings.simplefilter("error", pd.errors.ParserWarning)
                frame = next(reader, None)
            if frame is None:
                return
            yield frame


def _append(parts: Parts, frame: pd.DataFrame) -> None:
    """Append a slice, or the rows of it that are kept."""
    first, n_rows = parts.n_seen, len(frame)
    parts.n_seen += n_rows
    parts.infinite |= {at for at, series in frame.items() if _has_infinite(series)}
    if parts.sample is not None:
        kept = np.flatnonzero(parts.sample.keeps(first, n_rows))
        parts.kept.append(first + kept)
        frame = frame.iloc[kept]
    for index, (_, series) in enumerate(frame.items()):
        values, kind = _clean(series.to_numpy(), parts.marks[index])
        parts.columns[index].append(values)
        if kind:
            parts.kinds[index].add(kind)
    parts.n_rows += len(frame)


def _has_infinite(series: pd.Series) -> bool:
    return series.dtype == np.float64 and bool(np.isinf(series.to_numpy()).any())


def _clean(values: np.ndarray, marks: Collection[str]) -> tuple[np.ndarray, str]:
    """Return a slice of a column and its kind, as in ``Parts.kinds``, or "" when all is missing."""
    if values.dtype == bool:
        return _TRUTH[values.astype(np.intp)], "truth"
    if values.dtype == np.uint64:
        return values.astype(np.float64), "number"
    if not is_text(values):
        kind = "" if values.dtype == np.float64 and np.isnan(values).all() else "number"
        return values.copy(), kind  # a view would keep the whole slice alive
    return _clean_objects(values, marks)


def _clean_objects(values: np.ndarray, marks: Collection[str]) -> tuple[np.ndarray, str]:
    """Return a slice of texts, of truth values with missing ones, or of integers of any size, and its kind."""
    missing = values != values  # only NaN differs from itself; three times as fast as pandas.isna  # noqa: PLR0124
    if missing.all():
        return np.full(len(values), np.nan), ""
    # Within a slice the parser converts all cells of a column, or none.
    first: Any = values[missing.argmin()]
    if type(first) is int:
        return values, "long number"
    if isinstance(first, bool):
        index = np.fromiter((2 if gone else int(value) for value, gone in zip(values, missing, strict=True)), np.intp)
        return _TRUTH[index], "truth"
    if not missing.any():
        # Where an integer is longer than 64 bits and a later cell is none, pandas 3 forgets which cells are missing.
        if first not in marks and not first.lstrip("+-").isdigit():
            return values, "text"
        missing = np.fromiter((value in marks for value in values), dtype=bool, count=len(values))
    values = values.copy()
    values[missing] = None
    return values, "text"


def _overflow(values: np.ndarray, decimal: str) -> bool:
    """Return whether any text is written as a number, but is too large for one; "inf" is not."""
    for text in pd.unique(values):
        try:
            if text is not None and math.isinf(float(text.replace(decimal, "."))) and any(map(str.isdigit, text)):
                return True
        except ValueError:  # some other text
            continue
    return False


def _reread_mixed(parts: Parts, source: BinaryIO, layout: Layout) -> Generator[tuple[int, int], None, None]:
    """Read columns that were numbers in one slice and text in another again, as text.

    Parsing a number loses its text ("007" becomes 7), which therefore has to come from the file. So does what is too
    large, such as the code "1e400": pandas 3 takes it for infinite, and integers of more than 64 bits for objects.
    """
    mixed = {index for index, kinds in enumerate(parts.kinds) if len(kinds) > 1 or "long number" in kinds}
    codes = {index for index in range(len(parts.names)) if index not in mixed and _may_hold_codes(parts, index)}
    again: dict[int, list[np.ndarray]] = {index: [] for index in sorted(mixed | codes | parts.infinite)}
    options: dict[str, Any] = {"usecols": list(again), "dtype": str}
    options["na_values"] = {index: parts.marks[index] for index in again}
    text = layout.open(source)
    n_rows = 0
    for frame in _slices(text, layout, **options) if again else ():
        kept = slice(None) if parts.sample is None else parts.sample.keeps(n_rows, len(frame))
        for index, slices in again.items():
            values = _clean(frame[index].to_numpy(), parts.marks[index])[0]
            if index not in mixed and is_text(values) and _overflow(values, layout.dialect.decimal):
                mixed.add(index)
            slices.append(values[kept])
        n_rows += len(frame)
        yield text.raw.n_bytes, n_rows
    for index, slices in again.items():
        if index in mixed or (index in codes and _are_codes(slices)):
            parts.columns[index] = slices
            parts.kinds[index] = {"text"}
    texts = tuple(index for index, kinds in enumerate(parts.kinds) if kinds == {"text"})
    parts.reading = Reading(layout, texts, parts.marks, parts.own)


def _may_hold_codes(parts: Parts, index: int) -> bool:
    """Return whether the digits of a column of whole numbers may matter: leading zeros, or more than a float holds."""
    if parts.kinds[index] != {"number"} or parts.names[index] in parts.readings:
        return False
    if index in parts.zeros.columns:
        return True
    slices = parts.columns[index]
    if any(bool((np.floor(values[:1000]) < values[:1000]).any()) for values in slices[:3]):
        return False
    if not parts.zeros.anywhere and all(_largest(values) <= MOST_EXACT for values in slices):
        return False
    return all(bool((values[np.isfinite(values)] % 1 == 0).all()) for values in slices)


def _largest(values: np.ndarray) -> float:
    """Return the largest magnitude in a slice, whatever is missing in it."""
    return float(np.fmax(np.fmax.reduce(values, initial=0), -np.fmin.reduce(values, initial=0)))


def _are_codes(slices: list[np.ndarray]) -> bool:
    """Return whether the texts of a column that was parsed as numbers are codes."""
    texts = [values for values in slices if is_text(values)]
    codes, uniques = pd.factorize(np.concatenate(texts)) if texts else (np.zeros(0, int), np.zeros(0, object))
    return may_be_codes([text.strip() for text in uniques], np.bincount(codes[codes >= 0], minlength=len(uniques)))
