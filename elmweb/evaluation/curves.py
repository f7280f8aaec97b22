"""Tables and curves about the predictions of a model: errors and calibration."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.metrics import (
    average_precision_score,
    confusion_matrix,
    f1_score,
    log_loss,
    mean_squared_error,
    precision_recall_curve,
    r2_score,
    roc_auc_score,
    roc_curve,
)

from elmweb.formatting import in_100, quantity, quoted, score
from elmweb.words.engine import evaluation_scores as words

__all__ = ["calibration", "confusion", "label_scores", "measures", "precision_recall", "residuals", "roc"]

MAX_POINTS = 500
MAX_CLASSES = 20
MAX_RESIDUALS = 2_000
MIN_CALIBRATION_ROWS = 30
N_BINS = 10


def confusion(truth: np.ndarray, predicted: np.ndarray, classes: tuple[str, ...]) -> dict[str, Any]:
    """Count each pair of true and predicted class.

    Parameters
    ----------
    truth, predicted : ndarray of str (n,)
        Classes.
    classes : tuple of str
        All classes, in display order.

    Returns
    -------
    dict
        ``labels`` and ``counts`` (a row per true class); beyond 20 classes the rarest are merged.
    """
    labels = list(classes)
    if len(labels) > MAX_CLASSES:
        often = sorted(labels, key=lambda label: -int((truth == label).sum()))[: MAX_CLASSES - 1]
        others = words.other_classes(len(labels) - len(often))
        truth, predicted = (np.where(np.isin(y, often), y, others) for y in (truth, predicted))
        labels = [label for label in labels if label in often] + [others]
    return {"labels": labels, "counts": confusion_matrix(truth, predicted, labels=labels).tolist()}


def roc(truth: np.ndarray, probability: np.ndarray, positive: str) -> dict[str, Any] | None:
    """Return the ROC curve of one class against the other.

    Parameters
    ----------
    truth : ndarray of str (n,)
        Classes.
    probability : ndarray of float (n,)
        Probability of `positive`.
    positive : str
        The positive class.

    Returns
    -------
    dict or None
        ``fpr``, ``tpr``, ``auc`` and ``sentence``; None when there is only one class.
    """
    hit = truth == positive
    if hit.all() or not hit.any():
        return None
    fpr, tpr, _ = roc_curve(hit, probability)
    at = _thin(len(fpr))
    area = float(roc_auc_score(hit, probability))
    sentence = words.ranked_higher(quoted(positive), in_100(area), score(area, 3))
    return {"fpr": fpr[at], "tpr": tpr[at], "auc": area, "sentence": sentence}


def precision_recall(truth: np.ndarray, probability: np.ndarray, positive: str) -> dict[str, Any] | None:
    """Return the precision-recall curve of one class.

    Parameters
    ----------
    truth : ndarray of str (n,)
        Classes.
    probability : ndarray of float (n,)
        Probability of `positive`.
    positive : str
        The positive class.

    Returns
    -------
    dict or None
        ``recall``, ``precision``, ``average`` and ``sentence``; None when there is only one class.
    """
    hit = truth == positive
    if hit.all() or not hit.any():
        return None
    precision, recall, _ = precision_recall_curve(hit, probability)
    at = _thin(len(recall))
    average = float(average_precision_score(hit, probability))
    sentence = words.share_of_answer(quoted(positive), in_100(hit.mean()))
    return {"recall": recall[at], "precision": precision[at], "average": average, "sentence": sentence}


def residuals(truth: np.ndarray, predicted: np.ndarray) -> dict[str, Any]:
    """Return true and predicted numbers of at most 2,000 evenly spaced rows, for a plot.

    Parameters
    ----------
    truth, predicted : ndarray of float (n,)
        Numbers.

    Returns
    -------
    dict
        ``true`` and ``predicted``.
    """
    at = _thin(len(truth), MAX_RESIDUALS)
    return {"true": truth[at], "predicted": predicted[at]}


def label_scores(truth: np.ndarray, predicted: np.ndarray, labels: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the scores of each label.

    Parameters
    ----------
    truth, predicted : ndarray of int (n, k)
        0 or 1.
    labels : tuple of str
        Names of the columns.

    Returns
    -------
    list of dict
        ``label``, ``right`` (accuracy in percent) and ``f1``.
    """
    return [
        {
            "label": label,
            "right": float(100 * (true == guessed).mean()),
            "f1": float(f1_score(true, guessed, zero_division=0.0)),
        }
        for label, true, guessed in zip(labels, truth.T, predicted.T, strict=True)
    ]


def calibration(right: np.ndarray, confidence: np.ndarray, raw: np.ndarray, *, labels: bool = False) -> dict[str, Any]:
    """Compare the confidence of a model with its accuracy.

    Parameters
    ----------
    right : ndarray of float (n,)
        1 where the prediction was right.
    confidence : ndarray of float (n,)
        Probability of the predicted class.
    raw : ndarray of float (n,)
        The same before calibration.
    labels : bool, default=False
        Whether labels are counted and not rows, for the sentence.

    Returns
    -------
    dict
        ``bins`` ([mean confidence, accuracy, n]), ``ece`` (expected calibration error in percent,
        None with fewer than 30 rows), ``ece_before`` and ``sentence``.

    References
    ----------
    Naeini, Cooper, Hauskrecht (2015). Obtaining well calibrated probabilities using Bayesian binning. AAAI 29.
    """
    if len(right) < MIN_CALIBRATION_ROWS:
        sentence = words.too_few_to_calibrate(len(right), labels=labels)
        return {"bins": [], "ece": None, "ece_before": None, "sentence": sentence}
    bins = _bins(right, confidence)
    after, before = 100 * _gap(bins), 100 * _gap(_bins(right, raw))
    sure, correct = in_100(confidence.mean()), in_100(right.mean())
    sentence = words.calibration(sure, correct, quantity(after, 2), quantity(before, 2), labels=labels)
    return {"bins": bins, "ece": after, "ece_before": before, "sentence": sentence}


def measures(
    task: str, truth: np.ndarray, predicted: np.ndarray, proba: np.ndarray | None, classes: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Return further scores of the model.

    Parameters
    ----------
    task : str
        The kind of task.
    truth, predicted : ndarray (n,) or (n, k)
        Targets and predictions.
    proba : ndarray of float (n, n_classes) or (n, k) or None
        Probabilities; None for regression.
    classes : tuple of str
        Classes in the order of the columns of `proba`.

    Returns
    -------
    list of dict
        ``name``, ``value`` and ``text``, a sentence.
    """
    if task == "regression":
        return _number_measures(truth, predicted)
    if task == "multilabel":
        exact = float((truth == predicted).all(axis=1).mean())
        f1 = float(f1_score(truth, predicted, average="macro", zero_division=0.0))
        return [
            _measure(words.WHOLE_ROWS, 100 * exact, words.whole_rows(in_100(exact))),
            _measure(words.F1, f1, words.MEAN_OVER_LABELS),
        ]
    present = [label for label in classes if (truth == label).any()]
    # The same as balanced_accuracy_score of scikit-learn, which warns about classes that are predicted but absent.
    balanced = float(np.mean([(predicted[truth == label] == label).mean() for label in present]))
    loss = float(log_loss(truth, proba, labels=list(classes)))
    of_equal_chances = quantity(float(np.log(len(classes))))
    return [
        _measure(words.BALANCED, 100 * balanced, words.balanced(in_100(balanced))),
        _measure(words.LOG_LOSS, loss, words.log_loss(of_equal_chances)),
    ]


def _number_measures(truth: np.ndarray, predicted: np.ndarray) -> list[dict[str, Any]]:
    root = float(np.sqrt(mean_squared_error(truth, predicted)))
    found = [_measure(words.ROOT_MEAN_SQUARED_ERROR, root, words.LARGE_ERRORS_WEIGH_MORE)]
    if len(truth) < 2 or np.ptp(truth) == 0:
        return found  # R2 is undefined without variance
    r2 = float(r2_score(truth, predicted))
    text = words.r2_below_0(score(r2)) if r2 < 0 else words.r2(score(r2), in_100(r2))
    return [_measure(words.R2, r2, text), *found]


def _measure(name: str, value: float, text: str) -> dict[str, Any]:
    return {"name": name, "value": float(value), "text": text}


def _bins(right: np.ndarray, confidence: np.ndarray) -> list[list[float]]:
    """Return up to ten bins with equal numbers of rows, by rising confidence."""
    order = np.argsort(confidence, kind="stable")
    n_bins = min(N_BINS, len(order) // 10)
    return [[float(confidence[at].mean()), float(right[at].mean()), len(at)] for at in np.array_split(order, n_bins)]


def _gap(bins: list[list[float]]) -> float:
    """Return the mean distance between confidence and accuracy, weighted by rows."""
    confidences, accuracies, sizes = np.array(bins).T
    return float(np.average(np.abs(confidences - accuracies), weights=sizes))


def _thin(n: int, most: int = MAX_POINTS) -> np.ndarray:
    """Return at most `most` evenly spaced positions out of n, including both ends."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).round().astype(int))
