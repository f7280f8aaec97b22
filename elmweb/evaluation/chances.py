"""What the order and the probabilities of a model are worth, beside how often its answer is right.

References
----------
Hanley, McNeil (1982). The meaning and use of the area under a receiver operating characteristic (ROC) curve. Radiology
143(1). doi:10.1148/radiology.143.1.7063747
"""

from __future__ import annotations

import math

import numpy as np

from elmweb.evaluation.judge import Evaluation
from elmweb.formatting import in_100, quoted
from elmweb.training.model import TrainedModel
from elmweb.words.engine import evaluation_verdict as words

__all__ = ["auc_error", "how_sure", "why_of_use"]

_Z95 = 1.959963984540054
_GAP = 0.05  # between how sure a model is and how often it is right; less is not worth a sentence
_FEWEST = 30
_RARE = 0.25  # of all rows


def auc_error(auc: float, n_yes: float, n_no: float) -> float:
    """Return the standard error of an area under the ROC curve.

    Parameters
    ----------
    auc : float
        The area.
    n_yes, n_no : float
        Numbers of rows of each class.

    Returns
    -------
    float
        By Hanley and McNeil.

    Examples
    --------
    >>> round(auc_error(0.9, 40, 60), 4)
    0.0349
    """
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = auc * (1 - auc) + (n_yes - 1) * (q1 - auc**2) + (n_no - 1) * (q2 - auc**2)
    return math.sqrt(max(0.0, spread) / (n_yes * n_no))


def why_of_use(model: TrainedModel, evaluation: Evaluation) -> str:
    """Return why a model is of use whose answers are not shown to be better than guessing.

    Parameters
    ----------
    model : TrainedModel
        The model.
    evaluation : Evaluation
        What was measured on the test rows.

    Returns
    -------
    str
        Two sentences; empty where neither its order nor its probabilities are clearly better than guessing.
    """
    if model.task == "binary":
        return _by_ranking(model, evaluation)
    found = evaluation.chances_lead
    if model.task == "multiclass" and found is not None and found.by > 0 and found.clear:
        return words.PROBABILITIES_ARE_BETTER
    return ""


def _by_ranking(model: TrainedModel, evaluation: Evaluation) -> str:
    """Return what the order of rows by the probability of the second class is worth."""
    ours = evaluation.methods[0].auc
    if ours is None or evaluation.confusion is None:
        return ""
    # Rows of a group say little more than one of them.
    groups = evaluation.groups_of_rows
    share = 1.0 if groups is None else len(np.unique(groups)) / len(groups)
    n_no, n_yes = (max(1.0, share * float(np.sum(row))) for row in evaluation.confusion["counts"])
    if ours - _Z95 * auc_error(ours, n_yes, n_no) <= 0.5:
        return ""
    one, other = (quoted(str(name)) for name in (model.classes if n_no < n_yes else reversed(model.classes)))
    others = [method for method in evaluation.methods[1:] if method.auc is not None]
    best = max(others, key=lambda method: method.auc or 0.0, default=None)
    rare = min(n_yes, n_no) <= _RARE * (n_yes + n_no)
    if best is None or best.auc is None:
        return words.order_is_better(one, other, in_100(ours), None, rare=rare)
    if ours > best.auc:
        return words.order_is_best(one, other, in_100(ours), rare=rare)
    return words.order_is_better(one, other, in_100(ours), (best.kind, best.name, in_100(best.auc)), rare=rare)


def how_sure(evaluation: Evaluation) -> str:
    """Return that a model is surer, or less sure, than it is right, if that is more than luck.

    Parameters
    ----------
    evaluation : Evaluation
        What was measured on the test rows.

    Returns
    -------
    str
        A sentence; empty where the two agree, or where there are too few rows to say.
    """
    bins = (evaluation.calibration or {}).get("bins") or []
    n = sum(row[2] for row in bins)
    if n < _FEWEST:
        return ""
    sure, right = (sum(row[at] * row[2] for row in bins) / n for at in (0, 1))
    error = math.sqrt(right * (1 - right) / n)
    if abs(sure - right) < max(_GAP, _Z95 * error):
        return ""
    say = words.surer if sure > right else words.less_sure
    return say(in_100(sure), in_100(right))
