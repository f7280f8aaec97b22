"""The final fit on a file that is larger than what is held in memory.

The setting was found on a random part of the rows. Here its output weights are fitted on all rows of the
file but those kept back for scoring: one walk through the file, memory for one slice and for the sums.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Iterator
from typing import Any

import numpy as np
import pandas as pd

from elmweb.compute import Pool
from elmweb.data._cells import labels_of, read_numbers
from elmweb.data._file_rows import FileRows
from elmweb.data._targets import read_target
from elmweb.data.dataset import Dataset
from elmweb.data.table import Table
from elmweb.estimators import iter_refit
from elmweb.exceptions import TargetError
from elmweb.preprocessing.matching import as_inputs
from elmweb.preprocessing.prepare import Prepared
from elmweb.progress import map_steps

__all__ = ["iter_fit_file"]


def iter_fit_file(  # noqa: PLR0917  what was found, where its rows are, and which of them
    found: Any,
    dataset: Dataset,
    file: FileRows,
    data: Prepared,
    rows: np.ndarray,
    open_pool: Callable[[], Pool] | None = None,
) -> Generator[tuple[float, Awaitable | None], None, tuple[Any, int]]:
    """Fit a setting on all rows of a file.

    Parameters
    ----------
    found : estimator
        Fitted on `data`: its layer and its penalty are taken.
    dataset : Dataset
        What was drawn from the file; rows of its ``test`` are left out.
    file : FileRows
        The dataset's file, which is read in one pass.
    data : Prepared
        The rows at hand.
    rows : ndarray of int
        Those of them that are left out one at a time, to measure the error and calibrate.
    open_pool : callable, optional
        Starts kernels that add up rows side by side.

    Returns
    -------
    estimator
        A new one, fitted.
    int
        How many rows it learned from.

    Yields
    ------
    float
        What share of the file is done.
    awaitable or None
        What has to be waited for before the next step.
    """
    passes = _Passes(dataset, file, data)
    steps = iter_refit(found, passes.blocks, data.Z[rows], data.y[rows], open_pool=open_pool)
    fitted = yield from map_steps(steps, lambda step: (passes.n_seen / file.n_rows, step.wait))
    return fitted, passes.n_used


class _Passes:
    """Slices of a file as inputs and answers, without the rows that are kept back."""

    def __init__(self, dataset: Dataset, file: FileRows, data: Prepared) -> None:
        self._dataset, self._file, self._data = dataset, file, data
        self._kept_back = file.kept[dataset.rows[dataset.test] - 1]
        self.n_seen = self.n_used = 0

    def blocks(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield prepared inputs (n, n_inputs) and answers of the rows that can be learned from."""
        self.n_seen = self.n_used = 0
        for first, frame in self._file.slices():
            y, usable = self._answers(frame)
            usable[self._kept_back[(self._kept_back >= first) & (self._kept_back < first + len(frame))] - first] = False
            self.n_seen = first + len(frame)
            self.n_used += int(np.count_nonzero(usable))
            if usable.any():
                rows = frame[usable].replace([np.inf, -np.inf], np.nan)
                inputs, _ = as_inputs(rows, self._data.features)
                yield self._data.preprocessor.transform(inputs), y[usable]

    def _answers(self, frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Return the answers of a slice and which rows have one that the model knows."""
        targets, task = self._dataset.targets, self._dataset.task
        if task == "multilabel":
            try:
                return read_target(Table("", frame, 0, 0.0), targets, task)
            except TargetError:  # no label in the whole slice
                return np.zeros((len(frame), len(targets)), dtype=int), np.zeros(len(frame), dtype=bool)
        column = frame[targets[0]]
        if task == "regression":
            y = read_numbers(column.to_numpy()).numbers if column.dtype == object else column.to_numpy(float)
            return y, np.isfinite(y)
        y = labels_of(column)
        return y, np.isin(y.astype(str), self._dataset.classes) & pd.notna(y)
