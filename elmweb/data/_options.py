"""Options and progress of reading a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from elmweb.exceptions import SettingsError
from elmweb.reading.column import HOLDS, MISSING, ColumnReading
from elmweb.words.engine import data_files as words

UNDO = ("title", "comment", "names", "units", "total", "note", "long", "short")


@dataclass(frozen=True)
class ReadOptions:
    """How to read a file; None means that the value is guessed.

    Parameters
    ----------
    delimiter : str, optional
        One character between cells.
    decimal : str, optional
        "." or ",".
    encoding : str, optional
        Such as "utf-8" or "latin-1".
    header : bool, optional
        Whether the first row holds the names.
    sheet : str or int, optional
        A sheet's name, or its number from 0; of a web page, a table's.
    header_row : int, optional
        The line of the names, counted from 1; of a sheet, the row. What stands above is left out.
    skip_lines : tuple of int
        Lines, or rows of a sheet, to leave out, counted from 1.
    undo : tuple of str
        What the reader would do and shall not: "title", "comment", "units", "total" and "note" are kinds of lines that
        it leaves out and that are read as rows then; "names" joins names in two rows; with "long", rows with too many
        cells get more columns and are not left out; with "short", rows with too few are left out and not filled up.
    columns : mapping of str to ColumnReading
        How columns are read; it is found for the others.

    Raises
    ------
    SettingsError
        If a value cannot be used.
    """

    delimiter: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    header: bool | None = None
    sheet: str | int | None = None
    header_row: int | None = None
    skip_lines: tuple[int, ...] = ()
    undo: tuple[str, ...] = ()
    columns: Mapping[str, ColumnReading] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Validate the options; lists, as JSON has them, become tuples."""
        object.__setattr__(self, "skip_lines", tuple(self.skip_lines))
        object.__setattr__(self, "undo", tuple(self.undo))
        if self.delimiter is not None and (len(self.delimiter) != 1 or self.delimiter in '"\r\n'):
            raise SettingsError(words.SEPARATOR_UNUSABLE, rule=words.ONE_CHARACTER, value=repr(self.delimiter))
        if self.decimal not in (None, ".", ","):
            raise SettingsError(words.DECIMAL_UNUSABLE, rule=words.DOT_OR_COMMA, value=repr(self.decimal))
        if self.encoding is not None:
            try:
                "".encode(self.encoding)
            except LookupError as error:
                raise SettingsError(
                    words.ENCODING_UNKNOWN, rule=words.NAME_OF_ENCODING, value=repr(self.encoding)
                ) from error
        lines = [*self.skip_lines, *([] if self.header_row is None else [self.header_row])]
        if any(type(line) is not int or line < 1 for line in lines):
            raise SettingsError(words.LINE_NOT_FOUND, rule=words.COUNTED_FROM_1, value=repr(lines))
        for kind in self.undo:
            if kind not in UNDO:
                raise SettingsError(words.CANNOT_UNDO, rule=words.one_of(UNDO), value=repr(kind))


def read_options(given: Mapping[str, Any]) -> ReadOptions:
    """Return the options that the page gives as plain data.

    Parameters
    ----------
    given : mapping of str to object
        As in :class:`ReadOptions`; ``columns`` has for some columns what :meth:`ColumnReading.plain` gave, changed.

    Returns
    -------
    ReadOptions
        The same as objects.

    Raises
    ------
    SettingsError
        If a value cannot be used.
    """
    columns = {str(name): _reading_from(reading) for name, reading in (given.get("columns") or {}).items()}
    return ReadOptions(**{**given, "columns": columns})


def _reading_from(plain: Mapping[str, Any]) -> ColumnReading:
    """Return a reading from plain data."""
    holds, decimal, written = plain.get("holds", "text"), plain.get("decimal", "."), plain.get("format")
    if holds not in HOLDS or decimal not in (".", ","):
        raise SettingsError(words.CANNOT_READ_SO, rule=words.readings(HOLDS), value=f"{holds}, {decimal}")
    kinds = set(plain.get("kinds") or ())
    missing = [str(mark).strip() for mark in plain.get("missing") or ()]
    return ColumnReading(
        holds,
        decimal,
        unit=str(plain.get("unit", "")),
        missing=tuple(dict.fromkeys([*(mark for mark in MISSING if mark not in kinds), *missing])),
        format=None if written is None else str(written),
    )


@dataclass(frozen=True)
class ReadProgress:
    """Progress of reading a file.

    Parameters
    ----------
    bytes_done, bytes_total : int
        Bytes read and size of the source.
    rows : int
        Rows read so far.
    """

    bytes_done: int
    bytes_total: int
    rows: int
