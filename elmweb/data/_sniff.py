"""Guessing the format of a file from its first bytes: kind, encoding, delimiter, header."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from elmweb.data._options import ReadOptions
from elmweb.exceptions import ParseError

HEAD_BYTES = 1 << 18

_READS = "CSV or TSV, JSON, JSON lines, Excel .xlsx"
_MAGIC = (
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"BM", "a BMP picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a Windows program"),
    (b"RIFF", "a sound, film or picture"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"ARROW1", "an Arrow file"),
    (b"\x80\x04", "a pickled Python object"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?")
DELIMITERS = ("\t", ";", "|", ",", " ")  # of equals the first is taken: a comma is often part of a number
_TEXT_CONTROLS = b"\t\n\r\f\v\x1a\x1b\x08"


def not_a_table(name: str, looks_like: str, *hints: str) -> ParseError:
    """Return an error for a file of an unsupported kind."""
    return ParseError(
        f'"{name}" cannot be read as a table. It looks like {looks_like}.',
        rule=f"one of {_READS}",
        value=looks_like,
        hints=hints or ("Save it as CSV and bring that file.",),
    )


def no_rows(name: str, value: str) -> ParseError:
    """Return an error for a file without rows."""
    return ParseError(
        f'"{name}" has no rows of values.', rule="a row of names and at least one row of values", value=value
    )


def kind_of(head: bytes, name: str) -> str:
    """Determine the kind of a file from its first bytes.

    Parameters
    ----------
    head : bytes
        The first bytes, at least a few kB of a larger file.
    name : str
        The file's name, for error messages.

    Returns
    -------
    {"zip", "ole", "json", "text"}
        Which reader to use.

    Raises
    ------
    ParseError
        If it is of an unsupported kind, or empty.
    """
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        what = "is empty" if not head else "holds no text"
        raise ParseError(f'"{name}" {what}.', rule="a row of names and at least one row of values", value="no rows")
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    for magic, looks_like in _MAGIC:
        # A table may begin with "BM" too, but then it is text.
        if head.startswith(magic) and (magic == b"%PDF" or _is_binary(head)):
            raise not_a_table(name, looks_like)
    encoding = encoding_of(head)
    if encoding is None:
        raise not_a_table(name, "binary data")
    start = head[:4096].decode(encoding, "ignore").lstrip().lower()
    if re.match(r"<(!doctype html|html|head|body|script|div|table)\b", start):
        raise not_a_table(name, "a web page (HTML)", "Copy the table from the page and paste it here.")
    if re.match(r"<(\?xml|svg|!doctype)", start):
        raise not_a_table(name, "an XML file")
    if re.match(r'\[\s*[\[{]|\{\s*"', start):
        return "json"
    # A CSV file may begin with a bracket too; then its name decides.
    bracket = start.startswith(("[", "{")) and not name.lower().endswith((".csv", ".tsv", ".txt"))
    return "json" if bracket else "text"


def _is_binary(head: bytes) -> bool:
    """Return whether bytes hold NULs or many control characters."""
    controls = sum(head.count(code) for code in range(32) if code not in _TEXT_CONTROLS)
    return b"\0" in head or controls > 0.02 * len(head)


def encoding_of(head: bytes) -> str | None:
    """Guess the encoding of a text from its first bytes; None for binary data.

    Parameters
    ----------
    head : bytes
        The first bytes of the file.

    Returns
    -------
    str or None
        Name of a codec. ``"utf-8"`` may turn out to be wrong later in the file.
    """
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    if b"\0" in head:
        # Latin text in UTF-16 has a NUL in every second byte.
        n_even, n_odd = head[0::2].count(0), head[1::2].count(0)
        if max(n_even, n_odd) > 0.2 * len(head) and min(n_even, n_odd) < 0.02 * len(head):
            return "utf-16-le" if n_odd > n_even else "utf-16-be"
        return None
    if _is_binary(head):
        return None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return western(head)
    return "utf-8"


def western(data: bytes) -> str:
    """Return ``"cp1252"``, or ``"latin-1"`` where a byte is undefined in cp1252."""
    return "latin-1" if re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else "cp1252"


@dataclass(frozen=True)
class Dialect:
    """The format of a delimited text file.

    Parameters
    ----------
    delimiter : str
        Character between cells; " " means any run of spaces.
    quote : str
        Character around cells that contain the delimiter.
    decimal : str
        "." or ",".
    header : bool
        Whether the first row holds the names.
    skip_spaces : bool
        Whether a space follows each delimiter.
    first_rows : tuple of tuple of str
        Cells of the first rows, including the header.
    """

    delimiter: str
    quote: str = '"'
    decimal: str = "."
    header: bool = True
    skip_spaces: bool = False
    first_rows: tuple[tuple[str, ...], ...] = ()

    def rows(self, lines: Iterable[str]) -> Any:
        """Return a ``csv.reader`` of this dialect."""
        csv.field_size_limit(1 << 30)
        if self.delimiter == " ":
            lines = (line.strip() + "\n" for line in lines)
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            skipinitialspace=self.skip_spaces or self.delimiter == " ",
        )


def is_blank(row: list[str]) -> bool:
    """Return whether pandas skips a row because it holds only spaces and tabs."""
    return len(row) < 2 and not "".join(row).strip(" \t")


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
        Including the first rows.
    """
    marks = [options.delimiter] if options.delimiter else list(DELIMITERS)
    quotes = ['"']
    if '"' not in sample and "'" in sample:
        # An apostrophe is an ordinary character unless it quotes the first name, or only then rows are regular.
        quotes = ["'"] if re.match(r"\s*'[^'\n]*'([,;\t|\r\n]|$)", sample) else ['"', "'"]
    trials = [_cut(Dialect(mark, quote), sample, complete=complete) for quote in quotes for mark in marks]
    best = max(trials, key=_regularity)
    if not options.delimiter and _regularity(best) <= 0:
        best = trials[marks.index(",")]
    after_first = [cell for row in best.first_rows[:20] for cell in row[1:]]
    if best.delimiter != " " and after_first and all(cell.startswith(" ") for cell in after_first if cell):
        best = _cut(replace(best, skip_spaces=True), sample, complete=complete)
    best = replace(best, decimal=options.decimal or _decimal_of(best))
    return replace(best, header=_has_header(best) if options.header is None else options.header)


def _cut(dialect: Dialect, sample: str, *, complete: bool) -> Dialect:
    """Return the dialect with the first 200 rows of the sample."""
    rows = []
    for row in dialect.rows(io.StringIO(sample, newline="")):
        if len(rows) > 200:
            break
        if not is_blank(row):
            rows.append(tuple(row))
    if not complete and 1 < len(rows) <= 200:
        rows.pop()
    return replace(dialect, first_rows=tuple(rows[:200]))


def _regularity(dialect: Dialect) -> float:
    """Score a dialect: the fraction of rows with as many cells as there are names."""
    counts = [len(row) for row in dialect.first_rows]
    if not counts or counts[0] < 2:
        return -1.0
    below = counts[1:] or counts
    usual = max(set(below), key=below.count)
    # Some programs omit the name above the row numbers, so one name fewer is accepted.
    if usual < 2 or counts[0] not in (usual, usual - 1):
        return 0.01
    fraction = round(counts.count(usual) / len(counts), 1)
    if dialect.delimiter != " ":
        return fraction
    # Words are separated by spaces too, so a table delimited by spaces has to be mostly numbers.
    cells = [cell for row in dialect.first_rows[1:] for cell in row]
    n_numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in cells)
    return fraction - 0.5 if n_numbers > 0.5 * len(cells) else -1.0


def _decimal_of(dialect: Dialect) -> str:
    """Return the decimal mark that the first rows use."""
    if dialect.delimiter == ",":
        return "."
    cells = [cell.strip() for row in dialect.first_rows for cell in row]
    commas = sum(re.fullmatch(r"[-+]?(\d{1,3}(\.\d{3})+|\d*),\d+", cell) is not None for cell in cells)
    points = sum(re.fullmatch(r"[-+]?(\d{1,3}(,\d{3})+|\d*)\.\d+", cell) is not None for cell in cells)
    return "," if commas > points else "."


def _has_header(dialect: Dialect) -> bool:
    """Return whether the first row holds names rather than data."""
    rows = dialect.first_rows
    if not rows:
        return True
    point = re.escape(dialect.decimal)
    number = re.compile(rf"\s*[-+]?(\d+({point}\d*)?|{point}\d+)([eE][-+]?\d+)?\s*")
    first = [cell for cell in rows[0] if cell.strip()]
    if first and all(number.fullmatch(cell) for cell in first):
        return False
    # A decimal number above numbers is hardly ever a name.
    for index, cell in enumerate(rows[0]):
        below = [row[index] for row in rows[1:20] if index < len(row) and row[index].strip()]
        if dialect.decimal in cell and number.fullmatch(cell) and below and all(map(number.fullmatch, below)):
            return False
    return True
