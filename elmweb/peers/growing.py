"""Training a model of scikit-learn in steps between which a browser can draw, and Cancel is heard."""

from __future__ import annotations

import time
import warnings
from collections.abc import Generator
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning

__all__ = ["iter_grow"]

_FEWEST_TREES = 5  # in a step
_STEP_SECONDS = 0.06  # that a step of more of them takes: each costs a little by itself
_ROUNDS = (2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)  # each continues the last, which costs a little


def iter_grow(estimator: Any, Z: np.ndarray, y: np.ndarray) -> Generator[float, None, Any]:
    """Fit an estimator of scikit-learn; a forest and boosting grow step by step, to the same as all at once.

    Parameters
    ----------
    estimator : estimator
        Unfitted, as :func:`elmweb.peers.recipes.make_peer` returns it; any other is fitted in one step.
    Z : ndarray of float64 (n, n_inputs)
        Preprocessed rows.
    y : ndarray (n,) or (n, k)
        Their answers.

    Yields
    ------
    float
        The fraction that is done.

    Returns
    -------
    estimator
        The same one, fitted.
    """
    name = _parts_of(estimator)
    if name:
        whole = getattr(estimator, name)
        estimator.set_params(warm_start=True)
        n, started = _FEWEST_TREES if name == "n_estimators" else _ROUNDS[0], time.perf_counter()
        while n < whole:
            estimator.set_params(**{name: n}).fit(Z, y)
            yield n / whole
            if name == "n_estimators":
                a_tree = (time.perf_counter() - started) / n
                n += max(_FEWEST_TREES, int(_STEP_SECONDS / a_tree))
            else:
                n = next((stop for stop in _ROUNDS if stop > n), whole)
        estimator.set_params(**{name: whole})
    with warnings.catch_warnings():
        # A linear model that has not quite converged is still a fair comparison.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return estimator.fit(Z, y)


def _parts_of(estimator: Any) -> str:
    """Return the setting that says how many parts a model is grown of; an empty text for one that is not."""
    if hasattr(estimator, "n_estimators"):
        return "n_estimators"
    return "max_iter" if hasattr(estimator, "max_leaf_nodes") else ""
