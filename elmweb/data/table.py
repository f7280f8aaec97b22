"""What reading gives: a table with a name, and what was decided on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from elmweb.data._file_rows import FileRows

__all__ = ["Facts", "Role", "Table", "Task"]

Role = Literal["number", "category", "date", "text", "ignore"]
Task = Literal["binary", "multiclass", "regression", "multilabel"]


@dataclass(frozen=True)
class Facts:
    """What is counted in a column, once.

    Parameters
    ----------
    n_missing : int
        Rows without a value.
    n_kinds : int
        Different values.
    """

    n_missing: int
    n_kinds: int


@dataclass(frozen=True)
class Table:
    """A table as it was read, before anything is chosen.

    Parameters
    ----------
    name : str
        The file's name, as a person knows it.
    frame : pandas.DataFrame
        The cells. A column is ``float64`` or ``int64`` (missing is NaN), or ``object`` of ``str``
        (missing is None). Truth values are the texts "true" and "false", dates are still text.
    size_bytes : int
        Size of the source in bytes.
    read_seconds : float
        How long reading took, in seconds.
    notes : tuple of str
        What reading decided, one plain sentence each.
    infinite : mapping of str to int
        How many infinite values each column had. They are missing in ``frame``.
    file : FileRows or None
        The whole file, when ``frame`` holds a part of its rows only.

    Attributes
    ----------
    groups : dict of tuple of str to numpy.ndarray
        Which rows are equal in some columns, as last asked; see ``_copies.iter_groups``.
    """

    name: str
    frame: pd.DataFrame
    size_bytes: int
    read_seconds: float
    notes: tuple[str, ...] = ()
    infinite: Mapping[str, int] = field(default_factory=dict)
    file: FileRows | None = None
    groups: dict[tuple[str, ...], np.ndarray] = field(default_factory=dict, init=False, repr=False, compare=False)
    _facts: dict[str, Facts] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def n_rows(self) -> int:
        """Number of data rows."""
        return len(self.frame)

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return self.frame.shape[1]

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in the file's order."""
        return list(self.frame.columns)

    def facts(self, name: str) -> Facts:
        """Return what is counted in a column; a million rows are walked once, however often this is asked.

        Parameters
        ----------
        name : str
            A column.

        Returns
        -------
        Facts
            Its counts.
        """
        if name not in self._facts:
            codes, kinds = pd.factorize(self.frame[name].to_numpy())
            self._facts[name] = Facts(int(np.count_nonzero(codes < 0)), len(kinds))
        return self._facts[name]
