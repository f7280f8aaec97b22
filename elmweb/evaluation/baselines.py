"""Simple models from scikit-learn to compare with, on the same rows.

They have the same inputs as the model: the output of the fitted preprocessor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge, RidgeClassifier
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

from elmweb.formatting import quoted

__all__ = ["Baseline", "baselines"]

_LINEAR_COST = 20_000_000  # inputs x rows x classes: about a second in the browser
_FOREST_CELLS = 5_000_000  # inputs x rows: a forest of 100 trees takes some seconds in the browser
_FOREST_LEAVES = 25_000_000  # rows x classes x trees: 100 trees of 900 classes would take 3 GB
_SLOW_ROWS = 5_000  # maximum number of training rows of neighbours and forests


@dataclass(frozen=True)
class Baseline:
    """A baseline.

    Parameters
    ----------
    kind : str
        ``"dummy"``, ``"linear"``, ``"neighbours"`` or ``"forest"``.
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


def baselines(task: str, y: np.ndarray, n_inputs: int) -> list[Baseline]:
    """Return the baselines, the fastest first.

    Parameters
    ----------
    task : str
        ``"binary"``, ``"multiclass"``, ``"regression"`` or ``"multilabel"``.
    y : ndarray (n,) or (n, k)
        Targets of the training rows.
    n_inputs : int
        Number of inputs after preprocessing.

    Returns
    -------
    list of Baseline
        A constant prediction, a linear model, nearest neighbours and a random forest.
    """
    n_outputs = len(np.unique(y)) if task in ("binary", "multiclass") else y[0].size
    n_linear = max(500, _LINEAR_COST // ((n_inputs + 20) * n_outputs))
    n_forest = min(_SLOW_ROWS, max(500, _FOREST_CELLS // n_inputs))
    n_trees = int(np.clip(_FOREST_LEAVES // (min(n_forest, len(y)) * n_outputs), 5, 100))
    n_neighbours = min(5, len(y))
    if task == "regression":
        return [
            Baseline("dummy", "Always the middle value", lambda: DummyRegressor(strategy="median"), len(y)),
            Baseline("linear", "Ridge regression", Ridge, n_linear),
            Baseline("neighbours", "Nearest neighbours", lambda: KNeighborsRegressor(n_neighbours), _SLOW_ROWS),
            # A third of the inputs per split is Breiman's advice for regression, and three times faster than all.
            Baseline(
                "forest", "Random forest", lambda: RandomForestRegressor(max_features=1 / 3, random_state=0), n_forest
            ),
        ]
    if task == "multilabel":
        guess, linear_name, linear = "Always the most common answers", "Ridge regression", RidgeClassifier
    else:
        values, counts = np.unique(y, return_counts=True)
        guess = f"Always {quoted(str(values[counts.argmax()]))}"
        linear_name, linear = "Logistic regression", lambda: LogisticRegression(max_iter=100, tol=1e-3)
    return [
        Baseline("dummy", guess, lambda: DummyClassifier(strategy="most_frequent"), len(y)),
        Baseline("linear", linear_name, linear, n_linear),
        Baseline("neighbours", "Nearest neighbours", lambda: KNeighborsClassifier(n_neighbours), _SLOW_ROWS),
        Baseline("forest", "Random forest", lambda: RandomForestClassifier(n_trees, random_state=0), n_forest),
    ]
