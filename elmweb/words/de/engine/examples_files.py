"""What folders and zips of photos or clips lack, and which of their files are left out."""

from __future__ import annotations

from elmweb.words.de import _deutsch

PHOTOS_OR_CLIPS = "Fotos oder Tonaufnahmen, nicht beides"
EACH_BY_ITSELF = "Beide Arten einzeln mitbringen."
BRING_A_PART = "Nur einen Teil davon mitbringen."
A_PHOTO_OR_CLIP = "Fotos (JPEG, PNG, WebP, GIF, BMP oder AVIF) oder Tonaufnahmen (WAV, MP3, OGG, M4A oder FLAC)"
SAVE_AS_JPEG = "Die Fotos als JPEG speichern und diese mitbringen."
NO_FILE = "keine Datei"
WHOLE_ZIP = "eine vollständige Zip-Datei"
UNPROTECTED_ZIP = "eine Zip-Datei ohne Passwort"
BRING_THE_FOLDER = "Das Zip entpacken und den Ordner mitbringen."
WHOLE_FILE = "eine vollständige Datei"
_NOT_DECODED = {
    "heic": "HEIC, wie iPhones es speichern",
    "tiff": "TIFF",
    "raw": "ein RAW-Foto",
    "photoshop": "eine Photoshop-Datei",
}
"""Photos that browsers cannot decode."""


def _files(number: int) -> str:
    return _deutsch.number_of(number, "Datei", "Dateien")


# A folder, or several files; names arrive in quotes


def both(name: str) -> str:
    """That it holds two kinds of examples."""
    return f"{name} enthält Fotos und Tonaufnahmen."


def photos_and_clips(n_photos: int, n_clips: int) -> str:
    """How many of each."""
    clips = _deutsch.number_of(n_clips, "Tonaufnahme", "Tonaufnahmen")
    return f"{_deutsch.number_of(n_photos, 'Foto', 'Fotos')} und {clips}"


def too_many(name: str) -> str:
    """That it holds more files than can be learned from."""
    return f"{name} enthält zu viele Dateien."


def most_examples(number: int) -> str:
    """A rule: how many there may be."""
    return f"höchstens {_deutsch.whole(number)} Fotos oder Tonaufnahmen"


def not_decoded(names: str, kind: str, n_files: int) -> str:
    """Photos that browsers cannot decode."""
    why = f"im Browser nicht öffnen ({_NOT_DECODED[kind]})"
    if n_files == 1:
        return f"{names} lässt sich {why}. Das Foto als JPEG speichern, um es zu verwenden."
    return f"{names} lassen sich {why}. Die Fotos als JPEG speichern, um sie zu verwenden."


def left_out(n_files: int, names: str) -> str:
    """Files that are something else; the first of them by name."""
    if n_files == 1:
        return f"1 Datei ist weder Foto noch Tonaufnahme noch Tabelle und wird weggelassen: {names}."
    return f"{_files(n_files)} sind weder Fotos noch Tonaufnahmen noch Tabellen und werden weggelassen: {names}."


def none_decoded(name: str) -> str:
    """That all photos are of a kind that browsers cannot decode."""
    return f"{name} enthält kein Foto, das Browser öffnen können."


def n_of_kind(n_files: int, kind: str) -> str:
    """How many there are, and of which kind the first one is."""
    return f"{_files(n_files)} dieser Art: {_NOT_DECODED[kind]}"


def no_examples(name: str) -> str:
    """That it holds neither photos nor clips."""
    return f"{name} enthält keine Fotos und keine Tonaufnahmen."


# A zip


def not_read(name: str) -> str:
    """That a zip is damaged."""
    return f"{name} lässt sich nicht lesen."


def at_most(number: int) -> str:
    """A rule: how many files it may hold."""
    return f"höchstens {_deutsch.whole(number)}"


def leads_out(n_files: int, first: str) -> str:
    """Files whose names would put them somewhere else."""
    if n_files == 1:
        return f"1 Datei im Zip hat einen Namen, der aus dem Ordner hinausführt ({first}). Sie wird weggelassen."
    return (
        f"{_files(n_files)} im Zip haben Namen, die aus dem Ordner hinausführen (etwa {first}). Sie werden weggelassen."
    )


def needs_password(name: str) -> str:
    """That a zip is encrypted."""
    return f"{name} verlangt ein Passwort."


def is_bomb(file: str, name: str) -> str:
    """That a file in a zip would fill the memory."""
    return f"{file} in {name} würde beim Entpacken viel größer als ein Foto oder eine Tonaufnahme."


def most_unpacked(size: str, ratio: int) -> str:
    """A rule: how large a file may become."""
    return f"höchstens {size} und höchstens das {_deutsch.whole(ratio)}-Fache der Größe im Zip"


def unpacked_from(size: str, packed: str) -> str:
    """How large it would become, and how large it is."""
    return f"{size} aus {packed}"


def damaged(file: str) -> str:
    """That a file in a zip is not whole."""
    return f"{file} ist im Zip beschädigt."


def n_bytes(number: int) -> str:
    """A rule: how many bytes it should have."""
    return _deutsch.number_of(number, "Byte", "Bytes")


def n_files(number: int) -> str:
    """How many it holds."""
    return _files(number)


def or_more(number: int) -> str:
    """How many bytes it has."""
    return f"{_deutsch.whole(number)} oder mehr"
