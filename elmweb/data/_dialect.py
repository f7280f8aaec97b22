"""Guessing how the cells of a text are separated, from its first lines."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from elmweb.data._options import ReadOptions
from elmweb.data._rows import Block, Dialect, Row, Shape, is_number, is_value, rows_of, split_lines

__all__ = [
    "DELIMITERS",
    "ONE_COLUMN",
    "decimal_of",
    "guess_dialect",
    "has_backslashes",
    "head_lines",
    "head_rows",
    "usual_width",
]

DELIMITERS = ("\t", ";", "|", ",", " ")  # of equals the first is taken: a comma is often part of a number
ONE_COLUMN = "\x1f"
"""The delimiter of a text without any: each line is one cell."""

_HEAD_LINES = 1000
_HEAD_ROWS = 200
_MOST_COLUMNS = 300
_MOST_NOTES = 20
_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?")
_SETTING = re.compile(r'\s*"?sep=(\\t|[^"])"?\s*', re.IGNORECASE)
_BACKSLASH = re.compile(r'(?:^|[,;\t|])"[^"\n]*\\"[^,;\t|\r\n]', re.MULTILINE)


def guess_dialect(sample: str, options: ReadOptions, *, complete: bool) -> Dialect:
    """Guess the dialect of a delimited text.

    Parameters
    ----------
    sample : str
        The start of the text.
    options : ReadOptions
        What was chosen instead of guessed.
    complete : bool
        Whether the sample is the whole text; otherwise its last line may be incomplete and is ignored.

    Returns
    -------
    Dialect
        What fits the first rows best.
    """
    lines = head_lines(sample, complete=complete)
    chosen = options.delimiter or _setting(lines)
    marks = [chosen] if chosen else list(DELIMITERS)
    quotes = ['"']
    if '"' not in sample and "'" in sample:
        # An apostrophe is an ordinary character unless it quotes the first name, or only then rows are regular.
        quotes = ["'"] if re.match(r"\s*'[^'\n]*'([,;\t|\r\n]|$)", sample) else ['"', "'"]
    backslash = has_backslashes(sample)
    trials = [Dialect(mark, quote, backslash=backslash) for quote in quotes for mark in marks]
    rows = {trial: _without_comments(head_rows(lines, trial)) for trial in trials}
    best = max(trials, key=lambda trial: _regularity(trial, rows[trial]))
    if not chosen and _regularity(best, rows[best]) <= 0:
        best = trials[marks.index(",")]
        if max((len(row.cells) for row in rows[best]), default=0) > 1:
            best = replace(best, delimiter=ONE_COLUMN)
            rows[best] = head_rows(lines, best)
    cells = [row.cells for row in rows[best]]
    after_first = [cell for row in cells[:20] for cell in row[1:]]
    if best.delimiter != " " and after_first and all(cell.startswith(" ") for cell in after_first if cell):
        best = replace(best, skip_spaces=True)
    return replace(best, decimal=options.decimal or decimal_of(best.delimiter, cells))


def head_lines(sample: str, *, complete: bool) -> list[str]:
    """Return the first lines of a text, with their ends.

    Parameters
    ----------
    sample : str
        The start of the text.
    complete : bool
        Whether the sample is the whole text; otherwise its last line may be incomplete and is left away.

    Returns
    -------
    list of str
        At most 1,000 lines.
    """
    lines = list(islice(io.StringIO(sample, newline=""), _HEAD_LINES + 1))
    if len(lines) > _HEAD_LINES or (not complete and len(lines) > 1):
        lines.pop()
    if lines:
        lines[0] = lines[0].removeprefix("\ufeff")
    return lines


def head_rows(lines: list[str], dialect: Dialect) -> list[Row]:
    """Return the first 200 rows of some lines; those that say how cells are separated, or are blank, are no rows."""
    first = 1 if _setting(lines) else 0
    block = split_lines(lines[first:], dialect, Shape(), last=True)
    if block.sizes is not None:
        # A cell of many lines that look like rows was never closed.
        block = split_lines(lines[first:], dialect, _shape_of(block), last=True)
    return rows_of(block, first + 1)[:_HEAD_ROWS]


def _shape_of(block: Block) -> Shape:
    """Return how rows of one line look."""
    width = usual_width([len(row) for row in block.rows])
    plain = [row for row, n in zip(block.rows, block.sizes or (), strict=False) if n == 1 and len(row) == width][1:50]
    columns = [[row[at] for row in plain if is_value(row[at])] for at in range(min(width, _MOST_COLUMNS))]
    shares = [sum(map(is_number, there)) / max(1, len(there)) for there in columns]
    return Shape(width, frozenset(at for at, share in enumerate(shares) if share >= 0.8))


def has_backslashes(text: str) -> bool:
    r"""Return whether a text has quoted cells with marks that are escaped by a backslash: "he said \"now\" twice"."""
    return '\\"' in text and _BACKSLASH.search(text) is not None


def usual_width(widths: Sequence[int]) -> int:
    """Return how many cells most rows have; rows of one cell count only where there are no others.

    Parameters
    ----------
    widths : sequence of int
        Number of cells in each row.

    Returns
    -------
    int
        Of equally common numbers, that of the row that comes first.
    """
    several = [width for width in widths if width > 1]
    return max(dict.fromkeys(several), key=several.count) if several else min(1, len(widths))


def _setting(lines: list[str]) -> str | None:
    """Return the delimiter that the first line sets, as Excel reads it, or None."""
    match = _SETTING.fullmatch(lines[0]) if lines else None
    return None if match is None else match[1].replace("\\t", "\t")


def _without_comments(rows: list[Row]) -> list[Row]:
    """Return the rows that do not begin with #, or all where many do."""
    plain = [row for row in rows if not row.cells[0].startswith("#")]
    return plain if len(plain) > 0.5 * len(rows) else rows


def _regularity(dialect: Dialect, rows: list[Row]) -> float:
    """Score a dialect: the fraction of rows, from the names to the last regular row, with the usual number of cells."""
    widths = [len(row.cells) for row in rows]
    width = usual_width(widths)
    if width < 2:
        return -1.0
    first = widths.index(width)
    if first and widths[first - 1] == width - 1:  # some programs omit the name above the row numbers
        first -= 1
    last = len(widths) - widths[::-1].index(width)
    span = widths[first : last if len(widths) - last <= _MOST_NOTES else len(widths)]
    fraction = round((span.count(width) + (span[0] != width)) / len(span), 1) - 0.02 * min(first, 10)
    if widths[0] != width and (fraction < 0.6 or (width == 2 and _is_prose(rows[first:]))):
        return -1.0
    if dialect.delimiter != " ":
        return max(0.01, fraction)
    # Words are separated by spaces too, so a table delimited by spaces has to be mostly numbers.
    cells = [cell for row in rows[first + 1 :] for cell in row.cells]
    n_numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in cells)
    return fraction - 0.5 if n_numbers > 0.5 * len(cells) else -1.0


def _is_prose(rows: list[Row]) -> bool:
    """Return whether rows of two cells are sentences with a comma."""
    pairs = [row.cells for row in rows if len(row.cells) == 2]
    return all(pair[1].startswith(" ") and not _NUMBER.fullmatch(pair[1].strip()) for pair in pairs)


def decimal_of(delimiter: str, rows: Sequence[Sequence[str]]) -> str:
    """Return the decimal mark that the first rows use."""
    if delimiter == ",":
        return "."
    cells = [cell.strip() for row in rows for cell in row]
    commas = sum(re.fullmatch(r"[-+]?(\d{1,3}(\.\d{3})+|\d*),\d+", cell) is not None for cell in cells)
    points = sum(re.fullmatch(r"[-+]?(\d{1,3}(,\d{3})+|\d*)\.\d+", cell) is not None for cell in cells)
    return "," if commas > points else "."
