"""Prediction intervals and sets with a given coverage, from leave-one-out errors (the jackknife).

The error of each training row, by the model fitted without it, estimates the errors on new rows. An interval of their
quantile about a prediction is the jackknife's; the set of all classes that are at least as probable as left-out true
classes were is its counterpart for classification.

Without further assumptions the jackknife has no guarantee for finite samples (Barber and others, 2021); for models as
stable as ridge regression its coverage is close to nominal, which ``tests/test_conformal.py`` measures. Packages such
as MAPIE and crepes fit a model several times or hold rows out. Neither is needed here, as exact leave-one-out outputs
of every row are known. The tests show that MAPIE's jackknife and crepes give the same intervals and sets.

References
----------
Barber, Candès, Ramdas, Tibshirani (2021). Predictive inference with the jackknife+. Annals of Statistics 49(1).
doi:10.1214/20-AOS1965

Vovk (2015). Cross-conformal predictors. Annals of Mathematics and Artificial Intelligence 74.
doi:10.1007/s10472-013-9368-4
"""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np

__all__ = ["conformal_quantile", "scores_to_keep"]

_MOST_KEPT = 500  # a model file should not list its training rows


def scores_to_keep(scores: np.ndarray) -> np.ndarray:
    """Return scores in ascending order, at most 500 of them, evenly spaced and including the largest.

    Parameters
    ----------
    scores : ndarray of shape (m, k)
        Score of each left-out row: its error, or the improbability of its class.

    Returns
    -------
    ndarray of shape (min(m, 500), k)
        Each column sorted.
    """
    scores = np.sort(scores, axis=0)
    if len(scores) <= _MOST_KEPT:
        return scores
    return scores[np.round(np.linspace(0, len(scores) - 1, _MOST_KEPT)).astype(int)]


def conformal_quantile(estimator: Any, coverage: float) -> np.ndarray:
    """Return the quantile of the scores that new rows do not exceed with a given probability.

    Parameters
    ----------
    estimator : BaseReadout
        Fitted.
    coverage : float
        Between 0 and 1.

    Returns
    -------
    ndarray of shape (k,)
        The ``ceil((m + 1) coverage)``-th smallest of m scores; infinite when there are too few of them.

    Raises
    ------
    ValueError
        The coverage is not between 0 and 1, or the estimator has no leave-one-out errors.
    """
    if not 0 < coverage < 1:
        raise ValueError(f"coverage must be between 0 and 1; got {coverage}.")
    scores = getattr(estimator, "conformal_scores_", None)
    if scores is None:
        raise ValueError(
            f"This {type(estimator).__name__} has no leave-one-out errors to make ranges of: it keeps no rows, or it "
            "learned several labels at once."
        )
    rank = ceil((len(scores) + 1) * coverage)
    return scores[rank - 1] if rank <= len(scores) else np.full(scores.shape[1], np.inf)
