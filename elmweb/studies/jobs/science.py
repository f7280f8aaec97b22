"""Science: how well molecules dissolve in water, and which ones bind to a protein, from numbers of their structure."""

from __future__ import annotations

import json
from collections.abc import Generator
from typing import Any

import numpy as np
from sklearn.linear_model import Ridge

from elmweb.backprop import MLPRegressor
from elmweb.estimators import ELMRegressor, iter_fit
from elmweb.evaluation.scores import score
from elmweb.studies.desk import Desk, Report
from elmweb.studies.jobs.activity import activity
from elmweb.studies.jobs.common import Scale, bootstrap_range, chosen, iter_at_once, iter_clocked, iter_epochs, telling
from elmweb.words.engine import studies_jobs as words

__all__ = ["run"]

_UNITS, _HIDDEN = 512, (64, 32)
_EPOCHS, _PATIENCE = 300, 30


async def run(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Do one of the two parts.

    Parameters
    ----------
    asked : dict
        ``part``: "solubility", or "activity" with what :func:`elmweb.studies.jobs.activity.activity` asks for.
    desk : Desk
        Brings the molecules.
    report : callable
        Shows how far it is.

    Returns
    -------
    dict
        See :func:`solubility` and :func:`elmweb.studies.jobs.activity.activity`.
    """
    parts = {"solubility": solubility, "activity": activity}
    return await parts[chosen(asked, "part", tuple(parts))](asked, desk, report)


async def solubility(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:  # noqa: ARG001  no settings
    """Train an ELM, a network and a linear model on the published training molecules, and judge on the test molecules.

    Parameters
    ----------
    asked : dict
        Nothing.
    desk : Desk
        Brings the molecules.
    report : callable
        Shows how far it is.

    Returns
    -------
    dict
        ``n_learn``, ``n_judge``, ``descriptors`` (names), ``spread`` (the mean error of always giving the mean),
        ``models``: a dict each with ``id``, ``name``, ``seconds``, ``error`` (mean absolute) with ``low`` and ``high``,
        ``r2`` with ``r2_low`` and ``r2_high``, and ``predicted``; and ``molecules`` in the order of ``predicted``: a
        dict each with ``name``, ``log_s``, ``values``, ``atoms`` and ``bonds``.
    """
    report(words.LOADING_MOLECULES, 0.0)
    data = json.loads((await desk.file("jobs/molecules.json")).read_text(encoding="utf-8"))
    X, y = _table(data["train"])
    X_judge, truth = _table(data["test"])
    scale, middle, spread = Scale(X), y.mean(), y.std()
    X, X_judge, target = scale(X), scale(X_judge), (y - middle) / spread
    models: list[dict[str, Any]] = []
    answer = {
        "n_learn": len(y), "n_judge": len(truth), "descriptors": data["descriptors"], "models": models,
        "spread": float(np.abs(truth - middle).mean()), "molecules": data["test"],
    }  # fmt: skip

    async def judge(name: str, title: str, fitted: tuple[Any, float]) -> None:
        predicted = middle + spread * fitted[0].predict(X_judge)
        models.append(await desk.drive(_judged(name, title, fitted[1], truth, predicted)))

    report(words.TRAINING_ELM, 0.05)
    elm = ELMRegressor(_UNITS, random_state=0)
    await judge("elm", words.elm(_UNITS), await desk.drive(iter_clocked(iter_fit(elm, X, target))))
    ridge = Ridge()
    fitted = await desk.drive(iter_clocked(iter_at_once(lambda: ridge.fit(X, target))))
    await judge("linear", words.RIDGE_REGRESSION, fitted)
    report(words.TRAINING_NETWORK, 0.4, answer)
    network = MLPRegressor(
        _HIDDEN, max_iter=_EPOCHS, early_stopping=True, n_iter_no_change=_PATIENCE, random_state=0
    )  # fmt: skip
    steps = iter_clocked(iter_epochs(network, X, target))
    fitted = await desk.drive(steps, telling(report, words.TRAINING_NETWORK, 0.4, 0.9))
    await judge("mlp", words.network(_HIDDEN), fitted)
    return answer


def _table(molecules: list[dict[str, Any]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the descriptors of molecules, and their measured solubility."""
    return np.array([one["values"] for one in molecules]), np.array([one["log_s"] for one in molecules])


def _judged(
    name: str, title: str, seconds: float, truth: np.ndarray, predicted: np.ndarray
) -> Generator[None, None, dict[str, Any]]:
    """Return everything that is said about a model."""
    error = score("regression", np.abs(truth - predicted))
    r2_low, r2_high = yield from bootstrap_range(lambda rows: _r2(truth[rows], predicted[rows]), len(truth))
    return {
        "id": name, "name": title, "seconds": seconds, "error": error.value, "low": error.low, "high": error.high,
        "r2": _r2(truth, predicted), "r2_low": r2_low, "r2_high": r2_high, "predicted": predicted.tolist(),
    }  # fmt: skip


def _r2(truth: np.ndarray, predicted: np.ndarray) -> float:
    """Return the share of the variance that is explained."""
    return float(1 - np.square(truth - predicted).mean() / truth.var())
