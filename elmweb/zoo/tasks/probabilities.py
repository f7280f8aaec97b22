"""Logits as calibrated probabilities, the most probable classes, and the answer that follows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from elmweb.formatting import percent, probability, quoted
from elmweb.words.engine import zoo_tasks as words
from elmweb.zoo.manifest import ModelCard
from elmweb.zoo.tasks import Answer

__all__ = ["calibrated", "judged", "ranked", "softmax"]


def calibrated(card: ModelCard, logits: np.ndarray) -> np.ndarray:
    """Return the probabilities of a classifier.

    Parameters
    ----------
    card : ModelCard
        ``settings`` may have a ``temperature``, which was fitted on held-out rows; 1 if it has none.
    logits : ndarray
        Its output, along the last axis.

    Returns
    -------
    ndarray of the same shape, float64
        They add up to 1 along the last axis.
    """
    return softmax(np.asarray(logits, dtype=float) / card.settings.get("temperature", 1.0))


def judged(card: ModelCard, logits: np.ndarray) -> Answer:
    """Return the answer of a classifier for one input.

    Parameters
    ----------
    card : ModelCard
        ``labels``, and in ``settings`` perhaps ``temperature`` and ``sure_from``, the probability below which no class
        is named.
    logits : ndarray of shape (n_classes,)
        Its output.

    Returns
    -------
    Answer
        ``headline``, ``bars``, and ``sure``, or a note on why it is not sure.
    """
    best = ranked(card.labels, calibrated(card, logits))
    name, sure = best[0]
    limit = card.settings.get("sure_from", 0.0)
    if sure >= limit:
        return {"headline": name, "sure": sure, "bars": best}
    note = words.likeliest(quoted(name), probability(sure), percent(limit))
    return {"headline": words.NOT_SURE, "bars": best, "notes": [note]}


def softmax(logits: np.ndarray) -> np.ndarray:
    """Return probabilities that add up to 1 along the last axis.

    Parameters
    ----------
    logits : ndarray
        Any finite numbers.

    Returns
    -------
    ndarray of the same shape, float64
        ``exp(logits) / sum(exp(logits))``, without overflow.

    Examples
    --------
    >>> import numpy as np
    >>> softmax(np.array([1000.0, 1000.0]))
    array([0.5, 0.5])
    """
    powers = np.exp(np.asarray(logits, dtype=float) - np.max(logits, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def ranked(labels: Sequence[str], probabilities: np.ndarray, most: int = 10) -> list[tuple[str, float]]:
    """Return labels with their probabilities, the most probable first.

    Parameters
    ----------
    labels : sequence of str
        Of the classes.
    probabilities : ndarray of shape (n_classes,)
        Of the classes.
    most : int, default=10
        How many to return.

    Returns
    -------
    list of (str, float)
        Equal probabilities stay in the order of the classes.

    Examples
    --------
    >>> import numpy as np
    >>> ranked(["no", "yes"], np.array([0.25, 0.75]))
    [('yes', 0.75), ('no', 0.25)]
    """
    order = np.argsort(-np.asarray(probabilities), kind="stable")[:most]
    return [(labels[int(at)], float(probabilities[at])) for at in order]
