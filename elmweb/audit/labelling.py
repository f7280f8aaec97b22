"""Which rows without an answer are best given one next.

For classes, the row whose two most probable ones are nearest to each other (margin sampling). For numbers, the row of
the largest leverage, which is the least like those learned from. Leverage was tried for classes too, alone and times
the margin: on iris, wine and breast cancer it was no better than the margin, and on digits below random order.

References
----------
Settles (2009). Active learning literature survey. Computer Sciences Technical Report 1648, University of
Wisconsin-Madison.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import numpy as np
from sklearn.base import clone

from elmweb.estimators.core.leverage import leverage
from elmweb.exceptions import ExplainError
from elmweb.words.engine import audit as words

__all__ = ["iter_label_curve", "label_worth"]

_SIZES = (10, 15, 20, 30, 40, 60, 80, 120)
_DRAWS = 3


def label_worth(fitted: Any, Z: np.ndarray, Z_learned: np.ndarray) -> np.ndarray:
    """Return how much the answer of each row is likely to teach a model.

    Parameters
    ----------
    fitted : BaseReadout
        What was learned so far.
    Z : ndarray of shape (m, d)
        Rows without an answer.
    Z_learned : ndarray of shape (n, d)
        Rows that it learned from; for numbers only.

    Returns
    -------
    ndarray of float64 (m,)
        The higher, the sooner.

    Raises
    ------
    ExplainError
        This kind of model has no leverage of new rows.
    """
    if not len(Z):
        return np.empty(0)
    if hasattr(fitted, "classes_"):
        P = np.sort(fitted.predict_proba(Z), axis=1)
        return P[:, -2] - P[:, -1]
    try:
        return leverage(fitted, Z_learned, Z)
    except TypeError as error:
        raise ExplainError(
            words.NO_NEXT_ROW,
            rule=words.ONE_PENALTY,
            value=type(fitted).__name__,
            hints=(words.TRAIN_AN_ELM,),
        ) from error


def iter_label_curve(
    estimator: Any, Z: np.ndarray, y: np.ndarray, value: Callable[[Any], float]
) -> Generator[float, None, dict[str, Any]]:
    """Give answers in the order of :func:`label_worth` and in random order, and measure how the score grows.

    Parameters
    ----------
    estimator : BaseReadout
        Its settings are taken, the penalty excepted, which depends on the number of rows.
    Z : ndarray of shape (n, d)
        Rows whose answers are known, and are given one after the other.
    y : ndarray of shape (n,)
        Their answers.
    value : callable
        Scores a model on other rows.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    dict
        ``{"sizes", "chosen", "random", "n_draws"}``: numbers of answers, and the mean scores in both orders.
    """
    sizes = [size for size in _SIZES if size <= len(y)]
    found: dict[str, list[list[float]]] = {"chosen": [], "random": []}
    done, total = 0, _DRAWS * 2 * len(sizes)
    for seed in range(_DRAWS):
        for order, scores in found.items():
            rng = np.random.default_rng(seed)
            have = _first(y, rng, sizes[0])
            curve: list[float] = []
            fitted = None
            for size in sizes:
                rest = np.setdiff1d(np.arange(len(y)), have)
                if fitted is not None:
                    worth = label_worth(fitted, Z[rest], Z[have]) if order == "chosen" else rng.random(len(rest))
                    more = np.argsort(-worth, kind="stable")[: max(0, size - len(have))]
                    have = np.concatenate([have, rest[more]])
                fitted = clone(estimator)
                if "alpha" in fitted.get_params():
                    fitted.set_params(alpha="loo")
                fitted.fit(Z[have], y[have])
                curve.append(value(fitted))
                done += 1
                yield done / total
            scores.append(curve)
    means = {order: np.mean(scores, axis=0).tolist() for order, scores in found.items()}
    return {"sizes": sizes, **means, "n_draws": _DRAWS}


def _first(y: np.ndarray, rng: np.random.Generator, n: int) -> np.ndarray:
    """Return rows to begin with: one of each class, and others at random."""
    order = rng.permutation(len(y))
    if y.dtype == object:
        _, first = np.unique(y[order], return_index=True)
        order = np.concatenate([order[first], np.delete(order, first)])
        n = max(n, len(first))
    return order[:n]
