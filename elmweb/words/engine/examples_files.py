"""What folders and zips of photos or clips lack, and which of their files are left out."""

from __future__ import annotations

from elmweb.formatting import count

PHOTOS_OR_CLIPS = "photos or clips, not both"
EACH_BY_ITSELF = "Bring each kind by itself."
BRING_A_PART = "Bring a part of them."
A_PHOTO_OR_CLIP = "photos (JPEG, PNG, WebP, GIF, BMP or AVIF) or clips (WAV, MP3, OGG, M4A or FLAC)"
SAVE_AS_JPEG = "Save the photos as JPEG and bring those."
NO_FILE = "no file"
WHOLE_ZIP = "a whole zip file"
UNPROTECTED_ZIP = "a zip file without one"
BRING_THE_FOLDER = "Unpack it, and bring the folder."
WHOLE_FILE = "a whole file"
_NOT_DECODED = {
    "heic": "HEIC, as iPhones save it",
    "tiff": "TIFF",
    "raw": "a raw photo",
    "photoshop": "a Photoshop file",
}
"""Photos that browsers cannot decode."""

# A folder, or several files; names arrive in quotes


def both(name: str) -> str:
    """That it holds two kinds of examples."""
    return f"{name} holds photos and clips."


def photos_and_clips(n_photos: int, n_clips: int) -> str:
    """How many of each."""
    return f"{count(n_photos, 'photo')} and {count(n_clips, 'clip')}"


def too_many(name: str) -> str:
    """That it holds more files than can be learned from."""
    return f"{name} holds too many files."


def n_files(number: int) -> str:
    """How many it holds."""
    return count(number, "file")


def most_examples(number: int) -> str:
    """A rule: how many there may be."""
    return f"at most {number:,} photos or clips"


def not_decoded(names: str, kind: str, n_files: int) -> str:
    """Photos that browsers cannot decode."""
    does, it = ("is", "it") if n_files == 1 else ("are", "them")
    return f"{names} {does} {_NOT_DECODED[kind]}, which browsers cannot decode. Save {it} as JPEG to use {it}."


def left_out(n_files: int, names: str) -> str:
    """Files that are something else; the first of them by name."""
    if n_files == 1:
        return f"1 file is neither a photo, a clip nor a table, and is left out: {names}."
    return f"{count(n_files, 'file')} are neither photos, clips nor tables, and are left out: {names}."


def none_decoded(name: str) -> str:
    """That all photos are of a kind that browsers cannot decode."""
    return f"{name} holds no photo that browsers can decode."


def n_of_kind(n_files: int, kind: str) -> str:
    """How many there are, and of which kind the first one is."""
    return f"{count(n_files, 'file')} of the kind: {_NOT_DECODED[kind]}"


def no_examples(name: str) -> str:
    """That it holds neither photos nor clips."""
    return f"{name} holds no photos and no clips."


# A zip


def not_read(name: str) -> str:
    """That a zip is damaged."""
    return f"{name} cannot be read."


def at_most(number: int) -> str:
    """A rule: how many files it may hold."""
    return f"at most {number:,}"


def leads_out(n_files: int, first: str) -> str:
    """Files whose names would put them somewhere else."""
    if n_files == 1:
        return f"1 file in the zip has a name that leads out of its folder, such as {first}. It is left out."
    return (
        f"{count(n_files, 'file')} in the zip have names that lead out of its folder, such as {first}. "
        "They are left out."
    )


def needs_password(name: str) -> str:
    """That a zip is encrypted."""
    return f"{name} needs a password."


def is_bomb(file: str, name: str) -> str:
    """That a file in a zip would fill the memory."""
    return f"{file} in {name} would unpack to far more than a photo or a clip."


def most_unpacked(size: str, ratio: int) -> str:
    """A rule: how large a file may become."""
    return f"at most {size}, and {ratio} times what it is in the zip"


def unpacked_from(size: str, packed: str) -> str:
    """How large it would become, and how large it is."""
    return f"{size} from {packed}"


def damaged(file: str) -> str:
    """That a file in a zip is not whole."""
    return f"{file} is damaged in the zip."


def n_bytes(number: int) -> str:
    """A rule: how many bytes it should have."""
    return f"{number:,} bytes"


def or_more(number: int) -> str:
    """How many bytes it has."""
    return f"{number:,} or more"
