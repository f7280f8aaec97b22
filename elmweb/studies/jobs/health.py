"""Health: heart beats of five kinds beside an LSTM, cells beside logistic regression, and images somebody brings."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from elmweb.estimators import ELMClassifier, iter_fit
from elmweb.evaluation.scores import lead, score
from elmweb.exceptions import SettingsError
from elmweb.studies.desk import Desk, Report
from elmweb.studies.jobs.common import Scale, chosen, iter_at_once, iter_clocked
from elmweb.studies.jobs.medmnist import read_medmnist

__all__ = ["KINDS", "STEP", "run"]

KINDS = ("normal", "R-on-T premature", "premature ventricular", "supraventricular or ectopic", "unclassified")
"""Of the beats, as the zoo's LSTM names them, shorter."""

STEP = 1 / 16
"""What one step of the stored signals is, in standard deviations."""

_UNITS = 512
_BATCH = 50
_MOST_MISSED = 8
_FOLDS, _CELL_UNITS = 10, 128
_IMAGE_UNITS = 1_000


async def run(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Do one of the three parts.

    Parameters
    ----------
    asked : dict
        ``part``: "beats" with ``n_learn`` and ``weights``, "cells", or "own" with the ``source`` of a MedMNIST file.
    desk : Desk
        Brings the data and asks the LSTM.
    report : callable
        Shows how far it is.

    Returns
    -------
    dict
        See :func:`beats`, :func:`cells` and :func:`own`.
    """
    parts = {"beats": beats, "cells": cells, "own": own}
    return await parts[chosen(asked, "part", tuple(parts))](asked, desk, report)


async def beats(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Train an ELM on heart beats, and ask the LSTM about the same held-out beats.

    Returns
    -------
    dict
        ``n_learn``, ``n_judge``, ``learned`` and ``judged`` (beats of each of :data:`KINDS`), ``models``: a dict each
        with ``id``, ``name``, ``right`` with ``low`` and ``high`` (in 100), ``found`` (right beats of each kind) and
        ``seconds`` (of training for the ELM, of answering for the LSTM); ``lead`` ({"by", "clear"}) of the first over
        the second; and ``missed``: ``values`` and ``kind`` of beats that the ELM misses, rare kinds first, with what
        each model ``said``.
    """
    n_learn = chosen(asked, "n_learn", (4_000, 1_000, 250))
    weights = chosen(asked, "weights", ("alike", "rare"))
    report("Bringing the beats", 0.0)
    with np.load(await desk.file("jobs/beats.npz")) as file:
        X, y, X_judge, truth = (file[name] for name in ("X_train", "y_train", "X_test", "y_test"))
    X, y, X_judge, truth = X[:n_learn] * STEP, y[:n_learn].astype(int), X_judge * STEP, truth.astype(int)
    report("Training the ELM", 0.05)
    elm = ELMClassifier(_UNITS, class_weight="balanced" if weights == "rare" else None, random_state=0)
    elm, seconds = await desk.drive(iter_clocked(iter_fit(elm, X, y)))
    said = await desk.drive(iter_at_once(lambda: elm.predict(X_judge)))
    models = [_counted("elm", f"ELM, {_UNITS} units", seconds, truth, said)]
    answer = {
        "n_learn": len(y), "n_judge": len(truth), "learned": _counts(y), "judged": _counts(truth), "models": models,
        "lead": None, "missed": [],
    }  # fmt: skip
    report("Bringing the LSTM", 0.4, answer)
    theirs, milliseconds = [], 0.0
    for start in range(0, len(truth), _BATCH):
        feeds = {"beat": X_judge[start : start + _BATCH].astype(np.float32)}
        found = await desk.model("lstm-ecg", {"feeds": feeds, "outputs": ["logits"]})
        theirs.append(found["answer"]["outputs"]["logits"].argmax(axis=1))
        milliseconds += found["milliseconds"]
        report("Asking the LSTM", 0.4 + 0.6 * start / len(truth))
    other = np.concatenate(theirs)
    models.append(_counted("lstm", "LSTM, from Models", milliseconds / 1_000, truth, other))
    ahead = lead("multiclass", (said == truth).astype(float), (other == truth).astype(float))
    answer["lead"] = {"by": ahead.by, "clear": ahead.clear}
    answer["missed"] = _missed(X_judge, truth, said, other)
    return answer


def _counts(y: np.ndarray) -> list[int]:
    return np.bincount(y, minlength=len(KINDS)).tolist()


def _counted(name: str, title: str, seconds: float, truth: np.ndarray, said: np.ndarray) -> dict[str, Any]:
    """Return how often a model is right, in all and of each kind."""
    right = said == truth
    found = score("multiclass", right.astype(float))
    return {
        "id": name, "name": title, "seconds": seconds, "right": found.value, "low": found.low, "high": found.high,
        "found": _counts(truth[right]),
    }  # fmt: skip


def _missed(X: np.ndarray, truth: np.ndarray, said: np.ndarray, other: np.ndarray) -> list[dict[str, Any]]:
    """Return beats that the ELM misses: of each kind by turns, the rarest first."""
    rank = np.zeros(len(truth), int)
    wrong = np.flatnonzero(said != truth)
    for kind in range(len(KINDS)):
        own = wrong[truth[wrong] == kind]
        rank[own] = np.arange(len(own))
    order = sorted(wrong, key=lambda at: (rank[at], (truth == truth[at]).sum()))
    return [
        {"values": X[at].round(2).tolist(), "kind": int(truth[at]), "said": [int(said[at]), int(other[at])]}
        for at in order[:_MOST_MISSED]
    ]


async def cells(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:  # noqa: ARG001  nothing to choose
    """Let ten ELMs judge cells, each those that it has not learned from, beside logistic regression.

    Returns
    -------
    dict
        ``n_malignant``, ``n_benign``, ``n_folds``, ``lead`` as in :func:`beats`, and ``models``: a dict each with
        ``id``, ``name``, ``missed`` (malignant ones called benign), ``false`` (the other way round) and ``seconds`` of
        all trainings.
    """
    report("Bringing the cells", 0.0)
    dataset = await desk.dataset("breast-cancer")
    X, y = dataset.X.to_numpy(dtype=np.float64), (np.asarray(dataset.y).astype(str) == "malignant").astype(int)
    makers = {
        "elm": (f"ELM, {_CELL_UNITS} units", lambda: ELMClassifier(_CELL_UNITS, random_state=0)),
        "linear": ("Logistic regression", lambda: LogisticRegression(max_iter=1_000)),
    }
    models, right = [], []
    for number, (name, (title, make)) in enumerate(makers.items()):
        steps = _crossed(make, X, y)
        doing = f"Training {'the ELM' if name == 'elm' else 'logistic regression'} on nine tenths, ten times"
        start = 0.05 + 0.45 * number
        said, seconds = await desk.drive(
            steps, lambda done, start=start, doing=doing: report(doing, start + 0.45 * done)
        )
        missed, false = int(((said == 0) & (y == 1)).sum()), int(((said == 1) & (y == 0)).sum())
        models.append({"id": name, "name": title, "missed": missed, "false": false, "seconds": seconds})
        right.append((said == y).astype(float))
    ahead = lead("binary", *right)
    return {
        "n_malignant": int(y.sum()), "n_benign": int((y == 0).sum()), "n_folds": _FOLDS, "models": models,
        "lead": {"by": ahead.by, "clear": ahead.clear},
    }  # fmt: skip


def _crossed(make: Any, X: np.ndarray, y: np.ndarray) -> Generator[float, None, tuple[np.ndarray, float]]:
    """Return what models say about rows that they have not learned from, and the seconds of all trainings."""
    said, seconds = np.zeros(len(y), int), 0.0
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    for number, (learn, judge) in enumerate(folds.split(X, y)):
        scale = Scale(X[learn])
        model = make()
        training = iter_clocked(iter_at_once(lambda: model.fit(scale(X[learn]), y[learn])))  # noqa: B023  used at once
        while True:
            try:
                next(training)
            except StopIteration as end:
                seconds += end.value[1]
                break
            yield number / _FOLDS
        said[judge] = model.predict(scale(X[judge]))
    return said, seconds


async def own(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Train an ELM whose units look at parts of images on a MedMNIST file of somebody's own.

    Returns
    -------
    dict
        ``name``, ``n_learn``, ``n_judge``, ``n_left`` (images to learn from that were left out), ``shape``,
        ``classes`` (labels), ``right`` with ``low`` and ``high`` (in 100), ``floor`` (the most common label always),
        ``seconds``, ``found`` and ``judged`` (right images, and images, of each class).
    """
    source = asked.get("source")
    if not isinstance(source, dict) or not {"path", "bytes"} & source.keys():
        raise SettingsError("No file was brought.", rule="a MedMNIST file, .npz", value="nothing")
    report("Reading the images", 0.0)
    images = await desk.drive(iter_at_once(lambda: read_medmnist(source)))
    report("Training the ELM", 0.2)
    elm = ELMClassifier(_IMAGE_UNITS, hidden_weights="rf-ciw", image_shape=images.shape, random_state=0)
    elm, seconds = await desk.drive(iter_clocked(iter_fit(elm, images.X, images.y)))
    report("Judging the ELM", 0.9)
    said = await desk.drive(iter_at_once(lambda: elm.predict(images.X_judge)))
    right = said == images.y_judge
    found = score("multiclass", right.astype(float))
    labels = np.unique(np.concatenate([images.y, images.y_judge]))
    most = labels[np.argmax([(images.y == label).sum() for label in labels])]
    return {
        "name": str(source.get("name", "the file")), "n_learn": len(images.y), "n_judge": len(right),
        "n_left": images.n_left, "shape": list(images.shape), "classes": [int(label) for label in labels],
        "right": found.value, "low": found.low, "high": found.high, "seconds": seconds,
        "floor": float(100 * (images.y_judge == most).mean()),
        "found": [int((right & (images.y_judge == label)).sum()) for label in labels],
        "judged": [int((images.y_judge == label).sum()) for label in labels],
    }  # fmt: skip
