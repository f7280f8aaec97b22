"""Finance: few alarms among many rows, and what the two kinds of error cost.

A model is trained on the first part of the rows; on the second part a threshold can be chosen for any pair of costs; on
the third part it is judged. The best threshold is always the score of a row to be found, so those are all there are.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from elmweb.backprop import MLPClassifier
from elmweb.estimators import ELMClassifier, iter_fit
from elmweb.studies.desk import Desk, Report
from elmweb.studies.jobs.common import (
    Scale,
    bootstrap_range,
    chosen,
    iter_at_once,
    iter_clocked,
    iter_epochs,
    precision_recall,
    telling,
)
from elmweb.words.engine import studies_jobs as words

__all__ = ["RARITIES", "run"]

RARITIES = (0.0, 0.01, 0.003)
"""Alarms among all rows: as in the table, or so many of them are left out that they are this rare."""

_LEARN, _CHOOSE = 0.25, 0.25  # the rest judges
_UNITS = 256
_HIDDEN, _EPOCHS, _PATIENCE = (64, 32), 60, 8
_MOST_THRESHOLDS = 300
_RESAMPLES = 60


async def run(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Train an ELM, logistic regression and a network, and count their errors at every threshold.

    Parameters
    ----------
    asked : dict
        ``rarity``, one of :data:`RARITIES`.
    desk : Desk
        Brings the table.
    report : callable
        Shows how far it is.

    Returns
    -------
    dict
        ``n_learn``, ``n_choose``, ``n_judge``, ``n_alarms`` (among those that judge), ``share``, and ``models``: a
        dict each with ``id``, ``name``, ``seconds``, ``average`` with ``low`` and ``high``, ``curve`` (``recall``,
        ``precision``), ``thresholds``, the errors ``chosen_on`` and ``judged_on`` ([missed, false alarms] at each
        threshold), and ``at_half``, those at 0.5.
    """
    rarity = chosen(asked, "rarity", RARITIES)
    report(words.LOADING_TABLE, 0.0)
    parts = _parts(await desk.file("jobs/shuttle.npz"), rarity)
    (X, y), _, (_, y_judge) = parts
    models: list[dict[str, Any]] = []
    answer = {
        "n_learn": len(X), "n_choose": len(parts[1][0]), "n_judge": len(y_judge), "n_alarms": int(y_judge.sum()),
        "share": float(y_judge.mean()), "models": models,
    }  # fmt: skip
    elm, logistic = ELMClassifier(_UNITS, random_state=0), LogisticRegression(max_iter=1_000)
    network = MLPClassifier(
        _HIDDEN, max_iter=_EPOCHS, early_stopping=True, n_iter_no_change=_PATIENCE, random_state=0
    )  # fmt: skip
    report(words.TRAINING_ELM, 0.05)
    elm, seconds = await desk.drive(iter_clocked(iter_fit(elm, X, y)))
    report(words.JUDGING_ELM, 0.2)
    models.append(await desk.drive(_judged("elm", words.elm(_UNITS), elm, seconds, parts)))
    report(words.TRAINING_LOGISTIC, 0.4, answer)
    logistic, seconds = await desk.drive(iter_clocked(iter_at_once(lambda: logistic.fit(X, y))))
    report(words.JUDGING_LOGISTIC, 0.45)
    models.append(await desk.drive(_judged("linear", words.LOGISTIC_REGRESSION, logistic, seconds, parts)))
    report(words.TRAINING_NETWORK, 0.6, answer)
    network, seconds = await desk.drive(
        iter_clocked(iter_epochs(network, X, y)), telling(report, words.TRAINING_NETWORK, 0.6, 0.85)
    )
    report(words.JUDGING_NETWORK, 0.85)
    title = words.network(_HIDDEN)
    models.append(await desk.drive(_judged("mlp", title, network, seconds, parts)))
    return answer


Part = tuple[np.ndarray, np.ndarray]


def _parts(path: Any, rarity: float) -> tuple[Part, Part, Part]:
    """Return the rows to learn from, to choose a threshold on, and to judge by."""
    with np.load(path) as file:
        X, y = file["X"].astype(np.float64), file["anomaly"].astype(np.intp)
    draws = np.random.default_rng(0)
    rows = draws.permutation(len(y))
    if rarity:
        alarms = rows[y[rows] == 1]
        n_kept = round(rarity / (1 - rarity) * (len(y) - len(alarms)))
        rows = rows[~np.isin(rows, draws.permutation(alarms)[n_kept:])]
    ends = [round(_LEARN * len(rows)), round((_LEARN + _CHOOSE) * len(rows))]
    scale = Scale(X[rows[: ends[0]]])
    learn, choose, judge = ((scale(X[part]), y[part]) for part in np.split(rows, ends))
    return learn, choose, judge


def _judged(
    name: str, title: str, model: Any, seconds: float, parts: tuple[Part, Part, Part]
) -> Generator[None, None, dict[str, Any]]:
    """Return everything that is said about a model."""
    _, (X_choose, y_choose), (X, y) = parts
    chosen_on = yield from iter_at_once(lambda: model.predict_proba(X_choose)[:, 1])
    scores = yield from iter_at_once(lambda: model.predict_proba(X)[:, 1])
    low, high = yield from bootstrap_range(
        lambda rows: float(average_precision_score(y[rows], scores[rows])), len(y), resamples=_RESAMPLES
    )
    thresholds = _thresholds(chosen_on[y_choose == 1])
    return {
        "id": name,
        "name": title,
        "seconds": seconds,
        "average": float(average_precision_score(y, scores)),
        "low": low,
        "high": high,
        "curve": precision_recall(y, scores),
        "thresholds": thresholds.tolist(),
        "chosen_on": _errors(chosen_on, y_choose, thresholds),
        "judged_on": _errors(scores, y, thresholds),
        "at_half": _errors(scores, y, np.array([0.5]))[0],
    }


def _thresholds(found: np.ndarray) -> np.ndarray:
    """Return the thresholds among which a best one is for any costs: no row at all, and each row to be found."""
    each = np.unique(found)
    places = np.unique(np.linspace(0, len(each) - 1, min(len(each), _MOST_THRESHOLDS)).round().astype(int))
    return np.append(each[places], 1.01)  # above every probability


def _errors(scores: np.ndarray, y: np.ndarray, thresholds: np.ndarray) -> list[list[int]]:
    """Return how many alarms are missed and how many rows are false alarms, at each threshold."""
    alarms, others = np.sort(scores[y == 1]), np.sort(scores[y == 0])
    missed = np.searchsorted(alarms, thresholds)
    false = len(others) - np.searchsorted(others, thresholds)
    return np.column_stack([missed, false]).tolist()
