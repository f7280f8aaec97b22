"""A text that is not regular throughout, made regular: every row with as many cells as there are columns.

What is no row is left out, what is short is filled up, and the account says which lines those were.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator
from itertools import islice
from typing import BinaryIO

from elmweb.data._account import Account, Lines
from elmweb.data._lines import Extent, HugeExponentError, PartOfText, has_huge_exponent
from elmweb.data._rows import Dialect, is_blank, split_lines
from elmweb.data._structure import Structure
from elmweb.words.engine import data_account as words

__all__ = ["REGULAR", "MendedText"]

REGULAR = Dialect(",")
"""How the text that comes out is written; its decimal mark is that of the file."""

_LINES_PER_BLOCK = 2000
_HASH = re.compile(r"[ \t]*#")


class MendedText(PartOfText):
    """The rows of a file as regular text, comma-separated; a file for the parser.

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
    encoding : str
        Its codec.
    dialect : Dialect
        How it is written.
    extent : Extent
        Where the rows stand.
    structure : Structure
        How they look.
    width : int
        How many cells each row shall have; rows are short that have fewer than most.
    undo : collection of str
        As in ``ReadOptions``.
    skip : collection of int
        Lines to leave out.
    any_exponent : bool
        Whether the parser can take any number.
    watch : callable, optional
        Is shown the text.
    """

    def __init__(
        self,
        source: BinaryIO,
        encoding: str,
        dialect: Dialect,
        extent: Extent,
        structure: Structure,
        *,
        width: int,
        undo: Collection[str] = (),
        skip: Collection[int] = (),
        any_exponent: bool = True,
        watch: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(source, encoding, extent)
        self._dialect = dialect
        self._structure = structure
        self._width = width
        self._first_line = extent.first_line
        self._undo = undo
        self._skip = frozenset(skip)
        self._any_exponent = any_exponent
        self._watch = watch
        self._waiting: list[str] = []
        self._is_over = False
        self.account = Account()
        self.n_lines = 0
        self._nuls, self._marks, self._ends = Lines(), Lines(), Lines()

    def read(self, _size: int = -1) -> str:
        """Return the rows of some lines, or nothing at the end."""
        for rows in self.blocks():
            if rows:
                text = rows if isinstance(rows, str) else _written(rows)
                if not self._any_exponent and has_huge_exponent(text):
                    raise HugeExponentError
                if self._watch is not None:
                    self._watch(text)
                return text
        return ""

    def blocks(self) -> Iterator[list[list[str]] | str]:
        """Yield the rows, some at a time; as they are written where they are regular."""
        while True:
            if not self._is_over and len(self._waiting) < _LINES_PER_BLOCK:
                more = list(islice(self.text, _LINES_PER_BLOCK))
                self._is_over = len(more) < _LINES_PER_BLOCK
                self._waiting += more
            if not self._waiting:
                return
            if self._is_regular(text := "".join(self._waiting)):
                self.account.n_row_lines += len(self._waiting)
                self.n_lines += len(self._waiting)
                self._waiting = []
                yield text if text[-1] in "\r\n" else f"{text}\n"
            else:
                yield self._rows(self._waiting, is_last=self._is_over)

    def _is_regular(self, text: str) -> bool:
        """Return whether the lines that wait can go to the parser as they are."""
        if self._skip or self._dialect.delimiter != REGULAR.delimiter or self._dialect.skip_spaces or self._width < 2:
            return False
        if any(mark in text for mark in (self._dialect.quote, REGULAR.quote, "#", "\0")):
            return False
        return {line.count(REGULAR.delimiter) for line in self._waiting} == {self._width - 1}

    def widest(self) -> int:
        """Return the most cells that any row has; nothing can be read after that."""
        most = 0
        while lines := list(islice(self.text, _LINES_PER_BLOCK)):
            rows = split_lines(lines, self._dialect, self._structure.shape, last=True).rows
            most = max(most, max((len(row) for row in rows if row and not _HASH.match(row[0])), default=0))
        return most

    def changes(self) -> list[str]:
        """Return a sentence for whatever was mended in a row."""
        said = []
        if self._nuls.n:
            said.append(words.without_nuls(self._nuls.where("line")))
        if self._marks.n:
            said.append(words.stray_mark(self._marks.where("line"), self._marks.n, self._marks.text))
        if self._ends.n:
            said.append(words.extra_separator(self._ends.where("line"), self._ends.n))
        return said

    def _rows(self, lines: list[str], *, is_last: bool) -> list[list[str]]:
        """Return the rows of some lines, all of the same width; count the others."""
        first = self._first_line + self.n_lines
        self._drop_nuls(lines, first)
        if self._skip and (chosen := [n for n in range(first, first + len(lines)) if n in self._skip]):
            # Lines up to the first that is chosen make a block of their own, so that numbers stay right.
            n = chosen[0] - first
            if n == 0:
                self.account.leave_out("chosen", first, lines[0])
                self.n_lines += 1
                self._waiting = lines[1:]
                return []
            lines, after, is_last = lines[:n], lines[n:], True
        else:
            after = []
        block = split_lines(lines, self._dialect, self._structure.shape, last=is_last)
        self._waiting = lines[block.n_lines :] + after
        self.n_lines += block.n_lines
        hashes = {n for n, line in enumerate(lines[: block.n_lines]) if _HASH.match(line)}
        if block.sizes is None and not hashes and set(map(len, block.rows)) == {self._width} and self._width > 1:
            self.account.n_row_lines += len(block.rows)
            return block.rows
        kept, at, stray = [], 0, set(block.stray)
        for cells, size in zip(block.rows, block.sizes or [1] * len(block.rows), strict=True):
            if at in hashes and self._structure.is_comment(lines[at], cells):
                self.account.leave_out("comment", first + at, lines[at], size)
            else:
                row = self._fitted(cells, first + at, size)
                if row is not None:
                    kept.append(row)
                    self.account.n_row_lines += size
                if at in stray and lines[at].count(self._dialect.quote) % 2:
                    self._marks.add(first + at, lines[at])
            at += size
        return kept

    def _fitted(self, cells: list[str], line: int, size: int) -> list[str] | None:
        """Return a row with as many cells as there are columns, or None where it is none; count it."""
        if is_blank(cells):
            self.account.n_blank += size
            return None
        text, width = self._dialect.delimiter.join(cells), self._width
        if len(cells) > width:
            if any(cell.strip() for cell in cells[width:]):
                self.account.leave_out("long", line, text, size)
                return None
            self._ends.add(line)
        elif len(cells) < self._structure.width:
            if "note" not in self._undo and self._structure.is_note(cells):
                self.account.leave_out("note", line, text, size)
                return None
            if "short" in self._undo:
                self.account.leave_out("short", line, text, size)
                return None
            self.account.filled.add(line)
        return [*cells[:width], *[""] * (width - len(cells))]

    def _drop_nuls(self, lines: list[str], first: int) -> None:
        for at, line in enumerate(lines):
            if "\0" in line:
                self._nuls.add(first + at)
                lines[at] = line.replace("\0", "")


def _written(rows: list[list[str]]) -> str:
    """Return rows as regular text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
