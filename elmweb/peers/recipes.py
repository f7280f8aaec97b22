"""The settings of scikit-learn's models: those that are compared are those that can be kept."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import LogisticRegression, Ridge, RidgeClassifier
from sklearn.multioutput import MultiOutputClassifier
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

from elmweb.words.engine import peers as words

__all__ = ["KINDS", "make_peer", "peer_name"]

KINDS = ("linear", "neighbours", "forest", "boosting")

_N_TREES, _N_NEIGHBOURS = 100, 5
_FOREST_LEAVES = 25_000_000  # rows x classes x trees: 100 trees of 900 classes would take 3 GB


def peer_name(kind: str) -> str:
    """Return the name of a kind; a linear model of numbers or of several labels is a ridge regression."""
    return words.NAMES[kind]


def make_peer(kind: str, task: str, n_rows: int, n_outputs: int = 1, seed: int = 0) -> Any:
    """Return an unfitted estimator of scikit-learn.

    Parameters
    ----------
    kind : {"linear", "neighbours", "forest", "boosting"}
        What kind.
    task : {"binary", "multiclass", "regression", "multilabel"}
        Kind of task.
    n_rows : int
        Number of rows that it will learn from.
    n_outputs : int, default=1
        Number of classes or labels, by which a forest of very many is held small.
    seed : int, default=0
        Of what is drawn.

    Returns
    -------
    estimator
        With scikit-learn's defaults, but for a third of the inputs at each split of a forest for numbers.
    """
    numbers = task == "regression"
    if kind == "linear":
        logistic = LogisticRegression(max_iter=100, tol=1e-3)
        return Ridge() if numbers else RidgeClassifier() if task == "multilabel" else logistic
    if kind == "neighbours":
        k = min(_N_NEIGHBOURS, n_rows)
        return KNeighborsRegressor(k) if numbers else KNeighborsClassifier(k)
    if kind == "forest":
        if numbers:
            # A third of the inputs per split is Breiman's advice for regression, and three times faster than all.
            return RandomForestRegressor(_N_TREES, max_features=1 / 3, random_state=seed)
        n_trees = int(np.clip(_FOREST_LEAVES // (max(1, n_rows) * n_outputs), 5, _N_TREES))
        return RandomForestClassifier(n_trees, random_state=seed)
    return _boosting(task, seed)


def _boosting(task: str, seed: int) -> Any:
    # Whether boosting stops early would else depend on the number of rows.
    settings: dict[str, Any] = {"early_stopping": False, "random_state": seed}
    if task == "regression":
        return HistGradientBoostingRegressor(**settings)
    boosting = HistGradientBoostingClassifier(**settings)
    return MultiOutputClassifier(boosting) if task == "multilabel" else boosting
