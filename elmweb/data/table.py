"""What reading gives: a table with a name, and what was decided on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

__all__ = ["Role", "Table", "Task"]

Role = Literal["number", "category", "date", "text", "ignore"]
Task = Literal["binary", "multiclass", "regression", "multilabel"]


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
    """

    name: str
    frame: pd.DataFrame
    size_bytes: int
    read_seconds: float
    notes: tuple[str, ...] = ()
    infinite: Mapping[str, int] = field(default_factory=dict)

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
