"""Science: which molecules bind to a protein, from numbers and structural keys that were computed of their structure.

References
----------
van Tilborg, Alenicheva, Grisoni (2022). Exposing the limitations of molecular machine learning with activity cliffs.
Journal of Chemical Information and Modeling 62(23). doi:10.1021/acs.jcim.2c01073
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

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

__all__ = ["FIRM", "SEEN", "activity"]

FIRM = (100, 1_000, 10, 1)
"""The inhibition constants, in nM, up to which a molecule may be called active."""

SEEN = ("both", "numbers")
"""What the models see: the descriptors and the structural keys, or the descriptors alone."""

_UNITS, _HIDDEN, _EPOCHS, _PATIENCE = 512, (64, 32), 200, 20


async def activity(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Train an ELM, logistic regression and a network on the published training molecules; the others judge.

    Parameters
    ----------
    asked : dict
        ``firm``, one of :data:`FIRM`, and ``seen``, one of :data:`SEEN`.
    desk : Desk
        Brings the molecules.
    report : callable
        Shows how far it is.

    Returns
    -------
    dict
        ``n_learn``, ``n_judge``, ``n_active`` (among those that judge), ``share``, ``firm``, ``n_inputs``,
        ``descriptors`` (names), ``models``: a dict each with ``id``, ``name``, ``seconds``, ``auc`` with ``auc_low``
        and ``auc_high``, ``average`` (precision) with ``low`` and ``high``, ``curve`` (``recall``, ``precision``) and
        ``predicted`` (probabilities); and, once all are trained, ``molecules`` in their order: a dict each with
        ``ki``, ``smiles``, ``values``, ``atoms`` and ``bonds``.
    """
    firm, seen = chosen(asked, "firm", FIRM), chosen(asked, "seen", SEEN)
    report(words.LOADING_MOLECULES, 0.0)
    with np.load(await desk.file("jobs/activity.npz")) as file:
        data = {name: file[name] for name in file.files}
    n = int(data["n_learn"])
    keys = np.unpackbits(data["keys"], axis=1)[:, : 166 if seen == "both" else 0]
    inputs, active = np.hstack([data["values"], keys]).astype(np.float64), (data["ki"] <= firm).astype(np.intp)
    scale = Scale(inputs[:n])
    X, y, X_judge, truth = scale(inputs[:n]), active[:n], scale(inputs[n:]), active[n:]
    models: list[dict[str, Any]] = []
    answer = {
        "n_learn": n, "n_judge": len(truth), "n_active": int(truth.sum()), "share": float(truth.mean()), "firm": firm,
        "n_inputs": inputs.shape[1], "descriptors": data["descriptors"].tolist(), "models": models,
        "molecules": [],
    }  # fmt: skip

    async def judge(name: str, title: str, fitted: tuple[Any, float]) -> None:
        models.append(await desk.drive(_judged(name, title, fitted, X_judge, truth)))

    elm = ELMClassifier(_UNITS, random_state=0)
    report(words.TRAINING_ELM, 0.05)
    await judge("elm", words.elm(_UNITS), await desk.drive(iter_clocked(iter_fit(elm, X, y))))
    logistic = LogisticRegression(max_iter=1_000)
    report(words.TRAINING_LOGISTIC, 0.3, answer)
    fitted = await desk.drive(iter_clocked(iter_at_once(lambda: logistic.fit(X, y))))
    await judge("linear", words.LOGISTIC_REGRESSION, fitted)
    network = MLPClassifier(
        _HIDDEN, max_iter=_EPOCHS, early_stopping=True, n_iter_no_change=_PATIENCE, random_state=0
    )  # fmt: skip
    report(words.TRAINING_NETWORK, 0.5, answer)
    steps = iter_clocked(iter_epochs(network, X, y))
    fitted = await desk.drive(steps, telling(report, words.TRAINING_NETWORK, 0.5, 0.9))
    await judge("mlp", words.network(_HIDDEN), fitted)
    answer["molecules"] = _molecules(data)
    return answer


def _judged(
    name: str, title: str, fitted: tuple[Any, float], X: np.ndarray, y: np.ndarray
) -> Generator[None, None, dict[str, Any]]:
    """Return everything that is said about a model."""
    model, seconds = fitted
    scores = yield from iter_at_once(lambda: model.predict_proba(X)[:, 1].astype(np.float64))
    auc = yield from bootstrap_range(lambda rows: _auc(y[rows], scores[rows]), len(y))
    low, high = yield from bootstrap_range(lambda rows: _average(y[rows], scores[rows]), len(y))
    return {
        "id": name, "name": title, "seconds": seconds, "auc": _auc(y, scores), "auc_low": auc[0], "auc_high": auc[1],
        "average": _average(y, scores), "low": low, "high": high, "curve": precision_recall(y, scores),
        "predicted": scores.tolist(),
    }  # fmt: skip


def _auc(y: np.ndarray, scores: np.ndarray) -> float:
    """Return the AUC; by 0.5 when only one kind of molecule was drawn."""
    return float(roc_auc_score(y, scores)) if 0 < y.sum() < len(y) else 0.5


def _average(y: np.ndarray, scores: np.ndarray) -> float:
    return float(average_precision_score(y, scores)) if y.any() else 0.0


def _molecules(data: dict[str, np.ndarray]) -> list[dict[str, Any]]:
    """Return the molecules that judge, with their drawings."""
    n = int(data["n_learn"])
    labels, places = data["labels"].tolist(), (data["place"] / 100).tolist()
    atoms = [[labels[which], *place] for which, place in zip(data["label"], places, strict=True)]
    bonds = data["bonds"].tolist()
    ends = [np.cumsum(data[name], dtype=int)[:-1] for name in ("n_atoms", "n_bonds")]
    parts = [_cut(rows, at.tolist()) for rows, at in zip((atoms, bonds), ends, strict=True)]
    texts = data["smiles"].tobytes().decode().split("\n")
    values = data["values"][n:].astype(float).round(4).tolist()
    return [
        {"ki": ki, "smiles": smiles, "values": row, "atoms": own, "bonds": lines}
        for ki, smiles, row, own, lines in zip(data["ki"][n:].tolist(), texts, values, *parts, strict=True)
    ]


def _cut(rows: list[Any], ends: list[int]) -> list[list[Any]]:
    return [rows[start:end] for start, end in zip([0, *ends], [*ends, len(rows)], strict=True)]
