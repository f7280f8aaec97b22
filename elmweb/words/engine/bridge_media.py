"""Why a photo or a clip cannot be used, in the browser or outside; names arrive in quotes."""

from __future__ import annotations

FILE_NOT_READ = "A file cannot be read."
STILL_THERE = "a file that is still where it was"
SOUND_OF_BROWSER = "sound that this browser plays: WAV, MP3, OGG, M4A or FLAC"
WHOLE_WAV = "a whole WAV file with whole numbers"
WHOLE_PICTURE = "a whole picture"


def not_heard(name: str) -> str:
    """That a clip cannot be decoded."""
    return f"{name} cannot be heard."


def damaged(name: str) -> str:
    """That a photo cannot be decoded."""
    return f"{name} is damaged and cannot be decoded."
