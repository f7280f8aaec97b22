"""What can be asked about the rows behind a model: which answers are doubtful, and how far it can be relied on.

Doubtful answers are looked for among the training rows, by the model that was judged, and never among the rows kept
back: whoever corrects just those rows that a model gets wrong raises its score on them, be the corrections right or
not. So the score that moves with each correction is of rows whose answers stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import numpy as np

from elmweb.audit import (
    LEVELS,
    Distances,
    find_surprises,
    iter_check_list,
    iter_label_curve,
    iter_refit_with,
    label_worth,
    least_levels,
    measured_coverage,
)
from elmweb.data._corrections import answers_as_corrected, corrected, new_answers
from elmweb.data.dataset import Dataset
from elmweb.data.sampling import some_rows
from elmweb.estimators.core.conformal import conformal_quantile
from elmweb.evaluation.judge import MAX_TEST_ROWS
from elmweb.evaluation.scores import lead, row_values, score, score_name
from elmweb.exceptions import ExplainError
from elmweb.explain import Subject
from elmweb.preprocessing.prepare import iter_transform_table
from elmweb.progress import map_steps
from elmweb.training.folds import folds_of
from elmweb.words.engine import common, workbench_audit as words
from elmweb.workbench.explaining import Explaining, form_cell
from elmweb.workbench.forgetting import values_of
from elmweb.workbench.predict import inputs_of_row
from elmweb.workbench.questions import Steps, iter_answer
from elmweb.workbench.summary import thumbnail_url

__all__ = ["QUESTIONS", "Audit"]

_MOST_ROWS = 20_000
_SHOWN = 12


class Audit:
    """What is asked about one model and its rows, and what is kept between questions.

    Parameters
    ----------
    about : Explaining
        The model with its rows.
    """

    def __init__(self, about: Explaining) -> None:
        self.about = about
        self._inputs: dict[str, np.ndarray] = {}  # of the judged model, for training rows and for rows kept back
        self._before: np.ndarray | None = None  # one value for each row kept back, without any correction
        self._distances: dict[str, Distances] = {}

    def ask(self, question: str, asked: dict[str, Any]) -> Steps:
        """Return the steps to an answer.

        Parameters
        ----------
        question : str
            One of :data:`QUESTIONS`.
        asked : dict
            What it is about.

        Returns
        -------
        generator
            Yields the fraction that is done and returns the answer as plain data.

        Raises
        ------
        ExplainError
            There is no such question, or the rows that it needs are not here.
        """
        return iter_answer(QUESTIONS, self, question, asked)

    @property
    def dataset(self) -> Dataset:
        """The rows as the table has them, without corrections."""
        dataset = self.about.dataset
        return dataset.original or dataset

    def single_answers(self) -> None:
        """Raise an error unless there is one answer a row, and every training row is here."""
        dataset = self.dataset
        if dataset.task == "multilabel":
            raise ExplainError(
                words.ONE_COLUMN_ONLY,
                rule=words.ONE_COLUMN,
                value=words.n_columns(len(dataset.targets)),
                hints=(words.CHOOSE_ONE,),
            )
        if dataset.file is not None or len(dataset.train) > _MOST_ROWS:
            raise ExplainError(
                words.TAKES_TOO_LONG,
                rule=words.at_most_rows_to_learn_from(_MOST_ROWS),
                value=words.n_rows(len(dataset.train)) if dataset.file is None else words.LARGE_FILE,
                hints=(words.TRY_A_PART,),
            )

    def inputs(self, part: str) -> Generator[float, None, np.ndarray]:
        """Return the judged model's inputs for the training rows, ``"train"``, or the rows kept back, ``"test"``."""
        if part not in self._inputs:
            self._inputs[part] = yield from self.about.inputs(self.about.judged, self.at(part), self.dataset)
        return self._inputs[part]

    def at(self, part: str) -> np.ndarray:
        """Return the positions of those rows; very many that were kept back are sampled, as for the score."""
        dataset = self.dataset
        return dataset.train if part == "train" else dataset.test[some_rows(dataset.test, MAX_TEST_ROWS, classes=False)]

    def refit(self, corrections: list[dict[str, Any]]) -> Generator[float, None, tuple[Any, np.ndarray, np.ndarray]]:
        """Return the judged model's settings fitted with corrections, the positions of its rows, and their answers.

        Rows that had no answer and were given one come last, and have no position.
        """
        corrected(self.dataset, corrections)  # says what cannot be
        y, stays = answers_as_corrected(self.dataset, corrections)
        kept = stays[self.dataset.train]
        at = self.dataset.train[kept]
        Z = yield from map_steps(self.inputs("train"), lambda _: 0.0)
        Z, answers, groups = Z[kept], y[at], self.groups(at)
        more, given = new_answers(self.dataset, corrections)
        if len(more):
            unanswered = yield from map_steps(self.unanswered(), lambda _: 0.0)
            Z, answers = np.concatenate([Z, unanswered[more]]), np.concatenate([answers, given])
            groups = None if groups is None else np.concatenate([groups, groups.max() + 1 + np.arange(len(more))])
        fitted = yield from iter_refit_with(self.about.judged.estimator, Z, answers, groups)
        return fitted, at, answers

    def unanswered(self) -> Generator[float, None, np.ndarray]:
        """Return the judged model's inputs for the rows without an answer."""
        if "unanswered" not in self._inputs:
            model, frame = self.about.judged, self.dataset.unanswered
            if frame is None:
                return np.empty((0, 0))
            steps = iter_transform_table(frame, model.features, model.preprocessor)
            _, self._inputs["unanswered"] = yield from map_steps(steps, lambda _: 0.0)
        return self._inputs["unanswered"]

    def groups(self, at: np.ndarray) -> np.ndarray | None:
        """Return the groups of some rows that are left out together, as they were when settings were compared."""
        return folds_of(self.dataset.groups_of(at), self.about.judged.settings.n_hidden or 1)

    def row_values(
        self, fitted: Any, corrections: list[dict[str, Any]]
    ) -> Generator[float, None, tuple[np.ndarray, np.ndarray]]:
        """Return one value for each row kept back, whose mean is the score, and which of them stay."""
        at = self.at("test")
        y, stays = answers_as_corrected(self.dataset, corrections)
        Z = yield from self.inputs("test")
        return row_values(self.dataset.task, y[at], fitted.predict(Z)), stays[at]

    def distances(self, part: str) -> Generator[float, None, Distances]:
        """Return what tells rows that are like none: of the judged model's rows, or of ``"all"``."""
        if part not in self._distances:
            if part == "all":
                _, Z = yield from self.about.rows()
            else:
                Z = yield from self.inputs(part)
            self._distances[part] = yield from Distances.iter_of(Z)
        return self._distances[part]

    def cells(self, position: int) -> dict[str, Any]:
        """Return the cells of a row as a form has them."""
        row = self.dataset.X.iloc[position]
        return {str(name): form_cell(row[name]) for name in self.dataset.X.columns}

    def pictures(self, position: int) -> dict[str, str]:
        """Return the thumbnails of a row's photos as data URLs, by their columns."""
        return _pictures(self.dataset.X.iloc[position])


def _pictures(row: Any) -> dict[str, str]:
    """Return the thumbnails of the photos in a row (a Series) as data URLs, by their columns."""
    return {str(name): url for name, one in row.items() if (url := thumbnail_url(one))}


def _mistakes(audit: Audit, asked: dict[str, Any]) -> Steps:
    """Answer which training rows have doubtful answers, and how the score stands."""
    audit.single_answers()
    dataset, corrections = audit.dataset, list(asked.get("corrections") or [])
    seen = {int(number) for number in asked.get("seen") or []}
    if audit._before is None:  # noqa: SLF001  its own cache
        fitted, _, _ = yield from map_steps(audit.refit([]), lambda done: 0.5 * done)
        audit._before, _ = yield from map_steps(audit.row_values(fitted, []), lambda _: 0.5)  # noqa: SLF001
    fitted, at, y = yield from map_steps(audit.refit(corrections), lambda done: 0.5 + 0.4 * done)
    found = find_surprises(fitted, y)
    changed = {one["number"] for one in _changed(dataset, corrections)}
    order = [place for place in found.order if place < len(at) and int(dataset.rows[at[place]]) not in seen | changed]
    now, stays = yield from map_steps(audit.row_values(fitted, corrections), lambda _: 0.9)
    return {
        "rows": [_surprise(audit, int(at[place]), found, int(place)) for place in order[:_SHOWN]],
        "columns": audit.about.columns_shown(),
        "classes": list(dataset.classes),
        "target": dataset.targets[0],
        "is_number": dataset.task == "regression",
        "n_rows": len(at),
        "n_held": int(stays.sum()),
        "changed": _changed(dataset, corrections),
        "score": _moved(dataset.task, audit._before[stays], now[stays]),  # noqa: SLF001
    }


def _surprise(audit: Audit, position: int, found: Any, place: int) -> dict[str, Any]:
    """Return a row of the list."""
    dataset = audit.dataset
    one = {
        "number": int(dataset.rows[position]), "cells": audit.cells(position), "pictures": audit.pictures(position),
        "score": float(found.score[place]),
    }  # fmt: skip
    if dataset.task == "regression":
        return {
            **one, "answer": float(dataset.y[position]), "expected": float(found.expected[place]),
            "off": float(found.confidence[place]),
        }  # fmt: skip
    return {
        **one, "answer": str(dataset.y[position]), "expected": str(found.expected[place]),
        "confidence": float(found.confidence[place]), "own": float(found.own[place]),
    }  # fmt: skip


def _changed(dataset: Dataset, corrections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the corrections with the answers before, the newest first; only the newest of each row counts."""
    places = {int(row): place for place, row in enumerate(dataset.rows)}
    of_target = [one for one in corrections if one.get("to") is None or one.get("column") in (None, dataset.targets[0])]
    newest = {int(one["row"]): one.get("to") for one in of_target}
    order = list(dict.fromkeys(int(one["row"]) for one in reversed(of_target)))
    return [
        {"number": row, "from": form_cell(dataset.y[places[row]]), "to": newest[row]} for row in order if row in places
    ]


def _moved(task: str, before: np.ndarray, now: np.ndarray) -> dict[str, Any]:
    """Return the score before and with the corrections, on the same rows."""
    by = lead(task, now, before)
    first, second = score(task, before), score(task, now)
    counted = {} if task == "regression" else {"n_before": int(before.sum()), "n_now": int(now.sum())}
    return {
        "name": score_name(task), "before": first.value, "before_text": first.text, "now": second.value,
        "now_text": second.text, "low": second.low, "high": second.high, "by": by.by, "is_clear": by.clear, **counted,
    }  # fmt: skip


def _queue(audit: Audit, asked: dict[str, Any]) -> Steps:
    """Answer which rows without an answer are best given one next, and how the score stands."""
    audit.single_answers()
    dataset, corrections = audit.dataset, list(asked.get("corrections") or [])
    skipped = {int(number) for number in asked.get("seen") or []}
    if dataset.unanswered is None or dataset.unanswered_rows is None:
        raise ExplainError(
            words.every_row_has_one(dataset.targets[0]),
            rule=words.WITHOUT_ANSWER,
            value=words.n_answered(len(dataset.rows)),
            hints=(words.ADD_ROWS,),
        )
    if audit._before is None:  # noqa: SLF001  its own cache
        fitted, _, _ = yield from map_steps(audit.refit([]), lambda done: 0.4 * done)
        audit._before, _ = yield from map_steps(audit.row_values(fitted, []), lambda _: 0.4)  # noqa: SLF001
    fitted, _, y = yield from map_steps(audit.refit(corrections), lambda done: 0.4 + 0.4 * done)
    Z = yield from map_steps(audit.unanswered(), lambda _: 0.8)
    answered = set(new_answers(dataset, corrections)[0].tolist())
    numbers = dataset.unanswered_rows
    labelled = {int(numbers[place]) for place in answered}
    left = [place for place, row in enumerate(numbers) if place not in answered and int(row) not in skipped]
    worth = label_worth(fitted, Z[left], (yield from map_steps(audit.inputs("train"), lambda _: 0.8)))
    order = [left[place] for place in np.argsort(-worth, kind="stable")[:_SHOWN]]
    now, stays = yield from map_steps(audit.row_values(fitted, corrections), lambda _: 0.9)
    shown = dataset.unanswered.iloc[order]
    said = [fitted.predict(Z[[place]])[0] for place in order]
    is_number = dataset.task == "regression"
    likely = [None if is_number else float(fitted.predict_proba(Z[[place]]).max()) for place in order]
    return {
        "rows": [
            {
                "number": int(numbers[place]), "expected": form_cell(said[line]),
                "confidence": likely[line],
                "cells": {str(name): form_cell(shown[name].iloc[line]) for name in shown.columns},
                "pictures": _pictures(shown.iloc[line]),
            }
            for line, place in enumerate(order)
        ],
        "columns": audit.about.columns_shown(),
        "classes": list(dataset.classes),
        "target": dataset.targets[0],
        "is_number": dataset.task == "regression",
        "n_rows": len(numbers),
        "n_left": len(left),
        "n_answered": len(answered),
        "answered": list(dict.fromkeys(one["row"] for one in reversed(corrections) if one["row"] in labelled)),
        "n_learned": len(y),
        "n_held": int(stays.sum()),
        "score": _moved(dataset.task, audit._before[stays], now[stays]),  # noqa: SLF001
    }  # fmt: skip


def _curve(audit: Audit, _asked: dict[str, Any]) -> Steps:
    """Answer how the score grows with answers in the order of the queue, and in random order."""
    audit.single_answers()
    dataset = audit.dataset
    Z = yield from map_steps(audit.inputs("train"), lambda _: 0.0)
    Z_test = yield from map_steps(audit.inputs("test"), lambda _: 0.0)
    y, y_test = dataset.y[dataset.train], dataset.y[audit.at("test")]
    estimator = audit.about.judged.estimator

    def value(fitted: Any) -> float:
        return score(dataset.task, row_values(dataset.task, y_test, fitted.predict(Z_test))).value

    found = yield from iter_label_curve(estimator, Z, y, value)
    return {
        **found,
        "name": score_name(dataset.task),
        "n_held": len(y_test),
        "is_number": dataset.task == "regression",
    }


def _check(audit: Audit, asked: dict[str, Any]) -> Steps:
    """Answer how many of answers that were made wrong on purpose the list finds on this table."""
    audit.single_answers()
    y, stays = answers_as_corrected(audit.dataset, list(asked.get("corrections") or []))
    kept = stays[audit.dataset.train]
    at = audit.dataset.train[kept]
    Z = yield from map_steps(audit.inputs("train"), lambda _: 0.0)
    return (yield from iter_check_list(audit.about.judged.estimator, Z[kept], y[at], audit.groups(at)))


def _coverage(audit: Audit, _asked: dict[str, Any]) -> Steps:
    """Answer what sets and intervals hold of rows kept back, and how many of these are like none."""
    model = audit.about.judged
    if not hasattr(model.estimator, "conformal_scores_"):
        raise ExplainError(
            words.NO_LEFT_OUT_ERRORS,
            rule=words.LEAVES_ROWS_OUT,
            value=words.task_and_model(common.TASKS[model.task], type(model.estimator).__name__),
        )
    Z = yield from audit.inputs("test")
    at = audit.at("test")
    dataset = audit.about.dataset
    # Answers as the model was trained and judged with them.
    y, stays = _as_judged(audit, at)
    Z, at = Z[stays], at[stays]
    levels = measured_coverage(model.estimator, Z, y[stays])
    yield 0.3
    distances = yield from map_steps(audit.distances("train"), lambda done: 0.3 + 0.6 * done)
    is_none = distances.is_like_none(Z)
    return {
        "levels": levels,
        "rows": _judged_rows(audit, model, Z[:_SHOWN], at[:_SHOWN], is_none),
        "classes": [str(one) for one in model.classes],
        "target": model.targets[0],
        "is_number": model.task == "regression",
        "n_rows": len(at),
        "n_calibrated": int(min(model.n_train, len(getattr(model.estimator, "loo_rows_", ())) or model.n_train)),
        "columns": audit.about.columns_shown(),
        "n_none": int(is_none.sum()),
        "limit": distances.limit,
        "split": dataset.split.sentence if dataset.split.kind != "random" else "",
    }


def _as_judged(audit: Audit, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the answers of some rows of the table that the model was judged by, and which were there."""
    used = audit.about.dataset
    place = np.minimum(np.searchsorted(used.rows, audit.dataset.rows[at]), len(used.rows) - 1)
    return used.y[place], used.rows[place] == audit.dataset.rows[at]


def _judged_rows(audit: Audit, model: Any, Z: np.ndarray, at: np.ndarray, is_none: np.ndarray) -> list[dict[str, Any]]:
    """Return the first rows kept back with what the page needs to draw their sets at any level."""
    if not len(Z):
        return []
    answers, _ = _as_judged(audit, at)
    shown = [
        {
            "number": int(audit.dataset.rows[position]), "answer": form_cell(answers[line]),
            "is_none": bool(is_none[line]), "cells": audit.cells(int(position)),
        }
        for line, position in enumerate(at)
    ]  # fmt: skip
    if model.task == "regression":
        for one, value in zip(shown, model.estimator.predict(Z), strict=True):
            one["value"] = float(value)
    else:
        for one, levels in zip(shown, least_levels(model.estimator, Z), strict=True):
            one["levels"] = levels.tolist()
    return shown


def _row(audit: Audit, asked: dict[str, Any]) -> Steps:
    """Answer which classes, or which interval, a row of the form gets at each level, and whether it is like none."""
    about = audit.about
    model = about.subject.model
    cells, notes = inputs_of_row(model, asked["row"])
    Z = model.preprocessor.transform(cells)
    distances = yield from audit.distances("all")
    found = {
        "distance": float(distances.nearest(Z)[0]), "limit": distances.limit,
        "is_none": bool(distances.is_like_none(Z)[0]), "notes": notes, "n_rows": distances.n_measured,
    }  # fmt: skip
    try:
        if model.task == "regression":
            value = float(model.estimator.predict(Z)[0])
            widths = [float(conformal_quantile(model.estimator, level / 100)[0]) for level in LEVELS]
            return {**found, "value": value, "widths": [w if np.isfinite(w) else None for w in widths]}
        return {**found, "levels": least_levels(model.estimator, Z)[0].tolist(), "said": about.said(
            Subject.of(model).all_values(Z)[0]
        )}  # fmt: skip
    except ValueError as error:
        raise ExplainError(
            words.NO_LEFT_OUT_ERRORS,
            rule=words.LEAVES_ROWS_OUT,
            value=words.task_and_model(common.TASKS[model.task], type(model.estimator).__name__),
        ) from error


def _values(audit: Audit, asked: dict[str, Any]) -> Steps:
    """Answer which values a column has, for rows that are to be forgotten."""
    found = values_of(audit.about, asked)
    yield 1.0
    return found


QUESTIONS: dict[str, Callable[[Audit, dict[str, Any]], Steps]] = {
    "mistakes": _mistakes,
    "check": _check,
    "queue": _queue,
    "curve": _curve,
    "coverage": _coverage,
    "row": _row,
    "values": _values,
}
"""Every question by its name."""
