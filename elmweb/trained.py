"""A model with its report, and the files a person can take home of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elmweb.data.dataset import Dataset
from elmweb.data.table import Table
from elmweb.exceptions import WorkbenchError
from elmweb.export import predictions_csv, save_model
from elmweb.model import TrainedModel
from elmweb.predicting import new_columns
from elmweb.report import to_json
from elmweb.workbench import ExportFile

__all__ = ["Trained"]


@dataclass
class Trained:
    """A model, its report, and the table and rows it was tested on.

    Parameters
    ----------
    model : TrainedModel
        The model.
    result : dict
        Its report, as the page has it.
    dataset : Dataset or None
        The rows of the split; None for a loaded model.
    table : Table or None
        The table they came from; None for a loaded model.
    """

    model: TrainedModel
    result: dict[str, Any]
    dataset: Dataset | None = None
    table: Table | None = None

    def file(self, what: str) -> ExportFile:
        """Make a file to take home.

        Parameters
        ----------
        what : str
            ``"model"``, ``"report"`` or ``"test_predictions"``.

        Returns
        -------
        ExportFile
            Its name, kind and bytes.

        Raises
        ------
        WorkbenchError
            If the held-out rows are wanted of a loaded model.
        """
        stem = Path(self.model.name).stem
        if what == "model":
            return _file(f"{stem}.elm.zip", "application/zip", save_model(self.model, self.result))
        if what == "report":
            text = json.dumps(to_json(self.result), indent=2, ensure_ascii=False)
            return _file(f"{stem} report.json", "application/json", text.encode())
        return _file(f"{stem} test rows.csv", "text/csv", self._test_rows())

    def _test_rows(self) -> bytes:
        """Return the held-out rows with predictions as CSV."""
        if self.dataset is None or self.table is None:
            raise WorkbenchError(
                "The held-out rows are not in a saved model.", ways=("Open the table and train again.",)
            )
        rows = self.table.frame.iloc[self.dataset.rows[self.dataset.test] - 1]
        return predictions_csv(rows, new_columns(self.model, rows))


def _file(name: str, mime: str, data: bytes) -> ExportFile:
    return {"filename": name, "mime": mime, "data": data}
