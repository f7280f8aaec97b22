"""Corrections of the answers of single rows, beside the file, which stays as it is.

A correction changes the answer of a row or takes the row out. Which rows are tested on was drawn before, from the
answers as they were, so a score before and one after are of the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from elmweb.data._cells import cut
from elmweb.data.dataset import MIN_TRAIN_ROWS, Dataset
from elmweb.exceptions import DataError
from elmweb.formatting import listed
from elmweb.words.engine import data_choices as words, data_dataset as done_words

__all__ = ["answers_as_corrected", "corrected", "new_answers"]

Corrections = Sequence[Mapping[str, Any]]
"""``{"row": number from 1, "to": answer, "column": of the answer}`` each, the newest last.

An answer of None takes the row out. An answer in a column that is not predicted now changes nothing.
"""


def answers_as_corrected(dataset: Dataset, corrections: Corrections) -> tuple[np.ndarray, np.ndarray]:
    """Return the answers of a dataset as they were corrected, and which rows stay.

    Parameters
    ----------
    dataset : Dataset
        As it was made from the table.
    corrections : sequence of mapping
        Of rows of the table; those of rows that are not in the dataset change nothing.

    Returns
    -------
    y : ndarray of shape (n,) or (n, k)
        Answers.
    stays : ndarray of bool of shape (n,)
        False where a row was taken out.

    Raises
    ------
    DataError
        A correction has another form, or an answer that there is not.
    """
    newest = {
        _row(one): one.get("to")
        for one in corrections
        if one.get("to") is None or one.get("column", dataset.targets[0]) in dataset.targets
    }
    y, stays = dataset.y.copy(), np.ones(len(dataset.y), dtype=bool)
    rows = np.array(list(newest), dtype=np.intp)
    at = np.minimum(np.searchsorted(dataset.rows, rows), len(dataset.rows) - 1)
    for row, place in zip(rows.tolist(), at.tolist(), strict=True):
        if dataset.rows[place] != row:
            continue
        if newest[row] is None:
            stays[place] = False
        else:
            y[place] = _answer(dataset, row, newest[row])
    return y, stays


def corrected(dataset: Dataset, corrections: Corrections) -> Dataset:
    """Return a dataset with corrections.

    Parameters
    ----------
    dataset : Dataset
        As it was made from the table.
    corrections : sequence of mapping
        As for :func:`answers_as_corrected`.

    Returns
    -------
    Dataset
        With the other as its ``original``; that one itself without corrections.

    Raises
    ------
    DataError
        A correction cannot be made, or it leaves too few rows or answers.
    """
    if not corrections:
        return dataset
    if dataset.file is not None:
        raise DataError(
            words.larger_than_memory(dataset.name),
            rule=words.WHOLE_TABLE,
            value=words.sample_of(len(dataset.rows)),
            hints=(words.CORRECT_THE_FILE, words.TAKE_BACK),
        )
    y, stays = answers_as_corrected(dataset, corrections)
    kept = np.flatnonzero(stays)
    place = np.cumsum(stays) - 1
    train, test = (place[some[stays[some]]] for some in (dataset.train, dataset.test))
    classes = dataset.classes
    if classes:
        learned = set(y[kept][train].tolist())
        classes = tuple(name for name in classes if name in learned)
    if len(train) < MIN_TRAIN_ROWS or not len(test) or (dataset.classes and len(classes) < 2):
        raise DataError(
            words.TOO_LITTLE_LEFT,
            rule=words.enough_rows(MIN_TRAIN_ROWS),
            value=words.rows_left(len(train), len(test)),
            hints=(words.TAKE_SOME_BACK,),
        )
    if dataset.classes and not set(y[kept][test].tolist()) <= set(classes):
        raise DataError(
            words.UNKNOWN_ANSWER_LEFT,
            rule=words.LEARNED_ANSWERS,
            value=listed(sorted(set(y[kept][test].tolist()) - set(classes))),
            hints=(words.TAKE_SOME_BACK,),
        )
    n_changed = int(np.count_nonzero((y != dataset.y).reshape(len(y), -1).any(axis=1) & stays))
    n_out = int((~stays).sum())
    notes = [done_words.corrected(n_changed)] if n_changed else []
    notes += [done_words.taken_out(n_out)] if n_out else []
    done = replace(
        dataset,
        X=dataset.X.iloc[kept].reset_index(drop=True),
        y=y[kept],
        classes=classes,
        rows=dataset.rows[kept],
        train=train,
        test=test,
        notes=(*dataset.notes, *notes),
        together=None if dataset.together is None else dataset.together[kept],
        original=dataset,
    )
    return _with_answers(done, *new_answers(dataset, corrections))


def new_answers(dataset: Dataset, corrections: Corrections) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows that had no answer and were given one.

    Parameters
    ----------
    dataset : Dataset
        As it was made from the table.
    corrections : sequence of mapping
        As for :func:`answers_as_corrected`.

    Returns
    -------
    at : ndarray of int
        Positions among the rows without an answer, ascending.
    y : ndarray
        Their answers.
    """
    if dataset.unanswered_rows is None:
        return np.arange(0), dataset.y[:0]
    newest = {
        _row(one): one.get("to") for one in corrections if one.get("column", dataset.targets[0]) in dataset.targets
    }
    at = [place for place, row in enumerate(dataset.unanswered_rows) if newest.get(int(row)) is not None]
    rows = [int(dataset.unanswered_rows[place]) for place in at]
    answers = [_answer(dataset, row, newest[row]) for row in rows]
    return np.array(at, dtype=np.intp), np.array(answers, dtype=dataset.y.dtype)


def _with_answers(dataset: Dataset, at: np.ndarray, answers: np.ndarray) -> Dataset:
    """Return a dataset with rows that were given an answer; they are learned from, and not tested on."""
    if dataset.unanswered is None or dataset.unanswered_rows is None or not len(at):
        return dataset
    numbers = np.concatenate([dataset.rows, dataset.unanswered_rows[at]])
    order = np.argsort(numbers, kind="stable")
    place = np.argsort(order)
    n = len(dataset.rows)
    together = dataset.together
    if together is not None:  # each is a group of its own
        together = np.concatenate([together, together.max() + 1 + np.arange(len(at))])[order]
    return replace(
        dataset,
        X=pd.concat([dataset.X, dataset.unanswered.iloc[at]], ignore_index=True).iloc[order].reset_index(drop=True),
        y=np.concatenate([dataset.y, answers])[order],
        rows=numbers[order],
        train=np.sort(np.concatenate([place[dataset.train], place[n:]])),
        test=np.sort(place[dataset.test]),
        notes=(*dataset.notes, done_words.answered(len(at))),
        together=together,
    )


def _row(one: Any) -> int:
    """Return the number of the row that a correction is of."""
    row = one.get("row") if isinstance(one, Mapping) else None
    if not isinstance(row, int) or isinstance(row, bool) or row < 1:
        raise DataError(words.CORRECTION_WITHOUT_ROW, rule=words.NUMBER_OF_A_ROW, value=str(row)[:60])
    return row


def _answer(dataset: Dataset, row: int, to: Any) -> Any:
    """Return an answer as the dataset has them."""
    if dataset.task == "regression":
        number = to if isinstance(to, (int, float)) and not isinstance(to, bool) else float("nan")
        if isfinite(number):
            return float(number)
        raise DataError(
            words.not_this_answer(row),
            rule=words.number_as_in(cut(dataset.targets[0])),
            value=cut(str(to)),
            hints=(words.CHOOSE_ITS_KIND,),
        )
    if dataset.task == "multilabel" or to not in dataset.classes:
        known = listed([cut(name) for name in dataset.classes], 8) if dataset.classes else words.ROW_TAKEN_OUT
        raise DataError(words.not_this_answer(row), rule=known, value=cut(str(to)), hints=(words.CHOOSE_ITS_KIND,))
    return to
