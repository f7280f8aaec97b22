"""Exporting predictions as a CSV file."""

from __future__ import annotations

import io
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from elmweb.progress import finish

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["iter_predictions_csv", "prediction_columns", "predictions_csv"]

_BLOCK_CELLS = 200_000


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


def predictions_csv(frame: pd.DataFrame, columns: Mapping[str, np.ndarray]) -> bytes:
    """Export a table with its predictions as CSV.

    Parameters
    ----------
    frame : DataFrame
        The original columns, which are written unchanged.
    columns : mapping of str to ndarray (n,)
        The new columns, from :func:`prediction_columns`.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, so that spreadsheets read accents. Cells that begin with ``=``, ``+``,
        ``-`` or ``@`` are not escaped, since that would change the data.
    """
    return finish(iter_predictions_csv(frame, columns))


def iter_predictions_csv(frame: pd.DataFrame, columns: Mapping[str, np.ndarray]) -> Generator[float, None, bytes]:
    """Run :func:`predictions_csv` in blocks of rows.

    Parameters
    ----------
    frame, columns
        As in :func:`predictions_csv`.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    bytes
        Content of the file.
    """
    import pandas as pd  # noqa: PLC0415  whoever has a table has pandas

    from elmweb.data._frames import frame_of  # noqa: PLC0415

    new = frame_of(columns, frame.index)
    n_block = max(1, _BLOCK_CELLS // (frame.shape[1] + new.shape[1]))
    written = io.BytesIO()
    for start in range(0, max(1, len(frame)), n_block):
        rows = slice(start, start + n_block)
        block = pd.concat([frame.iloc[rows], new.iloc[rows]], axis=1)
        text = block.to_csv(index=False, header=start == 0, lineterminator="\r\n")
        written.write(text.encode("utf-8-sig" if start == 0 else "utf-8"))
        yield min(1.0, (start + n_block) / max(1, len(frame)))
    return written.getvalue()
