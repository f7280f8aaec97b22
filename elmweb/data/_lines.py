"""The text of a file on its way to the parser: where it starts and ends, and whether it is as regular as it seems."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from elmweb.data._codes import may_hold_exponents
from elmweb.data._dialect import head_lines
from elmweb.data._rows import Dialect
from elmweb.data._sniff import HEAD_BYTES
from elmweb.data._structure import Structure

MAX_HEAD_BYTES = 1 << 24
TAIL_BYTES = 1 << 16
_FEWEST_LINES = 12
_LINE_FEED, _ASCII = 10, 128

# Two patterns, since searching for one character is seven times faster than for either of two.
_HUGE_EXPONENTS = (re.compile(r"e[-+]?\d{10}"), re.compile(r"E[-+]?\d{10}"))
_LONGEST_MATCH = 12
_HASH = re.compile(r"[\r\n][ \t]*#")


def has_huge_exponent(text: str) -> bool:
    """Return whether a text holds an exponent of ten digits or more, on which parsers of pandas crash."""
    return any(huge.search(text) for huge in _HUGE_EXPONENTS)


class HugeExponentError(Exception):
    """The text holds an exponent on which pandas' fast number parser crashes."""


class OddTextError(Exception):
    """The text holds what the parser would misread: it has to be split into rows with care."""


class _Part(io.RawIOBase):
    """The first bytes of a binary stream; counts those that were read, for reporting progress."""

    def __init__(self, source: BinaryIO, end: int | None) -> None:
        super().__init__()
        self._source = source
        self._end = end
        self.n_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # noqa: ANN001  any writable buffer
        size = len(buffer) if self._end is None else min(len(buffer), self._end - self.n_bytes)
        data = self._source.read(size)
        buffer[: len(data)] = data
        self.n_bytes += len(data)
        return len(data)


@dataclass(frozen=True)
class Extent:
    """Where in a file the rows of values stand.

    Parameters
    ----------
    start : int
        Characters before the first row.
    first_line : int
        The line of the first row, counted from 1.
    end : int or None
        Bytes before the first line after the last row; None when none follows.
    """

    start: int
    first_line: int
    end: int | None = None


class PartOfText:
    """The lines of a file from the first row of values to the last.

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
    encoding : str
        Its codec.
    extent : Extent
        Where the rows stand.
    """

    def __init__(self, source: BinaryIO, encoding: str, extent: Extent) -> None:
        source.seek(0)
        self.raw = _Part(source, extent.end)
        self.text = io.TextIOWrapper(io.BufferedReader(self.raw, 1 << 18), encoding=encoding, newline="")
        start = extent.start
        while start:
            start -= len(self.text.read(start)) or start

    def __iter__(self) -> Iterator[str]:
        return iter(self.text)


class CountedText(PartOfText):
    """A text that goes to the parser as it is; counts lines, and delimiters outside quotes.

    pandas silently fills rows that are too short. Counting delimiters detects them at hardly any
    cost: there are too few for the number of rows. Counting lines detects cells that run over several.

    It raises ``OddTextError`` for comments, NULs, and quotation marks that do not enclose a cell; and
    ``HugeExponentError`` for exponents of ten digits, as in the code "4e492493924924". They overflow
    in the fast number parser of pandas before 3.0 and crash the process (pandas issue 63089).
    """

    def __init__(
        self,
        source: BinaryIO,
        encoding: str,
        dialect: Dialect,
        extent: Extent,
        structure: Structure,
        *,
        any_exponent: bool = True,
        watch: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(source, encoding, extent)
        self._dialect = dialect
        self._structure = structure
        self._watch = watch
        self._in_quotes = False
        self._any_exponent = any_exponent
        self._rest = self._end = ""
        self._last, self._is_first = "\n", True  # the character before, and whether there is none
        self._n_ends = 0
        self.n_delimiters = 0
        self.n_inner_lines = 0  # line ends inside cells
        self.n_blank: int | None = None  # blank lines, None while they are not counted
        space = "[ ]" if dialect.delimiter == "\t" else "[ \t]"
        self._blank = re.compile(rf"^{space}*\n|^{space}+\Z", re.MULTILINE)

    def read(self, size: int = -1) -> str:
        """Return some text, or nothing at the end; quotation marks are looked at in whole lines."""
        text = self._rest + self.text.read(size) if self._rest else self.text.read(size)
        self._rest = ""
        if self._in_quotes or self._dialect.quote in text or self.n_blank is not None:
            text = self._to_line_end(text, size)
            if not text and self._in_quotes:  # the last cell was never closed
                raise OddTextError
        if text:
            self._check(text)
            self._last = text[-1]
        return text

    def _to_line_end(self, text: str, size: int) -> str:
        """Return a text up to the end of a line, and keep the rest for the next time."""
        while True:
            cut = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
            more = "" if cut else self.text.read(size)
            if not more:
                break
            text += more
        if cut == 0 or cut == len(text):
            return text
        self._rest = text[cut:]
        return text[:cut]

    def _check(self, text: str) -> None:
        """Count what the text holds, and raise an error for what the parser would misread."""
        if not self._any_exponent and (
            has_huge_exponent(self._end + text[:_LONGEST_MATCH])
            or (may_hold_exponents(text) and has_huge_exponent(text))
        ):
            raise HugeExponentError
        if self._watch is not None:
            self._watch(text)
        self._end = text[-_LONGEST_MATCH:]
        if "\0" in text or (self._structure.comments and "#" in text and _HASH.search(self._last + text)):
            raise OddTextError
        delimiter, quote = self._dialect.delimiter, self._dialect.quote
        if quote not in text and not self._in_quotes:
            self.n_delimiters += self._count(text)
            self._count_blank(text)
            return
        self._count(text)
        started = self._in_quotes
        # A doubled mark is a letter, or an empty cell.
        pieces = text.replace(quote * 2, "").split(quote)
        outside, inside = pieces[1 if started else 0 :: 2], pieces[0 if started else 1 :: 2]
        self._in_quotes ^= len(pieces) % 2 == 0
        joined = ("\0" if started else self._last) + "\0".join(outside)
        joined += "\0" if self._in_quotes else "" if text[-1] in "\r\n" else "\n"
        self.n_delimiters += joined.count(delimiter) - (self._last == delimiter and not started)
        self._count_blank(joined if started else joined[1:])
        n = joined.count("\0")
        opens = ["\n", "\r", delimiter] + ([" "] if self._dialect.skip_spaces and delimiter != " " else [])
        n_opened = sum(joined.count(mark + "\0") for mark in opens)
        n_closed = sum(joined.count("\0" + mark) for mark in ("\n", "\r", delimiter))
        if n_opened != n - started or n_closed != n - self._in_quotes:
            raise OddTextError
        self._check_cells(inside)

    def _count(self, text: str) -> int:
        """Count the line ends of a text, and return its number of delimiters; comparing bytes is the fastest way."""
        letters = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
        n = np.count_nonzero(letters == _LINE_FEED)
        if "\r" in text:
            n += text.count("\r") - text.count("\r\n")
        # A line end of two characters may be cut in two.
        self._n_ends += int(n) - (text[0] == "\n" and self._last == "\r" and not self._is_first)
        self._is_first = False
        mark = ord(self._dialect.delimiter)
        return int(np.count_nonzero(letters == mark)) if mark < _ASCII else text.count(self._dialect.delimiter)

    @property
    def n_lines(self) -> int:
        """Number of lines so far; the last may have no end."""
        return self._n_ends + (not self._is_first and self._last not in "\r\n")

    def _count_blank(self, text: str) -> None:
        if self.n_blank is not None:
            text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
            self.n_blank += len(self._blank.findall(text))

    def _check_cells(self, cells: list[str]) -> None:
        """Count lines inside quoted cells, and raise an error where they look like rows."""
        n_inner = count_ends("\0".join(cells))
        self.n_inner_lines += n_inner
        if not n_inner:
            return
        delimiter, least = self._dialect.delimiter, max(1, self._structure.width - 1)
        for cell in cells:
            if "\n" in cell or "\r" in cell:
                lines = cell.splitlines()
                fits = (self._structure.shape.fits(line.split(delimiter)) for line in lines[1:-1])
                if len(lines) > 1 and cell.count(delimiter) >= least and all(fits):
                    raise OddTextError  # also for two lines: only their whole row says more


def count_ends(text: str) -> int:
    """Return how many line ends a text has, of any kind."""
    n = text.count("\n")
    return n + text.count("\r") - text.count("\r\n") if "\r" in text else n


def count_blank(text: CountedText) -> int:
    """Return how many lines of a text are blank, outside of cells; nothing can be read after that."""
    text.n_blank = 0
    while text.read(1 << 18):
        pass
    return text.n_blank


def read_head(source: BinaryIO, encoding: str) -> tuple[str, bool]:
    """Return the start of a text, with at least a dozen lines where there are as many, and whether it is complete.

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
        if complete or len(head_lines(text, complete=False)) >= _FEWEST_LINES or size >= MAX_HEAD_BYTES:
            return text, complete
        size *= 4


def read_tail(source: BinaryIO, encoding: str, n_bytes: int) -> list[str]:
    """Return the lines of the last bytes of a file, such that their encoded lengths are what they take in the file.

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
    encoding : str
        The text's codec, one without a byte order mark.
    n_bytes : int
        How many bytes.

    Returns
    -------
    list of str
        The first may be cut; none where the encoding does not allow to say where a line starts.
    """
    size = source.seek(0, io.SEEK_END)
    source.seek(max(0, size - n_bytes) // 4 * 4)
    data = source.read()
    try:
        text = data.decode(encoding, "surrogateescape")
        return list(io.StringIO(text, newline="")) if text.encode(encoding, "surrogateescape") == data else []
    except UnicodeError:
        return []


def plain_codec(source: BinaryIO, encoding: str) -> str:
    """Return the codec of a text without a byte order mark, which only its first bytes have."""
    if encoding in ("utf-16", "utf-32"):
        source.seek(0)
        is_big = source.read(2) in (b"\xfe\xff", bytes(2))
        return f"{encoding}-be" if is_big else f"{encoding}-le"
    return "utf-8" if encoding == "utf-8-sig" else encoding
