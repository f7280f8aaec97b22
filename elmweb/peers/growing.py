"""Training a model of scikit-learn in steps between which a browser can draw, and Cancel is heard."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning

__all__ = ["iter_grow"]

_TREES_A_STEP = 5
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
    name, stops = _parts_of(estimator)
    if name:
        whole = getattr(estimator, name)
        estimator.set_params(warm_start=True)
        for n in (stop for stop in stops if stop < whole):
            estimator.set_params(**{name: n}).fit(Z, y)
            yield n / whole
        estimator.set_params(**{name: whole})
    with warnings.catch_warnings():
        # A linear model that has not quite converged is still a fair comparison.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return estimator.fit(Z, y)


def _parts_of(estimator: Any) -> tuple[str, tuple[int, ...]]:
    """Return the setting that says how many parts a model is grown of, and when to stop in between."""
    if hasattr(estimator, "n_estimators"):
        return "n_estimators", tuple(range(_TREES_A_STEP, estimator.n_estimators, _TREES_A_STEP))
    return ("max_iter", _ROUNDS) if hasattr(estimator, "max_leaf_nodes") else ("", ())
