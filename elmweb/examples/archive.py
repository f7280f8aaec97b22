"""Zip files of photos or clips, whose entries are read one at a time and never written anywhere."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from elmweb.examples.collect import example_kind
from elmweb.examples.embed import Item
from elmweb.exceptions import DataError, InputError, ParseError
from elmweb.formatting import data_size, quoted
from elmweb.words.engine import examples_files as words

__all__ = ["Archive", "is_archive_of_examples", "open_archive"]

_MOST_ENTRIES = 100_000
_MOST_ENTRY_BYTES = 300_000_000
_MOST_RATIO = 100  # photos and clips are compressed already; a bomb is compressed 1,000 times
_SMALL = 1_000_000  # below which an entry may be compressed as well as it can be


@dataclass(frozen=True)
class Archive:
    """A zip file that stays open as long as its items are read.

    Parameters
    ----------
    items : tuple of Item
        Its files, each read when it is asked for.
    notes : tuple of str
        What was left out, one sentence each.
    close : callable
        Closes the file.
    """

    items: tuple[Item, ...]
    notes: tuple[str, ...]
    close: Callable[[], None]


def is_archive_of_examples(file: BinaryIO) -> bool:
    """Return whether a file is a zip in which photos or clips lie, and no workbook.

    Parameters
    ----------
    file : BinaryIO
        Seekable; it is at its start afterwards.

    Returns
    -------
    bool
        False for a damaged zip too.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return False
    finally:
        file.seek(0)
    office = any(name in names for name in ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml", "project.json"))
    return not office and any(example_kind(name) for name in names)


def open_archive(file: BinaryIO, name: str) -> Archive:
    """Open a zip file.

    Parameters
    ----------
    file : BinaryIO
        Seekable; it is closed by ``close`` of the answer.
    name : str
        Its name, for messages.

    Returns
    -------
    Archive
        Its files. Entries whose names lead out of the folder are left out, and it is said.

    Raises
    ------
    ParseError
        If it is damaged or needs a password.
    DataError
        If it would unpack to far more than it is.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise ParseError(words.not_read(quoted(name)), rule=words.WHOLE_ZIP, value=str(error)) from error
    entries = [one for one in archive.infolist() if not one.is_dir()]
    if len(entries) > _MOST_ENTRIES:
        raise DataError(
            words.too_many(quoted(name)), rule=words.at_most(_MOST_ENTRIES), value=words.n_files(len(entries))
        )
    items, outside = [], []
    for entry in entries:
        shown = _name(entry)
        _check(entry, shown, name)
        if _leads_out(shown):
            outside.append(shown)
        else:
            items.append(Item(shown, {"read": partial(_read, archive, entry, shown)}))
    notes = (words.leads_out(len(outside), quoted(outside[0])),) if outside else ()
    return Archive(tuple(items), notes, archive.close)


def _check(entry: zipfile.ZipInfo, shown: str, name: str) -> None:
    """Raise an error for an entry that cannot be unpacked, or should not."""
    if entry.flag_bits & 1:
        raise ParseError(
            words.needs_password(quoted(name)),
            rule=words.UNPROTECTED_ZIP,
            value=quoted(shown),
            hints=(words.BRING_THE_FOLDER,),
        )
    packed = max(1, entry.compress_size)
    is_bomb = entry.file_size > _SMALL and entry.file_size > _MOST_RATIO * packed
    if is_bomb or entry.file_size > _MOST_ENTRY_BYTES:
        raise DataError(
            words.is_bomb(quoted(shown), quoted(name)),
            rule=words.most_unpacked(data_size(_MOST_ENTRY_BYTES), _MOST_RATIO),
            value=words.unpacked_from(data_size(entry.file_size), data_size(entry.compress_size)),
        )


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or (len(parts[0]) == 2 and parts[0][1] == ":")


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry; programs that do not mark UTF-8 write it all the same."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str) -> bytes:
    """Return the bytes of an entry, never more than it says it has."""
    try:
        with archive.open(entry) as file:
            data = file.read(entry.file_size + 1)
    except Exception as error:  # zlib.error and lzma.LZMAError are no ValueError
        raise InputError(words.damaged(quoted(shown)), rule=words.WHOLE_FILE, value=str(error)) from error
    if len(data) != entry.file_size:
        raise InputError(
            words.damaged(quoted(shown)), rule=words.n_bytes(entry.file_size), value=words.or_more(len(data))
        )
    return data
