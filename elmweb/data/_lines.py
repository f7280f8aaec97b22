"""Monitoring the text that goes to the parser, and finding the row that it cannot parse."""

from __future__ import annotations

import io
import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from elmweb.data._cells import cut
from elmweb.data._sniff import HEAD_BYTES, Dialect, is_blank
from elmweb.exceptions import ParseError
from elmweb.formatting import count

MAX_HEAD_BYTES = 1 << 24

# Two patterns, since searching for one character is seven times faster than for either of two.
_HUGE_EXPONENTS = (re.compile(r"e[-+]?\d{10}"), re.compile(r"E[-+]?\d{10}"))
_LONGEST_MATCH = 12


def has_huge_exponent(text: str) -> bool:
    """Return whether a text holds an exponent of ten digits or more, on which parsers of pandas crash."""
    return any(huge.search(text) for huge in _HUGE_EXPONENTS)


class HugeExponentError(Exception):
    """The text holds an exponent on which pandas' fast number parser crashes."""


class _Counted(io.RawIOBase):
    """A binary stream that counts the bytes read, for reporting progress."""

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
    """A text stream that counts the delimiters outside quotes.

    pandas silently fills rows that are too short. Counting delimiters detects them at hardly any
    cost: there are too few for the number of rows.

    It also raises an error for exponents of ten digits, as in the code "4e492493924924". They overflow
    in the fast number parser of pandas before 3.0 and crash the process (pandas issue 63089).
    """

    def __init__(self, source: BinaryIO, encoding: str, dialect: Dialect, *, any_exponent: bool = True) -> None:
        source.seek(0)
        self.raw = _Counted(source)
        self._text = io.TextIOWrapper(io.BufferedReader(self.raw, 1 << 18), encoding=encoding, newline="")
        self._dialect = dialect
        self._in_quotes = False
        self._any_exponent = any_exponent
        self._end = ""
        self.n_delimiters = 0

    def read(self, size: int = -1) -> str:
        text = self._text.read(size)
        if not self._any_exponent:
            seam = self._end + text[:_LONGEST_MATCH]
            if has_huge_exponent(seam) or has_huge_exponent(text):
                raise HugeExponentError
            self._end = text[-_LONGEST_MATCH:]
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
    """Return the start of a text, with at least two lines where there are two, and whether it is complete.

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
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


def find_ragged(source: BinaryIO, name: str, encoding: str, dialect: Dialect, n_columns: int) -> ParseError | None:
    """Return an error for the first row with too few or too many cells, None when there is none."""
    n_rows = -dialect.header
    for line, row in _rows_with_lines(source, encoding, dialect):
        n_rows += 1
        if n_rows > 0 and len(row) != n_columns:
            return ParseError(
                f'Row {n_rows:,} of "{name}" (line {line:,}) has {count(len(row), "cell")} instead of {n_columns}.',
                rule=f"{count(n_columns, 'cell')} in every row, as in the first",
                value=cut(dialect.delimiter.join(row)),
                hints=("Fix the row in a spreadsheet or an editor, and bring the file again.",),
            )
    return None


def _rows_with_lines(source: BinaryIO, encoding: str, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Yield every row that is not blank as Python's ``csv`` splits it, with the line where it starts."""
    rows = dialect.rows(CountedText(source, encoding, dialect))
    line = 1
    for row in rows:
        if not is_blank(row):
            yield line, row
        line = rows.line_num + 1


def why_unreadable(source: BinaryIO, name: str, encoding: str, dialect: Dialect, error: Exception) -> ParseError:
    """Return an error for what the parser rejected although every row has the right number of cells."""
    if "EOF inside string" in str(error):
        line, row = deque(_rows_with_lines(source, encoding, dialect), maxlen=1).pop()
        return ParseError(
            f'The last quotation mark of "{name}" is never closed. Its row starts in line {line:,}.',
            rule="every quotation mark that opens a cell is closed",
            value=cut(dialect.delimiter.join(row)),
            hints=("Close the quotation mark, or remove it.",),
        )
    return ParseError(f'"{name}" cannot be read as a table.', rule="rows of cells", value=cut(str(error)))
