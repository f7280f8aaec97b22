"""Corrections as files: a list of them, and the table with them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from elmweb.data._formulas import safe_notes
from elmweb.exceptions import WorkbenchError
from elmweb.export.table import CsvFormat, iter_predictions_csv
from elmweb.formatting import file_stem
from elmweb.progress import finish
from elmweb.words.engine import workbench_audit as words
from elmweb.workbench.open_table import Choice, OpenTable
from elmweb.workbench.protocol import ExportFile

__all__ = ["corrected_table_file", "corrections_file"]


def corrections_file(opened: OpenTable, choice: Choice) -> ExportFile:
    """Return the corrections as CSV, one line for each row that was corrected.

    Parameters
    ----------
    opened : OpenTable
        The table.
    choice : Choice
        Has the corrections.

    Returns
    -------
    ExportFile
        The number of the row, the answer before, the answer now, and whether the row was taken out.
    """
    newest = _newest(choice)
    target = choice.targets[0]
    before = opened.table.frame[target].iloc[[row - 1 for row in newest]]
    lines = pd.DataFrame(
        {
            "row": list(newest),
            f"{target} before": before.to_numpy(),
            f"{target} now": np.array(list(newest.values()), dtype=object),
            "taken out": ["yes" if to is None else "no" for to in newest.values()],
        }
    )
    return _csv(f"{words.corrections_file(file_stem(opened.table.name))}.csv", lines, opened)


def corrected_table_file(opened: OpenTable, choice: Choice) -> ExportFile:
    """Return the table with the corrections, as CSV; the file that was opened stays as it is.

    Parameters
    ----------
    opened : OpenTable
        The table.
    choice : Choice
        Has the corrections.

    Returns
    -------
    ExportFile
        Every column, without the rows that were taken out.
    """
    newest = _newest(choice)
    frame = opened.table.frame.copy()
    answers = frame[choice.targets[0]].astype(object)
    for row, to in newest.items():
        if to is not None:
            answers.iloc[row - 1] = to
    frame[choice.targets[0]] = answers.infer_objects()
    name = f"{words.corrected_file(file_stem(opened.table.name))}.csv"
    left = [row - 1 for row, to in newest.items() if to is None]
    return _csv(name, frame.drop(index=frame.index[left]), opened)


def _newest(choice: Choice) -> dict[int, object]:
    """Return the newest correction of each row, by its number; those of another column change nothing."""
    target = choice.targets[0]
    newest = {
        int(one["row"]): one.get("to")
        for one in choice.corrections
        if one.get("to") is None or one.get("column", target) == target
    }
    if not newest:
        raise WorkbenchError(words.NOTHING_CORRECTED, hints=(words.CORRECT_ONE,))
    return dict(sorted(newest.items()))


def _csv(name: str, frame: pd.DataFrame, opened: OpenTable) -> ExportFile:
    data, n_safe = finish(iter_predictions_csv(frame, {}, CsvFormat.of(opened.table)))
    return {"filename": name, "mime": "text/csv", "data": data, "note": " ".join(safe_notes(n_safe))}
