"""A table as it was read from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from elmweb.data._account import Account
from elmweb.data._file_rows import FileRows
from elmweb.data._frames import is_text, plain_frame
from elmweb.data._read_by import kinds_of
from elmweb.data._readings import cell_counts, find_reading
from elmweb.reading.column import ColumnReading

__all__ = ["Facts", "Role", "Table", "Task"]

Role = Literal["number", "category", "date", "text", "photo", "sound", "meaning", "ignore"]
Task = Literal["binary", "multiclass", "regression", "multilabel"]


@dataclass(frozen=True)
class Facts:
    """Counts of a column.

    Parameters
    ----------
    n_missing : int
        Number of missing values.
    n_kinds : int
        Number of distinct values, by the column's reading.
    """

    n_missing: int
    n_kinds: int


@dataclass(frozen=True)
class Table:
    """A table as it was read from a file.

    Parameters
    ----------
    name : str
        The file's name.
    frame : pandas.DataFrame
        The cells. A column is ``float64`` or ``int64`` (missing is NaN), or ``object`` of ``str``
        (missing is None). A photo or a clip is an :class:`~elmweb.examples.Example`, which is a text too. Truth values
        are the texts "true" and "false", and dates are still text. Other columns of a given frame, such as those of
        pandas' ``str``, are converted.
    size_bytes : int
        Size of the source in bytes.
    read_seconds : float
        Duration of reading in seconds.
    notes : tuple of str
        How it was read, one sentence each.
    infinite : mapping of str to int
        Number of infinite values in each column that has any, or of values that are too far from 0 to calculate with.
        They are missing in ``frame``.
    file : FileRows or None
        The whole file, when ``frame`` holds only a sample of its rows.
    account : Account or None
        What became of every line of the file; None where it has none, or was not read from one.
    sheets : tuple of str
        Sheets of the workbook, or tables of the web page, that may be read instead.
    decimal, delimiter, encoding : str
        The decimal mark of the file, what stands between its cells, and the encoding of its letters; what is saved is
        written in the same way.
    readings : mapping of str to ColumnReading
        How columns were read from text that is not in ``frame`` any more; of others it is found when it is asked for.
    warnings : tuple of (str, str)
        What a person should know before training, such as files that were left out: each a title and a detail.
    plain : bool
        Whether the columns are known to be as described above, which saves looking through them.

    Attributes
    ----------
    groups : dict of tuple of str to numpy.ndarray
        Cache of ``_copies.iter_groups``.
    """

    name: str
    frame: pd.DataFrame
    size_bytes: int
    read_seconds: float
    notes: tuple[str, ...] = ()
    infinite: Mapping[str, int] = field(default_factory=dict)
    file: FileRows | None = None
    account: Account | None = None
    sheets: tuple[str, ...] = ()
    decimal: str = "."
    delimiter: str = ","
    encoding: str = "utf-8"
    readings: Mapping[str, ColumnReading] = field(default_factory=dict)
    warnings: tuple[tuple[str, str], ...] = ()
    plain: InitVar[bool] = field(default=False, kw_only=True)
    groups: dict[tuple[str, ...], np.ndarray] = field(default_factory=dict, init=False, repr=False, compare=False)
    _facts: dict[str, Facts] = field(default_factory=dict, init=False, repr=False, compare=False)
    _counts: dict[str, dict[Any, int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _found: dict[tuple[str, str], ColumnReading] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self, plain: bool) -> None:
        """Make the columns plain."""
        if not plain:
            object.__setattr__(self, "frame", plain_frame(self.frame))

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.frame)

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return self.frame.shape[1]

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in the order of the file."""
        return list(self.frame.columns)

    def facts(self, name: str) -> Facts:
        """Return the counts of a column, which are computed once.

        Parameters
        ----------
        name : str
            Name of the column.

        Returns
        -------
        Facts
            Its counts.
        """
        if name not in self._facts:
            series = self.frame[name]
            if is_text(series):
                counts = self._counted(name)
                kinds = kinds_of(list(counts), self.reading(name, "category"))
                there = [size for kind, size in zip(kinds, counts.values(), strict=True) if kind is not None]
                self._facts[name] = Facts(self.n_rows - sum(there), len({*kinds} - {None}))
            else:
                codes, numbers = pd.factorize(series.to_numpy())
                self._facts[name] = Facts(int(np.count_nonzero(codes < 0)), len(numbers))
        return self._facts[name]

    def _counted(self, name: str) -> dict[Any, int]:
        """Return how often each cell of a text column occurs; that of the last column asked for is kept."""
        if name not in self._counts:
            self._counts.clear()
            self._counts[name] = cell_counts(self.frame[name].to_numpy())
        return self._counts[name]

    def reading(self, name: str, role: str = "") -> ColumnReading:
        """Return how a column is read, which is found once.

        Parameters
        ----------
        name : str
            Name of the column.
        role : str
            What it is used as; without one, what it holds decides.

        Returns
        -------
        ColumnReading
            By which new cells of the column are read too.
        """
        if name in self.readings:
            return self.readings[name]
        if (name, role) not in self._found:
            self._found[name, role] = find_reading(
                self.frame[name].to_numpy(), role, self.decimal, lambda: self._counted(name)
            )
        return self._found[name, role]
