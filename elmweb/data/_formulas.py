"""Cells of a CSV file that a spreadsheet would take for formulas: written behind an apostrophe, and read without it.

A spreadsheet runs whatever begins with one of four characters, and what a formula may do goes as far as sending the
table elsewhere. Numbers are left as they are. Each step can be undone exactly: what is written behind an apostrophe is
just what would have to be.

References
----------
OWASP: CSV Injection. https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import re

import numpy as np

from elmweb.words.engine import data_notes as words

__all__ = ["is_own_file", "restored", "restored_column", "safe", "safe_column", "safe_notes"]

_FORMULA = re.compile(r"['\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|['\s]*[\t\r]")
_NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?\s*%?")
_FIRST = frozenset("=+-@'\uff1d\uff0b\uff0d\uff20")  # what a formula, or what stands before it, can begin with
_OWN = "predicted "


def safe(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula.

    Examples
    --------
    >>> [safe(text) for text in ("=SUM(A1)", "-1.5", "a=b", "'+1", "- x")]
    ["'=SUM(A1)", '-1.5', 'a=b', "''+1", "'- x"]
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def restored(cell: str) -> str:
    """Return the text that :func:`safe` made a cell of.

    Examples
    --------
    >>> [restored(cell) for cell in ("'=SUM(A1)", "-1.5", "'twas", "''+1", "'-1.5")]
    ['=SUM(A1)', '-1.5', "'twas", "'+1", "'-1.5"]
    """
    return cell[1:] if cell.startswith("'") and safe(cell[1:]) != cell[1:] else cell


def safe_column(cells: np.ndarray) -> tuple[np.ndarray, int]:
    """Return a column of texts as :func:`safe` has them, and how many of them were changed.

    Parameters
    ----------
    cells : ndarray (n,)
        ``object`` of ``str``, or of anything else, which is left alone.

    Returns
    -------
    cells : ndarray (n,)
        The same array when none was changed.
    n_changed : int
        Their number.
    """
    changed = {at: text for at, cell in _candidates(cells) if (text := safe(cell)) != cell}
    return _with(cells, changed), len(changed)


def restored_column(cells: np.ndarray) -> tuple[np.ndarray, int]:
    """Undo :func:`safe_column`.

    Parameters
    ----------
    cells : ndarray (n,)
        ``object`` of ``str`` or None.

    Returns
    -------
    cells : ndarray (n,)
        The same array when none was changed.
    n_changed : int
        Their number.
    """
    changed = {at: text for at, cell in _candidates(cells) if (text := restored(cell)) != cell}
    return _with(cells, changed), len(changed)


def _candidates(cells: np.ndarray) -> list[tuple[int, str]]:
    """Return the cells that may have to be changed, by their first letter."""
    return [
        (at, cell)
        for at, cell in enumerate(cells)
        if isinstance(cell, str) and cell and (cell[0] in _FIRST or cell[0].isspace())
    ]


def _with(cells: np.ndarray, changed: dict[int, str]) -> np.ndarray:
    if not changed:
        return cells
    cells = cells.copy()
    for at, text in changed.items():
        cells[at] = text
    return cells


def is_own_file(names: list[str]) -> bool:
    """Return whether names are those of a file that :mod:`elmweb.export.table` wrote, and its cells to be restored.

    Parameters
    ----------
    names : list of str
        Of its columns, as they stand in the file.

    Returns
    -------
    bool
        Whether one begins as those of predictions do.
    """
    return any(name.startswith(_OWN) for name in names)


def safe_notes(n_safe: int) -> list[str]:
    """Return what is to be said about a file with so many cells behind an apostrophe; nothing for none.

    Parameters
    ----------
    n_safe : int
        Their number.

    Returns
    -------
    list of str
        At most one sentence for a person.
    """
    if not n_safe:
        return []
    return [words.safe_cells(n_safe)]
