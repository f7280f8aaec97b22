"""JSON files and workbooks, which are read whole and then converted to columns."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Callable, Generator
from itertools import islice
from typing import Any, BinaryIO

from elmweb.data._cells import cell_text, check_width, column_of, cut, unique_names
from elmweb.data._delimited import Parts
from elmweb.data._sniff import encoding_of, no_rows, not_a_table
from elmweb.exceptions import DataError, ParseError
from elmweb.formatting import count, data_size
from elmweb.nesting import MAX_DEPTH, json_depth

ROWS_PER_STEP = 20_000
MAX_UNPACKED_BYTES = 1_900_000_000


def read_json(source: BinaryIO, name: str) -> Generator[tuple[int, int], None, Parts]:
    """Read JSON: a list of records, one record per line, or columns.

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
    name : str
        The file's name, for error messages.

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
        raise ParseError(f'"{name}" is not valid JSON.', rule="text in UTF-8", value=cut(str(error))) from error
    _check_depth(text, name)
    try:
        thing = json.loads(text)
    except json.JSONDecodeError as error:
        thing = yield from _lines(text, name, error)
    columns = _columns_of_json(thing, name)
    check_width(len(columns), name)
    names, notes = unique_names(list(columns))
    parts = Parts(names, notes)
    for values in columns.values():
        parts.columns.append([column_of(values)])
        parts.n_rows = len(values)
        yield len(data), parts.n_rows
    if parts.n_rows == 0:
        raise no_rows(name, "no rows")
    return parts


def _check_depth(text: str, name: str) -> None:
    if (depth := json_depth(text)) > MAX_DEPTH:
        raise ParseError(
            f'"{name}" is nested too deeply for a table.',
            rule=f"lists and records in each other, {MAX_DEPTH} levels at the most",
            value=f"{depth:,} levels",
            hints=("Save the list of records alone, or save the table as CSV.",),
        )


def _lines(text: str, name: str, whole: json.JSONDecodeError) -> Generator[tuple[int, int], None, list]:
    """Read one record per line; when the first line is invalid too, report the error of the file as a whole."""
    things = []
    for number, line in enumerate(io.StringIO(text), start=1):
        if not line.strip():
            continue
        try:
            things.append(json.loads(line))
        except json.JSONDecodeError as error:
            if things:
                raise _invalid(name, number, line, error) from error
            raise _invalid(name, whole.lineno, text.split("\n")[whole.lineno - 1], whole) from error
        if number % ROWS_PER_STEP == 0:
            yield len(text), len(things)
    return things


def _invalid(name: str, number: int, line: str, error: json.JSONDecodeError) -> ParseError:
    return ParseError(
        f'"{name}" is not valid JSON in line {number:,}, column {error.colno:,}.',
        rule=f"JSON, but {error.msg[0].lower()}{error.msg[1:]}",
        value=cut(line),
        hints=("Fix the line, or save the table as CSV.",),
    )


def _columns_of_json(thing: Any, name: str) -> dict[str, list]:
    """Return columns as lists of equal length."""
    if isinstance(thing, dict):
        if isinstance(thing.get("data"), list) and isinstance(thing.get("columns"), list):
            thing = [thing["columns"], *thing["data"]]
        elif len(thing) == 1 and _is_records(next(iter(thing.values()))):
            thing = next(iter(thing.values()))
        elif thing and all(isinstance(values, list) for values in thing.values()):
            return _equal_lengths(thing, name)
        elif thing and all(isinstance(values, dict) for values in thing.values()):
            keys = dict.fromkeys(key for values in thing.values() for key in values)
            return {str(column): [values.get(key) for key in keys] for column, values in thing.items()}
        else:
            thing = [thing]
    if _is_records(thing):
        keys = dict.fromkeys(key for record in thing for key in record)
        return {key: [record.get(key) for record in thing] for key in keys}
    if isinstance(thing, list) and len(thing) > 1 and all(isinstance(row, list) for row in thing):
        names, _ = unique_names(thing[0])
        for number, row in enumerate(thing[1:], start=1):
            if len(row) != len(names):
                raise ParseError(
                    f'Row {number:,} of "{name}" has {count(len(row), "cell")} instead of {len(names)}.',
                    rule=f"{count(len(names), 'cell')} in every row, as in the first",
                    value=cut(json.dumps(row, ensure_ascii=False)),
                )
        return {column: [row[index] for row in thing[1:]] for index, column in enumerate(names)}
    raise ParseError(
        f'"{name}" is JSON, but no table.',
        rule='a list of records such as [{"a": 1}, {"a": 2}], or columns such as {"a": [1, 2]}',
        value=cut(json.dumps(thing, ensure_ascii=False)),
    )


def _is_records(thing: Any) -> bool:
    return isinstance(thing, list) and bool(thing) and all(isinstance(record, dict) for record in thing)


def _equal_lengths(columns: dict[str, list], name: str) -> dict[str, list]:
    """Return the columns, or raise an error that names the one of another length."""
    first, n_rows = next((column, len(values)) for column, values in columns.items())
    for column, values in columns.items():
        if len(values) != n_rows:
            raise ParseError(
                f'The columns of "{name}" are not equally long.',
                rule=f'{n_rows:,} values in every column, as in "{first}"',
                value=f'{len(values):,} values in "{column}"',
            )
    return columns


def read_workbook(source: BinaryIO, name: str, sheet: str | int | None) -> Generator[tuple[int, int], None, Parts]:
    """Read one sheet of an Excel workbook.

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
    name : str
        The file's name, for error messages.
    sheet : str, int or None
        The sheet's name, its number counted from 0, or None for the first that is not empty.

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
    _check_archive(source, name)
    from openpyxl import load_workbook  # slow to import, and only workbooks need it

    n_bytes = source.seek(0, io.SEEK_END)
    yield 0, 0
    try:
        workbook = _quietly(lambda: load_workbook(source, read_only=True, data_only=True))
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise _damaged(name, error) from error
    try:
        rows, notes = yield from _rows_of(workbook, name, sheet, n_bytes)
    finally:
        workbook.close()
    if len(rows) < 2:
        raise no_rows(name, "only a row of names" if rows else "no rows")
    width = max(max((i for i, cell in enumerate(row) if cell is not None), default=-1) for row in rows) + 1
    check_width(width, name)
    rows = [[*row[:width], *[None] * (width - len(row))] for row in rows]
    names, more = unique_names([cell_text(cell) for cell in rows[0]])
    parts = Parts(names, [*notes, *more], n_rows=len(rows) - 1)
    for index in range(width):
        parts.columns.append([column_of([row[index] for row in rows[1:]])])
        yield n_bytes, parts.n_rows
    return parts


def _check_archive(source: BinaryIO, name: str) -> None:
    """Raise an error unless the archive is a workbook of acceptable size."""
    try:
        with zipfile.ZipFile(source) as archive:
            members = {info.filename: info.file_size for info in archive.infolist()}
            opendocument = "mimetype" in members and b"opendocument" in archive.read("mimetype")[:80]
    except zipfile.BadZipFile as error:
        raise _damaged(name, error) from error
    if opendocument:
        raise not_a_table(name, "an OpenDocument file", "Save it as .xlsx or CSV and bring that file.")
    if "xl/workbook.bin" in members:
        raise not_a_table(name, "a binary workbook (.xlsb)", "Save it as .xlsx or CSV and bring that file.")
    if "xl/workbook.xml" not in members:
        raise not_a_table(name, "a zip archive", "Unpack it and bring the table inside.")
    if sum(members.values()) > MAX_UNPACKED_BYTES:
        raise DataError(
            f'"{name}" is too large when unpacked.',
            rule=f"at most {data_size(MAX_UNPACKED_BYTES)}",
            value=data_size(sum(members.values())),
        )


def _damaged(name: str, error: Exception) -> ParseError:
    return ParseError(
        f'"{name}" looks like a workbook but cannot be opened. It may be damaged.',
        rule="a whole .xlsx file",
        value=cut(f"{type(error).__name__}: {error}"),
        hints=("Open it in a spreadsheet program and save it again.",),
    )


def _rows_of(
    workbook: Any, name: str, sheet: str | int | None, n_bytes: int
) -> Generator[tuple[int, int], None, tuple[list[tuple], list[str]]]:
    """Return the non-empty rows of a sheet, and a note about the other sheets."""
    sheets = workbook.worksheets
    titles = [page.title for page in sheets]
    if sheet is not None and sheet not in titles and sheet not in range(len(titles)):
        raise DataError(
            f'"{name}" has no sheet {sheet!r}.',
            rule="one of " + ", ".join(f'"{title}"' for title in titles),
            value=repr(sheet),
        )
    if sheet is not None:
        sheets = [sheets[titles.index(sheet) if isinstance(sheet, str) else sheet]]
    rows: list[tuple] = []
    for page in sheets:
        page.reset_dimensions()  # some programs write a wrong size, and cells would be lost
        cells = page.iter_rows(values_only=True)
        n_seen = 0
        while step := _quietly(lambda cells=cells: list(islice(cells, 2000))):
            rows += [row for row in step if any(cell is not None and cell != "" for cell in row)]
            n_seen += len(step)
            yield int(n_bytes * n_seen / (n_seen + 2000)), len(rows)
        if rows:
            others = len(titles) - 1
            left = f" {others} other sheet{'s are' if others > 1 else ' is'} left out." if others else ""
            return rows, [f'The sheet "{page.title}" is read.{left}']
    return rows, []


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
            f'"{name}" is protected by a password.',
            rule="a workbook without a password",
            value="encrypted",
            hints=("Open it in a spreadsheet program, save it without a password, and bring that file.",),
        )
    return not_a_table(name, "an old Office file, such as .xls", "Save it as .xlsx or CSV and bring that file.")
