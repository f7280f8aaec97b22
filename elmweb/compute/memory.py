"""How much memory training takes, and how much is available."""

from __future__ import annotations

import os
import sys

__all__ = ["MOST_UNITS", "largest_width", "memory_limit", "training_bytes"]

MOST_UNITS = 100_000
"""Largest number of hidden units that may be set where memory suffices."""

_NUMBER = 8  # bytes of a float64
# Sums, a copy of them to factorise, its eigenvectors and the work space of LAPACK's dsyevd: 5 matrices of L x L.
_SQUARES = 5
_KEPT_HIDDEN = 160_000_000  # a hidden layer of at most this size is kept
_BLOCKS = 64_000_000  # row blocks in transit, and what baselines and scoring need
_PAGE = 4_000_000_000  # what WebAssembly can address in the page
_PAGE_TAKEN = 500_000_000  # Python, its packages, and room to read a file


def memory_limit() -> int:
    """Return how many bytes training may take on this machine.

    Returns
    -------
    int
        In a browser the memory that WebAssembly can address, less that of Python; else 80 % of the machine's memory.
    """
    if sys.platform == "emscripten":
        return _PAGE - _PAGE_TAKEN
    try:
        return int(0.8 * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):  # not on Windows
        return 8 * _PAGE


def training_bytes(n_rows: int, n_inputs: int, width: int) -> int:
    """Return how many bytes training takes at most, in addition to the table itself.

    Parameters
    ----------
    n_rows, n_inputs : int
        Numbers of training rows and of inputs.
    width : int
        Number of hidden units of the widest layer.

    Returns
    -------
    int
        Bytes of the rows as numbers, of the hidden layer or a block of it, and of the sums.

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
    """Return the largest width with which training fits into memory.

    Parameters
    ----------
    n_rows, n_inputs : int
        Numbers of training rows and of inputs.
    limit : int
        Available memory in bytes.

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
