"""Everything that a person reads, in one place, and in more than one language.

Each room of elmweb has a module of words here: a constant for a fixed text, a function for one with values in it.
English is the original. A view imports the module, not its names, and asks it when it draws, so that :func:`speak` can
put another language in its place::

    from elmweb.words.page import result as words

    words.CARRY_ON
    words.stopped(3, 12)

``page`` has what the page says, ``engine`` what comes from reading, training and saving, in the page or in Python.
Values arrive formatted (:mod:`elmweb.formatting`), and escaped where the text is HTML. A text may hold tags within a
sentence, such as ``<b>`` or ``<a>``; blocks, classes and buttons belong to the views.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules
from types import FunctionType, ModuleType
from typing import Any

from elmweb.formatting import ENGLISH, use_manner

__all__ = ["LANGUAGES", "lazily", "rooms", "said_in", "speak", "spoken"]

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""The languages there are, each by its own name. Every one but English has a package here that mirrors the English."""

_HALVES = ("page", "engine")
_ENGLISH: dict[str, dict[str, Any]] = {}
"""The English of each room, from before another language was put in its place."""
_spoken = "en"


def rooms() -> list[str]:
    """Return the names of the modules that hold words, such as ``page.result``."""
    found = []
    for half in _HALVES:
        package = import_module(f"{__name__}.{half}")
        found += [f"{half}.{module.name}" for module in iter_modules(package.__path__)]
    return sorted(found)


def said_in(module: ModuleType) -> dict[str, Any]:
    """Return what a module of words offers: its texts and functions by name.

    Parameters
    ----------
    module : module
        A module of words.

    Returns
    -------
    dict of str to Any
        Its public constants, and the public functions that it defines itself.
    """
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_")
        and name != "annotations"
        and not isinstance(value, ModuleType | type)
        and (not isinstance(value, FunctionType) or value.__module__ == module.__name__)
    }


def speak(language: str) -> None:
    """Let every view speak a language from now on: in its words, and in the way it writes numbers.

    Parameters
    ----------
    language : str
        One of :data:`LANGUAGES`.

    Raises
    ------
    KeyError
        If elmweb does not speak it.
    """
    global _spoken  # noqa: PLW0603 - there is one page, which speaks one language
    if language not in LANGUAGES:
        raise KeyError(language)
    if language == _spoken:
        return
    use_manner(ENGLISH if language == "en" else import_module(f"{__name__}.{language}.manner").MANNER)
    _spoken = language
    there = tuple(f"{__name__}.{half}." for half in _HALVES)
    for name in [name for name in sys.modules if name.startswith(there)]:
        _translate(name.removeprefix(f"{__name__}."))


def spoken() -> str:
    """Return the language that is spoken, one of :data:`LANGUAGES`."""
    return _spoken


def lazily(half: str, name: str) -> ModuleType:
    """Return a room that was not asked for before, in the language that is spoken.

    Of a page with many rooms the first view needs a few, in English and in another language.

    Parameters
    ----------
    half : str
        "page" or "engine".
    name : str
        The room in that half.

    Returns
    -------
    module
        Its words.

    Raises
    ------
    AttributeError
        If there is no such room.
    """
    room = f"{half}.{name}"
    try:
        module = None if name.startswith("_") else import_module(f"{__name__}.{room}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{room}":
            raise
        module = None
    if module is None:
        raise AttributeError(f"there is no room {room} of words")
    if _spoken != "en":
        _translate(room)
    return module


def _translate(room: str) -> None:
    """Put the words of the language that is spoken in the place of those that a room has now."""
    module = import_module(f"{__name__}.{room}")
    original = _ENGLISH.setdefault(room, said_in(module))
    words = original if _spoken == "en" else said_in(import_module(f"{__name__}.{_spoken}.{room}"))
    for name in original:
        setattr(module, name, words[name])
