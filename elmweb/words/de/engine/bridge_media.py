"""Why a photo or a clip cannot be used, in the browser or outside; names arrive in quotes."""

from __future__ import annotations

FILE_NOT_READ = "Eine Datei lässt sich nicht lesen."
STILL_THERE = "eine Datei, die noch am selben Ort liegt"
SOUND_OF_BROWSER = "Ton, den dieser Browser abspielt: WAV, MP3, OGG, M4A oder FLAC"
WHOLE_WAV = "eine vollständige WAV-Datei mit ganzen Zahlen"
WHOLE_PICTURE = "ein vollständiges Bild"


def not_heard(name: str) -> str:
    """That a clip cannot be decoded."""
    return f"{name} lässt sich nicht abspielen."


def damaged(name: str) -> str:
    """That a photo cannot be decoded."""
    return f"{name} ist beschädigt und lässt sich nicht decodieren."
