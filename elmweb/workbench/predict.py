"""Predictions for one row of a form and for the rows of another file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from elmweb.data._cells import same_but_for_case
from elmweb.data._formulas import safe_notes
from elmweb.data._frames import frame_of, labels_of
from elmweb.data._read_by import kinds_by, numbers_by
from elmweb.data._repairs import plain_spelling, respelled
from elmweb.data._targets import read_target, target_role
from elmweb.data.table import Table
from elmweb.evaluation.scores import row_values, score
from elmweb.examples.cell import KINDS, Example
from elmweb.exceptions import ColumnError, ExportError, TargetError
from elmweb.export.table import CsvFormat, iter_predictions_csv, prediction_columns
from elmweb.formatting import in_100, probability, quantity, quoted
from elmweb.preprocessing.features import form_fields
from elmweb.preprocessing.matching import as_inputs, iter_inputs, match, notes_of, numbers_of
from elmweb.progress import map_steps
from elmweb.training.model import TrainedModel
from elmweb.words.engine import common, workbench_predict as words
from elmweb.workbench.protocol import Prediction, TablePrediction
from elmweb.workbench.summary import preview, thumbnail_url

__all__ = [
    "inputs_of_row",
    "iter_predict_by_risk",
    "iter_predict_table",
    "new_columns",
    "predict_row",
    "predictions_preview",
]

_BLOCK_CELLS = 200_000


def predict_row(model: TrainedModel, row: dict[str, Any]) -> Prediction:
    """Predict for one row.

    Parameters
    ----------
    model : TrainedModel
        The model.
    row : dict
        Column name to text, number or None; a column that is left out counts as empty.

    Returns
    -------
    Prediction
        One of its three shapes.
    """
    inputs, notes = inputs_of_row(model, row)
    prediction = _of_inputs(model, inputs, notes + _unseen(model, inputs))
    shown = {name: cell for name, cell in row.items() if isinstance(cell, Example) and cell.kind in KINDS}
    if shown:
        prediction["examples"] = {
            name: {"name": str(cell), "thumbnail": thumbnail_url(cell)} for name, cell in shown.items()
        }
    return prediction


def _of_inputs(model: TrainedModel, inputs: pd.DataFrame, notes: list[str]) -> Prediction:
    """Predict for one row of inputs."""
    Z = model.preprocessor.transform(inputs)
    if model.task == "regression":
        value = float(model.estimator.predict(Z)[0])
        low, high = (value + offset for offset in model.error_range)
        return {"value": value, "low": low, "high": high, "notes": notes}
    proba = model.estimator.predict_proba(Z)[0]
    if model.task == "multilabel":
        predicted = model.estimator.predict(Z)[0]
        labels = [[name, float(p), bool(on)] for name, p, on in zip(model.classes, proba, predicted, strict=True)]
        return {"labels": labels, "notes": notes}
    order = np.argsort(-proba, kind="stable")
    answer: Prediction = {
        "label": str(model.answers(Z)[0]),
        "probabilities": [[str(model.classes[at]), float(proba[at])] for at in order],
        "notes": notes,
    }
    if model.threshold is not None:
        answer["threshold"] = model.threshold
    return answer


def _unseen(model: TrainedModel, inputs: pd.DataFrame) -> list[str]:
    """Return a note on each number and date that lies outside what the model has seen."""
    notes = []
    for feature, field in zip(model.features, form_fields(model.features), strict=True):
        low, high, cell = field["lowest"], field["highest"], inputs[feature.name].iloc[0]
        if feature.role not in ("number", "date") or low is None or high is None or pd.isna(cell):
            continue
        number = feature.role == "number"
        if (cell < low or cell > high) if number else not pd.Timestamp(low) <= cell <= pd.Timestamp(high):
            text, *ends = (quantity(one, 6) if number else str(one)[:10] for one in (cell, low, high))
            notes.append(words.outside(quoted(feature.name), text, *ends))
    return notes


def inputs_of_row(model: TrainedModel, row: dict[str, Any]) -> tuple[pd.DataFrame, list[str]]:
    """Return one row as inputs of the preprocessor, and a note on each cell that does not fit.

    Parameters
    ----------
    model : TrainedModel
        The model.
    row : dict
        As :func:`predict_row` takes it.

    Returns
    -------
    inputs : DataFrame
        One row.
    notes : list of str
        Sentences.
    """
    cells = {name: np.empty(1, dtype=object) for name in row}
    for name, cell in row.items():
        cells[name][0] = None if cell is None or cell == "" else cell  # as it is: a photo is more than its text
    frame = frame_of(cells, pd.Index([0]))
    return as_inputs(frame, model.features)


def new_columns(model: TrainedModel, frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return prediction and probability columns for a table.

    Parameters
    ----------
    model : TrainedModel
        The model.
    frame : DataFrame
        Any table with the model's columns.

    Returns
    -------
    dict of str to ndarray (n,)
        See :func:`elmweb.export.table.prediction_columns`.
    """
    return _predicted(model, frame, as_inputs(frame, model.features)[0])


def _predicted(model: TrainedModel, frame: pd.DataFrame, inputs: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return the new columns of a table that was made to fit."""
    Z = model.preprocessor.transform(inputs)
    proba = None if model.task == "regression" else model.estimator.predict_proba(Z)
    return prediction_columns(frame, model.answers(Z), proba, targets=model.targets, classes=model.classes)


def iter_predict_table(
    model: TrainedModel, table: Table
) -> Generator[dict[str, Any], None, tuple[TablePrediction, bytes]]:
    """Predict for every row of a table, in blocks.

    Parameters
    ----------
    model : TrainedModel
        The model.
    table : Table
        Another table, with columns of the same names.

    Returns
    -------
    answer : TablePrediction
        What the page shows.
    csv : bytes
        The table with the new columns.

    Yields
    ------
    dict
        ``text``, ``step`` and ``n_steps``.

    Raises
    ------
    ColumnError
        None of the model's columns is in the table.
    """
    same = same_but_for_case(table.columns, [feature.name for feature in model.features] + list(model.targets))
    frame = table.frame  # the file goes home with its own names
    table = replace(table, frame=frame.rename(columns=same)) if same else table
    found = match(table.columns, model.features, model.targets)
    if not found.matched:
        raise ColumnError(
            words.no_column_known(quoted(table.name)),
            rule=words.columns_named([quoted(feature.name) for feature in model.features]),
            value=words.columns_named([quoted(name) for name in table.columns]),
            hints=(words.RENAME, words.CHOOSE_ANOTHER),
        )
    blocks: list[dict[str, np.ndarray]] = []
    odd: dict[str, list[str]] = {}
    doing, writing = words.predicting(len(frame)), words.writing(len(frame))
    n_block = max(500, min(20_000, _BLOCK_CELLS // max(1, len(model.features))))
    for start in range(0, len(frame), n_block):
        rows, message = frame.iloc[start : start + n_block], _message(doing, 50 * start // len(frame))
        inputs, strange = yield from map_steps(
            iter_inputs(table.frame.iloc[start : start + n_block], model.features), message
        )
        for name, cells in strange.items():
            odd.setdefault(name, []).extend(cells)
        blocks.append(_predicted(model, rows, inputs))
        yield message(None)
    columns = {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
    csv, n_safe = yield from map_steps(
        iter_predictions_csv(frame, columns, CsvFormat.of(table)),
        lambda done: _message(writing, 50 + round(49 * done))(None),
    )
    answer: TablePrediction = {
        "name": table.name,
        "n_rows": len(frame),
        "matched": found.matched,
        "missing": found.missing,
        "extra": found.extra,
        "preview": predictions_preview(frame, columns),
        "notes": [words.taken_for(quoted(old), quoted(new)) for old, new in same.items()]
        + notes_of(table.columns, model.features, odd)
        + safe_notes(n_safe),
        "score": _score(model, table, columns),
        "drift": None,
    }
    return answer, csv


def iter_predict_by_risk(model: TrainedModel, table: Table) -> Generator[dict[str, Any], None, bytes]:
    """Predict for every row of a table, and sort the rows by the probability of the second of two classes.

    Parameters
    ----------
    model : TrainedModel
        Of two classes.
    table : Table
        Another table, with columns of the same names.

    Returns
    -------
    bytes
        The table with the new columns as CSV, the most probable rows first; equal ones keep their order.

    Yields
    ------
    dict
        ``text``, ``step`` and ``n_steps``.

    Raises
    ------
    ExportError
        There are not two classes.
    """
    if model.task != "binary":
        raise ExportError(words.NO_RISK, rule=words.TWO_ANSWERS, value=common.TASKS[model.task])
    same = same_but_for_case(table.columns, [feature.name for feature in model.features])
    frame = table.frame.rename(columns=same) if same else table.frame
    n_block = max(1, _BLOCK_CELLS // max(1, len(frame.columns)))
    risk = []
    for start in range(0, len(frame), n_block):
        risk.append(model.predict_proba(frame.iloc[start : start + n_block])[:, 1])
        yield _message(words.SORTING, 50 * start // len(frame))(None)
    order = np.argsort(-np.concatenate(risk), kind="stable")
    _, csv = yield from iter_predict_table(model, replace(table, frame=table.frame.iloc[order]))
    return csv


def _message(text: str, percent: int) -> Callable[[object], dict[str, Any]]:
    """Return a function that makes the same progress message of every step."""
    return lambda _: {"text": text, "step": percent, "n_steps": 100}


def predictions_preview(frame: pd.DataFrame, columns: dict[str, np.ndarray]) -> dict[str, Any]:
    """Return a preview with the predictions first, numbers with the digits that count and probabilities in percent.

    Parameters
    ----------
    frame : DataFrame
        The table.
    columns : dict of str to ndarray (n,)
        The new columns.

    Returns
    -------
    dict
        See :func:`elmweb.workbench.summary.preview`.
    """
    head = frame.head(50)

    def map_steps(name: str, column: np.ndarray) -> np.ndarray:
        if column.dtype.kind != "f":
            return column
        say = probability if name.startswith("probability of ") else quantity
        return np.array([say(float(value)) for value in column], dtype=object)

    new = {name: map_steps(name, column[: len(head)]) for name, column in columns.items()}
    return preview(pd.concat([frame_of(new, head.index), head], axis=1))


def _score(model: TrainedModel, table: Table, columns: dict[str, np.ndarray]) -> dict[str, str] | None:
    """Score the predictions when the file also has the answers."""
    if not set(model.targets) <= set(table.columns):
        return None
    truth, there = _answers(model, table)
    if not there.any():
        return None
    said = [column[there] for column in list(columns.values())[: len(model.targets)]]
    predicted = np.column_stack(said) if model.task == "multilabel" else said[0]
    found = score(model.task, row_values(model.task, truth[there], predicted))
    n_rows = int(there.sum())
    if model.task == "regression":
        text = quantity(found.value)
        return {"number": text, "unit": words.OFF_ON_AVERAGE, "sentence": words.off_by(text, n_rows)}
    text = in_100(found.value / 100)
    sentence = words.right_of_100(text, n_rows, labels=model.task == "multilabel")
    return {"number": text, "unit": "%", "sentence": sentence}


def _as_classes(labels: np.ndarray, classes: tuple[str, ...]) -> np.ndarray:
    """Return labels (n,) as the model's classes where they differ by capitals or spaces from just one of them."""
    plain = Counter(map(plain_spelling, classes))
    same = {label: label for label in classes if plain[plain_spelling(label)] == 1}
    exact = pd.Series(labels, dtype=object).isin(list(classes)).to_numpy()
    return np.where(exact, labels, respelled(labels, same))


def _answers(model: TrainedModel, table: Table) -> tuple[np.ndarray, np.ndarray]:
    """Return the answers in a table and which rows have one."""
    readings = model.target_readings or [table.reading(name, target_role(model.task)) for name in model.targets]
    cells = table.frame[model.targets[0]].to_numpy()
    if model.task == "regression":
        truth = numbers_by(cells, readings[0]) if model.target_readings else numbers_of(table.frame[model.targets[0]])
        return truth, ~np.isnan(truth)
    if model.task != "multilabel":
        truth = kinds_by(cells, readings[0]) if model.target_readings else labels_of(table.frame[model.targets[0]])
        truth = _as_classes(truth, model.classes)
        return truth, pd.notna(truth)
    try:
        return read_target(table, model.targets, "multilabel", readings)
    except TargetError:  # a new file may hold something else under these names; it is predicted all the same
        return np.zeros((table.n_rows, len(model.targets))), np.zeros(table.n_rows, dtype=bool)
