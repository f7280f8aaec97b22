"""What can be asked about a trained model: which columns matter, why a row, what would change it, what is like it.

One question is one function here, run in steps. Rows come from the table that the model was trained on; a model that
was loaded from a file has none, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from math import floor, log10
from typing import Any

import numpy as np
import pandas as pd

from elmweb.data.dataset import Dataset
from elmweb.data.sampling import some_rows
from elmweb.data.table import Table
from elmweb.evaluation.groups import column_scores, largest_gap
from elmweb.evaluation.judge import MAX_TEST_ROWS
from elmweb.evaluation.scores import row_values, score
from elmweb.exceptions import ExplainError
from elmweb.explain import (
    Subject,
    decide,
    effect,
    influence,
    iter_changes,
    iter_importance,
    iter_reasons,
    nearest,
    players_of,
    usual_distance,
)
from elmweb.preprocessing.matching import as_inputs
from elmweb.preprocessing.prepare import iter_transform_table
from elmweb.progress import map_steps
from elmweb.training.model import TrainedModel
from elmweb.words.engine import common, workbench_explaining as words
from elmweb.workbench.predict import inputs_of_row
from elmweb.workbench.questions import Steps, iter_answer
from elmweb.workbench.trained import Trained

__all__ = ["QUESTIONS", "Explaining"]

_MOST_ROWS = 20_000  # training rows that are prepared
_NEAREST, _PULLED, _LISTED, _RISKY = 6, 4, 12, 40
_SHOWN_COLUMNS, _CELL = 8, 60
_USUAL_MOVE = 0.5  # standard deviations of the answers by which a number is moved, unless told otherwise


class Explaining:
    """What is asked about one model, and the prepared rows that are kept between questions.

    Parameters
    ----------
    trained : Trained
        The model with the rows it was trained and judged on.
    """

    def __init__(self, trained: Trained) -> None:
        self.trained = trained
        self.subject = Subject.of(trained.model)
        # Positions of rows, and their inputs: those that the model learned from, and those that it is scored on.
        self._prepared: tuple[np.ndarray, np.ndarray] | None = None
        self._scored: tuple[np.ndarray, np.ndarray] | None = None
        self._usual: float | None = None
        self.measured: dict[str, Any] | None = None  # which columns matter, once that was asked

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

    # What the questions rest on

    @property
    def dataset(self) -> Dataset:
        """The rows of the model, or an error that says why there are none."""
        if self.trained.dataset is None:
            raise self._no_rows()
        return self.trained.dataset

    def _no_rows(self) -> ExplainError:
        """Return the error that says that there is nothing to compare."""
        return ExplainError(
            words.NO_ROWS,
            rule=words.ITS_TABLE,
            value=words.FROM_A_FILE,
            hints=(words.OPEN_ITS_TABLE,),
        )

    @property
    def judged(self) -> TrainedModel:
        """The model that never saw the held-out rows, and whose predictions for them are on the page."""
        if self.trained.dataset is None:
            raise self._no_rows()
        return self.trained.judged_model()

    @property
    def learned(self) -> np.ndarray:
        """Positions of the rows that the model learned from: all of them, once it was judged."""
        dataset = self.dataset
        return np.union1d(dataset.train, dataset.test) if self.trained.model.n_refit else dataset.train

    @property
    def ranked(self) -> list[str]:
        """The columns, the most important first, as the report ranks them."""
        return [field["name"] for field in self.trained.result["form"]]

    def rows(self) -> Generator[float, None, tuple[np.ndarray, np.ndarray]]:
        """Return the positions of rows that the model learned from, a sample of very many, and their inputs."""
        dataset, learned = self.dataset, self.learned
        if self._prepared is None:
            classes = self.subject.model.task in ("binary", "multiclass")
            at = learned[some_rows(dataset.y[learned], _MOST_ROWS, classes=classes)]
            self._prepared = (at, (yield from self.inputs(self.subject.model, at)))
        return self._prepared

    def scored(self) -> Generator[float, None, tuple[np.ndarray, np.ndarray]]:
        """Return the positions of the held-out rows that the scores are of, and the judged model's inputs."""
        if self._scored is None:
            test, model = self.dataset.test, self.judged
            at = test[some_rows(test, MAX_TEST_ROWS, classes=False)]
            self._scored = (at, (yield from self.inputs(model, at)))
        return self._scored

    def inputs(
        self, model: TrainedModel, at: np.ndarray, dataset: Dataset | None = None
    ) -> Generator[float, None, np.ndarray]:
        """Return the inputs of a model for some rows of its dataset, or of another one."""
        rows = (dataset or self.dataset).X.iloc[at]
        steps = iter_transform_table(rows, model.features, model.preprocessor)
        _, Z = yield from map_steps(steps, lambda _: 0.0)
        return Z

    def usual_distance(self, Z: np.ndarray) -> float:
        """Return how far training rows usually are from their nearest one."""
        if self._usual is None:
            self._usual = usual_distance(Z)
        return self._usual

    def listed(self, at: np.ndarray, subject: Subject | None = None) -> list[dict[str, Any]]:
        """Return rows of the table for the page: number, answer, prediction, and cells as a form has them.

        The predictions are those of the model that is tried, or of another.
        """
        dataset, subject = self.dataset, subject or self.subject
        frame = dataset.X.iloc[at]
        predicted = subject.all_values(subject.model.inputs(frame))
        return [
            {
                "number": int(dataset.rows[position]),
                "truth": self._truth(dataset.y[position]),
                "said": self.said(predicted[line], subject),
                "cells": {str(name): form_cell(frame[name].iloc[line]) for name in frame.columns},
            }
            for line, position in enumerate(at)
        ]

    def _truth(self, answer: Any) -> str | float:
        """Return the answer of a row as the table has it."""
        if self.subject.is_number:
            return float(answer)
        if np.ndim(answer):
            on = [name for name, is_on in zip(self.subject.model.classes, answer, strict=True) if is_on]
            return ", ".join(on) or words.NO_LABEL
        return str(answer)

    def said(self, predicted: np.ndarray, subject: Subject | None = None) -> dict[str, Any]:
        """Return a prediction (k,) as a number, or as a label with its probability."""
        model = (subject or self.subject).model
        if self.subject.is_number:
            return {"value": float(predicted[0])}
        classes = [str(one) for one in model.classes]
        if model.task == "multilabel":
            on = [name for name, p in zip(classes, predicted, strict=True) if p > 0.5]
            return {"label": ", ".join(on) or words.NO_LABEL, "probability": None}
        best = int(model.positions(predicted[None])[0])
        return {"label": classes[best], "probability": float(predicted[best])}

    def columns(self) -> list[str]:
        """Return the columns of the table, also those that the model does not learn from."""
        return [str(name) for name in self._table().frame.columns]

    def kinds_first(self) -> str:
        """Return the column of kinds that matters most; where there is none, the one that matters most."""
        roles = self.dataset.roles
        return next((name for name in self.ranked if roles.get(name) == "category"), [*self.ranked, *self.columns()][0])

    def column(self, name: str, at: np.ndarray) -> pd.Series:
        """Return the cells that a column of the table has in some rows of the dataset."""
        frame = self._table().frame
        if name not in frame.columns:
            raise ExplainError(words.NO_SUCH_COLUMN, rule=words.A_COLUMN, value=name)
        return frame[name].iloc[self.dataset.rows[at] - 1].reset_index(drop=True)

    def _table(self) -> Table:
        """Return the table that the model was trained on."""
        if self.trained.table is None:
            raise self._no_rows()
        return self.trained.table

    def columns_shown(self) -> list[str]:
        """Return the columns that a list of rows shows."""
        return self.ranked[:_SHOWN_COLUMNS]


def form_cell(value: Any) -> str | float | None:
    """Return a cell as a field of the form has it."""
    if value is None or value is pd.NaT or value != value:  # noqa: PLR0124  NaN is not itself
        return None
    if isinstance(value, (float, int, np.floating, np.integer)):
        return float(value)
    return str(value)


# The questions


def _columns(about: Explaining, _asked: dict[str, Any]) -> Steps:
    """Answer which columns matter."""
    at, Z = yield from about.scored()
    about.measured = yield from iter_importance(Subject.of(about.judged), Z, about.dataset.y[at], about.ranked)
    return about.measured


def _effect(about: Explaining, asked: dict[str, Any]) -> Steps:
    """Answer what a column does."""
    at, Z = yield from about.rows()
    column = str(asked.get("column"))
    about.subject.feature(column)
    target = about.subject.target_of(asked.get("target"))
    found = effect(about.subject, column, Z, about.dataset.X[column].iloc[at], target)
    return {**found, **_explained(about, target)}


def _explained(about: Explaining, target: int) -> dict[str, Any]:
    """Return what it is that is explained."""
    subject = about.subject
    name = subject.model.targets[0] if subject.is_number else str(subject.model.classes[target])
    return {"target": name, "is_number": subject.is_number}


def _row(about: Explaining, asked: dict[str, Any]) -> Steps:
    """Answer why a row is predicted as it is."""
    _, Z = yield from about.rows()
    subject, players = about.subject, players_of(about.subject, about.ranked)
    inputs, notes = inputs_of_row(subject.model, asked["row"])
    row = subject.model.preprocessor.transform(inputs)[0]
    target = subject.target_of(asked.get("target"), row)
    found, n_background = yield from iter_reasons(subject, row, Z, players, target)
    parts = [
        {"column": name, "cell": form_cell(asked["row"].get(name)), "value": float(value), "error": float(error)}
        for name, value, error in zip(players.names, found.shares, found.errors, strict=False)
    ]
    if players.n_others:
        others = {"value": float(found.shares[-1]), "error": float(found.errors[-1])}
        parts.append({"column": "", "cell": None, "n_others": players.n_others, **others})
    return {
        **_explained(about, target),
        "parts": sorted(parts, key=lambda part: -abs(part["value"])),
        "prediction": found.prediction,
        "average": found.average,
        "n_orders": found.n_orders,
        "n_background": n_background,
        "notes": notes,
    }


def _change(about: Explaining, asked: dict[str, Any]) -> Steps:
    """Answer what would change a prediction."""
    at, _ = yield from about.rows()
    subject, dataset = about.subject, about.dataset
    cells, _ = inputs_of_row(subject.model, asked["row"])
    row = subject.model.preprocessor.transform(cells)[0]
    now = subject.all_values(row[None])[0]
    by, wanted = _wanted(about, now, asked)
    seen, _ = as_inputs(dataset.X.iloc[at], subject.model.features)
    found = yield from iter_changes(subject, row, cells, seen, wanted, about.ranked)
    changes = [
        {
            "set": [
                {
                    "column": step["column"],
                    "from": form_cell(asked["row"].get(step["column"])),
                    "to": form_cell(step["value"]),
                }
                for step in one["set"]
            ],
            "said": about.said(np.array(one["predicted"])),
            "cost": one["cost"],
        }
        for one in found
    ]
    return {"changes": changes, "now": about.said(now), "by": by, "n_rows": len(at), "to": asked.get("to")}


def _wanted(
    about: Explaining, now: np.ndarray, asked: dict[str, Any]
) -> tuple[float | None, Callable[[np.ndarray], np.ndarray]]:
    """Return by how much a number is moved, and what tells predictions that are wanted from others."""
    subject = about.subject
    if subject.is_number:
        by = _amount(about, asked.get("by"))
        return by, lambda P: P[:, 0] - now[0] >= by if by > 0 else P[:, 0] - now[0] <= by
    if subject.model.task == "multilabel":
        at = subject.target_of(asked.get("to"))
        return None, lambda P: (P[:, at] > 0.5) != (now[at] > 0.5)
    answers = subject.model.positions
    own = int(answers(now[None])[0])
    if (to := asked.get("to")) is None:
        return None, lambda P: answers(P) != own
    other = subject.target_of(to)
    if other == own:
        raise ExplainError(
            words.answers_it_already(str(to)),
            rule=words.ANOTHER_ANSWER,
            value=str(to),
            hints=(words.CHOOSE_ANOTHER,),
        )
    return None, lambda P: answers(P) == other


def _amount(about: Explaining, by: Any) -> float:
    """Return by how much a number is to be moved."""
    if by is None:
        y = about.dataset.y[about.learned]
        usual = float(_USUAL_MOVE * y.std()) or 1.0
        return round(usual, -floor(log10(usual)))
    try:
        amount = float(by)
    except (TypeError, ValueError):
        amount = float("nan")
    if not np.isfinite(amount) or amount == 0:
        raise ExplainError(words.CANNOT_BE_MOVED, rule=words.AN_AMOUNT, value=str(by))
    return amount


def _like(about: Explaining, asked: dict[str, Any]) -> Steps:
    """Answer which training rows are like a row."""
    at, Z = yield from about.rows()
    inputs, _ = inputs_of_row(about.subject.model, asked["row"])
    row = about.subject.model.preprocessor.transform(inputs)[0]
    near, distances = nearest(row, Z, _NEAREST)
    rows = about.listed(at[near])
    for one, distance in zip(rows, distances, strict=True):
        one["distance"] = float(distance)
    usual = about.usual_distance(Z)
    return {
        "rows": rows, "columns": about.columns_shown(), "usual": usual, "n_rows": len(at),
        "is_far": bool(distances[0] > max(usual, 1e-9)),
    }  # fmt: skip


def _pulled(about: Explaining, asked: dict[str, Any]) -> Steps:
    """Answer which training rows pulled a prediction most."""
    dataset, subject = about.dataset, about.subject
    if len(about.learned) > _MOST_ROWS or dataset.file is not None:
        raise ExplainError(
            words.TAKES_TOO_LONG,
            rule=words.at_most_learned(_MOST_ROWS),
            value=words.n_rows(len(about.learned)),
            hints=(words.SHOW_ROWS_LIKE_IT,),
        )
    at, Z = yield from about.rows()
    inputs, _ = inputs_of_row(subject.model, asked["row"])
    row = subject.model.preprocessor.transform(inputs)[0]
    target = subject.target_of(asked.get("target"), row)
    moved = influence(subject, row, Z, dataset.y[at], target)
    order = np.argsort(moved, kind="stable")
    up, down = order[::-1][:_PULLED], order[:_PULLED]
    chosen = [one for one in up if moved[one] > 0] + [one for one in down if moved[one] < 0]
    rows = about.listed(at[chosen])
    for one, place in zip(rows, chosen, strict=True):
        one["moved"] = float(moved[place])
    return {
        **_explained(about, target), "rows": rows, "columns": about.columns_shown(), "n_rows": len(at),
        "prediction": float(subject.values(row[None], target)[0]),
    }  # fmt: skip


def _rows(about: Explaining, asked: dict[str, Any]) -> Steps:
    """Answer which held-out rows are in a cell of the confusion matrix, or are furthest off."""
    at, Z = yield from about.scored()
    dataset, model = about.dataset, replace(about.judged, threshold=None)  # as in the confusion matrix
    predicted, y = model.estimator.predict(Z), dataset.y[at]
    if about.subject.is_number:
        off = np.abs(predicted - y)
        if "point" in asked:
            true, said = asked["point"]
            order = np.argsort(np.hypot(y - true, predicted - said), kind="stable")[:1]
        else:
            order = np.argsort(-off, kind="stable")
        title = "pressed" if "point" in asked else "furthest"
    else:
        labels = [str(one) for one in model.classes]
        known = set((about.trained.result.get("confusion") or {}).get("labels", labels)) & set(labels)

        def merged(values: np.ndarray, label: str) -> np.ndarray:
            text = np.array([str(value) for value in values])
            return text == label if label in known else ~np.isin(text, list(known))

        inside = merged(y, str(asked["true"])) & merged(predicted, str(asked["said"]))
        proba = Subject.of(model).all_values(Z).max(axis=1)
        order = np.flatnonzero(inside)
        order = order[np.argsort(-proba[order], kind="stable")]  # the surest first
        title = "cell"
    rows = about.listed(at[order[:_LISTED]], Subject.of(model))
    return {"rows": rows, "columns": about.columns_shown(), "n_all": len(order), "kind": title, "asked": dict(asked)}


def _decide(about: Explaining, asked: dict[str, Any]) -> Steps:
    """Answer what each threshold between two classes does, and which held-out rows are most at risk."""
    model = about.judged
    if model.task != "binary":
        raise ExplainError(words.NO_LINE, rule=words.TWO_ANSWERS, value=common.TASKS[model.task])
    costs = [_cost_of(asked.get(name, 1.0)) for name in ("false_alarm", "missed")]
    at, Z = yield from about.scored()
    dataset = about.dataset
    subject = Subject.of(model)
    risk = subject.values(Z, 1)
    positive = np.array([str(one) == str(model.classes[1]) for one in dataset.y[at]])
    order = np.argsort(-risk, kind="stable")[:_RISKY]
    rows = about.listed(at[order], subject)
    for one, place in zip(rows, order, strict=True):
        one["risk"] = float(risk[place])
    return {
        **decide(risk, positive, *costs),
        "positive": str(model.classes[1]), "negative": str(model.classes[0]), "n_rows": len(at), "rows": rows,
        "columns": about.columns_shown(), "threshold": model.threshold,
    }  # fmt: skip


def _groups(about: Explaining, asked: dict[str, Any]) -> Steps:
    """Answer how good the model is for the rows with each value of a column, one that it learns from or another."""
    at, Z = yield from about.scored()
    dataset, model = about.dataset, about.judged
    column = str(asked.get("column") or about.kinds_first())
    predicted, truth = model.estimator.predict(Z), dataset.y[at]
    values = row_values(model.task, truth, predicted)
    together = dataset.groups_held_back(at)
    scored, inside = column_scores(model.task, column, about.column(column, at), values, together)
    whole = score(model.task, values, together)
    answer: dict[str, Any] = {
        "column": column, "columns": about.columns(), "learned": column in dataset.X.columns, "groups": scored,
        "gap": largest_gap(model.task, scored), "n_rows": len(at), "task": model.task,
        "whole": {"score": whole.value, "low": whole.low, "high": whole.high},
    }  # fmt: skip
    if model.task == "binary":
        yes, no = (str(one) for one in reversed(model.classes))
        said, true = (np.array([str(one) == yes for one in answers]) for answers in (predicted, truth))
        everywhere = np.ones_like(true)
        for one, rows in zip([*scored, answer["whole"]], [*inside, everywhere], strict=True):
            one["said"], one["found"], one["alarms"] = (_share(said[rows & of]) for of in (everywhere, true, ~true))
        answer |= {"positive": yes, "negative": no}
    return answer


def _share(of: np.ndarray) -> float | None:
    return float(of.mean()) if len(of) else None


def _cost_of(cost: Any) -> float:
    """Return what an error costs."""
    try:
        number = float(cost)
    except (TypeError, ValueError):
        number = float("nan")
    if not (np.isfinite(number) and number >= 0):
        raise ExplainError(words.NO_COST, rule=words.A_COST, value=str(cost))
    return number


QUESTIONS: dict[str, Callable[[Explaining, dict[str, Any]], Steps]] = {
    "columns": _columns,
    "effect": _effect,
    "row": _row,
    "change": _change,
    "like": _like,
    "pulled": _pulled,
    "rows": _rows,
    "decide": _decide,
    "groups": _groups,
}
"""Every question by its name, but for the one about a whole file, which makes a new file."""
