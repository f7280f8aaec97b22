"""Tables of a web page, or of what spreadsheet programs and services save as one under the name .xls."""

from __future__ import annotations

import codecs
import re
from collections.abc import Generator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import BinaryIO

from elmweb.data._cells import check_width
from elmweb.data._delimited import Parts
from elmweb.data._dialect import decimal_of
from elmweb.data._limits import check_cells
from elmweb.data._options import ReadOptions
from elmweb.data._sheet import filled, iter_columns, table_score
from elmweb.data._sniff import encoding_of, not_a_table
from elmweb.exceptions import DataError
from elmweb.progress import map_steps
from elmweb.words.engine import data_files as words, data_notes as notes_words

__all__ = ["read_html"]

_PIECE = 1 << 20
_MOST_SPAN = 1000
_CELL_LETTERS = 4  # of the shortest cell
_LONGEST_TAG = 8192
_TAG = re.compile(r"<(?:!--|[/!?]?[\w:-]*)")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_ROWS = ("tr", "row")
_CELLS = ("td", "th", "cell")
_UNSEEN = ("script", "style", "template", "noscript")


@dataclass
class _Table:
    """A table: its title, its rows, and cells that reach into the rows below."""

    title: str = ""
    rows: list[list[str | None]] = field(default_factory=list)
    # Column -> rows left and text, of cells of the rows above: those that reach into this row, and into the next.
    here: dict[int, tuple[int, str | None]] = field(default_factory=dict)
    below: dict[int, tuple[int, str | None]] = field(default_factory=dict)
    cell: list[str] | None = None
    spans: tuple[int, int, int | None] = (1, 1, None)
    number: str | None = None


class _Tables(HTMLParser):
    """Collects the tables of a page, and the sheets of a workbook in XML."""

    def __init__(self, name: str, n_letters: int) -> None:
        super().__init__(convert_charrefs=True)
        self._name, self._most_values = name, n_letters // _CELL_LETTERS
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._unseen = 0
        self._title: list[str] | None = None
        self._sheet = ""
        self._n_cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag, given = tag.rpartition(":")[2], {name.rpartition(":")[2]: value or "" for name, value in attrs}
        table = self._open[-1] if self._open else None
        if tag == "worksheet":
            self._sheet = given.get("name", "")
        elif tag == "table":
            self._open.append(_Table(self._sheet))
            self.tables.append(self._open[-1])
        elif tag in _UNSEEN:
            self._unseen += 1
        elif table is None:
            return
        elif tag == "caption":
            self._title = []
        elif tag in _ROWS:
            self._end_cell(table)
            self._start_row(table)
        elif tag in _CELLS:
            self._end_cell(table)
            if not table.rows:
                self._start_row(table)
            across = _number(given.get("colspan")) or _number(given.get("mergeacross"), 0) + 1
            down = _number(given.get("rowspan")) or _number(given.get("mergedown"), 0) + 1
            index = _number(given.get("index"), 0)
            table.cell, table.number = [], given.get("num")
            table.spans = (across, down, index - 1 if index else None)
        elif tag in ("br", "p", "div", "li") and table.cell is not None:
            table.cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif not self._open:
            return
        elif tag == "caption" and self._title is not None:
            self._open[-1].title, self._title = " ".join("".join(self._title).split()), None
        elif tag in _CELLS or tag in _ROWS:
            self._end_cell(self._open[-1])
        elif tag == "table":
            self._end_cell(self._open[-1])
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._title is not None:
            self._title.append(data)
        elif self._open and self._open[-1].cell is not None:
            self._open[-1].cell.append(data)

    def _count(self, n_cells: int) -> None:
        """Count cells, of which one that spans others is many, and refuse too many."""
        self._n_cells += n_cells
        check_cells(self._n_cells, self._most_values, self._name)

    def _start_row(self, table: _Table) -> None:
        self._count(len(table.below))
        table.rows.append([])
        table.here = table.below
        table.below = {column: (n - 1, text) for column, (n, text) in table.here.items() if n > 1}
        self._fill(table.rows[-1], table)

    def _fill(self, row: list[str | None], table: _Table) -> None:
        """Put cells that reach down from the rows above where they belong."""
        while len(row) in table.here:
            row.append(table.here[len(row)][1])

    def _end_cell(self, table: _Table) -> None:
        if table.cell is None:
            return
        text = " ".join("".join(table.cell).split()) or None
        text = table.number if table.number and text else text
        row, (across, down, at) = table.rows[-1], table.spans
        self._count(across)
        check_width(max(len(row), at or 0) + across, self._name)
        row += [None] * ((at or 0) - len(row))
        for n in range(across):
            shown = text if n == 0 else None
            if down > 1:
                table.below[len(row)] = (down - 1, shown)
            row.append(shown)
        table.cell = None
        self._fill(row, table)


def read_html(source: BinaryIO, name: str, options: ReadOptions) -> Generator[tuple[int, int], None, Parts]:
    """Read the table of a web page, or of a page in an archive of one file (MHTML).

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
    name : str
        The file's name, for error messages.
    options : ReadOptions
        What was chosen instead of guessed. Without a ``sheet`` the first large table is read.

    Yields
    ------
    tuple of int
        Bytes and rows read so far.

    Returns
    -------
    Parts
        Columns of one slice each.

    Raises
    ------
    ParseError
        If there is no table.
    """
    source.seek(0)
    data = source.read()
    tables: list[_Table] = []
    for text in map(_with_short_tags, _pages(data, options.encoding)):
        parser = _Tables(name, len(text))
        for at in range(0, len(text), _PIECE):
            parser.feed(text[at : at + _PIECE])
            yield min(len(data) - 1, at), 0
        parser.close()
        tables += [table for table in parser.tables if any(map(filled, table.rows))]
    if not tables:
        raise not_a_table(name, "html", words.COPY_THE_TABLE)
    titles = [table.title or f"table {number}" for number, table in enumerate(tables, start=1)]
    table = tables[_chosen(titles, tables, name, options.sheet)]
    rows = [(number, row) for number, row in enumerate(table.rows, start=1) if filled(row)]
    decimal = options.decimal or decimal_of(";", [[cell or "" for cell in row] for _, row in rows[:200]])
    steps = iter_columns(rows, len(table.rows), name, options, decimal=decimal)
    parts = yield from map_steps(steps, lambda n: (len(data), n))
    if len(tables) > 1:
        parts.sheets = titles
        at = tables.index(table)
        parts.notes.insert(0, notes_words.table_read(titles[at], len(tables) - 1))
    return parts


def _with_short_tags(text: str) -> str:
    """Return a page without what is in tags that are too long; Python's parser takes the square of their length."""
    parts = text.split(">")
    for at, part in enumerate(parts):
        head, tail = part[:-_LONGEST_TAG], part[-_LONGEST_TAG:]
        if "<" not in head:
            continue
        if "<" in tail:
            parts[at] = head.replace("<", " ") + tail
        else:
            start = head.rindex("<")
            name = _TAG.match(head, start)
            end = "--" if tail.endswith("--") else ""  # of a comment
            parts[at] = head[:start].replace("<", " ") + (name[0] if name else "") + end
    return ">".join(parts)


def _chosen(titles: list[str], tables: list[_Table], name: str, sheet: str | int | None) -> int:
    """Return which table is read."""
    if sheet is None:
        scores = [table_score(table.rows) for table in tables]
        return next(at for at, score in enumerate(scores) if score >= 0.5 * max(scores))
    if sheet not in titles and sheet not in range(len(titles)):
        rule = words.one_of([f'"{title}"' for title in titles])
        raise DataError(words.no_table(name, repr(sheet)), rule=rule, value=repr(sheet))
    return titles.index(sheet) if isinstance(sheet, str) else sheet


def _pages(data: bytes, encoding: str | None) -> list[str]:
    """Return the pages of a file: itself, or those of an archive."""
    if not re.match(
        rb"\s*(mime-version|from|content-type|message-id|date|subject|snapshot\S*):", data[:2000], re.IGNORECASE
    ):
        return [_decoded(data, encoding)]
    from email import message_from_bytes, policy  # slow to import, and hardly ever needed

    pages = []
    for part in message_from_bytes(data.lstrip(), policy=policy.compat32).walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and isinstance(content, bytes):
            pages.append(_decoded(content, encoding or part.get_content_charset()))
    return pages


def _decoded(data: bytes, encoding: str | None) -> str:
    """Return the text of a page, by what is chosen, by its byte order mark, by what it says of itself, or guessed."""
    said = _CHARSET.search(data[:2000])
    guessed = encoding_of(data[: 1 << 18])
    for codec in (
        encoding,
        guessed if guessed and guessed.startswith("utf-16") else None,
        said and said[1].decode(),
        guessed,
    ):
        try:
            if codec:
                codecs.lookup(codec)
                return data.decode(codec)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("cp1252", "replace")


def _number(text: str | None, default: int = 0) -> int:
    """Return a span or an index, 0 for none."""
    return min(int(text), _MOST_SPAN) if text and re.fullmatch(r"\d{1,6}", text.strip()) else default
