"""The studies of the Learn page: what each of its chapters works out, one file or folder a study.

A study is a module with a coroutine ``run(asked, desk, report)``: ``asked`` is plain data from the page, ``desk`` (see
:mod:`elmweb.studies.desk`) brings tables and runs long work in steps, ``report(text, fraction, so_far)`` shows what
there is by now, and the answer is plain data again. It imports nothing of the page and may be called from Python.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from elmweb.exceptions import SettingsError
from elmweb.words.engine import common, studies_common as words

__all__ = ["STUDIES", "find_study"]

STUDIES: tuple[str, ...] = (
    "maps", "memory", "attention", "adversaries", "clothes", "augment", "distil", "jobs", "papers", "lottery",
)  # fmt: skip
"""The modules of this package that are studies."""


def find_study(name: str) -> Any:
    """Return the module of a study.

    Parameters
    ----------
    name : str
        One of :data:`STUDIES`.

    Returns
    -------
    module
        With a coroutine ``run``.

    Raises
    ------
    SettingsError
        If there is none of this name.
    """
    if name not in STUDIES:
        raise SettingsError(words.NO_SUCH_STUDY, rule=common.one_of(STUDIES), value=name)
    return import_module(f"elmweb.studies.{name}")
