"""How much memory a training takes, and how much there is."""

from __future__ import annotations

import os
import sys

__all__ = ["MOST_UNITS", "largest_width", "memory_limit", "training_bytes"]

MOST_UNITS = 100_000
"""Hidden units that may be asked for, wherever there is memory for them."""

_NUMBER = 8  # bytes of a float64
# Sums, a copy of them to factorise, its eigenvectors and the work space of LAPACK's dsyevd: 5 matrices of L x L.
_SQUARES = 5
_KEPT_HIDDEN = 160_000_000  # the hidden layer is kept while it is below this
_BLOCKS = 64_000_000  # row blocks on their way, and what baselines and scoring need
_PAGE = 4_000_000_000  # what WebAssembly can address in the page
_PAGE_TAKEN = 500_000_000  # Python, its packages, and room to read a file


def memory_limit() -> int:
    """Return how many bytes a training may take here.

    Returns
    -------
    int
        In a browser what WebAssembly can address, less what Python has taken; else 8 tenths of the machine's memory.
    """
    if sys.platform == "emscripten":
        return _PAGE - _PAGE_TAKEN
    try:
        return int(0.8 * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):  # Windows does not say
        return 8 * _PAGE


def training_bytes(n_rows: int, n_inputs: int, width: int) -> int:
    """Return how many bytes a training takes at most, beside the table itself.

    Parameters
    ----------
    n_rows, n_inputs : int
        Training rows and inputs.
    width : int
        Hidden units of the widest layer.

    Returns
    -------
    int
        The rows as numbers, the hidden layer or a block of it, and what the sums need.

    Examples
    --------
    >>> round(training_bytes(60_000, 784, 1000) / 1e6)
    640
    """
    rows = n_rows * n_inputs * _NUMBER
    hidden = min(_KEPT_HIDDEN, n_rows * width * _NUMBER) if n_rows > width else n_rows * width * _NUMBER
    square = min(n_rows, width) ** 2 * _NUMBER * _SQUARES  # with fewer rows than units it is rows x rows
    return rows + hidden + square + _BLOCKS


def largest_width(n_rows: int, n_inputs: int, limit: int) -> int:
    """Return the largest width whose training fits.

    Parameters
    ----------
    n_rows, n_inputs : int
        Training rows and inputs.
    limit : int
        Bytes there are.

    Returns
    -------
    int
        At most ``MOST_UNITS``; 0 when not even one unit fits.
    """
    low, high = 0, MOST_UNITS
    while low < high:
        middle = (low + high + 1) // 2
        if training_bytes(n_rows, n_inputs, middle) <= limit:
            low = middle
        else:
            high = middle - 1
    return low
