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

from importlib import import_module
from pkgutil import iter_modules
from types import FunctionType, ModuleType
from typing import Any

__all__ = ["LANGUAGES", "rooms", "said_in", "speak"]

LANGUAGES = {"en": "English"}
"""The languages there are, each by its own name. Every one but English has a package here that mirrors the English."""

_HALVES = ("page", "engine")
_ENGLISH: dict[str, dict[str, Any]] = {}
"""The English of each room, from before another language was put in its place."""


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
    """Let every view speak a language from now on.

    Parameters
    ----------
    language : str
        One of :data:`LANGUAGES`.

    Raises
    ------
    KeyError
        If elmweb does not speak it.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    for room in rooms():
        english = import_module(f"{__name__}.{room}")
        original = _ENGLISH.setdefault(room, said_in(english))
        other = original if language == "en" else said_in(import_module(f"{__name__}.{language}.{room}"))
        for name in original:
            setattr(english, name, other[name])
