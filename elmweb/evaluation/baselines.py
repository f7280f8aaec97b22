"""Simple models from scikit-learn to compare with, on the same rows.

They have the same inputs as the model: the output of the fitted preprocessor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.dummy import DummyClassifier, DummyRegressor

from elmweb.estimators import ELMClassifier, ELMRegressor
from elmweb.formatting import quoted
from elmweb.peers import make_peer, peer_name
from elmweb.words.engine import evaluation_scores as words

__all__ = ["PLAIN_ELM", "Baseline", "baselines"]

PLAIN_ELM = "plain_elm"
"""Kind of the ELM that a model of scikit-learn is compared with."""

_LINEAR_COST = 20_000_000  # inputs x rows x classes: about a second in the browser
_FOREST_CELLS = 5_000_000  # inputs x rows: a forest of 100 trees takes some seconds in the browser
_BOOSTING_CELLS = 10_000_000  # inputs x rows x classes
_SLOW_ROWS = 5_000  # maximum number of training rows of neighbours and forests
_KINDS = ("dummy", "linear", "neighbours", "forest")


@dataclass(frozen=True)
class Baseline:
    """A baseline.

    Parameters
    ----------
    kind : str
        ``"dummy"``, ``"plain_elm"``, ``"linear"``, ``"neighbours"``, ``"forest"`` or ``"boosting"``.
    name : str
        Displayed name.
    make : callable
        Returns the unfitted scikit-learn estimator.
    n_most : int
        Maximum number of training rows.
    """

    kind: str
    name: str
    make: Callable[[], Any]
    n_most: int


def baselines(task: str, y: np.ndarray, n_inputs: int, kinds: tuple[str, ...] = _KINDS) -> list[Baseline]:
    """Return the baselines, the fastest first.

    Parameters
    ----------
    task : str
        ``"binary"``, ``"multiclass"``, ``"regression"`` or ``"multilabel"``.
    y : ndarray (n,) or (n, k)
        Targets of the training rows.
    n_inputs : int
        Number of inputs after preprocessing.
    kinds : tuple of str, optional
        Those that are wanted; by default a constant prediction, a linear model, nearest neighbours and a random forest.

    Returns
    -------
    list of Baseline
        In the order of `kinds`.
    """
    n_outputs = len(np.unique(y)) if task in ("binary", "multiclass") else y[0].size
    n_forest = min(_SLOW_ROWS, max(500, _FOREST_CELLS // n_inputs))
    most = {
        "linear": max(500, _LINEAR_COST // ((n_inputs + 20) * n_outputs)),
        "neighbours": _SLOW_ROWS,
        "forest": n_forest,
        "boosting": max(n_forest, _BOOSTING_CELLS // (n_inputs * n_outputs)),
    }

    def make(kind: str) -> Baseline:
        if kind == "dummy":
            return _dummy(task, y)
        if kind == PLAIN_ELM:
            elm = ELMRegressor if task == "regression" else ELMClassifier
            return Baseline(kind, "ELM", lambda: elm(random_state=0), _SLOW_ROWS)
        n_learned = min(most[kind], len(y))
        return Baseline(kind, _name(kind, task), lambda: make_peer(kind, task, n_learned, n_outputs), most[kind])

    return [make(kind) for kind in kinds]


def _dummy(task: str, y: np.ndarray) -> Baseline:
    """Return the prediction that looks at no column."""
    if task == "regression":
        return Baseline("dummy", words.ALWAYS_THE_MEDIAN, lambda: DummyRegressor(strategy="median"), len(y))
    guess = words.ALWAYS_THE_MOST_COMMON
    if task != "multilabel":
        values, counts = np.unique(y, return_counts=True)
        guess = words.always(quoted(str(values[counts.argmax()])))
    return Baseline("dummy", guess, lambda: DummyClassifier(strategy="most_frequent"), len(y))


def _name(kind: str, task: str) -> str:
    return words.RIDGE if kind == "linear" and task in ("regression", "multilabel") else peer_name(kind)
