"""Health: heart beats beside an LSTM, cells beside a network, and images that somebody brings beside a CNN."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from elmweb.backprop import CNNClassifier, MLPClassifier
from elmweb.estimators import ELMClassifier, iter_fit
from elmweb.evaluation.scores import lead, score
from elmweb.exceptions import SettingsError
from elmweb.studies.desk import Desk, Report
from elmweb.studies.jobs.common import Scale, chosen, iter_at_once, iter_clocked, iter_epochs, telling
from elmweb.studies.jobs.medmnist import read_medmnist
from elmweb.words.engine import common, studies_jobs as words

__all__ = ["STEP", "run"]

STEP = 1 / 16
"""What one step of the stored signals is, in standard deviations."""

_KINDS = 5  # of beats: normal, R-on-T premature, premature ventricular, supraventricular or ectopic, unclassified
_UNITS = 512
_BATCH = 50
_MOST_MISSED = 8
_FOLDS, _CELL_UNITS = 10, 128
_CELL_HIDDEN, _CELL_EPOCHS, _CELL_BATCH = 32, 40, 32
_IMAGE_UNITS = 1_000
_FILTERS, _DENSE, _IMAGE_EPOCHS, _IMAGE_PATIENCE = (8, 16), 64, 15, 2
_READ_AT_ONCE = 500


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
        ``n_learn``, ``n_judge``, ``learned`` and ``judged`` (beats of each kind), ``models``: a dict each
        with ``id``, ``name``, ``right`` with ``low`` and ``high`` (in percent), ``found`` (right beats of each kind)
        and ``seconds`` (of training for the ELM, of answering for the LSTM);
        ``lead`` ({"by", "clear"}) of the first over
        the second; and ``missed``: ``values`` and ``kind`` of beats that the ELM misses, rare kinds first, with what
        each model ``said``.
    """
    n_learn = chosen(asked, "n_learn", (4_000, 1_000, 250))
    weights = chosen(asked, "weights", ("alike", "rare"))
    report(words.LOADING_BEATS, 0.0)
    with np.load(await desk.file("jobs/beats.npz")) as file:
        X, y, X_judge, truth = (file[name] for name in ("X_train", "y_train", "X_test", "y_test"))
    X, y, X_judge, truth = X[:n_learn] * STEP, y[:n_learn].astype(int), X_judge * STEP, truth.astype(int)
    report(words.TRAINING_ELM, 0.05)
    elm = ELMClassifier(_UNITS, class_weight="balanced" if weights == "rare" else None, random_state=0)
    elm, seconds = await desk.drive(iter_clocked(iter_fit(elm, X, y)))
    said = await desk.drive(iter_at_once(lambda: elm.predict(X_judge)))
    models = [_counted("elm", words.elm(_UNITS), seconds, truth, said)]
    answer = {
        "n_learn": len(y), "n_judge": len(truth), "learned": _counts(y), "judged": _counts(truth), "models": models,
        "lead": None, "missed": [],
    }  # fmt: skip
    report(words.LOADING_LSTM, 0.4, answer)
    theirs, milliseconds = [], 0.0
    for start in range(0, len(truth), _BATCH):
        feeds = {"beat": X_judge[start : start + _BATCH].astype(np.float32)}
        found = await desk.model("lstm-ecg", {"feeds": feeds, "outputs": ["logits"]})
        theirs.append(found["answer"]["outputs"]["logits"].argmax(axis=1))
        milliseconds += found["milliseconds"]
        report(words.ASKING_LSTM, 0.4 + 0.6 * start / len(truth))
    other = np.concatenate(theirs)
    models.append(_counted("lstm", words.LSTM, milliseconds / 1_000, truth, other))
    ahead = lead("multiclass", (said == truth).astype(float), (other == truth).astype(float))
    answer["lead"] = {"by": ahead.by, "clear": ahead.clear}
    answer["missed"] = _missed(X_judge, truth, said, other)
    return answer


def _counts(y: np.ndarray) -> list[int]:
    return np.bincount(y, minlength=_KINDS).tolist()


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
    for kind in range(_KINDS):
        own = wrong[truth[wrong] == kind]
        rank[own] = np.arange(len(own))
    order = sorted(wrong, key=lambda at: (rank[at], (truth == truth[at]).sum()))
    return [
        {"values": X[at].round(2).tolist(), "kind": int(truth[at]), "said": [int(said[at]), int(other[at])]}
        for at in order[:_MOST_MISSED]
    ]


async def cells(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:  # noqa: ARG001  nothing to choose
    """Let ten ELMs judge cells, each those that it has not learned from, beside logistic regression and networks.

    Returns
    -------
    dict
        ``n_malignant``, ``n_benign``, ``n_folds``, and ``models``: a dict each with ``id``, ``name``, ``right`` with
        ``low`` and ``high`` (in percent), ``missed`` (malignant ones called benign), ``false`` (the other way round),
        ``seconds`` of all trainings, and ``lead`` of the ELM over it, as in :func:`beats`; None for the ELM itself.
    """
    report(words.LOADING_CELLS, 0.0)
    dataset = await desk.dataset("breast-cancer")
    X, y = dataset.X.to_numpy(dtype=np.float64), (np.asarray(dataset.y).astype(str) == "malignant").astype(int)
    makers: dict[str, tuple[str, Callable[[], Any], float]] = {
        "elm": (words.elm(_CELL_UNITS), lambda: ELMClassifier(_CELL_UNITS, random_state=0), 0.02),
        "linear": (words.LOGISTIC_REGRESSION, lambda: LogisticRegression(max_iter=1_000), 0.1),
        "mlp": (words.network([_CELL_HIDDEN]), _cell_network, 0.2),
    }
    models: list[dict[str, Any]] = []
    answer = {
        "n_malignant": int(y.sum()), "n_benign": int((y == 0).sum()), "n_folds": _FOLDS, "models": models,
    }  # fmt: skip
    ends = [*[start for *_, start in makers.values()][1:], 1.0]
    ours = np.zeros(0)
    for (name, (title, make, start)), end in zip(makers.items(), ends, strict=True):
        doing = words.TEN_TIMES[name]
        report(doing, start, answer if models else None)
        said, seconds = await desk.drive(_crossed(make, X, y), telling(report, doing, start, end))
        right = (said == y).astype(float)
        ours = ours if models else right
        found, ahead = score("binary", right), lead("binary", ours, right) if models else None
        models.append(
            {
                "id": name, "name": title, "right": found.value, "low": found.low, "high": found.high,
                "missed": int(((said == 0) & (y == 1)).sum()), "false": int(((said == 1) & (y == 0)).sum()),
                "seconds": seconds, "lead": {"by": ahead.by, "clear": ahead.clear} if ahead else None,
            }
        )  # fmt: skip
    return answer


def _cell_network() -> MLPClassifier:
    """Return the network that judges cells, untrained."""
    return MLPClassifier((_CELL_HIDDEN,), max_iter=_CELL_EPOCHS, batch_size=_CELL_BATCH, random_state=0)


def _crossed(make: Callable[[], Any], X: np.ndarray, y: np.ndarray) -> Generator[float, None, tuple[np.ndarray, float]]:
    """Return what models say about rows that they have not learned from, and the seconds of all trainings."""
    said, seconds = np.zeros(len(y), int), 0.0
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    for number, (learn, judge) in enumerate(folds.split(X, y)):
        scale = Scale(X[learn])
        model = make()
        rows, truth = scale(X[learn]), y[learn]
        steps = iter_epochs(model, rows, truth) if hasattr(model, "iter_fit") else _at_once(model, rows, truth)
        training = iter_clocked(steps)
        while True:
            try:
                done = next(training)
            except StopIteration as end:
                seconds += end.value[1]
                break
            yield (number + done) / _FOLDS
        said[judge] = model.predict(scale(X[judge]))
    return said, seconds


def _at_once(model: Any, X: np.ndarray, y: np.ndarray) -> Generator[float, None, Any]:
    """Train a model that has no epochs."""
    yield 0.0
    return model.fit(X, y)


async def own(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Train an ELM whose units look at parts of images, and a small CNN, on a MedMNIST file of somebody's own.

    Returns
    -------
    dict
        ``name``, ``n_learn``, ``n_judge``, ``n_left`` (images to learn from that were left out), ``shape``,
        ``classes`` (labels), ``floor`` (in percent, the most common label always), ``judged`` (images of each class),
        ``lead`` as in :func:`beats`, and ``models``: a dict each with ``id``, ``name``, ``right`` with ``low`` and
        ``high`` (in percent), ``seconds``, and ``found`` (right images of each class). Without the CNN while it trains.
    """
    source = asked.get("source")
    if not isinstance(source, dict) or not {"path", "bytes"} & source.keys():
        raise SettingsError(words.NO_FILE, rule=words.A_MEDMNIST_FILE, value=common.NOTHING)
    report(words.READING_IMAGES, 0.0)
    images = await desk.drive(iter_at_once(lambda: read_medmnist(source)))
    truth = images.y_judge
    labels = np.unique(np.concatenate([images.y, truth]))
    most = labels[np.argmax([(images.y == label).sum() for label in labels])]
    models: list[dict[str, Any]] = []
    answer = {
        "name": str(source.get("name", words.THE_FILE)), "n_learn": len(images.y), "n_judge": len(truth),
        "n_left": images.n_left, "shape": list(images.shape), "classes": [int(label) for label in labels],
        "floor": float(100 * (truth == most).mean()),
        "judged": [int((truth == label).sum()) for label in labels], "models": models, "lead": None,
    }  # fmt: skip

    def judge(name: str, title: str, seconds: float, right: np.ndarray) -> None:
        found = score("multiclass", right.astype(float))
        models.append(
            {
                "id": name, "name": title, "right": found.value, "low": found.low, "high": found.high,
                "seconds": seconds, "found": [int((right & (truth == label)).sum()) for label in labels],
            }
        )  # fmt: skip

    report(words.TRAINING_ELM, 0.1)
    elm = ELMClassifier(_IMAGE_UNITS, hidden_weights="rf-ciw", image_shape=images.shape, random_state=0)
    elm, seconds = await desk.drive(iter_clocked(iter_fit(elm, images.X, images.y)))
    report(words.JUDGING_ELM, 0.35)
    ours = await desk.drive(iter_at_once(lambda: elm.predict(images.X_judge))) == truth
    judge("elm", words.elm_of_parts(_IMAGE_UNITS), seconds, ours)
    report(words.TRAINING_CNN, 0.4, answer)
    network = CNNClassifier(
        images.shape, filters=_FILTERS, hidden_layer_sizes=(_DENSE,), max_iter=_IMAGE_EPOCHS, early_stopping=True,
        n_iter_no_change=_IMAGE_PATIENCE, random_state=0,
    )  # fmt: skip
    network, seconds = await desk.drive(
        iter_clocked(iter_epochs(network, _pixels(images.X), images.y)),
        telling(report, words.TRAINING_CNN, 0.4, 0.9),
    )
    report(words.JUDGING_CNN, 0.9)
    theirs = await desk.drive(_read_by(network, images.X_judge)) == truth
    judge("cnn", words.cnn(_FILTERS), seconds, theirs)
    ahead = lead("multiclass", ours.astype(float), theirs.astype(float))
    answer["lead"] = {"by": ahead.by, "clear": ahead.clear}
    return answer


def _pixels(images: np.ndarray) -> np.ndarray:
    """Return images from 0 to 1, as a network takes them."""
    return images.astype(np.float32) / 255


def _read_by(network: CNNClassifier, images: np.ndarray) -> Generator[None, None, np.ndarray]:
    """Return the labels that a network reads, a part of the images at a time."""
    read = []
    for start in range(0, len(images), _READ_AT_ONCE):
        read.append(network.predict(_pixels(images[start : start + _READ_AT_ONCE])))
        yield
    return np.concatenate(read)
