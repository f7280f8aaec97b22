"""Which scripts the page's first one imports, so that a browser can fetch them at once and not one after another."""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import dirname, join, normpath

_IMPORT = re.compile(r"""^(?:import|export)\b[^"'()]*["'](\.{1,2}/[^"']+)["'];$""", re.MULTILINE)


def imported(web: Path, entry: str) -> list[str]:
    """Return every module that a script imports before it runs, and what those import.

    Parameters
    ----------
    web : Path
        The folder of scripts.
    entry : str
        The first script, by its path in there.

    Returns
    -------
    list of str
        Paths in that folder, the script's own imports first; without the script itself.
    """
    found = [entry]
    for path in found:
        names = (normpath(join(dirname(path), name)) for name in _IMPORT.findall((web / path).read_text()))
        found += [name for name in names if name not in found]
    return found[1:]
