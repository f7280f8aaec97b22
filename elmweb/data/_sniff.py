"""Guessing what a file is from its first bytes: its kind and its encoding."""

from __future__ import annotations

import codecs
import re

from elmweb.exceptions import ParseError
from elmweb.words.engine import data_files as words

HEAD_BYTES = 1 << 18

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "png"),
    (b"GIF8", "gif"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"BM", "bmp"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf", "sevenzip"),
    (b"Rar!", "rar"),
    (b"\xfd7zXZ", "xz"),
    (b"SQLite format 3", "sqlite"),
    (b"\x93NUMPY", "numpy"),
    (b"\x89HDF", "hdf5"),
    (b"\x7fELF", "program"),
    (b"MZ", "windows"),
    (b"RIFF", "media"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"\xff\xfb", "sound"),
    (b"\x1aE\xdf\xa3", "film"),
    (b"ARROW1", "arrow"),
    (b"\x80\x04", "pickle"),
)
_ARCHIVES = frozenset({"gzip", "bzip2", "sevenzip", "rar", "xz", "zip"})
_FOR_MODELS = frozenset({"png", "gif", "jpeg", "bmp", "media", "mp4", "sound", "film"})
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PAGE = re.compile(r"(<!--.*?-->\s*)*<(!doctype html|html|head|body|script|style|meta|div|center|table)\b", re.DOTALL)
_MIME = re.compile(r"(mime-version|content-type|from|message-id):")
_IN_XML = ("urn:schemas-microsoft-com:office:spreadsheet", "<html")
_TEXT_CONTROLS = b"\t\n\r\f\v\x1a\x1b\x08"


def not_a_table(name: str, kind: str, *hints: str) -> ParseError:
    """Return an error for a file of an unsupported kind, which is one that the words have a name for."""
    thing = words.looks_like(kind)
    return ParseError(
        words.not_a_table(name, thing), rule=words.TABLES_READ, value=thing, hints=hints or (_hint(kind),)
    )


def _hint(kind: str) -> str:
    """Return where a file can go that is no table."""
    if kind in _FOR_MODELS:
        return words.TO_THE_MODELS
    return words.UNPACK_IT if kind in _ARCHIVES else words.SAVE_AS_CSV


def no_rows(name: str, value: str) -> ParseError:
    """Return an error for a file without rows."""
    return ParseError(words.without_rows(name), rule=words.NAMES_AND_ROWS, value=value)


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
    {"zip", "ole", "parquet", "html", "json", "text"}
        Which reader to use.

    Raises
    ------
    ParseError
        If it is of an unsupported kind, or empty.
    """
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        what = words.without_text(name) if head else words.empty(name)
        raise ParseError(what, rule=words.NAMES_AND_ROWS, value=words.NO_ROWS)
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if head.startswith(b"PAR1") and _is_binary(head):
        return "parquet"
    for magic, kind in _MAGIC:
        # A table may begin with "BM" too, but then it is text.
        if head.startswith(magic) and (magic == b"%PDF" or _is_binary(head)):
            raise not_a_table(name, kind)
    if head[4:8] == b"ftyp" and _is_binary(head):  # MP4 and its kin, which begin with a length
        raise not_a_table(name, "mp4")
    encoding = encoding_of(head)
    if encoding is None:
        raise not_a_table(name, "binary")
    return _kind_of_text(head[:4096].decode(encoding, "ignore").lstrip("\ufeff \t\r\n").lower(), name)


def _kind_of_text(start: str, name: str) -> str:
    """Return what a text is by its first letters, in lower case."""
    is_page = _PAGE.match(start) or (_MIME.match(start) and "multipart/" in start)
    if is_page or (start.startswith(("<?xml", "<workbook")) and any(sign in start for sign in _IN_XML)):
        return "html"
    if re.match(r"<(\?xml|svg|!doctype)", start):
        raise not_a_table(name, "xml")
    if re.match(r'\[\s*[\[{]|\{\s*"', start):
        return "json"
    # A CSV file may begin with a bracket too; then its name decides.
    bracket = start.startswith(("[", "{")) and not name.lower().endswith((".csv", ".tsv", ".txt"))
    return "json" if bracket else "text"


def _is_binary(head: bytes) -> bool:
    """Return whether bytes hold many NULs or control characters, or none that ends a line."""
    controls = sum(head.count(code) for code in range(32) if code not in _TEXT_CONTROLS)
    return controls > 0.02 * len(head) or (b"\0" in head and b"\n" not in head and b"\r" not in head)


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
