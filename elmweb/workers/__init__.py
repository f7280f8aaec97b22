"""The two programs that run in workers: ``page`` paints and answers, ``engine`` reads, trains and predicts."""

from __future__ import annotations

import os

from elmweb.words import speak

__all__ = ["LANGUAGE", "speak_as_asked"]

LANGUAGE = "ELMWEB_LANGUAGE"
"""What ``site.json`` of a language other than English puts into the environment of both Pythons."""


def speak_as_asked() -> None:
    """Speak the language of the page; to be called before anything is drawn or said."""
    speak(os.environ.get(LANGUAGE, "en"))
