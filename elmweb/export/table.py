"""Exporting predictions as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from elmweb.progress import finish

if TYPE_CHECKING:
    import pandas as pd

    from elmweb.data.table import Table

__all__ = ["CsvFormat", "iter_predictions_csv", "prediction_columns", "predictions_csv"]

_BLOCK_CELLS = 200_000


@dataclass(frozen=True)
class CsvFormat:
    """How a CSV file is written.

    Parameters
    ----------
    delimiter : str
        Between cells.
    decimal : str
        The decimal mark of numbers.
    encoding : str
        A Python codec. UTF-8 begins with a byte order mark, so that spreadsheets read accents. Where the codec lacks a
        letter of the table, the file is UTF-8.
    """

    delimiter: str = ","
    decimal: str = "."
    encoding: str = "utf-8"

    @classmethod
    def of(cls, table: Table) -> CsvFormat:
        """Return how a table's own file is written; runs of spaces, which cannot say what is missing, become tabs."""
        return cls("\t" if table.delimiter == " " else table.delimiter, table.decimal, table.encoding)

    def encode(self, text: str) -> bytes:
        """Return the bytes of a file."""
        if self.encoding not in ("utf-8", "utf-8-sig"):
            with suppress(UnicodeEncodeError, LookupError):
                return text.encode(self.encoding)
        return text.encode("utf-8-sig", "replace")


def prediction_columns(
    frame: pd.DataFrame,
    predicted: np.ndarray,
    proba: np.ndarray | None,
    *,
    targets: tuple[str, ...],
    classes: tuple[str, ...],
) -> dict[str, np.ndarray]:
    """Return the columns of predictions, with names that are unique in the table.

    Parameters
    ----------
    frame : DataFrame
        The table that was predicted.
    predicted : ndarray (n,) or (n, k)
        Predictions.
    proba : ndarray (n, n_classes) or (n, k) or None
        Probabilities.
    targets : tuple of str
        Predicted columns.
    classes : tuple of str
        Names of the columns of `proba`.

    Returns
    -------
    dict of str to ndarray (n,)
        ``predicted <target>``, then ``probability of <class>`` for each class or label.
    """
    columns = [(f"predicted {name}", column) for name, column in zip(targets, np.atleast_2d(predicted.T), strict=True)]
    if proba is not None:
        columns += [(f"probability of {name}", column) for name, column in zip(classes, proba.T, strict=True)]
    taken, found = set(frame.columns), {}
    for name, column in columns:
        free = name
        while free in taken:
            free += "'"
        taken.add(free)
        found[free] = column
    return found


def predictions_csv(frame: pd.DataFrame, columns: Mapping[str, np.ndarray], written: CsvFormat = CsvFormat()) -> bytes:
    """Export a table with its predictions as CSV.

    Parameters
    ----------
    frame : DataFrame
        The original columns, which are written unchanged.
    columns : mapping of str to ndarray (n,)
        The new columns, from :func:`prediction_columns`.
    written : CsvFormat
        How the file is written; :meth:`CsvFormat.of` makes it follow the file that was read.

    Returns
    -------
    bytes
        The file. An apostrophe stands before texts that a spreadsheet would take for formulas;
        :func:`elmweb.data.read_table` reads such a file without.
    """
    return finish(iter_predictions_csv(frame, columns, written))[0]


def iter_predictions_csv(
    frame: pd.DataFrame, columns: Mapping[str, np.ndarray], written: CsvFormat = CsvFormat()
) -> Generator[float, None, tuple[bytes, int]]:
    """Run :func:`predictions_csv` in blocks of rows.

    Parameters
    ----------
    frame, columns, written
        As in :func:`predictions_csv`.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    data : bytes
        Content of the file.
    n_safe : int
        Number of cells and names with an apostrophe before them.
    """
    import pandas as pd  # noqa: PLC0415  whoever has a table has pandas

    from elmweb.data._formulas import safe_column  # noqa: PLC0415
    from elmweb.data._frames import frame_of  # noqa: PLC0415

    new = frame_of(columns, frame.index)
    names, n_safe = safe_column(np.array([*frame.columns, *new.columns], dtype=object))
    n_block = max(1, _BLOCK_CELLS // len(names))
    lines = [_first_line(names, written.delimiter)]
    for start in range(0, len(frame), n_block):
        rows = slice(start, start + n_block)
        block = pd.concat([frame.iloc[rows], new.iloc[rows]], axis=1)
        cells = {}
        for at in range(block.shape[1]):
            cells[str(at)], n_changed = _safe(block.iloc[:, at].to_numpy())
            n_safe += n_changed
        written_as = {"sep": written.delimiter, "decimal": written.decimal, "lineterminator": "\r\n"}
        lines.append(frame_of(cells).to_csv(index=False, header=False, **written_as))
        yield min(1.0, (start + n_block) / len(frame))
    return written.encode("".join(lines)), n_safe


def _first_line(names: np.ndarray, delimiter: str) -> str:
    """Return the line of the names; in quotes when an apostrophe among them could be taken for one."""
    line = io.StringIO()
    apostrophe = any("'" in str(name) for name in names)
    quoting = csv.QUOTE_ALL if apostrophe else csv.QUOTE_MINIMAL
    csv.writer(line, delimiter=delimiter, lineterminator="\r\n", quoting=quoting).writerow(names)
    return line.getvalue()


def _safe(values: np.ndarray) -> tuple[np.ndarray, int]:
    from elmweb.data._formulas import safe_column  # noqa: PLC0415

    return safe_column(values) if values.dtype.kind in "OU" else (values, 0)
