"""JSON files and workbooks, which are read whole and then converted to columns."""

from __future__ import annotations

import io
import json
import re
import time
import warnings
from collections.abc import Callable, Generator, Iterator
from itertools import islice
from typing import Any, BinaryIO

import numpy as np

from elmweb.data._account import Account
from elmweb.data._cells import check_width, column_of, cut, unique_names
from elmweb.data._delimited import Parts
from elmweb.data._frames import is_text
from elmweb.data._limits import whole_letters
from elmweb.data._nested import find_records
from elmweb.data._options import ReadOptions
from elmweb.data._readings import known_columns
from elmweb.data._sheet import filled, iter_columns, table_score
from elmweb.data._sniff import encoding_of, no_rows, not_a_table
from elmweb.data._uncalculated import formula_notes
from elmweb.data._workbook import Sheet, Workbook, check_archive, damaged, in_words
from elmweb.exceptions import DataError, ParseError
from elmweb.nesting import MAX_DEPTH, json_depth
from elmweb.progress import map_steps
from elmweb.words.engine import data_files as words, data_notes as notes_words

ROWS_PER_STEP = 20_000
SNIFFED_ROWS = 200
MOST_DIGITS = 640  # of an integer that is read as one; with more it is a code

_NO_LETTER = re.compile(
    r"\\u(?:0000|d[89ab][0-9a-f]{2}(?!\\ud[c-f])|(?<!\\ud[89ab][0-9a-f]{2}\\u)d[c-f])", re.IGNORECASE
)
"""How JSON writes a NUL, or one half of a letter without the other."""


def read_json(source: BinaryIO, name: str, options: ReadOptions) -> Generator[tuple[int, int], None, Parts]:
    """Read JSON: a list of records, also inside of something else, one record per line, or columns.

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
    name : str
        The file's name, for error messages.
    options : ReadOptions
        What was chosen instead of guessed; ``sheet`` is where the records stand, such as "results".

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
        If it is not JSON, or JSON that is not a table.
    """
    source.seek(0)
    data = source.read()
    yield len(data) // 2, 0
    try:
        text = data.decode(encoding_of(data[:4096]) or "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ParseError(words.not_json(name), rule=words.TEXT_IN_UTF8, value=cut(str(error))) from error
    _check_depth(text, name)
    account = None
    try:
        thing = _parsed(text)
    except json.JSONDecodeError as error:
        thing, account = yield from _lines(text, name, error)
    letters = []
    if _NO_LETTER.search(text):
        given, thing = thing, _with_whole_letters(thing)
        letters += [notes_words.BROKEN_LETTERS] if thing != given else []
    found = find_records(thing, name, options.sheet)
    if isinstance(found.rows, list):
        numbered = [(number, row) for number, row in enumerate(found.rows, start=1) if filled(row)]
        steps = iter_columns(numbered, len(found.rows), name, options)
        parts = yield from map_steps(steps, lambda n: (len(data), n))
        parts.notes[:0] = letters
        return parts
    check_width(len(found.rows), name)
    names, notes = unique_names(list(found.rows))
    parts = Parts(names, [*letters, *found.notes, *notes], account=account, sheets=found.places)
    parts.readings = known_columns(names, options.columns)
    for column, values in zip(names, found.rows.values(), strict=True):
        parts.columns.append([column_of(values, parts.decimal_of(column))])
        parts.n_rows = len(values)
        yield len(data), parts.n_rows
    if parts.n_rows == 0:
        raise no_rows(name, words.NO_ROWS)
    return parts


def _parsed(text: str) -> Any:
    """Return parsed JSON; Python refuses integers of more than 4,300 digits, which become text."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except ValueError:
        return json.loads(text, parse_int=lambda digits: int(digits) if len(digits) < MOST_DIGITS else digits)


def _with_whole_letters(thing: Any) -> Any:
    """Return JSON with all its texts as :func:`whole_letters` has them; names of a record that are equal then stay."""
    if isinstance(thing, str):
        return whole_letters(thing)
    if isinstance(thing, list):
        return [_with_whole_letters(item) for item in thing]
    if not isinstance(thing, dict):
        return thing
    made: dict[str, Any] = {}
    for key, item in thing.items():
        new = whole_letters(key)
        while new in made or (new != key and new in thing):
            new += "\ufffd"
        made[new] = _with_whole_letters(item)
    return made


def _check_depth(text: str, name: str) -> None:
    if (depth := json_depth(text)) > MAX_DEPTH:
        raise ParseError(
            words.too_deep(name),
            rule=words.most_levels(MAX_DEPTH),
            value=words.n_levels(depth),
            hints=(words.SAVE_RECORDS_ALONE,),
        )


def _lines(text: str, name: str, whole: json.JSONDecodeError) -> Generator[tuple[int, int], None, tuple[list, Account]]:
    """Read one record per line; when the first line is invalid too, report the error of the file as a whole."""
    things, account = [], Account()
    for number, line in enumerate(io.StringIO(text), start=1):
        account.n_lines += 1
        if not line.strip():
            account.n_blank += 1
            continue
        try:
            things.append(_parsed(line))
        except json.JSONDecodeError as error:
            if things:
                raise _invalid(name, number, line, error) from error
            raise _invalid(name, whole.lineno, text.split("\n")[whole.lineno - 1], whole) from error
        if number % ROWS_PER_STEP == 0:
            yield len(text), len(things)
    account.n_row_lines = len(things)
    return things, account


def _invalid(name: str, number: int, line: str, error: json.JSONDecodeError) -> ParseError:
    return ParseError(
        words.not_json_in(name, number, error.colno),
        rule=words.json_but(f"{error.msg[0].lower()}{error.msg[1:]}"),
        value=cut(line),
        hints=(words.FIX_THE_LINE,),
    )


def read_workbook(source: BinaryIO, name: str, options: ReadOptions) -> Generator[tuple[int, int], None, Parts]:
    """Read one sheet of an Excel workbook.

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
    name : str
        The file's name, for error messages.
    options : ReadOptions
        What was chosen instead of guessed. Without a ``sheet`` the one that looks most like a table is read.

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
    DataError
        If it is not a workbook, or has no such sheet.
    """
    source.seek(0)
    check_archive(source, name)
    n_bytes = source.seek(0, io.SEEK_END)
    yield 0, 0
    workbook = Workbook(source, name)
    try:
        opening = workbook.iter_open()
        while _quietly(lambda: next(opening, opening)) is not opening:
            yield 0, 0
        titles = [page.title for page in workbook.worksheets]
        page, rows, n_rows = yield from _rows_of(workbook, name, options.sheet, n_bytes)
    finally:
        workbook.close()
    parts = yield from map_steps(iter_columns(rows, n_rows, name, options), lambda n: (n_bytes, n))
    others = len(titles) - 1
    parts.notes.insert(0, notes_words.sheet_read(page.title, others))
    if any(is_text(column) and None in column for (column,) in parts.columns) or _has_gaps(parts):
        with in_words(name):
            parts.notes += formula_notes(source, page.title)
    parts.sheets = titles if others else []
    return parts


def _has_gaps(parts: Parts) -> bool:
    return any(column.dtype == np.float64 and bool(np.isnan(column).any()) for (column,) in parts.columns)


def _rows_of(
    workbook: Workbook, name: str, sheet: str | int | None, n_bytes: int
) -> Generator[tuple[int, int], None, tuple[Sheet, list[tuple[int, tuple]], int]]:
    """Return a sheet, its rows that are not empty with their numbers, and how many rows it has."""
    sheets = workbook.worksheets
    titles = [page.title for page in sheets]
    if not sheets:
        raise damaged(name, words.NO_SHEET_WITH_CELLS)
    if sheet is not None and sheet not in titles and sheet not in range(len(titles)):
        raise DataError(
            words.no_sheet(name, repr(sheet)),
            rule=words.one_of([f'"{title}"' for title in titles]),
            value=repr(sheet),
        )
    if sheet is not None:
        sheets = [sheets[titles.index(sheet) if isinstance(sheet, str) else sheet]]
    page = (yield from _best_sheet(sheets, n_bytes)) if len(sheets) > 1 else sheets[0]
    rows: list[tuple[int, tuple]] = []
    n_seen, cells = 0, page.iter_rows()
    while step := _quietly(lambda: _some(cells)):
        rows += [(number, row) for number, row in step if filled(row)]
        n_seen = step[-1][0]
        yield int(n_bytes * n_seen / (n_seen + 2000)), len(rows)
    return page, rows, n_seen


def _some(rows: Iterator[tuple[int, tuple]]) -> list[tuple[int, tuple]]:
    """Return the next rows: 2,000, or fewer when they take long."""
    start, step = time.perf_counter(), []
    for row in islice(rows, 2000):
        step.append(row)
        if time.perf_counter() - start > 0.1:
            break
    return step


def _best_sheet(sheets: list[Sheet], n_bytes: int) -> Generator[tuple[int, int], None, Sheet]:
    """Return the first sheet that is about as much of a table as any; hidden ones come last."""
    scores = []
    for page in sheets:
        cells = page.iter_rows()
        score = table_score(_quietly(lambda cells=cells: [row for _, row in islice(cells, SNIFFED_ROWS)]))
        scores.append(score if page.sheet_state == "visible" else 0.01 * score)
        yield n_bytes // 100, 0
    return next(page for page, score in zip(sheets, scores, strict=True) if score >= 0.5 * max(scores))


def _quietly(call: Callable[[], Any]) -> Any:
    """Call without openpyxl's warnings about styles and images, which are not read anyway."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return call()


def explain_ole(source: BinaryIO, name: str) -> ParseError:
    """Return an error for an OLE container: an encrypted workbook, or an Office file from before 2007."""
    source.seek(0)
    data = source.read(1 << 26)
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ParseError(
            words.has_password(name),
            rule=words.UNPROTECTED_WORKBOOK,
            value=words.ENCRYPTED,
            hints=(words.SAVE_UNPROTECTED,),
        )
    return not_a_table(name, "office", words.SAVE_AS_XLSX_OR_CSV)
