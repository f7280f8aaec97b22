"""Lines of text to rows of cells, also where quotation marks are not as they should be.

A quotation mark opens a cell only where one that closes it stands before a separator or the end of a line, and what is
between does not look like rows of its own. Any other mark is a letter.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from elmweb.reading.column import MISSING
from elmweb.reading.numbers import text_to_number

__all__ = [
    "MOST_LINES",
    "Block",
    "Dialect",
    "Row",
    "Shape",
    "is_blank",
    "is_number",
    "is_value",
    "rows_of",
    "split_lines",
]

_GONE = frozenset(MISSING)

MOST_LINES = 1000
"""A quoted cell of more lines was never closed."""

_MOST_JOINS = 20
_FEW_LINES = 3


@dataclass(frozen=True)
class Dialect:
    """The format of a delimited text file.

    Parameters
    ----------
    delimiter : str
        Character between cells; " " means any run of spaces.
    quote : str
        Character around cells that contain the delimiter.
    decimal : str
        "." or ",".
    skip_spaces : bool
        Whether a space follows each delimiter.
    backslash : bool
        Whether a quote inside a cell is escaped by a backslash and not doubled.
    """

    delimiter: str
    quote: str = '"'
    decimal: str = "."
    skip_spaces: bool = False
    backslash: bool = False


@dataclass(frozen=True)
class Shape:
    """How the rows of a table look.

    Parameters
    ----------
    width : int
        How many cells they have; 0 where that is not known.
    numbers : frozenset of int
        Columns of numbers.
    """

    width: int = 0
    numbers: frozenset[int] = frozenset()

    def fits(self, cells: Sequence[str]) -> bool:
        """Return whether cells look like a whole row: as many, and numbers where there are numbers."""
        return len(cells) == self.width and (self.fits_numbers(cells) if self.numbers else self.width > 2)

    def fits_numbers(self, cells: Sequence[str]) -> bool:
        """Return whether no cell of a column of numbers is text, and some cell is a number."""
        there = [cells[at] for at in self.numbers if at < len(cells) and is_value(cells[at])]
        return bool(there) and all(map(is_number, there))


def is_value(cell: str) -> bool:
    """Return whether a cell holds anything."""
    return bool(cell.strip()) and cell.strip() not in _GONE


def is_number(cell: str) -> bool:
    """Return whether a cell is written as a number, with any decimal mark."""
    return text_to_number(cell, ".") is not None or text_to_number(cell, ",") is not None


class Row(NamedTuple):
    """A row, the number of its first line counted from 1, and how many lines it has."""

    line: int
    n_lines: int
    cells: Sequence[Any]


@dataclass
class Block:
    """Consecutive rows.

    Parameters
    ----------
    rows : list of list of str
        Their cells; a blank line is an empty row, or one of spaces.
    sizes : list of int or None
        How many lines each has; None for one each.
    n_lines : int
        How many lines they have in all.
    stray : list of int
        Lines, counted from 0, with a quotation mark that is a letter though it opens a cell.
    """

    rows: list[list[str]]
    sizes: list[int] | None
    n_lines: int
    stray: list[int] = field(default_factory=list)


def split_lines(lines: list[str], dialect: Dialect, shape: Shape, *, last: bool) -> Block:
    """Split lines into rows.

    Parameters
    ----------
    lines : list of str
        Lines with their ends.
    dialect : Dialect
        How cells are separated.
    shape : Shape
        How rows look; cells over several lines that look like rows were never closed.
    last : bool
        Whether nothing follows. Otherwise a row that goes on beyond these lines is left for the next block.

    Returns
    -------
    Block
        The rows.
    """
    if dialect.backslash:
        lines = [_unescaped(line) if "\\" in line else line for line in lines]
    try:
        rows = list(_reader(lines, dialect))
    except csv.Error:
        rows = []
    if len(rows) == len(lines):
        return Block(rows, None, len(lines))
    return _split_one_by_one(lines, dialect, shape, last=last)


def rows_of(block: Block, first_line: int = 1) -> list[Row]:
    """Return the rows of a block that are not blank, each with its line."""
    rows, line = [], first_line
    for cells, size in zip(block.rows, block.sizes or [1] * len(block.rows), strict=True):
        if not is_blank(cells):
            rows.append(Row(line, size, cells))
        line += size
    return rows


def is_blank(row: Sequence[str]) -> bool:
    """Return whether a row is a blank line: it holds only spaces and tabs."""
    return len(row) < 2 and not "".join(row).strip(" \t\r\n\f\v")


def _reader(lines: Iterable[str], dialect: Dialect) -> Any:
    """Return a reader that raises ``csv.Error`` where a quotation mark is not as it should be."""
    csv.field_size_limit(1 << 30)
    spaces = dialect.delimiter == " "
    return csv.reader(
        (line.strip() + "\n" for line in lines) if spaces else lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        skipinitialspace=dialect.skip_spaces or spaces,
        strict=True,
    )


def _split_one_by_one(lines: list[str], dialect: Dialect, shape: Shape, *, last: bool) -> Block:
    """Split lines where some row has several, or a quotation mark is not as it should be."""
    rows: list[list[str]] = []
    sizes: list[int] = []
    stray: list[int] = []
    at = 0
    while at < len(lines):
        start, reader = at, _reader(islice(lines, at, None), dialect)
        try:
            for row in reader:
                n = start + reader.line_num - at
                if n > 1 and (n > MOST_LINES or _is_runaway(lines[at : at + n], row, dialect, shape)):
                    break
                rows.append(row)
                sizes.append(n)
                at += n
            else:
                break
        except csv.Error:
            pass
        if not last and len(lines) - at < MOST_LINES and at > 0:
            break
        row, n, is_stray = _mend(lines[at : at + MOST_LINES], dialect, shape)
        if is_stray:
            stray.append(at)
        rows.append(row)
        sizes.append(n)
        at += n
    return Block(rows, sizes, at, stray)


def _is_runaway(lines: list[str], row: list[str], dialect: Dialect, shape: Shape) -> bool:
    """Return whether the lines of one row look like several: a quotation mark in the first was never closed."""
    if len(row) == shape.width and (not shape.numbers or (shape.fits(row) and len(lines) <= _FEW_LINES)):
        return False
    return all(shape.fits(line.rstrip("\r\n").split(dialect.delimiter)) for line in lines[:-1])


@lru_cache(maxsize=8)
def _patterns(delimiter: str, quote: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a quoted cell, before what ends it, and of one that is still open where the text ends."""
    ends, mark = rf"(?={re.escape(delimiter)}|[\r\n]|\Z)", re.escape(quote)
    inside = rf"{mark}([^{mark}]*(?:{mark}{mark}[^{mark}]*)*)"
    return re.compile(rf"{inside}{mark} *{ends}"), re.compile(rf"{inside}\Z")


def _mend(lines: list[str], dialect: Dialect, shape: Shape) -> tuple[list[str], int, bool]:
    """Split the first row off some lines; return its cells, its number of lines, and whether a mark is a letter."""
    delimiter, quote = dialect.delimiter, dialect.quote
    quoted, still_open = _patterns(delimiter, quote)
    skips = dialect.skip_spaces or delimiter == " "
    text, n_lines, at, cells, is_stray = lines[0], 1, 0, [], False
    if delimiter == " ":
        text = text.strip()
    while True:
        while skips and text[at : at + 1] == " ":
            at += 1
        cell = None
        if text.startswith(quote, at):
            match = quoted.match(text, at)
            if match is None and delimiter != " " and still_open.match(text, at):
                longer = _closed(text[at:], lines[n_lines:], quoted, quote)
                n = n_lines + len(longer)
                if longer and not _is_runaway(lines[n_lines - 1 : n], [], dialect, shape):
                    text, n_lines = "".join([text, *longer]), n
                    match = quoted.match(text, at)
            if match is None:
                is_stray = True
            else:
                cell = match[1].replace(quote * 2, quote)
                at = match.end()
        if cell is None:
            end = text.find(delimiter, at)
            cell = (text[at:] if end < 0 else text[at:end]).rstrip("\r\n")
            at += len(cell)
        cells.append(cell)
        if not text.startswith(delimiter, at):
            return cells, n_lines, is_stray
        at += 1


def _closed(text: str, lines: list[str], quoted: re.Pattern[str], quote: str) -> list[str]:
    """Return the lines that close the cell with which a text begins; none where it stays open."""
    pieces, n_joins = [text], 0
    for line in lines:
        pieces.append(line)
        if quote not in line:
            continue
        if quoted.match("".join(pieces)):
            return pieces[1:]
        n_joins += 1
        if n_joins == _MOST_JOINS or quote in line.replace(quote * 2, ""):  # a mark that is not doubled ends a cell
            break
    return []


def _unescaped(line: str) -> str:
    r"""Return a line where marks are escaped by a backslash as one where they are doubled."""
    return re.sub(r"""\\(["'\\])""", lambda match: '""' if match[1] == '"' else match[1], line)
