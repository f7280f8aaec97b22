"""Why a photo cannot be used, or what was found for it."""

from __future__ import annotations

from elmweb.words.de import _deutsch

WHOLE_PICTURE = "ein vollständiges Bild: JPEG, PNG, WebP, GIF, BMP oder AVIF"
SAVE_HEIC = (
    "Das Foto als JPEG speichern. iPhones tun das von selbst mit Einstellungen, Kamera, Formate, Maximale "
    "Kompatibilität."
)
SAVE_TIFF = "Das Foto als JPEG oder PNG speichern."
SAVE_SMALLER = "Das Foto kleiner speichern. Ein Netz sieht einige Hundert Pixel je Seite."
EMPTY_FILE = "eine leere Datei"
OTHER_BYTES = "andere Bytes"
FINITE_NUMBERS = "endliche Zahlen"
OTHER_NUMBERS = "andere"
VECTORS_NOT_READ = "Die Datei mit Vektoren lässt sich nicht lesen."
VECTORS_FROM_HERE = "eine vollständige Datei, die dieses Programm geschrieben hat"
NO_LIST_OF_EXAMPLES = "eine Liste von Beispielen, die keine ist"
NUMBER_NOT_FINITE = "eine Zahl, die nicht endlich ist"


def vectors_of_format(name: str) -> str:
    """What is wrong with a file of vectors: it is of another format."""
    return f"das Format {name}"


def ends_early(name: str) -> str:
    """That a photo is cut off; names arrive in quotes."""
    return f"{name} ist beschädigt: Die Datei endet zu früh."


def n_bytes(number: int) -> str:
    """How much of it there is."""
    return _deutsch.number_of(number, "Byte", "Bytes")


def no_picture(name: str) -> str:
    """That a file is something else."""
    return f"{name} ist kein Bild, auch wenn der Name es sagt."


def begins_with(text: str) -> str:
    """What stands at its start."""
    return f"eine Datei, die mit „{text}“ beginnt"


def not_decoded(name: str, kind: str) -> str:
    """That browsers do not know this kind, "HEIC" or "TIFF"."""
    return f"{name} ist eine {kind}-Datei. Browser können sie nicht öffnen."


def too_large(name: str) -> str:
    """That a photo has too many pixels."""
    return f"{name} ist zu groß."


def most_pixels(millions: int) -> str:
    """A rule: how many it may have."""
    return f"höchstens {_deutsch.number_of(millions, 'Million', 'Millionen')} Pixel"


def n_pixels(width: int, height: int) -> str:
    """How many it has."""
    millions = _deutsch.number_of(width * height // 1_000_000, "Million", "Millionen")
    return f"{_deutsch.whole(width)} mal {_deutsch.whole(height)}, {millions}"


def too_small(name: str) -> str:
    """That a photo has hardly any pixels."""
    return f"{name} ist zu klein, um etwas zu zeigen."


def fewest_pixels(side: int) -> str:
    """A rule: how many it must have."""
    return f"mindestens {_deutsch.whole(side)} Pixel auf jeder Seite"


def size(width: int, height: int) -> str:
    """How many it has."""
    return f"{_deutsch.whole(width)} mal {_deutsch.whole(height)} Pixel"


def no_vector(name: str) -> str:
    """That the network found nothing for it."""
    return f"„{name}“ hat keinen brauchbaren Vektor (Embedding)."
