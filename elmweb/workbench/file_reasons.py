"""The three strongest reasons for each row of a predicted file, as three more columns of it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, cast

import numpy as np

from elmweb.data._cells import same_but_for_case
from elmweb.data.table import Table
from elmweb.explain import Subject, iter_file_reasons
from elmweb.explain.reasons import Players
from elmweb.explain.shapley import Contributions
from elmweb.export.table import CsvFormat, iter_predictions_csv
from elmweb.formatting import percent, quantity
from elmweb.preprocessing.prepare import iter_transform_table
from elmweb.progress import map_steps
from elmweb.words.engine import workbench_explaining as words
from elmweb.workbench.explaining import Explaining, form_cell
from elmweb.workbench.predict import new_columns, predictions_preview
from elmweb.workbench.protocol import TablePrediction

__all__ = ["iter_add_reasons"]

_REASONS = 3
_CELL = 40
_LEAST = 0.0005  # of a probability: less is no reason


def iter_add_reasons(
    about: Explaining, table: Table, answer: TablePrediction
) -> Generator[float, None, tuple[TablePrediction, bytes]]:
    """Add the reasons to a file that was predicted.

    Parameters
    ----------
    about : Explaining
        The model.
    table : Table
        The file.
    answer : TablePrediction
        What was said of it without reasons.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    answer : TablePrediction
        With another preview, and a note on how the reasons were worked out.
    csv : bytes
        The file with its predictions and with the columns ``reason 1`` to ``reason 3``.
    """
    subject, model = about.subject, about.subject.model
    _, Z = yield from about.rows()
    same = same_but_for_case(table.columns, [feature.name for feature in model.features] + list(model.targets))
    frame = table.frame
    known = frame.rename(columns=same) if same else frame
    steps = iter_transform_table(known, model.features, model.preprocessor)
    inputs, rows = yield from map_steps(steps, lambda _: 0.0)
    players, found = yield from map_steps(iter_file_reasons(subject, rows, Z, about.ranked), lambda done: 0.95 * done)
    cells = {name: [form_cell(value) for value in inputs[name]] for name in players.names}
    texts = [_reasons(subject, players, one, cells, at) for at, one in enumerate(found)]
    columns = new_columns(model, known)
    reasons: dict[str, np.ndarray] = {}
    for place in range(_REASONS):
        name = f"reason {place + 1}"
        while name in columns or name in frame.columns:
            name += "'"
        reasons[name] = np.array([text[place] for text in texts], dtype=object)
    first = list(columns)[: len(model.targets)]  # what is predicted; on the page its reasons stand beside it
    shown = {name: columns[name] for name in first} | reasons | columns
    columns |= reasons
    written = iter_predictions_csv(frame, columns, CsvFormat.of(table))
    csv, _ = yield from map_steps(written, lambda done: 0.95 + 0.05 * done)
    notes = [*answer["notes"], *_notes(subject, players, found)]
    return cast("TablePrediction", {**answer, "preview": predictions_preview(frame, shown), "notes": notes}), csv


def _reasons(
    subject: Subject, players: Players, found: Contributions, cells: dict[str, list[Any]], at: int
) -> list[str]:
    """Return the strongest reasons for a row as texts, empty ones where there are fewer."""
    order = np.argsort(-np.abs(found.shares), kind="stable")[:_REASONS]
    texts = []
    for one in order:
        value = float(found.shares[one])
        if abs(value) < (_LEAST if not subject.is_number else np.finfo(float).tiny):
            continue
        what = _what(players, int(one), cells, at)
        texts.append(f"{what} ({_signed(value, is_number=subject.is_number)})")
    return texts + [""] * (_REASONS - len(texts))


def _what(players: Players, one: int, cells: dict[str, list[Any]], at: int) -> str:
    """Return a column and its cell."""
    if one >= len(players.names):
        return words.others_together(players.n_others)
    name = players.names[one]
    cell = cells[name][at]
    text = words.MISSING if cell is None else quantity(cell, 5) if isinstance(cell, float) else str(cell)
    return f"{name} = {text if len(text) <= _CELL else text[: _CELL - 3] + '...'}"


def _signed(value: float, *, is_number: bool) -> str:
    """Return what a column adds, with its sign."""
    text = quantity(abs(value), 3) if is_number else f"{percent(abs(value), 1)} %"
    return f"{'+' if value >= 0 else '-'}{text}"


def _notes(subject: Subject, players: Players, found: list[Contributions]) -> list[str]:
    """Return how the reasons were worked out, and how exact they are."""
    if not found:
        return []
    notes = [words.OF_A_NUMBER if subject.is_number else words.OF_A_PROBABILITY]
    errors = np.concatenate([one.errors for one in found])
    if errors.any():
        usual = float(np.nanmedian(errors))
        text = quantity(usual, 2) if subject.is_number else f"{percent(usual, 1)} %"
        notes.append(words.sampled(text))
    if players.n_others:
        notes.append(words.counted_as_one(players.n_others))
    return notes
