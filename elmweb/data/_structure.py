"""What the first and the last rows of a sheet are: titles, comments, names, units, values, totals, notes.

A sheet is any list of rows: of a text, a workbook or a web page. Cells are texts here, "" where there is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from elmweb.data._dialect import usual_width
from elmweb.data._options import ReadOptions
from elmweb.data._rows import Row, Shape, is_number, is_value
from elmweb.words.engine import data_notes as words

__all__ = ["Structure", "comment_test", "find_structure"]

_MOST_COLUMNS = 300  # columns beyond are not looked at
_MOST_ROWS = 50
_MOST_UNITS = 3
_FEW_ROWS = 5
_ERRORS = re.compile(r"#(N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|GETTING_DATA|SPILL!|CALC!)")
_LIKE_A_NUMBER = re.compile(r"\s*[-+.,]?\d")
_UNIT = re.compile(
    r"[\[(].*[\])]|.*[°%/^²³µ].*|[a-z]{1,4}|[kKmMGcdhnpuµ]?(m|g|s|A|K|N|J|W|V|F|C|T|H|L|l|Pa|Hz|eV|cd|mol|bar|Ohm)|degC|degF"
    r"|numeric|number|continuous|discrete|categorical|category|nominal|ordinal|class|meta|ignore|string|text|str|char|"
    r"varchar|factor|float\d*|double|real|u?int\d*|integer|bool(ean)?|logical|date(time)?|time(stamp)?|id|cm|mm|km|USD|EUR|GBP"
)


@dataclass(frozen=True)
class Structure:
    """What stands above the values, and how the rows look.

    Parameters
    ----------
    names : tuple of str
        Names of the columns as they are written, "" where there is none; empty when there are none at all.
    first : int
        Position of the first row of values among the rows.
    width : int
        Number of columns.
    kinds : dict of int to str
        What the rows above are, by their position: "title", "comment", "names" or "units".
    numbers : frozenset of int
        Columns of numbers.
    sizes : tuple of int
        Of the texts in the first column, the most words, and the most characters.
    comments : bool
        Whether lines that begin with # may be comments.
    notes : tuple of str
        A sentence for what was decided.
    """

    names: tuple[str, ...]
    first: int
    width: int
    kinds: dict[int, str] = field(default_factory=dict)
    numbers: frozenset[int] = frozenset()
    sizes: tuple[int, int] = (0, 0)
    comments: bool = True
    notes: tuple[str, ...] = ()

    @property
    def shape(self) -> Shape:
        """How rows look."""
        return Shape(self.width, self.numbers)

    def is_note(self, cells: Sequence[str]) -> bool:
        """Return whether a row of one cell is a note, and not a row of which the rest is missing."""
        text = cells[0].strip()
        if len(cells) != 1 or self.width < 2:
            return False
        if 0 in self.numbers:
            return not is_number(text)
        n_words, length = self.sizes
        return len(text.split()) > max(1, n_words) or len(text) > 1.5 * length

    def is_comment(self, line: str, cells: Sequence[str]) -> bool:
        """Return whether a row that begins with # is a comment and no row of the table."""
        if not self.comments or not line.lstrip(" \t").startswith("#") or _ERRORS.match(line.lstrip(" \t")):
            return False
        if len(cells) != self.width or 0 in self.numbers:
            return True
        return not self.shape.fits_numbers(cells) if self.numbers else line.lstrip(" \t").startswith("# ")


def find_structure(rows: Sequence[Row], options: ReadOptions) -> Structure:
    """Find out what the first rows are.

    Parameters
    ----------
    rows : sequence of Row
        The first rows that are not blank.
    options : ReadOptions
        What was chosen instead of guessed.

    Returns
    -------
    Structure
        Names, first row of values, and what stands above them.
    """
    hashes = [] if "comment" in options.undo else [at for at, row in enumerate(rows) if comment_test(row.cells)]
    leading = next((at for at in range(len(rows)) if at not in hashes[: at + 1]), len(rows))
    if len(hashes) - leading > max(1, 0.2 * len(rows)) or len(hashes) == len(rows):
        hashes = []
    plain = [at for at in range(len(rows)) if at not in set(hashes)]
    width = usual_width([len(rows[at].cells) for at in plain])
    look = _Look([rows[at] for at in plain], width)
    top, header = look.find_header(rows=[rows[at] for at in plain], options=options)
    first = plain[top] if top < len(plain) else len(rows)
    names: list[Sequence[str]] = []
    kinds = dict.fromkeys((at for at in hashes if at < first), "comment")
    kinds |= dict.fromkeys((plain[at] for at in range(top)), "title")
    notes: list[str] = []
    guessed = options.header is None and options.header_row is None
    if guessed and (above := _commented(rows, first, hashes, look, top)):
        header = False
        names, kinds[first - 1] = [above], "names"
    if header:
        names, n_units = look.names_below(top, options)
        after = top + len(names) + n_units
        kinds |= dict.fromkeys(plain[top : top + len(names)], "names")
        kinds |= dict.fromkeys(plain[top + len(names) : after], "units")
        first = plain[after] if after < len(plain) else len(rows)
        kinds |= dict.fromkeys((at for at in hashes if at < first), "comment")
        if len(names) > 1:
            notes.append(words.NAMES_IN_TWO_ROWS)
    joined = _joined(names, width)
    longest = max(width, len(joined))
    return Structure(
        names=joined,
        first=first,
        width=longest,
        kinds=kinds,
        numbers=look.numbers_from(top + (1 if header else 0)),
        sizes=look.first_column(top + (1 if header else 0)),
        comments="comment" not in options.undo and (bool(hashes) or not any(comment_test(row.cells) for row in rows)),
        notes=tuple(notes),
    )


def comment_test(cells: Sequence[str]) -> bool:
    """Return whether a row begins with #, and not with an error of a spreadsheet."""
    return bool(cells) and cells[0].lstrip().startswith("#") and not _ERRORS.match(cells[0].lstrip())


class _Look:
    """The rows that are no comments, looked at as cells."""

    def __init__(self, rows: list[Row], width: int) -> None:
        self.rows = [row.cells for row in rows]
        # Whether a blank line follows.
        self.apart = [row.line + row.n_lines < below.line for row, below in pairwise(rows)]
        self.width = width

    def numbers_from(self, first: int) -> frozenset[int]:
        """Return the columns that hold numbers, not counting the first rows of values: they may be units."""
        body = [row for row in self.rows[first:] if len(row) >= self.width - 1]
        skipped = min(_MOST_UNITS, (len(body) - 1) // 2)
        body = body[skipped : skipped + _MOST_ROWS]
        least = 0.8 if len(body) > _FEW_ROWS else 0.6  # one of few may be a note
        found = []
        for at in range(min(self.width, _MOST_COLUMNS)):
            there = [row[at] for row in body if at < len(row) and is_value(row[at])]
            if there and sum(map(is_number, there)) >= least * len(there):
                found.append(at)
        return frozenset(found)

    def first_column(self, first: int) -> tuple[int, int]:
        """Return the most words and characters that texts of the first column have, from a row on."""
        texts = [row[0].strip() for row in self.rows[first:] if len(row) == self.width and sum(map(is_value, row)) > 1]
        return max((len(text.split()) for text in texts), default=0), max(map(len, texts), default=0)

    def find_header(self, rows: Sequence[Row], options: ReadOptions) -> tuple[int, bool]:
        """Return the position of the names, or of the first row of values, and whether it holds names."""
        if options.header_row is not None:
            at = next((at for at, row in enumerate(rows) if row.line >= options.header_row), 0)
            return at, options.header is not False
        if "title" in options.undo or not self.rows:
            return 0, has_header(self.rows) if options.header is None else options.header
        top = 0 if self.width < 2 else next(at for at, row in enumerate(self.rows) if len(row) == self.width)
        while top + 1 < len(self.rows) and self._is_title(top):
            top += 1
        if options.header is None and top and self._holds_names(top - 1, rows):
            return top - 1, True
        header = has_header(self.rows[top:]) if options.header is None else options.header
        if not header and options.header is None and self._is_group(top):
            header = True
        return top, header

    def _is_title(self, at: int) -> bool:
        """Return whether a row as long as the others is a title: few of its cells are filled, and names come below."""
        if self.apart[at] and self._names_below_gap(at + 1):
            return True
        n_least = max(2, self.width / 2)
        if sum(map(is_value, self.rows[at])) >= n_least or self._is_group(at):
            return False
        below = next((row for row in self.rows[at + 1 : at + 20] if sum(map(is_value, row)) >= n_least), [])
        return len(below) == self.width and not any(map(is_number, below))

    def _names_below_gap(self, at: int) -> bool:
        """Return whether a row holds names, all of them, above a row of values; what stands apart above is a title."""
        if at + 1 >= len(self.rows) or not all(
            cell.strip() and not _LIKE_A_NUMBER.match(cell) for cell in self.rows[at]
        ):
            return False
        below, numbers = self.rows[at + 1], self.numbers_from(at + 1)
        return len(self.rows[at]) == self.width and any(is_number(below[c]) for c in numbers if c < len(below))

    def _holds_names(self, at: int, rows: Sequence[Row]) -> bool:
        """Return whether a row that is shorter or longer than those below holds their names."""
        cells, below = self.rows[at], self.rows[at + 1]
        if len(cells) < 2 or any(map(is_number, cells)) or sum(map(is_value, cells)) < len(cells) / 2:
            return False
        adjacent = rows[at].line + rows[at].n_lines == rows[at + 1].line
        if len(cells) == self.width - 1 and at == 0:
            return True
        numbers = self.numbers_from(at + 1)
        return adjacent and bool(numbers) and all(is_number(below[c]) for c in numbers if is_value(below[c]))

    def _is_group(self, at: int) -> bool:
        """Return whether a row names groups of columns, whose own names stand in the row below."""
        if at + 2 >= len(self.rows) or len(self.rows[at]) != self.width or len(self.rows[at + 1]) != self.width:
            return False
        above, below = ([cell.strip() for cell in self.rows[row]] for row in (at, at + 1))
        numbers = self.numbers_from(at + 2)
        if not all(a or b for a, b in zip(above, below, strict=True)) or any(map(is_number, below)):
            return False
        starts = [c for c in range(self.width) if above[c] and below[c] and above[c] != below[c]]
        wide = [c for c in starts if c + 1 < self.width and not above[c + 1]]
        # A title stands above the first column; one group of all columns is a title, too.
        is_split = len(wide) > 1 or (bool(wide) and (wide[0] > 0 or any(c > wide[0] for c in starts)))
        return is_split and len(starts) - len(wide) <= (0 not in starts or 0 in wide) and any(below[c] for c in numbers)

    def names_below(self, top: int, options: ReadOptions) -> tuple[list[Sequence[str]], int]:
        """Return the rows of names, one or two, and how many rows of units follow."""
        n_names = 2 if "names" not in options.undo and self._is_group(top) else 1
        n_units = 0
        if not {"units", "title"} & set(options.undo):
            while n_units < _MOST_UNITS and self._is_units(top + n_names + n_units, top + n_names):
                n_units += 1
        return self.rows[top : top + n_names], n_units

    def _is_units(self, at: int, first: int) -> bool:
        """Return whether a row under the names holds units or types: text in every column of numbers."""
        if at + 2 > len(self.rows) - 1 or len(self.rows[at]) != self.width:
            return False
        cells = self.rows[at]
        body = [row for row in self.rows[first + _MOST_UNITS :] if len(row) == self.width] or self.rows[at + 1 :]
        numbers = self.numbers_from(first)
        there = [cells[c].strip() for c in numbers if is_value(cells[c])]
        if not there or any(map(is_number, there)) or 2 * len(there) < len(numbers):
            return False
        # What stands further down, too, is a kind, or a mark for a missing number.
        filled = [c for c in range(min(self.width, _MOST_COLUMNS)) if is_value(cells[c])]
        if any(cells[c] == row[c] for c in filled for row in body[:_MOST_ROWS] if c < len(row)):
            return False
        return len(there) > 1 or _UNIT.fullmatch(there[0]) is not None


def _commented(rows: Sequence[Row], first: int, hashes: list[int], look: _Look, top: int) -> Sequence[str] | None:
    """Return the names in the last comment above the values, where it holds one for each column."""
    if not first or first - 1 not in hashes or look.width < 2:
        return None
    cells = [cell.strip() for cell in rows[first - 1].cells]
    cells[0] = cells[0].lstrip("# \t")
    cells = cells[1:] if not cells[0] and len(cells) == look.width + 1 else cells
    numbers = look.numbers_from(0)
    if len(cells) != look.width or not all(cells) or any(map(is_number, cells)) or not numbers:
        return None
    return cells if Shape(look.width, numbers).fits(look.rows[top]) else None


def _joined(names: list[Sequence[str]], width: int) -> tuple[str, ...]:
    """Return one name a column; a group of columns is named once, above the first of them."""
    if len(names) < 2:
        return tuple(names[0]) if names else ()
    group, joined = "", []
    for at in range(width):
        above, below = names[0][at].strip(), names[1][at].strip()
        group = above or (group if below else "")
        joined.append(below if group == below else f"{group} {below}".strip())
    return tuple(joined)


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row holds names rather than values.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first rows.

    Returns
    -------
    bool
        False where all of its cells are numbers, or one is a decimal number above numbers.
    """
    if not rows:
        return True
    first = [cell for cell in rows[0] if cell.strip()]
    if first and all(map(_is_plain, first)):
        return False
    # A decimal number above numbers is hardly ever a name.
    for index, cell in enumerate(rows[0]):
        if not (_is_plain(cell) and re.search("[.,]", cell)):
            continue
        below = [row[index] for row in rows[1:20] if index < len(row) and row[index].strip()]
        if below and all(map(_is_plain, below)):
            return False
    return True


def _is_plain(cell: str) -> bool:
    return re.fullmatch(r"\s*[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?\s*", cell) is not None
