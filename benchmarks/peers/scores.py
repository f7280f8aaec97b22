"""Accuracy, AUC, log loss and R2 of predictions; needs NumPy and scikit-learn only."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import roc_auc_score

__all__ = ["of_classes", "of_numbers"]

_LEAST = 1e-15  # a probability below which the log loss counts no further


def of_numbers(truth: np.ndarray, predicted: np.ndarray) -> dict[str, float]:
    """Return the R2 of predicted numbers."""
    return {"R2": float(1 - np.mean((truth - predicted) ** 2) / np.var(truth))}


def of_classes(truth: np.ndarray, classes: np.ndarray, proba: np.ndarray) -> dict[str, float]:
    """Return accuracy, AUC and log loss, the latter negative, so that more is better throughout.

    Parameters
    ----------
    truth : ndarray of str (n,)
        Classes; those that were not in the training rows count as wrong, and for the other two scores not at all.
    classes : ndarray of str (k,)
        In the order of the probabilities, sorted.
    proba : ndarray (n, k)
        Probabilities.

    Returns
    -------
    dict of str to float
        The AUC of several classes is the mean of each against the rest.
    """
    order = np.argsort(classes)  # some methods sort 10 behind 9, some behind 1
    classes, proba = classes[order], proba[:, order]
    known = np.isin(truth, classes)
    codes, proba = np.searchsorted(classes, truth[known]), proba[known]
    member = np.eye(len(classes))[codes]
    there = np.ptp(member, axis=0) > 0
    auc = (
        roc_auc_score(codes, proba[:, 1])
        if len(classes) == 2
        else roc_auc_score(member[:, there], proba[:, there], average="macro")
    )
    own = np.clip(proba[np.arange(len(codes)), codes], _LEAST, 1.0)
    return {
        "accuracy": float(np.mean(proba.argmax(axis=1) == codes) * known.mean()),
        "AUC": float(auc),
        "log loss": float(np.log(own).mean()),
    }
