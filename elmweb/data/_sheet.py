"""The rows of a sheet, of a workbook or a web page, to columns."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from typing import Any

import numpy as np

from elmweb.data._account import Account
from elmweb.data._cells import cell_text, check_width, column_of, unique_names
from elmweb.data._delimited import Parts
from elmweb.data._limits import check_cells
from elmweb.data._options import ReadOptions
from elmweb.data._readings import known_columns
from elmweb.data._rows import Row
from elmweb.data._sniff import no_rows
from elmweb.data._structure import Structure, find_structure
from elmweb.data._tail import find_tail, is_total
from elmweb.words.engine import data_files as words, data_notes as notes_words

__all__ = ["filled", "iter_columns", "table_score"]

_LOOKED_AT = 200
_MOST_DIGITS = 18
_PLAIN = re.compile(r"[-+]?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:[eE][-+]?\d{1,2})?|[-+]?[1-9]\d{0,17}")


def filled(row: Sequence[Any]) -> int:
    """Return how many cells of a row hold anything."""
    return sum(cell is not None and cell != "" for cell in row)


def table_score(rows: Sequence[Sequence[Any]]) -> float:
    """Return how much of a table the first rows of a sheet are: the cells of rows of two or more, which most are.

    Parameters
    ----------
    rows : sequence of sequence
        Rows of cells, None where there is nothing.

    Returns
    -------
    float
        0 for an empty sheet.
    """
    sizes = [n for row in rows if (n := filled(row))]
    wide = [n for n in sizes if n > 1]
    return sum(wide) if len(wide) > 1 else 0.1 * len(sizes)


def iter_columns(
    rows: Sequence[tuple[int, Sequence[Any]]],
    n_rows: int,
    name: str,
    options: ReadOptions,
    *,
    decimal: str | None = None,
) -> Generator[int, None, Parts]:
    """Make columns of the rows of a sheet.

    Parameters
    ----------
    rows : list of (int, sequence)
        Rows that are not empty, each with its number in the sheet, from 1.
    n_rows : int
        Rows of the sheet, with those that are empty.
    name : str
        The file's name, for error messages.
    options : ReadOptions
        What was chosen instead of guessed.
    decimal : str, optional
        The decimal mark of a sheet whose cells are all texts, numbers too; by default they are what they are.

    Yields
    ------
    int
        Rows done.

    Returns
    -------
    Parts
        Columns of one slice each.

    Raises
    ------
    ParseError
        If there are no rows of values.
    """
    account = Account(n_lines=n_rows, n_blank=n_rows - len(rows), undone=options.undo, thing="row")
    chosen = [row for row in rows if row[0] in options.skip_lines]
    for number, cells in chosen:
        account.leave_out("chosen", number, _shown(cells))
    rows = [row for row in rows if row[0] not in options.skip_lines]
    if not rows:
        raise no_rows(name, words.NO_ROWS)
    width = max((max(at for at, cell in enumerate(cells) if not _is_gone(cell)) for _, cells in rows)) + 1
    check_width(width, name)
    check_cells(width * len(rows), sum(filled(cells) for _, cells in rows), name)
    used = _used(rows, width)
    head = [_as_text(number, cells, used) for number, cells in rows[:_LOOKED_AT]]
    structure = find_structure(head, options)
    if structure.first >= len(rows):
        raise no_rows(name, words.ONLY_NAMES if rows else words.NO_ROWS)
    for at, kind in sorted(structure.kinds.items()):
        if kind == "names":
            account.n_names += 1
        else:
            account.leave_out(kind, rows[at][0], _shown(rows[at][1]))
    rows = [row for at, row in enumerate(rows) if at >= structure.first]
    if structure.comments and "comment" not in options.undo:
        rows = _without_comments(rows, used, structure, account)
    last = [_as_text(number, cells, used) for number, cells in rows[-_LOOKED_AT:]]
    ends = _ends(
        last, structure, options, [[cells[at] if at < len(cells) else None for at in used] for _, cells in rows]
    )
    for (number, cells), kind in zip(rows[len(rows) - len(ends) :], ends, strict=True):
        account.leave_out(kind, number, _shown(cells))
    rows = rows[: len(rows) - len(ends)]
    account.n_row_lines = len(rows)
    written = structure.names
    names, notes = unique_names(written) if written else ([f"column {n + 1}" for n in range(len(used))], [])
    if not written:
        notes.append(notes_words.BY_POSITION)
    parts = Parts(names, [*structure.notes, *notes], n_rows=len(rows), account=account, decimal=decimal or ".")
    parts.readings = known_columns(names, options.columns)
    all_texts = decimal is not None
    for at, column in zip(used, names, strict=True):
        cells = [row[at] if at < len(row) else None for _, row in rows]
        parts.columns.append([_numbers(cells) if all_texts else column_of(cells, parts.decimal_of(column))])
        yield len(rows)
    return parts


def _is_gone(cell: Any) -> bool:
    return cell is None or cell == ""


def _used(rows: Sequence[tuple[int, Sequence[Any]]], width: int) -> list[int]:
    """Return the columns that hold anything."""
    left = set(range(width))
    for _, cells in rows:
        left -= {at for at in left if at < len(cells) and not _is_gone(cells[at])}
        if not left:
            break
    return [at for at in range(width) if at not in left]


def _as_text(number: int, cells: Sequence[Any], used: list[int]) -> Row:
    return Row(number, 1, [(cell_text(cells[at]) or "") if at < len(cells) else "" for at in used])


def _shown(cells: Sequence[Any]) -> str:
    return ", ".join(text for cell in cells if (text := cell_text(cell)))


def _without_comments(
    rows: Sequence[tuple[int, Sequence[Any]]], used: list[int], structure: Structure, account: Account
) -> list[tuple[int, Sequence[Any]]]:
    """Return the rows that do not begin with #, and count the others."""
    kept = []
    for number, cells in rows:
        first = cells[used[0]] if used[0] < len(cells) else None
        if isinstance(first, str) and first.startswith("#"):
            texts = list(_as_text(number, cells, used).cells)
            while texts and not texts[-1]:
                texts.pop()
            if structure.is_comment(first, texts):
                account.leave_out("comment", number, _shown(cells))
                continue
        kept.append((number, cells))
    return kept


def _numbers(cells: list[str | None]) -> np.ndarray:
    """Return a column of texts as numbers where all are written plainly, as those of CSV are; else as texts."""
    column = column_of(cells)
    there = [cell for cell in column if cell is not None] if column.dtype == object else []
    if not there or not all(map(_PLAIN.fullmatch, there)):
        return column
    if len(there) == len(column) and not any("." in cell or "e" in cell.lower() for cell in there):
        return np.array(there, dtype=np.int64) if max(map(len, there)) <= _MOST_DIGITS else column
    return np.array([np.nan if cell is None else float(cell) for cell in column])


def _ends(last: list[Row], structure: Structure, options: ReadOptions, rows: list[list[Any]]) -> list[str]:
    """Return what the rows after the last of the table are."""
    kinds = find_tail(last, structure, options.undo)
    totals = [at for at, kind in kinds.items() if kind == "total"]
    if totals:
        above = rows[: len(rows) - len(last) + min(totals)]
        columns = {at: column_of([row[at] for row in above]) for at in range(structure.width)}
        if not all(is_total(last[at].cells, columns, options.decimal or ".") for at in totals):
            kinds = find_tail(last, structure, (*options.undo, "total"))
    return [kinds[at] for at in sorted(kinds)]
