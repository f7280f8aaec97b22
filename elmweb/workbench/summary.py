"""The summary of the open table before training: the task, the targets, the findings."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from elmweb.data._checks import marks_finding, spelling_finding
from elmweb.data._frames import is_text, labels_of
from elmweb.data._repairs import joined_labels, marks_of, without_marks
from elmweb.data.dataset import Dataset
from elmweb.data.doctor import Finding, is_on
from elmweb.data.profile import profile_column
from elmweb.data.table import Table
from elmweb.examples.cell import Example
from elmweb.formatting import in_100, quantity, quoted
from elmweb.words.engine import workbench_summary as words
from elmweb.workbench.protocol import TableInfo

__all__ = [
    "answer_summary",
    "answers",
    "finding_dict",
    "preview",
    "table_info",
    "task_sentence",
    "tasks_for",
    "thumbnail_url",
]

PREVIEW_ROWS = 50
PREVIEW_COLUMNS = 200
CELL_LENGTH = 80
MAX_COUNTS = 20
N_BINS = 20


def table_info(
    table: Table, roles: Mapping[str, str], targets: Sequence[str], task: str, options: Mapping[str, Any] | None = None
) -> TableInfo:
    """Return what the page shows of an open table.

    Parameters
    ----------
    table : Table
        The table.
    roles : mapping of str to str
        Guessed role of each column.
    targets : sequence of str
        Guessed columns to predict.
    task : str
        Guessed task.
    options : mapping, optional
        How it was read, as far as that was chosen.

    Returns
    -------
    TableInfo
        What the protocol promises.
    """
    return {
        "name": table.name,
        "n_rows": table.n_rows if table.file is None else table.file.n_rows,
        "n_columns": table.n_columns,
        "size_bytes": int(table.size_bytes),
        "read_seconds": float(table.read_seconds),
        "notes": list(table.notes),
        "left_out": [] if table.account is None else table.account.switches(),
        "sheets": list(table.sheets),
        "options": dict(options or {}),
        "columns": [
            {
                "name": name,
                "role": roles[name],
                "reading": _reading(table, name, roles),
                "profile": _profile(table, name, roles[name]) if at < PREVIEW_COLUMNS else None,
            }
            for at, name in enumerate(table.columns)
        ],
        "preview": preview(table.frame),
        "targets": list(targets),
        "task": task,
    }


def _reading(table: Table, name: str, roles: Mapping[str, str]) -> dict[str, Any]:
    """Return how a column is read, as plain data."""
    return table.reading(name, "" if roles[name] == "ignore" else roles[name]).plain()


def _profile(table: Table, name: str, role: str) -> dict[str, Any]:
    """Return a column at a glance, as plain data."""
    found = profile_column(table.frame[name], role, table.reading(name, "" if role == "ignore" else role).format)
    return asdict(found) | {"bars": list(found.bars)}


def preview(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the first rows as text.

    Parameters
    ----------
    frame : DataFrame
        Any table.

    Returns
    -------
    dict
        ``columns`` (at most 200) and ``rows`` (at most 50), cells cut to 80 characters, None for missing. With photos
        ``thumbnails``: by the column a data URL for each row, or "".
    """
    head = frame.iloc[:PREVIEW_ROWS, :PREVIEW_COLUMNS]
    cells = [labels_of(head[name]) for name in head.columns]
    rows = [[None if cell is None else _cut(str(cell)) for cell in row] for row in zip(*cells, strict=True)]
    shown = {str(name): found for name in head.columns if (found := _thumbnails(head[name]))}
    return {"columns": [str(name) for name in head.columns], "rows": rows} | ({"thumbnails": shown} if shown else {})


def _thumbnails(column: pd.Series) -> list[str]:
    """Return the thumbnails of a column of photos as data URLs, "" where there is none; [] for another column."""
    shown = [thumbnail_url(cell) for cell in column]
    return shown if any(shown) else []


def thumbnail_url(cell: Any) -> str:
    """Return the thumbnail of a photo as a data URL, "" for another cell."""
    if not isinstance(cell, Example) or not cell.thumbnail:
        return ""
    kind = "png" if cell.thumbnail.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(cell.thumbnail).decode('ascii')}"


def _cut(text: str) -> str:
    return text if len(text) <= CELL_LENGTH else text[: CELL_LENGTH - 3] + "..."


def finding_dict(finding: Finding, switches: Mapping[str, bool]) -> dict[str, Any]:
    """Return a finding as data, its switch where a person or the doctor left it.

    Parameters
    ----------
    finding : Finding
        From the doctor.
    switches : mapping of str to bool
        What a person switched.

    Returns
    -------
    dict
        ``id``, ``kind``, ``column``, ``title``, ``detail``, ``on`` and ``can_change``.
    """
    names = ("id", "kind", "column", "title", "detail", "can_change")
    return {name: getattr(finding, name) for name in names} | {"on": is_on(finding, switches)}


def answers(series: pd.Series, name: str, switches: Mapping[str, bool]) -> pd.Series:
    """Return the column to predict with what is missing and what is written in one way, as the switches say.

    Parameters
    ----------
    series : pandas.Series
        The column.
    name : str
        Its name.
    switches : mapping of str to bool
        What a person switched.

    Returns
    -------
    pandas.Series
        The same one when nothing is to be done.
    """
    spelling = spelling_finding(name, series)
    if spelling is not None and is_on(spelling, switches):
        return joined_labels(series)
    marks = None if is_text(series) else marks_finding(name, series.to_numpy())
    if marks is not None and is_on(marks, switches):
        return pd.Series(without_marks(series.to_numpy(), marks_of(series.to_numpy())), index=series.index)
    return series


def tasks_for(table: Table, targets: Sequence[str], switches: Mapping[str, bool]) -> list[dict[str, Any]]:
    """Say which tasks the targets allow, and why others are impossible.

    Parameters
    ----------
    table : Table
        The table.
    targets : sequence of str
        The columns to predict.
    switches : mapping of str to bool
        What a person switched.

    Returns
    -------
    list of dict
        ``id``, ``label``, ``possible`` and ``why`` for each of the four tasks.
    """
    if len(targets) > 1:
        impossible: dict[str, str] = dict.fromkeys(("binary", "multiclass", "regression"), words.SEVERAL_COLUMNS)
    else:
        column = table.frame[targets[0]]
        n_kinds, name = answers(column, targets[0], switches).nunique(), quoted(targets[0])
        impossible = {"multilabel": words.CHOOSE_SEVERAL}
        if n_kinds != 2:
            impossible["binary"] = words.not_two(name, n_kinds)
        if n_kinds < 3:
            impossible["multiclass"] = words.too_few(name, n_kinds)
        if is_text(column):
            impossible["regression"] = words.holds_text(name)
    return [
        {"id": task, "label": label, "possible": task not in impossible, "why": impossible.get(task, "")}
        for task, label in words.TASKS.items()
    ]


def task_sentence(task: str, dataset: Dataset | None, targets: Sequence[str]) -> str:
    """Say in one sentence what will be learned.

    Parameters
    ----------
    task : str
        The task.
    dataset : Dataset or None
        The data; None when it cannot be made.
    targets : sequence of str
        The columns to predict.

    Returns
    -------
    str
        One sentence, such as "Three possible answers: it predicts one of them (classification).".
    """
    if task == "multilabel":
        return words.labels(len(targets))
    if task == "regression":
        return words.a_number(quoted(targets[0]))
    if dataset is None:
        return words.A_CATEGORY
    n = len(dataset.classes)
    return words.TWO_ANSWERS if n == 2 else words.several_answers(n)


def answer_summary(dataset: Dataset) -> dict[str, Any]:
    """Sum up the answers that are learned from.

    Parameters
    ----------
    dataset : Dataset
        The data.

    Returns
    -------
    dict
        ``kind`` and what fits it: counts of classes or labels, or a histogram; with ``majority_sentence``,
        what always guessing would score.
    """
    y, n = dataset.y, len(dataset.y)
    if dataset.task == "regression":
        edges = np.unique(np.linspace(y.min(), y.max(), N_BINS + 1))  # fewer where numbers hardly differ
        counts, edges = np.histogram(y, bins=edges if len(edges) > 1 else N_BINS)
        middle = float(np.median(y))
        off = quantity(float(np.abs(y - middle).mean()))
        return {
            "kind": "number",
            "min": float(y.min()),
            "median": middle,
            "max": float(y.max()),
            "histogram": {"edges": edges.tolist(), "counts": counts.tolist()},
            "majority_sentence": words.always_the_median(quantity(middle), off),
        }
    if dataset.task == "multilabel":
        counts = [[name, int(total)] for name, total in zip(dataset.targets, y.sum(axis=0), strict=True)]
        usual = in_100(float(np.maximum(y.mean(axis=0), 1 - y.mean(axis=0)).mean()))
        sentence = words.always_the_most_common(usual)
        return {"kind": "labels", "counts": counts, "n_rows": n, "majority_sentence": sentence}
    labels, counts = np.unique(y, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    most, right = quoted(str(labels[order[0]])), in_100(float(counts[order[0]]) / n)
    return {
        "kind": "classes",
        "counts": [[str(labels[at]), int(counts[at])] for at in order[:MAX_COUNTS]],
        "n_classes": len(labels),
        "majority_sentence": words.always(most, right),
    }
