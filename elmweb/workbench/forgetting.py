"""Rows that a model forgets, with a receipt: whose they are, what was subtracted, and what of them stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from elmweb.data._corrections import corrected
from elmweb.data.dataset import Dataset
from elmweb.estimators.core.forget import LIMIT, Forgotten, iter_forget, rows_in_layer
from elmweb.exceptions import ExplainError
from elmweb.progress import map_steps
from elmweb.training.folds import folds_of
from elmweb.training.model import TrainedModel
from elmweb.words.engine import workbench_audit as words
from elmweb.workbench.explaining import Explaining
from elmweb.workbench.trained import Trained

__all__ = ["check_can_forget", "iter_forget_rows", "values_of"]

_MOST_VALUES = 500
_MOST_ROWS = 20_000


def check_can_forget(about: Explaining) -> None:
    """Raise ExplainError for a model from which rows cannot be taken out exactly.

    Parameters
    ----------
    about : Explaining
        The model with its rows.
    """
    trained, dataset = about.trained, about.dataset
    if dataset.file is not None or len(dataset.rows) > _MOST_ROWS:
        raise ExplainError(
            words.WHOLE_TABLES_ONLY,
            rule=words.at_most_rows(_MOST_ROWS),
            value=words.LARGE_FILE if dataset.file is not None else words.n_rows(len(dataset.rows)),
            hints=(words.TAKE_OUT_OF_FILE,),
        )
    for model in (trained.model, about.judged):
        Z = model.inputs(dataset.X.iloc[:2])
        if rows_in_layer(model.estimator, Z):
            raise ExplainError(
                words.CANNOT_FORGET,
                rule=words.RANDOM_UNITS,
                value=type(model.estimator).__name__,
                hints=(words.TAKE_OUT_OF_TABLE, words.TRAIN_AN_ELM),
            )


def values_of(about: Explaining, asked: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of the table, and the values of one with the number of rows of each.

    Parameters
    ----------
    about : Explaining
        The model with its rows.
    asked : dict
        The ``"column"``; by default the first one with several rows for a value.

    Returns
    -------
    dict
        ``{"columns", "column", "values": [[text, n_rows]], "n_values"}``, frequent values first.
    """
    check_can_forget(about)
    columns = about.columns()
    column = asked.get("column") or columns[0]
    texts = _texts(about, str(column))
    values, counts = np.unique(texts, return_counts=True)
    order = np.argsort(-counts, kind="stable")[:_MOST_VALUES]
    return {
        "columns": columns, "column": str(column), "n_values": len(values),
        "values": [[str(values[at]), int(counts[at])] for at in order],
    }  # fmt: skip


def _texts(about: Explaining, column: str) -> np.ndarray:
    """Return a column of the rows of the dataset, as text."""
    cells = about.column(column, np.arange(len(about.dataset.rows)))
    return np.array([_text(cell) for cell in cells], dtype=object).astype(str)


def _text(cell: Any) -> str:
    if cell is None or cell != cell:  # noqa: PLR0124  NaN is not itself
        return words.MISSING
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def iter_forget_rows(
    about: Explaining, asked: dict[str, Any]
) -> Generator[float, None, tuple[Trained, list[int], dict[str, Any]]]:
    """Take the rows of a value out of the model that is kept and of the one that was judged.

    Parameters
    ----------
    about : Explaining
        The model with its rows.
    asked : dict
        ``{"column", "value"}``: the rows that have this value.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    trained : Trained
        The models without the rows; its report is still the old one.
    rows : list of int
        Numbers of the rows that are gone.
    receipt : dict
        Plain data.

    Raises
    ------
    ExplainError
        No row has the value, too few are left, or the model cannot forget.
    """
    check_can_forget(about)
    trained, dataset = about.trained, about.dataset
    column, value = str(asked.get("column")), str(asked.get("value"))
    gone = _texts(about, column) == value
    if not gone.any():
        raise ExplainError(words.no_row_has_it(column), rule=words.A_VALUE, value=value)
    rows = [int(row) for row in dataset.rows[gone]]
    corrections = [{"row": int(row), "to": None} for row in rows]
    after = _without(dataset, corrections)
    if dataset.classes != after.classes:
        lost = sorted(set(dataset.classes) - set(after.classes))
        raise ExplainError(
            words.ANSWER_WOULD_BE_LOST,
            rule=words.EACH_ANSWER_STAYS,
            value=words.lost_answers(lost),
            hints=(words.TAKE_OUT_OF_TABLE,),
        )
    judged = about.judged
    new_judged, of_judged = yield from map_steps(_of(judged, dataset, dataset.train, gone), lambda done: 0.4 * done)
    if trained.model is judged:
        new, of_kept = new_judged, of_judged
    else:
        learned = about.learned
        new, of_kept = yield from map_steps(_of(trained.model, dataset, learned, gone), lambda done: 0.4 + 0.4 * done)
        new = replace(new, n_train=new_judged.n_train, n_test=len(after.test))
    new_judged = replace(new_judged, n_test=len(after.test))
    if trained.model is judged:
        new = new_judged
    receipt = _receipt(trained, column, value, rows, (of_kept, of_judged))
    return Trained(new, trained.result, after, trained.table, judged=new_judged), rows, receipt


def _without(dataset: Dataset, corrections: list[dict[str, Any]]) -> Dataset:
    """Return a dataset that may have corrections without more rows, with the same original."""
    after = corrected(dataset, corrections)
    return replace(after, original=dataset.original or dataset)


def _of(
    model: TrainedModel, dataset: Dataset, at: np.ndarray, gone: np.ndarray
) -> Generator[float, None, tuple[TrainedModel, Forgotten | None]]:
    """Return a model without the rows that are gone, and what was done; None where it had learned none of them."""
    if not gone[at].any():
        return model, None
    Z, y = model.inputs(dataset.X.iloc[at]), dataset.y[at]
    groups = folds_of(dataset.groups_of(at), model.settings.n_hidden or 1)
    try:
        estimator, done = yield from iter_forget(model.estimator, Z, y, gone[at], groups)
    except ValueError as error:
        raise ExplainError(
            words.CANNOT_BE_TAKEN_OUT,
            rule=words.LEARNED_ONCE,
            value=str(error),
            hints=(words.TRAIN_THEN_FORGET,),
        ) from error
    pipeline = type(model.pipeline)([("prepare", model.preprocessor), ("elm", estimator)])
    n = done.n_after
    sizes = {"n_refit": n} if model.n_refit else {"n_train": n}
    return replace(model, pipeline=pipeline, **sizes), done


def _receipt(
    trained: Trained, column: str, value: str, rows: list[int], done: tuple[Forgotten | None, Forgotten | None]
) -> dict[str, Any]:
    """Return what was done as plain data."""
    names = ("model that is kept", "model that was judged")
    models = [
        {"model": name, **asdict(one), "limit": LIMIT, "within_limit": one.difference <= LIMIT}
        for name, one in zip(names, done, strict=True)
        if one is not None
    ]
    return {
        "what": words.RECEIPT,
        "table": trained.model.name,
        "kind_of_model": type(trained.model.estimator).__name__,
        "arithmetic": trained.model.settings.arithmetic,
        "asked": {"column": column, "value": value},
        "n_rows": len(rows),
        "forgotten_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "models": models,
        "compared_with": words.COMPARED_WITH,
        "remains": list(words.REMAINS),
        "to_remove_that_too": words.TO_REMOVE_THAT_TOO,
    }
