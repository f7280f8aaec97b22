"""Why a photo cannot be used, or what was found for it."""

from __future__ import annotations

from elmweb.formatting import count

WHOLE_PICTURE = "a whole picture: JPEG, PNG, WebP, GIF, BMP or AVIF"
SAVE_HEIC = "Save it as JPEG. iPhones do so by themselves with Settings, Camera, Formats, Most Compatible."
SAVE_TIFF = "Save it as JPEG or PNG."
SAVE_SMALLER = "Save it smaller. A network sees a few hundred pixels on a side."
EMPTY_FILE = "an empty file"
OTHER_BYTES = "other bytes"
FINITE_NUMBERS = "finite numbers"
OTHER_NUMBERS = "other ones"
VECTORS_NOT_READ = "The file of vectors cannot be read."
VECTORS_FROM_HERE = "a whole file that this program wrote"
NO_LIST_OF_EXAMPLES = "a list of examples that is none"
NUMBER_NOT_FINITE = "a number that is not finite"


def vectors_of_format(name: str) -> str:
    """What is wrong with a file of vectors: it is of another format."""
    return f"the format {name}"


def ends_early(name: str) -> str:
    """That a photo is cut off; names arrive in quotes."""
    return f"{name} is damaged: it ends early."


def n_bytes(number: int) -> str:
    """How much of it there is."""
    return f"{number:,} bytes"


def no_picture(name: str) -> str:
    """That a file is something else."""
    return f"{name} is no picture, whatever its name says."


def begins_with(text: str) -> str:
    """What stands at its start."""
    return f'a file that begins with "{text}"'


def not_decoded(name: str, kind: str) -> str:
    """That browsers do not know this kind, "HEIC" or "TIFF"."""
    return f"{name} is a {kind} file, which browsers cannot decode."


def too_large(name: str) -> str:
    """That a photo has too many pixels."""
    return f"{name} is too large."


def most_pixels(millions: int) -> str:
    """A rule: how many it may have."""
    return f"at most {millions} million pixels"


def n_pixels(width: int, height: int) -> str:
    """How many it has."""
    return f"{width:,} by {height:,}, {width * height // 1_000_000} million"


def too_small(name: str) -> str:
    """That a photo has hardly any pixels."""
    return f"{name} is too small to show anything."


def fewest_pixels(side: int) -> str:
    """A rule: how many it must have."""
    return f"at least {side} pixels on each side"


def size(width: int, height: int) -> str:
    """How many it has."""
    return f"{width:,} by {count(height, 'pixel')}"


def no_vector(name: str) -> str:
    """That the network found nothing for it."""
    return f'"{name}" has no usable vector.'
