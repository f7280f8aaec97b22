"""LeCun and others, 1998: MNIST by a small convolutional network, trained by backpropagation."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

import numpy as np

from elmweb.backprop import CNNClassifier
from elmweb.formatting import quantity
from elmweb.studies.desk import Desk, Report
from elmweb.studies.papers.clock import Clock
from elmweb.studies.papers.mnist import MNIST_RULES, checked, fetch_images
from elmweb.words.engine import studies_papers as words

__all__ = ["RATES", "run_network"]

RATES = (0.002, 0.001, 0.001, 0.0005, 0.0002)
"""Learning rate of each epoch; smaller steps at the end settle what the large ones have found."""

_SIDE, _FILTERS, _UNITS, _BATCH = 28, (8, 16), 64, 128
_AT_A_TIME = 8 * _BATCH  # images in one step, after which the page may show something or stop it
_FETCHED = 0.1  # share of the progress that fetching has


async def run_network(settings: Mapping[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Train a convolutional network.

    Parameters
    ----------
    settings : mapping
        ``n_images`` and ``seed``.
    desk : Desk
        Brings the parts of MNIST.
    report : callable
        Shows what is done.

    Returns
    -------
    dict
        As :func:`elmweb.studies.papers.run` returns it, with one run, whose ``scores`` are those after each epoch.
    """
    rules = {name: MNIST_RULES[name] for name in ("n_images", "seed")}
    asked = checked(settings, rules, {"n_images": 10_000, "seed": 0})
    X, y, X_test, y_test = await fetch_images(asked["n_images"], desk, lambda text, at: report(text, at * _FETCHED))
    X, X_test = (images.reshape(len(images), -1) / np.float32(255) for images in (X, X_test))
    training, testing, scores = Clock(), Clock(), []
    model = CNNClassifier(
        (_SIDE, _SIDE), filters=_FILTERS, hidden_layer_sizes=(_UNITS,), batch_size=_BATCH, random_state=asked["seed"]
    )
    orders = np.random.default_rng(asked["seed"])
    for epoch, rate in enumerate(RATES):

        def show(done: float, epoch: int = epoch) -> None:
            fraction = _FETCHED + (1 - _FETCHED) * (epoch + done) / len(RATES)
            number, n_all = epoch + 1, len(RATES)
            score = f"{quantity(scores[-1], 4)}" if scores else ""
            report(words.epoch_after(number, n_all, score, epoch) if score else words.epoch(number, n_all), fraction)

        await desk.drive(training.time(_iter_epoch(model, X, y, orders.permutation(len(X)), rate)), show)
        predicted = await desk.drive(testing.time(_iter_predict(model, X_test)))
        scores.append(100 * float(np.mean(predicted == y_test)))
    seconds = {"seconds": training.seconds, "predict_seconds": testing.seconds / len(RATES)}
    return {"runs": [{"name": "cnn", "scores": scores, **seconds}], **asked}


def _iter_epoch(
    model: CNNClassifier, X: np.ndarray, y: np.ndarray, order: np.ndarray, rate: float
) -> Generator[float, None, None]:
    """Learn from all images once, in a given order; yield the share that is done."""
    model.learning_rate_init = rate
    if hasattr(model, "network_"):
        model.network_.optimizer.learning_rate = rate
    for start in range(0, len(order), _AT_A_TIME):
        rows = order[start : start + _AT_A_TIME]
        model.partial_fit(X[rows], y[rows], classes=np.arange(10))
        yield (start + len(rows)) / len(order)


def _iter_predict(model: CNNClassifier, X: np.ndarray) -> Generator[float, None, np.ndarray]:
    """Predict some images at a time; yield the share that is done."""
    found = []
    for start in range(0, len(X), _AT_A_TIME):
        found.append(model.predict(X[start : start + _AT_A_TIME]))
        yield min(1.0, (start + _AT_A_TIME) / len(X))
    return np.concatenate(found)
