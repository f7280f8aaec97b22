"""The final fit on a file that is larger than memory.

The setting was chosen on a random sample of the rows. Its output weights are then fitted on all rows of the
file except the test rows and those of their groups or time, in one pass that needs memory for one slice and for the
sums.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Iterator
from typing import Any

import numpy as np
import pandas as pd

from elmweb.compute import Pool
from elmweb.data._file_rows import FileRows
from elmweb.data._read_by import kinds_by, numbers_by
from elmweb.data._targets import read_target
from elmweb.data.dataset import Dataset
from elmweb.data.table import Table
from elmweb.estimators import iter_refit
from elmweb.exceptions import TargetError
from elmweb.preprocessing.matching import as_inputs
from elmweb.preprocessing.prepare import Prepared
from elmweb.progress import map_steps

__all__ = ["iter_fit_file"]


def iter_fit_file(  # noqa: PLR0917  each names what the fit is of
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
        Fitted on `data`; its layer and penalty are used.
    dataset : Dataset
        The sample of the file; its test rows are not used.
    file : FileRows
        The dataset's file, which is read in one pass.
    data : Prepared
        The preprocessed training rows of the sample.
    rows : ndarray of int
        Those that are left out one at a time, to estimate the error and calibrate.
    open_pool : callable, optional
        Starts kernels that sum over rows in parallel.

    Returns
    -------
    estimator
        A new one, fitted.
    int
        Number of rows it was fitted on.

    Yields
    ------
    float
        Fraction of the file that is done.
    awaitable or None
        To be awaited before the next step.
    """
    passes = _Passes(dataset, file, data)
    steps = iter_refit(found, passes.blocks, data.Z[rows], data.y[rows], open_pool=open_pool)
    fitted = yield from map_steps(steps, lambda step: (passes.n_seen / file.n_rows, step.wait))
    return fitted, passes.n_used


class _Passes:
    """Passes over a file that yield its slices as inputs and targets, without test rows."""

    def __init__(self, dataset: Dataset, file: FileRows, data: Prepared) -> None:
        self._dataset, self._file, self._data = dataset, file, data
        self._test = file.kept[dataset.rows[dataset.test] - 1]
        self.n_seen = self.n_used = 0

    def blocks(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield preprocessed inputs (n, n_inputs) and targets of the usable rows."""
        self.n_seen = self.n_used = 0
        for first, frame in self._file.slices():
            y, usable = self._targets(frame)
            usable[self._test[(self._test >= first) & (self._test < first + len(frame))] - first] = False
            usable &= ~self._dataset.split.is_held_out(frame, first)
            self.n_seen = first + len(frame)
            self.n_used += int(np.count_nonzero(usable))
            if usable.any():
                rows = frame[usable].replace([np.inf, -np.inf], np.nan)
                inputs, _ = as_inputs(rows, self._data.features)
                yield self._data.preprocessor.transform(inputs), y[usable]

    def _targets(self, frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Return the targets of a slice, and which rows have one that the model knows."""
        targets, task, readings = self._dataset.targets, self._dataset.task, self._dataset.readings
        if task == "multilabel":
            try:
                table = Table("", frame, 0, 0.0, plain=True)
                return read_target(table, targets, task, [readings[name] for name in targets])
            except TargetError:  # no label in the whole slice
                return np.zeros((len(frame), len(targets)), dtype=int), np.zeros(len(frame), dtype=bool)
        cells, reading = frame[targets[0]].to_numpy(), readings[targets[0]]
        if task == "regression":
            y = numbers_by(cells, reading)
            return y, np.isfinite(y)
        y = kinds_by(cells, reading)
        return y, np.isin(y.astype(str), self._dataset.classes) & pd.notna(y)
