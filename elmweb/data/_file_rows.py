"""Text files too large for memory: a random sample of rows is kept, and the whole file is read again for training.

Checks, the search and the evaluation use the sample; the final fit makes one pass over the whole file, slice by
slice, so that memory does not depend on the size of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd

__all__ = ["FileRows", "RowSample", "sample_for"]

LARGE_BYTES = 300_000_000
"""Larger text files are sampled."""

_MOST_ROWS = 200_000
_MOST_CELLS = 20_000_000


@dataclass(frozen=True)
class RowSample:
    """Which rows of a file are kept. A row is chosen by its number alone, so that each pass keeps the same ones.

    Parameters
    ----------
    fraction : float
        Fraction of rows to keep, from 0 to 1.
    """

    fraction: float

    def keeps(self, first: int, n_rows: int) -> np.ndarray:
        """Return which of a range of rows are kept.

        Parameters
        ----------
        first : int
            Number of the first row, counted from 0.
        n_rows : int
            Number of rows.

        Returns
        -------
        ndarray of bool (n_rows,)
            By a hash of the row's number (splitmix64; Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195).
        """
        mixed = np.arange(first + 1, first + n_rows + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
        return (mixed >> np.uint64(11)) * 2.0**-53 < self.fraction


def sample_for(size_bytes: int, row_bytes: float, n_columns: int) -> RowSample | None:
    """Return which rows of a file to keep, or None when all of it fits.

    Parameters
    ----------
    size_bytes : int
        Size of the file.
    row_bytes : float
        Mean size of the first rows.
    n_columns : int
        Number of columns.

    Returns
    -------
    RowSample or None
        Keeps about 200,000 rows, fewer with more than 100 columns.
    """
    if size_bytes <= LARGE_BYTES:
        return None
    most = min(_MOST_ROWS, _MOST_CELLS // n_columns)
    return RowSample(min(1.0, most * row_bytes / size_bytes))


@dataclass(frozen=True)
class FileRows:
    """A text file of which a sample is in memory, and how to read all of it.

    Parameters
    ----------
    source : str, Path or BinaryIO
        The file.
    names : tuple of str
        Column names.
    n_rows : int
        Number of rows in the file.
    kept : ndarray of int64
        Numbers of the sampled rows, counted from 0, ascending.
    reading : object
        How it was read the first time: encoding, dialect and text columns.
    """

    source: str | Path | BinaryIO
    names: tuple[str, ...]
    n_rows: int
    kept: np.ndarray = field(repr=False)
    reading: Any = field(repr=False)

    def slices(self) -> Iterator[tuple[int, pd.DataFrame]]:
        """Read the file in slices.

        Yields
        ------
        first : int
            Number of the first row of the slice, counted from 0.
        frame : DataFrame
            Its cells as in a table of the whole file, except that numbers written as text stay text.
        """
        with ExitStack() as stack:
            source = self.source
            file = stack.enter_context(Path(source).open("rb")) if isinstance(source, str | Path) else source
            first = 0
            for frame in self.reading.frames(file):
                frame.columns = pd.Index(self.names, dtype=object)  # as in a table
                yield first, frame
                first += len(frame)
