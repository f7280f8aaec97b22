"""Logits as probabilities, and the most probable classes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["ranked", "softmax"]


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
