"""What a picture is, by the first bytes of its file: before it is decoded, since that may take all memory there is."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from elmweb.exceptions import InputError
from elmweb.formatting import quoted
from elmweb.words.engine import examples_pictures as words

__all__ = ["HEAD_BYTES", "MOST_PIXELS", "Facts", "look_at", "note_of"]

HEAD_BYTES = 262_144
"""How much of a file is looked at."""

MOST_PIXELS = 100_000_000
_LEAST_SIDE = 8
_HEIC = {"heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"}


@dataclass(frozen=True)
class Facts:
    """What the first bytes of a picture say.

    Parameters
    ----------
    kind : str
        Its format, such as "JPEG".
    width, height : int
        Its size as it is stored, before it is turned upright; 0 when it is not known.
    is_animated : bool
        Whether it has several pictures.
    is_cmyk : bool
        Whether it has the four colours of print.
    """

    kind: str
    width: int = 0
    height: int = 0
    is_animated: bool = False
    is_cmyk: bool = False


def look_at(head: bytes, name: str) -> Facts:
    """Look at the first bytes of a picture.

    Parameters
    ----------
    head : bytes
        At least ``HEAD_BYTES`` of a longer file.
    name : str
        The file's name, for messages.

    Returns
    -------
    Facts
        What they say.

    Raises
    ------
    InputError
        If it is no picture that a browser decodes, is too small to show anything, or too large.

    Examples
    --------
    >>> look_at(b"GIF89a" + bytes([40, 0, 30, 0, 0, 0, 0, 0x3B]), "dot.gif")
    Facts(kind='GIF', width=40, height=30, is_animated=False, is_cmyk=False)
    """
    try:
        facts = _facts(head)
    except (IndexError, struct.error) as error:
        raise InputError(
            words.ends_early(quoted(name)), rule=words.WHOLE_PICTURE, value=words.n_bytes(len(head))
        ) from error
    if facts is None:
        raise InputError(words.no_picture(quoted(name)), rule=words.WHOLE_PICTURE, value=_starts(head))
    if facts.kind in ("HEIC", "TIFF"):
        raise InputError(
            words.not_decoded(quoted(name), facts.kind),
            rule=words.WHOLE_PICTURE,
            value=facts.kind,
            hints=(words.SAVE_HEIC if facts.kind == "HEIC" else words.SAVE_TIFF,),
        )
    if facts.width * facts.height > MOST_PIXELS:
        raise InputError(
            words.too_large(quoted(name)),
            rule=words.most_pixels(MOST_PIXELS // 1_000_000),
            value=words.n_pixels(facts.width, facts.height),
            hints=(words.SAVE_SMALLER,),
        )
    if facts.kind != "AVIF" and min(facts.width, facts.height) < _LEAST_SIDE and facts.width + facts.height:
        size = words.size(facts.width, facts.height)
        raise InputError(words.too_small(quoted(name)), rule=words.fewest_pixels(_LEAST_SIDE), value=size)
    return facts


def note_of(facts: Facts) -> str:
    """Return a word for what a person should know about a picture: "animated", "cmyk" or ""."""
    return "animated" if facts.is_animated else "cmyk" if facts.is_cmyk else ""


def _starts(head: bytes) -> str:
    if not head:
        return words.EMPTY_FILE
    text = head[:12].decode("ascii", "replace")
    return words.begins_with(text) if text.isprintable() and text.isascii() else words.OTHER_BYTES


def _facts(head: bytes) -> Facts | None:
    """Return the facts, None for no known picture; an IndexError or struct.error for one that ends early."""
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp(head)
    if head[4:8] == b"ftyp":
        return _boxes(head)
    return next((read(head) for start, read in _STARTS.items() if head.startswith(start)), None)


def _png(head: bytes) -> Facts:
    """Return the size of a PNG file, and whether an animation is announced before its first pixels."""
    width, height = struct.unpack_from(">II", head, 16)
    before = head[: head.find(b"IDAT")] if b"IDAT" in head else head
    return Facts("PNG", width, height, is_animated=b"acTL" in before)


def _gif(head: bytes) -> Facts:
    width, height = struct.unpack_from("<HH", head, 6)
    return Facts("GIF", width, height, is_animated=_has_frames(head))


def _bmp(head: bytes) -> Facts:
    width, height = struct.unpack_from("<ii", head, 18)
    return Facts("BMP", abs(width), abs(height))


def _tiff(_head: bytes) -> Facts:
    return Facts("TIFF")


def _boxes(head: bytes) -> Facts | None:
    """Return what a file of boxes is by its brands: AVIF or HEIC; None for a film."""
    brands = head[8 : struct.unpack_from(">I", head)[0]].decode("latin-1")
    if "avif" in brands or "avis" in brands:
        return Facts("AVIF", is_animated="avis" in brands)
    return Facts("HEIC") if brands[:4] in _HEIC else None


def _jpeg(head: bytes) -> Facts:
    """Walk over the segments of a JPEG file to the one that begins a frame."""
    at = 2
    while at < len(head) - 9:
        if head[at] != 0xFF:
            return Facts("JPEG")
        marker = head[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width, n_colours = struct.unpack_from(">HHB", head, at + 5)
            return Facts("JPEG", width, height, is_cmyk=n_colours == 4)
        else:
            at += 2 + struct.unpack_from(">H", head, at + 2)[0]
    if len(head) < HEAD_BYTES:
        raise IndexError("no frame begins")
    return Facts("JPEG")  # behind a long preview; it is decoded all the same


def _has_frames(head: bytes) -> bool:
    """Return whether a GIF file has a second picture."""
    colours = 3 * 2 ** ((head[10] & 7) + 1) if head[10] & 0x80 else 0
    at, n_pictures = 13 + colours, 0
    while at < len(head) - 1:
        if head[at] == 0x2C:
            n_pictures += 1
            if n_pictures > 1:
                return True
            own = head[at + 9] if at + 9 < len(head) else 0
            at += 10 + (3 * 2 ** ((own & 7) + 1) if own & 0x80 else 0) + 1
        elif head[at] == 0x21:
            at += 2
        else:
            return False
        while at < len(head) and head[at]:
            at += head[at] + 1
        at += 1
    return b"NETSCAPE2.0" in head[:2048]


def _webp(head: bytes) -> Facts:
    """Return the size of a WebP file, by which of its three kinds it is."""
    kind = head[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
        return Facts("WebP", width, height, is_animated=bool(head[20] & 2))
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", head, 21)[0]
        return Facts("WebP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    width, height = struct.unpack_from("<HH", head, 26)
    return Facts("WebP", width & 0x3FFF, height & 0x3FFF)


_STARTS = {
    b"\xff\xd8\xff": _jpeg,
    b"\x89PNG\r\n\x1a\n": _png,
    b"GIF87a": _gif,
    b"GIF89a": _gif,
    b"BM": _bmp,
    b"II*\0": _tiff,
    b"MM\0*": _tiff,
}
