"""Where the table stands in a text file: found from its first and its last lines alone, whatever its size."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from elmweb.data._account import Account
from elmweb.data._cells import check_width, unique_names
from elmweb.data._dialect import ONE_COLUMN, guess_dialect, has_backslashes, head_lines, head_rows
from elmweb.data._lines import TAIL_BYTES, CountedText, Extent, PartOfText, plain_codec, read_head, read_tail
from elmweb.data._mended import REGULAR, MendedText
from elmweb.data._options import ReadOptions
from elmweb.data._rows import Dialect, Row, is_value, rows_of, split_lines
from elmweb.data._sniff import no_rows
from elmweb.data._structure import Structure, find_structure
from elmweb.data._tail import find_tail, is_named
from elmweb.words.engine import data_files as words, data_notes as notes_words

__all__ = ["Layout", "TailRow", "find_layout", "names_of"]


@dataclass(frozen=True)
class TailRow:
    """A row after the table: how many lines below the last row it starts, how many it has, its kind and its cells."""

    line: int
    n_lines: int
    kind: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """Where a table stands in a text file, and how it is written.

    Parameters
    ----------
    encoding : str
        Its encoding.
    dialect : Dialect
        How cells are separated.
    structure : Structure
        What stands above the values, and how rows look.
    width : int
        Number of columns; more than most rows have cells where the widest row decides.
    names : tuple of str
        Names of the columns.
    notes : tuple of str
        What was decided.
    name_notes : tuple of str
        What was decided about names.
    written_names : tuple of str
        Names as they are written; none at all where there are no names.
    extent : Extent
        Where the rows of values stand.
    head : Account
        What the lines above them are.
    tail : tuple of TailRow
        What stands in the lines below them.
    n_tail_lines : int
        How many they are.
    row_bytes : float
        Mean size of the first lines.
    regular : bool
        Whether the first rows can go to the parser as they are.
    mended : bool
        Whether the text is made regular before it goes to the parser.
    undo, skip_lines : tuple
        As in ``ReadOptions``.
    first_rows : tuple of tuple of str
        Cells of the first rows of values.
    """

    encoding: str
    dialect: Dialect
    structure: Structure
    width: int
    names: tuple[str, ...]
    notes: tuple[str, ...]
    name_notes: tuple[str, ...]
    written_names: tuple[str, ...]
    extent: Extent
    head: Account
    tail: tuple[TailRow, ...] = ()
    n_tail_lines: int = 0
    row_bytes: float = 1.0
    regular: bool = True
    mended: bool = False
    undo: tuple[str, ...] = ()
    skip_lines: tuple[int, ...] = field(default=(), repr=False)
    first_rows: tuple[tuple[str, ...], ...] = field(default=(), repr=False)

    def first_cells(self, at: int) -> set[str]:
        """Return the different cells of a column in the first rows."""
        return {row[at].strip() for row in self.first_rows if at < len(row)}

    def open(self, source: BinaryIO, *, any_exponent: bool = True, watch: Callable[[str], None] | None = None) -> Any:
        """Return the text of the rows, as the parser takes it; ``watch`` is shown it."""
        about = (source, self.encoding, self.dialect, self.extent, self.structure)
        if not self.mended:
            return CountedText(*about, any_exponent=any_exponent, watch=watch)
        rest = {"width": self.width, "undo": self.undo, "skip": self.skip_lines}
        return MendedText(*about, **rest, any_exponent=any_exponent, watch=watch)

    @property
    def written(self) -> Dialect:
        """How the text is written that :meth:`open` gives."""
        return replace(REGULAR, decimal=self.dialect.decimal) if self.mended else self.dialect

    def to_mend(self, source: BinaryIO) -> Layout:
        """Return the layout of a file that turned out not to be regular; looks through all of it where it has to."""
        dialect, backslash = self.dialect, self.dialect.backslash
        if dialect.quote == '"' and not backslash:
            text = PartOfText(source, self.encoding, self.extent).text
            backslash = any(has_backslashes(piece) for piece in iter(lambda: text.read(1 << 20), ""))
        found = replace(self, mended=True, dialect=replace(dialect, backslash=backslash))
        if "long" not in self.undo:
            return found
        wide = found.open(source)
        width = max(wide.widest() if isinstance(wide, MendedText) else 0, self.structure.width)
        written = (*self.written_names, *[""] * (width - len(self.names))) if self.written_names else ()
        names, notes = _numbered(written, width)
        more = {"names": tuple(names), "name_notes": tuple(notes), "written_names": written}
        return replace(found, width=width, **more)


def find_layout(source: BinaryIO, name: str, encoding: str, options: ReadOptions, *, totals: bool = True) -> Layout:
    """Find out where the table stands in a text file.

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
    name : str
        Its name, for error messages.
    encoding : str
        Its encoding.
    options : ReadOptions
        What was chosen instead of guessed.
    totals : bool
        Whether rows at the end may be totals.

    Returns
    -------
    Layout
        From the first and the last lines.

    Raises
    ------
    ParseError
        If there are no rows of values.
    """
    text, complete = read_head(source, encoding)
    dialect = guess_dialect(text, options, complete=complete)
    lines = head_lines(text, complete=complete)
    all_rows = head_rows(lines, dialect)
    rows = [row for row in all_rows if row.line not in options.skip_lines]
    if not rows:
        raise no_rows(name, words.EVERY_LINE_LEFT_OUT if all_rows else words.ONLY_BLANK_LINES)
    structure = find_structure(rows, options)
    check_width(structure.width, name)
    written, notes = names_of(structure, [row.cells for row in rows[structure.first :]])
    names, name_notes = _numbered(written, structure.width)
    if structure.first >= len(rows):
        raise no_rows(name, words.ONLY_NAMES if structure.names else words.NO_ROWS)
    if len(names) > 1 and dialect.delimiter != ",":
        notes.insert(0, notes_words.separated_by(dialect.delimiter))
    if dialect.decimal == ",":
        notes.append(notes_words.DECIMAL_COMMA)
    if encoding in ("cp1252", "latin-1"):
        notes.append(notes_words.LATIN_1)
    first_line = rows[structure.first].line
    bom = text.startswith("\ufeff")
    body = rows[structure.first :]
    layout = Layout(
        encoding,
        dialect,
        structure,
        structure.width,
        tuple(names),
        tuple(notes),
        tuple(name_notes),
        tuple(written),
        extent=Extent(sum(map(len, lines[: first_line - 1])) + bom, first_line),
        head=_account_above(rows, structure, lines[: first_line - 1], options),
        row_bytes=sum(len(line.encode(encoding, "ignore")) for line in lines) / max(1, len(lines)),
        regular=all(len(row.cells) == structure.width for row in body)
        and not options.skip_lines
        and not dialect.backslash
        and dialect.delimiter != " ",
        undo=options.undo,
        skip_lines=options.skip_lines,
        first_rows=tuple(tuple(row.cells) for row in body),
    )
    return _with_tail(layout, source, complete=complete, totals=totals)


def names_of(structure: Structure, body: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """Return the column names as they are written, "" where there is none, and notes about them.

    Parameters
    ----------
    structure : Structure
        What stands above the values.
    body : sequence of sequence of str
        The first rows of values.

    Returns
    -------
    names : list of str
        One a column; none at all where there are no names.
    notes : list of str
        A sentence for what was decided.
    """
    width, written = structure.width, list(structure.names)
    if not written:
        return [], [notes_words.BY_POSITION]
    notes = list(structure.notes)
    if len(written) == width - 1 and not all(len(row) == width and not row[-1].strip() for row in body):
        written.insert(0, "")
        notes.append(notes_words.ONE_NAME_FEWER)
    return written + [""] * (width - len(written)), notes


def _numbered(written: Sequence[str], width: int) -> tuple[list[str], list[str]]:
    """Return unique names, or numbers where there are none, and notes about them."""
    return unique_names(written) if written else ([f"column {number}" for number in range(1, width + 1)], [])


def _account_above(rows: list[Row], structure: Structure, lines: list[str], options: ReadOptions) -> Account:
    """Return what the lines above the first row of values are."""
    account = Account(n_lines=len(lines), undone=options.undo)
    taken = set()
    for at, kind in sorted(structure.kinds.items()):
        row = rows[at]
        taken |= set(range(row.line, row.line + row.n_lines))
        if kind == "names":
            account.n_names += row.n_lines
        elif not any(map(is_value, row.cells)):
            account.n_blank += row.n_lines
        else:
            account.leave_out(kind, row.line, lines[row.line - 1], row.n_lines)
    for number, line in enumerate(lines, start=1):
        if number in taken:
            continue
        if number in options.skip_lines and line.strip():
            account.leave_out("chosen", number, line)
        elif number == 1 and line.strip():
            account.leave_out("setting", number, line)
        else:
            account.n_blank += 1
    return account


def _with_tail(layout: Layout, source: BinaryIO, *, complete: bool, totals: bool) -> Layout:
    """Return the layout with what follows the last row; ``complete`` means that the file is small."""
    codec = plain_codec(source, layout.encoding)
    size = source.seek(0, io.SEEK_END)
    lines = read_tail(source, codec, size if complete else TAIL_BYTES)
    lines = lines[layout.extent.first_line - 1 :] if complete else lines[1:]
    if not lines or layout.dialect.delimiter == ONE_COLUMN or layout.skip_lines:
        return layout
    rows = rows_of(split_lines(lines, layout.dialect, layout.structure.shape, last=True))
    kinds = find_tail(rows, layout.structure, layout.undo if totals else (*layout.undo, "total"))
    at = len(rows)
    # In a large table a sum is looked for only in a row that calls itself a total: it may have to be read again.
    while at - 1 in kinds and (complete or kinds[at - 1] != "total" or is_named(rows[at - 1].cells)):
        at -= 1
    if at == len(rows):
        return layout
    after = lines[rows[at].line - 1 :]
    if any(layout.dialect.quote in line and line.count(layout.dialect.quote) % 2 for line in after):
        return layout
    tail = tuple(
        TailRow(row.line - rows[at].line, row.n_lines, kinds[place], tuple(row.cells))
        for place, row in enumerate(rows[at:], start=at)
    )
    end = size - len("".join(after).encode(codec, "surrogateescape"))
    return replace(layout, extent=replace(layout.extent, end=end), tail=tail, n_tail_lines=len(after))
