"""Numbers and texts that a file may hold, and nothing can calculate with or write."""

from __future__ import annotations

import re

import numpy as np

from elmweb.exceptions import DataError
from elmweb.words.engine import data_files as words

__all__ = ["LARGEST", "MAX_CELLS", "check_cells", "too_far", "whole_letters"]

LARGEST = 1e150
"""What is farther from 0 than ``LARGEST`` cannot be squared and added up, and counts as infinite."""

MAX_CELLS = 20_000_000
"""Cells of a table that is not read row by row, the empty ones counted."""

_MAX_SPARSE_CELLS = 5_000_000  # the same where nearly all are empty

_NO_LETTER = re.compile("[\\0\ud800-\udfff]")


def check_cells(n_cells: int, n_values: int, name: str) -> None:
    """Raise an error when a table has more cells than memory may hold, the empty ones counted, or is nearly empty.

    Parameters
    ----------
    n_cells : int
        Number of cells.
    n_values : int
        How many of them have a value.
    name : str
        The file's name, for error messages.

    Raises
    ------
    DataError
        If there are too many.
    """
    most = min(MAX_CELLS, max(_MAX_SPARSE_CELLS, 20 * n_values))
    if n_cells > most:
        raise DataError(
            words.too_many_sparse_cells(name),
            rule=words.most_sparse_cells(most),
            value=words.n_sparse_cells(n_cells, n_values),
            hints=(words.LEAVE_OUT_FAR_CELLS,),
        )


def too_far(numbers: np.ndarray) -> np.ndarray | None:
    """Return where numbers are infinite or beyond ``LARGEST``; None for nowhere.

    Parameters
    ----------
    numbers : numpy.ndarray of float64 (n,)
        NaN where missing.

    Returns
    -------
    numpy.ndarray of bool (n,) or None
        The places.
    """
    # Two quick passes without a copy, for the many columns that have none.
    if -np.fmin.reduce(numbers, initial=0.0) <= LARGEST and np.fmax.reduce(numbers, initial=0.0) <= LARGEST:
        return None
    return np.abs(numbers) > LARGEST


def whole_letters(text: str) -> str:
    """Return a text with the replacement character in place of halves of letters (lone surrogates) and of NULs.

    No file can hold the former, and fixed-width texts of NumPy end at the latter.
    """
    return _NO_LETTER.sub("\ufffd", text)
