"""Predictions as a CSV file."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

__all__ = ["prediction_columns", "predictions_csv"]


def prediction_columns(
    frame: pd.DataFrame,
    predicted: np.ndarray,
    proba: np.ndarray | None,
    *,
    targets: tuple[str, ...],
    classes: tuple[str, ...],
) -> dict[str, np.ndarray]:
    """Return the new columns with names that are free in the table.

    Parameters
    ----------
    frame : DataFrame
        The table that was predicted.
    predicted : ndarray (n,) or (n, k)
        Predictions.
    proba : ndarray (n, n_classes) or (n, k) or None
        Probabilities.
    targets : tuple of str
        Columns that are predicted.
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
    """Write a table and its predictions as CSV.

    Parameters
    ----------
    frame : DataFrame
        The original columns; they are written as they were read.
    columns : mapping of str to ndarray (n,)
        The new columns, from :func:`prediction_columns`.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, so that spreadsheets read accents. Cells that begin with ``=``, ``+``,
        ``-`` or ``@`` are kept as they are: this is data, and a changed cell would no longer be the person's.
    """
    new = pd.DataFrame(dict(columns), index=frame.index)
    return pd.concat([frame, new], axis=1).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
