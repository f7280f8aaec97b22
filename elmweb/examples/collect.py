"""Many files at once, sorted: examples of one kind, tables beside them, and what is neither."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from elmweb.examples.embed import Item
from elmweb.exceptions import DataError, ParseError
from elmweb.formatting import listed, quoted
from elmweb.words.engine import examples_files as words

__all__ = ["PHOTOS", "SOUNDS", "TABLES", "Collection", "collect", "example_kind", "file_key", "folder_classes"]

PHOTOS = ("jpg", "jpeg", "jfif", "png", "webp", "gif", "bmp", "avif")
SOUNDS = ("wav", "mp3", "ogg", "oga", "opus", "m4a", "aac", "flac", "weba")
TABLES = ("csv", "tsv", "xlsx")
_NOT_HERE = {
    **dict.fromkeys(("heic", "heif"), "heic"),
    **dict.fromkeys(("tif", "tiff"), "tiff"),
    **dict.fromkeys(("dng", "cr2", "nef", "arw"), "raw"),
    "psd": "photoshop",
}
"""Photos that browsers cannot decode, by the ends of their names."""

_HIDDEN = re.compile(r"(^|/)(\.|__MACOSX(/|$)|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_PARTS = {"train", "training", "test", "testing", "val", "valid", "validation", "dev"}
MOST_EXAMPLES = 20_000


@dataclass(frozen=True)
class Collection:
    """What was found among many files.

    Parameters
    ----------
    kind : {"photo", "sound"}
        What the examples are.
    items : tuple of Item
        The examples, by name.
    tables : tuple of Item
        Tables beside them.
    notes : tuple of str
        What was left out and why, one sentence each.
    """

    kind: str
    items: tuple[Item, ...]
    tables: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class _Sorted:
    """The files by what they are."""

    photo: list[Item] = field(default_factory=list)
    sound: list[Item] = field(default_factory=list)
    tables: list[Item] = field(default_factory=list)
    not_here: list[tuple[str, str]] = field(default_factory=list)  # a name, and what it is
    others: list[str] = field(default_factory=list)


def example_kind(name: str) -> str | None:
    """Return "photo" or "sound" by the end of a file's name; None for another file.

    Parameters
    ----------
    name : str
        The name.

    Returns
    -------
    str or None
        Also "photo" for those that browsers cannot decode: then an error says so.
    """
    ending = _ending(name)
    if ending in PHOTOS or ending in _NOT_HERE:
        return "photo"
    return "sound" if ending in SOUNDS else None


def collect(files: Iterable[Item], name: str) -> Collection:
    """Sort files.

    Parameters
    ----------
    files : iterable of Item
        Their names have folders, with slashes.
    name : str
        What was brought, for error messages.

    Returns
    -------
    Collection
        Hidden files and those of operating systems are passed over without a word.

    Raises
    ------
    ParseError
        If there is no example among them that can be decoded.
    DataError
        If there are both photos and clips, or too many.
    """
    found = _sorted(files)
    if found.photo and found.sound:
        raise DataError(
            words.both(quoted(name)),
            rule=words.PHOTOS_OR_CLIPS,
            value=words.photos_and_clips(len(found.photo), len(found.sound)),
            hints=(words.EACH_BY_ITSELF,),
        )
    items = sorted(found.photo or found.sound, key=lambda item: _natural(item.name))
    if not items:
        raise _none_of_them(found, name)
    if len(items) > MOST_EXAMPLES:
        raise DataError(
            words.too_many(quoted(name)),
            rule=words.most_examples(MOST_EXAMPLES),
            value=words.n_files(len(items)),
            hints=(words.BRING_A_PART,),
        )
    notes = []
    for what, several in Counter(what for _, what in found.not_here).items():
        names = listed([quoted(one) for one, other in found.not_here if other == what], most=3)
        notes.append(words.not_decoded(names, what, several))
    if found.others:
        names = listed([quoted(one) for one in found.others], most=3)
        notes.append(words.left_out(len(found.others), names))
    return Collection("photo" if found.photo else "sound", tuple(items), tuple(found.tables), tuple(notes))


def _sorted(files: Iterable[Item]) -> _Sorted:
    """Return files by what they are."""
    found = _Sorted()
    for item in files:
        named = replace(item, name=_clean(item.name))
        ending = _ending(named.name)
        if _HIDDEN.search(named.name):
            continue
        if ending in _NOT_HERE:
            found.not_here.append((named.name, _NOT_HERE[ending]))
        elif ending in PHOTOS:
            found.photo.append(named)
        elif ending in SOUNDS:
            found.sound.append(named)
        elif ending in TABLES:
            found.tables.append(named)
        else:
            found.others.append(named.name)
    return found


def _none_of_them(found: _Sorted, name: str) -> ParseError:
    """Return an error for files without an example."""
    if found.not_here:
        return ParseError(
            words.none_decoded(quoted(name)),
            rule=words.A_PHOTO_OR_CLIP,
            value=words.n_of_kind(len(found.not_here), found.not_here[0][1]),
            hints=(words.SAVE_AS_JPEG,),
        )
    others = [*found.others, *(item.name for item in found.tables)]
    return ParseError(
        words.no_examples(quoted(name)),
        rule=words.A_PHOTO_OR_CLIP,
        value=listed([quoted(one) for one in others], most=3) if others else words.NO_FILE,
    )


def folder_classes(names: Sequence[str]) -> list[str | None]:
    """Return the class of each file: the folder that it lies in.

    Parameters
    ----------
    names : sequence of str
        With their folders.

    Returns
    -------
    list of str or None
        None for a file beside the folders; for all, when they lie in one folder. Folders called "train", "test" and the
        like are no classes.

    Examples
    --------
    >>> folder_classes(["pets/cat/1.jpg", "pets/cat/2.jpg", "pets/dog/1.jpg", "pets/3.jpg"])
    ['cat', 'cat', 'dog', None]
    """
    folders = [name.split("/")[:-1] for name in names]
    shared = 0
    while folders and all(len(one) > shared and one[shared] == folders[0][shared] for one in folders):
        shared += 1
    rest = [[part for part in one[shared:] if part.lower() not in _PARTS] for one in folders]
    return [one[-1] if one else None for one in rest]


def file_key(name: str) -> str:
    """Return a file's name without folders, as it is compared with cells: capitals and accents may differ in form."""
    return unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2]).casefold()


def _ending(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[2].lower()


def _clean(name: str) -> str:
    """Return a name with slashes between folders, without parts that lead out of a folder, nor halves of letters."""
    text = unicodedata.normalize("NFC", re.sub("[\\0\ud800-\udfff]", "\ufffd", name.replace("\\", "/")))
    return "/".join(part for part in text.split("/") if part not in ("", ".", ".."))


def _natural(name: str) -> list[tuple[int, int | str]]:
    """Return a key by which "2.jpg" comes before "10.jpg"."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(0, int(part)) if part.isascii() and part.isdigit() else (1, part) for part in parts]
