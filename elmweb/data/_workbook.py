"""Opening Excel workbooks with openpyxl, within bounds of time and memory.

A workbook is a zip archive of XML: a few kilobytes can unpack to gigabytes, and openpyxl makes an object of every
element, and of every cell of a row up to its last one. Here the parts it reads whole have a largest size, and the two
that may be large, texts and sheets, are read element by element.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, iterparse

from elmweb.data._cells import check_width, cut
from elmweb.data._limits import check_cells
from elmweb.data._sniff import not_a_table
from elmweb.exceptions import DataError, ElmwebError, ParseError
from elmweb.formatting import data_size
from elmweb.words.engine import data_files as words

__all__ = ["Sheet", "Workbook", "check_archive", "damaged", "in_words"]

MAX_UNPACKED_BYTES = 1_900_000_000
_MAX_RATIO, _MAX_PACKED_TIGHT = 200, 100_000_000  # no table is packed tighter and as large as this
_MAX_PART_BYTES = 16_000_000  # of a part that is read whole
_MAX_ROWS = 1_048_576  # as Excel has it
_MAX_DEPTH = 100  # elements in each other
_MAX_ELEMENTS = 500_000  # of one row or text
_MAX_ELEMENT_BYTES = 8_000_000
_CHUNK_BYTES = 1 << 18  # before version 2.6 expat reads an unfinished piece of XML again with every chunk
_MAX_TEXT_BYTES = 400_000_000  # of all shared texts in memory
_TEXT_OVERHEAD = 60
_TEXTS_PER_STEP = 20_000

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _SHEET_DATA, _SI, _T, _RUN, _VALUE = (f"{_MAIN}{tag}" for tag in ("row", "sheetData", "si", "t", "r", "v"))


def damaged(name: str, error: Exception | str) -> ParseError:
    """Return the error for a workbook that cannot be read."""
    return ParseError(
        words.damaged_workbook(name),
        rule=words.WHOLE_WORKBOOK,
        value=cut(error if isinstance(error, str) else f"{type(error).__name__}: {error}"),
        hints=(words.SAVE_AGAIN_IN_PROGRAM,),
    )


def check_archive(source: BinaryIO, name: str) -> None:
    """Raise an error unless an archive is a workbook of acceptable size.

    Parameters
    ----------
    source : BinaryIO
        A seekable file.
    name : str
        The file's name, for error messages.

    Raises
    ------
    ParseError
        It is damaged, or something else.
    DataError
        It is too large when unpacked.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            members = {info.filename: info for info in archive.infolist()}
            opendocument = False
            if "mimetype" in members:
                with archive.open("mimetype") as file:
                    opendocument = b"opendocument" in file.read(80)
    except MemoryError:
        raise
    except Exception as error:  # zipfile raises whatever its parts raise
        raise damaged(name, error) from error
    if opendocument:
        raise not_a_table(name, "opendocument", words.SAVE_AS_XLSX_OR_CSV)
    if "xl/workbook.bin" in members:
        raise not_a_table(name, "xlsb", words.SAVE_AS_XLSX_OR_CSV)
    if "xl/workbook.xml" not in members:
        raise not_a_table(name, "zip")
    size = sum(info.file_size for info in members.values())
    tight = (info for info in members.values() if info.file_size > _MAX_PACKED_TIGHT)
    if size > MAX_UNPACKED_BYTES or any(info.file_size > _MAX_RATIO * info.compress_size for info in tight):
        raise DataError(
            words.too_large_unpacked(name),
            rule=words.most_unpacked(data_size(MAX_UNPACKED_BYTES), _MAX_RATIO),
            value=data_size(size),
            hints=(words.SAVE_SHEET_AS_CSV,),
        )


class Workbook:
    """A workbook whose sheets are read row by row.

    Parameters
    ----------
    source : BinaryIO
        A seekable file that :func:`check_archive` has accepted.
    name : str
        The file's name, for error messages.
    data_only : bool, default=True
        Whether a cell with a formula has the value that was stored with it, else the formula.

    Attributes
    ----------
    worksheets : list of Sheet
        Its sheets, without those that hold a chart; after :meth:`iter_open`.
    """

    def __init__(self, source: BinaryIO, name: str, *, data_only: bool = True) -> None:
        self.worksheets: list[Sheet] = []
        self._source, self._name, self._data_only = source, name, data_only
        self._archive: zipfile.ZipFile | None = None

    def iter_open(self) -> Iterator[None]:
        """Read what is known of the sheets and their texts, in steps.

        Yields
        ------
        None
            After some of the texts.

        Raises
        ------
        ParseError
            The workbook is damaged.
        DataError
            It is too large.
        """
        from openpyxl.reader.excel import ExcelReader  # slow, and only for workbooks
        from openpyxl.styles.stylesheet import apply_stylesheet
        from openpyxl.xml.constants import SHARED_STRINGS

        with in_words(self._name):
            reader = ExcelReader(self._source, read_only=True, data_only=self._data_only, keep_links=False)
            reader.archive.close()
            self._archive = reader.archive = _Archive(self._source)
            reader.read_manifest()
            texts: list[str] = []
            part = reader.package.find(SHARED_STRINGS)
            if part is not None:
                yield from _read_texts(self._archive, part.PartName[1:], texts, self._name)
            reader.read_workbook()
            apply_stylesheet(reader.archive, reader.wb)
            for sheet, place in reader.parser.find_sheets():
                if place.target in reader.valid_files and "chartsheet" not in place.Type:
                    self.worksheets.append(
                        Sheet(
                            sheet.name,
                            sheet.state or "visible",
                            place.target,
                            reader.wb,
                            self._archive,
                            texts,
                            self._name,
                        )
                    )

    def close(self) -> None:
        """Close the archive."""
        if self._archive is not None:
            self._archive.close()


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook.

    Parameters
    ----------
    title, sheet_state : str
        Its name, and whether it is ``"visible"``.
    path : str
        Its part of the archive.
    workbook : openpyxl.Workbook
        Knows which styles are dates.
    archive : ZipFile
        The open archive.
    texts : list of str
        The texts that cells refer to.
    name : str
        The file's name, for error messages.
    """

    title: str
    sheet_state: str
    path: str
    workbook: Any = field(repr=False)
    archive: zipfile.ZipFile = field(repr=False)
    texts: list[str] = field(repr=False)
    name: str

    def iter_rows(self) -> Iterator[tuple[int, tuple]]:
        """Read the values row by row, each up to its last cell; rows that are absent or empty may be left out.

        Yields
        ------
        number : int
            Number of the row, from 1.
        values : tuple
            None where empty.

        Raises
        ------
        ParseError
            The sheet is damaged.
        DataError
            It has too many columns or cells.
        """
        from openpyxl.worksheet._reader import WorkSheetParser  # slow, and only for workbooks

        make_parser: Any = WorkSheetParser  # it parses single rows here, without a source
        parser = make_parser(
            None,
            self.texts,
            data_only=self.workbook.data_only,
            epoch=self.workbook.epoch,
            date_formats=self.workbook._date_formats,  # noqa: SLF001  openpyxl gives it to its own parser so
            timedelta_formats=self.workbook._timedelta_formats,  # noqa: SLF001
        )
        n_cells, n_values = 0, 0
        with in_words(self.name), self.archive.open(self.path) as file:
            for element in _elements(file, _ROW, _SHEET_DATA, self.name):
                for cell in element:
                    _long_number_as_text(cell)
                if len(element):
                    number, cells = parser.parse_row(element)
                else:  # without the parser, since there may be a million
                    number, cells = int(element.get("r", parser.row_counter + 1)), []
                    parser.row_counter = number
                if not 0 < number <= _MAX_ROWS:
                    raise damaged(self.name, words.row_number(number))
                if not cells and number % 1_000:
                    continue
                row = self._row(cells)
                n_cells, n_values = n_cells + len(row), n_values + len(cells)
                check_cells(n_cells, n_values, self.name)
                yield number, row

    def _row(self, cells: list[dict[str, Any]]) -> tuple:
        """Return the values of a row up to the last one."""
        places = {cell["column"] - 1: cell["value"] for cell in cells if cell["value"] is not None}
        width = max(places, default=-1) + 1
        check_width(width, self.name)
        row: list[Any] = [None] * width
        for at, value in places.items():
            row[at] = value
        return tuple(row)


class _Archive(zipfile.ZipFile):
    """An archive whose parts are small, but for those that are read element by element."""

    def read(self, name: Any, pwd: bytes | None = None) -> bytes:
        """Return a part that is small."""
        size = self.getinfo(name if isinstance(name, str) else name.filename).file_size
        if size > _MAX_PART_BYTES:
            raise ValueError(words.part_too_large(str(name), data_size(size), data_size(_MAX_PART_BYTES)))
        return super().read(name, pwd)


class in_words:  # noqa: N801  used as a function
    """Raises an error of elmweb for whatever openpyxl and its parsers raise."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Raise the error that says it in words."""
        if isinstance(error, Exception) and not isinstance(error, ElmwebError | MemoryError):
            raise damaged(self._name, error) from error


class _Counted(io.RawIOBase):
    """A part that counts the bytes since the last element that was wanted."""

    def __init__(self, file: Any, name: str) -> None:
        super().__init__()
        self._file, self._name = file, name
        self.n_bytes = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(max(size, _CHUNK_BYTES))
        self.n_bytes += len(data)
        if b"<!DOCTYPE" in data:  # no workbook has one; it may define texts that stand for ever longer ones
            raise damaged(self._name, words.A_DOCUMENT_TYPE)
        if self.n_bytes > _MAX_ELEMENT_BYTES:
            raise damaged(self._name, words.without_end(data_size(self.n_bytes)))
        return data


def _elements(file: Any, wanted: str, within: str, name: str) -> Iterator[Element]:
    """Yield the elements with a tag; all others are dropped as they end, and what follows the last one is not read."""
    source = _Counted(file, name)
    parents: list[Element] = []
    depth_wanted, n_elements = 0, 0
    for event, element in iterparse(source, ("start", "end")):  # noqa: S314  bounded here, and by expat itself
        if event == "start":
            parents.append(element)
            n_elements += 1
            if element.tag == wanted and not depth_wanted:
                depth_wanted, n_elements = len(parents), 0
            if len(parents) > _MAX_DEPTH or n_elements > _MAX_ELEMENTS:
                raise damaged(name, words.TOO_MANY_ELEMENTS)
            continue
        if len(parents) == depth_wanted:
            depth_wanted, source.n_bytes = 0, 0
            yield element
        parents.pop()
        if not depth_wanted:
            n_elements = 0 if element.tag == wanted else n_elements
            if element.tag == within:
                return
            if parents:
                parents[-1].clear()


def _read_texts(archive: zipfile.ZipFile, path: str, texts: list[str], name: str) -> Iterator[None]:
    """Append the texts that cells refer to."""
    n_bytes = 0
    with archive.open(path) as file:
        for element in _elements(file, _SI, f"{_MAIN}sst", name):
            # Runs of a rich text follow each other; how it is pronounced stands in other elements.
            pieces = [
                child.text if child.tag == _T else child.findtext(_T) for child in element if child.tag in (_T, _RUN)
            ]
            texts.append("".join(piece or "" for piece in pieces).replace("x005F_", ""))
            n_bytes += len(texts[-1]) + _TEXT_OVERHEAD
            if n_bytes > _MAX_TEXT_BYTES:
                raise DataError(
                    words.too_much_text(name),
                    rule=words.most_in_memory(data_size(_MAX_TEXT_BYTES)),
                    value=words.texts_and_more(len(texts)),
                    hints=(words.SAVE_TABLE_AS_CSV,),
                )
            if len(texts) % _TEXTS_PER_STEP == 0:
                yield


def _long_number_as_text(cell: Element) -> None:
    """Make a cell with an integer that Python refuses, of more than 4,300 digits, one of text."""
    text = cell.findtext(_VALUE)
    if text is not None and len(text) > 640 and cell.get("t", "n") == "n":
        cell.set("t", "str")
