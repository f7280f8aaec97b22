"""Which answers of the table surprise a model that never saw them: rows ranked by leave-one-out.

A wrong answer among many right ones is one that the model, fitted without that row, hardly expects. Rows are ranked by
the probability it gives the answer in the table (self-confidence, as in confident learning), and numbers by the
leave-one-out residual over the spread of all of them. On five data sets with 5 % of the answers flipped, that found as
many of the flipped rows as the margin to the next class, the squared error of the outputs, and a second look by a model
fitted without the most surprising tenth; ``tests/test_audit_surprise.py`` measures it.

References
----------
Northcutt, Jiang, Chuang (2021). Confident learning: estimating uncertainty in dataset labels. Journal of Artificial
Intelligence Research 70. doi:10.1613/jair.1.12125
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import clone

from elmweb.estimators.core.calibration import probabilities
from elmweb.estimators.core.fit import iter_fit
from elmweb.exceptions import ExplainError
from elmweb.progress import map_steps
from elmweb.words.engine import audit as words

__all__ = ["Surprise", "find_surprises", "iter_check_list", "iter_refit_with", "share_found"]

_MAD = 1.4826  # times the median absolute deviation: the standard deviation of a normal distribution
_FLIPPED = 0.05
_LISTED = 0.1


@dataclass(frozen=True, eq=False)
class Surprise:
    """How little each row's answer was expected by the model that was fitted without that row.

    Parameters
    ----------
    score : ndarray of float64 (n,)
        The higher, the more surprising: 1 minus the probability of the answer, or the size of the residual over the
        spread of all.
    expected : ndarray (n,)
        The most probable class, or the number that was predicted.
    confidence : ndarray of float64 (n,)
        The probability of that class; the residual over the spread for numbers.
    own : ndarray of float64 (n,)
        The probability of the answer in the table; NaN for numbers.
    """

    score: np.ndarray
    expected: np.ndarray
    confidence: np.ndarray
    own: np.ndarray

    @property
    def order(self) -> np.ndarray:
        """Positions of the rows, the most surprising first."""
        return np.argsort(-self.score, kind="stable")


def iter_refit_with(
    estimator: Any, Z: np.ndarray, y: np.ndarray, groups: np.ndarray | None = None
) -> Generator[float, None, Any]:
    """Fit an estimator's settings, the penalty included, to other answers.

    Parameters
    ----------
    estimator : BaseReadout
        Fitted; not changed.
    Z : ndarray of shape (n, d)
        Inputs.
    y : ndarray of shape (n,)
        Answers.
    groups : ndarray of shape (n,), optional
        Group of each row, whose rows are left out together.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    BaseReadout
        A new estimator with leave-one-out outputs of every row.

    Raises
    ------
    ExplainError
        This kind of model leaves no single rows out.
    """
    fresh = clone(estimator)
    # A kind that is several layers has several penalties, which leave-one-out chooses again.
    if fresh.get_params().get("alpha") == "loo" and np.ndim(getattr(estimator, "alphas_", 0.0)) == 0:
        fresh.set_params(alpha=estimator.alpha_)
    # Rows that decide about a layer would not be left out.
    fresh.set_params(**getattr(fresh, "settings_blind_to_targets", {}))
    steps = iter_fit(fresh, Z, y, n_left_out=len(Z), groups=groups)
    fitted = yield from map_steps(steps, lambda step: step.done / max(step.total, 1))
    if len(getattr(fitted, "loo_rows_", ())) != len(Z):
        raise ExplainError(
            words.LEAVES_NO_ROWS_OUT,
            rule=words.LEAVE_ONE_OUT,
            value=type(estimator).__name__,
            hints=(words.TRAIN_ANOTHER,),
        )
    return fitted


def find_surprises(fitted: Any, y: np.ndarray) -> Surprise:
    """Return how surprising each row is to the model fitted without it.

    Parameters
    ----------
    fitted : BaseReadout
        Has left-out outputs of every row.
    y : ndarray of shape (n,)
        Answers that it was fitted to.

    Returns
    -------
    Surprise
        In the order of `y`.
    """
    outputs = np.empty_like(fitted.loo_decision_)
    outputs[fitted.loo_rows_] = fitted.loo_decision_
    if not hasattr(fitted, "classes_"):
        off = y - outputs
        spread = _MAD * float(np.median(np.abs(off - np.median(off)))) or float(off.std()) or 1.0
        return Surprise(np.abs(off) / spread, outputs, off / spread, np.full(len(y), np.nan))
    P = probabilities(outputs, fitted.inverse_temperature_)
    P = P if P.ndim == 2 else np.column_stack([1.0 - P, P])
    each, best = np.arange(len(y)), P.argmax(axis=1)
    own = P[each, np.searchsorted(fitted.classes_, y)]
    return Surprise(1.0 - own, fitted.classes_[best], P[each, best], own)


def share_found(order: np.ndarray, wrong: np.ndarray) -> float:
    """Return which share of some rows is in the first tenth of a list.

    Parameters
    ----------
    order : ndarray of int (n,)
        Positions in the order of the list.
    wrong : ndarray of bool (n,)
        Which rows are to be found.

    Returns
    -------
    float
        Between 0 and 1.
    """
    return float(wrong[order[: round(_LISTED * len(order))]].sum() / max(int(wrong.sum()), 1))


def iter_check_list(
    estimator: Any, Z: np.ndarray, y: np.ndarray, groups: np.ndarray | None = None, n_times: int = 3
) -> Generator[float, None, dict[str, Any]]:
    """Make 5 % of the answers wrong on purpose, and count how many of them the list has in its first tenth.

    Parameters
    ----------
    estimator, Z, y, groups
        As for :func:`iter_refit_with`. A wrong class is any other one; a wrong number is that of another row.
    n_times : int, default=3
        Draws, each with the seed of its number.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    dict
        ``{"n_found", "n_wrong", "n_times", "n_listed"}``, summed over the draws.
    """
    n_wrong = max(1, round(_FLIPPED * len(y)))
    n_found = 0
    for seed in range(n_times):
        rng = np.random.default_rng(seed)
        at = rng.permutation(len(y))[:n_wrong]
        changed, wrong = y.copy(), np.zeros(len(y), dtype=bool)
        changed[at], wrong[at] = _others(y, at, rng), True
        steps = iter_refit_with(estimator, Z, changed, groups)
        fitted = yield from map_steps(steps, lambda done, seed=seed: (seed + done) / n_times)
        n_found += round(share_found(find_surprises(fitted, changed).order, wrong) * n_wrong)
    n_listed = round(_LISTED * len(y))
    return {"n_found": n_found, "n_wrong": n_times * n_wrong, "n_times": n_times, "n_listed": n_listed}


def _others(y: np.ndarray, at: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return another answer for each of some rows."""
    if y.dtype != object:
        return y[rng.permutation(len(y))[: len(at)]]
    classes = np.unique(y)
    codes = np.searchsorted(classes, y[at])
    return classes[(codes + rng.integers(1, len(classes), len(at))) % len(classes)]
